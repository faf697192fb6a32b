"""What workbooks hide, in the formats whose readers do not tell; runs in the reading process only.

People hide columns to print a list and rows to take goods off it. Both are read, and said.
"""

import re
import struct
import zipfile
from collections.abc import Iterator
from html import unescape
from xml.etree import ElementTree as ET

from core.ingest.guard import SheetFacts

#: Larger parts are not looked through: it would take longer than reading them.
_MOST_BYTES = 60_000_000
#: A hidden run this long is the unused rest of a sheet, not data.
_LONGEST_RUN = 10_000

# ODF 1.3 part 3, 19.749 table:visibility: "collapse" by hand, "filter" by a filter.
_ODS_TABLE = re.compile(rb'<table:table [^>]*?table:name="([^"]*)"[^>]*>(.*?)</table:table>', re.S)
_ODS_ROW = re.compile(rb'<table:table-row\b[^>]*table:visibility="(?:collapse|filter)"[^>]*>')
_ODS_COLUMN = re.compile(rb'<table:table-column\b[^>]*table:visibility="(?:collapse|filter)"[^>]*>')
_ODS_REPEATED = re.compile(rb'table:number-(?:rows|columns)-repeated="(\d+)"')

# MS-XLSB 2.3.2: numbers of the records of interest.
_ROW_HEADER, _COLUMN_INFO, _SHEET_END, _SHEET = 0, 60, 146, 156
_LAST_COLUMN = 16_383


def hidden_by_name(path: str) -> dict[str, SheetFacts]:
    """Return what an OpenDocument or binary workbook hides, by sheet; nothing of other kinds."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        try:
            if "content.xml" in names:
                return _hidden_in_ods(archive)
            if "xl/workbook.bin" in names:
                return _hidden_in_xlsb(archive)
        except (KeyError, struct.error, ET.ParseError):
            # The reader opened it all the same: what it hides stays unsaid.
            return {}
    return {}


def _hidden_in_ods(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    if archive.getinfo("content.xml").file_size > _MOST_BYTES:
        return {}
    content = archive.read("content.xml")
    if b"table:visibility" not in content:
        return {}
    return {
        unescape(name.decode("utf-8", "replace")): SheetFacts(
            hidden_rows=_runs(_ODS_ROW, body), hidden_columns=_runs(_ODS_COLUMN, body)
        )
        for name, body in _ODS_TABLE.findall(content)
    }


def _runs(pattern: re.Pattern[bytes], body: bytes) -> int:
    total = 0
    for tag in pattern.findall(body):
        repeated = _ODS_REPEATED.search(tag)
        count = int(repeated.group(1)) if repeated else 1
        total += count if count < _LONGEST_RUN else 0
    return total


def _hidden_in_xlsb(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    links = ET.fromstring(archive.read("xl/_rels/workbook.bin.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    facts = {}
    content = archive.read("xl/workbook.bin")
    for kind, start, size in _records(content):
        if kind != _SHEET or size < 16:
            continue
        relation, place = _wide_text(content, start + 8)
        name, _ = _wide_text(content, place)
        member = f"xl/{targets.get(relation, '')}"
        if member in archive.namelist() and archive.getinfo(member).file_size <= _MOST_BYTES // 4:
            facts[name] = _hidden_in_records(archive.read(member))
    return facts


def _wide_text(content: bytes, place: int) -> tuple[str, int]:
    """Return a text of two bytes a letter after its length, and the place behind it."""
    (length,) = struct.unpack_from("<I", content, place)
    end = place + 4 + 2 * length
    return content[place + 4 : end].decode("utf-16-le", "replace"), end


def _hidden_in_records(content: bytes) -> SheetFacts:
    facts = SheetFacts()
    for kind, start, size in _records(content):
        if kind == _ROW_HEADER and size >= 12:
            # The fifth bit of the twelfth byte is fDyZero: a row of no height.
            facts.hidden_rows += content[start + 11] >> 4 & 1
        elif kind == _COLUMN_INFO and size >= 18:
            first, last = struct.unpack_from("<II", content, start)
            is_hidden = content[start + 16] & 1
            # A range to the last column of the sheet hides the unused part, not data.
            if is_hidden and first <= last < _LAST_COLUMN:
                facts.hidden_columns += last - first + 1
        elif kind == _SHEET_END:
            break
    return facts


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place of the data and its size of each record; stops where it is damaged."""
    place, end = 0, len(content)
    while place < end:
        kind = content[place]
        place += 1
        if kind & 0x80 and place < end:
            kind = kind & 0x7F | (content[place] & 0x7F) << 7
            place += 1
        size = shift = 0
        while place < end:
            byte = content[place]
            place += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        yield kind, place, min(size, end - place)
        place += size
