"""Goods that leave: what the allowance covers, and what is still a loss or a gain."""

from dataclasses import dataclass

from core.accounting.entries import Entry
from core.accounting.recordings import LossAccount, StockEvents, post


@dataclass(frozen=True, slots=True)
class Disposal:
    """Goods scrapped or sold off, with the allowance made for them; money.

    Attributes:
        net_carrying: what they stood at.
        used: allowance used, never more than they cost.
        closing_allowance: what is left of it, never below zero.
        profit: proceeds less net carrying; a shortfall is negative.
        entry: the journal entry; None when nothing moves.
    """

    net_carrying: float
    used: float
    closing_allowance: float
    profit: float
    entry: Entry | None


def dispose(
    cost: float,
    *,
    allowance: float,
    proceeds: float = 0.0,
    loss_account: LossAccount = "cost_of_goods_sold",
    period: str = "current",
) -> Disposal:
    """Take goods off the books: cash in, the allowance used, Inventory out, the rest a result.

    Args:
        cost: what the goods once cost.
        allowance: on the books for them.
        proceeds: cash they bring.
        loss_account: role a shortfall is charged to.
        period: name of the period.

    >>> sold = dispose(1_000, allowance=300, proceeds=600)
    >>> sold.net_carrying, sold.profit
    (700, -100.0)
    """
    used = min(allowance, cost)
    event = StockEvents(
        period=period, scrapped_cost=cost, scrap_proceeds=proceeds, used_on_scrap=used
    )
    posted = post(event, method="allowance", loss_account=loss_account)
    first = posted[0] if posted else None
    return Disposal(cost - used, used, allowance - used, event.profit, first)


@dataclass(frozen=True, slots=True)
class SaleAfterWriteDown:
    """A write-down in one period, the sale in the next; money and fractions.

    Attributes:
        write_down_profit: profit of the first period, negative.
        gross_profit: of the second, from the reduced amount.
        total_profit: over both: price less original cost, whenever the loss was taken.
        margin: reported, share of price.
        margin_on_cost: on original cost, share of price: what the sale really earned.
    """

    write_down_profit: float
    gross_profit: float
    total_profit: float
    margin: float
    margin_on_cost: float


def write_down_then_sale(
    cost: float, *, written_down_to: float, price: float
) -> SaleAfterWriteDown:
    """Show how a write-down moves profit between periods and flatters the later margin."""
    return SaleAfterWriteDown(
        write_down_profit=written_down_to - cost,
        gross_profit=price - written_down_to,
        total_profit=price - cost,
        margin=(price - written_down_to) / price if price else float("nan"),
        margin_on_cost=(price - cost) / price if price else float("nan"),
    )
