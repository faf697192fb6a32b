"""Figures that are not those of the ledger say so wherever they are shown."""

import pytest
from streamlit.testing.v1 import AppTest

from core.book import Book, with_ledger
from tests.pages.conftest import OpenPage
from tests.pages.test_downloads import PAGES

DIFFERS = "Not reconciled: the stock list is $100.00 above your ledger of $6,390.00"


def said(page: AppTest) -> tuple[list[str], list[str]]:
    """Return the small print above the page and that beside it."""
    assert not page.exception
    return (
        [each.value.replace("\\", "") for each in page.main.get("caption")],
        [each.value.replace("\\", "") for each in page.sidebar.get("caption")],
    )


@pytest.mark.parametrize("path", PAGES)
def test_a_book_that_differs_from_its_ledger_says_so_on_every_page(
    path: str, small_book: Book, open_page: OpenPage
) -> None:
    above, beside = said(open_page(path, with_ledger(small_book, 6_390.0)))
    assert above[0] == f":material/warning: {DIFFERS}"
    assert DIFFERS in beside


@pytest.mark.parametrize("path", PAGES)
def test_a_book_without_a_ledger_says_so_beside_every_page(
    path: str, stock_only_book: Book, open_page: OpenPage
) -> None:
    _, beside = said(open_page(path, stock_only_book))
    assert "Not reconciled: what your ledger states for this stock was not given" in beside
