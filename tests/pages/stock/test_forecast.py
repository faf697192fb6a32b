"""The forecast page: an honest error, a table that sorts and finds, one item laid open."""

import datetime as dt

import pytest

from core.analysis import analyze, demand_table, sort_demand
from core.book import Book
from core.charts import sentences
from core.charts.formats import Formats
from core.demand import rolling_test
from core.override import DemandOverride
from core.policy import Policy
from tests.pages.conftest import OpenPage

PAGE = "pages/stock/forecast.py"


def test_the_title_is_the_error_against_repeating_the_past(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    assert not page.exception
    forecast = analyze(small_book, Policy()).forecast
    assert forecast is not None
    expected = sentences.accuracy_sentence(rolling_test(forecast).summary, Formats("USD"))
    assert page.title[0].value.replace("\\", "") == expected


@pytest.mark.parametrize("order", ["Best sellers", "Runs out first", "Hardest to forecast"])
def test_the_table_follows_the_chosen_order(
    order: str, small_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    page.segmented_control(key="forecast_sort").set_value(order).run()
    analysis = analyze(small_book, Policy())
    assert analysis.forecast is not None
    tested = rolling_test(analysis.forecast).items
    expected = sort_demand(demand_table(analysis, tested), order)
    (shown,) = (frame.value for frame in page.dataframe if "sku" in frame.value)
    assert shown["sku"].tolist() == expected["sku"].tolist()
    assert expected["sku"].iloc[0] in page.header[0].value.replace("\\", "")


def test_a_search_without_a_match_says_so(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    page.text_input(key="forecast_search").set_value("no such thing").run()
    assert not page.exception
    assert page.info[0].value == "No item matches the search."


def test_an_item_without_sales_has_unknown_demand(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    page.text_input(key="forecast_search").set_value("Rug").run()
    assert not page.exception
    assert any("Demand is unknown, not zero" in text.value for text in page.markdown)


def test_without_sales_demand_is_unknown(stock_only_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, stock_only_book)
    assert not page.exception
    assert page.title[0].value.replace("\\", "").startswith("Demand is unknown, not zero")


def test_history_splits_or_says_why_not(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    page.toggle(key="forecast_parts").set_value(True).run()
    assert not page.exception


def test_weights_and_errors_are_shown_on_demand(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    before = len(page.dataframe)
    page.toggle(key="forecast_weights").set_value(True).run()
    assert not page.exception
    assert len(page.dataframe) == before + 1
    assert any("past errors" in text.value or "The errors" in text.value for text in page.caption)


@pytest.mark.parametrize("path", ["pages/today/overview.py", "pages/money/exposure.py"])
def test_expectations_in_force_are_said_where_they_move_figures(
    path: str, small_book: Book, open_page: OpenPage
) -> None:
    begin = small_book.as_of + dt.timedelta(days=1)
    words = DemandOverride(
        begin, begin + dt.timedelta(days=60), sku="A-1", change=0.5, reason="A fair", by="Mo",
        recorded_on=begin,
    )  # fmt: skip
    told = [link.proto.label for link in open_page(path, small_book).get("page_link")]
    assert not any("expectation" in label for label in told)
    page = open_page(path, small_book, policy=Policy(demand_overrides=(words,)))
    assert not page.exception
    told = [link.proto.label for link in page.get("page_link")]
    assert any("1 expectation in force" in label for label in told)


def test_an_empty_start_invites(open_page: OpenPage) -> None:
    assert [button.key for button in open_page(PAGE).button] == ["invite_demo"]


def test_an_expectation_is_recorded_used_and_withdrawn_in_the_open(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    page.text_input(key="expect_sku").set_value("A-1")
    page.number_input(key="expect_figure").set_value(50.0)
    refused = page.button(key="expect_record").click().run()
    assert "Nothing was recorded" in refused.error[0].value
    page.text_input(key="expect_reason").set_value("A fair")
    page.text_input(key="expect_by").set_value("Mo")
    page.button(key="expect_record").click().run()
    assert not page.exception
    (kept,) = page.session_state["policy"].demand_overrides
    assert (kept.sku, kept.change, kept.by) == ("A-1", 0.5, "Mo")
    assert any("Your own 1 expectation in force" in box.label for box in page.expander)


def test_an_expectation_for_an_unknown_item_is_refused(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    for key, value in (("sku", "nope"), ("reason", "why"), ("by", "Mo")):
        page.text_input(key=f"expect_{key}").set_value(value)
    page.number_input(key="expect_figure").set_value(50.0)
    page.button(key="expect_record").click().run()
    assert "no sales of nope" in page.error[0].value


def test_an_event_that_was_named_says_what_it_did(small_book: Book, open_page: OpenPage) -> None:
    first = small_book.sales["date"].min().date()
    policy = Policy.from_settings({"calendar_events": {"Fair": [first.isoformat()]}})
    page = open_page(PAGE, small_book, policy=policy)
    assert not page.exception
    assert any("Fair " in caption.value for caption in page.caption)
