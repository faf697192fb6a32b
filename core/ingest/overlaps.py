"""Sheets that must not be added to the others: the same figures twice, sales without a date."""

from collections.abc import Sequence

import numpy as np

from core.ingest.reading import SheetReading
from core.problem import Problem, Severity

#: What two sheets of one table must not state twice.
_MEASURE = {"stock": "on_hand", "sales": "units", "receipts": "units", "losses": "units"}
_FEWEST_TO_COMPARE = 3
#: Share of a list's items that another list must hold too for both to speak of the same shelf.
_MOST_SHARED = 0.8


def leave_out(
    sheets: Sequence[SheetReading], problems: list[Problem]
) -> tuple[list[SheetReading], list[SheetReading]]:
    """Part the sheets that can be used from the ones that would count twice or lie in no time."""
    used: list[SheetReading] = []
    left_out: list[SheetReading] = []
    for sheet in sorted(sheets, key=lambda sheet: -len(sheet.frame)):
        reason = _reason_to_leave_out(sheet, used)
        if reason is None:
            twice = _stated_twice(sheet, used)
            if twice is not None:
                problems.append(about_sheet(sheet, "warning", *twice, count=sheet.rows))
            used.append(sheet)
            continue
        left_out.append(sheet)
        problems.append(
            about_sheet(sheet, "warning", *reason, count=sheet.rows, set_aside=sheet.rows)
        )
    order = {id(sheet): position for position, sheet in enumerate(sheets)}
    return sorted(used, key=lambda sheet: order[id(sheet)]), left_out


def _reason_to_leave_out(
    sheet: SheetReading, used: Sequence[SheetReading]
) -> tuple[str, str, str] | None:
    """Return (found, expected, repair) when a sheet must not be added to the used ones."""
    if sheet.table == "sales" and not {"date", "periods_back"} & set(sheet.frame.columns):
        return (
            "sales without a date",
            "a day, week or month for each row",
            "Add the date and upload again; without it the sales say nothing about demand.",
        )
    for other in used:
        if other.table == sheet.table and _tells_the_same(sheet, other):
            return (
                f"the same figures as {_place(other)}",
                "each unit once",
                "It was left out so that nothing counts twice; remove one of the two.",
            )
    return None


def _stated_twice(sheet: SheetReading, used: Sequence[SheetReading]) -> tuple[str, str, str] | None:
    """Return (found, expected, repair) when another list states stock of the same items again.

    The quantities differ, so nothing tells which of the two holds: a count, an older list, a
    second store whose name stands nowhere. They are added up, and that is said.
    """
    if sheet.table != "stock":
        return None
    items = set(sheet.frame["sku"].dropna())
    for other in used:
        if other.table != "stock" or _in_other_places(sheet, other):
            continue
        shared = len(items & set(other.frame["sku"].dropna()))
        if shared >= max(_FEWEST_TO_COMPARE, _MOST_SHARED * len(items)):
            return (
                f"stock of {shared:,} items that {_place(other)} states too",
                "each unit once",
                "Both were added up: right for two stores; else read one as a count, or leave it "
                "out.",
            )
    return None


def _place(sheet: SheetReading) -> str:
    return f"{sheet.file}, sheet {sheet.sheet}" if sheet.sheet else sheet.file


def _in_other_places(sheet: SheetReading, other: SheetReading) -> bool:
    """Whether two lists name locations, and none in common."""
    if "location" not in sheet.frame or "location" not in other.frame:
        return False
    named = sheet.frame["location"].dropna()
    return bool(len(named)) and not set(named) & set(other.frame["location"].dropna())


def _tells_the_same(sheet: SheetReading, other: SheetReading) -> bool:
    """Whether two sheets give the same quantity for the same items, however detailed."""
    measure = _MEASURE.get(str(sheet.table))
    if measure is None or measure not in sheet.frame or measure not in other.frame:
        return False
    if sheet.table == "sales" and sheet.frame.shape != other.frame.shape:
        return False
    one, two = (each.frame.groupby("sku")[measure].sum() for each in (sheet, other))
    if len(one) < _FEWEST_TO_COMPARE or not one.index.isin(two.index).all():
        return False
    if sheet.table == "stock" and _in_other_places(sheet, other):
        return False
    both = two.reindex(one.index)
    return bool(np.allclose(one, both, rtol=1e-9, atol=1e-9) and one.abs().sum() > 0)


def about_sheet(
    sheet: SheetReading,
    severity: Severity,
    found: str,
    expected: str,
    repair: str,
    *,
    column: str | None = None,
    count: int = 1,
    set_aside: int = 0,
) -> Problem:
    """Return a problem of a sheet as a whole."""
    return Problem(
        severity=severity,
        file=sheet.file,
        sheet=sheet.sheet,
        row=None,
        column=column,
        found=found,
        expected=expected,
        repair=repair,
        count=count,
        set_aside=set_aside,
    )
