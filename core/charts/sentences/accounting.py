"""What booking the write-down does to the books, in words."""

import math

import pandas as pd

from core.charts.formats import Formats

_NOTHING = 0.005


def impact_sentence(
    formats: Formats,
    *,
    net_income_effect: float,
    equity_effect: float,
    net_income_before: float = float("nan"),
    unknown_cost_value: float = 0.0,
) -> str:
    """Say what booking does to net income and equity, the same under both methods.

    Args:
        formats: how numbers are read.
        net_income_effect: change of net income after tax; negative is a loss.
        equity_effect: change of equity.
        net_income_before: net income without the write-down; NaN without financials.
        unknown_cost_value: cost of goods that could not be judged.
    """
    if math.isnan(net_income_effect) or math.isnan(equity_effect):
        return "What booking does to net income and equity is unknown"
    if abs(net_income_effect) < _NOTHING and abs(equity_effect) < _NOTHING:
        if unknown_cost_value >= _NOTHING:
            return (
                "There is nothing to book so far; what goods for "
                f"{formats.money_short(unknown_cost_value)} may lose is unknown"
            )
        return "There is nothing to book: net income and equity stay as they are"
    lowers = net_income_effect < 0
    subject = "Booking the write-down" if lowers else "Taking back earlier write-downs"
    verb = "lowers" if lowers else "raises"
    amount = formats.money_short(abs(net_income_effect))
    if abs(net_income_effect - equity_effect) < _NOTHING:
        effect = f"net income and equity by {amount} each"
    else:
        own = formats.money_short(abs(equity_effect))
        effect = f"net income by {amount} and equity by {own}"
    turn = _turn(net_income_before, net_income_before + net_income_effect, formats)
    return f"{subject} {verb} {effect} under both methods{turn}"


def _turn(before: float, after: float, formats: Formats) -> str:
    """Say what becomes of the result: smaller profit, a loss, a deeper loss."""
    if math.isnan(before):
        return "; bring your period's figures to see it against your profit"
    was, becomes = formats.money_short(abs(before)), formats.money_short(abs(after))
    if before >= 0 > after:
        return f"; a profit of {was} becomes a loss of {becomes}"
    if after >= 0 > before:
        return f"; a loss of {was} becomes a profit of {becomes}"
    return f"; a {'profit' if before >= 0 else 'loss'} of {was} becomes {becomes}"


def bridge_sentence(effects: "pd.Series[float]", formats: Formats) -> str:
    """Say how the write-down and the tax it saves add up to the change of net income.

    Args:
        effects: change by statement line; needs profit_before_tax, income_tax, net_income.
        formats: how numbers are read.
    """
    gross, tax = float(effects["profit_before_tax"]), -float(effects["income_tax"])
    net = float(effects["net_income"])
    if math.isnan(net):
        return "What booking does to net income is unknown"
    if abs(net) < _NOTHING and abs(gross) < _NOTHING:
        return "There is nothing to book: net income stays as it is"
    cost, left = formats.money_short(abs(gross)), formats.money_short(abs(net))
    owed = "no tax" if abs(tax) < _NOTHING else f"{formats.money_short(abs(tax))} of tax"
    if gross < 0:
        return (
            f"The write-down costs {cost} before tax, saves {owed}, and lowers net income by {left}"
        )
    return (
        f"Earlier write-downs bring back {cost} before tax, cost {owed}, "
        f"and raise net income by {left}"
    )


def statements_sentence(effects: "pd.Series[float]", formats: Formats) -> str:
    """Say which lines of the statements move most.

    Args:
        effects: change by statement line; needs inventory_net, net_income and equity.
        formats: how numbers are read.
    """
    if math.isnan(float(effects["inventory_net"])):
        return "What booking changes in the statements is unknown"
    moves = [
        f"{name} {'falls' if amount < 0 else 'rises'} by {formats.money_short(abs(amount))}"
        for name, amount in (
            ("inventory", float(effects["inventory_net"])),
            ("net income", float(effects["net_income"])),
            ("equity", float(effects["equity"])),
        )
        if abs(amount) >= _NOTHING
    ]
    if not moves:
        return "No line of the statements changes"
    listed = moves[0] if len(moves) == 1 else f"{', '.join(moves[:-1])} and {moves[-1]}"
    return listed[0].upper() + listed[1:]


def equity_sentence(equity: pd.DataFrame, formats: Formats) -> str:
    """Say where the methods agree on equity and where waiting looks better than it is.

    Args:
        equity: method ("direct", "allowance", "wait"), period, equity; periods in order.
        formats: how numbers are read.
    """
    table = equity.pivot_table(
        index="period", columns="method", values="equity", sort=False, aggfunc="last"
    )
    if table.empty:
        return "Equity after booking is unknown"
    parts = []
    if {"direct", "allowance"} <= set(table.columns):
        same = bool(((table["direct"] - table["allowance"]).abs() < _NOTHING).all())
        agree = "the same equity in every period" if same else "different equity"
        parts.append(f"Direct and allowance show {agree}")
    if {"direct", "wait"} <= set(table.columns):
        ahead = table["wait"] - table["direct"]
        if ahead.max() >= _NOTHING:
            gap = f"waiting shows {formats.money_short(ahead.max())} more at first"
            closes = abs(ahead.iloc[-1]) < _NOTHING and len(ahead) > 1
            parts.append(f"{gap} and ends at the same amount" if closes else gap)
        elif bool((ahead.abs() < _NOTHING).all()):
            parts.append("waiting makes no difference")
    text = "; ".join(parts) or "Equity by period under the methods shown"
    return text[0].upper() + text[1:]
