"""assess: what a write-down does to profit, equity and ratios, recorded in each way.

Two periods are shown. In "current" the loss is booked; in "next" the goods written down are sold
for what they stand at, their net realizable value, and those written off are scrapped. Each
recording method is run over the same facts, so that they can be laid side by side.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from core.accounting.allocation import allocate
from core.accounting.entries import Entry, changes_by_role, journal_frame
from core.accounting.financials import number, period_days
from core.accounting.headroom import covenant_frame, covenant_rows
from core.accounting.impaired import ImpairedStock
from core.accounting.notes import notes
from core.accounting.presentation import loss_account
from core.accounting.ratios import PeriodFacts, figures_of, measure, ratio_frame, ratio_rows
from core.accounting.recordings import (
    COMPLIANT,
    METHODS,
    LossAccount,
    Method,
    StockEvents,
    post,
    waiting,
)
from core.accounting.remeasurement import REVERSING
from core.accounting.statements import (
    Base,
    Lines,
    added,
    base_figures,
    effects,
    next_opening,
    statement_frame,
    statement_rows,
    with_totals,
)
from core.accounting.tax import post_tax, tax_effect
from core.money import round_money
from core.policy import Policy
from core.problem import Problem

CURRENT, NEXT = "current", "next"

ALLOWANCE_COLUMNS = (
    "method", "period", "opening", "charged", "used", "reversed", "closing", "ties",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Impact:
    """What the write-down does; money in `currency`, effects negative when they lower profit.

    Attributes:
        currency: ISO 4217 code.
        framework: of the policy.
        recording: of the policy; the scalar effects are this method's, period "current".
        stock: the impaired stock that was assessed.
        inventory_cost: cost of the stock list.
        required_allowance: what the stock is worth less than it cost.
        write_down, write_off: its two parts.
        opening_allowance: on the books before; 0 where none was given (see `problems`).
        charge: new loss of the period: required less opening, never the balance again.
        release: earlier loss taken back (IFRS, FRS 102).
        release_blocked: opening allowance above the required one that US GAAP keeps.
        presentation: "cogs" or "separate".
        tax_rate: used, a fraction.
        operating_profit_effect, tax_effect, net_income_effect, equity_effect: current period;
            `tax_effect` is the change in tax expense, negative is relief.
        masked: item losses that the unit of account of the policy leaves out.
        inventory_difference: Inventory of the financials less the cost of the stock list; NaN
            when the financials state none.
        balance_difference: assets less liabilities and equity as uploaded; NaN when unknown.
        journal: method, period, entry, account, debit, credit, words.
        statements: method, period, statement (income, balance), line, before, after, effect.
        ratios: method, period, ratio, before, after, excluding_write_downs, direction, note.
        allowance: roll-forward of the contra account: method, period, opening, charged, used,
            reversed, closing, ties.
        covenants: method, period, ratio, limit, before, after, holds, headroom.
        methods: method, compliant, note.
        methods_agree: direct and allowance give the same profit in every period.
        balances: the entries keep assets = liabilities + equity, and the uploaded balance sheet
            is not known to be out.
        problems: what is missing, assumed or does not agree.
    """

    currency: str
    framework: str
    recording: str
    stock: ImpairedStock
    inventory_cost: float
    required_allowance: float
    write_down: float
    write_off: float
    opening_allowance: float
    charge: float
    release: float
    release_blocked: float
    presentation: str
    tax_rate: float
    operating_profit_effect: float
    tax_effect: float
    net_income_effect: float
    equity_effect: float
    masked: float
    inventory_difference: float
    balance_difference: float
    journal: pd.DataFrame
    statements: pd.DataFrame
    ratios: pd.DataFrame
    allowance: pd.DataFrame
    covenants: pd.DataFrame
    methods: pd.DataFrame
    methods_agree: bool
    balances: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Setting:
    """What every method and period is posted with."""

    policy: Policy
    currency: str
    tax_rate: float
    loss: LossAccount
    opening_allowance: float


@dataclass(frozen=True, slots=True)
class _Period:
    """One method in one period: its entries and lines."""

    method: Method
    name: str
    entries: tuple[Entry, ...]
    before: Lines
    effect: Lines
    after: Lines
    excluding: Lines
    roll: tuple[str, str, float, float, float, float, float, bool]

    def facts(self, current: PeriodFacts) -> PeriodFacts:
        """Return the period's own facts, given those of the current one."""
        return current if self.name == CURRENT else PeriodFacts(current.days)


