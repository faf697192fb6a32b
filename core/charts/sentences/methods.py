"""Direct, allowance and waiting in words: where they differ, when they agree, and the proof."""

import datetime as dt
import math

import pandas as pd

from core.accounting.ratios import RATIOS
from core.charts.formats import Formats
from core.problem import Problem

_NOTHING = 0.005

#: What a framework does when goods written down are worth more again.
_RECOVERY = {
    "IFRS": "If they are worth more again while you still hold them, IFRS requires the write-down "
    "to be taken back, at most up to cost (IAS 2.33).",
    "FRS 102": "If they are worth more again while you still hold them, FRS 102 requires the "
    "write-down to be taken back, at most up to cost (27.4).",
    "US GAAP": "After the fiscal year end the reduced amount is their new cost: US GAAP does not "
    "take it back, whatever they are worth later (ASC 330-10-35-14).",
}


#: The unit of account in words.
_LEVELS = {
    "item": "tested item by item",
    "category": "tested by category",
    "total": "tested in total",
}
_RECORDED = {"direct": "recorded directly", "allowance": "recorded through an allowance"}


def basis_sentence(
    formats: Formats,
    *,
    as_of: dt.date,
    framework: str,
    unit_of_account: str,
    tax_rate: float,
    recording: str = "",
) -> str:
    """Say under which rules the figures are made; `recording` where no switch beside shows it."""
    recorded = f", {_RECORDED[recording]}" if recording else ""
    return (
        f"As of {formats.date(as_of)} under {framework}, {_LEVELS[unit_of_account]}{recorded}, "
        f"tax at {formats.rate(tax_rate)}, amounts in {formats.currency}"
    )


def charge_sentence(
    formats: Formats,
    *,
    required: float,
    opening: float,
    charge: float,
    release: float,
    used: float = 0.0,
    unknown_cost_value: float = 0.0,
) -> str:
    """Say how the amount to book follows from what the stock needs and what the books hold.

    Args:
        formats: how numbers are read.
        required: write-down the stock needs.
        opening: allowance already on the books.
        charge: new loss of the period.
        release: earlier loss taken back.
        used: part of the opening that left with its goods.
        unknown_cost_value: cost of goods that could not be judged.
    """
    if math.isnan(required):
        held = f"; the {formats.money(opening)} on the books stay" if opening >= _NOTHING else ""
        return (
            "What the stock needs is unknown: no item has both a cost and a known realizable "
            f"value. Nothing is posted{held}."
        )
    if required < _NOTHING and opening < _NOTHING:
        if unknown_cost_value >= _NOTHING:
            return (
                "No unit that could be judged is worth less than it cost; goods that cost "
                f"{formats.money(unknown_cost_value)} could not be judged."
            )
        return "No unit of the stock is worth less than it cost."
    held = f"{formats.money(opening)} already" if opening >= _NOTHING else "no allowance yet"
    if used >= _NOTHING:
        held += f", of which {formats.money(used)} left with goods gone since"
    start = f"The stock needs a write-down of {formats.money(required)}, the books hold {held}"
    if charge >= _NOTHING and release >= _NOTHING:
        return (
            f"{start}: {formats.money(charge)} is to be booked on some lots and "
            f"{formats.money(release)} to be taken back on others."
        )
    if charge >= _NOTHING:
        return f"{start}: {formats.money(charge)} is to be booked."
    if release >= _NOTHING:
        return f"{start}: {formats.money(release)} is to be taken back."
    return f"{start}: nothing is to be booked."


def agreement_sentence(formats: Formats, *, charge: float, release: float) -> str:
    """Say why direct and allowance give the same result.

    Args:
        formats: how numbers are read.
        charge: new loss of the period.
        release: earlier loss taken back.
    """
    if math.isnan(charge):
        return "The loss is unknown, so neither method has anything to record yet."
    if charge < _NOTHING and release < _NOTHING:
        return "There is no loss to record, so both methods leave the books as they are."
    if charge >= _NOTHING and release >= _NOTHING:
        what = (
            f"take the loss of {formats.money(charge)} and take back {formats.money(release)} of "
            "earlier loss"
        )
    elif release >= _NOTHING:
        what = f"take back {formats.money(release)} of earlier loss"
    else:
        what = f"take the loss of {formats.money(charge)}"
    return (
        f"Both methods {what} in the period in which it shows. Profit, tax, equity and the value "
        "at which the stock stands are therefore the same to the cent in every period."
    )


def difference_sentence(statements: pd.DataFrame, formats: Formats) -> str:
    """Say where direct and allowance differ: in the account that carries the loss.

    Args:
        statements: method, period, line, after; "current" is the period of the loss.
        formats: how numbers are read.
    """
    rows = statements[statements["period"] == "current"].set_index(["method", "line"])["after"]
    direct, gross = float(rows["direct", "inventory"]), float(rows["allowance", "inventory"])
    held = -float(rows["allowance", "inventory_allowance"])
    if math.isnan(held):
        return "They differ in where a loss is kept; here its size is unknown."
    if held < _NOTHING:
        return "With nothing to hold beside Inventory, the two look alike."
    return (
        f"They differ in where the loss is kept. Direct lowers Inventory itself to "
        f"{formats.money(direct)}: one account less, but what the goods once cost is no longer "
        f"seen in the books. Allowance leaves Inventory at {formats.money(gross)} and holds "
        f"{formats.money(held)} in an account beside it: cost stays traceable, and the allowance "
        "has to be used up when the goods leave. No money is set aside under either."
    )


