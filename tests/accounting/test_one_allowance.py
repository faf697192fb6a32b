"""One allowance: Impact, the ledger of lots, statements, workbook and entries say the same."""

import dataclasses
import io
from functools import lru_cache

import openpyxl
import pandas as pd
import pytest

from core.accounting import (
    latest_financials,
    ledger_ties,
    lot_ledger,
    with_other_entries,
)
from core.accounting.method_lab import method_lab
from core.analysis import Analysis, record_again
from core.policy import Policy
from core.report.workbook import accountant_workbook
from tests.accounting.last_ledgers import made_up_last_run
from tests.report.demos import demo_analysis
from tests.report.spreadsheet import named

DEMOS = ("gift_shop", "fashion_shop", "grocer")
STEPS = ("opening", "charged", "used", "reversed", "closing")


@lru_cache(maxsize=12)
def analysis_of(demo: str, framework: str, recording: str, from_file: bool) -> Analysis:
    base = demo_analysis(demo)
    policy = dataclasses.replace(Policy().under(framework), recording=recording)  # type: ignore[arg-type]
    last = made_up_last_run(base) if from_file else None
    return record_again(base, policy, last_run=last)


def by_ledger(analysis: Analysis) -> dict[str, float]:
    ledger = lot_ledger(analysis.impact)
    used = ledger["used_on_sale"] + ledger["used_on_scrap"]
    held = ledger["closing"].fillna(ledger["opening"] - used)
    sums = ledger.assign(used=used, closing=held)[list(STEPS)].sum()
    return {name: round(float(sums[name]), 2) for name in STEPS}


def by_impact(analysis: Analysis) -> dict[str, float]:
    impact = analysis.impact
    amounts = (
        impact.opening_allowance, impact.charge, impact.used, impact.release,
        impact.closing_allowance,
    )  # fmt: skip
    return dict(zip(STEPS, amounts, strict=True))


def by_workbook(analysis: Analysis) -> dict[str, float]:
    book = openpyxl.load_workbook(io.BytesIO(accountant_workbook(analysis)), data_only=True)
    names = ("Opening_allowance", "Charge", "Used_before", "Release", "Closing_allowance")
    return {step: float(str(named(book, name))) for step, name in zip(STEPS, names, strict=True)}


def by_roll_forward(analysis: Analysis) -> dict[str, float]:
    rows = analysis.impact.allowance
    now = rows[(rows["method"] == "allowance") & (rows["period"] == "current")].iloc[0]
    return {name: float(now[name]) for name in STEPS}


def of_account(journal: pd.DataFrame, method: str, account: str) -> float:
    mine = journal[journal["method"].eq(method) & journal["period"].eq("current")]
    lines = mine[mine["account"] == account]
    return round(float((lines["credit"] - lines["debit"]).sum()), 2)


