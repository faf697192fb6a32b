"""A look into zipped workbooks before any reader does: real sizes, and what readers hide.

Readers written in Rust abort the whole process on a 3 KB file that claims a huge sheet; no
exception can be caught. So every member is inflated here once, in pieces, counting real bytes,
and refused when it is out of all proportion. The same pass collects what the fast reader does
not tell: error cells, formulas without a value, hidden rows and columns, zero-padded numbers.
"""

import datetime as dt
import re
import zipfile
import zlib
from dataclasses import dataclass, field

from core.ingest.limits import LIMITS

MAX_INFLATED_BYTES = LIMITS.unpacked_mb * 1_000_000
MAX_SHARED_TEXT_BYTES = LIMITS.shared_text_mb * 1_000_000
MAX_MEMBERS = LIMITS.parts
MAX_CELLS = LIMITS.cells
#: A sheet whose rectangle is larger than this must be filled to at least MIN_FILL.
_SPARSE_EXTENT, _MIN_FILL = 20_000_000, 0.02
#: Below, waiting costs nothing; above, memory would. Sheets of real figures shrink to a seventh.
_ORDINARY_BYTES, _SHRINKS = (5_000_000, 300_000_000), 15
_EPOCH_ORDINAL = 719_163
_PIECE_BYTES = 1 << 20
_OVERLAP_BYTES = 4_096

_DOCTYPE, _WIDE_DOCTYPE = b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le")
_SHEET_MEMBER = re.compile(r"xl/worksheets/[^/]+\.(xml|bin)$", re.IGNORECASE)
_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?\br="(\d+)"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row [^>]*hidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col [^>]*hidden="(?:1|true)"')
_COLUMN_RANGE = re.compile(rb'\b(min|max)="(\d+)"')
_TWO_LETTERS = re.compile(rb' r="([A-Z]{2,3})\d')
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]+\d+)"[^>]*\bt="e"')
_EMPTY_FORMULA = re.compile(
    rb'<(?:\w+:)?c [^>]*?\br="([A-Z]+\d+)"[^>]*><f[^>]*?(?:/>|>[^<]*</f>)'
    rb"(?:<v></v>|<v/>)?</(?:\w+:)?c>"
)
_TEXT_INDEX = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]+\d+)"[^>]*\bt="s"[^>]*><v>(\d+)</v>')
_UNIQUE_COUNT = re.compile(rb'uniqueCount="(\d+)"')
_MODIFIED = re.compile(rb"<(?:dcterms:modified|dc:date)[^>]*>(\d{4}-\d\d-\d\d)")
_CELL_REFERENCE = re.compile(r"([A-Z]+)(\d+)")


_BLOWN_UP = (
    "unpacks to far more than a spreadsheet of its size can hold; export it again or split it"
)
DAMAGED = "is damaged or incomplete; export or download it again"


class RefusedError(Exception):
    """The file must not be read; the message follows the file's name in a sentence."""


@dataclass(slots=True)
class SheetFacts:
    """What the pass over one worksheet's XML found; rows and columns are 0-based."""

    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0
    errors: list[tuple[int, int]] = field(default_factory=list)
    empty_formulas: list[tuple[int, int]] = field(default_factory=list)
    padded: list[tuple[int, int, int]] = field(default_factory=list)


