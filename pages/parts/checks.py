"""What was read, for the user to hold against the own system: totals and problems."""

import math
from collections.abc import Sequence

import streamlit as st

from core.book import Book, with_ledger
from core.charts import sentences
from core.charts.formats import Formats
from core.problem import Problem
from core.report import (
    CONTROL_COLUMNS,
    JOIN_COLUMNS,
    ProblemGroup,
    control_frame,
    gaps,
    joins_frame,
    ledger_of,
    problem_groups,
    problems_frame,
    stock_totals,
)
from pages.parts import state, widgets

#: Places named under a repair; the download names them all.
EXAMPLES = 3

_ICONS = {
    "blocker": ":material/error:",
    "warning": ":material/warning:",
    "note": ":material/info:",
}


def show_totals(book: Book) -> None:
    """Show the totals to compare with the user's own system, and the distance to the ledger."""
    formats = Formats(currency=book.currency)
    totals = stock_totals(book)
    text = sentences.control_sentence(
        formats,
        units=totals.units,
        cost_value=totals.cost_value,
        uncosted_units=totals.uncosted_units,
    )
    st.markdown(f"**{widgets.plain(text)}**", help=widgets.how("cost_value"))
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    ledger = left.number_input(
        "Stock at cost in your ledger",
        min_value=0.0,
        value=totals.ledger,
        step=100.0,
        placeholder="From your books",
        key=_ledger_key(book),
        persist_state="session",
        help="Filled in from the financials where you gave them. The difference is shown beside "
        "every page and in what you export.",
        on_change=_take_ledger,
        args=(book,),
    )
    gap = sentences.ledger_sentence(
        formats, ledger=math.nan if ledger is None else ledger, cost_value=totals.cost_value
    )
    right.markdown(
        widgets.plain(gap or "Give the amount in your books to see the difference") + "."
    )
    widgets.table(
        control_frame(book.control_totals), CONTROL_COLUMNS, formats, key="control_totals"
    )
    below = sentences.below_zero_sentence(
        formats,
        rows=totals.rows_below_zero,
        units=totals.units_below_zero,
        cost_value=totals.cost_below_zero,
    )
    if below:
        st.caption(widgets.plain(f"{below}."))
    st.caption(
        "Rows read = rows loaded + rows set aside, sheet by sheet. Units and cost of a sheet are "
        "what it states: negative stock counts in them, and so does the value of a row without a "
        "quantity. The total above values neither, and gives stock without a cost of its own the "
        "cost of its item."
    )


def ledger_stated(book: Book) -> float | None:
    """Return what the user said their ledger states, None where it is as the financials have it."""
    stated: float | None = st.session_state.get(_ledger_key(book), book.ledger)
    return None if stated == ledger_of(book) and book.ledger is None else stated


def _ledger_key(book: Book) -> str:
    # Without what was said: else every answer would be another question.
    return f"ledger_{with_ledger(book, None).digest[:12]}"


def _take_ledger(book: Book) -> None:
    """Let the Book on screen know what its owner's ledger states."""
    loaded = state.loaded()
    if loaded is not None and loaded.book.digest == book.digest:
        state.change_book(with_ledger(book, st.session_state[_ledger_key(book)]))


def show_joins(book: Book) -> None:
    """Show how many items each sheet shares with the stock list, and which it does not."""
    if not book.joins:
        return
    frame = joins_frame(book.joins)
    st.markdown(f"**{widgets.plain(sentences.joins_sentence(frame))}**")
    widgets.table(frame, JOIN_COLUMNS, Formats(currency=book.currency), key="joins")


def show_gaps(book: Book) -> None:
    """Say what the files lack as a whole: what hardly anything can be said without, then more."""
    found = gaps(book)
    for gap in found:
        if gap.without:
            st.warning(
                f"**{gap.name} are missing**: {gap.without}. Add a file that has them, or choose "
                "the column that holds them under 2."
            )
    more = [f"**{gap.name}** would add {gap.adds}." for gap in found if not gap.without]
    if more:
        st.caption("Not needed to start: " + " ".join(more))


def show_problems(problems: Sequence[Problem], book: Book | None = None) -> None:
    """Show what needs attention, grouped by what mends it; notes last and folded.

    Args:
        problems: what was found.
        book: what comes of the files, None where nothing comes of them yet.
    """
    frame = problems_frame(problems)
    st.markdown(f"**{widgets.plain(sentences.problems_sentence(frame))}**")
    if not problems:
        return
    groups = problem_groups(problems)
    for group in groups:
        if group.severity != "note":
            with st.expander(_title(group), icon=_ICONS[group.severity], expanded=True):
                _places(group)
    notes = [group for group in groups if group.severity == "note"]
    if notes:
        title = f"Noticed, nothing to do: {len(notes)}"
        with st.expander(title, icon=_ICONS["note"]):
            for group in notes:
                st.markdown(f"**{_title(group)}**")
                _places(group)
    widgets.downloads("problems", {"problems": frame}, key="problems_file", book=book)


def _title(group: ProblemGroup) -> str:
    count = sentences.problem_count(group.count, group.set_aside)
    return f"{widgets.plain(group.repair)} ({count})"


def _places(group: ProblemGroup) -> None:
    lines = [sentences.problem_place(problem) for problem in group.problems[:EXAMPLES]]
    st.markdown("\n".join(f"- {widgets.plain(line)}" for line in lines))
    if len(group.problems) > EXAMPLES:
        st.caption(f"And {len(group.problems) - EXAMPLES:,} more places: see the download.")
