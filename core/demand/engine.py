"""Forecasts of every item at once: which model, its mean path and its errors."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.demand.classify import ADI_CUT, demand_intervals
from core.demand.errors import (
    DEFAULT_GROWTH,
    PastErrors,
    error_path,
    past_errors,
    total_growth,
    usual_rate,
)
from core.demand.intermittent import intermittent_rate, plain_mean
from core.demand.life_cycle import life_shares
from core.demand.scale import Runner, here
from core.demand.seasonality import seasonal_factors
from core.demand.smoothing import damped_holt, theta

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]

#: Series a chunk holds: the state of a grid over so many stays in the processor's cache.
CHUNK = 512
#: From so many observed periods a trend and a smoothed level are worth estimating.
FULL_HISTORY = 12
#: Periods that the level of new items alike counts for in that of one, and how many it takes.
ALIKE_PERIODS = 0.5
FEWEST_ALIKE = 5
#: Smoothing of the level that an intermittent item's past errors are measured against.
ERROR_ALPHA = 0.1

SMOOTHED = "damped trend and theta"
INTERMITTENT = "intermittent mean"
SHORT = "shrunk mean"
NAIVE = "naive"
MODELS = (SMOOTHED, INTERMITTENT, SHORT, NAIVE)


class Paths(NamedTuple):
    """What the engine forecasts.

    Attributes:
        mean: (H, N) expected units a period.
        error: (H, N) root mean squared error of each period's forecast.
        total_error: (N,) root mean squared error of the next period's total.
        usual: (N,) units of the periods which that error was measured on, see `usual_rate`.
        growth: (N,) exponent with which the error of a total grows, see `total_spread`.
        model: (N,) name of the model.
        level: (H, N) what a level without trend would forecast; the mean itself where the model
            has no trend.
        life: (H, N) share of the forecast that items of that age kept in the past.
    """

    mean: Matrix
    error: Matrix
    total_error: Vector
    usual: Vector
    growth: Vector
    model: NDArray[np.str_]
    level: Matrix
    life: Matrix

    def take(self, index: NDArray[np.intp]) -> "Paths":
        """Return the paths of the series at these positions."""
        return Paths(
            mean=self.mean[:, index],
            error=self.error[:, index],
            total_error=self.total_error[index],
            usual=self.usual[index],
            growth=self.growth[index],
            model=self.model[index],
            level=self.level[:, index],
            life=self.life[:, index],
        )


def forecast_paths(
    units: Matrix,
    *,
    season: int,
    horizon: int,
    groups: NDArray[np.intp] | None = None,
    from_first_sale: bool = False,
    run: Runner = here,
) -> Paths:
    """Forecast every series of a matrix.

    Args:
        units: (T, N) right-aligned, NaN before the start only; a series without any known
            period gets NaN.
        season: periods of a year; 1 for no season.
        horizon: periods ahead.
        groups: (N,) numbers of groups that share a season, see `seasonal_factors`.
        from_first_sale: series start because something sold. That first sale then says when the
            item was first seen, not how often it sells: rates of sparse items leave it out.
        run: where chunks of smoothed series are filtered.
    """
    length = np.isfinite(units).sum(axis=0)
    sparse = demand_intervals(units) >= ADI_CUT
    factors = seasonal_factors(units, season, groups=groups, sparse=sparse)
    plain = units / factors[(np.arange(len(units)) - len(units)) % len(factors)]
    smooth = (length >= FULL_HISTORY) & ~sparse
    short = (length > 0) & (length < FULL_HISTORY)
    model = np.select([smooth, short], [SMOOTHED, SHORT], INTERMITTENT)
    width = units.shape[1]
    paths = Paths(
        mean=np.full((horizon, width), np.nan),
        error=np.full((horizon, width), np.nan),
        total_error=np.full(width, np.nan),
        usual=np.full(width, np.nan),
        growth=np.full(width, DEFAULT_GROWTH),
        model=model,
        level=np.full((horizon, width), np.nan),
        # Where a series begins by chance, its age says nothing.
        life=life_shares(plain, horizon) if from_first_sale else np.ones((horizon, width)),
    )
    if smooth.any():
        part = plain[:, smooth]
        _fill(paths, smooth, part, *_smoothed(part, horizon, run))
        paths.level[:, smooth] = intermittent_rate(part, season=season, horizon=horizon)
    sparse &= ~short & (length > 0)
    if sparse.any():
        part = _without_first_sale(plain[:, sparse]) if from_first_sale else plain[:, sparse]
        _fill(paths, sparse, part, *_intermittent(part, season, horizon))
    if short.any():
        alike = groups[short] if groups is not None and from_first_sale else None
        _fill_short(paths, short, plain[:, short], 0.5 if from_first_sale else 1.0, alike)
    paths.level[:, ~smooth] = paths.mean[:, ~smooth]
    ahead = factors[np.arange(horizon) % len(factors)]
    mean, level = (np.maximum(path * ahead, 0) for path in (paths.mean, paths.level))
    # What sold only before its errors count has no other period than the coming ones.
    expected = paths.mean.mean(axis=0) if horizon else paths.usual
    usual = np.where(paths.usual > 0, paths.usual, np.maximum(expected, 0))
    return paths._replace(mean=mean, level=level, error=paths.error * ahead, usual=usual)


def _fill(
    paths: Paths, at: NDArray[np.bool_], units: Matrix, mean: Matrix, errors: PastErrors
) -> None:
    paths.mean[:, at] = mean
    paths.error[:, at] = error_path(errors, len(mean))
    paths.total_error[at], paths.growth[at] = total_growth(errors)
    paths.usual[at] = usual_rate(units)


def _fill_short(
    paths: Paths,
    at: NDArray[np.bool_],
    units: Matrix,
    first_weight: float,
    groups: NDArray[np.intp] | None,
) -> None:
    level = shrunk_mean(units, first_weight=first_weight)
    level = level if groups is None else toward_alike(level, units, groups)
    paths.mean[:, at] = paths.usual[at] = level
    paths.error[:, at] = paths.total_error[at] = _spread(units)


def _without_first_sale(units: Matrix) -> Matrix:
    """Blank the first known period where something sold in it."""
    first = np.isfinite(units).argmax(axis=0)
    item = np.arange(units.shape[1])
    left = units.copy()
    left[first, item] = np.where(units[first, item] > 0, np.nan, units[first, item])
    return left


def shrunk_mean(units: Matrix, *, first_weight: float = 1.0) -> Vector:
    """Level of a short history, (n,): recent and plain mean, the recent by its share of a year.

    Args:
        units: (T, n), NaN before the start only.
        first_weight: weight of the first period, below one where it is known for having sold.
    """
    seen = np.isfinite(units)
    count = seen.sum(axis=0)
    begin = seen.argmax(axis=0)
    extra = (1 - first_weight) * (count > 1)
    total = np.nansum(units, axis=0) - extra * units[begin, np.arange(units.shape[1])]
    mean = total / np.maximum(count - extra, first_weight)
    recent = mean.copy()
    for value, known in zip(np.nan_to_num(units), seen, strict=True):
        recent += 0.3 * known * (value - recent)
    return np.asarray(mean + (recent - mean) * count / FULL_HISTORY)


def toward_alike(level: Vector, units: Matrix, groups: NDArray[np.intp]) -> Vector:
    """Draw levels of short histories toward that of new items of their category, (n,).

    One period's sales are mostly chance; what its like sell in their first periods is not.

    Args:
        level: (n,) of each item alone.
        units: (T, n), NaN before the start only.
        groups: (n,) numbers of categories, -1 for none.
    """
    count = np.isfinite(units).sum(axis=0)
    named = groups >= 0
    size = np.bincount(groups[named], minlength=1)
    typical = np.bincount(groups[named], weights=level[named], minlength=1) / np.maximum(size, 1)
    alike = named & (size[groups] >= FEWEST_ALIKE)
    own = count / (count + ALIKE_PERIODS)
    return np.where(alike, own * level + (1 - own) * typical[groups], level)


def _spread(units: Matrix) -> Vector:
    """Standard deviation around the mean, widened for the mean being estimated, (n,)."""
    count = np.isfinite(units).sum(axis=0)
    mean = plain_mean(units)
    error = np.nansum((units - mean) ** 2, axis=0) / np.maximum(count - 1, 1)
    # Few periods say little of spread: as for a Poisson count, the mean stands in for as many.
    variance = (error * np.maximum(count - 1, 0) + mean) / np.maximum(count, 1)
    return np.asarray(np.sqrt(variance * (1 + 1 / np.maximum(count, 1))))


def _smoothed(units: Matrix, horizon: int, run: Runner) -> tuple[Matrix, PastErrors]:
    """Damped trend and theta, in chunks of series ordered by their start."""
    first = np.isfinite(units).argmax(axis=0)
    order = np.argsort(first, kind="stable")
    chunks = [order[begin : begin + CHUNK] for begin in range(0, len(order), CHUNK)]
    parts = run(_smooth_chunk, [(units[:, chunk], first[chunk], horizon) for chunk in chunks])
    back = np.argsort(order, kind="stable")
    mean = np.hstack([path for path, _ in parts])[:, back]
    step, total = (
        np.hstack([getattr(errors, name) for _, errors in parts])[:, back]
        for name in ("step", "total")
    )
    jump = np.concatenate([errors.jump for _, errors in parts])
    return mean, PastErrors(step, total, jump[back])


def _smooth_chunk(
    units: Matrix, starts: NDArray[np.intp], horizon: int
) -> tuple[Matrix, PastErrors]:
    """Paths and past errors of series ordered by their start."""
    part = np.nan_to_num(units)
    size = part.sum(axis=0) / (len(units) - starts)
    values = (part / np.where(size > 0, size, 1.0)).astype(np.float32)
    holt = damped_holt(values, starts, horizon)
    path = 0.5 * (holt.path + theta(values, starts, horizon))
    errors = past_errors(values, starts, holt.level, holt.trend, holt.phi, horizon)
    scaled = PastErrors(errors.step * size, errors.total * size, errors.jump * size)
    return path * size, scaled


def _intermittent(units: Matrix, season: int, horizon: int) -> tuple[Matrix, PastErrors]:
    """A level rate, and the errors a slowly smoothed level made."""
    rate = intermittent_rate(units, season=season, horizon=horizon)
    seen, filled = np.isfinite(units), np.nan_to_num(units)
    level = np.zeros_like(filled)
    state, count = np.zeros(units.shape[1]), np.zeros(units.shape[1])
    for now, (value, known) in enumerate(zip(filled, seen, strict=True)):
        count += known
        state = state + np.maximum(ERROR_ALPHA, 1 / np.maximum(count, 1)) * known * (value - state)
        level[now] = state
    first = seen.argmax(axis=0)
    errors = past_errors(
        filled.astype(np.float32), first, level.astype(np.float32), None, None, horizon
    )
    return np.broadcast_to(rate, (horizon, len(rate))), errors
