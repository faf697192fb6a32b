"""The sentence behind an order proposal, with the figures that led to it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from core.policy import Policy
from core.replenishment.lead_time import FROM_POLICY

ORDER = "order"
WAIT = "wait"
STOP = "stop buying"
UNKNOWN = "unknown"


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
    capped: float
    lead_time_source: str
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
    assumed = ", lead time assumed" if row.lead_time_source == FROM_POLICY else ""
    level = (
        f"reorder point {row.reorder_point:,.0f} for {row.protected_days:,.0f} days{assumed}, "
        f"at {row.rate:.3g} a day and {policy.service_level:.0%} service"
    )
    if row.action == WAIT:
        when = f"; order about {row.order_date}" if row.order_date else ""
        above = "above the" if row.position > row.reorder_point else "at the"
        return f"{position}, {above} {level}{when}."
    out = f"; sold out about {row.stockout_date}" if row.stockout_date else ""
    cap = ", held to what sells before it expires or ends" if row.capped else ""
    long = ""
    if row.covered_days > policy.excess_horizon_days:
        long = f"; the minimum or pack then lasts {_days(row.covered_days)}"
    return f"{position}, below the {level}{out}. Order {row.order_units:,.0f}{cap}{long}."


def _stop(row: Facts, position: str, policy: Policy) -> str:
    if row.ending:
        return f"No longer bought, {row.ending}; {position}."
    if not np.isfinite(row.position_days):
        return f"{position}, and no further demand is expected."
    return (
        f"{position} last {_days(row.position_days)}, more than the "
        f"{policy.excess_horizon_days:,} days set as the limit."
    )


def _days(count: float) -> str:
    return f"{count:,.0f} days" if count < 36500 else "over 100 years"
