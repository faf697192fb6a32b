"""Rows that belong to the row above them."""

from tests.ingest.making import csv_file, read_one


def test_lots_below_their_item_count_once_and_take_its_cost() -> None:
    rows = [
        ["Item", "Name", "Lot", "Qty", "Unit cost"],
        ["A1", "Milk", "", 30, 1.5],
        ["", "", "L1", 10, ""],
        ["", "", "L2", 20, ""],
        ["A2", "Bread", "", 5, 2],
    ]
    sheet = read_one(csv_file(rows))
    assert sheet.sums["on_hand"] == 35.0
    assert sheet.frame["sku"].tolist() == ["A1", "A1", "A2"]
    assert sheet.frame["unit_cost"].tolist() == [1.5, 1.5, 2.0]
    assert (sheet.rows, sheet.rows_set_aside) == (3, 1)


def test_lots_that_repeat_their_item_count_once() -> None:
    rows = [
        ["SKU", "Batch", "Stock"],
        ["A1", "", 30],
        ["A1", "L1", 10],
        ["A1", "L2", 20],
        ["A2", "L3", 5],
    ]
    sheet = read_one(csv_file(rows))
    assert sheet.sums["on_hand"] == 35.0
    assert sheet.set_aside["problem"].tolist() == ["the sum of the rows of its item"]


def test_lots_that_do_not_add_up_all_count() -> None:
    rows = [["SKU", "Batch", "Stock"], ["A1", "", 7], ["A1", "L1", 10], ["A1", "L2", 20]]
    assert read_one(csv_file(rows)).sums["on_hand"] == 37.0


def test_the_item_above_its_sales_is_carried_down() -> None:
    rows = [
        ["", "Type", "Date", "Num", "Name", "Qty", "Sales Price", "Amount"],
        ["Inventory", "", "", "", "", "", "", ""],
        ["MUG (Blue mug)", "", "", "", "", "", "", ""],
        ["", "Invoice", "01/15/2024", 1001, "Bob", 2, 9.99, 19.98],
        ["", "Invoice", "02/20/2024", 1002, "Ann", 1, 9.99, 9.99],
        ["Total MUG (Blue mug)", "", "", "", "", 3, "", 29.97],
        ["CUP (Red cup)", "", "", "", "", "", "", ""],
        ["", "Invoice", "02/21/2024", 1003, "Ann", 4, 8, 32],
        ["Total CUP (Red cup)", "", "", "", "", 4, "", 32],
        ["Total Inventory", "", "", "", "", 7, "", 61.97],
        ["TOTAL", "", "", "", "", 7, "", 61.97],
    ]
    sheet = read_one(csv_file(rows))
    assert sheet.table == "sales"
    assert sheet.frame["sku"].tolist() == ["MUG", "MUG", "CUP"]
    assert sheet.sums == {"units": 7.0, "revenue": 61.97}
    assert sheet.rows + sheet.rows_set_aside == 10


def test_headings_between_items_are_their_category() -> None:
    rows = [
        ["SKU", "Name", "Stock"],
        ["Kitchen", "", ""],
        ["A", "Mug", 1],
        ["B", "Cup", 2],
        ["Garden", "", ""],
        ["C", "Hose", 3],
    ]
    sheet = read_one(csv_file(rows))
    assert sheet.frame["category"].tolist() == ["Kitchen", "Kitchen", "Garden"]


def test_variants_below_their_parent_count_once() -> None:
    rows = [
        ["Title", "Type", "Price", "Quantity"],
        ["Shoe", "PHYSICAL", 50, 30],
        ["", "VARIANT", 51, 10],
        ["", "VARIANT", 52, 20],
        ["Lamp", "PHYSICAL", 9, 4],
    ]
    sheet = read_one(csv_file(rows))
    assert sheet.sums["on_hand"] == 34.0
    assert sheet.frame["sku"].tolist() == ["Shoe", "Shoe", "Lamp"]
