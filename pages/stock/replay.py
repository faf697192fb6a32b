"""Replay: what the order policy would have done over the last months, against what happened."""

import streamlit as st

from core.charts import ordering, sentences
from core.replenishment.replay import REALLY, REPLAYED
from pages.parts import derived, widgets
from pages.parts.current import current_analysis

#: Rows of the table on screen; the download holds all of them.
SHOWN = 300
COLUMNS = (
    "sku", "description", "demand", "lost_really", "lost_replayed", "saved_revenue",
    "stock_really", "stock_replayed",
)  # fmt: skip

analysis = current_analysis()
formats = widgets.formats_of(analysis)
played = derived.replayed(analysis)
if played is None:
    widgets.page_heading("The past cannot be replayed with these files")
    st.write(
        "A replay needs sales over at least three months, today's stock, unit costs, and the "
        "receipts in between: only they tell what was on the shelf on each day."
    )
    st.page_link("pages/start/data.py", label="Add files", icon=":material/upload_file:")
    st.stop()

totals, policy = played.totals, analysis.policy
widgets.page_heading(
    sentences.replay_sentence(totals, formats),
    f"{formats.date(played.begin)} to {formats.date(played.end)}, day by day, planned at "
    f"{formats.percent(policy.service_level)} service from what was known at each of "
    f"{formats.count(len(played.origins), 'forecast')} on the way",
)
FIGURES = (
    ("Demand met", "fill", formats.percent, "replay_fill"),
    ("Average stock", "average_stock", formats.money_short, "replay_stock"),
    ("Lost sales", "lost_revenue", formats.money_short, "replay_lost"),
    ("Excess at the end", "write_down", formats.money_short, "replay_write_down"),
)
widgets.kpi_row(
    [
        widgets.Kpi(
            label,
            text(totals.loc[REPLAYED, name]),
            key,
            f"really {text(totals.loc[REALLY, name])}",
        )
        for label, name, text, key in FIGURES
    ]
)
if played.express_share > 0:
    st.caption(
        widgets.plain(sentences.express_sentence(played.express_share, formats)),
        help=widgets.how("express_share"),
    )
title = sentences.replay_stock_sentence(totals, formats)
widgets.figure(
    title,
    ordering.replay_figure(played.by_day, formats, dark=widgets.is_dark()),
    alt=f"Lines of the stock at cost by day, as it was and as replayed. {title}.",
    key="replay_stock_chart",
    explanation="replay",
)
st.subheader("Where it would have made a difference", anchor=False, help=widgets.how("replay_lost"))
items = played.items.sort_values(["saved_revenue", "sku"], ascending=[False, True])
widgets.table(items.head(SHOWN), COLUMNS, formats, key="replay_items")
if played.left_out:
    st.caption(
        widgets.plain(
            f"{formats.count(played.left_out, 'item')} left out: sales, receipts and today's stock "
            "contradict each other, or the cost is unknown"
        )
    )
widgets.downloads("replay", {"items": items, "days": played.by_day}, key="replay_file")
