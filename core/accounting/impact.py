"""assess: what a write-down does to profit, equity and ratios, recorded in each way.

Two periods are shown. In "current" the loss is booked; in "next" the goods written down are sold
for what they stand at, their net realizable value, and those written off are scrapped. Each
recording method is run over the same facts, so that they can be laid side by side.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from core.accounting.books import (
    ALLOWANCE_COLUMNS,
    CURRENT,
    PeriodBooks,
    Terms,
    keep_books,
    two_periods,
    unjudged,
)
from core.accounting.entries import journal_frame
from core.accounting.financials import number, period_days
from core.accounting.headroom import covenant_frame, covenant_rows
from core.accounting.impaired import ImpairedStock
from core.accounting.last_run import LastRun
from core.accounting.notes import notes
from core.accounting.presentation import loss_account
from core.accounting.ratios import PeriodFacts, figures_of, measure, ratio_frame, ratio_rows
from core.accounting.recordings import COMPLIANT, METHODS
from core.accounting.rolled import RolledLots, roll_from
from core.accounting.statements import Base, base_figures, statement_frame, statement_rows
from core.money import round_money
from core.policy import Policy
from core.problem import Problem


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Impact:
    """What the write-down does; money in `currency`, effects negative when they lower profit.

    Attributes:
        currency: ISO 4217 code.
        framework: of the policy.
        recording: of the policy; the scalar effects are this method's, period "current".
        stock: the impaired stock that was assessed.
        inventory_cost: cost of the stock list.
        required_allowance: what the stock is worth less than it cost. It, everything that
            follows from it and the lines it moves are NaN where nothing could be judged; then
            nothing is posted.
        write_down, write_off: its two parts.
        rolled: the lots rolled forward from the ledger of the last run, whose sums opening, charge,
            release and use are; None where no such ledger is given: what the whole stock needs is
            then compared with the one allowance on the books.
        opening_allowance: on the books before; 0 where none was given (see `problems`).
        charge: new loss of the period: required less opening, never the balance again.
        release: earlier loss taken back (IFRS, FRS 102).
        used: earlier loss on goods that left since the last run; 0 where no ledger of it is given.
        release_blocked: opening allowance above the required one that US GAAP keeps.
        release_withheld: the part of it that may belong to goods nobody could judge: it stays.
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
    rolled: RolledLots | None
    opening_allowance: float
    charge: float
    release: float
    used: float
    release_blocked: float
    release_withheld: float
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

    @property
    def carrying_value(self) -> float:
        """What the stock list stands at after the entries: cost less the closing allowance."""
        return round_money(self.inventory_cost - self.closing_allowance, self.currency)

    @property
    def closing_allowance(self) -> float:
        """What the books hold after the entries; as before where nothing could be judged."""
        moved = self.charge - self.release - self.used if self.stock.is_judged else 0.0
        return round_money(self.opening_allowance + moved, self.currency)


