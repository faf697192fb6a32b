"""The analysis on screen: computed once for a Book and a Policy, then shared by every page.

Cache keys are content digests, never frames: Streamlit hashes only a sample of a large frame.
Results of the user's own files live and die with the session; those of the demos are everybody's.
"""

import streamlit as st

from core.accounting import LastRun
from core.analysis import Analysis, analyze, forecast_book, forecast_choices, record_again
from core.book import Book
from core.charts.axes import blank_figure
from core.charts.theme import figure_config
from core.demand import DemandForecast
from core.demos import list_demos
from core.ingest import read_book
from core.policy import Policy
from pages.parts import sidebar, state, widgets

#: What each page would show, by its address: why it matters to bring stock.
PROMISES = {
    "": "what of your stock is at risk, what it may lose, and what to do first",
    "forecast": "what each item is likely to sell, and within which range",
    "reorder": "what to order, when, and what to stop buying",
    "suppliers": "how long each supplier really takes, and how reliably",
    "replay": "how these rules would have done in the past",
    "shelf": "what expires when, what to pick first, and which goods sell too slowly",
    "exposure": "which goods lose value, why, and how much",
    "change": "what changed since an earlier date",
    "causes": "how the stock came to lose value, and what would have prevented it",
    "impact": "what a write-down does to profit, equity and the ratios your bank reads",
    "methods": "how the direct and the allowance method differ, period by period",
    "ledger": "the allowance lot by lot, and the entries to post",
    "markdown": "whether a lower price loses less than waiting",
    "scenarios": "your markdown plans side by side",
    "present": "the decision in six slides for the owners",
    "export": "documents for the owners, and a workbook an accountant can recompute",
}

#: The demo a new session opens on.
FIRST_DEMO = "gift_shop"


@st.cache_resource(max_entries=8, show_spinner="Reading the demo …")
def demo_book(demo_id: str) -> Book:
    """Return a demo's Book, read from its workbooks like any upload."""
    demo = next(demo for demo in list_demos() if demo.id == demo_id)
    return read_book(
        demo.source_files(),
        as_of=demo.as_of,
        currency=demo.currency,
        name=demo.name,
        today=demo.as_of,
    )


def open_demo(demo_id: str) -> None:
    """Put a demo on screen under the framework it reports under.

    Called before the sidebar is drawn, or as a callback: the sidebar's choice is set along.
    """
    demo = next(demo for demo in list_demos() if demo.id == demo_id)
    state.load(demo_book(demo_id), demo_id=demo_id)
    sidebar.choose_framework(demo.framework)


def start_empty() -> None:
    """Forget the Book on screen and the files being brought in."""
    state.unload()
    state.restart_upload()


def undo_import() -> None:
    """Go back to what was on screen before the last Book was opened; a callback."""
    before = state.before_load()
    if before is None:
        return
    state.undo_load()
    sidebar.adopt(before[1])


def current_analysis() -> Analysis:
    """Return the analysis of the Book and Policy on screen.

    Stops the page with an invitation to load a Book when there is none.
    """
    loaded = state.loaded()
    if loaded is None:
        invite()
        st.stop()
    if state.charts_loaded():
        return _analysis_of(loaded)
    place = st.empty()
    # What draws charts takes a browser a second to load: it does so while figures are computed.
    place.plotly_chart(blank_figure(), config=figure_config(), theme=None)
    analysis = _analysis_of(loaded)
    place.empty()
    return analysis


def _analysis_of(loaded: state.LoadedBook) -> Analysis:
    policy = state.policy()
    book = loaded.book
    # A demo with figures typed in by the user is no longer everybody's.
    if loaded.demo_id is not None and book.digest == demo_book(loaded.demo_id).digest:
        forecast = _demo_forecast(book.digest, forecast_choices(policy), book, policy)
        judged = _demo_analysis(book.digest, policy.stock_key(), book, policy, forecast)
    else:
        forecast = _own_forecast(book.digest, forecast_choices(policy), book, policy)
        judged = _own_analysis(book.digest, policy.stock_key(), book, policy, forecast)
    last = None if loaded.ledger_file is None else loaded.ledger_file.run
    if judged.policy == policy and last is None:
        return judged
    last_key = "" if last is None else last.key
    return _recorded(book.digest, policy.key(), last_key, judged, policy, last)


def invite() -> None:
    """Show what this page needs and the two ways to get it."""
    st.title("Nothing to show until there is stock to look at", anchor=False)
    promise = PROMISES.get(state.page())
    if promise:
        st.write(f"With a stock list, this page shows {promise}.")
    st.write("Bring the stock export of your own system, or look around in a demo business first.")
    with st.container(horizontal=True):
        st.button(
            "Open the demo gift shop",
            type=widgets.main_action(),
            key="invite_demo",
            on_click=open_demo,
            args=(FIRST_DEMO,),
        )
        st.page_link("pages/start/data.py", label="Use my own files", icon=":material/upload:")


def _forecast(
    digest: str,  # noqa: ARG001 - the cache key
    choices: tuple[str, ...],  # noqa: ARG001 - the cache key
    _book: Book,
    _policy: Policy,
) -> DemandForecast | None:
    return forecast_book(_book, _policy)


def _analysis(
    digest: str,  # noqa: ARG001 - the cache key
    stock_key: str,  # noqa: ARG001 - the cache key
    _book: Book,
    _policy: Policy,
    _forecast: DemandForecast | None,
) -> Analysis:
    return analyze(_book, _policy, forecast=_forecast)


@st.cache_resource(max_entries=8, scope="session", show_spinner=False)
def _recorded(
    digest: str,  # noqa: ARG001 - the cache key
    policy_key: str,  # noqa: ARG001 - the cache key
    last_key: str,  # noqa: ARG001 - the cache key
    _judged: Analysis,
    _policy: Policy,
    _last_run: LastRun | None,
) -> Analysis:
    return record_again(_judged, _policy, last_run=_last_run)


_SPINNER = "Forecasting demand and valuing the stock …"
_demo_forecast = st.cache_resource(_forecast, max_entries=8, show_spinner=_SPINNER)
_demo_analysis = st.cache_resource(_analysis, max_entries=32, show_spinner=_SPINNER)
_own_forecast = st.cache_resource(_forecast, max_entries=2, scope="session", show_spinner=_SPINNER)
_own_analysis = st.cache_resource(_analysis, max_entries=6, scope="session", show_spinner=_SPINNER)