def inspect_zip(path: str) -> dict[str, SheetFacts]:
    """Inflate every member once; return facts by worksheet member name.

    Raises:
        RefusedError: too large, too sparse, damaged, or with a document type declaration.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _inspect(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise RefusedError(DAMAGED) from error
    except RuntimeError as error:
        raise RefusedError(
            "is protected by a password; save a copy without a password and upload that"
        ) from error


def is_ordinary(path: str) -> bool:
    """Whether a zip claims the size and the compression of an honest large workbook.

    Such a file may be read while it is inspected; anything out of proportion is inspected first.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            inflated = sum(member.file_size for member in archive.infolist())
            packed = sum(member.compress_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return False
    return _ORDINARY_BYTES[0] <= inflated <= _ORDINARY_BYTES[1] and inflated <= packed * _SHRINKS


def _inspect(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise RefusedError(f"holds {len(members):,} parts, more than any real workbook has")
    padded_styles = _padded_styles(archive)
    facts: dict[str, SheetFacts] = {}
    total = 0
    for member in members:
        sheet = None
        if _SHEET_MEMBER.match(member.filename):
            sheet = facts[member.filename] = SheetFacts()
        total += _inflate(archive, member, sheet, padded_styles, MAX_INFLATED_BYTES - total)
        if sheet is not None:
            _refuse_sparse(sheet)
    return facts


def _inflate(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    sheet: SheetFacts | None,
    padded_styles: dict[int, int],
    budget: int,
) -> int:
    """Inflate one member in pieces; return its real size."""
    size = 0
    tail = b""
    is_markup = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    is_wide = False
    is_shared = member.filename.lower().endswith("sharedstrings.xml")
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE_BYTES):
            is_wide = is_wide or b"\x00" in piece[:8]
            size += len(piece)
            if size > budget or (is_shared and size > MAX_SHARED_TEXT_BYTES):
                raise RefusedError(_BLOWN_UP)
            if sheet is not None and is_markup and len(piece) == _PIECE_BYTES and b"<" not in piece:
                # A cell holds 32,767 characters at most: this much between two tags is no sheet.
                raise RefusedError(_BLOWN_UP)
            window = tail + piece
            if is_markup and (_DOCTYPE in window or (is_wide and _WIDE_DOCTYPE[:-1] in window)):
                raise RefusedError(
                    "holds a document type declaration (DOCTYPE), which no spreadsheet needs and "
                    "is not allowed; save it again from your spreadsheet program"
                )
            if is_shared and not tail:
                _refuse_forged_count(window, member)
            if sheet is not None and is_markup:
                cut = max(window.rfind(b"<row"), 0)
                tail = window[cut:] if len(piece) == _PIECE_BYTES and cut else b""
                _collect(window[: len(window) - len(tail)], sheet, padded_styles)
            else:
                tail = window[-_OVERLAP_BYTES:]
    if sheet is not None and is_markup and tail:
        _collect(tail, sheet, padded_styles)
    return size


def _refuse_forged_count(head: bytes, member: zipfile.ZipInfo) -> None:
    found = _UNIQUE_COUNT.search(head[:_OVERLAP_BYTES])
    # The shortest possible entry, <si/>, takes five bytes.
    if found and int(found.group(1)) > max(member.file_size, len(head)) // 5 + 1_000:
        raise RefusedError(
            "claims more texts than it holds; it is damaged or forged, export it again"
        )


def _refuse_sparse(sheet: SheetFacts) -> None:
    extent = (sheet.last_row + 1) * (sheet.last_column + 1)
    if sheet.cells > MAX_CELLS:
        raise RefusedError(
            f"holds a sheet of {sheet.cells:,} cells, more than the {MAX_CELLS:,} that are read; "
            "split it"
        )
    if extent > _SPARSE_EXTENT and sheet.cells < extent * _MIN_FILL:
        raise RefusedError(
            f"holds a sheet too sparse to read: {sheet.cells:,} cells spread over {extent:,} "
            "places; delete the stray cells far right or far below and save it again"
        )


def _collect(xml: bytes, sheet: SheetFacts, padded_styles: dict[int, int]) -> None:
    sheet.cells += xml.count(b"<c ") or xml.count(b":c ") + xml.count(b"<c>")
    rows = xml.rfind(b"<row")
    if rows >= 0 and (last := _ROW.search(xml, rows)):
        sheet.last_row = max(sheet.last_row, int(last.group(1)) - 1)
    sheet.last_column = max(
        sheet.last_column, 25, *(_column_number(ref) for ref in set(_TWO_LETTERS.findall(xml)))
    )
    if b"hidden=" in xml:
        sheet.hidden_rows += len(_HIDDEN_ROW.findall(xml))
        for column in _HIDDEN_COLUMN.findall(xml):
            edges = {key: int(number) for key, number in _COLUMN_RANGE.findall(column)}
            # A range to the last column of the sheet hides the unused part, not data.
            if edges.get(b"max", 0) < 16_384:
                sheet.hidden_columns += 1
    if b't="e"' in xml:
        sheet.errors += [_position(ref.decode()) for ref in _ERROR_CELL.findall(xml)]
    if b"<f" in xml:
        sheet.empty_formulas += [_position(ref.decode()) for ref in _EMPTY_FORMULA.findall(xml)]
    for style, width in padded_styles.items():
        pattern = rb'<c r="([A-Z]+\d+)" s="%d"' % style
        sheet.padded += [(*_position(ref.decode()), width) for ref in re.findall(pattern, xml)]


def _padded_styles(archive: zipfile.ZipFile) -> dict[int, int]:
    """Return style index -> digits shown, for number formats made of zeros alone ("00000")."""
    try:
        member = archive.getinfo("xl/styles.xml")
    except KeyError:
        return {}
    with archive.open(member) as stream:
        styles = stream.read(20_000_000)
    formats = {
        int(number): len(code)
        for number, code in re.findall(rb'numFmtId="(\d+)" formatCode="(00+)"', styles)
    }
    if not formats:
        return {}
    block = re.search(rb"<cellXfs.*?</cellXfs>", styles, re.DOTALL)
    used = re.findall(rb'<xf [^>]*?numFmtId="(\d+)"', block.group(0)) if block else []
    return {
        index: formats[int(number)] for index, number in enumerate(used) if int(number) in formats
    }


def saved_day(path: str) -> int | None:
    """Return the day the workbook says it was last saved, in days since 1970-01-01."""
    with zipfile.ZipFile(path) as archive:
        for name in ("docProps/core.xml", "meta.xml"):
            if name in archive.namelist() and (found := _MODIFIED.search(archive.read(name))):
                try:
                    day = dt.date.fromisoformat(found.group(1).decode())
                except ValueError:
                    return None
                return day.toordinal() - _EPOCH_ORDINAL
    return None


def bad_text_reference(path: str) -> str | None:
    """Return the first cell that points past the shared texts ("B1"), to name it in an error."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        shared = [name for name in names if name.lower().endswith("sharedstrings.xml")]
        count = archive.read(shared[0]).count(b"<si") if shared else 0
        for name in names:
            if not _SHEET_MEMBER.match(name):
                continue
            for reference, index in _TEXT_INDEX.findall(archive.read(name)):
                if int(index) >= count:
                    return str(reference.decode())
    return None


def _column_number(letters: bytes | str) -> int:
    text = letters.decode() if isinstance(letters, bytes) else letters
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _position(reference: str) -> tuple[int, int]:
    found = _CELL_REFERENCE.fullmatch(reference)
    if found is None:
        return 0, 0
    return int(found.group(2)) - 1, _column_number(found.group(1))
