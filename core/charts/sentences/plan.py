"""Deciding on a markdown, in words: the best plan, the options, the risk, the comparison."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from core.charts.formats import Formats

_NOTHING = 0.5
#: Name of a scenario that nobody has named yet.
UNNAMED = "Markdown"


def best_plan_sentence(
    formats: Formats, *, gain: float, items: int, of_items: int, spend: float
) -> str:
    """Say what the best plan brings over today's price, and with how many items.

    Args:
        formats: how numbers are read.
        gain: recovered under the plan less recovered at today's price.
        items: how many items it cuts.
        of_items: out of how many.
        spend: price given away.
    """
    if not items:
        return "Within these limits no cut brings more than today's price"
    cut = formats.count(items, "item")
    more = f"{formats.money_short(abs(gain))} {'more' if gain >= 0 else 'less'}"
    return (
        f"The best plan cuts {cut} of {formats.units(of_items)}, gives away "
        f"{formats.money_short(spend)} of price and brings {more} than today's price"
    )


def target_sentence(
    formats: Formats, *, sell_through: float, target: float, week: int, reached: bool
) -> str:
    """Say whether the share to be sold is reached by its week."""
    share = formats.percent(round(sell_through, 3))
    if reached:
        return f"It sells {share} by week {week}: the target of {formats.percent(target)} is kept"
    return (
        f"No plan within the limits sells {formats.percent(target)} by week {week}; the most is "
        f"{share}"
    )


def frontier_sentence(frontier: pd.DataFrame, formats: Formats, *, next_value: float) -> str:
    """Say what the next unit of money given away brings.

    Args:
        frontier: budget, gain; ascending.
        formats: how numbers are read.
        next_value: what one more unit of budget brings beyond itself; zero when it does not bind.
    """
    if len(frontier) < 2:
        return "There is nothing to gain by giving price away"
    most, spend = float(frontier["gain"].iloc[-1]), float(frontier["budget"].iloc[-1])
    if next_value > 0:
        more = formats.decimal(next_value, 2)
        return f"The budget binds: the next {formats.symbol()}1 of it brings {more} more"
    return (
        f"Beyond {formats.money_short(spend)} of price given away nothing is gained; that much "
        f"brings {formats.money_short(most)}"
    )


def options_sentence(options: pd.DataFrame, formats: Formats) -> str:
    """Say which way out recovers most after tax, at the end of the window.

    Args:
        options: option, equity_effect, of `decision_table`.
        formats: how numbers are read.
    """
    best = options.iloc[int(options["equity_effect"].to_numpy().argmax())]
    names = {
        "hold": "keeping today's price",
        "return": "returning them to the vendor",
        "liquidate": "selling them to a jobber",
        "donate": "donating them",
        "scrap": "scrapping them",
    }
    own = str(best["option"])
    name = names.get(own, "this markdown" if own == UNNAMED else f"the markdown “{own}”")
    return (
        f"Of these ways out, {name} leaves equity best off: "
        f"{formats.money_signed(float(best['equity_effect']))} after tax"
    )


def spread_sentence(summary: pd.DataFrame, formats: Formats, *, beats_hold: float) -> str:
    """Say what is to be expected and how sure it is.

    Args:
        summary: measure, mean, p10, p90, of `MarkdownRisk`.
        formats: how numbers are read.
        beats_hold: share of draws in which the plan recovers at least as much as holding.
    """
    found = summary.set_index("measure").loc["recovered"].astype(float).to_dict()
    return (
        f"Expect {formats.money_short(found['mean'])} in all, in 8 of 10 cases "
        f"{formats.money_short(found['p10'])} to {formats.money_short(found['p90'])}; it does at "
        f"least as well as today's price in {_cases(beats_hold, formats)}"
    )


def expected_sentence(formats: Formats, *, more_recovered: float, beats_hold: float) -> str:
    """Say what the mean over the draws makes of a plan, beside the plan as forecast.

    Args:
        formats: how numbers are read.
        more_recovered: mean recovered in all under the plan less that at today's price.
        beats_hold: share of draws in which the plan recovers at least as much as holding.
    """
    if abs(more_recovered) < _NOTHING:
        moved = "as much in all as today's price"
    else:
        way = "more" if more_recovered > 0 else "less"
        moved = f"{formats.money_short(abs(more_recovered))} {way} in all than today's price"
    return (
        f"Demand and price response are uncertain: expect {moved}, and at least as much in "
        f"{_cases(beats_hold, formats)}"
    )


def _cases(fraction: float, formats: Formats) -> str:
    """A share of the cases drawn, in words at its ends."""
    share = round(fraction, 2)
    if share in (0.0, 1.0):
        return "every case drawn" if share else "no case drawn"
    return f"{formats.percent(share)} of cases"


def tornado_sentence(swings: pd.DataFrame, formats: Formats) -> str:
    """Say which assumption moves the result most."""
    most = swings.iloc[0].to_dict()
    if most["swing"] < _NOTHING:
        return "None of the assumptions moves the result"
    return (
        f"{most['assumption']} matters most: from {most['low']} to {most['high']} it moves what is "
        f"recovered by {formats.money_short(float(most['swing']))}"
    )


def waiting_sentence(formats: Formats, *, recovered: float, write_down: float) -> str:
    """Say what one more week of waiting does; money, positive is a loss."""
    if abs(recovered) < _NOTHING and abs(write_down) < _NOTHING:
        return "Waiting one more week changes nothing"
    cost = "costs" if recovered >= 0 else "gains"
    text = f"Waiting one more week {cost} {formats.money_short(abs(recovered))}"
    if abs(write_down) < _NOTHING:
        return f"{text} and leaves today's write-down as it is"
    amount = formats.money_short(abs(write_down))
    moved = f"adds {amount} to" if write_down >= 0 else f"takes {amount} off"
    return f"{text} and {moved} today's write-down"


def break_even_sentence(
    formats: Formats, *, elasticity: float | None, sell_through: float | None
) -> str:
    """Say at which price response and share sold a cut pays; nothing where none does."""
    if elasticity is None or sell_through is None or math.isnan(sell_through):
        return ""
    sold = f"It breaks even with {formats.percent(round(sell_through, 3))} sold in the window"
    if math.isinf(elasticity):
        return sold
    return f"{sold}, a price response of {formats.decimal(elasticity, 1)}"


def compare_sentence(measures: pd.DataFrame, formats: Formats, *, baseline: str) -> str:
    """Say which scenario recovers most and which needs the least write-down.

    Args:
        measures: measure and a column a scenario.
        formats: how numbers are read.
        baseline: name of the column at today's price.
    """
    rows = measures.set_index("measure")
    recovered, losses = rows.loc["recovered"].to_dict(), rows.loc["write_down"].to_dict()
    best, least = max(recovered, key=recovered.__getitem__), min(losses, key=losses.__getitem__)
    more = float(recovered[best] - recovered[baseline])
    if best == baseline or more < _NOTHING:
        first = "No scenario recovers more than today's price"
        others = [name for name in recovered if name != baseline]
        nearest = max(others, key=recovered.__getitem__, default=baseline)
        less = float(recovered[baseline] - recovered[nearest])
        if less >= _NOTHING:
            first += f": “{nearest}” recovers {formats.money_short(less)} less"
    else:
        first = f"“{best}” recovers most, {formats.money_short(more)} more than today's price"
    if float(losses[baseline] - losses[least]) < _NOTHING:
        return f"{first}; none needs a smaller write-down"
    was, becomes = formats.money_short(losses[baseline]), formats.money_short(losses[least])
    name = "it also" if least == best else f"“{least}”"
    return f"{first}; {name} needs the smallest write-down, {becomes} instead of {was}"


def retail_sentence(
    formats: Formats, *, ratio: float, permanent: float, temporary: float, promoted: float
) -> str:
    """Say what a cut does to stock at retail; money as in `RetailEffect`."""
    if math.isnan(ratio):
        return "Without selling prices the retail method has no ratio"
    share = formats.percent(round(ratio, 3))
    promotion = (
        f"lowers it by {formats.money_short(temporary)} today"
        if temporary
        else "leaves it as it is until the goods sell"
    )
    return (
        f"At a cost-to-retail ratio of {share} a permanent markdown lowers the cost of this stock "
        f"by {formats.money_short(permanent)} on its first day, without an entry of its own; the "
        f"same cut as a promotion at the till {promotion}, and takes "
        f"{formats.money_short(promoted)} of retail as it sells"
    )


def scenario_sentence(facts: Mapping[str, Any], formats: Formats) -> str:
    """Say what a scenario is about.

    Args:
        facts: items (zero for all), own_cuts, weeks, steps (week and depth of each cut), basis.
        formats: how numbers are read.
    """
    goods = formats.count(facts["items"], "item") if facts["items"] else "All items"
    cuts = [
        f"{formats.percent(depth)} off from week {week}" for week, depth in facts["steps"] if depth
    ]
    text = f"{goods}, {formats.count(facts['weeks'], 'week')}"
    if facts["own_cuts"]:
        text += f", cuts of their own for {formats.units(facts['own_cuts'])}"
    text += f", {', then '.join(cuts)}" if cuts else ", today's price for the others"
    return f"{text}; net realizable value {facts['basis']}"
