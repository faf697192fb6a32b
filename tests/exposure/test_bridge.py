from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.book import Book
from core.exposure import EFFECTS, bridge, expose
from core.policy import Policy


def effects(found: Any) -> dict[str, float]:
    changes = dict(zip(found.effects["effect"], found.effects["change"], strict=True))
    return {name: change for name, change in changes.items() if change}


@pytest.fixture
def between(book: Any, day: Any) -> Any:
    """Bridge two stock lists of one item, 30 days apart."""

    def run(before: dict[str, Any], after: dict[str, Any], **tables: Any) -> Any:
        prices = {"sku": "A", "unit_cost": 10}
        made = [
            book(
                [{"sku": "A", "on_hand": row["on_hand"], **row.get("stock", {})}],
                [{**prices, "unit_price": row.get("price", 30)}],
                as_of=day(days).date(),
                **tables,
            )
            for days, row in ((-30, before), (0, after))
        ]
        policy = Policy(selling_cost_rate=0.0)
        pairs = [(each, expose(each, policy, None)) for each in made]
        return bridge(*pairs)

    return run


def test_units_sold_take_their_share_of_the_old_loss_with_them(between: Any, day: Any) -> None:
    sold = [{"sku": "A", "date": day(-5), "units": 4}]
    row = {"price": 7}
    found = between({"on_hand": 10, **row}, {"on_hand": 6, **row}, sales=sold)
    assert effects(found) == {"sold": -12.0}


def test_units_that_came_bring_their_loss_and_units_nobody_explains_are_quantity(
    between: Any, day: Any
) -> None:
    came = [{"sku": "A", "date": day(-5), "units": 4}]
    row = {"price": 7}
    found = between({"on_hand": 10, **row}, {"on_hand": 16, **row}, receipts=came)
    assert effects(found) == {"new stock": 12.0, "quantity": 6.0}


def test_units_written_off_leave_with_their_loss(between: Any, day: Any) -> None:
    gone = [{"sku": "A", "date": day(-5), "units": 3, "amount": 30, "kind": "write_off"}]
    row = {"price": 7}
    found = between({"on_hand": 10, **row}, {"on_hand": 7, **row}, losses=gone)
    assert effects(found) == {"written down": -9.0}


def test_a_lower_price_is_price_and_a_higher_one_is_recovered(between: Any) -> None:
    assert effects(between({"on_hand": 10, "price": 9}, {"on_hand": 10, "price": 7})) == {
        "price": 20.0
    }
    assert effects(between({"on_hand": 10, "price": 7}, {"on_hand": 10, "price": 9})) == {
        "recovered": -20.0
    }


def test_stock_that_passed_its_date_aged(between: Any, day: Any) -> None:
    row = {"on_hand": 10, "stock": {"expiry_date": day(-3)}}
    assert effects(between(row, row)) == {"aged": 100.0}


def test_a_loss_that_cannot_be_judged_any_more_is_unknown(between: Any) -> None:
    found = between({"on_hand": 10, "price": 7}, {"on_hand": 10, "price": None})
    assert effects(found) == {"unknown": -30.0}


def test_an_item_nobody_had_before_is_new_stock(book: Any) -> None:
    policy = Policy(selling_cost_rate=0.0)
    items = [{"sku": sku, "unit_cost": 10, "unit_price": 8} for sku in "AB"]
    one, both = (book([{"sku": sku, "on_hand": 5} for sku in skus], items) for skus in ("A", "AB"))
    found = bridge((one, expose(one, policy, None)), (both, expose(both, policy, None)))
    assert effects(found) == {"new stock": 10.0}
    assert effects(bridge((both, expose(both, policy, None)), (one, expose(one, policy, None))))


def test_books_of_two_currencies_or_in_the_wrong_order_have_no_bridge(book: Any, day: Any) -> None:
    rows = [{"sku": "A", "on_hand": 1}]
    dollars, euros = (book(rows, currency=currency) for currency in ("USD", "EUR"))
    with pytest.raises(ValueError, match="one currency"):
        bridge((dollars, expose(dollars, Policy(), None)), (euros, expose(euros, Policy(), None)))
    old = book(rows, as_of=day(-1).date())
    with pytest.raises(ValueError, match="after"):
        bridge((dollars, expose(dollars, Policy(), None)), (old, expose(old, Policy(), None)))


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "sku": st.sampled_from("ABC"),
            "on_hand": st.integers(1, 500),
            "unit_cost": st.one_of(st.none(), st.floats(0.01, 99).map(lambda x: round(x, 2))),
            "condition": st.sampled_from(["new", "damaged"]),
            "age": st.one_of(st.none(), st.integers(0, 900)),
        }
    ),
    min_size=1,
    max_size=6,
)
PRICES = st.lists(
    st.one_of(st.none(), st.floats(0.01, 99).map(lambda x: round(x, 2))), min_size=3, max_size=3
)
MOVED = st.lists(st.tuples(st.sampled_from("ABC"), st.integers(-20, 200)), max_size=5)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.tuples(ROWS, ROWS),
    prices=st.tuples(PRICES, PRICES),
    sold=MOVED,
    came=MOVED,
    lost=MOVED,
    rates=st.tuples(st.floats(0.01, 3), st.floats(0.01, 3)),
)
def test_effects_add_up_to_the_change_to_the_cent(
    book: Any, day: Any, flat_demand: Any, rows: Any, prices: Any, sold: Any, came: Any, lost: Any,
    rates: Any,
) -> None:  # fmt: skip
    def moves(units: list[tuple[str, int]]) -> list[dict[str, Any]]:
        return [{"sku": sku, "date": day(-9), "units": count} for sku, count in units]

    def at(days: int, place: int) -> Book:
        stock = [
            {**row, "received_date": None if row["age"] is None else day(days - row["age"])}
            for row in rows[place]
        ]
        items = [
            {"sku": sku, "unit_price": price}
            for sku, price in zip("ABC", prices[place], strict=True)
        ]
        return book(
            pd.DataFrame(stock).drop(columns="age").to_dict("records"),
            items,
            as_of=day(days).date(),
            sales=moves(sold),
            receipts=moves(came),
            losses=moves(lost),
        )

    pairs = []
    for place, days in enumerate((-30, 0)):
        made = at(days, place)
        pairs.append((made, expose(made, Policy(), flat_demand({"A": rates[place]}))))
    found = bridge(*pairs)

    def cents(amount: float) -> int:
        return round(amount * 100)

    assert cents(found.end) - cents(found.start) == sum(map(cents, found.effects["change"]))
    for item in found.items.to_dict("records"):
        assert cents(item["end"]) - cents(item["start"]) == sum(cents(item[e]) for e in EFFECTS)
    blind = {
        sku
        for _, exposure in pairs
        for sku in exposure.segments.loc[exposure.segments["write_down"].isna(), "sku"]
    }
    unknown = set(found.items.loc[found.items["unknown"] != 0, "sku"])
    assert unknown <= blind
