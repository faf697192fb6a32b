"""Reorder: what to order, from whom, by when and why; and what to stop buying."""

import streamlit as st

from core.analysis import suppliers
from core.charts import ordering, sentences
from core.replenishment import ORDER, cost_of_a_point, order_totals, stop_buying
from core.report import purchase_orders
from pages.parts import derived, widgets
from pages.parts import orders as parts
from pages.parts.current import current_analysis

analysis = current_analysis()
formats = widgets.formats_of(analysis)
orders, book, policy = analysis.orders, analysis.book, analysis.policy
by_supplier = suppliers(orders)
due = orders[orders["action"] == ORDER]
curve = derived.service_curve(analysis)
stopped = stop_buying(orders, analysis.exposure.items)
totals = order_totals(orders, stopped)

widgets.page_heading(
    sentences.reorder_sentence(orders, formats, as_of=book.as_of),
    f"As of {formats.date(book.as_of)}, at a service level of "
    f"{formats.percent(policy.service_level)} (see Assumptions in the sidebar)",
)
widgets.kpi_row(
    [
        widgets.Kpi("Orders, at cost", formats.money(totals.order_cost), "order_cost"),
        widgets.Kpi("Items to order", formats.units(totals.items), "order_units"),
        widgets.Kpi("Out before arrival", formats.units(totals.late), "late_orders"),
        widgets.Kpi("In items to stop", formats.money_short(totals.stopped_cost), "stopped"),
    ]
)

parts.transfers(analysis, formats)

if len(by_supplier):
    st.subheader(
        widgets.plain(sentences.suppliers_sentence(by_supplier, formats)),
        anchor=False,
        help=widgets.how("order_units"),
    )
    st.caption(
        widgets.plain(f"{sentences.risk_sentence(due, formats)}."),
        help=widgets.how("risk_cost"),
    )
    st.caption("Choose a supplier to see that order alone.")
    columns = ("supplier", "items", "order_units", "order_cost", "order_date", "risk_cost")
    event = widgets.table(by_supplier, columns, formats, key="suppliers", on_select="rerun")
    chosen = widgets.chosen_row(event, by_supplier)
    st.download_button(
        "Purchase orders, one sheet a supplier",
        data=lambda: purchase_orders(orders, book, buyer=book.name, transfers=analysis.transfers),
        file_name="purchase_orders.xlsx",
        mime=widgets.WORKBOOK_MIME,
        icon=":material/download:",
        on_click="ignore",
        key="purchase_orders",
    )
else:
    chosen = None

parts.browse(orders, stopped, formats, supplier=None if chosen is None else chosen["supplier"])

level = policy.service_level
point = cost_of_a_point(curve, level)
title = sentences.service_sentence(curve, formats, service_level=level, point=point)
widgets.figure(
    title,
    ordering.service_figure(curve, formats, service_level=level, dark=widgets.is_dark()),
    alt=f"Line of the stock at cost by service level. {title}.",
    key="service_curve",
    explanation="service_cost",
)
