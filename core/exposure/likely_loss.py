"""How far the write-down may be off: a range by simulation with shocks that items share.

Model of one draw s, for item i of category c with standard normal shocks z:

- demand factor = exp(SHOP_DEMAND_SD z_s + v_i z_is - variance / 2): mean 1. z_s is how the year
  goes, shared by all items (a weak year is weak for everything); v_i is the forecast's own error.
- usual price factor = exp(USUAL_PRICE_SD (z_cs + z_is)): median 1, half shared by the category.
- clearance price factor = usual price factor ^ CLEARANCE_STRETCH x exp(SHOP_CLEARANCE_SD z_s): how
  deep cuts must go is the least known of all, and the same weak year makes them deeper.
- units at risk = those of the estimate + max(0, Q - factor D) - max(0, Q - D), where Q units
  compete for demand D until the tightest deadline of the item.
- a unit's loss = that of the estimate + its change when NRV is multiplied by the price factor,
  each time the larger of cost less NRV and the share reserved by age.

Units that cannot be sold at any price lose their whole cost in every draw, and units of unknown
value take no part. Without the shared shocks the errors of thousands of items would cancel out
and the range would be far too narrow.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from core.policy import Policy

Floats = NDArray[np.float64]

#: Draws. The standard error of P10 and P90 is then under one percent of the median.
DRAWS = 400
SEED = 20240229

#: Standard deviation of the log of the demand level that all items share within a year.
SHOP_DEMAND_SD = 0.10
#: Standard deviation of the log of the usual price: of a category, and again of an item.
USUAL_PRICE_SD = 0.05
#: Clearance prices move with the usual ones, this many times as far …
CLEARANCE_STRETCH = 2
#: … and with the year: clearing at 50 % off may as well take 40 % or 60 % off.
SHOP_CLEARANCE_SD = 0.20
#: An item's relative demand error counts up to here; beyond it a lognormal says nothing.
MAX_DEMAND_CV = 2.0

#: An item whose loss is zero although every shock is this many standard deviations against it
#: is left out of the draws.
_NEGLIGIBLE_SD = 4.0
#: Items simulated at a time, so that their draws stay in the processor's cache.
_CHUNK = 512
#: Normal shocks are drawn among this many quantiles, all equally likely: several times as fast as
#: drawing from the whole line, and the outermost lie 4.3 standard deviations out.
_QUANTILES = 2**16

#: Reasons whose units compete for demand or depend on a price; the others are certain.
_AT_RISK = ("discontinued", "excess", "expiring")
_SELLING = ("below cost", "slow", "healthy")


#: What a simulation reads of segments; a million of them are not copied whole.
_NEEDED = (
    "item", "reason", "units", "cost_value", "write_down", "reserved_share", "usual_nrv",
    "clearance_nrv", "nrv_unit", "contract_price",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class LikelyWriteDown:
    """Range of the total write-down in money; `draws` holds every simulated total."""

    p10: float
    p50: float
    p90: float
    mean: float
    draws: Floats


def likely_write_down(
    segments: pd.DataFrame,
    items: pd.DataFrame,
    policy: Policy,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> LikelyWriteDown:
    """Simulate the total write-down.

    Args:
        segments: needs item (position in `items`), reason, units, cost_value, write_down,
            reserved_share (fraction), usual_nrv, clearance_nrv, nrv_unit, contract_price (money a
            unit; units under contract are certain).
        items: one row an item, in an order that does not depend on the input's: category,
            competing_units (Q), competing_demand (D, infinite when unknown), binding_expires
            (bool: units beyond that deadline expire), demand_cv (relative error of D).
        policy: which reasons count.
        draws: how many totals to simulate, an even number.
        seed: equal seeds give equal draws.
    """
    known = segments.loc[segments["write_down"].notna(), list(_NEEDED)]
    moving = known["reason"].isin([*_AT_RISK, *_SELLING]) & known["contract_price"].isna()
    certain = float(known.loc[~moving, "write_down"].sum())
    pools = _pools(known[moving], items, policy)
    totals = certain + _simulate(pools[_can_lose(pools)], draws=draws, seed=seed)
    p10, p50, p90 = (float(np.quantile(totals, share)) for share in (0.1, 0.5, 0.9))
    return LikelyWriteDown(p10, p50, p90, float(totals.mean()), totals)


def _pools(segments: pd.DataFrame, items: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Sum each item's segments to what one draw needs; items without such units are left out.

    Returns:
        One row an item: category (number), units, at_risk (units), cost, aging_loss, risk_loss,
        selling_loss, usual_nrv, clearance_nrv (money a unit), falling (fraction of units at risk
        whose value depends on a price), demand, competing, demand_cv.
    """
    count = len(items)

    def summed(values: pd.Series | Floats, where: NDArray[np.bool_] | None = None) -> Floats:
        weights = np.asarray(values, dtype=np.float64)
        kept = weights if where is None else np.where(where, weights, 0.0)
        return np.asarray(np.bincount(item, weights=kept, minlength=count), dtype=np.float64)

    item = segments["item"].to_numpy()
    at_risk = segments["reason"].isin(_AT_RISK).to_numpy()
    priced = at_risk & (segments["nrv_unit"] > 0).to_numpy()
    units, risk_units = summed(segments["units"]), summed(segments["units"], at_risk)
    gone = summed(segments["units"], (segments["reason"] == "discontinued").to_numpy()) > 0
    aging = segments["reserved_share"] * segments["cost_value"] * ("slow" in policy.reasons)
    with np.errstate(invalid="ignore", divide="ignore"):
        cost = summed(segments["cost_value"]) / units
        aging_loss = summed(aging) / units
        falling = summed(segments["units"], priced) / risk_units
        risk_loss = summed(segments["write_down"], at_risk) / risk_units
        selling_loss = summed(segments["write_down"], ~at_risk) / (units - risk_units)
        # An unknown price loses nothing that is known.
        usual = summed(segments["usual_nrv"].fillna(np.inf) * segments["units"]) / units
        clearance = summed(segments["clearance_nrv"].fillna(0.0) * segments["units"]) / units
    falling = np.where(np.isnan(falling), ~items["binding_expires"].to_numpy(), falling)
    cleared = np.maximum(np.maximum(cost - clearance, aging_loss), 0.0)
    risk_loss = np.where(np.isnan(risk_loss), falling * cleared + (1 - falling) * cost, risk_loss)
    sold = np.maximum(cost - usual, aging_loss) if "below cost" in policy.reasons else aging_loss
    selling_loss = np.where(np.isfinite(selling_loss), selling_loss, np.maximum(sold, 0.0))
    demand = items["competing_demand"].to_numpy()
    # Units of a discontinued item clear whatever the demand; unknown demand claims none.
    fixed = gone | ~np.isfinite(demand)
    pools = pd.DataFrame(
        {
            "category": pd.factorize(items["category"], sort=True)[0] + 1,
            "units": units,
            "at_risk": risk_units,
            "cost": cost,
            "aging_loss": aging_loss,
            "risk_loss": risk_loss,
            "selling_loss": selling_loss,
            "usual_nrv": usual if "below cost" in policy.reasons else np.full(count, np.inf),
            "clearance_nrv": clearance,
            "falling": falling,
            "competing": np.where(fixed, 0.0, items["competing_units"]),
            "demand": np.where(fixed, 0.0, demand),
            "demand_cv": items["demand_cv"].fillna(0.0).clip(0.0, MAX_DEMAND_CV).to_numpy(),
        }
    )
    return pools[units > 0]


