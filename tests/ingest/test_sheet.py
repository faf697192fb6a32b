"""Sheets as people export them, each with what it must be understood as."""

import datetime as dt
import io
import zipfile

import pandas as pd
import pytest

from core.ingest import Correction, SourceFile, read_files
from tests.ingest.making import csv_file, mapped, read, read_one, workbook


def test_a_sheet_in_the_schemas_own_words_needs_no_question() -> None:
    rows = [["sku", "location", "on_hand", "received_date"], ["001", "Main", 5, "2024-05-03"]]
    sheet = read_one(workbook({"stock": rows}))
    assert (sheet.table, sheet.table_confidence) == ("stock", 1.0)
    assert {column.confidence for column in sheet.columns} == {1.0}
    assert sheet.problems == ()


def test_identifiers_stay_text() -> None:
    rows = [["SKU", "Stock"], ["001", 1], ["NA", 2], ["1E5", 3], ["null", 4]]
    sheet = read_one(csv_file(rows))
    assert sheet.frame["sku"].tolist() == ["001", "NA", "1E5", "null"]


def test_titles_name_the_day_and_the_currency() -> None:
    rows = [
        ["Lagerliste", "", ""],
        ["Stand: 31.12.2025", "Beträge in EUR", ""],
        ["", "", ""],
        ["Artikelnummer", "Bestand", "Einstandspreis"],
        ["A1", "1.234,5", "2,75"],
        ["A2", "7", "1,25"],
    ]
    sheet = read_one(csv_file(rows, delimiter=";"))
    assert sheet.header_row == 4
    assert (sheet.as_of, sheet.currency) == (dt.date(2025, 12, 31), "EUR")
    assert sheet.frame["on_hand"].tolist() == [1234.5, 7.0]
    assert sheet.frame["unit_cost"].tolist() == [2.75, 1.25]


def test_totals_and_footers_are_set_aside_and_everything_ties() -> None:
    rows = [
        ["SKU", "Name", "Qty", "Value"],
        ["A1", "Mug", 3, 30],
        ["A2", "Cup", 4, 20],
        ["Total", "", 7, 50],
        ["Printed by J. Doe", "", "", ""],
    ]
    sheet = read_one(workbook({"Inventory": rows}))
    assert (sheet.rows, sheet.rows_set_aside) == (2, 2)
    assert sheet.sums == {"on_hand": 7.0, "stock_value": 50.0}
    assert sheet.set_aside["row"].tolist() == [4, 5]
    assert sum(problem.set_aside for problem in sheet.problems) == 2


def test_an_unlabeled_total_is_found_by_its_sum() -> None:
    rows = [["SKU", "Stock", "Value"], ["A", 2, 10], ["B", 3, 20.5], ["", "", 30.5]]
    sheet = read_one(workbook({"Sheet1": rows}))
    assert sheet.sums["stock_value"] == 30.5
    assert sheet.rows_set_aside == 1


def test_a_product_called_total_is_a_product() -> None:
    header = ["SKU", "Name", "Stock", "Brand", "Size"]
    names = ["Total Gym", "Grand Valley Tee", "COLGATE TOTAL", "Total", "Mug"]
    rows = [[f"A{i}", name, i, "", ""] for i, name in enumerate(names)]
    rows += [[f"B{i}", f"Cup {i}", i, "Acme", "S"] for i in range(9)]
    assert read_one(csv_file([header, *rows])).rows == 14


def test_missing_is_never_zero() -> None:
    rows = [["SKU", "Available", "On hand"], ["A", "not stocked", "not stocked"], ["B", "0", "0"]]
    sheet = read_one(csv_file(rows))
    assert sheet.frame["on_hand"].isna().tolist() == [True, False]
    assert any("unknown, not as zero" in problem.repair for problem in sheet.problems)


def test_cells_that_cannot_be_read_are_grouped_with_their_first_row() -> None:
    rows = [["SKU", "Stock"], ["A", "5"], ["B", "many"], ["C", "lots"], ["D", "3"], ["E", "2"]]
    problem = next(p for p in read_one(csv_file(rows)).problems if p.severity == "warning")
    assert (problem.row, problem.count, problem.found) == (3, 2, "'many'")


def test_months_as_columns_become_rows() -> None:
    rows = [
        ["Référence", "Désignation", "août-24", "sept.-24", "oct.-24", "TOTAL"],
        ["A", "Tasse", "1,5", "", "2", "3,5"],
    ]
    sheet = read_one(csv_file(rows, delimiter=";"))
    assert sheet.table == "sales"
    assert sheet.frame["date"].dt.strftime("%Y-%m-%d").tolist() == ["2024-08-01", "2024-10-01"]
    assert sheet.frame["units"].tolist() == [1.5, 2.0]
    assert "TOTAL" not in mapped(sheet)


