"""Demand and readiness, in words."""

import datetime as dt
import math
from collections.abc import Mapping

import pandas as pd

from core.charts.formats import Day, Formats
from core.demand import ResidualCheck, RollingTest

DAYS_PER_MONTH = 365.2425 / 12
WEEKS_PER_MONTH = DAYS_PER_MONTH / 7
WEEKS_PER_YEAR = 365.2425 / 7


def forecast_sentence(
    formats: Formats,
    *,
    per_week: float,
    on_hand: float,
    as_of: dt.date,
    reorder_point: float = float("nan"),
    service_level: float = float("nan"),
    stockout_date: Day = None,
) -> str:
    """Say how one item sells, what makes it ready for the lead time, and when it runs out.

    Args:
        formats: how numbers are read.
        per_week: expected demand; NaN without sales history.
        on_hand: units in stock.
        as_of: the day the stock list speaks of.
        reorder_point: units that cover the lead time at the service level.
        service_level: probability of no stock-out before an order arrives.
        stockout_date: expected day the stock is gone; None when beyond the forecast.
    """
    if math.isnan(per_week):
        return "Demand is unknown, not zero: no sales of this item were given"
    parts = [_pace(per_week, formats)]
    if reorder_point > 0 and service_level > 0:
        ready = formats.percent(service_level)
        parts.append(f"{ready} ready with {formats.units(reorder_point)} on hand")
    parts.append(_end(on_hand, per_week, stockout_date, as_of, formats))
    return "; ".join(part for part in parts if part)


def _pace(per_week: float, formats: Formats) -> str:
    """Say a rate in the unit of time in which it is a number one can picture."""
    if per_week * WEEKS_PER_YEAR < 0.5:
        return "Not expected to sell"
    for rate, time in ((per_week, "week"), (per_week * WEEKS_PER_MONTH, "month")):
        if rate >= 1:
            rounded = round(rate) if rate >= 10 else round(rate, 1)
            return f"Sells about {formats.units(rounded)} a {time}"
    return f"Sells about {formats.units(round(per_week * WEEKS_PER_YEAR))} a year"


def _end(
    on_hand: float, per_week: float, stockout_date: Day, as_of: dt.date, formats: Formats
) -> str:
    if math.isnan(on_hand):
        return "the units on hand are unknown"
    if on_hand <= 0:
        return "out of stock"
    if stockout_date is not None and not pd.isna(stockout_date):
        return f"runs out on {formats.day_month(stockout_date, near=as_of)}"
    stays = per_week * WEEKS_PER_YEAR < 0.5
    return f"{formats.units(on_hand)} on hand " + ("stay" if stays else "outlast the forecast")


#: Difference of two errors, as a share of the larger one, that is no difference.
_EVEN = 0.005


def accuracy_sentence(total: Mapping[str, float], formats: Formats) -> str:
    """Say how much smaller the error of the forecast is than that of repeating the past.

    Args:
        total: wape and naive_wape, errors as shares of the units sold; NaN where untested.
        formats: how numbers are read.
    """
    error, naive = total["wape"], total["naive_wape"]
    if math.isnan(error) or math.isnan(naive):
        return "No item has enough history to test its forecast"
    larger = max(error, naive)
    if larger == 0 or abs(error - naive) / larger < _EVEN:
        return "Tested on the past, the forecast is as good as repeating the past"
    if naive > error:
        return (
            f"Tested on the past, the forecast misses {formats.percent(1 - error / naive)} less "
            "than repeating the past would"
        )
    if naive == 0:
        return "Tested on the past, repeating the past would have missed nothing"
    return (
        "Tested on the past, repeating it would have missed "
        f"{formats.percent(1 - naive / error)} less than the forecast"
    )


def accuracy_detail(total: Mapping[str, float], formats: Formats, *, period: str) -> str:
    """Say what was tested and how large the errors are.

    Args:
        total: wape, naive_wape, bias (share of units sold, above zero is too high), origins.
        formats: how numbers are read.
        period: "week" or "month".
    """
    if math.isnan(total["wape"]):
        return ""
    text = (
        f"Forecast {_from_origins(total['origins'], formats)}, item by item and {period} by "
        f"{period}: errors add up to {formats.percent(total['wape'])} of the units sold, repeating "
        f"the past to {formats.percent(total['naive_wape'])}"
    )
    if abs(total["bias"]) < _EVEN:
        return f"{text}; in total the forecast met what sold"
    side = "above" if total["bias"] > 0 else "below"
    return f"{text}; in total the forecast lay {formats.percent(abs(total['bias']))} {side} sales"


