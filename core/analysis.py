"""analyze(book, policy): the one call that pages, the command line and the exports share."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from core.accounting import (
    Impact,
    LastRun,
    OtherLosses,
    assess,
    at_market,
    entries_to_post,
    has_other_losses,
    impaired_stock,
    latest_financials,
    other_losses,
    statements_with,
    with_other_entries,
)
from core.book import Book
from core.demand import DemandForecast, Frequency, forecast_demand, with_overrides
from core.exposure import UNKNOWN_DEMAND, Exposure, expose
from core.markdown import estimate_response
from core.money import round_money
from core.policy import Policy, SalesPeriods
from core.replenishment import ORDER, location_needs, propose_orders, propose_transfers

#: Days of demand the forecast looks ahead: a year, the usual horizon of excess and of plans.
FORECAST_DAYS = 365

#: Periods of the Policy -> those of the forecast; None lets the sales decide.
FREQUENCIES: Mapping[SalesPeriods, Frequency | None] = {
    "automatic": None,
    "weeks": "W",
    "months": "M",
}

#: Stands for items of which nobody says who delivers them.
NO_SUPPLIER = "No supplier"


@dataclass(frozen=True, eq=False)
class Analysis:
    """Everything the screens and files show about one Book under one Policy.

    `forecast` is None when the Book has no sales: demand is then unknown, not zero. `last_run` is
    the ledger that this period opens with, None where none was brought.
    """

    book: Book
    policy: Policy
    forecast: DemandForecast | None
    orders: pd.DataFrame
    exposure: Exposure
    impact: Impact
    summary: Mapping[str, Any]
    last_run: LastRun | None = None

    @cached_property
    def other_losses(self) -> OtherLosses:
        """Losses beside the write-down: missing goods and goods on order."""
        return other_losses(self.book, self.policy, self.impact, self.exposure.orders)

    @cached_property
    def journal(self) -> pd.DataFrame:
        """Every entry of every method and period, those of other losses among them.

        Returns:
            method, period, entry, account, debit, credit, words.
        """
        journal = self.impact.journal
        # Looked at only where there may be any: most shops have neither counts nor firm orders.
        if not has_other_losses(self.book, self.policy) or self.other_losses.is_empty:
            return journal
        books = []
        for method, entries in self.other_losses.entries.items():
            mine = journal[journal["method"] == method]
            now = mine["period"] == "current"
            more = with_other_entries(mine[now], entries, self.policy, method=method)
            books += [more, mine[~now]]
        return pd.concat(books, ignore_index=True)

    @cached_property
    def statements(self) -> pd.DataFrame:
        """The statements of the assessment with what other losses move in the column `other`."""
        statements = self.impact.statements
        if not has_other_losses(self.book, self.policy) or self.other_losses.is_empty:
            return statements.assign(other=0.0)
        return statements_with(statements, self.other_losses, currency=self.book.currency)

    @cached_property
    def location_needs(self) -> pd.DataFrame:
        """Levels, moves and orders of each item by location; see `core.replenishment`."""
        return location_needs(self.book, self.orders)

    @cached_property
    def transfers(self) -> pd.DataFrame:
        """What to move between locations before anything is bought."""
        return propose_transfers(self.location_needs, self.book.items)

    @property
    def entries_to_post(self) -> pd.DataFrame:
        """The lines to post now: those of the policy's method in the current period."""
        return entries_to_post(self.journal, method=self.policy.recording)


def forecast_book(book: Book, policy: Policy | None = None) -> DemandForecast | None:
    """Forecast every item that has sales, by the model alone; None when there are none.

    Depends on the Book and on what `forecast_choices` names, so that another change of the Policy
    does not forecast again. `analyze` puts persons' expectations over it.
    """
    if not book.has("sales"):
        return None
    policy = policy or Policy()
    return forecast_demand(
        book.sales,
        as_of=book.as_of,
        items=book.items,
        horizon_days=FORECAST_DAYS,
        freq=FREQUENCIES[policy.sales_periods],
        one_offs_count=policy.one_off_sales == "count in full",
        promotions_count=policy.promoted_sales == "count in full",
        events=policy.calendar_events,
    )


def forecast_choices(policy: Policy) -> tuple[str, ...]:
    """Return the settings that the model's forecast depends on."""
    events = repr(sorted(policy.calendar_events.items()))
    return policy.sales_periods, policy.one_off_sales, policy.promoted_sales, events


