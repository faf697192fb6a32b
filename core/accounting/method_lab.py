"""Direct, allowance and waiting over the next twelve months, for the stock of the Book.

The impaired goods are sold month by month at what they are then expected to bring, those written
off are scrapped in a month of the owner's choice. Values may drift; what the framework makes of a
recovery or of a further fall is booked as it happens. All three ways end with the same profit.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from core.accounting.allocation import allocate
from core.accounting.books import PeriodBooks, Terms, keep_books, two_periods
from core.accounting.financials import number
from core.accounting.fiscal import fiscal_year_of, month_ends
from core.accounting.impaired import ImpairedStock
from core.accounting.last_run import LastRun
from core.accounting.life import life_of_stock
from core.accounting.recordings import COMPLIANT, METHODS, StockEvents
from core.accounting.rolled import roll_from
from core.accounting.statements import base_figures
from core.money import round_money
from core.policy import Policy

MONTHS = 12
NOW = "now"

LAB_COLUMNS = (
    "method", "period", "profit", "net_income", "inventory", "allowance", "deferred_tax_asset",
    "equity",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is assumed of the impaired goods.

    Attributes:
        months_to_sell: in equal parts, from the first month on; 1 to 12.
        scrap_month: month in which goods written off leave; 1 to 12.
        monthly_drift: change of their realizable value a month, a fraction (-0.02 falls 2 %).
    """

    months_to_sell: int = MONTHS
    scrap_month: int = 1
    monthly_drift: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a plan outside the twelve months."""
        months = (self.months_to_sell, self.scrap_month)
        if not all(1 <= month <= MONTHS for month in months) or not -1 < self.monthly_drift < 1:
            raise ValueError(f"an outlook is for {MONTHS} months: {self}")


@dataclass(frozen=True, slots=True, eq=False)
class MethodLab:
    """Three ways of recording the same months; money in the Book's currency.

    Attributes:
        periods: `LAB_COLUMNS`, one row a method and period ("now", then month ends as
            YYYY-MM-DD): profit before tax and net_income of the period, inventory (carrying
            amount of the whole stock list, other goods unchanged), allowance and
            deferred_tax_asset at its end, equity (change since before the first entry).
        totals: method, profit, net_income over all periods, compliant.
        converged: first period from which on all methods show the same equity and inventory;
            None where they never do.
        totals_agree: every method ends with the same profit, and direct and allowance agree in
            every period.
        most_hidden: largest amount by which waiting shows more equity.
    """

    periods: pd.DataFrame
    totals: pd.DataFrame
    converged: str | None
    totals_agree: bool
    most_hidden: float


def method_lab(
    stock: ImpairedStock,
    *,
    financials: Mapping[str, object] | None,
    policy: Policy,
    currency: str,
    as_of: dt.date,
    outlook: Outlook | None = None,
    last_run: LastRun | None = None,
) -> MethodLab | None:
    """Record the next twelve months in each way; None where nothing could be judged.

    Args:
        stock: what is impaired.
        financials: for the allowance on the books and the tax rate; see `assess`.
        policy: its framework decides what a recovery does, its fiscal year when US GAAP freezes.
        currency: ISO 4217 code.
        as_of: day of the stock list; months are those after it.
        outlook: what is assumed; by default goods sell evenly at today's realizable value.
        last_run: ledger of the run before; each lot then opens with what it closed at.
    """
    if not stock.is_judged:
        return None
    plan = outlook or Outlook()
    stated = number(financials, "tax_rate")
    rate = stated if 0 <= stated < 1 else policy.tax_rate
    rolled = None
    if last_run is not None:
        rolled = roll_from(
            stock,
            last_run,
            framework=policy.framework,
            same_year=last_run.in_year_of(as_of, policy),
            currency=currency,
        )
    base = base_figures(
        financials,
        tax_rate=rate,
        stock_cost=stock.cost_value,
        currency=currency,
        opening=None if rolled is None else rolled.total("opening"),
        recording=policy.recording,
    )
    opening = base.opening_allowance
    (current, _), _ = two_periods(stock, opening, policy, currency, scrap_now=False, rolled=rolled)
    months = _months(stock, policy, currency, as_of, plan)
    if rolled is not None:
        months = _with_kept(months, rolled.kept, plan.months_to_sell, currency)
    events = (replace(current, period=NOW), *months)
    loose = 0.0 if rolled is None else rolled.loose
    terms = Terms(policy, currency, rate, "cost_of_goods_sold", opening, loose)
    books = [each for method in METHODS for each in keep_books(method, events, base, terms)]
    periods = _frame(books, stock.cost_value - opening, currency)
    return MethodLab(
        periods=periods,
        totals=_totals(periods, currency),
        converged=_converged(periods),
        totals_agree=_agree(periods),
        most_hidden=_most_hidden(periods, currency),
    )


def _months(
    stock: ImpairedStock,
    policy: Policy,
    currency: str,
    as_of: dt.date,
    plan: Outlook,
) -> tuple[StockEvents, ...]:
    """Return what happens at the end of each month."""
    ends = month_ends(as_of, MONTHS)
    count = plan.months_to_sell
    total = round_money(stock.write_down_cost - stock.write_down, currency)
    drift = [(1 + plan.monthly_drift) ** month for month in range(MONTHS + 1)]
    # Cents are split so that, without a drift, the months bring exactly what was expected.
    parts = [0.0, *allocate(total, [1.0] * count, currency=currency).tolist()]
    parts += [0.0] * (MONTHS + 1 - len(parts))
    facts = pd.DataFrame(
        {
            "period": [NOW, *(f"{end:%Y-%m-%d}" for end in ends)],
            # A unit is what one month sells, so that each month takes an equal part.
            "sold": [0.0, *(1.0 if month <= count else 0.0 for month in range(1, MONTHS + 1))],
            "price": [part * moved for part, moved in zip(parts, drift, strict=True)],
            "unit_nrv": [total / count * moved for moved in drift],
        }
    )
    life = life_of_stock(
        facts,
        units=float(count),
        unit_cost=stock.write_down_cost / count,
        framework=policy.framework,
        currency=currency,
        fiscal_years=[fiscal_year_of(day, policy) for day in (as_of, *ends)],
    )
    later = [
        replace(
            event,
            scrapped_cost=stock.write_off_cost,
            scrap_proceeds=round_money(stock.write_off_cost - stock.write_off, currency),
            used_on_scrap=stock.write_off,
            selling_cost=stock.disposal_cost,
        )
        if month == plan.scrap_month
        else event
        for month, event in enumerate(life.events)
    ]
    return tuple(later[1:])


def _with_kept(
    months: tuple[StockEvents, ...], kept: tuple[float, float], count: int, currency: str
) -> tuple[StockEvents, ...]:
    """Sell goods that lose nothing, but keep an earlier loss, at cost in equal parts a month."""
    weights = [float(number < count) for number in range(len(months))]
    parts = zip(*(allocate(amount, weights, currency=currency) for amount in kept), strict=True)
    return tuple(
        replace(
            event,
            sales=round_money(event.sales + cost, currency),
            sold_cost=round_money(event.sold_cost + cost, currency),
            used_on_sale=round_money(event.used_on_sale + used, currency),
        )
        for event, (cost, used) in zip(months, parts, strict=True)
    )


def _frame(books: list[PeriodBooks], carrying: float, currency: str) -> pd.DataFrame:
    rows = pd.DataFrame(
        [
            (
                each.method, each.name, each.effect["profit_before_tax"],
                each.effect["net_income"], each.effect["inventory_net"], each.roll[6],
                each.effect["deferred_tax_asset"], each.effect["equity"],
            )
            for each in books
        ],
        columns=list(LAB_COLUMNS),
    )  # fmt: skip
    for name in ("inventory", "deferred_tax_asset", "equity"):
        rows[name] = rows.groupby("method", sort=False)[name].cumsum()
    rows["inventory"] += carrying
    amounts = list(LAB_COLUMNS[2:])
    return rows.assign(**{name: round_money(rows[name], currency) for name in amounts})


def _totals(periods: pd.DataFrame, currency: str) -> pd.DataFrame:
    sums = periods.groupby("method", sort=False)[["profit", "net_income"]].sum().reset_index()
    return sums.assign(
        profit=round_money(sums["profit"], currency),
        net_income=round_money(sums["net_income"], currency),
        compliant=sums["method"].isin(COMPLIANT),
    )


def _spread(periods: pd.DataFrame, measure: str, methods: tuple[str, ...]) -> "pd.Series[float]":
    """By how much methods differ in each period."""
    table = periods.pivot_table(index="period", columns="method", values=measure, sort=False)
    chosen = table[list(methods)]
    return chosen.max(axis="columns") - chosen.min(axis="columns")


def _converged(periods: pd.DataFrame) -> str | None:
    apart = _spread(periods, "inventory", METHODS) + _spread(periods, "equity", METHODS)
    # Tax is rounded once a period: a cent a period may part the methods.
    agree = (apart <= _rounding(periods)).to_numpy()
    last = len(agree)
    while last and agree[last - 1]:
        last -= 1
    return None if last == len(agree) else str(apart.index[last])


def _agree(periods: pd.DataFrame) -> bool:
    profit = periods.groupby("method", sort=False)["profit"].sum()
    same = float(profit.max() - profit.min()) < _rounding(periods)
    compliant = _spread(periods, "equity", COMPLIANT) + _spread(periods, "profit", COMPLIANT)
    return same and bool((compliant < 0.005).all())


def _rounding(periods: pd.DataFrame) -> float:
    return 0.01 * periods["period"].nunique()


def _most_hidden(periods: pd.DataFrame, currency: str) -> float:
    table = periods.pivot_table(index="period", columns="method", values="equity", sort=False)
    return round_money(max(0.0, float((table["wait"] - table["direct"]).max())), currency)
