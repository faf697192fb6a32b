"""Overview: what of the stock is at risk, why, and what to do first."""

import streamlit as st

from core.charts import exposure as charts
from core.charts import sentences
from core.replenishment import ORDER, STOP, late_orders, stop_buying
from core.report import gaps
from pages.parts import books, evidence, expectations, state, tour, widgets
from pages.parts.current import current_analysis

TOP = 10

#: Page and icon of each step, and which orders the page is to show.
STEPS = {
    "clear": ("pages/decide/markdown.py", ":material/sell:", None),
    "order": ("pages/stock/reorder.py", ":material/shopping_cart:", ORDER),
    "stop": ("pages/stock/reorder.py", ":material/block:", STOP),
    "book": ("pages/money/impact.py", ":material/balance:", None),
}

analysis = current_analysis()
formats = widgets.formats_of(analysis)
exposure, summary, book = analysis.exposure, analysis.summary, analysis.book
orders, policy, impact = analysis.orders, analysis.policy, analysis.impact

likely = (exposure.likely.p10, exposure.likely.p50, exposure.likely.p90)
widgets.page_heading(
    sentences.overview_headline(
        formats,
        units=summary["units"],
        cost_value=summary["cost_value"],
        at_risk_value=summary["at_risk_value"],
        write_down=summary["write_down"],
        likely=likely,
        unknown_cost_value=summary["unknown_cost_value"],
    ),
    f"{book.name or 'Your stock'} as of {formats.date(book.as_of)}, amounts in {book.currency}",
)
expectations.badge(analysis, formats)
tour.welcome()
widgets.kpi_row(
    [
        widgets.Kpi("Stock at cost", formats.money_short(summary["cost_value"]), "cost_value"),
        widgets.Kpi("At risk", formats.money_short(summary["at_risk_value"]), "at_risk_value"),
        books.booking_kpi(impact, formats),
        books.net_income_kpi(impact, formats),
    ]
)
span = sentences.range_sentence(
    formats,
    write_down=summary["write_down"],
    likely=likely,
    masked=summary["masked_write_down"],
    group=policy.unit_of_account,
)
if span:
    st.caption(f"{widgets.plain(span)}.", help=widgets.how("likely_range"))

steps = sentences.first_steps(
    formats,
    charge=impact.charge,
    items=exposure.items,
    ordered=orders[orders["action"] == ORDER],
    late=len(late_orders(orders)),
    stopped=stop_buying(orders, exposure.items),
)
if steps:
    st.subheader("What to do first", anchor=False)
    with st.container(border=True, gap="xsmall"):
        for step, text in steps.items():
            page, icon, action = STEPS[step]
            # A button wraps its sentence on a narrow screen, a link would cut it.
            label = widgets.plain(text)
            if st.button(label, key=f"step_{step}", type="tertiary", icon=icon, wrap=True):
                if action:
                    state.preset("reorder_action", action)
                st.switch_page(page)

by_age, by_reason = charts.risk_figures(
    exposure.aging, exposure.by_reason, formats, dark=widgets.is_dark()
)
left, right = st.columns(2, gap="large")
with left:
    widgets.figure(
        sentences.risk_by_age_sentence(exposure.aging, formats),
        by_age,
        alt=charts.risk_by_age_alt(exposure.aging, formats),
        key="aging",
        explanation="at_risk_value",
    )
with right:
    widgets.figure(
        sentences.reasons_sentence(exposure.by_reason, formats),
        by_reason,
        alt=charts.reason_alt(exposure.by_reason, formats),
        key="reasons",
        explanation="at_risk_value",
    )

top = sentences.top_items(exposure.items, TOP).reset_index(drop=True)
title = sentences.top_items_sentence(exposure.items, formats, count=TOP)
st.subheader(widgets.plain(title), anchor=False, help=widgets.how("write_down"))
if len(top):
    columns = ("sku", "description", "reason", "on_hand", "cost_value", "write_down", "age_days")
    event = widgets.table(
        top, columns, formats, key="top_items", whole_money=True, on_select="rerun"
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        widgets.downloads("items_at_risk", {"items": exposure.items}, key="items")
        st.page_link("pages/money/exposure.py", label="See every item", icon=":material/search:")
    item = widgets.chosen_row(event, top)
    if item is None:
        st.caption("Choose a row to see the evidence behind its figure.")
    else:
        evidence.item_rows(analysis, item, formats, key="top_item")

missing = gaps(book)
if missing:
    st.subheader("What more files would tell you", anchor=False)
    for gap in missing:
        st.markdown(f"**{gap.name}** would add {gap.adds}.")
    st.page_link("pages/start/data.py", label="Add files", icon=":material/upload_file:")
