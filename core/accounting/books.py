"""The books of one recording method over the current period and the next.

In the current period the loss is booked; in the next the goods written down are sold for what
they stand at and those written off are scrapped. Every method posts the same facts.
"""

import math
from dataclasses import dataclass, replace

from core.accounting.allocation import allocate
from core.accounting.entries import Entry, changes_by_role
from core.accounting.impaired import ImpairedStock
from core.accounting.ratios import PeriodFacts
from core.accounting.recordings import LossAccount, Method, StockEvents, post, waiting
from core.accounting.remeasurement import REVERSING
from core.accounting.rolled import RolledLots
from core.accounting.statements import (
    Base,
    Lines,
    added,
    blank_losses,
    effects,
    next_opening,
    with_totals,
)
from core.accounting.tax import post_tax, relief_share, tax_effect, taxable_effect
from core.money import round_money
from core.policy import Policy

CURRENT, NEXT = "current", "next"

#: Columns of the roll-forward of the contra account; `ties` says that it adds up.
ALLOWANCE_COLUMNS = (
    "method", "period", "opening", "charged", "used", "reversed", "closing", "ties",
)  # fmt: skip

AllowanceRow = tuple[str, str, float, float, float, float, float, bool]


@dataclass(frozen=True, slots=True)
class Terms:
    """What every method and period is posted with."""

    policy: Policy
    currency: str
    tax_rate: float
    loss: LossAccount
    opening_allowance: float
    #: The part of it that stays because no goods use it.
    loose_allowance: float = 0.0

    @property
    def recognized(self) -> float:
        """Share of a deferred tax asset that later profits are likely to use."""
        return 1.0 - self.policy.deferred_tax_valuation


@dataclass(frozen=True, slots=True)
class Surplus:
    """Opening allowance above what the stock needs that stays on the books; money.

    `blocked` by the framework; `withheld` because it may belong to goods that nobody could judge.
    """

    blocked: float
    withheld: float


@dataclass(frozen=True, slots=True)
class PeriodBooks:
    """One method in one period: its entries and lines."""

    method: Method
    name: str
    entries: tuple[Entry, ...]
    before: Lines
    effect: Lines
    after: Lines
    excluding: Lines
    roll: AllowanceRow

    def facts(self, current: PeriodFacts) -> PeriodFacts:
        """Return the period's own facts, given those of the current one."""
        return current if self.name == CURRENT else PeriodFacts(current.days)


def two_periods(
    stock: ImpairedStock,
    opening: float,
    policy: Policy,
    currency: str,
    *,
    scrap_now: bool,
    rolled: RolledLots | None = None,
) -> tuple[tuple[StockEvents, StockEvents], Surplus]:
    """Return the facts of both periods and what becomes of an allowance larger than needed.

    Args:
        stock: what is impaired.
        opening: allowance already on the books.
        policy: its framework decides whether a surplus goes back.
        currency: ISO 4217 code.
        scrap_now: goods to be scrapped leave in the current period.
        rolled: lots that open with what they closed at; the period's facts are then their sums,
            and the goods whose surplus stays on them are sold with the others.
    """
    current, kept = (
        _netted(stock, opening, policy, currency) if rolled is None else _summed(stock, rolled)
    )
    scrap = {
        "scrapped_cost": stock.write_off_cost,
        "scrap_proceeds": round_money(stock.write_off_cost - stock.write_off, currency),
        "used_on_scrap": stock.write_off,
    }
    disposal = stock.disposal_cost
    if scrap_now:
        current = replace(
            current,
            selling_cost=disposal,
            scrapped_cost=scrap["scrapped_cost"],
            scrap_proceeds=scrap["scrap_proceeds"],
            used_on_scrap=scrap["used_on_scrap"],
        )
    spare, on_lots = (0.0, 0.0) if rolled is None else rolled.kept
    proceeds = stock.write_down_cost - stock.write_down + stock.selling_cost + spare
    following = StockEvents(
        period=NEXT,
        sales=round_money(proceeds, currency),
        selling_cost=round_money(stock.selling_cost + (0.0 if scrap_now else disposal), currency),
        sold_cost=round_money(stock.write_down_cost + spare, currency),
        used_on_sale=round_money(stock.write_down + on_lots, currency),
        **({} if scrap_now else scrap),
    )
    return (current, following), kept


def _summed(stock: ImpairedStock, rolled: RolledLots) -> tuple[StockEvents, Surplus]:
    """Return the current period as the sums of its lots; nothing where none could be judged."""
    if not stock.is_judged:
        return StockEvents(period=CURRENT), Surplus(0.0, 0.0)
    total, off = rolled.total, rolled.total("charged_off")
    current = StockEvents(
        period=CURRENT,
        charged_write_down=round_money(total("charged") - off, rolled.currency),
        charged_write_off=off,
        reversed=total("reversed"),
        used_before=round_money(total("used_on_sale") + total("used_on_scrap"), rolled.currency),
    )
    return current, Surplus(total("blocked") - rolled.withheld, rolled.withheld)


