"""Where a write-down stands in the income statement: in cost of goods sold or on its own line."""

import math

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
