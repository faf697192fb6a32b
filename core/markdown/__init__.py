"""Markdown: how sales answer to price, and what a cut does to units, cash and the books."""

from core.markdown.alternatives import Outlets, decision_table, donation_deduction
from core.markdown.best_plan import (
    DEPTHS,
    BestPlan,
    PlanSpace,
    best_within,
    optimize,
    plan_space,
)
from core.markdown.books import Books, PeriodBook
from core.markdown.break_even import BreakEven, break_even_extra_units
from core.markdown.compare import MOST_COMPARED, Compared, compare
from core.markdown.edits import (
    cut_columns,
    edited_lines,
    fitted_lines,
    ladder_table,
    most_cuts,
)
from core.markdown.goods import (
    DEPTH_STEPS,
    ResponseEvidence,
    exposed_write_down,
    marked_skus,
    response_by_category,
    response_evidence,
)
from core.markdown.inputs import MarkdownInputs
from core.markdown.limits import Limits, frontier, limit_costs
from core.markdown.optimizer import Allocation, Menu, allocate_budget, ladders, plan_menu
from core.markdown.outcome import MarkdownOutcome, MarkdownTotals, comparison, impairment
from core.markdown.plan import (
    Foreseen,
    MarkdownPlan,
    PlanError,
    Steps,
    plan_table,
    simulate_plan,
    with_plan,
    without_plan,
)
from core.markdown.prepare import prepare
from core.markdown.price_history import price_history, units_by_price
from core.markdown.response import estimate_response
from core.markdown.retail_effect import RetailEffect, retail_effect
from core.markdown.risk import MarkdownRisk, simulate_risk
from core.markdown.scenario import MarkdownScenario, fitting_steps
from core.markdown.sell_off import lift
from core.markdown.sensitivity import Waiting, cost_of_waiting, tornado
from core.markdown.simulation import depth_curve, simulate
from core.markdown.track import PlanOutcome, plan_outcome, with_foreseen

__all__ = [
    "DEPTHS",
    "DEPTH_STEPS",
    "MOST_COMPARED",
    "Allocation",
    "BestPlan",
    "Books",
    "BreakEven",
    "Compared",
    "Foreseen",
    "Limits",
    "MarkdownInputs",
    "MarkdownOutcome",
    "MarkdownPlan",
    "MarkdownRisk",
    "MarkdownScenario",
    "MarkdownTotals",
    "Menu",
    "Outlets",
    "PeriodBook",
    "PlanError",
    "PlanOutcome",
    "PlanSpace",
    "ResponseEvidence",
    "RetailEffect",
    "Steps",
    "Waiting",
    "allocate_budget",
    "best_within",
    "break_even_extra_units",
    "compare",
    "comparison",
    "cost_of_waiting",
    "cut_columns",
    "decision_table",
    "depth_curve",
    "donation_deduction",
    "edited_lines",
    "estimate_response",
    "exposed_write_down",
    "fitted_lines",
    "fitting_steps",
    "frontier",
    "impairment",
    "ladder_table",
    "ladders",
    "lift",
    "limit_costs",
    "marked_skus",
    "most_cuts",
    "optimize",
    "plan_menu",
    "plan_outcome",
    "plan_space",
    "plan_table",
    "prepare",
    "price_history",
    "response_by_category",
    "response_evidence",
    "retail_effect",
    "simulate",
    "simulate_plan",
    "simulate_risk",
    "tornado",
    "units_by_price",
    "with_foreseen",
    "with_plan",
    "without_plan",
]
