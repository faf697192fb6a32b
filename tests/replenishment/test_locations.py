"""Demand by location, and goods moved between locations before any are bought."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis import analyze
from core.book import Book, make_book
from core.policy import Policy
from core.replenishment import (
    location_needs,
    location_shares,
    locations_without_sales,
    propose_transfers,
)

AS_OF = dt.date(2025, 12, 28)
WEEKS = pd.date_range("2024-12-30", periods=52, freq="W-MON")
Place = tuple[str, float, float]


def shop(
    places: Sequence[Place], *, sku: str = "a", weeks: int = 52, expiry: dt.date | None = None
) -> dict[str, pd.DataFrame]:
    """Return the tables of one item: (location, units on hand, units sold a week)."""
    names, held, rates = zip(*places, strict=True)
    sales = pd.concat(
        [
            pd.DataFrame({"date": WEEKS[-weeks:], "sku": sku, "location": name, "units": rate})
            for name, rate in zip(names, rates, strict=True)
            if rate > 0
        ]
    )
    stock = pd.DataFrame({"sku": sku, "location": names, "on_hand": held})
    items = pd.DataFrame({"sku": [sku], "unit_cost": [10.0], "unit_price": [20.0]})
    if expiry is not None:
        stock["expiry_date"] = [pd.Timestamp(expiry), *[pd.NaT] * (len(places) - 1)]
    return {"items": items, "stock": stock, "sales": sales}


def book(*tables: dict[str, pd.DataFrame]) -> Book:
    joined = {
        name: pd.concat([each[name] for each in tables], ignore_index=True) for name in tables[0]
    }
    return make_book(joined, as_of=AS_OF, currency="USD")


def needs_of(of: Book) -> pd.DataFrame:
    return location_needs(of, analyze(of, Policy()).orders)


def transfers_of(of: Book) -> pd.DataFrame:
    return propose_transfers(needs_of(of), of.items)


def test_what_one_location_holds_too_much_of_goes_to_the_one_that_runs_out() -> None:
    found = transfers_of(book(shop([("Main", 400.0, 10.0), ("Outlet", 0.0, 10.0)])))
    assert found[["from_location", "to_location"]].to_numpy().tolist() == [["Main", "Outlet"]]
    assert 20 < found.loc[0, "units"] < 200
    assert found.loc[0, "cost_value"] == found.loc[0, "units"] * 10
    assert found.loc[0, "reason"].startswith("Main holds 400 and needs ")
    assert "Outlet has 0 and reorders at" in found.loc[0, "reason"]


def test_locations_that_all_have_enough_or_all_too_little_move_nothing() -> None:
    for held in (400.0, 0.0):
        stock = book(shop([("Main", held, 10.0), ("Outlet", held, 10.0)]))
        assert transfers_of(stock).empty


def test_sales_of_one_location_or_of_none_split_nothing() -> None:
    assert location_shares(book(shop([("Main", 5.0, 3.0)]))).empty
    tables = shop([("Main", 400.0, 10.0), ("Outlet", 0.0, 10.0)])
    tables["sales"] = tables["sales"].drop(columns="location")
    nowhere = book(tables)
    assert transfers_of(nowhere).empty
    assert locations_without_sales(nowhere) == 1
    tables["stock"]["on_hand"] = 5.0
    assert locations_without_sales(book(tables)) == 2


def test_expired_units_are_moved_nowhere() -> None:
    places = [("Main", 400.0, 10.0), ("Outlet", 0.0, 10.0)]
    assert transfers_of(book(shop(places, expiry=AS_OF - dt.timedelta(days=1)))).empty


def test_a_location_that_neither_sold_nor_holds_an_item_is_sent_none() -> None:
    both = book(
        shop([("Main", 400.0, 10.0), ("Outlet", 0.0, 10.0)]),
        shop([("Main", 400.0, 10.0)], sku="b"),
    )
    shares = location_shares(both)
    assert shares.loc[shares["sku"] == "b", "location"].tolist() == ["Main"]


def test_few_sales_are_drawn_toward_the_split_of_the_category() -> None:
    often = shop([("Main", 5.0, 30.0), ("Outlet", 5.0, 10.0)])
    seldom = shop([("Main", 5.0, 0.0), ("Outlet", 5.0, 1.0)], sku="b", weeks=2)
    shares = location_shares(book(often, seldom)).set_index(["sku", "location"])["share"]
    assert shares["a", "Main"] == pytest.approx(0.75, abs=0.01)
    # Two sales, both at the outlet, against three quarters of all goods at Main.
    assert shares["b", "Main"] == pytest.approx(0.75 * 8 / 10, abs=0.02)


def test_an_order_is_split_by_what_is_missing_and_keeps_its_total() -> None:
    of = book(shop([("Main", 0.0, 30.0), ("Outlet", 0.0, 10.0)]))
    orders = analyze(of, Policy()).orders
    needs = location_needs(of, orders).set_index("location")
    assert needs["order_units"].sum() == orders["order_units"].sum() > 0
    assert needs.loc["Main", "order_units"] > needs.loc["Outlet", "order_units"] > 0


def test_an_order_of_part_units_keeps_its_total_too() -> None:
    of = book(shop([("Main", 0.0, 30.0), ("Outlet", 0.0, 10.0)]))
    orders = analyze(of, Policy()).orders.assign(order_units=7.5)
    assert location_needs(of, orders)["order_units"].sum() == pytest.approx(7.5)


@st.composite
def shops(draw: st.DrawFn) -> Book:
    tables = []
    for number in range(draw(st.integers(1, 3))):
        places = [
            (name, float(draw(st.integers(0, 300))), float(draw(st.integers(0, 20))))
            for name in "ABCD"[: draw(st.integers(2, 4))]
        ]
        if any(rate for _, _, rate in places):
            tables.append(shop(places, sku=f"s{number}"))
    return book(*(tables or [shop([("A", 1.0, 1.0), ("B", 1.0, 1.0)])]))


@pytest.mark.slow
@given(shops())
@settings(max_examples=25)
def test_units_are_conserved_and_no_location_falls_below_its_own_need(of: Book) -> None:
    orders = analyze(of, Policy()).orders
    needs = location_needs(of, orders)
    moves = propose_transfers(needs, of.items)
    sums = needs.groupby("sku")[["share", "moved_in", "moved_out", "order_units"]].sum()
    assert np.allclose(sums["share"], 1)
    assert np.allclose(sums["moved_in"], sums["moved_out"])
    total = orders.set_index("sku")["order_units"].reindex(sums.index)
    assert np.allclose(sums["order_units"], total)
    gives = needs[needs["moved_out"] > 0]
    assert (gives["on_hand"] - gives["moved_out"] >= gives["order_up_to"] - 1e-6).all()
    takes = needs[needs["moved_in"] > 0]
    assert (takes["position"] <= takes["reorder_point"]).all()
    assert (takes["position"] + takes["moved_in"] <= takes["order_up_to"] + 1e-6).all()
    assert not ((needs["moved_in"] > 0) & (needs["moved_out"] > 0)).any()
    for column, place in (("moved_out", "from_location"), ("moved_in", "to_location")):
        moved = moves.groupby(["sku", place])["units"].sum()
        stated = needs.set_index(["sku", "location"])[column]
        assert stated[stated > 0].to_dict() == pytest.approx(moved.to_dict())
    assert (moves["units"] > 0).all()
    assert (moves["units"] == moves["units"].round()).all()


@pytest.mark.slow
@given(shops(), st.integers(0, 100))
@settings(max_examples=10)
def test_the_order_of_rows_changes_no_transfer(of: Book, seed: int) -> None:
    tables = {
        name: of.table(name).sample(frac=1, random_state=seed).reset_index(drop=True)
        for name in ("items", "stock", "sales")
    }
    other = make_book(tables, as_of=AS_OF, currency="USD")
    pd.testing.assert_frame_equal(transfers_of(of), transfers_of(other))
