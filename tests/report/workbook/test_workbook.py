"""The workbook stands on its own: a spreadsheet program comes to the figures of the app."""

import dataclasses
import io
import math
from datetime import date
from functools import lru_cache

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook

from core.accounting import latest_financials
from core.analysis import Analysis, analyze
from core.book import Book, make_book
from core.policy import Policy
from core.report.workbook import accountant_workbook
from core.report.workbook.stock_sheets import make_parts
from tests.accounting.last_ledgers import made_up_last_run
from tests.report.demos import demo_analysis, demo_book, demo_forecast
from tests.report.spreadsheet import named, needs_office, recalculated

SHEETS = (
    "Guide", "Summary", "Inputs", "Policy", "Items", "Stock", "Layers", "NRV", "Test", "Groups",
    "Entries", "Allowance", "Statements", "Ratios", "Problems", "Names",
)  # fmt: skip
DEMOS = ("gift_shop", "grocer", "fashion_shop")
CENT = 0.005 + 1e-9


def small_book(**changes: object) -> Book:
    """Five items: healthy, below cost, expired, without a price, without a cost."""
    items = pd.DataFrame(
        {
            "sku": ["A", "B", "=C", "D", "E"],
            "description": ["Lamp", '=HYPERLINK("http://x")', "+1", "@D", "Vase"],
            "category": ["Light", "Light", "Food", None, "=1+1"],
            "unit_cost": [10.0, 8.0, 3.0, 5.0, math.nan],
            "unit_price": [20.0, 6.0, 9.0, math.nan, 12.0],
        }
    )
    stock = pd.DataFrame(
        {
            "sku": items["sku"],
            "on_hand": [10.0, 7.0, 4.0, 2.0, 1.0],
            "expiry_date": pd.to_datetime([None, None, "2025-01-01", None, None]),
        }
    )
    tables: dict[str, pd.DataFrame] = {"items": items, "stock": stock}
    return make_book(tables, as_of=date(2026, 3, 31), currency="USD", name="=Shop & Co", **changes)


@lru_cache(maxsize=1)
def small_workbook() -> bytes:
    return accountant_workbook(analyze(small_book(), Policy()))


def opened(content: bytes, *, values: bool = True) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def differences(
    found: Workbook, expected: Workbook, sheets: tuple[str, ...]
) -> list[tuple[str, str, object, object]]:
    """Return cells whose values differ by more than a cent, or in their words."""
    different = []
    for name in sheets:
        for row in expected[name].iter_rows():
            for cell in row:
                value = found[name][cell.coordinate].value
                both = (cell.value, value)
                if all(isinstance(each, int | float) for each in both):
                    if abs(cell.value - value) > CENT:
                        different.append((name, cell.coordinate, cell.value, value))
                elif (cell.value or "") != (value or ""):
                    different.append((name, cell.coordinate, cell.value, value))
    return different


def test_each_sheet_is_there_and_the_guide_documents_all_of_them() -> None:
    book = opened(small_workbook())
    assert tuple(book.sheetnames) == SHEETS
    told = [row[0].value for row in book["Guide"].iter_rows(max_col=1)]
    assert set(SHEETS) <= set(told)
    named = [row[0].value for row in book["Names"].iter_rows(min_row=2, max_col=1)]
    assert set(book.defined_names) - {"_xlnm._FilterDatabase"} <= {
        *named, "Entry_method", "Entry_role", "Entry_debit_lines", "Entry_credit_lines",
    }  # fmt: skip


def test_sentences_are_written_in_rows_high_enough_for_them() -> None:
    sheet = opened(small_workbook())["Policy"]
    for row in sheet.iter_rows(min_row=5):
        why = row[2].value
        if isinstance(why, str) and len(why) > sheet.column_dimensions["C"].width:
            assert sheet.row_dimensions[row[0].row].height >= 30, why


def test_text_that_starts_like_a_formula_stays_text() -> None:
    book = opened(small_workbook(), values=False)
    for sheet, cell, text in (
        ("Items", "A3", "=C"),
        ("Stock", "B3", '=HYPERLINK("http://x")'),
        ("Summary", "A1", "=Shop & Co"),
    ):
        column = book[sheet][cell[0]]
        found = [each for each in column if each.value == text]
        assert found, (sheet, text)
        assert all(each.data_type == "s" for each in found)


def test_headers_are_frozen_print_is_set_up_and_charts_are_native() -> None:
    book = opened(small_workbook())
    for name in ("Items", "Stock", "Test", "NRV", "Statements"):
        assert book[name].freeze_panes is not None, name
        assert book[name].print_title_rows is not None, name
    for sheet in book:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert "Shop" in sheet.oddFooter.left.text
    assert len(opened(small_workbook())["Summary"]._charts) == 2


