"""The fashion shop: seasons, sizes and colors, markdowns that move units, all invented.

Every variant sells at its price of the week: units are the season's course times
(price / full price) ** elasticity. A season is bought once, before anyone knows how it sells.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from sample_data.generate.books import LABELS_IFRS, Books, account_rows, books_like
from sample_data.generate.fashion_range import SEASONS, fashion_items
from sample_data.generate.mishaps import with_mishaps
from sample_data.generate.workbook import Cell, Sheet, cells, write_workbook

COMPANY = "Linden & Lark"
#: Sunday that closes the last of the weeks: summer is over, autumn has begun to arrive.
AS_OF = date(2026, 8, 30)
_WEEKS = 86
_MONDAYS = pd.date_range(end=pd.Timestamp(2026, 8, 24), periods=_WEEKS, freq="7D")
_SEED = 20260830
#: Value added tax in Ireland: shelf prices include it, sales and prices in the export do not.
_VAT = 0.23

#: Weeks after the full-price weeks from which a season's price is cut, and the cut.
_MARKDOWNS: tuple[tuple[int, float], ...] = (
    (0, 0.20),
    (4, 0.30),
    (7, 0.50),
    (16, 0.60),
    (26, 0.70),
)
#: A style that sells much worse than planned is cut earlier, by this many weeks.
_EARLY_WEEKS = 4
_LOCATIONS: tuple[tuple[str, float], ...] = (
    ("Dublin Grafton St", 0.34), ("Cork", 0.20), ("Galway", 0.16), ("Web & Warehouse", 0.30),
)  # fmt: skip
#: The buyer's error: standard deviation of the log of quantity bought over quantity needed.
_BUYER_ERROR = 0.16
#: Units bought over units planned at full price: a shop wants full rails to the end.
_BUYER_MARGIN = 1.02
#: Weeks after which a season leaves the shop floor for the outlet rail, and what is left of demand.
_FLOOR_WEEKS, _OUTLET_DEMAND = 26, 0.12


@dataclass(frozen=True, slots=True)
class _Trade:
    """Weeks by variants: price net of VAT, units sold; units left and deliveries as rows."""

    price: np.ndarray
    sold: np.ndarray
    on_hand: np.ndarray
    deliveries: pd.DataFrame


def make_fashion(folder: Path) -> None:
    """Write the fashion shop's workbooks."""
    random = np.random.default_rng(_SEED)
    items = fashion_items(random)
    trade = _run(items, random)
    sheets = {
        "stock_by_store": [_stock_sheet(items, trade, random), _style_sheet(items, trade)],
        "weekly_sales": [_sales_sheet(items, trade)],
        "deliveries": [_delivery_sheet(items, trade)],
        "financial_statements": [_account_sheet(items, trade)],
    }
    for name, parts in sheets.items():
        write_workbook(folder / f"{name}.xlsx", parts, date_format="dd/mm/yyyy")


def _run(items: pd.DataFrame, random: np.random.Generator) -> _Trade:
    """Sell week by week what is there; buy seasons once, core styles again and again."""
    count = len(items)
    course = _course(items)
    style, _ = pd.factorize(items["style"])
    flop = np.exp(random.normal(0.0, 0.18, style.max() + 1))[style]
    elasticity = random.normal(-2.4, 0.3, style.max() + 1)[style]
    price = _prices(items, flop)
    full = (items["list_price"] / (1 + _VAT)).to_numpy()
    expected = items["weekly_units"].to_numpy() * course
    mean = expected * flop * (price / full) ** elasticity
    demand = random.poisson(mean * random.gamma(8, 1 / 8, mean.shape))
    bought = _season_buy(items, random)
    on_hand, sold = np.zeros(count), np.zeros((_WEEKS, count))
    deliveries = []
    core = (items["season"] == "CORE").to_numpy()
    launched = items["launch"].to_numpy()
    for week, monday in enumerate(_MONDAYS):
        arriving = np.where(launched == monday.to_datetime64(), bought, 0.0)
        if week % 4 == 0 and week:
            target = expected[week] * random.uniform(9, 14, count)
            arriving = np.where(core, np.ceil(np.maximum(0, target - on_hand)), arriving)
        deliveries.append(_delivery(arriving, monday, random))
        on_hand += arriving
        sold[week] = np.minimum(demand[week], on_hand)
        on_hand -= sold[week]
    return _Trade(price, sold, on_hand, pd.concat(deliveries, ignore_index=True))


