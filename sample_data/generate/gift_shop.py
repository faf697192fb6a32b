"""The gift shop: a year of real sales, and stock, costs, suppliers and books made to fit them.

A buyer is simulated who orders from what has sold so far and now and then is too keen. Every
receipt minus every real sale is what is left: stock, its age and its excess follow from the sales.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from sample_data.generate.books import LABELS_UK, account_rows, books_like
from sample_data.generate.mishaps import with_mishaps
from sample_data.generate.retail_year import RetailYear
from sample_data.generate.workbook import Cell, Sheet, cells, write_workbook

COMPANY = "Thistle & Thread Gifts Ltd"
#: Sunday that closes the last week of the source.
AS_OF = date(2011, 12, 11)
_SEED = 20111211

#: Supplier, days it takes, spread of those days, weeks of sales bought at once, pack size.
_SUPPLIERS: tuple[tuple[str, float, float, float, int], ...] = (
    ("Albion Giftware", 7, 2, 5, 6),
    ("Brightwater Trading", 10, 3, 6, 12),
    ("Fernhill Crafts", 14, 4, 7, 6),
    ("Kestrel Homeware", 21, 5, 8, 12),
    ("Maison Clairvaux", 24, 6, 8, 12),
    ("Orchard Paper Mill", 12, 3, 6, 24),
    ("Ganga Handicrafts", 48, 12, 9, 24),
    ("Jade River Export", 56, 10, 10, 36),
    ("Pearl Delta Gifts", 63, 14, 11, 36),
)
#: Price from which a pack holds a quarter of the supplier's, and the weeks a pack may last.
_SMALL_PACK_PRICE, _PACK_WEEKS = 6.0, 5.0
#: Share of items with one order far too large, and its size in weeks of sales.
_KEEN_SHARE, _KEEN_WEEKS = 0.03, (10.0, 28.0)
#: Share of lines whose next half year the buyer foresees, and how much too high on average (log).
_KNOWN_LINES, _JUDGED_TOO_MUCH, _FORESIGHT_WEEKS = 0.78, 0.05, 26
#: Share of items that already had old stock when the year began; share with damaged returns.
_OLD_SHARE, _DAMAGED_SHARE = 0.05, 0.02
#: Share of items without a sale for half a year that the buyer has struck off the list.
_DROPPED_SHARE = 0.35
#: What suppliers charge more a year.
_COST_RISE = 0.03
#: Last week in which Christmas goods are still bought.
_LAST_CHRISTMAS_ORDER = pd.Timestamp(2011, 11, 7)


@dataclass(frozen=True, slots=True)
class _Buying:
    """One entry an item: lead time and cover in weeks, pack, optimism (1 is fair), supplier."""

    lead_days: np.ndarray
    lead_sd: np.ndarray
    cover_weeks: np.ndarray
    pack: np.ndarray
    optimism: np.ndarray
    supplier: np.ndarray


def make_gift_shop(year: RetailYear, folder: Path) -> None:
    """Write the gift shop's four workbooks into `folder`."""
    random = np.random.default_rng(_SEED)
    buying = _buying(year, random)
    items = _items(year, buying, random)
    bought = _buy(year, items, buying, random)
    stock = _stock(year, items, bought, random)
    for name, sheets in (
        ("stock_valuation", [_stock_sheet(stock), _product_sheet(items)]),
        ("sales_by_week", [_sales_sheet(year)]),
        ("goods_received", [_receipt_sheet(_receipts(bought, items))]),
        ("accounts", [_account_sheet(year, items, stock)]),
    ):
        write_workbook(folder / f"{name}.xlsx", sheets, date_format="dd/mm/yyyy")


