"""Method: everything a figure rests on is on the page, and assumptions travel as a file."""

import dataclasses
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.book import Book
from core.charts.assumptions import SETTINGS
from core.charts.explanations import EXPLANATIONS, explain
from core.charts.method import version
from core.policy import Policy
from core.schema import TABLES
from pages.parts.state import LoadedBook
from tests.pages.conftest import ROOT

PAGE = "pages/learn/method.py"
OpenPage = Callable[..., AppTest]


def text_of(page: AppTest) -> str:
    elements = [*page.title, *page.subheader, *page.markdown, *page.caption, *page.text]
    elements += [*page.code, *page.error, *page.success]
    written = [element.value for element in elements]
    written += [str(cell) for table in page.table for cell in table.value.to_numpy().ravel()]
    written += [expander.label for expander in page.expander]
    return "\n".join(written).replace("\\", "")


def upload(page: AppTest, content: bytes) -> AppTest:
    return page.file_uploader(key="policy_file").upload("policy.toml", content).run()


@pytest.fixture
def page(small_book: Book, open_page: OpenPage) -> AppTest:
    return open_page(PAGE, small_book)


def test_every_setting_column_and_figure_is_documented(page: AppTest) -> None:
    assert not page.exception
    text = text_of(page)
    for field in dataclasses.fields(Policy):
        assert SETTINGS[field.name].label in text, field.name
        assert SETTINGS[field.name].why in text, field.name
    for table in TABLES.values():
        assert table.description in text, table.name
        for column in table.columns:
            assert column.description in text, f"{table.name}.{column.name}"
    for key, about in EXPLANATIONS.items():
        assert f"**{about.term}**: {about.short}" in text, key
        assert about.computed in text, key
    cells = {str(cell).replace("\\", "") for t in page.table for cell in t.value.to_numpy().ravel()}
    assert {column.name for table in TABLES.values() for column in table.columns} <= cells


def test_the_page_names_version_date_and_digest(page: AppTest, small_book: Book) -> None:
    text = text_of(page)
    assert f"Lowermark {version()}" in text
    assert small_book.digest in text
    assert "Corner Shop, as of Jan 31, 2026" in text


def test_the_method_can_be_read_without_any_data(open_page: OpenPage) -> None:
    page = open_page(PAGE)
    assert not page.exception
    assert "all at their defaults" in page.title[0].value
    assert EXPLANATIONS["nrv"].short in text_of(page)
    assert not page.code


def test_a_search_leaves_the_terms_that_mention_it(page: AppTest) -> None:
    page.text_input(key="glossary_search").input("deferred tax").run()
    text = text_of(page)
    assert f"**{EXPLANATIONS['deferred_tax'].term}**" in text
    assert f"**{EXPLANATIONS['mase'].term}**" not in text
    page.text_input(key="glossary_search").input("zebra").run()
    assert "No term mentions that." in text_of(page)


def test_assumptions_of_a_file_come_into_force_and_move_the_inputs_beside_the_page(
    page: AppTest,
) -> None:
    own = Policy.from_settings(
        {
            "framework": "US GAAP",
            "unit_of_account": "total",
            "recording": "allowance",
            "tax_rate": 0.2125,
            "covenants": {"equity": 5000},
        }
    )
    upload(page, own.to_toml().encode())
    assert not page.exception
    # Once more: what the sidebar holds must not win over the file.
    page.run()
    assert page.session_state["policy"] == own
    assert page.selectbox(key="framework").value == "US GAAP"
    assert page.number_input(key="tax_rate").value == pytest.approx(21.25)
    assert "5 of them are your own" in page.title[0].value
    assert "all of them are in force" in page.success[0].value


def test_a_later_change_is_told_from_the_file(page: AppTest) -> None:
    upload(page, b"tax_rate = 0.3\n")
    page.number_input(key="tax_rate").set_value(31.0).run()
    page.run()
    assert "changed since: Tax rate" in page.success[0].value.replace("\\", "")


@pytest.mark.parametrize("content", [b"tax_rate = 2\n", b"\xff\xfe", b"tax_rate = ", b"rate = 1"])
def test_a_file_that_makes_no_policy_changes_nothing_and_says_why(
    page: AppTest, content: bytes
) -> None:
    upload(page, content)
    assert not page.exception
    assert "Nothing was changed" in page.error[0].value
    assert "all at their defaults" in page.title[0].value


def test_rates_at_the_edge_of_a_policy_are_no_trouble_beside_the_page(page: AppTest) -> None:
    upload(page, b"tax_rate = 0\nservice_level = 0.99999999\nexcess_horizon_days = 0\n")
    page.run()
    assert not page.exception
    assert page.session_state["policy"].tax_rate == 0


def test_the_defaults_are_one_button_away(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book, policy=Policy.from_settings({"tax_rate": 0.4}))
    assert "1 of them is your own" in page.title[0].value
    page.button(key="policy_defaults").click().run()
    page.run()
    assert page.session_state["policy"] == Policy()
    assert "all at their defaults" in page.title[0].value


def test_a_new_visitor_can_read_it_on_the_demo(open_demo: Callable[[str], AppTest]) -> None:
    page = open_demo(PAGE)
    assert not page.exception
    assert len(page.code[0].value) == 64


def test_the_link_of_a_figure_leads_to_its_line_in_the_glossary(small_book: Book) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["started"] = True
    app.session_state["book"] = LoadedBook(small_book)
    app.query_params["term"] = "nrv"
    app.run()
    app.switch_page("pages/learn/method.py").run()
    assert not app.exception
    assert app.text_input(key="glossary_search").value == explain("nrv").term
