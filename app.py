"""The frame: page configuration, navigation and what surrounds every page."""

from pathlib import Path

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from pages.parts import current, sidebar, state, tour, widgets


def show() -> None:
    """Show the page that was asked for, with everything around it."""
    st.set_page_config(
        page_title="Lowermark",
        # A picture file: a material icon would be fetched from outside.
        page_icon=str(Path(__file__).parent / ".streamlit" / "icon.png"),
        layout="wide",
        initial_sidebar_state="collapsed" if state.is_full_screen() else "auto",
    )

    # Pages lie in sub-folders: a file directly in pages/ would be served without this frame.
    page = st.navigation(
        {
            "Today": [
                st.Page(
                    "pages/today/overview.py",
                    title="Overview",
                    icon=":material/home:",
                    default=True,
                )
            ],
            "Stock": [
                st.Page("pages/stock/forecast.py", title="Forecast", icon=":material/trending_up:"),
                st.Page("pages/stock/reorder.py", title="Reorder", icon=":material/shopping_cart:"),
                st.Page(
                    "pages/stock/suppliers.py",
                    title="Suppliers",
                    icon=":material/local_shipping:",
                ),
                st.Page("pages/stock/replay.py", title="Replay", icon=":material/replay:"),
                st.Page("pages/stock/shelf.py", title="Shelf", icon=":material/shelves:"),
            ],
            "Money": [
                st.Page(
                    "pages/money/exposure.py", title="Exposure", icon=":material/search_insights:"
                ),
                st.Page("pages/money/change.py", title="Change", icon=":material/compare_arrows:"),
                st.Page("pages/money/causes.py", title="Causes", icon=":material/troubleshoot:"),
                st.Page("pages/money/impact.py", title="Impact", icon=":material/account_balance:"),
                st.Page("pages/money/methods.py", title="Methods", icon=":material/science:"),
                st.Page("pages/money/ledger.py", title="Ledger", icon=":material/book:"),
            ],
            "Decide": [
                st.Page("pages/decide/markdown.py", title="Markdown", icon=":material/sell:"),
                st.Page(
                    "pages/decide/scenarios.py",
                    title="Scenarios",
                    icon=":material/compare_arrows:",
                ),
            ],
            "Share": [
                st.Page("pages/share/present.py", title="Present", icon=":material/slideshow:"),
                st.Page("pages/share/export.py", title="Export", icon=":material/download:"),
            ],
            "Set up": [
                st.Page("pages/start/data.py", title="Data", icon=":material/upload_file:"),
                st.Page("pages/start/policy.py", title="Policy", icon=":material/tune:"),
                st.Page("pages/learn/method.py", title="Method", icon=":material/menu_book:"),
            ],
        },
        # A new page must not hide the last ones behind "View more".
        expanded=True,
        position="hidden" if state.is_full_screen() else "sidebar",
    )
    state.note_page(page.url_path)
    widgets.start_at_top(page.url_path)
    if page.url_path != "present":
        state.set_full_screen(False)

    if not state.is_started():
        current.open_demo(current.FIRST_DEMO)

    if not state.is_full_screen():
        sidebar.show()
        # Files that are being brought in are other figures than those on screen, with a line of
        # their own for the ledger.
        if page.url_path != "data" or state.upload() is None:
            sidebar.say_unreconciled()
        tour.show()
    state.forget_explained()
    page.run()
    if not state.is_full_screen():
        widgets.method_links()


if __name__ == "__main__":
    show()
else:
    # A file that defines an App is imported before the server answers anybody. Until st.navigation
    # has run once, Streamlit takes the folder pages/ for its older kind of pages, and whoever comes
    # first by the address of a page is told that it does not exist.
    PagesManager.uses_pages_directory = False
    app = st.App(__file__)
