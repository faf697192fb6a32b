"""Income statement and balance sheet, before and after the entries of a period.

The effect of every line comes from the entries alone, so it is known even where the owner's
figures are not; before and after are then unknown (NaN). Nothing is plugged: what the uploaded
balance sheet is out by stays visible in the line `difference`.

Signs: revenue, expenses, assets, liabilities and equity are positive in their usual direction;
`inventory_allowance` is shown as a deduction, negative.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from core.accounting.entries import Entry, changes_by_role
from core.accounting.financials import number
from core.money import round_money
from core.policy import Recording

NAN = float("nan")

#: Lines of the income statement and the name an owner reads.
INCOME_LINES: Mapping[str, str] = {
    "revenue": "Revenue",
    "cogs": "Cost of goods sold",
    "gross_profit": "Gross profit",
    "inventory_write_down": "Loss on inventory write-down",
    "operating_expenses": "Operating expenses",
    "operating_profit": "Operating profit",
    "interest": "Interest",
    "profit_before_tax": "Profit before tax",
    "income_tax": "Income tax",
    "net_income": "Net income",
}
#: Lines of the balance sheet and the name an owner reads.
BALANCE_LINES: Mapping[str, str] = {
    "cash": "Cash",
    "receivables": "Receivables",
    "inventory": "Inventory before allowance",
    "inventory_allowance": "Less allowance for inventory write-down",
    "inventory_net": "Inventory, net",
    "other_assets": "Other assets",
    "deferred_tax_asset": "Deferred tax asset from the write-down",
    "total_assets": "Total assets",
    "payables": "Payables",
    "income_tax_payable": "Change in income tax payable",
    "debt": "Debt",
    "total_liabilities": "Total liabilities",
    "equity": "Equity",
    "total_liabilities_and_equity": "Total liabilities and equity",
    "difference": "Difference in the uploaded balance sheet",
}
#: Lines that are part of another one and in no total. Nobody states how equity is split, so
#: only the change is known: losses run through retained earnings.
MEMO_LINES: Mapping[str, str] = {"retained_earnings": "of which retained earnings"}
STATEMENT_COLUMNS = ("method", "period", "statement", "line", "before", "after", "effect")

#: Role of an account -> statement line and the sign that turns debit less credit into its change.
_ROLE_LINES: Mapping[str, tuple[str, float]] = {
    "sales": ("revenue", -1.0),
    "cost_of_goods_sold": ("cogs", 1.0),
    "write_down_loss": ("inventory_write_down", 1.0),
    "selling_expense": ("operating_expenses", 1.0),
    "income_tax_expense": ("income_tax", 1.0),
    "cash": ("cash", 1.0),
    "inventory": ("inventory", 1.0),
    "allowance": ("inventory_allowance", 1.0),
    "deferred_tax_asset": ("deferred_tax_asset", 1.0),
    "income_tax_payable": ("income_tax_payable", -1.0),
    "shrinkage": ("cogs", 1.0),
    "purchase_commitment_liability": ("payables", -1.0),
}

_INCOME_INPUTS = ("revenue", "cogs", "operating_expenses", "interest")
_ASSET_INPUTS = ("cash", "receivables", "inventory", "other_assets")
_CLAIM_INPUTS = ("payables", "debt", "equity")

#: Lines that no write-down moves by itself.
_UNMOVED = (
    "revenue", "operating_expenses", "interest", "cash", "receivables", "other_assets", "payables",
    "debt", "difference",
)  # fmt: skip

Lines = dict[str, float]


@dataclass(frozen=True, slots=True)
class Base:
    """The owner's figures before any entry; lines that are unknown are NaN.

    Attributes:
        lines: every income and balance line.
        missing: columns of `financials` that were not given and are not proven to be nil.
        nil: columns not given that are proven nil: the balance sheet balances without them.
        assumed_no_allowance: no allowance was given; the books are taken to have none.
        opening_allowance: earlier losses on the books, whether an account beside Inventory holds
            them (the line `inventory_allowance`) or Inventory itself was reduced.
        stated_at_cost: Inventory as stated, before earlier losses; NaN when not stated.
        stated_allowance: as stated; NaN when not stated.
        reads_reduced: Inventory as stated is read as less earlier losses already.
    """

    lines: Lines
    missing: tuple[str, ...]
    nil: tuple[str, ...]
    assumed_no_allowance: bool
    opening_allowance: float
    stated_at_cost: float
    stated_allowance: float
    reads_reduced: bool

    @property
    def balance_difference(self) -> float:
        """Assets less liabilities and equity as uploaded; NaN when a side is unknown."""
        return self.lines["difference"]


def base_figures(
    financials: Mapping[str, object] | None,
    *,
    tax_rate: float,
    stock_cost: float,
    currency: str,
    opening: float | None = None,
    recording: Recording = "direct",
) -> Base:
    """Read the owner's period figures; missing lines stay unknown.

    Where the ledger of the last run says what was lost before but the figures state no allowance,
    Inventory is read as the amount that lies nearer the stock list: at cost, or already less
    these losses. Less them, it stands in the books as the method records it: reduced itself, or
    with an account beside it.

    Args:
        financials: one row of the table `financials`, or None.
        tax_rate: fraction of profit before tax.
        stock_cost: cost of the stock list, taken as Inventory where the figures state none.
        currency: ISO 4217 code; figures are rounded to its minor unit.
        opening: earlier losses by the ledger of the last run; None where there is none.
        recording: how they were recorded, where the figures do not say.
    """
    given = {
        name: round_money(number(financials, name), currency)
        for name in (*_INCOME_INPUTS, *_ASSET_INPUTS, *_CLAIM_INPUTS, "inventory_allowance")
    }
    # Ledgers print a contra account with either sign.
    stated = abs(given["inventory_allowance"])
    no_allowance = math.isnan(stated) and opening is None
    at_cost, contra = given["inventory"], 0.0 if math.isnan(stated) else stated
    is_reduced = False
    if opening is not None:
        is_reduced = not contra and (
            math.isnan(at_cost) or abs(at_cost + opening - stock_cost) < abs(at_cost - stock_cost)
        )
        at_cost += opening if is_reduced else 0.0
        contra = 0.0 if is_reduced and recording == "direct" else opening
    losses = contra if opening is None else opening
    # Where Inventory is not stated it is the stock list's.
    gross = stock_cost if math.isnan(at_cost) else at_cost
    given["inventory"] = round_money(gross - (losses - contra), currency)
    given["inventory_allowance"] = contra
    unknown = [name for name in (*_ASSET_INPUTS, *_CLAIM_INPUTS) if math.isnan(given[name])]
    if no_allowance and financials is not None:
        unknown.append("inventory_allowance")
    nil = tuple(unknown) if financials is not None and _balances_without(given, unknown) else ()
    given.update(dict.fromkeys(nil, 0.0))
    lines = {**given, "inventory_allowance": -given["inventory_allowance"] or 0.0}
    lines |= {"inventory_write_down": 0.0, "deferred_tax_asset": 0.0, "income_tax_payable": 0.0}
    before_tax = _profit_before_tax(lines)
    lines["income_tax"] = round_money(tax_rate * before_tax, currency)
    missing = tuple(
        name
        for name in (*_INCOME_INPUTS, *_ASSET_INPUTS, *_CLAIM_INPUTS)
        if math.isnan(given[name]) or (name == "inventory" and math.isnan(number(financials, name)))
    )
    assumed = no_allowance and "inventory_allowance" not in nil
    return Base(
        with_totals(lines, currency=currency),
        missing,
        nil,
        assumed,
        losses,
        round_money(at_cost, currency),
        stated,
        is_reduced,
    )


def with_totals(lines: Mapping[str, float], *, currency: str) -> Lines:
    """Add the totals of both statements to their lines; a total of an unknown is unknown."""
    full = dict(lines)
    full["gross_profit"] = full["revenue"] - full["cogs"]
    full["operating_profit"] = (
        full["gross_profit"] - full["inventory_write_down"] - full["operating_expenses"]
    )
    full["profit_before_tax"] = full["operating_profit"] - full["interest"]
    full["net_income"] = full["profit_before_tax"] - full["income_tax"]
    full["inventory_net"] = full["inventory"] + full["inventory_allowance"]
    full["total_assets"] = (
        full["cash"]
        + full["receivables"]
        + full["inventory_net"]
        + full["other_assets"]
        + full["deferred_tax_asset"]
    )
    full["total_liabilities"] = full["payables"] + full["income_tax_payable"] + full["debt"]
    full["total_liabilities_and_equity"] = full["total_liabilities"] + full["equity"]
    full["difference"] = full["total_assets"] - full["total_liabilities_and_equity"]
    return {name: round_money(amount, currency) for name, amount in full.items()}


def effects(entries: Iterable[Entry], *, currency: str) -> Lines:
    """Return what entries change, line by line, with the change of equity and all totals.

    `difference` is zero whenever the entries balance.
    """
    lines = dict.fromkeys((*INCOME_LINES, *BALANCE_LINES), 0.0)
    for role, change in changes_by_role(entries).items():
        line, sign = _ROLE_LINES[role]
        lines[line] += sign * change
    lines["equity"] = _profit_before_tax(lines) - lines["income_tax"]
    return with_totals(lines, currency=currency)


def added(before: Mapping[str, float], effect: Mapping[str, float], *, currency: str) -> Lines:
    """Return `before` + `effect`, line by line; unknown stays unknown."""
    return {name: round_money(before[name] + effect[name], currency) for name in before}


def next_opening(closing: Mapping[str, float]) -> Lines:
    """Return a period's closing lines as the next one's opening: its flows are unknown yet."""
    return {name: NAN if name in INCOME_LINES else closing[name] for name in closing}


def blank_losses(lines: Mapping[str, float]) -> Lines:
    """Return lines with everything that a loss of unknown size would move as unknown."""
    return {name: amount if name in _UNMOVED else NAN for name, amount in lines.items()}


def statement_rows(
    method: str,
    period: str,
    before: Mapping[str, float],
    after: Mapping[str, float],
    effect: Mapping[str, float],
) -> list[tuple[str, str, str, str, float, float, float]]:
    """Return rows of `STATEMENT_COLUMNS` in the order statements are read."""
    rows = []
    for statement, lines in (("income", INCOME_LINES), ("balance", BALANCE_LINES)):
        for line in lines:
            rows.append((method, period, statement, line, before[line], after[line], effect[line]))
            if line == "equity":
                kept = (NAN, NAN, effect[line])
                rows.append((method, period, statement, "retained_earnings", *kept))
    return rows


def statement_frame(rows: Iterable[tuple[str, str, str, str, float, float, float]]) -> pd.DataFrame:
    """Return statement rows as a frame of `STATEMENT_COLUMNS`."""
    return pd.DataFrame(list(rows), columns=list(STATEMENT_COLUMNS))


def _profit_before_tax(lines: Mapping[str, float]) -> float:
    return (
        lines["revenue"]
        - lines["cogs"]
        - lines["inventory_write_down"]
        - lines["operating_expenses"]
        - lines["interest"]
    )


def _balances_without(given: Mapping[str, float], unknown: list[str]) -> bool:
    """Whether the sheet balances to the minor unit when the unknown lines are left out."""
    if not unknown or "inventory" in unknown or "equity" in unknown:
        return False
    assets = math.fsum(given[name] for name in _ASSET_INPUTS if name not in unknown)
    claims = math.fsum(given[name] for name in _CLAIM_INPUTS if name not in unknown)
    return abs(assets - given["inventory_allowance"] - claims) < 5e-4
