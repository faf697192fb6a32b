"""Layouts of exports confirmed before: kept for the session, carried on in a file of the user."""

import streamlit as st

from core.ingest import (
    Reading,
    SourceFile,
    is_layouts_file,
    join_layouts,
    layouts_from_json,
    layouts_to_json,
    remember,
)
from core.problem import UnusableInputError
from pages.parts import reading as parts
from pages.parts import state, widgets

FILE_NAME = "lowermark_layouts.json"

_REFUSED = "layouts_refused"
_TAKEN = "layouts_taken"


def take(files: dict[str, SourceFile]) -> dict[str, SourceFile]:
    """Take files of layouts out of those dropped and know what they say; return the others."""
    others: dict[str, SourceFile] = {}
    for name, file in files.items():
        if not is_layouts_file(file.content):
            others[name] = file
            continue
        try:
            brought = layouts_from_json(name, file.content)
        except UnusableInputError as error:
            st.session_state[_REFUSED] = str(error)
            continue
        state.set_known_layouts(join_layouts(state.known_layouts(), brought))
        st.session_state[_TAKEN] = len(brought)
    return others


def confirm(read: Reading) -> None:
    """Know the layouts of an upload that was opened."""
    state.set_known_layouts(join_layouts(state.known_layouts(), remember(read.sheets)))


def show() -> None:
    """Say what was brought along, and offer what is known as a file for next time."""
    if refused := st.session_state.pop(_REFUSED, None):
        st.error(widgets.plain(refused))
    if taken := st.session_state.pop(_TAKEN, None):
        st.caption(f":material/task_alt: {taken} layouts are known; drop the exports they are of.")
    known = state.known_layouts()
    if known:
        st.download_button(
            "Save my layouts",
            data=layouts_to_json(known),
            file_name=FILE_NAME,
            mime="application/json",
            icon=":material/bookmark:",
            on_click="ignore",
            key="save_layouts",
            help="What each column of your exports means, nothing of their rows. Drop the file in "
            "with next month's exports and they go straight to the check.",
        )


def say_drift(read: Reading) -> None:
    """Say how exports differ from the last time they were read."""
    for sheet in read.sheets:
        if sheet.drift is None:
            continue
        changes = []
        if sheet.drift.added:
            changes.append(f"new: {', '.join(sheet.drift.added)}")
        if sheet.drift.removed:
            changes.append(f"gone: {', '.join(sheet.drift.removed)}")
        text = (
            f"{parts.sheet_label(sheet)} has other columns than last time ({'; '.join(changes)}). "
            "What you confirmed was kept for the rest; look at the new ones."
        )
        st.warning(widgets.plain(text), icon=":material/difference:")
