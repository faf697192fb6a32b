from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.exposure import expose
from core.exposure.excess import demand_until
from core.policy import Policy

ITEM = {"sku": "a", "unit_price": 20.0, "unit_cost": 10.0, "selling_cost_rate": 0.0}


def units(exposure: Any) -> dict[str, float]:
    return exposure.segments.groupby("reason")["units"].sum().round(6).to_dict()


@pytest.mark.parametrize(
    ("item", "days"),
    [
        ({}, 365),
        ({"shelf_life_days": 100}, 100),
        ({"end_of_life_date": pd.Timestamp("2025-02-19")}, 50),
        ({"shelf_life_days": 100, "end_of_life_date": pd.Timestamp("2025-02-19")}, 50),
        ({"shelf_life_days": 900}, 365),
    ],
)
def test_the_horizon_is_the_shortest_of_policy_shelf_life_and_end_of_life(
    book: Any, flat_demand: Any, item: dict[str, Any], days: int
) -> None:
    made = book([{"sku": "a", "on_hand": 1000}], [{**ITEM, **item}])
    assert units(expose(made, Policy(), flat_demand({"a": 1.0}))) == {
        "excess": 1000 - days,
        "healthy": days,
    }


def test_demand_is_given_out_once_over_all_rows_of_the_item(
    book: Any, flat_demand: Any, day: Any
) -> None:
    rows = [
        {"sku": "a", "location": "new", "on_hand": 300, "received_date": day(-100)},
        {"sku": "a", "location": "old", "on_hand": 300, "received_date": day(-150)},
    ]
    exposure = expose(book(rows, [ITEM]), Policy(), flat_demand({"a": 1.0}))
    found = exposure.segments.set_index(["location", "reason"])["units"]
    assert found.to_dict() == {
        ("old", "healthy"): 300, ("new", "healthy"): 65, ("new", "excess"): 235,
    }  # fmt: skip


def test_stock_within_its_grace_is_not_excess(book: Any, flat_demand: Any, day: Any) -> None:
    def reasons(received: Any, launch: Any = None) -> set[str]:
        made = book(
            [{"sku": "a", "on_hand": 1000, "received_date": received}],
            [{**ITEM, "launch_date": launch}],
        )
        return set(expose(made, Policy(), flat_demand({"a": 1.0})).segments["reason"])

    assert reasons(day(-89)) == {"healthy"}
    assert reasons(day(-90)) == {"excess", "healthy"}
    assert reasons(None, day(-10)) == {"healthy"}
    assert reasons(None) == {"excess", "healthy"}


def test_without_a_forecast_no_unit_is_called_excess(book: Any, flat_demand: Any) -> None:
    made = book([{"sku": "a", "on_hand": 1000}], [ITEM])
    for forecast in (None, flat_demand({}), flat_demand({"b": 1.0}), flat_demand({"a": np.nan})):
        exposure = expose(made, Policy(), forecast)
        assert units(exposure) == {"healthy": 1000}
        assert "demand is unknown" in exposure.with_evidence(exposure.segments)["evidence"].iloc[0]


def test_a_lot_that_expires_before_its_turn_is_worth_nothing(
    book: Any, flat_demand: Any, day: Any
) -> None:
    rows = [
        {"sku": "a", "lot": "soon", "on_hand": 100, "expiry_date": day(30)},
        {"sku": "a", "lot": "later", "on_hand": 100, "expiry_date": day(60)},
        {"sku": "a", "lot": "undated", "on_hand": 100},
    ]
    exposure = expose(book(rows, [ITEM]), Policy(), flat_demand({"a": 1.0}))
    assert units(exposure) == {"expiring": 140, "healthy": 160}
    told = exposure.with_evidence(exposure.segments)
    expiring = told[told["reason"] == "expiring"].set_index("lot")
    assert expiring["units"].to_dict() == {"later": 70, "soon": 70}
    assert expiring["write_down"].to_dict() == {"later": 700, "soon": 700}
    assert expiring["evidence"]["soon"].startswith("Expires on 2025-01-30")


def test_excess_of_a_dated_lot_expires_and_loses_its_whole_cost(
    book: Any, flat_demand: Any, day: Any
) -> None:
    made = book([{"sku": "a", "on_hand": 2000, "expiry_date": day(180)}], [ITEM])
    exposure = expose(made, Policy(), flat_demand({"a": 4.0}))
    found = exposure.segments.set_index("reason")[["units", "write_down"]]
    # 2,000 less 1,460 in a year is excess; of the rest 720 sell before the lot expires.
    assert found["units"].to_dict() == {"excess": 540, "expiring": 740, "healthy": 720}
    assert found["write_down"].to_dict() == {"excess": 5400, "expiring": 7400, "healthy": 0}


