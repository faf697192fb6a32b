"""Markdown: what a lower price sells, brings and does to the write-down, live on one slider."""

import streamlit as st

from core.charts import markdown as charts
from core.charts import sentences
from core.markdown import exposed_write_down, simulate
from pages.parts import markdown_inputs, markdown_outcome, widgets
from pages.parts.current import current_analysis

analysis = current_analysis()
formats = widgets.formats_of(analysis)
dark = widgets.is_dark()

if analysis.forecast is None:
    widgets.page_heading(
        "No sales, no markdown to try: how goods sell at today's price is unknown, not zero",
        "With sales, this page shows what each price cut would sell, bring and leave over, and "
        "what it does to the write-down",
    )
    st.page_link("pages/start/data.py", label="Add a sales export", icon=":material/upload_file:")
    st.stop()

inputs = markdown_inputs.prepared(analysis).inputs


@st.fragment
def what_if() -> None:
    """Repaint everything below a control without running the page again."""
    heading = st.container()
    with st.container(border=True):
        left, right = st.columns([2, 3], gap="large")
        with left:
            skus = markdown_inputs.ask_goods(analysis)
        with right:
            depth = markdown_inputs.ask_depth(formats)
        scenario = markdown_inputs.ask_scenario(analysis.policy, skus, depth)
    outcome = simulate(inputs, scenario) if skus else None
    if outcome is None or outcome.items.empty:
        with heading:
            widgets.page_heading("None of these goods can be marked down here")
            st.write("Nothing among them is at risk, or demand, price or cost is unknown.")
        return
    with heading:
        markdown_outcome.headline(outcome, formats)
    markdown_outcome.figures(outcome, formats)
    markdown_outcome.basis(outcome, markdown_inputs.evidence(analysis, skus), formats)

    curve = markdown_inputs.depths(analysis, scenario)
    left, right = st.columns(2, gap="large")
    with left:
        widgets.figure(
            sentences.depth_sentence(curve, formats),
            charts.depth_figure(curve, formats, depth=depth, dark=dark),
            alt=charts.depth_alt(curve, formats),
            key="markdown_depths",
            explanation="cash",
        )
    with right:
        widgets.figure(
            sentences.weeks_sentence(outcome.weeks, formats),
            charts.weeks_figure(outcome.weeks, formats, dark=dark),
            alt=charts.weeks_alt(outcome.weeks, formats),
            key="markdown_by_week",
            explanation="leftover",
        )
    st.info(markdown_outcome.LAW, icon=":material/gavel:")
    st.subheader("Marked down, beside today's price", anchor=False)
    exposed = exposed_write_down(analysis.exposure.items, skus)
    markdown_outcome.against_hold(outcome, formats, exposed=exposed)
    markdown_outcome.by_method(outcome, formats)
    st.subheader("Item by item", anchor=False)
    markdown_outcome.items(outcome, curve, formats)


what_if()
