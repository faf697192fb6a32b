"""Method lab: direct, allowance and waiting over the next twelve months, and past losses."""

from typing import get_args

import streamlit as st

from core.accounting import latest_financials
from core.accounting.loss_rate import book_loss_rate
from core.accounting.method_lab import MONTHS, Outlook, method_lab
from core.charts import accounting as charts
from core.charts import ledger
from core.charts.sentences import method_lab as sentences
from core.policy import Framework
from pages.parts import books, widgets
from pages.parts.current import current_analysis

#: What can be drawn over the months: label -> column of the lab.
MEASURES = {
    "Equity": "equity",
    "Profit of the month": "profit",
    "Net income of the month": "net_income",
    "Inventory": "inventory",
    "Allowance": "allowance",
    "Deferred tax": "deferred_tax_asset",
}

analysis = current_analysis()
formats = widgets.formats_of(analysis)
book, policy, impact = analysis.book, analysis.policy, analysis.impact
dark = widgets.is_dark()

widgets.page_heading(
    "Direct and allowance tell the same story; waiting only tells it later",
    f"The impaired goods of {formats.date(book.as_of)} over the next {MONTHS} months; other "
    "goods stay as they are",
)


@st.fragment
def lab_of_plan() -> None:
    """Ask for the plan and show the months it makes."""
    grid = st.grid("auto", min_column_width=200, gap="small")
    frameworks = list(get_args(Framework))
    with grid.cell():
        framework = st.selectbox(
            "Framework",
            frameworks,
            frameworks.index(policy.framework),
            key="lab_framework",
            help="Only here: what a recovery or a further fall does under each.",
        )
    with grid.cell():
        sell = st.slider("Months until sold", 1, MONTHS, MONTHS, key="lab_sell")
    with grid.cell():
        scrap = st.slider("Scrapped in month", 1, MONTHS, 1, key="lab_scrap")
    with grid.cell():
        drift = st.slider(
            "Value changes a month, %",
            -10.0,
            10.0,
            0.0,
            0.5,
            key="lab_drift",
            help="How the realizable value of the impaired goods moves after today.",
        )
    lab = method_lab(
        impact.stock,
        financials=latest_financials(book.financials),
        policy=policy if framework == policy.framework else policy.under(framework),
        currency=book.currency,
        as_of=book.as_of,
        outlook=Outlook(sell, scrap, drift / 100),
        last_run=analysis.last_run,
    )
    if lab is None:
        st.caption(widgets.plain(f"{sentences.lab_sentence(formats, lab)}."))
        return
    measure = st.segmented_control(
        "Shown", list(MEASURES), default="Equity", required=True, key="lab_measure",
        label_visibility="collapsed",
    )  # fmt: skip
    column = MEASURES[str(measure)]
    shown = ledger.lab_measure(lab.periods, column, formats)
    title = "Change of equity" if column == "equity" else str(measure)
    widgets.figure(
        sentences.lab_sentence(formats, lab),
        charts.equity_figure(shown, formats, title=title, dark=dark),
        alt=f"{title} by month and method. {sentences.lab_sentence(formats, lab)}.",
        key="lab_figure",
        explanation="wait",
    )
    books.checks(sentences.lab_checks(formats, lab))
    books.ledger_table(ledger.lab_table(lab.periods, column, formats))
    books.ledger_table(ledger.lab_totals(lab.totals, formats), words=("Allowed",))
    widgets.downloads("method_lab", {"months": lab.periods, "totals": lab.totals}, key="lab")


lab_of_plan()

found = book_loss_rate(book)
st.subheader(
    widgets.plain(sentences.rate_sentence(formats, found)),
    anchor=False,
    help=widgets.how("past_loss_rate"),
)
if found is None:
    st.caption("Bring a sheet of past write-downs and write-offs (date, SKU, amount).")
else:
    st.write(widgets.plain(sentences.backtest_sentence(formats, found)))
    if len(found.backtest):
        books.ledger_table(ledger.backtest_table(found.backtest, formats))
        widgets.downloads("loss_rate", {"back-test": found.backtest}, key="loss_rate")
