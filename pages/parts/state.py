"""Typed access to what one user's session holds; no other module names a session key."""

import datetime as dt
from dataclasses import dataclass, replace

import streamlit as st

from core.accounting import LastRun
from core.book import Book
from core.ingest import Correction, DayOrder, KnownLayout, Reading, SourceFile
from core.markdown import MarkdownPlan, Steps
from core.policy import Policy

_BOOK = "book"
_POLICY = "policy"
_POLICY_LOG = "policy_log"
_PROPOSED = "proposed_policy"
_UPLOAD = "upload"
_STARTED = "started"
_CHARTS_LOADED = "charts_loaded"
_SCENARIOS = "scenarios"
_PLAN_LINES = "plan_lines"
_COMPARED = "scenarios_compared"
_COMPANY = "company_name"
_EXPLAINED = "explained"
_REFUSAL = "refusal"
_ROUND = "upload_round"
_MADE = "made_file"
_SLIDE = "slide"
_FULL = "full_screen"
_TOUR = "tour_stop"
_PAGE = "page_on_screen"
_LAYOUTS = "known_layouts"
_PREVIOUS = "book_before"
_READINGS = "readings"
#: Key of the markdown slider, read by what it moves.
MARKDOWN_DEPTH = "markdown_depth"
#: Key of the markdown page's tabs.
MARKDOWN_VIEW = "markdown_view"

#: Readings kept beside each other: going back to the last one costs nothing.
_MOST_READINGS = 3


@dataclass(frozen=True, slots=True)
class Upload:
    """Files the user dropped, with the corrections made so far.

    `day_order` is how days such as 03/04/2025 are read, None while nobody had to say it.
    """

    files: tuple[SourceFile, ...]
    corrections: tuple[Correction, ...] = ()
    day_order: DayOrder | None = None


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """The ledger of the last run that the user brought.

    Attributes:
        name: of its file.
        read: what it states.
        scrapped: what the user said was scrapped since: sku, units, whether its entry is posted.
        run: what the period opens with.
    """

    name: str
    read: LastRun
    scrapped: tuple[tuple[str, float, bool], ...]
    run: LastRun


@dataclass(frozen=True, slots=True)
class LoadedBook:
    """The Book on screen and where it came from.

    `demo_id` is None for the user's own files; those are kept, so that more can join them.
    `ledger_file` is that of the last run of this shop.
    """

    book: Book
    demo_id: str | None = None
    source: Upload | None = None
    ledger_file: LedgerFile | None = None


def loaded() -> LoadedBook | None:
    """Return the Book on screen, or None on an empty start."""
    value: LoadedBook | None = st.session_state.get(_BOOK)
    return value


def load(book: Book, *, demo_id: str | None = None, source: Upload | None = None) -> None:
    """Put a Book on screen; the one before stays within reach of `undo_load`."""
    st.session_state[_PREVIOUS] = (loaded(), policy())
    st.session_state[_BOOK] = LoadedBook(book, demo_id, source)
    st.session_state[_STARTED] = True


def change_book(book: Book) -> None:
    """Put a changed version of the Book on screen in its place."""
    current = loaded()
    if current is not None:
        st.session_state[_BOOK] = replace(current, book=book)


def before_load() -> tuple[LoadedBook | None, Policy] | None:
    """Return what was on screen before the last Book was loaded; None when there is no way back."""
    value: tuple[LoadedBook | None, Policy] | None = st.session_state.get(_PREVIOUS)
    return value


def undo_load() -> None:
    """Put back what was on screen before the last Book was loaded."""
    before = before_load()
    if before is not None:
        st.session_state[_BOOK] = before[0]
        st.session_state[_PREVIOUS] = None


def known_layouts() -> tuple[KnownLayout, ...]:
    """Return the layouts of exports the user confirmed, or brought along in a file."""
    value: tuple[KnownLayout, ...] = st.session_state.get(_LAYOUTS, ())
    return value


def set_known_layouts(value: tuple[KnownLayout, ...]) -> None:
    """Know these layouts from now on."""
    st.session_state[_LAYOUTS] = value


def kept_reading(key: str) -> Reading | None:
    """Return a reading kept under that key, or None."""
    value: Reading | None = st.session_state.get(_READINGS, {}).get(key)
    return value


def keep_reading(key: str, reading: Reading) -> None:
    """Keep a reading for as long as few others follow it."""
    kept = {**st.session_state.get(_READINGS, {}), key: reading}
    st.session_state[_READINGS] = dict(list(kept.items())[-_MOST_READINGS:])