def assess(
    stock: ImpairedStock,
    *,
    financials: Mapping[str, object] | None,
    policy: Policy,
    currency: str,
    scrap_now: bool = False,
) -> Impact:
    """Record the write-down of a stock in every way and show what it does.

    Args:
        stock: amounts rounded to the currency's minor unit.
        financials: one row of the table `financials` (see `latest_financials`), or None. What it
            does not state stays unknown, apart from the allowance on the books, which is taken
            as none and said so.
        policy: framework, recording, presentation, tax, accounts and covenants.
        currency: ISO 4217 code.
        scrap_now: goods to be scrapped leave in the current period, not in the next.
    """
    rate = _tax_rate(financials, policy)
    base = base_figures(financials, tax_rate=rate, stock_cost=stock.cost_value, currency=currency)
    opening = abs(base.lines["inventory_allowance"])
    events, blocked = _events(stock, opening, policy, currency, scrap_now=scrap_now)
    charge, release = events[0].charged, events[0].reversed
    loss = loss_account(
        charge,
        profit_before_tax=base.lines["profit_before_tax"],
        presentation=policy.presentation,
        materiality=policy.materiality,
    )
    setting = _Setting(policy, currency, rate, loss, opening)
    facts = PeriodFacts(period_days(financials), number(financials, "opening_inventory"))
    periods = [period for method in METHODS for period in _run(method, events, base, setting)]
    mine = next(
        each for each in periods if each.method == policy.recording and each.name == CURRENT
    )
    stated = round_money(number(financials, "inventory"), currency)
    return Impact(
        currency=currency,
        framework=policy.framework,
        recording=policy.recording,
        stock=stock,
        inventory_cost=stock.cost_value,
        required_allowance=round_money(stock.required_allowance, currency),
        write_down=stock.write_down,
        write_off=stock.write_off,
        opening_allowance=opening,
        charge=charge,
        release=release,
        release_blocked=blocked,
        presentation="separate" if loss == "write_down_loss" else "cogs",
        tax_rate=rate,
        operating_profit_effect=mine.effect["operating_profit"],
        tax_effect=mine.effect["income_tax"],
        net_income_effect=mine.effect["net_income"],
        equity_effect=mine.effect["equity"],
        masked=stock.masked,
        inventory_difference=round_money(stated - stock.cost_value, currency),
        balance_difference=base.balance_difference,
        journal=journal_frame((each for p in periods for each in p.entries), policy.accounts),
        statements=statement_frame(
            row
            for p in periods
            for row in statement_rows(p.method, p.name, p.before, p.after, p.effect)
        ),
        ratios=ratio_frame(
            row
            for p in periods
            for row in ratio_rows(
                p.method, p.name, p.before, p.after, p.excluding, facts=p.facts(facts)
            )
        ),
        allowance=pd.DataFrame([p.roll for p in periods], columns=list(ALLOWANCE_COLUMNS)),
        covenants=covenant_frame(row for p in periods for row in _covenants(p, setting)),
        methods=_methods(),
        methods_agree=_agree(periods),
        balances=_balances(periods, base),
        problems=notes(
            base,
            stock=stock,
            stated_inventory=stated,
            release_blocked=blocked,
            policy=policy,
            currency=currency,
            financials=financials,
        ),
    )


def _tax_rate(financials: Mapping[str, object] | None, policy: Policy) -> float:
    stated = number(financials, "tax_rate")
    return stated if 0 <= stated < 1 else policy.tax_rate


def _events(
    stock: ImpairedStock, opening: float, policy: Policy, currency: str, *, scrap_now: bool
) -> tuple[tuple[StockEvents, StockEvents], float]:
    """Return the facts of both periods and the release that the framework forbids."""
    surplus = round_money(opening - stock.required_allowance, currency)
    released = max(0.0, surplus) if policy.framework in REVERSING else 0.0
    blocked = max(0.0, surplus) - released
    down, off = allocate(
        max(0.0, -surplus),
        [stock.write_down, stock.write_off] if surplus < 0 else [0.0, 0.0],
        currency=currency,
    ).tolist()
    scrap = {
        "scrapped_cost": stock.write_off_cost,
        "scrap_proceeds": round_money(stock.write_off_cost - stock.write_off, currency),
        "used_on_scrap": stock.write_off,
    }
    disposal = stock.disposal_cost
    current = StockEvents(
        period=CURRENT,
        charged_write_down=down,
        charged_write_off=off,
        reversed=released,
        selling_cost=disposal if scrap_now else 0.0,
        **(scrap if scrap_now else {}),
    )
    following = StockEvents(
        period=NEXT,
        sales=round_money(stock.write_down_cost - stock.write_down + stock.selling_cost, currency),
        selling_cost=stock.selling_cost + (0.0 if scrap_now else disposal),
        sold_cost=stock.write_down_cost,
        used_on_sale=stock.write_down,
        **({} if scrap_now else scrap),
    )
    return (current, following), blocked


