"""Deciding on a markdown: the best plan within limits, the other ways out, and the risk."""

import streamlit as st

from core.analysis import Analysis
from core.charts import decision as charts
from core.charts import sentences
from core.charts.formats import Formats
from core.markdown import (
    Limits,
    MarkdownInputs,
    MarkdownPlan,
    MarkdownScenario,
    Outlets,
    Steps,
    best_within,
    decision_table,
    frontier,
    limit_costs,
    response_by_category,
    tornado,
)
from pages.parts import markdown_inputs, markdown_outcome, state, widgets

#: Draws behind the ranges of the table of options: percentiles are rounded there.
_QUICK_DRAWS = 100


def best_plan(analysis: Analysis, scenario: MarkdownScenario, formats: Formats) -> None:
    """Find the plan that recovers most within the owner's limits; let them take it."""
    limits = _ask_limits(scenario, formats)
    space = markdown_inputs.space(analysis, scenario, limits.by_week)
    best = best_within(space, limits)
    gain = best.value - best.value_hold
    st.subheader(
        widgets.plain(
            sentences.best_plan_sentence(
                formats,
                gain=gain,
                items=len(best.plan.lines),
                of_items=len(best.items),
                spend=best.spend,
            )
        ),
        anchor=False,
        help="Ladders of steps of 10 % up to 70 % are tried for every item, from the first week "
        "on: all with one later change and, where goods are few or the weeks are, those with two "
        "or more. What is compared is what it recovers in all.",
    )
    if limits.sell_through is not None:
        target = sentences.target_sentence(
            formats,
            sell_through=best.sell_through,
            target=limits.sell_through,
            week=limits.by_week or scenario.weeks,
            reached=best.reaches_target,
        )
        st.markdown(f"{widgets.plain(target)}.")
    st.button(
        "Work with this plan",
        type=widgets.main_action(),
        key="markdown_accept",
        disabled=not best.plan.lines,
        on_click=state.set_plan_lines,
        args=(_all_lines(best.plan, list(best.items["sku"])),),
        help="Every item takes its own cuts; change them by hand under “Item by item”.",
    )
    left, right = st.columns([3, 2], gap="large")
    curve = frontier(space.choices, limits)
    with left:
        widgets.figure(
            sentences.frontier_sentence(curve, formats, next_value=best.next_unit_value),
            charts.frontier_figure(curve, formats, budget=limits.budget, dark=widgets.is_dark()),
            alt=sentences.frontier_sentence(curve, formats, next_value=best.next_unit_value),
            key="markdown_frontier",
            explanation="frontier",
        )
    with right:
        if limits.active():
            st.markdown("**What each limit costs**")
            costs = charts.limits_table(limit_costs(space.choices, limits), formats)
            markdown_outcome.figures_table(costs, key="markdown_limit_costs")
        if best.plan.lines:
            st.caption(
                "If demand comes as forecast; what is to be expected is less, see “How sure” once "
                "you work with the plan."
            )


def _all_lines(plan: MarkdownPlan, skus: list[str]) -> tuple[tuple[str, Steps], ...]:
    """Return a line for every item, also for those the plan leaves at today's price."""
    own = dict(plan.lines)
    return tuple((sku, own.get(sku, ())) for sku in skus)


