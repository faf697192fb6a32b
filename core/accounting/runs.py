"""Runs: the same entries for the same day are the same run, whoever computes them.

Every file that leaves for a ledger bears the run's name. A ledger that holds the name already has
the entries; one that holds another run of the same day has to reverse that one first.
"""

import base64
import datetime as dt
import hashlib
import re
from dataclasses import dataclass

import pandas as pd

_NAME = re.compile(r"LM\d{6}-[A-Z2-7]{8}")


def run_name(journal: pd.DataFrame, *, as_of: dt.date, currency: str, digest: str) -> str:
    """Name the run that posts these entries: 17 characters, "LM", the day, and their digest.

    Args:
        journal: entry, account, debit, credit of one method and period (money).
        as_of: day of the stock list.
        currency: ISO 4217 code.
        digest: of the Book, so that other data with equal totals is another run.
    """
    content = hashlib.sha256(f"{as_of.isoformat()}|{currency}|{digest}|".encode())
    lines = zip(
        journal["entry"], journal["account"], journal["debit"], journal["credit"], strict=True
    )
    for number, account, debit, credit in lines:
        content.update(f"{number}|{account}|{debit:.4f}|{credit:.4f}\n".encode())
    # 40 bits in eight characters; journal numbers of some ledgers end at 21.
    mark = base64.b32encode(content.digest()[:5]).decode()
    return f"LM{as_of:%y%m%d}-{mark}"


def scrap_name(journal: pd.DataFrame, *, as_of: dt.date, currency: str, digest: str) -> str:
    """Name the entries of goods scrapped: like a run, but "LS", so that none is taken for a run."""
    return "LS" + run_name(journal, as_of=as_of, currency=currency, digest=digest)[2:]


@dataclass(frozen=True, slots=True)
class Posted:
    """What a ledger already holds: this run, and other runs of the same day."""

    is_posted: bool
    earlier: tuple[str, ...]


def posted_runs(content: bytes, run: str) -> Posted:
    """Look a ledger's export, or a file that was imported, through for names of runs.

    Args:
        content: text; of a workbook what `ledger_text` returns.
        run: name of the run that is about to be posted.
    """
    found = set(_NAME.findall(content.decode("utf-8", errors="replace")))
    same_day = {name for name in found if name.split("-")[0] == run.split("-")[0]}
    return Posted(run in found, tuple(sorted(same_day - {run})))
