"""Scenarios: saved markdowns side by side with today's price, their files and their approval."""

import streamlit as st

from pages.parts import markdown_inputs, saved_scenarios, state, widgets
from pages.parts.current import current_analysis

analysis = current_analysis()
formats = widgets.formats_of(analysis)

if analysis.forecast is None:
    widgets.page_heading(
        "No sales, no scenarios: how goods sell at today's price is unknown, not zero",
        "With sales, markdowns can be tried, saved here and compared",
    )
    st.page_link("pages/start/data.py", label="Add a sales export", icon=":material/upload_file:")
    st.stop()

inputs = markdown_inputs.prepared(analysis).inputs

if not state.scenarios():
    widgets.page_heading(
        "No scenario is saved yet",
        "Try a markdown, give it a name, and compare it here with keeping today's price",
    )
    st.page_link("pages/decide/markdown.py", label="Try a markdown", icon=":material/sell:")
else:
    heading = st.container()
    plans = saved_scenarios.ask_which()
    if plans:
        saved_scenarios.comparison(inputs, plans, formats, heading)
    else:
        with heading:
            widgets.page_heading("Choose the scenarios to compare with today's price")
    st.subheader("Saved scenarios", anchor=False)
    saved_scenarios.each(analysis, inputs, formats)

saved_scenarios.bring()
