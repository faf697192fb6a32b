"""What real exports add up to, read without any of the reader's own rules.

The index of the folder says in which row the names of columns stand and what each column means.
That, a library that opens the format and one rule for numbers are all that is used here: no
guess of a header, a column, a locale or a total.
"""

import csv
import io
import re
from pathlib import Path
from typing import Literal

import pandas as pd

from core.ingest.layout import column_letters

#: Texts of these are not UTF-8, or separate their cells by something else than a comma.
ENCODINGS = {"vend_product_export_2018.csv": "mac_roman"}
SEPARATORS = {"detergent_wide_fr.csv": ";"}
DECIMAL_COMMAS = {"detergent_wide_fr.csv"}
ENGINES: dict[str, Literal["calamine"]] = {
    ".xls": "calamine",
    ".ods": "calamine",
    ".xlsb": "calamine",
}

#: Names the index has for how many units a row holds -> names of the schema.
QUANTITIES = {
    "on_hand_qty": "on_hand",
    "available_qty": "available",
    "committed_qty": "committed",
    "incoming_qty": "on_order",
    "qty_sold": "units",
    "qty_received": "units",
    "wide:period_qty_sold": "units",
    "wide:location_on_hand": "on_hand",
    "wide:location_qty_sold": "units",
}
AMOUNTS = ("unit_cost", "unit_price", "stock_value", "revenue")
#: A row counts when one of these is filled: totals and footers name no item.
IDENTITIES = ("sku", "description", "barcode", "product_id", "brand")

#: Values the rows that name an item do not state: variants below have prices of their own.
WITHOUT_VALUES = {"selldone_wholesaler.xlsx"}

#: A number, alone but for a currency before it and a currency or unit behind it.
_NUMBER = re.compile(r"[^\d.,()-]{0,4}(\(?-?[\d.,]*\d[\d.,]*\)?)[^\d]*")


def meanings(mapping: str, sources: list[str]) -> list[tuple[int, str]]:
    """Return (position, index name) of every column the index maps."""
    found = []
    for pair in mapping.split("; "):
        source, _, name = pair.rpartition(" -> ")
        for position, text in enumerate(sources):
            plain = " ".join(text.split())
            if (
                (source.startswith("@") and source[1:] == column_letters(position))
                or (source.startswith("~") and re.search(source[1:], plain))
                or " ".join(source.split()) == plain
            ):
                found.append((position, name))
    return found


def states_quantities(entry: dict[str, str]) -> bool:
    """Whether the index knows a quantity in the file: without one nothing of it adds up."""
    return any(f" -> {name}" in entry["ground_truth_mapping"] for name in QUANTITIES)


def true_rows(file: Path, entry: dict[str, str]) -> pd.DataFrame:
    """Return what the rows of an export state, by schema name: quantities and amounts.

    `item` holds all that names the item, `sku` its number where there is one.
    A row of several places or periods becomes a row each; what a cell does not state is missing.
    """
    header = int(entry["header_row_1based"])
    cells = cells_of(file, entry["sheet"])
    sources = [str(name) for name in cells.iloc[header - 1].fillna("")] if header else [""] * 99
    body = cells.iloc[header:].reset_index(drop=True)
    meant = meanings(entry["ground_truth_mapping"], sources[: body.shape[1]])
    item = pd.Series("", index=body.index)
    sku = item
    parts: dict[str, list[pd.Series]] = {}
    for position, name in meant:
        column = body[position]
        if name in IDENTITIES:
            text = column.fillna("").astype("str").str.strip()
            item, sku = item + text, text if name == "sku" else sku
        if name in QUANTITIES or name in AMOUNTS:
            comma = file.name in DECIMAL_COMMAS
            numbers = column.map(lambda cell, comma=comma: _number(cell, comma))
            parts.setdefault(QUANTITIES.get(name, name), []).append(numbers.astype("float64"))
    wide = max((len(columns) for columns in parts.values()), default=1)
    laid_out = {
        name: pd.concat(columns if len(columns) == wide else columns * wide, ignore_index=True)
        for name, columns in parts.items()
    }
    named = {
        name: pd.concat([texts] * wide, ignore_index=True)
        for name, texts in (("item", item), ("sku", sku))
    }
    frame = pd.DataFrame({**named, **laid_out})
    return frame[frame["item"] != ""].reset_index(drop=True)


def true_sums(rows: pd.DataFrame) -> tuple[dict[str, float], dict[str, float]]:
    """Return the sums of quantities and those of values that `true_rows` add up to."""
    totals = {str(name): float(rows[name].sum()) for name in rows.columns.drop(["item", "sku"])}
    quantities = {name: total for name, total in totals.items() if name in QUANTITIES.values()}
    values = {name: total for name, total in totals.items() if name in ("stock_value", "revenue")}
    for value, amount in (("at cost", "unit_cost"), ("at retail", "unit_price")):
        if "on_hand" in rows and amount in rows:
            values[value] = float((rows["on_hand"] * rows[amount]).sum())
    return quantities, values


def cells_of(file: Path, sheet: str) -> pd.DataFrame:
    """Return all cells of the sheet as they stand, columns counted from 0."""
    if file.suffix.lower() != ".csv":
        engine: Literal["calamine", "openpyxl"] = ENGINES.get(file.suffix.lower(), "openpyxl")
        return pd.read_excel(file, sheet_name=sheet or 0, header=None, dtype=object, engine=engine)
    text = file.read_bytes().decode(ENCODINGS.get(file.name, "utf-8-sig"))
    separator = SEPARATORS.get(file.name, ",")
    return pd.DataFrame(list(csv.reader(io.StringIO(text, newline=""), delimiter=separator)))


def _number(cell: object, comma: bool) -> float | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    found = _NUMBER.fullmatch(re.sub(r"\s", "", str(cell))) if isinstance(cell, str) else None
    if found is None:
        return None
    digits = found[1].replace("(", "-").strip(")")
    digits = digits.replace(".", "").replace(",", ".") if comma else digits.replace(",", "")
    try:
        return float(digits)
    except ValueError:
        return None
