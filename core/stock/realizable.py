"""Net realizable value: what one unit will bring, less the costs necessary to sell it.

NRV is the estimated selling price in the ordinary course of business less the costs necessary
to make the sale (IAS 2.6, ASC 330-10-20). The estimate rests on the best evidence there is at
the time (IAS 2.30): a price that management has approved, else what the shop really got, else
what it asks, else its list price less the discount the policy expects. A price that nobody knows
is unknown, not zero. Units that have to be cleared take the item's own clearance prices first.
"""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.book import Book
from core.policy import Policy

#: Share off the list price from which a sale is a clearance: a fifth is where shops begin to call
#: it a sale; a loyalty card or a rounded price takes less.
CLEARANCE_DEPTH = 0.20
#: Channels through which goods are cleared, whatever the price.
_CLEARANCE_CHANNEL = r"\b(?:clearance|outlet|liquidat\w*|closeout|close-out|markdown|jobber)\b"

#: Days of own sales that speak for today's price: the last 13 weeks, one season.
PRICE_EVIDENCE_DAYS = 91

FROM_PLAN = "approved plan"
FROM_SALES = "own sales"
FROM_PRICE = "current price"
FROM_LIST = "list price"
NO_PRICE = "unknown"
#: Of units that a firm sales contract promises; it goes before every other source.
FROM_CONTRACT = "firm contract"

#: What `realizable_values` says of a unit that has to be cleared.
CLEARED_COLUMNS = (
    "clearance_nrv", "cleared_price", "cleared_units", "cleared_sales", "cleared_from",
    "cleared_to",
)  # fmt: skip

#: Where a price was found, in the order of preference.
PRICE_SOURCES = (FROM_PLAN, FROM_SALES, FROM_PRICE, FROM_LIST, NO_PRICE)


def realizable_values(
    book: Book, policy: Policy, *, items: pd.DataFrame | None = None, planned: bool = True
) -> pd.DataFrame:
    """Return price, selling costs and net realizable value of one unit of each item.

    Args:
        book: whose sales and plan are the evidence.
        policy: the selling cost rate of items that state none, and the discounts where own sales
            tell nothing.
        items: rows of `book.items` to value; all of them when not given.
        planned: whether the price of a plan in force goes first.

    Returns:
        One row an item, in their order: sku, price_used (money, NaN unknown), price_source,
        sold_units (units behind "own sales"), approved_by, approved_on, selling_cost_rate
        (fraction of price), nrv_unit (money, at least zero, NaN unknown), clearance_nrv (of a
        unit that has to be cleared), cleared_price (own clearance price behind it, NaN where the
        policy's discount is), cleared_units, cleared_sales (rows), cleared_from, cleared_to.
    """
    chosen = book.items if items is None else items
    # Older sales say nothing to either question: left out once, not twice.
    recent = book.sales[["date", "sku", "units", "revenue", "discount", "channel"]]
    recent = recent[_speaks(recent, book.as_of)]
    realized = _onto(chosen, realized_prices(recent, as_of=book.as_of))
    plans = book.plan if planned else book.plan.iloc[:0]
    plan = _onto(chosen, planned_prices(plans, chosen, as_of=book.as_of))
    candidates = [
        plan["price"].to_numpy(),
        realized["price"].to_numpy(),
        chosen["unit_price"].to_numpy(),
        chosen["list_price"].to_numpy() * (1 - policy.list_price_discount),
    ]
    # Nobody asks a price of zero: systems write it where none was entered. A plan may.
    known = [np.isfinite(price) & (price > 0) for price in candidates]
    known[0] = candidates[0] >= 0
    price = np.select(known, candidates, np.nan)
    source = np.select(known, list(range(len(candidates))), len(candidates))
    rate = chosen["selling_cost_rate"].fillna(policy.selling_cost_rate).to_numpy()
    nrv = np.maximum(price * (1 - rate), 0.0)
    cleared = _onto(chosen, clearance_prices(recent, chosen, as_of=book.as_of))
    # Where all that sells is on clearance already, what demand does not reach takes another cut.
    counts = (cleared["cleared_price"] <= price * (1 - CLEARANCE_DEPTH)).to_numpy()
    cleared = cleared[counts].reindex(cleared.index)
    own = np.maximum(cleared["cleared_price"].to_numpy() * (1 - rate), 0.0)
    return pd.DataFrame(
        {
            "sku": chosen["sku"].array,
            "price_used": price,
            "price_source": pd.array(list(PRICE_SOURCES), dtype="str").take(source),
            "sold_units": realized["units"].array,
            "approved_by": plan["approved_by"].array,
            "approved_on": plan["approved_on"].array,
            "selling_cost_rate": rate,
            "nrv_unit": nrv,
            "clearance_nrv": np.where(counts, own, nrv * (1 - policy.clearance_discount)),
            **{name: cleared[name].array for name in cleared},
        }
    )


