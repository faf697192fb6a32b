"""How sales answer to price: one constant elasticity an item, with honest uncertainty.

Model: log units = item level + elasticity * log price + effects of age, of rivals' prices and of
promotions, one a category (`core.markdown.controls`). An item's own slope is drawn toward its
category, the category toward the literature, each by how much its data can say (normal empirical
Bayes). On two public weekly data sets (orange juice and cheese, tests/bench/elasticity_score.py)
this forecast demand at new prices better than item-by-item least squares at every length of
history; with a few weeks the literature value alone is hard to beat.

Sources: Bijmolt, van Heerde and Pieters (2005), mean of 1,851 price elasticities; Paule and
Mandel (1982) for the spread between items.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.markdown.controls import age, rivals_price, without_controls
from core.markdown.price_history import price_history

Vector = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]

#: Mean of 1,851 published sales elasticities (Bijmolt, van Heerde and Pieters, 2005).
LITERATURE_ELASTICITY = -2.62
#: How far a category of goods may lie from that mean.
LITERATURE_SD = 1.0
#: Elasticities drift: without this factor nominal 90 % intervals held the elasticity of the next 20
#: weeks in 73 to 81 % of cases, with it in 86 to 95 % (tests/bench/elasticity_score.py).
INTERVAL_WIDENING = 1.9

#: Periods with a sale an item needs before its own slope counts.
MIN_PERIODS = 6
#: Share of periods with a sale below which the log of units says little about demand.
MIN_SELLING_SHARE = 0.7
#: Average units a period below which it says little too: periods without a sale drop out, so that
#: slow periods look quicker than they are. On simulated counts of 3 a period a true elasticity of
#: -2.4 came out as -0.5.
MIN_MEAN_UNITS = 5.0
#: Least standard deviation of the log price: below it price has not really moved (about 1 %).
MIN_PRICE_SD = 0.01
#: Weight, in periods, of the category's noise in an item's own noise estimate.
_NOISE_PRIOR_PERIODS = 8.0
#: Bounds of the spread of elasticities between items of a category, as variances.
_TAU2_BOUNDS = (0.25**2, 1.0**2)
#: Spread taken where a category has too few items to measure it.
_TAU2_DEFAULT = 0.5**2


@dataclass(frozen=True, slots=True)
class Slopes:
    """Least-squares slopes by item: (N,) vectors, NaN where the item has none."""

    slope: Vector
    variance: Vector


def estimate_response(sales: pd.DataFrame, items: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Estimate the price elasticity of every item.

    Args:
        sales: canonical sales (date, sku, units, revenue, unit_price, stockout, promotion).
        items: canonical items (sku, category, unit_price); one row each is returned.
        as_of: sales after this day are left out.

    Returns:
        sku, category, elasticity (below or equal zero), elasticity_sd (widened), own_share,
        category_share, prior_share (where the value comes from; they add up to 1), source
        ("own prices", "category" or "literature", the largest share), depth_observed_max
        (deepest cut from today's price seen in sales, NaN when no price was seen), warning
        (sentence or "").
    """
    category = items["category"].fillna("").astype(str)
    history = price_history(sales, as_of=as_of)
    code, names = pd.factorize(history["sku"])
    item = pd.Index(items["sku"]).get_indexer(pd.Index(names))[code]
    history, item = history[item >= 0], item[item >= 0]
    group, _ = pd.factorize(category, sort=True)
    usable = _usable(history, item, len(items))
    log_price = np.log(history["price"].to_numpy()[usable])
    period = pd.factorize(history["period"][usable], sort=True)[0]
    result = shrunk_elasticities(
        log_units=np.log(history["units"].to_numpy()[usable]),
        log_price=log_price,
        item=item[usable],
        period=period,
        group=group,
        controls=np.stack(
            [
                age(item[usable], period),
                rivals_price(log_price, item[usable], period, group),
                history["promoted"].to_numpy(dtype=np.float64)[usable],
            ],
            axis=1,
        ),
    )
    depth = _deepest_cut(history, item, items["unit_price"].to_numpy(dtype=np.float64))
    return result.assign(
        sku=items["sku"].to_numpy(),
        category=items["category"].to_numpy(),
        source=_sources(result),
        depth_observed_max=depth,
        warning=_warnings(result, history, item),
    )[
        [
            "sku",
            "category",
            "elasticity",
            "elasticity_sd",
            "own_share",
            "category_share",
            "prior_share",
            "source",
            "depth_observed_max",
            "warning",
        ]
    ]


