"""Impact: what booking the write-down does, with both methods side by side."""

import streamlit as st

from core.charts import accounting as charts
from core.charts import ledger, sentences
from core.charts.sentences import methods
from pages.parts import books, figures_form, sidebar, widgets
from pages.parts.current import current_analysis

analysis = current_analysis()
formats = widgets.formats_of(analysis)
impact, policy = analysis.impact, analysis.policy
dark = widgets.is_dark()

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

left, right = st.columns(2, gap="large")
with left:
    widgets.figure(
        sentences.bridge_sentence(now["effect"], formats),
        charts.profit_bridge_figure(impact.statements, formats, method=impact.recording, dark=dark),
        alt=charts.profit_bridge_alt(impact.statements, formats, method=impact.recording),
        key="bridge",
        explanation="net_income_effect",
    )
with right:
    equity, is_change = ledger.equity_by_period(impact.statements)
    widgets.figure(
        sentences.equity_sentence(equity, formats),
        charts.equity_figure(
            equity, formats, title="Change of equity" if is_change else "Equity", dark=dark
        ),
        alt=charts.equity_alt(equity, formats),
        key="equity",
        explanation="equity_effect",
    )


st.subheader("Where the amount comes from", anchor=False, help=widgets.how("charge"))
books.origin(impact, formats)


@st.fragment
def both_methods() -> None:
    """Show entries and statements of the period the reader chooses."""
    st.subheader("What your bookkeeper posts, in either of two ways", anchor=False)
    period = books.period_switch(key="impact_period")
    books.side_by_side(impact, formats, period=period, chosen=impact.recording)


both_methods()
widgets.downloads(
    "write_down_entries",
    {
        "journal": impact.journal,
        "statements": impact.statements,
        "allowance": impact.allowance,
        "ratios": impact.ratios,
        "covenants": impact.covenants,
        "losses by reason": impact.stock.by_reason,
    },
    key="journal",
)

st.subheader("Why they differ, and when they agree", anchor=False)
books.proof(impact, formats)

st.subheader("What your bank will read", anchor=False, help=widgets.how("ratios"))
ratios = ledger.ratio_table(impact.ratios, formats, method=impact.recording)
books.ledger_table(ratios, words=("Change", "Note"))
widgets.downloads("ratios", {"ratios": impact.ratios}, key="ratios")
if len(covenants):
    mine = ledger.current_covenants(impact.covenants, method=impact.recording)
    widgets.figure(
        methods.headroom_sentence(mine, formats),
        charts.headroom_figure(mine, formats, dark=dark),
        alt=f"Bars of the write-down each covenant still bears. "
        f"{methods.headroom_sentence(mine, formats)}.",
        key="headroom",
        explanation="covenants",
    )
    books.ledger_table(covenants, words=("Result",))
else:
    st.caption("Limits of your loan agreement and targets of your own are set on the Policy page.")
figures_form.show(analysis)

by_hand = st.expander(
    "Check it by hand: 10,000 of stock, 1,000 of it unsaleable", key="by_hand", on_change="rerun"
)
if by_hand.open:
    with by_hand:
        books.example()
