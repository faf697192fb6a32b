"""Where a write-down stands in the income statement: in cost of goods sold or on its own line."""

import math
from dataclasses import dataclass

from core.accounting.recordings import LossAccount
from core.policy import Presentation


def loss_account(
    charge: float, *, profit_before_tax: float, presentation: Presentation, materiality: float
) -> LossAccount:
    """Return the account role that a charge is debited to.

    By materiality, a charge above `materiality` x profit before tax (its size, whether profit or
    loss) stands alone; with unknown profit it stays in cost of goods sold, the default place.
    Standards ask for disclosure of material losses (IAS 1.98(a), ASC 330-10-50-2) and leave the
    threshold to policy.

    >>> loss_account(
    ...     6_000, profit_before_tax=100_000, presentation="by materiality", materiality=0.05
    ... )
    'write_down_loss'
    """
    if presentation == "cogs":
        return "cost_of_goods_sold"
    if presentation == "separate":
        return "write_down_loss"
    is_material = not math.isnan(profit_before_tax) and charge > materiality * abs(
        profit_before_tax
    )
    return "write_down_loss" if is_material else "cost_of_goods_sold"


@dataclass(frozen=True, slots=True)
class Presented:
    """An income statement down to the write-down; money."""

    cogs: float
    gross_profit: float
    separate_loss: float
    income: float


def present(sales: float, *, cogs: float, charge: float, account: LossAccount) -> Presented:
    """Show a charge inside cost of goods sold or as a loss of its own: income is the same.

    Args:
        sales: money.
        cogs: cost of goods sold before the charge.
        charge: write-down of the period.
        account: role it is debited to.
    """
    inside = charge if account == "cost_of_goods_sold" else 0.0
    gross = sales - cogs - inside
    return Presented(cogs + inside, gross, charge - inside, gross - (charge - inside))


@dataclass(frozen=True, slots=True)
class GoodsSold:
    """Cost of goods sold with and without the write-off that hides in it; money."""

    including_write_off: float
    excluding_write_off: float


def cost_of_goods_sold(
    opening: float, *, purchases: float, closing: float, write_off: float = 0.0
) -> GoodsSold:
    """Derive cost of goods sold from stock: opening + purchases - closing.

    Closing stock after a write-off is lower, so this figure contains every write-off already;
    adding it again counts it twice.
    """
    including = opening + purchases - closing
    return GoodsSold(including, including - write_off)
