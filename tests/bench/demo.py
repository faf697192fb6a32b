"""The demo gift shop (about 3,900 items, a year of weeks) step by step, without a screen."""

from collections.abc import Iterator

from core.analysis import analyze, forecast_book
from core.book import Book
from core.demos import list_demos
from core.ingest import read_book
from core.policy import Policy
from tests.bench.figure import Figure, median_seconds, under

COUNT = 3


def figures() -> Iterator[Figure]:
    """Yield the time of reading, forecasting and analyzing."""
    demo = next(demo for demo in list_demos() if demo.id == "gift_shop")

    def read() -> Book:
        return read_book(
            demo.source_files(), as_of=demo.as_of, currency=demo.currency, today=demo.as_of
        )

    book = read()
    forecast = forecast_book(book)
    shop = f"gift shop, {len(book.items):,} items"
    yield under(f"{shop}: four workbooks to a Book", 3.0, median_seconds(read, count=COUNT), COUNT)
    yield under(
        f"{shop}: forecast",
        0.6,
        median_seconds(lambda: forecast_book(book), count=COUNT),
        COUNT,
    )
    yield under(
        f"{shop}: analysis from the forecast on",
        0.5,
        median_seconds(lambda: analyze(book, Policy(), forecast=forecast), count=COUNT),
        COUNT,
    )
