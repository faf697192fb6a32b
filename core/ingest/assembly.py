"""Sheets of several files joined into one Book, by sku."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from core.book import Book, ControlTotal, make_book
from core.ingest.joins import join_by_item
from core.ingest.overlaps import about_sheet, leave_out
from core.ingest.reading import Reading, SheetReading
from core.problem import Problem, UnusableInputError
from core.schema import DTYPES, TABLES, Kind, Table, conform

_PERIOD_DAYS = {"D": 1, "W": 7}
_SUMMED: tuple[Kind, ...] = ("units", "money")


def assemble(
    reading: Reading,
    *,
    as_of: dt.date | None = None,
    currency: str | None = None,
    name: str = "",
    today: dt.date,
) -> Book:
    """Join the sheets of a Reading into one Book.

    Args:
        reading: what `read_files` returned.
        as_of: the day the stock speaks of; else the day titles name, else the latest sale or
            receipt, else `today`.
        currency: ISO code; else the one most sheets carry, else USD, and a note that says so.
        name: what the owner calls the Book.
        today: the current day, for want of a better one.

    Raises:
        UnusableInputError: there is no stock in any sheet.
    """
    problems = list(reading.all_problems())
    sheets = [sheet for sheet in reading.sheets if sheet.table is not None and len(sheet.frame)]
    sheets, left_out = leave_out(sheets, problems)
    sheets, joins = join_by_item(sheets, problems)
    stock = _stock(sheets, problems)
    if stock.empty:
        raise UnusableInputError(_no_stock(reading))
    day = as_of or _as_of(sheets) or today
    named = currency or _currency(sheets)
    if named is None:
        problems.extend(_no_currency(sheets))
    tables = {
        "stock": stock,
        "items": _items(sheets),
        "sales": _sales(sheets, day, problems),
        "receipts": _dated(sheets, "receipts"),
        "losses": _dated(sheets, "losses"),
        "counts": _dated(sheets, "counts"),
        "contracts": _dated(sheets, "contracts"),
        "plan": _dated(sheets, "plan"),
        "financials": _joined(sheets, "financials"),
    }
    return make_book(
        tables,
        as_of=day,
        currency=named or _FOR_WANT_OF_A_CURRENCY,
        name=name,
        attributes=_attributes(sheets),
        problems=tuple(problems),
        control_totals=(
            *(_control_total(sheet) for sheet in sheets),
            *(_nothing_loaded(sheet) for sheet in left_out),
        ),
        joins=joins,
    )


#: "$" alone is the sign of some twenty currencies; what no file names is asked for.
_FOR_WANT_OF_A_CURRENCY = "USD"


def _no_currency(sheets: Sequence[SheetReading]) -> list[Problem]:
    """Say that amounts are in a currency which no file names."""
    with_money = [
        sheet for sheet in sheets if {"unit_cost", "unit_price", "stock_value"} & {*sheet.frame}
    ]
    return (
        [
            about_sheet(
                with_money[0],
                "note",
                found="amounts without a code or sign that names one currency",
                expected="the currency they are in",
                repair=f"They are shown in {_FOR_WANT_OF_A_CURRENCY}; write the right code where "
                "the file is opened.",
            )
        ]
        if with_money
        else []
    )


def _of(sheets: Sequence[SheetReading], *tables: str) -> list[SheetReading]:
    return [sheet for sheet in sheets if sheet.table in tables]


def _conformed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Bring cleaned columns to the table's dtypes; days become datetimes, None becomes missing."""
    columns = {}
    for column in table.columns:
        if column.name in frame:
            values = frame[column.name]
            if column.kind == "date":
                values = pd.to_datetime(values)
            columns[column.name] = values.astype(DTYPES[column.kind])  # type: ignore[call-overload]
    return conform(pd.DataFrame(columns, index=frame.index), table)


def _joined(sheets: Sequence[SheetReading], table: str) -> pd.DataFrame:
    frames = [_conformed(sheet.frame, TABLES[table]) for sheet in _of(sheets, table)]
    return pd.concat(frames, ignore_index=True) if frames else TABLES[table].empty()


