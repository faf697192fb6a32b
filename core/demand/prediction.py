"""From a matrix of series to forecasts with their errors: what every entry point shares."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.demand import distribution
from core.demand.backtest import Backtest, look_back
from core.demand.engine import forecast_points
from core.demand.history import with_gaps_filled


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Forecast paths of N series over H periods.

    Attributes:
        mean: (H, N).
        model: (N,) name of the model.
        spread: (N,) standard deviation of the next period around its forecast.
        growth: exponent with which the error of summed demand grows with the periods summed.
        counts: (N,) whole units that vary more than a Poisson count.
        test: the look back behind spread and growth.
    """

    mean: NDArray[np.float64]
    model: NDArray[np.str_]
    spread: NDArray[np.float64]
    growth: float
    counts: NDArray[np.bool_]
    test: Backtest

    def quantile(self, probability: float) -> NDArray[np.float64]:
        """Units that each period's demand stays within with the given probability, (H, N)."""
        steps = np.arange(1, len(self.mean) + 1)[:, None]
        # The error of one period h ahead is what the error of the sum gains from h-1 to h.
        widening = np.sqrt(steps ** (2 * self.growth) - (steps - 1) ** (2 * self.growth))
        return distribution.quantile(probability, self.mean, self.spread * widening, counts=False)


def predict(units: NDArray[np.float64], *, season: int, horizon: int) -> Prediction:
    """Forecast every series and measure how far such forecasts were off.

    Args:
        units: (T, N), every series ending in the last row; NaN before its start and where
            unknown inside.
        season: periods of a season; 1 for none.
        horizon: periods ahead.
    """
    filled = with_gaps_filled(units)
    points = forecast_points(filled, season=season, horizon=horizon)
    test = look_back(filled, np.isfinite(units), season=season, horizon=horizon)
    spread = points.scale * test.cumulative_scale
    known = np.nan_to_num(units)
    whole = np.all(known == np.round(known), axis=0)
    return Prediction(
        mean=points.mean,
        model=points.model,
        spread=spread,
        growth=test.growth,
        counts=whole & distribution.over_dispersed(points.mean.mean(axis=0), spread),
        test=test,
    )