def shrunk_elasticities(
    *,
    log_units: Vector,
    log_price: Vector,
    item: Codes,
    period: Codes,
    group: Codes,
    controls: Vector | None = None,
) -> pd.DataFrame:
    """Shrink item slopes toward their category and the category toward the literature.

    Args:
        log_units: (M,) log of units sold in an observation.
        log_price: (M,) log of its price.
        item: (M,) number of its item, 0 to N-1.
        period: (M,) number of its period; observations of one period may share a shock.
        group: (N,) category number of each item.
        controls: (M, K) what else moves sales, see `core.markdown.controls`.

    Returns:
        N rows: elasticity, elasticity_sd, own_share, category_share, prior_share.
    """
    count = len(group)
    groups = int(group.max()) + 1 if count else 0
    x = log_price - _mean_of(log_price, item, count)[item]
    y = log_units - _mean_of(log_units, item, count)[item]
    if controls is not None and len(item):
        causes = [column - _mean_of(column, item, count)[item] for column in controls.T]
        moved = np.stack(causes, axis=1)
        x = without_controls(x, moved, group[item], groups)
        y = without_controls(y, moved, group[item], groups)
    own, residual = own_slopes(x, y, item, group, groups)
    known = np.isfinite(own.slope)
    tau2 = _spread(own, known, group, groups)
    weight = np.where(known, 1.0 / (tau2[group] + own.variance), 0.0)
    total = _sum_of(weight, group, groups)
    mean = _ratio(_sum_of(np.where(known, weight * own.slope, 0.0), group, groups), total)
    variance = _group_variance(x, residual, item, period, weight, total, group)
    share = np.where(total > 0, LITERATURE_SD**2 / (LITERATURE_SD**2 + variance), 0.0)
    center = share * np.where(total > 0, mean, 0.0) + (1 - share) * LITERATURE_ELASTICITY
    center_variance = np.where(
        total > 0, LITERATURE_SD**2 * variance / (LITERATURE_SD**2 + variance), LITERATURE_SD**2
    )
    own_share = np.where(known, tau2[group] * weight, 0.0)
    elasticity = own_share * np.where(known, own.slope, 0.0) + (1 - own_share) * center[group]
    spread = (1 - own_share) * tau2[group] + (1 - own_share) ** 2 * center_variance[group]
    return pd.DataFrame(
        {
            # A wrong sign is noise: no shop sells more by asking more.
            "elasticity": np.minimum(elasticity, 0.0),
            "elasticity_sd": INTERVAL_WIDENING * np.sqrt(spread),
            "own_share": own_share,
            "category_share": (1 - own_share) * share[group],
            "prior_share": (1 - own_share) * (1 - share[group]),
        }
    )


def own_slopes(
    x: Vector, y: Vector, item: Codes, group: Codes, groups: int
) -> tuple[Slopes, Vector]:
    """Slope and variance by item from data less the item's means, and the (M,) residuals.

    An item with too few periods or too little movement of its price has no slope. Its noise is
    drawn toward the category's, and its variance allows for noise that lasts from one period to
    the next.
    """
    count = len(group)
    periods = np.bincount(item, minlength=count).astype(float)
    sxx = _sum_of(x * x, item, count)
    enough = (periods >= MIN_PERIODS) & (sxx > MIN_PRICE_SD**2 * periods)
    slope = np.where(enough, _ratio(_sum_of(x * y, item, count), sxx), np.nan)
    residual = y - np.nan_to_num(slope)[item] * x
    squares = np.where(enough, _sum_of(residual**2, item, count), 0.0)
    freedom = np.where(enough, periods - 2, 0.0)
    noise = _ratio(_sum_of(squares, group, groups), _sum_of(freedom, group, groups))[group]
    shrunk = (_NOISE_PRIOR_PERIODS * noise + squares) / (_NOISE_PRIOR_PERIODS + freedom)
    inflation = _serial_inflation(x, residual, item, enough)
    variance = np.where(enough, _ratio(shrunk, sxx) * inflation, np.nan)
    return Slopes(slope=slope, variance=variance), np.where(enough[item], residual, 0.0)


def _serial_inflation(
    x: Vector, residual: Vector, item: Codes, enough: npt.NDArray[np.bool_]
) -> float:
    """Factor by which AR(1) noise under an AR(1) price widens a slope's variance."""
    same = (item[1:] == item[:-1]) & enough[item[1:]]
    noise = _lag_correlation(residual, same)
    price = _lag_correlation(x, same)
    product = float(np.clip(noise * price, 0.0, 0.8))
    return (1 + product) / (1 - product)


def _lag_correlation(values: Vector, same: npt.NDArray[np.bool_]) -> float:
    before, after = values[:-1][same], values[1:][same]
    scale = float(np.sqrt((before**2).sum() * (after**2).sum()))
    return float((before * after).sum() / scale) if scale > 0 else 0.0