def _stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Lay frames below each other; one alone is not copied."""
    if len(frames) == 1:
        return frames[0].reset_index(drop=True)
    return pd.concat(frames, ignore_index=True)


def _dated(sheets: Sequence[SheetReading], table: str) -> pd.DataFrame:
    frame = _joined(sheets, table)
    if table == "receipts" and len(frame):
        frame = frame.assign(date=frame["date"].fillna(frame["due_date"]))
    if table in ("items", "contracts") and len(frame):
        frame = frame.drop_duplicates("sku", keep="last", ignore_index=True)
    return frame


def _stock(sheets: Sequence[SheetReading], problems: list[Problem]) -> pd.DataFrame:
    frames = []
    for sheet in _of(sheets, "stock"):
        frame = _conformed(sheet.frame, TABLES["stock"])
        frame = _fall_back_to_available(frame, sheet, problems)
        frame = _cost_from_value(frame)
        frames.append(frame[frame["on_hand"].notna()])
    if not frames:
        frames = _from_counts(sheets, problems)
    if not frames:
        return TABLES["stock"].empty()
    return _one_row_a_key(_stacked(frames))


def _from_counts(sheets: Sequence[SheetReading], problems: list[Problem]) -> list[pd.DataFrame]:
    """A physical count is a stock list too, when there is no other."""
    frames = []
    for sheet in _of(sheets, "counts"):
        counted = _conformed(sheet.frame, TABLES["counts"]).dropna(subset=["counted"])
        frames.append(_conformed(counted.assign(on_hand=counted["counted"]), TABLES["stock"]))
        problems.append(
            about_sheet(
                sheet,
                "warning",
                "a count but no stock list",
                "the system's units on hand",
                "The counted units were taken as stock; add the system's list to see shrinkage.",
                count=len(counted),
            )
        )
    return frames


def _fall_back_to_available(
    frame: pd.DataFrame, sheet: SheetReading, problems: list[Problem]
) -> pd.DataFrame:
    """On hand is what is available plus what is promised, where it is not stated."""
    lacking = frame["on_hand"].isna() & frame["available"].notna()
    if not lacking.any():
        return frame
    problems.append(
        about_sheet(
            sheet,
            "warning",
            "available units but no units on hand",
            "units on hand",
            "Available plus committed units were taken instead; export on hand if you can.",
            column="on_hand",
            count=int(lacking.sum()),
        )
    )
    derived = frame["available"] + frame["committed"].fillna(0)
    return frame.assign(on_hand=frame["on_hand"].where(~lacking, derived))


def _cost_from_value(frame: pd.DataFrame) -> pd.DataFrame:
    """Cost is what the system says, else its value over units; zero or less is unknown."""
    stated = frame["unit_cost"].where(frame["unit_cost"] > 0)
    usable = (frame["on_hand"] > 0) & (frame["stock_value"] > 0)
    derived = (frame["stock_value"] / frame["on_hand"].where(usable)).where(usable)
    return frame.assign(unit_cost=stated.fillna(derived))


def _one_row_a_key(frame: pd.DataFrame) -> pd.DataFrame:
    """Add up rows of one item, location, lot, expiry, receipt day, condition and cost."""
    key = ["sku", "location", "lot", "expiry_date", "received_date", "condition", "unit_cost"]
    # Rows whose item is named once cannot repeat a key, and are all rows of most lists.
    again = frame.loc[frame["sku"].duplicated(keep=False), key]
    if not again.duplicated().any():
        return frame
    summed = [c.name for c in TABLES["stock"].columns if c.kind in _SUMMED and c.name not in key]
    grouped = frame.groupby(key, dropna=False, sort=False)[summed].sum(min_count=1)
    return conform(grouped.reset_index(), TABLES["stock"])


def _items(sheets: Sequence[SheetReading]) -> pd.DataFrame:
    """Take items from item lists first, then from stock lists, then from any other sheet."""
    ranked = [*_of(sheets, "items"), *_of(sheets, "stock"), *_of(sheets, "sales", "receipts")]
    frames = []
    for sheet in ranked:
        if "sku" not in sheet.frame:
            continue
        frame = sheet.frame
        if sheet.table in ("sales", "receipts"):
            known = [
                "sku",
                "description",
                "category",
                "brand",
                "supplier",
                "barcode",
                "variant",
                "uom",
            ]
            frame = frame[[name for name in known if name in frame]]
        frames.append(_conformed(frame, TABLES["items"]))
    if not frames:
        return TABLES["items"].empty()
    joined = _stacked(frames)
    joined = joined[joined["sku"].notna()]
    joined = joined.assign(unit_cost=joined["unit_cost"].where(joined["unit_cost"] > 0))
    if not joined["sku"].duplicated().any():
        return joined.reset_index(drop=True)
    # "first" takes, for each column, the first value that is known.
    return joined.groupby("sku", sort=False, as_index=False).first()


def _sales(sheets: Sequence[SheetReading], as_of: dt.date, problems: list[Problem]) -> pd.DataFrame:
    frames = []
    for sheet in _of(sheets, "sales"):
        frame = sheet.frame
        if "periods_back" in frame:
            frame = frame.assign(date=_anchored(frame["periods_back"], sheet.frequency, as_of))
            problems.append(
                about_sheet(
                    sheet,
                    "warning",
                    "periods without a date (W0, W1, …)",
                    "dates as column headers",
                    f"The last one was taken to end on {as_of.isoformat()}; set the as-of day if "
                    "it ended on another.",
                )
            )
        conformed = _conformed(frame, TABLES["sales"])
        frames.append(conformed[conformed["date"].notna() & conformed["units"].notna()])
    return pd.concat(frames, ignore_index=True) if frames else TABLES["sales"].empty()


def _anchored(backs: pd.Series, frequency: str, as_of: dt.date) -> pd.Series:
    """Lay relative periods so that the last one ends at the as-of day."""
    end = pd.Timestamp(as_of)
    if frequency == "M":
        first = end.to_period("M").start_time
        return pd.Series(
            [first - pd.DateOffset(months=int(back)) for back in backs], index=backs.index
        )
    days = _PERIOD_DAYS.get(frequency, 7)
    start = end - pd.Timedelta(days=days - 1)
    if days == 7:
        start = start - pd.Timedelta(days=start.weekday())
    return start - pd.to_timedelta(backs * days, unit="D")


def _as_of(sheets: Sequence[SheetReading]) -> dt.date | None:
    stated = [sheet.as_of for sheet in _of(sheets, "stock") if sheet.as_of]
    stated = stated or [sheet.as_of for sheet in sheets if sheet.as_of]
    if stated:
        return max(stated)
    days = [
        pd.to_datetime(sheet.frame["date"]).max()
        for sheet in _of(sheets, "sales", "receipts")
        if "date" in sheet.frame
    ]
    latest = max((day for day in days if pd.notna(day)), default=None)
    return None if latest is None else latest.date()


def _currency(sheets: Sequence[SheetReading]) -> str | None:
    codes = [sheet.currency for sheet in sheets if sheet.currency]
    return max(set(codes), key=lambda code: (codes.count(code), code)) if codes else None


def _attributes(sheets: Sequence[SheetReading]) -> pd.DataFrame:
    frames = [sheet.attributes for sheet in _of(sheets, "items", "stock") if len(sheet.attributes)]
    if not frames:
        return pd.DataFrame({"sku": pd.Series(dtype="str")})
    joined = pd.concat(frames, ignore_index=True)
    return joined.groupby("sku", sort=False, as_index=False).first()


def _control_total(sheet: SheetReading) -> ControlTotal:
    return ControlTotal(
        file=sheet.file,
        sheet=sheet.sheet,
        table=str(sheet.table),
        rows_read=sheet.rows + sheet.rows_set_aside,
        rows_loaded=sheet.rows,
        rows_set_aside=sheet.rows_set_aside,
        sums=sheet.sums,
        cost=_extended(sheet, "unit_cost", "stock_value"),
        retail=_extended(sheet, "unit_price"),
    )


def _extended(sheet: SheetReading, each: str, stated: str = "") -> float | None:
    """Return units times an amount a unit over the rows of a sheet, or what the sheet states."""
    frame = sheet.frame
    if stated and stated in sheet.sums:
        return float(sheet.sums[stated])
    quantity = next((name for name in ("on_hand", "available", "counted") if name in frame), None)
    if quantity is None or each not in frame or frame[each].isna().all():
        return None
    return float((frame[quantity] * frame[each]).sum())


def _nothing_loaded(sheet: SheetReading) -> ControlTotal:
    total = _control_total(sheet)
    return replace(
        total, rows_loaded=0, rows_set_aside=total.rows_read, sums={}, cost=None, retail=None
    )


def _no_stock(reading: Reading) -> str:
    refused = [p.sentence() for p in reading.problems if p.severity == "blocker"]
    # A stock list may lack every row, or every quantity.
    seen = sorted({sheet.table for sheet in reading.sheets if sheet.table} - {"stock"})
    lists = [sheet for sheet in reading.sheets if sheet.table == "stock"]
    names = ", ".join(dict.fromkeys(sheet.file for sheet in reading.sheets))
    empty = all(not sheet.rows + sheet.rows_set_aside for sheet in lists)
    lacking = "rows" if empty else "one quantity"
    nothing = f"a stock list without {lacking}" if lists else "no stock"
    held = (
        f"{' and '.join(seen)} but {nothing}"
        if seen
        else nothing
        if lists
        else "no table that is known"
    )
    return " ".join(
        [
            f"{names} {'holds' if ',' not in names else 'hold'} {held}; add an export with each "
            "item's units on hand.",
            *refused,
        ]
    )
