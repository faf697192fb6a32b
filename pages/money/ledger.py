"""Ledger: the allowance lot by lot, the entries as files, notes, tax, and other losses."""

import streamlit as st

from core.accounting import disclosure, ledger_files, ledger_upload, lots, runs, tax_clock
from core.charts import ledger as tables
from core.charts.sentences import ledger as sentences
from pages.parts import books, derived, ledger_posting, scrap_form, widgets
from pages.parts.current import current_analysis

#: Rows shown; the files hold all of them.
TOP = 200

analysis = current_analysis()
formats = widgets.formats_of(analysis)
book, policy, impact = analysis.book, analysis.policy, analysis.impact

others = derived.others(analysis)
entries = ledger_files.with_other_entries(
    ledger_files.entries_to_post(impact.journal, method=policy.recording),
    others.entries[policy.recording],
    policy,
)
run = runs.run_name(entries, as_of=book.as_of, currency=book.currency, digest=book.digest)

before, refused = None, ""
file = st.session_state.get("ledger_file")
if file is not None:
    try:
        before = ledger_upload.ledger_from_file(file.name, file.getvalue())
    except lots.LedgerFileError as error:
        refused = str(error)
scrapped = scrap_form.units_scrapped() if before is not None else None
ledger = lots.lot_ledger(impact, before=before, scrapped=scrapped)
ties = lots.ledger_ties(ledger, impact)
totals = ledger[
    ["opening", "charged", "used_on_sale", "used_on_scrap", "reversed", "closing"]
].sum()
closing = totals["closing"] if impact.stock.is_judged else float("nan")

widgets.page_heading(
    sentences.ledger_headline(
        formats,
        closing=closing,
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
    widgets.kpi_row(
        [
            widgets.Kpi("Opening", formats.money_short(totals["opening"]), "roll_forward"),
            widgets.Kpi("Charged", formats.money_short(totals["charged"]), "charge"),
            widgets.Kpi(
                "Used",
                formats.money_short(totals["used_on_sale"] + totals["used_on_scrap"]),
                "roll_forward",
            ),
            widgets.Kpi("Taken back", formats.money_short(totals["reversed"]), "roll_forward"),
            widgets.Kpi("Closing", formats.money_short(closing), "roll_forward"),
        ]
    )
    books.checks(sentences.tie_sentences(formats, ties, from_file=before is not None))
    st.file_uploader(
        "Ledger of the last run",
        type=["csv", "xlsx", "xlsm", "xls", "ods"],
        key="ledger_file",
        help="The file this page wrote last time. Each lot then opens with what it closed at, and "
        "units gone since use their share. Without it the allowance on the books is given to the "
        "lots that need it.",
    )
    if before is not None:
        scrap_form.ask_scrapped()
    if refused:
        st.error(widgets.plain(f"The file was not used: {refused}."), icon=":material/error:")
    widgets.table(ledger.head(TOP), lots.LEDGER_COLUMNS, formats, key="lot_ledger")
    if len(ledger) > TOP:
        st.caption(f"The {TOP} largest of {formats.units(len(ledger))} lots; the files hold all.")
    widgets.downloads("allowance_by_lot", {"lots": ledger.assign(run=run)}, key="lot_ledger_file")

with post:
    st.write(
        f"What to post under the **{tables.METHODS[policy.recording].lower()}** method, dated "
        f"{formats.date(book.as_of)}. The run's name goes into every file, so that it is "
        "recognized:"
    )
    st.code(run, language=None)
    if entries.empty:
        st.caption("Nothing to post.")
    else:
        for posting in tables.postings_of(entries, formats):
            st.markdown(f"**{posting.number}.** {widgets.plain(posting.words)}")
            books.ledger_table(posting.lines)
        ledger_posting.offer_files(analysis, entries, run)
        ledger_posting.check_posted(run)

with scrap:
    scrap_form.show(analysis, ledger)

with notes:
    table = disclosure.disclosures(
        impact,
        policy,
        by_category=analysis.exposure.by_category,
        likely=(analysis.exposure.likely.p10, analysis.exposure.likely.p90),
        commitment_loss=others.ordered if policy.firm_purchase_orders else 0.0,
    )
    st.caption("Figures for the notes; have an accountant confirm the paragraphs.")
    books.ledger_table(tables.notes_table(table, formats), words=("Note", "In words"))
    widgets.downloads("notes", {"notes": table}, key="notes_file")

with tax:
    st.warning("For a tax adviser to confirm: rules differ by country and by business.")
    st.subheader("When tax counts the loss", anchor=False, help=widgets.how("deferred_tax"))
    schedule = tax_clock.tax_schedule(impact)
    books.ledger_table(tables.tax_table(schedule, formats))
    offers = tax_clock.offer_list(
        impact.stock.segments, as_of=book.as_of, policy=policy, currency=book.currency
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

with other:
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
    else:
        firm = policy.firm_purchase_orders
        st.write(
            widgets.plain(
                f"{formats.money(others.ordered)} "
                + (
                    "is due now, because the orders are firm: it is among the entries to post."
                    if firm
                    else "can still be saved by cancelling. If the orders are firm, say so on the "
                    "Policy page: the loss is then due now."
                )
            )
        )
        widgets.table(
            others.orders.head(TOP),
            ("sku", "on_order", "unit_cost", "nrv_unit", "loss"),
            formats,
            key="order_losses",
        )
