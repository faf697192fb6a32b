"""Ledger: lots tie, entries leave once, and what is asked for in notes is there."""

from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.accounting import lots
from core.analysis import analyze
from core.book import Book, make_book
from core.policy import Policy
from core.report import csv_bytes

PAGE = "pages/money/ledger.py"
OpenPage = Callable[..., AppTest]


def text_of(page: AppTest) -> str:
    written = [*page.title, *page.markdown, *page.caption, *page.subheader, *page.success]
    written += [*page.error, *page.warning]
    return "\n".join(element.value for element in written).replace("\\", "")


def ledger_of(page: AppTest) -> pd.DataFrame:
    return next(each.value for each in page.dataframe if "opening" in each.value.columns)


@pytest.fixture
def page(small_book: Book, open_page: OpenPage) -> AppTest:
    return open_page(PAGE, small_book)


def test_lots_add_up_to_the_allowance_and_tie(page: AppTest, small_book: Book) -> None:
    assert not page.exception
    impact = analyze(small_book, Policy()).impact
    shown = page.dataframe[0].value
    assert shown["closing"].sum() == pytest.approx(impact.required_allowance)
    assert "every row ties" in page.title[0].value
    assert "it differs" not in text_of(page)


def test_the_run_is_recognized_when_its_file_comes_back(page: AppTest) -> None:
    run = page.code[0].value
    again = page.file_uploader(key="posted_file").upload("gl.csv", f"x,{run}-1\n".encode()).run()
    assert f"{run} is in this file" in text_of(again)
    clean = again.file_uploader(key="posted_file").upload("gl.csv", b"a,b\n").run()
    assert "has not been posted there" in text_of(clean)


def test_the_last_ledger_opens_every_lot_on_every_page(page: AppTest, small_book: Book) -> None:
    before = lots.lot_ledger(analyze(small_book, Policy()).impact)
    again = page.file_uploader(key="ledger_file").upload("lots.csv", csv_bytes(before)).run()
    assert not again.exception
    shown = ledger_of(again)
    assert shown["opening"].sum() == pytest.approx(before["closing"].sum())
    assert shown["charged"].sum() == 0
    assert "it differs" not in text_of(again)
    assert "from lots.csv" in text_of(again)
    impact_page = again.switch_page("pages/money/impact.py").run()
    assert not impact_page.exception
    metrics = {each.label: each.value for each in impact_page.metric}
    assert metrics["Write-down to book"] == "$0"


def test_a_ledger_that_cannot_be_read_changes_nothing_and_one_can_be_taken_out(
    page: AppTest, small_book: Book
) -> None:
    before = lots.lot_ledger(analyze(small_book, Policy()).impact)
    again = page.file_uploader(key="ledger_file").upload("lots.csv", csv_bytes(before)).run()
    wrong = again.file_uploader(key="ledger_file").upload("lots.csv", b"a,b\n1,2\n").run()
    assert "has no column sku" in text_of(wrong)
    assert ledger_of(wrong)["opening"].sum() == pytest.approx(before["closing"].sum())
    out = wrong.button(key="ledger_remove").click().run()
    assert ledger_of(out)["opening"].sum() == 0


def test_scrap_with_proceeds_shows_its_entry_and_the_shortfall(page: AppTest) -> None:
    page.number_input(key="scrap_proceeds").set_value(1.0)
    page = page.run()
    assert not page.exception
    assert any("bring $1.00" in each.value.replace("\\", "") for each in page.subheader)
    cells = {str(cell) for table in page.table for cell in table.value.to_numpy().ravel()}
    assert "1.00" in cells
    assert "scrap_general_ledger" in {button.key for button in page.get("download_button")}


def test_us_tax_dates_the_offers_and_notes_follow_the_framework(
    small_book: Book, open_page: OpenPage
) -> None:
    policy = Policy(framework="US GAAP", damaged_recovery=0.2, recording="allowance")
    page = open_page(PAGE, small_book, policy=policy)
    assert not page.exception
    assert "by Mar 2, 2026" in text_of(page)
    cells = {str(cell) for t in page.table for cell in t.value.to_numpy().ravel()}
    assert any("Schedule II" in cell for cell in cells)


def test_counts_and_orders_are_losses_of_their_own(open_page: OpenPage) -> None:
    items = pd.DataFrame({"sku": ["a"], "unit_cost": [10.0], "unit_price": [8.0]})
    stock = pd.DataFrame({"sku": ["a"], "on_hand": [5.0], "on_order": [10.0]})
    counts = pd.DataFrame({"sku": ["a"], "counted": [4.0]})
    tables = {"items": items, "stock": stock, "counts": counts}
    book = make_book(tables, as_of=pd.Timestamp("2026-01-31").date())
    page = open_page(PAGE, book, policy=Policy(firm_purchase_orders=True))
    assert not page.exception
    said = text_of(page)
    assert "no part of the allowance" in said
    assert "$24.00 is due now" in said
    assert "worth less than the price agreed" in said


def test_where_nothing_can_be_judged_nothing_is_posted(open_page: OpenPage) -> None:
    stock = pd.DataFrame({"sku": ["a"], "on_hand": [5.0], "unit_cost": [2.0]})
    page = open_page(PAGE, make_book({"stock": stock}, as_of=pd.Timestamp("2026-01-31").date()))
    assert not page.exception
    assert "unknown" in page.title[0].value
    assert "Nothing to post." in text_of(page)


def test_an_empty_start_invites(open_page: OpenPage) -> None:
    assert not open_page(PAGE).exception
