"""Lower of cost or market: for LIFO and the retail method, and for US tax.

ASC 330-10-35-1C to 35-7 take the current replacement cost as market, but not above net realizable
value (the ceiling) and not below it less a normal profit (the floor): the median of the three,
not the lowest. US tax (Reg. 1.471-4) compares cost with the replacement cost, article by
article. Everyone else compares with net realizable value, see `core.accounting.lower_of_cost`.
"""

from typing import Literal

import numpy as np
import pandas as pd

from core.money import round_money
from core.policy import Policy

#: Reason of goods that lose at market though they sell above cost.
BELOW_MARKET = "below market"

Flow = Literal["FIFO", "LIFO", "weighted average"]


def market_value(frame: pd.DataFrame) -> pd.DataFrame:
    """Find the market value of one unit between its ceiling and floor.

    Args:
        frame: needs replacement_cost, selling_price, disposal_cost (to complete and sell),
            normal_profit; money a unit.

    Returns:
        `frame` with ceiling, floor and unit_market added.
    """
    ceiling = frame["selling_price"] - frame["disposal_cost"]
    floor = ceiling - frame["normal_profit"]
    market = np.minimum(ceiling, np.maximum(floor, frame["replacement_cost"]))
    return frame.assign(ceiling=ceiling, floor=floor, unit_market=market)


def lower_of_cost_or_market(frame: pd.DataFrame) -> pd.DataFrame:
    """Apply the lower of cost or market article by article.

    Args:
        frame: needs units, unit_cost, unit_market (`market_value`; for US tax the replacement
            cost).

    Returns:
        `frame` with unit_carrying, cost_value, carrying_value and write_down (money) added;
        never below zero, never above cost, unknown where cost or market is.
    """
    lower = np.minimum(frame["unit_cost"], frame["unit_market"].clip(lower=0))
    cost, carrying = frame["units"] * frame["unit_cost"], frame["units"] * lower
    return frame.assign(
        unit_carrying=lower,
        cost_value=cost,
        carrying_value=carrying,
        write_down=cost - carrying,
    )


def at_market(
    segments: pd.DataFrame, replacement_cost: pd.Series, *, policy: Policy, currency: str
) -> pd.DataFrame:
    """Measure exposure segments at the lower of cost or market where the policy asks for it.

    A segment's NRV is its ceiling. Where nobody states what the goods would cost to buy again,
    the ceiling is market: the loss is then the least it can be. Goods that NRV alone called
    healthy may lose at market; their reason becomes "below market".

    The columns replacement_cost, floor and unit_market (money a unit) are added, so that a
    reader can follow the test.

    Args:
        segments: needs sku, reason, kind, units, unit_cost, cost_value, nrv_unit, price_used,
            nrv_value, write_down.
        replacement_cost: money a unit, by sku.
        policy: framework, cost formula and normal profit.
        currency: ISO 4217 code; write-downs are rounded once a segment.
    """
    if not policy.tests_at_market:
        return segments
    known = segments["write_down"].notna()
    ceiling = segments["nrv_unit"].clip(lower=0)
    profit = policy.normal_profit_rate * segments["price_used"].fillna(0.0)
    asked = replacement_cost.groupby(level=0).first().reindex(segments["sku"]).to_numpy()
    floor = (ceiling - profit).clip(lower=0)
    market = ceiling.where(np.isnan(asked), floor.clip(lower=asked).clip(upper=ceiling))
    loss = (segments["unit_cost"] - market).clip(lower=0) * segments["units"]
    loss = round_money(loss.astype("float64"), currency).clip(upper=segments["cost_value"])
    # The NRV test knows the loss to the cent where market is NRV.
    write_down = segments["write_down"].where(market == segments["nrv_unit"], loss)
    write_down = write_down.clip(lower=segments["write_down"]).where(known)
    newly = known & (write_down > 0) & ~(segments["write_down"] > 0)
    return segments.assign(
        replacement_cost=asked,
        floor=floor.where(known),
        unit_market=market.where(known),
        nrv_value=(segments["units"] * market).where(known),
        write_down=write_down,
        reason=segments["reason"].astype("object").where(~newly, BELOW_MARKET),
        kind=segments["kind"].astype("object").where(~newly, "write_down"),
    )


def cost_on_hand(layers: pd.DataFrame, *, sold: float, flow: Flow) -> tuple[float, float]:
    """Return the units on hand and their cost after sales, by cost flow.

    Args:
        layers: needs units, unit_cost; oldest purchase first.
        sold: units sold, at most all.
        flow: which purchases the sales took.

    Raises:
        ValueError: more was sold than there was.
    """
    units = layers["units"].to_numpy(dtype=np.float64)
    unit_cost = layers["unit_cost"].to_numpy(dtype=np.float64)
    on_hand = float(units.sum() - sold)
    if on_hand < 0:
        raise ValueError(f"{sold} sold of {units.sum()} units")
    if flow == "weighted average":
        return on_hand, on_hand * float(np.average(unit_cost, weights=units))
    left = np.array([on_hand])
    order = slice(None, None, -1) if flow == "FIFO" else slice(None)
    held, costs = units[order], unit_cost[order]
    taken = np.clip(left - (np.cumsum(held) - held), 0, held)
    return on_hand, float(taken @ costs)
