"""The same facts about impaired stock, posted in three ways.

direct
    The loss is taken when it is evident; Inventory itself is reduced.
allowance
    The loss is taken when it is evident; a contra account beside Inventory holds it until the
    goods leave.
wait
    Nothing is taken until the goods leave. A comparison only: it breaks IAS 2.34 and ASC
    330-10-35-1B when the loss was evident before.

Direct and allowance give the same profit in every period, and all three the same total over the
life of the goods: proceeds less original cost. Only periods, lines and ratios differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from core.accounting.entries import Entry, entry

Method = Literal["direct", "allowance", "wait"]
METHODS: tuple[Method, ...] = get_args(Method)

#: Methods that accounting standards accept when a loss is evident.
COMPLIANT: tuple[Method, ...] = ("direct", "allowance")

LossAccount = Literal["cost_of_goods_sold", "write_down_loss"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StockEvents:
    """What happens to impaired stock in one period; money, rounded, not negative.

    "Used" amounts are the part of earlier losses that belongs to goods that leave: their cost
    less it is what they stood at.

    Attributes:
        period: name of the period.
        charged_write_down: new loss on goods that can still be sold.
        charged_write_off: new loss on goods that will be scrapped.
        reversed: earlier loss taken back because goods still on hand are worth more again.
        sales: gross proceeds of goods sold.
        selling_cost: costs of selling and of disposal, paid.
        sold_cost: original cost of goods sold.
        used_on_sale: earlier loss on goods sold.
        scrapped_cost: original cost of goods scrapped.
        scrap_proceeds: what the scrap brought.
        used_on_scrap: earlier loss on goods scrapped.
        used_before: earlier loss on goods that left since the last run, whose full cost is
            expensed already.
    """

    period: str
    charged_write_down: float = 0.0
    charged_write_off: float = 0.0
    reversed: float = 0.0
    sales: float = 0.0
    selling_cost: float = 0.0
    sold_cost: float = 0.0
    used_on_sale: float = 0.0
    scrapped_cost: float = 0.0
    scrap_proceeds: float = 0.0
    used_on_scrap: float = 0.0
    used_before: float = 0.0

    @property
    def charged(self) -> float:
        """New loss of the period."""
        return self.charged_write_down + self.charged_write_off

    @property
    def used(self) -> float:
        """Earlier loss that leaves with its goods."""
        return self.used_on_sale + self.used_on_scrap + self.used_before

    @property
    def profit(self) -> float:
        """Profit before tax of the period."""
        sold = self.sales - self.selling_cost - (self.sold_cost - self.used_on_sale)
        scrapped = self.scrap_proceeds - (self.scrapped_cost - self.used_on_scrap)
        return sold + scrapped + self.used_before - self.charged + self.reversed


def waiting(events: Sequence[StockEvents], *, opening_allowance: float) -> tuple[StockEvents, ...]:
    """Return the events as they are when no loss is taken before the goods leave.

    Only an allowance that was on the books before can be used; what the goods leave of it that
    recognizing at once would have reversed is taken back in the last period.
    """
    left = opening_allowance
    result = []
    for index, event in enumerate(events):
        before = min(left, event.used_before)
        on_sale = min(_clean(left - before), event.used_on_sale)
        on_scrap = min(_clean(left - before - on_sale), event.used_on_scrap)
        left = _clean(left - before - on_sale - on_scrap)
        is_last = index == len(events) - 1
        closing = opening_allowance + sum(
            each.charged - each.used - each.reversed for each in events
        )
        back = _clean(max(0.0, left - closing)) if is_last else 0.0
        left -= back
        result.append(
            replace(
                event,
                charged_write_down=0.0,
                charged_write_off=0.0,
                reversed=back,
                used_on_sale=on_sale,
                used_on_scrap=on_scrap,
                used_before=before,
            )
        )
    return tuple(result)


def post(
    event: StockEvents, *, method: Method, loss_account: LossAccount, fold: float = 0.0
) -> list[Entry]:
    """Return the entries of one period.

    Args:
        event: the facts; for "wait" those that `waiting` returns.
        method: how losses are recorded.
        loss_account: role that is charged: cost of goods sold, or a line of its own.
        fold: allowance on the books that is first taken off the goods it is for; negative is
            what Inventory was reduced by and an allowance shows instead.
    """
    posted = [
        _fold(event, method, fold),
        _left_before(event, method),
        *_sale(event, method),
        *_charges(event, method, loss_account),
        *_reversal(event, method),
        *_scrap(event, method, loss_account),
    ]
    return [each for each in posted if each is not None]


def _fold(event: StockEvents, method: Method, amount: float) -> Entry | None:
    words = (
        "The allowance already on the books is taken off the goods it was made for. "
        "Profit does not change."
        if amount > 0
        else "What was taken off Inventory before is shown as an allowance beside it. Profit does "
        "not change."
    )
    return entry(
        method, event.period, words, debit={"allowance": amount}, credit={"inventory": amount}
    )


def _left_before(event: StockEvents, method: Method) -> Entry | None:
    used = event.used_before
    words = (
        "Goods written down before have left since, at their full cost: the loss taken on them "
        "earlier comes off that expense, so that it is not counted twice."
    )
    against = "inventory" if method == "direct" else "allowance"
    return entry(
        method, event.period, words, debit={against: used}, credit={"cost_of_goods_sold": used}
    )


def _charges(event: StockEvents, method: Method, loss: LossAccount) -> list[Entry | None]:
    where = (
        "Inventory itself is reduced."
        if method == "direct"
        else "Inventory stays at cost; the allowance beside it carries the loss. No cash moves."
    )
    against = "inventory" if method == "direct" else "allowance"
    down = f"These goods will bring in less than they cost, so the loss is taken now. {where}"
    off = f"These goods can no longer be sold, so what they cost is lost now. {where}"
    return [
        entry(method, event.period, words, debit={loss: amount}, credit={against: amount})
        for words, amount in ((down, event.charged_write_down), (off, event.charged_write_off))
    ]


def _reversal(event: StockEvents, method: Method) -> list[Entry | None]:
    against = "inventory" if method == "direct" else "allowance"
    words = (
        "Goods written down before are worth more again, or the allowance is larger than needed: "
        "the part no longer needed goes back, at most up to cost. It lowers cost of goods sold; "
        "it is no other income."
    )
    return [
        entry(
            method,
            event.period,
            words,
            debit={against: event.reversed},
            credit={"cost_of_goods_sold": event.reversed},
        )
    ]


def _sale(event: StockEvents, method: Method) -> list[Entry | None]:
    cost = event.sold_cost
    if method == "direct":
        cost = _clean(event.sold_cost - event.used_on_sale)
        left = "The goods leave stock at the reduced amount at which they stand."
    else:
        left = "The goods leave stock at what they once cost."
    use = (
        "The allowance made for the goods sold has done its work: it lowers their cost of goods "
        "sold, so the loss is not counted twice."
    )
    period = event.period
    return [
        entry(
            method,
            period,
            "The impaired goods are sold.",
            debit={"cash": event.sales},
            credit={"sales": event.sales},
        ),
        entry(
            method,
            period,
            "Costs of selling or disposing of these goods are paid.",
            debit={"selling_expense": event.selling_cost},
            credit={"cash": event.selling_cost},
        ),
        entry(method, period, left, debit={"cost_of_goods_sold": cost}, credit={"inventory": cost}),
        None
        if method == "direct"
        else entry(
            method,
            period,
            use,
            debit={"allowance": event.used_on_sale},
            credit={"cost_of_goods_sold": event.used_on_sale},
        ),
    ]


def _scrap(event: StockEvents, method: Method, loss: LossAccount) -> list[Entry | None]:
    used = event.used_on_scrap
    rest = _clean(event.scrapped_cost - used - event.scrap_proceeds)
    direct = method == "direct"
    words = "The goods are scrapped and leave the books."
    if used and not direct:
        words += " The allowance made for them pays for it, so the loss is not counted twice."
    if rest > 0:
        words += " What was not written down before and scrap does not bring is a loss now."
    elif rest < 0:
        words += " They bring more than they stood at, which is a gain now."
    return [
        entry(
            method,
            event.period,
            words,
            debit={
                "cash": event.scrap_proceeds,
                "allowance": 0.0 if direct else used,
                (loss if rest > 0 else "cost_of_goods_sold"): rest,
            },
            credit={"inventory": _clean(event.scrapped_cost - (used if direct else 0.0))},
        )
    ]


def _clean(amount: float) -> float:
    """Drop the noise of subtracting rounded amounts, so that nothing is exactly nothing."""
    return round(amount, 6)
