"""What every document says of itself: whose stock, as of when, by which rules, how sure."""

from dataclasses import dataclass

from core.analysis import Analysis
from core.book import Book
from core.charts import sentences
from core.charts.assumptions import SETTINGS, value_text
from core.charts.formats import Formats
from core.charts.method import version
from core.charts.sentences.methods import basis_sentence
from core.policy import Policy
from core.report.checks import stock_totals

#: Assumptions a reader must know, in the order in which they are footnoted.
_FOOTNOTED = (
    "selling_cost_rate", "clearance_discount", "damaged_recovery", "excess_horizon_days",
    "new_item_grace_days", "reserve_matrix", "reasons", "presentation", "reserve_deductible",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Basis:
    """The words of a document's head and foot.

    Attributes:
        company: name of the business; "Your stock" where none was given.
        headline: the finding, a sentence with its figures.
        rules: as-of date, framework, level of the test, tax, currency.
        reconciliation: whether the stock list is the inventory of the books.
        unknown: what could not be judged; empty when everything could.
        assumptions: one sentence each, for footnotes.
        origin: version and digest of the data.
    """

    company: str
    headline: str
    rules: str
    reconciliation: str
    unknown: str
    assumptions: tuple[str, ...]
    origin: str


def make_basis(analysis: Analysis, formats: Formats, *, company: str = "") -> Basis:
    """Say what an analysis rests on.

    Args:
        analysis: whose figures the document shows.
        formats: how numbers are read.
        company: name of the business; without it the Book's own.
    """
    book, policy, summary = analysis.book, analysis.policy, analysis.summary
    return Basis(
        company=company.strip() or book.name or "Your stock",
        headline=headline(analysis, formats),
        rules=basis_sentence(
            formats,
            as_of=book.as_of,
            framework=policy.framework,
            unit_of_account=policy.unit_of_account,
            tax_rate=analysis.impact.tax_rate,
            recording=analysis.impact.recording,
        ),
        reconciliation=reconciliation(book, formats),
        unknown=unknown_sentence(analysis, formats),
        assumptions=assumptions(policy, formats),
        origin=f"Lowermark {version()}, data {str(summary['digest'])[:12]}",
    )


def headline(analysis: Analysis, formats: Formats) -> str:
    """Say in one line what the stock costs, what is at risk and what it may lose."""
    summary = analysis.summary
    return sentences.overview_headline(
        formats,
        units=summary["units"],
        cost_value=summary["cost_value"],
        at_risk_value=summary["at_risk_value"],
        write_down=summary["write_down"],
        likely=(summary["write_down_p10"], summary["write_down_p50"], summary["write_down_p90"]),
        unknown_cost_value=summary["unknown_cost_value"],
    )


def reconciliation(book: Book, formats: Formats) -> str:
    """Say whether the stock list's cost is what the owner's ledger states, as every page does."""
    totals = stock_totals(book)
    return sentences.reconciliation_sentence(
        formats, ledger=totals.ledger, cost_value=totals.cost_value
    )


def unknown_sentence(analysis: Analysis, formats: Formats) -> str:
    """Say how much of the stock could not be judged; empty when all of it could."""
    segments = analysis.exposure.segments
    uncosted = float(segments.loc[segments["cost_value"].isna(), "units"].sum())
    unknown = analysis.exposure.unknown_cost_value
    parts = []
    if unknown > 0:
        parts.append(f"goods that cost {formats.money(unknown)} have no known price")
    if uncosted > 0:
        parts.append(f"{formats.count(uncosted, 'unit')} have no known cost")
    if not parts:
        return ""
    return f"Not judged and in no loss: {' and '.join(parts)}"


def assumptions(policy: Policy, formats: Formats) -> tuple[str, ...]:
    """Return the assumptions behind the write-down, one phrase each."""
    return tuple(
        f"{SETTINGS[name].label}: {value_text(SETTINGS[name].kind, getattr(policy, name), formats)}"
        for name in _FOOTNOTED
    )


def shortened(text: str, longest: int) -> str:
    """Return a text cut to `longest` letters, without the control characters no file may hold."""
    plain = "".join(letter for letter in text if letter.isprintable())
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip()}…"
