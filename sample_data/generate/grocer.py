"""The grocer with a pharmacy counter: lots with expiry dates, a weekly sales log, all invented.

Each item is run week by week: the shelf sells what expires first, orders follow what sold, what
has expired is thrown out and logged, and now and then somebody overlooks it.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from sample_data.generate.books import LABELS_US, Books, books_like
from sample_data.generate.grocer_range import grocer_items
from sample_data.generate.mishaps import with_mishaps
from sample_data.generate.workbook import (
    Cell,
    Sheet,
    cells,
    write_european_csv,
    write_workbook,
)

COMPANY = "Harbor Street Market & Pharmacy"
#: Sunday that closes the last of the weeks.
AS_OF = date(2026, 6, 28)
_WEEKS = 66
_SEED = 20260628
_FIRST_MONDAY = AS_OF - timedelta(days=7 * _WEEKS - 1)

#: Chance a week that an item is on promotion; price then, and what it does to units.
_PROMOTION, _PROMOTION_PRICE, _PROMOTION_LIFT = 0.05, 0.8, 1.75
#: Share of expired units that the weekly walk along the shelves does not find.
_OVERLOOKED = 0.6
#: Chance that a lot on hand is damaged, or has been opened.
_DAMAGED_LOTS, _OPENED_LOTS = 0.012, 0.004
#: Share of items whose demand fell away at some point while orders went on for a while.
_FADING = 0.05
#: Chance that an item was once bought by the pallet because the price was good, and how much.
_DEAL, _DEAL_WEEKS = 0.05, (8.0, 24.0)
#: Units go missing in this share of item-weeks.
_THEFT = 0.004


@dataclass(slots=True)
class _Lot:
    received: date
    ordered: date
    expiry: date | None
    units: float


@dataclass(slots=True)
class _Log:
    """What happened, as rows: receipts, sales and losses of all items, and the lots left."""

    receipts: list[list[Cell]] = field(default_factory=list)
    sales: list[list[Cell]] = field(default_factory=list)
    losses: list[list[Cell]] = field(default_factory=list)
    lots: list[dict[str, object]] = field(default_factory=list)


def make_grocer(folder: Path) -> None:
    """Write the grocer's workbooks and its sales log (a CSV with European settings)."""
    random = np.random.default_rng(_SEED)
    items = grocer_items(random)
    log = _Log()
    for item in items.itertuples():
        _run(item, log, random)
    lots = _lots_on_hand(log, items, random)
    write_workbook(
        folder / "lot_inventory.xlsx",
        [_lot_sheet(lots), _item_sheet(items)],
        date_format="mm/dd/yyyy",
    )
    write_european_csv(
        folder / "pos_sales_by_week.csv", ("Week Of", "Item No", "Qty Sold", "Net Sales"), log.sales
    )
    write_workbook(
        folder / "receiving_and_shrink.xlsx",
        [_receipt_sheet(log), _loss_sheet(log)],
        date_format="mm/dd/yyyy",
    )
    write_workbook(
        folder / "financial_summary.xlsx",
        [_account_sheet(log, items, lots)],
        date_format="mm/dd/yyyy",
    )


def _demand(item: "pd.core.series.Series", random: np.random.Generator) -> np.ndarray:
    """Return weekly demand without promotions: level, season, trend, and for some a fading out."""
    weeks = np.arange(_WEEKS)
    of_year = (_FIRST_MONDAY.isocalendar().week + weeks) % 52
    season = 1 + item.season_strength * np.cos(2 * np.pi * (of_year - item.season_week) / 52)
    trend = np.exp(random.normal(0, 0.15) * weeks / 52)
    level = item.weekly_units * season * trend
    if random.random() < _FADING:
        level = level * np.exp(-np.maximum(0, weeks - random.integers(20, 60)) * 0.16)
    # Gamma-mixed Poisson: variance above the mean, as tills show.
    return np.asarray(level * random.gamma(6, 1 / 6, _WEEKS))