def _netted(
    stock: ImpairedStock, opening: float, policy: Policy, currency: str
) -> tuple[StockEvents, Surplus]:
    """Return the current period where only one allowance for the whole stock is known."""
    # Where nothing could be judged nothing is known to be needed, nor to be too much.
    needed = stock.required_allowance if stock.is_judged else opening
    surplus = round_money(opening - needed, currency)
    withheld = round_money(stock.release_withheld(max(0.0, surplus)), currency)
    free = round_money(max(0.0, surplus) - withheld, currency)
    released = free if policy.framework in REVERSING else 0.0
    down, off = allocate(
        max(0.0, -surplus),
        [stock.write_down, stock.write_off] if surplus < 0 else [0.0, 0.0],
        currency=currency,
    ).tolist()
    current = StockEvents(
        period=CURRENT,
        charged_write_down=down,
        charged_write_off=off,
        reversed=released,
    )
    return current, Surplus(free - released, withheld)


def keep_books(
    method: Method, events: tuple[StockEvents, ...], base: Base, terms: Terms
) -> list[PeriodBooks]:
    """Post one method's entries period by period, each opening with the last one's closing."""
    if method == "wait":
        usable = round_money(terms.opening_allowance - terms.loose_allowance, terms.currency)
        events = waiting(events, opening_allowance=usable)
    losses, contra = terms.opening_allowance, abs(base.lines["inventory_allowance"])
    before, result, taxed = base.lines, [], 0.0
    deductible = terms.policy.reserve_deductible
    for event in events:
        closing = round_money(losses + event.charged - event.used - event.reversed, terms.currency)
        tax = tax_effect(
            event.profit,
            opening_allowance=losses,
            closing_allowance=closing,
            rate=terms.tax_rate,
            deductible=deductible,
            currency=terms.currency,
            recognized=terms.recognized,
            earlier_taxable=taxed,
        )
        taxed += taxable_effect(event.profit, losses, closing, deductible)
        fold = round_money(contra - (0.0 if method == "direct" else losses), terms.currency)
        entries = (
            *post(event, method=method, loss_account=terms.loss, fold=fold),
            *post_tax(method, event.period, tax),
        )
        effect = effects(entries, currency=terms.currency)
        after = added(before, effect, currency=terms.currency)
        roll = _roll(method, event, entries, contra, fold, terms.currency)
        result.append(
            PeriodBooks(
                method,
                event.period,
                entries,
                before,
                effect,
                after,
                _excluding(after, event, closing, terms),
                roll,
            )
        )
        losses, contra, before = closing, roll[6], next_opening(after)
    return result


def unjudged(period: PeriodBooks) -> PeriodBooks:
    """Return a period's books where nobody knows the loss: what it would move is unknown."""
    method, name, opening, _, used, _, _, ties = period.roll
    first = name == CURRENT
    start = opening if first else math.nan
    return replace(
        period,
        before=period.before if first else blank_losses(period.before),
        effect=blank_losses(period.effect),
        after=blank_losses(period.after),
        excluding=blank_losses(period.excluding),
        roll=(method, name, start, math.nan, used, math.nan, math.nan, ties),
    )


def _roll(
    method: Method,
    event: StockEvents,
    entries: tuple[Entry, ...],
    opening: float,
    fold: float,
    currency: str,
) -> AllowanceRow:
    """Roll the contra account forward; its closing balance is read from the entries."""
    is_contra = method != "direct"
    charged = event.charged if is_contra else 0.0
    used = event.used if is_contra else fold
    taken_back = event.reversed if is_contra else 0.0
    closing = round_money(opening - changes_by_role(entries).get("allowance", 0.0), currency)
    # What Inventory was reduced by before opens the account that now shows it.
    opening = round_money(opening - fold, currency) if is_contra else opening
    ties = closing == round_money(opening + charged - used - taken_back, currency)
    return (method, event.period, opening, charged, used, taken_back, closing, ties)


def _excluding(after: Lines, event: StockEvents, balance: float, terms: Terms) -> Lines:
    """Strip losses: flows by the change of the period, the balance sheet by the balance."""
    lines = dict(after)
    currency, is_own_line = terms.currency, terms.loss == "write_down_loss"
    change = event.charged - event.used - event.reversed
    lines["inventory_write_down"] -= event.charged if is_own_line else 0.0
    lines["cogs"] += event.used + event.reversed - (0.0 if is_own_line else event.charged)
    _, saved = relief_share(
        terms.tax_rate,
        deductible=terms.policy.reserve_deductible,
        recognized=terms.recognized,
    )
    lines["income_tax"] += round_money(saved * change, currency)
    relief = round_money(saved * balance, currency)
    lines["inventory"] += balance
    lines["equity"] += balance - relief
    if terms.policy.reserve_deductible == "booked":
        lines["income_tax_payable"] += relief
    else:
        lines["deferred_tax_asset"] -= relief
    return with_totals(lines, currency=currency)