def replace_book(book: Book) -> None:
    """Put a changed Book in the place of the one on screen, which keeps its origin."""
    now = loaded()
    if now is not None:
        st.session_state[_BOOK] = replace(now, book=book)


def ledger_file() -> LedgerFile | None:
    """Return the ledger of the last run, or None."""
    now = loaded()
    return None if now is None else now.ledger_file


def set_ledger_file(value: LedgerFile | None) -> None:
    """Open the period of the Book on screen with this ledger; None forgets it."""
    now = loaded()
    if now is not None:
        st.session_state[_BOOK] = replace(now, ledger_file=value)


def unload() -> None:
    """Leave the screen without a Book; the demo does not come back by itself."""
    st.session_state[_BOOK] = None
    st.session_state[_PREVIOUS] = None
    st.session_state[_READINGS] = {}
    st.session_state[_STARTED] = True


def is_started() -> bool:
    """Whether this session has already chosen, or been given, a Book."""
    return bool(st.session_state.get(_STARTED, False))


def charts_loaded() -> bool:
    """Whether this window has been sent a chart before; from then on it has been."""
    before = bool(st.session_state.get(_CHARTS_LOADED, False))
    st.session_state[_CHARTS_LOADED] = True
    return before


def policy() -> Policy:
    """Return the Policy on screen; the default until the user changes it."""
    value: Policy = st.session_state.get(_POLICY) or Policy()
    return value


def set_policy(value: Policy) -> None:
    """Make `value` the Policy of every page, and note what it changes."""
    now = policy()
    if value != now:
        note = (dt.datetime.now().astimezone(), now, value)
        st.session_state[_POLICY_LOG] = (*policy_changes(), note)
    st.session_state[_POLICY] = value


def policy_changes() -> tuple[tuple[dt.datetime, Policy, Policy], ...]:
    """Return the changes of the Policy in this session, oldest first: when, before, after."""
    changes: tuple[tuple[dt.datetime, Policy, Policy], ...] = st.session_state.get(_POLICY_LOG, ())
    return changes


def propose_policy(value: Policy) -> None:
    """Make `value` the Policy of every page from the next run on, before anything is drawn."""
    st.session_state[_PROPOSED] = value


def take_proposed_policy() -> Policy | None:
    """Return the Policy proposed in the last run, once."""
    value: Policy | None = st.session_state.pop(_PROPOSED, None)
    return value


def preset(widget: str, value: object, *, over: bool = True) -> None:
    """Give a widget its value before it is drawn; with `over=False` only where it has none.

    A widget that is given a default of its own besides would complain.
    """
    if over or widget not in st.session_state:
        st.session_state[widget] = value


def upload() -> Upload | None:
    """Return the files being brought in, or None."""
    value: Upload | None = st.session_state.get(_UPLOAD)
    return value


def set_upload(value: Upload | None) -> None:
    """Remember the files being brought in; None forgets them."""
    st.session_state[_UPLOAD] = value


def upload_round() -> int:
    """Return how often the import was begun anew; widgets with it in their key forget then."""
    value: int = st.session_state.get(_ROUND, 0)
    return value


def restart_upload(value: Upload | None = None) -> None:
    """Begin the import anew, with these files and corrections or with none."""
    set_upload(value)
    st.session_state[_ROUND] = upload_round() + 1


def made_file(key: tuple[str, ...]) -> bytes | None:
    """Return the file last made, if it was made from what `key` names."""
    kept: tuple[tuple[str, ...], bytes] | None = st.session_state.get(_MADE)
    return kept[1] if kept is not None and kept[0] == key else None


def keep_file(key: tuple[str, ...], content: bytes) -> None:
    """Keep the file last made; an earlier one is forgotten."""
    st.session_state[_MADE] = (key, content)


def slide() -> int:
    """Return which slide is shown, from 0."""
    value: int = st.session_state.get(_SLIDE, 0)
    return value


def show_slide(number: int) -> None:
    """Show a slide, from 0."""
    st.session_state[_SLIDE] = number


def is_full_screen() -> bool:
    """Whether a presentation hides what surrounds it."""
    return bool(st.session_state.get(_FULL, False))


def set_full_screen(full: bool) -> None:
    """Hide or show what surrounds a presentation."""
    st.session_state[_FULL] = full


def forget_explained() -> None:
    """Begin a page on which no figure has been explained yet."""
    st.session_state[_EXPLAINED] = {}


def note_explained(key: str) -> None:
    """Note that the page shows a figure with that explanation."""
    st.session_state.setdefault(_EXPLAINED, {})[key] = None


def explained() -> tuple[str, ...]:
    """Return the explanations of the figures shown so far, in the order of the page."""
    return tuple(st.session_state.get(_EXPLAINED, {}))


