"""From exposure segments to the amounts that are posted."""

import math

import pandas as pd
import pytest

from core.accounting import ImpairedStock, impaired_stock

NAN = math.nan


def segments() -> pd.DataFrame:
    columns = [
        "sku", "category", "reason", "kind", "units", "cost_value", "nrv_value", "write_down",
    ]  # fmt: skip
    return pd.DataFrame(
        [
            ("a", "tools", "expired", "write_off", 10, 100.0, 0.0, 100.0),
            ("b", "tools", "excess", "write_down", 5, 50.0, 20.0, 30.0),
            ("c", "tools", "below cost", "write_down", 5, 50.0, 40.0, 10.0),
            ("d", "tools", "healthy", "", 5, 50.0, 56.0, 0.0),
            ("e", "paint", "below cost", "write_down", 1, 20.0, 15.0, 5.0),
            ("f", "paint", "unknown", "", 1, 30.0, NAN, NAN),
            ("g", "paint", "unknown", "", 1, NAN, NAN, NAN),
        ],
        columns=columns,
    )


def test_item_by_item_every_loss_counts() -> None:
    stock = impaired_stock(segments(), level="item", currency="USD")
    assert stock.cost_value == 300
    assert (stock.write_down_cost, stock.write_down) == (120, 45)
    assert (stock.write_off_cost, stock.write_off) == (100, 100)
    assert stock.required_allowance == 145
    assert stock.masked == 0
    assert stock.unknown_cost_value == 30
    assert stock.by_reason["write_down"].sum() == stock.required_allowance
    assert stock.by_reason["reason"].tolist() == ["expired", "excess", "below cost"]


@pytest.mark.parametrize(("level", "price_losses"), [("category", 9), ("total", 9)])
def test_a_group_nets_price_losses_and_leaves_specific_ones(
    level: str, price_losses: float
) -> None:
    stock = impaired_stock(segments(), level=level, currency="USD")
    assert stock.required_allowance == 130 + price_losses
    assert stock.masked == 15 - price_losses
    assert stock.write_off == 100


def test_the_total_also_nets_across_categories() -> None:
    frame = segments()
    frame.loc[frame["sku"] == "d", "nrv_value"] = 100.0
    assert impaired_stock(frame, level="category", currency="USD").required_allowance == 135
    assert impaired_stock(frame, level="total", currency="USD").required_allowance == 130


def test_a_healthy_stock_has_no_loss() -> None:
    frame = segments().query("reason == 'healthy'")
    for level in ("item", "category", "total"):
        stock = impaired_stock(frame, level=level, currency="USD")
        assert stock.required_allowance == 0
        assert stock.by_reason.empty


def test_no_stock_is_no_loss() -> None:
    stock = impaired_stock(segments().iloc[:0], level="item", currency="USD")
    assert (stock.cost_value, stock.required_allowance) == (0, 0)


@pytest.mark.parametrize(
    "amounts",
    [
        {"cost_value": -1.0},
        {"cost_value": NAN},
        {"cost_value": 10.0, "write_down": 1.0},
        {"cost_value": 10.0, "write_off_cost": 1.0, "write_off": 1.01},
    ],
)
def test_amounts_that_no_stock_has_are_refused(amounts: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"amounts|exceeds"):
        ImpairedStock(**amounts)


def test_a_stock_of_which_nothing_could_be_judged_needs_an_unknown_allowance() -> None:
    unknown = segments().iloc[[5, 6]]
    stock = impaired_stock(unknown, currency="USD")
    assert not stock.is_judged
    assert math.isnan(stock.required_allowance)
    assert stock.has_uncosted
    assert stock.cost_value == 30


def test_a_surplus_may_belong_to_goods_that_could_not_be_judged() -> None:
    stock = ImpairedStock(cost_value=100, unknown_cost_value=40)
    assert stock.release_withheld(10) == 10
    assert stock.release_withheld(55) == 40
    assert ImpairedStock(cost_value=100, has_uncosted=True).release_withheld(55) == 55
    assert ImpairedStock(cost_value=100).release_withheld(55) == 0
