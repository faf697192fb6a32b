"""The suppliers page: the scorecard as the core computed it, or what it needs."""

from core.book import Book
from core.replenishment import supplier_scorecard
from tests.pages.conftest import OpenPage
from tests.replenishment.test_scorecard import book

PAGE = "pages/stock/suppliers.py"


def test_each_supplier_has_its_row(open_page: OpenPage) -> None:
    shop = book(["2026-01-11"] * 3, ["2026-01-09", "2026-01-11", "2026-01-17"])
    page = open_page(PAGE, shop)
    assert not page.exception
    shown = page.dataframe[-1].value
    assert shown["supplier"].tolist() == supplier_scorecard(shop)["supplier"].tolist()
    assert "North is late most often, 33% of lines" in page.title[0].value


def test_without_receipts_it_says_what_is_missing(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    assert not page.exception
    assert page.title[0].value.startswith("How long suppliers take cannot be told")


def test_an_empty_start_invites(open_page: OpenPage) -> None:
    assert [button.key for button in open_page(PAGE).button] == ["invite_demo"]
