"""The steps from dropped files to a Book on screen."""

import dataclasses
from typing import get_args

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.book import Book, with_ledger
from core.charts.formats import is_currency
from core.ingest import Reading, SourceFile, assemble
from core.policy import Framework
from core.problem import UnusableInputError
from pages.parts import checks, layouts, mapping, repair, sidebar, state, widgets
from pages.parts import reading as parts

FILE_TYPES = ["xlsx", "xls", "csv", "xlsm", "xlsb", "ods", "tsv", "txt", "json"]

STEPS = ("Files", "Sheets and columns", "Check", "Ready")
LAST_STEP = len(STEPS)
#: What is said above and beside the files when so many of the steps are reached.
_TITLES = {
    1: "These files cannot be used as they are",
    2: "These files need something more before they open",
    LAST_STEP: "Check what was understood, then open your figures",
}
_REACHED = {
    1: "Not readable: see below why",
    2: "Not ready yet: see below what they lack",
    LAST_STEP: "Ready: check the totals, then open",
}

_JOIN = "join_files"
_OPENED = "just_opened"
_REFUSED = "currency_refused"


def uploader() -> None:
    """Take files; more of them join those of the Book on screen."""
    loaded = state.loaded()
    source = loaded.source if loaded is not None else None
    if source is not None:
        names = ", ".join(file.name for file in source.files)
        st.checkbox(
            "Add to the files already opened",
            value=True,
            key=_JOIN,
            persist_state="session",
            help=f"Read together with {widgets.plain(names)}. A file of the same name replaces it.",
        )
    st.file_uploader(
        "A stock list with cost is enough; items, sales, receipts and financials add answers",
        type=FILE_TYPES,
        accept_multiple_files=True,
        key=_uploader_key(),
        on_change=_take_files,
    )
    st.caption(
        ":material/lock: Files are read in memory for this session alone: never stored, never "
        "sent anywhere, gone when you close the page."
    )


def step_strip(current: int) -> None:
    """Show the four steps and where the user stands; 0 before any file."""
    with st.container(horizontal=True, gap="small"):
        for number, name in enumerate(STEPS, start=1):
            if number < current:
                st.badge(name, icon=":material/check:", color="blue")
            else:
                st.badge(f"{number} {name}", color="orange" if number == current else "gray")


def heading(reached: int) -> None:
    """Show the title of the page while files are brought in."""
    widgets.page_heading(
        _TITLES[reached], "Nothing on the other pages changes before you open them"
    )


def show_upload(upload: state.Upload, *, beside: DeltaGenerator) -> int:
    """Show the files being brought in, step by step, until they can be opened.

    Args:
        upload: the files, and what was corrected about them.
        beside: place beside the files, for how far they are.

    Returns:
        The step reached.
    """
    with beside:
        # Drawn above the sheets, known only after them.
        outcome = st.container()
        st.text(", ".join(file.name for file in upload.files))
        with st.container(horizontal=True):
            st.button("Forget these files", key="forget", on_click=state.restart_upload)
            if upload.corrections or upload.day_order:
                st.button(
                    "Undo my corrections",
                    key="undo",
                    on_click=state.restart_upload,
                    args=(state.Upload(upload.files),),
                )
    try:
        read = parts.read_upload(upload)
    except UnusableInputError as error:
        st.error(widgets.plain(str(error)), title="These files cannot be used")
        reached = 1
    else:
        if parts.all_known(read):
            reached = _straight_to_ready(upload, read)
        else:
            _sheets(read)
            reached = _check(upload, read)
    with outcome:
        st.subheader(_REACHED[reached], anchor=False)
        step_strip(reached)
    return reached


def _straight_to_ready(upload: state.Upload, read: Reading) -> int:
    """Offer to open an upload whose layouts are all known; the rest is there for who wants it."""
    try:
        guess = parts.guess_book(upload, read)
    except UnusableInputError:
        _sheets(read)
        return _check(upload, read)
    st.success(
        "Same layouts as last time: nothing to confirm. The totals and what needs attention are "
        "below.",
        icon=":material/task_alt:",
    )
    _ready(read, guess)
    with st.expander("Sheets and columns, as you confirmed them", key="known_sheets"):
        _sheets(read)
    _totals(read, guess)
    return LAST_STEP


def _sheets(read: Reading) -> None:
    st.subheader("2 · Is this what your sheets are?", anchor=False)
    layouts.say_drift(read)
    for place, sheet in enumerate(read.sheets):
        mapping.show_sheet(sheet, place)