@pytest.mark.parametrize("from_file", [False, True], ids=["no file", "file"])
@pytest.mark.parametrize("framework", ["IFRS", "US GAAP"])
@pytest.mark.parametrize("demo", DEMOS)
def test_opening_charge_use_reversal_and_closing_are_the_same_wherever_they_stand(
    demo: str, framework: str, from_file: bool
) -> None:
    analysis = analysis_of(demo, framework, "allowance", from_file)
    impact = analysis.impact
    ledger = by_ledger(analysis)
    assert ledger_ties(lot_ledger(impact), impact).tie
    assert by_impact(analysis) == pytest.approx(ledger, abs=1e-9)
    assert by_roll_forward(analysis) == pytest.approx(ledger, abs=1e-9)
    account = analysis.policy.accounts["allowance"]
    moved = ledger["closing"] - ledger["opening"]
    assert of_account(analysis.journal, "allowance", account) == pytest.approx(moved, abs=1e-9)
    lines = impact.statements
    now = lines[(lines["method"] == "allowance") & (lines["period"] == "current")]
    line = now.set_index("line").loc["inventory_allowance"]
    assert (-line["before"], -line["after"]) == pytest.approx(
        (ledger["opening"], ledger["closing"]), abs=1e-9
    )
    assert analysis.summary["closing_allowance"] == pytest.approx(ledger["closing"], abs=1e-9)
    if from_file:
        last = analysis.last_run
        assert last is not None
        assert ledger["opening"] == pytest.approx(last.closing, abs=1e-9)
        assert ledger["used"] > 0
        assert ledger["charged"] > 0
        # What no lot needs any more goes back, but under US GAAP stays where it is.
        assert (ledger["reversed"] > 0) is (framework == "IFRS")
        assert (impact.release_blocked > 0) is (framework == "US GAAP")
    else:
        assert (ledger["opening"], ledger["used"], ledger["reversed"]) == (0, 0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("from_file", [False, True], ids=["no file", "file"])
@pytest.mark.parametrize("framework", ["IFRS", "US GAAP"])
@pytest.mark.parametrize("demo", DEMOS)
def test_the_workbook_has_the_same_allowance(demo: str, framework: str, from_file: bool) -> None:
    analysis = analysis_of(demo, framework, "allowance", from_file)
    assert by_workbook(analysis) == pytest.approx(by_ledger(analysis), abs=1e-9)


@pytest.mark.parametrize("from_file", [False, True], ids=["no file", "file"])
@pytest.mark.parametrize("framework", ["IFRS", "US GAAP", "FRS 102"])
@pytest.mark.parametrize("demo", DEMOS)
def test_both_methods_agree_whatever_the_lots_opened_with(
    demo: str, framework: str, from_file: bool
) -> None:
    impact = analysis_of(demo, framework, "direct", from_file).impact
    assert impact.methods_agree
    assert impact.allowance["ties"].all()
    journal = impact.journal.groupby(["method", "period", "entry"])[["debit", "credit"]].sum()
    assert ((journal["debit"] - journal["credit"]).abs() < 1e-6).all()
    effects = impact.statements[impact.statements["line"] == "difference"]["effect"]
    assert (effects == 0).all()


@pytest.mark.parametrize("demo", DEMOS)
def test_both_frameworks_reach_the_same_profit_once_the_goods_are_gone(demo: str) -> None:
    totals = {}
    for framework in ("IFRS", "US GAAP"):
        impact = analysis_of(demo, framework, "allowance", True).impact
        lines = impact.statements
        income = lines[(lines["line"] == "profit_before_tax") & (lines["method"] == "allowance")]
        # An allowance that belongs to no goods leaves with none.
        loose = 0.0 if framework == "IFRS" else 33.33 - impact.release_withheld
        totals[framework] = round(float(income["effect"].sum()) + loose, 2)
    withheld = analysis_of(demo, "IFRS", "allowance", True).impact.release_withheld
    assert totals["US GAAP"] == pytest.approx(totals["IFRS"] + withheld, abs=1e-9)


def test_the_entries_of_other_losses_keep_their_method() -> None:
    analysis = analysis_of("grocer", "IFRS", "allowance", False)
    rows = analysis.impact.journal.head(0)
    more = analysis.other_losses.entries["allowance"]
    both = with_other_entries(rows, more, analysis.policy, method="allowance")
    assert set(both["method"]) <= {"allowance"}
    assert both["entry"].is_monotonic_increasing


@pytest.mark.parametrize("framework", ["IFRS", "US GAAP"])
def test_the_months_ahead_begin_with_the_entries_of_impact(framework: str) -> None:
    analysis = analysis_of("grocer", framework, "allowance", True)
    impact, book = analysis.impact, analysis.book
    lab = method_lab(
        impact.stock,
        financials=latest_financials(book.financials),
        policy=analysis.policy,
        currency=book.currency,
        as_of=book.as_of,
        last_run=analysis.last_run,
    )
    assert lab is not None
    now = lab.periods.set_index(["method", "period"]).loc[("allowance", "now")]
    moved = impact.release + impact.used - impact.charge
    assert now["profit"] == pytest.approx(moved, abs=1e-9)
    assert now["allowance"] == pytest.approx(impact.closing_allowance, abs=1e-9)
    assert len(set(lab.totals["profit"])) == 1
    assert len(set(lab.totals["net_income"])) == 1
