from typing import Any

import pandas as pd

from core.exposure import expose, loss_flags
from core.policy import Policy


def flags_of(
    made: Any, fiscal_year_end: str = "12-31", release: float = 0.0
) -> dict[str, tuple[Any, ...]]:
    exposure = expose(made, Policy(selling_cost_rate=0.0), None)
    found = loss_flags(made, exposure, fiscal_year_end=fiscal_year_end, release=release)
    assert all(flag.when and flag.amount > 0 and flag.sentence.endswith(".") for flag in found)
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


def test_three_months_with_a_loss_are_no_pattern(book: Any) -> None:
    rows = [("A", f"2024-{month:02}-10", 5.0) for month in (3, 5, 7)]
    rows += [("A", "2023-06-10", 5.0), ("A", "2025-02-10", 5.0)]
    assert flags_of(book(STOCK, losses=losses(rows))) == {}


OF_TWO = [
    {"sku": sku, "category": category, "unit_price": 30}
    for sku, category in (("A", "Cheese"), ("B", "Tea"))
]
MONTHS = (1, 3, 5, 6, 8, 10)


def test_a_category_that_loses_every_other_month_and_more_than_the_rest_is_asked_about(
    book: Any,
) -> None:
    # No item of it loses often enough to be asked about itself.
    stock = [{"sku": f"A{n}", "on_hand": 1, "unit_cost": 10} for n in range(6)] + STOCK[1:]
    items = [
        {"sku": row["sku"], "category": "Tea" if row["sku"] == "B" else "Cheese", "unit_price": 30}
        for row in stock
    ]
    rows = [(f"A{place}", f"2024-{month:02}-10", 5.0) for place, month in enumerate(MONTHS)]
    found = flags_of(book(stock, items, losses=losses([*rows, ("B", "2024-04-01", 10.0)])))
    skus, amount, when = found.pop("A category loses again and again")
    assert (set(skus), amount) == ({f"A{n}" for n in range(6)}, 30.0)
    assert when == "2024-01-10 to 2024-10-10"
    assert found == {}


def test_the_question_on_a_category_says_how_much_more_it_loses(book: Any) -> None:
    rows = [("A", f"2024-{month:02}-10", 5.0) for month in MONTHS] + [("B", "2024-04-01", 10.0)]
    made = book(STOCK, OF_TWO, losses=losses(rows))
    exposure = expose(made, Policy(), None)
    found = {flag.name: flag for flag in loss_flags(made, exposure, fiscal_year_end="12-31")}
    assert found["A category loses again and again"].sentence == (
        "Category Cheese was written down or off in 6 months of a year: 60% of its stock at cost, "
        "the rest of the stock 20%."
    )


def test_a_category_that_loses_like_the_rest_or_seldom_or_alone_raises_no_question(
    book: Any,
) -> None:
    name = "A category loses again and again"
    often = [("A", f"2024-{month:02}-10", 5.0) for month in MONTHS]
    alike = [*often, ("B", "2024-04-01", 20.0)]
    assert name not in flags_of(book(STOCK, OF_TWO, losses=losses(alike)))
    assert name not in flags_of(book(STOCK, OF_TWO, losses=losses(often[:5])))
    alone = book(STOCK[:1], OF_TWO[:1], losses=losses(often))
    assert name not in flags_of(alone)
    assert name not in flags_of(book(STOCK, losses=losses(often)))


WRITTEN_DOWN = {"sku": "A", "date": pd.Timestamp("2024-06-01"), "amount": 40.0}
SOUND = [{"sku": "A", "unit_price": 30}, {"sku": "B", "unit_price": 30}]


def test_an_item_written_down_and_bought_since_is_asked_about_though_it_loses_nothing_now(
    book: Any, day: Any
) -> None:
    lost = [{**WRITTEN_DOWN, "kind": "write_down"}]
    receipts = [{"sku": "A", "date": day(-30), "units": 9}]
    expected = {"Written down, bought again": (("A",), 40.0, "2024-06-01")}
    assert flags_of(book(STOCK, SOUND, losses=lost, receipts=receipts)) == expected
    ordered = [{**STOCK[0], "on_order": 5}]
    assert flags_of(book(ordered, SOUND, losses=lost)) == expected


def test_buying_again_what_broke_or_what_was_bought_before_or_moved_raises_no_question(
    book: Any, day: Any
) -> None:
    bought = [{"sku": "A", "date": day(-30), "units": 9}]
    broke = [{**WRITTEN_DOWN, "kind": "write_off", "reason": "damage"}]
    assert flags_of(book(STOCK, SOUND, losses=broke, receipts=bought)) == {}
    marked = [{**WRITTEN_DOWN, "kind": "write_down"}]
    before = [{"sku": "A", "date": day(-300), "units": 9}]
    assert flags_of(book(STOCK, SOUND, losses=marked, receipts=before)) == {}
    moved = [
        {"sku": "A", "date": day(-30), "location": "x", "units": -4},
        {"sku": "A", "date": day(-30), "location": "y", "units": 4},
    ]
    assert flags_of(book(STOCK, SOUND, losses=marked, receipts=moved)) == {}


def test_losses_that_were_only_ever_booked_are_no_release(book: Any) -> None:
    made = book(STOCK, losses=losses([("A", "2024-06-01", 40.0)]))
    assert flags_of(made) == {}


def test_an_allowance_released_by_todays_run_is_asked_about(book: Any) -> None:
    made = book(STOCK)
    assert flags_of(made, release=75.0) == {
        "Allowance released to profit": ((), 75.0, "2024-12-31")
    }
    assert flags_of(made, release=float("nan")) == {}
