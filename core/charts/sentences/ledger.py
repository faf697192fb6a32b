"""The ledger of lots, the run and its files, notes and tax, in words."""

import datetime as dt
import math
from collections.abc import Mapping

from core.accounting.last_run import LastRun
from core.accounting.lots import LedgerTies
from core.accounting.runs import Posted
from core.charts.formats import Formats

_NOTHING = 0.005


def ledger_headline(
    formats: Formats, *, closing: float, lots: int, ties: bool, recording: str
) -> str:
    """Say what the loss kept on all lots comes to and whether it ties.

    Args:
        formats: how numbers are read.
        closing: allowance of all lots after booking; NaN where nothing could be judged.
        lots: lots with an allowance.
        ties: whether the ledger ties to the stock list and the general ledger.
        recording: "direct" keeps the loss in the cost of the lots, "allowance" beside it.
    """
    if math.isnan(closing):
        return "What the lots need is unknown: no item has both a cost and a known value"
    if abs(closing) < _NOTHING:
        return "No lot that could be judged is worth less than it cost"
    amount, held = formats.money_short(closing), formats.count(lots, "lot")
    verb = "carries" if lots == 1 else "carry"
    end = "every row ties" if ties else "but something does not tie: see below"
    what = "allowance" if recording == "allowance" else "write-down"
    return f"{held} {verb} {amount} of {what} after booking; {end}"


def tie_sentences(formats: Formats, ties: LedgerTies, *, from_file: bool) -> list[tuple[bool, str]]:
    """Return what was compared: whether it agrees, and by how much not."""

    def off(amount: float) -> str:
        return "" if amount == 0 else f": it differs by {formats.money(amount)}"

    opening = "what the last run closed with" if from_file else "the opening allowance"
    closing = off(ties.closing_difference)
    return [
        (ties.rows_tie, "Each lot: opening + charged − used − taken back = closing"),
        (
            ties.cost_difference == 0,
            f"Cost of the lots is the cost of the stock list{off(ties.cost_difference)}",
        ),
        (
            ties.opening_difference == 0,
            f"The general ledger holds {opening}{off(ties.opening_difference)}",
        ),
        (
            ties.closing_difference == 0,
            f"The lots close with what the entries leave on the books{closing}",
        ),
    ]


def last_run_sentence(formats: Formats, run: LastRun, *, name: str, in_year: bool) -> str:
    """Say what a ledger of the last run opens with.

    Args:
        formats: how numbers are read.
        run: as its file states it.
        name: of the file.
        in_year: whether it lies in the fiscal year on screen.
    """
    lots = formats.count(int((run.lots["closing"] > 0).sum()), "lot")
    text = f"Opened with {formats.money(run.closing)} on {lots} from {name}"
    if run.as_of is None:
        return f"{text}, which does not say its day."
    year = "the same fiscal year" if in_year else "an earlier fiscal year"
    return f"{text}, as of {formats.date(run.as_of)}, {year}."


def posted_sentence(posted: Posted, run: str) -> tuple[str, str]:
    """Say whether a run is in a file already: (severity, sentence)."""
    if posted.is_posted:
        return (
            "error",
            f"{run} is in this file: it has been posted. Posting it again would "
            "book the same loss twice.",
        )
    if posted.earlier:
        names = ", ".join(posted.earlier)
        return "warning", (
            f"This file holds another run of the same day ({names}). Reverse it before you post "
            f"{run}, or both stay on the books."
        )
    return "success", f"{run} is not in this file: it has not been posted there."


#: Layout of a file for a ledger -> what its import asks of the person who does it.
IMPORT_NOTES: Mapping[str, str] = {
    "QuickBooks Online": "Under Import data, Journal entries. QuickBooks finds accounts by name: "
    "turn account numbers off for the import, write a subaccount as Parent:Subaccount, and choose "
    "the date format MM/DD/YYYY.",
    "Xero": "Under Manual journals, Import. Xero finds accounts by code, dates are DD/MM/YYYY, "
    "debits are positive. The journals arrive as drafts to approve.",
    "General ledger": "One row a line with both sides and the run's name, for any other ledger.",
}


def xero_sentence(formats: Formats, *, lines: int, most: int, uncoded: tuple[str, ...]) -> str:
    """Say what an import into Xero still needs; empty when nothing."""
    parts = []
    if uncoded:
        parts.append(
            f"Xero imports by account code: {', '.join(uncoded)} {_has(uncoded)} none yet. Enter "
            "codes on the Policy page"
        )
    if lines > most:
        parts.append(f"Xero takes {most} lines a file; this has {formats.units(lines)}")
    return f"{'; '.join(parts)}." if parts else ""


def offer_sentence(
    formats: Formats, *, count: int, write_down: float, by: dt.date | None, framework: str
) -> str:
    """Say which goods to offer at the lower price by when, for US tax."""
    if framework != "US GAAP":
        return "The list of goods to offer at the lower price belongs to US tax only"
    if not count or by is None:
        return "No goods are damaged or discontinued and still bring something: nothing to offer"
    return (
        f"Offer {formats.count(count, 'row')} at the lower price by {formats.date(by)}, so that "
        f"US tax may count {formats.money_short(write_down)} this year"
    )


def _has(names: tuple[str, ...]) -> str:
    return "has" if len(names) == 1 else "have"
