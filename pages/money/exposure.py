"""Exposure: which stock will not earn its cost, why, and the rows behind each figure."""

import streamlit as st

from core.charts import exposure as charts
from core.charts import sentences
from core.exposure import find_items, segments_of
from pages.parts import widgets
from pages.parts.current import current_analysis

#: Rows a table ships to the browser at most; the downloads hold all of them.
SHOWN = 300

analysis = current_analysis()
formats = widgets.formats_of(analysis)
exposure, book = analysis.exposure, analysis.book
dark = widgets.is_dark()

widgets.page_heading(
    sentences.reasons_sentence(exposure.by_reason, formats),
    f"As of {formats.date(book.as_of)}; each unit has exactly one reason, so nothing counts twice",
)
widgets.kpi_row(
    [
        widgets.Kpi("Stock at cost", formats.money_short(exposure.cost_value), "cost_value"),
        widgets.Kpi("At risk", formats.money_short(exposure.at_risk_value), "at_risk_value"),
        widgets.Kpi("Write-down", formats.money_short(exposure.write_down), "write_down"),
        widgets.Kpi(
            "Cannot be judged", formats.money_short(exposure.unknown_cost_value), "unknown"
        ),
    ]
)

left, right = st.columns(2, gap="large")
with left:
    widgets.figure(
        sentences.category_sentence(exposure.by_category, formats),
        charts.category_figure(exposure.by_category, formats, dark=dark),
        alt=charts.category_alt(exposure.by_category, formats),
        key="categories",
        explanation="write_down",
    )
with right:
    widgets.figure(
        "From cost to carrying value, reason by reason",
        charts.carrying_value_figure(exposure.by_reason, formats, dark=dark),
        alt=charts.carrying_value_alt(exposure.by_reason, formats),
        key="reasons",
        explanation="carrying_value",
    )

st.subheader("Every item, with the evidence behind its figure", anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom"):
    text = st.text_input("Search", type="search", key="exposure_search", placeholder="SKU or name")
    reasons = st.multiselect("Reason", exposure.by_reason["reason"], key="exposure_reasons")
    categories = st.multiselect(
        "Category", exposure.by_category["category"], key="exposure_categories"
    )
found = find_items(
    exposure.items, exposure.segments, text=text, categories=categories, reasons=reasons
)
st.caption(
    widgets.plain(
        sentences.found_sentence(found, exposure.items, formats, shown=min(SHOWN, len(found)))
    )
)
columns = (
    "sku", "description", "category", "reason", "on_hand", "cost_value", "nrv_unit", "write_down",
    "carrying_value", "age_days", "days_of_cover",
)  # fmt: skip
chosen = widgets.table(found.head(SHOWN), columns, formats, key="exposure_items", on_select="rerun")
widgets.downloads("exposure", {"items": found, "rows": exposure.segments}, key="exposure")

rows = chosen["selection"]["rows"]
if rows:
    item = found.iloc[rows[0]]
    st.subheader("The rows behind this item", anchor=False)
    st.text(sentences.item_title(item["sku"], item["description"]))
    own = segments_of(exposure.segments, item["sku"])
    detail = (
        "location", "lot", "reason", "units", "unit_cost", "cost_value", "price_used",
        "price_source", "nrv_unit", "nrv_value", "write_down", "kind", "age_days", "expiry_date",
        "evidence",
    )  # fmt: skip
    widgets.table(own, detail, formats, key="exposure_segments")
    widgets.downloads(f"evidence_{item['sku']}", {"evidence": own}, key="evidence")
else:
    st.caption("Choose a row to see its units, price, age and the rule that applies to each.")
