"""Text files as grids: separator, quoting, fixed-width lists with pipes.

Everything stays text here; what is a number or a date is decided later, by column.
"""

import csv
import io
import re
from collections import Counter, deque
from dataclasses import dataclass
from itertools import islice, zip_longest

import numpy as np

from core.ingest.encodings import find_encoding
from core.ingest.grid import Grid, column_of_texts
from core.ingest.limits import LIMITS
from core.ingest.separated import Uneven, endless, overlong, split_even, unsplit
from core.problem import UnusableInputError

_MAX_COLUMNS = LIMITS.columns
_SEPARATORS = (b",", b";", b"\t", b"|")
_MAX_TEXT_BYTES = LIMITS.text_mb * 1_000_000
#: Smaller files are unpacked first: they take little memory.
_LARGE_BYTES = 20_000_000
#: Fields, blank ones too, for each cell that a sheet may hold.
_ROOMY = 2
#: Characters in which the first record of a file ends, if it ever does.
_HEAD = 1_000_000
_SAMPLE_LINES = 200
_DELIMITERS = (",", ";", "\t", "|")
#: C0 controls but tab, line feed and return; spreadsheets cannot hold them.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])
_ESCAPE_SEQUENCE = re.compile("\x1b\\[[0-9;]*[A-Za-z]")
_LINE_END = re.compile(r"\r\n?|\n")
#: What rows without cells are made of.
_BLANK_ROWS = "".join(_DELIMITERS) + " \r\n\xa0"
_BLANK_BYTES = (_BLANK_ROWS.replace("\xa0", "") + "\0").encode()
_RULER = re.compile(r"^[\s|+\-=_]*$")
_SEPARATOR_HINT = re.compile(r"^\"?sep=(.)\"?\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Decoded:
    text: str
    encoding: str
    controls: int


def read_text(name: str, content: bytes) -> Grid:
    """Read separated or piped text into one grid.

    Raises:
        UnusableInputError: not text, or no table in it.
    """
    if len(content) > _MAX_TEXT_BYTES:
        raise UnusableInputError(f"{name} is too large to read; split it into smaller files.")
    _refuse_endless_line(name, content)
    _refuse_endless_list(name, content)
    _refuse_endless_quote(name, content)
    decoded = _decode(name, content)
    text, delimiter = _take_hint(_without_blank_tail(decoded.text))
    delimiter = delimiter or find_delimiter(text)
    first = re.split("[\r\n]", text[:_HEAD], maxsplit=1)[0]
    if first.count(delimiter) >= _MAX_COLUMNS:
        raise UnusableInputError(_too_wide(name))
    notes = {"control_characters": decoded.controls}
    if not _is_piped(text):
        split = split_even(name, text, _sample(text), delimiter)
        if split is not None:
            columns, uneven = split
            first_rows = _note_short(uneven, notes)
            return Grid("", columns, notes, first_rows, decoded.encoding, delimiter)
    records = _piped(name, text) if _is_piped(text) else _split(name, text, delimiter)
    width = max((len(record) for record in records), default=0)
    if width > _MAX_COLUMNS:
        raise UnusableInputError(f"{name} has a row of {width:,} fields; export it again.")
    first_rows = _note_ragged(records, notes)
    columns = tuple(
        column_of_texts(np.array([text.strip() for text in column], dtype=object))
        for column in zip_longest(*records, fillvalue="")
    )
    return Grid("", columns, notes, first_rows, decoded.encoding, delimiter)


def _refuse_endless_line(name: str, content: bytes) -> None:
    """Refuse a line longer than all its fields may be, before anything is unpacked.

    Raises:
        UnusableInputError: a quotation mark left open, a cell too long, or too many columns.
    """
    step = 2 * LIMITS.field_characters
    for start in range(0, len(content) - step, step):
        piece = content[start : start + step]
        if b"\n" in piece or b"\r" in piece:
            continue
        if max(map(piece.count, _SEPARATORS)) >= _MAX_COLUMNS:
            raise UnusableInputError(_too_wide(name))
        begin = max(content.rfind(end, 0, start) for end in (b"\n", b"\r")) + 1
        if b'"' in content[begin : start + step]:
            raise UnusableInputError(endless(name))
        row = content.count(b"\n", 0, start) + 1
        raise UnusableInputError(overlong(name, f"row {row:,}"))


def _refuse_endless_list(name: str, content: bytes) -> None:
    """Refuse more rows or fields than are read, before anything is unpacked.

    Raises:
        UnusableInputError: says how many there are and what to do.
    """
    if _lines(content) <= LIMITS.rows and len(content) <= LIMITS.cells:
        return
    # Rows of separators alone may follow by the million; they count for nothing.
    content = content.rstrip(_BLANK_BYTES)
    rows = _lines(content) + 1
    if rows > LIMITS.rows:
        raise UnusableInputError(
            f"{name} has {rows:,} lines, more than the {LIMITS.rows:,} that are read; split it, "
            "for instance by month."
        )
    fields = rows + max(map(content.count, _SEPARATORS))
    if fields > _ROOMY * LIMITS.cells:
        raise UnusableInputError(
            f"{name} has about {fields:,} fields, more than the {_ROOMY * LIMITS.cells:,} that are "
            "read; split it, or leave out columns that are not needed."
        )


def _refuse_endless_quote(name: str, content: bytes) -> None:
    """Refuse a large file in which a quotation mark runs over all rows, before it is unpacked.

    Raises:
        UnusableInputError: a quotation mark left open, or closed far below.
    """
    quote, step = content.find(b'"'), LIMITS.field_characters
    if quote < 0 or len(content) < _LARGE_BYTES or b"\0" in content[:step]:
        return
    # A field that is too long holds, after its opening mark, a piece without any.
    if all(content.find(b'"', at, at + step) >= 0 for at in range(quote, len(content), step)):
        return
    sample = content[: 2 * step].decode("latin-1")
    csv.field_size_limit(step)
    lines = io.TextIOWrapper(io.BytesIO(content), encoding="latin-1", newline="")
    try:
        # Taken one by one and let go.
        deque(csv.reader(lines, delimiter=find_delimiter(sample)), maxlen=0)
    except csv.Error as error:
        raise UnusableInputError(endless(name)) from error


def _lines(content: bytes) -> int:
    return max(content.count(b"\n"), content.count(b"\r"))


def _too_wide(name: str) -> str:
    return (
        f"{name} has more than {_MAX_COLUMNS:,} columns; export the list with its rows below "
        "each other."
    )


def _decode(name: str, content: bytes) -> _Decoded:
    encoding = find_encoding(content)
    is_guess = encoding.startswith("cp125")
    text = content.decode(encoding, errors="replace" if is_guess else "strict")
    text = text.lstrip("\ufeff")
    # Wide encodings are full of such bytes; in the others they stand for themselves.
    suspect = encoding.startswith("utf-16") or len(content.translate(None, _CONTROL_BYTES)) < len(
        content
    )
    cleaned = _CONTROLS.sub("", _ESCAPE_SEQUENCE.sub("", text)) if suspect else text
    removed = len(text) - len(cleaned)
    if removed > max(len(text) * 0.02, 100):
        raise UnusableInputError(
            f"{name} is not a spreadsheet or text file; export the list as Excel or CSV."
        )
    return _Decoded(cleaned, encoding, removed)


def _without_blank_tail(text: str) -> str:
    """Leave off the rows of separators alone that Excel writes for rows with a format."""
    end = len(text.rstrip(_BLANK_ROWS))
    line_end = _LINE_END.search(text, end)
    return text[: line_end.end()] if line_end else text


def _take_hint(text: str) -> tuple[str, str]:
    """Honor Excel's own first line "sep=;"."""
    found = _SEPARATOR_HINT.match(text)
    return (text[found.end() :], found.group(1)) if found else (text, "")


def find_delimiter(text: str) -> str:
    """Return the separator that splits the first lines into most equal numbers of fields."""
    sample = _sample(text)
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        try:
            counts = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter)]
        except csv.Error:
            continue
        wide = Counter(count for count in counts if count > 1)
        if not wide:
            continue
        width, rows = max(wide.items(), key=lambda item: (item[1] * min(item[0], 12), item[0]))
        score = rows / len(counts) * min(width, 12) ** 0.5
        if score > best_score * 1.05:
            best, best_score = delimiter, score
    return best


