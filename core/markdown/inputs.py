"""What a markdown what-if needs of a Book, gathered once, so that a slider only does arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.book import Book
from core.exposure import NO_CATEGORY
from core.markdown.price_history import price_history
from core.markdown.response import estimate_response
from core.policy import Policy

Vector = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]
Mask = npt.NDArray[np.bool_]

#: Units of these reasons are not on offer at any price.
_NOT_FOR_SALE = ("expired", "damaged")
#: Causes for which an item's stock stays out of the simulation, in the order they are looked for.
DEMAND_UNKNOWN, PRICE_UNKNOWN, COST_UNKNOWN = "demand unknown", "price unknown", "cost unknown"

#: A cut this much deeper than any seen in sales is extrapolation: on the public orange-juice data
#: sales at cuts of 30 % and more were 1.6 times what responses to cuts below 20 % foretold.
EXTRAPOLATION_MARGIN = 0.10

#: Length in weeks of the longest window that is prepared: half a year covers a season.
DEFAULT_WEEKS = 26


class WeeklyDemand(Protocol):
    """The part of a demand forecast that a markdown reads."""

    def cumulative(self, days: float) -> tuple[Vector, Vector]:
        """Mean and standard deviation by item of demand over `days` from today."""
        ...

    def for_skus(self, skus: Sequence[str]) -> npt.NDArray[np.intp]:
        """Position of each sku in the forecast, -1 where it has none."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class MarkdownInputs:
    """Vectors of the N items that can be simulated; money in the Book's currency.

    Attributes:
        on_hand: units for sale, without expired and damaged ones.
        unit_cost: carrying cost of a unit before any write-down.
        unit_price: today's price of a unit: what it usually brings, else what it is tagged at.
        selling_cost_rate: costs necessary to make the sale, share of the price.
        demand: (W, N) expected units a week at today's price.
        horizon_demand: (N,) expected units at today's price over the policy's horizon of excess
            stock, at least those of the W weeks.
        demand_cv: standard deviation of the demand over the W weeks, share of its mean.
        elasticity, elasticity_sd: response to price, see `estimate_response`.
        depth_observed_max: deepest cut seen in sales; NaN where no price was seen.
        residual_unit: net proceeds of a unit that does not sell, when nothing else is said:
            today's price at the policy's clearance discount, after selling cost.
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


def prepare(
    book: Book,
    policy: Policy,
    forecast: WeeklyDemand | None,
    segments: pd.DataFrame,
    *,
    response: pd.DataFrame | None = None,
    weeks: int = DEFAULT_WEEKS,
) -> MarkdownInputs:
    """Gather what scenarios over a Book need.

    Args:
        book: validated tables.
        policy: rates; `clearance_discount` sets what leftover units bring by default.
        forecast: demand forecast of the Book, None when it has no sales.
        segments: of the exposure (sku, reason, units, cost_value, price_used): the stock, unit
            by unit. The price used there is today's price here, so that both rooms speak of one.
        response: what `estimate_response` returned for this Book, to save doing it again.
        weeks: longest window a scenario may have.
    """
    if response is None:
        response = estimate_response(book.sales, book.items, as_of=book.as_of)
    stock = _stock_for_sale(segments)
    items = _items(book, policy, response, stock)
    demand = _weekly_demand(forecast, list(items.index), weeks)
    horizon, _ = _demand_until(forecast, list(items.index), policy.excess_horizon_days)
    mean, sd = _demand_until(forecast, list(items.index), 7.0 * weeks)
    cause = _cause(items, demand)
    known = (cause == "").to_numpy()
    vectors = {name: items.loc[known, name].to_numpy(dtype=np.float64) for name in _VECTORS}
    return MarkdownInputs(
        as_of=book.as_of,
        currency=book.currency,
        policy=policy,
        tax_rate=_tax_rate(book, policy),
        sku=items.index[known].to_numpy(dtype=object),
        description=items.loc[known, "description"].to_numpy(dtype=object),
        category=items.loc[known, "category"].to_numpy(dtype=object),
        demand=np.ascontiguousarray(demand[:, known]),
        demand_cv=np.divide(sd, mean, out=np.zeros_like(sd), where=mean > 0)[known],
        horizon_demand=np.maximum(horizon, demand.sum(axis=0))[known],
        not_simulated=_not_simulated(items, stock, cause),
        not_for_sale_cost=_cost_not_for_sale(segments),
        **vectors,
    )


#: Columns of the items frame that become vectors of the inputs.
_VECTORS = (
    "on_hand",
    "unit_cost",
    "unit_price",
    "selling_cost_rate",
    "elasticity",
    "elasticity_sd",
    "depth_observed_max",
    "residual_unit",
)


def _stock_for_sale(segments: pd.DataFrame) -> pd.DataFrame:
    """Units, cost, average cost and usual price by sku.

    A unit of unknown cost takes the average of its item.
    """
    rows = segments[~segments["reason"].isin(_NOT_FOR_SALE) & (segments["units"] > 0)]
    rows = rows.assign(costed=rows["units"].where(rows["cost_value"].notna()))
    by_sku = rows.groupby("sku", sort=True)
    stock = by_sku[["units", "cost_value", "costed"]].sum(min_count=1)
    unit_cost = stock["cost_value"] / stock["costed"]
    return stock.assign(
        unit_cost=unit_cost,
        cost_value=unit_cost * stock["units"],
        price_used=by_sku["price_used"].first(),
    )


def _items(book: Book, policy: Policy, response: pd.DataFrame, stock: pd.DataFrame) -> pd.DataFrame:
    """One row an item in stock by sku: units, cost, price, response and what a leftover brings."""
    items = book.items.set_index("sku")[
        ["description", "category", "unit_price", "selling_cost_rate"]
    ]
    answers = response.set_index("sku")[["elasticity", "elasticity_sd", "depth_observed_max"]]
    items = items.join(answers).reindex(stock.index)
    rate = items["selling_cost_rate"].fillna(policy.selling_cost_rate)
    price = stock["price_used"].fillna(items["unit_price"])
    price = price.where(price > 0)
    if price.isna().any():
        price = price.fillna(_last_price(book))
    return items.assign(
        category=items["category"].fillna(NO_CATEGORY),
        on_hand=stock["units"],
        unit_cost=stock["unit_cost"],
        unit_price=price,
        selling_cost_rate=rate,
        residual_unit=price * (1 - policy.clearance_discount) * (1 - rate),
    )


def _last_price(book: Book) -> pd.Series:
    history = price_history(book.sales, as_of=book.as_of)
    return history.groupby("sku")["price"].last()


def _weekly_demand(forecast: WeeklyDemand | None, skus: list[str], weeks: int) -> Vector:
    """(weeks, N) expected units a week; NaN where the forecast does not know the item."""
    if forecast is None:
        return np.full((weeks, len(skus)), np.nan)
    position = forecast.for_skus(skus)
    ends = [forecast.cumulative(7.0 * week)[0] for week in range(1, weeks + 1)]
    by_week = np.diff(np.vstack(ends), axis=0, prepend=0.0)
    demand = np.maximum(by_week[:, position], 0.0)
    demand[:, position < 0] = np.nan
    return demand


def _demand_until(
    forecast: WeeklyDemand | None, skus: list[str], days: float
) -> tuple[Vector, Vector]:
    """Mean and standard deviation of units over `days`; NaN where the item is not known."""
    if forecast is None:
        return np.full(len(skus), np.nan), np.full(len(skus), np.nan)
    position = forecast.for_skus(skus)
    mean, sd = (np.maximum(vector[position], 0.0) for vector in forecast.cumulative(days))
    mean[position < 0] = np.nan
    return mean, sd


def _cause(items: pd.DataFrame, demand: Vector) -> pd.Series:
    """Why an item cannot be simulated; empty text where it can."""
    cause = pd.Series("", index=items.index, dtype="str")
    cause[items["unit_cost"].isna()] = COST_UNKNOWN
    cause[items["unit_price"].isna()] = PRICE_UNKNOWN
    return cause.mask(pd.Series(np.isnan(demand).any(axis=0), index=items.index), DEMAND_UNKNOWN)


def _not_simulated(items: pd.DataFrame, stock: pd.DataFrame, cause: pd.Series) -> pd.DataFrame:
    rows = items.assign(cost_value=stock["cost_value"], cause=cause)[cause != ""]
    columns = ["sku", "description", "category", "on_hand", "cost_value", "cause"]
    return rows.rename_axis("sku").reset_index()[columns]


def _cost_not_for_sale(segments: pd.DataFrame) -> float:
    return float(segments.loc[segments["reason"].isin(_NOT_FOR_SALE), "cost_value"].sum())


def _tax_rate(book: Book, policy: Policy) -> float:
    stated = book.financials["tax_rate"].dropna()
    return float(stated.iloc[-1]) if len(stated) else policy.tax_rate


def week_starts(as_of: date, weeks: int) -> pd.DatetimeIndex:
    """First day of each week of a window that begins the day after `as_of`."""
    return pd.date_range(as_of + timedelta(days=1), periods=weeks, freq="7D")
