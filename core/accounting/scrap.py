"""Goods of the ledger that are scrapped or sold off: their share of cost and allowance."""

import pandas as pd

from core.accounting.disposal import Disposal, dispose
from core.accounting.recordings import LossAccount, Method
from core.money import round_money


def scrap_lot(
    lot: pd.Series,
    units: float,
    *,
    proceeds: float,
    method: Method,
    loss_account: LossAccount,
    currency: str,
) -> Disposal:
    """Take units of a lot off the books with their share of cost and allowance.

    Args:
        lot: row of the ledger: units, cost_value, closing (money, NaN where it is not judged).
        units: leaving, at most those of the lot.
        proceeds: cash they bring in all, money.
        method: under "direct" Inventory already stands at the reduced amount.
        loss_account: role that a shortfall is charged to.
        currency: ISO 4217 code.

    Raises:
        ValueError: more units leave than there are, or none, or proceeds are negative.
    """
    held = float(lot["units"])
    if not 0 < units <= held:
        raise ValueError(f"{units:g} units cannot leave; the lot holds {held:g}")
    if proceeds < 0:
        raise ValueError("proceeds cannot be negative; disposal costs are an expense of their own")
    share = units / held
    cost = round_money(share * float(lot["cost_value"]), currency)
    known = 0.0 if pd.isna(lot["closing"]) else float(lot["closing"])
    allowance = min(cost, round_money(share * known, currency))
    if method == "direct":
        cost, allowance = round_money(cost - allowance, currency), 0.0
    return dispose(cost, allowance=allowance, proceeds=proceeds, loss_account=loss_account)
