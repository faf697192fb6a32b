"""First steps: a welcome on the demo, and a tour of two minutes through the pages."""

from dataclasses import dataclass

import streamlit as st

from core.demos import list_demos
from pages.parts import state, widgets


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the tour: its page, what it answers and what to try there."""

    page: str
    answers: str
    look: str


#: In the order in which a decision is made; read aloud it takes about two minutes.
STOPS: tuple[Stop, ...] = (
    Stop(
        "pages/today/overview.py",
        "What is at risk, in one sentence",
        "The title is the finding. Choose a row of the table below to see the evidence for it.",
    ),
    Stop(
        "pages/money/exposure.py",
        "Which goods lose value, and why",
        "Each unit has exactly one reason. Search for an item to see every step of its figure.",
    ),
    Stop(
        "pages/money/impact.py",
        "What booking it does to profit and equity",
        "Under Entries both ways to record it stand side by side; they come to the same profit.",
    ),
    Stop(
        "pages/decide/markdown.py",
        "Whether a markdown loses less",
        "Move the slider: cash, leftovers, write-down and net income follow at once.",
    ),
    Stop(
        "pages/stock/reorder.py",
        "What to order, and what to stop buying",
        "Sorted by supplier, with the date and the reason of each order.",
    ),
    Stop(
        "pages/share/export.py",
        "What you take away",
        "A page for the owners, and a workbook in which an accountant recomputes every figure.",
    ),
)


def welcome() -> None:
    """Say whose figures a newcomer sees, with the one thing to do next; on demos only.

    The tour begins in its place, where the reader has just been: above the title it would be out
    of sight on a phone.
    """
    if state.tour_stop() == 0:
        _show(0)
    loaded = state.loaded()
    if loaded is None or loaded.demo_id is None or state.tour_stop() is not None:
        return
    demo = next(demo for demo in list_demos() if demo.id == loaded.demo_id)
    with st.container(border=True, gap="small"):
        st.markdown(f"**You are looking at a demo.** {widgets.plain(demo.story)}")
        with st.container(horizontal=True, vertical_alignment="center"):
            if _own_files(key="welcome_own"):
                st.switch_page("pages/start/data.py")
            st.button(
                "Take the two-minute tour",
                type="tertiary",
                icon=":material/explore:",
                key="welcome_tour",
                on_click=state.set_tour_stop,
                args=(0,),
            )


def _own_files(*, key: str) -> bool:
    return st.button(
        "Use my own files", type=widgets.main_action(), icon=":material/upload_file:", key=key
    )


def show() -> None:
    """Show a later stop of the tour above its page; the first one stands where the welcome did."""
    number = state.tour_stop()
    if number:
        _show(number)


def _show(number: int) -> None:
    """Show a stop, with the way to the next one."""
    stop = STOPS[number]
    is_last = number == len(STOPS) - 1
    with st.container(border=True, gap="small"):
        st.caption(f"Tour, stop {number + 1} of {len(STOPS)}")
        st.markdown(f"**{widgets.plain(stop.answers)}.** {widgets.plain(stop.look)}")
        with st.container(horizontal=True):
            if is_last and _own_files(key="tour_own"):
                state.set_tour_stop(None)
                st.switch_page("pages/start/data.py")
            if not is_last and st.button(
                "Next stop", icon=":material/arrow_forward:", shortcut="N", key="tour_next"
            ):
                state.set_tour_stop(number + 1)
                st.switch_page(STOPS[number + 1].page)
            st.button(
                "End the tour",
                type="tertiary",
                shortcut="Escape",
                key="tour_end",
                on_click=state.set_tour_stop,
                args=(None,),
            )
