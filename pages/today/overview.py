"""Overview: what of the stock is at risk, why, and what to look at first."""

import streamlit as st

from core.charts import exposure as charts
from core.charts import sentences
from core.schema import TABLES
from pages.parts import widgets
from pages.parts.current import current_analysis

TOP = 10

analysis = current_analysis()
formats = widgets.formats_of(analysis)
exposure, summary, book = analysis.exposure, analysis.summary, analysis.book
dark = widgets.is_dark()

likely = exposure.likely
widgets.page_heading(
    sentences.overview_headline(
        formats,
        units=summary["units"],
        cost_value=summary["cost_value"],
        at_risk_value=summary["at_risk_value"],
        write_down=summary["write_down"],
        likely=(likely.p10, likely.p50, likely.p90),
        unknown_cost_value=summary["unknown_cost_value"],
    ),
    f"{book.name or 'Your stock'} as of {formats.date(book.as_of)}, amounts in {book.currency}",
)

widgets.kpi_row(
    [
        widgets.Kpi("Stock at cost", formats.money_short(summary["cost_value"]), "cost_value"),
        widgets.Kpi("At risk", formats.money_short(summary["at_risk_value"]), "at_risk_value"),
        widgets.Kpi("Write-down to book", formats.money_short(summary["write_down"]), "write_down"),
        widgets.Kpi(
            "Effect on net income",
            formats.money_signed(summary["net_income_effect"]),
            "net_income_effect",
        ),
    ]
)

left, right = st.columns(2, gap="large")
with left:
    widgets.figure(
        sentences.aging_sentence(exposure.aging, formats),
        charts.aging_figure(exposure.aging, formats, dark=dark),
        alt=charts.aging_alt(exposure.aging, formats),
        key="aging",
        explanation="cost_value",
    )
with right:
    widgets.figure(
        sentences.reasons_sentence(exposure.by_reason, formats),
        charts.carrying_value_figure(exposure.by_reason, formats, dark=dark),
        alt=charts.carrying_value_alt(exposure.by_reason, formats),
        key="reasons",
        explanation="write_down",
    )

st.subheader(
    widgets.plain(sentences.top_items_sentence(exposure.items, formats, count=TOP)), anchor=False
)
top = sentences.top_items(exposure.items, TOP)
columns = ("sku", "description", "reason", "on_hand", "cost_value", "write_down", "evidence")
widgets.table(top, columns, formats, key="top_items", whole_money=True)
with st.container(horizontal=True):
    widgets.downloads("items_at_risk", {"items": exposure.items}, key="items")
    st.page_link("pages/money/exposure.py", label="See every item", icon=":material/search:")
    st.page_link("pages/money/impact.py", label="See the entries", icon=":material/balance:")
    st.page_link("pages/decide/markdown.py", label="Try a markdown", icon=":material/sell:")

missing = [
    table
    for table in TABLES.values()
    if table.name in ("sales", "receipts", "financials") and not book.has(table.name)
]
if missing:
    st.subheader("What more files would tell you", anchor=False)
    for table in missing:
        st.write(f"**{table.name.capitalize()}** would add {table.adds}.")
