"""The data page: from files to figures, with every correction and every total on the way."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.book import Book
from core.ingest import SourceFile, layouts_to_json, read_files, remember
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
    table = next(each.value for each in page.dataframe if "rows_read" in each.value)
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
    assert "15 units on hand; what they cost is unknown" in text_of(page)
    page.switch_page("pages/today/overview.py").run()
    page.switch_page(PAGE).run()
    assert "15 units on hand; what they cost is unknown" in text_of(page)
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
    assert page.title[0].value == "These files need something more before they open"


def test_files_that_are_read_take_the_place_of_the_demos(
    empty: AppTest, small_book: Book, open_page: OpenPage
) -> None:
    page = drop(open_page(PAGE, small_book), ("stock.csv", STOCK))
    assert not [button for button in page.button if str(button.key).startswith("demo_")]
    assert "Ready: check the totals, then open" in text_of(page)
    page.button(key="forget").click().run()
    assert [button for button in page.button if str(button.key).startswith("demo_")]


def test_what_no_file_states_is_named_with_what_stays_unknown(empty: AppTest) -> None:
    page = drop(empty, ("stock.csv", b"Item code,Qty on hand\nA-1,10\n"))
    assert "**Unit costs are missing**: what the stock is worth stays unknown" in text_of(page)
    assert "**Selling prices are missing**" in text_of(page)
    assert "**Sales** would add demand forecast" in text_of(page)
    page = drop(page, ("stock.csv", STOCK))
    assert "are missing**" not in text_of(page)


def test_a_sheet_without_rows_or_without_items_says_which_it_is(empty: AppTest) -> None:
    page = drop(empty, ("stock.csv", b"Item code,Qty on hand,Unit cost\n"))
    said = text_of(page) + "".join(each.value for each in page.error)
    assert "Still needed" not in said
    orders = b"Date,Store,Quantity,Total\n2026-01-05,1,3,27\n2026-01-12,2,1,45\n"
    page = drop(page, ("orders.csv", orders))
    assert "where none does, export a list that has it" in text_of(page)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02 no table \xff\xfe"])
def test_a_file_that_is_no_table_is_refused_in_words(content: bytes, empty: AppTest) -> None:
    page = drop(empty, ("broken.xlsx", content))
    assert not page.exception
    assert page.title[0].value.startswith(("These files cannot", "These files need"))
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


SHORT = b"Item code,Units on hand,Unit cost,Sales price\nA-1,10,4.00,9.00\nB-1,5,20.00,45.00\n"


def opened(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    page = drop(page, *files)
    page.button(key="open_book").click().run()
    assert not page.exception
    return page.switch_page(PAGE).run()


def test_the_same_layout_goes_straight_to_ready_next_time(empty: AppTest) -> None:
    page = drop(empty, ("stock.csv", SHORT))
    assert not page.success
    page = opened(empty, ("stock.csv", SHORT))
    page.button(key="start_empty").click().run()
    page = drop(page, ("stock_february.csv", SHORT.replace(b",10,", b",12,")))
    assert not page.exception
    assert "nothing to confirm" in page.success[0].value
    page.button(key="open_book").click().run()
    assert page.session_state["book"].book.stock["on_hand"].sum() == 17


def test_a_corrected_column_is_remembered_with_the_layout(empty: AppTest) -> None:
    page = drop(empty, ("stock.csv", SHORT))
    editor = "columns_" + page.dataframe[0].proto.id.partition("-columns_")[2]
    names = page.dataframe[0].value["source"].tolist()
    edit = {names.index("Unit cost"): {"canonical": "not used"}}
    page.session_state[editor] = {"edited_rows": edit, "added_rows": [], "deleted_rows": []}
    page.run()
    page.button(key="open_book").click().run()
    page.switch_page(PAGE).run()
    page.button(key="start_empty").click().run()
    page = drop(page, ("later.csv", SHORT))
    assert "15 units on hand; what they cost is unknown" in text_of(page)


def test_an_export_that_changed_says_how(empty: AppTest) -> None:
    page = opened(empty, ("stock.csv", SHORT))
    page.button(key="start_empty").click().run()
    page = drop(page, ("stock.csv", SHORT.replace(b"Sales price", b"Warehouse")))
    assert not page.success
    assert "other columns than last time (new: Warehouse; gone: Sales price)" in text_of(page)


def test_layouts_travel_in_a_file_of_the_user(empty: AppTest) -> None:
    sheet = read_files([SourceFile("stock.csv", SHORT)]).sheets
    page = drop(empty, ("stock.csv", SHORT), ("layouts.json", layouts_to_json(remember(sheet))))
    assert not page.exception
    assert "nothing to confirm" in page.success[0].value
    assert [file.name for file in page.session_state["upload"].files] == ["stock.csv"]


def test_an_import_can_be_undone(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    page = opened(page, ("stock.csv", SHORT))
    assert page.session_state["book"].book.digest != small_book.digest
    page.button(key="undo_import").click().run()
    assert not page.exception
    assert page.session_state["book"].book.digest == small_book.digest
    assert "undo_import" not in {button.key for button in page.button}


def test_the_stated_ledger_stays_with_the_figures(empty: AppTest) -> None:
    page = drop(empty, ("stock.csv", SHORT))
    ledger = next(box for box in page.number_input if box.label.startswith("Stock at cost"))
    ledger.set_value(452.40).run()
    page.button(key="open_book").click().run()
    assert page.session_state["book"].book.ledger == 452.40
    said = "Not reconciled: the stock list is $312.40 below your ledger of $452.40"
    assert said in "\n".join(each.value for each in page.sidebar.caption).replace("\\", "")


def test_the_order_of_day_and_month_is_asked_once(empty: AppTest) -> None:
    stock = b"Item code,Units on hand,Unit cost,Received date\nA,1,2,03/04/2025\nB,1,2,05/06/2025\n"
    page = drop(empty, ("stock.csv", stock))
    asked = page.segmented_control(key="day_order_0")
    assert asked.label == "2 days such as 03/04/2025 are written"
    asked.set_value("dmy").run()
    assert not page.exception
    assert page.segmented_control(key="day_order_0").label.startswith("Days such as")
    page.button(key="open_book").click().run()
    received = page.session_state["book"].book.stock["received_date"]
    assert received.dt.month.tolist() == [4, 6]


def test_a_cell_is_mended_on_screen(empty: AppTest) -> None:
    stock = b"Item code,Units on hand,Unit cost\nA-1,10,4.00\nB-1,see shelf,20.00\n"
    page = drop(empty, ("stock.csv", stock))
    table = next(each for each in page.dataframe if "problem" in each.value)
    assert table.value["row"].tolist() == [3]
    editor = "mend_" + table.proto.id.partition("-mend_")[2]
    edit = {0: {"Units on hand": "7"}}
    page.session_state[editor] = {"edited_rows": edit, "added_rows": [], "deleted_rows": []}
    page.run()
    assert not page.exception
    assert "17 units on hand, $180.00 at cost" in text_of(page)


def test_more_rows_than_are_shown_for_repair_are_announced(empty: AppTest) -> None:
    rows = [b"A%d,%s,4.00\n" % (n, b"5" if n % 4 else b"see shelf") for n in range(2_400)]
    page = drop(empty, ("stock.csv", b"Item code,Units on hand,Unit cost\n" + b"".join(rows)))
    assert not page.exception
    assert "The first 500 of 600 rows; the workbook below holds all of them" in text_of(page)
    table = next(each for each in page.dataframe if "problem" in each.value)
    assert len(table.value) == 500


def test_what_matches_the_stock_list_is_said_on_both_sides(empty: AppTest) -> None:
    sales = b"Date,Item code,Units,Revenue\n2026-01-05,A-1,3,27\n2026-01-12,X-9,1,45\n"
    page = drop(empty, ("stock.csv", SHORT), ("sales.csv", sales))
    assert "1 item of the other sheets is not in the stock list" in text_of(page)
    joins = next(each.value for each in page.dataframe if "matched" in each.value).iloc[0]
    assert (joins["matched"], joins["only_here"], joins["only_in_stock"]) == (1, 1, 1)


def test_a_weak_guess_is_a_question_that_one_click_answers(empty: AppTest) -> None:
    listed = STOCK.replace(b",Price\n", b",Company\n").replace(b"9.00", b"Lumen")
    page = drop(empty, ("stock.csv", listed))
    assert not page.exception
    assert any("1 column to decide" in box.label for box in page.expander)
    button = next(each for each in page.button if each.label == "Use Company as Brand")
    page = button.click().run()
    assert not page.exception
    table = next(each.value for each in page.dataframe if "canonical" in each.value)
    assert table.set_index("source").loc["Company", "canonical"] == "brand"
    assert not any("to decide" in box.label for box in page.expander)


@pytest.mark.parametrize(
    ("header", "offered"),
    [(b"Unit cost USD", "US GAAP"), (b"Unit cost EUR", "IFRS"), (b"Unit cost", "IFRS")],
)
def test_what_a_demo_reports_under_is_not_offered_for_own_files(
    open_demo: Callable[[str], AppTest], header: bytes, offered: str
) -> None:
    page = open_demo(PAGE)
    assert page.session_state["policy"].framework == "FRS 102"
    page = drop(page, ("stock.csv", STOCK.replace(b"Unit cost", header)))
    assert page.selectbox(key="open_framework").value == offered


def test_the_framework_chosen_for_own_files_is_offered_again(empty: AppTest) -> None:
    page = drop(empty, ("stock.csv", STOCK))
    page.selectbox(key="open_framework").set_value("FRS 102").run()
    page.button(key="open_book").click().run()
    page.switch_page(PAGE).run()
    page = drop(page, ("sales.csv", SALES))
    assert page.selectbox(key="open_framework").value == "FRS 102"