def later_sentence(framework: str) -> str:
    """Say what happens when the goods leave, or are worth more again."""
    return (
        "When the goods are sold or scrapped, neither method books a second loss: direct takes "
        "them out at the reduced amount, allowance uses up what was held for them. "
        f"{_RECOVERY[framework]}"
    )


def waiting_sentence(statements: pd.DataFrame, formats: Formats) -> str:
    """Say what waiting until the goods leave would only put off.

    Args:
        statements: method, period, line, effect.
        formats: how numbers are read.
    """
    rows = statements[(statements["line"] == "net_income") & (statements["method"] == "wait")]
    later = float(rows.set_index("period")["effect"]["next"])
    lead = "Waiting until the goods leave is not allowed once the loss is evident (IAS 2.34, "
    lead += "ASC 330-10-35-1B); it is shown to compare. "
    if math.isnan(later):
        return f"{lead}What it would change here is unknown."
    if abs(later) < _NOTHING:
        return f"{lead}Here it would change nothing."
    verb = "lower" if later < 0 else "raise"
    return (
        f"{lead}It saves nothing: it would {verb} net income of the next period by "
        f"{formats.money(abs(later))} instead."
    )


def example_sentence(statements: pd.DataFrame, formats: Formats, tax_rate: float) -> str:
    """Walk through the textbook case in figures that can be checked in the head.

    Args:
        statements: method, period, line, before, after, effect of a pure write-off.
        formats: how numbers are read.
        tax_rate: fraction.
    """
    rows = statements[(statements["period"] == "current") & (statements["method"] == "direct")]
    rows = rows.set_index("line")
    loss, tax = -rows["effect"]["profit_before_tax"], -rows["effect"]["income_tax"]
    before, after = rows["before"], rows["after"]
    return (
        f"A shop holds stock that cost {formats.money(before['inventory_net'])}; goods for "
        f"{formats.money(loss)} of it can no longer be sold. Inventory: "
        f"{formats.money(before['inventory_net'])} − {formats.money(loss)} = "
        f"{formats.money(after['inventory_net'])}. Tax saved: {formats.rate(tax_rate)} of "
        f"{formats.money(loss)} = {formats.money(tax)}. Net income and equity: "
        f"{formats.money(loss)} − {formats.money(tax)} = {formats.money(loss - tax)} less, equity "
        f"from {formats.money(before['equity'])} to {formats.money(after['equity'])}."
    )


def checks(
    allowance: pd.DataFrame, *, methods_agree: bool, balances: bool, balance_difference: float
) -> list[tuple[bool, str]]:
    """Return the proofs of an assessment: whether each holds, and what it says.

    Args:
        allowance: roll-forward with the column ties.
        methods_agree: direct and allowance give the same results in every period.
        balances: entries balance and the uploaded balance sheet is not known to be out.
        balance_difference: by which the uploaded balance sheet is out; NaN when unknown.
    """
    out = not math.isnan(balance_difference) and abs(balance_difference) >= _NOTHING
    return [
        (
            methods_agree,
            "Direct and allowance give the same profit, tax and equity in every period",
        ),
        (
            balances,
            "The uploaded balance sheet is out before any entry; the entries themselves balance"
            if out
            else "Every entry balances: assets change by as much as liabilities and equity",
        ),
        (
            bool(allowance["ties"].all()),
            "The allowance ties: opening + charged − used − taken back = closing",
        ),
    ]


def impact_problem_sentence(problem: Problem) -> str:
    """Say what an assessment could not know or found not to agree, for an owner."""
    place = problem.column.replace("_", " ") if problem.column else ""
    text = f"{place}: {problem.found}" if place else problem.found
    return f"{text[:1].upper()}{text[1:]}. {problem.repair}"


def headroom_sentence(covenants: pd.DataFrame, formats: Formats) -> str:
    """Say which covenant or target is nearest, and what further loss it bears.

    Args:
        covenants: rows of one method and period: ratio, headroom (money, after booking).
        formats: how numbers are read.
    """
    known = covenants.dropna(subset=["headroom"])
    if known.empty:
        return "How near the covenants are is unknown: figures of the period are missing"
    first = known.sort_values("headroom", kind="stable").iloc[0]
    name, room = RATIOS[str(first["ratio"])].label.lower(), float(first["headroom"])
    if math.isinf(room):
        return (
            "No further write-down breaks a covenant"
            if room > 0
            else f"The limit on {name} is missed, and no smaller write-down would mend it"
        )
    if room < 0:
        short = formats.money_short(-room)
        return f"The limit on {name} is broken: {short} less of write-down would keep it"
    return f"The nearest limit is on {name}: it bears {formats.money_short(room)} more"


def covenant_sentence(covenants: pd.DataFrame) -> str:
    """Say which covenants booking breaks or finds broken; empty when all hold or none is known.

    Args:
        covenants: rows of one method and period with Covenant and Result (see `covenant_table`).
    """
    broken = covenants.loc[covenants["Result"].str.contains("broken"), "Covenant"].str.lower()
    if broken.empty:
        return ""
    names = ", ".join(broken)
    noun = "covenant on" if len(broken) == 1 else "covenants on"
    verb = "is" if len(broken) == 1 else "are"
    return f"After booking, the {noun} {names} {verb} broken. Talk to your lender before you book."
