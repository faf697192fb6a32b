import pytest

from core.ingest.sniff import sniff
from tests.ingest.making import raw_xlsx, workbook


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"sku,qty\nA,1\n", "text"),
        ("sku;qty\n".encode("utf-16"), "text"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "html"),
        (b"\xef\xbb\xbf<table><tr><td>1</td></tr></table>", "html"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "spreadsheetml",
        ),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "xls"),
    ],
)
def test_the_bytes_tell_the_format(content: bytes, kind: str) -> None:
    assert sniff(content)[0] == kind


def test_a_workbook_is_known_by_its_parts() -> None:
    assert sniff(raw_xlsx("<sheetData/>"))[0] == "xlsx"
    assert sniff(workbook({"S": [["sku"]]}).content)[0] == "xlsx"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\x00\x00  \n", "is empty"),
        (b"%PDF-1.7", "PDF"),
        (b"MZ\x90", "program"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "damaged"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_do(content: bytes, said: str) -> None:
    kind, advice = sniff(content)
    assert kind in ("unusable", "encrypted")
    assert said in advice
    assert ";" in advice
