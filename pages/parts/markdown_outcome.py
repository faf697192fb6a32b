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
    ResponseEvidence,
    Waiting,
    comparison,
    impairment,
    retail_effect,
)
from pages.parts import widgets

#: The theme's green and red are a blue and a vermillion, told apart by every eye.
_COLORS = {"better": "green", "worse": "red", "same": "off"}

#: Pixels that a figure, its distance and its range need side by side.
_KPI_WIDTH = 195

#: Said where a table or chart shows the plan itself and not what is to be expected of it.
WITHOUT_CHANCE = (
    "The plan without chance, as forecast. What is to be expected, above, differs: stock cuts off "
    "good weeks but not bad ones."
)

LAW = (
    "A markdown is a lower price, not a write-down: a loss is booked only where the price less "
    "selling cost falls below cost. A credible plan can lower the write-down needed today, because "
    "it is evidence of what the stock will bring; only a plan that is approved and dated may enter "
    "net realizable value (IAS 2.30)."
)


def headline(
    outcome: MarkdownOutcome,
    expected: pd.DataFrame,
    waiting: Waiting | None,
    formats: Formats,
    *,
    item_by_item: bool,
) -> None:
    """Show what is to be expected of the markdown as the page's title, and when it pays."""
    measures = expected.set_index("measure")
    change, write_down = measures["difference"], measures.loc["write_down"]
    widgets.page_heading(
        sentences.markdown_sentence(
            formats,
            depth=outcome.scenario.depth,
            more_units=change["units"],
            more_cash=change["cash"],
            more_recovered=change["recovered"],
            write_down=write_down["markdown"],
            write_down_hold=write_down["hold"],
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
    if waiting is not None:
        said.append(
            sentences.waiting_sentence(
                formats, recovered=waiting.recovered, write_down=waiting.write_down
            )
        )
    st.markdown("**" + " ".join(f"{widgets.plain(text)}." for text in said if text) + "**")


def figures(expected: pd.DataFrame, formats: Formats, *, weeks: int) -> None:
    """Show what is to be expected, each with its distance from today's price and its range."""
    found = tables.headline_figures(expected, formats, weeks=weeks)
    kpis = [
        widgets.Kpi(
            each.label,
            each.value,
            each.explanation,
            each.change,
            _COLORS[each.tone],
            f"({each.span})",
        )
        for each in found
    ]
    widgets.kpi_row(kpis, min_width=_KPI_WIDTH)
    st.caption(
        "Expected figures: means of 200 draws of demand and price response. Below each how far it "
        "lies from keeping today's price, and P10 to P90, between which 8 of 10 cases lie."
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


def against_hold(outcome: MarkdownOutcome, formats: Formats, *, exposed: float) -> None:
    """Show every measure beside today's price, and why the exposure's write-down is another."""
    weeks = outcome.scenario.weeks
    figures_table(
        tables.scenario_table(comparison(outcome), formats, weeks=weeks),
        key="markdown_against_hold",
    )
    two = sentences.two_questions_sentence(formats, hold=outcome.write_down_hold, exposed=exposed)
    st.caption(f"{widgets.plain(two)}.")


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
