"""The impaired part of the stock as a handful of amounts: what accounting needs of an exposure.

`impaired_stock` makes it from exposure segments; a markdown scenario makes its own with
`ImpairedStock(...)`, so that both go through the same entries and statements.
"""

import math
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.accounting.allocation import allocate
from core.accounting.lower_of_cost import group_write_down
from core.accounting.market import BELOW_MARKET
from core.money import round_money
from core.policy import UnitOfAccount

#: Reasons whose loss is only a comparison of cost with selling price: a group test may net
#: these. Expired, damaged or surplus goods are losses of those goods alone (IAS 2.28-29).
PRICE_ONLY = ("below cost", "healthy", BELOW_MARKET)

_BY_REASON = ("reason", "kind", "units", "cost_value", "nrv_value", "write_down")


def _no_reasons() -> pd.DataFrame:
    return pd.DataFrame({name: [] for name in _BY_REASON})


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ImpairedStock:
    """A stock and its impaired part, in money of one currency, rounded to the minor unit.

    Attributes:
        cost_value: cost of the whole stock whose cost is known.
        write_down_cost: cost of the goods that can still be sold, below cost.
        write_down: by how much these are worth less than they cost.
        write_off_cost: cost of the goods that will be scrapped.
        write_off: by how much these are worth less than they cost; all of it where scrap
            brings nothing.
        selling_cost: costs of selling the written-down goods; their gross proceeds are NRV plus
            this. Zero where only the net is known.
        disposal_cost: cash cost of scrapping, an expense when it is paid.
        masked: write-down that a test by category or in total leaves out although single items
            are worth less than they cost.
        unknown_cost_value: cost of goods whose NRV is unknown; in `cost_value`, in no loss.
        has_uncosted: some goods have no known cost, so that nobody can say what they may lose.
        is_judged: some goods could be compared with what they bring. Where none could, the loss
            is unknown, which is not a loss of zero.
        by_reason: reason, kind, units, cost_value, nrv_value, write_down; adds up to the losses.
        segments: what was summed, with `required` (money a segment, NaN unknown): the write-down
            at the level of the test. Empty where only the sums are known.

    Raises:
        ValueError: an amount is negative or not finite, or a loss exceeds the cost.
    """

    cost_value: float
    write_down_cost: float = 0.0
    write_down: float = 0.0
    write_off_cost: float = 0.0
    write_off: float = 0.0
    selling_cost: float = 0.0
    disposal_cost: float = 0.0
    masked: float = 0.0
    unknown_cost_value: float = 0.0
    has_uncosted: bool = False
    is_judged: bool = True
    by_reason: pd.DataFrame = field(default_factory=_no_reasons)
    segments: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __post_init__(self) -> None:
        """Refuse amounts that no stock can have."""
        amounts = (
            self.cost_value, self.write_down_cost, self.write_down, self.write_off_cost,
            self.write_off, self.selling_cost, self.disposal_cost,
        )  # fmt: skip
        if not all(np.isfinite(amount) and amount >= 0 for amount in amounts):
            raise ValueError(f"amounts must be finite and not negative: {amounts}")
        # Half a thousandth: sums of rounded amounts carry noise, real excess is a minor unit.
        if self.write_down > self.write_down_cost + 5e-4:
            raise ValueError("write_down exceeds write_down_cost")
        if self.write_off > self.write_off_cost + 5e-4:
            raise ValueError("write_off exceeds write_off_cost")

    @property
    def required_allowance(self) -> float:
        """What the stock is worth less than it cost; NaN where none of it could be judged."""
        return self.write_down + self.write_off if self.is_judged else math.nan

    @property
    def carrying_value(self) -> float:
        """Cost less the required allowance."""
        return self.cost_value - self.required_allowance

    def release_withheld(self, surplus: float) -> float:
        """Return how much of a surplus allowance may belong to goods that could not be judged.

        An allowance never exceeds the cost of its goods, so that is the most they can hold.
        """
        if self.has_uncosted or not self.is_judged:
            return surplus
        return min(surplus, self.unknown_cost_value)


def impaired_stock(
    segments: pd.DataFrame,
    *,
    level: UnitOfAccount = "item",
    currency: str,
    disposal_cost: float = 0.0,
) -> ImpairedStock:
    """Sum exposure segments to the amounts that accounting posts.

    Args:
        segments: needs sku, category, reason, kind, units, cost_value, nrv_value, write_down
            (money; NaN where unknown); one row a segment.
        level: at "category" or "total" the segments in `PRICE_ONLY` are tested as groups; all
            other reasons stay with their goods. `masked` is what the groups leave out.
        currency: ISO 4217 code.
        disposal_cost: what scrapping the write-offs costs, in money; in no loss.
    """
    segments = segments.assign(required=_write_down_at(segments, level, currency))
    losing = segments[segments["required"] > 0]
    sums = (
        losing.groupby(["reason", "kind"], sort=True)
        .agg(
            units=("units", "sum"), cost_value=("cost_value", "sum"), write_down=("required", "sum")
        )
        .reset_index()
    )
    loss = round_money(float(losing["required"].sum()), currency)
    sums["write_down"] = allocate(loss, sums["write_down"], currency=currency)
    sums["cost_value"] = np.maximum(
        round_money(sums["cost_value"].astype("float64"), currency), sums["write_down"]
    )
    sums["nrv_value"] = round_money(sums["cost_value"] - sums["write_down"], currency)
    off = sums["kind"] == "write_off"
    item_loss = round_money(float(segments["write_down"].sum()), currency)
    unknown = segments["write_down"].isna()
    # Rows without units lose nothing, whatever they would bring.
    unjudged = unknown[~(segments["units"] <= 0)]
    totals = {
        "cost_value": segments["cost_value"].sum(),
        "write_down_cost": sums.loc[~off, "cost_value"].sum(),
        "write_down": sums.loc[~off, "write_down"].sum(),
        "write_off_cost": sums.loc[off, "cost_value"].sum(),
        "write_off": sums.loc[off, "write_down"].sum(),
        "disposal_cost": disposal_cost,
        "masked": item_loss - loss,
        "unknown_cost_value": segments.loc[unknown, "cost_value"].sum(),
    }
    return ImpairedStock(
        has_uncosted=bool((segments["cost_value"].isna() & (segments["units"] > 0)).any()),
        is_judged=unjudged.empty or not bool(unjudged.all()),
        **{name: round_money(float(amount), currency) for name, amount in totals.items()},
        by_reason=sums[list(_BY_REASON)].sort_values(
            ["write_down", "reason"], ascending=[False, True], ignore_index=True
        ),
        segments=segments,
    )


def _write_down_at(segments: pd.DataFrame, level: UnitOfAccount, currency: str) -> pd.Series:
    own = segments["write_down"].astype("float64")
    pool = segments["reason"].isin(PRICE_ONLY) & own.notna()
    if level == "item" or not pool.any():
        return own
    pooled = segments[pool]
    cost = round_money(pooled["cost_value"].astype("float64"), currency)
    nrv = round_money(pooled["nrv_value"].astype("float64").clip(lower=0), currency)
    shortfall = round_money(own[pool], currency).clip(upper=cost)
    groups = (
        pooled["category"].astype("object").where(pooled["category"].notna(), pooled["sku"])
        if level == "category"
        else pd.Series("total", index=pooled.index)
    )
    grouped = group_write_down(
        pooled["sku"], cost, nrv, shortfall, groups=groups, currency=currency
    )
    return own.where(~pool, grouped)
