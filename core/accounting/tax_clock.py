"""When tax counts the loss, and what US tax asks for before it counts goods as subnormal.

US tax takes no reserve (Reg. 1.471-2(f)(1); Thor Power Tool, 1979). Goods that cannot be sold at
normal prices because of damage, wear, changes of style or broken lots may be valued at the price
at which they are offered within 30 days after the inventory date, less direct cost of
disposition (Reg. 1.471-2(c)). Excess stock offered at normal prices may not. All of it is for a
tax adviser to confirm.
"""

import datetime as dt

import numpy as np
import pandas as pd

from core.accounting.impact import Impact
from core.money import round_money
from core.policy import Policy

#: Days after the inventory date within which goods must really be offered at the price.
OFFER_DAYS = 30
#: Reasons that make goods subnormal; excess and age alone do not (Thor Power Tool).
SUBNORMAL = ("damaged", "discontinued")

OFFER_COLUMNS = (
    "sku", "description", "reason", "units", "cost_value", "offer_price", "nrv_value",
    "write_down", "offer_by",
)  # fmt: skip


def tax_schedule(impact: Impact) -> pd.DataFrame:
    """Return when the loss is booked and when tax counts it, period by period.

    Returns:
        One row a period: period, booked (losses less releases), counted (by tax), tax_now
        (change of the tax due, negative is relief), tax_deferred (change of tax expense that is
        deferred), deferred_tax_asset (closing), all money, NaN where the loss is unknown.
    """
    method = "allowance"
    rows = impact.statements[impact.statements["method"] == method]
    lines = rows.set_index(["period", "line"])
    roll = impact.allowance[impact.allowance["method"] == method].set_index("period")
    periods = list(dict.fromkeys(rows["period"]))
    effect = lines["effect"]
    booked = roll["charged"] - roll["reversed"]
    asset = pd.Series({name: effect[name, "deferred_tax_asset"] for name in periods})
    now = pd.Series({name: effect[name, "income_tax_payable"] for name in periods})
    defers = asset.abs().max() > 0
    return pd.DataFrame(
        {
            "period": periods,
            "booked": booked[periods].to_numpy(),
            "counted": (roll["used"] if defers else booked)[periods].to_numpy(),
            "tax_now": now.to_numpy(),
            "tax_deferred": -asset.to_numpy(),
            "deferred_tax_asset": asset.cumsum().to_numpy(),
        }
    )


def offer_list(
    segments: pd.DataFrame, *, as_of: dt.date, policy: Policy, currency: str
) -> pd.DataFrame:
    """Return the goods to offer at the lower price, and by when, for US tax to count the loss.

    Goods that bring nothing are left out: they count when they are scrapped or given away.

    Args:
        segments: sku, description, reason, units, cost_value, nrv_unit, nrv_value, write_down,
            price_used (money; price before selling costs).
        as_of: inventory date.
        policy: US GAAP only; under LIFO tax knows no such lower value, so the list is empty.
        currency: ISO 4217 code.

    Returns:
        `OFFER_COLUMNS`, largest loss first; `offer_price` is what leaves the realizable value
        after the policy's selling costs.
    """
    fits = (
        segments["reason"].isin(SUBNORMAL)
        & (segments["write_down"] > 0)
        & (segments["nrv_unit"] > 0)
    )
    if policy.framework != "US GAAP" or policy.cost_formula == "LIFO":
        fits &= False
    chosen = segments[fits]
    price = chosen["nrv_unit"] / (1 - policy.selling_cost_rate)
    table = chosen.assign(
        offer_price=round_money(price.astype("float64"), currency),
        offer_by=pd.Timestamp(as_of) + pd.Timedelta(days=OFFER_DAYS),
    )
    table = table.sort_values(["write_down", "sku"], ascending=[False, True], ignore_index=True)
    return table[list(OFFER_COLUMNS)]


def bring_nothing(segments: pd.DataFrame) -> float:
    """Return the cost of goods that bring nothing: tax counts them once they are gone (money)."""
    gone = (segments["write_down"] > 0) & ~(segments["nrv_unit"] > 0)
    return float(np.nansum(segments.loc[gone, "cost_value"]))
