"""Textbook inventory policies: safety stock, service levels, base stock, newsvendor.

All functions work on scalars and vectors alike. Time units are the caller's, as long as demand
and lead time share them. G(k) is the standard normal loss, the expected shortage in standard
deviations above k.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]


def lead_time_demand_sd(
    demand_sd: ArrayLike, demand_rate: ArrayLike, lead_time_sd: ArrayLike
) -> Vector:
    """Standard deviation of demand over a lead time that itself varies.

    sqrt(sd_L^2 + rate^2 sd_lead^2); Chopra and Meindl, Supply Chain Management, ch. 12.

    Args:
        demand_sd: standard deviation of demand over the average lead time, units. For
            independent periods that is the one-period figure times the root of the lead time.
        demand_rate: units a time unit.
        lead_time_sd: standard deviation of the lead time, time units.
    """
    return np.hypot(
        np.asarray(demand_sd, dtype=np.float64),
        np.asarray(demand_rate, dtype=np.float64) * np.asarray(lead_time_sd, dtype=np.float64),
    )


def order_quantity(
    position: ArrayLike,
    order_up_to: ArrayLike,
    *,
    min_order_qty: ArrayLike = 0.0,
    pack_size: ArrayLike = 1.0,
) -> Vector:
    """Units to order to lift a position to its level; zero when it is there already.

    The shortfall, at least the supplier's minimum, rounded up to whole packs. A minimum or pack
    size that is unknown (NaN) or not positive does not bind.

    >>> float(order_quantity(49, 137, min_order_qty=60, pack_size=24))
    96.0
    """
    short = np.asarray(order_up_to, dtype=np.float64) - np.asarray(position, dtype=np.float64)
    least = np.nan_to_num(np.asarray(min_order_qty, dtype=np.float64))
    pack = np.asarray(pack_size, dtype=np.float64)
    pack = np.where(pack > 0, pack, 1.0)
    wanted = np.where(short > 0, np.maximum(short, least), 0.0)
    # A hair above a whole pack is rounding noise of the level, not another pack.
    return np.ceil(wanted / pack - 1e-9) * pack
