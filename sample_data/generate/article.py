"""The textbook case: stock of 10,000, of which 1,000 cannot be sold; anyone can check it by hand.

Sheets and columns bear the schema's own names. Nothing here is random.
"""

from datetime import date
from pathlib import Path

from sample_data.generate.books import Books
from sample_data.generate.workbook import Cell, Sheet, write_workbook

AS_OF = date(2025, 12, 31)

#: sku, description, category, unit cost, unit price, units a month.
_ITEMS: tuple[tuple[str, str, str, float, float, int], ...] = (
    ("LAMP-01", "Table lamp", "Lamps", 50.0, 100.0, 20),
    ("LAMP-02", "Floor lamp", "Lamps", 80.0, 150.0, 10),
    ("SHADE-01", "Linen shade", "Shades", 15.0, 30.0, 50),
    ("BULB-01", "LED bulb", "Bulbs", 4.0, 8.0, 250),
)
#: sku, lot, units on hand, day received, condition. At cost: 9,000 good and 1,000 soaked.
_STOCK: tuple[tuple[str, str, int, date, str], ...] = (
    ("LAMP-01", "A1", 60, date(2025, 11, 10), "new"),
    ("LAMP-01", "A2", 20, date(2025, 11, 10), "damaged"),
    ("LAMP-02", "B1", 30, date(2025, 11, 24), "new"),
    ("SHADE-01", "C1", 120, date(2025, 12, 1), "new"),
    ("BULB-01", "D1", 450, date(2025, 12, 8), "new"),
)
#: A tenth up, a tenth down: sales that differ by month and add up to round years.
_MONTHS = (1.0, 0.9, 1.1, 1.0, 1.1, 0.9, 1.0, 1.1, 0.9, 1.0, 0.9, 1.1)
_YEARS = (2024, 2025)


def article_books() -> Books:
    """Return the year's books: sales and cost of the units in the sales sheet, stock of 10,000."""
    return Books(
        revenue=sum(price * 12 * units for *_, price, units in _ITEMS),
        cost_of_sales=sum(cost * 12 * units for *_, cost, _, units in _ITEMS),
        operating_expenses=30_000.0,
        interest=400.0,
        tax_rate=0.25,
        cash=5_000.0,
        receivables=3_000.0,
        inventory=10_000.0,
        other_assets=7_000.0,
        payables=6_000.0,
        debt=4_000.0,
    )


def make_article_case(path: Path) -> None:
    """Write the case as one workbook: items, stock, sales, financials."""
    sheets = [_items_sheet(), _stock_sheet(), _sales_sheet(), _financials_sheet()]
    write_workbook(path, sheets, date_format="yyyy-mm-dd")


def _items_sheet() -> Sheet:
    header = ("sku", "description", "category", "unit_cost", "unit_price")
    return Sheet("items", header, [list(item[:5]) for item in _ITEMS])


def _stock_sheet() -> Sheet:
    header = ("sku", "lot", "on_hand", "unit_cost", "received_date", "condition")
    cost = {sku: unit_cost for sku, _, _, unit_cost, *_ in _ITEMS}
    rows: list[list[Cell]] = [
        [sku, lot, units, cost[sku], received, condition]
        for sku, lot, units, received, condition in _STOCK
    ]
    return Sheet("stock", header, rows)


def _sales_sheet() -> Sheet:
    rows: list[list[Cell]] = [
        [date(year, month, 1), sku, round(units * share), round(units * share) * price]
        for year in _YEARS
        for month, share in enumerate(_MONTHS, start=1)
        for sku, _, _, _, price, units in _ITEMS
    ]
    return Sheet("sales", ("date", "sku", "units", "revenue"), rows)


def _financials_sheet() -> Sheet:
    books = article_books()
    header = ("period", "revenue", "cogs", "operating_expenses", "interest", "tax_rate", "cash",
              "receivables", "inventory", "inventory_allowance", "other_assets", "payables",
              "debt", "equity")  # fmt: skip
    row: list[Cell] = [
        "FY 2025", books.revenue, books.cost_of_sales, books.operating_expenses, books.interest,
        books.tax_rate, books.cash, books.receivables, books.inventory, 0.0, books.other_assets,
        books.payables, books.debt, books.equity,
    ]  # fmt: skip
    return Sheet("financials", header, [row])