def _sample(text: str) -> str:
    lines = io.StringIO(text[:400_000], newline=None).readlines()
    return "".join(line for line in lines[:_SAMPLE_LINES] if line.strip())


def _split(name: str, text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(LIMITS.field_characters)
    # Lines of bytes: a StringIO of the whole text would take four bytes a letter.
    lines = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8", newline="")
    try:
        records = list(islice(csv.reader(lines, delimiter=delimiter), LIMITS.uneven_rows + 1))
    except csv.Error as error:
        raise UnusableInputError(unsplit(name, text)) from error
    if len(records) > LIMITS.uneven_rows:
        raise UnusableInputError(_too_uneven(name))
    return records


def _too_uneven(name: str) -> str:
    return (
        f"{name} has more than {LIMITS.uneven_rows:,} rows, and they differ in their number of "
        "fields; export it again, or split it."
    )


def _is_piped(text: str) -> bool:
    """Tell a printed list: lines that start and end with a pipe, between rulers of dashes."""
    lines = [line.strip() for line in _sample(text).splitlines()]
    piped = sum(1 for line in lines if line.startswith("|") and line.endswith("|"))
    return piped > 2 and piped > len(lines) * 0.5


def _piped(name: str, text: str) -> list[list[str]]:
    if text.count("\n") > LIMITS.uneven_rows:
        raise UnusableInputError(_too_uneven(name))
    records = []
    for line in text.splitlines():
        stripped = line.strip()
        if _RULER.match(stripped):
            records.append([""])
        elif stripped.startswith("|"):
            records.append([field.strip() for field in stripped.strip("|").split("|")])
        else:
            records.append([stripped])
    return records


def _note_short(uneven: Uneven, notes: dict[str, int]) -> dict[str, int]:
    """Count rows with fewer fields than the others as `_note_ragged` does; return the first."""
    short = [
        row
        for row, record in uneven.items()
        if any(field.strip() for field in record) and not _is_title(row, record)
    ]
    if not short:
        return {}
    notes["short_rows"] = len(short)
    return {"short_rows": min(short)}


def _is_title(row: int, record: list[str]) -> bool:
    return len(record) == 1 and row < 4


def _note_ragged(records: list[list[str]], notes: dict[str, int]) -> dict[str, int]:
    """Count rows with more or fewer fields than the first wide row; return the first of each."""
    usual = Counter(len(record) for record in records if len(record) > 1)
    if not usual:
        return {}
    header = next(len(record) for record in records if len(record) > 1)
    width = header if usual[header] > 1 else usual.most_common(1)[0][0]
    first: dict[str, int] = {}
    for row, record in enumerate(records, start=1):
        filled = any(field.strip() for field in record)
        note = "ragged_rows" if len(record) > width else "short_rows" if len(record) < width else ""
        if note and filled and not (note == "short_rows" and _is_title(row, record)):
            notes[note] = notes.get(note, 0) + 1
            first.setdefault(note, row)
    return first
