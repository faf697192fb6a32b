"""A large workbook to a Book, against the usual way of reading it, in the same run."""

import io
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from xlsxwriter import Workbook

from core.ingest import SourceFile, read_book
from tests.bench.figure import Figure, seconds

ROWS = 100_000
AS_OF = date(2026, 1, 31)

HEADER = (
    "Item code", "Item name", "Category", "Brand", "Supplier", "Location", "Qty on hand",
    "Unit cost", "Sales price", "Last received", "Barcode", "Min. order",
)  # fmt: skip


def stock_list() -> bytes:
    """Return a stock list of 100,000 rows by 12 columns as an xlsx file."""
    random = np.random.default_rng(1)
    cost = random.uniform(1, 40, ROWS).round(2)
    units = random.integers(0, 200, ROWS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stock.xlsx"
        with Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
            sheet = book.add_worksheet("Stock")
            sheet.write_row(0, 0, HEADER)
            for row in range(ROWS):
                received = date.fromordinal(AS_OF.toordinal() - row % 900)
                sheet.write_row(
                    row + 1,
                    0,
                    [
                        f"S{row:06d}", f"Item {row}", f"Group {row % 40}", f"Brand {row % 90}",
                        f"Supplier {row % 60}", f"Store {row % 5}", int(units[row]),
                        float(cost[row]), float(round(cost[row] * 2.2, 2)), received,
                        f"{4_000_000_000_000 + row}", 1 + row % 12,
                    ],
                )  # fmt: skip
        return path.read_bytes()


def figures() -> Iterator[Figure]:
    """Yield the time to a Book as a share of what pandas with openpyxl takes for the cells."""
    content = stock_list()
    source = SourceFile("stock.xlsx", content)
    read_book([SourceFile("small.csv", b"sku,on_hand,unit_cost\nA,1,2\n")], today=AS_OF)
    ours = seconds(lambda: read_book([source], today=AS_OF))
    usual = seconds(lambda: pd.read_excel(io.BytesIO(content), engine="openpyxl"))
    yield Figure(
        name=f"xlsx of {ROWS:,} x {len(HEADER)} to a Book, against pandas + openpyxl",
        asked="ratio < 1",
        reached=f"{ours:.1f} s / {usual:.1f} s = {ours / usual:.2f}",
        holds=ours < usual,
    )
