"""Sales that are not plain demand: returns, one-off orders, time without stock; each laid open.

The forecast learns from what the treatments leave, the screen shows what they changed. Nothing
is changed in the sales themselves.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Days that a return is carried back over: a season's guarantee of goodwill. What was sold longer
#: ago, or never in this history, is not known to be what came back.
RETURN_DAYS = 91
#: A one-off sold so many times as much as the best other period …
ONE_OFF_TIMES = 3.0
#: … and lies so many standard deviations of the other periods above their mean.
ONE_OFF_DEVIATIONS = 6.0
#: Periods that must be known, and must have sold, before one of them can stick out.
FEWEST_PERIODS, FEWEST_SALES = 12, 4
#: Latest periods that are left alone: a level that has just risen looks the same.
LATEST = 2
#: Rounds of the fit to periods cut short; each brings the rate about halfway to its goal.
ROUNDS = 30
#: Share of a period's units sold on promotion from which the period counts as promoted.
PROMOTED_SHARE = 0.5
#: Promoted periods that the lift of all items weighs as much as in that of one item: a lift
#: measured on one or two periods is mostly the chance of those.
LIFT_PERIODS = 4.0

#: What was done to a period.
RETURN, PROMOTION, EVENT, ONE_OFF, OUT_OF_STOCK, SCALED = (
    "return", "promotion", "event", "one-off", "out of stock", "partly out of stock",
)  # fmt: skip


class Netted(NamedTuple):
    """Sales after returns.

    Attributes:
        units: (T, N), never below zero.
        unmatched: (T, N) units returned beyond anything sold shortly before.
    """

    units: Matrix
    unmatched: Matrix


def net_returns(net: Matrix, *, most_periods: int) -> Netted:
    """Take what a period returned beyond its sales from the latest periods before it.

    Args:
        net: (T, N) units sold less units returned.
        most_periods: periods that a return reaches back.
    """
    units, owed = np.maximum(net, 0.0), np.maximum(-net, 0.0)
    chosen = np.flatnonzero(owed.any(axis=0))
    part, debt = units[:, chosen], owed[:, chosen]
    for back in range(1, min(most_periods, len(net) - 1) + 1):
        taken = np.minimum(debt[back:], part[:-back])
        part[:-back] -= taken
        debt[back:] -= taken
    units[:, chosen], owed[:, chosen] = part, debt
    return Netted(units, owed)


def find_one_offs(units: Matrix) -> Flags:
    """Mark the period, at most one an item, that sold far more than any other ever did.

    A peak that came a year earlier as well does not stand alone, so it is left; one in the latest
    periods may be a new level and is left too.

    Args:
        units: (T, N), NaN where unknown.
    """
    found = np.zeros(units.shape, dtype=np.bool_)
    known = np.isfinite(units)
    candidates = np.flatnonzero(
        (known.sum(axis=0) >= FEWEST_PERIODS)
        & ((np.nan_to_num(units) > 0).sum(axis=0) >= FEWEST_SALES)
    )
    if len(candidates) == 0:
        return found
    part = units[:, candidates]
    filled = np.where(known[:, candidates], part, -np.inf)
    item = np.arange(len(candidates))
    at = filled.argmax(axis=0)
    top = filled[at, item]
    others = part.copy()
    others[at, item] = np.nan
    best = np.nanmax(others, axis=0)
    mean, spread = np.nanmean(others, axis=0), np.nanstd(others, axis=0)
    sticks_out = (top >= ONE_OFF_TIMES * best) & (top > mean + ONE_OFF_DEVIATIONS * spread)
    sticks_out &= at < len(units) - LATEST
    found[at[sticks_out], candidates[sticks_out]] = True
    return found


def find_promoted(units: Matrix, promoted: Matrix) -> Flags:
    """Mark the periods that sold mostly on promotion.

    Args:
        units: (T, N), NaN where unknown.
        promoted: (T, N) units sold on promotion.
    """
    return (promoted > 0) & (promoted >= PROMOTED_SHARE * units)


def without_lift(units: Matrix, promoted: Flags, local: Matrix) -> Matrix:
    """Units of promoted periods divided by what a promotion lifts; other periods as they are.

    Dividing keeps the season and the chance of each period, which putting the level in its place
    would take away. A promotion is never taken to lower sales.

    Args:
        units: (T, N), NaN where unknown.
        promoted: (T, N) periods that sold mostly on promotion.
        local: (T, N) level around each period from the periods without promotion near it.
    """
    return np.where(promoted, units / np.maximum(lift_of(units, promoted, local), 1.0), units)


def lift_of(units: Matrix, flagged: Flags, local: Matrix) -> Vector:
    """Return what flagged periods sell, as a multiple of the level around them, (N,).

    The sum of an item's flagged periods over that of their level, drawn toward the lift of all
    items by `LIFT_PERIODS` periods of its own level; one where no other period tells the level.

    Args:
        units: (T, N), known where flagged.
        flagged: (T, N).
        local: (T, N) level around each period from those not flagged.
    """
    lift = np.ones(units.shape[1])
    chosen = np.flatnonzero(flagged.any(axis=0))
    if len(chosen) == 0:
        return lift
    part, own, level = units[:, chosen], flagged[:, chosen], local[:, chosen]
    # A history that begins with one has no level before it: the next known one is as near.
    first = np.isfinite(level).argmax(axis=0)
    level = np.where(np.isnan(level), level[first, np.arange(len(chosen))], level)
    told = own & (level > 0)
    sold, usual = (np.where(told, each, 0.0).sum(axis=0) for each in (part, level))
    if usual.sum() == 0:
        return lift
    weight = LIFT_PERIODS * usual / np.maximum(told.sum(axis=0), 1)
    drawn = (sold + weight * sold.sum() / usual.sum()) / np.maximum(usual + weight, 1e-9)
    lift[chosen] = np.where(usual > 0, drawn, 1.0)
    return lift


def best_other(units: Matrix, one_offs: Flags) -> Matrix:
    """Put the best other period of the item in the place of its one-off."""
    index, item = np.nonzero(one_offs)
    others = np.where(one_offs, np.nan, units)[:, item]
    result = units.copy()
    result[index, item] = np.nanmax(others, axis=0) if len(item) else 0.0
    return result


def uncensored(sold: Matrix, cut_short: Flags, local: Matrix) -> Matrix:
    """Expected demand of periods that ended for want of stock, (T, N); other periods as sold.

    Demand was at least what sold. The rate that makes all periods of the item likeliest, those
    cut short by their probability of at least that much, is found by expectation maximization
    (Dempster, Laird and Rubin 1977; Nahmias 1994, NRL 41:739, for lost sales); demand of a period
    is taken as gamma with the spread of the item's whole periods, at least that of a count.

    Args:
        sold: (T, N), NaN where unknown.
        cut_short: (T, N) periods with a stock-out of unknown length.
        local: (T, N) level around each period from the whole periods near it.
    """
    result = sold.copy()
    chosen = np.flatnonzero(cut_short.any(axis=0))
    if len(chosen) == 0:
        return result
    part, cut, near = sold[:, chosen], cut_short[:, chosen], local[:, chosen]
    whole = np.isfinite(part) & ~cut
    count = whole.sum(axis=0)
    total = np.where(whole, part, 0.0).sum(axis=0)
    least = np.where(cut, np.nan_to_num(part), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(count > 0, total / count, least.max(axis=0))
        spread = np.where(whole, (part - mean) ** 2, 0.0).sum(axis=0) / np.maximum(count - 1, 1)
    # Spread grows with the level as for a count: variance = factor x mean.
    factor = np.maximum(spread / np.maximum(mean, 1e-9), 1.0)
    rate = mean.copy()
    for _ in range(ROUNDS):
        seen = np.where(cut, _mean_above(least, rate, factor), 0.0).sum(axis=0)
        rate = (total + seen) / np.maximum(count + cut.sum(axis=0), 1)
    rise = np.where(mean > 0, rate / np.maximum(mean, 1e-9), 1.0)
    level = np.where(np.isfinite(near), near * rise, rate)
    result[:, chosen] = np.where(cut, _mean_above(least, level, factor), part)
    return result


def _mean_above(least: Matrix, mean: Matrix, factor: Matrix) -> Matrix:
    """Mean of a gamma demand known to be at least `least`; its variance is factor x mean."""
    shape = np.maximum(mean, 1e-9) / factor
    at = least / factor
    tail = special.gammaincc(shape, at)
    above = special.gammaincc(shape + 1, at)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = mean * above / tail
    # Far beyond all expectation demand just exceeds what sold, by about one step of its tail.
    return np.where(tail > 1e-12, np.maximum(value, least), least + factor)


def treatments(
    periods: pd.DatetimeIndex, skus: NDArray[np.str_], sold: Matrix, parts: dict[str, Matrix]
) -> pd.DataFrame:
    """List every period that counts for other than what was sold in it.

    Args:
        periods: (T,) first days.
        skus: (N,).
        sold: (T, N) net units as the rows say.
        parts: treatment -> (T, N) units that count, NaN where it did nothing; in order of use.

    Returns:
        sku, period, treatment, sold, counted; by item and time.
    """
    frames = []
    for name, counted in parts.items():
        index, item = np.nonzero(np.isfinite(counted))
        frames.append(
            pd.DataFrame(
                {
                    "sku": skus[item],
                    "period": periods[index],
                    "treatment": name,
                    "sold": sold[index, item],
                    "counted": counted[index, item],
                }
            )
        )
    # A period with two treatments counts for what the later one made of it.
    table = pd.concat(frames, ignore_index=True).drop_duplicates(["sku", "period"], keep="last")
    return table.sort_values(["sku", "period"], kind="stable", ignore_index=True)
