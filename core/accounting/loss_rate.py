"""A reserve from past trends: what share of cost of sales was lost, and how well that foretold.

A general rate is an approximation of item losses, accepted only as far as it follows the facts
(IAS 2.29, UK tax BIM33150). So it comes with a back-test: each month is foretold with the rate of
the months before it and set against what was lost. Theft is no part of it: missing goods are
shrinkage.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from core.book import Book
from core.exposure import booked_losses

#: Months of history before the first month is foretold, and for a rate to be suggested at all.
LEAST_MONTHS = 6
#: Share of cases that the band is to hold.
CONFIDENCE = 0.8

BACKTEST_COLUMNS = ("month", "cost_of_sales", "lost", "rate_before", "reserved", "difference")


@dataclass(frozen=True, slots=True, eq=False)
class LossRate:
    """What the past says of losses; rates are fractions of cost of sales, amounts money.

    Attributes:
        rate: losses over cost of sales of all months; `low` and `high` bound it in eight of ten.
        months: of history.
        yearly_cost_of_sales: of the last twelve months.
        reserve: rate x `yearly_cost_of_sales`: losses to expect in the next twelve.
        backtest: `BACKTEST_COLUMNS`, one row a month that could be foretold; difference is
            reserved less lost.
        reserved, lost: sums of the back-test.
    """

    rate: float
    low: float
    high: float
    months: int
    yearly_cost_of_sales: float
    reserve: float
    backtest: pd.DataFrame
    reserved: float
    lost: float


def book_loss_rate(book: Book) -> LossRate | None:
    """Return the loss rate of a Book; None without losses, or with too short a history."""
    sales = book.sales[book.sales["date"] <= pd.Timestamp(book.as_of)]
    losses = booked_losses(book)
    stolen = book.losses.loc[losses.index, "reason"].str.lower().str.contains("theft|shrink|stol")
    losses = losses[~stolen.fillna(False).astype(bool)]
    if sales.empty or losses.empty:
        return None
    cost = pd.Series(book.items["unit_cost"].to_numpy(), index=book.items["sku"])
    value = sales["units"] * sales["sku"].map(cost)
    sold = value.groupby(sales["date"].dt.to_period("M")).sum()
    lost = losses["amount"].groupby(losses["date"].dt.to_period("M")).sum()
    # Before the first booked loss nobody is known to have kept a record of losses.
    months = pd.period_range(max(sold.index.min(), lost.index.min()), sold.index.max(), freq="M")
    return loss_rate(sold.reindex(months, fill_value=0.0), lost.reindex(months, fill_value=0.0))


def loss_rate(cost_of_sales: pd.Series, lost: pd.Series) -> LossRate | None:
    """Estimate the share of cost of sales that is lost, with a back-test.

    Args:
        cost_of_sales: money, by month, every month in order.
        lost: money, by the same months.

    Formula:
        ratio estimator r = sum(lost) / sum(cost); its standard error is
        sqrt(n / (n - 1) * sum((lost - r cost)^2)) / sum(cost), the band uses Student's t.
    """
    sold = cost_of_sales.to_numpy(dtype=np.float64)
    gone = lost.to_numpy(dtype=np.float64)
    count, total = len(sold), float(sold.sum())
    if count < LEAST_MONTHS or total <= 0:
        return None
    rate = float(gone.sum()) / total
    error = math.sqrt(count / (count - 1) * float(((gone - rate * sold) ** 2).sum())) / total
    reach = float(stats.t.ppf(0.5 + CONFIDENCE / 2, count - 1)) * error
    backtest = _backtest(cost_of_sales, sold, gone)
    year = float(sold[-12:].sum())
    return LossRate(
        rate=rate,
        low=max(0.0, rate - reach),
        high=rate + reach,
        months=count,
        yearly_cost_of_sales=year,
        reserve=rate * year,
        backtest=backtest,
        reserved=float(backtest["reserved"].sum()),
        lost=float(backtest["lost"].sum()),
    )


def _backtest(months: pd.Series, sold: np.ndarray, gone: np.ndarray) -> pd.DataFrame:
    before_sold, before_gone = np.cumsum(sold)[:-1], np.cumsum(gone)[:-1]
    known = np.divide(
        before_gone, before_sold, out=np.full(len(before_sold), np.nan), where=before_sold > 0
    )
    start = LEAST_MONTHS
    rates = known[start - 1 :]
    reserved = rates * sold[start:]
    return pd.DataFrame(
        {
            "month": months.index[start:].astype("str"),
            "cost_of_sales": sold[start:],
            "lost": gone[start:],
            "rate_before": rates,
            "reserved": reserved,
            "difference": reserved - gone[start:],
        },
        columns=list(BACKTEST_COLUMNS),
    )
