"""The method lab and the rate of past losses in words."""

import datetime as dt

from core.accounting.loss_rate import LossRate
from core.accounting.method_lab import NOW, MethodLab
from core.charts.formats import Formats

_NOTHING = 0.005


def lab_sentence(formats: Formats, lab: MethodLab | None) -> str:
    """Say what waiting hides, and that all ways end alike."""
    if lab is None:
        return "What the methods would show is unknown: no item could be judged"
    if lab.most_hidden < _NOTHING:
        return "All three ways show the same equity in every month"
    until = lab.converged
    end = (
        "all three agree from the start"
        if until == NOW
        else f"all three agree by {formats.date(_day(until))}"
        if until is not None
        else "they do not meet within twelve months"
    )
    hidden = formats.money_short(lab.most_hidden)
    return f"Waiting shows up to {hidden} more equity than there is; {end}"


def lab_checks(formats: Formats, lab: MethodLab) -> list[tuple[bool, str]]:
    """Return the proof that the totals agree."""
    profit = lab.totals["profit"].iloc[0]
    return [
        (
            lab.totals_agree,
            f"Over all months every way shows the same profit before tax: {formats.money(profit)}; "
            "direct and allowance agree in every month",
        ),
        (
            lab.converged is not None,
            "Equity and inventory meet in the end"
            if lab.converged is not None
            else "Equity and inventory do not meet within twelve months: some goods are still held",
        ),
    ]


def rate_sentence(formats: Formats, found: LossRate | None) -> str:
    """Say what share of cost of sales was lost, and how sure that is."""
    if found is None:
        return "No rate of past losses: it needs half a year of sales and of booked losses"
    span = f"{formats.percent_tenths(found.low)} to {formats.percent_tenths(found.high)}"
    return (
        f"Past losses were {formats.percent_tenths(found.rate)} of cost of sales ({span}), or "
        f"{formats.money_short(found.reserve)} a year"
    )


def backtest_sentence(formats: Formats, found: LossRate) -> str:
    """Say what the rate would have reserved against what was lost."""
    if found.backtest.empty:
        return "The history is too short to test the rate against later months."
    gap = found.reserved - found.lost
    verdict = (
        "as much as was lost"
        if abs(gap) < _NOTHING
        else f"{formats.money_short(abs(gap))} too {'much' if gap > 0 else 'little'}"
    )
    return (
        f"Each month foretold with the months before it: {formats.money_short(found.reserved)} "
        f"would have been reserved, {formats.money_short(found.lost)} was lost, {verdict}. A "
        "general rate is a check on the item-by-item write-down, not a reserve on top of it."
    )


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
