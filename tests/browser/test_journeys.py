"""What an owner does in the first ten minutes, in a real browser with real files."""

from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Locator, expect
from xlsxwriter import Workbook

from tests.browser.conftest import OpenApp
from tests.browser.screen import Screen
from tests.browser.server import PATHS

pytestmark = pytest.mark.browser

#: Code, name, group, units, unit cost, price: the cost of all of it is 8,400.
GOODS = (
    ("BK-001", "Field notebook", "Paper", 200, 4.00, 9.50),
    ("BK-002", "Fountain pen", "Pens", 60, 25.00, 49.00),
    ("BK-003", "Wall calendar 2025", "Paper", 300, 5.00, 4.00),
    ("BK-004", "Desk lamp", "Desk", 40, 45.00, 110.00),
    ("BK-005", "Leather case", "Desk", 50, 56.00, 129.00),
)


@pytest.fixture
def stock_export(tmp_path: Path) -> Path:
    """Write what a shop's system exports: title rows, a row nobody can count, a total row."""
    path = tmp_path / "Inventory valuation (all stores).xlsx"
    with Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Valuation")
        sheet.write_row(0, 0, ["Harbor Paper Company"])
        sheet.write_row(1, 0, ["Inventory valuation as of 2026-01-31, amounts in USD"])
        sheet.write_row(
            3, 0, ["Item code", "Item name", "Category", "Qty on hand", "Unit cost", "Sales price"]
        )
        for place, row in enumerate(GOODS):
            sheet.write_row(4 + place, 0, row)
        sheet.write_row(9, 0, ["BK-006", "Ink bottle", "Pens", "see shelf", 6.5, 14.0])
        sheet.write_row(10, 0, ["Total", "", "", 650, "", ""])
    return path


def test_a_visitor_sees_the_demo_at_once_with_its_headline(open_app: OpenApp) -> None:
    screen = open_app()
    assert screen.metric("Stock at cost") in screen.headline
    assert "Demo business" in screen.page.get_by_test_id("stSidebar").inner_text()
    assert screen.page.get_by_test_id("stPlotlyChart").count() >= 2


def test_an_owner_brings_an_export_and_reads_its_figures_on_every_page(
    open_app: OpenApp, stock_export: Path
) -> None:
    screen = open_app("data").upload([stock_export])
    expect(sheet_of(screen)).to_contain_text("stock, 6 rows")
    expect(screen.page.get_by_test_id("stMain")).to_contain_text("$8,400")
    assert "see shelf" in screen.text
    screen.open_figures()
    # 300 calendars at 4.00 less 5 % selling cost, against 5.00 of cost each.
    assert screen.metric("Stock at cost") == "$8,400"
    assert screen.metric("Write-down to book") == "$360"
    assert "$360" in screen.headline
    for path in PATHS:
        screen.go(path)
        assert screen.problems() == [], path
        assert len(screen.headline.split()) >= 4, path


@pytest.mark.slow
def test_an_owner_takes_a_sheet_out_and_puts_it_back(open_app: OpenApp, stock_export: Path) -> None:
    screen = open_app("data").upload([stock_export])
    sheet_of(screen).locator("summary").click()
    # Opened once: it stays open although its title says something else after each choice.
    choose_table(screen, "not used")
    expect(screen.page.get_by_text("Something is missing")).to_be_visible()
    choose_table(screen, "stock")
    expect(screen.page.get_by_role("button", name="Open these figures")).to_be_visible()
    expect(screen.page.get_by_test_id("stMain")).to_contain_text("$8,400")


@pytest.mark.slow
def test_an_owner_corrects_what_a_column_means(open_app: OpenApp, stock_export: Path) -> None:
    screen = open_app("data").upload([stock_export])
    sheet_of(screen).locator("summary").click()
    names = [row[0] for row in screen.table_rows("columns_")[1:]]
    screen.choose_in_table("columns_", names.index("Unit cost"), 1, "not used")
    expect(screen.page.get_by_text("650 units on hand; what they cost is unknown")).to_be_visible()
    assert "$8,400" not in screen.settle().text


@pytest.mark.slow
def test_one_key_moves_the_markdown_and_its_figures(open_app: OpenApp) -> None:
    screen = open_app("markdown")
    before, shown = screen.headline, screen.page.get_by_test_id("stMetric").all_inner_texts()
    slider = screen.page.get_by_role("slider", name="Off today's price")
    slider.press("ArrowRight")
    expect(screen.page.locator("[data-testid=stMain] h1").first).not_to_have_text(before)
    depth = str(slider.get_attribute("aria-valuetext"))
    assert depth in screen.settle().headline
    assert screen.page.get_by_test_id("stMetric").all_inner_texts() != shown
    assert screen.problems() == []