def _buying(year: RetailYear, random: np.random.Generator) -> _Buying:
    count = len(year.items)
    # A category is bought from three suppliers, always the same.
    offset = pd.factorize(year.items["category"])[0]
    chosen = (offset + random.integers(0, 3, count) * 3) % len(_SUPPLIERS)
    names, lead, spread, cover, pack = (
        np.array(column) for column in zip(*_SUPPLIERS, strict=True)
    )
    price = year.items["price"].to_numpy()
    packs = np.where(price >= _SMALL_PACK_PRICE, np.maximum(1, pack[chosen] // 4), pack[chosen])
    return _Buying(
        lead_days=lead[chosen],
        lead_sd=spread[chosen],
        cover_weeks=cover[chosen] * random.uniform(1.1, 1.7, count),
        # Packs are split for lines that would take longer than this to sell one.
        pack=np.clip(packs, 1, np.ceil(year.units.mean(axis=1).clip(min=0) * _PACK_WEEKS)),
        optimism=np.exp(random.normal(0.0, 0.15, count)),
        supplier=names[chosen],
    )


def _items(year: RetailYear, buying: _Buying, random: np.random.Generator) -> pd.DataFrame:
    """Add unit_cost (45 to 62 % of the usual price), supplier, lead time, pack and status."""
    ratio = random.uniform(0.45, 0.62, len(year.items))
    last_sold = year.weeks[year.units.shape[1] - 1 - (year.units[:, ::-1] > 0).argmax(axis=1)]
    idle = (pd.Timestamp(AS_OF) - last_sold).days.to_numpy()
    dropped = (idle > 180) & (random.random(len(year.items)) < _DROPPED_SHARE)
    return year.items.assign(
        unit_cost=np.maximum(0.02, (year.items["usual_price"] * ratio).round(2)),
        supplier=buying.supplier,
        lead_time_days=buying.lead_days,
        pack_size=buying.pack,
        status=np.where(dropped, "Discontinued", "Active"),
    )


def _season_ahead(year: RetailYear, weeks_ahead: int = 9) -> np.ndarray:
    """Return by week how the shop's total of the weeks ahead compares with the weeks just past.

    After the last week comes the January of a year before: the buyer knows the season.
    """
    total = year.units.clip(min=0).sum(axis=0)
    smooth = pd.Series(np.concatenate([total, total[4 : 4 + weeks_ahead]]))
    past = smooth.rolling(weeks_ahead, min_periods=1).mean()
    ahead = past.shift(-weeks_ahead)
    ratio: np.ndarray = (ahead / past).to_numpy()[: len(total)]
    return ratio


def _buy(
    year: RetailYear, items: pd.DataFrame, buying: _Buying, random: np.random.Generator
) -> pd.DataFrame:
    """Buy week by week; return one row an order: item, date, ordered_date, units.

    Rows dated after the last week are still on order. Real sales happened, so the goods were
    there: what the buyer had missing came by express.
    """
    count, weeks = year.units.shape
    rows = _opening(year, random)
    on_hand = np.bincount(rows["item"], rows["units"], minlength=count)
    arriving = np.zeros((count, weeks + 60))
    orders = [rows]
    rate = year.units[:, :6].clip(min=0).mean(axis=1)
    season = _season_ahead(year)
    christmas = (items["category"] == "Christmas").to_numpy()
    too_keen = np.where(random.random(count) < _KEEN_SHARE, random.integers(8, 44, count), -1)
    lead_weeks = np.maximum(1, np.ceil(buying.lead_days / 7))
    needed = _foreseen(year, buying, random)
    for week, monday in enumerate(year.weeks):
        sold = year.units[:, week]
        on_hand += arriving[:, week]
        express = np.maximum(0.0, sold - on_hand)
        orders.append(_orders(express, monday, np.full(count, -3), monday))
        on_hand += express - sold
        started = year.units[:, : week + 1].any(axis=1)
        rate = np.where(started, 0.82 * rate + 0.18 * sold.clip(min=0), rate)
        plan = np.where(started, rate * season[week] * buying.optimism, 0.0)
        if monday > _LAST_CHRISTMAS_ORDER:
            plan = np.where(christmas, 0.0, plan)
        position = on_hand + arriving[:, week + 1 :].sum(axis=1)
        up_to = plan * (lead_weeks + buying.cover_weeks)
        wanted = np.where(position < plan * (lead_weeks + 1.5), up_to - position, 0.0)
        wanted = np.minimum(wanted, np.maximum(0.0, needed[:, week] - position))
        wanted += np.where(too_keen == week, plan * random.uniform(*_KEEN_WEEKS, count), 0.0)
        units = np.where(wanted >= 0.5, np.ceil(wanted / buying.pack) * buying.pack, 0.0)
        days = np.maximum(3, random.normal(buying.lead_days, buying.lead_sd)).round().astype(int)
        np.add.at(arriving, (np.arange(count), week + 1 + days // 7), units)
        orders.append(_orders(units, monday, days // 7 * 7 + 7 + days % 5, monday))
    return pd.concat(orders, ignore_index=True)


def _foreseen(year: RetailYear, buying: _Buying, random: np.random.Generator) -> np.ndarray:
    """Return (items, weeks) units a buyer who knows the line will still want; endless for others.

    What really sells in the half year after each week, give or take; past the last week, a cover
    of the latest sales.
    """
    count, weeks = year.units.shape
    total = year.units.clip(min=0).cumsum(axis=1)
    until = np.minimum(np.arange(weeks) + _FORESIGHT_WEEKS, weeks - 1)
    latest = year.units[:, -8:].clip(min=0).mean(axis=1)
    cover = latest * (buying.cover_weeks + buying.lead_days / 7)
    beyond = np.where(np.arange(weeks) + _FORESIGHT_WEEKS >= weeks, cover[:, None], 0.0)
    judged = np.exp(random.normal(_JUDGED_TOO_MUCH, 0.15, count))
    knows = random.random(count) < _KNOWN_LINES
    wanted = (total[:, until] - total + beyond) * judged[:, None]
    return np.where(knows[:, None], wanted, np.inf)


def _orders(
    units: np.ndarray, monday: pd.Timestamp, days: np.ndarray, ordered: pd.Timestamp
) -> pd.DataFrame:
    bought = np.flatnonzero(units > 0)
    return pd.DataFrame(
        {
            "item": bought,
            "date": monday + pd.to_timedelta(days[bought], unit="D"),
            "ordered_date": ordered + pd.to_timedelta(np.minimum(days[bought], 0) * 2, unit="D"),
            "units": units[bought],
        }
    )


def _opening(year: RetailYear, random: np.random.Generator) -> pd.DataFrame:
    """Return what was received before the first sale, and for some items long before."""
    count = len(year.items)
    first = (year.units > 0).argmax(axis=1)
    window = np.minimum(first[:, None] + np.arange(6), year.units.shape[1] - 1)
    rate = np.take_along_axis(year.units, window, axis=1).clip(min=0).mean(axis=1)
    launch = year.weeks[first]
    recent = _opening_layer(launch, rate * random.uniform(2, 8, count), (5, 60), random)
    # Only lines that were already there when the year began can have old stock.
    old = (random.random(count) < _OLD_SHARE) & (first < 4)
    older = _opening_layer(launch, rate * random.uniform(3, 14, count) * old, (150, 540), random)
    return pd.concat([recent, older], ignore_index=True)


def _opening_layer(
    launch: pd.DatetimeIndex,
    units: np.ndarray,
    days_before: tuple[int, int],
    random: np.random.Generator,
) -> pd.DataFrame:
    days = random.integers(*days_before, len(launch))
    lead = random.integers(7, 60, len(launch))
    layer = pd.DataFrame(
        {
            "item": np.arange(len(launch)),
            "date": launch - pd.to_timedelta(days, unit="D"),
            "ordered_date": launch - pd.to_timedelta(days + lead, unit="D"),
            "units": np.ceil(units),
        }
    )
    return layer[layer["units"] > 0]


def _receipts(bought: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Return delivered orders with sku, supplier and the unit cost of their day."""
    receipts = bought[bought["date"] <= pd.Timestamp(AS_OF)]
    years_ago = (pd.Timestamp(AS_OF) - receipts["date"]).dt.days / 365
    of_item = items.iloc[receipts["item"]].reset_index(drop=True)
    cost = of_item["unit_cost"] * (1 - _COST_RISE * years_ago.to_numpy())
    return (
        receipts.reset_index(drop=True)
        .assign(
            sku=of_item["sku"],
            supplier=of_item["supplier"],
            unit_cost=cost.clip(lower=0.01).round(2),
        )
        .sort_values(["date", "sku", "units"], ignore_index=True)
    )


def _stock(
    year: RetailYear, items: pd.DataFrame, bought: pd.DataFrame, random: np.random.Generator
) -> pd.DataFrame:
    """Return one row an item and place: what came in less what was sold; damaged goods apart."""
    count = len(items)
    here = bought["date"] <= pd.Timestamp(AS_OF)
    came = np.bincount(bought["item"][here], bought["units"][here], minlength=count)
    coming = np.bincount(bought["item"][~here], bought["units"][~here], minlength=count)
    on_hand = came - year.units.sum(axis=1)
    returned = (random.random(count) < _DAMAGED_SHARE) & (on_hand >= 10)
    damaged = np.where(returned, np.ceil(on_hand * random.uniform(0.02, 0.15, count)), 0.0)
    allocated = np.where(random.random(count) < 0.15, np.floor(on_hand * 0.06), 0.0)
    good = items[["sku", "description", "category", "unit_cost"]].assign(
        location="Main store", on_hand=on_hand - damaged, allocated=allocated, on_order=coming,
        condition="Good",
    )  # fmt: skip
    bad = good[returned].assign(
        location="Returns bay", on_hand=damaged[returned], allocated=0.0, on_order=0.0,
        condition="Damaged",
    )  # fmt: skip
    stock = pd.concat([good, bad]).sort_values(["sku", "location"], ignore_index=True)
    return stock.assign(value=(stock["on_hand"] * stock["unit_cost"]).round(2))


def _stock_sheet(stock: pd.DataFrame) -> Sheet:
    columns = ["sku", "description", "category", "location", "condition", "on_hand", "allocated",
               "on_order", "unit_cost", "value"]  # fmt: skip
    rows = with_mishaps(
        cells(stock[columns]), words=(5, "see shelf"), negative=(5, -6), cost=8, value=9
    )
    total: list[Cell] = ["Total stock value", *[None] * 8, round(float(stock["value"].sum()), 2)]
    return Sheet(
        name="Stock valuation",
        title=(COMPANY, f"Stock valuation as at {AS_OF:%d %B %Y}", "Currency GBP, excluding VAT"),
        header=("Stock Code", "Description", "Department", "Location", "Condition", "Qty in Stock",
                "Allocated", "On Order", "Cost Price £", "Stock Value £"),
        rows=[*rows, total],
        footer=("Generated for a demonstration; sales are those of a real gift retailer.",),
        money=("Cost Price £", "Stock Value £"),
    )  # fmt: skip


def _product_sheet(items: pd.DataFrame) -> Sheet:
    columns = ["sku", "description", "category", "supplier", "unit_cost", "price",
               "lead_time_days", "pack_size", "status"]  # fmt: skip
    return Sheet(
        name="Products",
        header=("Stock Code", "Product Name", "Department", "Supplier", "Cost Price £",
                "Selling Price £ (ex VAT)", "Lead Time (days)", "Pack Qty", "Status"),
        rows=cells(items[columns]),
        money=("Cost Price £", "Selling Price £ (ex VAT)"),
    )  # fmt: skip


def _sales_sheet(year: RetailYear) -> Sheet:
    """A pivot: weeks as columns, a total column and a grand total row, numeric codes as numbers."""
    open_weeks = np.flatnonzero(year.units.any(axis=0))
    units = pd.DataFrame(year.units[:, open_weeks])
    rows: list[list[Cell]] = []
    names = zip(year.items["sku"], year.items["description"], strict=True)
    for (sku, description), sold in zip(names, cells(units.where(units != 0)), strict=True):
        total = sum(value for value in sold if isinstance(value, int))
        rows.append([int(sku) if sku.isdigit() else sku, description, *sold, total])
    by_week = cells(units.sum().to_frame().T)[0]
    grand: list[Cell] = ["Grand Total", None, *by_week, int(units.to_numpy().sum())]
    return Sheet(
        name="Sales by week",
        title=(COMPANY, "Units sold by week commencing, net of returns"),
        header=("Stock Code", "Description", *(day.date() for day in year.weeks[open_weeks]),
                "Grand Total"),
        rows=[*rows, grand],
    )  # fmt: skip


def _receipt_sheet(receipts: pd.DataFrame) -> Sheet:
    columns = ["date", "ordered_date", "sku", "supplier", "units", "unit_cost"]
    return Sheet(
        name="Goods received",
        title=(COMPANY, "Goods received notes"),
        header=("Date Received", "Order Date", "Stock Code", "Supplier", "Qty Received",
                "Unit Cost £"),
        rows=cells(receipts[columns]),
        money=("Unit Cost £",),
    )  # fmt: skip


def _account_sheet(year: RetailYear, items: pd.DataFrame, stock: pd.DataFrame) -> Sheet:
    """The last 52 weeks; stock in the books is the stock list's value."""
    sold = year.units[:, -52:].sum(axis=1) @ items["unit_cost"].to_numpy()
    books = books_like(
        revenue=float(year.revenue[:, -52:].sum()),
        cost_of_sales=float(sold),
        inventory=float(stock["value"].sum()),
        tax_rate=0.26,
        expense_share=0.36,
    )
    return Sheet(
        name="Management accounts",
        title=(COMPANY, f"Management accounts, 52 weeks to {AS_OF:%d %B %Y}", "GBP"),
        header=("Account", "FY 2011"),
        rows=account_rows(LABELS_UK, books),
        money=("FY 2011",),
    )
