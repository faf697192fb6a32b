"""Impact: what booking the write-down does, with both methods side by side."""

from functools import partial

import streamlit as st

from core.charts import ledger, sentences
from core.charts.sentences import methods
from pages.parts import books, figures_form, impact_views, retail_form, sidebar, widgets
from pages.parts.current import current_analysis

analysis = current_analysis()
formats = widgets.formats_of(analysis)
impact, policy = analysis.impact, analysis.policy

now = ledger.line_amounts(impact.statements, method=impact.recording, period="current")
widgets.page_heading(
    sentences.impact_sentence(
        formats,
        net_income_effect=impact.net_income_effect,
        equity_effect=impact.equity_effect,
        net_income_before=now["before"]["net_income"],
        unknown_cost_value=impact.stock.unknown_cost_value,
    ),
    methods.basis_sentence(
        formats,
        as_of=analysis.book.as_of,
        framework=policy.framework,
        unit_of_account=policy.unit_of_account,
        tax_rate=impact.tax_rate,
    ),
)
sidebar.books_switch(policy)
equity_effect = formats.money_signed(impact.equity_effect)
inventory_before = formats.money_short(now["before"]["inventory_net"])
inventory_after = formats.money_short(now["after"]["inventory_net"])
widgets.kpi_row(
    [
        books.booking_kpi(impact, formats),
        books.net_income_kpi(impact, formats),
        widgets.Kpi("Effect on equity", equity_effect, "equity_effect"),
        widgets.Kpi(
            "Inventory after", inventory_after, "inventory_after", f"before {inventory_before}"
        ),
    ]
)
covenants = ledger.covenant_table(impact.covenants, formats, method=impact.recording)
if broken := methods.covenant_sentence(covenants):
    st.error(widgets.plain(broken), icon=":material/gavel:")
books.problems(impact)

impact_views.beside(analysis)
VIEWS = {
    "Profit and equity": partial(impact_views.profit_and_equity, impact, formats),
    "Entries": partial(impact_views.entries, analysis),
    "Statements": partial(impact_views.statements, analysis),
    "Ratios and covenants": partial(impact_views.ratios, impact, formats),
    "Proof": partial(impact_views.proof, impact, formats),
    "Your figures": partial(figures_form.show, analysis),
}
if policy.cost_formula == "retail":
    VIEWS["Retail method"] = partial(retail_form.show, analysis)
# Only the open tab is drawn: a switch above repaints what the reader looks at.
tabs = st.tabs(list(VIEWS), key="impact_tab", on_change="rerun")
for tab, draw in zip(tabs, VIEWS.values(), strict=True):
    if tab.open:
        with tab:
            draw()
