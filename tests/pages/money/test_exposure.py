"""The exposure page: totals under its tables equal the figures above them."""

import math

import pytest
from streamlit.testing.v1 import AppTest

from core.analysis import analyze
from core.book import Book, make_book
from core.charts.formats import Formats
from core.policy import Policy
from tests.pages.conftest import OpenPage

PAGE = "pages/money/exposure.py"


def open_tab(page: AppTest, name: str) -> AppTest:
    page.session_state["exposure_tab"] = name
    return page.run()


@pytest.mark.parametrize("tab", ["By reason", "By category"])
def test_the_last_row_of_a_table_equals_the_figures_above(
    tab: str, small_book: Book, open_page: OpenPage
) -> None:
    page = open_tab(open_page(PAGE, small_book), tab)
    assert not page.exception
    exposure = analyze(small_book, Policy()).exposure
    table = page.dataframe[0].value
    total = table.iloc[-1]
    assert total.iloc[0] == "Total"
    assert total["items"] == len(exposure.items)
    for name, amount in (
        ("cost_value", exposure.cost_value),
        ("write_down", exposure.write_down),
    ):
        assert total[name] == pytest.approx(amount)
        assert table[name].iloc[:-1].sum() == pytest.approx(total[name])
    shown = {metric.label: metric.value for metric in page.metric}
    assert shown["Stock at cost"] == Formats("USD").money_short(total["cost_value"])
    assert shown["Write-down"] == Formats("USD").money_short(total["write_down"])


@pytest.mark.parametrize(
    "tab", ["By age", "By cause", "Map", "Expiry", "Reserve tables", "To ask about"]
)
def test_every_tab_opens(tab: str, small_book: Book, open_page: OpenPage) -> None:
    page = open_tab(open_page(PAGE, small_book), tab)
    assert not page.exception


def test_ages_add_up_to_the_figures_above(small_book: Book, open_page: OpenPage) -> None:
    page = open_tab(open_page(PAGE, small_book), "By age")
    exposure = analyze(small_book, Policy()).exposure
    total = page.dataframe[0].value.iloc[-1]
    assert total["bucket"] == "Total"
    assert total["cost_value"] == pytest.approx(exposure.cost_value)
    assert total["write_down"] == pytest.approx(exposure.write_down)


def test_an_edited_reserve_table_is_in_force_on_every_page(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_tab(open_page(PAGE, small_book), "Reserve tables")
    before = page.session_state["policy"] or Policy()
    page.session_state[f"aging_rates_{hash(before)}"] = {
        "edited_rows": {0: {"limit": 30, "percent": 40}},
        "added_rows": [{"category": "Home", "limit": 10, "percent": 75}],
        "deleted_rows": [],
    }
    page.run()
    page.button(key="reserve_apply").click().run()
    assert not page.exception
    policy = page.session_state["policy"]
    assert policy.aging_steps("Gifts")[0] == (30, 0.4)
    assert policy.aging_steps("Home") == ((10, 0.75),)
    assert page.button(key="reserve_apply").disabled
    page.button(key="reserve_defaults").click().run()
    assert page.session_state["policy"].reserve_matrix == Policy().reserve_matrix


def test_a_reserve_table_that_falls_with_age_is_refused_in_words(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_tab(open_page(PAGE, small_book), "Reserve tables")
    before = page.session_state["policy"] or Policy()
    page.session_state[f"aging_rates_{hash(before)}"] = {
        "edited_rows": {0: {"percent": 99}},
        "added_rows": [],
        "deleted_rows": [],
    }
    page.run()
    assert "must not fall" in page.error[0].value
    assert page.button(key="reserve_apply").disabled


def test_filters_narrow_the_items_and_their_sums(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    page.multiselect(key="exposure_reasons").select("damaged").run()
    assert page.dataframe[-1].value["sku"].tolist() == ["A-2"]
    assert any(caption.value.startswith("1 of 6 items") for caption in page.caption)
    page.text_input(key="exposure_search").set_value("no such thing").run()
    assert not page.exception
    assert page.dataframe[-1].value.empty


@pytest.mark.parametrize("book", ["stock_only_book", "one_item_book"])
def test_sparse_books_open(book: str, request: pytest.FixtureRequest, open_page: OpenPage) -> None:
    page = open_page(PAGE, request.getfixturevalue(book))
    assert not page.exception


def test_causes_are_shown_by_purchase_supplier_and_category(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_tab(open_page(PAGE, small_book), "By cause")
    assert not page.exception
    purchases, by_supplier, by_category = (page.dataframe[place].value for place in range(3))
    loss = analyze(small_book, Policy()).exposure.write_down
    for table in (purchases, by_supplier, by_category):
        assert table["write_down"].sum() == pytest.approx(loss, abs=0.05)
    assert {"supplier", "cause"} <= set(by_supplier.columns)
    assert {"category", "cause"} <= set(by_category.columns)
    assert {"left_by_rule", "avoidable"} <= set(purchases.columns)


def test_disposal_stands_beside_the_write_down_once_it_has_a_price(
    small_book: Book, open_page: OpenPage
) -> None:
    tables = {name: small_book.table(name) for name in ("items", "stock", "sales")}
    tables["stock"] = tables["stock"].assign(condition="damaged")
    book = make_book(tables, as_of=small_book.as_of, currency="USD")
    plain, priced = (
        open_page(PAGE, book, policy=Policy(disposal_cost_unit=cost)) for cost in (0.0, 0.5)
    )
    assert "disposal_cost" not in plain.dataframe[0].value
    total = priced.dataframe[0].value.iloc[-1]
    assert total["disposal_cost"] == pytest.approx(0.5 * total["units"])
    assert total["write_down"] == plain.dataframe[0].value.iloc[-1]["write_down"]
    assert any("no part of the write" in each.value for each in priced.caption)


def test_an_empty_start_invites(open_page: OpenPage) -> None:
    assert [button.key for button in open_page(PAGE).button] == ["invite_demo"]


def test_stock_without_any_cost_is_shown_as_unknown_and_not_as_zero(
    stock_only_book: Book, open_page: OpenPage
) -> None:
    tables = {
        "items": stock_only_book.items.assign(unit_cost=math.nan),
        "stock": stock_only_book.stock,
    }
    page = open_page(PAGE, make_book(tables, as_of=stock_only_book.as_of))
    assert not page.exception
    shown = {metric.label: metric.value for metric in page.metric}
    assert shown["Stock at cost"] == shown["Write-down"] == shown["At risk"] == "unknown"
    assert "unknown" in page.title[0].value


def test_market_is_shown_only_where_cost_is_compared_with_it(
    small_book: Book, open_page: OpenPage
) -> None:
    tables = {name: small_book.table(name) for name in ("stock", "sales")}
    tables["items"] = small_book.items.assign(replacement_cost=small_book.items["unit_cost"] * 0.7)
    book = make_book(tables, as_of=small_book.as_of, currency="USD")
    policy = Policy(framework="US GAAP", cost_formula="LIFO", normal_profit_rate=0.5)
    page = open_page(PAGE, book, policy=policy)
    assert not page.exception
    shown = next(table.value for table in page.dataframe if "unit_market" in table.value.columns)
    assert {"floor", "replacement_cost", "ceiling"} <= set(shown.columns)
    booked = analyze(book, policy).impact.required_allowance
    assert shown["write_down"].sum() == pytest.approx(booked)
    labels = [each.label.replace("\\", "") for each in page.expander]
    assert any(
        "cost is compared with market" in label and "more than NRV" in label for label in labels
    )
    plain = open_page(PAGE, book, policy=Policy())
    assert not any("market" in each.label for each in plain.expander)