def _run(
    method: Method, events: tuple[StockEvents, ...], base: Base, setting: _Setting
) -> list[_Period]:
    """Post one method's entries period by period, each opening with the last one's closing."""
    if method == "wait":
        events = waiting(events, opening_allowance=setting.opening_allowance)
    losses = contra = setting.opening_allowance
    before, result = base.lines, []
    for event in events:
        closing = round_money(
            losses + event.charged - event.used - event.reversed, setting.currency
        )
        tax = tax_effect(
            event.profit,
            opening_allowance=losses,
            closing_allowance=closing,
            rate=setting.tax_rate,
            deductible=setting.policy.reserve_deductible,
            currency=setting.currency,
        )
        fold = contra if method == "direct" else 0.0
        entries = (
            *post(event, method=method, loss_account=setting.loss, fold=fold),
            *post_tax(method, event.period, tax),
        )
        effect = effects(entries, currency=setting.currency)
        after = added(before, effect, currency=setting.currency)
        roll = _roll(method, event, entries, contra, fold, setting.currency)
        result.append(
            _Period(
                method,
                event.period,
                entries,
                before,
                effect,
                after,
                _excluding(after, event, closing, setting),
                roll,
            )
        )
        losses, contra, before = closing, roll[6], next_opening(after)
    return result


def _roll(
    method: Method,
    event: StockEvents,
    entries: tuple[Entry, ...],
    opening: float,
    fold: float,
    currency: str,
) -> tuple[str, str, float, float, float, float, float, bool]:
    """Roll the contra account forward; its closing balance is read from the entries."""
    is_contra = method != "direct"
    charged = event.charged if is_contra else 0.0
    used = event.used if is_contra else fold
    taken_back = event.reversed if is_contra else 0.0
    closing = round_money(opening - changes_by_role(entries).get("allowance", 0.0), currency)
    ties = closing == round_money(opening + charged - used - taken_back, currency)
    return (method, event.period, opening, charged, used, taken_back, closing, ties)


def _excluding(after: Lines, event: StockEvents, balance: float, setting: _Setting) -> Lines:
    """Strip losses: flows by the change of the period, the balance sheet by the balance."""
    lines = dict(after)
    currency, is_own_line = setting.currency, setting.loss == "write_down_loss"
    change = event.charged - event.used - event.reversed
    lines["inventory_write_down"] -= event.charged if is_own_line else 0.0
    lines["cogs"] += event.used + event.reversed - (0.0 if is_own_line else event.charged)
    lines["income_tax"] += round_money(setting.tax_rate * change, currency)
    relief = round_money(setting.tax_rate * balance, currency)
    lines["inventory"] += balance
    lines["equity"] += balance - relief
    if setting.policy.reserve_deductible == "booked":
        lines["income_tax_payable"] += relief
    else:
        lines["deferred_tax_asset"] -= relief
    return with_totals(lines, currency=currency)


def _covenants(
    period: _Period, setting: _Setting
) -> list[tuple[str, str, str, float, float, float, bool | None, float]]:
    figures = figures_of(period.after)
    return covenant_rows(
        period.method,
        period.name,
        setting.policy.covenants,
        before=measure(figures_of(period.before)),
        after=measure(figures),
        figures=figures,
        tax_rate=setting.tax_rate,
        deductible=setting.policy.reserve_deductible,
    )


def _methods() -> pd.DataFrame:
    why = {
        "direct": "The loss is taken when it is evident; Inventory itself is reduced.",
        "allowance": "The loss is taken when it is evident; an allowance beside Inventory has it.",
        "wait": "Not allowed when the loss is evident (IAS 2.34, ASC 330-10-35-1B): shown only to "
        "compare what waiting would look like.",
    }
    return pd.DataFrame(
        [(method, method in COMPLIANT, why[method]) for method in METHODS],
        columns=["method", "compliant", "note"],
    )


def _agree(periods: list[_Period]) -> bool:
    """Whether direct and allowance give the same profit, tax and equity in every period."""
    shared = ("operating_profit", "profit_before_tax", "income_tax", "net_income", "equity")
    results: dict[str, list[tuple[float, ...]]] = {method: [] for method in COMPLIANT}
    for period in periods:
        if period.method in results:
            results[period.method].append(tuple(period.effect[line] for line in shared))
    return results["direct"] == results["allowance"]


def _balances(periods: list[_Period], base: Base) -> bool:
    uploaded = base.balance_difference
    return all(period.effect["difference"] == 0 for period in periods) and (
        math.isnan(uploaded) or uploaded == 0
    )
