"""Sheets on their way from the reading process to the app: a header in JSON and plain buffers.

The buffers lie as Arrow lays out its arrays, so the app maps text columns without a copy, and
neither side unpickles anything: the reading process handles files that nobody vouches for.
The writing side needs the standard library alone, which keeps the process quick to start.
"""

import datetime as dt
import json
import struct
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, zip_longest
from pathlib import Path
from typing import Any

from core.ingest.guard import RefusedError
from core.ingest.limits import LIMITS
from core.ingest.rawsheet import ERROR, Cell, RawSheet

#: The rectangle around the cells of a sheet may be this many times the cells allowed.
_ROOMY = 2
_MAGIC = b"LMGRID1\n"
_BLANK, _TEXT, _NUMBER, _DATE, _FLAG, _ERROR = range(6)
_NAN = float("nan")
_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - spreadsheet dates carry no zone
_DAY_SECONDS = 86_400


def write_sheets(sheets: Iterable[RawSheet], path: str) -> None:
    """Write sheets to one file: magic, length of the header, header, buffers."""
    header: list[dict[str, Any]] = []
    buffers: list[bytes] = []
    for sheet in sheets:
        columns = _columns(sheet)
        sizes = []
        for column in columns:
            sizes.append([len(buffer) for buffer in column])
            buffers.extend(column)
        header.append(
            {
                "name": sheet.name,
                "rows": len(columns[0][0]) if columns else 0,
                "sizes": sizes,
                "notes": sheet.notes,
            }
        )
    packed = json.dumps(header).encode()
    with Path(path).open("wb") as file:
        file.write(_MAGIC + struct.pack("<Q", len(packed)) + packed)
        file.writelines(buffers)


def _columns(sheet: RawSheet) -> list[tuple[bytes, bytes, bytes, bytes]]:
    width = max(map(len, sheet.rows), default=0)
    if width * len(sheet.rows) > _ROOMY * LIMITS.cells:
        raise RefusedError(
            f"holds a sheet too sparse to read: {len(sheet.rows):,} rows by {width:,} columns; "
            "delete the stray cells far right or far below and save it again"
        )
    cells: list[Sequence[Any]] = list(zip_longest(*sheet.rows, fillvalue=""))
    touched: dict[int, list[tuple[int, int | None]]] = {}
    for row, column in sheet.errors:
        touched.setdefault(column, []).append((row, None))
    for row, column, width in sheet.padded:
        touched.setdefault(column, []).append((row, width))
    for position, changes in touched.items():
        if position < len(cells):
            cells[position] = _changed(cells[position], changes)
    return [_encode(column) for column in cells]


def _changed(cells: Sequence[Any], changes: list[tuple[int, int | None]]) -> list[Any]:
    """Mark error cells, and write zero-padded numbers as the text that the sheet shows."""
    result = list(cells)
    for row, width in changes:
        if row >= len(result):
            continue
        if width is None:
            result[row] = ERROR
        elif isinstance(result[row], (int, float)) and float(result[row]).is_integer():
            result[row] = f"{int(result[row]):0{width}d}"
    return result


def _encode(cells: Sequence[Any]) -> tuple[bytes, bytes, bytes, bytes]:
    """Return kinds, numbers, text offsets and text bytes of one column."""
    types = set(map(type, cells))
    if types <= {float, int}:
        return bytes([_NUMBER]) * len(cells), array("d", cells).tobytes(), b"", b""
    if types == {dt.date}:
        days = array("d", (cell.toordinal() - _EPOCH.toordinal() for cell in cells))
        return bytes([_DATE]) * len(cells), days.tobytes(), b"", b""
    if types == {str} and ERROR not in cells:
        # A text is true, a blank false: exactly the numbers of their kinds.
        return bytes(map(bool, cells)), b"", *_encode_texts(cells)
    if types <= {float, int, str} and ERROR not in cells:
        return _encode_numbers_and_texts(cells)
    if types == {dt.date, str} and ERROR not in cells:
        return _encode_days_and_texts(cells)
    encoded = [_encode_cell(cell) for cell in cells]
    kinds = bytes(kind for kind, _, _ in encoded)
    numbers = array("d", (number for _, number, _ in encoded)).tobytes()
    if _TEXT not in kinds:
        return kinds, numbers, b"", b""
    return kinds, numbers, *_encode_texts([text for _, _, text in encoded])


def _encode_numbers_and_texts(cells: Sequence[Any]) -> tuple[bytes, bytes, bytes, bytes]:
    """Encode the usual column, numbers below a name, without a call for every cell."""
    kinds = bytes(
        [(_TEXT if cell else _BLANK) if cell.__class__ is str else _NUMBER for cell in cells]
    )
    numbers = array("d", [_NAN if cell.__class__ is str else cell for cell in cells]).tobytes()
    return kinds, numbers, *_encode_only_texts(cells, kinds)


def _encode_days_and_texts(cells: Sequence[Any]) -> tuple[bytes, bytes, bytes, bytes]:
    """Encode days below a name, as `_encode_numbers_and_texts` does numbers."""
    kinds = bytes(
        [(_TEXT if cell else _BLANK) if cell.__class__ is str else _DATE for cell in cells]
    )
    first = _EPOCH.toordinal()
    days = [_NAN if cell.__class__ is str else cell.toordinal() - first for cell in cells]
    return kinds, array("d", days).tobytes(), *_encode_only_texts(cells, kinds)


def _encode_only_texts(cells: Sequence[Any], kinds: bytes) -> tuple[bytes, bytes]:
    if _TEXT not in kinds:
        return b"", b""
    return _encode_texts([cell if cell.__class__ is str else "" for cell in cells])


def _encode_cell(cell: Cell) -> tuple[int, float, str]:
    if cell is None or cell == "":
        return _BLANK, _NAN, ""
    if isinstance(cell, str):
        return (_ERROR, _NAN, "") if cell == ERROR else (_TEXT, _NAN, cell)
    if isinstance(cell, bool):
        return _FLAG, float(cell), ""
    if isinstance(cell, (int, float)):
        return _NUMBER, float(cell), ""
    if isinstance(cell, dt.datetime):
        seconds = (cell.replace(tzinfo=None) - _EPOCH).total_seconds()
        return _DATE, seconds / _DAY_SECONDS, ""
    if isinstance(cell, dt.date):
        return _DATE, float(cell.toordinal() - _EPOCH.toordinal()), ""
    if isinstance(cell, dt.timedelta):
        return _NUMBER, cell.total_seconds() / _DAY_SECONDS, ""
    return _TEXT, _NAN, str(cell)


def _encode_texts(texts: Sequence[str]) -> tuple[bytes, bytes]:
    joined = "".join(texts)
    if joined.isascii():
        ends = array("q", accumulate(map(len, texts), initial=0))
        return ends.tobytes(), joined.encode()
    try:
        pieces = list(map(str.encode, texts))
    except UnicodeEncodeError:  # half of a surrogate pair
        pieces = [text.encode("utf-8", "replace") for text in texts]
    offsets = array("q", accumulate(map(len, pieces), initial=0))
    return offsets.tobytes(), b"".join(pieces)
