"""The replay page: what is shown is what the core computed, and it says what it needs."""

from core.book import Book
from core.charts.formats import Formats
from tests.pages.conftest import OpenPage
from tests.replenishment.test_replay import book, played

PAGE = "pages/stock/replay.py"


def test_figures_stand_beside_what_really_happened(open_page: OpenPage) -> None:
    shop = book()
    page = open_page(PAGE, shop)
    assert not page.exception
    found = played(shop)
    assert found is not None
    usd = Formats("USD")
    shown = {metric.label: (metric.value, metric.delta) for metric in page.metric}
    fill = found.totals["fill"]
    assert shown["Demand met"] == (
        usd.percent(fill["replayed"]),
        f"really {usd.percent(fill['really'])}",
    )
    assert usd.percent(fill["replayed"]) in page.title[0].value.replace("\\", "")


def test_without_receipts_it_says_what_is_missing(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    assert not page.exception
    assert page.title[0].value == "The past cannot be replayed with these files"
    assert "receipts" in page.markdown[0].value


def test_an_empty_start_invites(open_page: OpenPage) -> None:
    assert [button.key for button in open_page(PAGE).button] == ["invite_demo"]
