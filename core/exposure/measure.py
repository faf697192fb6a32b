"""expose: from stock, prices and demand to what may be lost, unit by unit."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.book import Book
from core.exposure.aging import aging_table
from core.exposure.contracts import contract_terms
from core.exposure.cover import days_of_cover
from core.exposure.evidence import Grounds
from core.exposure.excess import (
    Demand,
    demand_over,
    excess_on_order,
    horizon_days,
    split_by_demand,
    tightest_deadlines,
)
from core.exposure.likely_loss import DRAWS, SEED, LikelyWriteDown, likely_write_down
from core.exposure.on_order import ORDER_COLUMNS, loss_on_order
from core.exposure.pieces import discontinued, make_pieces
from core.exposure.planned import plan_tiers, set_plan_apart, with_plan
from core.exposure.reasons import HEALTHY, UNKNOWN, WRITE_OFF, partition
from core.exposure.totals import by_category, by_item, by_reason
from core.money import round_money
from core.policy import Policy
from core.stock import stock_with_layers, units_on_order
from core.stock.realizable import (
    CLEARED_COLUMNS,
    FROM_CONTRACT,
    FROM_PLAN,
    realizable_values,
)

#: The demand class of an item without a forecast.
UNKNOWN_DEMAND = "unknown"

SEGMENT_COLUMNS = (
    "segment_id", "sku", "location", "lot", "description", "category", "supplier", "reason",
    "units", "unit_cost", "cost_value", "nrv_unit", "nrv_value", "write_down", "age_days",
    "expiry_date", "price_used", "price_source", "kind",
)  # fmt: skip

_FROM_ROW = ("sku", "location", "lot", "description", "category")
_FROM_ITEM = ("supplier", "price_used", "price_source")

#: What exposure needs of an item.
_ITEM_COLUMNS = (
    "sku", "description", "category", "supplier", "status", "unit_price", "list_price",
    "selling_cost_rate", "shelf_life_days", "launch_date", "end_of_life_date", "unit_cost",
)  # fmt: skip

#: The sums of an exposure that are unknown where nothing behind them is known.
KnownSum = Literal["cost_value", "unknown_cost_value", "at_risk_value", "write_down"]


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """What the stock may lose, by unit, item, category, reason and age; money in the Book's.

    Attributes:
        segments: units of one stock row that share a reason and an age; units and cost add up to
            the valued stock. `write_down` is rounded once a segment and NaN when unknown; `kind`
            is "write_off" where the whole cost is lost and the units cannot be sold.
        items: one row an item in stock, largest write-down first.
        orders: one row an item with units on order, in stock or not; see `on_order`.
        by_category, by_reason: sums of segments.
        aging: sums by age bucket, with its own bucket for unknown age.
        cost_value: cost of all stock whose cost is known.
        write_down: sum of the segments' write-downs.
        at_risk_value: cost of the units that have a reason.
        unknown_cost_value: cost of the units whose value is unknown.
        likely: range of the write-down by simulation.
        grounds: what the evidence of each segment rests on.
    """

    segments: pd.DataFrame
    items: pd.DataFrame
    orders: pd.DataFrame
    by_category: pd.DataFrame
    by_reason: pd.DataFrame
    aging: pd.DataFrame
    cost_value: float
    write_down: float
    at_risk_value: float
    unknown_cost_value: float
    likely: LikelyWriteDown
    grounds: Grounds

    def known_sum(self, name: KnownSum) -> float:
        """Return one of the sums, NaN where none of the rows behind it is known."""
        of = "cost_value" if "cost_value" in name else "write_down"
        rows = self.segments[of]
        total: float = getattr(self, name)
        return math.nan if len(rows) and rows.isna().all() else total

    @property
    def disposal_cost(self) -> float:
        """Cost of taking the written-off units away, in money; no part of the write-down."""
        return round(float(self.by_reason["disposal_cost"].sum()), 6)

    @property
    def loss_on_order(self) -> float:
        """Expected loss of what is on order in money, NaN where no order can be judged."""
        losses = self.orders["loss_on_order"]
        return float(losses.sum(min_count=min(1, len(losses))))

    def with_evidence(self, segments: pd.DataFrame) -> pd.DataFrame:
        """Return these segments with evidence: a sentence that says why each has its value."""
        return segments.assign(evidence=self.grounds.sentences(segments["segment_id"]))


def expose(
    book: Book,
    policy: Policy,
    forecast: Demand | None,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    elasticity: pd.Series | None = None,
) -> Exposure:
    """Measure what the stock may lose, item by item.

    Every unit of the valued stock lands in exactly one segment with one reason; the loss is the
    largest measure that applies to it (see `core.exposure.reasons`). Grouping by category or in
    total (ASC 330-10-35-8) is the accounting room's; this is the measure of each item.

    Args:
        book: validated tables as of one date; only stock is needed.
        policy: rates, horizon, and which reasons count.
        forecast: demand, or None when nothing is known: then no unit is called excess.
        draws: simulated totals behind `likely`.
        seed: equal seeds give equal draws.
        elasticity: of demand to price by sku, at most zero: how much more an approved markdown
            plan sells; without it no more than the forecast.
    """
    valued, layers = stock_with_layers(book)
    items = _items_of(book, valued, policy)
    position = _positions(items, forecast)
    items = _with_demand(items, forecast, position)
    items = items.assign(days_of_cover=days_of_cover(forecast, position, _units_of(valued, items)))
    plan = plan_tiers(
        book.plan, items, forecast, position, policy, as_of=book.as_of, elasticity=elasticity
    )
    items = with_plan(items, plan)
    pieces = split_by_demand(
        set_plan_apart(make_pieces(book, policy, valued, layers, items), plan),
        forecast,
        position,
        horizon=items["horizon_days"].to_numpy(),
        sells=items["sells"].to_numpy(),
        min_remaining_life=policy.min_remaining_life_days,
    )
    items = pd.concat([items, _competition(pieces, len(items), policy)], axis="columns")
    items = items.assign(excess_on_order=excess_on_order(items))
    items = items.assign(
        order_cost=round_money(items["on_order"] * items["unit_cost"], book.currency),
        loss_on_order=loss_on_order(items, policy, currency=book.currency),
    )
    cut = partition(pieces, items, policy, currency=book.currency)
    segments = _described(cut, valued, items)
    segments = segments.assign(disposal_cost=_disposal_cost(segments, policy, book.currency))
    stocked = items.head(valued["sku"].nunique())
    return Exposure(
        segments=segments[list(SEGMENT_COLUMNS)],
        items=by_item(segments, stocked),
        orders=items.loc[items["on_order"] > 0, list(ORDER_COLUMNS)].reset_index(drop=True),
        by_category=by_category(segments),
        by_reason=by_reason(segments),
        aging=aging_table(segments, policy),
        cost_value=float(segments["cost_value"].sum()),
        # Cents add up to cents: what remains beyond them is noise of binary fractions.
        write_down=round(float(segments["write_down"].sum()), 6),
        at_risk_value=float(segments["at_risk_value"].sum()),
        unknown_cost_value=float(segments["unknown_cost_value"].sum()),
        likely=likely_write_down(segments, items, policy, draws=draws, seed=seed),
        grounds=Grounds(cut, items, valued["condition"], policy, book.as_of),
    )


def _items_of(book: Book, valued: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Return one row an item with its price and selling horizon.

    Those in stock come first, in the order of sku, then those that are only on order.
    """
    on_order = units_on_order(book)
    skus = pd.Index(valued["sku"].drop_duplicates())
    coming = on_order.index[on_order > 0]
    skus = skus.append(coming[skus.get_indexer(coming) < 0])
    rows = pd.Index(book.items["sku"]).get_indexer(skus)
    items: pd.DataFrame = book.items[list(_ITEM_COLUMNS)].iloc[rows].reset_index(drop=True)
    # A plan's prices hold for the units that its steps sell and no others; see planned.
    values = realizable_values(book, policy, items=items, planned=False)
    costs = valued.assign(amount=valued["on_hand"] * valued["unit_cost"]).groupby("sku")
    sums = costs[["amount", "on_hand"]].sum(skipna=False)
    mean_cost = (sums["amount"] / sums["on_hand"]).reindex(items["sku"]).to_numpy()
    terms = contract_terms(book.contracts, items)
    return items.assign(
        contract_units=terms["contract_units"],
        contract_price=terms["contract_price"],
        price_used=values["price_used"],
        price_source=values["price_source"],
        sold_units=values["sold_units"],
        selling_cost_rate=values["selling_cost_rate"],
        usual_nrv=values["nrv_unit"],
        **{name: values[name] for name in CLEARED_COLUMNS},
        horizon_days=horizon_days(items, policy, as_of=book.as_of),
        is_discontinued=discontinued(items, as_of=book.as_of),
        # What the shop pays today, else what its stock cost.
        unit_cost=items["unit_cost"].fillna(pd.Series(mean_cost)),
        on_order=on_order.reindex(items["sku"]).fillna(0.0).to_numpy(),
    )


