"""Cost or market on screen: shown only where the policy tests at market."""

import streamlit as st

from core.analysis import Analysis
from core.charts.sentences.market import market_sentence
from pages.parts import widgets

#: Rows shown; the file holds all of them.
_SHOWN = 300
_COLUMNS = (
    "sku", "description", "units", "unit_cost", "replacement_cost", "ceiling", "floor",
    "unit_market", "write_down",
)  # fmt: skip


def show(analysis: Analysis) -> None:
    """Say what market asks for beyond net realizable value, with the rows behind it."""
    policy = analysis.policy
    if not policy.tests_at_market:
        return
    formats = widgets.formats_of(analysis)
    rows = analysis.impact.stock.segments
    text = market_sentence(
        formats,
        at_nrv=float(analysis.exposure.segments["write_down"].sum()),
        at_market=float(rows["write_down"].sum()),
        formula=policy.cost_formula,
    )
    with st.expander(f"{widgets.plain(text)}", icon=":material/straighten:"):
        st.caption(
            "Market is the replacement cost, at most NRV (the ceiling) and at least NRV less a "
            "normal profit (the floor); without a replacement cost it is NRV. ASC 330-10-35-1C "
            "to 35-7. The figures below this box are at NRV; Impact books market."
        )
        losing = rows[rows["write_down"] > 0].rename(columns={"nrv_unit": "ceiling"})
        losing = losing.sort_values(["write_down", "sku"], ascending=[False, True])
        widgets.table(losing.head(_SHOWN), _COLUMNS, formats, key="market")
        widgets.downloads("market", {"market": losing[list(_COLUMNS)]}, key="market_file")
