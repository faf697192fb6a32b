"""Entries, statements, ratios and covenants as tables of text, as accountants write them.

Figures carry no currency sign; negatives stand in parentheses; what is unknown is an en dash.
"""

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.accounting.headroom import nearest
from core.accounting.method_lab import NOW
from core.accounting.ratios import RATIOS
from core.accounting.statements import BALANCE_LINES, INCOME_LINES, MEMO_LINES
from core.charts.formats import UNKNOWN_CELL, Formats
from core.policy import COVENANT_CEILINGS

#: Periods of an assessment and the words for them.
PERIODS = {"current": "This period", "next": "Next period"}
#: Recording methods and the words for them; waiting is a comparison, no choice.
METHODS = {"direct": "Direct", "allowance": "Allowance", "wait": "Wait (not allowed)"}

#: Lines that add up others and stand out in a statement.
TOTALS = (
    "gross_profit", "operating_profit", "profit_before_tax", "net_income", "inventory_net",
    "total_assets", "total_liabilities", "total_liabilities_and_equity",
)  # fmt: skip

_NAMES = {"income": INCOME_LINES, "balance": {**BALANCE_LINES, **MEMO_LINES}}
_CENT = 0.005

_PERCENT = (
    "gross_margin", "operating_margin", "net_margin", "return_on_equity", "return_on_assets",
)  # fmt: skip
_MONEY = ("operating_profit", "net_income", "working_capital", "equity")
_DIRECTIONS = {
    "better": "▲ better",
    "worse": "▼ worse",
    "unchanged": "= same",
    "unknown": "unknown",
}


@dataclass(frozen=True, slots=True, eq=False)
class Posting:
    """One journal entry: its number, what it means, and its lines (account, debit, credit)."""

    number: int
    words: str
    lines: pd.DataFrame


def line_amounts(statements: pd.DataFrame, *, method: str, period: str) -> pd.DataFrame:
    """Return before, after and effect of one method in one period, indexed by line; money.

    Args:
        statements: method, period, line, before, after, effect.
        method: recording method.
        period: "current" or "next".
    """
    rows = statements[(statements["method"] == method) & (statements["period"] == period)]
    return rows.set_index("line")[["before", "after", "effect"]]


def postings(journal: pd.DataFrame, formats: Formats, *, method: str, period: str) -> list[Posting]:
    """Return the entries of one method in one period, debits first, in order of posting.

    Args:
        journal: method, period, entry, account, debit, credit, words.
        formats: how numbers are read.
        method: recording method.
        period: "current" or "next".
    """
    return postings_of(
        journal[(journal["method"] == method) & (journal["period"] == period)], formats
    )


def postings_of(rows: pd.DataFrame, formats: Formats) -> list[Posting]:
    """Return entries that are numbered through: entry, account, debit, credit, words."""
    return [
        Posting(int(str(number)), str(lines["words"].iloc[0]), _lines(lines, formats))
        for number, lines in rows.groupby("entry", sort=True)
    ]


def statement_table(
    statements: pd.DataFrame, formats: Formats, *, statement: str, method: str, period: str
) -> pd.DataFrame:
    """Return one statement with the columns line, before, after, effect and is_total.

    Where losses beside the write-down move any line, a column `other losses` says by how much.

    Lines that are nil in the period under every method are left out, so that the statements of
    two methods have the same rows side by side.

    Args:
        statements: method, period, statement, line, before, after, effect; and `other` where
            other losses are in it.
        formats: how numbers are read.
        statement: "income" or "balance".
        method: recording method.
        period: "current" or "next".
    """
    of_period = statements[
        (statements["period"] == period) & (statements["statement"] == statement)
    ]
    amounts = ["before", "after", "effect"]
    if "other" in statements and bool(statements["other"].any()):
        amounts.append("other")
    # Unknown differs from zero, so a line of unknowns is no empty line.
    empty = (of_period[amounts] == 0).all(axis="columns").groupby(of_period["line"]).all()
    own = of_period[of_period["method"] == method]
    own = own[~own["line"].map(empty).astype(bool)]
    table = pd.DataFrame({"line": own["line"].map(_NAMES[statement])})
    for name in amounts:
        label = "other losses" if name == "other" else name
        table[label] = own[name].map(formats.money_statement)
    table["is_total"] = own["line"].isin(TOTALS)
    return table.reset_index(drop=True)


def losses_table(by_reason: pd.DataFrame) -> pd.DataFrame:
    """Return losses by reason for reading: words for the kind, units to a tenth.

    Args:
        by_reason: reason, kind ("write_down" or "write_off"), units and amounts.
    """
    return by_reason.assign(
        kind=by_reason["kind"].astype("str").str.replace("_", "-"),
        units=by_reason["units"].round(1),
    )


