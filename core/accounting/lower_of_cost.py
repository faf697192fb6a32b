"""Lower of cost and net realizable value, by item, by category or in total.

IAS 2.9 and ASC 330-10-35-1B measure stock at the lower of cost and net realizable value (NRV).
IAS 2.29 tests item by item, or groups of similar items; ASC 330-10-35-8 to 35-11 also allow
categories and the total. Testing groups lets gains hide losses: carrying amounts always rank
item <= category <= total <= cost.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.accounting.allocation import allocate_units
from core.money import minor_digits, round_money
from core.policy import UnitOfAccount


@dataclass(frozen=True, slots=True)
class Measurement:
    """One item or one sum measured; amounts in money.

    Attributes:
        nrv: estimated selling price less the costs to complete and sell; may be negative.
        carrying: never above cost, never below zero.
        write_down: cost less carrying.
        unprovided_disposal_cost: by how much NRV is below zero. That is not stock: it is an
            expense when incurred (or a provision where an obligation exists, IAS 37).
    """

    cost: float
    nrv: float
    carrying: float
    write_down: float
    unprovided_disposal_cost: float


def lower_of(cost: float, nrv: float) -> Measurement:
    """Measure one amount at the lower of cost and NRV, floored at zero.

    >>> lower_of(600, 425).write_down, lower_of(450_000, 500_000).carrying
    (175, 450000)
    """
    carrying = max(0.0, min(cost, nrv))
    return Measurement(cost, nrv, carrying, cost - carrying, max(0.0, -nrv))


def lower_of_cost(
    frame: pd.DataFrame, *, level: UnitOfAccount = "item", currency: str | None = None
) -> pd.DataFrame:
    """Apply the lower-of-cost-and-NRV test to many rows at one level.

    NRV is floored at zero for each row before anything is summed, so that an unsaleable row does
    not use up what others are worth above cost. A group's shortfall is spread over the rows that
    have one, in proportion to it. Rows whose cost or NRV is unknown take no part in a group and
    come out unknown; a row without a category stands alone.

    Args:
        frame: needs sku, category, units, unit_cost, unit_nrv; one row a lot or an item.
        level: "item" tests each row.
        currency: when given, write-downs are rounded once a line (not once a unit) to its minor
            unit, and a group's is allocated by largest remainder.

    Returns:
        `frame` with cost_value, nrv_value, carrying_value and write_down (money) added.
    """
    cost = frame["units"] * frame["unit_cost"]
    nrv = frame["units"] * frame["unit_nrv"].clip(lower=0)
    shortfall = (cost - nrv).clip(lower=0)
    if currency is not None:
        cost, nrv = round_money(cost, currency), round_money(nrv, currency)
        shortfall = round_money(shortfall, currency).clip(upper=cost)
    if level == "item":
        write_down = shortfall
    else:
        groups = _groups(frame, level)
        write_down = group_write_down(
            frame["sku"], cost, nrv, shortfall, groups=groups, currency=currency
        )
    return frame.assign(
        cost_value=cost,
        nrv_value=nrv,
        carrying_value=_difference(cost, write_down, currency),
        write_down=write_down,
    )


def group_write_down(
    sku: pd.Series,
    cost: pd.Series,
    nrv: pd.Series,
    shortfall: pd.Series,
    *,
    groups: pd.Series,
    currency: str | None,
) -> pd.Series:
    """Spread each group's shortfall (sum of cost over sum of NRV) over the rows that have one.

    All arguments are aligned rows; `groups` names each row's group. Unknown rows stay unknown.
    """
    known = cost.notna() & nrv.notna() & shortfall.notna()
    codes, _ = pd.factorize(groups[known])
    own = shortfall[known].to_numpy(dtype=np.float64)
    over = np.bincount(codes, weights=(cost[known] - nrv[known]).to_numpy(dtype=np.float64))
    # A half cent rounded twice must not make a group lose more than its rows do.
    total = np.minimum(np.maximum(over, 0.0), np.bincount(codes, weights=own))
    if currency is None:
        base = np.bincount(codes, weights=own)
        parts = own * np.divide(total, base, out=np.zeros_like(base), where=base > 0)[codes]
    else:
        scale = 10.0 ** minor_digits(currency)
        order = np.lexsort((own, sku[known].to_numpy(dtype=object).astype(str)))
        rank = np.empty(len(order), dtype=np.intp)
        rank[order] = np.arange(len(order))
        units = np.rint(total * scale).astype(np.int64)
        parts = allocate_units(units, own * scale, groups=codes, order=rank) / scale
    result = pd.Series(np.nan, index=cost.index, dtype="float64")
    result[known] = parts
    return result


def _groups(frame: pd.DataFrame, level: UnitOfAccount) -> pd.Series:
    if level == "total":
        return pd.Series(0, index=frame.index)
    codes, names = pd.factorize(frame["category"])
    # A row without a category is like no other row: it makes a group of its own.
    codes = np.where(codes < 0, len(names) + np.arange(len(frame)), codes)
    return pd.Series(codes, index=frame.index)


def _difference(cost: pd.Series, write_down: pd.Series, currency: str | None) -> pd.Series:
    carrying = cost - write_down
    return carrying if currency is None else round_money(carrying, currency)
