"""The data page: from files to figures, with every correction and every total on the way."""

import pytest
from streamlit.testing.v1 import AppTest

from core.book import Book
from pages.parts import state
from tests.pages.conftest import OpenPage

PAGE = "pages/start/data.py"
STOCK = (
    b"Item code,Name <b>$x$ *y*</b>,Qty on hand,Unit cost,Price\n"
    b"A-1,Candle,10,4.00,9.00\n"
    b"A-2,Mug,see shelf,3.00,8.00\n"
    b"B-1,Lamp,5,20.00,45.00\n"
)
ITEMS = b"Item code,Category\nA-1,Gifts\nB-1,Home\n"
SALES = b"Date,Item code,Units,Revenue\n2026-01-05,A-1,3,27\n2026-01-12,B-1,1,45\n"


def drop(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Drop files on the uploader."""
    key = f"files_{page.session_state.get('upload_round', 0)}"
    return (
        page.file_uploader(key=key)
        .set_value([(name, content, "text/csv") for name, content in files])
        .run()
    )


def text_of(page: AppTest) -> str:
    """Everything written on the page, without the marks that protect it from markup."""
    written = [*page.markdown, *page.caption, *page.error, *page.warning, *page.subheader]
    return "\n".join(element.value for element in written).replace("\\", "")


@pytest.fixture
def empty(open_page: OpenPage) -> AppTest:
    return open_page(PAGE)


def test_a_stock_list_becomes_the_figures_on_screen(empty: AppTest) -> None:
    page = drop(empty, ("stock.csv", STOCK))
    assert not page.exception
    assert "15 units on hand, $140.00 at cost" in text_of(page)
    assert "'see shelf'" in text_of(page)
    page.text_input(key="open_name").set_value("My *shop* $5").run()
    page.selectbox(key="open_framework").set_value("US GAAP").run()
    page = page.button(key="open_book").click().run()
    assert not page.exception
    loaded = page.session_state["book"]
    assert loaded.book.name == "My *shop* $5"
    assert loaded.demo_id is None
    assert page.session_state["policy"].framework == "US GAAP"
    assert page.session_state["upload"] is None
    assert {metric.label: metric.value for metric in page.metric}["Stock at cost"] == "$140"


def test_control_totals_are_those_of_the_book(empty: AppTest) -> None:
    page = drop(empty, ("stock.csv", STOCK))
    table = page.dataframe[-1].value
    row = table.iloc[0]
    assert row["rows_read"] == row["rows_loaded"] + row["rows_set_aside"] == 3
    assert row["units"] == 15


def test_the_ledger_is_held_against_the_list(empty: AppTest) -> None:
    page = drop(empty, ("stock.csv", STOCK))
    ledger = next(box for box in page.number_input if box.label.startswith("Stock at cost"))
    ledger.set_value(150.0).run()
    assert "Differs by $10.00 (6.7%): the list holds less than your ledger" in text_of(page)


def test_a_correction_applies_and_survives_another_page(empty: AppTest) -> None:
    page = drop(empty, ("stock.csv", STOCK))
    editor = "columns_" + page.dataframe[0].proto.id.partition("-columns_")[2]
    names = page.dataframe[0].value["source"].tolist()
    edit = {names.index("Unit cost"): {"canonical": "not used"}}
    page.session_state[editor] = {"edited_rows": edit, "added_rows": [], "deleted_rows": []}
    page.run()
    assert not page.exception
    assert "the cost of 15 units is unknown" in text_of(page)
    page.switch_page("pages/today/overview.py").run()
    page.switch_page(PAGE).run()
    assert "the cost of 15 units is unknown" in text_of(page)
    page.button(key="undo").click().run()
    assert "$140.00 at cost" in text_of(page)


def test_more_files_join_those_already_opened(empty: AppTest) -> None:
    page = drop(empty, ("stock.csv", STOCK))
    page.button(key="open_book").click().run()
    page.switch_page(PAGE).run()
    page = drop(page, ("sales.csv", SALES))
    assert not page.exception
    names = [file.name for file in page.session_state["upload"].files]
    assert names == ["stock.csv", "sales.csv"]
    page.button(key="open_book").click().run()
    assert page.session_state["book"].book.has("sales")


def test_files_without_stock_say_what_is_missing(empty: AppTest) -> None:
    page = drop(empty, ("items.csv", ITEMS))
    assert not page.exception
    assert "add an export with each item's units on hand" in text_of(page)
    assert "open_book" not in {button.key for button in page.button}


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02 no table \xff\xfe"])
def test_a_file_that_is_no_table_is_refused_in_words(content: bytes, empty: AppTest) -> None:
    page = drop(empty, ("broken.xlsx", content))
    assert not page.exception
    assert len(page.error) == 1
    assert "broken.xlsx" in page.error[0].value.replace("\\", "")


def test_a_wrong_currency_is_refused(empty: AppTest) -> None:
    page = drop(empty, ("stock.csv", STOCK))
    box = next(box for box in page.text_input if box.label == "Currency")
    box.set_value("XX").run()
    page.button(key="open_book").click().run()
    assert "three letters" in page.error[0].value
    assert page.session_state["book"] is None


def test_the_import_can_be_forgotten_and_the_figures_too(
    small_book: Book, open_page: OpenPage
) -> None:
    page = drop(open_page(PAGE, small_book), ("stock.csv", STOCK))
    page.button(key="forget").click().run()
    assert page.session_state["upload"] is None
    assert page.session_state["book"] is not None
    page.button(key="start_empty").click().run()
    assert not page.exception
    assert page.session_state["book"] is None


@pytest.mark.slow
def test_a_demo_brings_its_framework(empty: AppTest) -> None:
    page = empty.button(key="demo_article_case").click().run()
    assert not page.exception
    assert isinstance(page.session_state["book"], state.LoadedBook)
    assert page.session_state["policy"].framework == "IFRS"


def test_what_the_loaded_book_was_made_of_is_shown(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    assert not page.exception
    assert "655 units on hand" in text_of(page)