def analyze(
    book: Book,
    policy: Policy,
    *,
    forecast: DemandForecast | None = None,
    last_run: LastRun | None = None,
) -> Analysis:
    """Turn a Book and a Policy into figures: forecast, orders, exposure, accounting.

    Args:
        book: validated tables as of one date.
        policy: rates and choices.
        forecast: what `forecast_book(book, policy)` returned, to save doing it again.
        last_run: ledger of lots of the run before, which this period opens with.
    """
    if forecast is None:
        forecast = forecast_book(book, policy)
    if forecast is not None and policy.demand_overrides:
        forecast = with_overrides(forecast, policy.demand_overrides, items=book.items)
    exposure = expose(book, policy, forecast, elasticity=_plan_elasticity(book))
    impact = assess_book(book, policy, exposure, last_run)
    orders = propose_orders(book, policy, forecast)
    # Rounded once a line, so that a supplier's total is the sum of the lines shown.
    orders = orders.assign(order_cost=round_money(orders["order_cost"], book.currency))
    return Analysis(
        book=book,
        policy=policy,
        forecast=forecast,
        orders=orders,
        exposure=exposure,
        impact=impact,
        summary=_summary(book, policy, exposure, impact),
        last_run=last_run,
    )


def _plan_elasticity(book: Book) -> pd.Series | None:
    """Return how demand of each item answers its price, where a plan asks for it."""
    if not book.has("plan"):
        return None
    response = estimate_response(book.sales, book.items, as_of=book.as_of)
    return response.set_index("sku")["elasticity"]


def record_again(
    analysis: Analysis, policy: Policy, *, last_run: LastRun | None = None
) -> Analysis:
    """Return the analysis under a Policy that only records differently; see `Policy.stock_key`.

    The stock is not judged again, so that another framework or method shows at once.

    Args:
        analysis: of the same stock.
        policy: as recorded now.
        last_run: ledger of the run before, which this period opens with.

    Raises:
        ValueError: the policies judge or order the stock differently.
    """
    if policy.stock_key() != analysis.policy.stock_key():
        raise ValueError("the policies judge the stock differently")
    impact = assess_book(analysis.book, policy, analysis.exposure, last_run)
    summary = _summary(analysis.book, policy, analysis.exposure, impact)
    return replace(analysis, policy=policy, impact=impact, summary=summary, last_run=last_run)


def assess_book(
    book: Book, policy: Policy, exposure: Exposure, last_run: LastRun | None = None
) -> Impact:
    """Record what the exposure shows, at the policy's unit of account, over the financials."""
    segments = at_market(
        exposure.segments,
        book.items.set_index("sku")["replacement_cost"],
        policy=policy,
        currency=book.currency,
    )
    stock = impaired_stock(
        segments,
        level=policy.unit_of_account,
        currency=book.currency,
        disposal_cost=exposure.disposal_cost,
    )
    return assess(
        stock,
        financials=latest_financials(book.financials),
        policy=policy,
        currency=book.currency,
        last_run=last_run,
        same_year=last_run is not None and last_run.in_year_of(book.as_of, policy),
    )


def _summary(book: Book, policy: Policy, exposure: Exposure, impact: Impact) -> dict[str, Any]:
    """Return the headline figures; money in the Book's currency, NaN or None where unknown."""
    difference = impact.inventory_difference
    if book.ledger is not None:
        difference = round_money(book.ledger - impact.inventory_cost, book.currency)
    likely = exposure.likely
    # Where no cost or no loss is known at all, sums of nothing would read as zero.
    cost = _unknown_if_none(exposure.segments["cost_value"])
    loss = _unknown_if_none(exposure.segments["write_down"])
    return {
        "name": book.name,
        "as_of": book.as_of.isoformat(),
        "currency": book.currency,
        "framework": policy.framework,
        "recording": policy.recording,
        "unit_of_account": policy.unit_of_account,
        "items": len(exposure.items),
        "units": float(exposure.segments["units"].sum()),
        "cost_value": impact.inventory_cost + cost,
        "carrying_value": impact.carrying_value + cost,
        "at_risk_value": exposure.at_risk_value + loss,
        "write_down": impact.required_allowance + loss,
        "write_down_p10": likely.p10 + loss,
        "write_down_p50": likely.p50 + loss,
        "write_down_p90": likely.p90 + loss,
        "masked_write_down": impact.masked,
        "unknown_cost_value": exposure.unknown_cost_value + cost,
        "opening_allowance": impact.opening_allowance,
        "charge": impact.charge + loss,
        "release": impact.release + loss,
        "used": impact.used + loss,
        "closing_allowance": impact.closing_allowance + loss,
        "net_income_effect": impact.net_income_effect + loss,
        "equity_effect": impact.equity_effect + loss,
        # Reconciled: the stock list's cost is what the owner said their ledger states, or else
        # the inventory of the financials.
        "reconciled": None if math.isnan(difference) else difference == 0,
        "inventory_difference": None if math.isnan(difference) else difference,
        "digest": book.digest,
    }