def test_shelf_life_dates_what_no_label_dates(book: Any, flat_demand: Any, day: Any) -> None:
    rows = [{"sku": "a", "on_hand": 10, "received_date": day(-31)}]
    item = {**ITEM, "shelf_life_days": 30}
    exposure = expose(book(rows, [item]), Policy(), flat_demand({"a": 1.0}))
    assert units(exposure) == {"expired": 10}
    assert exposure.segments["expiry_date"].tolist() == [day(-1)]


def test_open_orders_are_named_as_a_fact_of_their_own(book: Any, flat_demand: Any) -> None:
    rows = [
        {"sku": "a", "location": "x", "on_hand": 400, "on_order": 50},
        {"sku": "a", "location": "y", "on_hand": 0, "on_order": 25},
    ]
    exposure = expose(book(rows, [ITEM]), Policy(), flat_demand({"a": 1.0}))
    assert units(exposure) == {"excess": 35, "healthy": 365}
    surplus = exposure.segments[exposure.segments["reason"] == "excess"]
    (sentence,) = exposure.with_evidence(surplus)["evidence"]
    assert sentence == (
        "400 on hand, forecast to sell 365 in 365 days: the rest clears at 50% off 20.00 "
        "(current price), 10.00 after selling costs, against a cost of 10.00. "
        "Another 75 are on order."
    )


def test_expired_and_damaged_units_do_not_use_up_demand(
    book: Any, flat_demand: Any, day: Any
) -> None:
    rows = [
        {"sku": "a", "lot": "gone", "on_hand": 300, "expiry_date": day(-1)},
        {"sku": "a", "lot": "torn", "on_hand": 300, "condition": "damaged"},
        {"sku": "a", "lot": "sound", "on_hand": 365},
    ]
    exposure = expose(book(rows, [ITEM]), Policy(), flat_demand({"a": 1.0}))
    assert units(exposure) == {"expired": 300, "damaged": 300, "healthy": 365}


def test_lots_that_expire_on_one_day_are_asked_for_once(flat_demand: Any) -> None:
    asked = []

    class Counting(flat_demand):  # type: ignore[misc, valid-type]
        def cumulative(self, days: Any) -> Any:
            asked.append(days)
            return super().cumulative(days)

    lots = 5_000
    until = demand_until(
        Counting({"A": 2.0, "B": 1.0}),
        np.repeat([0, 1, -1], lots),
        np.tile(np.arange(lots) % 10, 3).astype(float),
    )
    assert len(asked) == 10
    np.testing.assert_allclose(until[:lots], 2.0 * (np.arange(lots) % 10))
    np.testing.assert_allclose(until[lots : 2 * lots], np.arange(lots) % 10)
    assert np.isinf(until[2 * lots :]).all()


def test_units_on_order_that_demand_will_not_reach_are_surplus_beside_the_stock(
    book: Any, flat_demand: Any
) -> None:
    rows = [
        {"sku": "short", "on_hand": 300, "on_order": 100},
        {"sku": "full", "on_hand": 500, "on_order": 40},
        {"sku": "needs", "on_hand": 10, "on_order": 40},
        {"sku": "unknown", "on_hand": 10, "on_order": 40},
        {"sku": "none", "on_hand": 500},
    ]
    skus = [row["sku"] for row in rows]
    made = book(rows, [{**ITEM, "sku": sku} for sku in skus])
    demand = flat_demand({sku: 1.0 for sku in skus if sku != "unknown"})
    items = expose(made, Policy(), demand).items.set_index("sku")
    found = items["excess_on_order"]
    assert found.drop("unknown").to_dict() == {"short": 35, "full": 40, "needs": 0, "none": 0}
    assert np.isnan(found["unknown"])


def test_a_lot_is_sold_only_while_it_has_the_remaining_life_that_is_asked_for(
    book: Any, flat_demand: Any, day: Any
) -> None:
    made = book([{"sku": "a", "on_hand": 100, "expiry_date": day(60)}], [ITEM])
    demand = flat_demand({"a": 1.0})
    for days, lost in ((0, 40), (20, 60), (60, 100), (90, 100)):
        policy = Policy(min_remaining_life_days=days)
        found = units(expose(made, policy, demand))
        assert found.get("expiring", 0) == lost
