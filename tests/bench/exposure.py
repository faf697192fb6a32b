"""Time and memory of exposure on synthetic shops, beside a plain groupby-apply of the same walk.

    python -m tests.bench.exposure [small|large|no-lots]

Limits: 10,000 items under 0.3 s; 1,000,000 lots with 3,000,000 receipt and sale rows under 15 s
and 4 GiB on one core. Seconds are of the processor, so that other work on the machine does not
count; the forecast is made beforehand and is not counted.
"""

import dataclasses
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
import pandas as pd

from core.book import Book, make_book
from core.demand import DemandForecast, forecast_demand
from core.exposure import Exposure, expose
from core.policy import Policy
from core.stock import fifo_layers
from core.stock.valuation import in_order
from tests.bench.figure import Figure, under
from tests.bench.memory import peak_gib

AS_OF = date(2026, 1, 31)

Result = TypeVar("Result")

#: Items of the large shop whose layers the plain version walks; it would take minutes on all.
PLAIN_ITEMS = 2_000


@dataclass(frozen=True, slots=True)
class Size:
    """How large a shop is, and what its exposure may take."""

    name: str
    items: int
    lots: int
    lots_on_receipts: bool
    receipts: int
    sales: int
    limit_seconds: float
    limit_gib: float


SMALL = Size("10,000 items", 10_000, 10_000, False, 30_000, 100_000, 0.3, 1.0)
LARGE = Size("1,000,000 lots", 50_000, 1_000_000, True, 2_000_000, 1_000_000, 15.0, 4.0)
#: The same where receipts name no lot, so that all lots of an item share its receipts.
NO_LOTS = dataclasses.replace(
    LARGE, name="1,000,000 lots, receipts without", lots_on_receipts=False
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Processor seconds of one size; `ratio` is how many times longer the plain walk takes.

    `expose_seconds` are layers, ages, reasons, write-down and its range; `evidence_seconds` the
    sentence of every row, which the app writes only for rows that are looked at.
    """

    size: Size
    expose_seconds: float
    evidence_seconds: float
    peak_gib: float
    ratio: float


def shop(size: Size) -> Book:
    """Draw a shop: half its lots dated, one in fifty damaged, receipts over three years."""
    random = np.random.default_rng(1)
    today = np.datetime64(AS_OF)
    skus = np.array([f"S{number:06d}" for number in range(size.items)])
    cost = random.uniform(1, 40, size.items).round(2)

    def texts(values: np.ndarray) -> pd.Series:
        return pd.Series(values, dtype="str")

    def days_ago(count: int, most: int) -> np.ndarray:
        return today - random.integers(0, most, count).astype("timedelta64[D]")

    of_lot = np.arange(size.lots) % size.items
    expiry = today + random.integers(-30, 700, size.lots).astype("timedelta64[D]")
    received = random.integers(0, size.lots, size.receipts)
    of_receipt = of_lot[received]
    lots = np.array([f"L{n}" for n in range(size.lots)])
    of_sale = random.integers(0, size.items, size.sales)
    sold = random.poisson(4, size.sales) + 1.0
    tables = {
        "items": pd.DataFrame(
            {
                "sku": texts(skus),
                "description": texts(np.char.add("Item ", skus)),
                "category": texts(np.array([f"C{n % 40}" for n in range(size.items)])),
                "supplier": texts(np.array([f"V{n % 200}" for n in range(size.items)])),
                "unit_cost": cost,
                "unit_price": cost * random.uniform(0.9, 2.5, size.items),
            }
        ),
        "stock": pd.DataFrame(
            {
                "sku": texts(skus[of_lot]),
                "lot": texts(lots),
                "on_hand": random.poisson(12, size.lots) + 1.0,
                "condition": texts(np.where(random.random(size.lots) < 0.02, "damaged", "new")),
                "expiry_date": np.where(
                    random.random(size.lots) < 0.5, expiry, np.datetime64("NaT")
                ).astype("datetime64[us]"),
            }
        ),
        "receipts": pd.DataFrame(
            {
                "date": days_ago(size.receipts, 1_095),
                "sku": texts(skus[of_receipt]),
                "lot": texts(lots[received]) if size.lots_on_receipts else None,
                "units": random.poisson(8, size.receipts) + 1.0,
                "unit_cost": cost[of_receipt],
            }
        ),
        "sales": pd.DataFrame(
            {
                "date": days_ago(size.sales, 364),
                "sku": texts(skus[of_sale]),
                "units": sold,
                "revenue": sold * cost[of_sale] * random.uniform(0.8, 2.0, size.sales),
            }
        ),
    }
    return make_book(tables, as_of=AS_OF)


def plain_layers(stock: pd.DataFrame, receipts: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Walk receipts newest first item by item, as one would write it with groupby and apply.

    Returns:
        sku, age_days (mean, weighted by units), units; the yardstick for `fifo_layers` where
        receipts name neither lots nor locations.
    """
    today = pd.Timestamp(as_of)
    known = receipts[(receipts["date"] <= today) & (receipts["units"] > 0)]
    start = known["date"].min()
    held = stock.groupby("sku")["on_hand"].sum()

    def walk(rows: pd.DataFrame) -> pd.Series:
        left = need = held.get(rows.name, 0.0)
        weighted = 0.0
        for day, units in rows.sort_values("date", ascending=False)[["date", "units"]].to_numpy():
            used = min(left, units)
            weighted += used * (today - day).days
            left -= used
            if left <= 0:
                break
        weighted += left * (today - start).days
        return pd.Series({"age_days": weighted / need if need else np.nan, "units": need})

    return known.groupby("sku")[["date", "units"]].apply(walk).reset_index()


def ratio_to_plain(book: Book) -> float:
    """Return how many times longer the plain walk takes on some items; both find one age.

    Raises:
        AssertionError: the two disagree.
    """
    some = pd.Index(book.items["sku"].iloc[:PLAIN_ITEMS])
    stock = in_order(book.stock[book.stock["sku"].isin(some)])
    receipts = book.receipts[book.receipts["sku"].isin(some)].assign(lot=None)
    plain, slow = seconds(lambda: plain_layers(stock, receipts, as_of=book.as_of), runs=1)
    layers, fast = seconds(lambda: fifo_layers(stock, receipts, as_of=book.as_of))
    weighted = layers.assign(
        sku=stock["sku"].to_numpy()[layers["row"]], weight=layers["units"] * layers["age_days"]
    )
    sums = weighted.groupby("sku")[["weight", "units"]].sum()
    ages = (sums["weight"] / sums["units"]).reindex(plain["sku"])
    np.testing.assert_allclose(ages, plain["age_days"])
    return slow / fast


def seconds(work: Callable[[], Result], *, runs: int = 3) -> tuple[Result, float]:
    """Return what `work` returns and the least processor time of its runs."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        result = work()
        times.append(time.process_time() - start)
    return result, min(times)


def measure(size: Size, *, runs: int = 3) -> Measured:
    """Measure one size; its peak memory includes the Book and the forecast."""
    book = shop(size)
    forecast = forecast_demand(book.sales, as_of=AS_OF, items=book.items)
    exposure, expose_seconds = seconds(lambda: _expose(book, forecast), runs=runs)
    peak = peak_gib()
    _, told = seconds(lambda: exposure.with_evidence(exposure.segments), runs=runs)
    return Measured(size, expose_seconds, told, peak, ratio_to_plain(book))


def _expose(book: Book, forecast: DemandForecast) -> Exposure:
    return expose(book, Policy(), forecast)


def figures() -> Iterator[Figure]:
    """Yield the small size's line for the table of all measurements."""
    runs = 3
    found = measure(SMALL, runs=runs)
    yield under(f"exposure of {SMALL.name}", SMALL.limit_seconds, found.expose_seconds, runs)


def main(names: list[str] | None = None) -> None:
    """Print a line for each size."""
    wanted = names or ["small", "large", "no-lots"]
    for name, size in (("small", SMALL), ("large", LARGE), ("no-lots", NO_LOTS)):
        if name not in wanted:
            continue
        found = measure(size, runs=3 if name == "small" else 1)
        print(
            f"{size.name:33} expose {found.expose_seconds:6.2f} s (limit {size.limit_seconds:g}), "
            f"peak {found.peak_gib:.2f} GiB (limit {size.limit_gib:g}), every row's evidence "
            f"{found.evidence_seconds:.2f} s more, layers {found.ratio:.0f} times as fast as "
            "groupby-apply"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