def test_what_is_unknown_stays_unknown() -> None:
    book = opened(small_workbook())
    by_sku = {row[0].value: row for row in book["Items"].iter_rows(min_row=2)}
    assert by_sku["D"][6].value == "unknown"
    assert by_sku["E"][5].value == "unknown"
    assert named(book, "Summary_net_income_before") == "unknown"
    assert named(book, "Summary_net_income_effect") < 0


def test_formulas_run_from_the_stock_rows_to_net_income() -> None:
    book = opened(small_workbook(), values=False)
    for name in ("Inventory_cost", "Required_allowance", "Charge", "Summary_net_income_after"):
        assert str(named(book, name)).startswith("="), name
    assert str(book["Test"]["I2"].value).startswith("=Stock!")
    assert str(book["Test"]["W2"].value).startswith("=IF(")


def test_progress_is_told_from_nothing_to_done() -> None:
    told: list[float] = []
    accountant_workbook(
        analyze(small_book(), Policy()), progress=lambda share, _words: told.append(share)
    )
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


def test_equal_analyses_give_equal_files() -> None:
    assert small_workbook() == accountant_workbook(analyze(small_book(), Policy()))


#: Policies that touch different formulas; LibreOffice takes seconds for each.
RECALCULATED = {
    "default": Policy(),
    "allowance": Policy(
        recording="allowance", presentation="separate", reserve_deductible="booked"
    ),
    "category": Policy(unit_of_account="category", grouping_reason="one line of goods"),
    "total": Policy(framework="US GAAP", unit_of_account="total", damaged_recovery=0.3),
    "market": Policy(framework="US GAAP", cost_formula="LIFO", deferred_tax_valuation=0.4),
    "disposal": Policy(recording="allowance", disposal_cost_unit=0.75),
    "below cost only": Policy(reasons=("below cost",), covenants={"equity": 100.0}),
}


@needs_office
@pytest.mark.parametrize(
    "policy",
    [
        pytest.param(policy, id=name, marks=[] if name == "allowance" else [pytest.mark.slow])
        for name, policy in RECALCULATED.items()
    ],
)
def test_a_small_stock_recalculates_to_every_value_of_the_app(policy: Policy) -> None:
    content = accountant_workbook(analyze(small_book(), policy))
    assert differences(recalculated(content), opened(content), SHEETS) == []


