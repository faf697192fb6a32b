"""Explanations of what will sell and how well that is known."""

from core.charts.explanations.term import Explanation

DEMAND: dict[str, Explanation] = {
    "forecast": Explanation(
        "Forecast",
        "Expected units per period, with an 80 % interval.",
        "Mean of several methods weighted by how well they fit; the interval comes from the "
        "errors of forecasts made in the past. Where an item's level stepped up or down for good, "
        "beyond chance and unlike growth, its sales before count at the new level. A history of "
        "less than a year has not seen the season: the interval is widened for it. Where the "
        "methods lose against simply repeating the last period, that simple forecast is used and "
        "said so.",
    ),
    "components": Explanation(
        "Trend, season and rest",
        "What moved the sales: slowly, every year, or by chance.",
        "STL decomposition: local regressions split the history in a trend, a repeating season "
        "and what remains; the three add up to the units sold.",
        "Cleveland et al., 1990",
    ),
    "forecast_error": Explanation(
        "Forecast error",
        "Sum of what single forecasts missed, as a share of the units sold.",
        "The past is forecast again from up to four days, a quarter apart, each time from nothing "
        "but what was known by then. For each item and period |forecast − sold|; summed over all "
        "and divided by the units sold. Errors of single items are large where sales are few; they "
        "cancel out in totals. Repeating the past means the last period or the same period of last "
        "year, whichever did better over all items.",
        "Hyndman and Koehler, 2006 (WAPE); Tashman 2000 (rolling origins)",
    ),
    "mase": Explanation(
        "MASE",
        "Forecast error in units of the usual step from one period to the next.",
        "Mean absolute error after each origin ÷ mean absolute change from period to period before "
        "it, averaged over the origins. A forecast several periods ahead may lie above 1 and still "
        "be better than repeating the past: compare the rows of the test.",
        "Hyndman and Koehler, 2006",
    ),
    "residuals": Explanation(
        "Check of the errors",
        "Whether past errors hold a pattern that the forecast could still have used.",
        "Up to 36 latest periods are forecast one period ahead by the same engine, from this item "
        "alone. The Ljung-Box test asks whether neighboring errors are related more than chance "
        "would make them (p under 0.05); a mean more than two standard errors from zero is a lean.",
        "Ljung and Box, 1978",
    ),
}
