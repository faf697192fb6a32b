"""Losses beside the write-down in words."""

from core.charts.formats import Formats

_NOTHING = 0.005


def other_losses_sentence(
    formats: Formats, *, missing: float, written_down: float, ordered: float, net_income: float
) -> str:
    """Say what is lost besides the write-down and where it stands; empty when nothing is.

    Args:
        formats: how numbers are read.
        missing: cost of goods a count did not find, money; negative where it found more.
        written_down: part of it that the write-down has taken already.
        ordered: loss on firm orders, money.
        net_income: what these change of net income.
    """
    parts = []
    if missing >= _NOTHING:
        part = f"goods for {formats.money(missing)} that the count did not find"
        if written_down >= _NOTHING:
            part += f" ({formats.money(written_down)} of it already written down)"
        parts.append(part)
    elif missing <= -_NOTHING:
        parts.append(f"goods for {formats.money(-missing)} that the count found beyond the books")
    if ordered >= _NOTHING:
        parts.append(f"{formats.money(ordered)} lost on firm orders")
    if not parts:
        return ""
    verb = "lower" if net_income < 0 else "raise"
    return (
        f"Besides the write-down: {' and '.join(parts)}. They {verb} net income by "
        f"{formats.money(abs(net_income))} more and are in Entries and Statements, once."
    )
