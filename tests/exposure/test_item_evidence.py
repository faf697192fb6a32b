from typing import Any

import pytest

from core.charts.formats import Formats
from core.charts.sentences import evidence_card
from core.exposure import expose, item_evidence
from core.policy import Policy


@pytest.fixture
def shop(book: Any, day: Any) -> Any:
    return book(
        [
            {"sku": "a", "location": "x", "on_hand": 30, "expiry_date": day(90)},
            {"sku": "a", "location": "y", "on_hand": 20, "on_order": 400},
            {"sku": "b", "on_hand": 5},
        ],
        [{"sku": "a", "unit_price": 20, "unit_cost": 10, "category": "Toys"}, {"sku": "b"}],
        receipts=[
            {"sku": "a", "date": day(-400), "units": 30, "unit_cost": 9},
            {"sku": "a", "date": day(-10), "units": 40, "unit_cost": 11},
            {"sku": "b", "date": day(-900), "units": 1, "unit_cost": 1},
        ],
        sales=[
            {"sku": "a", "date": day(-5), "units": 2, "revenue": 30},
            {"sku": "a", "date": day(-4), "units": -1, "revenue": -15},
            {"sku": "a", "date": day(-200), "units": 9, "revenue": 180},
            {"sku": "b", "date": day(-5), "units": 1, "revenue": 0},
        ],
    )


def test_the_card_names_the_rows_dates_and_rules_behind_a_figure(
    shop: Any, flat_demand: Any
) -> None:
    policy = Policy(selling_cost_rate=0.1)
    demand = flat_demand({"a": 1.0}, cv=0.2)
    exposure = expose(shop, policy, demand)
    found = item_evidence(shop, exposure, "a", demand)
    assert found.segments["units"].sum() == found.layers["units"].sum() == 50
    assert found.sales[["units", "realized_price"]].to_numpy().tolist() == [[2, 15]]
    assert evidence_card(found, Formats("USD")) == {
        "Price": "$15.00, own sales of 2 units in 13 weeks",
        "Net realizable value": "$13.50 after 10% selling costs",
        "Clearance": "$6.75 after selling costs, by policy: no own sale of 13 weeks tells a lower "
        "price to clear at",
        "Cost": "$10.00 a unit",
        "Age": "Oldest layer 10 units, 400 days (receipts)",
        "Demand": "365 units forecast in 365 days, 50 units to sell",
        "Cover": "50 days, 40 to 66 in eight of ten futures",
        "On order": "400 units, 85 of them beyond what will sell, expected to lose $276",
        "Expiry": "First Mar 31, 2025, 30 units",
        "Rule": "The largest loss of each unit counts, at most its cost; reserved over 180 days "
        "25%, over 365 days 50%, over 545 days 75%, over 730 days 100%",
    }


def test_the_layers_of_one_item_are_those_of_the_whole_stock(shop: Any) -> None:
    exposure = expose(shop, Policy(), None)
    layers = item_evidence(shop, exposure, "b").layers
    # Four of five units are older than the first receipt of the shop's history.
    assert layers["units"].tolist() == [4, 1]
    assert layers["age_days"].tolist() == [900, 900]


def test_what_is_unknown_is_said_to_be_unknown(shop: Any) -> None:
    found = item_evidence(shop, expose(shop, Policy(), None), "b")
    card = evidence_card(found, Formats("USD"))
    assert card["Price"].startswith("Unknown")
    assert card["Net realizable value"].startswith("Unknown")
    # One unit came at 1.00; what the others cost nobody says.
    assert card["Cost"] == "Unknown"
    assert card["Demand"].startswith("Unknown")
    assert not {"Cover", "On order", "Expiry"} & card.keys()
    assert found.sales.empty


def test_an_item_without_stock_has_no_evidence(shop: Any) -> None:
    with pytest.raises(KeyError):
        item_evidence(shop, expose(shop, Policy(), None), "none")


@pytest.mark.parametrize(
    ("cv", "cover"),
    [
        (0.0, "50 days, 50 to 50 in eight of ten futures"),
        (3.0, "50 days; in nine of ten futures more than 18 days"),
    ],
)
def test_a_stock_that_may_never_sell_has_an_open_interval(
    shop: Any, flat_demand: Any, cv: float, cover: str
) -> None:
    demand = flat_demand({"a": 1.0}, cv=cv)
    found = item_evidence(shop, expose(shop, Policy(), demand), "a", demand)
    assert evidence_card(found, Formats("USD"))["Cover"] == cover


