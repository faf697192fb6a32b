"""Causes: what made each loss, which purchase it lies in, and what a sized order would have left.

The reason of a unit says which test it fails; the cause says what went wrong before. Excess and
slow stock is a fall of demand where sales fell, the end of its season where the item only ever had
one, and otherwise more was bought than sells. What a purchase made is told only by receipts:
layers on hand, oldest first, are set against the losses.
"""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.book import Book
from core.exposure.totals import NO_CATEGORY
from core.stock import stock_with_layers, without_transfers
from core.stock.layers import FROM_RECEIPTS, FROM_ROW

OVER_BUYING = "over-buying"
EXPIRY = "expiry"
DAMAGE = "damage"
END_OF_SEASON = "end of season"
PRICE = "price"
DEMAND_FALL = "demand fall"

CAUSES = (OVER_BUYING, DEMAND_FALL, END_OF_SEASON, PRICE, EXPIRY, DAMAGE)

#: The cause behind each reason, before demand is looked at.
CAUSE_OF = {
    "expired": EXPIRY,
    "damaged": DAMAGE,
    "discontinued": END_OF_SEASON,
    "excess": OVER_BUYING,
    "expiring": EXPIRY,
    "below cost": PRICE,
    "slow": OVER_BUYING,
}

#: Causes that a smaller order prevents; neither damage nor a price does it.
PREVENTED_BY_ORDERING = (OVER_BUYING, DEMAND_FALL, END_OF_SEASON, EXPIRY)
#: Of these the newest units are the ones too many; of all others the oldest go first.
_NEWEST_FIRST = (OVER_BUYING, DEMAND_FALL)

#: Demand fell when half a year sold at most two thirds of the same weeks a year before: less is
#: within the error of most items' forecasts.
FALL_DAYS = 182
FALL_RATIO = 2 / 3
#: What the forecast calls an item whose sales fade out.
FADING = "dying"

#: An item is one of a season when it sold nine tenths of its units within half a year of its
#: first sale, and that first sale was seen: a month of sales of other items lies before it.
SEASON_SHARE = 0.9
SEEN_DAYS = 28

NO_SUPPLIER = "No supplier"

_ITEM = ["sku", "description", "category", "supplier"]


def loss_causes(
    segments: pd.DataFrame, items: pd.DataFrame, sales: pd.DataFrame, *, as_of: date
) -> pd.DataFrame:
    """Return what caused each item's losses, largest first.

    Args:
        segments: `Exposure.segments`.
        items: `Exposure.items`; needs sku, demand_class.
        sales: `Book.sales`.
        as_of: the day of the stock list.

    Returns:
        One row an item and cause: sku, description, category, supplier, cause, units, cost_value,
        write_down (money). The write-downs add up to those of the segments.
    """
    losing = segments[segments["write_down"] > 0]
    fading = items.loc[items["demand_class"] == FADING, "sku"]
    fell = losing["sku"].isin(fallen(sales, as_of=as_of)) | losing["sku"].isin(fading)
    fell &= losing["reason"].map(CAUSE_OF) == OVER_BUYING
    seasonal = losing["sku"].isin(of_one_season(sales, as_of=as_of))
    cause = losing["reason"].map(CAUSE_OF).mask(fell, DEMAND_FALL)
    cause = cause.mask(fell & seasonal, END_OF_SEASON)
    keys, sums_of = [*_ITEM, "cause"], ["units", "cost_value", "write_down"]
    sums = losing.assign(cause=cause).groupby(keys, as_index=False, dropna=False)[sums_of].sum()
    return sums.sort_values(
        ["write_down", "sku", "cause"], ascending=[False, True, True], ignore_index=True
    )


def fallen(sales: pd.DataFrame, *, as_of: date) -> NDArray[np.object_]:
    """Return the items that sold at most two thirds of what they sold a year before.

    Half a year is compared with the same half a year earlier, so that a season is no fall. Sales
    that do not reach back that far say nothing.
    """
    end = pd.Timestamp(as_of)
    span, year = pd.Timedelta(days=FALL_DAYS), pd.Timedelta(days=364)
    day = sales["date"]
    if sales.empty or not day.min() <= end - year - span:
        return np.array([], dtype=object)
    now = sales[(day > end - span) & (day <= end)].groupby("sku")["units"].sum()
    then = sales[(day > end - year - span) & (day <= end - year)].groupby("sku")["units"].sum()
    then = then[then > 0]
    fell = now.reindex(then.index).fillna(0.0) <= FALL_RATIO * then
    return np.asarray(fell.index[fell], dtype=object)


