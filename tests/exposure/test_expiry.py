from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.demand import forecast_demand
from core.exposure import expiry_outlook, expose
from core.policy import Policy


def lots(day: Any) -> list[dict[str, Any]]:
    rows = [("first", 100, 30), ("second", 40, 60), ("gone", 5, -1), ("undated", 9, None)]
    return [
        {"sku": "a", "lot": lot, "on_hand": units, "unit_cost": 2,
         "expiry_date": None if days is None else day(days)}
        for lot, units, days in rows
    ]  # fmt: skip


def test_what_demand_does_not_reach_is_expected_to_expire(
    book: Any, day: Any, flat_demand: Any
) -> None:
    made = book(lots(day), [{"sku": "a", "unit_price": 9}])
    demand = flat_demand({"a": 1.0})
    segments = expose(made, Policy(), demand).segments
    outlook = expiry_outlook(segments, demand, as_of=made.as_of).set_index("lot")
    assert outlook["expected_expired"].to_dict() == {"first": 70, "second": 10}
    assert outlook["expected_loss"].to_dict() == {"first": 140, "second": 20}
    assert outlook["days_to_expiry"].tolist() == [30, 60]


def test_without_a_forecast_the_lots_are_listed_and_the_rest_is_unknown(
    book: Any, day: Any
) -> None:
    made = book(lots(day), [{"sku": "a", "unit_price": 9}])
    segments = expose(made, Policy(), None).segments
    outlook = expiry_outlook(segments, None, as_of=made.as_of)
    assert outlook["units"].tolist() == [100, 40]
    assert outlook["expected_expired"].isna().all()


def test_a_lot_that_sells_out_on_average_still_leaves_some_behind(book: Any, day: Any) -> None:
    rng = np.random.default_rng(3)
    sales = [
        {"sku": "a", "date": day(-7 * week), "units": float(units)}
        for week, units in enumerate(rng.poisson(2, 100), start=1)
    ]
    stock = [{"sku": "a", "lot": "l", "on_hand": 8, "unit_cost": 1, "expiry_date": day(28)}]
    made = book(stock, [{"sku": "a", "unit_price": 9}], sales=sales)
    forecast = forecast_demand(made.sales, as_of=made.as_of)
    segments = expose(made, Policy(), forecast).segments
    (left,) = expiry_outlook(segments, forecast, as_of=made.as_of)["expected_expired"]
    mean = forecast.cumulative(28.0)[0][0]
    assert left > max(0.0, 8 - mean) + 0.1
    assert left == pytest.approx(forecast.expected_excess(28.0, np.array([8.0]))[0])


def test_no_dated_lots_give_an_empty_table(book: Any, flat_demand: Any) -> None:
    made = book([{"sku": "a", "on_hand": 3, "unit_cost": 1}])
    demand = flat_demand({"a": 1.0})
    outlook = expiry_outlook(expose(made, Policy(), demand).segments, demand, as_of=made.as_of)
    assert outlook.empty
    assert "expected_loss" in outlook


def test_the_first_loss_is_dated_by_the_first_lot_that_leaves_units_behind(
    book: Any, flat_demand: Any, day: Any
) -> None:
    rows = [
        {"sku": "a", "lot": "soon", "on_hand": 10, "expiry_date": day(20)},
        {"sku": "a", "lot": "later", "on_hand": 50, "expiry_date": day(40)},
        {"sku": "b", "lot": "sells", "on_hand": 5, "expiry_date": day(40)},
    ]
    items = [{"sku": sku, "unit_price": 20, "unit_cost": 10} for sku in ("a", "b")]
    demand = flat_demand({"a": 1.0, "b": 1.0})
    segments = expose(book(rows, items), Policy(), demand).segments

    def first_losses(**rules: float) -> dict[str, Any]:
        outlook = expiry_outlook(segments, demand, as_of=day(0).date(), **rules).set_index("lot")
        return outlook["first_loss_date"].to_dict()

    found = first_losses()
    assert found["soon"] == found["later"] == day(40)
    assert pd.isna(found["sells"])
    # Lots must go 15 days before they expire: five days are left to sell ten.
    assert first_losses(min_remaining_life_days=15)["later"] == day(5)
