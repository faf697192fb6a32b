"""Journal entries: debits and credits that balance, with words an owner understands.

Entries name account roles (the keys of `core.policy.DEFAULT_ACCOUNTS`); `journal_frame` puts the
names of the owner's chart of accounts in their place. Amounts are already rounded to the minor
unit, so an entry that does not balance is a mistake of the program, never of the data.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

#: Columns of a journal, one row a line of an entry; debit and credit in money.
JOURNAL_COLUMNS = ("method", "period", "entry", "account", "debit", "credit", "words")

#: Far below any minor unit, above the noise of adding rounded amounts.
_TOLERANCE = 1e-6


class UnbalancedEntryError(AssertionError):
    """An entry's debits differ from its credits: a programming error."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an entry: an account role with a debit or a credit (money, not negative)."""

    role: str
    debit: float = 0.0
    credit: float = 0.0

    @property
    def change(self) -> float:
        """Debit less credit: what the line adds to an asset or an expense."""
        return self.debit - self.credit


@dataclass(frozen=True, slots=True)
class Entry:
    """A balanced journal entry of one recording method in one period.

    Raises:
        UnbalancedEntryError: debits and credits differ.
    """

    method: str
    period: str
    lines: tuple[Line, ...]
    words: str

    def __post_init__(self) -> None:
        """Refuse an entry whose debits and credits differ."""
        out_by = math.fsum(line.change for line in self.lines)
        if abs(out_by) > _TOLERANCE:
            raise UnbalancedEntryError(f"debits exceed credits by {out_by}: {self.words}")


def entry(
    method: str,
    period: str,
    words: str,
    /,
    *,
    debit: Mapping[str, float],
    credit: Mapping[str, float],
) -> Entry | None:
    """Make an entry from role -> amount; None when every amount is zero.

    A negative amount moves to the other side, as a gain does where a loss was expected.
    """
    signed = [(role, amount) for role, amount in debit.items()]
    signed += [(role, -amount) for role, amount in credit.items()]
    lines = [
        Line(role, debit=amount) if amount > 0 else Line(role, credit=-amount)
        for role, amount in signed
        if amount != 0
    ]
    lines.sort(key=lambda line: line.debit == 0)
    return Entry(method, period, tuple(lines), words) if lines else None


def journal_frame(entries: Iterable[Entry], accounts: Mapping[str, str]) -> pd.DataFrame:
    """Return entries as rows, with account names for roles.

    Args:
        entries: in the order in which they are posted; numbered from 1 in each method and period.
        accounts: role -> account name.

    Returns:
        Columns of `JOURNAL_COLUMNS`.
    """
    numbers: dict[tuple[str, str], int] = {}
    rows = []
    for posted in entries:
        book = (posted.method, posted.period)
        numbers[book] = numbers.get(book, 0) + 1
        rows += [
            (*book, numbers[book], accounts[line.role], line.debit, line.credit, posted.words)
            for line in posted.lines
        ]
    return pd.DataFrame(rows, columns=list(JOURNAL_COLUMNS)).astype(
        {"entry": "int64", "debit": "float64", "credit": "float64"}
    )


def changes_by_role(entries: Iterable[Entry]) -> dict[str, float]:
    """Sum debits less credits of every role."""
    lines: dict[str, list[float]] = {}
    for posted in entries:
        for line in posted.lines:
            lines.setdefault(line.role, []).append(line.change)
    return {role: math.fsum(changes) for role, changes in lines.items()}
