"""Pieces of screen for a markdown: its figures, its tables, and what they rest on."""

from dataclasses import asdict

import pandas as pd
import streamlit as st

from core.accounting import assess, latest_financials
from core.analysis import Analysis
from core.charts import scenario as tables
from core.charts import sentences
from core.charts.formats import Formats
from core.markdown import (
    MarkdownOutcome,
    MarkdownRisk,
    ResponseEvidence,
    Waiting,
    comparison,
    impairment,
    retail_effect,
)
from pages.parts import widgets

#: The theme's green and red are a blue and a vermillion, told apart by every eye.
_COLORS = {"better": "green", "worse": "red", "same": "off"}

#: Pixels that a figure, its distance and what to expect of it need side by side.
_KPI_WIDTH = 195

LAW = (
    "A markdown is a lower price, not a write-down: a loss is booked only where the price less "
    "selling cost falls below cost. A credible plan can lower the write-down needed today, because "
    "it is evidence of what the stock will bring; only a plan that is approved and dated may enter "
    "net realizable value (IAS 2.30)."
)


def headline(
    outcome: MarkdownOutcome,
    risk: MarkdownRisk,
    waiting: Waiting | None,
    formats: Formats,
    *,
    item_by_item: bool,
) -> None:
    """Show what the markdown does as the page's title, and below when it pays."""
    change = comparison(outcome).set_index("measure")["difference"]
    widgets.page_heading(
        sentences.markdown_sentence(
            formats,
            depth=outcome.scenario.depth,
            more_units=change["units"],
            more_cash=change["cash"],
            more_recovered=change["recovered"],
            write_down=outcome.write_down,
            write_down_hold=outcome.write_down_hold,
            weeks=outcome.scenario.weeks,
            later=tuple(depth for _, depth in outcome.scenario.later),
            item_by_item=item_by_item,
        )
    )
    pays = sentences.pays_sentence(
        formats,
        break_even_lift=outcome.break_even_lift,
        expected_lift=outcome.expected_lift,
        more_recovered=change["recovered"],
    )
    even = sentences.break_even_sentence(
        formats,
        elasticity=outcome.break_even_elasticity,
        sell_through=outcome.break_even_sell_through,
    )
    said = [pays, even]
    if outcome.break_even_lift is not None:
        said.append(
            sentences.expected_sentence(
                formats, more_recovered=risk.more_recovered, beats_hold=risk.beats_hold
            )
        )
    if waiting is not None:
        said.append(
            sentences.waiting_sentence(
                formats, recovered=waiting.recovered, write_down=waiting.write_down
            )
        )
    st.markdown("**" + " ".join(f"{widgets.plain(text)}." for text in said if text) + "**")


def figures(outcome: MarkdownOutcome, risk: MarkdownRisk, formats: Formats) -> None:
    """Show the plan as forecast, its distance from today's price, and what to expect of it."""
    found = tables.headline_figures(
        comparison(outcome), risk.summary, formats, weeks=outcome.scenario.weeks
    )
    kpis = [
        widgets.Kpi(
            each.label,
            each.value,
            each.explanation,
            each.change,
            _COLORS[each.tone],
            each.expected,
        )
        for each in found
    ]
    widgets.kpi_row(kpis, min_width=_KPI_WIDTH)
    st.caption(
        "If demand comes as forecast: what items, weeks and books below add up to. Under each how "
        "far it lies from keeping today's price, as forecast and as expected: means of "
        f"{len(risk.draws)} draws of demand and price response. Stock cuts off good weeks but not "
        "bad ones, so that forecasts alone promise too much."
    )


def basis(outcome: MarkdownOutcome, evidence: ResponseEvidence, formats: Formats) -> None:
    """Say what the figures rest on and what they leave out, in small print."""
    response = sentences.response_sentence(
        formats,
        elasticity=evidence.elasticity,
        low=evidence.low,
        high=evidence.high,
        shares={
            "own price history": evidence.own_share,
            "the category's": evidence.category_share,
            "published studies": evidence.prior_share,
        },
        own_value=outcome.scenario.elasticity,
    )
    st.caption(
        f":material/query_stats: {widgets.plain(response)}",
        help=f"{widgets.how('elasticity')} {widgets.plain(evidence.warning)}",
    )
    guess = sentences.extrapolation_sentence(formats, extrapolated_cost=outcome.extrapolated_cost)
    if guess:
        st.caption(f":material/warning: {widgets.plain(guess)}.")
    left_out = sentences.not_simulated_sentence(outcome.not_simulated, formats)
    if left_out:
        st.caption(f":material/help: {widgets.plain(left_out)}.")


