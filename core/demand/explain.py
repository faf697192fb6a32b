"""One item's demand laid open: its history, its forecast, and the parts of its history."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.demand.forecast import DemandForecast

#: A season is told from noise only when it was seen at least this often.
FEWEST_SEASONS = 2

#: Periods of a month-long rhythm within weekly sales, where no full year twice is known.
SHORT_SEASON = {"W": 4, "M": 3}


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """History split by STL: units = trend + season + rest.

    Attributes:
        frame: period, units, trend, season, rest.
        season_periods: periods after which the season repeats.
        season_strength: share of the detrended movement that repeats, 0 to 1
            (Wang, Smith and Hyndman, 2006).
    """

    frame: pd.DataFrame
    season_periods: int
    season_strength: float


def item_history(forecast: DemandForecast, sku: str | None) -> pd.DataFrame:
    """Return period and units of one item, or summed over all items when `sku` is None.

    Units are NaN before an item's first sale and where it was out of stock; in the sum these
    count as nothing sold.
    """
    units = (
        np.nansum(forecast.history, axis=1)
        if sku is None
        else forecast.history[:, _position(forecast, sku)]
    )
    return pd.DataFrame({"period": forecast.calendar.history_periods, "units": units})


def item_forecast(forecast: DemandForecast, sku: str) -> pd.DataFrame:
    """Return period, mean, q10, q50, q90 and model of one item.

    Raises:
        KeyError: the item never sold; its demand is unknown.
    """
    own = forecast.take(np.array([_position(forecast, sku)]))
    return own.frame((0.1, 0.5, 0.9)).drop(columns="sku")


def components(history: pd.DataFrame, *, freq: str, season: int) -> Components | None:
    """Split one item's history in trend, season and rest; None when it is too short.

    Args:
        history: period, units (NaN before the first sale; later gaps are interpolated).
        freq: "W" or "M".
        season: periods of a year; a shorter rhythm is used where two years are not known.
    """
    # Imported here: statsmodels takes about two seconds that no other page should wait.
    from statsmodels.tsa.seasonal import STL

    known = history.loc[history["units"].first_valid_index() :] if len(history) else history
    length = len(known)
    repeat = season if length >= FEWEST_SEASONS * season else SHORT_SEASON[freq]
    if length < FEWEST_SEASONS * repeat + 1 or known["units"].isna().all():
        return None
    units = known["units"].interpolate(limit_direction="both").to_numpy(dtype=np.float64)
    parts = STL(units, period=repeat, robust=True).fit()
    moving = float(np.var(parts.seasonal + parts.resid))
    strength = max(0.0, 1 - float(np.var(parts.resid)) / moving) if moving > 0 else 0.0
    frame = pd.DataFrame(
        {
            "period": known["period"].to_numpy(),
            "units": units,
            "trend": parts.trend,
            "season": parts.seasonal,
            "rest": parts.resid,
        }
    )
    return Components(frame=frame, season_periods=repeat, season_strength=strength)


def _position(forecast: DemandForecast, sku: str) -> int:
    place = int(forecast.for_skus([sku])[0])
    if place < 0:
        raise KeyError(f"no sales of {sku!r}: its demand is unknown")
    return place