def _log_sd(cv: Floats) -> Floats:
    """Return the sd of the log of a lognormal with that coefficient of variation."""
    return np.sqrt(np.log1p(cv**2))


def _can_lose(pools: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which items lose anything when every shock is far against them."""
    price = np.exp(-_NEGLIGIBLE_SD * np.sqrt(2.0) * USUAL_PRICE_SD)
    spread = np.hypot(SHOP_DEMAND_SD, _log_sd(pools["demand_cv"].to_numpy()))
    demand = pools["demand"] * np.exp(-_NEGLIGIBLE_SD * spread - spread**2 / 2)
    loses = (
        (pools["selling_loss"] > 0)
        | (pools["at_risk"] > 0)
        | (pools["usual_nrv"] * price < pools["cost"])
        | (pools["competing"] > demand)
    )
    return np.asarray(loses, dtype=np.bool_)


def _simulate(pools: pd.DataFrame, *, draws: int, seed: int) -> Floats:
    """Return the simulated total over all pools, (draws,)."""
    rng = np.random.default_rng(seed)
    half = draws // 2
    # Each shock is drawn once and used with both signs: the draws are balanced around zero.
    year = _normal(rng, half)
    deeper = np.exp(np.float32(SHOP_CLEARANCE_SD) * year)
    category = pools["category"].to_numpy()
    common = _normal(rng, int(category.max(initial=0)) + 1, half)
    log_sd = _log_sd(pools["demand_cv"].to_numpy())
    mean_one = _column(np.exp(-(log_sd**2 + SHOP_DEMAND_SD**2) / 2))
    spread = _column(log_sd)
    columns = {str(name): _column(values.to_numpy()) for name, values in pools.items()}
    totals = np.zeros(2 * half)
    for start in range(0, len(pools), _CHUNK):
        rows = slice(start, start + _CHUNK)
        chunk = {name: values[rows] for name, values in columns.items()}
        own = _normal(rng, 2, len(category[rows]), half)
        own[0] *= spread[rows]
        own[0] += np.float32(SHOP_DEMAND_SD) * year
        own[1] += common[category[rows]]
        own[1] *= np.float32(USUAL_PRICE_SD)
        up = np.exp(own, out=own)
        down = 1 / up
        totals[:half] += _losses(chunk, up[0] * mean_one[rows], up[1], deeper)
        totals[half:] += _losses(chunk, down[0] * mean_one[rows], down[1], 1 / deeper)
    return totals


def _normal(rng: np.random.Generator, *shape: int) -> NDArray[np.float32]:
    return _normal_quantiles().take(rng.integers(0, _QUANTILES, shape, dtype=np.uint16))


@cache
def _normal_quantiles() -> NDArray[np.float32]:
    middle = (np.arange(_QUANTILES) + 0.5) / _QUANTILES
    return np.asarray(special.ndtri(middle), dtype=np.float32)


def _column(values: NDArray[Any]) -> NDArray[np.float32]:
    return np.asarray(values, dtype=np.float32)[:, None]


def _losses(
    pool: dict[str, NDArray[np.float32]],
    demand_factor: NDArray[np.float32],
    price_factor: NDArray[np.float32],
    clearance_factor: NDArray[np.float32],
) -> Floats:
    """Return the loss of a chunk of items in each draw, summed over the items.

    Args:
        pool: columns of `_pools`, (n, 1) each.
        demand_factor: (n, draws), used up.
        price_factor: (n, draws), used up.
        clearance_factor: (draws,), what the year does to clearance prices.
    """
    zero = np.float32(0)
    units, cost, floor = pool["units"], pool["cost"], pool["aging_loss"]
    usual, clearance, falling = pool["usual_nrv"], pool["clearance_nrv"], pool["falling"]
    at_risk = np.multiply(demand_factor, -pool["demand"], out=demand_factor)
    at_risk += pool["competing"]
    np.maximum(at_risk, zero, out=at_risk)
    at_risk += pool["at_risk"] - np.maximum(pool["competing"] - pool["demand"], zero)
    np.maximum(at_risk, zero, out=at_risk)
    np.minimum(at_risk, units, out=at_risk)

    risk_loss = price_factor**CLEARANCE_STRETCH
    risk_loss *= clearance_factor
    risk_loss *= -clearance
    risk_loss += cost
    np.maximum(risk_loss, floor, out=risk_loss)
    risk_loss *= falling
    risk_loss += pool["risk_loss"] - falling * np.maximum(cost - clearance, floor)
    np.maximum(risk_loss, zero, out=risk_loss)
    np.minimum(risk_loss, cost, out=risk_loss)

    selling_loss = np.multiply(price_factor, -usual, out=price_factor)
    selling_loss += cost
    np.maximum(selling_loss, floor, out=selling_loss)
    selling_loss += pool["selling_loss"] - np.maximum(cost - usual, floor)
    np.maximum(selling_loss, zero, out=selling_loss)
    np.minimum(selling_loss, cost, out=selling_loss)

    risk_loss -= selling_loss
    risk_loss *= at_risk
    selling_loss *= units
    risk_loss += selling_loss
    total: Floats = risk_loss.sum(axis=0, dtype=np.float64)
    return total
