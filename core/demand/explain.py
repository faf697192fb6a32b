"""One item's demand laid open: its history, its forecast, and the parts of its history."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.demand.engine import INTERMITTENT, NAIVE, SHORT, forecast_paths
from core.demand.forecast import DemandForecast
from core.demand.history import with_gaps_filled
from core.demand.treatment import OUT_OF_STOCK, SCALED

#: A season is told from noise only when it was seen at least this often.
FEWEST_SEASONS = 2

#: Periods of a month-long rhythm within weekly sales, where no full year twice is known.
SHORT_SEASON = {"W": 4, "M": 3}


#: Latest periods whose one-step errors are checked, and the fewest that a check takes.
MOST_ERRORS, FEWEST_ERRORS = 36, 12
#: Periods that must be known before the first of them.
KNOWN_BEFORE = 8
#: Lags of autocorrelation tested together, at most a fifth of the errors (Hyndman).
MOST_LAGS = 10

#: Parts that a forecast is the weighted mean of, by model, with their weights.
PARTS: dict[str, tuple[tuple[str, float], ...]] = {
    INTERMITTENT: (
        ("what became of such rates over the assortment", 1 / 2),
        ("simple exponential smoothing (SES)", 1 / 6),
        ("size and probability smoothed apart (TSB)", 1 / 6),
        ("smoothing on sums of several periods (IMAPA)", 1 / 6),
    ),
    SHORT: (("mean of the short history, drawn toward new items of its category", 1.0),),
    NAIVE: (("the past repeated", 1.0),),
}


@dataclass(frozen=True, slots=True)
class ResidualCheck:
    """Whether one-step errors of the past still hold something that a forecast could use.

    Attributes:
        errors: how many were checked.
        lags: lags of autocorrelation tested together.
        p_value: of the Ljung-Box test; small where errors follow from one another.
        first_lag: autocorrelation of neighboring errors, -1 to 1.
        mean: mean of sold less forecast, units a period.
        mean_error: standard error of that mean.
    """

    errors: int
    lags: int
    p_value: float
    first_lag: float
    mean: float
    mean_error: float


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


def out_of_stock(treatments: pd.DataFrame) -> pd.DataFrame:
    """Return the treatments of periods that were out of stock, in whole or in part."""
    return treatments[treatments["treatment"].isin((OUT_OF_STOCK, SCALED))]


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


def model_weights(forecast: DemandForecast, sku: str) -> pd.DataFrame:
    """Return part, weight (fractions that add up to one) of the model's forecast of an item.

    How much of the trend is believed is learned from the look back over all items.

    Raises:
        KeyError: the item never sold.
    """
    model = str(forecast.model[_position(forecast, sku)])
    trended = forecast.prediction.test.trend_share
    parts = PARTS.get(model) or (
        ("damped trend, averaged over its settings", trended / 2),
        ("theta method, averaged over its settings", trended / 2),
        ("level without trend, the item's own", (1 - trended) / 2),
        ("what became of such levels over the assortment", (1 - trended) / 2),
    )
    return pd.DataFrame(parts, columns=["part", "weight"]).query("weight > 0")


def kept_by_age(forecast: DemandForecast, sku: str) -> float:
    """Share of an item's level that the forecast keeps for its age, 1 where age says nothing.

    Over the whole forecast; see `core.demand.life_cycle`.

    Raises:
        KeyError: the item never sold.
    """
    life = forecast.prediction.paths.life[:, _position(forecast, sku)]
    return 1 - forecast.prediction.test.life_share * (1 - float(life.mean()))


def level_step(forecast: DemandForecast, sku: str) -> tuple[pd.Timestamp, float] | None:
    """First period of an item's new level and the factor it stepped by; None where it did not.

    What lies before the step counts at the new level, see `core.demand.level_shift`. A forecast
    that repeats the past does not use it.

    Raises:
        KeyError: the item never sold.
    """
    position = _position(forecast, sku)
    step = forecast.prediction.step
    since = int(step.since[position])
    if since == 0 or forecast.model[position] == NAIVE:
        return None
    return forecast.calendar.history_periods[-since], float(step.factor[position])


def residual_check(forecast: DemandForecast, sku: str) -> ResidualCheck | None:
    """Forecast an item's latest periods one step ahead each, and test the errors for a pattern.

    By the same engine on the item alone, without what its category would lend it. None when the
    history is too short or nothing varies. Ljung and Box (1978), Biometrika 65:297.

    Raises:
        KeyError: the item never sold.
    """
    # Imported here: statsmodels takes about two seconds that no other page should wait.
    from statsmodels.stats.diagnostic import acorr_ljungbox
    from statsmodels.tsa.stattools import acf

    position = _position(forecast, sku)
    filled = with_gaps_filled(forecast.history[:, [position]])[:, 0]
    series = filled[np.isfinite(filled).argmax() :]
    count = min(MOST_ERRORS, len(series) - KNOWN_BEFORE)
    if count < FEWEST_ERRORS:
        return None
    # The history as it was known at each origin is a series of its own, all in one matrix.
    begins = np.arange(len(series) - count, len(series))
    known = np.full((len(series) - 1, count), np.nan)
    for column, begin in enumerate(begins):
        known[len(known) - begin :, column] = series[:begin]
    season = forecast.calendar.season
    path = forecast_paths(known, season=season, horizon=1, from_first_sale=True).mean[0]
    errors = series[begins] - path
    errors = errors[np.isfinite(errors)]
    if len(errors) < FEWEST_ERRORS or np.ptp(errors) < 1e-9 * max(1.0, float(series.max())):
        return None
    lags = max(1, min(MOST_LAGS, len(errors) // 5))
    test = acorr_ljungbox(errors, lags=[lags])
    return ResidualCheck(
        errors=len(errors),
        lags=lags,
        p_value=float(test["lb_pvalue"].iloc[0]),
        first_lag=float(acf(errors, nlags=1, fft=False)[1]),
        mean=float(errors.mean()),
        mean_error=float(errors.std(ddof=1) / np.sqrt(len(errors))),
    )


def _position(forecast: DemandForecast, sku: str) -> int:
    place = int(forecast.for_skus([sku])[0])
    if place < 0:
        raise KeyError(f"no sales of {sku!r}: its demand is unknown")
    return place
