"""The rows behind one item's figure, wherever an item is chosen."""

import pandas as pd
import streamlit as st

from core.charts import sentences
from core.charts.formats import Formats
from core.exposure import Exposure, segments_of
from pages.parts import widgets

_COLUMNS = (
    "location", "lot", "reason", "units", "unit_cost", "cost_value", "price_used", "price_source",
    "nrv_unit", "nrv_value", "write_down", "kind", "age_days", "expiry_date", "evidence",
)  # fmt: skip


def item_rows(exposure: Exposure, item: pd.Series, formats: Formats, *, key: str) -> None:
    """Show why an item has its write-down, unit by unit, and offer the rows.

    Args:
        exposure: what was measured.
        item: a row of `exposure.items`.
        formats: how numbers are read.
        key: tells this place from others on the page.
    """
    own = segments_of(exposure.segments, item["sku"])
    title = sentences.item_title(item["sku"], item["description"])
    st.markdown(f"**{widgets.plain(title)}**", help=widgets.how("write_down"))
    for text in own["evidence"].drop_duplicates().head(3):
        st.markdown(widgets.plain(text))
    widgets.table(own, _COLUMNS, formats, key=f"{key}_rows")
    widgets.downloads(f"evidence_{item['sku']}", {"evidence": own}, key=f"{key}_evidence")
