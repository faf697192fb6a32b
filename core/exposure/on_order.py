"""Goods on order: what they are expected to lose once they arrive.

They are not stock yet, so their loss is never part of the write-down. Where the orders are firm it
is due now all the same, as a liability (ASC 330-10-35-17, IAS 37.66); where they are not, it is
what cancelling saves.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.money import round_money
from core.policy import Policy

#: What is said of an item on order: on_order, excess_on_order (units, NaN unknown), order_cost,
#: loss_on_order (money, NaN unknown).
ORDER_COLUMNS = (
    "sku", "description", "category", "supplier", "on_order", "excess_on_order", "order_cost",
    "loss_on_order",
)  # fmt: skip


def loss_on_order(items: pd.DataFrame, policy: Policy, *, currency: str) -> NDArray[np.float64]:
    """Return the expected loss of each item's units on order.

    Units beyond what will sell are cleared, as are all of a discontinued item; the others sell at
    the usual price. A unit loses its cost less its net realizable value.

    Args:
        items: needs on_order, excess_on_order (units, NaN unknown), unit_cost, usual_nrv,
            clearance_nrv (money a unit, NaN unknown), is_discontinued.
        policy: which reasons count.
        currency: ISO 4217 code; amounts are rounded once an item.

    Returns:
        Money, (I,): zero where nothing is on order, NaN where a term is unknown.
    """
    ordered, cost = items["on_order"].to_numpy(), items["unit_cost"].to_numpy()
    none = np.zeros(len(items))
    surplus = items["excess_on_order"].to_numpy() if "excess" in policy.reasons else none
    if "discontinued" in policy.reasons:
        surplus = np.where(items["is_discontinued"], ordered, surplus)
    cleared = np.maximum(cost - items["clearance_nrv"].to_numpy(), 0.0)
    sold = np.maximum(cost - items["usual_nrv"].to_numpy(), 0.0)
    sold = np.where("below cost" in policy.reasons, sold, 0.0)
    loss = surplus * cleared + (ordered - surplus) * sold
    return np.asarray(round_money(np.where(ordered > 0, loss, 0.0), currency), dtype=np.float64)


def losing_orders(orders: pd.DataFrame) -> pd.DataFrame:
    """Return the items whose goods on order will lose, or might; largest loss first.

    Args:
        orders: `Exposure.orders`.

    Returns:
        The columns of `ORDER_COLUMNS`; items whose loss is unknown last.
    """
    losing = orders[~(orders["loss_on_order"] <= 0)]
    ranked: pd.DataFrame = losing.sort_values(
        ["loss_on_order", "sku"], ascending=[False, True], ignore_index=True
    )
    return ranked
