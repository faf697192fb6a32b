"""What became of an approved plan: foreseen beside sold, and what that teaches."""

from datetime import timedelta

import streamlit as st

from core.analysis import Analysis
from core.charts import sentences
from core.charts.formats import Formats
from core.charts.plan_outcome import plan_outcome_table
from core.markdown import MarkdownInputs, MarkdownPlan, plan_outcome
from pages.parts import markdown_inputs, markdown_outcome, widgets


def follow(
    plan: MarkdownPlan, analysis: Analysis, inputs: MarkdownInputs, formats: Formats, *, key: str
) -> None:
    """Set a plan against the sales on screen; say from when on that can be done."""
    if not plan.foreseen:
        return
    skus = plan.scenario.skus or tuple(inputs.sku)
    book = analysis.book
    outcome = plan_outcome(plan, book.sales, skus, as_of=book.as_of)
    st.markdown("**Plan against outcome**", help=widgets.how("plan_outcome"))
    if outcome.weeks.empty:
        first = formats.date(plan.as_of + timedelta(days=7))
        st.caption(
            "What it foresees by week is kept with it. Bring its file along with sales up to "
            f"{first} or later: what was sold then stands here beside what was foreseen."
        )
        return
    said = sentences.plan_outcome_sentence(outcome.weeks, formats, window=plan.scenario.weeks)
    learnt = sentences.response_learnt_sentence(
        formats,
        foreseen=outcome.response_planned,
        found=outcome.response,
        now=markdown_inputs.evidence(analysis, skus).elasticity,
    )
    st.markdown(f"{widgets.plain(said)}.")
    st.markdown(f"{widgets.plain(learnt)}.")
    markdown_outcome.figures_table(plan_outcome_table(outcome.weeks, formats), key=key)
