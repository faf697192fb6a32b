"""How wrong forecasts from past origins were, by steps ahead and summed over periods."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

#: Steps ahead that are measured; beyond, errors grow on by the pooled rate.
LONGEST = 18
#: Past origins that count, the latest ones, and the weight of an origin one period older.
ORIGINS = 48
ORIGIN_DECAY = 0.95
#: Periods after its start before an item's own forecasts count.
WARM_UP = 12
#: Origins a step ahead must have been seen from before its error is believed.
FEWEST_ORIGINS = 4
#: Share of pooled growth in the error path of one item: its own long steps are few.
POOLED_SHARE = 0.3
#: Growth of summed error with the periods summed where nothing could be measured: between
#: independent errors (0.5) and one error that persists (1).
DEFAULT_GROWTH = 0.7
#: The same within a period.
WITHIN_PERIOD = 0.5


class PastErrors(NamedTuple):
    """Root mean squared errors of each item's forecasts from its past origins.

    Attributes:
        step: (K, n) of the period k ahead, NaN where too few origins.
        total: (K, n) of the sum of the next k periods, NaN where too few origins.
        jump: (n,) of the change from period to period.
    """

    step: Matrix
    total: Matrix
    jump: NDArray[np.float64]


def past_errors(
    values: NDArray[np.float32],
    first: NDArray[np.intp],
    level: NDArray[np.float32],
    trend: NDArray[np.float32] | None,
    phi: NDArray[np.float32] | None,
    horizon: int,
) -> PastErrors:
    """Measure the errors that level (and damped trend) made from each past origin.

    Args:
        values: (T, n), zeros before the start.
        first: (n,) starts.
        level: (T, n) level after each period.
        trend: (T, n) trend after each period; None where there is none.
        phi: (n,) damping of the trend.
        horizon: periods the forecast looks ahead.
    """
    length, width = values.shape
    reach = max(1, min(horizon, LONGEST, length // 2))
    jump = _jump(values, first)
    skip = max(0, length - ORIGINS - reach)
    values, level, first = values[skip:], level[skip:], first - skip
    rows = len(values)
    begin = _begin(rows, first)
    weight = ORIGIN_DECAY ** np.arange(rows)[::-1][:, None]
    weight = np.where(np.arange(rows)[:, None] >= begin, weight, 0).astype(np.float32)
    step, total = np.full((reach, width), np.nan), np.full((reach, width), np.nan)
    summed = np.zeros_like(values)
    damped = np.zeros(width, dtype=np.float32)
    for ahead in range(1, reach + 1):
        error = values[ahead:] - level[:-ahead]
        if trend is not None and phi is not None:
            damped = damped + phi**ahead
            error -= damped * trend[skip : len(trend) - ahead]
        origins = weight[:-ahead]
        amount = np.maximum(origins.sum(axis=0), 1e-9)
        summed[:-ahead] += error
        step[ahead - 1] = np.sqrt((error * error * origins).sum(axis=0) / amount)
        total[ahead - 1] = np.sqrt((summed[:-ahead] ** 2 * origins).sum(axis=0) / amount)
        few = rows - begin - ahead < min(FEWEST_ORIGINS, ahead + 1)
        step[ahead - 1, few] = total[ahead - 1, few] = np.nan
    return PastErrors(step=step, total=total, jump=jump)


def usual_rate(units: Matrix) -> NDArray[np.float64]:
    """Units of an average period among those whose errors `past_errors` measures, (n,).

    Args:
        units: (T, n) without season, NaN before the start only.
    """
    rows = units[-(ORIGINS + LONGEST) :]
    known = np.isfinite(rows)
    first = known.argmax(axis=0)
    weight = ORIGIN_DECAY ** np.arange(len(rows))[::-1][:, None]
    weight = np.where(known & (np.arange(len(rows))[:, None] > _begin(len(rows), first)), weight, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((np.nan_to_num(rows) * weight).sum(axis=0) / weight.sum(axis=0))


def _begin(rows: int, first: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the first origin whose errors count, (n,)."""
    return np.asarray(first + np.minimum(WARM_UP, (rows - first) // 2) - 1)


def _jump(values: NDArray[np.float32], first: NDArray[np.intp]) -> NDArray[np.float64]:
    """Root mean squared change over a year, a quarter of the history if shorter, (n,)."""
    lag = max(1, min(12, len(values) // 4))
    moved = values[lag:] - values[:-lag]
    inside = np.arange(lag, len(values))[:, None] >= first + lag
    total = np.where(inside, moved**2, 0).sum(axis=0)
    return np.asarray(np.sqrt(total / np.maximum(inside.sum(axis=0), 1)), dtype=np.float64)


def error_path(errors: PastErrors, horizon: int) -> Matrix:
    """Error by step ahead, (horizon, n): rising, an item's own mixed with the pooled growth.

    An item's own errors far ahead are few and overlap, so in the geometric mean they share with
    what all items' errors grow by, relative to how much the item jumps.
    """
    own = errors.step
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = own / errors.jump
    pooled = _medians(relative)
    guess = pooled[:, None] * errors.jump
    usable = np.isfinite(own) & (own > 0) & (guess > 0)
    mixed = np.where(usable, _mean_power(own, guess), np.where(np.isfinite(own), own, guess))
    mixed = np.maximum.accumulate(np.where(np.isfinite(mixed), mixed, 0.0), axis=0)
    reach = len(mixed)
    if horizon <= reach:
        return mixed[:horizon]
    middle = max(reach // 2, 1)
    growth = np.log(pooled[-1] / pooled[middle - 1]) / np.log(reach / middle) if reach > 1 else 0.3
    steps = np.arange(reach + 1, horizon + 1) / reach
    further = steps[:, None] ** float(np.clip(np.nan_to_num(growth, nan=0.3), 0, 0.5))
    return np.vstack([mixed, mixed[-1] * further])


def _mean_power(own: Matrix, guess: Matrix) -> Matrix:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(own ** (1 - POOLED_SHARE) * guess**POOLED_SHARE)


def _medians(relative: Matrix) -> NDArray[np.float64]:
    """Median over items by step, rising; steps nobody reached repeat the one before."""
    result = np.ones(len(relative))
    for index, row in enumerate(relative):
        known = row[np.isfinite(row)]
        before = result[index - 1] if index else 1.0
        result[index] = max(np.median(known), before if index else 0.0) if len(known) else before
    return result


def total_spread(
    mean: Matrix,
    *,
    error: NDArray[np.float64],
    usual: NDArray[np.float64],
    growth: NDArray[np.float64],
) -> Matrix:
    """Standard deviation of a total, from the units expected in it, (…, n).

    `error` x (`mean` / `usual`)^`growth`: as many periods as would usually sell so much. It grows
    with the units and not with the time, because time in which nothing is expected, such as after
    a collection's end, adds no doubt either. With 0.5 <= growth <= 1 a total that is expected to
    be larger is then stochastically larger: shape and scale of the gamma both rise, and so do rate
    and jumps of the negative binomial as a compound Poisson (jumps follow the logarithmic
    distribution). Every quantile of cumulative demand therefore rises with time.

    Args:
        mean: (…, n) units expected.
        error: (n,) root mean squared error of the total of one period.
        usual: (n,) units of the period that this error was measured on.
        growth: (n,) exponent that the error grows with, from period to period.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        periods = np.where(mean > 0, mean / usual, 0.0)
    # Within a period days err independently; across periods the level's error persists.
    return np.asarray(error * periods ** np.where(periods < 1, WITHIN_PERIOD, growth))


def total_growth(errors: PastErrors) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Error of one period and the exponent its sum grows with, (n,) each.

    The exponent is the mean of the item's own, over the steps it has, and the median item's.
    """
    reach = np.isfinite(errors.total).sum(axis=0)
    item = np.arange(errors.total.shape[1])
    one = errors.total[0]
    last = errors.total[np.maximum(reach - 1, 0), item]
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.log(last / one) / np.log(reach)
    known = np.isfinite(own) & (reach > 1)
    typical = float(np.median(own[known])) if known.any() else DEFAULT_GROWTH
    growth = np.where(known, 0.5 * own + 0.5 * typical, typical)
    return np.nan_to_num(one), np.clip(growth, 0.5, 1.0)
