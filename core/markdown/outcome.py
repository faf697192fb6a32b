"""What a markdown scenario comes to, next to the baseline that holds the price."""

from dataclasses import dataclass, fields

import pandas as pd

from core.accounting import ImpairedStock
from core.markdown.books import Books
from core.markdown.scenario import MarkdownScenario
from core.money import round_money


@dataclass(frozen=True, slots=True)
class MarkdownTotals:
    """Totals of one course of action over the window; money in the Book's currency.

    Attributes:
        sell_through: share of the units sold within the window.
        cash: within the window before tax: sales and disposal less selling, holding and relabel
            cost.
        cash_after_tax: the same after income tax; losses save tax at the full rate.
        leftover_units, leftover_cost: what the window leaves over, at cost.
        leftover_value: what leftovers kept in stock will still bring, net of selling cost and of
            the cost of keeping them; zero when they went to the outlet (then it is in `cash`).
        recovered: cash and leftover_value: what to compare courses of action by.
        nrv_value: net realizable value of the stock under this plan, at least zero by quantity.
        write_down: needed today, if this plan is the best evidence of what the stock will bring.
        release: part of the write-down that sales within the window use up.
        net_income_now: effect of the write-down on net income of the current period.
        net_income_effect: what these items add to net income from today to the window's end.
        equity_effect: the same for equity, at the end of the window; leftovers kept in stock
            count at cost less their share of the write-down.
    """

    on_hand: float
    cost_value: float
    units: float
    sell_through: float
    revenue: float
    cash: float
    cash_after_tax: float
    leftover_units: float
    leftover_cost: float
    leftover_value: float
    recovered: float
    nrv_value: float
    write_down: float
    release: float
    net_income_now: float
    net_income_effect: float
    equity_effect: float


@dataclass(frozen=True, slots=True, eq=False)
class MarkdownOutcome:
    """A scenario next to its baseline.

    Attributes:
        totals, hold: the scenario and the baseline over the same window.
        weeks: week, starts, depth (mean of the items), units, revenue, leftover_units,
            leftover_cost, sell_through (since the start), units_hold, revenue_hold,
            leftover_units_hold.
        items: sku, description, category, on_hand, cost_value, retail_value (at today's price),
            first_markdown (first cut on all units), full_price_value (units sold at today's
            price), units, sell_through, revenue,
            leftover_units, leftover_cost, nrv_value, write_down, write_down_hold, elasticity,
            extrapolated.
        books, books_hold: by method and period, see `core.markdown.books`.
        break_even_lift: rise in weekly units, as a share, from which the cut recovers more
            than hold; None without a cut, infinite when no rise pays for it.
        break_even_elasticity: price elasticity of all items at which that is so; minus infinity
            when none is strong enough.
        break_even_sell_through: share of the units that sell within the window at that rise; NaN
            when no rise pays.
        expected_lift: rise in demand the elasticities foresee in the weeks of the cut.
        extrapolated_cost: cost of items cut far deeper than sales have ever shown.
        not_simulated: the items within the scenario's choice that could not be simulated.
    """

    scenario: MarkdownScenario
    currency: str
    totals: MarkdownTotals
    hold: MarkdownTotals
    weeks: pd.DataFrame
    items: pd.DataFrame
    books: Books
    books_hold: Books
    break_even_lift: float | None
    break_even_elasticity: float | None
    break_even_sell_through: float | None
    expected_lift: float
    extrapolated_cost: float
    not_simulated: pd.DataFrame

    @property
    def write_down(self) -> float:
        """Write-down needed today under the scenario."""
        return self.totals.write_down

    @property
    def write_down_hold(self) -> float:
        """Write-down needed today if the price stays: same formula, window and outlet."""
        return self.hold.write_down


def impairment(outcome: MarkdownOutcome, *, hold: bool = False) -> ImpairedStock:
    """Return the goods of a scenario as `core.accounting.assess` takes them.

    Args:
        outcome: of a scenario or a plan.
        hold: the write-down at today's price instead of the scenario's.
    """
    items = outcome.items
    losses = items["write_down_hold" if hold else "write_down"]
    write_down = outcome.write_down_hold if hold else outcome.write_down
    impaired = float(items.loc[losses > 0, "cost_value"].sum())
    return ImpairedStock(
        cost_value=round_money(outcome.totals.cost_value, outcome.currency),
        write_down_cost=max(round_money(impaired, outcome.currency), write_down),
        write_down=write_down,
    )


def comparison(outcome: MarkdownOutcome) -> pd.DataFrame:
    """Every total of hold and of the scenario: measure, hold, markdown, difference."""
    names = [field.name for field in fields(MarkdownTotals)]
    frame = pd.DataFrame(
        {
            "measure": names,
            "hold": [getattr(outcome.hold, name) for name in names],
            "markdown": [getattr(outcome.totals, name) for name in names],
        }
    )
    return frame.assign(difference=frame["markdown"] - frame["hold"])
