"""One honest look back: forecast the last periods from before them, and learn from the errors.

The errors of all items, each divided by the error stated for it, are pooled: one item's history
is far too short to know its own 95 % point, the whole assortment's is not (split conformal
prediction across items; Lei et al. 2018, JASA 113:1094).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from core.demand import distribution
from core.demand.engine import NAIVE, SMOOTHED, Paths, forecast_paths
from core.demand.errors import total_spread
from core.demand.scale import Runner, here

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]

#: Share of the history that the look back may take.
HELD_OUT = 1 / 3
#: Longest look back in periods.
LONGEST = 18
#: Neighboring steps ahead whose errors are pooled with those of a step.
NEIGHBORS = 2
#: Scaled errors needed before they replace the shape of the normal.
FEWEST_ERRORS = 200
#: Coverages at which the pooled errors are tabulated; between them linear.
COVERAGES = np.concatenate([np.linspace(0, 0.995, 200), [0.999]])
#: Service level at which stated and seen errors of totals are made to agree.
CALIBRATED_LEVEL = 0.95
#: Totals over so many periods are compared.
TOTALS = (1, 2, 3, 6, 12)
#: Items that suffice to calibrate on, taken at regular distance.
SAMPLE = 1000
#: The model has lost to the naive forecast with errors so many times as large, seen over at
#: least so many periods.
LOST = 3.0
FEWEST_TO_LOSE = 6
#: Factors tried on the stated errors of totals. None is below one: a quiet look back is luck more
#: often than skill, and where most periods sell nothing a larger error can even lower a quantile,
#: so that the best is looked up and not solved for.
FACTORS = (1.0, 1.1, 1.2, 1.3, 1.4, 1.5)


@dataclass(frozen=True, slots=True, eq=False)
class Backtest:
    """What one look back taught.

    Attributes:
        periods: length of the look back; 0 when the history is too short for one.
        season: periods of a season.
        actual: (B, N) units sold, NaN where unknown.
        paths: what would have been forecast; None when there was no look back.
        reach: (B or 1, C) how many stated errors cover each share of `COVERAGES`, by step ahead.
        factor: (N,) what stated errors of totals are to be multiplied with.
        step_factor: (N,) the same for the errors of single periods of items that sell few units.
        trend_share: share of the trended forecast, the rest being the level's.
        life_share: how far items go the way of those that were their age before.
    """

    periods: int
    season: int
    actual: Matrix
    paths: Paths | None
    reach: Matrix
    factor: Vector
    step_factor: Vector
    trend_share: float
    life_share: float


def look_back(
    units: Matrix,
    observed: NDArray[np.bool_],
    *,
    season: int,
    horizon: int,
    model: NDArray[np.str_],
    counts: NDArray[np.bool_],
    groups: NDArray[np.intp] | None,
    from_first_sale: bool,
    run: Runner = here,
) -> Backtest:
    """Forecast the last periods of every series from the periods before them.

    Args:
        units: (T, N) with gaps filled, NaN before the start.
        observed: (T, N) where units are real, not filled in.
        season: periods of a year.
        horizon: periods the forecast will look ahead.
        model: (N,) model of the forecast proper; its errors are calibrated by model.
        counts: (N,) demand in whole units.
        groups: see `forecast_paths`.
        from_first_sale: see `forecast_paths`.
        run: see `forecast_paths`.
    """
    length, width = units.shape
    periods = min(horizon, LONGEST, int(length * HELD_OUT))
    normal = special.ndtri((1 + COVERAGES) / 2)[None]
    if periods < 1 or length - periods < 2:
        none = np.empty((0, width))
        return Backtest(0, season, none, None, normal, np.ones(width), np.ones(width), 1.0, 0.0)
    paths = forecast_paths(
        units[:-periods],
        season=season,
        horizon=periods,
        groups=groups,
        from_first_sale=from_first_sale,
        run=run,
    )
    actual = np.where(observed, units, np.nan)[-periods:]
    share = _trend_share(actual, paths)
    life = _life_share(actual, blended(paths, share, 0.0))
    paths = blended(paths, share, life)
    reach = _reach(actual, paths)
    factor, step_factor = np.ones(width), np.ones(width)
    for name in np.unique(paths.model):
        sample = _sample(actual, paths, paths.model == name)
        factor[model == name] = _total_factor(actual, paths, sample, counts)
        step_factor[model == name] = _step_factor(actual, paths, sample, counts)
    reach = normal if reach is None else reach
    return Backtest(periods, season, actual, paths, reach, factor, step_factor, share, life)


def blended(paths: Paths, trend_share: float, life_share: float) -> Paths:
    """Return the paths with the mean moved toward the level, and along the life of its age.

    The error of single periods shrinks with the root of the mean, as that of a count.
    """
    mean = trend_share * paths.mean + (1 - trend_share) * paths.level
    kept = 1 - life_share * (1 - paths.life)
    return paths._replace(mean=mean * kept, error=paths.error * np.sqrt(kept))


def _life_share(actual: Matrix, paths: Paths) -> float:
    """How far items went the way of their age in the look back; a little less in doubt.

    Least squares as for the trend, toward no life cycle by a tenth of the evidence. Where the look
    back knew no launches, the items since do not make it up: none is believed.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        missed = (actual - paths.mean) / paths.error
        moved = paths.mean * (paths.life - 1) / paths.error
    known = np.isfinite(missed) & np.isfinite(moved) & (moved < 0)
    if known.sum() < FEWEST_ERRORS:
        return 0.0
    missed, moved = np.clip(missed[known], -4, 4), np.clip(moved[known], -4, 4)
    return float(np.clip((missed * moved).sum() / (moved**2).sum() / 1.1, 0, 1))


