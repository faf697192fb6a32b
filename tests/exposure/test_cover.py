from typing import Any

import numpy as np
import pandas as pd

from core.exposure import cover_table, expose, with_cover_interval
from core.exposure.cover import DAYS_PER_MONTH, ENDLESS_COVER, UNKNOWN_COVER
from core.policy import Policy


def test_items_are_summed_by_the_months_their_stock_lasts() -> None:
    months = np.array([0.5, 1, 1.01, 12, 25, np.inf, np.nan])
    items = pd.DataFrame(
        {
            "days_of_cover": months * DAYS_PER_MONTH,
            "on_hand": [1.0, 2, 4, 8, 16, 32, 64],
            "cost_value": [1.0, 1, 1, 1, 1, 1, np.nan],
            "write_down": [0.0, 0, 0, 0, 1, 1, np.nan],
        }
    )
    table = cover_table(items).set_index("bucket")
    assert table["units"].to_dict() == {
        "0–1 months": 3, "1–3 months": 4, "3–6 months": 0, "6–12 months": 8, "12–24 months": 0,
        "over 24 months": 16, ENDLESS_COVER: 32, UNKNOWN_COVER: 64,
    }  # fmt: skip
    assert table["items"].sum() == 7
    assert table["cost_value"].sum() == 6
    assert table.loc["over 24 months", "write_down"] == 1


def test_no_demand_is_endless_cover_and_a_missing_forecast_unknown(
    book: Any, flat_demand: Any
) -> None:
    made = book([{"sku": sku, "on_hand": 50, "unit_cost": 1} for sku in "ab"])
    table = cover_table(expose(made, Policy(), flat_demand({"a": 0.0})).items)
    filled = table[table["items"] > 0]
    assert filled["bucket"].tolist() == [ENDLESS_COVER, UNKNOWN_COVER]


def test_cover_has_an_interval_that_widens_with_the_error_of_the_forecast(
    book: Any, flat_demand: Any
) -> None:
    made = book(
        [{"sku": sku, "on_hand": 100} for sku in ("a", "still", "unknown")],
        [{"sku": sku, "unit_price": 20, "unit_cost": 10} for sku in ("a", "still", "unknown")],
    )
    columns = ["cover_low", "days_of_cover", "cover_high"]

    def cover(cv: float) -> Any:
        demand = flat_demand({"a": 2.0, "still": 0.0}, cv=cv)
        items = expose(made, Policy(), demand).items
        return with_cover_interval(items, demand).set_index("sku")[columns]

    sure, vague = cover(0.0), cover(0.5)
    assert sure.loc["a"].tolist() == [50, 50, 50]
    assert vague.loc["a", "cover_low"] < 40
    assert vague.loc["a", "cover_high"] > 60
    assert np.isinf(vague.loc["still"]).all()
    assert vague.loc["unknown"].isna().all()