def test_weeks_without_a_date_count_back_from_the_last() -> None:
    rows = [["sku", "W0", "W1", "W2", "W3", "MIN", "Normalized 0"], ["A", 4, 3, 2, 1, 1, 0.2]]
    sheet = read_one(csv_file(rows))
    assert sheet.frequency == "W"
    assert dict(zip(sheet.frame["periods_back"], sheet.frame["units"], strict=True)) == {
        3: 4.0, 2: 3.0, 1: 2.0, 0: 1.0,
    }  # fmt: skip
    assert set(mapped(sheet)) == {"sku", "W0", "W1", "W2", "W3"}


def test_months_that_span_quantity_and_value_make_two_measures() -> None:
    rows = [
        ["", "", "Jan 2024", "", "Feb 2024", ""],
        ["SKU", "Name", "Qty", "Value", "Qty", "Value"],
        ["A", "Mug", 10, 100.5, 20, 200],
    ]
    sheet = read_one(workbook({"Sheet1": rows}))
    assert sheet.header_row == 2
    assert sheet.sums == {"units": 30.0, "revenue": 300.5}


@pytest.mark.parametrize(
    "headers",
    [
        ["sku", "inventory_Main", "inventory_Mt_Auburn", "inventory_JFK"],
        ["SKU", "Main Stock", "Mt Auburn Stock", "JFK Stock"],
        ["SKU", "Cork", "Galway", "Dublin"],
    ],
)
def test_places_as_columns_become_locations(headers: list[str]) -> None:
    sheet = read_one(csv_file([headers, ["A", 1, 2, 3], ["B", 4, "", 6]]))
    assert sheet.table == "stock"
    assert sheet.frame["location"].nunique() == 3
    assert (sheet.rows, sheet.sums["on_hand"]) == (2, 16.0)


def test_stock_with_sales_by_month_gives_both_tables() -> None:
    rows = [
        ["SKU", "Name", "Stock", "Cost", "2024-01", "2024-02", "2024-03"],
        ["A", "Mug", 10, 5.5, 1, 2, 3],
        ["B", "Cup", 7, 2.5, 0, "", 3],
    ]
    stock, sales = read(csv_file(rows)).sheets
    assert (stock.table, sales.table) == ("stock", "sales")
    assert stock.sums == {"on_hand": 17.0}
    assert sales.sums == {"units": 9.0}


def test_a_list_without_a_header_is_known_by_its_values() -> None:
    rows = [
        [220611 + i, f"Whisky no {i} 70cl", i % 7 + 2, 3.5 + i, round((i % 7 + 2) * (3.5 + i), 2)]
        for i in range(12)
    ]
    sheet = read_one(workbook({"Feuille1": rows}))
    assert sheet.header_row is None
    assert mapped(sheet) == {
        "A": "sku", "B": "description", "C": "on_hand", "D": "unit_cost", "E": "stock_value",
    }  # fmt: skip


def test_names_beside_their_columns_move_above_them() -> None:
    rows = [
        ["Item", "", "Description", "", "On Hand", ""],
        ["", "A-1", "", "Mug", "", 5],
        ["", "A-2", "", "Cup", "", 6],
        ["", "A-3", "", "Jug", "", 7],
    ]
    sheet = read_one(workbook({"Stock": rows}))
    assert sheet.frame["sku"].tolist() == ["A-1", "A-2", "A-3"]
    assert sheet.sums["on_hand"] == 18.0


def test_a_day_that_lies_ahead_of_the_file_is_an_expiry() -> None:
    rows = [["NAME", "QTY", "PRICE", "DATE"]]
    rows += [[f"Syrup {i}", 2, 35, dt.date(2090, 1, i + 1)] for i in range(9)]
    assert mapped(read_one(workbook({"Sheet1": rows})))["DATE"] == "expiry_date"


def test_without_a_number_the_name_and_variant_are_the_key() -> None:
    rows = [["Name", "Size", "Stock"], ["Shirt", "S", 1], ["Shirt", "M", 2], ["Cap", "-", 3]]
    sheet = read_one(csv_file(rows))
    assert sheet.frame["sku"].tolist() == ["Shirt / S", "Shirt / M", "Cap"]
    assert any("taken as the key" in problem.repair for problem in sheet.problems)


