import dataclasses

import pytest

from core.ingest import (
    Correction,
    SourceFile,
    is_layouts_file,
    join_layouts,
    layouts_from_json,
    layouts_to_json,
    read_files,
    remember,
)
from core.ingest.remembered import fingerprint, recall
from core.problem import UnusableInputError
from tests.ingest.making import csv_file, mapped

HEADER = ["Kennzeichen", "Bezeichnung", "Menge", "EK", "Ort"]
ROWS = [HEADER, ["A-1", "Tasse", "5", "2.50", "Halle"], ["A-2", "Krug", "7", "4.00", "Halle"]]
CORRECTION = Correction("export.csv", "", "stock", None, {"Ort": "condition", "EK": None})


def confirmed() -> tuple[object, ...]:
    return remember(read_files([csv_file(ROWS)], corrections=[CORRECTION]).sheets)


def test_what_was_confirmed_is_used_for_the_same_header_whatever_the_file_is_called() -> None:
    again = csv_file([HEADER, ["A-3", "Kanne", "1", "9.00", "Keller"]], name="februar.csv")
    sheet = read_files([again], known=confirmed()).sheets[0]
    assert sheet.recalled
    assert mapped(sheet)["Ort"] == "condition"
    assert "EK" not in mapped(sheet)


def test_what_is_said_now_goes_before_what_was_confirmed() -> None:
    now = Correction("export.csv", "", "stock", None, {"EK": "unit_cost"})
    sheet = read_files([csv_file(ROWS)], known=confirmed(), corrections=[now]).sheets[0]
    assert mapped(sheet)["EK"] == "unit_cost"
    assert mapped(sheet)["Ort"] == "condition"


def test_a_drifted_header_keeps_what_is_left_and_names_the_rest() -> None:
    header = ["Kennzeichen", "Bezeichnung", "Menge", "Ort", "Preis"]
    sheet = read_files(
        [csv_file([header, ["A-1", "Tasse", "5", "Halle", "9"]])], known=confirmed()
    ).sheets[0]
    assert not sheet.recalled
    assert sheet.drift is not None
    assert (sheet.drift.added, sheet.drift.removed) == (("Preis",), ("EK",))
    assert mapped(sheet)["Ort"] == "condition"


def test_another_export_is_no_drift() -> None:
    sheet = read_files(
        [csv_file([["SKU", "Brand", "On hand"], ["A", "B", "1"]])], known=confirmed()
    ).sheets[0]
    assert not sheet.recalled
    assert sheet.drift is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (["SKU", "On Hand"], ["sku", "on hand"], True),
        (["SKU", "2024-01", "2024-02"], ["SKU", "2024-02", "2024-03", "2024-04"], True),
        (["SKU", "Qty"], ["SKU", "Qty", "Cost"], False),
        (["SKU", "Qty"], ["Qty", "SKU"], False),
    ],
)
def test_a_fingerprint_forgives_spelling_and_the_passing_of_months(
    one: list[str], other: list[str], same: bool
) -> None:
    assert (fingerprint(one) == fingerprint(other)) is same


def test_layouts_survive_a_file() -> None:
    layouts = confirmed()
    content = layouts_to_json(layouts)
    assert is_layouts_file(content)
    assert layouts_from_json("layouts.json", content) == layouts


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-20],
        lambda text: text.replace('"version": 1', '"version": 7'),
        lambda text: text.replace('"condition"', '"no such column"'),
        lambda text: text.replace('"stock"', '"no such table"'),
        lambda text: text.replace('"columns"', '"column"'),
    ],
)
def test_a_damaged_file_of_layouts_is_refused_in_a_sentence(damage) -> None:
    content = damage(layouts_to_json(confirmed()).decode()).encode()
    with pytest.raises(UnusableInputError, match=r"layouts\.json is not a file of layouts"):
        layouts_from_json("layouts.json", content)


def test_a_stock_list_is_no_file_of_layouts() -> None:
    assert not is_layouts_file(b"sku,on_hand\nA,1\n")


def test_of_two_layouts_of_one_header_the_later_and_the_used_one_is_kept() -> None:
    (layout,) = confirmed()
    left_out = dataclasses.replace(layout, table=None)
    assert join_layouts([left_out], [layout]) == (layout,)
    assert join_layouts([], [layout, left_out]) == (layout,)
    assert recall(layout.names, [layout]) == ((layout,), None)


def wide() -> SourceFile:
    months = ["2024-01", "2024-02", "2024-03"]
    header = ["SKU", "Description", "On hand", "Unit cost", *months]
    rows = [[f"A-{i}", f"Cup {i}", 5 + i, 2.5, 1, 2, 3] for i in range(6)]
    return csv_file([header, *rows], name="wide.csv")


def test_stock_and_sales_of_one_sheet_are_corrected_apart() -> None:
    before = read_files([wide()]).sheets
    assert [(sheet.table, sheet.part) for sheet in before] == [
        ("stock", "stock"),
        ("sales", "sales"),
    ]
    no_cost = Correction("wide.csv", "", "stock", None, {"Unit cost": None}, part="stock")
    stock, sales = read_files([wide()], corrections=[no_cost]).sheets
    assert "unit_cost" not in stock.frame
    assert sales.sums["units"] == before[1].sums["units"]
    no_sales = Correction("wide.csv", "", None, part="sales")
    stock, sales = read_files([wide()], corrections=[no_cost, no_sales]).sheets
    assert (stock.table, sales.table) == ("stock", None)
    known = remember([stock, sales])
    again = read_files([wide()], known=known).sheets
    assert [sheet.table for sheet in again] == ["stock", None]
    assert all(sheet.recalled for sheet in again)


def test_a_mended_cell_is_read_in_place_of_the_one_in_the_file() -> None:
    file = csv_file([["SKU", "On hand", "Unit cost"], ["A", "5", "n.a."], ["B", "?!", "2"]])
    sheet = read_files([file]).sheets[0]
    assert sheet.flagged["row"].tolist() == [3]
    mend = Correction("export.csv", "", "stock", cells={(3, "On hand"): "1,200"})
    sheet = read_files([file], corrections=[mend]).sheets[0]
    assert sheet.frame["on_hand"].tolist() == [5, 1200]
    assert sheet.flagged.empty