def _run(item: "pd.core.series.Series", log: _Log, random: np.random.Generator) -> None:
    level = _demand(item, random)
    promoted = random.random(_WEEKS) < _PROMOTION
    wanted = random.poisson(level * np.where(promoted, _PROMOTION_LIFT, 1.0))
    optimism = float(np.exp(random.normal(0.05, 0.18)))
    lots = [_first_lot(item, random)]
    coming: list[_Lot] = []
    deal_week = int(random.integers(20, _WEEKS - 4)) if random.random() < _DEAL else -1
    rate = float(item.weekly_units)
    for week in range(_WEEKS):
        monday = _FIRST_MONDAY + timedelta(days=7 * week)
        sunday = monday + timedelta(days=6)
        arrived = [lot for lot in coming if lot.received <= sunday]
        coming = [lot for lot in coming if lot.received > sunday]
        log.receipts += [
            [lot.received, lot.ordered, item.sku, item.supplier, int(lot.units), item.unit_cost]
            for lot in arrived
        ]
        lots = sorted([*lots, *arrived], key=lambda lot: (lot.expiry or date.max, lot.received))
        sold = _sell(lots, float(wanted[week]), monday)
        if sold:
            price = round(item.price * (_PROMOTION_PRICE if promoted[week] else 1.0), 2)
            log.sales.append([monday, item.sku, int(sold), round(sold * price, 2)])
        _throw_out(item, lots, sunday, log, random)
        lots = [lot for lot in lots if lot.units > 0]
        rate = 0.8 * rate + 0.2 * float(wanted[week]) / (_PROMOTION_LIFT if promoted[week] else 1)
        position = sum(lot.units for lot in lots + coming if not lot.expiry or lot.expiry > sunday)
        lead_weeks = item.lead_time_days / 7
        target = rate * optimism * (lead_weeks + 1 + item.cover_weeks)
        if week == deal_week:
            target += rate * float(random.uniform(*_DEAL_WEEKS))
        if position < rate * (lead_weeks + 1) + 1 or week == deal_week:
            coming += _ordered(item, sunday, target - position, random)
    left = [lot for lot in lots if lot.units > 0]
    log.lots += [
        {"sku": item.sku, "lot": lot, "on_order": sum(order.units for order in coming)}
        for lot in left
    ]


def _first_lot(item: "pd.core.series.Series", random: np.random.Generator) -> _Lot:
    received = _FIRST_MONDAY - timedelta(days=int(random.integers(1, 7)))
    units = np.ceil(item.weekly_units * (item.cover_weeks + 1) / item.case_pack) * item.case_pack
    return _Lot(received, received, _expiry(item, received, random), float(units))


def _expiry(
    item: "pd.core.series.Series", received: date, random: np.random.Generator
) -> date | None:
    """Goods arrive with 75 to 98 % of their shelf life left."""
    if not item.shelf_life_days:
        return None
    return received + timedelta(days=int(item.shelf_life_days * random.uniform(0.75, 0.98)))