def _units_of(valued: pd.DataFrame, items: pd.DataFrame) -> NDArray[np.float64]:
    """Return the units on hand of each item; none of items that are only on order."""
    item = pd.factorize(valued["sku"])[0]
    units = np.bincount(item, weights=valued["on_hand"], minlength=len(items))
    return np.asarray(units, dtype=np.float64)


def _positions(items: pd.DataFrame, forecast: Demand | None) -> NDArray[np.intp]:
    """Return where each item stands in the forecast, -1 where its demand is unknown."""
    if forecast is None or len(forecast.skus) == 0:
        return np.full(len(items), -1, dtype=np.intp)
    return np.asarray(forecast.for_skus(items["sku"].to_numpy(dtype=object)), dtype=np.intp)


def _with_demand(
    items: pd.DataFrame, forecast: Demand | None, position: NDArray[np.intp]
) -> pd.DataFrame:
    """Add what is known of each item's demand.

    Adds sells (units over the horizon, infinite when unknown), demand_known, demand_cv (relative
    error), rate_per_day (units, NaN when unknown), demand_class.
    """
    sells, sd = demand_over(forecast, position, items["horizon_days"].to_numpy())
    rate = np.full(len(items), np.nan)
    classes = np.full(len(items), UNKNOWN_DEMAND, dtype=object)
    known = position >= 0
    if forecast is not None and known.any():
        rate[known] = forecast.rate_per_day()[position[known]]
        classes[known] = np.asarray(forecast.classes, dtype=object)[position[known]]
    return items.assign(
        sells=sells,
        demand_known=np.isfinite(sells),
        demand_cv=np.divide(sd, sells, out=np.zeros_like(sd), where=(sells > 0) & (sd > 0)),
        rate_per_day=rate,
        demand_class=pd.Series(classes, dtype="str"),
    )


