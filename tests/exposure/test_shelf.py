from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.exposure import (
    class_table,
    expired_lots,
    expiry_calendar,
    expiry_outlook,
    expiry_windows,
    expose,
    item_classes,
    picking_list,
    slow_movers,
)
from core.policy import Policy


@pytest.fixture
def lots(book: Any, day: Any, flat_demand: Any) -> Any:
    """Return expired lots and outlook of one item that sells a unit a day."""

    def run(days: list[int], *, units: float = 10, demand: float | None = 1.0) -> Any:
        made = book(
            [
                {"sku": "A", "lot": f"L{n}", "on_hand": units, "unit_cost": 2,
                 "expiry_date": day(left)}
                for n, left in enumerate(days)
            ],
            [{"sku": "A", "unit_price": 5}],
        )  # fmt: skip
        forecast = None if demand is None else flat_demand({"A": demand})
        segments = expose(made, Policy(), forecast).segments
        gone = expired_lots(segments, as_of=made.as_of)
        return gone, expiry_outlook(segments, forecast, as_of=made.as_of)

    return run


def test_windows_hold_each_dated_lot_once(lots: Any) -> None:
    table = expiry_windows(*lots([-5, 0, 30, 31, 60, 61, 90, 91]))
    assert table["lots"].tolist() == [1, 2, 2, 2, 1]
    assert table["cost_value"].tolist() == [20, 40, 40, 40, 20]
    assert table["expected_loss"].iloc[0] == 20


def test_what_expires_unsold_is_unknown_without_demand_but_zero_without_lots(lots: Any) -> None:
    table = expiry_windows(*lots([10], demand=None)).set_index("window")
    assert np.isnan(table.loc["in 0–30 days", "expected_expired"])
    assert table.loc["in 31–60 days", "expected_expired"] == 0


def test_no_dated_lot_leaves_every_window_empty(book: Any) -> None:
    made = book([{"sku": "A", "on_hand": 3, "unit_cost": 2}])
    segments = expose(made, Policy(), None).segments
    gone, outlook = (
        expired_lots(segments, as_of=made.as_of),
        expiry_outlook(segments, None, as_of=made.as_of),
    )
    assert expiry_windows(gone, outlook)["lots"].sum() == 0
    assert expiry_calendar(gone, outlook, months=12).empty
    assert picking_list(outlook).empty


def test_the_calendar_has_a_row_for_every_month_up_to_its_end(lots: Any) -> None:
    calendar = expiry_calendar(*lots([-40, -5, 10, 80, 900]), months=4)
    months = ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01"]
    assert calendar["month"].isna().tolist() == [True, *[False] * 4]
    assert calendar["month"].iloc[1:].astype(str).tolist() == months
    assert calendar["cost_value"].tolist() == [40, 20, 0, 20, 0]
    assert calendar["expected_loss"].iloc[0] == 40


def test_stock_of_unknown_demand_is_unknown_in_the_calendar(lots: Any) -> None:
    calendar = expiry_calendar(*lots([10], demand=None), months=4)
    assert calendar[["expected_loss", "unknown_value"]].to_numpy().tolist() == [[0, 20]]


def test_the_earliest_date_is_picked_first_and_single_lots_need_no_order(
    book: Any, day: Any
) -> None:
    made = book(
        [
            {"sku": sku, "lot": lot, "on_hand": 1, "unit_cost": 1, "expiry_date": day(left)}
            for sku, lot, left in (
                ("late", "x", 50), ("late", "y", 40), ("soon", "x", 9), ("soon", "y", 300),
                ("single", "x", 1),
            )
        ]
    )  # fmt: skip
    segments = expose(made, Policy(), None).segments
    picks = picking_list(expiry_outlook(segments, None, as_of=made.as_of))
    assert picks[["sku", "lot", "pick"]].to_numpy().tolist() == [
        ["soon", "x", 1], ["soon", "y", 2], ["late", "y", 1], ["late", "x", 2],
    ]  # fmt: skip


def test_items_are_steady_variable_irregular_or_unknown_by_how_their_sales_vary() -> None:
    items = pd.DataFrame({"sku": list("ABCDE"), "cost_value": [80.0, 10, 5, 5, np.nan]})
    history = np.array([[5.0, 1, 0, np.nan], [5, 5, 0, np.nan], [5, 1, 9, 4], [5, 5, 0, np.nan]])
    classed = item_classes(items, np.array(list("ABCD")), history)
    assert classed["xyz_class"].tolist() == ["X", "Y", "Z", "unknown", "unknown"]
    spread = [np.std(sold, ddof=1) / np.mean(sold) for sold in ([1, 5, 1, 5], [0, 0, 9, 0])]
    assert classed["demand_cv"].tolist()[:3] == pytest.approx([0, *spread])
    table = class_table(classed).set_index("abc_class")
    assert table.loc["A", ["items", "cost_value", "items_X", "cost_X"]].tolist() == [1, 80, 1, 80]
    assert table["items"].sum() == 4
    assert table["cost_value"].sum() == 100


def test_without_sales_no_item_has_a_demand_class() -> None:
    items = pd.DataFrame({"sku": ["A"], "cost_value": [1.0]})
    assert item_classes(items, None, None)["xyz_class"].tolist() == ["unknown"]


def test_a_years_cover_is_slow_no_demand_is_slow_and_unknown_demand_is_not() -> None:
    items = pd.DataFrame(
        {
            "sku": ["fast", "year", "never", "unknown"],
            "days_of_cover": [30.0, 365.2425, np.inf, np.nan],
            "cost_value": [1.0, 2.0, 3.0, 4.0],
        }
    )
    slow = slow_movers(items)
    assert slow["sku"].tolist() == ["never", "year"]
    assert slow["months_of_cover"].tolist() == [np.inf, 12.0]