def _ordered(
    item: "pd.core.series.Series", today: date, units: float, random: np.random.Generator
) -> list[_Lot]:
    """Order full cases; a larger delivery often comes in two batches with their own expiry."""
    days = max(1, round(random.normal(item.lead_time_days, item.lead_sd)))
    received = today + timedelta(days=days)
    cases = max(1, int(np.ceil(units / item.case_pack)))
    batches = [cases - cases // 3, cases // 3] if random.random() < 0.6 else [cases]
    return [
        _Lot(received, today, _expiry(item, received, random), float(batch * item.case_pack))
        for batch in batches
        if batch
    ]


def _sell(lots: list[_Lot], wanted: float, today: date) -> float:
    """Take `wanted` units from the lots that expire first; return what could be sold."""
    left = wanted
    for lot in lots:
        if lot.expiry is not None and lot.expiry < today:
            continue
        taken = min(lot.units, left)
        lot.units -= taken
        left -= taken
    return wanted - left


def _throw_out(
    item: "pd.core.series.Series",
    lots: list[_Lot],
    today: date,
    log: _Log,
    random: np.random.Generator,
) -> None:
    """Write off expired units that are found, and now and then units that went missing."""
    for lot in lots:
        expired = lot.expiry is not None and lot.expiry < today
        if expired and lot.units and random.random() >= _OVERLOOKED:
            log.losses.append(_loss(item, today, lot.units, "Expired"))
            lot.units = 0.0
    if random.random() < _THEFT:
        missing = next((lot for lot in lots if lot.units >= 2), None)
        if missing:
            log.losses.append(_loss(item, today, 1.0, "Theft"))
            missing.units -= 1


def _loss(item: "pd.core.series.Series", day: date, units: float, reason: str) -> list[Cell]:
    amount = round(units * item.unit_cost, 2)
    return [day, item.sku, item.description, int(units), amount, reason, "Write-off"]


def _lots_on_hand(log: _Log, items: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Return one row a lot: number, dates, units, cost, condition; orders on an item's first."""
    lots = pd.DataFrame(
        {
            "sku": row["sku"],
            "received": row["lot"].received,
            "expiry": row["lot"].expiry,
            "on_hand": row["lot"].units,
            "on_order": row["on_order"],
        }
        for row in log.lots
    )
    lots["lot"] = [
        f"{day:%y%m%d}-{number:04d}" for number, day in enumerate(lots["received"], start=1)
    ]
    chance = random.random(len(lots))
    lots["condition"] = np.select(
        [chance < _DAMAGED_LOTS, chance < _DAMAGED_LOTS + _OPENED_LOTS],
        ["Damaged", "Opened"],
        "Sellable",
    )
    lots["on_order"] = lots["on_order"].where(~lots["sku"].duplicated(), 0)
    lots = lots.merge(items[["sku", "description", "category", "unit_cost"]], on="sku", how="left")
    return lots.assign(value=(lots["on_hand"] * lots["unit_cost"]).round(2))


def _lot_sheet(lots: pd.DataFrame) -> Sheet:
    columns = ["sku", "description", "category", "lot", "received", "expiry", "condition",
               "on_hand", "on_order", "unit_cost", "value"]  # fmt: skip
    rows = with_mishaps(
        cells(lots[columns]), words=(7, "approx 2 cases"), negative=(7, -4), cost=9, value=10
    )
    total: list[Cell] = ["TOTAL", *[None] * 9, round(float(lots["value"].sum()), 2)]
    return Sheet(
        name="Lot Inventory",
        title=(COMPANY, f"Lot Inventory Report - As Of {AS_OF:%m/%d/%Y}", "Currency: USD"),
        header=("Item No", "Item Description", "Department", "Lot No", "Date Received",
                "Expiration Date", "Lot Status", "Qty On Hand", "Qty On Order", "Unit Cost",
                "Extended Cost"),
        rows=[*rows, total],
        footer=("Demonstration data, generated; no real shop.",),
        money=("Unit Cost", "Extended Cost"),
    )  # fmt: skip


def _item_sheet(items: pd.DataFrame) -> Sheet:
    columns = ["sku", "description", "category", "brand", "supplier", "unit_cost", "price",
               "case_pack", "lead_time_days", "shelf_life_days"]  # fmt: skip
    keeps = items.assign(shelf_life_days=items["shelf_life_days"].replace(0, np.nan))
    return Sheet(
        name="Item Master",
        header=("Item No", "Item Description", "Department", "Brand", "Vendor", "Unit Cost",
                "Retail Price", "Case Pack", "Lead Time (Days)", "Shelf Life (Days)"),
        rows=cells(keeps[columns]),
        money=("Unit Cost", "Retail Price"),
    )  # fmt: skip


def _receipt_sheet(log: _Log) -> Sheet:
    return Sheet(
        name="Receiving Log",
        header=("Receipt Date", "PO Date", "Item No", "Vendor", "Qty Received", "Unit Cost"),
        rows=sorted(log.receipts, key=lambda row: (row[0], row[2])),
        title=(COMPANY, "Receiving log"),
        money=("Unit Cost",),
    )


def _loss_sheet(log: _Log) -> Sheet:
    return Sheet(
        name="Shrink Log",
        header=("Date", "Item No", "Item Description", "Qty", "Cost Amount", "Reason", "Type"),
        rows=sorted(log.losses, key=lambda row: (row[0], row[1])),
        title=(COMPANY, "Shrink and spoilage log"),
        money=("Cost Amount",),
    )


def _account_sheet(log: _Log, items: pd.DataFrame, lots: pd.DataFrame) -> Sheet:
    """A row a period; the last 52 weeks from the sales log, the year before a little smaller."""
    sales = pd.DataFrame(log.sales, columns=["week", "sku", "units", "revenue"])
    recent = sales[sales["week"] > AS_OF - timedelta(days=364)]
    cost = recent["sku"].map(items.set_index("sku")["unit_cost"])
    revenue, sold = float(recent["revenue"].sum()), float((recent["units"] * cost).sum())
    inventory = float(lots["value"].sum())
    years = (
        ("FY 2025", _books(revenue * 0.957, sold * 0.961, inventory * 0.948)),
        ("FY 2026", _books(revenue, sold, inventory)),
    )
    return Sheet(
        name="Financial Summary",
        title=(COMPANY, f"52 weeks ended {AS_OF:%m/%d/%Y} and prior year, USD"),
        header=("Fiscal Year", *(words for words, _ in LABELS_US)),
        rows=[[name, *(getattr(books, line) for _, line in LABELS_US)] for name, books in years],
        money=tuple(words for words, line in LABELS_US if line != "tax_rate"),
    )


def _books(revenue: float, cost_of_sales: float, inventory: float) -> Books:
    return books_like(
        revenue=revenue,
        cost_of_sales=cost_of_sales,
        inventory=inventory,
        tax_rate=0.25,
        expense_share=0.265,
    )
