"""The earlier stock that today's is compared with: worked back, opened before, or dropped in."""

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from core.analysis import Analysis, forecast_book
from core.book import Book
from core.exposure import Exposure, ExposureBridge, bridge, expose
from core.ingest import SourceFile
from core.policy import Policy
from core.problem import UnusableInputError
from core.stock import can_rewind, earliest_day, rewind
from pages.parts import reading, state, widgets

WORKED_BACK = "An earlier day"
BEFORE = "The figures opened before"
FILES = "Earlier files"

#: A quarter: long enough for stock to move, short enough to be remembered.
USUAL_DAYS = 91


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """The earlier Book, and how its write-down became today's."""

    book: Book
    found: ExposureBridge


def choose(analysis: Analysis) -> Book | None:
    """Ask what to compare with; None while there is nothing to compare yet."""
    book, before = analysis.book, _before(analysis.book)
    kinds = [WORKED_BACK] * can_rewind(book) + [BEFORE] * (before is not None) + [FILES]
    kind = st.segmented_control(
        "Compare with",
        kinds,
        default=kinds[0],
        required=True,
        key="change_kind",
        help="An earlier day is worked back from the sales and receipts on file; earlier files "
        "are read for this comparison alone and stay on this page.",
    )
    if kind == WORKED_BACK:
        return _worked_back(book)
    return before if kind == BEFORE else _from_files()


def compare(analysis: Analysis, earlier: Book) -> Compared | None:
    """Bridge the write-down from the earlier Book to the one on screen; say why where it cannot."""
    policy = analysis.policy
    exposure = _expose(earlier.digest, policy.key(), earlier, policy)
    try:
        found = bridge((earlier, exposure), (analysis.book, analysis.exposure))
    except ValueError as error:
        st.error(widgets.plain(f"These two cannot be compared: {error}."))
        return None
    return Compared(earlier, found)


def _before(book: Book) -> Book | None:
    kept = state.before_load()
    if kept is None or kept[0] is None or kept[0].demo_id is not None:
        return None
    return kept[0].book if kept[0].book.digest != book.digest else None


def _worked_back(book: Book) -> Book:
    first = earliest_day(book)
    usual = max(first, book.as_of - timedelta(days=USUAL_DAYS))
    chosen = st.date_input(
        "Day", value=usual, min_value=first, max_value=book.as_of, key=f"change_{book.digest[:8]}"
    )
    st.caption(
        "Stock then = stock now + sold and written off since − received since. Prices asked, "
        "conditions and orders are today's; lots of units sold since are not known."
    )
    return _rewind(book.digest, chosen if isinstance(chosen, date) else usual, book)


def _from_files() -> Book | None:
    files = st.file_uploader(
        "Stock list of an earlier date, with other files of that time if you have them",
        accept_multiple_files=True,
        key="change_files",
    )
    if not files:
        st.caption("Drop the files of last month or last year in the layout you have.")
        return None
    sources = tuple(SourceFile(file.name, file.getvalue()) for file in files)
    upload = state.Upload(sources)
    try:
        return reading.guess_book(upload, reading.read_upload(upload))
    except UnusableInputError as error:
        st.error(widgets.plain(str(error)), icon=":material/error:")
        return None


@st.cache_resource(max_entries=4, scope="session", show_spinner="Working back the stock …")
def _rewind(digest: str, to: date, _book: Book) -> Book:  # noqa: ARG001 - the cache key
    return rewind(_book, to)


@st.cache_resource(max_entries=4, scope="session", show_spinner="Valuing the earlier stock …")
def _expose(digest: str, policy_key: str, _book: Book, _policy: Policy) -> Exposure:  # noqa: ARG001 - the cache key
    return expose(_book, _policy, forecast_book(_book))
