"""Control totals and problems of a Book as tables the user compares with their own system."""

from collections.abc import Iterable, Sequence

import pandas as pd

from core.book import Book, ControlTotal
from core.problem import Problem

PROBLEM_COLUMNS = (
    "severity", "file", "sheet", "row", "column", "found", "expected", "repair", "count",
    "set_aside",
)  # fmt: skip

CONTROL_COLUMNS = (
    "file", "sheet", "table", "rows_read", "rows_loaded", "rows_set_aside", "units", "stock_value",
)  # fmt: skip

#: Blockers first, then what changes a figure, then what is only worth knowing.
_SEVERITY_ORDER = {"blocker": 0, "warning": 1, "note": 2}


def problems_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """Return one row a problem: where, what was found and expected, what to do, how often."""
    rows = [{name: getattr(problem, name) for name in PROBLEM_COLUMNS} for problem in problems]
    frame = pd.DataFrame(rows, columns=list(PROBLEM_COLUMNS))
    # Rows are whole numbers or missing: "17", never "17.0".
    frame["row"] = frame["row"].astype("Int64")
    order = frame["severity"].map(_SEVERITY_ORDER)
    return frame.iloc[order.argsort(kind="stable")].reset_index(drop=True)


def control_frame(totals: Sequence[ControlTotal]) -> pd.DataFrame:
    """Return one row a sheet: rows read, loaded and set aside, units, stated stock value.

    Units are those on hand, sold, received or counted, whichever the sheet holds; NaN when it
    holds none.
    """
    rows = [
        {
            "file": total.file,
            "sheet": total.sheet,
            "table": total.table,
            "rows_read": total.rows_read,
            "rows_loaded": total.rows_loaded,
            "rows_set_aside": total.rows_set_aside,
            "units": _first(total, ("on_hand", "available", "units", "counted")),
            "stock_value": _first(total, ("stock_value",)),
        }
        for total in totals
    ]
    return pd.DataFrame(rows, columns=list(CONTROL_COLUMNS))


def needs_attention(book: Book) -> int:
    """Return how many rows or cells a warning or blocker speaks of."""
    return sum(problem.count for problem in book.problems if problem.severity != "note")


def _first(total: ControlTotal, names: Sequence[str]) -> float:
    return next((float(total.sums[name]) for name in names if name in total.sums), float("nan"))
