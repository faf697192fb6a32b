"""Rows that are not data (totals, headings, footers), and the values that need attention."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.grid import CellKind, Grid, GridColumn
from core.ingest.vocabulary import LEXICON
from core.problem import Problem, Severity

_CLOSE = 0.005
_LONGEST_LABEL = 80
#: Rows fill so many cells before a single text among them means a heading.
_FEWEST_FILLED = 2.5
_TOTAL_WORDS = "|".join(re.escape(word.strip()) for word in LEXICON["TOTAL"].split(","))
#: The same, roughly, for a first look by a faster engine.
_TOTAL_QUICK = rf"(?i)(?:{_TOTAL_WORDS}|somme|summe|итого)"
_TOTAL = re.compile(
    rf"^\W*(?:grand |sub[ -]?|general )?(?:{_TOTAL_WORDS}|somme|summe)(?=\W|$)"
    r"|\b(?:totals?|gesamt|итого)\W*$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Findings:
    """Collects problems of one sheet, one for each repair, with its count and first row."""

    file: str
    sheet: str
    problems: list[Problem] = field(default_factory=list)

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


@dataclass(frozen=True, slots=True, eq=False)
class Aside:
    """Which body rows are no data, and why ("" for data)."""

    HEADING: ClassVar[str] = "text alone in its row: a heading or a footer"

    reasons: npt.NDArray[np.object_]

    @property
    def mask(self) -> npt.NDArray[np.bool_]:
        """Return True for rows that are no data."""
        return np.array([bool(reason) for reason in self.reasons], dtype=bool)

    def report(self, rows: npt.NDArray[np.int64], findings: "Findings") -> None:
        """Count the rows of each reason; `rows` are their numbers in the sheet."""
        for reason in sorted(set(self.reasons[self.mask])):
            numbers = rows[self.reasons == reason]
            findings.add(
                "note",
                rows=numbers,
                set_aside=len(numbers),
                found=str(reason),
                expected="one row an item",
                repair="Nothing to do if that is so; the rows are listed among those set aside.",
            )


def plainly_no_data(columns: Sequence[GridColumn]) -> npt.NDArray[np.bool_]:
    """Return rows that need no knowledge of the columns: texts alone in a row, and totals."""
    rows = len(columns[0].kinds) if columns else 0
    reasons = np.full(rows, "", dtype=object)
    if not rows:
        return np.zeros(0, dtype=bool)
    count = np.stack([column.kinds != CellKind.BLANK for column in columns]).sum(axis=0)
    usual = float(np.percentile(count, 75))
    _mark_totals(reasons, columns, usual, np.ones(rows, dtype=bool), (), ())
    said = np.array([bool(reason) for reason in reasons])
    return np.asarray(said | ((count == 1) & (usual >= _FEWEST_FILLED)), dtype=bool)


def rows_that_are_no_data(
    columns: Sequence[GridColumn],
    names: Sequence[str],
    key_positions: Sequence[int],
    number_positions: Sequence[int],
) -> Aside:
    """Find repeated headers, totals, headings and footers among the body rows.

    Args:
        columns: the body without blank rows.
        names: header names.
        key_positions: columns that identify the item.
        number_positions: columns with quantities and amounts.
    """
    rows = len(columns[0].kinds) if columns else 0
    reasons = np.full(rows, "", dtype=object)
    if not rows:
        return Aside(reasons)
    filled = np.stack([column.kinds != CellKind.BLANK for column in columns])
    count = filled.sum(axis=0)
    keyed = np.ones(rows, dtype=bool)
    if key_positions:
        keyed = np.asarray(filled[list(key_positions)].any(axis=0))
    numeric = (
        filled[list(number_positions)].any(axis=0)
        if number_positions
        else np.zeros(rows, dtype=bool)
    )
    # Of a grouped report half the rows may be headings and totals; its data fill more cells.
    usual = float(np.percentile(count, 75))
    _mark_headers(reasons, columns, names)
    _mark_totals(reasons, columns, usual, keyed, key_positions, number_positions)
    lonely = (count == 1) & ~numeric & (usual >= _FEWEST_FILLED)
    if number_positions:
        reasons[lonely & (reasons == "")] = Aside.HEADING
    starred = np.zeros(rows, dtype=bool)
    for position in key_positions:
        starred |= np.array([bool(t and not t.strip("*-=. ")) for t in columns[position].texts])
    reasons[starred & (reasons == "")] = "a total, not an item"
    if key_positions:
        reasons[~keyed & ~numeric & (reasons == "")] = "names no item and no number"
    return Aside(reasons)


def _mark_headers(
    reasons: npt.NDArray[np.object_], columns: Sequence[GridColumn], names: Sequence[str]
) -> None:
    wanted = {index: name for index, name in enumerate(names) if name}
    if len(wanted) < 2:
        return
    equal = np.zeros(len(reasons), dtype=np.int64)
    for index, name in wanted.items():
        equal += columns[index].texts == name
    reasons[equal >= max(2, 0.7 * len(wanted))] = "the header again"


def _mark_totals(
    reasons: npt.NDArray[np.object_],
    columns: Sequence[GridColumn],
    usual: float,
    keyed: npt.NDArray[np.bool_],
    key_positions: Sequence[int],
    number_positions: Sequence[int],
) -> None:
    """Mark rows that say "Total", and a last row without an item that repeats the sums.

    A product may be called "Total": its row is as full as others, or names an item besides.
    """
    filled = np.stack([column.kinds != CellKind.BLANK for column in columns])
    count = filled.sum(axis=0)
    for position, column in enumerate(columns):
        others = [key for key in key_positions if key != position]
        for row in _total_labels(column.texts):
            named = any(
                filled[key, row] and not says_total(columns[key].shown(row)) for key in others
            )
            sparse = count[row] <= max(usual - 1, usual * 0.75) and not named
            if sparse or _repeats_sums(columns, number_positions, row, reasons):
                reasons[row] = "a total, not an item"
    last = len(reasons) - 1
    is_open = not keyed[last] and reasons[last] == ""
    if is_open and _repeats_sums(columns, number_positions, last, reasons):
        reasons[last] = "a total, not an item"


def _total_labels(texts: npt.NDArray[np.object_]) -> list[int]:
    """Return positions of cells that are labels of totals; quick over long columns."""
    if not any(texts):
        return []
    likely = pc.match_substring_regex(pa.array(texts, pa.large_string()), _TOTAL_QUICK)
    positions = np.flatnonzero(likely.fill_null(False).to_numpy(zero_copy_only=False))
    return [int(row) for row in positions if says_total(texts[row])]


def says_total(text: str) -> bool:
    """Whether a cell starts or ends like the label of a total ("Grand Total", "Total SKU-1")."""
    return len(text) < _LONGEST_LABEL and _TOTAL.search(text) is not None


def _repeats_sums(
    columns: Sequence[GridColumn],
    positions: Sequence[int],
    row: int,
    reasons: npt.NDArray[np.object_],
) -> bool:
    """Whether a number of the row equals the sum of the rows above it."""
    data = reasons[:row] == ""
    for position in positions:
        numbers = columns[position].numbers
        stated = numbers[row]
        above = numbers[:row][data]
        if np.isnan(stated) or stated == 0 or (~np.isnan(above)).sum() < 2:
            continue
        if abs(np.nansum(above) - stated) <= max(abs(stated) * 1e-6, _CLOSE):
            return True
    return False


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
    repeated = frame.duplicated(key, keep="first") & frame["sku"].notna()
    # Rows that periods or locations were turned into repeat nothing.
    repeated &= ~frame.index.duplicated()
    if repeated.any():
        first = frame.loc[repeated, "sku"].iloc[0]
        findings.add(
            "warning",
            rows=frame.index[repeated],
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
