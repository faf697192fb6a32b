"""Pieces of screen for the books: entries, statements, and both methods side by side."""

import math
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core.accounting import Impact, article_case, assess, ledger_files
from core.charts import ledger
from core.charts.formats import Formats
from core.charts.sentences import methods
from pages.parts import widgets

#: Methods an owner may choose from; waiting is only compared with.
CHOICES = ("direct", "allowance")

#: Figures of tables below each other line up.
_FIGURE_WIDTH = "20%"

_PERIOD_NOTES = {
    "current": "The loss is booked.",
    "next": "The goods written down are sold at what they are expected to bring; those written "
    "off are scrapped. Sales of other goods are not known yet.",
}


def booking_kpi(impact: Impact, formats: Formats) -> widgets.Kpi:
    """Return the amount to book: a new loss, or earlier loss taken back."""
    on_books = f"{formats.money_short(impact.opening_allowance)} already on the books"
    note = on_books if impact.opening_allowance > 0 else None
    if impact.release > 0 and impact.charge > 0:
        note = f"{formats.money_short(impact.release)} taken back on others"
    elif impact.release > 0:
        return widgets.Kpi("To take back now", formats.money_short(impact.release), "charge", note)
    return widgets.Kpi("Write-down to book", formats.money_short(impact.charge), "charge", note)


def net_income_kpi(impact: Impact, formats: Formats) -> widgets.Kpi:
    """Return the effect on net income with the tax in it."""
    saved = impact.tax_effect <= 0
    tax = formats.money_short(abs(impact.tax_effect))
    moves = not math.isnan(impact.tax_effect) and impact.tax_effect != 0
    note = f"{tax} of tax {'saved' if saved else 'owed'}" if moves else None
    effect = formats.money_signed(impact.net_income_effect)
    return widgets.Kpi("Effect on net income", effect, "net_income_effect", note)


def problems(impact: Impact) -> None:
    """Say what is missing or does not agree: warnings in one box, the rest in small print."""
    said = [(each.severity, methods.impact_problem_sentence(each)) for each in impact.problems]
    warnings = [widgets.plain(text) for severity, text in said if severity == "warning"]
    if warnings:
        listed = warnings if len(warnings) == 1 else [f"- {text}" for text in warnings]
        st.warning("\n".join(listed), icon=":material/warning:")
    for _, text in (each for each in said if each[0] != "warning"):
        st.caption(f":material/info: {widgets.plain(text)}")


def period_switch(*, key: str) -> str:
    """Let the reader choose the period whose books are shown."""
    period = st.segmented_control(
        "Period",
        list(ledger.PERIODS),
        default="current",
        required=True,
        format_func=lambda name: ledger.PERIODS[name],
        key=key,
        label_visibility="collapsed",
    )
    st.caption(_PERIOD_NOTES[str(period)])
    return str(period)


def entries_side_by_side(
    journals: Mapping[str, pd.DataFrame], formats: Formats, *, chosen: str | None = None
) -> None:
    """Show the entries of the direct and the allowance method in two columns.

    Args:
        journals: method -> its lines of one period.
        formats: how numbers are read.
        chosen: method that is marked as the reader's own choice.
    """
    for column, method in zip(st.columns(2, gap="large"), CHOICES, strict=True):
        with column:
            _method_heading(method, chosen)
            _entries(journals[method], formats)


def statements_side_by_side(
    statements: pd.DataFrame, formats: Formats, *, period: str, chosen: str | None = None
) -> None:
    """Show both statements under the direct and the allowance method in two columns.

    Args:
        statements: of an assessment.
        formats: how numbers are read.
        period: "current" or "next".
        chosen: method that is marked as the reader's own choice; None leaves the headings out.
    """
    if chosen is not None:
        for column, method in zip(st.columns(2, gap="large"), CHOICES, strict=True):
            with column:
                _method_heading(method, chosen)
    for statement, title in (("income", "Income statement"), ("balance", "Balance sheet")):
        for column, method in zip(st.columns(2, gap="large"), CHOICES, strict=True):
            with column:
                st.markdown(
                    f"**{title}**, {ledger.METHODS[method].lower()}", help=widgets.how("statements")
                )
                table = ledger.statement_table(
                    statements, formats, statement=statement, method=method, period=period
                )
                ledger_table(
                    table.drop(columns="is_total").rename(columns=str.capitalize),
                    bold=table["is_total"],
                )


def _method_heading(method: str, chosen: str | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"#### {ledger.METHODS[method]}", help=widgets.how(method))
        if method == chosen:
            st.badge("Your choice", color="blue")


