"""The overview: its figures are the analysis', its words are true, its steps lead on."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.analysis import analyze
from core.book import Book, make_book
from core.charts.formats import Formats
from core.policy import Policy
from tests.pages.conftest import OpenPage

PAGE = "pages/today/overview.py"


def figures(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def test_the_figures_are_those_of_the_analysis(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    assert not page.exception
    summary = analyze(small_book, Policy()).summary
    usd = Formats("USD")
    assert figures(page) == {
        "Stock at cost": usd.money_short(summary["cost_value"]),
        "At risk": usd.money_short(summary["at_risk_value"]),
        "Write-down to book": usd.money_short(summary["charge"]),
        "Effect on net income": usd.money_signed(summary["net_income_effect"]),
    }
    title = page.title[0].value.replace("\\", "")
    assert usd.money_short(summary["at_risk_value"]) in title
    assert f"write-down {usd.money_short(summary['write_down'])}" in title
    said = " ".join(caption.value for caption in page.caption).replace("\\", "")
    assert f"The books need {usd.money_short(summary['write_down'])}" in said
    assert usd.money_short(summary["write_down_p90"]) in said


def test_a_step_leads_to_the_page_where_it_is_done(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    labels = {button.key: button.label for button in page.button if button.key}
    assert set(labels) >= {"step_clear", "step_stop", "step_book"}
    reorder = page.button(key="step_stop").click().run()
    assert not reorder.exception
    assert reorder.segmented_control(key="reorder_action").value == "stop buying"


def test_user_text_is_never_read_as_markup(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    clear = next(button.label for button in page.button if button.key == "step_clear")
    for sign in ("$", "*", "_", "<", "["):
        assert sign not in clear.replace(f"\\{sign}", "")


def test_missing_tables_are_named_with_what_they_would_add(
    stock_only_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, stock_only_book)
    assert not page.exception
    said = " ".join(text.value for text in page.markdown)
    assert all(f"**{name}** would add" in said for name in ("Sales", "Receipts", "Financials"))


def test_nothing_at_risk_asks_for_nothing_to_be_booked(
    one_item_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, one_item_book)
    assert not page.exception
    assert figures(page)["Write-down to book"] == "€0"
    assert "step_book" not in {button.key for button in page.button}


def test_an_empty_start_invites(open_page: OpenPage) -> None:
    page = open_page(PAGE)
    assert not page.exception
    assert [button.key for button in page.button] == ["invite_demo"]


@pytest.mark.slow
def test_the_demo_opens_with_its_headline(open_demo: Callable[[str], AppTest]) -> None:
    page = open_demo(PAGE)
    assert not page.exception
    assert "stock is at risk" in page.title[0].value
    assert len(page.get("plotly_chart")) == 2


def test_stock_without_any_cost_is_unknown_and_never_zero(open_page: OpenPage) -> None:
    stock = pd.DataFrame({"sku": ["a", "b"], "on_hand": [3.0, 4.0]})
    book = make_book({"stock": stock}, as_of=date(2026, 1, 31), currency="USD")
    page = open_page(PAGE, book)
    assert not page.exception
    assert set(figures(page).values()) == {"unknown"}
