"""The files an analysis can be taken away as: one list for the page and the command line."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from core.accounting import (
    LAYOUTS,
    run_name,
)
from core.analysis import Analysis
from core.replenishment import ORDER
from core.report.checks import problems_frame, with_about
from core.report.document import document
from core.report.plans import ComparedPlans
from core.report.purchase_orders import purchase_orders
from core.report.slides import slides
from core.report.tables import csv_bytes, workbook_bytes
from core.report.workbook import accountant_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PDF, CSV, TOML = "application/pdf", "text/csv", "application/toml"


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """What is taken away: an analysis, the name of the business, and plans where any are chosen."""

    analysis: Analysis
    company: str = ""
    plans: ComparedPlans | None = None


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file to take away.

    Attributes:
        title: what it is called on the page.
        file: its name on disk.
        about: what it contains, for whom.
        mime: its media type.
        make: what is taken away -> content.
        also: the same content in other forms, for those who need one of them.
        is_written: `--pack` writes it; what `analyze` writes anyway it does not.
    """

    title: str
    file: str
    about: str
    mime: str
    make: Callable[[Taken], bytes]
    also: "tuple[PackFile, ...]" = ()
    is_written: bool = True

    def forms(self) -> "tuple[PackFile, ...]":
        """Return the file and its other forms."""
        return (self, *self.also)


