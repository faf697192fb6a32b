"""Large files to a Book, against the usual way of reading them, in the same run."""

import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from xlsxwriter import Workbook

from core.ingest import SourceFile, read_book
from tests.bench.figure import Figure, seconds, under

ROWS, MANY_ROWS = 100_000, 500_000
_TIMES_FASTER = 5.0
_SECONDS, _MANY_SECONDS, _TEXT_SECONDS = 3.0, 12.0, 4.0
_MANY_GIB = 1.2
AS_OF = date(2026, 1, 31)

HEADER = (
    "Item code", "Item name", "Category", "Brand", "Supplier", "Location", "Qty on hand",
    "Unit cost", "Sales price", "Last received", "Barcode", "Min. order",
)  # fmt: skip


def stock_list(rows: int) -> bytes:
    """Return a stock list of that many rows by 12 columns as an xlsx file."""
    random = np.random.default_rng(1)
    cost = random.uniform(1, 40, rows).round(2)
    units = random.integers(0, 200, rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stock.xlsx"
        with Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
            sheet = book.add_worksheet("Stock")
            sheet.write_row(0, 0, HEADER)
            for row in range(rows):
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
    """Yield time and memory from bytes to a validated Book."""
    # What only a first reading loads, as a running app has long done.
    read_book([SourceFile("a.csv", b"sku,on_hand,unit_cost,May 2025\nA,1,2,3\n")], today=AS_OF)
    content = stock_list(ROWS)
    source = SourceFile("stock.xlsx", content)
    ours = seconds(lambda: read_book([source], today=AS_OF))
    usual = seconds(lambda: pd.read_excel(io.BytesIO(content), engine="openpyxl"))
    name = f"xlsx of {ROWS:,} x {len(HEADER)} to a Book"
    yield under(name, _SECONDS, ours, 1)
    yield Figure(
        name=f"{name}, against pandas + openpyxl",
        asked=f"> {_TIMES_FASTER:g} times",
        reached=f"{ours:.1f} s / {usual:.1f} s: {usual / ours:.1f} times",
        holds=usual > _TIMES_FASTER * ours,
    )
    content = stock_list(MANY_ROWS)
    yield from _alone("xlsx", content, _MANY_SECONDS)
    text = pd.read_excel(io.BytesIO(content), engine="calamine").to_csv(index=False).encode()
    yield from _alone("csv", text, _TEXT_SECONDS)


#: Reads one file in a process of its own: seconds, then the largest process in GiB.
_PROBE = """
import sys, time
from datetime import date
from pathlib import Path
from core.ingest import SourceFile, read_book
from tests.bench.memory import peak_gib
today = date(2026, 1, 31)
read_book([SourceFile("a.csv", b"sku,on_hand,unit_cost,May 2025\\nA,1,2,3\\n")], today=today)
file = SourceFile("stock", Path(sys.argv[1]).read_bytes())
start = time.perf_counter()
read_book([file], today=today)
taken = time.perf_counter() - start
print(taken, peak_gib())
"""


def _alone(kind: str, content: bytes, limit: float) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"stock.{kind}"
        path.write_bytes(content)
        command = [sys.executable, "-c", _PROBE, str(path)]
        said = subprocess.run(command, capture_output=True, check=True).stdout.split()
    taken, peak = float(said[0]), float(said[1])
    name = f"{kind} of {MANY_ROWS:,} x {len(HEADER)} to a Book"
    yield under(name, limit, taken, 1)
    yield Figure(f"{name}, memory", f"< {_MANY_GIB:g} GiB", f"{peak:.2f} GiB", peak < _MANY_GIB)
