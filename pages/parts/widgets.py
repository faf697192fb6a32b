"""Shared pieces of screen: headings, figures, tables, downloads, explanations."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.analysis import Analysis
from core.book import Book
from core.charts.columns import Heading, heading
from core.charts.explanations import explain
from core.charts.formats import Formats
from core.charts.theme import figure_config
from core.report import csv_bytes, with_about, workbook_bytes
from pages.parts import state
from pages.parts.ledger_line import name_of_csv

#: Rows of a workbook's sheet beside its header: the limit of the format.
MOST_ROWS = 1_048_575

#: ASCII punctuation that Markdown or Streamlit (math, directives) would give a meaning.
_MARKUP = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]()#+-!$~:<>|"})

#: Plain numbers with a fixed count of decimals.
_DECIMALS = {"ratio": "%,.2f", "rate": "%,.1f"}

METHOD_PAGE = "pages/learn/method.py"

WORKBOOK_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure of a KPI row: its label, its text, and the key of its explanation."""

    label: str
    value: str
    explanation: str
    delta: str | None = None
    delta_color: str = "off"
    delta_description: str | None = None


def formats_of(analysis: Analysis) -> Formats:
    """Return how the Book on screen reads its numbers."""
    return Formats(currency=analysis.book.currency)


def is_dark() -> bool:
    """Whether the user's screen is dark, as far as the browser has said."""
    return bool(st.context.theme.type == "dark")


def main_action() -> Literal["primary", "secondary"]:
    """Return the type of a page's main button.

    Streamlit writes white on the primary color. One that is light enough for words and lines on a
    dark page is too light for that (2.3 to 1 instead of 4.5), so in the dark it is plain.
    """
    return "secondary" if is_dark() else "primary"


#: Least width of a figure in pixels, and of each where there are five of them.
_KPI, _NARROW_KPI, _MANY_KPIS = 170, 150, 5


def plain(text: str) -> str:
    """Return text that Markdown shows as it stands: amounts of dollars, names from a file."""
    return text.translate(_MARKUP)


def page_heading(title: str, subtitle: str = "") -> None:
    """Show the page's message as its title, with what it is measured in below."""
    st.title(plain(title), anchor=False)
    if subtitle:
        st.caption(plain(subtitle))


def kpi_row(kpis: Sequence[Kpi], *, min_width: int | None = None) -> None:
    """Show figures side by side, none narrower than so many pixels; they wrap on a small screen."""
    # Five fit beside the sidebar of a usual screen only when each is a little narrower.
    usual = _NARROW_KPI if len(kpis) == _MANY_KPIS else _KPI
    grid = st.grid("auto", min_column_width=min_width or usual, gap="small")
    for kpi in kpis:
        about = explain(kpi.explanation)
        state.note_explained(kpi.explanation)
        grid.metric(
            kpi.label,
            kpi.value,
            plain(kpi.delta) if kpi.delta else None,
            delta_color=kpi.delta_color,  # type: ignore[arg-type]
            delta_arrow="off",
            delta_description=kpi.delta_description,
            help=f"{about.short} {about.computed}",
            border=True,
            height="stretch",
        )


def figure(title: str, chart: go.Figure, *, alt: str, key: str, explanation: str) -> None:
    """Show a chart under the sentence it proves."""
    st.subheader(plain(title), anchor=False, help=how(explanation))
    st.plotly_chart(chart, config=figure_config(), alt=alt, key=key, theme=None)


def how(explanation: str) -> str:
    """Return the tooltip that says how a figure is computed, with its source."""
    about = explain(explanation)
    state.note_explained(explanation)
    source = f" Source: {about.source}." if about.source else ""
    return f"**{about.term}.** {about.computed}{source}"


def start_at_top(page: str) -> None:
    """Let a page that was just opened be read from its title on.

    The place to which the one before was scrolled is kept where its end stays drawn until the new
    one is as long. For an instant after the page changed, and only then for its name is that of
    the animation, there is nothing to scroll; a style takes no room on the page, a script would.
    """
    name = f"opened-{page or 'first'}"
    st.html(
        f"<style>@keyframes {name} {{ from {{ max-height: 0; padding: 0; overflow: hidden; }} }}"
        f"[data-testid=stMainBlockContainer] {{ animation: {name} 60ms step-end; }}</style>"
    )


def method_links() -> None:
    """Show what leads from each figure of the page to its line on Method, within the session.

    A link in a tooltip would open a window of its own, which knows nothing of the user's files.
    """
    keys = state.explained()
    if not keys:
        return
    with (
        st.expander("How the figures on this page are computed", icon=":material/menu_book:"),
        st.container(horizontal=True, gap="small"),
    ):
        for key in keys:
            st.page_link(METHOD_PAGE, label=plain(explain(key).term), query_params={"term": key})


