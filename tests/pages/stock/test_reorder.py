"""The reorder page: sums tie, urgency leads, and what to stop buying shows its money."""

import datetime as dt

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.analysis import analyze, suppliers
from core.book import Book, make_book
from core.charts.formats import Formats
from core.policy import Policy
from core.replenishment import ORDER, stop_buying
from tests.pages.conftest import OpenPage

PAGE = "pages/stock/reorder.py"
USD = Formats("USD")


def show(page: AppTest, action: str) -> AppTest:
    return page.segmented_control(key="reorder_action").set_value(action).run()


def test_lines_suppliers_and_headline_add_up_to_one_sum(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    assert not page.exception
    orders = analyze(small_book, Policy()).orders
    due = orders[orders["action"] == ORDER]
    total = due["order_cost"].sum()
    assert total == pytest.approx(due["order_cost"].round(2).sum())
    assert suppliers(orders)["order_cost"].sum() == pytest.approx(total)
    shown = {metric.label: metric.value for metric in page.metric}
    assert shown["Orders, at cost"] == USD.money(total)
    assert shown["Items to order"] == USD.units(len(due))
    assert page.dataframe[-1].value["order_cost"].sum() == pytest.approx(total)


def test_what_runs_out_first_is_on_top(small_book: Book, open_page: OpenPage) -> None:
    page = show(open_page(PAGE, small_book), "wait")
    dates = page.dataframe[-1].value["stockout_date"].dropna()
    assert dates.is_monotonic_increasing


def test_items_to_stop_show_the_money_that_lies_in_them(
    small_book: Book, open_page: OpenPage
) -> None:
    page = show(open_page(PAGE, small_book), "stop buying")
    assert not page.exception
    analysis = analyze(small_book, Policy())
    stopped = stop_buying(analysis.orders, analysis.exposure.items)
    assert page.dataframe[-1].value["cost_value"].tolist() == stopped["cost_value"].tolist()
    money = USD.money(stopped["cost_value"].sum())
    assert any(money in caption.value.replace("\\", "") for caption in page.caption)


def test_without_sales_no_order_is_invented(stock_only_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, stock_only_book)
    assert not page.exception
    assert {metric.value for metric in page.metric} == {"unknown"}
    page = show(page, "unknown")
    assert len(page.dataframe[-1].value) == 6


def test_the_choice_is_kept_on_the_way_to_another_page(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    page.sidebar.number_input(key="service_level").set_value(80.0).run()
    page.switch_page("pages/stock/forecast.py").run()
    page.switch_page(PAGE).run()
    assert page.sidebar.number_input(key="service_level").value == 80.0
    assert any("80" in caption.value for caption in page.caption)


def test_an_empty_start_invites(open_page: OpenPage) -> None:
    assert [button.key for button in open_page(PAGE).button] == ["invite_demo"]


def test_what_lies_in_the_wrong_place_is_moved_before_anything_is_bought(
    open_page: OpenPage,
) -> None:
    of = shop_in_two_places(("Main", 400.0), ("Outlet", 0.0))
    page = open_page(PAGE, of)
    assert not page.exception
    title = next(each.value for each in page.subheader if "Move before you buy" in each.value)
    moves = analyze(of, Policy()).transfers
    assert USD.units(moves["units"].sum()) in title
    table = next(each.value for each in page.dataframe if "from_location" in each.value)
    assert table["units"].tolist() == moves["units"].tolist()


def test_where_sales_name_no_location_what_to_move_is_said_to_be_unknown(
    open_page: OpenPage,
) -> None:
    page = open_page(PAGE, shop_in_two_places(("Main", 400.0), ("Outlet", 5.0), sold_where=False))
    assert not any("Move before" in each.value for each in page.subheader)
    assert any("2 locations" in each.value for each in page.caption)


def shop_in_two_places(*places: tuple[str, float], sold_where: bool = True) -> Book:
    weeks = pd.date_range("2024-12-30", periods=52, freq="W-MON")
    sales = pd.concat(
        [
            pd.DataFrame({"date": weeks, "sku": "a", "units": 10.0, "location": name})
            for name, _ in places
        ]
    )
    names, held = zip(*places, strict=True)
    tables = {
        "items": pd.DataFrame({"sku": ["a"], "unit_cost": [10.0], "unit_price": [20.0]}),
        "stock": pd.DataFrame({"sku": "a", "location": names, "on_hand": held}),
        "sales": sales if sold_where else sales.drop(columns="location"),
    }
    return make_book(tables, as_of=dt.date(2025, 12, 28), currency="USD")
