"""The books of a markdown plan by period, under the direct method, the allowance and waiting.

Period 0 is today: the write-down the plan calls for. Then sales earn their margin, and the
write-down already taken on the units sold comes back out of cost of goods sold. What is left at
the end of the window goes to the outlet in the last period, or stays in stock with its share of
the write-down.

The facts of each period are `StockEvents`; profit, tax and entries are those of core.accounting.
In every period the change of equity is the change of cash, carrying amount and deferred tax
asset. Once nothing is left, all three methods have summed to the same net income.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.accounting import METHODS, Method, StockEvents, allocate, tax_effect, waiting
from core.money import round_money
from core.policy import ReserveDeductible

Vector = npt.NDArray[np.float64]

#: Name of period 0, in which the write-down is taken.
TODAY = "today"


@dataclass(frozen=True, slots=True, eq=False)
class WeeklyLines:
    """Sums over the items: (T,) by week, and figures for the units left over at the end.

    Money, positive. "Release" is write-down taken today on the units sold, disposed of
    ("residual") or still in stock ("kept"). The proceeds of disposal are negative when it costs
    money.
    """

    revenue: Vector
    cost: Vector
    selling_cost: Vector
    holding_cost: Vector
    relabel_cost: Vector
    release: Vector
    residual_proceeds: float
    residual_cost: float
    residual_release: float
    kept_cost: float
    kept_release: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodBook:
    """One period under one method; flows with income positive, balances at its end.

    Attributes:
        cash_before_tax: receipts less payments of the period, income tax aside.
        cash_change: cash since before today, income tax included.
        equity_change: equity since before today.
        carrying: inventory less allowance.
    """

    method: Method
    period: str
    revenue: float
    cost_of_goods_sold: float
    selling_and_holding: float
    write_down: float
    release: float
    residual_result: float
    profit_before_tax: float
    income_tax: float
    net_income: float
    cash_before_tax: float
    cash_change: float
    equity_change: float
    inventory: float
    allowance: float
    carrying: float
    deferred_tax_asset: float


@dataclass(frozen=True, slots=True, eq=False)
class Books:
    """What happens by period, and the books of the three methods.

    `events` are the facts with the loss taken today, ready for `core.accounting` to post.
    """

    events: tuple[StockEvents, ...]
    periods: Mapping[Method, tuple[PeriodBook, ...]]

    @property
    def by_period(self) -> pd.DataFrame:
        """One row a method and period with the fields of `PeriodBook`."""
        rows: list[Any] = [book for books in self.periods.values() for book in books]
        return pd.DataFrame(rows)


def keep_books(
    lines: WeeklyLines,
    *,
    tax_rate: float,
    deductible: ReserveDeductible,
    weeks_per_period: int,
    currency: str,
    methods: tuple[Method, ...] = METHODS,
) -> Books:
    """Sum weeks to periods and keep the books; amounts are rounded once a line and period.

    Args:
        lines: the plan by week.
        tax_rate: income tax rate; a loss saves tax at the same rate.
        deductible: whether tax deducts a write-down when "booked" or when "realized"; until
            realized it stands as a deferred tax asset.
        weeks_per_period: weeks of a period; the last one may be shorter.
        currency: ISO 4217 code.
        methods: which books to keep.
    """
    events, kept_cost = _events(lines, weeks_per_period, currency)
    waited = waiting(events, opening_allowance=0.0) if "wait" in methods else ()
    return Books(
        events=events,
        periods={
            method: _one_method(
                waited if method == "wait" else events,
                method,
                kept_cost,
                tax_rate,
                deductible,
                currency,
            )
            for method in methods
        },
    )


def _events(
    lines: WeeklyLines, weeks_per_period: int, currency: str
) -> tuple[tuple[StockEvents, ...], float]:
    """Facts by period, period 0 being today, and the cost of what stays in stock."""
    first = np.arange(0, len(lines.revenue), weeks_per_period)

    def by_period(weekly: Vector, residual: float, kept: float = 0.0) -> list[float]:
        """Rounded sums by period, then the other two; together they are the rounded total."""
        sums = np.append(np.add.reduceat(weekly, first), (residual, kept))
        sums = np.maximum(sums, 0.0)  # differences of equal sums leave noise below zero
        total = round_money(float(sums.sum()), currency)
        return [float(part) for part in allocate(total, sums, currency=currency)]

    outlet_cost = max(-lines.residual_proceeds, 0.0)
    paid = by_period(lines.selling_cost + lines.holding_cost + lines.relabel_cost, outlet_cost)
    costs = by_period(lines.cost, lines.residual_cost, lines.kept_cost)
    releases = by_period(lines.release, lines.residual_release, lines.kept_release)
    received = by_period(lines.revenue, max(lines.residual_proceeds, 0.0))
    sales = [
        StockEvents(
            period=f"period {number + 1}",
            sales=received[number],
            selling_cost=paid[number],
            sold_cost=costs[number],
            used_on_sale=releases[number],
        )
        for number in range(len(first))
    ]
    sales[-1] = replace(
        sales[-1],
        selling_cost=paid[-3] + paid[-2],
        scrapped_cost=costs[-2],
        scrap_proceeds=received[-2],
        used_on_scrap=releases[-2],
    )
    today = StockEvents(period=TODAY, charged_write_down=sum(releases))
    return (today, *sales), costs[-1]


def _one_method(
    events: tuple[StockEvents, ...],
    method: Method,
    kept_cost: float,
    tax_rate: float,
    deductible: ReserveDeductible,
    currency: str,
) -> tuple[PeriodBook, ...]:
    cost = kept_cost + sum(event.sold_cost + event.scrapped_cost for event in events)
    reserve = cash = equity = 0.0
    books = []
    for event in events:
        opening, reserve = reserve, reserve + event.charged - event.used
        profit = round_money(event.profit, currency)
        tax = tax_effect(
            profit,
            opening_allowance=opening,
            closing_allowance=reserve,
            rate=tax_rate,
            deductible=deductible,
            currency=currency,
        )
        received = event.sales - event.selling_cost + event.scrap_proceeds
        cost -= event.sold_cost + event.scrapped_cost
        cash += received - tax.current
        equity += profit - tax.expense
        # Direct lowers the goods' own account; the allowance shows the same sum beside it.
        beside = reserve if method == "allowance" else 0.0
        books.append(
            PeriodBook(
                method=method,
                period=event.period,
                revenue=event.sales,
                cost_of_goods_sold=-event.sold_cost,
                selling_and_holding=-event.selling_cost,
                write_down=-event.charged,
                release=event.used,
                residual_result=round_money(event.scrap_proceeds - event.scrapped_cost, currency),
                profit_before_tax=profit,
                income_tax=-tax.expense,
                net_income=round_money(profit - tax.expense, currency),
                cash_before_tax=round_money(received, currency),
                cash_change=round_money(cash, currency),
                equity_change=round_money(equity, currency),
                inventory=round_money(cost - (reserve - beside), currency),
                allowance=round_money(beside, currency),
                carrying=round_money(cost - reserve, currency),
                deferred_tax_asset=tax.deferred_tax_asset,
            )
        )
    return tuple(books)
