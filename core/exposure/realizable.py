"""Net realizable value: what one unit will bring, less the costs necessary to sell it.

NRV is the estimated selling price in the ordinary course of business less the costs necessary
to make the sale (IAS 2.6, ASC 330-10-20). The estimate rests on the best evidence there is at
the time (IAS 2.30): a price that management has approved, else what the shop really got, else
what it asks. A price that nobody knows is unknown, not zero.
"""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.book import Book
from core.policy import Policy

#: Days of own sales that speak for today's price: the last 13 weeks, one season.
PRICE_EVIDENCE_DAYS = 91

FROM_PLAN = "approved plan"
FROM_SALES = "own sales"
FROM_PRICE = "current price"
FROM_LIST = "list price"
NO_PRICE = "unknown"
#: Of units that a firm sales contract promises; it goes before every other source.
FROM_CONTRACT = "firm contract"

#: Where a price was found, in the order of preference.
PRICE_SOURCES = (FROM_PLAN, FROM_SALES, FROM_PRICE, FROM_LIST, NO_PRICE)


def realizable_values(
    book: Book, policy: Policy, *, items: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return price, selling costs and net realizable value of one unit of each item.

    Args:
        book: whose sales and plan are the evidence.
        policy: the selling cost rate of items that state none.
        items: rows of `book.items` to value; all of them when not given.

    Returns:
        One row an item, in their order: sku, price_used (money, NaN unknown), price_source,
        sold_units (units behind "own sales"), approved_by, approved_on, selling_cost_rate
        (fraction of price), nrv_unit (money, at least zero, NaN unknown).
    """
    chosen = book.items if items is None else items
    realized = _onto(chosen, realized_prices(book.sales, as_of=book.as_of))
    plan = _onto(chosen, planned_prices(book.plan, chosen, as_of=book.as_of))
    candidates = [
        plan["price"].to_numpy(),
        realized["price"].to_numpy(),
        chosen["unit_price"].to_numpy(),
        chosen["list_price"].to_numpy(),
    ]
    # Nobody asks a price of zero: systems write it where none was entered. A plan may.
    known = [np.isfinite(price) & (price > 0) for price in candidates]
    known[0] = candidates[0] >= 0
    price = np.select(known, candidates, np.nan)
    source = np.select(known, list(range(len(candidates))), len(candidates))
    rate = chosen["selling_cost_rate"].fillna(policy.selling_cost_rate).to_numpy()
    return pd.DataFrame(
        {
            "sku": chosen["sku"].array,
            "price_used": price,
            "price_source": pd.array(list(PRICE_SOURCES), dtype="str").take(source),
            "sold_units": realized["units"].array,
            "approved_by": plan["approved_by"].array,
            "approved_on": plan["approved_on"].array,
            "selling_cost_rate": rate,
            "nrv_unit": np.maximum(price * (1 - rate), 0.0),
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


def price_rows(sales: pd.DataFrame, sku: str, *, as_of: date) -> pd.DataFrame:
    """Return the sales behind one item's realized price, newest first.

    Returns:
        The rows of `sales` that count, with realized_price (money a unit).
    """
    own = sales[(sales["sku"] == sku).to_numpy()]
    sold = own[_speaks(own, as_of)].sort_values("date", ascending=False, kind="stable")
    return sold.assign(realized_price=sold["revenue"] / sold["units"])


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
