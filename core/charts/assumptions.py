"""The choices behind every figure as a table: what is set, to what, and why."""

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from core.accounting.ratios import RATIOS
from core.charts.formats import Formats
from core.charts.ledger import bound, ratio_text
from core.policy import ANY_CATEGORY, DEFAULT_ACCOUNTS, Policy

Kind = Literal[
    "words", "share", "days", "reasons", "aging", "cover", "accounts", "limits", "flag", "money",
    "levels", "cycles", "breaks", "events", "overrides",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of the Policy: its name for an owner, how its value reads, and its reason."""

    label: str
    kind: Kind
    why: str


SETTINGS: Mapping[str, Setting] = {
    "framework": Setting(
        "Framework",
        "words",
        "Decides whether a later recovery is taken back (IFRS, FRS 102) or not (US GAAP).",
    ),
    "cost_formula": Setting(
        "Cost formula",
        "words",
        "How your system arrives at unit cost. Costs are taken as your files state them. LIFO is "
        "for US GAAP only; with it, and with the retail method there, cost is compared with market "
        "between a ceiling and a floor (ASC 330-10-35-1C).",
    ),
    "unit_of_account": Setting(
        "Level of the test",
        "words",
        "Item by item is what IAS 2.29 asks for and the default of ASC 330-10-35-8. A group lets "
        "gains on some items hide losses on others.",
    ),
    "grouping_reason": Setting(
        "Why categories are tested together",
        "words",
        "IAS 2.29 lets items be grouped only when they are similar: same product line, same use, "
        "same area, not to be told apart in practice.",
    ),
    "recording": Setting(
        "Recording",
        "words",
        "Direct lowers Inventory itself; allowance keeps cost and holds the loss beside it. "
        "Profit is the same.",
    ),
    "presentation": Setting(
        "Place in the income statement",
        "words",
        "Inside cost of goods sold, on a line of its own, or by materiality; net income is the "
        "same.",
    ),
    "materiality": Setting(
        "Materiality, share of profit before tax",
        "share",
        "Above it the write-down stands on its own line. No standard gives a number; 5% is the "
        "usual rule of thumb of auditors.",
    ),
    "tax_rate": Setting("Tax rate", "share", "Used where your period figures state no rate."),
    "reserve_deductible": Setting(
        "Tax counts the loss when",
        "words",
        "Realized: when goods are sold or scrapped (US: Thor Power Tool, 1979). Booked: with the "
        "books (UK). Net income is the same; relief is deferred or current.",
    ),
    "deferred_tax_valuation": Setting(
        "Deferred tax not likely to be used",
        "share",
        "That share of the deferred tax asset is not recognized, because later profits are not "
        "likely to use it (ASC 740-10-30-5, IAS 12.24).",
    ),
    "normal_profit_rate": Setting(
        "Normal profit, share of price",
        "share",
        "Market is never below net realizable value less this profit (the floor). Used under US "
        "GAAP with LIFO or the retail method only.",
    ),
    "firm_purchase_orders": Setting(
        "Open purchase orders are firm",
        "flag",
        "A loss on goods ordered and not to be cancelled is due now, before they arrive (ASC "
        "330-10-35-17; IAS 37.66).",
    ),
    "selling_cost_rate": Setting(
        "Selling cost, share of price",
        "share",
        "Payment fees, picking, packing, commission where the item states none: all costs "
        "necessary to make the sale (IAS 2.6; IFRIC, June 2021).",
    ),
    "fiscal_year_end": Setting(
        "Fiscal year end (month-day)",
        "words",
        "US GAAP allows a recovery within the fiscal year of the loss, never after its end.",
    ),
    "fiscal_calendar": Setting(
        "Fiscal year ends on",
        "words",
        "The date itself, or a weekday for years of 52 or 53 weeks: the last one of the month, or "
        "the one nearest the month's end (IRC 441(f)).",
    ),
    "fiscal_weekday": Setting(
        "Weekday of a 52/53-week year", "words", "Used only where the year ends on a weekday."
    ),
    "service_level": Setting(
        "Service level",
        "share",
        "Chance that no stock-out happens before an order arrives, or the share of demand met from "
        "stock, as the measure says. Higher means more stock.",
    ),
    "service_measure": Setting(
        "Service is measured by",
        "words",
        "Cycle: order cycles without a stock-out. Fill rate: share of demand met from stock. Cost: "
        "each item's level balances the margin lost by running out against the cost of holding; "
        "items without price and cost keep the service level.",
    ),
    "service_levels": Setting(
        "Service level by class",
        "levels",
        "A, B and C part items by their share of yearly demand at cost (80%, 95%), X, Y and Z by "
        "how much demand varies (0.5, 1). AX goes before A, A before X.",
    ),
    "order_policy": Setting(
        "Order policy",
        "words",
        "R,s,S: at each look, what has fallen to its reorder point s is filled to S. R,S: at each "
        "look everything is filled to S. s,S and s,Q: stock is watched all the time and filled to "
        "S, or by whole lots Q.",
    ),
    "ordering_cost": Setting(
        "Cost of placing an order line",
        "money",
        "Work, freight and receiving. With it the lot is the economic order quantity; without it "
        "the demand until the next order.",
    ),
    "holding_cost_rate": Setting(
        "Cost of holding, share of cost a year",
        "share",
        "Capital, space, insurance and decay; textbooks give a fifth to a third.",
    ),
    "order_budget": Setting(
        "Budget for orders",
        "money",
        "What all orders together may cost. What saves most margin for its money goes first; the "
        "rest is put off, and said so.",
    ),
    "order_cycles": Setting(
        "Days between two orders, by supplier",
        "cycles",
        "For suppliers you order from more or less often than the others.",
    ),
    "review_period_days": Setting(
        "Days between two orders", "days", "Stock has to last until the order after next arrives."
    ),
    "lead_time_days": Setting(
        "Lead time where none is known",
        "days",
        "Used, and said so, where neither receipts nor the item tell.",
    ),
    "excess_horizon_days": Setting(
        "Excess beyond",
        "days",
        "Units that forecast demand does not reach within these days count as excess.",
    ),
    "new_item_grace_days": Setting(
        "Grace for new stock",
        "days",
        "Younger stock is not called excess or slow: it has had no chance to sell.",
    ),
    "min_remaining_life_days": Setting(
        "Remaining life a lot must have",
        "days",
        "A dated lot counts as sold only until so many days before its expiry: what your customers "
        "still accept.",
    ),
    "sales_periods": Setting(
        "Sales are summed over",
        "words",
        "Weeks where sales are dated at least weekly and long enough to tell, else months.",
    ),
    "one_off_sales": Setting(
        "Bulk orders and one-offs",
        "words",
        "A period that sold at least three times as much as any other of its item, and did not do "
        "so a year earlier, says little of the year ahead. Set apart, it counts for the best other "
        "period; the Forecast page lists each one.",
    ),
    "promoted_sales": Setting(
        "Sales on promotion",
        "words",
        "Where sales rows say that an item was advertised or on display. Set apart, such a period "
        "counts for what it sold less the lift of a promotion, so that stock is not judged by "
        "demand that only a promotion brings; enter those you plan on the Forecast page.",
    ),
    "calendar_events": Setting(
        "Events that move",
        "events",
        "Days that sell differently and fall into another week or month each year: Easter, "
        "Ramadan, a fair. What they did to sales in the past is taken out of it and expected where "
        "they fall next. What comes at the same time each year is in the season already.",
    ),
    "demand_overrides": Setting(
        "Your own expectations of demand",
        "overrides",
        "What a person expects instead of the model, with who said so, when and why. Entered on "
        "the Forecast page and used wherever demand is.",
    ),
    "clearance_discount": Setting(
        "Clearance discount",
        "share",
        "Off the price, to clear stock beyond the horizon, where the item's own sales of the last "
        "13 weeks hold none marked down by a fifth or more; such sales go first.",
    ),
    "list_price_discount": Setting(
        "Discount expected off a list price",
        "share",
        "Where neither own sales nor a current price is known. The middle of the 6% to 26% of "
        "sales that US department stores gave away in markdowns from the 1960s to the 1990s "
        "(Mantrala and Rao, 2001).",
    ),
    "plan_valuation": Setting(
        "Approved markdown plans are valued",
        "words",
        "Tiered: each unit at the price of the step that sells it, as IAS 2.31 splits a quantity. "
        "Blended: all units of the item at the average, so that early steps make up for later "
        "ones. Choose one and keep it.",
    ),
    "damaged_recovery": Setting(
        "Damaged goods still bring",
        "share",
        "Share of their usual net realizable value. Nothing, until you know better.",
    ),
    "disposal_cost_unit": Setting(
        "Disposal cost, a unit",
        "money",
        "What taking a written-off unit away costs. Shown beside the write-down, never in it: an "
        "expense when it is paid, for goods are never carried below zero.",
    ),
    "reasons": Setting(
        "Reasons that count",
        "reasons",
        "In the order in which they claim a unit. Below cost alone is the bare test of cost "
        "against net realizable value.",
    ),
    "reserve_matrix": Setting(
        "Aging table",
        "aging",
        "Share of cost reserved above an age: the middle of tables in public use, which run from "
        "50% to 100% after a year. An approximation of realizable value, to be checked against "
        "what old stock really brought.",
    ),
    "cover_matrix": Setting(
        "Months-of-cover table",
        "cover",
        "Share of cost reserved from that many months of forecast demand on, the range-of-coverage "
        "method of materials management. Unknown demand reserves nothing; no demand is endless "
        "cover.",
    ),
    "price_breaks": Setting(
        "Price breaks, by supplier",
        "breaks",
        "Discount on all units of an item from so many ordered at once. An order is raised to a "
        "break where the year costs less that way: goods, orders, holding, and the loss expected "
        "on what would be left.",
    ),
    "accounts": Setting(
        "Account names", "accounts", "The entries use the names of your own chart of accounts."
    ),
    "account_codes": Setting(
        "Account codes",
        "accounts",
        "For ledgers that import by code, such as Xero; without one the account's name is written.",
    ),
    "covenants": Setting(
        "Loan covenants and targets",
        "limits",
        "Limits of your loan agreement or your own: current ratio, working capital, equity, net "
        "income (at least); debt or liabilities to equity (at most).",
    ),
}


def assumptions_table(policy: Policy, formats: Formats) -> pd.DataFrame:
    """Return every setting with the columns setting, value and why; own values name the default.

    Args:
        policy: choices in force.
        formats: how numbers are read.
    """
    usual = Policy()
    rows = []
    for field in dataclasses.fields(Policy):
        about = SETTINGS[field.name]
        value = value_text(about.kind, getattr(policy, field.name), formats)
        default = value_text(about.kind, getattr(usual, field.name), formats)
        shown = value if value == default else f"{value} (default: {default})"
        rows.append((about.label, shown, about.why))
    return pd.DataFrame(rows, columns=["setting", "value", "why"])


def changed_settings(before: Policy, after: Policy) -> list[str]:
    """Return the labels of the settings in which two policies differ."""
    return [
        SETTINGS[field.name].label
        for field in dataclasses.fields(Policy)
        if getattr(before, field.name) != getattr(after, field.name)
    ]


def value_text(kind: Kind, value: object, formats: Formats) -> str:
    """Return a setting's value as an owner reads it."""
    if kind == "share" and isinstance(value, int | float):
        return formats.rate(value)
    if kind == "days" and isinstance(value, int | float):
        return formats.count(value, "day")
    if kind == "overrides" and isinstance(value, tuple):
        return formats.count(len(value), "record") if value else "none given"
    if kind == "reasons" and isinstance(value, tuple):
        return ", ".join(value) or "none"
    if kind == "money" and isinstance(value, int | float):
        return "no limit" if math.isinf(value) else formats.money(value) if value else "not known"
    if isinstance(value, Mapping):
        return _mapping_text(kind, value, formats)
    if kind == "flag":
        return "yes" if value else "no"
    return str(value) or "not given"


def _mapping_text(kind: Kind, value: Mapping[str, object], formats: Formats) -> str:
    if kind in ("aging", "cover", "breaks"):
        limit = {"aging": "over {} days", "cover": "from {} months"}.get(kind, "from {} units")
        steps = [
            _steps_text(category, value[category], formats, limit, alone=len(value) == 1)
            for category in value
        ]
        return "; ".join(steps) or "none"
    if kind == "events":
        own = [f"{name} ({formats.count(_length(value[name]), 'day')})" for name in value]
        return ", ".join(own) or "none given"
    if kind in ("levels", "cycles"):
        text = formats.rate if kind == "levels" else lambda days: formats.count(days, "day")
        own = [f"{name} {text(float(str(value[name])))}" for name in value]
        return ", ".join(own) or "the same for all"
    if kind == "accounts":
        own = [str(value[role]) for role in value if value[role] != DEFAULT_ACCOUNTS[role]]
        return ", ".join(own) if own else "the usual names" if value else "none given"
    limits = [_limit_text(ratio, value[ratio], formats) for ratio in value]
    return ", ".join(limits) if limits else "none given"


def _length(values: object) -> int:
    return len(values) if isinstance(values, tuple) else 0


def _limit_text(ratio: str, limit: object, formats: Formats) -> str:
    shown = ratio_text(ratio, float(str(limit)), formats)
    return f"{RATIOS[ratio].label.lower()} {bound(ratio)} {shown}"


def _steps_text(category: str, steps: object, formats: Formats, limit: str, *, alone: bool) -> str:
    every = "every category" if alone else "every other category"
    name = every if category == ANY_CATEGORY else category
    if not isinstance(steps, tuple) or not steps:
        return f"{name}: nothing"
    parts = [f"{limit.format(over)} {formats.rate(share)}" for over, share in steps]
    return f"{name}: {', '.join(parts)}"
