"""What to do first: only what there is to do, with its money."""

import pandas as pd

from core.charts.formats import Formats
from core.charts.sentences import first_steps

NAN = float("nan")
USD = Formats()
ITEMS = pd.DataFrame(
    {
        "sku": ["m", "c"],
        "description": ["Mug $5 *", "Candle"],
        "write_down": [30.0, 900.0],
    }
)
ORDERED = pd.DataFrame({"order_cost": [100.0, NAN, 20.0]})
STOPPED = pd.DataFrame({"cost_value": [4_000.0]})
NONE = ITEMS.head(0)


def test_every_step_names_its_money() -> None:
    steps = first_steps(USD, charge=930.0, items=ITEMS, ordered=ORDERED, late=2, stopped=STOPPED)
    assert steps == {
        "clear": "Clear 2 items that lose value, first Candle ($900)",
        "order": "Order 3 items for $120; 2 run out before they can arrive",
        "stop": "Stop buying 1 item: $4,000 lies in it",
        "book": "Book $930: the entries are ready",
    }


def test_where_nothing_is_to_be_done_nothing_is_said() -> None:
    nothing = pd.DataFrame({"order_cost": [], "cost_value": []})
    items = ITEMS.assign(write_down=[NAN, 0.0])
    assert first_steps(USD, charge=0.0, items=items, ordered=nothing, late=0, stopped=nothing) == {}


def test_orders_of_unknown_cost_are_counted_and_not_priced() -> None:
    ordered = pd.DataFrame({"order_cost": [NAN]})
    steps = first_steps(USD, charge=0.0, items=NONE, ordered=ordered, late=1, stopped=NONE)
    assert steps == {"order": "Order 1 item; 1 runs out before it can arrive"}