def origins_sentence(tested: RollingTest, formats: Formats, *, period: str) -> str:
    """Say from which days the past was forecast again, and how far.

    Args:
        tested: origins (first days of the periods forecast), window.
        formats: how numbers are read.
        period: "week" or "month".
    """
    if not len(tested.origins):
        return "The history is too short to forecast any of it again"
    days = ", ".join(formats.date(day.date()) for day in sorted(tested.origins))
    return (
        f"From what was known before {days}, {formats.count(tested.window, period)} each. Where "
        "the year before is not known, repeating last year repeats the last "
        f"{period}. The range is meant to hold {formats.percent(0.8)} of the {period}s"
    )


def _from_origins(origins: float, formats: Formats) -> str:
    if origins == 1:
        return "again from one past date"
    return f"again from {formats.units(origins)} past dates"


def classes_sentence(by_class: pd.DataFrame, formats: Formats) -> str:
    """Say which kind of demand is forecast best, and which worst.

    Args:
        by_class: demand_class, tested_units, absolute_error (units).
        formats: how numbers are read.
    """
    tested = by_class[by_class["tested_units"] > 0]
    if tested.empty:
        return "No item has enough history to test its forecast"
    errors = (tested["absolute_error"] / tested["tested_units"]).set_axis(tested["demand_class"])
    best, worst = str(errors.idxmin()), str(errors.idxmax())
    text = f"{best.capitalize()} demand errs by {formats.percent(errors[best])} of units sold"
    if len(errors) == 1:
        return text
    return f"{text}, the least; {worst} demand by {formats.percent(errors[worst])}, the most"


def expectations_in_force(overrides: pd.DataFrame) -> bool:
    """Whether any expectation of a person has not been withdrawn."""
    return bool(len(overrides)) and bool(overrides["withdrawn_on"].isna().any())


def expectations_sentence(overrides: pd.DataFrame, formats: Formats) -> str:
    """Say how many expectations of persons are in force and what they change.

    Args:
        overrides: withdrawn_on, units_before, units_after; empty where there are none.
        formats: how numbers are read.
    """
    if not expectations_in_force(overrides):
        return "Your own expectations: none in force"
    held = overrides[overrides["withdrawn_on"].isna()]
    moved = float((held["units_after"] - held["units_before"]).sum())
    count = formats.count(len(held), "expectation")
    if moved == 0:
        return f"Your own {count} in force, without effect on the demand ahead"
    more = "more" if moved > 0 else "fewer"
    return f"Your own {count} in force: {formats.units(abs(moved))} {more} expected to sell"


#: Model -> how it comes to its number.
REASONS = {
    "damped trend and theta": (
        "sells often enough for a level that follows recent sales, with a fading trend as far as "
        "trends held when tested, averaged "
        "with the theta method over many settings by how well each fitted; its season is its own "
        "as far as it is clear, else that of its category"
    ),
    "intermittent mean": (
        "sells now and then, so a rate is forecast: half its own, smoothed at several speeds, half "
        "what became of such rates over the whole assortment"
    ),
    "shrunk mean": (
        "has a short history: the mean of what is known, leaning toward the latest the longer it "
        "is, and toward other new items of its category"
    ),
    "naive": (
        "was forecast far better by repeating the past than by any model when tested, so the past "
        "is repeated"
    ),
}


def item_badge(score: Mapping[str, float], formats: Formats, *, period: str) -> str:
    """Say how forecasts of one item from several origins did, against repeating the past.

    Args:
        score: wape, bias, coverage80 (shares), mase, origins, tested_units, last_error and
            season_error (units).
        formats: how numbers are read.
        period: "week" or "month".
    """
    if math.isnan(score["tested_units"]):
        return "Too short a history to test its forecast"
    begin = f"Forecast {_from_origins(score['origins'], formats)}"
    sold = score["tested_units"]
    if not sold > 0:
        return f"{begin}: nothing sold since, so its forecast cannot be judged"
    text = (
        f"{begin}: errors add up to {formats.percent(score['wape'])} of the units sold; repeating "
        f"the last {period} would have missed {formats.percent(score['last_error'] / sold)}"
    )
    if not math.isnan(score["season_error"]):
        text += f", repeating last year {formats.percent(score['season_error'] / sold)}"
    if abs(score["bias"]) >= _EVEN:
        side = "above" if score["bias"] > 0 else "below"
        text += f"; in total {formats.percent(abs(score['bias']))} {side} sales"
    text += f"; {formats.percent(score['coverage80'])} of {period}s inside the range"
    return text if math.isnan(score["mase"]) else f"{text}; MASE {score['mase']:.2f}"


#: Probability below which errors are not taken for chance.
_CHANCE = 0.05


