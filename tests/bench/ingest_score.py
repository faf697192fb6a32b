"""How well real exports are understood, scored against their index.

    python -m tests.bench.ingest_score FOLDER

FOLDER holds the exports and an index.csv with, for each file, its kind, sheet, header row and the
true meaning of its columns. Prints every miss, the shares of what was right, and on how many files
the sums of quantities and of values are those of the file (`tests.bench.export_truth`).
"""

import argparse
import csv
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from core.ingest import SheetReading, SourceFile, read_files
from core.ingest.files import read_grids
from core.ingest.vocabulary import words
from tests.bench.export_truth import (
    WITHOUT_VALUES,
    cells_of,
    meanings,
    states_quantities,
    true_rows,
    true_sums,
)

#: Names the index uses -> names of the schema; sets where the schema has more than one right home.
CANONICAL: dict[str, set[str]] = {
    "on_hand_qty": {"on_hand"},
    "qty_sold": {"units"},
    "qty_received": {"units"},
    "available_qty": {"available"},
    "committed_qty": {"committed"},
    "incoming_qty": {"on_order"},
    "moq": {"min_order_qty"},
    "lead_time": {"lead_time_days"},
    "wide:period_qty_sold": {"units"},
    "wide:location_on_hand": {"on_hand"},
    "wide:location_qty_sold": {"units"},
    "wide:location_reorder_point": {"reorder_point"},
    "wide:location_max_level": {"max_level"},
}
#: Names of the index that the schema has no column for: they must stay unmapped.
UNMAPPED = words(
    """product_id bin plant purchase_price supplier_sku customer order_id profit unavailable_qty
    currency tax_rate reorder_qty snapshot_date value_change age_0_90 age_91_180 age_181_270
    age_271_365 age_365_plus"""
)
RECEIPT_DATES = {"received_date": {"date", "due_date"}}
TABLES = {
    "inventory": {"stock"},
    "lots": {"stock"},
    "stock adjustment": {"stock", "counts"},
    "product master + stock": {"stock"},
    "product": {"items"},
    "sales": {"sales"},
    "receipts": {"receipts"},
    "mixed": {"stock"},
}


@dataclass
class Score:
    """Counts of what was right, and a line for each miss."""

    tables: list[bool] = field(default_factory=list)
    headers: list[bool] = field(default_factory=list)
    columns: list[bool] = field(default_factory=list)
    ignorable: list[bool] = field(default_factory=list)
    rows: list[bool] = field(default_factory=list)
    quantities: list[bool] = field(default_factory=list)
    amounts: list[bool] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def share(self, what: str) -> float:
        """Return the share of outcomes that were right, 1 when there are none."""
        outcomes: list[bool] = getattr(self, what)
        return sum(outcomes) / len(outcomes) if outcomes else 1.0


def wanted_tables(kind: str) -> set[str]:
    return next(tables for prefix, tables in TABLES.items() if kind.startswith(prefix))


def score_file(folder: Path, entry: dict[str, str], score: Score) -> None:
    file = entry["file"]
    reading = read_files([SourceFile(file, (folder / file).read_bytes())])
    sheets = [sheet for sheet in reading.sheets if sheet.sheet == entry["sheet"]]
    sheet = (sheets or list(reading.sheets))[0]
    right = sheet.table in wanted_tables(entry["kind"])
    score.tables.append(right)
    if not right:
        score.misses.append(f"{file}: table {sheet.table}, wanted {entry['kind']}")
    header = int(entry["header_row_1based"])
    score.headers.append((sheet.header_row or 0) == header)
    if not score.headers[-1]:
        score.misses.append(f"{file}: header row {sheet.header_row}, wanted {header}")
    score_columns(file, entry, sheet, score)
    expected = int(entry["rows"]) - header - blank_rows(file, folder, header, entry["sheet"])
    read = sheet.rows + sheet.rows_set_aside
    score.rows.append(0 <= expected - read <= max(2, expected * 0.01))
    if not score.rows[-1]:
        score.misses.append(f"{file}: rows {sheet.rows} + {sheet.rows_set_aside}, of {expected}")
    score_sums(folder / file, entry, sheet, score)


