"""From goods at risk to a plan in the books: what an owner came for, in a real browser."""

from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenApp
from tests.browser.screen import Screen

pytestmark = pytest.mark.browser

#: Code, units, unit cost, price, units sold a week: two of them are far too many.
GOODS = (
    ("CANDLE", 600, 12.0, 20.0, 10),
    ("LAMP", 60, 30.0, 70.0, 8),
    ("VASE", 400, 18.0, 25.0, 4),
)
WEEKS = pd.date_range("2025-02-03", periods=52, freq="7D")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Write a shop with a year of sales by week, in the app's own words."""
    path = tmp_path / "home shop.xlsx"
    sales = [
        {"date": week, "sku": sku, "units": units, "revenue": units * price, "unit_price": price}
        for sku, _, _, price, sold in GOODS
        for place, week in enumerate(WEEKS)
        for units in (sold + (-1) ** place,)
    ]
    goods = pd.DataFrame(GOODS, columns=["sku", "on_hand", "unit_cost", "unit_price", "sold"])
    with pd.ExcelWriter(path) as book:
        goods[["sku", "unit_cost", "unit_price"]].to_excel(book, sheet_name="items", index=False)
        goods[["sku", "on_hand", "unit_cost"]].to_excel(book, sheet_name="stock", index=False)
        pd.DataFrame(sales).to_excel(book, sheet_name="sales", index=False)
    return path


def amount(text: str) -> float:
    """A figure on screen as a number."""
    return float(text.replace("$", "").replace(",", "").replace("\N{MINUS SIGN}", "-"))


def losses(screen: Screen) -> dict[str, float]:
    """Write-down by item on the page Exposure, in the order of its table."""
    header, *rows = screen.table_rows("exposure_items")
    sku, write_down = header.index("SKU"), header.index("Write-down")
    return {row[sku]: amount(row[write_down]) for row in rows}


@pytest.mark.slow
def test_an_owner_finds_a_plan_compares_it_approves_it_and_sees_it_in_net_realizable_value(
    open_app: OpenApp, shop: Path, tmp_path: Path
) -> None:
    screen = open_app("data").upload([shop]).open_figures().go("exposure")
    before = losses(screen)
    # The goods at risk, a ladder, and the write-down that falls.
    screen.go("markdown")
    page = screen.page
    screen.choose(page.get_by_role("combobox", name="Goods to mark down"), "Everything at risk")
    expect(page.get_by_role("switch", name="Only items at risk")).to_be_disabled()
    write_down = amount(screen.settle().metric("Write-down today"))
    page.get_by_role("slider", name="Off today's price").press("ArrowLeft")
    expect(page.locator("[data-testid=stMain] h1").first).to_contain_text("25%")
    assert amount(screen.settle().metric("Write-down today")) != write_down
    save(screen, "A quarter off")
    # The best plan within a limit, taken and kept beside it.
    page.get_by_role("tab", name="Best plan").click()
    margin = page.get_by_role("spinbutton", name="Lowest margin after the cut, %")
    margin.fill("5")
    margin.press("Enter")
    expect(page.get_by_text("What each limit costs")).to_be_visible()
    page.get_by_role("button", name="Work with this plan").click()
    expect(page.get_by_text("cuts of their own")).to_be_visible()
    planned = amount(screen.settle().metric("Write-down today"))
    recovered = screen.metric("Net realizable value")
    assert planned < write_down
    save(screen, "Best plan")
    # Side by side with today's price, and as files.
    page.get_by_role("link", name="Compare saved scenarios").click()
    page.wait_for_url("**/scenarios")
    screen.settle()
    header, *rows = screen.rows_of(page.get_by_test_id("stDataFrame").first)
    assert header[-3:] == ["Today's price", "A quarter off", "Best plan"]
    needed = next(row for row in rows if "Write-down needed today" in row)
    assert amount(needed[-1]) == planned
    assert next(row for row in rows if "Net realizable value today" in row)[-1] == recovered
    assert "Best plan" in screen.headline
    page.get_by_test_id("stExpander").filter(has_text="Best plan").locator("summary").click()
    file = screen.download("scenario_file_1", tmp_path)
    assert 'name = "Best plan"' in file.read_text(encoding="utf-8")
    # Approved and dated, it is what the stock is worth.
    page.get_by_role("textbox", name="Approved by").last.fill("The owner")
    page.get_by_role("button", name="Approve").last.click()
    expect(page.get_by_text("approved by The owner on")).to_be_visible()
    screen.settle().go("exposure")
    after = losses(screen)
    assert after["VASE"] < before["VASE"]
    assert after["CANDLE"] + after["VASE"] == pytest.approx(planned, abs=1)
    screen.choose_row("exposure_items", list(after).index("VASE"))
    expect(page.get_by_text("approved by The owner").first).to_be_visible()
    assert screen.problems() == []


def save(screen: Screen, name: str) -> None:
    """Keep what is on screen as a scenario."""
    page = screen.page
    page.get_by_role("textbox", name="Name of this scenario").fill(name)
    page.get_by_role("button", name="Save scenario").click()
    expect(page.get_by_text("Saved. It is kept")).to_be_visible()
    screen.settle()
