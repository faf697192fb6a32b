"""Weak guesses are asked about where the table does without them."""

import pytest

from core.ingest import Correction, SourceFile, read_files, read_json
from core.ingest.doubt import SURE_ENOUGH, ask_about_weak
from core.ingest.match import Match

LIST = (
    b"SKU,Name,Qty on hand,Unit cost,Company\n"
    b"A-1,Candle,10,4.00,Lumen\nA-2,Mug,3,3.00,Acme\nB-1,Lamp,5,20.00,Acme\n"
)


def _reading(*corrections: Correction):
    return read_files([SourceFile("stock.csv", LIST)], corrections=corrections)


def test_a_weak_guess_is_a_candidate_and_no_figure() -> None:
    company = read_json(_reading())[0]["columns"][4]
    assert company["canonical"] is None
    assert company["candidate"] == "brand"
    assert 0 < company["confidence"] < SURE_ENOUGH
    assert "brand" not in _reading().sheets[0].frame


def test_a_candidate_is_kept_for_filters_like_any_column_that_is_not_used() -> None:
    assert _reading().sheets[0].attributes["Company"].tolist() == ["Lumen", "Acme", "Acme"]


def test_the_user_takes_it_with_one_word_and_is_not_asked_again() -> None:
    said = Correction("stock.csv", "", "stock", columns={"Company": "brand"})
    sheet = _reading(said).sheets[0]
    assert sheet.frame["brand"].tolist() == ["Lumen", "Acme", "Acme"]
    assert [column.candidate for column in sheet.columns] == [None] * 5
    other = Correction("stock.csv", "", "stock", columns={"Name": "brand"})
    assert _reading(other).sheets[0].columns[4].candidate is None


@pytest.mark.parametrize(
    ("table", "needed"),
    [("stock", "on_hand"), ("stock", "unit_cost"), ("sales", "units"), ("sales", "sku")],
)
def test_what_figures_rest_on_is_used_however_weak(table: str, needed: str) -> None:
    matches = [Match("description", 0.9), Match(needed, 0.55), Match("brand", 0.55)]
    kept = ask_about_weak(table, matches)
    assert [match.canonical for match in kept] == ["description", needed, None]
    assert kept[2].candidate == "brand"


def test_a_second_way_to_say_what_is_known_surely_is_asked_about() -> None:
    matches = [Match("sku", 0.9), Match("on_hand", 0.9), Match("available", 0.6)]
    assert ask_about_weak("stock", matches)[2].candidate == "available"


HEADERS_LEFT = {
    "numbers of groups": ("Category ID", ["3", "4", "3"], "category"),
    "an empty list of codes": ("AssetCodes", ["", "", ""], "sku"),
    "stock that somebody expects": ("Stock Esperado", ["7", "9", "8"], "on_order"),
}


@pytest.mark.parametrize("case", HEADERS_LEFT)
def test_what_only_looks_like_a_column_is_left(case: str) -> None:
    header, cells, canonical = HEADERS_LEFT[case]
    lines = ["Item number,Name,Qty on hand,Unit cost," + header]
    lines += [f"A-{i},Lamp {i},{i + 3},4.10,{cell}" for i, cell in enumerate(cells)]
    sheet = read_files([SourceFile("s.csv", "\n".join(lines).encode())]).sheets[0]
    assert canonical != sheet.columns[4].canonical


def test_an_amount_of_the_order_beside_line_items_is_no_revenue() -> None:
    lines = ["Name,Subtotal,Created at,Lineitem quantity,Lineitem price,Lineitem sku"]
    lines += [f"#10{i},90.00,2025-03-0{i},1,30.00,A-{i}" for i in range(1, 9)]
    sheet = read_files([SourceFile("o.csv", "\n".join(lines).encode())]).sheets[0]
    assert sheet.table == "sales"
    assert sheet.columns[1].canonical is None


def test_what_became_of_an_order_is_not_laid_out_by_place() -> None:
    lines = ["Received on,Item code,Ordered Qty,Accepted Qty,Rejected Qty"]
    lines += [f"2025-03-0{i},A-{i},12,{12 - i},{i}" for i in range(1, 9)]
    sheet = read_files([SourceFile("r.csv", "\n".join(lines).encode())]).sheets[0]
    assert sheet.table == "receipts"
    assert sheet.sums["units"] == sum(12 - i for i in range(1, 9))


def test_plants_of_a_nursery_are_goods() -> None:
    plants = ["Rose", "Fern", "Ivy", "Oak", "Elm", "Ash", "Yew", "Box", "Fir", "Bay", "Fig", "Lime"]
    lines = ["Plant Name,Botanical Name,Qty Available,Cost"]
    lines += [f"{plant},Planta {plant.lower()}ia,{i},3.20" for i, plant in enumerate(plants)]
    sheet = read_files([SourceFile("n.csv", "\n".join(lines).encode())]).sheets[0]
    assert sheet.columns[0].canonical == "description"
    assert sheet.columns[1].canonical is None


@pytest.mark.parametrize("table", ["stock", "sales"])
def test_a_list_without_a_column_for_the_item_is_said_to_have_none(table: str) -> None:
    said = Correction("s.csv", "", table)
    files = [SourceFile("s.csv", b"Qty on hand,Unit cost\n3,4\n5,6\n")]
    (problem,) = read_files(files, corrections=[said]).all_problems()
    assert problem.found == "no column that names the items"
    assert problem.column is None
    assert problem.set_aside == 2
