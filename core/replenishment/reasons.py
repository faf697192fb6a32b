"""The sentence behind an order proposal, with the figures that led to it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from core.policy import Policy, ServiceMeasure
from core.replenishment.lead_time import FROM_POLICY

ORDER = "order"
WAIT = "wait"
STOP = "stop buying"
UNKNOWN = "unknown"
PUT_OFF = "put off"


class Facts(NamedTuple):
    """What one sentence needs of a row; dates as YYYY-MM-DD, empty when there is none.

    `ending` says why the item is no longer bought, "" when it is.
    """

    action: str
    position: float
    reorder_point: float
    protected_days: float
    rate: float
    order_units: float
    position_days: float
    covered_days: float
    service_level: float
    sells_within: float
    order_up_to: float
    arrival_need: float
    outlasts: float
    unpaid_units: float
    lead_time_source: str
    lead_time_days: float
    lead_time_receipts: float
    express_receipts: float
    discount: float
    break_units: float
    order_date: str
    stockout_date: str
    ending: str


def order_reasons(rows: pd.DataFrame, policy: Policy) -> list[str]:
    """Say for each row in one sentence why it is to be ordered, to wait, or not to be bought.

    Args:
        rows: the columns that `Facts` names.
        policy: service level and excess horizon.
    """
    columns = [_plain(rows[name]) for name in Facts._fields]
    return [_reason(Facts(*values), policy) for values in zip(*columns, strict=True)]


def _plain(column: pd.Series) -> Sequence[object]:
    if pd.api.types.is_datetime64_any_dtype(column):
        days = np.datetime_as_string(column.to_numpy(), unit="D")
        return list(np.where(column.isna(), "", days))
    values: list[object] = column.tolist()
    return values


def _reason(row: Facts, policy: Policy) -> str:
    position = f"{row.position:,.0f} in stock and on order"
    if row.action == UNKNOWN:
        return "Demand is unknown: no sales of this item were loaded."
    if row.action == STOP:
        return _stop(row, position, policy)
    service = f"{_percent(row.service_level)} {_SERVICE[policy.service_measure]}"
    level = (
        f"reorder point {row.reorder_point:,.0f} for {row.protected_days:,.0f} days{_lead(row)}, "
        f"at {row.rate:.3g} a day and {service}"
    )
    if row.action == WAIT and row.outlasts:
        when = f" about {row.order_date}" if row.order_date else ""
        return (
            f"{position}, below the {level}; but with the smallest order, {row.outlasts:,.0f}, "
            f"that is more than the {row.sells_within:,.1f} that sell before it expires or ends. "
            f"Order{when}, when enough has sold."
        )
    if row.action == WAIT and row.position <= row.reorder_point and not row.order_date:
        # Of as much as one unit the season is over; of less there never was one.
        over = " The season is over then." if row.rate * row.protected_days >= 1 else ""
        return (
            f"{position}, not above the {level}; but once an order is here, in "
            f"{row.lead_time_days:,.0f} days, less than one is needed until the next.{over}"
        )
    if row.action == WAIT:
        when = f"; order about {row.order_date}" if row.order_date else ""
        above = "above the" if row.position > row.reorder_point else "at the"
        return f"{position}, {above} {level}{when}."
    out = f"; sold out about {row.stockout_date}" if row.stockout_date else ""
    if row.action == PUT_OFF:
        return (
            f"{position}, below the {level}{out}. {row.unpaid_units:,.0f} put off for the budget."
        )
    capped = row.sells_within <= row.order_up_to + 1e-9
    cap = ""
    if capped:
        cap = ", held to what sells before it expires or ends"
    elif row.arrival_need < row.order_up_to - row.position - 1:
        cap = ", for what sells once it is here"
    long = ""
    if row.covered_days > policy.excess_horizon_days:
        long = f"; the minimum or pack then lasts {_days(row.covered_days)}"
    price = ""
    if row.discount > 0:
        raised = "raised to the price from" if row.break_units > 0 else "at the price for its size"
        least = f" {row.break_units:,.0f} units" if row.break_units > 0 else ""
        price = f", {raised}{least}: {_percent(row.discount)} cheaper"
    return f"{position}, below the {level}{out}. Order {row.order_units:,.0f}{cap}{price}{long}."


def _lead(row: Facts) -> str:
    """Say what the lead time stands on where an owner would doubt it."""
    if row.lead_time_source == FROM_POLICY:
        return ", lead time assumed"
    if not row.express_receipts:
        return ""
    left_out = f"{row.express_receipts:,.0f} express of "
    left_out += f"{row.express_receipts + row.lead_time_receipts:,.0f} receipts left out"
    return f", lead time {row.lead_time_days:,.0f} days with {left_out}"


def _stop(row: Facts, position: str, policy: Policy) -> str:
    if row.ending:
        return f"No longer bought, {row.ending}; {position}."
    if row.outlasts:
        return (
            f"The smallest order, {row.outlasts:,.0f}, would not sell before it expires or ends: "
            f"demand until then is {row.sells_within:,.1f}; {position}."
        )
    if not np.isfinite(row.position_days):
        return f"{position}, and no further demand is expected."
    return (
        f"{position} last {_days(row.position_days)}, more than the "
        f"{policy.excess_horizon_days:,} days set as the limit."
    )


#: How the share of each service measure is called.
_SERVICE: Mapping[ServiceMeasure, str] = {
    "cycle": "service",
    "fill rate": "of demand met from stock",
    "cost": "service, where margin and holding cost balance",
}


def _percent(share: float) -> str:
    """Return a share in percent; beyond 99 with the decimals that tell it from all."""
    return f"{share:.0%}" if share < 0.99 else f"{100 * share:.3g}%"


def _days(count: float) -> str:
    return f"{count:,.0f} days" if count < 36500 else "over 100 years"
