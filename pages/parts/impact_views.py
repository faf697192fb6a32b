"""What the tabs of the Impact page show, one function a tab."""

import dataclasses
from types import MappingProxyType

import streamlit as st

from core.accounting import Impact, effects, has_other_losses
from core.analysis import Analysis
from core.charts import accounting as charts
from core.charts import effect, ledger, sentences
from core.charts.formats import Formats
from core.charts.policy_tables import COVENANT_LABELS
from core.charts.sentences import methods
from core.charts.sentences.other_losses import other_losses_sentence
from pages.parts import books, state, widgets


def beside(analysis: Analysis) -> None:
    """Say what is lost besides the write-down, where anything is."""
    if not has_other_losses(analysis.book, analysis.policy) or analysis.other_losses.is_empty:
        return
    others = analysis.other_losses
    change = effects(others.entries[analysis.impact.recording], currency=analysis.impact.currency)
    text = other_losses_sentence(
        widgets.formats_of(analysis),
        missing=others.missing,
        written_down=others.written_down,
        ordered=others.ordered if analysis.policy.firm_purchase_orders else 0.0,
        net_income=change["net_income"],
    )
    st.caption(f":material/add_circle: {widgets.plain(text)}")


def profit_and_equity(impact: Impact, formats: Formats) -> None:
    """Show how the loss reaches net income, equity by period, and where the amount comes from."""
    dark = widgets.is_dark()
    now = ledger.line_amounts(impact.statements, method=impact.recording, period="current")
    changes = ledger.equity_changes(impact.statements)
    span = effect.common_span(impact.statements, changes, method=impact.recording)
    # Below titles of different length the figures still stand level, zero beside zero.
    left, right = st.columns(2, gap="large", vertical_alignment="bottom")
    with left:
        widgets.figure(
            sentences.bridge_sentence(now["effect"], formats),
            effect.profit_bridge_figure(
                impact.statements, formats, method=impact.recording, span=span, dark=dark
            ),
            alt=effect.profit_bridge_alt(impact.statements, formats, method=impact.recording),
            key="bridge",
            explanation="net_income_effect",
        )
    with right:
        widgets.figure(
            sentences.equity_sentence(changes, formats),
            effect.equity_change_figure(changes, formats, span=span, dark=dark),
            alt=effect.equity_change_alt(changes, formats),
            key="equity",
            explanation="equity_effect",
        )
    st.subheader("Where the amount comes from", anchor=False, help=widgets.how("charge"))
    books.origin(impact, formats)


def entries(analysis: Analysis) -> None:
    """Show what a bookkeeper posts under either method, in the period the reader chooses."""
    impact, formats = analysis.impact, widgets.formats_of(analysis)
    st.subheader("What your bookkeeper posts, in either of two ways", anchor=False)
    period = books.period_switch(key="impact_period")
    journals = books.journals(analysis.journal, period)
    books.entries_side_by_side(journals, formats, chosen=impact.recording)
    _take_away(analysis)


def statements(analysis: Analysis) -> None:
    """Show both statements before and after, under either method, in the chosen period."""
    impact, formats = analysis.impact, widgets.formats_of(analysis)
    st.subheader("Income statement and balance sheet before and after", anchor=False)
    period = books.period_switch(key="impact_period")
    books.statements_side_by_side(
        analysis.statements, formats, period=period, chosen=impact.recording
    )
    _take_away(analysis)


def ratios(impact: Impact, formats: Formats) -> None:
    """Show how near each covenant is, and what the write-down does to every ratio."""
    covenants = ledger.covenant_table(impact.covenants, formats, method=impact.recording)
    if len(covenants):
        mine = ledger.current_covenants(impact.covenants, method=impact.recording)
        widgets.figure(
            methods.headroom_sentence(mine, formats),
            charts.headroom_figure(mine, formats, dark=widgets.is_dark()),
            alt=f"Bars of the write-down each covenant still bears. "
            f"{methods.headroom_sentence(mine, formats)}.",
            key="headroom",
            explanation="covenants",
        )
        books.ledger_table(covenants, words=("Result",))
    else:
        st.caption(
            "Add a limit of your loan agreement, or a target of your own, to see how large a "
            "write-down it still bears."
        )
    _add_limit()
    st.subheader("What your bank will read", anchor=False, help=widgets.how("ratios"))
    table = ledger.ratio_table(impact.ratios, formats, method=impact.recording)
    books.ledger_table(table, words=("Change", "Note"))
    widgets.downloads("ratios", {"ratios": impact.ratios}, key="ratios")


def _add_limit() -> None:
    """Let the reader add or change one covenant or target; all of them are on Policy."""
    policy = state.policy()
    with st.form("add_limit", border=False):
        which, limit, button = st.columns([3, 2, 1], vertical_alignment="bottom")
        ratio = which.selectbox(
            "Covenant or target",
            list(COVENANT_LABELS),
            format_func=lambda name: f"{COVENANT_LABELS[name]}, {ledger.bound(name)}",
            key="limit_ratio",
        )
        number = limit.number_input("Limit", value=None, key="limit_number", placeholder="1.2")
        added = button.form_submit_button("Add", key="limit_add")
    if added and number is not None:
        covenants = {**policy.covenants, ratio: float(number)}
        state.propose_policy(dataclasses.replace(policy, covenants=MappingProxyType(covenants)))
        st.rerun()


def proof(impact: Impact, formats: Formats) -> None:
    """Say why the methods differ and when they agree, and offer a case to check by hand."""
    st.subheader("Why they differ, and when they agree", anchor=False)
    books.proof(impact, formats)
    by_hand = st.expander(
        "Check it by hand: 10,000 of stock, 1,000 of it unsaleable",
        key="by_hand",
        on_change="rerun",
    )
    if by_hand.open:
        with by_hand:
            books.example()


def _take_away(analysis: Analysis) -> None:
    impact = analysis.impact
    widgets.downloads(
        "write_down_entries",
        {
            "journal": analysis.journal,
            "statements": analysis.statements,
            "allowance": impact.allowance,
            "ratios": impact.ratios,
            "covenants": impact.covenants,
            "losses by reason": impact.stock.by_reason,
        },
        key="journal",
    )