def _ask_limits(scenario: MarkdownScenario, formats: Formats) -> Limits:
    first, second, third = st.columns(3, gap="large")
    with first:
        budget = st.number_input(
            f"Budget for price given away, {formats.symbol()}",
            0.0,
            None,
            None,
            step=500.0,
            format="%.0f",
            key="markdown_budget",
            persist_state="session",
            placeholder="no limit",
            help="Units sold at a cut, times the cut.",
        )
        whole = st.toggle(
            "Whole categories only",
            key="markdown_whole",
            persist_state="session",
            help="A category takes one ladder for all its items, or none.",
        )
    with second:
        floor = st.number_input(
            "Lowest margin after the cut, %",
            -100.0,
            90.0,
            None,
            step=5.0,
            format="%.0f",
            key="markdown_floor",
            persist_state="session",
            placeholder="no limit",
            help="Gross margin, share of the cut price; zero forbids selling below cost.",
        )
    with third:
        target = st.number_input(
            "Share to be sold, %",
            0.0,
            100.0,
            None,
            step=5.0,
            format="%.0f",
            key="markdown_target",
            persist_state="session",
            placeholder="no target",
        )
        week = st.number_input(
            "by the end of week",
            1,
            scenario.weeks,
            scenario.weeks,
            key=f"markdown_target_week_{scenario.weeks}",
            persist_state="session",
            disabled=target is None,
        )
    return Limits(
        budget=budget,
        margin_floor=None if floor is None else floor / 100,
        sell_through=None if target is None else target / 100,
        by_week=int(week),
        whole_categories=whole,
    )


def options(inputs: MarkdownInputs, plan: MarkdownPlan, formats: Formats) -> None:
    """Show hold, this markdown and the ways out of the goods side by side."""
    outlets = _ask_outlets()
    rows = decision_table(inputs, [plan], outlets, draws=_QUICK_DRAWS)
    title = sentences.options_sentence(rows, formats)
    st.subheader(widgets.plain(title), anchor=False, help=widgets.how("ways_out"))
    markdown_outcome.figures_table(charts.options_table(rows, formats), key="markdown_options")
    notes = " ".join(note for note in rows["note"] if note)
    st.caption(
        "If demand comes as forecast, but for the last two lines: 8 of 10 draws recover what lies "
        "between them. "
        "Cash, net income and equity are those of the window; equity counts units left over at "
        "cost less their write-down. Goods that leave today bring what is agreed for them. "
        f"{notes}"
    )


def _ask_outlets() -> Outlets:
    first, second, third = st.columns(3, gap="large")
    credit = first.slider(
        "Vendor credits, of cost",
        0,
        100,
        50,
        step=5,
        format="%d%%",
        key="markdown_credit",
        persist_state="session",
        help="Zero where the vendor takes nothing back.",
    )
    jobber = second.slider(
        "Jobber pays, of today's price",
        0,
        100,
        20,
        step=5,
        format="%d%%",
        key="markdown_jobber",
        persist_state="session",
    )
    relief = third.toggle(
        "Enhanced US deduction",
        key="markdown_relief",
        persist_state="session",
        help="For donations of C corporations, IRC 170(e)(3), before limits by income; have an "
        "adviser confirm it.",
    )
    return Outlets(
        vendor_credit_rate=credit / 100 if credit else None,
        liquidation_share=jobber / 100 if jobber else None,
        donation_value_share=1.0,
        donation_relief="US enhanced" if relief else "cost",
    )


def risk(analysis: Analysis, plan: MarkdownPlan, formats: Formats) -> None:
    """Show how sure the result is, what moves it most, and what the price response rests on."""
    prepared = markdown_inputs.prepared(analysis)
    found = markdown_inputs.risk(analysis, plan)
    title = sentences.spread_sentence(found.summary, formats, beats_hold=found.beats_hold)
    st.subheader(
        widgets.plain(title),
        anchor=False,
        help=widgets.how("markdown_risk"),
    )
    markdown_outcome.figures_table(charts.risk_table(found.summary, formats), key="markdown_risk")
    swings = tornado(prepared.inputs, plan)
    widgets.figure(
        sentences.tornado_sentence(swings, formats),
        charts.tornado_figure(swings, formats, dark=widgets.is_dark()),
        alt=sentences.tornado_sentence(swings, formats),
        key="markdown_tornado",
        explanation="tornado",
    )
    st.markdown("**How sales answer to price**", help=widgets.how("elasticity"))
    rows = response_by_category(prepared.inputs, prepared.response, plan.scenario.skus)
    st.dataframe(charts.response_table(rows, formats), hide_index=True, key="markdown_response")