def assess(
    stock: ImpairedStock,
    *,
    financials: Mapping[str, object] | None,
    policy: Policy,
    currency: str,
    scrap_now: bool = False,
    last_run: LastRun | None = None,
    same_year: bool = False,
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
        last_run: ledger of the run before; each lot then opens with what it closed at.
        same_year: the last run lies in the fiscal year of this one.
    """
    rate = _tax_rate(financials, policy)
    rolled = None
    if last_run is not None:
        rolled = roll_from(
            stock,
            last_run,
            framework=policy.framework,
            same_year=same_year,
            currency=currency,
        )
    base = base_figures(
        financials,
        tax_rate=rate,
        stock_cost=stock.cost_value,
        currency=currency,
        opening=None if rolled is None else rolled.total("opening"),
        recording=policy.recording,
    )
    opening = base.opening_allowance
    events, kept = two_periods(stock, opening, policy, currency, scrap_now=scrap_now, rolled=rolled)
    charge = round_money(events[0].charged, currency)
    loss = loss_account(
        charge,
        profit_before_tax=base.lines["profit_before_tax"],
        presentation=policy.presentation,
        materiality=policy.materiality,
    )
    loose = 0.0 if rolled is None else rolled.loose
    terms = Terms(policy, currency, rate, loss, opening, loose)
    facts = PeriodFacts(period_days(financials), number(financials, "opening_inventory"))
    unknown = 0.0 if stock.is_judged else math.nan
    periods = [period for method in METHODS for period in keep_books(method, events, base, terms)]
    shown = periods if stock.is_judged else [unjudged(period) for period in periods]
    mine = next(
        each for each in periods if each.method == policy.recording and each.name == CURRENT
    )
    stated = base.stated_at_cost
    return Impact(
        currency=currency,
        framework=policy.framework,
        recording=policy.recording,
        stock=stock,
        inventory_cost=stock.cost_value,
        required_allowance=round_money(stock.required_allowance, currency),
        write_down=stock.write_down + unknown,
        write_off=stock.write_off + unknown,
        rolled=rolled,
        opening_allowance=opening,
        charge=charge + unknown,
        release=events[0].reversed + unknown,
        used=events[0].used_before + unknown,
        release_blocked=kept.blocked,
        release_withheld=kept.withheld,
        presentation="separate" if loss == "write_down_loss" else "cogs",
        tax_rate=rate,
        operating_profit_effect=mine.effect["operating_profit"] + unknown,
        tax_effect=mine.effect["income_tax"] + unknown,
        net_income_effect=mine.effect["net_income"] + unknown,
        equity_effect=mine.effect["equity"] + unknown,
        masked=stock.masked,
        inventory_difference=round_money(stated - stock.cost_value, currency),
        balance_difference=base.balance_difference,
        journal=journal_frame(
            (each for p in periods for each in p.entries if stock.is_judged), policy.accounts
        ),
        statements=statement_frame(
            row
            for p in shown
            for row in statement_rows(p.method, p.name, p.before, p.after, p.effect)
        ),
        ratios=ratio_frame(
            row
            for p in shown
            for row in ratio_rows(
                p.method, p.name, p.before, p.after, p.excluding, facts=p.facts(facts)
            )
        ),
        allowance=pd.DataFrame([p.roll for p in shown], columns=list(ALLOWANCE_COLUMNS)),
        covenants=covenant_frame(row for p in shown for row in _covenants(p, terms)),
        methods=_methods(),
        methods_agree=_agree(periods),
        balances=_balances(periods, base),
        problems=notes(
            base,
            stock=stock,
            stated_inventory=stated,
            kept=kept,
            by_lot=rolled is not None,
            policy=policy,
            currency=currency,
            financials=financials,
        ),
    )


def _tax_rate(financials: Mapping[str, object] | None, policy: Policy) -> float:
    stated = number(financials, "tax_rate")
    return stated if 0 <= stated < 1 else policy.tax_rate


def _covenants(
    period: PeriodBooks, terms: Terms
) -> list[tuple[str, str, str, float, float, float, bool | None, float]]:
    figures = figures_of(period.after)
    return covenant_rows(
        period.method,
        period.name,
        terms.policy.covenants,
        before=measure(figures_of(period.before)),
        after=measure(figures),
        figures=figures,
        tax_rate=terms.tax_rate,
        deductible=terms.policy.reserve_deductible,
        recognized=terms.recognized,
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


def _agree(periods: list[PeriodBooks]) -> bool:
    """Whether direct and allowance give the same profit, tax and equity in every period."""
    shared = ("operating_profit", "profit_before_tax", "income_tax", "net_income", "equity")
    results: dict[str, list[tuple[float, ...]]] = {method: [] for method in COMPLIANT}
    for period in periods:
        if period.method in results:
            results[period.method].append(tuple(period.effect[line] for line in shared))
    return results["direct"] == results["allowance"]


def _balances(periods: list[PeriodBooks], base: Base) -> bool:
    uploaded = base.balance_difference
    return all(period.effect["difference"] == 0 for period in periods) and (
        math.isnan(uploaded) or uploaded == 0
    )