def against_hold(
    outcome: MarkdownOutcome, risk: MarkdownRisk, formats: Formats, *, exposed: float
) -> None:
    """Show every measure beside today's price, and why the exposure's write-down is another."""
    weeks = outcome.scenario.weeks
    st.markdown("**If demand comes as forecast**")
    figures_table(
        tables.scenario_table(comparison(outcome), formats, weeks=weeks),
        key="markdown_against_hold",
    )
    two = sentences.two_questions_sentence(formats, hold=outcome.write_down_hold, exposed=exposed)
    st.caption(f"{widgets.plain(two)}.")
    st.markdown("**What to expect of it**", help=widgets.how("markdown_risk"))
    figures_table(
        tables.expected_table(risk.summary, formats, weeks=weeks), key="markdown_expected"
    )
    st.caption(
        f"Means of the same {len(risk.draws)} draws of demand and price response for both; of the "
        "markdown's, 8 of 10 lie from P10 to P90."
    )


def by_method(outcome: MarkdownOutcome, formats: Formats) -> None:
    """Show net income by method and period, and where the methods agree."""
    by_period = outcome.books.by_period
    title = sentences.books_title(formats, weeks_per_period=outcome.scenario.weeks_per_period)
    st.markdown(f"**{widgets.plain(title)}**", help=widgets.how("wait"))
    figures_table(tables.income_by_method(by_period, formats), key="markdown_by_method")
    st.caption(f"{widgets.plain(sentences.methods_sentence(by_period, formats))}.")


def covenants(outcome: MarkdownOutcome, analysis: Analysis, formats: Formats) -> None:
    """Show how far the shop's loan covenants are from breaking, with and without the markdown."""
    policy = analysis.policy
    if not policy.covenants:
        st.caption(
            "Covenant headroom: set your loan covenants under Policy, and this table shows how "
            "far each is from breaking under the plan."
        )
        return
    financials = latest_financials(analysis.book.financials)
    found = {
        title: assess(
            impairment(outcome, hold=hold),
            financials=financials,
            policy=policy,
            currency=outcome.currency,
        ).covenants
        for title, hold in (("Today's price", True), ("Markdown", False))
    }
    st.markdown("**Covenant headroom after the write-down of these goods alone**")
    figures_table(tables.covenants_table(found, formats), key="markdown_covenants")


def retail(outcome: MarkdownOutcome, formats: Formats) -> None:
    """Show what the retail method makes of the cut: permanent and temporary."""
    effect = retail_effect(outcome)
    st.markdown("**Under the retail method**")
    st.caption(f"{widgets.plain(sentences.retail_sentence(formats, **asdict(effect)))}.")


def take_away(outcome: MarkdownOutcome, curve: pd.DataFrame, settings: pd.DataFrame) -> None:
    """Offer everything the markdown comes to as files, all items among it."""
    widgets.downloads(
        "markdown",
        {
            "items": outcome.items,
            "against today's price": comparison(outcome),
            "weeks": outcome.weeks,
            "depths": curve,
            "books": outcome.books.by_period,
            "not simulated": outcome.not_simulated,
            "settings": settings,
        },
        key="markdown",
    )


def figures_table(table: pd.DataFrame, *, key: str) -> None:
    """Show text: labels to the left, figures to the right.

    Not `st.table`: its cells are markup, which costs a repaint of the slider a quarter second.
    """
    label, *figures_shown = table.columns
    config = {
        name: st.column_config.TextColumn(alignment="right", width="small")
        for name in figures_shown
    }
    config[label] = st.column_config.TextColumn(width="medium")
    st.dataframe(table, hide_index=True, column_config=config, height="content", key=key)