def _count_sheet(analysis: Analysis) -> pd.DataFrame:
    """Return a sheet to count by: where each item stands, what the system has, room for a count."""
    stock = analysis.book.stock
    names = analysis.book.items.set_index("sku")["description"].reindex(stock["sku"])
    return pd.DataFrame(
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


def _one_sheet(title: str, make: Callable[[Analysis], pd.DataFrame]) -> Callable[[Taken], bytes]:
    return lambda taken: workbook_bytes(
        with_about(taken.analysis.book, {title: make(taken.analysis)})
    )


def _as_csv(make: Callable[[Analysis], pd.DataFrame]) -> Callable[[Taken], bytes]:
    return lambda taken: csv_bytes(make(taken.analysis))


def item_tables(analysis: Analysis) -> bytes:
    """Return the tables behind the screens as plain data, a sheet each."""
    exposure, impact = analysis.exposure, analysis.impact
    tables = {
        "Items": exposure.items,
        "Exposure": exposure.segments,
        "Orders": analysis.orders,
        "Categories": exposure.by_category,
        "Aging": exposure.aging,
        "Journal": analysis.journal,
        "Statements": impact.statements,
        "Ratios": impact.ratios,
        "Allowance": impact.allowance,
    }
    return workbook_bytes(with_about(analysis.book, tables))


def _workbook(taken: Taken) -> bytes:
    scenarios = taken.plans.sheets() if taken.plans else None
    return accountant_workbook(taken.analysis, company=taken.company, scenarios=scenarios)


def _orders(taken: Taken) -> bytes:
    book = taken.analysis.book
    return purchase_orders(
        taken.analysis.orders,
        book,
        buyer=taken.company or book.name,
        transfers=taken.analysis.transfers,
    )


def _problems(analysis: Analysis) -> pd.DataFrame:
    return problems_frame((*analysis.book.problems, *analysis.impact.problems))


def _for_ledger(layout: str) -> PackFile:
    """Return the entries as a bookkeeping program imports them."""
    name, lay_out = LAYOUTS[layout]

    def make(analysis: Analysis) -> pd.DataFrame:
        entries, book = analysis.entries_to_post, analysis.book
        run = run_name(entries, as_of=book.as_of, currency=book.currency, digest=book.digest)
        return lay_out(entries, run=run, on=book.as_of, policy=analysis.policy)

    about = f"The same entries in the import layout of {layout}."
    return PackFile(layout, f"journal_{name}.csv", about, CSV, _as_csv(make))


def journal(analysis: Analysis) -> pd.DataFrame:
    """Return the entries of the chosen method in this period, as a bookkeeping program reads."""
    lines = analysis.entries_to_post.assign(
        date=analysis.book.as_of.isoformat(), currency=analysis.impact.currency
    )
    columns = ["date", "entry", "account", "debit", "credit", "currency", "words"]
    return lines[columns].rename(columns={"words": "description"})


def _in_both_forms(
    title: str,
    name: str,
    about: str,
    make: Callable[[Analysis], pd.DataFrame],
    *,
    further: tuple[PackFile, ...] = (),
    is_written: bool = True,
) -> PackFile:
    """Return a table as plain text, and as a workbook beside it; then `further` forms."""
    workbook = PackFile(title, f"{name}.xlsx", about, XLSX, _one_sheet(title, make))
    return PackFile(
        title,
        f"{name}.csv",
        about,
        CSV,
        _as_csv(make),
        also=(workbook, *further),
        is_written=is_written,
    )


def _order_lines(analysis: Analysis) -> pd.DataFrame:
    """Return what to order now, a row an item, supplier by supplier."""
    due = analysis.orders[analysis.orders["action"] == ORDER]
    columns = [
        "supplier", "sku", "description", "order_units", "order_cost", "order_date",
        "stockout_date", "arrival_date", "reason",
    ]  # fmt: skip
    return due.sort_values(["supplier", "sku"], ignore_index=True)[columns]


#: Every file, in the order in which it is offered.
PACK: tuple[PackFile, ...] = (
    PackFile(
        "Accountant's workbook",
        "accountant_workbook.xlsx",
        "Every figure as a live formula, from stock rows and prices to net income: inputs, policy, "
        "items, layers, the test, entries, allowance, statements, ratios, problems. Change a cost "
        "or a rate and net income moves.",
        XLSX,
        _workbook,
    ),
    PackFile(
        "One page",
        "one_page.pdf",
        "The finding, four charts, before and after, and what it rests on: for an owner with a "
        "minute.",
        PDF,
        lambda taken: document(taken.analysis, company=taken.company, plans=taken.plans),
    ),
    PackFile(
        "Full report",
        "full_report.pdf",
        "The page, with entries and statements under both methods, ratios, items, problems and "
        "assumptions behind it.",
        PDF,
        lambda taken: document(
            taken.analysis, whole=True, company=taken.company, plans=taken.plans
        ),
    ),
    PackFile(
        "Slides",
        "slides.pptx",
        "Six slides with charts that can be edited: where we stand, what is at risk, why, what it "
        "does, options, proposal.",
        PPTX,
        lambda taken: slides(taken.analysis, company=taken.company, plans=taken.plans),
    ),
    _in_both_forms(
        "Journal entries",
        "journal_entries",
        "This period's entries of the chosen method, dated, to import into your bookkeeping: "
        "plainly, or as QuickBooks Online, Xero or a general ledger reads them.",
        journal,
        further=tuple(map(_for_ledger, LAYOUTS)),
    ),
    PackFile(
        "Purchase orders",
        "purchase_orders.xlsx",
        "What to order now, a sheet a supplier; or all lines as plain text.",
        XLSX,
        _orders,
        also=(
            PackFile(
                "Purchase orders",
                "purchase_orders.csv",
                "All lines to order now, supplier by supplier.",
                CSV,
                _as_csv(_order_lines),
            ),
        ),
    ),
    _in_both_forms(
        "Item table",
        "items",
        "Every item with its cost, age, cover, net realizable value, write-down and reason.",
        lambda analysis: analysis.exposure.items,
        is_written=False,
    ),
    _in_both_forms(
        "Count sheet",
        "count_sheet",
        "Where each item stands and what the system has, with room for what you count.",
        _count_sheet,
    ),
    PackFile(
        "Tables",
        "tables.xlsx",
        "Items, exposure, orders, journal, statements and ratios as plain data.",
        XLSX,
        lambda taken: item_tables(taken.analysis),
    ),
    _in_both_forms(
        "Problems",
        "problems",
        "What the data could not say, row by row, with what to do about it.",
        _problems,
        is_written=False,
    ),
    PackFile(
        "Assumptions",
        "policy.toml",
        "Every setting in force, to use again here or with the command line.",
        TOML,
        lambda taken: taken.analysis.policy.to_toml().encode(),
    ),
)


def pack_files(
    analysis: Analysis, *, company: str = "", plans: ComparedPlans | None = None
) -> dict[str, bytes]:
    """Return file name -> content of all that is taken away, each plan as a file of its own."""
    taken = Taken(analysis, company, plans)
    offered = [form for each in PACK for form in each.forms() if form.is_written]
    files = {each.file: each.make(taken) for each in offered}
    for number, plan in enumerate(plans.plans if plans else (), start=1):
        files[f"scenario_{number}.toml"] = plan.to_toml().encode()
    return files
