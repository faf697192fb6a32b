"""The short form: an owner types the figures of the period; eight are enough for most answers."""

import math

import streamlit as st

from core.accounting import latest_financials
from core.accounting.financials import MORE_FIGURES, NONE_IF_EMPTY, SHORT_FORM, number
from core.accounting.statements import BALANCE_LINES, INCOME_LINES
from core.analysis import Analysis
from core.book import with_financials
from core.schema import FINANCIALS
from pages.parts import state, widgets

_LABELS = {**INCOME_LINES, **BALANCE_LINES, "inventory_allowance": "Allowance on the books"}


def show(analysis: Analysis) -> None:
    """Offer the form, filled with what the Book states; unknown fields stay empty.

    Args:
        analysis: what is on screen.
    """
    stated = latest_financials(analysis.book.financials)
    formats = widgets.formats_of(analysis)
    title = "Type your own figures" if stated is None else "Correct the figures of the period"
    with st.expander(title, icon=":material/edit:", expanded=stated is None):
        st.caption(
            "As they are before this write-down. The first eight are enough; what you leave empty "
            "of them stays unknown. Interest, receivables and allowance left empty are none. A "
            "trial balance or a profit-and-loss export can be dropped on the Data page instead."
        )
        with st.form("figures", border=False):
            period = st.text_input(
                "Period",
                str((stated or {}).get("period") or f"FY {analysis.book.as_of.year}"),
                key="figures_period",
            )
            typed: dict[str, float | None] = {}
            grid = st.grid("auto", min_column_width=190, gap="small")
            for name in (*SHORT_FORM, *MORE_FIGURES):
                with grid.cell():
                    typed[name] = _ask(name, number(stated, name))
            use = st.form_submit_button(
                "Use these figures", key="figures_use", type=widgets.main_action()
            )
        if stated is not None:
            st.caption(widgets.plain(f"In {formats.currency}, as your files or you stated them."))
    if use:
        none = dict.fromkeys(NONE_IF_EMPTY, 0.0)
        figures = none | {name: amount for name, amount in typed.items() if amount is not None}
        rate = number(stated, "tax_rate")
        if not math.isnan(rate):
            figures["tax_rate"] = rate
        state.replace_book(with_financials(analysis.book, {"period": period, **figures}))
        st.rerun()


def _ask(name: str, stated: float) -> float | None:
    value = None if math.isnan(stated) else stated
    return st.number_input(
        _LABELS[name],
        value=value,
        step=1_000.0,
        format="%.2f",
        key=f"figures_{name}",
        help=FINANCIALS.column(name).description,
        placeholder="none" if name in NONE_IF_EMPTY else "unknown",
    )
