from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.exposure import (
    CAUSES,
    expose,
    loss_causes,
    loss_purchases,
    sum_causes,
    with_prevention,
)
from core.exposure.causes import CAUSE_OF
from core.policy import REASONS, Policy

HALF_OFF = Policy(selling_cost_rate=0.0, clearance_discount=0.9, new_item_grace_days=0)


def causes_of(made: Any, forecast: Any = None, policy: Policy = HALF_OFF) -> pd.DataFrame:
    exposure = expose(made, policy, forecast)
    return loss_causes(exposure.segments, exposure.items, made.sales, as_of=made.as_of)


def found(causes: pd.DataFrame) -> dict[str, str]:
    return dict(zip(causes["sku"], causes["cause"], strict=True))


def weekly(sku: str, day: Any, weeks: range, units: float) -> list[dict[str, Any]]:
    return [{"sku": sku, "date": day(-7 * week), "units": units} for week in weeks]


def test_every_reason_has_a_cause() -> None:
    assert set(CAUSE_OF) == set(REASONS)
    assert set(CAUSE_OF.values()) <= set(CAUSES)


def test_each_reason_of_loss_leads_to_its_cause(book: Any, day: Any, flat_demand: Any) -> None:
    rows = {
        "much": {"on_hand": 900, "received_date": day(-100)},
        "gone": {"on_hand": 2, "expiry_date": day(-1)},
        "broken": {"on_hand": 3, "condition": "damaged"},
        "cheap": {"on_hand": 4},
        "ended": {"on_hand": 5},
        "fine": {"on_hand": 6},
    }
    prices = dict.fromkeys(rows, 30) | {"cheap": 8}
    made = book(
        [{"sku": sku, "unit_cost": 10, **row} for sku, row in rows.items()],
        [
            {"sku": sku, "unit_price": price, "status": "discontinued" if sku == "ended" else None}
            for sku, price in prices.items()
        ],
    )
    causes = causes_of(made, flat_demand({"much": 1.0}))
    assert found(causes) == {
        "much": "over-buying",
        "gone": "expiry",
        "broken": "damage",
        "cheap": "price",
        "ended": "end of season",
    }
    assert causes["write_down"].sum() == expose(made, HALF_OFF, flat_demand({"much": 1})).write_down


def test_excess_after_sales_fell_year_on_year_is_a_fall_of_demand(
    book: Any, day: Any, flat_demand: Any
) -> None:
    sales = [
        *weekly("fell", day, range(1, 27), 1),
        *weekly("fell", day, range(53, 90), 3),
        *weekly("kept", day, range(1, 27), 1),
        *weekly("kept", day, range(53, 90), 1),
    ]
    made = book(
        [{"sku": sku, "unit_cost": 10, "on_hand": 900} for sku in ("fell", "kept")],
        [{"sku": sku, "unit_price": 30} for sku in ("fell", "kept")],
        sales=sales,
    )
    causes = causes_of(made, flat_demand({"fell": 0.1, "kept": 0.1}))
    assert found(causes) == {"fell": "demand fall", "kept": "over-buying"}


def test_an_item_that_only_ever_had_one_season_ended_with_it(
    book: Any, day: Any, flat_demand: Any
) -> None:
    other = weekly("always", day, range(1, 110), 1)
    made = book(
        [{"sku": "summer", "unit_cost": 10, "on_hand": 900}],
        [{"sku": "summer", "unit_price": 30}],
        sales=[*other, *weekly("summer", day, range(60, 80), 5)],
    )
    assert found(causes_of(made, flat_demand({"summer": 0.1}))) == {"summer": "end of season"}


def test_a_sales_history_too_short_for_a_year_says_nothing_of_a_fall(
    book: Any, day: Any, flat_demand: Any
) -> None:
    made = book(
        [{"sku": "A", "unit_cost": 10, "on_hand": 900}],
        [{"sku": "A", "unit_price": 30}],
        sales=weekly("A", day, range(20, 40), 9),
    )
    assert found(causes_of(made, flat_demand({"A": 0.1}))) == {"A": "over-buying"}


@pytest.mark.parametrize(
    ("level", "avoidable"),
    [(20.0, 500.0), (70.0, 300.0), (100.0, 0.0), (np.nan, np.nan)],
)
def test_an_order_sized_by_the_rule_would_have_left_no_more_than_its_level(
    level: float, avoidable: float
) -> None:
    causes = pd.DataFrame(
        {
            "sku": ["A", "B"],
            "cause": ["over-buying", "damage"],
            "units": [50.0, 50.0],
            "write_down": [500.0, 400.0],
        }
    )
    orders = pd.DataFrame(
        {"sku": ["B", "A"], "on_hand": [100.0, 100.0], "order_up_to": [1.0, level]}
    )
    sized = with_prevention(causes, orders)
    np.testing.assert_allclose(sized["avoidable"], [avoidable, 0.0])
    np.testing.assert_allclose(sized["left_by_rule"], [np.minimum(100, level), 1.0])


