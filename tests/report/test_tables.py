"""Exports stay plain data, whatever text the user's own cells hold."""

import io

import openpyxl
import pandas as pd
import pytest

from core.report import csv_bytes, workbook_bytes

RISKY = ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1+1", "=HYPERLINK(1)"]


@pytest.mark.parametrize("text", RISKY)
def test_text_that_could_run_as_a_formula_is_marked_in_csv(text: str) -> None:
    read = pd.read_csv(io.BytesIO(csv_bytes(pd.DataFrame({"sku": [text]}))), dtype=str)
    assert read["sku"].iloc[0].replace("\r", "\n").startswith("'")


def test_a_return_inside_a_cell_starts_no_line_of_its_own() -> None:
    content = csv_bytes(pd.DataFrame({"sku": ["x\r=1+1", "\r=1", None], "units": [1, 2, 3]}))
    assert b"\r" not in content
    read = pd.read_csv(io.BytesIO(content), dtype={"sku": "str"})
    assert read["sku"].tolist()[:2] == ["x\n=1+1", "'\n=1"]
    assert read["units"].tolist() == [1, 2, 3]


@pytest.mark.parametrize("text", ["-5", "+3.5", "-1e3"])
def test_a_number_with_a_sign_stays_a_number_in_csv(text: str) -> None:
    assert csv_bytes(pd.DataFrame({"sku": [text]})).decode() == f"sku\n{text}\n"


def test_a_header_that_could_run_as_a_formula_is_marked_too() -> None:
    assert csv_bytes(pd.DataFrame({"=A1": [1]})).decode().startswith("'=A1")


def test_a_workbook_keeps_risky_text_as_text_and_numbers_as_numbers() -> None:
    frame = pd.DataFrame({"sku": RISKY, "cost": [1.5] * len(RISKY)})
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes({"items": frame})))["items"]
    for row in range(2, len(RISKY) + 2):
        assert sheet.cell(row, 1).data_type in ("s", "inlineStr")
        assert sheet.cell(row, 2).value == 1.5


def test_missing_cells_are_empty_and_dates_are_dates() -> None:
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime(["2026-01-02", None]),
            "cost": [float("nan"), 2.0],
            "note": pd.Series([None, "ok"], dtype="str"),
        }
    )
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes({"x": frame})))["x"]
    assert sheet["A2"].value.date().isoformat() == "2026-01-02"
    assert sheet["A3"].value is None
    assert sheet["B2"].value is None
    assert sheet["C2"].value is None


def test_stock_that_lasts_forever_is_a_word_in_both_formats() -> None:
    frame = pd.DataFrame({"days_of_cover": [12.5, float("inf"), None]})
    assert csv_bytes(frame).decode().splitlines()[1:] == ["12.5", "inf", '""']
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes({"x": frame})))["x"]
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == [12.5, "inf", None]


def test_a_sum_of_cents_shows_no_dust_in_csv() -> None:
    assert csv_bytes(pd.DataFrame({"cost": [0.1 + 0.2, 691.3100000000001]})) == (
        b"cost\n0.3\n691.31\n"
    )


def test_equal_tables_are_equal_files() -> None:
    frame = pd.DataFrame({"sku": ["a"], "cost": [1.0]})
    assert workbook_bytes({"x": frame}) == workbook_bytes({"x": frame})


def test_sheet_names_fit_the_format_and_stay_apart() -> None:
    frame = pd.DataFrame({"a": [1]})
    names = ["stock: May/June [1]", "x" * 40, "X" * 40, ""]
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(dict.fromkeys(names, frame))))
    assert len(set(book.sheetnames)) == len(names)
    assert all(len(name) <= 31 for name in book.sheetnames)