def _course(items: pd.DataFrame) -> np.ndarray:
    """Return (weeks, variants): 1 at the peak of a season, 0 before its launch."""
    age = (_MONDAYS.to_numpy()[:, None] - items["launch"].to_numpy()[None, :]) / np.timedelta64(
        7, "D"
    )
    # Up within four weeks, a plateau, then interest fades.
    seasonal = np.clip((age + 1) / 4, 0, 1) * np.exp(-np.maximum(0, age - 9) * 0.10)
    seasonal = seasonal * np.where(age > _FLOOR_WEEKS, _OUTLET_DEMAND, 1.0)
    year = np.asarray(_MONDAYS.day_of_year)[:, None]
    steady = 1 + 0.18 * np.cos(2 * np.pi * (year - 345) / 365)
    core = (items["season"] == "CORE").to_numpy()[None, :]
    return np.asarray(np.where(age < 0, 0.0, np.where(core, steady, seasonal)))


def _prices(items: pd.DataFrame, flop: np.ndarray) -> np.ndarray:
    """Return (weeks, variants) prices net of VAT: full, then cut step by step, to shelf prices."""
    full_weeks = items["season"].map({s.code: s.full_price_weeks for s in SEASONS}).to_numpy()
    full_weeks = full_weeks - np.where(flop < 0.85, _EARLY_WEEKS, 0)
    age = (_MONDAYS.to_numpy()[:, None] - items["launch"].to_numpy()[None, :]) / np.timedelta64(
        7, "D"
    )
    depth = np.zeros(age.shape)
    for after, cut in _MARKDOWNS:
        depth = np.where(age >= full_weeks + after, cut, depth)
    shelf = items["list_price"].to_numpy() * (1 - depth)
    return np.asarray((shelf / (1 + _VAT)).round(2))


def _season_buy(items: pd.DataFrame, random: np.random.Generator) -> np.ndarray:
    """Return units bought for the season: what it is planned to sell, with an error."""
    style, _ = pd.factorize(items["style"])
    error = np.exp(random.normal(0, _BUYER_ERROR, style.max() + 1))[style]
    weeks = np.where((items["season"] == "CORE").to_numpy(), 12, 22)
    units = items["weekly_units"].to_numpy() * weeks * _BUYER_MARGIN * error
    return np.asarray(np.ceil(np.maximum(2, units)))


def _delivery(units: np.ndarray, monday: pd.Timestamp, random: np.random.Generator) -> pd.DataFrame:
    arrived = np.flatnonzero(units > 0)
    late = int(random.integers(0, 9))
    return pd.DataFrame(
        {
            "item": arrived,
            "date": monday - pd.Timedelta(days=3),
            "late_days": late,
            "units": units[arrived],
        }
    )


def _stock_sheet(items: pd.DataFrame, trade: _Trade, random: np.random.Generator) -> Sheet:
    """A row a variant, a column a store; an empty cell is a store without the variant."""
    shares = np.array([share for _, share in _LOCATIONS])
    split = np.array([random.multinomial(int(units), shares) for units in trade.on_hand])
    stores = [name for name, _ in _LOCATIONS]
    by_store = pd.DataFrame(split, columns=stores).where(split > 0)
    frame = pd.concat(
        [items[["sku", "description", "color", "size", "category", "season"]], by_store], axis=1
    ).assign(unit_cost=items["unit_cost"])
    rows = with_mishaps(
        cells(frame[trade.on_hand > 0]), words=(6, "on display"), negative=(7, -1), cost=10
    )
    totals: list[Cell] = [int(units) for units in split.sum(axis=0)]
    return Sheet(
        name="Stock by store",
        title=(COMPANY, f"Stock by store at close of {AS_OF:%d/%m/%Y}", "Cost in EUR"),
        header=("SKU", "Product", "Colour", "Size", "Department", "Season", *stores,
                "Unit cost (€)"),
        rows=[*rows, ["Total", *[None] * 5, *totals, None]],
        footer=("Demonstration data, generated; no real shop.",),
        money=("Unit cost (€)",),
    )  # fmt: skip


