from typing import Any

import pytest

from core.exposure import expose
from core.policy import Policy

ITEM = {"sku": "a", "unit_price": 9.0, "unit_cost": 10.0, "selling_cost_rate": 0.1}
CONTRACT = {"sku": "a", "units": 60.0, "unit_price": 12.0}


def test_only_the_units_beyond_the_contract_are_valued_at_the_general_price(book: Any) -> None:
    # IAS 2.31. A blended price of 10.80 would give 28, the contract price for all nothing.
    made = book([{"sku": "a", "on_hand": 100}], [ITEM], contracts=[CONTRACT])
    exposure = expose(made, Policy(), None)
    found = exposure.segments.set_index("price_source")[["units", "nrv_unit", "write_down"]]
    assert found.loc["firm contract"].tolist() == pytest.approx([60, 10.8, 0])
    assert found.loc["current price"].tolist() == pytest.approx([40, 8.1, 76])
    promised = (
        exposure.with_evidence(exposure.segments).set_index("price_source").loc["firm contract"]
    )
    assert promised["price_used"] == 12
    assert promised["evidence"] == (
        "Sold under a firm contract at 12.00, 10.80 after selling costs, "
        "not below the cost of 10.00."
    )


def test_a_contract_below_cost_is_written_down(book: Any) -> None:
    made = book([{"sku": "a", "on_hand": 60}], [ITEM], contracts=[{**CONTRACT, "unit_price": 10.0}])
    exposure = expose(made, Policy(), None)
    assert exposure.segments["reason"].tolist() == ["below cost"]
    assert exposure.write_down == 60


def test_promised_units_are_not_excess_and_leave_demand_to_the_rest(
    book: Any, flat_demand: Any, day: Any
) -> None:
    made = book(
        [{"sku": "a", "on_hand": 500, "received_date": day(-800)}],
        [{**ITEM, "unit_price": 99.0}],
        contracts=[CONTRACT, {**CONTRACT, "units": 40.0, "unit_price": 17.0}],
    )
    exposure = expose(made, Policy(reasons=("excess", "slow")), flat_demand({"a": 1.0}))
    units = exposure.segments.groupby("reason")["units"].sum().to_dict()
    assert units == {"healthy": 100, "excess": 35, "slow": 365}
    assert exposure.segments["price_used"].tolist().count(14.0) == 1


def test_goods_that_cannot_be_sold_fulfil_no_contract(book: Any, day: Any) -> None:
    rows = [
        {"sku": "a", "lot": "gone", "on_hand": 50, "expiry_date": day(-1)},
        {"sku": "a", "lot": "torn", "on_hand": 50, "condition": "broken"},
        {"sku": "a", "lot": "sound", "on_hand": 50},
    ]
    exposure = expose(book(rows, [ITEM], contracts=[CONTRACT]), Policy(), None)
    promised = exposure.segments["price_source"] == "firm contract"
    assert exposure.segments.loc[promised, ["lot", "units"]].to_numpy().tolist() == [["sound", 50]]
