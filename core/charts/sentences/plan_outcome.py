"""What became of a plan, in words: sold against foreseen, and what that says of the response."""

import math

import pandas as pd

from core.charts.formats import Formats

_HALF = 0.5


def plan_outcome_sentence(weeks: pd.DataFrame, formats: Formats, *, window: int) -> str:
    """Say what was sold where the plan foresaw how much, and what it brought.

    Args:
        weeks: full weeks that have passed: units_planned, units, revenue_planned, revenue.
        formats: how numbers are read.
        window: weeks of the plan.
    """
    if weeks.empty:
        return "No week of this plan is over yet"
    planned, sold = float(weeks["units_planned"].sum()), float(weeks["units"].sum())
    passed = f"After {formats.units(len(weeks))} of {formats.count(window, 'week')}"
    were = "was" if round(sold) == 1 else "were"
    text = (
        f"{passed} {formats.count(round(sold), 'unit')} {were} sold where the plan foresaw "
        f"{formats.units(round(planned))}"
    )
    if planned > 0 and abs(sold - planned) >= _HALF:
        less = "fewer" if sold < planned else "more"
        text += f", {formats.percent(abs(sold / planned - 1))} {less}"
    brought = float(weeks["revenue"].sum(skipna=False))
    if math.isnan(brought):
        return f"{text}; what they brought is unknown"
    gap = brought - float(weeks["revenue_planned"].sum())
    text += f"; they brought {formats.money_short(brought)}"
    if abs(gap) < _HALF:
        return f"{text}, as foreseen"
    return f"{text}, {formats.money_short(abs(gap))} {'less' if gap < 0 else 'more'} than foreseen"


def response_learnt_sentence(formats: Formats, *, foreseen: float, found: float, now: float) -> str:
    """Say what the weeks of the cut teach about the price response.

    Args:
        formats: how numbers are read.
        foreseen: price response of the plan; NaN while no week of a cut is over.
        found: the one that explains what was sold; NaN when none does.
        now: the response estimated from all sales, these weeks among them; NaN when unknown.
    """
    if math.isnan(foreseen):
        text = "No week of a cut is over yet: there is nothing to learn about the price response"
    elif math.isnan(found):
        text = "More was sold than any response to the cut explains: demand itself must have risen"
    elif found == 0:
        text = (
            "No more was sold than was foreseen at the old price: if demand came as forecast, the "
            f"cut moved nothing, where a response of {formats.decimal(foreseen, 1)} was foreseen"
        )
    else:
        text = (
            f"If demand came as forecast, sales answered to the cut with "
            f"{formats.decimal(found, 1)}, where {formats.decimal(foreseen, 1)} was foreseen"
        )
    if math.isnan(now):
        return text
    learnt = (
        f"estimated anew from all sales, these weeks among them, it is {formats.decimal(now, 1)}"
    )
    return f"{text}; {learnt}"