def test_sales_without_an_item_are_refused_with_a_blocker() -> None:
    rows = [["customer_id", "fecha", "cantidad", "total"], [1, "2024-05-03", 2, 10.5]]
    sheet = read_one(csv_file(rows, name="ventas.csv"))
    assert (sheet.table, sheet.rows, sheet.rows_set_aside) == ("sales", 0, 1)
    assert any(problem.severity == "blocker" for problem in sheet.problems)


def test_negative_stock_is_loaded_and_said() -> None:
    sheet = read_one(csv_file([["SKU", "Stock"], ["A", -3], ["B", 5], ["C", 2]]))
    assert sheet.rows == 3
    assert any("-3 on hand" in problem.found for problem in sheet.problems)


def test_hours_of_lead_time_become_days_and_are_said() -> None:
    rows = [["SKU", "Price", "Lead Time"]]
    rows += [[f"A{i}", 5, hours] for i, hours in enumerate([504, 336, 48, 504, 672])]
    sheet = read_one(csv_file(rows))
    assert sheet.frame["lead_time_days"].tolist() == [21.0, 14.0, 2.0, 21.0, 28.0]
    assert any("hours" in problem.repair for problem in sheet.problems)


def test_lead_times_in_words_are_days() -> None:
    rows = [["No.", "Unit Cost", "Lead Time Calculation"], ["A", 1, "1W"], ["B", 2, "10D"]]
    assert read_one(csv_file(rows)).frame["lead_time_days"].tolist() == [7.0, 10.0]


def test_letters_encoded_twice_are_put_right() -> None:
    rows = [["SKU", "Name", "Stock"], ["A", "GASCÃ“ cafÃ©", 1], ["B", "Mug", 2]]
    sheet = read_one(csv_file(rows))
    assert sheet.frame["description"].tolist() == ["GASCÓ café", "Mug"]


def test_a_sheet_of_notes_is_left_out_and_said() -> None:
    reading = read(
        workbook(
            {
                "Instructions": [["Fill in the list"], ["and send it back"]],
                "Items": [["SKU", "Stock"], ["A", 1]],
            }
        )
    )
    assert [sheet.table for sheet in reading.sheets] == [None, "stock"]


def test_corrections_win_over_guesses() -> None:
    file = csv_file([["A", "B", "C"], ["x", 1, 2], ["y", 3, 4]])
    correction = Correction("export.csv", "", "stock", 1, {"A": "sku", "C": "on_hand", "B": None})
    sheet = read_files([file], corrections=[correction]).sheets[0]
    assert sheet.sums == {"on_hand": 6.0}
    assert mapped(sheet) == {"A": "sku", "C": "on_hand"}


def test_a_correction_can_leave_a_sheet_out() -> None:
    file = csv_file([["SKU", "Stock"], ["A", 1]])
    sheet = read_files([file], corrections=[Correction("export.csv", "", None)]).sheets[0]
    assert sheet.table is None


def test_unknown_columns_become_attributes() -> None:
    rows = [["SKU", "Stock", "Season"], ["A", 1, "SS24"], ["B", 2, "FW24"]]
    attributes = read_one(csv_file(rows)).attributes
    assert attributes.to_dict("list") == {"sku": ["A", "B"], "Season": ["SS24", "FW24"]}


def test_formulas_in_text_stay_text() -> None:
    rows = [["SKU", "Description", "Stock"], ["=cmd|' /C calc'!A0", "=1+1", 5], ["B", "x", 1]]
    sheet = read_one(csv_file(rows))
    assert sheet.frame["sku"].iloc[0] == "=cmd|' /C calc'!A0"


def test_a_file_of_nothing_but_a_header_is_a_table_of_no_rows() -> None:
    sheet = read_one(csv_file([["sku", "product name", "available", "your price"]]))
    assert (sheet.table, sheet.rows, len(sheet.frame)) == ("stock", 0, 0)


def test_order_of_rows_changes_nothing_but_their_order() -> None:
    rows = [[f"A{i}", f"Thing {i}", i, 1.5 * i] for i in range(1, 9)]
    header = ["SKU", "Name", "Stock", "Cost"]
    one = read_one(csv_file([header, *rows]))
    two = read_one(csv_file([header, *rows[::-1]]))
    assert mapped(one) == mapped(two)
    pd.testing.assert_frame_equal(
        one.frame.sort_values("sku").reset_index(drop=True),
        two.frame.sort_values("sku").reset_index(drop=True),
    )


def test_the_name_of_the_file_does_not_matter() -> None:
    file = workbook({"Stock": [["SKU", "Stock"], ["A", 1]]})
    assert zipfile.is_zipfile(io.BytesIO(file.content))
    assert read_one(SourceFile("stock.csv", file.content)).table == "stock"
