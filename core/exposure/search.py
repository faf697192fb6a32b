"""Finding items in an exposure, and the segments behind a figure."""

from collections.abc import Sequence

import pandas as pd

from core.exposure.totals import NO_CATEGORY

#: Columns in which a search text is looked for.
SEARCHED = ("sku", "description", "category", "supplier")


def search_text(table: pd.DataFrame, text: str) -> pd.DataFrame:
    """Return the rows in which `text` is found, ignoring case; all rows for an empty text.

    Args:
        table: any of the columns in `SEARCHED`.
        text: looked for in those columns.
    """
    wanted = text.strip()
    if not wanted:
        return table
    hits = [
        table[name].str.contains(wanted, case=False, regex=False, na=False)
        for name in SEARCHED
        if name in table.columns
    ]
    return table[pd.concat(hits, axis="columns").any(axis="columns")]


def find_items(
    items: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    text: str = "",
    categories: Sequence[str] = (),
    reasons: Sequence[str] = (),
) -> pd.DataFrame:
    """Return the items that match every filter, in the order of `items`.

    Args:
        items: `Exposure.items`.
        segments: `Exposure.segments`; an item matches a reason when any of its units has it.
        text: looked for in sku, description, category and supplier, ignoring case.
        categories: any of these; `NO_CATEGORY` stands for items without one. Empty means all.
        reasons: any of these. Empty means all.
    """
    keep = items.index.isin(search_text(items, text).index)
    if categories:
        keep &= items["category"].fillna(NO_CATEGORY).isin(list(categories))
    if reasons:
        skus = segments.loc[segments["reason"].isin(list(reasons)), "sku"]
        keep &= items["sku"].isin(skus)
    return items[keep]


def segments_of(segments: pd.DataFrame, sku: str) -> pd.DataFrame:
    """Return the segments of one item, largest write-down first."""
    own = segments[segments["sku"] == sku]
    return own.sort_values(
        ["write_down", "cost_value", "segment_id"], ascending=[False, False, True]
    )
