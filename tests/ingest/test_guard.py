from pathlib import Path

import pytest

from core.ingest.guard import RefusedError, inspect_zip, saved_day
from tests.ingest.making import raw_xlsx

CELL = '<c r="{ref}"><v>1</v></c>'


def write(folder: Path, content: bytes) -> str:
    path = folder / "book.xlsx"
    path.write_bytes(content)
    return str(path)


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    content = raw_xlsx("<sheetData/>", shared='<!DOCTYPE x [<!ENTITY a "b">]><sst/>')
    with pytest.raises(RefusedError, match="DOCTYPE"):
        inspect_zip(write(tmp_path, content))


def test_a_sheet_far_too_sparse_is_refused(tmp_path: Path) -> None:
    rows = (
        f'<sheetData><row r="1">{CELL.format(ref="A1")}</row>'
        f'<row r="1048576">{CELL.format(ref="XFD1048576")}</row></sheetData>'
    )
    with pytest.raises(RefusedError, match="too sparse"):
        inspect_zip(write(tmp_path, raw_xlsx(rows)))


def test_a_forged_count_of_texts_is_refused(tmp_path: Path) -> None:
    content = raw_xlsx("<sheetData/>", shared='<sst uniqueCount="4294967295"><si/></sst>')
    with pytest.raises(RefusedError, match="more texts"):
        inspect_zip(write(tmp_path, content))


def test_more_than_fits_in_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.ingest.guard.MAX_INFLATED_BYTES", 100_000)
    content = raw_xlsx("<sheetData>" + " " * 200_000 + "</sheetData>")
    with pytest.raises(RefusedError, match="unpacks to far more"):
        inspect_zip(write(tmp_path, content))


def test_what_readers_hide_is_found(tmp_path: Path) -> None:
    rows = (
        '<cols><col min="3" max="3" hidden="1"/></cols><sheetData>'
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>1+1</f></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>5</v></c></row></sheetData>'
    )
    facts = inspect_zip(write(tmp_path, raw_xlsx(rows)))["xl/worksheets/sheet1.xml"]
    assert facts.errors == [(0, 0)]
    assert facts.empty_formulas == [(0, 1)]
    assert (facts.hidden_rows, facts.hidden_columns, facts.cells) == (1, 1, 3)


def test_numbers_shown_with_leading_zeros_are_found(tmp_path: Path) -> None:
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    rows = '<sheetData><row r="1"><c r="A1" s="1"><v>501</v></c></row></sheetData>'
    content = raw_xlsx(rows, extra={"xl/styles.xml": styles})
    facts = inspect_zip(write(tmp_path, content))["xl/worksheets/sheet1.xml"]
    assert facts.padded == [(0, 0, 5)]


def test_the_day_of_saving_is_read(tmp_path: Path) -> None:
    core = '<x><dcterms:modified xsi:type="t">1970-01-11T10:00:00Z</dcterms:modified></x>'
    content = raw_xlsx("<sheetData/>", extra={"docProps/core.xml": core})
    assert saved_day(write(tmp_path, content)) == 10
