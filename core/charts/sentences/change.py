"""Why the write-down of one date differs from that of an earlier one, in words."""

from datetime import date

from core.charts.formats import Formats
from core.exposure import ExposureBridge

#: What each effect did, as the end of a sentence.
_BECAUSE = {
    "new stock": "stock that came since",
    "sold": "stock sold since",
    "written down": "stock written off since",
    "quantity": "units that no movement explains",
    "aged": "stock that grew older",
    "price": "lower prices",
    "demand": "demand that reaches fewer units",
    "recovered": "stock that recovered",
    "unknown": "what cannot be told",
}

#: Less than half of the smallest unit shown is no change to speak of.
_NOTHING = 0.5


def change_sentence(found: ExposureBridge, earlier: date, formats: Formats) -> str:
    """Say how far the write-down moved since the earlier day, and what moved it most.

    Args:
        found: the bridge between the two dates.
        earlier: the earlier day.
        formats: how numbers are read.
    """
    since = f"since {formats.date(earlier)}"
    moved = found.effects[found.effects["change"].abs() >= _NOTHING]
    if abs(found.change) < _NOTHING:
        still = f"The write-down is {formats.money_short(found.end)} as it was {since}"
        return still if moved.empty else f"{still}: effects up and down cancel out"
    up = found.change > 0
    amount, level = formats.money_short(abs(found.change)), formats.money_short(found.end)
    head = f"The write-down {'rose' if up else 'fell'} by {amount} to {level} {since}"
    towards = moved[moved["change"] > 0] if up else moved[moved["change"] < 0]
    if towards.empty:
        return head
    most = towards.iloc[int(towards["change"].abs().to_numpy().argmax())]
    part = formats.money_short(abs(most["change"]))
    return f"{head}, above all through {_BECAUSE[most['effect']]} ({part})"