def of_one_season(sales: pd.DataFrame, *, as_of: date) -> NDArray[np.object_]:
    """Return the items whose season is over: they came, sold for half a year, and sell no more."""
    sold = sales[(sales["units"] > 0) & (sales["date"] <= pd.Timestamp(as_of))]
    if sold.empty:
        return np.array([], dtype=object)
    span = pd.Timedelta(days=FALL_DAYS)
    first = sold.groupby("sku")["date"].min()
    seen = first > first.min() + pd.Timedelta(days=SEEN_DAYS)
    over = first < pd.Timestamp(as_of) - span
    ends = first.reindex(sold["sku"]).to_numpy() + span.to_numpy()
    early = sold[sold["date"].to_numpy() <= ends].groupby("sku")["units"].sum()
    most = early >= SEASON_SHARE * sold.groupby("sku")["units"].sum()
    return np.asarray(first.index[seen & over & most], dtype=object)


def with_prevention(causes: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    """Add what an order sized by the reorder rule would have left, and lost.

    The rule lifts an item's position to its order-up-to level and no further, so it leaves no
    more than that on hand. The units beyond it are lost for their size; of several causes of an
    item each has its share of them.

    Args:
        causes: `loss_causes`.
        orders: needs sku, on_hand, order_up_to (units, NaN unknown).

    Returns:
        `causes` with on_hand, order_up_to, left_by_rule (units), avoidable (money: the part of
        the write-down that such orders would not have made; NaN where demand is unknown, zero
        for causes that no order prevents).
    """
    levels = orders.set_index("sku")[["on_hand", "order_up_to"]].reindex(causes["sku"])
    on_hand, level = levels["on_hand"].to_numpy(), levels["order_up_to"].to_numpy()
    prevented = causes["cause"].isin(list(PREVENTED_BY_ORDERING)).to_numpy()
    units = np.where(prevented, causes["units"].to_numpy(), 0.0)
    lost = pd.Series(units).groupby(causes["sku"].to_numpy()).transform("sum").to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.clip(np.maximum(on_hand - level, 0.0) / lost, 0.0, 1.0)
    avoidable = np.where(prevented, causes["write_down"].to_numpy() * share, 0.0)
    return causes.assign(
        on_hand=on_hand,
        order_up_to=level,
        left_by_rule=np.minimum(on_hand, level),
        avoidable=avoidable,
    )


def sum_causes(causes: pd.DataFrame, by: str) -> pd.DataFrame:
    """Sum causes by "cause", "supplier" or "category", largest write-down first.

    Returns:
        `by`, items (count), units, cost_value, write_down, avoidable (money, as far as known; NaN
        where nothing is),
        cause (the one that loses most, unless it is what is summed by).
    """
    names = {"supplier": NO_SUPPLIER, "category": NO_CATEGORY}
    named = causes.assign(**{by: causes[by].fillna(names.get(by, ""))})
    groups = named.groupby(by)
    sums = groups[["units", "cost_value", "write_down", "avoidable"]].sum(min_count=1)
    sums.insert(0, "items", groups["sku"].nunique())
    sums = sums.reset_index()
    if by != "cause":
        most = named.groupby([by, "cause"], as_index=False)[["write_down"]].sum()
        most = most.sort_values(["write_down", "cause"], ascending=[False, True])
        sums = sums.merge(most.drop_duplicates(by)[[by, "cause"]], on=by)
    ranked: pd.DataFrame = sums.sort_values(
        ["write_down", by], ascending=[False, True], ignore_index=True
    )
    return ranked


def loss_purchases(book: Book, causes: pd.DataFrame) -> pd.DataFrame:
    """Return the purchases in which the losses lie, largest loss first.

    The layers on hand of an item are laid end to end, oldest first. Units too many are taken
    from the newest end, all other losses from the oldest; a loss spread over several purchases
    is shared out by units.

    Args:
        book: whose receipts, or dates of receipt, tell the purchases.
        causes: `loss_causes`, or `with_prevention` to have what the rule leaves told too.

    Returns:
        One row an item, cause and purchase: sku, description, category, cause, received_date
        (missing for what was there before the receipts, or has no date), age_source, supplier,
        bought_units (of the receipts of that day, NaN without any), bought_cost (money), units
        (of them lost), write_down (money), and left_by_rule (units of the item), avoidable (money)
        where `causes` has them. The write-downs, and what was avoidable, add up to those of
        `causes`.
    """
    layers = _item_layers(book)
    losses = _stacked(causes)
    pairs = losses.merge(layers, on="sku")
    # A loss from the newest end lies as far from that end.
    start = np.where(pairs["newest"], pairs["held"] - pairs["to"], pairs["from"])
    end = np.where(pairs["newest"], pairs["held"] - pairs["from"], pairs["to"])
    units = np.minimum(end, pairs["top"]) - np.maximum(start, pairs["bottom"])
    kept = units > 1e-9 * pairs["held"].to_numpy()
    pairs = pairs.assign(units=units)[kept]
    share = pairs["units"] / pairs.groupby(["sku", "cause"])["units"].transform("sum")
    bought = _bought(book.receipts[book.receipts["sku"].isin(causes["sku"])])
    amounts = [name for name in ("write_down", "avoidable") if name in pairs]
    found = pairs.assign(**{name: pairs[name] * share for name in amounts}).merge(
        bought, on=["sku", "received_date"], how="left"
    )
    from_receipts = found["age_source"] == FROM_RECEIPTS
    found = found.assign(
        supplier=found["bought_from"].where(from_receipts).fillna(found["supplier"]),
        bought_units=found["bought_units"].where(from_receipts),
        bought_cost=found["bought_cost"].where(from_receipts),
        received_date=found["received_date"].where(
            from_receipts | (found["age_source"] == FROM_ROW)
        ),
    )
    columns = [
        "sku", "description", "category", "cause", "received_date", "age_source", "supplier",
        "bought_units", "bought_cost", "units", "write_down", "left_by_rule", "avoidable",
    ]  # fmt: skip
    columns = [name for name in columns if name in found]
    return found[columns].sort_values(
        ["write_down", "sku", "cause", "received_date"],
        ascending=[False, True, True, True],
        ignore_index=True,
    )


def _item_layers(book: Book) -> pd.DataFrame:
    """Return sku, received_date, age_source, bottom, top, held: layers end to end, oldest first."""
    valued, layers = stock_with_layers(book)
    layers = layers.assign(sku=valued["sku"].array.take(layers["row"].to_numpy()))
    keys = ["sku", "received_date", "age_source"]
    joined = layers.groupby(keys, as_index=False, dropna=False)[["units"]].sum()
    # Layers older than the receipts bear the first date of all; undated ones come first too.
    before = (~joined["age_source"].isin([FROM_RECEIPTS, FROM_ROW])).to_numpy()
    order = np.lexsort((joined["received_date"], ~before, joined["sku"]))
    joined = joined.iloc[order].reset_index(drop=True)
    units = joined.groupby("sku")["units"]
    top = units.cumsum()
    return joined.assign(bottom=top - joined.pop("units"), top=top, held=units.transform("sum"))


def _stacked(causes: pd.DataFrame) -> pd.DataFrame:
    """Add newest (from which end a cause is taken), and from and to: units from that end."""
    newest = causes["cause"].isin(list(_NEWEST_FIRST))
    ranked = causes.assign(newest=newest).sort_values(["sku", "newest", "cause"])
    to = ranked.groupby(["sku", "newest"])["units"].cumsum()
    return ranked.assign(**{"from": to - ranked["units"], "to": to}).drop(columns="units")


def _bought(receipts: pd.DataFrame) -> pd.DataFrame:
    """Sum receipts by item and day: bought_units, bought_cost (money), bought_from.

    What another location sent was bought before.
    """
    receipts = without_transfers(receipts)
    came = receipts[receipts["units"] > 0]
    by_day = came.assign(cost=came["units"] * came["unit_cost"]).groupby(["sku", "date"])
    # One receipt of unknown cost makes the day's cost unknown.
    sums = by_day[["units", "cost"]].sum(skipna=False)
    return (
        sums.assign(supplier=by_day["supplier"].first())
        .reset_index()
        .set_axis(
            ["sku", "received_date", "bought_units", "bought_cost", "bought_from"], axis="columns"
        )
    )