def test_too_many_units_lie_in_the_newest_purchase_and_other_losses_in_the_oldest(
    book: Any, day: Any, flat_demand: Any
) -> None:
    receipts = [
        {"sku": sku, "date": day(-days), "units": units, "unit_cost": 2, "supplier": name}
        for sku in ("much", "cheap")
        for days, units, name in ((300, 50, "Old & Co"), (100, 40, "New & Co"))
    ]
    made = book(
        [{"sku": "much", "unit_cost": 10, "on_hand": 80}, {"sku": "cheap", "on_hand": 70,
          "unit_cost": 10}],
        [{"sku": "much", "unit_price": 30}, {"sku": "cheap", "unit_price": 8}],
        receipts=receipts,
    )  # fmt: skip
    policy = Policy(
        selling_cost_rate=0.0, clearance_discount=0.9, reserve_matrix={}, excess_horizon_days=10
    )
    causes = causes_of(made, flat_demand({"much": 3.0}), policy)
    purchases = loss_purchases(made, causes)
    table = {
        (row["sku"], row["supplier"]): (row["units"], row["bought_units"], row["bought_cost"])
        for row in purchases.to_dict("records")
    }
    # 30 of 80 sell within ten days: 50 too many, 40 of them bought last.
    assert table == {
        ("much", "New & Co"): (pytest.approx(40), 40, 80),
        ("much", "Old & Co"): (pytest.approx(10), 50, 100),
        ("cheap", "Old & Co"): (pytest.approx(30), 50, 100),
        ("cheap", "New & Co"): (pytest.approx(40), 40, 80),
    }
    assert purchases["write_down"].sum() == pytest.approx(causes["write_down"].sum())


def test_units_moved_between_locations_were_not_bought_again(book: Any, day: Any) -> None:
    bought = {"sku": "A", "date": day(-300), "location": "x", "units": 10, "unit_cost": 9}
    moves = [
        {"sku": "A", "date": when, "location": place, "units": units, "unit_cost": 9}
        for when in (day(-300), day(-20))
        for place, units in (("x", -4), ("y", 4))
    ]
    made = book(
        [{"sku": "A", "location": place, "on_hand": 5, "unit_cost": 9} for place in "xy"],
        [{"sku": "A", "unit_price": 5}],
        receipts=[bought, *moves],
    )
    (purchase,) = loss_purchases(made, causes_of(made)).to_dict("records")
    assert (purchase["received_date"], purchase["bought_units"]) == (day(-300), 10)
    assert (purchase["units"], purchase["bought_cost"]) == (pytest.approx(10), 90)


def test_without_receipts_the_purchase_stays_unknown_and_its_loss_is_kept(book: Any) -> None:
    made = book(
        [{"sku": "A", "on_hand": 3, "unit_cost": 10, "condition": "damaged"}],
        [{"sku": "A", "unit_price": 30, "supplier": "Known & Co"}],
    )
    purchase = loss_purchases(made, causes_of(made)).iloc[0]
    assert purchase["received_date"] is pd.NaT
    assert np.isnan(purchase["bought_units"])
    assert (purchase["supplier"], purchase["write_down"]) == ("Known & Co", 30)


def test_losses_sum_by_supplier_with_the_cause_that_loses_most(book: Any) -> None:
    made = book(
        [
            {"sku": "A", "on_hand": 3, "unit_cost": 10, "condition": "damaged"},
            {"sku": "B", "on_hand": 3, "unit_cost": 10},
            {"sku": "C", "on_hand": 3, "unit_cost": 10, "condition": "damaged"},
        ],
        [
            {"sku": "A", "unit_price": 30, "supplier": "One"},
            {"sku": "B", "unit_price": 9, "supplier": "One"},
            {"sku": "C", "unit_price": 30},
        ],
    )
    causes = causes_of(made).assign(avoidable=0.0)
    sums = sum_causes(causes, "supplier")
    assert sums[["supplier", "items", "write_down", "cause"]].to_numpy().tolist() == [
        ["One", 2, 33.0, "damage"],
        ["No supplier", 1, 30.0, "damage"],
    ]


def test_stock_without_a_loss_has_no_cause(book: Any) -> None:
    made = book([{"sku": "A", "on_hand": 3, "unit_cost": 10}], [{"sku": "A", "unit_price": 30}])
    causes = causes_of(made)
    assert causes.empty
    assert loss_purchases(made, causes).empty
    assert sum_causes(causes.assign(avoidable=np.nan), "cause").empty


def test_purchases_tell_what_the_rule_would_have_left_and_share_out_what_it_would_have_saved(
    book: Any, day: Any, flat_demand: Any
) -> None:
    made = book(
        [{"sku": "a", "on_hand": 100, "unit_cost": 10}],
        [{"sku": "a", "unit_price": 12, "selling_cost_rate": 0}],
        receipts=[
            {"sku": "a", "date": day(-300), "units": 60, "unit_cost": 10},
            {"sku": "a", "date": day(-200), "units": 40, "unit_cost": 10},
        ],
    )
    exposure = expose(made, Policy(reasons=("excess",)), flat_demand({"a": 0.1}))
    causes = loss_causes(exposure.segments, exposure.items, made.sales, as_of=made.as_of)
    orders = pd.DataFrame({"sku": ["a"], "on_hand": [100.0], "order_up_to": [70.0]})
    told = with_prevention(causes, orders)
    purchases = loss_purchases(made, told)
    assert purchases["left_by_rule"].tolist() == [70, 70]
    assert purchases["avoidable"].sum() == pytest.approx(told["avoidable"].sum())
    saved = purchases["avoidable"] / purchases["units"]
    assert saved.tolist() == pytest.approx([saved.iloc[0]] * 2)
    assert "avoidable" not in loss_purchases(made, causes)
