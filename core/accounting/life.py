"""The whole life of a lot: bought, written down, partly recovered, sold; any number of periods.

Profit over the life is proceeds less original cost under every framework and every recording;
only the periods differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.accounting.allowance import roll_allowance
from core.accounting.recordings import StockEvents
from core.accounting.remeasurement import REVERSING
from core.money import round_money
from core.policy import Framework


@dataclass(frozen=True, slots=True, eq=False)
class Life:
    """The facts of a lot's life and its ledger.

    Attributes:
        events: ready to post by any method.
        ledger: one row a period: period, units, cost_value, opening, charged, used, reversed,
            closing, carrying_value, profit (money; allowance columns as in a roll-forward).
    """

    events: tuple[StockEvents, ...]
    ledger: pd.DataFrame


def life_of_stock(
    periods: pd.DataFrame,
    *,
    units: float,
    unit_cost: float,
    framework: Framework | None,
    currency: str,
    fiscal_years: Sequence[object] | None = None,
) -> Life:
    """Follow one lot through its periods.

    Args:
        periods: in order of time; needs period, sold (units), price (money a unit), unit_nrv
            (money, at the period's end).
        units: bought before the first period.
        unit_cost: their cost a unit.
        framework: None never tests, as a shop that only counts cost.
        currency: ISO 4217 code.
        fiscal_years: fiscal year of each period; without it each period ends one.

    Raises:
        ValueError: more is sold than is held.
    """
    years = range(len(periods)) if fiscal_years is None else fiscal_years
    held, cost, allowance, frozen = units, round_money(units * unit_cost, currency), 0.0, 0.0
    year: object = None
    events, rows = [], []
    names = periods["period"].astype("str").tolist()
    facts = periods[["sold", "price", "unit_nrv"]].to_numpy(dtype=np.float64).tolist()
    for name, (sold, price, unit_nrv), this_year in zip(names, facts, years, strict=True):
        left = held - sold
        if left < 0:
            raise ValueError(f"{sold} sold of {held} units held in {name}")
        if this_year != year:
            frozen, year = (0.0 if framework in REVERSING else allowance), this_year
        rolled = roll_allowance(
            unit_cost=np.array([unit_cost]),
            unit_nrv=np.array([np.inf if framework is None else unit_nrv]),
            opening_units=np.array([held]),
            closing_units=np.array([left]),
            opening_allowance=np.array([allowance]),
            frozen_allowance=np.array([frozen]),
            currency=currency,
        )
        left_cost = round_money(left * unit_cost, currency)
        event = StockEvents(
            period=name,
            charged_write_down=float(rolled.charged[0]),
            reversed=float(rolled.reversed[0]),
            sales=round_money(sold * price, currency),
            sold_cost=round_money(cost - left_cost, currency),
            used_on_sale=float(rolled.used[0]),
        )
        closing = float(rolled.closing[0])
        rows.append(
            (
                event.period, left, left_cost, allowance, event.charged, event.used,
                event.reversed, closing, round_money(left_cost - closing, currency),
                round_money(event.profit, currency),
            )
        )  # fmt: skip
        events.append(event)
        frozen *= left / held if held else 0.0
        held, cost, allowance = left, left_cost, closing
    columns = [
        "period", "units", "cost_value", "opening", "charged", "used", "reversed", "closing",
        "carrying_value", "profit",
    ]  # fmt: skip
    return Life(tuple(events), pd.DataFrame(rows, columns=columns))
