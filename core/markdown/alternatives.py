"""What else to do with the goods: hold, mark down, return, liquidate, donate or scrap.

Every option is carried through the same books, so that cash, profit, tax and equity compare. An
option that clears the goods at once is one event today; hold and the markdowns run over their
window.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.accounting import StockEvents, tax_effect
from core.markdown.inputs import MarkdownInputs
from core.markdown.outcome import MarkdownTotals
from core.markdown.plan import MarkdownPlan, simulate_plan
from core.markdown.risk import simulate_risk
from core.markdown.scenario import MarkdownScenario
from core.markdown.simulation import chosen_inputs
from core.money import round_money

Vector = npt.NDArray[np.float64]

DonationRelief = Literal["cost", "US enhanced"]

COLUMNS = (
    "option", "when", "write_down", "cash", "tax", "cash_after_tax", "net_income_effect",
    "equity_effect", "leftover_units", "leftover_cost", "leftover_value", "recovered",
    "recovered_p10", "recovered_p90", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outlets:
    """Ways out other than selling to customers; None where an option is not on offer.

    Attributes:
        vendor_credit_rate: what the vendor credits, share of cost.
        return_cost_unit: freight and restocking fee, money a unit.
        liquidation_share: what a jobber pays, share of today's price.
        donation_value_share: fair market value of donated goods, share of today's price; a
            markdown lowers it.
        donation_cost_unit: handling of a donated unit.
        donation_relief: "cost" deducts the cost as a loss; "US enhanced" is the deduction of a C
            corporation for gifts to the needy, IRC 170(e)(3), before the limits by taxable
            income. For an adviser to confirm.
        scrap_cost_unit: disposal of a unit; scrap brings nothing.
    """

    vendor_credit_rate: float | None = None
    return_cost_unit: float = 0.0
    liquidation_share: float | None = None
    donation_value_share: float | None = None
    donation_cost_unit: float = 0.0
    donation_relief: DonationRelief = "cost"
    scrap_cost_unit: float | None = 0.0


def donation_deduction(fair_value: npt.ArrayLike, basis: npt.ArrayLike) -> Vector:
    """Enhanced deduction for donated inventory: basis plus half the gain, at most twice the basis.

    Args:
        fair_value: fair market value, any shape.
        basis: cost, same shape; goods worth less than cost are deducted at fair value.

    Source:
        IRC 170(e)(3)(B); 26 CFR 1.170A-4A(c).

    >>> float(donation_deduction(1000, 200))
    400.0
    """
    value, cost = np.asarray(fair_value, dtype=np.float64), np.asarray(basis, dtype=np.float64)
    enhanced = np.minimum(cost + (value - cost) / 2, 2 * cost)
    deduction: Vector = np.where(value > cost, enhanced, value)
    return deduction


def decision_table(
    inputs: MarkdownInputs,
    scenarios: Sequence[MarkdownScenario | MarkdownPlan],
    outlets: Outlets,
    *,
    draws: int = 0,
) -> pd.DataFrame:
    """Lay the options for the same goods side by side.

    Args:
        inputs: prepared once a Book.
        scenarios: markdowns to compare, scenarios or plans, all of the same goods; the baseline
            hold comes from the first one.
        outlets: the other ways out.
        draws: how often demand and response are drawn for the range; none by default.

    Returns:
        One row an option: option, when, write_down (loss taken today), cash (before tax, within
        the window), tax (negative is paid, positive is saved), cash_after_tax, net_income_effect,
        equity_effect, leftover_units, leftover_cost, leftover_value, recovered (cash and what
        leftovers still bring), recovered_p10 and recovered_p90 (of ten cases one is below, one
        above; NaN without draws; a price agreed for all today has no range), note.

    Raises:
        ValueError: no scenario, or scenarios that choose different goods.
    """
    if not scenarios:
        raise ValueError("a decision needs at least one scenario")
    plans = [
        plan if isinstance(plan, MarkdownPlan) else MarkdownPlan(plan, inputs.as_of)
        for plan in scenarios
    ]
    choice = {(plan.scenario.categories, plan.scenario.skus) for plan in plans}
    if len(choice) > 1:
        raise ValueError("scenarios must choose the same categories and skus")
    first = plans[0].scenario
    hold = MarkdownPlan(first.hold(), inputs.as_of)
    outcomes = [simulate_plan(inputs, plan) for plan in plans]
    rows = [_course_row("hold", first, outcomes[0].hold, _spread(inputs, hold, draws))]
    for number, (plan, outcome) in enumerate(zip(plans, outcomes, strict=True), 1):
        name = plan.scenario.name or f"markdown {number}"
        spread = _spread(inputs, plan, draws)
        rows.append(_course_row(name, plan.scenario, outcome.totals, spread))
    rows += _clear_now(chosen_inputs(inputs, first), outlets)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _spread(inputs: MarkdownInputs, plan: MarkdownPlan, draws: int) -> tuple[float, float]:
    """Percentiles 10 and 90 of what a plan recovers."""
    if not draws:
        return float("nan"), float("nan")
    summary = simulate_risk(inputs, plan, draws=draws).summary.set_index("measure")
    low, high = summary.loc["recovered", ["p10", "p90"]].to_numpy(dtype=np.float64)
    return float(low), float(high)


def _course_row(
    name: str, scenario: MarkdownScenario, totals: MarkdownTotals, spread: tuple[float, float]
) -> dict[str, object]:
    return {
        "option": name,
        "when": f"{scenario.weeks} weeks",
        "write_down": totals.write_down,
        "cash": totals.cash,
        "tax": totals.cash_after_tax - totals.cash,
        "cash_after_tax": totals.cash_after_tax,
        "net_income_effect": totals.net_income_effect,
        "equity_effect": totals.equity_effect,
        "leftover_units": totals.leftover_units,
        "leftover_cost": totals.leftover_cost,
        "leftover_value": totals.leftover_value,
        "recovered": totals.recovered,
        "recovered_p10": spread[0],
        "recovered_p90": spread[1],
        "note": "",
    }


def _clear_now(inputs: MarkdownInputs, outlets: Outlets) -> list[dict[str, object]]:
    """Rows of the options that clear the goods today, those on offer."""
    units, cost = float(inputs.on_hand.sum()), float(inputs.on_hand @ inputs.unit_cost)
    retail = float(inputs.on_hand @ inputs.unit_price)
    rows = []
    if outlets.vendor_credit_rate is not None:
        proceeds = outlets.vendor_credit_rate * cost
        rows.append(_event_row("return", inputs, proceeds, outlets.return_cost_unit * units))
    if outlets.liquidation_share is not None:
        rows.append(_event_row("liquidate", inputs, outlets.liquidation_share * retail, 0.0))
    if outlets.donation_value_share is not None:
        relief, note = 0.0, "Deducted at cost."
        if outlets.donation_relief == "US enhanced":
            value = outlets.donation_value_share * inputs.unit_price
            each = donation_deduction(value, inputs.unit_cost)
            relief = float(inputs.on_hand @ each) - cost
            note = "Enhanced US deduction before income limits; have an adviser confirm it."
        paid = outlets.donation_cost_unit * units
        rows.append(_event_row("donate", inputs, 0.0, paid, relief=relief, note=note))
    if outlets.scrap_cost_unit is not None:
        rows.append(_event_row("scrap", inputs, 0.0, outlets.scrap_cost_unit * units))
    return rows


def _event_row(
    option: str,
    inputs: MarkdownInputs,
    proceeds: float,
    paid: float,
    *,
    relief: float = 0.0,
    note: str = "",
) -> dict[str, object]:
    """Books of goods that all leave today; `relief` is deducted for tax beyond the book loss."""
    currency = inputs.currency
    event = StockEvents(
        period="today",
        scrapped_cost=round_money(float(inputs.on_hand @ inputs.unit_cost), currency),
        scrap_proceeds=round_money(proceeds, currency),
        selling_cost=round_money(paid, currency),
    )
    tax = tax_effect(
        event.profit - relief,
        opening_allowance=0.0,
        closing_allowance=0.0,
        rate=inputs.tax_rate,
        deductible=inputs.policy.reserve_deductible,
        currency=currency,
    ).expense
    cash = event.scrap_proceeds - event.selling_cost
    net_income = round_money(event.profit - tax, currency)
    return {
        "option": option,
        "when": "today",
        "write_down": max(-event.profit, 0.0),
        "cash": cash,
        "tax": -tax,
        "cash_after_tax": round_money(cash - tax, currency),
        "net_income_effect": net_income,
        "equity_effect": net_income,
        "leftover_units": 0.0,
        "leftover_cost": 0.0,
        "leftover_value": 0.0,
        "recovered": cash,
        "recovered_p10": cash,
        "recovered_p90": cash,
        "note": note,
    }
