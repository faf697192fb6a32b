import re

import pytest

from core.ingest.text import find_delimiter, read_text
from core.problem import UnusableInputError


def rows(content: bytes) -> list[list[str]]:
    grid = read_text("export.csv", content)
    return [[column.shown(row) for column in grid.columns] for row in range(grid.rows)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_makes_equal_rows(delimiter: str) -> None:
    lines = [["sku", "name", "qty"], ["1", "a, b; c", "2"], ["2", "d", "3"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    assert find_delimiter(text) == delimiter


def test_a_decimal_comma_is_no_separator() -> None:
    assert rows(b"sku;cost\nA;1,50\nB;2,75\n") == [["sku", "cost"], ["A", "1,50"], ["B", "2,75"]]


def test_line_breaks_inside_quotes_stay_in_their_cell() -> None:
    assert rows(b'sku,name\nA,"two\nlines"\nB,x\n')[1] == ["A", "two\nlines"]


def test_lone_returns_end_lines() -> None:
    assert rows(b"sku,qty\rA,1\rB,2") == [["sku", "qty"], ["A", "1"], ["B", "2"]]


def test_uneven_rows_are_read_and_counted() -> None:
    grid = read_text("export.csv", b"sku,qty\nA,1\nB,2,extra\nC\n")
    assert grid.rows == 4
    assert grid.notes["ragged_rows"] == 1
    assert grid.first_rows["ragged_rows"] == 3
    assert grid.notes["short_rows"] == 1


def test_control_characters_are_removed_and_counted() -> None:
    grid = read_text("export.csv", b"sku,qty\nA\x00B,5\n\x1b[31mRED,3\n")
    assert grid.columns[0].texts.tolist() == ["sku", "AB", "RED"]
    assert grid.notes["control_characters"] == 6


def test_a_list_between_pipes_is_a_table() -> None:
    text = b"|-----------|\n|SKU |Qty  |\n|-----------|\n|A   | 1,5 |\n|B   | 2,0 |\n"
    assert [row for row in rows(text) if any(row)] == [["SKU", "Qty"], ["A", "1,5"], ["B", "2,0"]]


def test_the_separator_hint_of_spreadsheets_is_followed() -> None:
    assert rows(b"sep=;\nsku;qty\nA;1\n") == [["sku", "qty"], ["A", "1"]]


def test_a_million_commas_are_refused() -> None:
    with pytest.raises(UnusableInputError, match=r"export\.csv has more than"):
        read_text("export.csv", b"," * 100_000)


def test_binary_rubbish_is_refused() -> None:
    with pytest.raises(UnusableInputError, match="not a spreadsheet"):
        read_text("export.csv", bytes(range(1, 32)) * 100)


_HEADER = b"SKU,Name,Note\n" + b"A-1,Candle,x\n" * 5


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"SKU,Name," + b"X" * 3_000_000 + b"\nA-1,Candle,1\n", "characters in row 1;"),
        (b"SKU,Name," + b"X" * 1_200_000 + b"\nA-1,Candle,1\n", "cell of more than 1,000,000"),
        (_HEADER + b"A-2,Mug," + b"y" * 1_200_000 + b"\n", "characters in row 7, column 3;"),
        (_HEADER + b'A-2,Mug,"y\n' + b"A-3,Cup,z\n" * 150_000, "quotation mark is never closed"),
        (b"SKU,Name," + b'"' + b"X" * 3_000_000, "quotation mark is never closed"),
        (b",".join(b"column%i" % i for i in range(200_000)) + b"\n", "4,096 columns"),
    ],
    ids=["header line", "header cell", "cell", "open over lines", "open on a line", "wide"],
)
def test_a_line_that_is_too_long_is_refused_for_what_it_is(content: bytes, said: str) -> None:
    with pytest.raises(UnusableInputError, match=re.escape(said)):
        read_text("a.csv", content)
