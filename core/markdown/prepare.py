"""Gathering what a markdown what-if needs of a Book, once, before any slider moves."""

import numpy as np
import pandas as pd

from core.book import Book
from core.exposure import NO_CATEGORY
from core.markdown.inputs import MarkdownInputs
from core.markdown.outlook import CumulativeDemand, Outlook, outlook
from core.markdown.price_history import price_history
from core.markdown.response import estimate_response
from core.policy import Policy
from core.stock import FROM_PLAN, realizable_values, realized_prices

#: Units of these reasons are not on offer at any price.
_NOT_FOR_SALE = ("expired", "damaged")
#: Causes for which an item's stock stays out of the simulation, in the order they are looked for.
DEMAND_UNKNOWN, PRICE_UNKNOWN, COST_UNKNOWN = "demand unknown", "price unknown", "cost unknown"

#: Length in weeks of the longest window that is prepared: half a year covers a season.
DEFAULT_WEEKS = 26


def prepare(
    book: Book,
    policy: Policy,
    forecast: CumulativeDemand | None,
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
        segments: of the exposure (sku, reason, units, cost_value, price_used, expiry_date): the
            stock, unit by unit. The price used there is today's price here, so that both rooms
            speak of one. Goods that all carry an expiry date sell until the last of them.
        response: what `estimate_response` returned for this Book, to save doing it again.
        weeks: longest window a scenario may have.
    """
    if response is None:
        response = estimate_response(book.sales, book.items, as_of=book.as_of)
    stock = _stock_for_sale(segments)
    items = _items(book, policy, response, stock)
    ahead = outlook(
        forecast,
        list(items.index),
        weeks=weeks,
        on_sale_days=items["on_sale_days"].to_numpy(dtype=np.float64),
    )
    cause = _cause(items, ahead)
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
        demand=np.ascontiguousarray(ahead.weekly[:, known]),
        demand_cv=ahead.cv[known],
        horizon_demand=ahead.total[known],
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
    "on_sale_days",
)


def _stock_for_sale(segments: pd.DataFrame) -> pd.DataFrame:
    """Units, cost, average cost, usual price and last expiry date by sku.

    A unit of unknown cost takes the average of its item. The expiry date is unknown where any
    unit of the item has none.
    """
    rows = segments[~segments["reason"].isin(_NOT_FOR_SALE) & (segments["units"] > 0)]
    rows = rows.assign(costed=rows["units"].where(rows["cost_value"].notna()))
    by_sku = rows.groupby("sku", sort=True)
    stock = by_sku[["units", "cost_value", "costed"]].sum(min_count=1)
    unit_cost = stock["cost_value"] / stock["costed"]
    dated = by_sku["expiry_date"].agg(["max", "size", "count"])
    return stock.assign(
        last_expiry=dated["max"].where(dated["size"] == dated["count"]),
        unit_cost=unit_cost,
        cost_value=unit_cost * stock["units"],
        price_used=by_sku["price_used"].first(),
        price_source=by_sku["price_source"].first(),
    )


def _items(book: Book, policy: Policy, response: pd.DataFrame, stock: pd.DataFrame) -> pd.DataFrame:
    """One row an item in stock by sku: units, cost, price, response and what a leftover brings."""
    items = book.items.set_index("sku")[
        ["description", "category", "unit_price", "selling_cost_rate"]
    ]
    answers = response.set_index("sku")[["elasticity", "elasticity_sd", "depth_observed_max"]]
    items = items.join(answers).reindex(stock.index)
    rate = items["selling_cost_rate"].fillna(policy.selling_cost_rate)
    # What an approved plan cuts is the price before it.
    price = stock["price_used"].mask(stock["price_source"] == FROM_PLAN)
    if price.isna().any():
        realized = realized_prices(book.sales, as_of=book.as_of).set_index("sku")["price"]
        price = price.fillna(realized.reindex(price.index)).fillna(items["unit_price"])
    price = price.where(price > 0)
    if price.isna().any():
        price = price.fillna(_last_price(book, price.index[price.isna()]))
    horizon = float(policy.excess_horizon_days)
    days = (stock["last_expiry"] - pd.Timestamp(book.as_of)) / pd.Timedelta(days=1)
    cleared = _cleared(book, policy, price * (1 - rate))
    return items.assign(
        category=items["category"].fillna(NO_CATEGORY),
        on_hand=stock["units"],
        unit_cost=stock["unit_cost"],
        unit_price=price,
        selling_cost_rate=rate,
        # What is left when the last lot expires can no longer be cleared.
        residual_unit=cleared.where(~(days <= horizon), 0.0).where(price.notna()),
        on_sale_days=days.clip(lower=0.0).fillna(horizon).clip(upper=horizon),
    )


def _cleared(book: Book, policy: Policy, usual_nrv: pd.Series) -> pd.Series:
    """What a unit brings that has to be cleared: the item's own clearance price goes first."""
    values = (
        realizable_values(book, policy, planned=False).set_index("sku").reindex(usual_nrv.index)
    )
    own = values["clearance_nrv"].where(values["cleared_price"].notna())
    return own.fillna(usual_nrv * (1 - policy.clearance_discount))


def _last_price(book: Book, skus: pd.Index) -> pd.Series:
    history = price_history(book.sales[book.sales["sku"].isin(skus)], as_of=book.as_of)
    return history.groupby("sku")["price"].last()


def _cause(items: pd.DataFrame, ahead: Outlook) -> pd.Series:
    """Why an item cannot be simulated; empty text where it can."""
    cause = pd.Series("", index=items.index, dtype="str")
    cause[items["unit_cost"].isna()] = COST_UNKNOWN
    cause[items["unit_price"].isna()] = PRICE_UNKNOWN
    return cause.mask(np.isnan(ahead.total).astype(bool), DEMAND_UNKNOWN)


def _not_simulated(items: pd.DataFrame, stock: pd.DataFrame, cause: pd.Series) -> pd.DataFrame:
    rows = items.assign(cost_value=stock["cost_value"], cause=cause)[cause != ""]
    columns = ["sku", "description", "category", "on_hand", "cost_value", "cause"]
    return rows.rename_axis("sku").reset_index()[columns]


def _cost_not_for_sale(segments: pd.DataFrame) -> float:
    return float(segments.loc[segments["reason"].isin(_NOT_FOR_SALE), "cost_value"].sum())


def _tax_rate(book: Book, policy: Policy) -> float:
    stated = book.financials["tax_rate"].dropna()
    return float(stated.iloc[-1]) if len(stated) else policy.tax_rate