@needs_office
@pytest.mark.parametrize("judged", [True, False], ids=["judged", "not judged"])
@pytest.mark.parametrize(
    "policy",
    [
        pytest.param(Policy(recording="allowance"), id="IFRS"),
        pytest.param(
            Policy(framework="US GAAP", reserve_deductible="booked"),
            id="US GAAP",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            Policy(unit_of_account="category", grouping_reason="one line of goods"),
            id="category",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_lots_that_open_with_the_last_ledger_recalculate_to_every_value_of_the_app(
    policy: Policy, judged: bool
) -> None:
    book = small_book()
    last = made_up_last_run(analyze(book, Policy()))
    last = dataclasses.replace(last, as_of=book.as_of, scrapped=pd.Series({"gone before": 4.0}))
    if not judged:
        book = dataclasses.replace(
            book,
            items=book.items.assign(unit_price=math.nan),
            stock=book.stock.assign(expiry_date=pd.NaT),
        )
    content = accountant_workbook(analyze(book, policy, last_run=last))
    found = recalculated(content)
    assert named(found, "Opening_allowance") == pytest.approx(last.closing)
    assert differences(found, opened(content), (*SHEETS, "Lots")) == []


@needs_office
def test_stock_that_nobody_can_judge_recalculates_to_unknown() -> None:
    book = small_book()
    blind = dataclasses.replace(
        book,
        items=book.items.assign(unit_price=math.nan),
        stock=book.stock.assign(expiry_date=pd.NaT),
    )
    content = accountant_workbook(analyze(blind, Policy()))
    found = recalculated(content)
    assert named(found, "Charge") == "unknown"
    assert differences(found, opened(content), SHEETS) == []


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("framework", ["IFRS", "US GAAP"])
@pytest.mark.parametrize("demo_id", DEMOS)
def test_a_demo_recalculates_to_every_value_of_the_app(demo_id: str, framework: str) -> None:
    analysis = demo_analysis(demo_id, framework)  # type: ignore[arg-type]
    content = accountant_workbook(analysis)
    found = recalculated(content)
    assert differences(found, opened(content), SHEETS) == []
    summary = analysis.summary
    for name in ("cost_value", "carrying_value", "write_down", "charge", "net_income_effect",
                 "equity_effect"):  # fmt: skip
        assert named(found, f"Summary_{name}") == pytest.approx(summary[name], abs=CENT), name


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("framework", ["IFRS", "US GAAP"])
@pytest.mark.parametrize("demo_id", DEMOS)
def test_ten_inputs_changed_in_the_workbook_move_it_as_they_move_the_app(
    demo_id: str, framework: str
) -> None:
    before = demo_analysis(demo_id, framework)  # type: ignore[arg-type]
    cells, after = ten_changes(before, demo_id)
    assert len(cells) == 10
    found = recalculated(accountant_workbook(before), cells)
    expected = opened(accountant_workbook(after))
    changed = ("Stock", "Test", "Groups", "Entries", "Allowance", "Statements", "Ratios")
    evidence = "AA"  # Words of the day the file was made; figures alone follow.
    moved = [each for each in differences(found, expected, changed) if evidence not in each[1]]
    assert moved == []
    for name in ("cost_value", "write_down", "charge", "net_income_after", "equity_after"):
        assert named(found, f"Summary_{name}") == pytest.approx(
            named(expected, f"Summary_{name}"), abs=CENT
        )
    assert named(found, "Summary_net_income_after") != pytest.approx(
        named(opened(accountant_workbook(before)), "Summary_net_income_after"), abs=1.0
    )


def ten_changes(before: Analysis, demo_id: str) -> tuple[dict[tuple[str, str], object], Analysis]:
    """Return ten changed cells of the workbook, and the app's answer to the same ten changes."""
    book, facts = demo_book(demo_id), make_parts(before)
    cells: dict[tuple[str, str], object] = {}
    stock, items = book.stock.copy(), book.items.copy()
    stock_rows, item_rows = facts.stock, facts.items

    # Two unit costs: one a little higher, one above any price.
    for place, factor in ((3, 1.07), (len(stock_rows) // 2, 9.0)):
        row = stock_rows.iloc[place]
        cost = round(float(row["unit_cost"]) * factor, 2)
        same = stock["sku"] == row["sku"]
        for key in ("location", "lot"):
            same &= (stock[key] == row[key]) | (stock[key].isna() & pd.isna(row[key]))
        stock.loc[same, "unit_cost"] = cost
        twins = stock_rows.index[
            (stock_rows["sku"] == row["sku"])
            & ((stock_rows["location"] == row["location"]) | pd.isna(row["location"]))
            & ((stock_rows["lot"] == row["lot"]) | pd.isna(row["lot"]))
        ]
        assert len(twins) == 1, "the stock row is not alone; choose another"
        cells["Stock", f"F{place + 2}"] = cost
    # A price, and a selling cost rate of one item.
    listed = item_rows.index[item_rows["price_source"] == "current price"]
    place = int(listed[len(listed) // 3])
    sku = item_rows.loc[place, "sku"]
    price = round(float(item_rows.loc[place, "price_used"]) * 0.2, 2)
    items.loc[items["sku"] == sku, "unit_price"] = price
    cells["NRV", f"C{place + 2}"] = price
    place = int(item_rows.index[-2])
    items.loc[items["sku"] == item_rows.loc[place, "sku"], "selling_cost_rate"] = 0.9
    cells["NRV", f"E{place + 2}"] = 0.9

    # Rates and choices of the policy, and the owner's figures.
    shown = opened(accountant_workbook(before))
    financials = book.financials.copy()
    latest = financials["period"] == (latest_financials(financials) or {})["period"]
    financials.loc[latest, "tax_rate"] = 0.19
    financials.loc[latest, "inventory_allowance"] = 1234.56
    financials.loc[latest, "revenue"] *= 1.01
    steps = tuple(
        (days, share if number else 0.31)
        for number, (days, share) in enumerate(before.policy.reserve_matrix["*"])
    )
    policy = dataclasses.replace(
        before.policy,
        selling_cost_rate=0.11,
        clearance_discount=0.65,
        reserve_matrix={**before.policy.reserve_matrix, "*": steps},
    )
    after = analyze(
        dataclasses.replace(book, stock=stock, items=items, financials=financials),
        policy,
        forecast=demo_forecast(demo_id),
    )
    after_shown = opened(accountant_workbook(after))
    for name, value in (
        ("Tax_rate", 0.19),
        ("Selling_cost_rate", 0.11),
        ("Clearance_discount", 0.65),
        ("Input_inventory_allowance", 1234.56),
        ("Input_revenue", named(after_shown, "Input_revenue")),
    ):
        sheet, cell = next(iter(shown.defined_names[name].destinations))
        cells[sheet, cell.replace("$", "")] = value
    step = next(
        row for row in shown["Policy"].iter_rows()
        if row[0].value == "Every other category" and row[1].value == 0.25
    )  # fmt: skip
    cells["Policy", step[1].coordinate] = 0.31
    return cells, after
