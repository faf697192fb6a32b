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
from itertools import zip_longest
from pathlib import Path
from typing import Any

from core.ingest.guard import RefusedError
from core.ingest.limits import LIMITS
from core.ingest.rawsheet import ERROR, Cell, RawSheet

#: The rectangle around the cells of a sheet may be this many times the cells allowed.
_ROOMY = 2
MAGIC = b"LMGRID2\n"
_BLANK, _TEXT, _NUMBER, _DATE, _FLAG, _ERROR = range(6)
_NAN = float("nan")
_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - spreadsheet dates carry no zone
_DAY_SECONDS = 86_400
ALIGNED = 8
_LENGTH_BYTES = array("i").itemsize
#: Rows encoded at once: few enough to stay in the processor's cache. Titles and header come in a
#: block of their own, so that the blocks below them hold cells of one type.
_HEAD_ROWS, _BLOCK_ROWS = 32, 4_096

#: Kinds, numbers, lengths of texts, texts.
_Buffers = tuple[bytes, bytes, bytes, bytes]


def write_sheets(sheets: Iterable[RawSheet], path: str) -> None:
    """Write sheets to one file: magic, length of the header, header, buffers.

    A column has four buffers: kinds (uint8), numbers (float64, none if the column has no number),
    lengths of texts in bytes (int32, none if it has no text) and texts (UTF-8). Each begins at a
    multiple of eight bytes, as Arrow asks.
    """
    header: list[dict[str, Any]] = []
    buffers: list[bytes] = []
    for place, sheet in enumerate(sheets):
        if place == LIMITS.sheets:
            raise RefusedError(
                f"holds more than {LIMITS.sheets:,} sheets or tables; split it, or save those you "
                "need as one file"
            )
        columns = _columns(sheet)
        filled = sum(any(kinds) for kinds, _, _, _ in columns)
        if filled > LIMITS.columns:
            raise RefusedError(
                f"holds a sheet of {filled:,} columns, more than the {LIMITS.columns:,} that are "
                "read; export the list with its rows below each other"
            )
        sizes = []
        for column in columns:
            sizes.append([len(buffer) for buffer in column])
            for buffer in column:
                buffers += (buffer, bytes(-len(buffer) % ALIGNED))
        header.append(
            {"name": sheet.name, "rows": len(sheet.rows), "sizes": sizes, "notes": sheet.notes}
        )
    packed = json.dumps(header).encode()
    packed += b" " * (-(len(MAGIC) + 8 + len(packed)) % ALIGNED)
    with Path(path).open("wb") as file:
        file.write(MAGIC + struct.pack("<Q", len(packed)) + packed)
        file.writelines(buffers)


def _columns(sheet: RawSheet) -> list[_Buffers]:
    width = max(map(len, sheet.rows), default=0)
    if width * len(sheet.rows) > _ROOMY * LIMITS.cells:
        raise RefusedError(
            f"holds a sheet too sparse to read: {len(sheet.rows):,} rows by {width:,} columns; "
            "delete the stray cells far right or far below and save it again"
        )
    changes = _changes(sheet)
    blocks: list[list[_Buffers]] = [[] for _ in range(width)]
    start = 0
    while start < len(sheet.rows):
        stop = start + (_BLOCK_ROWS if start else _HEAD_ROWS)
        rows = sheet.rows[start:stop]
        # Every block as wide as the sheet: what is short is blank.
        cells: list[Sequence[Any]] = list(zip_longest(*rows, fillvalue=""))
        cells += [("",) * len(rows)] * (width - len(cells))
        for column, block in enumerate(blocks):
            changed = changes.get((column, start))
            block.append(_encode(_changed(cells[column], changed) if changed else cells[column]))
        start = stop
    return [_join(block) for block in blocks]


def _changes(sheet: RawSheet) -> dict[tuple[int, int], list[tuple[int, int | None]]]:
    """Return (column, first row of its block) -> (row within the block, digits or None)."""
    changes: dict[tuple[int, int], list[tuple[int, int | None]]] = {}
    marked = [(row, column, None) for row, column in sheet.errors]
    for row, column, digits in (*marked, *sheet.padded):
        start = 0
        if row >= _HEAD_ROWS:
            start = row - (row - _HEAD_ROWS) % _BLOCK_ROWS
        changes.setdefault((column, start), []).append((row - start, digits))
    return changes


def _join(blocks: Sequence[_Buffers]) -> _Buffers:
    """Lay the blocks of one column below each other; numbers or texts some lack are filled in."""
    counts = [len(kinds) for kinds, _, _, _ in blocks]
    numbers = [number for _, number, _, _ in blocks]
    if any(numbers):
        numbers = [
            number or array("d", [_NAN]).tobytes() * count
            for number, count in zip(numbers, counts, strict=True)
        ]
    lengths = [length for _, _, length, _ in blocks]
    if any(lengths):
        lengths = [
            length or bytes(_LENGTH_BYTES * count)
            for length, count in zip(lengths, counts, strict=True)
        ]
    kinds, texts = (b"".join(block[part] for block in blocks) for part in (0, 3))
    return kinds, b"".join(numbers), b"".join(lengths), texts


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


def _encode(cells: Sequence[Any]) -> _Buffers:
    """Return the buffers of some cells of one column."""
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


def _encode_numbers_and_texts(cells: Sequence[Any]) -> _Buffers:
    """Encode the usual column, numbers below a name, without a call for every cell."""
    kinds = bytes(
        [(_TEXT if cell else _BLANK) if cell.__class__ is str else _NUMBER for cell in cells]
    )
    numbers = array("d", [_NAN if cell.__class__ is str else cell for cell in cells]).tobytes()
    return kinds, numbers, *_encode_only_texts(cells, kinds)


def _encode_days_and_texts(cells: Sequence[Any]) -> _Buffers:
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
        return array("i", map(len, texts)).tobytes(), joined.encode()
    try:
        pieces = list(map(str.encode, texts))
    except UnicodeEncodeError:  # half of a surrogate pair
        pieces = [text.encode("utf-8", "replace") for text in texts]
    return array("i", map(len, pieces)).tobytes(), b"".join(pieces)
