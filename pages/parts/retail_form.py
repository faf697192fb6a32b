"""The retail inventory method on screen: a period at cost and at retail, and what it comes to."""

import pandas as pd
import streamlit as st

from core.accounting import RetailFigures, retail_method
from core.accounting.retail import RetailMethod
from core.analysis import Analysis
from core.charts.sentences import retail as sentences
from pages.parts import books, widgets

#: Figure -> what it is called, in the order of the working.
_NEEDED = {
    "begin_cost": "Opening stock at cost",
    "begin_retail": "Opening stock at retail",
    "purchases_cost": "Purchases at cost",
    "purchases_retail": "Purchases at retail",
    "net_sales": "Net sales",
    "net_markups": "Net markups",
    "net_markdowns": "Net markdowns",
}
_MORE = {
    "freight_in": "Freight in",
    "purchase_returns_cost": "Purchase returns at cost",
    "purchase_returns_retail": "Purchase returns at retail",
    "abnormal_loss_cost": "Abnormal loss at cost",
    "abnormal_loss_retail": "Abnormal loss at retail",
    "employee_discounts": "Employee discounts",
    "normal_shortage": "Normal shortage at retail",
}
_METHODS: dict[RetailMethod, str] = {
    "conventional": "Conventional (lower of cost or market)",
    "average cost": "Average cost",
    "FIFO": "FIFO",
    "LIFO": "LIFO (US GAAP only)",
}


def show(analysis: Analysis) -> None:
    """Ask for the period's figures and show closing stock under each form of the method."""
    formats = widgets.formats_of(analysis)
    st.caption(
        "Money of one period, all amounts positive; markups and markdowns after cancellations. "
        "The conventional method leaves markdowns out of the ratio, which comes near the lower of "
        "cost or market; average cost takes them in."
    )
    typed = _ask(_NEEDED)
    with st.expander("Freight, returns, losses and shortage"):
        typed |= _ask(_MORE)
    figures = RetailFigures(**typed)
    if not any((figures.begin_retail, figures.purchases_retail)):
        st.caption("Closing stock appears here once opening stock or purchases are entered.")
        return
    try:
        chosen = retail_method(figures, method="conventional")
        rows = [_row(analysis, figures, method) for method in _methods(analysis)]
    except ValueError as error:
        st.error(widgets.plain(f"No ratio can be taken: {error}."), icon=":material/error:")
        return
    title = widgets.plain(sentences.retail_sentence(formats, chosen))
    st.subheader(title, anchor=False, help=widgets.how("retail_method"))
    columns = ["Method", "Cost to retail", "Closing at retail", "Closing at cost", "Cost of sales"]
    books.ledger_table(pd.DataFrame(rows, columns=columns))
    listed = analysis.impact.inventory_cost
    text = sentences.retail_difference(formats, estimated=chosen.ending_cost, listed=listed)
    st.caption(widgets.plain(text))


def _methods(analysis: Analysis) -> list[RetailMethod]:
    is_us = analysis.policy.framework == "US GAAP"
    return [method for method in _METHODS if method != "LIFO" or is_us]


def _row(analysis: Analysis, figures: RetailFigures, method: RetailMethod) -> tuple[str, ...]:
    formats, result = widgets.formats_of(analysis), retail_method(figures, method=method)
    amounts = (result.ending_retail, result.ending_cost, result.cost_of_goods_sold)
    return (
        _METHODS[method],
        formats.percent_tenths(result.ratio),
        *(formats.money_statement(amount) for amount in amounts),
    )


def _ask(labels: dict[str, str]) -> dict[str, float]:
    grid = st.grid("auto", min_column_width=190, gap="small")
    typed = {}
    for name, label in labels.items():
        with grid.cell():
            typed[name] = st.number_input(
                label,
                min_value=0.0,
                step=1_000.0,
                format="%.2f",
                key=f"retail_{name}",
                persist_state="session",
            )
    return typed