def _trend_share(actual: Matrix, paths: Paths) -> float:
    """Share of the trended forecast that fits the look back best; all of it in doubt.

    Least squares over all items and periods in units of the stated error, with a pull toward
    the trended forecast worth a fifth of the evidence.
    """
    chosen = paths.model == SMOOTHED
    with np.errstate(divide="ignore", invalid="ignore"):
        missed, moved = (
            (path - paths.level)[:, chosen] / paths.error[:, chosen]
            for path in (actual, paths.mean)
        )
    known = np.isfinite(missed) & np.isfinite(moved)
    if known.sum() < FEWEST_ERRORS:
        return 1.0
    # A few items that exploded or died must not decide for all.
    missed, moved = np.clip(missed[known], -4, 4), np.clip(moved[known], -4, 4)
    power = float((moved**2).sum())
    fitted = float((missed * moved).sum()) / power if power > 0 else 1.0
    return float(np.clip((fitted + 0.2) / 1.2, 0, 1))


def naive_path(units: Matrix, horizon: int, season: int) -> Matrix:
    """Last season repeated where a full one is known, else the last period, (horizon, N)."""
    path = np.repeat(units[-1:], horizon, axis=0)
    if len(units) >= season > 1:
        again = units[len(units) - season + np.arange(horizon) % season]
        path = np.where(np.isfinite(units[-season]), again, path)
    return path


def with_naive(paths: Paths, test: Backtest, units: Matrix) -> Paths:
    """Return the paths with the naive forecast, and its name, where the model clearly lost.

    Clearly: in both halves of the look back the model's absolute errors were three times as
    large as those of repeating the last season or period. Items that sell now and then are left
    out: there absolute error favors forecasting nothing.

    Args:
        paths: the forecast proper.
        test: its look back.
        units: (T, N) history with gaps filled.
    """
    if test.paths is None or test.periods < FEWEST_TO_LOSE:
        return paths
    naive = naive_path(units[: -test.periods], test.periods, test.season)
    middle = test.periods // 2
    lost = (paths.model == SMOOTHED) & (test.paths.model == SMOOTHED)
    for half in (slice(None, middle), slice(middle, None)):
        known = np.isfinite(test.actual[half])
        errors = (
            np.where(known, np.abs(path[half] - test.actual[half]), 0.0).sum(axis=0)
            for path in (test.paths.mean, naive)
        )
        lost &= next(errors) > LOST * next(errors)
    naive = naive_path(units, len(paths.mean), test.season)
    return paths._replace(
        mean=np.where(lost, naive, paths.mean),
        usual=np.where(lost, naive.mean(axis=0), paths.usual),
        model=np.where(lost, NAIVE, paths.model),
    )


def _reach(actual: Matrix, paths: Paths) -> Matrix | None:
    """Quantiles of absolute scaled errors by step ahead, (B, C); None when there are too few."""
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = np.abs(actual - paths.mean) / paths.error
    scaled = scaled[:, paths.model == SMOOTHED]
    rows = []
    for step in range(len(scaled)):
        near = scaled[max(0, step - NEIGHBORS) : step + NEIGHBORS + 1].ravel()
        near = near[np.isfinite(near)]
        if len(near) < FEWEST_ERRORS:
            return None
        rows.append(np.quantile(near, COVERAGES))
    return np.stack(rows)


def _sample(actual: Matrix, paths: Paths, chosen: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Positions of items to calibrate on."""
    usable = np.flatnonzero(chosen & np.isfinite(actual).all(axis=0) & (paths.total_error > 0))
    return usable[:: max(1, len(usable) // SAMPLE)]


def _total_factor(
    actual: Matrix, paths: Paths, sample: NDArray[np.intp], counts: NDArray[np.bool_]
) -> float:
    """Factor with which nearest to 95 % of the totals stay within their 95 % quantile."""
    steps = np.array([step for step in TOTALS if step <= len(actual)])
    if len(sample) * len(steps) < FEWEST_ERRORS:
        return 1.0
    sold = np.cumsum(actual[:, sample], axis=0)[steps - 1]
    mean = np.cumsum(paths.mean[:, sample], axis=0)[steps - 1]
    error = total_spread(
        mean,
        error=paths.total_error[sample],
        usual=paths.usual[sample],
        growth=paths.growth[sample],
    )
    whole = np.broadcast_to(counts[sample], sold.shape)
    misses = []
    for factor in FACTORS:
        # Within the quantile in whole units: the chance of less than that is below the level.
        below = distribution.cdf(sold - whole, mean, error * factor, whole)
        misses.append(abs((below < CALIBRATED_LEVEL).mean() - CALIBRATED_LEVEL))
    return FACTORS[int(np.argmin(misses))]


def _step_factor(
    actual: Matrix, paths: Paths, sample: NDArray[np.intp], counts: NDArray[np.bool_]
) -> float:
    """Factor with which nearest to 95 % of single periods stay within the 95 % interval."""
    if sample.size * len(actual) < FEWEST_ERRORS:
        return 1.0
    sold, mean, error = (a[:, sample] for a in (actual, paths.mean, paths.error))
    tail = (1 - CALIBRATED_LEVEL) / 2
    misses = []
    for factor in FACTORS:
        low, high = (
            distribution.rounded_quantile(p, mean, error * factor, counts[sample])
            for p in (tail, 1 - tail)
        )
        covered = ((sold >= low) & (sold <= high)).mean()
        misses.append(abs(covered - CALIBRATED_LEVEL))
    return FACTORS[int(np.argmin(misses))]
