"""The allowance: required balance, charge, use and release, in total and lot by lot.

The order matters. First the allowance of units gone is used; then the rest is compared with what
the units still held need; a shortage is charged; a surplus is released where the framework
allows it. Only the change is an expense, never the balance again.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.accounting.entries import Entry, entry
from core.accounting.recordings import LossAccount
from core.accounting.remeasurement import REVERSING
from core.money import round_money
from core.policy import Framework

Vector = npt.NDArray[np.float64]
Signs = Literal["as stated", "deduction is an addition", "does not tie"]


def allowance_periods(periods: pd.DataFrame, *, opening_allowance: float = 0.0) -> pd.DataFrame:
    """Bring the allowance to what each period end requires.

    The direct entry writes off the full shortfall again each period, but the opening stock
    already stands lower by the shortfall before: profit is the same.

    Args:
        periods: in order of time; needs shortfall, or cost and nrv (money).
        opening_allowance: on the books before the first period.

    Returns:
        `periods` with opening, required, adjustment (charge positive, credit negative),
        direct_entry and profit_effect (before tax, loss negative) added.
    """
    shortfall = (
        periods["shortfall"]
        if "shortfall" in periods
        else periods["cost"] - periods["nrv"].clip(lower=0)
    )
    required = shortfall.astype("float64").clip(lower=0)
    opening = required.shift(fill_value=opening_allowance)
    adjustment = required - opening
    return periods.assign(
        opening=opening,
        required=required,
        adjustment=adjustment,
        direct_entry=required,
        profit_effect=-adjustment,
    )


def adjusting_entries(
    periods: pd.DataFrame,
    *,
    direct_account: LossAccount = "cost_of_goods_sold",
    allowance_account: LossAccount = "write_down_loss",
) -> list[Entry]:
    """Return the period-end entries of both methods.

    Args:
        periods: what `allowance_periods` returned, with a column period.
        direct_account: role debited by the direct method.
        allowance_account: role debited, or credited for a decrease, by the allowance method.
    """
    posted = []
    names = periods["period"].astype("str").tolist()
    amounts = zip(periods["direct_entry"].tolist(), periods["adjustment"].tolist(), strict=True)
    for name, (full, change) in zip(names, amounts, strict=True):
        posted.append(
            entry(
                "direct",
                name,
                "Closing stock is brought down from cost to what it is worth. Opening stock "
                "already stood at its reduced amount.",
                debit={direct_account: full},
                credit={"inventory": full},
            )
        )
        posted.append(
            entry(
                "allowance",
                name,
                "The allowance is brought to what closing stock needs: only the change counts.",
                debit={allowance_account: change},
                credit={"allowance": change},
            )
        )
    return [each for each in posted if each is not None]


def roll_forward(
    rows: pd.DataFrame, *, currency: str, gross_inventory: float = float("nan")
) -> pd.DataFrame:
    """Roll an allowance forward: opening + charged - used - reversed = closing.

    Args:
        rows: in order of time; needs period, opening, charged, used, reversed (money, positive).
            `stated_closing`, where given, is compared.
        currency: ISO 4217 code.
        gross_inventory: cost of the stock, for `net_inventory`.

    Returns:
        `rows` with closing, net_inventory, ties (opening is the closing of the row before, and
        closing the stated one) and signs ("as stated", "deduction is an addition" when the row
        ties only that way round, "does not tie").

    Source:
        Regulation S-X 5-04 and 12-09 (Schedule II); filings print deductions with either sign.
    """
    before = rows["opening"] + rows["charged"] - rows["reversed"]
    closing = round_money((before - rows["used"]).astype("float64"), currency)
    stated = rows.get("stated_closing", closing)
    stated = round_money(stated.astype("float64").fillna(closing), currency)
    other_way = round_money((before + rows["used"]).astype("float64"), currency)
    chained = rows["opening"].eq(stated.shift()) | (np.arange(len(rows)) == 0)
    signs = np.select(
        [closing.eq(stated), other_way.eq(stated)],
        ["as stated", "deduction is an addition"],
        "does not tie",
    )
    return rows.assign(
        closing=closing,
        net_inventory=gross_inventory - closing,
        ties=chained & closing.eq(stated),
        signs=signs,
    )


@dataclass(frozen=True, slots=True)
class Roll:
    """What happens to the allowance of N lots in one period; (N,) arrays, money.

    `blocked` is the surplus that the framework does not let go.
    """

    used: Vector
    required: Vector
    charged: Vector
    reversed: Vector
    blocked: Vector
    closing: Vector


def roll_allowance(
    *,
    unit_cost: Vector,
    unit_nrv: Vector,
    opening_units: Vector,
    closing_units: Vector,
    opening_allowance: Vector,
    frozen_allowance: Vector,
    currency: str,
) -> Roll:
    """Roll the allowance of many lots forward by one period.

    Args:
        unit_cost: original cost of a unit, (N,).
        unit_nrv: net realizable value of a unit at the end, (N,); NaN makes the lot unknown.
        opening_units: at the start, (N,).
        closing_units: of these still held, (N,), at most `opening_units`.
        opening_allowance: (N,), at most the cost of the opening units.
        frozen_allowance: the part of it that no recovery brings back, (N,): nothing under IFRS,
            all of it under US GAAP, there within a fiscal year what stood at its start.
        currency: ISO 4217 code; every amount is rounded once a lot.
    """
    cost = round_money(closing_units * unit_cost, currency)
    kept = np.divide(
        closing_units, opening_units, out=np.zeros_like(closing_units), where=opening_units > 0
    )
    # Rounding use and cost apart must not leave an allowance above the cost of what is held.
    left = np.minimum(round_money(opening_allowance * kept, currency), cost)
    frozen = np.minimum(round_money(frozen_allowance * kept, currency), left)
    shortfall = np.maximum(unit_cost - np.maximum(unit_nrv, 0.0), 0.0)
    required = np.minimum(round_money(closing_units * shortfall, currency), cost)
    charged = np.maximum(required - left, 0.0)
    taken_back = np.maximum(left - np.maximum(required, frozen), 0.0)
    surplus = np.maximum(left - required, 0.0)
    return Roll(
        used=round_money(opening_allowance - left, currency),
        required=required,
        charged=round_money(charged, currency),
        reversed=round_money(taken_back, currency),
        blocked=round_money(surplus - taken_back, currency),
        closing=round_money(left + charged - taken_back, currency),
    )


def roll_lots(
    lots: pd.DataFrame, *, framework: Framework, currency: str, within_fiscal_year: bool = False
) -> pd.DataFrame:
    """Roll the allowance of a stock list forward, lot by lot.

    Args:
        lots: needs unit_cost, unit_nrv, opening_units, closing_units, opening_allowance; for
            `within_fiscal_year` also year_start_allowance (money of the opening units).
        framework: whether a surplus goes back.
        currency: ISO 4217 code.
        within_fiscal_year: the period does not open a fiscal year, so that US GAAP takes back
            losses of the same year.

    Returns:
        `lots` with the columns of `Roll` added.
    """
    opening = lots["opening_allowance"].to_numpy(dtype=np.float64)
    frozen = opening
    if framework in REVERSING:
        frozen = np.zeros_like(opening)
    elif within_fiscal_year:
        frozen = lots["year_start_allowance"].to_numpy(dtype=np.float64)
    rolled = roll_allowance(
        unit_cost=lots["unit_cost"].to_numpy(dtype=np.float64),
        unit_nrv=lots["unit_nrv"].to_numpy(dtype=np.float64),
        opening_units=lots["opening_units"].to_numpy(dtype=np.float64),
        closing_units=lots["closing_units"].to_numpy(dtype=np.float64),
        opening_allowance=opening,
        frozen_allowance=frozen,
        currency=currency,
    )
    return lots.assign(
        used=rolled.used,
        required=rolled.required,
        charged=rolled.charged,
        reversed=rolled.reversed,
        blocked=rolled.blocked,
        closing=rolled.closing,
    )
