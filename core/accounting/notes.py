"""What an assessment could not know, had to assume or found not to agree, as problems."""

import math
from collections.abc import Mapping

from babel.numbers import format_currency

from core.accounting.books import Surplus
from core.accounting.financials import number
from core.accounting.impaired import ImpairedStock
from core.accounting.statements import Base
from core.money import minor_digits
from core.policy import Policy
from core.problem import Problem, Severity

_LEVELS = {"item": "by item", "category": "by category", "total": "in total"}


def notes(
    base: Base,
    *,
    stock: ImpairedStock,
    stated_inventory: float,
    kept: Surplus,
    by_lot: bool,
    policy: Policy,
    currency: str,
    financials: Mapping[str, object] | None,
) -> tuple[Problem, ...]:
    """Collect the problems of an assessment, the weightiest first."""
    found = [
        *_differences(base, stock, stated_inventory, currency),
        *(_last_run(base, currency) if by_lot and financials is not None else ()),
        *(_completeness(base) if financials is not None else [_no_financials(by_lot=by_lot)]),
        *_tax_rate(number(financials, "tax_rate"), policy),
        *_judgments(base, stock, kept, policy, currency, by_lot=by_lot),
    ]
    return tuple(sorted(found, key=lambda problem: problem.severity != "warning"))


def _differences(
    base: Base, stock: ImpairedStock, stated_inventory: float, currency: str
) -> list[Problem]:
    problems = []
    out_by = abs(base.balance_difference)
    if out_by > 0:
        problems.append(
            _problem(
                "warning",
                None,
                f"assets that differ from liabilities and equity by {_money(out_by, currency)}",
                "a balance sheet that balances",
                "The difference is shown as a line of its own; correct the uploaded figures.",
            )
        )
    gap = stated_inventory - stock.cost_value
    if not math.isnan(gap) and abs(gap) >= 0.5 * 10 ** -minor_digits(currency):
        problems.append(
            _problem(
                "warning",
                "inventory",
                f"{_money(stated_inventory, currency)} against {_money(stock.cost_value, currency)}"
                " in the stock list",
                "the same amount",
                f"The books are {_money(abs(gap), currency)} {'above' if gap > 0 else 'below'} the "
                "stock list; statements use the books, the write-down comes from the stock list.",
            )
        )
    return problems


def _last_run(base: Base, currency: str) -> list[Problem]:
    """Compare the allowance of the figures with what the ledger of the last run closed with."""
    stated, closed = base.stated_allowance, base.opening_allowance
    if base.reads_reduced or stated == closed:
        return []
    found = _money(stated, currency) if stated > 0 else "no allowance"
    return [
        _problem(
            "warning",
            "inventory_allowance",
            f"{found} against {_money(closed, currency)} in the ledger of the last run",
            "the same amount",
            "The ledger of the last run is used. Were its entries posted, is the file that of the "
            "last run, and are the figures those before this one?",
        )
    ]


def _completeness(base: Base) -> list[Problem]:
    problems = []
    if base.missing:
        problems.append(
            _problem(
                "note",
                ", ".join(base.missing),
                "no figure",
                "an amount for the period",
                "Lines that need it are shown as unknown before and after; their change is known.",
            )
        )
    if base.nil:
        problems.append(
            _problem(
                "note",
                ", ".join(base.nil),
                "no figure",
                "an amount for the period",
                "The balance sheet balances without it, so it is nil.",
            )
        )
    if base.assumed_no_allowance:
        problems.append(_no_allowance())
    return problems


def _judgments(
    base: Base,
    stock: ImpairedStock,
    kept: Surplus,
    policy: Policy,
    currency: str,
    *,
    by_lot: bool,
) -> list[Problem]:
    if not stock.is_judged:
        return [_unjudged()]
    problems = []
    if kept.withheld > 0:
        problems.append(
            _problem(
                "warning",
                "inventory_allowance",
                f"{_money(kept.withheld, currency)} more than the goods that could be judged need",
                "a selling price for every item",
                "It may have been made for goods whose realizable value is unknown, so it stays on "
                "the books until they can be judged.",
            )
        )
    if kept.blocked > 0:
        problems.append(
            _problem(
                "warning",
                "inventory_allowance",
                f"{_money(kept.blocked, currency)} more than the stock needs",
                "an allowance no larger than needed",
                f"{policy.framework} does not take it back while the goods are held. "
                + (
                    "It stays on its lots until they leave."
                    if by_lot
                    else "If they have been sold, use it against their cost of goods sold."
                ),
            )
        )
    profit = base.lines["profit_before_tax"]
    if stock.required_allowance > 0 and not math.isnan(profit) and profit <= 0:
        problems.append(
            _problem(
                "warning",
                None,
                "a loss before tax",
                "profit that the tax relief can be set against",
                "The tax relief shown is worth only what later profits make of it.",
            )
        )
    if stock.masked > 0:
        problems.append(
            _problem(
                "note",
                None,
                f"{_money(stock.masked, currency)} of single items' losses left out",
                "losses item by item",
                f"The test {_LEVELS[policy.unit_of_account]} sets gains of some items against "
                "losses of others.",
            )
        )
    if stock.unknown_cost_value > 0:
        problems.append(
            _problem(
                "warning",
                None,
                f"goods that cost {_money(stock.unknown_cost_value, currency)} without a known "
                "realizable value",
                "a selling price",
                "They stand at cost and are in no write-down.",
            )
        )
    return problems


def _tax_rate(stated: float, policy: Policy) -> list[Problem]:
    if math.isnan(stated) or 0 <= stated < 1:
        return []
    return [
        _problem(
            "warning",
            "tax_rate",
            f"{stated:g}",
            "a rate from 0 % to below 100 %",
            f"The policy's rate of {policy.tax_rate:.1%} is used.",
        )
    ]


def _unjudged() -> Problem:
    return _problem(
        "warning",
        None,
        "no item whose cost and realizable value are both known",
        "costs and selling prices",
        "Whether anything is to be booked is unknown. Nothing is posted, and an allowance on the "
        "books stays as it is.",
    )


def _no_financials(*, by_lot: bool) -> Problem:
    return _problem(
        "note",
        None,
        "no period figures",
        "one row of revenue, costs, assets and liabilities",
        "What changes is shown; before and after are unknown"
        + (", but for the ledger of the last run." if by_lot else ", and the books are taken to ")
        + ("" if by_lot else "hold no allowance yet."),
    )


def _no_allowance() -> Problem:
    return _problem(
        "note",
        "inventory_allowance",
        "no figure",
        "the allowance on the books",
        "The books are taken to hold none: the whole write-down is this period's charge.",
    )


def _money(amount: float, currency: str) -> str:
    """Show an amount as the figures around the sentence are shown; problems are in English."""
    return str(format_currency(amount, currency, locale="en_US"))


def _problem(
    severity: Severity, column: str | None, found: str, expected: str, repair: str
) -> Problem:
    return Problem(severity, "", "financials", None, column, found, expected, repair)