def origin(impact: Impact, formats: Formats) -> None:
    """Show which losses add up to the amount to book, and where their rows are."""
    text = methods.charge_sentence(
        formats,
        required=impact.required_allowance,
        opening=impact.opening_allowance,
        charge=impact.charge,
        release=impact.release,
        used=impact.used,
        unknown_cost_value=impact.stock.unknown_cost_value,
    )
    st.write(widgets.plain(text))
    if len(impact.stock.by_reason):
        columns = ("reason", "kind", "units", "cost_value", "nrv_value", "write_down")
        losses = ledger.losses_table(impact.stock.by_reason)
        widgets.table(losses, columns, formats, key="losses_by_reason")
    st.page_link(
        "pages/money/exposure.py", label="See the items behind it", icon=":material/search:"
    )


def proof(impact: Impact, formats: Formats) -> None:
    """Say why the methods differ and when they agree, and show that they do."""
    st.write(
        widgets.plain(
            methods.agreement_sentence(formats, charge=impact.charge, release=impact.release)
        )
    )
    st.write(widgets.plain(methods.difference_sentence(impact.statements, formats)))
    st.write(widgets.plain(methods.later_sentence(impact.framework)))
    checks(
        methods.checks(
            impact.allowance,
            methods_agree=impact.methods_agree,
            balances=impact.balances,
            balance_difference=impact.balance_difference,
        )
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**Effect on net income by method**", help=widgets.how("wait"))
        ledger_table(ledger.net_income_table(impact.statements, formats))
        st.caption(widgets.plain(methods.waiting_sentence(impact.statements, formats)))
    with right:
        st.markdown("**Allowance, from opening to closing**", help=widgets.how("roll_forward"))
        roll = ledger.roll_forward_table(impact.allowance, formats)
        ledger_table(roll.rename(columns={"step": "Allowance method"}))


def checks(proofs: list[tuple[bool, str]]) -> None:
    """Show what was checked, with a mark for what holds and another for what does not."""
    for holds, text in proofs:
        mark = ":blue[:material/check_circle:]" if holds else ":orange[:material/error:]"
        st.markdown(f"{mark} {widgets.plain(text)}")


def example() -> None:
    """Show the textbook case with the same pieces: small enough to check by hand."""
    case = article_case()
    impact = assess(
        case.stock, financials=case.financials, policy=case.policy, currency=case.currency
    )
    formats = Formats(currency=case.currency)
    st.write(widgets.plain(methods.example_sentence(impact.statements, formats, impact.tax_rate)))
    period = period_switch(key="example_period")
    entries_side_by_side(journals(impact.journal, period), formats)
    statements_side_by_side(impact.statements, formats, period=period)
    proof(impact, formats)


def ledger_table(
    table: pd.DataFrame, *, bold: "pd.Series[bool] | None" = None, words: tuple[str, ...] = ()
) -> None:
    """Show a table of text: the first column and `words` to the left, figures to the right.

    Args:
        table: text only; it may hold account names from a file, so all of it is escaped.
        bold: rows that stand out.
        words: further columns that hold words.
    """
    shown = table.map(widgets.plain)
    amounts = [place for place, name in enumerate(shown.columns) if place and name not in words]
    headings = ", ".join(f"th.col{place}" for place in amounts)
    # Streamlit aligns each cell inline; only !important goes before that.
    right = {"text-align": "right !important", "white-space": "nowrap"}
    if not words:
        right["width"] = _FIGURE_WIDTH
    # One call for all columns: a styler works each of its calls off by itself.
    style = shown.style.set_properties(subset=list(shown.columns[amounts]), **right)
    if amounts:
        heading = {"selector": headings, "props": "text-align: right !important"}
        style = style.set_table_styles([heading], overwrite=False)
    if bold is not None:
        rows = shown.index[bold]
        style = style.set_properties(subset=(rows, list(shown.columns)), **{"font-weight": "600"})
    st.table(style, border="horizontal", hide_index=True)


def journals(journal: pd.DataFrame, period: str) -> dict[str, pd.DataFrame]:
    """Return the lines of each method an owner may choose in one period."""
    return {
        method: ledger_files.entries_to_post(journal, method=method, period=period)
        for method in CHOICES
    }


def _entries(journal: pd.DataFrame, formats: Formats) -> None:
    posted = ledger.postings_of(journal, formats)
    if not posted:
        st.caption("Nothing to post in this period.")
    for posting in posted:
        st.markdown(f"**{posting.number}.** {widgets.plain(posting.words)}")
        ledger_table(posting.lines)
