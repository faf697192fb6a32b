"""What a Book lacks, and which answers it would add."""

from dataclasses import dataclass

from core.book import Book
from core.schema import TABLES
from core.stock import value_stock


@dataclass(frozen=True, slots=True)
class Gap:
    """Facts that no file states.

    Attributes:
        name: of the facts, in the plural or as the name of a table.
        adds: the answers they would add.
        without: what stays unknown as long as they are missing, where hardly anything can be said
            without them; else empty.
    """

    name: str
    adds: str
    without: str = ""


_COSTS = Gap(
    "Unit costs",
    adds="what the stock is worth and what it will lose",
    without="what the stock is worth stays unknown, and so does every loss",
)
_PRICES = Gap(
    "Selling prices",
    adds="net realizable value and the write-down",
    without="what the stock will bring stays unknown, and so does most of what it will lose",
)


def gaps(book: Book) -> tuple[Gap, ...]:
    """Return what is missing as a whole, the most needed first.

    Costs or prices that only some items lack are problems of their rows, not gaps; and stock of
    nothing lacks nothing.
    """
    found = []
    valued = value_stock(book)
    held = valued[valued["on_hand"] > 0]
    if len(held):
        if held["cost_value"].isna().all():
            found.append(_COSTS)
        if not _states_prices(book):
            found.append(_PRICES)
    tables = (TABLES[name] for name in ("sales", "receipts", "financials") if not book.has(name))
    return (*found, *(Gap(table.name.capitalize(), adds=table.adds) for table in tables))


def _states_prices(book: Book) -> bool:
    """Whether a price list, sales or contracts say what anything in stock sells for."""
    stated = (book.items["unit_price"], book.sales["unit_price"], book.sales["revenue"])
    return any(amounts.notna().any() for amounts in stated) or book.has("contracts")
