"""The Causes page on Books of every completeness."""

import dataclasses
from typing import Any

import pandas as pd
import pytest

from core.book import Book, make_book
from core.charts import sentences
from core.charts.formats import Formats
from core.exposure import sum_causes

PAGE = "pages/money/causes.py"
TABS = ("By cause", "Purchases", "By supplier", "Hidden losses", "To ask about")


def show(app: Any, tab: str) -> Any:
    app.session_state["causes_tab"] = tab
    return app.run()


def titles(app: Any) -> str:
    return " ".join(heading.value.replace("\\", "") for heading in (*app.title, *app.subheader))


def test_the_figures_are_those_of_the_causes(open_page: Any, small_book: Book) -> None:
    app = open_page(PAGE, small_book)
    assert not app.exception
    kpis = {metric.label: metric.value for metric in app.metric}
    table = app.dataframe[0].value
    formats = Formats(currency="USD")
    assert kpis["Write-down"] == formats.money_short(table["write_down"].sum())
    assert kpis["Avoidable"] == formats.money_short(table["avoidable"].sum())
    assert app.title[0].value.replace("\\", "") == sentences.causes_sentence(table, formats)


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_on_books_of_every_completeness(
    open_page: Any, small_book: Book, stock_only_book: Book, one_item_book: Book, tab: str
) -> None:
    for book in (small_book, stock_only_book, one_item_book):
        app = show(open_page(PAGE, book), tab)
        assert not app.exception


def test_nothing_at_risk_has_no_cause(open_page: Any, one_item_book: Book) -> None:
    app = open_page(PAGE, one_item_book)
    assert app.title[0].value.startswith("Nothing is written down")


def test_without_sales_what_could_be_avoided_is_unknown(
    open_page: Any, stock_only_book: Book
) -> None:
    damage_only = sum_causes(
        pd.DataFrame({"sku": ["A"], "cause": ["price"], "units": [1.0], "cost_value": [1.0],
                      "write_down": [1.0], "avoidable": [float("nan")]}), "cause"
    )  # fmt: skip
    said = sentences.prevention_sentence(damage_only, Formats(currency="USD"))
    assert said.startswith("What smaller orders would have saved is unknown")
    assert not open_page(PAGE, stock_only_book).exception


def test_booked_losses_that_repeat_are_asked_about(open_page: Any, small_book: Book) -> None:
    losses = pd.DataFrame(
        {
            "date": pd.to_datetime(["2025-05-10", "2025-07-10", "2025-09-10", "2025-11-10"]),
            "sku": "A-2",
            "amount": 50.0,
        }
    )
    tables = {
        name: small_book.table(name) for name in ("items", "stock", "sales", "financials")
    } | {"losses": losses}
    book = make_book(tables, as_of=small_book.as_of, currency="USD")
    app = show(open_page(PAGE, book), "To ask about")
    assert "raise 1 question" in titles(app)
    row = app.dataframe[0].value.iloc[0]
    assert (row["when"], row["amount"], row["skus"]) == ("2025-05-10 to 2025-11-10", 200.0, "A-2")
    quiet = show(open_page(PAGE, dataclasses.replace(book, digest="x", losses=book.losses[:0])),
                 "To ask about")  # fmt: skip
    assert "No booked losses were loaded" in titles(quiet)


def test_an_empty_start_invites(open_page: Any) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert app.title[0].value.startswith("Nothing to show")


def test_the_first_demo_shows_the_purchases_behind_its_losses(open_demo: Any) -> None:
    app = show(open_demo(PAGE), "Purchases")
    assert not app.exception
    assert "The purchase with the largest loss" in titles(app)


def test_the_cause_of_one_item_names_its_purchase_and_what_the_rule_would_have_left() -> None:
    formats = Formats(currency="USD")
    causes = pd.DataFrame(
        {
            "cause": ["over-buying", "damage"],
            "write_down": [300.0, 5.0],
            "left_by_rule": [70.0, 70.0],
            "avoidable": [120.0, 0.0],
        }
    )
    purchases = pd.DataFrame(
        {
            "cause": ["over-buying", "damage"],
            "received_date": [pd.Timestamp("2025-03-04"), pd.NaT],
            "supplier": ["Acme", None],
            "bought_units": [90.0, float("nan")],
        }
    )
    assert sentences.item_cause(causes, purchases, formats) == (
        "Buying more than sells: $300.00, in the purchase of 90 units on Mar 4, 2025 from Acme; "
        "the reorder rule would have left 70 units and saved $120.00; Damage: $5.00, in a purchase "
        "that no receipt tells"
    )
    unknown = causes.assign(left_by_rule=float("nan"))
    assert "would have left is unknown" in sentences.item_cause(unknown, purchases, formats)
    assert sentences.item_cause(causes[:0], purchases[:0], formats) == ""


def test_a_release_is_asked_about_though_no_losses_were_loaded() -> None:
    assert sentences.flags_sentence(1, booked=0).endswith("raise 1 question")