def _unknown_if_none(values: pd.Series) -> float:
    """Return NaN where there are rows and none of them has a value, else 0: a term of a sum."""
    return math.nan if len(values) and values.isna().all() else 0.0


def demand_table(analysis: Analysis, tested: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return how each item sells, how sure that is, and how long its stock lasts.

    Args:
        analysis: with its forecast.
        tested: sku, mase of the items, as `core.demand.rolling_test` scores them.

    Returns:
        One row an item with stock or demand:
        sku, description, category, demand_class ("unknown" without sales), demand_per_week,
        model, mase, on_hand, days_of_cover, reorder_point, stockout_date; best sellers first,
        unknown demand last.
    """
    orders = analysis.orders[
        [
            "sku", "description", "category", "on_hand", "days_of_cover", "reorder_point",
            "stockout_date", "action",
        ]
    ]  # fmt: skip
    forecast = analysis.forecast
    if forecast is None:
        return orders.assign(
            demand_class=UNKNOWN_DEMAND, demand_per_week=math.nan, model=None, mase=math.nan
        )
    demand = pd.DataFrame(
        {
            "sku": forecast.skus,
            "demand_class": forecast.classes,
            "demand_per_week": forecast.rate_per_day() * 7,
            "model": forecast.model,
            "mase": math.nan if tested is None else tested["mase"].to_numpy(),
        }
    )
    table = orders.merge(demand, on="sku", how="left")
    return table.assign(demand_class=table["demand_class"].fillna(UNKNOWN_DEMAND)).sort_values(
        ["demand_per_week", "sku"], ascending=[False, True], ignore_index=True
    )


#: How the table of demand can be sorted: name -> column, ascending.
DEMAND_ORDERS: Mapping[str, tuple[str, bool]] = {
    "Best sellers": ("demand_per_week", False),
    "Runs out first": ("stockout_date", True),
    "Hardest to forecast": ("mase", False),
}


def sort_demand(table: pd.DataFrame, order: str) -> pd.DataFrame:
    """Sort what `demand_table` returns by one of `DEMAND_ORDERS`; unknown values come last."""
    column, ascending = DEMAND_ORDERS[order]
    return table.sort_values([column, "sku"], ascending=[ascending, True], ignore_index=True)


def suppliers(orders: pd.DataFrame) -> pd.DataFrame:
    """Sum the proposed orders by supplier, largest first.

    Returns:
        supplier, items, order_units, order_cost, order_date (the earliest), risk_cost; money is
        NaN where no cost of the supplier's items is known.
    """
    due = orders[orders["action"] == ORDER]
    named = due.assign(supplier=due["supplier"].fillna(NO_SUPPLIER))
    groups = named.groupby("supplier", as_index=False)
    sums = groups.agg(
        items=("sku", "nunique"),
        order_units=("order_units", "sum"),
        order_date=("order_date", "min"),
    )
    # Of costs nobody knows the sum is unknown, not zero.
    money = groups[["order_cost", "risk_cost"]].sum(min_count=1)
    sums = sums.merge(money, on="supplier", validate="1:1")
    return sums.sort_values(["order_cost", "supplier"], ascending=[False, True], ignore_index=True)


def orders_of(orders: pd.DataFrame, supplier: str | None) -> pd.DataFrame:
    """Return the rows of one supplier as `suppliers` names it; all rows for None."""
    if supplier is None:
        return orders
    return orders[orders["supplier"].fillna(NO_SUPPLIER) == supplier]