def _style_sheet(items: pd.DataFrame, trade: _Trade) -> Sheet:
    net_full = (items["list_price"] / (1 + _VAT)).round(2)
    frame = items.assign(full=net_full, current=trade.price[-1])
    columns = ["sku", "description", "category", "supplier", "unit_cost", "full", "current",
               "lead_time_days", "launch"]  # fmt: skip
    return Sheet(
        name="Price list",
        header=("SKU", "Product", "Department", "Supplier", "Unit cost (€)",
                "Full price ex VAT (€)", "Current price ex VAT (€)", "Lead time (days)",
                "Launch date"),
        rows=cells(frame[columns]),
        money=("Unit cost (€)", "Full price ex VAT (€)", "Current price ex VAT (€)"),
    )  # fmt: skip


def _sales(items: pd.DataFrame, trade: _Trade) -> pd.DataFrame:
    """Return one row a week and variant that sold: week, item, units, price, revenue."""
    week, item = np.nonzero(trade.sold)
    units, price = trade.sold[week, item], trade.price[week, item]
    return pd.DataFrame(
        {
            "week": _MONDAYS[week],
            "sku": items["sku"].to_numpy()[item],
            "item": item,
            "units": units,
            "price": price,
            "revenue": (units * price).round(2),
        }
    )


def _sales_sheet(items: pd.DataFrame, trade: _Trade) -> Sheet:
    columns = ["week", "sku", "units", "price", "revenue"]
    return Sheet(
        name="Weekly sales",
        title=(COMPANY, "Sales by variant and week, all stores, excluding VAT"),
        header=("Week commencing", "SKU", "Units sold", "Selling price (€)", "Net sales (€)"),
        rows=cells(_sales(items, trade)[columns]),
        money=("Selling price (€)", "Net sales (€)"),
    )


def _delivery_sheet(items: pd.DataFrame, trade: _Trade) -> Sheet:
    of_item = items.iloc[trade.deliveries["item"]].reset_index(drop=True)
    taken = of_item["lead_time_days"] + trade.deliveries["late_days"]
    frame = trade.deliveries.assign(
        sku=of_item["sku"],
        supplier=of_item["supplier"],
        unit_cost=of_item["unit_cost"],
        ordered=trade.deliveries["date"] - pd.to_timedelta(taken, unit="D"),
    )
    return Sheet(
        name="Deliveries",
        title=(COMPANY, "Deliveries to warehouse"),
        header=("Delivered on", "Ordered on", "SKU", "Supplier", "Units received",
                "Unit cost (€)"),
        rows=cells(frame[["date", "ordered", "sku", "supplier", "units", "unit_cost"]]),
        money=("Unit cost (€)",),
    )  # fmt: skip


def _account_sheet(items: pd.DataFrame, trade: _Trade) -> Sheet:
    """Two periods side by side, the later one first, as statements are printed."""
    sales = _sales(items, trade)
    recent = sales[sales["week"] > pd.Timestamp(AS_OF) - pd.Timedelta(days=364)]
    cost = items["unit_cost"].to_numpy()
    revenue = float(recent["revenue"].sum())
    sold = float((recent["units"] * cost[recent["item"]]).sum())
    inventory = float(trade.on_hand @ cost)
    return Sheet(
        name="Financial statements",
        title=(f"{COMPANY} Retail Ltd", "Financial statements for the year ended 30 August", "EUR"),
        header=("Line item", "FY 2026", "FY 2025"),
        rows=account_rows(
            LABELS_IFRS,
            _books(revenue, sold, inventory),
            _books(revenue * 0.93, sold * 0.92, inventory * 0.88),
        ),
        money=("FY 2026", "FY 2025"),
    )


def _books(revenue: float, cost_of_sales: float, inventory: float) -> Books:
    return books_like(
        revenue=revenue,
        cost_of_sales=cost_of_sales,
        inventory=inventory,
        tax_rate=0.125,
        expense_share=0.44,
    )
