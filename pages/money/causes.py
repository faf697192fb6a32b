"""Causes: what made the losses, the purchases they lie in, and what to ask about."""

import math

import streamlit as st

from core.charts import sentences
from core.exposure import booked_losses, sum_causes
from pages.parts import causes, derived, widgets
from pages.parts.current import current_analysis

#: Rows a table ships to the browser at most; the downloads hold all of them.
SHOWN = 200

analysis = current_analysis()
formats = widgets.formats_of(analysis)
found = derived.losses(analysis)
by_cause = sum_causes(found.causes, "cause")
loss = analysis.exposure.known_sum("write_down")

widgets.page_heading(
    sentences.causes_sentence(by_cause, formats, judged=not math.isnan(loss)),
    f"As of {formats.date(analysis.book.as_of)}; each loss has one cause and they add up to the "
    "write-down",
)
widgets.kpi_row(
    [
        widgets.Kpi("Write-down", formats.money_short(loss), "write_down"),
        widgets.Kpi(
            "Avoidable",
            formats.money_short(by_cause["avoidable"].sum(min_count=1)),
            "avoidable",
        ),
        widgets.Kpi("Hidden by category", formats.money_short(found.hidden("category")), "masked"),
        widgets.Kpi("Questions", formats.units(len(found.flags)), "loss_flags"),
    ]
)

tabs = st.tabs(
    ["By cause", "Purchases", "By supplier", "Hidden losses", "To ask about"],
    key="causes_tab",
    on_change="rerun",
)
if tabs[0].open:
    with tabs[0]:
        causes.by_cause(found, formats)
        sums = ("cause", "items", "units", "cost_value", "write_down", "avoidable")
        widgets.table(by_cause, sums, formats, key="by_cause")
        st.subheader("Each loss and its cause", anchor=False, help=widgets.how("cause"))
        columns = (
            "sku", "description", "cause", "write_down", "avoidable", "units", "on_hand",
            "order_up_to", "left_by_rule", "supplier", "category",
        )  # fmt: skip
        widgets.table(found.causes.head(SHOWN), columns, formats, key="each_cause")
        sheets = {"losses": found.causes, "by cause": by_cause}
        widgets.downloads("causes", sheets, key="causes_file")
if tabs[1].open:
    with tabs[1]:
        causes.purchases(found, formats)
if tabs[2].open:
    with tabs[2]:
        causes.by_group(found, formats)
if tabs[3].open:
    with tabs[3]:
        for level, table in found.masked.items():
            title = sentences.masked_sentence(table, level, formats)
            st.subheader(widgets.plain(title), anchor=False, help=widgets.how("masked"))
            columns = (
                "sku", "description", "category", "cost_value", "write_down", "masked",
                "share_masked",
            )  # fmt: skip
            if len(table):
                widgets.table(table.head(SHOWN), columns, formats, key=f"masked_{level}")
                widgets.downloads(f"hidden_{level}", {level: table}, key=f"masked_{level}_file")
if tabs[4].open:
    with tabs[4]:
        booked = booked_losses(analysis.book)
        title = sentences.flags_sentence(len(found.flags), booked=len(booked))
        st.subheader(widgets.plain(title), anchor=False, help=widgets.how("loss_flags"))
        st.caption("Questions, not losses: they add nothing to the write-down.")
        if found.flags:
            columns = ("flag", "amount", "items", "when", "sentence", "skus")
            widgets.table(found.questions(), columns, formats, key="flags")
            sheets = {"questions": found.questions(), "booked losses": booked}
            widgets.downloads("questions", sheets, key="flags_file")
