"""What to do first, in words: one line a step, each with the money it is about."""

import pandas as pd

from core.charts.formats import Formats
from core.charts.sentences.exposure import top_items

#: A step about less money than this is none.
_NOTHING = 0.5


def losing_items(items: pd.DataFrame) -> int:
    """Count the items that lose enough to be worth a step; needs write_down (money)."""
    return int((items["write_down"] >= _NOTHING).sum())


def first_steps(
    formats: Formats,
    *,
    charge: float,
    items: pd.DataFrame,
    ordered: pd.DataFrame,
    late: int,
    stopped: pd.DataFrame,
) -> dict[str, str]:
    """Return what to do first: step -> one sentence; steps without anything to do are left out.

    Args:
        formats: how numbers are read.
        charge: write-down to book now, above what the books already hold.
        items: sku, description, write_down.
        ordered: the orders proposed; order_cost (NaN where unknown).
        late: how many of them run out before a delivery can arrive.
        stopped: items to buy no more; cost_value of their stock.

    Returns:
        Any of "clear", "order", "stop", "book", in the order in which they are worth doing.
    """
    steps: dict[str, str] = {}
    losing = losing_items(items)
    if losing:
        first = top_items(items, 1).iloc[0]
        known = isinstance(first["description"], str) and first["description"].strip()
        name = known or first["sku"]
        verb = "loses" if losing == 1 else "lose"
        steps["clear"] = (
            f"Clear {formats.count(losing, 'item')} that {verb} value, first "
            f"{name} ({formats.money_short(first['write_down'])})"
        )
    if len(ordered):
        cost = float(ordered["order_cost"].sum())
        price = f" for {formats.money_short(cost)}" if cost >= _NOTHING else ""
        short = f"; {formats.units(late)} run out before they can arrive" if late else ""
        if late == 1:
            short = "; 1 runs out before it can arrive"
        steps["order"] = f"Order {formats.count(len(ordered), 'item')}{price}{short}"
    if len(stopped):
        money = float(stopped["cost_value"].sum())
        where = "it" if len(stopped) == 1 else "them"
        held = f": {formats.money_short(money)} lies in {where}" if money >= _NOTHING else ""
        steps["stop"] = f"Stop buying {formats.count(len(stopped), 'item')}{held}"
    if charge >= _NOTHING:
        steps["book"] = f"Book {formats.money_short(charge)}: the entries are ready"
    return steps
