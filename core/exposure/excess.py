"""Excess and expiry: the units that forecast demand will not reach in time.

Demand is given out once per item over all its rows, earliest expiry first and then oldest first.
Units it does not reach before they expire are expiring; units it does not reach within the
horizon, whatever their date, are excess. An item without a forecast has unknown demand, which
is not zero demand: nothing is claimed.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.policy import Policy
from core.stock import days_until, unreached_units

Floats = NDArray[np.float64]


class Demand(Protocol):
    """What exposure asks of a forecast of N items; see `core.demand.DemandForecast`."""

    @property
    def skus(self) -> NDArray[Any]:
        """Items with a forecast, (N,)."""

    @property
    def classes(self) -> NDArray[Any]:
        """Demand class of each item, (N,)."""

    def for_skus(self, skus: Sequence[str] | NDArray[Any]) -> NDArray[np.intp]:
        """Return the position of each sku, -1 for one without a forecast."""

    def cumulative(self, days: float | Floats) -> tuple[Floats, Floats]:
        """Return mean and standard deviation of demand over `days` from as_of, (N,) each."""

    def expected_excess(self, days: float | Floats, units: Floats) -> Floats:
        """Return E[max(0, units - demand over days)], (N,)."""

    def rate_per_day(self) -> Floats:
        """Return the mean demand of a day, (N,)."""

    def days_until(self, units: Floats) -> Floats:
        """Return the days after which expected demand has used up `units`, (N,)."""

    def days_within(self, units: Floats, probability: float, index: NDArray[np.intp]) -> Floats:
        """Return the days within which `units` run out that surely, (K,) for K positions."""


def horizon_days(items: pd.DataFrame, policy: Policy, *, as_of: date) -> Floats:
    """Return over how many days each item's stock may be sold before the rest is excess.

    The shortest of the policy's horizon, the item's shelf life and the days to its end of life.

    Args:
        items: needs shelf_life_days, end_of_life_date.
        policy: the horizon that nothing exceeds.
        as_of: the day it begins.
    """
    to_end = days_until(items["end_of_life_date"], as_of=as_of)
    limits = np.vstack(
        [
            np.full(len(items), float(policy.excess_horizon_days)),
            items["shelf_life_days"].to_numpy(),
            np.where(to_end >= 0, to_end, np.nan),
        ]
    )
    shortest: Floats = np.fmin.reduce(limits)
    return np.maximum(shortest, 0.0)


def demand_over(
    forecast: Demand | None, position: NDArray[np.intp], days: Floats
) -> tuple[Floats, Floats]:
    """Return each item's expected demand over its days, and the standard deviation of it.

    Args:
        forecast: None when nothing is known of any item's demand.
        position: (I,) where each item stands in the forecast, -1 for nowhere.
        days: (I,) days from as_of.

    Returns:
        Units, (I,) each; infinite and zero where demand is unknown.
    """
    mean, sd = np.full(len(position), np.inf), np.zeros(len(position))
    known = position >= 0
    if forecast is not None and known.any():
        asked = np.zeros(len(forecast.skus))
        asked[position[known]] = days[known]
        means, sds = forecast.cumulative(asked)
        mean[known], sd[known] = _known(means[position[known]]), sds[position[known]]
    return mean, np.nan_to_num(sd)


def demand_until(forecast: Demand | None, position: NDArray[np.intp], days: Floats) -> Floats:
    """Return expected demand of each row's item until the row's deadline; infinite where unknown.

    Args:
        forecast: None when nothing is known of any item's demand.
        position: (R,) where the row's item stands in the forecast, -1 for nowhere.
        days: (R,) days from as_of, at least zero.
    """
    demand = np.full(len(position), np.inf)
    rows = np.flatnonzero(position >= 0)
    if forecast is None or len(rows) == 0:
        return demand
    # The forecast answers one number of days per item, so deadlines are asked for in rounds: the
    # first one of every item, then its second. Lots of one item that share a day share the answer,
    # so there are never more rounds than days.
    place, until = position[rows], days[rows]
    same, _ = pd.factorize(place * (until.max() + 1.0) + until)
    first = np.flatnonzero(~pd.Series(same).duplicated())
    place, until = place[first], until[first]
    turn = pd.Series(place).groupby(place).cumcount().to_numpy()
    answers = np.empty(len(first))
    for this in range(int(turn.max()) + 1):
        chosen = turn == this
        asked = np.zeros(len(forecast.skus))
        asked[place[chosen]] = until[chosen]
        answers[chosen] = _known(forecast.cumulative(asked)[0][place[chosen]])
    demand[rows] = answers[same]
    return demand


def _known(demand: Floats) -> Floats:
    return np.where(np.isnan(demand), np.inf, np.maximum(demand, 0.0))


def split_by_demand(
    pieces: pd.DataFrame,
    forecast: Demand | None,
    position: NDArray[np.intp],
    *,
    horizon: Floats,
    sells: Floats,
    min_remaining_life: float = 0.0,
) -> pd.DataFrame:
    """Say how many units of each piece are excess and how many will expire.

    Args:
        pieces: in the order in which they are sold; needs item (0 to I-1), units, sellable
            (bool), days_to_expiry (NaN undated), is_new (bool: has had no chance to sell, so it
            is never excess).
        forecast: demand, or None.
        position: (I,) where each item stands in the forecast, -1 for nowhere.
        horizon: (I,) days over which stock may be sold.
        sells: (I,) units the item sells over its horizon, infinite when unknown.
        min_remaining_life: days before its expiry from which a piece is no longer sold.

    Returns:
        `pieces` with excess_units, expiring_units (units), expires (bool: what demand does not
        reach will expire), deadline_demand (units the item sells until the piece's deadline,
        infinite when unknown).
    """
    item = pieces["item"].to_numpy()
    to_expiry = np.maximum(pieces["days_to_expiry"].to_numpy() - min_remaining_life, 0.0)
    expires = to_expiry <= horizon[item]
    until_horizon = sells[item]
    until_deadline = until_horizon.copy()
    until_deadline[expires] = demand_until(forecast, position[item[expires]], to_expiry[expires])
    units = np.where(pieces["sellable"], pieces["units"], 0.0)
    unreached = unreached_units(item, units, until_deadline)
    beyond_horizon = unreached_units(item, units, until_horizon)
    excess = np.where(pieces["is_new"], 0.0, np.minimum(unreached, beyond_horizon))
    return pieces.assign(
        excess_units=excess,
        expiring_units=np.where(expires, unreached - excess, 0.0),
        expires=expires,
        deadline_demand=until_deadline,
    )


def excess_on_order(items: pd.DataFrame) -> Floats:
    """Return how many units on order demand will not reach within the horizon, beyond the stock.

    Args:
        items: needs held (units that can be sold), on_order, sells (units over the horizon,
            infinite when unknown).

    Returns:
        (I,) units, NaN where demand is unknown and something is on order.
    """
    held, ordered, sells = (items[name].to_numpy() for name in ("held", "on_order", "sells"))
    surplus = np.clip(held + ordered - sells, 0.0, ordered)
    return np.where(np.isfinite(sells) | (ordered == 0), surplus, np.nan)


def tightest_deadlines(pieces: pd.DataFrame, count: int, policy: Policy) -> pd.DataFrame:
    """Return, for each item, the units that compete until the deadline that leaves most behind.

    Args:
        pieces: as `split_by_demand` returns them, item ascending.
        count: number of items I.
        policy: a deadline counts only where what is left behind has a reason that counts.

    Returns:
        One row an item: competing_units, competing_demand (units until that deadline, infinite
        when unknown), binding_expires (bool: what is left then expires).
    """
    units = np.where(pieces["sellable"], pieces["units"], 0.0)
    up_to = pd.Series(units).groupby(pieces["item"].to_numpy()).cumsum().to_numpy()
    demand = pieces["deadline_demand"].to_numpy()
    expiring = pieces["expires"].to_numpy() & ("expiring" in policy.reasons)
    surplus = ~pieces["is_new"].to_numpy() & ("excess" in policy.reasons)
    counts = (units > 0) & (expiring | surplus)
    rows = np.flatnonzero(counts)
    item, short = pieces["item"].to_numpy()[rows], (up_to - demand)[rows]
    found, first, place = np.unique(item, return_index=True, return_inverse=True)
    worst = np.flatnonzero(short == np.maximum.reduceat(short, first)[place])
    # Of equally tight deadlines the latest one.
    tightest = rows[worst[np.searchsorted(item[worst], found, side="right") - 1]]
    competing_units, competing_demand = np.zeros(count), np.full(count, np.inf)
    binding_expires = np.zeros(count, dtype=np.bool_)
    competing_units[found], competing_demand[found] = up_to[tightest], demand[tightest]
    binding_expires[found] = pieces["expires"].to_numpy()[tightest]
    return pd.DataFrame(
        {
            "competing_units": competing_units,
            "competing_demand": competing_demand,
            "binding_expires": binding_expires,
        }
    )