def score_sums(path: Path, entry: dict[str, str], sheet: SheetReading, score: Score) -> None:
    """Hold what the sheet adds up to against the file, where the index tells the truth of it."""
    rows = true_rows(path, entry) if states_quantities(entry) else pd.DataFrame()
    if rows.empty:
        return
    quantities, values = true_sums(rows)
    read = read_sums(sheet)
    if path.name in WITHOUT_VALUES:
        values = {}
    for wanted, outcomes in ((quantities, score.quantities), (values, score.amounts)):
        wrong = [name for name, total in wanted.items() if not _is_sum(read.get(name), total)]
        score.misses += [
            f"{path.name}: {name} adds up to {read.get(name)}, in the file to {wanted[name]}"
            for name in wrong
        ]
        if wanted:
            outcomes.append(not wrong)


def read_sums(sheet: SheetReading) -> dict[str, float]:
    """Return what the rows loaded add up to, under the names that `true_sums` has."""
    frame, sums = sheet.frame, dict(sheet.sums)
    for value, amount in (("at cost", "unit_cost"), ("at retail", "unit_price")):
        if "on_hand" in frame and amount in frame:
            sums[value] = float((frame["on_hand"] * frame[amount]).sum())
    return sums


def _is_sum(read: float | None, wanted: float) -> bool:
    """Whether two sums are equal to half a cent, or to what adding in another order changes."""
    return read is not None and math.isclose(read, wanted, rel_tol=1e-9, abs_tol=0.005)


def blank_rows(file: str, folder: Path, header: int, sheet: str) -> int:
    """Count rows below the header that hold nothing: they are neither loaded nor set aside."""
    grids = read_grids(SourceFile(file, (folder / file).read_bytes()))
    grid = next((grid for grid in grids if grid.sheet == sheet), grids[0])
    filled = np.zeros(grid.rows, dtype=bool)
    for column in grid.columns:
        filled |= column.kinds != 0
    return int((~filled[header:]).sum()) + blank_tail(folder / file)


def blank_tail(path: Path) -> int:
    """Count the rows of separators alone that end a text file: the reader leaves them off."""
    if path.suffix.lower() != ".csv":
        return 0
    filled = cells_of(path, "").fillna("").map(lambda cell: bool(str(cell).strip())).any(axis=1)
    return len(filled) - 1 - int(filled[filled].index[-1])


def score_columns(file: str, entry: dict[str, str], sheet: SheetReading, score: Score) -> None:
    sources = [column.source for column in sheet.columns]
    meant = dict(meanings(entry["ground_truth_mapping"], sources))
    for position, column in enumerate(sheet.columns):
        name = meant.get(position)
        if name is None or name in UNMAPPED:
            score.ignorable.append(column.canonical is None)
            if column.canonical is not None:
                score.misses.append(f"{file}: {column.source!r} taken for {column.canonical}")
            continue
        accepted = CANONICAL.get(name, {name})
        if sheet.table == "receipts":
            accepted = RECEIPT_DATES.get(name, accepted)
        if sheet.table == "counts" and name == "on_hand_qty":
            accepted = {"counted"}
        score.columns.append(column.canonical in accepted)
        if not score.columns[-1]:
            score.misses.append(
                f"{file}: {column.source!r} is {column.canonical}, wanted {sorted(accepted)}"
            )


def score_folder(folder: Path, only: Sequence[str] = ()) -> Score:
    """Score every export of a folder, or those whose names hold one of the parts."""
    score = Score()
    with (folder / "index.csv").open(encoding="utf-8") as index:
        for entry in csv.DictReader(index):
            if not only or any(part in entry["file"] for part in only):
                score_file(folder, entry, score)
    return score


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("only", nargs="*", help="parts of file names")
    options = parser.parse_args(arguments)
    score = score_folder(options.folder, options.only)
    print("\n".join(score.misses))
    for label, what in (
        ("table", "tables"),
        ("header row", "headers"),
        ("columns mapped", "columns"),
        ("ignorable columns left alone", "ignorable"),
        ("row counts", "rows"),
        ("sums of quantity equal", "quantities"),
        ("sums of value equal", "amounts"),
    ):
        outcomes = getattr(score, what)
        print(f"{label}: {sum(outcomes)} of {len(outcomes)} ({score.share(what):.1%})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