@pytest.mark.slow
def test_a_downloaded_table_holds_what_the_screen_shows(open_app: OpenApp, tmp_path: Path) -> None:
    screen = open_app("exposure")
    header, first, *_ = screen.table_rows("exposure_items")
    shown = dict(zip(header, first, strict=True))
    rows = pd.read_csv(screen.download("exposure_csv", tmp_path), dtype={"sku": "str"})
    assert rows.loc[0, ["sku", "description"]].tolist() == [shown["SKU"], shown["Item"]]
    for column, label in (("on_hand", "On hand"), ("cost_value", "At cost")):
        assert float(shown[label]) == pytest.approx(rows.loc[0, column])
    assert f"{len(rows):,} items" in screen.text
    workbook = pd.read_excel(
        screen.download("exposure_xlsx", tmp_path), dtype={"sku": "str"}, engine="calamine"
    )
    assert len(workbook) == len(rows)
    assert workbook["cost_value"].sum() == pytest.approx(rows["cost_value"].sum())


@pytest.mark.slow
def test_the_rows_behind_an_items_loss_are_two_clicks_from_the_headline(open_app: OpenApp) -> None:
    screen = open_app().go("exposure")
    header, first, *_ = screen.table_rows("exposure_items")
    shown = dict(zip(header, first, strict=True))
    screen.choose_row("exposure_items", 0)
    screen.page.get_by_text("Receipts that the units on hand came from").wait_for()
    # The tables of the open tab and of all items come before; only those with a choice bear a key.
    behind = screen.settle().page.get_by_test_id("stDataFrame").nth(2)
    names, *rows = screen.rows_of(behind)
    losses = [float(row[names.index("Write-down")]) for row in rows]
    assert sum(losses) == pytest.approx(float(shown["Write-down"]))
    assert shown["SKU"] in screen.text
    for fact in ("Price", "Net realizable value", "Age", "Demand", "Rule"):
        assert fact in screen.text
    assert screen.problems() == []


@pytest.mark.slow
def test_markup_in_a_file_stays_text_and_runs_nothing(open_app: OpenApp, tmp_path: Path) -> None:
    bad = "<img src=x onerror=alert(1)>"
    path = tmp_path / "stock.csv"
    path.write_text(f"sku,description,on_hand,unit_cost,{bad}\nA,{bad},3,2.00,{bad}\n", "utf-8")
    screen = open_app("data").upload([path])
    screen.page.on("dialog", lambda dialog: screen.console_errors.append(dialog.message))
    screen.open_figures().go("exposure")
    assert bad in screen.table_rows("exposure_items")[1]
    assert screen.page.locator("img[src=x]").count() == 0


def sheet_of(screen: Screen) -> Locator:
    """Return the box in which the page says what the sheet is."""
    title = screen.page.locator("summary", has_text="Valuation:")
    return screen.page.get_by_test_id("stExpander").filter(has=title)


def choose_table(screen: Screen, table: str) -> None:
    screen.choose(sheet_of(screen.settle()).get_by_role("combobox", name="This sheet is"), table)


#: How far down the page is scrolled.
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
#: Notes each time a page is put at its top.
WATCH = """() => {
    window.opened = [];
    document.addEventListener('animationstart', event => {
        if (event.animationName.startsWith('opened-')) window.opened.push(event.animationName);
    });
}"""


@pytest.mark.slow
def test_on_a_phone_a_demo_opened_from_far_down_is_read_from_its_title(open_app: OpenApp) -> None:
    screen = open_app("data").resize(width=390, height=844).settle()
    page = screen.page
    page.evaluate(WATCH)
    for demo in ("fashion_shop", "article_case"):
        if not page.url.endswith("/data"):
            page.get_by_test_id("stExpandSidebarButton").click()
            screen.go("data")
        button = page.locator(f".st-key-demo_{demo} button:visible").first
        button.scroll_into_view_if_needed()
        assert page.evaluate(SCROLLED) > 300
        button.click()
        page.wait_for_url(f"{screen.address}/")
        screen.settle()
        assert page.evaluate(SCROLLED) == 0
    assert page.evaluate("window.opened") == ["opened-first", "opened-data", "opened-first"]


@pytest.mark.slow
def test_on_a_phone_a_choice_far_down_a_page_leaves_it_where_it_is(open_app: OpenApp) -> None:
    screen = open_app("impact").resize(width=390, height=844).settle()
    page = screen.page
    page.evaluate(WATCH)
    tab = page.get_by_role("tab", name="Statements")
    tab.scroll_into_view_if_needed()
    tab.click()
    page.get_by_text("Income statement and balance sheet before and after").wait_for()
    screen.settle()
    assert page.evaluate(SCROLLED) > 300
    assert page.evaluate("window.opened") == []