def roll_forward_table(allowance: pd.DataFrame, formats: Formats) -> pd.DataFrame:
    """Return the allowance from opening to closing: a row a step, a column a period.

    Args:
        allowance: method, period, opening, charged, used, reversed, closing.
        formats: how numbers are read.
    """
    own = allowance[allowance["method"] == "allowance"].set_index("period")
    steps = {
        "Opening": own["opening"],
        "+ Charged: new loss": own["charged"],
        "− Used: goods sold or scrapped": -own["used"],
        "− Taken back: no longer needed": -own["reversed"],
        "= Closing": own["closing"],
    }
    table = pd.DataFrame({"step": list(steps)})
    for period, label in PERIODS.items():
        table[label] = [formats.money_statement(amounts[period]) for amounts in steps.values()]
    return table


def net_income_by_method(statements: pd.DataFrame) -> pd.DataFrame:
    """Return what each method does to net income: method, current, next, both; money.

    Args:
        statements: method, period, line, effect.
    """
    rows = statements[statements["line"] == "net_income"]
    table = rows.pivot_table(index="method", columns="period", values="effect", sort=False)
    table = table.reindex(columns=list(PERIODS))
    # Whole cents add up exactly only after rounding away the noise of binary fractions.
    return table.assign(both=table.sum(axis="columns").round(6)).reset_index()


def net_income_table(statements: pd.DataFrame, formats: Formats) -> pd.DataFrame:
    """Return `net_income_by_method` as text, one row a method."""
    table = net_income_by_method(statements)
    shown = pd.DataFrame({"Effect on net income": table["method"].map(METHODS)})
    for name, label in {**PERIODS, "both": "Both together"}.items():
        shown[label] = table[name].map(formats.money_statement)
    return shown


def equity_changes(statements: pd.DataFrame) -> pd.DataFrame:
    """Return by how much equity differs from before the entries, at the end of each period.

    Args:
        statements: method, period, line, effect; periods in order.

    Returns:
        A frame (method, period, equity) with the periods This period and Next period; no rows
        where nobody can say what booking changes.
    """
    rows = statements[statements["line"] == "equity"]
    if bool(rows["effect"].isna().any()):
        rows = rows.head(0)
    return pd.DataFrame(
        {
            "method": rows["method"],
            "period": rows["period"].map(PERIODS),
            "equity": rows.groupby("method", sort=False)["effect"].cumsum(),
        }
    ).reset_index(drop=True)


def lab_measure(periods: pd.DataFrame, measure: str, formats: Formats) -> pd.DataFrame:
    """Return one measure of the method lab as `equity_figure` draws it: method, period, equity."""
    return pd.DataFrame(
        {
            "method": periods["method"],
            "period": periods["period"].map(lambda text: _month(text, formats)),
            "equity": periods[measure],
        }
    )


def lab_table(periods: pd.DataFrame, measure: str, formats: Formats) -> pd.DataFrame:
    """Return one measure of the method lab as text: a row a month, a column a method."""
    table = periods.pivot_table(index="period", columns="method", values=measure, sort=False)
    shown = pd.DataFrame({"Month": [_month(text, formats) for text in table.index]})
    for method, label in METHODS.items():
        shown[label] = table[method].map(formats.money_statement).to_numpy()
    return shown


def lab_totals(totals: pd.DataFrame, formats: Formats) -> pd.DataFrame:
    """Return the totals of the method lab as text, one row a method."""
    return pd.DataFrame(
        {
            "All months": totals["method"].map(METHODS),
            "Profit before tax": totals["profit"].map(formats.money_statement),
            "Net income": totals["net_income"].map(formats.money_statement),
            "Allowed": totals["compliant"].map({True: "yes", False: "no, to compare only"}),
        }
    )


def backtest_table(backtest: pd.DataFrame, formats: Formats) -> pd.DataFrame:
    """Return a back-test of past losses as text, one row a month and a total.

    Args:
        backtest: month, rate_before, reserved, lost, difference.
        formats: how numbers are read.
    """
    amounts = ["reserved", "lost", "difference"]
    shown = pd.DataFrame(
        {
            "Month": backtest["month"],
            "Rate of the months before": backtest["rate_before"].map(formats.percent_tenths),
            **{
                label: backtest[name].map(formats.money_statement)
                for name, label in zip(amounts, ("Reserved", "Lost", "Difference"), strict=True)
            },
        }
    )
    sums = [formats.money_statement(amount) for amount in backtest[amounts].sum()]
    shown.loc[len(shown)] = ["Total", "", *sums]
    return shown


def _month(text: str, formats: Formats) -> str:
    return "Now" if text == NOW else formats.month(dt.date.fromisoformat(text))