def _competition(pieces: pd.DataFrame, count: int, policy: Policy) -> pd.DataFrame:
    """Return held (units of each item that can be sold) and its tightest deadline."""
    saleable = np.where(pieces["sellable"], pieces["units"], 0.0)
    held = np.bincount(pieces["item"], weights=saleable, minlength=count)
    return tightest_deadlines(pieces, count, policy).assign(held=held)


def _disposal_cost(segments: pd.DataFrame, policy: Policy, currency: str) -> NDArray[np.float64]:
    """Return what taking each segment away costs, in money: zero where it is not written off."""
    if not policy.disposal_cost_unit:
        return np.zeros(len(segments))
    units = np.where(segments["kind"] == WRITE_OFF, segments["units"], 0.0)
    return np.asarray(round_money(units * policy.disposal_cost_unit, currency), dtype=np.float64)


def _described(cut: pd.DataFrame, valued: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Number the segments in a fixed order and add what their stock row and item say of them.

    Adds segment_id, at_risk_value (cost of the units that have a reason), unknown_cost_value
    (cost of those whose value is unknown), and the texts and prices of `SEGMENT_COLUMNS`.
    """
    row, item = cut["row"].to_numpy(), cut["item"].to_numpy()
    of_row = {name: valued[name].array.take(row) for name in _FROM_ROW}
    of_item = {name: items[name].array.take(item) for name in _FROM_ITEM}
    cost, reason = cut["cost_value"], cut["reason"]
    promised = cut["contract_price"].notna().to_numpy()
    planned = cut["plan_price"].notna().to_numpy()
    for agreed, price, source in (
        (planned, "plan_price", FROM_PLAN),
        (promised, "contract_price", FROM_CONTRACT),
    ):
        if agreed.any():
            of_item["price_used"] = np.where(agreed, cut[price], of_item["price_used"])
            of_item["price_source"] = pd.Series(of_item["price_source"]).mask(agreed, source)
    return cut.assign(
        segment_id=np.arange(1, len(cut) + 1),
        at_risk_value=cost.where(~reason.isin([HEALTHY, UNKNOWN]), 0.0),
        unknown_cost_value=cost.where(reason == UNKNOWN, 0.0),
        **of_row,
        **of_item,
    )
