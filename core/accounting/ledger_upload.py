"""Files that come back from a ledger: the last run's lots, and exports that may name a run.

Text and workbooks are told apart by their bytes, not by their names; workbooks are read by the
same sandboxed readers as any upload.
"""

import io

import pandas as pd

from core.accounting.last_run import LOT_KEY, LastRun, LedgerFileError, read_ledger
from core.ingest.grid import Grid
from core.ingest.sandbox import read_in_sandbox
from core.ingest.sniff import WORKBOOK_KINDS, sniff
from core.problem import UnusableInputError


def ledger_from_file(name: str, content: bytes) -> LastRun:
    """Return the ledger of an earlier run from the CSV or workbook this app wrote.

    Raises:
        LedgerFileError: the file cannot be read, or is no ledger of lots.
    """
    try:
        sheets = _sheets(name, content)
        if sheets is None:
            return read_ledger(pd.read_csv(io.BytesIO(content), dtype="object"))
    except (UnusableInputError, ValueError) as error:
        raise LedgerFileError(str(error)) from error
    for grid in sheets:
        frame = _frame(grid)
        if set(LOT_KEY) <= set(frame.columns):
            return read_ledger(frame)
    found = ", ".join(grid.sheet for grid in sheets)
    raise LedgerFileError(f"none of its sheets ({found}) has the columns {', '.join(LOT_KEY)}")


def ledger_text(name: str, content: bytes) -> bytes:
    """Return all words of a ledger's export, of a workbook those of every sheet.

    Raises:
        LedgerFileError: the workbook cannot be read.
    """
    try:
        sheets = _sheets(name, content)
    except UnusableInputError as error:
        raise LedgerFileError(str(error)) from error
    if sheets is None:
        return content
    columns = (column for grid in sheets for column in grid.columns)
    words = (text for column in columns for text in column.texts if isinstance(text, str))
    return "\n".join(words).encode()


def _sheets(name: str, content: bytes) -> list[Grid] | None:
    """Return the sheets of a workbook; None for text."""
    kind, _ = sniff(content)
    return read_in_sandbox(name, content, kind) if kind in WORKBOOK_KINDS else None


def _frame(grid: Grid) -> pd.DataFrame:
    """Return a sheet whose first row holds the names of its columns."""
    if not grid.rows:
        return pd.DataFrame()
    texts = {column.shown(0): column.as_text()[1:] for column in grid.columns}
    return pd.DataFrame(texts, dtype="object")
