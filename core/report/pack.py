"""The files an analysis can be taken away as: one list for the page and the command line."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from core.analysis import Analysis
from core.report.checks import problems_frame, with_about
from core.report.document import document
from core.report.purchase_orders import purchase_orders
from core.report.slides import slides
from core.report.tables import csv_bytes, workbook_bytes
from core.report.workbook import accountant_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PDF, CSV, TOML = "application/pdf", "text/csv", "application/toml"


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file to take away.

    Attributes:
        title: what it is called on the page.
        file: its name on disk.
        about: what it contains, for whom.
        mime: its media type.
        make: analysis and name of the business -> content.
        is_document: a document of the pack; the others are tables that `analyze` writes anyway.
    """

    title: str
    file: str
    about: str
    mime: str
    make: Callable[[Analysis, str], bytes]
    is_document: bool = True


def count_sheet(analysis: Analysis) -> bytes:
    """Return a sheet to count by: where each item stands, what the system has, room for a count."""
    stock = analysis.book.stock
    names = analysis.book.items.set_index("sku")["description"].reindex(stock["sku"])
    sheet = pd.DataFrame(
        {
            "location": stock["location"],
            "sku": stock["sku"],
            "description": names.array,
            "lot": stock["lot"],
            "expiry_date": stock["expiry_date"],
            "on_hand": stock["on_hand"],
            "counted": pd.Series(index=stock.index, dtype="float64"),
        }
    ).sort_values(["location", "sku", "lot"], ignore_index=True)
    return workbook_bytes(with_about(analysis.book, {"Counts": sheet}))


def item_tables(analysis: Analysis) -> bytes:
    """Return the tables behind the screens as plain data, a sheet each."""
    exposure, impact = analysis.exposure, analysis.impact
    tables = {
        "Items": exposure.items,
        "Exposure": exposure.segments,
        "Orders": analysis.orders,
        "Categories": exposure.by_category,
        "Aging": exposure.aging,
        "Journal": impact.journal,
        "Statements": impact.statements,
        "Ratios": impact.ratios,
        "Allowance": impact.allowance,
    }
    return workbook_bytes(with_about(analysis.book, tables))


def _orders(analysis: Analysis, company: str) -> bytes:
    book = analysis.book
    return purchase_orders(analysis.orders, book, buyer=book.name or company)


def journal(analysis: Analysis) -> bytes:
    """Return the entries of the chosen method in this period, as a bookkeeping program reads."""
    impact = analysis.impact
    posted = impact.journal
    mine = posted[(posted["method"] == impact.recording) & (posted["period"] == "current")]
    lines = mine.assign(date=analysis.book.as_of.isoformat(), currency=impact.currency)
    columns = ["date", "entry", "account", "debit", "credit", "currency", "words"]
    return csv_bytes(lines[columns].rename(columns={"words": "description"}))


#: Every file, in the order in which it is offered.
PACK: tuple[PackFile, ...] = (
    PackFile(
        "Accountant's workbook",
        "accountant_workbook.xlsx",
        "Every figure as a live formula, from stock rows and prices to net income: inputs, policy, "
        "items, layers, the test, entries, allowance, statements, ratios, problems. Change a cost "
        "or a rate and net income moves.",
        XLSX,
        lambda analysis, company: accountant_workbook(analysis, company=company),
    ),
    PackFile(
        "One page",
        "one_page.pdf",
        "The finding, four charts, before and after, and what it rests on: for an owner with a "
        "minute.",
        PDF,
        lambda analysis, company: document(analysis, company=company),
    ),
    PackFile(
        "Full report",
        "full_report.pdf",
        "The page, with entries and statements under both methods, ratios, items, problems and "
        "assumptions behind it.",
        PDF,
        lambda analysis, company: document(analysis, whole=True, company=company),
    ),
    PackFile(
        "Slides",
        "slides.pptx",
        "Six slides with charts that can be edited: where we stand, what is at risk, why, what it "
        "does, options, proposal.",
        PPTX,
        lambda analysis, company: slides(analysis, company=company),
    ),
    PackFile(
        "Journal entries",
        "journal_entries.csv",
        "This period's entries of the chosen method, dated, to import into your bookkeeping.",
        CSV,
        lambda analysis, _company: journal(analysis),
    ),
    PackFile(
        "Purchase orders",
        "purchase_orders.xlsx",
        "What to order now, a sheet a supplier.",
        XLSX,
        _orders,
    ),
    PackFile(
        "Count sheet",
        "count_sheet.xlsx",
        "Where each item stands and what the system has, with room for what you count.",
        XLSX,
        lambda analysis, _company: count_sheet(analysis),
    ),
    PackFile(
        "Tables",
        "tables.xlsx",
        "Items, exposure, orders, journal, statements and ratios as plain data.",
        XLSX,
        lambda analysis, _company: item_tables(analysis),
        is_document=False,
    ),
    PackFile(
        "Problems",
        "problems.csv",
        "What the data could not say, row by row, with what to do about it.",
        CSV,
        lambda analysis, _company: csv_bytes(problems_frame(analysis.book.problems)),
        is_document=False,
    ),
    PackFile(
        "Assumptions",
        "policy.toml",
        "Every setting in force, to use again here or with the command line.",
        TOML,
        lambda analysis, _company: analysis.policy.to_toml().encode(),
    ),
)


def pack_files(analysis: Analysis, *, company: str = "") -> dict[str, bytes]:
    """Return file name -> content of every document; tables are written beside them anyway."""
    return {each.file: each.make(analysis, company) for each in PACK if each.is_document}