def table(
    frame: pd.DataFrame,
    columns: Sequence[str],
    formats: Formats,
    *,
    key: str,
    on_select: Callable[[], None] | str = "ignore",
    first_chosen: bool = False,
    whole_money: bool = False,
    height: int | str = "auto",
    labels: Mapping[str, str] | None = None,
) -> Any:  # noqa: ANN401 - what st.dataframe returns depends on on_select
    """Show `columns` of `frame` with the titles, tooltips and formats of `core.charts.columns`.

    Columns that hold nothing at all are left out. With `on_select="rerun"` one row can be chosen;
    with `first_chosen` one always is, at first the first one.
    """
    shown = [name for name in columns if name in frame.columns and frame[name].notna().any()]
    shown = shown or [name for name in columns if name in frame.columns]
    for name in shown:
        if heading(name).term:
            state.note_explained(heading(name).term)
    # Expected units come in fractions; what a table shows are hundredths at most.
    decimals = dict.fromkeys((name for name in shown if heading(name).shape == "units"), 2)
    rounded = frame[shown].round(decimals)
    written = {
        name: text
        for name in rounded.select_dtypes("number")
        if (rounded[name] < 0).any()
        and (text := formats.cell_text(heading(name).shape, whole=whole_money))
    }
    config = {
        name: _column_config(
            heading(name), None if name in written else formats, whole_money,
            (labels or {}).get(name),
        )
        for name in shown
    }  # fmt: skip
    return st.dataframe(
        rounded.style.format(written) if written else rounded,
        column_config=config,
        hide_index=True,
        key=key,
        on_select=on_select,  # type: ignore[arg-type]
        selection_mode="single-row-required" if first_chosen else "single-row",
        height=height,  # type: ignore[arg-type]
        placeholder="–",
    )


def chosen_row(event: Any, frame: pd.DataFrame) -> pd.Series | None:  # noqa: ANN401 - see table
    """Return the row of `frame` chosen in its table, or None; a choice may outlive its row."""
    rows = event["selection"]["rows"]
    return frame.iloc[rows[0]] if rows and rows[0] < len(frame) else None


def downloads(
    name: str,
    sheets: Mapping[str, pd.DataFrame] | Callable[[], Mapping[str, pd.DataFrame]],
    *,
    key: str,
    book: Book | Literal["on screen"] | None = "on screen",
) -> None:
    """Offer tables as CSV (the first one) and as one workbook, made when asked for.

    What takes time to put together comes as a function that is called for the file alone. Both
    say whether the figures agree with the ledger: the one by its name, the other on a sheet.

    Args:
        name: of the files, without an ending.
        sheets: name of the sheet -> table.
        key: tells these buttons from others of the page.
        book: whose figures they are; None where they are no Book's yet.
    """
    whose = _book_on_screen() if isinstance(book, str) else book

    def made() -> Mapping[str, pd.DataFrame]:
        return sheets() if callable(sheets) else sheets

    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "CSV",
            data=lambda: csv_bytes(next(iter(made().values()))),
            file_name=name_of_csv(name, whose),
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"{key}_csv",
            help="The table above as plain text; text that could run as a formula is marked. Its "
            "name says so where the stock list does not agree with the ledger.",
        )
        st.download_button(
            "Excel",
            data=lambda: workbook_bytes(with_about(whose, made())),
            file_name=f"{name}.xlsx",
            mime=WORKBOOK_MIME,
            icon=":material/download:",
            on_click="ignore",
            key=f"{key}_xlsx",
            help="The same rows as an Excel workbook, with a sheet that says whose figures they "
            "are and whether they agree with the ledger.",
        )


def _book_on_screen() -> Book | None:
    loaded = state.loaded()
    return None if loaded is None else loaded.book


def csv_download(
    label: str, name: str, make: Callable[[], pd.DataFrame], *, key: str, about: str | None = None
) -> None:
    """Offer one large table as CSV, computed only when asked for."""
    st.download_button(
        label,
        data=lambda: csv_bytes(make()),
        file_name=name_of_csv(name, _book_on_screen()),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=key,
        help=about,
    )


def _column_config(
    title: Heading, formats: Formats | None, whole_money: bool, label: str | None
) -> Any:  # noqa: ANN401 - Streamlit's column types share no public base
    """Return a column's title, tooltip and format; without formats its cells bring their text."""
    text = label or title.label
    about = title.help or None
    if formats is None:
        return st.column_config.NumberColumn(text, help=about)
    if title.shape == "text":
        return st.column_config.TextColumn(text, help=about)
    if title.shape == "flag":
        return st.column_config.CheckboxColumn(text, help=about)
    if title.shape == "date":
        return st.column_config.DateColumn(text, help=about, format=formats.column_format("date"))
    if title.shape == "ratio" or title.shape == "rate":
        return st.column_config.NumberColumn(text, help=about, format=_DECIMALS[title.shape])
    if title.shape == "unit_money":
        money = formats.column_format("money")
        return st.column_config.NumberColumn(text, help=about, format=money)
    pattern = formats.column_format(title.shape, whole=whole_money)
    return st.column_config.NumberColumn(text, help=about, format=pattern)
