"""Purchase orders: a sheet a supplier whose total is the sum of its lines and of the page."""

import io
from datetime import date

import openpyxl
import pandas as pd

from core.analysis import suppliers
from core.book import make_book
from core.report import purchase_orders

NAN = float("nan")
STOCK = pd.DataFrame({"sku": ["a"], "on_hand": [1.0], "unit_cost": [2.0]})
BOOK = make_book({"stock": STOCK}, as_of=date(2026, 1, 31), currency="USD")

ORDERS = pd.DataFrame(
    {
        "sku": ["a", "b", "c", "d", "e"],
        "description": ["=1+1", "Mug", None, "Rug", "Lamp"],
        "supplier": ["North/East", "North/East", None, "South", "South"],
        "order_units": [12.0, 5.0, 3.0, 7.0, 0.0],
        "order_cost": [48.60, 10.05, NAN, 70.0, 0.0],
        "risk_cost": [1.20, 0.0, NAN, 3.5, 0.0],
        "order_date": pd.to_datetime(["2026-01-31"] * 5),
        "stockout_date": pd.to_datetime(["2026-02-09", "2026-02-02", None, "2026-03-01", None]),
        "arrival_date": pd.to_datetime(["2026-02-14"] * 4 + [None]),
        "risk_chance": [0.25, 0.0, NAN, 0.1, NAN],
        "reason": ["r"] * 5,
        "action": ["order", "order", "order", "order", "stop buying"],
    }
)


def workbook() -> openpyxl.Workbook:
    content = purchase_orders(ORDERS, BOOK, buyer="Corner Shop")
    return openpyxl.load_workbook(io.BytesIO(content), data_only=True)


def test_every_supplier_has_a_sheet_and_the_summary_adds_up() -> None:
    book = workbook()
    assert book.sheetnames == ["Suppliers", "South", "North East", "No supplier", "About"]
    rows = [[cell.value for cell in row] for row in book["Suppliers"].iter_rows()]
    assert rows[0] == ["Supplier", "Items", "Units", "Cost"]
    assert rows[-1] == ["Total", 4, 27, 128.65]
    assert sum(row[3] or 0 for row in rows[1:-1]) == rows[-1][3]


def test_a_supplier_whose_costs_nobody_knows_has_no_sum() -> None:
    sums = suppliers(ORDERS).set_index("supplier")
    assert sums.loc["No supplier", ["order_cost", "risk_cost"]].isna().all()
    assert sums.loc["North/East", "risk_cost"] == 1.20
    row = next(row for row in workbook()["Suppliers"].iter_rows() if row[0].value == "No supplier")
    assert row[3].value is None


def test_an_order_lists_what_runs_out_first_and_leaves_unknown_costs_empty() -> None:
    book = workbook()
    rows = [[cell.value for cell in row] for row in book["North East"].iter_rows(min_row=6)]
    assert rows[0][:5] == ["SKU", "Item", "Units", "Unit cost", "Cost"]
    assert [row[0] for row in rows[1:]] == ["b", "a", "Total"]
    assert rows[2][1:5] == ["=1+1", 12, 4.05, 48.6]
    assert rows[-1][4] == 58.65
    assert rows[0][6:9] == ["Arrives", "Risk of a rest", "Expected loss"]
    assert rows[2][7:9] == [0.25, 1.2]
    alone = [[cell.value for cell in row] for row in book["No supplier"].iter_rows(min_row=7)]
    assert alone[0][3:6] == [None, None, None]


def test_without_orders_there_is_a_summary_that_says_zero() -> None:
    content = purchase_orders(ORDERS.tail(1), BOOK, buyer="")
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    assert book.sheetnames == ["Suppliers", "About"]


def test_what_to_move_first_has_a_sheet_of_its_own_and_none_where_nothing_moves() -> None:
    moves = pd.DataFrame(
        {
            "sku": ["a"], "description": ["=1+1"], "from_location": ["Main"],
            "to_location": ["Outlet"], "units": [5.0], "cost_value": [NAN], "reason": ["r"],
        }
    )  # fmt: skip
    for transfers, sheets in ((moves, ["Move first", "About"]), (moves.head(0), ["About"])):
        content = purchase_orders(ORDERS, BOOK, buyer="", transfers=transfers)
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book.sheetnames[4:] == sheets
    content = purchase_orders(ORDERS, BOOK, buyer="", transfers=moves)
    rows = list(openpyxl.load_workbook(io.BytesIO(content))["Move first"].values)
    assert rows == [
        ("SKU", "Item", "From", "To", "Units", "At cost", "Why"),
        ("a", "=1+1", "Main", "Outlet", 5, None, "r"),
    ]
