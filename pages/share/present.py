"""Presentation: six slides of one sentence, one chart and three figures; arrow keys turn them."""

import streamlit as st

from core.charts.story import story_figure
from core.charts.theme import figure_config
from core.report.basis import make_basis
from core.report.story import tell
from pages.parts import saved_scenarios, state, widgets
from pages.parts.current import current_analysis

analysis = current_analysis()
formats = widgets.formats_of(analysis)
story = tell(analysis, formats, plans=saved_scenarios.chosen(analysis))
basis = make_basis(analysis, formats, company=state.company())
number = min(state.slide(), len(story) - 1)
step = story[number]

st.caption(widgets.plain(f"{step.name} · {number + 1} of {len(story)}"))
widgets.page_heading(step.title, step.measure)
chart, figures = st.columns([2, 1], gap="medium", vertical_alignment="center")
with chart:
    st.plotly_chart(
        story_figure(step, dark=widgets.is_dark()),
        config=figure_config(),
        alt=step.alt,
        key=f"slide_{number}",
        theme=None,
    )
with figures:
    for fact in step.facts:
        st.metric(fact.label, fact.text, help=widgets.how(fact.term))

with st.container(horizontal=True, vertical_alignment="center"):
    st.button(
        "Previous",
        icon=":material/arrow_back:",
        shortcut="Left",
        key="slide_previous",
        disabled=number == 0,
        on_click=state.show_slide,
        args=(number - 1,),
    )
    st.button(
        "Next",
        icon=":material/arrow_forward:",
        shortcut="Right",
        key="slide_next",
        disabled=number == len(story) - 1,
        on_click=state.show_slide,
        args=(number + 1,),
    )
    full = state.is_full_screen()
    st.button(
        "Leave full screen" if full else "Full screen",
        icon=":material/fullscreen_exit:" if full else ":material/fullscreen:",
        shortcut="F",
        key="slide_full",
        on_click=state.set_full_screen,
        args=(not full,),
        help="Hides the navigation beside; press F11 to fill the whole screen.",
    )
st.caption(widgets.plain(f"{basis.company}. {basis.rules}. {basis.reconciliation}."))
if basis.unknown:
    st.caption(widgets.plain(f"{basis.unknown}."))
