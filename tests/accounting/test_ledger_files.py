"""Entries leave in the layouts of ledgers, and the same run is recognized."""

import datetime as dt

import pandas as pd
import pytest

from core.accounting import article_case, assess
from core.accounting.ledger_files import (
    LAYOUTS,
    XERO_LINES,
    entries_to_post,
    general_ledger,
    quickbooks_online,
    without_code,
    xero,
)
from core.accounting.runs import posted_runs, run_name
from core.analysis import analyze
from core.book import make_book
from core.policy import Policy
from core.report import csv_bytes

ON = dt.date(2026, 1, 31)
POLICY = Policy.from_settings(
    {"accounts": {"inventory": "Stock"}, "account_codes": {"inventory": "630"}}
)


def entries(method: str = "direct") -> pd.DataFrame:
    case = article_case()
    impact = assess(case.stock, financials=case.financials, policy=POLICY, currency="USD")
    return entries_to_post(impact.journal, method=method)


def name_of(rows: pd.DataFrame, *, digest: str = "d", as_of: dt.date = ON) -> str:
    return run_name(rows, as_of=as_of, currency="USD", digest=digest)


def test_quickbooks_groups_by_journal_number_and_leaves_the_other_side_blank() -> None:
    table = quickbooks_online(entries(), run="LM260131-ABCDEFGH", on=ON, policy=POLICY)
    assert list(table.columns) == [
        "JournalNo", "JournalDate", "AccountName", "Debits", "Credits", "Description",
    ]  # fmt: skip
    first = table[table["JournalNo"] == "LM260131-ABCDEFGH-1"]
    assert first["AccountName"].tolist() == ["Loss on inventory write-down", "Stock"]
    assert first["JournalDate"].tolist() == ["01/31/2026"] * 2
    lines = csv_bytes(first).decode().splitlines()
    assert ",1000," in lines[1]
    assert ",,1000," in lines[2]
    assert table["JournalNo"].str.len().max() <= 21


def test_xero_signs_amounts_names_codes_and_balances_every_narration() -> None:
    table = xero(entries(), run="LM260131-ABCDEFGH", on=ON, policy=POLICY)
    assert table["*Date"].unique().tolist() == ["31/01/2026"]
    assert table.groupby(["*Narration", "*Date"])["*Amount"].sum().abs().max() == 0
    assert table.loc[table["*Amount"] == -1_000, "*AccountCode"].tolist() == ["630"]
    assert len(table) <= XERO_LINES
    assert "Stock" not in without_code(entries(), POLICY)
    assert "Loss on inventory write-down" in without_code(entries(), POLICY)


def test_the_plain_ledger_keeps_both_sides_and_the_run() -> None:
    table = general_ledger(entries(), run="LM260131-ABCDEFGH", on=ON, policy=POLICY)
    assert table["debit"].sum() == table["credit"].sum()
    assert table["run"].unique().tolist() == ["LM260131-ABCDEFGH"]
    assert table.groupby("journal")["line"].min().eq(1).all()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_missing_goods_and_firm_orders_leave_balanced_in_every_layout(layout: str) -> None:
    roles = {"shrinkage": "620", "purchase_commitment_liability": "805", "inventory": "630"}
    policy = Policy.from_settings(
        {"firm_purchase_orders": True, "selling_cost_rate": 0.0, "account_codes": roles}
    )
    items = pd.DataFrame({"sku": ["a"], "unit_cost": [10.0], "unit_price": [8.0]})
    stock = pd.DataFrame({"sku": ["a"], "on_hand": [10.0], "on_order": [5.0]})
    counts = pd.DataFrame({"sku": ["a"], "counted": [8.0]})
    tables = {"items": items, "stock": stock, "counts": counts}
    posted = analyze(make_book(tables, as_of=ON, currency="USD"), policy).entries_to_post
    _, lay_out = LAYOUTS[layout]
    table = lay_out(posted, run="LM260131-ABCDEFGH", on=ON, policy=policy)
    group, account, *amounts = {
        "QuickBooks Online": ("JournalNo", "AccountName", "Debits", "Credits"),
        "Xero": ("*Narration", "*AccountCode", "*Amount"),
        "General ledger": ("journal", "account", "debit", "credit"),
    }[layout]
    signed = table[amounts[0]].fillna(0) - (table[amounts[1]].fillna(0) if amounts[1:] else 0)
    assert signed.groupby(table[group]).sum().abs().max() < 1e-9
    names = [
        roles[role] if layout == "Xero" else policy.accounts[role]
        for role in ("shrinkage", "purchase_commitment_liability")
    ]
    # Two missing units at what they stood at, 8; five on order at a loss of 2.
    assert [round(signed[table[account] == name].sum(), 2) for name in names] == [16, -10]


def test_waiting_is_never_laid_out_for_a_ledger() -> None:
    with pytest.raises(ValueError, match="never posted"):
        entries("wait")


def test_the_same_entries_are_the_same_run_and_others_are_not() -> None:
    run = name_of(entries())
    assert run == name_of(entries())
    assert len(run) == 17
    others = {
        name_of(entries("allowance")),
        name_of(entries(), digest="e"),
        name_of(entries(), as_of=dt.date(2026, 2, 28)),
    }
    assert len(others | {run}) == 4


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_run_is_recognized_in_every_file_it_left_in(layout: str) -> None:
    run = name_of(entries())
    _, lay_out = LAYOUTS[layout]
    content = csv_bytes(lay_out(entries(), run=run, on=ON, policy=POLICY))
    assert posted_runs(content, run).is_posted
    assert posted_runs(content, run).earlier == ()
    other = name_of(entries("allowance"))
    assert not posted_runs(content, other).is_posted
    assert posted_runs(content, other).earlier == (run,)
    assert posted_runs(b"Date,Amount\n1,2", run).earlier == ()
