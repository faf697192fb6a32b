"""What the shipped businesses say of themselves: books balance, stock ties, markdowns sell."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sample_data.generate.article import article_books

from .conftest import plain_sheet


@dataclass(frozen=True)
class Accounts:
    """The latest period of one demo's accounts, by our own names of the lines."""

    revenue: float
    cost_of_sales: float
    assets: tuple[float, ...]
    inventory: float
    claims: tuple[float, ...]


def gift_shop_accounts(samples: Path) -> Accounts:
    sheet = plain_sheet(samples / "gift_shop/accounts.xlsx", "Management accounts", 5)
    amount = sheet.set_index("Account")["FY 2011"]
    return Accounts(
        amount["Turnover"],
        amount["Cost of sales"],
        tuple(amount[["Cash at bank and in hand", "Trade debtors", "Stock", "Other assets"]]),
        amount["Stock"],
        tuple(amount[["Trade creditors", "Bank loans", "Shareholders' funds"]]),
    )


def grocer_accounts(samples: Path) -> Accounts:
    sheet = plain_sheet(samples / "grocer/financial_summary.xlsx", "Financial Summary", 4)
    amount = sheet.set_index("Fiscal Year").loc["FY 2026"]
    return Accounts(
        amount["Net sales"],
        amount["Cost of goods sold"],
        tuple(amount[["Cash", "Accounts receivable", "Inventory", "Other assets"]]),
        amount["Inventory"],
        tuple(amount[["Accounts payable", "Notes payable", "Total equity"]]),
    )


def fashion_accounts(samples: Path) -> Accounts:
    path = samples / "fashion_shop/financial_statements.xlsx"
    amount = plain_sheet(path, "Financial statements", 5).set_index("Line item")["FY 2026"]
    return Accounts(
        amount["Revenue"],
        amount["Cost of sales"],
        tuple(
            amount[
                [
                    "Cash and cash equivalents",
                    "Trade and other receivables",
                    "Inventories",
                    "Other assets",
                ]
            ]
        ),
        amount["Inventories"],
        tuple(amount[["Trade and other payables", "Borrowings", "Total equity"]]),
    )


def gift_shop_stock(samples: Path) -> pd.Series:
    path = samples / "gift_shop/stock_valuation.xlsx"
    stock = plain_sheet(path, "Stock valuation", 5)
    stock = stock[stock["Location"].notna()].drop_duplicates()
    return number(stock["Qty in Stock"]).clip(lower=0) * number(stock["Cost Price £"])


def grocer_stock(samples: Path) -> pd.Series:
    stock = plain_sheet(samples / "grocer/lot_inventory.xlsx", "Lot Inventory", 5)
    stock = stock[stock["Lot No"].notna()].drop_duplicates()
    return number(stock["Qty On Hand"]).clip(lower=0) * number(stock["Unit Cost"])


def fashion_stock(samples: Path) -> pd.Series:
    stock = plain_sheet(samples / "fashion_shop/stock_by_store.xlsx", "Stock by store", 5)
    stock = stock[stock["Colour"].notna()].drop_duplicates()
    places = ["Dublin Grafton St", "Cork", "Galway", "Web & Warehouse"]
    units = stock[places].apply(number).clip(lower=0).sum(axis=1)
    return units * number(stock["Unit cost (€)"])


def number(cells: pd.Series) -> pd.Series:
    return pd.to_numeric(cells, errors="coerce")


ACCOUNTS = [gift_shop_accounts, grocer_accounts, fashion_accounts]


@pytest.mark.parametrize("accounts", ACCOUNTS)
def test_assets_equal_liabilities_and_equity_to_the_cent(accounts, samples: Path) -> None:
    read = accounts(samples)
    assert round(sum(read.assets), 2) == round(sum(read.claims), 2)


@pytest.mark.parametrize(
    ("accounts", "stock", "months"),
    [
        (gift_shop_accounts, gift_shop_stock, (3, 5)),
        (grocer_accounts, grocer_stock, (1, 2)),
        (fashion_accounts, fashion_stock, (2, 4)),
    ],
)
def test_the_books_stock_is_the_lists_value_plus_what_cannot_be_read(
    accounts, stock, months, samples: Path
) -> None:
    read = accounts(samples)
    listed = stock(samples).sum()
    unreadable = read.inventory - listed
    assert 0 < unreadable < 0.005 * read.inventory
    fewest, most = months
    assert fewest < read.inventory / read.cost_of_sales * 12 < most


