"""How Lowermark works, in words: steps in order, rules, limits and sources."""

import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path

import pandas as pd

from core.schema import Table

_PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Step:
    """One step from files to decision: what it does, and the terms it brings in.

    `terms` are keys of `core.charts.explanations.EXPLANATIONS`.
    """

    title: str
    text: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One accounting question and how each framework answers it, with its paragraphs."""

    question: str
    ifrs: str
    us_gaap: str
    frs_102: str


STEPS: tuple[Step, ...] = (
    Step(
        "Read",
        "Every sheet is searched for its header, each column is matched to a known one by its "
        "name and by what its cells hold, and each cell is read by its kind. Rows that cannot be "
        "used are set aside and listed with the reason; totals tell whether everything came "
        "through. What is missing stays unknown.",
    ),
    Step(
        "Value",
        "Each stock row is valued at the row's own cost, else the item's, else its stated stock "
        "value per unit. Age comes from the row's receipt date, else from receipts walked newest "
        "to oldest until the units are explained (FIFO layers). Units no receipt explains are at "
        "least as old as the history.",
        ("cost_value", "carrying_value"),
    ),
    Step(
        "Forecast",
        "Sales become regular weeks or months; periods out of stock do not count as no demand. "
        "Several methods are averaged by how well they fit, items that sell now and then have "
        "methods of their own, and seasons are shared where an item's own history is short. The "
        "errors of forecasts made in the past give the intervals.",
        ("forecast", "mase", "treatments"),
    ),
    Step(
        "Reorder",
        "Stock on hand and on order, less what is promised, has to last until the order after "
        "next arrives. The reorder point is what demand over that time stays within at the "
        "service level, late deliveries included. Orders respect minimums, packs, shelf life and "
        "the end of an item's life.",
        ("lead_time_days", "safety_stock", "reorder_point", "service_level", "order_class",
            "transfers",
            "service_cost", "on_time_fill", "replay", "replay_fill", "replay_stock", "replay_lost",
            "replay_write_down", "risk_chance", "risk_cost", "days_of_cover"),
    ),
    Step(
        "Exposure",
        "Every unit gets exactly one reason, in a fixed order: expired, damaged, discontinued, "
        "excess, expiring, below cost, slow; otherwise it is healthy, or unknown. Its loss is the "
        "largest of the measures that apply, never their sum, and never more than its cost.",
        (
            "at_risk_value", "write_down", "write_off", "nrv", "expired", "damaged",
            "discontinued", "excess", "loss_on_order", "expiring", "below cost", "slow",
            "healthy", "unknown",
            "unknown_cost_value",
        ),
    ),
    Step(
        "Likely range",
        "The write-down is computed several hundred times with prices and demand moved up and "
        "down: for the whole shop, for each category and for each item. Without shocks that items "
        "share, the errors of thousands of items would cancel out and the range would be far too "
        "narrow. The same data always give the same range.",
        ("likely_range",),
    ),
    Step(
        "Accounting",
        "Losses by reason are rounded once to the smallest unit of the currency and posted: the "
        "change against the allowance on the books, never the balance again. The same facts are "
        "posted directly, with an allowance, and (only to compare) by waiting. Statements, "
        "ratios and covenants follow from the entries alone.",
        (
            "charge", "direct", "allowance", "wait", "journal", "statements", "roll_forward",
            "inventory_after", "net_income_effect", "equity_effect", "deferred_tax", "ratios",
            "covenants",
        ),
    ),
    Step(
        "Markdown",
        "How sales answer to a lower price is estimated from your own price history, drawn toward "
        "the category and toward published studies as far as that history is thin. A plan is then "
        "carried through units, cash and the same books, and compared with holding the price.",
        ("elasticity", "markdown_depth", "leftover", "cash"),
    ),
)  # fmt: skip

RULES: tuple[Rule, ...] = (
    Rule(
        "At what does stock stand?",
        "Lower of cost and net realizable value (IAS 2.9)",
        "Lower of cost and net realizable value for FIFO and average cost (ASC 330-10-35-1B)",
        "Lower of cost and selling price less costs to complete and sell (13.4)",
    ),
    Rule(
        "What is net realizable value?",
        "Expected selling price in the ordinary course of business less costs to complete and "
        "all costs necessary to make the sale (IAS 2.6–7; IFRIC, June 2021)",
        "Estimated selling price less reasonably predictable costs to complete, dispose and "
        "transport (ASC 330-10-20)",
        "Selling price less costs to complete and sell (27.2)",
    ),
    Rule(
        "At which level is it tested?",
        "Item by item; similar items may be grouped, a whole range may not (IAS 2.29)",
        "Item, category or total, whichever shows income best, kept up from year to year "
        "(ASC 330-10-35-8 to 35-11)",
        "Item by item; a group where that is impracticable (27.2–27.3)",
    ),
    Rule(
        "When is the loss booked?",
        "In the period in which it occurs (IAS 2.34)",
        "In the period in which it occurs (ASC 330-10-35-1B)",
        "At once, in profit or loss (27.2)",
    ),
    Rule(
        "What if the goods are worth more again?",
        "The write-down must be taken back, at most up to cost, as lower inventory expense "
        "(IAS 2.33–34)",
        "Not after the fiscal year end: the reduced amount is the new cost (ASC 330-10-35-14; "
        "SAB Topic 5.BB). Within the year, up to the loss taken (ASC 270-10-45-6)",
        "The write-down must be taken back, at most up to cost (27.4)",
    ),
    Rule(
        "When does tax count it?",
        "Relief not due yet is a deferred tax asset (IAS 12.24)",
        "US tax counts it on sale, scrap or donation (Reg. 1.471-2(f)(1); Thor Power Tool, 439 "
        "U.S. 522); until then a deferred tax asset (ASC 740)",
        "UK tax follows the books where the estimate is specific (HMRC BIM33115)",
    ),
    Rule(
        "What is disclosed?",
        "Write-downs, reversals and their circumstances (IAS 2.36(e)–(g)); separately when "
        "material (IAS 1.98(a))",
        "Basis, and substantial losses apart from cost of goods sold (ASC 330-10-50-1 and 50-2)",
        "Impairment recognized and reversed (13.22, 27.32–27.33)",
    ),
)

LIMITS: tuple[tuple[str, str], ...] = (
    (
        "It values what the files say is there",
        "Stock that was never counted, goods on consignment and goods in transit are only as right "
        "as your system has them.",
    ),
    (
        "Past sales speak for the future",
        "A forecast does not know of a new competitor, a trend or a promotion you plan, unless you "
        "tell it. An item without sales history has unknown demand, not none.",
    ),
    (
        "A price is an estimate",
        "The price goods will bring is taken from an approved plan, own recent sales, or the price "
        "list, in that order. What clearing really takes is only known afterwards: compare past "
        "estimates with what old stock brought.",
    ),
    (
        "The likely range covers prices and demand",
        "It does not cover wrong counts, wrong costs or fraud.",
    ),
    (
        "LIFO and the retail method",
        "US GAAP tests them against market, between a floor and a ceiling (ASC 330-10-35-1C to "
        "35-7). Chosen on the Policy page, Impact does so as well, with the replacement cost of "
        "your items file; without one the ceiling counts. Exposure shows net realizable value.",
    ),
    (
        "Taxes are one rate and one switch",
        "When the loss counts, and at which rate. Whether a deferred tax asset can be used, and "
        "local rules, are for your accountant.",
    ),
    (
        "The next period shows the impaired goods alone",
        "It assumes that they bring what is expected. All other business of that period is not "
        "known yet.",
    ),
    (
        "It prepares a judgment, it does not make it",
        "Have an accountant confirm the level of the test, the prices used and the paragraphs "
        "before you book. This is no legal or tax advice.",
    ),
)

SOURCES: tuple[tuple[str, str], ...] = (
    ("IAS 2 Inventories; IFRIC agenda decision, June 2021", "Test, level, reversal, disclosure"),
    ("ASC 330 Inventory; ASU 2015-11; SAB Topic 5.BB", "Test and new cost basis under US GAAP"),
    ("FRS 102, sections 13 and 27", "Test and reversal in the UK"),
    ("IAS 12 Income Taxes; ASC 740 Income Taxes", "Deferred tax on a write-down"),
    ("Thor Power Tool v. Commissioner, 439 U.S. 522 (1979); Reg. 1.471-2, 1.471-4", "US tax"),
    ("HMRC Business Income Manual, BIM33115 to BIM33150", "UK tax"),
    ("Silver, Pyke and Thomas, Inventory and Production Management in Supply Chains", "Reordering"),
    ("Hyndman and Koehler (2006), International Journal of Forecasting 22, 679", "MASE"),
    ("Kolassa (2011), International Journal of Forecasting 27, 238", "Averaging by fit"),
    ("Burgin (1975); Syntetos, Babai and Altay (2012)", "Demand over the lead time"),
    ("Bijmolt, van Heerde and Pieters (2005), Journal of Marketing Research 42", "Elasticities"),
    ("Okabe and Ito (2008), Color Universal Design; IBCS 1.2", "Colors and notation"),
)


def headline(settings: int, changed: int) -> str:
    """Say how many assumptions the figures rest on, and how many are the owner's own."""
    if not changed:
        return f"Every figure rests on your data and {settings} assumptions, all at their defaults"
    own = "1 of them is" if changed == 1 else f"{changed} of them are"
    return f"Every figure rests on your data and {settings} assumptions; {own} your own"


def rules_table() -> pd.DataFrame:
    """Return the rules with the columns Question, IFRS, US GAAP, FRS 102."""
    rows = [(rule.question, rule.ifrs, rule.us_gaap, rule.frs_102) for rule in RULES]
    return pd.DataFrame(rows, columns=["Question", "IFRS", "US GAAP", "FRS 102"])


def columns_table(table: Table) -> pd.DataFrame:
    """Return the columns of a canonical table: Column, Kind, Meaning; required ones say so."""
    rows = [
        (
            column.name,
            column.kind,
            f"{column.description} Required."
            if column.name in table.required
            else column.description,
        )
        for column in table.columns
    ]
    return pd.DataFrame(rows, columns=["Column", "Kind", "Meaning"])


def version() -> str:
    """Return the version of Lowermark: of the source tree, else of the installed package."""
    if _PROJECT.exists():
        return str(tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"])
    try:
        return installed_version("lowermark")
    except PackageNotFoundError:
        return "unknown"