def _check(upload: state.Upload, read: Reading) -> int:
    """Check that a Book comes of the sheets and offer to open it; return the step reached."""
    try:
        guess = parts.guess_book(upload, read)
    except UnusableInputError as error:
        st.error(
            f"{widgets.plain(str(error))} Drop it above, beside the files that are there already.",
            title="Something is missing",
        )
        repair.ask_day_order(read)
        checks.show_problems(read.all_problems())
        repair.offer(read)
        return 2
    _totals(read, guess)
    _ready(read, guess)
    return LAST_STEP


def _totals(read: Reading, guess: Book) -> None:
    st.subheader("3 · Check the totals", anchor=False)
    repair.ask_day_order(read)
    checks.show_totals(guess)
    checks.show_joins(guess)
    checks.show_gaps(guess)
    said = with_ledger(guess, checks.ledger_stated(guess))
    checks.show_problems(guess.problems, said)
    repair.offer(read, said)
    aside = {parts.sheet_label(sheet): sheet.set_aside for sheet in read.sheets}
    aside = {label: rows for label, rows in aside.items() if len(rows)}
    if aside:
        st.caption("Rows that were set aside, as they stand in your files:")
        widgets.downloads("rows_set_aside", aside, key="aside", book=said)


def _ready(read: Reading, guess: Book) -> None:
    st.subheader("4 · Open", anchor=False)
    first, second, third, fourth = st.columns([2, 1, 1, 1])
    first.text_input("Name", value=guess.name, placeholder="Your business", key="open_name")
    second.date_input(
        "Stock as of",
        value=guess.as_of,
        key=f"open_as_of_{guess.as_of}",
        help="The day the stock list is from: named in its title lines, else the latest sale or "
        "receipt, else today.",
    )
    third.text_input(
        "Currency",
        value=guess.currency,
        max_chars=3,
        key=f"open_currency_{guess.currency}",
        help="ISO code, such as USD, EUR, GBP.",
    )
    frameworks = get_args(Framework)
    fourth.selectbox(
        "Reports under",
        frameworks,
        index=frameworks.index(parts.framework_to_offer(read)),
        key="open_framework",
        help="What your accounts are drawn up under; ask your accountant when in doubt.",
    )
    st.button(
        "Open these figures",
        type=widgets.main_action(),
        icon=":material/check:",
        key="open_book",
        on_click=_open,
        args=(read, guess, f"open_as_of_{guess.as_of}", f"open_currency_{guess.currency}"),
    )
    if st.session_state.pop(_REFUSED, None):
        st.error("The currency must be an ISO code of three letters, such as USD.")


def _open(read: Reading, guess: Book, day: str, currency: str) -> None:
    """Put the Book on screen; called before the page is drawn, so that the sidebar can follow."""
    code = str(st.session_state[currency]).strip().upper()
    upload = state.upload()
    st.session_state[_REFUSED] = not is_currency(code)
    if upload is None or not is_currency(code):
        return
    as_of, name = st.session_state[day], st.session_state["open_name"].strip()
    if (as_of, code) == (guess.as_of, guess.currency):
        book = dataclasses.replace(guess, name=name)
    else:
        book = assemble(read, as_of=as_of, currency=code, name=name, today=parts.user_today())
    state.load(with_ledger(book, checks.ledger_stated(guess)), source=upload)
    layouts.confirm(read)
    sidebar.choose_framework(st.session_state["open_framework"])
    state.restart_upload()
    st.session_state[_OPENED] = True


def just_opened() -> bool:
    """Whether a Book was opened right before this run."""
    return bool(st.session_state.pop(_OPENED, None))


def _uploader_key() -> str:
    return f"files_{state.upload_round()}"


def _take_files() -> None:
    """Take what was dropped on the uploader; called when its files change."""
    dropped = st.session_state[_uploader_key()]
    files = {file.name: SourceFile(name=file.name, content=file.getvalue()) for file in dropped}
    files = layouts.take(files)
    if not files:
        state.set_upload(None)
        return
    loaded, current = state.loaded(), state.upload()
    source = loaded.source if loaded is not None and st.session_state.get(_JOIN) else None
    before = {file.name: file for file in source.files} if source is not None else {}
    corrections = current.corrections if current is not None else ()
    if source is not None and not corrections:
        corrections = source.corrections
    joined = before | files
    kept = tuple(each for each in corrections if each.file in joined)
    order = current.day_order if current is not None else None
    if order is None and loaded is not None and loaded.source is not None:
        # Said once: next month's exports come from the same systems.
        order = loaded.source.day_order
    state.set_upload(state.Upload(tuple(joined.values()), kept, order))