@pytest.mark.parametrize("accounts", ACCOUNTS)
def test_a_shop_earns_a_gross_margin_of_a_quarter_to_two_thirds(accounts, samples: Path) -> None:
    read = accounts(samples)
    assert 0.25 < 1 - read.cost_of_sales / read.revenue < 0.67


def test_the_grocers_revenue_is_that_of_its_sales_log(samples: Path) -> None:
    log = pd.read_csv(
        samples / "grocer/pos_sales_by_week.csv", sep=";", decimal=",", encoding="utf-8-sig"
    )
    week = pd.to_datetime(log["Week Of"], format="%d.%m.%Y")
    recent = week > pd.Timestamp(2026, 6, 28) - pd.Timedelta(days=364)
    assert week.nunique() == 66
    revenue = log.loc[recent, "Net Sales"].sum()
    assert round(revenue, 2) == grocer_accounts(samples).revenue


def test_the_grocer_has_expired_expiring_and_damaged_lots(samples: Path) -> None:
    lots = plain_sheet(samples / "grocer/lot_inventory.xlsx", "Lot Inventory", 5)
    lots = lots[lots["Lot No"].notna()]
    days = (pd.to_datetime(lots["Expiration Date"]) - pd.Timestamp(2026, 6, 28)).dt.days
    assert (days < 0).sum() >= 10
    assert days.between(0, 30).sum() >= 50
    assert days.isna().sum() >= 10
    assert set(lots["Lot Status"]) == {"Sellable", "Damaged", "Opened"}


def test_the_fashion_shops_units_react_to_markdowns_with_an_elasticity_of_two_to_three(
    samples: Path,
) -> None:
    """Compare weeks of the same age within a season: early-cut styles against the others."""
    path = samples / "fashion_shop/weekly_sales.xlsx"
    sales = plain_sheet(path, "Weekly sales", 4)
    sales = pd.DataFrame(
        {
            "week": pd.to_datetime(sales["Week commencing"]),
            "style": sales["SKU"].str.partition("-")[0],
            "units": number(sales["Units sold"]),
            "price": number(sales["Selling price (€)"]),
        }
    )
    by_style = sales.groupby(["style", "week"]).agg(units=("units", "sum"), price=("price", "max"))
    by_style = by_style.reset_index()
    first = by_style.groupby("style")["week"].transform("min")
    by_style["age"] = (by_style["week"] - first).dt.days // 7
    cut = by_style[(by_style["age"].between(12, 22)) & (first > "2025-01-20")]
    log = np.log(cut[["units", "price"]]).assign(style=cut["style"], age=cut["age"])
    # Fading interest is taken out with a straight line in age for all styles together.
    within = log[["units", "price", "age"]] - log.groupby("style")[
        ["units", "price", "age"]
    ].transform("mean")
    slope, *_ = np.linalg.lstsq(
        within[["price", "age"]].to_numpy(float), within["units"].to_numpy(float), rcond=None
    )
    assert -3.2 < slope[0] < -1.6


def test_the_fashion_shops_stock_is_deliveries_less_sales(samples: Path) -> None:
    folder = samples / "fashion_shop"
    came = plain_sheet(folder / "deliveries.xlsx", "Deliveries", 4)
    sold = plain_sheet(folder / "weekly_sales.xlsx", "Weekly sales", 4)
    total_in = number(came["Units received"]).groupby(came["SKU"]).sum()
    total_out = number(sold["Units sold"]).groupby(sold["SKU"]).sum()
    left = total_in.sub(total_out, fill_value=0)
    stock = plain_sheet(folder / "stock_by_store.xlsx", "Stock by store", 5)
    total = stock[stock["SKU"] == "Total"][["Dublin Grafton St", "Cork", "Galway",
                                            "Web & Warehouse"]]  # fmt: skip
    assert total.to_numpy(float).sum() == left.sum()
    assert (left >= 0).all()


def test_the_textbook_case_is_ten_thousand_at_cost_of_which_one_thousand_is_damaged(
    samples: Path,
) -> None:
    stock = plain_sheet(samples / "article_case.xlsx", "stock")
    value = stock["on_hand"] * stock["unit_cost"]
    assert value.sum() == 10_000
    assert value[stock["condition"] == "damaged"].sum() == 1_000
    sales = plain_sheet(samples / "article_case.xlsx", "sales")
    year = sales[pd.to_datetime(sales["date"]).dt.year == 2025]
    books = article_books()
    assert books.revenue == year["revenue"].sum() == 84_000
    assert (books.inventory, books.equity, books.total_assets) == (10_000, 15_000, 25_000)
    assert books.profit_before_tax == 11_000
