"""Findings in words: headlines and titles written from the figures, true in every state.

A sentence ends without a period, so that it can stand as a heading; parts are joined by
semicolons.
"""

from core.charts.sentences.accounting import (
    bridge_sentence,
    equity_sentence,
    impact_sentence,
    statements_sentence,
)
from core.charts.sentences.actions import first_steps
from core.charts.sentences.causes import (
    causes_sentence,
    flags_sentence,
    group_losses_sentence,
    masked_sentence,
    prevention_sentence,
    purchases_sentence,
)
from core.charts.sentences.change import change_sentence
from core.charts.sentences.checks import (
    control_sentence,
    joins_sentence,
    ledger_sentence,
    problem_place,
    problems_sentence,
    reconciliation_sentence,
)
from core.charts.sentences.demand import (
    accuracy_detail,
    accuracy_sentence,
    classes_sentence,
    components_sentence,
    forecast_sentence,
)
from core.charts.sentences.evidence import evidence_card
from core.charts.sentences.exposure import (
    NO_CATEGORY,
    aging_sentence,
    carrying_sentence,
    category_sentence,
    found_sentence,
    item_title,
    overview_headline,
    range_sentence,
    reasons_sentence,
    top_items,
    top_items_sentence,
)
from core.charts.sentences.markdown import (
    depth_sentence,
    markdown_sentence,
    weeks_sentence,
)
from core.charts.sentences.ordering import (
    orders_sentence,
    reorder_sentence,
    risk_sentence,
    service_sentence,
    suppliers_sentence,
)
from core.charts.sentences.plan import (
    best_plan_sentence,
    break_even_sentence,
    compare_sentence,
    frontier_sentence,
    options_sentence,
    retail_sentence,
    scenario_sentence,
    spread_sentence,
    target_sentence,
    tornado_sentence,
    waiting_sentence,
)
from core.charts.sentences.scenario import (
    books_title,
    extrapolation_sentence,
    methods_sentence,
    not_simulated_sentence,
    pays_sentence,
    response_sentence,
    two_questions_sentence,
)
from core.charts.sentences.shelf import (
    abc_sentence,
    calendar_sentence,
    expiry_sentence,
    picking_sentence,
    slow_sentence,
    window_note,
)

__all__ = [
    "NO_CATEGORY",
    "abc_sentence",
    "accuracy_detail",
    "accuracy_sentence",
    "aging_sentence",
    "best_plan_sentence",
    "books_title",
    "break_even_sentence",
    "bridge_sentence",
    "calendar_sentence",
    "carrying_sentence",
    "category_sentence",
    "causes_sentence",
    "change_sentence",
    "classes_sentence",
    "compare_sentence",
    "components_sentence",
    "control_sentence",
    "depth_sentence",
    "equity_sentence",
    "evidence_card",
    "expiry_sentence",
    "extrapolation_sentence",
    "first_steps",
    "flags_sentence",
    "forecast_sentence",
    "found_sentence",
    "frontier_sentence",
    "group_losses_sentence",
    "impact_sentence",
    "item_title",
    "joins_sentence",
    "ledger_sentence",
    "markdown_sentence",
    "masked_sentence",
    "methods_sentence",
    "not_simulated_sentence",
    "options_sentence",
    "orders_sentence",
    "overview_headline",
    "pays_sentence",
    "picking_sentence",
    "prevention_sentence",
    "problem_place",
    "problems_sentence",
    "purchases_sentence",
    "range_sentence",
    "reasons_sentence",
    "reconciliation_sentence",
    "reorder_sentence",
    "response_sentence",
    "retail_sentence",
    "risk_sentence",
    "scenario_sentence",
    "service_sentence",
    "slow_sentence",
    "spread_sentence",
    "statements_sentence",
    "suppliers_sentence",
    "target_sentence",
    "top_items",
    "top_items_sentence",
    "tornado_sentence",
    "two_questions_sentence",
    "waiting_sentence",
    "weeks_sentence",
    "window_note",
]