def _spread(own: Slopes, known: npt.NDArray[np.bool_], group: Codes, groups: int) -> Vector:
    """Variance of elasticities between items of a category (Paule and Mandel), bounded."""
    members = np.bincount(group[known], minlength=groups)
    code, slope, variance = group[known], own.slope[known], own.variance[known]
    low, high = (np.full(groups, bound) for bound in _TAU2_BOUNDS)
    for _ in range(30):
        middle = (low + high) / 2
        weight = 1.0 / (middle[code] + variance)
        mean = _ratio(_sum_of(weight * slope, code, groups), _sum_of(weight, code, groups))
        excess = _sum_of(weight * (slope - mean[code]) ** 2, code, groups) - (members - 1)
        low, high = np.where(excess > 0, middle, low), np.where(excess > 0, high, middle)
    return np.where(members >= 3, (low + high) / 2, _TAU2_DEFAULT)


def _group_variance(
    x: Vector,
    residual: Vector,
    item: Codes,
    period: Codes,
    weight: Vector,
    total: Vector,
    group: Codes,
) -> Vector:
    """Variance of each category's mean slope; items of one period share its shocks."""
    groups = len(total)
    sxx = _sum_of(x * x, item, len(group))
    influence = _ratio(weight, total[group] * sxx)[item] * x * residual
    periods = int(period.max()) + 1 if len(period) else 1
    cell = group[item] * periods + period
    clusters = np.bincount(cell, weights=influence, minlength=groups * periods)
    clustered = (clusters.reshape(groups, periods) ** 2).sum(axis=1) if groups else clusters
    independent = _ratio(np.ones(groups), total)
    # P clusters leave P - 1 degrees of freedom, and the variance of Student's t is df / (df - 2).
    return np.maximum(clustered * periods / max(periods - 3, 1), independent)


def _usable(history: pd.DataFrame, item: Codes, count: int) -> npt.NDArray[np.bool_]:
    """Rows of items that sell in most periods; the log of rare or few sales hides the response."""
    period, _ = pd.factorize(history["period"], sort=True)
    selling = np.bincount(item, minlength=count)
    first = np.full(count, np.iinfo(np.intp).max)
    last = np.full(count, -1)
    np.minimum.at(first, item, period)
    np.maximum.at(last, item, period)
    share = selling / np.maximum(last - first + 1.0, 1.0)
    units = _mean_of(history["units"].to_numpy(dtype=np.float64), item, count)
    sells = (share >= MIN_SELLING_SHARE) & (units >= MIN_MEAN_UNITS)
    usable: npt.NDArray[np.bool_] = sells[item]
    return usable


def _deepest_cut(history: pd.DataFrame, item: Codes, price: Vector) -> Vector:
    """Largest share below today's price (or the highest seen) at which the item has sold."""
    lowest = np.full(len(price), np.inf)
    highest = np.full(len(price), np.nan)
    seen = history["price"].to_numpy()
    np.minimum.at(lowest, item, seen)
    np.fmax.at(highest, item, seen)
    reference = np.where(price > 0, price, highest)
    depth = 1 - _ratio(lowest, reference)
    return np.where(np.isfinite(highest), np.clip(depth, 0.0, 1.0), np.nan)


def _sources(result: pd.DataFrame) -> npt.NDArray[np.object_]:
    shares = result[["own_share", "category_share", "prior_share"]].to_numpy()
    names = np.array(["own prices", "category", "literature"], dtype=object)
    largest: npt.NDArray[np.object_] = names[shares.argmax(axis=1)]
    return largest


def _warnings(result: pd.DataFrame, history: pd.DataFrame, item: Codes) -> npt.NDArray[np.object_]:
    """One sentence on what the estimate rests on, where an owner should know."""
    derived = np.zeros(len(result), dtype=bool)
    derived[item[~history["offered"].to_numpy(dtype=bool)]] = True
    own = result["own_share"].to_numpy() > 0
    words = np.full(len(result), "", dtype=object)
    words[own & derived] = (
        "Prices are revenue per unit: a bulk discount looks like a response to price."
    )
    words[~own] = "The item's own price has hardly moved: the value is its category's."
    words[~own & (result["category_share"].to_numpy() == 0)] = (
        "No usable price history: the value is the average of published studies."
    )
    return words


def _sum_of(values: Vector, code: Codes, count: int) -> Vector:
    return np.bincount(code, weights=values, minlength=count).astype(np.float64)


def _mean_of(values: Vector, code: Codes, count: int) -> Vector:
    return _ratio(_sum_of(values, code, count), np.bincount(code, minlength=count).astype(float))


def _ratio(numerator: Vector, denominator: Vector) -> Vector:
    """Divide; zero where the denominator is zero."""
    out = np.zeros(np.broadcast(numerator, denominator).shape)
    return np.divide(numerator, denominator, out=out, where=np.asarray(denominator) != 0)