def note_page(path: str) -> None:
    """Keep the address of the page on screen; the first page's is empty."""
    st.session_state[_PAGE] = path


def page() -> str:
    """Return the address of the page on screen."""
    path: str = st.session_state.get(_PAGE, "")
    return path


def tour_stop() -> int | None:
    """Return at which stop the tour is, from 0; None when nobody is on it."""
    value: int | None = st.session_state.get(_TOUR)
    return value


def set_tour_stop(number: int | None) -> None:
    """Go to a stop of the tour, from 0; None ends it."""
    st.session_state[_TOUR] = number


def scenarios() -> tuple[MarkdownPlan, ...]:
    """Return the scenarios saved for the Book on screen, oldest first."""
    saved: dict[str, tuple[MarkdownPlan, ...]] = st.session_state.get(_SCENARIOS, {})
    return saved.get(_shop(), ())


def set_scenarios(plans: tuple[MarkdownPlan, ...]) -> None:
    """Keep these scenarios for the Book on screen, for the session."""
    saved: dict[str, tuple[MarkdownPlan, ...]] = st.session_state.get(_SCENARIOS, {})
    added = len(plans) > len(saved.get(_shop(), ()))
    st.session_state[_SCENARIOS] = saved | {_shop(): plans}
    if added:
        # What was just saved is what the owner wants to see beside the others.
        set_compared(None)


def compared(most: int) -> tuple[MarkdownPlan, ...]:
    """Return the saved scenarios chosen for comparison; until chosen, the last `most`."""
    saved = {plan.scenario.name: plan for plan in scenarios()}
    chosen: dict[str, tuple[str, ...]] = st.session_state.get(_COMPARED, {})
    names = chosen.get(_shop(), tuple(saved)[-most:])
    return tuple(saved[name] for name in names if name in saved)


def set_compared(names: tuple[str, ...] | None) -> None:
    """Compare the saved scenarios of these names, also in the documents; None: the last ones."""
    chosen: dict[str, tuple[str, ...]] = dict(st.session_state.get(_COMPARED, {}))
    chosen.pop(_shop(), None)
    st.session_state[_COMPARED] = chosen if names is None else chosen | {_shop(): names}


def company() -> str:
    """Return the name to stand on the documents; empty where the Book's own does."""
    names: dict[str, str] = st.session_state.get(_COMPANY, {})
    return names.get(_shop(), "")


def set_company(name: str) -> None:
    """Put this name on the documents of the Book on screen."""
    st.session_state[_COMPANY] = st.session_state.get(_COMPANY, {}) | {_shop(): name}


def plan_lines() -> tuple[tuple[str, Steps], ...]:
    """Return the cuts of single items in the markdown being worked on."""
    lines: dict[str, tuple[tuple[str, Steps], ...]] = st.session_state.get(_PLAN_LINES, {})
    return lines.get(_shop(), ())


def set_plan_lines(lines: tuple[tuple[str, Steps], ...]) -> None:
    """Give single items cuts of their own in the markdown being worked on."""
    kept: dict[str, tuple[tuple[str, Steps], ...]] = st.session_state.get(_PLAN_LINES, {})
    st.session_state[_PLAN_LINES] = kept | {_shop(): lines}


def _shop() -> str:
    """Whose scenarios these are: they outlive an approval, which makes another Book."""
    book = loaded()
    return f"{book.book.name}|{book.book.as_of}|{book.book.currency}" if book else ""


def edited_rows(widget: str) -> dict[int, dict[str, object]]:
    """Return what was typed into an editable table: row number to its changed columns."""
    rows: dict[int, dict[str, object]] = st.session_state[widget]["edited_rows"]
    return rows


def set_refusal(text: str) -> None:
    """Keep why the last edit was not taken, to be said once."""
    st.session_state[_REFUSAL] = text


def markdown_depth(at_first: float) -> float:
    """Depth the markdown slider stands at; `at_first` before it has been drawn."""
    value: float = st.session_state.get(MARKDOWN_DEPTH, at_first)
    return value


def markdown_view(at_first: str) -> str:
    """Tab of the markdown page that is open; `at_first` before they have been drawn."""
    return str(st.session_state.get(MARKDOWN_VIEW) or at_first)


def repaint(fragment: str) -> None:
    """Run one fragment again instead of all that lies around the widget; for callbacks only."""
    st.rerun(fragment)


def take_refusal() -> str:
    """Return why the last edit was not taken, once; empty when it was."""
    return str(st.session_state.pop(_REFUSAL, ""))
