"""Ledger: the allowance lot by lot, the entries as files, notes, tax, and other losses."""

import streamlit as st

from core.accounting import lots, runs
from core.charts.sentences import ledger as sentences
from pages.parts import ledger_views, scrap_form, widgets
from pages.parts.current import current_analysis

analysis = current_analysis()
formats = widgets.formats_of(analysis)
book, policy, impact = analysis.book, analysis.policy, analysis.impact

run = runs.run_name(
    analysis.entries_to_post, as_of=book.as_of, currency=book.currency, digest=book.digest
)
ledger = lots.lot_ledger(impact)
ties = lots.ledger_ties(ledger, impact)

widgets.page_heading(
    sentences.ledger_headline(
        formats,
        closing=impact.closing_allowance if impact.stock.is_judged else float("nan"),
        lots=int((ledger["closing"] > 0).sum()),
        ties=ties.tie,
        recording=policy.recording,
    ),
    f"As of {formats.date(book.as_of)} under {policy.framework}, run {run}, "
    f"amounts in {book.currency}",
)
by_lot, post, scrap, notes, tax, other = st.tabs(
    [
        "Allowance by lot",
        "Post the entries",
        "Scrap or sell off",
        "Notes to the accounts",
        "Tax clock",
        "Other losses",
    ]
)
with by_lot:
    ledger_views.by_lot(analysis, ledger, ties, run)
with post:
    ledger_views.post(analysis, run)
with scrap:
    scrap_form.show(analysis, ledger)
with notes:
    ledger_views.notes(analysis)
with tax:
    ledger_views.tax(analysis)
with other:
    ledger_views.other_losses(analysis)
