"""Safety stock and order-up-to levels: service levels, base stock, newsvendor, order size.

All functions take scalars and vectors alike. Time units are the caller's, as long as demand and
lead time share them. G(k) = phi(k) - k (1 - Phi(k)) is the standard normal loss: the shortage
expected above k standard deviations, in standard deviations.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Vector = NDArray[np.float64]

#: Newton steps to invert the normal loss; each doubles the digits.
_NEWTON_STEPS = 60


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
    spread = np.asarray(demand_rate, dtype=np.float64) * np.asarray(lead_time_sd, dtype=np.float64)
    return np.asarray(np.hypot(np.asarray(demand_sd, dtype=np.float64), spread))


def safety_factor(cycle_service_level: ArrayLike) -> Vector:
    """Standard deviations above the mean that demand stays below with the given probability."""
    return np.asarray(special.ndtri(np.asarray(cycle_service_level, dtype=np.float64)))


def normal_loss(k: ArrayLike) -> Vector:
    """Standard normal loss G(k)."""
    k = np.asarray(k, dtype=np.float64)
    density = np.exp(-0.5 * k**2) / np.sqrt(2 * np.pi)
    return np.asarray(density - k * special.ndtr(-k))


def inverse_normal_loss(loss: ArrayLike) -> Vector:
    """Return k with G(k) = `loss`, for positive losses; G is convex and its slope is -Phi(-k)."""
    target = np.asarray(loss, dtype=np.float64)
    # Left of the root Newton's steps on a convex falling function never overshoot.
    k = np.minimum(-target, 0.0) - 1.0
    for _ in range(_NEWTON_STEPS):
        k = k + (normal_loss(k) - target) / special.ndtr(-k)
    return np.asarray(k)


def fill_rate_safety_factor(fill_rate: ArrayLike, quantity: ArrayLike, sd: ArrayLike) -> Vector:
    """Safety factor k at which the share of demand met from stock is `fill_rate`.

    sd G(k) = (1 - fill rate) Q, type 2 service of an (r, Q) policy. Under periodic review put the
    demand of one review period for Q and the deviation over lead time plus review for sd.

    Args:
        fill_rate: share below one.
        quantity: units ordered at a time.
        sd: standard deviation of demand over the lead time.
    """
    short = (1 - np.asarray(fill_rate, dtype=np.float64)) * np.asarray(quantity, dtype=np.float64)
    return inverse_normal_loss(short / np.asarray(sd, dtype=np.float64))


def newsvendor_ratio(underage_cost: ArrayLike, overage_cost: ArrayLike) -> Vector:
    """Critical ratio: probability with which stock should suffice, cu / (cu + co)."""
    under = np.asarray(underage_cost, dtype=np.float64)
    return np.asarray(under / (under + np.asarray(overage_cost, dtype=np.float64)))


def newsvendor_normal(
    *, underage_cost: ArrayLike, overage_cost: ArrayLike, mean: ArrayLike, sd: ArrayLike
) -> tuple[Vector, Vector]:
    """Best stock for one season of normal demand, and its expected cost (cu + co) sd phi(z)."""
    deviation = np.asarray(sd, dtype=np.float64)
    z = safety_factor(newsvendor_ratio(underage_cost, overage_cost))
    stock = np.asarray(mean, dtype=np.float64) + z * deviation
    both = np.asarray(underage_cost, dtype=np.float64) + np.asarray(overage_cost, dtype=np.float64)
    return stock, np.asarray(both * deviation * np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi))


def base_stock(
    *,
    holding_cost: ArrayLike,
    penalty_cost: ArrayLike,
    mean: ArrayLike,
    sd: ArrayLike,
    protected_periods: ArrayLike,
) -> tuple[Vector, Vector]:
    """Order-up-to level of periodic review and its cost a period, for independent normal demand.

    A newsvendor over lead time plus review period; Snyder and Shen, 2nd ed., section 4.3.

    Args:
        holding_cost: money a unit and period.
        penalty_cost: money a unit short and period.
        mean: demand a period.
        sd: its standard deviation.
        protected_periods: lead time plus review period.
    """
    periods = np.asarray(protected_periods, dtype=np.float64)
    return newsvendor_normal(
        underage_cost=penalty_cost,
        overage_cost=holding_cost,
        mean=np.asarray(mean, dtype=np.float64) * periods,
        sd=np.asarray(sd, dtype=np.float64) * np.sqrt(periods),
    )


def newsvendor_poisson_cost(
    stock: ArrayLike, *, underage_cost: ArrayLike, overage_cost: ArrayLike, mean: ArrayLike
) -> Vector:
    """Expected cost of stocking whole units against Poisson demand.

    Units left over are S F(S) - mean F(S - 1), units short what demand exceeds that by.
    """
    units = np.asarray(stock, dtype=np.float64)
    demand = np.asarray(mean, dtype=np.float64)
    fewer = np.where(units >= 1, special.pdtr(np.maximum(units - 1, 0), demand), 0.0)
    left = units * special.pdtr(units, demand) - demand * fewer
    short = demand - units + left
    return np.asarray(np.asarray(overage_cost) * left + np.asarray(underage_cost) * short)


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
    return np.asarray(np.ceil(wanted / pack - 1e-9) * pack)
