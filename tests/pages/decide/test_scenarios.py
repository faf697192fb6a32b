"""Scenarios: saved, compared with today's price, approved and taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from core.book import Book
from core.markdown import MarkdownPlan

MARKDOWN = "pages/decide/markdown.py"
PAGE = "pages/decide/scenarios.py"
OpenPage = Callable[..., AppTest]


def title_of(page: AppTest) -> str:
    return str(page.title[0].value).replace("\\", "")


def save(page: AppTest, name: str) -> AppTest:
    page.text_input(key="markdown_name").set_value(name)
    button = next(button for button in page.button if button.label == "Save scenario")
    return button.click().run()


@pytest.fixture
def with_two(small_book: Book, open_page: OpenPage) -> AppTest:
    page = save(open_page(MARKDOWN, small_book), "thirty")
    page.select_slider(key="markdown_depth").set_value(0.5).run()
    return save(page, "half").switch_page(PAGE).run()


def test_without_a_scenario_the_page_says_what_to_do(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    assert not page.exception
    assert title_of(page) == "No scenario is saved yet"


def test_saved_scenarios_stand_beside_todays_price(with_two: AppTest) -> None:
    assert not with_two.exception
    columns = list(with_two.dataframe[0].value.columns)
    assert columns == ["Measure", "Today's price", "thirty", "half"]
    assert "write-down" in title_of(with_two)
    saved = [plan.scenario for plan in with_two.session_state["scenarios"].popitem()[1]]
    assert [scenario.depth for scenario in saved] == [0.3, 0.5]


def test_a_name_is_needed_and_is_given_once(small_book: Book, open_page: OpenPage) -> None:
    page = save(open_page(MARKDOWN, small_book), "")
    assert "needs a name" in page.error[0].value
    page = save(save(page, "thirty"), "thirty")
    assert "of that name already" in page.error[0].value


def test_an_approval_needs_a_name_then_enters_the_book_and_can_be_withdrawn(
    with_two: AppTest, small_book: Book
) -> None:
    approve = [button for button in with_two.button if button.label == "Approve"]
    assert "needs a name" in approve[0].click().run().error[0].value
    with_two.text_input(key="scenario_by_0").set_value("Ann Bell")
    approve = [button for button in with_two.button if button.label == "Approve"]
    page = approve[0].click().run()
    assert not page.exception
    plan = page.session_state["book"].book.plan
    assert set(plan["approved_by"]) == {"Ann Bell"}
    assert (plan["markdown_depth"] == 0.3).all()
    assert page.session_state["book"].book.digest != small_book.digest
    page.button(key="scenario_withdraw_0").click().run()
    assert not page.exception
    assert page.session_state["book"].book.plan.empty


def test_a_scenario_file_comes_back_without_its_approval(
    with_two: AppTest, small_book: Book, open_page: OpenPage
) -> None:
    plan: MarkdownPlan = with_two.session_state["scenarios"].popitem()[1][1]
    text = plan.approved(by="Ann Bell", on=small_book.as_of).to_toml()
    page = open_page(PAGE, small_book)
    page.file_uploader(key="scenario_files_0").upload("half.toml", text.encode())
    page.run()
    assert not page.exception
    read = page.session_state["scenarios"].popitem()[1]
    assert read == (plan,)


def test_a_file_that_is_no_scenario_is_refused_by_name(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    page.file_uploader(key="scenario_files_0").upload("x.toml", b"depth = 3")
    page.run()
    assert "x.toml" in page.error[0].value.replace("\\", "")


def test_without_sales_demand_is_unknown(stock_only_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, stock_only_book)
    assert not page.exception
    assert "unknown, not zero" in title_of(page)


def test_an_empty_start_invites(open_page: OpenPage) -> None:
    page = open_page(PAGE)
    assert not page.exception
    assert "Nothing to show" in title_of(page)


def test_the_scenarios_chosen_stand_in_presentation_and_documents(
    with_two: AppTest, small_book: Book
) -> None:
    with_two.multiselect(key="scenarios_chosen_2").set_value(["half"]).run()
    page = with_two.switch_page("pages/share/export.py").run()
    assert not page.exception
    assert page.multiselect(key="scenarios_chosen_2").value == ["half"]
    labels = [each.proto.label for each in page.get("download_button")]
    assert "half" in labels
    assert "thirty" not in labels
    page = page.switch_page("pages/share/present.py").run()
    for _ in range(4):
        page.button(key="slide_next").click().run()
    assert not page.exception
    assert "today's price" in title_of(page)
    assert "half" in page.metric[0].label


def test_the_name_typed_on_export_stands_on_the_documents_and_is_kept(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_page("pages/share/export.py", small_book)
    page.text_input(key="company").set_value("Harbor Paper Company").run()
    page = page.switch_page("pages/share/present.py").run()
    assert "Harbor Paper Company" in " ".join(each.value for each in page.caption)
    page = page.switch_page("pages/share/export.py").run()
    assert page.text_input(key="company").value == "Harbor Paper Company"


def test_a_plan_brought_back_later_stands_beside_what_was_sold(
    with_two: AppTest, small_book: Book, open_page: OpenPage
) -> None:
    with_two.text_input(key="scenario_by_0").set_value("Ann Bell")
    approve = [button for button in with_two.button if button.label == "Approve"]
    page = approve[0].click().run()
    assert any("What it foresees by week is kept" in note.value for note in page.caption)
    plan: MarkdownPlan = page.session_state["scenarios"].popitem()[1][0]
    assert plan.foreseen
    earlier = replace(plan, as_of=small_book.as_of - timedelta(weeks=4))
    later = open_page(PAGE, small_book)
    later.file_uploader(key="scenario_files_0").upload("plan.toml", earlier.to_toml().encode())
    later.run()
    assert not later.exception
    words = " ".join(str(text.value).replace("\\", "") for text in later.markdown)
    assert "After 3 of 12 weeks" in words
    assert "was foreseen" in words
    table = next(each.value for each in later.dataframe if "Units sold" in each.value)
    sold = small_book.sales[
        small_book.sales["sku"].isin(plan.scenario.skus)
        & small_book.sales["date"].between("2026-01-04", "2026-01-24")
    ]
    assert table["Units sold"].iloc[-1] == f"{sold['units'].sum():.0f}"
