"""Separated text split by Arrow: rows of one width at once, the few others put back between them.

A title above the header or a count below the list has fewer fields than the rows; the whole file is
not split line by line for their sake.
"""

import csv
import io
from collections import Counter
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pa_csv

from core.ingest.grid import GridColumn
from core.ingest.limits import LIMITS
from core.ingest.packed import is_ascii, which, without_blank
from core.problem import UnusableInputError

#: One block for the whole file, so that every quoted line break is seen in its field.
_BLOCK_BYTES = LIMITS.text_mb * 1_000_000
#: More uneven rows than this make a file of uneven rows, which is split line by line.
_MOST_UNEVEN = 1_000
#: Above it a row of several fields may be the header, whose width counts.
_HEADER_ROWS = 10

#: 1-based row -> fields of a row with fewer than the others.
Uneven = Mapping[int, list[str]]


def split_even(
    name: str, text: str, sample: str, delimiter: str
) -> tuple[tuple[GridColumn, ...], Uneven] | None:
    """Split text whose rows have one width, but for some with less; None for any other.

    Args:
        name: of the file, for what is said of it.
        text: the whole of it.
        sample: its first lines that hold anything.
        delimiter: what separates its fields.

    Raises:
        UnusableInputError: a field is longer than any field is.
    """
    try:
        lengths = Counter(
            map(len, csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
        )
    except csv.Error:
        return None
    width = max((length for length in lengths if length > 1), key=lengths.__getitem__, default=0)
    if width < 2:
        return None
    content = pa.py_buffer(text.encode())
    uneven: dict[int, str] = {}
    # The second time with a place for uneven rows; after the first is forgotten with all it held.
    table = _table(name, content, width, delimiter, None)
    if table is None:
        table = _table(name, content, width, delimiter, uneven)
    if table is None:
        return None
    for position, column in enumerate(table.itercolumns()):
        if _is_endless(column):
            raise UnusableInputError(_of_endless_field(name, column, position))
    csv.field_size_limit(LIMITS.field_characters)
    try:
        fields = {row: _fields(line, delimiter) for row, line in uneven.items()}
    except csv.Error:
        raise UnusableInputError(unsplit(name, text)) from None
    if any(row <= _HEADER_ROWS and len(parts) > 1 for row, parts in fields.items()):
        return None
    rows = len(table) + len(fields)
    no_numbers = np.full(rows, np.nan)
    columns = tuple(
        _packed_column(_put_back(column, fields, place), no_numbers)
        for place, column in enumerate(table.itercolumns())
    )
    return columns, fields


def endless(name: str) -> str:
    """Return what is said of a file with a field that does not end."""
    return (
        f"{name} cannot be split into columns: a field never ends, as when a quotation mark is "
        "never closed. Export it again, or as Excel."
    )


def unsplit(name: str, text: str, place: str = "") -> str:
    """Return what is said of text with a field longer than any: left open, or just too long."""
    return endless(name) if '"' in text else overlong(name, place)


def overlong(name: str, place: str = "") -> str:
    """Return what is said of a field that ends, but too late."""
    where = f" in {place}" if place else ""
    return (
        f"{name} has a cell of more than {LIMITS.field_characters:,} characters{where}; no "
        "spreadsheet holds one so long. Shorten it or leave that column out, and export again."
    )


def _of_endless_field(name: str, column: pa.ChunkedArray, position: int) -> str:
    """Say where a field is too long; one that runs over lines was left open."""
    lengths = pc.binary_length(column)
    row = pc.index(lengths, pc.max(lengths)).as_py()
    text = column[row].as_py()
    if "\n" in text or "\r" in text:
        return endless(name)
    return overlong(name, f"row {row + 1:,}, column {position + 1:,}")


def _table(
    name: str, content: pa.Buffer, width: int, delimiter: str, uneven: dict[int, str] | None
) -> pa.Table | None:
    """Return all rows of `width` fields, None where they cannot be split into such.

    Those with less go to `uneven`, where one is given.
    """
    is_endless, longest = False, ""

    def keep(row: pa_csv.InvalidRow) -> str:
        nonlocal is_endless, longest
        is_endless = len(row.text) > LIMITS.field_characters * max(row.actual_columns, 1)
        longest = row.text if is_endless else ""
        if (
            is_endless
            or uneven is None
            or row.actual_columns > width
            or len(uneven) >= _MOST_UNEVEN
        ):
            return "error"
        uneven[row.number] = row.text
        return "skip"

    names = [str(position) for position in range(width)]
    try:
        return pa_csv.read_csv(
            content,
            # Rows are numbered by a single thread only.
            read_options=pa_csv.ReadOptions(
                column_names=names, block_size=_BLOCK_BYTES, use_threads=uneven is None
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        if is_endless:
            raise UnusableInputError(unsplit(name, longest)) from None
        return None


def _fields(text: str, delimiter: str) -> list[str]:
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])


def _put_back(column: pa.ChunkedArray, fields: Uneven, place: int) -> pa.LargeStringArray:
    """Return a column with the fields of uneven rows where they stood."""
    pieces, start = [], 0
    for before, row in enumerate(sorted(fields)):
        stop = row - 1 - before
        parts = fields[row]
        pieces += column.slice(start, stop - start).chunks
        pieces.append(pa.array([parts[place] if place < len(parts) else ""], pa.large_string()))
        start = stop
    pieces += column.slice(start).chunks
    return pieces[0] if len(pieces) == 1 else pa.concat_arrays(pieces)


def _is_endless(packed: pa.ChunkedArray) -> bool:
    longest = pc.max(pc.binary_length(packed)).as_py()
    return longest is not None and longest > LIMITS.field_characters


def _packed_column(texts: pa.LargeStringArray, no_numbers: npt.NDArray[np.float64]) -> GridColumn:
    """Return a column of trimmed texts."""
    packed = without_blank(_trimmed(texts))
    return GridColumn(which(packed.is_valid()).astype(np.uint8), no_numbers, packed)


def _trimmed(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    if is_ascii(texts):
        return pc.ascii_trim_whitespace(texts)
    return pc.utf8_trim_whitespace(texts)