def residual_sentence(check: ResidualCheck | None, formats: Formats, *, period: str) -> str:
    """Say whether the past errors of an item's forecast are chance, or could have been avoided.

    Args:
        check: of one-step errors; None where there are too few.
        formats: how numbers are read.
        period: "week" or "month".
    """
    if check is None:
        return "Too few past errors to tell a pattern in them from chance"
    text = f"The errors of the last {formats.count(check.errors, period)}, forecast one ahead, "
    test = f"(Ljung-Box, {formats.count(check.lags, 'lag')}: p = {check.p_value:.2f})"
    if not check.p_value < _CHANCE:
        text += f"look like chance {test}"
    elif check.first_lag > 0:
        text += f"follow from one another {test}: the forecast runs behind what changes"
    else:
        text += f"swing to and fro {test}: a good {period} tends to be followed by a poor one"
    if abs(check.mean) <= 2 * check.mean_error:
        return f"{text}, and show no lean to either side"
    side = "below" if check.mean > 0 else "above"
    return f"{text}; on average it lay {abs(check.mean):,.1f} units a {period} {side} sales"


def marked_sentence(out: int, formats: Formats, *, period: str) -> str:
    """Say in how many periods an item was out of stock; nothing where in none."""
    if not out:
        return ""
    return f"Out of stock in {formats.count(out, period)}: marked, with the demand estimated there"


def why_this_number(
    model: str,
    formats: Formats,
    *,
    expected: float,
    by_model: float,
    kept: float = 1.0,
    step: tuple[pd.Timestamp, float] | None = None,
) -> str:
    """Say how an item's forecast comes about, and what a person changed of it.

    Args:
        model: name of the model.
        formats: how numbers are read.
        expected: units ahead that are used.
        by_model: units ahead that the model alone expects.
        kept: share of its level that the model keeps for its age.
        step: since when its level is another one, and how many times the old one.
    """
    text = f"Why this number: the item {REASONS.get(model, model)}"
    if kept < 1 - _EVEN:
        text += (
            f". Items launched before it kept {formats.percent(kept)} of their sales from its age "
            "on, and so does its forecast"
        )
    if step is not None:
        since, factor = step
        text += (
            f". Since {formats.date(since)} it sells {formats.percent(factor)} of what the same "
            "time of the year sold before, beyond chance: its earlier sales count at today's level"
        )
    if expected == by_model:
        return text
    return (
        f"{text}. The model alone expects {formats.units(by_model)} over the forecast; with your "
        f"expectations it is {formats.units(expected)}"
    )


#: What was done to periods, in words.
TREATMENTS = {
    "return": "returns set against earlier sales",
    "promotion": "on promotion, counted without its lift",
    "event": "in an event, counted without what it changed",
    "one-off": "set apart as one-off",
    "out of stock": "out of stock, demand estimated",
    "partly out of stock": "partly out of stock, scaled up",
}


def events_sentence(events: pd.DataFrame, formats: Formats, *, period: str) -> str:
    """Say what each event did to sales and where it is expected; empty where none is named.

    Args:
        events: event, past, ahead (periods), lift (multiple of the usual sales, NaN unknown).
        formats: how numbers are read.
        period: "week" or "month".
    """
    said = []
    for name, past, ahead, lift in events.itertuples(index=False):
        if not past:
            said.append(f"{name} never fell into the history: what it does is unknown")
            continue
        if math.isnan(lift):
            said.append(f"What {name} does is unknown: nothing was sold around it")
            continue
        more = f"{formats.percent(abs(lift - 1))} {'more' if lift >= 1 else 'less'} than usual"
        then = f"expected in {formats.count(ahead, period)} ahead" if ahead else "none ahead"
        said.append(f"{name} sold {more} in {formats.count(past, period)}, {then}")
    return "; ".join(said)


def treatments_sentence(treatments: pd.DataFrame, formats: Formats) -> str:
    """Say in how many periods what counts as demand is not what was sold.

    Args:
        treatments: sku, treatment.
        formats: how numbers are read.
    """
    if treatments.empty:
        return "Every period of every item counts for what was sold in it"
    counts = treatments["treatment"].value_counts()
    parts = [f"{counts[name]:,} {text}" for name, text in TREATMENTS.items() if name in counts]
    items = formats.count(treatments["sku"].nunique(), "item")
    return f"Periods that are not plain demand, of {items}: {'; '.join(parts)}"


#: Strengths of a season from which it counts as clear, and as some.
_CLEAR, _SOME = 0.6, 0.3


def components_sentence(season_strength: float, formats: Formats) -> str:
    """Say how much of an item's ups and downs repeats.

    Args:
        season_strength: share of the movement around the trend that repeats, 0 to 1.
        formats: how numbers are read.
    """
    share = formats.percent(season_strength)
    if season_strength >= _CLEAR:
        return f"A clear season: it explains {share} of the movement around the trend"
    if season_strength >= _SOME:
        return f"Some season: it explains {share} of the movement around the trend"
    return f"Hardly any season: {share} of the movement around the trend repeats"
