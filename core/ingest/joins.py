"""Sheets joined by item: by item number, else by barcode, else by name and variant.

Systems that grew side by side number the same goods differently: a till knows the barcode where
the stock list has an item number. The key that finds most items of the stock list is used, and
what it finds and does not find is said on both sides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from core.book import Join
from core.ingest.overlaps import about_sheet
from core.ingest.reading import SheetReading
from core.problem import Problem

#: Another key than the item number must find this share more of a sheet's items.
_CLEARLY_MORE = 0.3
_EXAMPLES = 3
_JOINT = " / "
#: Financial statements name no items; stock lists are what the others are joined to.
_JOINED = ("items", "sales", "receipts", "losses", "counts", "contracts", "plan")


def join_by_item(
    sheets: Sequence[SheetReading], problems: list[Problem]
) -> tuple[list[SheetReading], tuple[Join, ...]]:
    """Bring every sheet to the item numbers of the stock list; report what matched.

    Args:
        sheets: those to be used, of any table.
        problems: gets a note for each sheet that was joined by another key.
    """
    stock = [sheet for sheet in sheets if sheet.table == "stock" and "sku" in sheet.frame]
    if not stock or not any(sheet.table in _JOINED for sheet in sheets):
        return list(sheets), ()
    described = [sheet for sheet in sheets if sheet.table in ("stock", "items")]
    known = set().union(*(sheet.frame["sku"].dropna() for sheet in stock))
    result: list[SheetReading] = []
    joins: list[Join] = []
    for sheet in sheets:
        if sheet.table not in _JOINED or "sku" not in sheet.frame:
            result.append(sheet)
            continue
        others = [each for each in described if each is not sheet]
        key, frame = _best_key(sheet.frame, known, others)
        if key != "item number":
            problems.append(_joined_by(sheet, key))
        result.append(replace(sheet, frame=frame))
        joins.append(_join(sheet, key, frame, known))
    return result, tuple(joins)


def _best_key(
    frame: pd.DataFrame, known: set[str], described: Sequence[SheetReading]
) -> tuple[str, pd.DataFrame]:
    """Return the key that finds most known items, and the frame with its skus translated."""
    skus = frame["sku"].dropna().unique()
    found = sum(sku in known for sku in skus)
    enough = found + _CLEARLY_MORE * len(skus)
    if enough > len(skus):
        return "item number", frame
    best, chosen = "item number", frame
    for key, values, lookup in _other_keys(frame, known, described):
        translated = values.map(lookup)
        matched = frame["sku"].where(translated.notna()).nunique()
        if matched >= max(enough, 1):
            enough, best = matched + 1, key
            chosen = frame.assign(sku=translated.where(translated.notna(), frame["sku"]))
    return best, chosen


def _other_keys(
    frame: pd.DataFrame, known: set[str], described: Sequence[SheetReading]
) -> list[tuple[str, pd.Series, Mapping[str, str]]]:
    """Return (name of the key, values of the frame, value -> known sku) of what else may match."""
    barcodes = _lookup(described, known, ["barcode"])
    names = _lookup(described, known, ["description"])
    variants = _lookup(described, known, ["description", "variant"])
    keys: list[tuple[str, pd.Series, Mapping[str, str]]] = [("barcode", frame["sku"], barcodes)]
    if "barcode" in frame:
        keys.append(("barcode", _text(frame, ["barcode"]), barcodes))
    keys.append(("name", frame["sku"], variants | names))
    if "description" in frame:
        keys.append(("name", _text(frame, ["description"]), names))
        if "variant" in frame:
            keys.append(("name and variant", _text(frame, ["description", "variant"]), variants))
    return keys


def _lookup(sheets: Sequence[SheetReading], known: set[str], columns: list[str]) -> dict[str, str]:
    """Return text -> sku for texts that belong to one known sku alone."""
    pieces = [
        pd.DataFrame({"text": _text(sheet.frame, columns), "sku": sheet.frame["sku"]})
        for sheet in sheets
        if "sku" in sheet.frame and set(columns) <= set(sheet.frame.columns)
    ]
    if not pieces:
        return {}
    pairs = pd.concat(pieces).dropna().drop_duplicates()
    pairs = pairs[pairs["sku"].isin(known)]
    pairs = pairs[~pairs["text"].duplicated(keep=False)]
    return dict(zip(pairs["text"], pairs["sku"], strict=True))


def _text(frame: pd.DataFrame, columns: list[str]) -> pd.Series:
    joined = frame[columns[0]].astype("object")
    for name in columns[1:]:
        both = joined.notna() & frame[name].notna()
        joined = joined.where(~both, joined.astype("str") + _JOINT + frame[name].astype("str"))
    return joined


def _join(sheet: SheetReading, key: str, frame: pd.DataFrame, known: set[str]) -> Join:
    here = set(frame["sku"].dropna())
    only_here, not_here = sorted(here - known), sorted(known - here)
    return Join(
        file=sheet.file,
        sheet=sheet.sheet,
        table=str(sheet.table),
        key=key,
        matched=len(here & known),
        only_here=len(only_here),
        only_in_stock=len(not_here),
        examples_here=tuple(only_here[:_EXAMPLES]),
        examples_in_stock=tuple(not_here[:_EXAMPLES]),
    )


def _joined_by(sheet: SheetReading, key: str) -> Problem:
    return about_sheet(
        sheet,
        "note",
        "other item numbers than the stock list's",
        "one number an item in all files",
        f"Items were matched by {key}; see how many matched.",
        column="sku",
        count=sheet.rows,
    )
