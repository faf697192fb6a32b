"""Around a markdown in words: when it pays, what it rests on, what it leaves out."""

import math
from collections.abc import Mapping

import pandas as pd

from core.charts.formats import Formats

_NOTHING = 0.5
_CENT = 0.005


def pays_sentence(
    formats: Formats,
    *,
    break_even_lift: float | None,
    expected_lift: float,
    more_recovered: float,
) -> str:
    """Say how far sales have to rise for a cut to pay, and whether they are expected to.

    Args:
        formats: how numbers are read.
        break_even_lift: rise in weekly units at which the cut recovers as much as holding; None
            without a cut, infinite when no rise does.
        expected_lift: rise that the price response foresees.
        more_recovered: recovered in all less recovered at today's price.
    """
    if break_even_lift is None:
        return "Move the slider to see what a lower price does"
    if math.isinf(break_even_lift):
        pays = "This does not pay, however far sales rise"
    elif break_even_lift <= 0:
        pays = "This pays even if sales do not rise at all"
    else:
        pays = f"This pays if sales rise by at least {formats.percent(break_even_lift)}"
    expected = f"the price response expects {_percent_rise(expected_lift, formats)}"
    return f"{pays}; {expected}, {_in_all(more_recovered, formats)}"


def _percent_rise(lift: float, formats: Formats) -> str:
    return f"a rise of {formats.percent(lift)}" if lift >= _CENT else "no rise"


def _in_all(more: float, formats: Formats) -> str:
    if abs(more) < _NOTHING:
        return "and in all it brings as much as holding the price"
    amount = formats.money_short(abs(more))
    return f"and in all it brings {amount} {'more' if more > 0 else 'less'} than holding the price"


def response_sentence(
    formats: Formats,
    *,
    elasticity: float,
    low: float,
    high: float,
    shares: Mapping[str, float],
    own_value: float | None,
) -> str:
    """Say how sales answer to price and where that is known from.

    Args:
        formats: how numbers are read.
        elasticity: mean of the goods.
        low: stronger end of where it lies for an item in eight of ten cases.
        high: weaker end of it.
        shares: words for a source to its share of the estimate.
        own_value: what the owner set instead, or None.
    """
    if own_value is not None:
        return f"Price response {formats.decimal(own_value, 1)}: your own value, for every item"
    if math.isnan(elasticity):
        return "Price response unknown"
    named = sorted(shares.items(), key=lambda share: -share[1])
    sources = ", ".join(
        f"{formats.percent(round(share, 2))} {words}" for words, share in named if share >= _CENT
    )
    return (
        f"Price response {formats.decimal(elasticity, 1)} (for an item in 8 of 10 cases "
        f"{formats.decimal(low, 1)} to {formats.decimal(high, 1)}), from {sources}"
    )


def not_simulated_sentence(rows: pd.DataFrame, formats: Formats) -> str:
    """Say which stock the figures leave out; nothing when they leave out none.

    Args:
        rows: cost_value (NaN unknown), cause.
        formats: how numbers are read.
    """
    if rows.empty:
        return ""
    causes = rows["cause"].value_counts()
    why = ", ".join(f"{cause} for {formats.units(count)}" for cause, count in causes.items())
    unknown = int(rows["cost_value"].isna().sum())
    cost = f"{formats.money_short(float(rows['cost_value'].sum()))} at cost"
    if unknown == len(rows):
        cost = "of unknown cost"
    elif unknown:
        cost = f"{cost} and {formats.units(unknown)} of unknown cost"
    items = formats.count(len(rows), "item")
    return f"Not in these figures: {items}, {cost} ({why})"


def two_questions_sentence(formats: Formats, *, hold: float, exposed: float) -> str:
    """Say why the write-down at today's price here and the exposure's are two figures.

    Args:
        formats: how numbers are read.
        hold: write-down at today's price, as the scenario has it.
        exposed: write-down of the same items in the exposure.
    """
    return (
        f"Two questions, two answers: the exposure shows {formats.money_short(exposed)} for these "
        "items, because it gives each unit one reason (damage, age, excess) and takes the largest "
        f"loss that counts; {formats.money_short(hold)} is what they lack if today's price just "
        "stays. Compare a markdown with the second"
    )


def extrapolation_sentence(formats: Formats, *, extrapolated_cost: float) -> str:
    """Say for how much stock the cut is deeper than sales have shown; nothing when for none."""
    if extrapolated_cost < _NOTHING:
        return ""
    amount = formats.money_short(extrapolated_cost)
    return (
        f"For {amount} of this stock at cost, sales have never shown a cut this deep: how it "
        "would sell is a guess from shallower ones"
    )


def books_title(formats: Formats, *, weeks_per_period: int) -> str:
    """Name the table of net income by method."""
    period = formats.count(weeks_per_period, "week")
    return f"The same markdown in the books: net income by period of {period}"


def methods_sentence(by_period: pd.DataFrame, formats: Formats) -> str:
    """Say where direct, allowance and waiting agree over the periods of a markdown.

    Args:
        by_period: method, period, net_income.
        formats: how numbers are read.
    """
    totals = by_period.groupby("method")["net_income"].sum()
    both = "Direct and allowance show the same net income in every period"
    later = round(float(totals["wait"] - totals["direct"]), formats.decimals)
    if abs(later) < _CENT:
        return f"{both}; waiting, which no framework allows, comes to the same total later"
    return (
        f"{both}; waiting, which no framework allows, still has {formats.money_short(later)} of "
        "loss to take when the units left over go, and then comes to the same total"
    )