def realized_prices(sales: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return what one unit really brought in the last 13 weeks: revenue over units sold.

    Revenue is net of discounts. Returns, gifts and rows without units or revenue say nothing.

    Args:
        sales: needs date, sku, units, revenue.
        as_of: last day that counts.

    Returns:
        One row an item with such sales: sku, units, price (money).
    """
    sold = sales[["sku", "units", "revenue"]][_speaks(sales, as_of)]
    total = sold.groupby("sku", as_index=False)[["units", "revenue"]].sum()
    return total.assign(price=total["revenue"] / total["units"])[["sku", "units", "price"]]


def clearance_prices(sales: pd.DataFrame, items: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return what one unit brought in the sales of the last 13 weeks that were clearances.

    Args:
        sales: needs date, sku, units, revenue, discount, channel.
        items: needs sku, list_price.
        as_of: last day that counts.

    Returns:
        One row an item with such sales: sku, cleared_price (money), cleared_units, cleared_sales
        (rows), cleared_from, cleared_to (first and last day).
    """
    sold = sales[["date", "sku", "units", "revenue", "discount", "channel"]][_speaks(sales, as_of)]
    by_item = sold[is_clearance(sold, items)].groupby("sku")
    sums = by_item[["units", "revenue"]].sum()
    days = by_item["date"]
    table = pd.DataFrame(
        {
            "cleared_price": sums["revenue"] / sums["units"],
            "cleared_units": sums["units"],
            "cleared_sales": by_item.size().astype("float64"),
            "cleared_from": days.min(),
            "cleared_to": days.max(),
        }
    )
    return table.reset_index()


def is_clearance(sales: pd.DataFrame, items: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether each sale was marked down by a fifth or more, or went through a clearance channel.

    The discount a sale states counts, else what it brought against the item's list price.

    Args:
        sales: needs sku, units, revenue, discount, channel.
        items: needs sku, list_price.
    """
    found = (sales["discount"] >= CLEARANCE_DEPTH).to_numpy(dtype=np.bool_, copy=True)
    if sales["channel"].notna().any():
        channels = pd.Series(sales["channel"].dropna().unique())
        cleared = channels[channels.str.contains(_CLEARANCE_CHANNEL, case=False)]
        found |= sales["channel"].isin(cleared).to_numpy()
    if items["list_price"].notna().any() and len(sales):
        full = items.set_index("sku")["list_price"].reindex(sales["sku"]).to_numpy()
        stated = sales["discount"].notna().to_numpy()
        # A cent is no markdown: prices are rounded.
        limit = full * sales["units"].to_numpy() * (1 - CLEARANCE_DEPTH) * (1 + 1e-9)
        found |= ~stated & (sales["revenue"].to_numpy() <= limit)
    return found


def price_rows(sales: pd.DataFrame, sku: str, *, as_of: date, items: pd.DataFrame) -> pd.DataFrame:
    """Return the sales behind one item's realized price, newest first.

    Returns:
        The rows of `sales` that count, with realized_price (money a unit) and marked_down (bool:
        a clearance).
    """
    own = sales[(sales["sku"] == sku).to_numpy()]
    sold = own[_speaks(own, as_of)].sort_values("date", ascending=False, kind="stable")
    listed = items[(items["sku"] == sku).to_numpy()]
    return sold.assign(
        realized_price=sold["revenue"] / sold["units"], marked_down=is_clearance(sold, listed)
    )


def _speaks(sales: pd.DataFrame, as_of: date) -> NDArray[np.bool_]:
    end = pd.Timestamp(as_of)
    start = end - pd.Timedelta(days=PRICE_EVIDENCE_DAYS)
    speaks = (sales["date"] <= end) & (sales["date"] > start)
    speaks &= (sales["units"] > 0) & (sales["revenue"] > 0)
    return speaks.to_numpy(dtype=np.bool_)


def planned_prices(plan: pd.DataFrame, items: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return the price of each item's approved plan that is in force.

    A plan counts when somebody approved it on a day not after `as_of` and `as_of` lies within
    its dates; of several the one that began last counts. A markdown depth is taken off the
    item's current price.

    Returns:
        One row an item: sku, price (money, NaN when the plan gives none), approved_by,
        approved_on.
    """
    if plan.empty:
        return plan.assign(price=plan["unit_price"])[["sku", "price", "approved_by", "approved_on"]]
    today = pd.Timestamp(as_of)
    in_force = (
        plan["approved_by"].notna()
        & (plan["approved_on"] <= today)
        & (plan["from_date"] <= today)
        & (plan["until_date"].isna() | (plan["until_date"] >= today))
    )
    rows = plan[in_force].sort_values(["sku", "from_date", "approved_on", "unit_price"])
    latest = rows.drop_duplicates("sku", keep="last")
    current = items.set_index("sku")["unit_price"].reindex(latest["sku"]).to_numpy()
    price = latest["unit_price"].fillna(current * (1 - latest["markdown_depth"]))
    return latest.assign(price=price)[["sku", "price", "approved_by", "approved_on"]]


def _onto(items: pd.DataFrame, by_sku: pd.DataFrame) -> pd.DataFrame:
    """Return one row an item, missing where `by_sku` has none."""
    return by_sku.set_index("sku").reindex(items["sku"])
