import dataclasses
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.accounting.other_losses import other_losses
from core.analysis import assess_book
from core.charts.formats import Formats
from core.charts.sentences import loss_on_order_sentence
from core.exposure import expose, losing_orders
from core.policy import Policy

POLICY = Policy(
    selling_cost_rate=0.0, new_item_grace_days=0, reserve_matrix={}, excess_horizon_days=100
)


def shop(book: Any, **item: Any) -> Any:
    return book(
        [{"sku": "a", "on_hand": 60, "on_order": 90, "unit_cost": 10}],
        [{"sku": "a", "unit_price": 16, **item}],
    )


@pytest.mark.parametrize(
    ("item", "rate", "loss"),
    [
        pytest.param({}, 1.0, 50 * 2.0, id="only the surplus is cleared"),
        pytest.param({"unit_price": 8}, 1.0, 50 * 6.0 + 40 * 2.0, id="the others sell below cost"),
        pytest.param({}, 9.0, 0.0, id="all will sell"),
        pytest.param({}, 0.1, 90 * 2.0, id="none will sell"),
        pytest.param({"status": "discontinued"}, 9.0, 90 * 2.0, id="a discontinued item"),
        pytest.param({"unit_price": None}, 1.0, np.nan, id="price unknown"),
    ],
)
def test_goods_on_order_lose_what_they_cost_above_what_they_will_bring(
    book: Any, flat_demand: Any, item: Any, rate: float, loss: float
) -> None:
    exposure = expose(shop(book, **item), POLICY, flat_demand({"a": rate}))
    assert exposure.items["loss_on_order"].tolist() == pytest.approx([loss], nan_ok=True)


def test_unknown_demand_leaves_the_loss_on_order_unknown(book: Any) -> None:
    exposure = expose(shop(book), POLICY, None)
    assert exposure.items["loss_on_order"].isna().all()
    assert losing_orders(exposure.orders)["sku"].tolist() == ["a"]
    title = loss_on_order_sentence(
        losing_orders(exposure.orders), Formats("USD"), ordered=90, firm=False
    )
    assert title == "No order that can be judged is expected to lose; 1 order cannot be judged"


def test_loss_on_order_is_never_part_of_the_write_down(book: Any, flat_demand: Any) -> None:
    demand = flat_demand({"a": 1.0})
    exposure = expose(shop(book), POLICY, demand)
    assert exposure.write_down == 0
    without = book([{"sku": "a", "on_hand": 60, "unit_cost": 10}], [{"sku": "a", "unit_price": 16}])
    assert expose(without, POLICY, demand).likely.p50 == exposure.likely.p50
    orders = losing_orders(exposure.orders)
    title = loss_on_order_sentence(orders, Formats("USD"), ordered=90, firm=False)
    assert title == (
        "Goods on order of 1 item would lose $100 beside the stock, none of it written down"
    )


@pytest.mark.parametrize("firm", [False, True])
def test_firm_orders_book_the_same_loss_as_a_liability(
    book: Any, flat_demand: Any, firm: bool
) -> None:
    made = shop(book)
    policy = Policy.from_settings(
        {"selling_cost_rate": 0.0, "excess_horizon_days": 100, "firm_purchase_orders": firm}
    )
    exposure = expose(made, policy, flat_demand({"a": 1.0}))
    others = other_losses(made, policy, assess_book(made, policy, exposure), exposure.orders)
    assert others.ordered == exposure.items["loss_on_order"].sum() == 100
    assert others.is_empty is not firm


def test_an_item_on_order_that_is_sold_out_can_lose_as_well(book: Any, flat_demand: Any) -> None:
    made = book(
        [
            {"sku": "a", "on_hand": 0, "on_order": 150, "unit_cost": 10},
            {"sku": "b", "on_hand": 5, "unit_cost": 10},
        ],
        [{"sku": "a", "unit_price": 16, "unit_cost": 10}, {"sku": "b", "unit_price": 16}],
        plan=[
            {
                "sku": "a", "from_date": "2025-02-01", "unit_price": 15.0, "approved_by": "Ada",
                "approved_on": "2024-12-01",
            }
        ],
    )  # fmt: skip
    exposure = expose(made, POLICY, flat_demand({"a": 1.0, "b": 1.0}))
    assert exposure.items["sku"].tolist() == ["b"]
    (order,) = losing_orders(exposure.orders).to_dict("records")
    assert (order["sku"], order["on_order"], order["excess_on_order"]) == ("a", 150, 50)
    assert order["loss_on_order"] == exposure.loss_on_order == 50 * (10 - 15 / 2)
    assert (exposure.cost_value, exposure.write_down) == (50, 0)


def test_with_nothing_on_order_nothing_is_lost_on_order(book: Any) -> None:
    made = book([{"sku": "a", "on_hand": 5, "unit_cost": 10}], [{"sku": "a", "unit_price": 16}])
    exposure = expose(made, POLICY, None)
    assert exposure.loss_on_order == 0
    assert exposure.orders.empty


def test_a_book_with_orders_and_no_stock_shows_the_orders_alone(book: Any) -> None:
    made = book([{"sku": "a", "on_hand": 0, "on_order": 9}], [{"sku": "a", "unit_cost": 2}])
    exposure = expose(made, POLICY, None)
    assert exposure.items.empty
    assert np.isnan(exposure.loss_on_order)


def test_a_receipt_dated_after_the_list_is_on_order_for_the_loss_too(
    book: Any, flat_demand: Any
) -> None:
    due = {"sku": "a", "date": "2025-01-20", "units": 90}
    coming = book(
        [{"sku": "a", "on_hand": 60, "unit_cost": 10}],
        [{"sku": "a", "unit_price": 16}],
        receipts=[due],
    )
    demand = flat_demand({"a": 1.0})
    stated = expose(shop(book), POLICY, demand).orders
    assert stated["loss_on_order"].tolist() == [100.0]
    found = expose(coming, POLICY, demand)
    pd.testing.assert_frame_equal(found.orders, stated)
    firm = dataclasses.replace(POLICY, firm_purchase_orders=True)
    owed = other_losses(coming, firm, assess_book(coming, firm, found), found.orders)
    assert owed.orders["on_order"].tolist() == [90]
    assert owed.ordered == 100
