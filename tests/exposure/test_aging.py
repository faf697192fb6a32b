from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.exposure import aging_share, aging_table, expose
from core.exposure.aging import aging_buckets
from core.policy import Policy


def test_steps_are_strict_and_unknown_age_reserves_nothing() -> None:
    days = np.array([0, 120, 121, 180, 181, 365, 366, np.nan])
    share = aging_share(days, ((120, 0.1), (180, 0.5), (365, 1.0)))
    assert share.tolist() == [0, 0, 0.1, 0.1, 0.5, 0.5, 1, 0]


def test_without_steps_nothing_is_reserved() -> None:
    assert aging_share(np.array([900.0]), ()).tolist() == [0]


def test_buckets_follow_the_policy_and_end_with_unknown_age() -> None:
    assert aging_buckets(Policy())[1] == (
        "0–90 days", "91–180 days", "181–365 days", "366–545 days", "546–730 days",
        "over 730 days", "unknown age",
    )  # fmt: skip
    none = Policy(reserve_matrix={"*": ()}, new_item_grace_days=0)
    assert aging_buckets(none)[1] == ("any age", "unknown age")


def test_the_table_has_every_bucket_and_counts_known_amounts() -> None:
    segments = pd.DataFrame(
        {
            "age_days": [0.0, 90, 91, 9999, np.nan, np.nan],
            "units": [1.0, 2, 4, 8, 16, 32],
            "cost_value": [1.0, 1, 1, 1, 1, np.nan],
            "write_down": [0.0, 0, 1, 1, np.nan, np.nan],
            "at_risk_value": [0.0, 0, 1, 1, 0, 0],
            "unknown_cost_value": [0.0, 0, 0, 0, 1, np.nan],
        }
    )
    table = aging_table(segments, Policy())
    assert table["units"].tolist() == [3, 4, 0, 0, 0, 8, 48]
    assert table["cost_value"].tolist() == [2, 1, 0, 0, 0, 1, 1]
    assert table["at_risk_value"].tolist() == [0, 1, 0, 0, 0, 1, 0]
    assert table["unknown_cost_value"].tolist() == [0, 0, 0, 0, 0, 0, 1]
    # What nobody can judge is unknown, an empty bucket loses nothing.
    assert table["write_down"].tolist() == pytest.approx([0, 1, 0, 0, 0, 1, np.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("category", "age", "write_down"),
    [("fashion", 121, 10), ("fashion", 120, 0), ("tools", 121, 0), (None, 366, 50),
     ("fashion", None, 0)],
)  # fmt: skip
def test_a_category_has_its_own_steps(
    book: Any, day: Any, category: str | None, age: int | None, write_down: float
) -> None:
    received = None if age is None else day(-age)
    made = book(
        [{"sku": "a", "on_hand": 10, "unit_cost": 10, "received_date": received}],
        [{"sku": "a", "category": category, "unit_price": 99}],
    )
    matrix = {"*": ((365, 0.5),), "fashion": ((120, 0.1), (365, 1.0))}
    assert expose(made, Policy(reserve_matrix=matrix), None).write_down == write_down


def test_new_stock_is_not_called_slow_within_its_grace(book: Any, day: Any) -> None:
    made = book(
        [{"sku": "a", "on_hand": 1, "unit_cost": 10, "received_date": day(-60)}],
        [{"sku": "a", "unit_price": 99}],
    )
    for grace, loss in ((90, 0), (60, 5)):
        policy = Policy(reserve_matrix={"*": ((30, 0.5),)}, new_item_grace_days=grace)
        assert expose(made, policy, None).write_down == loss


def test_only_the_old_layer_of_a_row_is_reserved(book: Any, day: Any) -> None:
    made = book(
        [{"sku": "a", "on_hand": 10, "unit_cost": 10}],
        [{"sku": "a", "unit_price": 99}],
        receipts=[
            {"sku": "a", "date": day(-100), "units": 4},
            {"sku": "a", "date": day(-200), "units": 60},
        ],
    )
    exposure = expose(made, Policy(), None)
    slow = exposure.segments[exposure.segments["reason"] == "slow"]
    assert slow[["units", "age_days", "write_down"]].to_numpy().tolist() == [[6, 200, 15]]
    assert "On hand 200 days (receipts)" in exposure.with_evidence(slow)["evidence"].iloc[0]


def test_stock_that_lasts_too_long_is_reserved_by_its_months_of_cover(
    book: Any, day: Any, flat_demand: Any
) -> None:
    made = book(
        [
            {"sku": sku, "on_hand": 100, "unit_cost": 10, "received_date": day(-100)}
            for sku in ("sells", "still", "unknown")
        ],
        [{"sku": sku, "unit_price": 99} for sku in ("sells", "still", "unknown")],
    )
    policy = Policy(reasons=("slow",), cover_matrix={"*": ((6, 0.25), (12, 0.5))})
    exposure = expose(made, policy, flat_demand({"sells": 0.5, "still": 0.0}))
    told = exposure.with_evidence(exposure.segments).set_index("sku")
    assert told["write_down"].to_dict() == {"sells": 250, "still": 500, "unknown": 0}
    assert told.loc["sells", "evidence"].startswith("Lasts 7 months: the policy reserves 25%")
    assert told.loc["still", "evidence"].startswith("Nothing is forecast to sell")


def test_of_age_and_cover_the_larger_share_is_reserved_once(
    book: Any, day: Any, flat_demand: Any
) -> None:
    made = book(
        [{"sku": "a", "on_hand": 100, "unit_cost": 10, "received_date": day(-400)}],
        [{"sku": "a", "unit_price": 99}],
    )
    for share, write_down in ((0.25, 500), (0.75, 750)):
        policy = Policy(reasons=("slow",), cover_matrix={"*": ((6, share),)})
        assert expose(made, policy, flat_demand({"a": 0.5})).write_down == write_down


def test_new_stock_is_not_reserved_for_its_cover_within_its_grace(
    book: Any, day: Any, flat_demand: Any
) -> None:
    made = book(
        [{"sku": "a", "on_hand": 100, "unit_cost": 10, "received_date": day(-10)}],
        [{"sku": "a", "unit_price": 99}],
    )
    policy = Policy(reasons=("slow",), cover_matrix={"*": ((6, 0.25),)})
    assert expose(made, policy, flat_demand({"a": 0.5})).write_down == 0
