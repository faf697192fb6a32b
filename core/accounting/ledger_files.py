"""Entries in the layouts that ledgers import: QuickBooks Online, Xero, and a plain one.

QuickBooks Online groups rows by JournalNo, names accounts, dates MM/DD/YYYY and wants debit or
credit blank. Xero groups rows by narration and date, wants account codes, dates DD/MM/YYYY, one
signed amount (debit positive), a tax rate's name, and at most 300 lines a file.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from core.accounting.entries import Entry, journal_frame
from core.policy import Policy

#: Lines that one file for Xero may hold.
XERO_LINES = 300
#: The rate of lines without sales tax, as new organizations of Xero are set up.
XERO_NO_TAX = "Tax Exempt"

Layout = Callable[..., pd.DataFrame]


def entries_to_post(journal: pd.DataFrame, *, method: str, period: str = "current") -> pd.DataFrame:
    """Return the lines of one method and period; only "direct" and "allowance" are ever posted."""
    if method not in ("direct", "allowance"):
        raise ValueError(f"{method!r} is shown to compare, it is never posted")
    rows = journal[(journal["method"] == method) & (journal["period"] == period)]
    return rows.reset_index(drop=True)


def with_other_entries(
    rows: pd.DataFrame, entries: Sequence[Entry], policy: Policy, *, method: str
) -> pd.DataFrame:
    """Return the lines of a method's current period with further entries after them, numbered on.

    Args:
        rows: lines of one method and period.
        entries: further ones of that period.
        policy: names of accounts.
        method: whose book the entries go into.
    """
    if not entries:
        return rows
    more = journal_frame(entries, policy.accounts)
    # Each further entry counts from one in its own book; here they follow one another.
    numbers = more.groupby(["method", "period", "entry"], sort=False).ngroup() + 1
    last = int(rows["entry"].max()) if len(rows) else 0
    more = more.assign(entry=numbers + last, method=method)
    return pd.concat([rows, more], ignore_index=True)


def quickbooks_online(
    entries: pd.DataFrame,
    *,
    run: str,
    on: dt.date,
    policy: Policy,  # noqa: ARG001 - every layout is called alike; this one needs no codes
) -> pd.DataFrame:
    """Lay entries out for Import data, Journal entries, of QuickBooks Online."""
    return pd.DataFrame(
        {
            "JournalNo": _numbers(entries, run),
            "JournalDate": f"{on:%m/%d/%Y}",
            "AccountName": entries["account"].to_numpy(),
            "Debits": _blank_zero(entries["debit"]),
            "Credits": _blank_zero(entries["credit"]),
            "Description": _texts(entries, run),
        }
    )


def xero(entries: pd.DataFrame, *, run: str, on: dt.date, policy: Policy) -> pd.DataFrame:
    """Lay entries out for the import of manual journals of Xero; debits are positive."""
    return pd.DataFrame(
        {
            "*Narration": "Inventory write-down " + _numbers(entries, run),
            "*Date": f"{on:%d/%m/%Y}",
            "Description": entries["words"].to_numpy(),
            "*AccountCode": _codes(entries, policy),
            "*TaxRate": XERO_NO_TAX,
            "*Amount": (entries["debit"] - entries["credit"]).to_numpy(),
        }
    )


def general_ledger(entries: pd.DataFrame, *, run: str, on: dt.date, policy: Policy) -> pd.DataFrame:
    """Lay entries out plainly: one row a line, dates as YYYY-MM-DD, both sides filled."""
    lines = entries.groupby("entry").cumcount() + 1
    return pd.DataFrame(
        {
            "journal": _numbers(entries, run),
            "line": lines.to_numpy(),
            "date": f"{on:%Y-%m-%d}",
            "account_code": _codes(entries, policy, named=False),
            "account": entries["account"].to_numpy(),
            "debit": entries["debit"].to_numpy(),
            "credit": entries["credit"].to_numpy(),
            "description": entries["words"].to_numpy(),
            "run": run,
        }
    )


#: Layout -> how its file is called, and the function that lays entries out.
LAYOUTS: Mapping[str, tuple[str, Layout]] = {
    "QuickBooks Online": ("quickbooks_online", quickbooks_online),
    "Xero": ("xero", xero),
    "General ledger": ("general_ledger", general_ledger),
}


def without_code(entries: pd.DataFrame, policy: Policy) -> tuple[str, ...]:
    """Return the accounts of the entries that have no code yet, as Xero needs one."""
    known = _code_by_name(policy)
    return tuple(name for name in dict.fromkeys(entries["account"]) if name not in known)


def _code_by_name(policy: Policy) -> dict[str, str]:
    return {policy.accounts[role]: code for role, code in policy.account_codes.items()}


def _codes(entries: pd.DataFrame, policy: Policy, *, named: bool = True) -> list[str]:
    known = _code_by_name(policy)
    return [known.get(name, name if named else "") for name in entries["account"].tolist()]


def _numbers(entries: pd.DataFrame, run: str) -> pd.Series:
    return f"{run}-" + entries["entry"].astype("str")


def _texts(entries: pd.DataFrame, run: str) -> list[str]:
    return [f"{words} ({run})" for words in entries["words"]]


def _blank_zero(amounts: pd.Series) -> pd.Series:
    return amounts.where(amounts != 0, np.nan).reset_index(drop=True)
