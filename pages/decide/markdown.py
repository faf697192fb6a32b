"""Markdown: what a lower price sells, brings and does to the write-down, live on one slider."""

from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.charts import markdown as charts
from core.charts import sentences
from core.markdown import MarkdownOutcome, MarkdownPlan, cost_of_waiting, exposed_write_down
from core.markdown import simulate_plan as simulate
from pages.parts import (
    markdown_controls,
    markdown_decide,
    markdown_inputs,
    markdown_outcome,
    markdown_plan,
    state,
    widgets,
)
from pages.parts.current import current_analysis

analysis = current_analysis()
formats = widgets.formats_of(analysis)

if analysis.forecast is None:
    widgets.page_heading(
        "No sales, no markdown to try: how goods sell at today's price is unknown, not zero",
        "With sales, this page shows what each price cut would sell, bring and leave over, and "
        "what it does to the write-down",
    )
    st.page_link("pages/start/data.py", label="Add a sales export", icon=":material/upload_file:")
    st.stop()

#: Key of the fragment that a move of the slider paints anew.
RESULTS = "markdown_results"

inputs = markdown_inputs.prepared(analysis).inputs

#: Only the view that is open is computed and sent.
VIEWS = (
    "Depths and weeks",
    "In the books",
    "Item by item",
    "Best plan",
    "Other ways out",
    "How sure",
)


class Drawn(NamedTuple):
    """Figures of the first view, drawn before anything is shown."""

    curve: pd.DataFrame
    by_depth: go.Figure
    by_week: go.Figure


def draw(outcome: MarkdownOutcome, plan: MarkdownPlan) -> Drawn:
    """Draw what each depth brings, and how the weeks run."""
    curve = markdown_inputs.depths(analysis, plan.scenario)
    # Asked at each repaint: the system may have turned dark since the page was opened.
    dark = widgets.is_dark()
    return Drawn(
        curve,
        charts.depth_figure(curve, formats, depth=plan.scenario.depth, dark=dark),
        charts.weeks_figure(outcome.weeks, formats, dark=dark),
    )


def depths_and_weeks(outcome: MarkdownOutcome, drawn: Drawn) -> None:
    """Show what each depth brings, and how the weeks run."""
    curve = drawn.curve
    left, right = st.columns(2, gap="large")
    with left:
        widgets.figure(
            sentences.depth_sentence(curve, formats),
            drawn.by_depth,
            alt=charts.depth_alt(curve, formats),
            key="markdown_depths",
            explanation="cash",
        )
    with right:
        widgets.figure(
            sentences.weeks_sentence(outcome.weeks, formats),
            drawn.by_week,
            alt=charts.weeks_alt(outcome.weeks, formats),
            key="markdown_by_week",
            explanation="leftover",
        )
    st.info(markdown_outcome.LAW, icon=":material/gavel:")


def in_the_books(outcome: MarkdownOutcome, plan: MarkdownPlan) -> None:
    """Show the markdown beside today's price, by method and period, and what loans allow."""
    exposed = exposed_write_down(analysis.exposure.items, plan.scenario.skus)
    risk = markdown_inputs.risk(analysis, plan)
    markdown_outcome.against_hold(outcome, risk, formats, exposed=exposed)
    markdown_outcome.by_method(outcome, formats)
    markdown_outcome.covenants(outcome, analysis, formats)
    if analysis.policy.cost_formula == "retail":
        markdown_outcome.retail(outcome, formats)


def item_by_item(outcome: MarkdownOutcome, plan: MarkdownPlan) -> None:
    """Let the owner change the cuts of single items; offer everything to take away."""
    markdown_plan.editor(plan, outcome, formats)
    curve = markdown_inputs.depths(analysis, plan.scenario)
    markdown_outcome.take_away(outcome, curve, markdown_plan.settings_table(plan))


@st.fragment
def controls() -> None:
    """Let the owner choose goods, depth and all else; only the depth moves the figures alone."""
    with st.container(border=True):
        left, right = st.columns([2, 3], gap="large")
        with left:
            skus = markdown_controls.ask_goods(analysis)
        with right:
            markdown_controls.ask_depth(formats, repaints=RESULTS)
        scenario = markdown_controls.ask_scenario(analysis.policy, skus, formats)
    results(scenario)


@st.fragment(key=RESULTS)
def results(settings: markdown_controls.Settings) -> None:
    """Repaint everything a move of the slider changes, and nothing else."""
    scenario = settings.at(state.markdown_depth(markdown_controls.FIRST_DEPTH))
    plan = markdown_plan.current_plan(analysis, scenario)
    outcome = simulate(inputs, plan) if scenario.skus else None
    if outcome is None or outcome.items.empty:
        with heading.container():
            widgets.page_heading("None of these goods can be marked down here")
            st.write("Nothing among them is at risk, or demand, price or cost is unknown.")
        return
    # All is computed before anything is shown: what arrives together is painted in one go.
    risk = markdown_inputs.risk(analysis, plan)
    waiting = cost_of_waiting(inputs, plan, outcome)
    evidence = markdown_inputs.evidence(analysis, scenario.skus)
    drawn = draw(outcome, plan) if state.markdown_view(VIEWS[0]) == VIEWS[0] else None
    with heading.container():
        markdown_outcome.headline(outcome, risk, waiting, formats, item_by_item=bool(plan.lines))
    markdown_outcome.figures(outcome, risk, formats)
    markdown_controls.left_out(settings, scenario)
    markdown_plan.own_cuts(plan, formats)
    markdown_outcome.basis(outcome, evidence, formats)
    markdown_plan.ask_save(plan)
    tabs = st.tabs(VIEWS, key=state.MARKDOWN_VIEW, on_change="rerun")
    for number, tab in enumerate(tabs):
        if not tab.open:
            continue
        with tab:
            match number:
                case 0:
                    depths_and_weeks(outcome, drawn or draw(outcome, plan))
                case 1:
                    in_the_books(outcome, plan)
                case 2:
                    item_by_item(outcome, plan)
                case 3:
                    markdown_decide.best_plan(analysis, scenario, formats)
                case 4:
                    markdown_decide.options(inputs, plan, formats)
                case _:
                    markdown_decide.risk(analysis, plan, formats)


heading = st.empty()
controls()
