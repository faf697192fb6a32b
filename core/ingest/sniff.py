"""What a file is by its bytes; its name is never asked.

Exports lie in their names: tab-separated text, web pages and XML called .xls are ordinary.
"""

import io
import zipfile
from typing import Literal

FileKind = Literal[
    "xlsx", "xlsb", "ods", "xls", "html", "spreadsheetml", "text", "encrypted", "unusable"
]

#: Kinds that are read in a process of their own.
WORKBOOK_KINDS: frozenset[FileKind] = frozenset(
    {"xlsx", "xlsb", "ods", "xls", "html", "spreadsheetml"}
)

_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: First record (BOF) of BIFF2, BIFF3 and BIFF4 workbooks, which have no OLE container.
_BIFF_STARTS = (b"\x09\x00", b"\x09\x02", b"\x09\x04")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))

#: Signatures of files people drop by mistake, and what to say about them.
_OTHER_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "is a PDF document; export the list as Excel or CSV instead"),
    (b"MZ", "is a program, not a spreadsheet; choose the exported Excel or CSV file"),
    (b"\x7fELF", "is a program, not a spreadsheet; choose the exported Excel or CSV file"),
    (b"\x1f\x8b", "is a gzip archive; unpack it and upload the spreadsheet inside"),
    (b"Rar!", "is a RAR archive; unpack it and upload the spreadsheet inside"),
    (b"7z\xbc\xaf", "is a 7-Zip archive; unpack it and upload the spreadsheet inside"),
    (b"\x89PNG", "is a picture; export the list as Excel or CSV instead"),
    (b"\xff\xd8\xff", "is a picture; export the list as Excel or CSV instead"),
    (b"GIF8", "is a picture; export the list as Excel or CSV instead"),
    (b"SQLite format 3", "is a database; export the list as Excel or CSV instead"),
    (b"PAR1", "is a Parquet file; save the table as Excel or CSV instead"),
)

#: Bytes looked at when text is told from markup.
_HEAD_BYTES = 4096


def sniff(content: bytes) -> tuple[FileKind, str]:
    """Tell what `content` is.

    Returns:
        The kind, and for "encrypted" and "unusable" what is wrong and what to do, worded so that
        it follows the file's name ("stock.xlsx is empty; …").
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return "unusable", "is empty; export it again and check that the list has rows"
    if content.startswith(b"PK"):
        return _sniff_zip(content)
    if content.startswith(_OLE_SIGNATURE):
        return _sniff_ole(content)
    if content[:2] in _BIFF_STARTS and content[3:4] == b"\x00":
        return "xls", ""
    for signature, advice in _OTHER_SIGNATURES:
        if content.startswith(signature):
            return "unusable", advice
    return _sniff_markup(content), ""


def _head_of(archive: zipfile.ZipFile, member: str) -> bytes:
    """Return the first bytes of a member: unpacked whole it might fill the memory."""
    with archive.open(member) as stream:
        return stream.read(80)


def _sniff_zip(content: bytes) -> tuple[FileKind, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            mimetype = _head_of(archive, "mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError, ValueError, NotImplementedError):
        return "unusable", "is damaged or incomplete; export or download it again"
    if "xl/workbook.bin" in names:
        return "xlsb", ""
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return "xlsx", ""
    if "content.xml" in names and (b"spreadsheet" in mimetype or not mimetype):
        return "ods", ""
    return "unusable", (
        "is an archive or document but not a spreadsheet; upload the Excel, ODS or CSV file itself"
    )


def _sniff_ole(content: bytes) -> tuple[FileKind, str]:
    if _ENCRYPTED_STREAM in content:
        return "encrypted", (
            "is protected by a password; open it, save a copy without a password and upload that"
        )
    if any(stream in content for stream in _WORKBOOK_STREAMS):
        return "xls", ""
    # The header names the sector of the directory; a cut file ends before it.
    sector_bytes = 1 << int.from_bytes(content[30:32].ljust(2, b"\0"), "little") % 16
    directory = (int.from_bytes(content[48:52], "little") + 2) * sector_bytes
    if len(content) < 512 or directory > len(content):
        return "unusable", "is damaged or incomplete; export or download it again"
    return "unusable", "is an Office document but not a spreadsheet; save the list as Excel or CSV"


def _sniff_markup(content: bytes) -> FileKind:
    head = content[:_HEAD_BYTES].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    lowered = head.lower()
    if lowered.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style")):
        return "html"
    if lowered.startswith((b"<?xml", b"<workbook")):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in lowered:
            return "spreadsheetml"
        if b"<html" in lowered or b"<table" in lowered:
            return "html"
    return "text"
