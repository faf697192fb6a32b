"""What needs the user's attention: collected as problems, one for each repair."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from core.ingest.grid import Grid
from core.problem import Problem, Severity

#: Cells marked in a sheet; who has more to repair repairs the export.
MOST_MARKS = 200_000


@dataclass(slots=True)
class Findings:
    """Collects problems of one sheet, one for each repair, with its count and first row.

    `marks` are the cells behind them: row, column ("" for the whole row), what is wrong;
    `unmarked` counts those beyond `MOST_MARKS`, which are in the counts of the problems alone;
    `ambiguous_days` counts days that read as day-month or month-day.
    """

    file: str
    sheet: str
    problems: list[Problem] = field(default_factory=list)
    marks: list[tuple[int, str, str]] = field(default_factory=list)
    ambiguous_days: int = 0
    unmarked: int = 0

    def add(
        self,
        severity: Severity,
        *,
        found: str,
        expected: str,
        repair: str,
        rows: Iterable[int] = (),
        column: str | None = None,
        set_aside: int = 0,
        count: int | None = None,
    ) -> None:
        """Add one problem; `rows` are row numbers of the user's sheet."""
        listed = [int(row) for row in rows]
        if severity != "note":
            said = f"{found}; expected {expected}"
            room = MOST_MARKS - len(self.marks)
            self.marks += [(row, column or "", said) for row in listed[:room]]
            self.unmarked += max(len(listed) - room, 0)
        self.problems.append(
            Problem(
                severity=severity,
                file=self.file,
                sheet=self.sheet,
                row=min(listed) if listed else None,
                column=column,
                found=found,
                expected=expected,
                repair=repair,
                count=max(len(listed), 1) if count is None else count,
                set_aside=set_aside,
            )
        )


def check_values(
    frame: pd.DataFrame, table: str, sources: Mapping[str, str], findings: Findings
) -> None:
    """Report negative stock, impossible costs, and rows that repeat another row's key."""
    _negative_stock(frame, sources, findings)
    _zero_cost(frame, sources, findings)
    if table == "stock" and "on_hand" in frame:
        missing = frame["on_hand"].isna()
        if "available" in frame:
            missing &= frame["available"].isna()
        if missing.any():
            findings.add(
                "note",
                rows=frame.index[missing],
                column=sources.get("on_hand"),
                found="no quantity",
                expected="a number",
                repair="The item is kept, its stock counts as unknown, not as zero.",
            )
    if table == "stock" and "units" in frame and "date" not in frame:
        findings.add(
            "note",
            column=sources.get("units"),
            found="units sold over a period that is not named",
            expected="sales by day, week or month",
            repair="They are kept as an attribute; add a list of sales to see demand.",
        )
    _expiry_before_receipt(frame, sources, findings)
    _repeated_keys(frame, table, findings)


def _expiry_before_receipt(
    frame: pd.DataFrame, sources: Mapping[str, str], findings: Findings
) -> None:
    if not {"expiry_date", "received_date"} <= set(frame.columns):
        return
    before = frame["expiry_date"] < frame["received_date"]
    if before.any():
        findings.add(
            "warning",
            rows=frame.index[before],
            column=sources.get("expiry_date"),
            found="an expiry before the receipt",
            expected="goods that were still good when they came",
            repair="Correct one of the two days; both are used as they stand.",
        )


def _negative_stock(frame: pd.DataFrame, sources: Mapping[str, str], findings: Findings) -> None:
    if "on_hand" not in frame:
        return
    negative = frame["on_hand"] < 0
    if negative.any():
        first = frame["on_hand"][negative].iloc[0]
        findings.add(
            "warning",
            rows=frame.index[negative],
            column=sources.get("on_hand"),
            found=f"{first:g} on hand",
            expected="zero or more",
            repair="Book the missing receipts or count these items; nothing is valued meanwhile.",
        )


def _zero_cost(frame: pd.DataFrame, sources: Mapping[str, str], findings: Findings) -> None:
    if "unit_cost" not in frame:
        return
    bad = frame["unit_cost"] <= 0
    if bad.any():
        findings.add(
            "warning",
            rows=frame.index[bad],
            column=sources.get("unit_cost"),
            found="a unit cost of zero or less",
            expected="what one unit cost",
            repair="Enter the cost; until then it counts as unknown, not as free.",
        )


_KEYS = {
    "items": ("sku",),
    "stock": ("sku", "location", "lot", "expiry_date", "received_date", "condition"),
}


def _repeated_keys(frame: pd.DataFrame, table: str, findings: Findings) -> None:
    key = [name for name in _KEYS.get(table, ()) if name in frame]
    if "sku" not in key:
        return
    # Rows whose item is named once cannot repeat a key, and are all rows of most lists.
    shared = (frame["sku"].duplicated(keep=False) & frame["sku"].notna()).to_numpy()
    again = frame.loc[shared, key]
    # Rows that periods or locations were turned into repeat nothing.
    repeated = again[again.duplicated(keep="first") & ~frame.index.duplicated()[shared]]
    if len(repeated):
        first = repeated["sku"].iloc[0]
        findings.add(
            "warning",
            rows=repeated.index,
            column="sku",
            found=f"{first} again",
            expected="one row an item, location and lot",
            repair="Their quantities are added up; delete the row if it is the same stock twice.",
        )


_NOTES: dict[str, tuple[Severity, str, str]] = {
    "hidden_rows": ("note", "rows hidden in the workbook", "They were read too; delete them if "
                    "they should not count."),
    "hidden_columns": ("note", "columns hidden in the workbook", "They were read too."),
    "sheet_hidden": ("note", "a hidden sheet", "It was read too; leave it out if it should not."),
    "errors": ("warning", "cells with an error such as #N/A", "They count as missing, not as "
               "zero; repair the formulas."),
    "formulas_without_value": ("warning", "formulas without a saved result", "They count as "
                               "missing; save the file in a spreadsheet program first."),
    "control_characters": ("note", "control characters in the text", "They were removed."),
    "ragged_rows": ("note", "rows with more fields than the header", "Check whether a separator "
                    "stands inside a text."),
    "short_rows": ("note", "rows with fewer fields than the header", "The missing fields count "
                   "as blank."),
    "recovered": ("warning", "a damaged workbook", "What could be recovered was read; compare the "
                  "totals with your system."),
}  # fmt: skip


_GUESSED_ENCODINGS = {
    "cp1252": "Western European",
    "cp1251": "Cyrillic",
    "cp1256": "Arabic",
    "gb18030": "Chinese",
    "mac_roman": "text from Excel for Mac",
}


def note_grid(grid: Grid, findings: Findings) -> None:
    """Report what the file itself hides or lacks, and an encoding that had to be guessed."""
    if grid.encoding in _GUESSED_ENCODINGS:
        findings.add(
            "note", found="text that is not Unicode", expected="UTF-8",
            repair=f"It was read as {_GUESSED_ENCODINGS[grid.encoding]}; if letters look wrong, "
            "save the file as UTF-8 or xlsx.",
        )  # fmt: skip
    for note, count in grid.notes.items():
        if count and note in _NOTES:
            severity, found, repair = _NOTES[note]
            row = grid.first_rows.get(note)
            findings.add(
                severity, found=found, expected="none", repair=repair, count=count,
                rows=[] if row is None else [row],
            )  # fmt: skip
