"""What the tabs of the Ledger page show, one function a tab."""

import pandas as pd
import streamlit as st

from core.accounting import disclosure, lots, tax_clock
from core.accounting.lots import LedgerTies
from core.analysis import Analysis
from core.charts import ledger as tables
from core.charts.sentences import ledger as sentences
from pages.parts import books, last_ledger, ledger_posting, widgets

#: Rows shown; the files hold all of them.
TOP = 200

#: What every amount of the roll-forward sums.
STEPS = ("opening", "charged", "used_on_sale", "used_on_scrap", "reversed", "closing")


def by_lot(analysis: Analysis, ledger: pd.DataFrame, ties: LedgerTies, run: str) -> None:
    """Show the allowance of every lot from opening to closing, and that it ties.

    Args:
        analysis: what is on screen.
        ledger: of its lots.
        ties: how the ledger agrees with the rest of the books.
        run: name of the run.
    """
    formats, impact = widgets.formats_of(analysis), analysis.impact
    totals = ledger[list(STEPS)].sum()
    closing = impact.closing_allowance if impact.stock.is_judged else float("nan")
    used = totals["used_on_sale"] + totals["used_on_scrap"]
    widgets.kpi_row(
        [
            widgets.Kpi("Opening", formats.money_short(totals["opening"]), "roll_forward"),
            widgets.Kpi("Charged", formats.money_short(totals["charged"]), "charge"),
            widgets.Kpi("Used", formats.money_short(used), "roll_forward"),
            widgets.Kpi("Taken back", formats.money_short(totals["reversed"]), "roll_forward"),
            widgets.Kpi("Closing", formats.money_short(closing), "roll_forward"),
        ]
    )
    from_file = impact.rolled is not None
    books.checks(sentences.tie_sentences(formats, ties, from_file=from_file))
    last_ledger.ask(analysis)
    widgets.table(ledger.head(TOP), lots.LEDGER_COLUMNS, formats, key="lot_ledger")
    if len(ledger) > TOP:
        st.caption(f"The {TOP} largest of {formats.units(len(ledger))} lots; the files hold all.")
    kept = ledger.assign(run=run, as_of=analysis.book.as_of.isoformat())
    widgets.downloads("allowance_by_lot", {"lots": kept}, key="lot_ledger_file")


def post(analysis: Analysis, run: str) -> None:
    """Show what a bookkeeper posts now, as files, and whether it was posted."""
    formats, policy = widgets.formats_of(analysis), analysis.policy
    entries = analysis.entries_to_post
    st.write(
        f"What to post under the **{tables.METHODS[policy.recording].lower()}** method, dated "
        f"{formats.date(analysis.book.as_of)}. The run's name goes into every file, so that it is "
        "recognized:"
    )
    st.code(run, language=None)
    if entries.empty:
        st.caption("Nothing to post.")
        return
    for posting in tables.postings_of(entries, formats):
        st.markdown(f"**{posting.number}.** {widgets.plain(posting.words)}")
        books.ledger_table(posting.lines)
    ledger_posting.offer_files(analysis, entries, run)
    ledger_posting.check_posted(run)


def notes(analysis: Analysis) -> None:
    """Show the figures that the notes to the accounts ask for."""
    formats, policy, likely = (
        widgets.formats_of(analysis), analysis.policy, analysis.exposure.likely,
    )  # fmt: skip
    ordered = analysis.other_losses.ordered if policy.firm_purchase_orders else 0.0
    table = disclosure.disclosures(
        analysis.impact,
        policy,
        by_category=analysis.exposure.by_category,
        likely=(likely.p10, likely.p90),
        commitment_loss=ordered,
    )
    st.caption("Figures for the notes; have an accountant confirm the paragraphs.")
    books.ledger_table(tables.notes_table(table, formats), words=("Note", "In words"))
    widgets.downloads("notes", {"notes": table}, key="notes_file")


def tax(analysis: Analysis) -> None:
    """Show when tax counts the loss, and what to offer at the lower price by when."""
    formats, book, policy = widgets.formats_of(analysis), analysis.book, analysis.policy
    st.warning("For a tax adviser to confirm: rules differ by country and by business.")
    st.subheader("When tax counts the loss", anchor=False, help=widgets.how("deferred_tax"))
    books.ledger_table(tables.tax_table(tax_clock.tax_schedule(analysis.impact), formats))
    offers = tax_clock.offer_list(
        analysis.impact.stock.segments, as_of=book.as_of, policy=policy, currency=book.currency
    )
    st.subheader(
        widgets.plain(
            sentences.offer_sentence(
                formats,
                count=len(offers),
                write_down=float(offers["write_down"].sum()),
                by=offers["offer_by"].iloc[0].date() if len(offers) else None,
                framework=policy.framework,
            )
        ),
        anchor=False,
        help=widgets.how("offer_list"),
    )
    if policy.framework == "US GAAP":
        st.caption(
            "Reg. 1.471-2(c): damage, wear, changes of style and broken lots count at the price "
            "at which the goods are really offered within 30 days, less selling cost. Excess stock "
            "at its usual price does not (Thor Power Tool, 1979). Keep records of the offers."
        )
    if len(offers):
        widgets.table(offers.head(TOP), tax_clock.OFFER_COLUMNS, formats, key="offers")
        widgets.downloads("offer_list", {"offers": offers}, key="offers_file")


def other_losses(analysis: Analysis) -> None:
    """Show what a count did not find, and what goods on order will lose."""
    formats, others = widgets.formats_of(analysis), analysis.other_losses
    st.subheader("What the count did not find", anchor=False, help=widgets.how("shrinkage"))
    if others.counts.empty:
        st.caption("Bring a sheet of counted units to see shrinkage, apart from the allowance.")
    else:
        widgets.table(
            others.counts.head(TOP),
            ("sku", "location", "lot", "on_hand", "counted", "missing", "amount", "written_down"),
            formats,
            key="counts",
        )
    st.subheader("What goods on order will lose", anchor=False, help=widgets.how("loss_on_order"))
    if others.orders.empty:
        st.caption("No open order is known to lose.")
        return
    end = (
        "is due now, because the orders are firm: it is among the entries to post."
        if analysis.policy.firm_purchase_orders
        else "can still be saved by cancelling. If the orders are firm, say so on the Policy page: "
        "the loss is then due now."
    )
    st.write(widgets.plain(f"{formats.money(others.ordered)} {end}"))
    widgets.table(
        others.orders.head(TOP),
        ("sku", "on_order", "unit_cost", "nrv_unit", "loss"),
        formats,
        key="order_losses",
    )
