"""From a matrix of series to forecasts with their errors: what every entry point shares."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from core.demand import distribution
from core.demand.backtest import COVERAGES, Backtest, blended, look_back, with_naive
from core.demand.engine import NAIVE, SMOOTHED, Paths, forecast_paths
from core.demand.errors import total_spread
from core.demand.history import with_gaps_filled
from core.demand.level_shift import LevelShift, find_level_shift, leveled
from core.demand.scale import Runner, here

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]

#: Items that sell fewer whole units a period than this have the quantiles of a count.
FEW_UNITS = 20.0
#: Share of the interval laid out in proportion instead of in units: demand is skewed to the right.
PROPORTIONAL_SHARE = 0.5
#: Standard deviation of a season's factors where no history reaches over one season: what the
#: months to come may bring is in no past error then. Root mean square, less chance, of the 1,428
#: monthly series of the M3 competition, their last 18 months left out.
UNSEEN_SEASON = 0.12


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Forecast paths of N series over H periods.

    Attributes:
        paths: means and errors as the engine states them.
        counts: (N,) demand in whole units, varying more than a Poisson count.
        signed: (N,) series with negative values: quantiles may fall below zero.
        test: the look back that calibrates the errors.
        step: lasting step of each series' level; what lies before it counts at the new level.
        unseen: standard deviation, as a share of the mean, of a season that no history has seen.
    """

    paths: Paths
    counts: NDArray[np.bool_]
    signed: NDArray[np.bool_]
    test: Backtest
    step: LevelShift
    unseen: float = 0.0

    @property
    def total_error(self) -> Vector:
        """Calibrated root mean squared error of the next period's total, (N,)."""
        return self.paths.total_error * self.test.factor

    def total_spread(self, mean: Matrix, index: NDArray[np.intp] | slice = slice(None)) -> Matrix:
        """Calibrated standard deviation of totals with these means, (…, N) or of the items asked.

        Args:
            mean: (…, N) or (…, K) units, of series that never go below zero.
            index: (K,) positions of items; by default all.
        """
        spread = total_spread(
            mean,
            error=self.total_error[index],
            usual=self.paths.usual[index],
            growth=self.paths.growth[index],
        )
        return np.hypot(spread, self.unseen * mean)

    def total(self, periods: int) -> tuple[Vector, Vector]:
        """Mean and standard deviation of the next periods' total, (N,) each."""
        mean = self.paths.mean[:periods].sum(axis=0)
        return mean, self.total_spread(mean)

    def take(self, index: NDArray[np.intp]) -> Self:
        """Return the prediction of the items at these positions; the look back stays whole."""
        test = replace(
            self.test,
            actual=self.test.actual[:, index],
            paths=None if self.test.paths is None else self.test.paths.take(index),
            factor=self.test.factor[index],
            step_factor=self.test.step_factor[index],
        )
        return replace(
            self,
            paths=self.paths.take(index),
            counts=self.counts[index],
            signed=self.signed[index],
            step=self.step.take(index),
            test=test,
        )

    def quantile(self, probability: float) -> Matrix:
        """Units that each period's demand stays within with the given probability, (H, N)."""
        mean = self.paths.mean
        few_units = self.counts & (mean.mean(axis=0) < FEW_UNITS) if len(mean) else self.counts
        wide = np.isin(self.paths.model, (SMOOTHED, NAIVE)) & ~few_units
        result = np.empty_like(mean)
        result[:, wide] = self._from_errors(probability, wide)
        few = ~wide
        error = self.paths.error[:, few] * self.test.step_factor[few]
        error = np.hypot(error, self.unseen * mean[:, few])
        result[:, few] = distribution.rounded_quantile(
            probability, mean[:, few], error, self.counts[few]
        )
        return np.where(self.signed, result, np.maximum(result, 0.0))

    def _from_errors(self, probability: float, chosen: NDArray[np.bool_]) -> Matrix:
        """Mean plus as many stated errors as the pooled errors of the look back say."""
        reach = np.array(
            [np.interp(abs(2 * probability - 1), COVERAGES, row) for row in self.test.reach]
        )
        steps = np.minimum(np.arange(len(self.paths.mean)), len(reach) - 1)
        mean = self.paths.mean[:, chosen]
        error = np.hypot(self.paths.error[:, chosen], self.unseen * mean)
        wanted = np.sign(probability - 0.5) * reach[steps][:, None] * error
        straight = mean + wanted
        with np.errstate(divide="ignore", invalid="ignore"):
            exponent = np.clip(wanted / mean, -5.0, 1.5)
        skewed = np.where(mean > 0, mean * np.exp(exponent), straight)
        share = np.where(self.signed[chosen], 0.0, PROPORTIONAL_SHARE)
        return np.asarray((1 - share) * straight + share * skewed)


def predict(
    units: Matrix,
    *,
    season: int,
    horizon: int,
    groups: NDArray[np.intp] | None = None,
    from_first_sale: bool = False,
    stand_in: Matrix | None = None,
    run: Runner = here,
) -> Prediction:
    """Forecast every series and measure how far such forecasts were off.

    Args:
        units: (T, N), every series ending in the last row; NaN before its start and where
            unknown inside.
        season: periods of a season; 1 for none.
        horizon: periods ahead.
        groups: (N,) numbers of groups that share a season, see `seasonal_factors`.
        from_first_sale: series start because something sold, see `forecast_paths`.
        stand_in: (T, N) what to take for unknown periods inside; NaN for the mean of neighbors.
        run: where chunks of series are filtered, see `core.demand.scale`.
    """
    shift = _shift(units)
    known_or_meant = units if stand_in is None else np.where(np.isfinite(units), units, stand_in)
    filled = with_gaps_filled(known_or_meant + shift)
    step = find_level_shift(filled, season=season)
    paths = forecast_paths(
        leveled(filled, step),
        season=season,
        horizon=horizon,
        groups=groups,
        from_first_sale=from_first_sale,
        run=run,
    )
    known = np.nan_to_num(units)
    whole = np.all(known == np.round(known), axis=0)
    # Of one usual period: the totals of a longer time then vary more than a count as well.
    counts = whole & distribution.over_dispersed(paths.usual, paths.total_error)
    test = look_back(
        filled,
        np.isfinite(units),
        season=season,
        horizon=horizon,
        model=paths.model,
        counts=counts,
        groups=groups,
        from_first_sale=from_first_sale,
        run=run,
    )
    paths = with_naive(blended(paths, test.trend_share, test.life_share), test, filled)
    if test.paths is not None:
        test = replace(test, actual=test.actual - shift, paths=_shifted(test.paths, -shift))
    return Prediction(
        paths=_shifted(paths, -shift),
        counts=counts,
        signed=shift > 0,
        test=test,
        step=step,
        unseen=UNSEEN_SEASON if 1 < len(units) < season else 0.0,
    )


def _shift(units: Matrix) -> Vector:
    """What lifts series with negative values well above zero, where the engine works, (N,)."""
    known = np.nan_to_num(units)
    low, high = known.min(axis=0, initial=0), known.max(axis=0, initial=0)
    return np.where(low < 0, (high - low) - low, 0.0)


def _shifted(paths: Paths, shift: Vector) -> Paths:
    return paths._replace(mean=paths.mean + shift, level=paths.level + shift)
