"""Rows that are no data: totals, headings, footers, the header again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.checks import Findings
from core.ingest.grid import CellKind, GridColumn
from core.ingest.packed import may_match, which, which_match
from core.ingest.vocabulary import LEXICON

_CLOSE = 0.005
_LONGEST_LABEL = 80
#: Rows fill so many cells before a single text among them means a heading.
_FEWEST_FILLED = 2.5
_TOTAL_WORDS = "|".join(re.escape(word.strip()) for word in LEXICON["TOTAL"].split(","))
#: The same, roughly, for a first look by a faster engine.
_TOTAL_QUICK = rf"(?i)(?:{_TOTAL_WORDS}|somme|summe|итого)"
#: Nothing but what rules a line off.
_RULE = r"^[*\-=. ]+$"
_TOTAL = re.compile(
    rf"^\W*(?:grand |sub[ -]?|general )?(?:{_TOTAL_WORDS}|somme|summe)(?=\W|$)"
    r"|\b(?:totals?|gesamt|итого)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Aside:
    """Which body rows are no data, and why ("" for data)."""

    HEADING: ClassVar[str] = "text alone in its row: a heading or a footer"

    reasons: npt.NDArray[np.object_]

    @property
    def mask(self) -> npt.NDArray[np.bool_]:
        """Return True for rows that are no data."""
        return np.asarray(self.reasons != "", dtype=bool)

    def report(self, rows: npt.NDArray[np.int64], findings: Findings) -> None:
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


def plainly_no_data(
    columns: Sequence[GridColumn], labels: Sequence[Sequence[int]]
) -> npt.NDArray[np.bool_]:
    """Return rows that need no knowledge of the columns: texts alone in a row, and totals.

    Args:
        columns: the body without blank rows.
        labels: what `total_labels` found in them.
    """
    rows = len(columns[0].kinds) if columns else 0
    reasons = np.full(rows, "", dtype=object)
    if not rows:
        return np.zeros(0, dtype=bool)
    count = np.stack([column.kinds != CellKind.BLANK for column in columns]).sum(axis=0)
    usual = float(np.percentile(count, 75))
    _mark_totals(reasons, columns, labels, usual, np.ones(rows, dtype=bool), (), ())
    said = reasons != ""
    return np.asarray(said | ((count == 1) & (usual >= _FEWEST_FILLED)), dtype=bool)


def rows_that_are_no_data(
    columns: Sequence[GridColumn],
    names: Sequence[str],
    key_positions: Sequence[int],
    number_positions: Sequence[int],
    labels: Sequence[Sequence[int]],
) -> Aside:
    """Find repeated headers, totals, headings and footers among the body rows.

    Args:
        columns: the body without blank rows.
        names: header names.
        key_positions: columns that identify the item.
        number_positions: columns with quantities and amounts.
        labels: what `total_labels` found in the columns.
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
    _mark_totals(reasons, columns, labels, usual, keyed, key_positions, number_positions)
    lonely = (count == 1) & ~numeric & (usual >= _FEWEST_FILLED)
    if number_positions:
        reasons[lonely & (reasons == "")] = Aside.HEADING
    starred = np.zeros(rows, dtype=bool)
    for position in key_positions:
        starred |= which_match(columns[position].packed, _RULE)
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
        equal += which(pc.equal(columns[index].packed, name))
    reasons[equal >= max(2, 0.7 * len(wanted))] = "the header again"


def _mark_totals(
    reasons: npt.NDArray[np.object_],
    columns: Sequence[GridColumn],
    labels: Sequence[Sequence[int]],
    usual: float,
    keyed: npt.NDArray[np.bool_],
    key_positions: Sequence[int],
    number_positions: Sequence[int],
) -> None:
    """Mark rows that say "Total", and a last row without an item that repeats the sums.

    A product may be called "Total": its row is as full as others, or names an item besides.
    """
    filled = np.stack([column.kinds != CellKind.BLANK for column in columns])
    few = filled.sum(axis=0) <= max(usual - 1, usual * 0.75)
    naming = filled
    for position, positions in enumerate(labels):
        naming[position, positions] = False
    for position, positions in enumerate(labels):
        if not positions:
            continue
        others = [key for key in key_positions if key != position]
        sparse = few & ~naming[others].any(axis=0)
        sums: _SumsAbove | None = None
        for row in positions:
            if not sparse[row] and number_positions:
                sums = sums or _SumsAbove(columns, number_positions, reasons)
            if sparse[row] or (sums is not None and sums.are_repeated(row)):
                if sums is not None and reasons[row] == "":
                    sums.leave_out(row)
                reasons[row] = "a total, not an item"
    last = len(reasons) - 1
    is_open = not keyed[last] and reasons[last] == ""
    if is_open and _SumsAbove(columns, number_positions, reasons).are_repeated(last):
        reasons[last] = "a total, not an item"


def total_labels(columns: Sequence[GridColumn]) -> list[list[int]]:
    """Return, for each column, the positions of cells that are labels of totals."""
    return [_total_labels(column.packed) for column in columns]


def _total_labels(texts: pa.LargeStringArray) -> list[int]:
    """Return positions of cells that are labels of totals; quick over long columns."""
    if not may_match(texts, _TOTAL_QUICK):
        return []
    positions = np.flatnonzero(which_match(texts, _TOTAL_QUICK))
    return [int(row) for row in positions if says_total(texts[int(row)].as_py())]


def says_total(text: str) -> bool:
    """Whether a cell starts or ends like the label of a total ("Grand Total", "Total SKU-1")."""
    return len(text) < _LONGEST_LABEL and _TOTAL.search(text) is not None


class _SumsAbove:
    """Sums of the data rows above any row, for a walk down the rows.

    Summing anew for each row that is called a total takes hours where every product is.
    """

    def __init__(
        self,
        columns: Sequence[GridColumn],
        positions: Sequence[int],
        reasons: npt.NDArray[np.object_],
    ) -> None:
        data = reasons == ""
        self._numbers = [columns[position].numbers for position in positions]
        known = [data & ~np.isnan(numbers) for numbers in self._numbers]
        self._counts = [np.cumsum(rows) for rows in known]
        self._sums = [
            np.cumsum(np.where(rows, numbers, 0.0))
            for rows, numbers in zip(known, self._numbers, strict=True)
        ]
        self._marked_counts = [0] * len(positions)
        self._marked_sums = [0.0] * len(positions)

    def are_repeated(self, row: int) -> bool:
        """Whether a number of the row equals the sum of two or more data rows above it."""
        for column, numbers in enumerate(self._numbers if row else ()):
            stated = numbers[row]
            above = self._counts[column][row - 1] - self._marked_counts[column]
            if np.isnan(stated) or stated == 0 or above < 2:
                continue
            total = self._sums[column][row - 1] - self._marked_sums[column]
            if abs(total - stated) <= max(abs(stated) * 1e-6, _CLOSE):
                return True
        return False

    def leave_out(self, row: int) -> None:
        """Count a data row no longer; only rows below it may be asked about afterwards."""
        for column, numbers in enumerate(self._numbers):
            if not np.isnan(numbers[row]):
                self._marked_counts[column] += 1
                self._marked_sums[column] += float(numbers[row])