def test_the_evidence_names_the_clearance_sales_and_the_discount_off_a_list_price(
    book: Any, day: Any, flat_demand: Any
) -> None:
    sales = [(-30, 4, 24), (-20, 2, 12), (-10, 12, 144)]
    made = book(
        [{"sku": sku, "on_hand": 500, "unit_cost": 8} for sku in "ab"],
        [{"sku": "a", "list_price": 12}, {"sku": "b", "list_price": 12}],
        sales=[
            {"sku": "a", "date": day(days), "units": units, "revenue": revenue}
            for days, units, revenue in sales
        ],
    )
    exposure = expose(made, Policy(new_item_grace_days=0), flat_demand({"a": 0.1, "b": 0.1}))
    told = exposure.with_evidence(exposure.segments[exposure.segments["reason"] == "excess"])
    own, by_policy = told.set_index("sku")["evidence"].loc[["a", "b"]]
    assert "clears at 6.00 (6 units in 2 own marked-down sales, 2024-12-01 to 2024-12-11)" in own
    assert "clears at 50% off 10.20 (list price of 12.00 less 15%)" in by_policy
    rows = item_evidence(made, exposure, "a").sales
    assert rows["marked_down"].tolist() == [False, True, True]


def test_the_card_names_the_units_under_a_firm_contract_and_their_price(book: Any) -> None:
    made = book(
        [{"sku": "a", "on_hand": 30, "unit_cost": 10}],
        [{"sku": "a", "unit_price": 8}],
        contracts=[{"sku": "a", "units": 50, "unit_price": 12}],
    )
    found = item_evidence(made, expose(made, Policy(selling_cost_rate=0.1), None), "a")
    assert evidence_card(found, Formats("USD"))["Firm contract"] == (
        "50 units promised at $12.00, $10.80 after selling costs; 30 of them on hand, valued at "
        "that"
    )
    assert found.segments["write_down"].tolist() == [0]


def test_the_evidence_says_which_other_reasons_hold_and_what_a_unit_would_lose_by_each(
    book: Any, day: Any, flat_demand: Any
) -> None:
    made = book(
        [
            {
                "sku": "a",
                "on_hand": 10,
                "unit_cost": 10,
                "received_date": day(-400),
                "expiry_date": day(-1),
                "condition": "damaged",
            },
            {"sku": "b", "on_hand": 10, "unit_cost": 10, "received_date": day(-5)},
        ],
        [
            {"sku": "a", "unit_price": 8, "selling_cost_rate": 0, "status": "discontinued"},
            {"sku": "b", "unit_price": 30},
        ],
    )
    exposure = expose(made, Policy(), flat_demand({"a": 9.0, "b": 9.0}))
    (row,) = item_evidence(made, exposure, "a").segments.to_dict("records")
    assert row["reason"] == "expired"
    # Damaged goods bring nothing, clearing them half of 8.00; half of cost is reserved at 400 days.
    assert row["also_applies"] == (
        "damaged (10.00 a unit), discontinued (6.00 a unit), below cost (2.00 a unit), "
        "slow (5.00 a unit)"
    )
    # The largest counts, once.
    assert row["write_down"] == 100
    assert item_evidence(made, exposure, "b").segments["also_applies"].isna().all()


def test_a_reason_that_does_not_count_or_has_no_price_is_told_without_an_amount(
    book: Any, day: Any
) -> None:
    made = book(
        [{"sku": "a", "on_hand": 4, "unit_cost": 10, "received_date": day(-400)}],
        [{"sku": "a", "status": "discontinued"}],
    )
    (row,) = item_evidence(made, expose(made, Policy(), None), "a").segments.to_dict("records")
    assert (row["reason"], row["also_applies"]) == ("unknown", "discontinued, slow (5.00 a unit)")
    counts = Policy(reasons=("slow",))
    (row,) = item_evidence(made, expose(made, counts, None), "a").segments.to_dict("records")
    assert row["also_applies"] == "slow (5.00 a unit)"


def test_disposal_is_told_beside_the_write_down_and_never_in_it(book: Any, day: Any) -> None:
    made = book(
        [
            {"sku": "a", "on_hand": 10, "unit_cost": 5, "expiry_date": day(-1)},
            {"sku": "a", "on_hand": 4, "unit_cost": 5},
        ],
        [{"sku": "a", "unit_price": 30}],
    )
    policy = Policy(disposal_cost_unit=0.25)
    exposure, free = expose(made, policy, None), expose(made, Policy(), None)
    assert exposure.write_down == free.write_down == 50
    assert (exposure.disposal_cost, free.disposal_cost) == (2.5, 0)
    assert exposure.by_reason.set_index("reason")["disposal_cost"].to_dict() == {
        "expired": 2.5, "healthy": 0,
    }  # fmt: skip
    card = evidence_card(item_evidence(made, exposure, "a"), Formats("USD"))
    assert card["Disposal"].startswith("Taking 10 units away costs $2.50, an expense")
    assert "Disposal" not in evidence_card(item_evidence(made, free, "a"), Formats("USD"))
