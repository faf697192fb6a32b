import io
import zipfile

import pytest

from core.ingest import SourceFile, read_files
from core.ingest.sniff import sniff
from core.problem import UnusableInputError
from tests.ingest.hostile import CASES, hostile_file
from tests.ingest.making import csv_file

#: Cases that take long to make.
HEAVY = {
    "whitespace bomb",
    "text bomb",
    "cell bomb",
    "million formatted blank rows",
    "forged sizes",
    "unclosed quote in 60 MB",
    "quote closed after 150 MB",
    "a field of 100 MB",
    "300,000 products called Total",
    "CSV of thirty million lines",
    "CSV of ten million open quotes",
    "CSV of two million open quotes",
    "CSV of 1.9 million uneven rows",
    "CSV of 16,000 columns",
    "page of a million cells in one row",
}
#: Cases that hold a list that can be read.
HONEST = {
    "million formatted blank rows",
    "two million rows of separators",
    "merge over the whole sheet",
    "300,000 products called Total",
}
#: Rows that a case may load; one where nothing is said.
ROWS = {"300,000 products called Total": 300_000}


def refusal(file: SourceFile, most_rows: int) -> str:
    """Return what is said of a file that cannot be used; nothing when it was read."""
    try:
        reading = read_files([file])
    except UnusableInputError as error:
        return str(error)
    sheet = reading.sheets[0]
    assert sheet.rows + sheet.rows_set_aside <= most_rows
    assert most_rows == 1 or sheet.rows == most_rows
    return ""


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, marks=[pytest.mark.slow] if case in HEAVY else []) for case in CASES],
)
def test_a_hostile_file_costs_one_sentence_or_is_read(case: str) -> None:
    file = hostile_file(case)
    said = refusal(file, ROWS.get(case, 1))
    if case in HONEST:
        assert said == ""
    elif said:
        assert said.startswith(file.name)
        assert said.endswith(".")
        assert "/" not in said
    # The process that asked is alive and reads on.
    assert read_files([csv_file([["SKU", "On hand"], ["A", 1], ["B", 2]])]).sheets[0].rows == 2


def test_a_member_that_names_the_format_is_not_unpacked_whole() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet" + "x" * 10**7)
        archive.writestr("content.xml", "<a/>")
    assert sniff(buffer.getvalue())[0] == "ods"


def test_a_long_line_of_many_columns_is_no_endless_one() -> None:
    names = [f"column {number}" for number in range(4_000)]
    file = csv_file([["SKU", "On hand", *names], *([f"A{i}", i, *["x"] * 4_000] for i in range(3))])
    assert read_files([SourceFile("wide.csv", file.content)]).sheets[0].rows == 3
