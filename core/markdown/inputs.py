"""What a markdown what-if needs of a Book, gathered once, so that a slider only does arithmetic."""

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.policy import Policy

Vector = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]
Mask = npt.NDArray[np.bool_]

#: A cut this much deeper than any seen in sales is extrapolation: on the public orange-juice data
#: sales at cuts of 30 % and more were 1.6 times what responses to cuts below 20 % foretold.
EXTRAPOLATION_MARGIN = 0.10


@dataclass(frozen=True, slots=True, eq=False)
class MarkdownInputs:
    """Vectors of the N items that can be simulated; money in the Book's currency.

    Attributes:
        on_hand: units for sale, without expired and damaged ones.
        unit_cost: carrying cost of a unit before any write-down.
        unit_price: today's price of a unit: what it usually brings, else what it is tagged at.
        selling_cost_rate: costs necessary to make the sale, share of the price.
        demand: (W, N) expected units a week at today's price.
        horizon_demand: expected units at today's price over `on_sale_days`, at least those of
            the W weeks.
        on_sale_days: how long the goods can be sold: the policy's horizon of excess stock, or
            until the last of them expires.
        demand_cv: standard deviation of the demand over the W weeks, share of its mean.
        elasticity, elasticity_sd: response to price, see `estimate_response`.
        depth_observed_max: deepest cut seen in sales; NaN where no price was seen.
        residual_unit: net proceeds of a unit that does not sell, when nothing else is said:
            today's price at the policy's clearance discount, after selling cost; zero when the
            goods have expired by then.
        tax_rate: from the latest financials, else the policy.
        not_simulated: sku, description, category, on_hand, cost_value, cause; stock whose
            demand, price or cost is unknown. It is shown, never taken as zero demand.
        not_for_sale_cost: cost of the expired and damaged units left out.
    """

    as_of: date
    currency: str
    policy: Policy
    tax_rate: float
    sku: Texts
    description: Texts
    category: Texts
    on_hand: Vector
    unit_cost: Vector
    unit_price: Vector
    selling_cost_rate: Vector
    demand: Vector
    horizon_demand: Vector
    on_sale_days: Vector
    demand_cv: Vector
    elasticity: Vector
    elasticity_sd: Vector
    depth_observed_max: Vector
    residual_unit: Vector
    not_simulated: pd.DataFrame
    not_for_sale_cost: float = 0.0

    def only(self, items: Mask) -> Self:
        """Return the same inputs for the items a mask of N flags names."""
        if items.all():
            return self
        vectors = {
            field.name: getattr(self, field.name)[..., items]
            for field in fields(self)
            if isinstance(getattr(self, field.name), np.ndarray)
        }
        return replace(self, **vectors)

    def extrapolated(self, last_depth: Vector) -> Mask:
        """(N,) whether a cut, (1,) or (N,), goes far beyond any that sales have shown."""
        seen = np.nan_to_num(self.depth_observed_max, nan=0.0)
        flags: Mask = last_depth > seen + EXTRAPOLATION_MARGIN
        return flags


def week_starts(as_of: date, weeks: int) -> pd.DatetimeIndex:
    """First day of each week of a window that begins the day after `as_of`."""
    return pd.date_range(as_of + timedelta(days=1), periods=weeks, freq="7D")


def elasticities(inputs: MarkdownInputs, one_for_all: float | None) -> Vector:
    """(N,) response of each item: the estimate, or one value for all."""
    if one_for_all is None:
        return inputs.elasticity
    return np.full_like(inputs.elasticity, one_for_all)
