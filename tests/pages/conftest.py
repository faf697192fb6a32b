"""Small Books and a way to open a page on them without reading a file."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.book import Book, make_book
from core.policy import Policy
from pages.parts.state import LoadedBook

ROOT = Path(__file__).resolve().parents[2]
AS_OF = date(2026, 1, 31)

OpenPage = Callable[..., AppTest]

#: sku, description, category, unit cost, unit price, units on hand, condition, sold a week.
#: The second name holds what markup would misread; the fourth has no price, the fifth sells
#: below cost, the sixth is far more than will sell.
_GOODS: tuple[tuple[str, str, str, float, float | None, int, str, float], ...] = (
    ("A-1", "Candle", "Gifts", 4.0, 10.0, 100, "new", 6.0),
    ("A-2", "Mug *large* $5 or $10 [set] <b>x</b>", "Gifts", 3.0, 8.0, 80, "damaged", 3.0),
    ("B-1", "Lamp", "Home", 20.0, 45.0, 40, "new", 2.0),
    ("B-2", "Rug", "Home", 60.0, None, 5, "new", 0.0),
    ("C-1", "Clock", "Home", 25.0, 24.0, 30, "new", 1.0),
    ("C-2", "Vase", "Gifts", 10.0, 22.0, 400, "new", 1.0),
)

#: Balances: assets and claims are 40,000 each, stock is at its cost of the list below.
_FINANCIALS: Mapping[str, object] = {
    "period": "FY 2025",
    "revenue": 90_000.0,
    "cogs": 50_000.0,
    "operating_expenses": 30_000.0,
    "interest": 500.0,
    "tax_rate": 0.25,
    "cash": 8_000.0,
    "receivables": 2_000.0,
    "inventory": 6_490.0,
    "inventory_allowance": 0.0,
    "other_assets": 23_510.0,
    "payables": 9_000.0,
    "debt": 11_000.0,
    "equity": 20_000.0,
}


def _tables(goods: int = len(_GOODS)) -> dict[str, pd.DataFrame]:
    names = ["sku", "description", "category", "unit_cost", "unit_price", "on_hand", "condition"]
    rows = pd.DataFrame([row[:7] for row in _GOODS[:goods]], columns=names)
    weeks = pd.date_range(end="2026-01-26", periods=60, freq="W-MON")
    sold = [
        (week, row[0], row[7] + number % 3, (row[7] + number % 3) * (row[4] or 0.0))
        for row in _GOODS[:goods]
        if row[7] > 0
        for number, week in enumerate(weeks)
    ]
    return {
        "items": rows[["sku", "description", "category", "unit_cost", "unit_price"]],
        "stock": rows[["sku", "on_hand", "condition"]].assign(
            received_date=pd.to_datetime(
                rows["sku"].map({"C-2": "2025-06-15"}).fillna("2025-12-15")
            )
        ),
        "sales": pd.DataFrame(sold, columns=["date", "sku", "units", "revenue"]),
        "financials": pd.DataFrame([_FINANCIALS]),
    }


@pytest.fixture(scope="session")
def small_book() -> Book:
    """Return six items with a year of sales and the shop's own figures."""
    return make_book(_tables(), as_of=AS_OF, currency="USD", name="Corner Shop")


@pytest.fixture(scope="session")
def stock_only_book() -> Book:
    """Return the same items without sales and figures: demand and bases are unknown."""
    tables = _tables()
    return make_book(
        {name: tables[name] for name in ("items", "stock")}, as_of=AS_OF, name="Corner Shop"
    )


@pytest.fixture(scope="session")
def one_item_book() -> Book:
    """Return one healthy item with sales: nothing is at risk."""
    tables = {name: rows for name, rows in _tables(1).items() if name != "financials"}
    return make_book(tables, as_of=AS_OF, currency="EUR", name="One candle")


@pytest.fixture
def open_page() -> OpenPage:
    """Return a function that opens a page on a Book; without one the start is empty."""

    def open_page(path: str, book: Book | None = None, *, policy: Policy | None = None) -> AppTest:
        return _open(path, {"book": LoadedBook(book) if book else None, "policy": policy})

    return open_page


@pytest.fixture
def open_demo() -> Callable[[str], AppTest]:
    """Return a function that opens a page as a new visitor finds it, on the first demo."""
    return lambda path: _open(path, {})


def _open(path: str, state: Mapping[str, Any]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if state:
        app.session_state["started"] = True
        for name, value in state.items():
            app.session_state[name] = value
    # A page is known by its path only after the frame has run once.
    app.run()
    return app.switch_page(path).run()