def ratio_table(
    ratios: pd.DataFrame, formats: Formats, *, method: str, period: str = "current"
) -> pd.DataFrame:
    """Return ratios with the columns Ratio, Before, After, Excluding write-downs, Change, Note.

    Args:
        ratios: method, period, ratio, before, after, excluding_write_downs, direction, note.
        formats: how numbers are read.
        method: recording method.
        period: "current" or "next".
    """
    own = ratios[(ratios["method"] == method) & (ratios["period"] == period)]
    table = pd.DataFrame({"Ratio": own["ratio"].map(lambda name: RATIOS[name].label)})
    for column, label in (
        ("before", "Before"),
        ("after", "After"),
        ("excluding_write_downs", "Excluding write-downs"),
    ):
        table[label] = [
            ratio_text(name, value, formats)
            for name, value in zip(own["ratio"], own[column], strict=True)
        ]
    table["Change"] = own["direction"].map(_DIRECTIONS)
    table["Note"] = own["note"]
    return table.reset_index(drop=True)


def notes_table(notes: pd.DataFrame, formats: Formats) -> pd.DataFrame:
    """Return notes with the columns Asked for by, Note, Amount, In words.

    Args:
        notes: paragraph, item, amount (NaN where the note is words), text.
        formats: how numbers are read.
    """
    is_words = notes["amount"].isna() & (notes["text"] != "")
    return pd.DataFrame(
        {
            "Asked for by": notes["paragraph"],
            "Note": notes["item"],
            "Amount": notes["amount"].map(formats.money_statement).mask(is_words, ""),
            "In words": notes["text"],
        }
    )


def tax_table(schedule: pd.DataFrame, formats: Formats) -> pd.DataFrame:
    """Return the tax schedule for reading: a row a step, a column a period.

    Args:
        schedule: period, booked, counted, tax_now, tax_deferred, deferred_tax_asset.
        formats: how numbers are read.
    """
    steps = {
        "booked": "Loss in the books",
        "counted": "Loss that tax counts",
        "tax_now": "Change of tax due now",
        "tax_deferred": "Change of tax that is deferred",
        "deferred_tax_asset": "Deferred tax asset, closing",
    }
    table = pd.DataFrame({"Step": list(steps.values())})
    for period, amounts in zip(schedule["period"], schedule[list(steps)].to_numpy(), strict=True):
        table[PERIODS[str(period)]] = [formats.money_statement(amount) for amount in amounts]
    return table


def covenant_table(
    covenants: pd.DataFrame, formats: Formats, *, method: str, period: str = "current"
) -> pd.DataFrame:
    """Return covenants with the columns Covenant, Limit, Before, After, Result, Room left.

    Args:
        covenants: method, period, ratio, limit, before, after, holds, headroom.
        formats: how numbers are read.
        method: recording method.
        period: "current" or "next".
    """
    own = covenants[(covenants["method"] == method) & (covenants["period"] == period)]
    rows = [
        _covenant_row({str(name): value for name, value in row.items()}, formats)
        for row in own.to_dict(orient="records")
    ]
    columns = ["Covenant", "Limit", "Before", "After", "Result", "Further loss it bears"]
    return pd.DataFrame(rows, columns=columns)


def current_covenants(covenants: pd.DataFrame, *, method: str) -> pd.DataFrame:
    """Return the covenants of one method in the current period, the nearest first."""
    rows = covenants[(covenants["method"] == method) & (covenants["period"] == "current")]
    return nearest(rows)


def ratio_text(ratio: str, value: float, formats: Formats) -> str:
    """Return a ratio as its kind is read: percent, money, days or times."""
    if math.isnan(value):
        return UNKNOWN_CELL
    if ratio in _PERCENT:
        return formats.percent_tenths(value)
    if ratio in _MONEY:
        return formats.money_statement(value)
    if ratio == "days_inventory":
        return f"{formats.decimal(value, 1)} days"
    return formats.decimal(value, 2)


def bound(covenant: str) -> str:
    """Say on which side of its limit a covenant holds."""
    return "at most" if covenant in COVENANT_CEILINGS else "at least"


def _covenant_row(row: dict[str, Any], formats: Formats) -> tuple[str, ...]:
    ratio, holds, room = str(row["ratio"]), row["holds"], float(row["headroom"])
    return (
        RATIOS[ratio].label,
        f"{bound(ratio)} {ratio_text(ratio, row['limit'], formats)}",
        ratio_text(ratio, row["before"], formats),
        ratio_text(ratio, row["after"], formats),
        "unknown" if pd.isna(holds) else "✓ holds" if holds else "✗ broken",
        ("any" if room > 0 else "none") if math.isinf(room) else formats.money_statement(room),
    )


def _lines(lines: pd.DataFrame, formats: Formats) -> pd.DataFrame:
    """Credits are indented, and an amount stands on one side only."""
    is_debit = lines["debit"] > 0
    # Four no-break spaces: a tab or plain spaces would collapse on screen.
    indented = "\N{NO-BREAK SPACE}" * 4 + lines["account"]
    return pd.DataFrame(
        {
            "Account": lines["account"].where(is_debit, indented),
            "Debit": lines["debit"].map(formats.money_statement).where(is_debit, ""),
            "Credit": lines["credit"].map(formats.money_statement).where(~is_debit, ""),
        }
    ).reset_index(drop=True)
