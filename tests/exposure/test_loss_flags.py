from typing import Any

import pandas as pd

from core.exposure import expose, loss_flags
from core.policy import Policy


def flags_of(made: Any, fiscal_year_end: str = "12-31") -> dict[str, tuple[Any, ...]]:
    exposure = expose(made, Policy(selling_cost_rate=0.0), None)
    found = loss_flags(made, exposure, fiscal_year_end=fiscal_year_end)
    return {flag.name: (flag.skus, flag.amount, flag.when) for flag in found}


def losses(rows: list[tuple[str, str, float]]) -> list[dict[str, Any]]:
    return [{"sku": sku, "date": pd.Timestamp(day), "amount": lost} for sku, day, lost in rows]


STOCK = [{"sku": "A", "on_hand": 5, "unit_cost": 10}, {"sku": "B", "on_hand": 5, "unit_cost": 10}]


def test_an_item_that_loses_in_four_months_of_a_year_loses_again_and_again(book: Any) -> None:
    rows = [("A", f"2024-{month:02}-10", 5.0) for month in (3, 5, 7, 9)]
    rows += [("B", "2024-03-01", 5.0), ("B", "2024-03-08", 5.0), ("B", "2023-01-08", 5.0)]
    found = flags_of(book(STOCK, losses=losses(rows)))
    assert found["Lost again and again"] == (("A",), 20.0, "2024-03-10 to 2024-09-10")


def test_a_third_of_a_years_losses_in_its_last_month_is_asked_about(book: Any) -> None:
    even = [("B", f"2024-{month:02}-10", 5.0) for month in range(1, 13)]
    assert "Booked at year-end" not in flags_of(book(STOCK, losses=losses(even)))
    found = flags_of(book(STOCK, losses=losses([*even, ("A", "2024-12-30", 50.0)])))
    assert found["Booked at year-end"] == (("A", "B"), 55.0, "2024-12-10 to 2024-12-30")
    # The same rows are spread evenly over a year that ends in June.
    in_june = flags_of(book(STOCK, losses=losses(even)), "06-30")
    assert "Booked at year-end" not in in_june


def test_an_item_that_lost_was_bought_again_and_loses_again(book: Any, day: Any) -> None:
    made = book(
        STOCK,
        [{"sku": "A", "unit_price": 8}, {"sku": "B", "unit_price": 8}],
        losses=losses([("A", "2024-06-01", 40.0), ("B", "2024-06-01", 30.0)]),
        receipts=[
            {"sku": "A", "date": day(-30), "units": 9},
            {"sku": "B", "date": day(-300), "units": 9},
        ],
    )
    assert flags_of(made) == {"Lost, bought again, losing again": (("A",), 40.0, "2024-06-01")}


def test_a_loss_taken_back_lifts_profit(book: Any) -> None:
    made = book(STOCK, losses=losses([("A", "2024-06-01", -40.0)]))
    assert flags_of(made) == {"Released to profit": (("A",), 40.0, "2024-06-01")}


def test_a_loss_without_an_amount_counts_its_units_at_cost(book: Any) -> None:
    made = book(
        STOCK,
        [{"sku": "A", "unit_cost": 4.0}],
        losses=[{"sku": "A", "date": pd.Timestamp("2024-06-01"), "units": -3.0}],
    )
    assert flags_of(made)["Released to profit"][1] == 12.0


def test_without_booked_losses_there_is_no_question(book: Any) -> None:
    assert flags_of(book(STOCK)) == {}
