"""The lower-of-cost test, and the whole way to ledger, entries and statements, on 100,000 items."""

import datetime as dt
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from core.accounting import article_case, assess, impaired_stock, lower_of_cost
from core.accounting.ledger_files import entries_to_post, general_ledger
from core.accounting.lots import ledger_ties, lot_ledger
from core.accounting.runs import run_name
from core.analysis import analyze, record_again
from core.book import make_book
from core.policy import Policy
from tests.bench.figure import Figure, median_seconds, under

ITEMS = 100_000
#: Items of a shop whose framework is switched on screen.
ON_SCREEN = 10_000
COUNT = 5
AS_OF = dt.date(2026, 1, 31)


def items() -> pd.DataFrame:
    """Draw items of which about a third sell below cost."""
    random = np.random.default_rng(1)
    cost = random.uniform(1, 40, ITEMS).round(2)
    return pd.DataFrame(
        {
            "sku": [f"S{number:06d}" for number in range(ITEMS)],
            "category": [f"C{number % 40}" for number in range(ITEMS)],
            "units": random.integers(1, 200, ITEMS).astype(float),
            "unit_cost": cost,
            "unit_nrv": cost * random.uniform(0.8, 1.4, ITEMS),
        }
    )


def whole_way(frame: pd.DataFrame) -> None:
    """Test every item, post, roll the ledger forward lot by lot and lay the entries out."""
    policy, currency = Policy(recording="allowance"), "USD"
    tested = lower_of_cost(frame, currency=currency)
    loses = tested["write_down"] > 0
    segments = tested.assign(
        location=None,
        lot=None,
        description="",
        reason=np.where(loses, "below cost", "healthy"),
        kind=np.where(loses, "write_down", ""),
    )
    stock = impaired_stock(segments, currency=currency)
    figures = article_case().financials
    impact = assess(stock, financials=figures, policy=policy, currency=currency)
    ledger = lot_ledger(impact)
    entries = entries_to_post(impact.journal, method="allowance")
    run = run_name(entries, as_of=AS_OF, currency=currency, digest="")
    general_ledger(entries, run=run, on=AS_OF, policy=policy)
    if not (ledger_ties(ledger, impact).tie and impact.balances):
        raise RuntimeError("the books of the benchmark do not tie")


def switch() -> Callable[[], object]:
    """Return the switch of framework and method for a shop that has been judged."""
    frame = items().head(ON_SCREEN)
    stock = frame[["sku", "unit_cost"]].assign(on_hand=frame["units"])
    named = frame[["sku", "category"]].assign(unit_price=frame["unit_nrv"])
    judged = analyze(make_book({"items": named, "stock": stock}, as_of=AS_OF), Policy())
    other = Policy(recording="allowance").under("US GAAP")
    return lambda: record_again(judged, other)


def figures() -> Iterator[Figure]:
    """Yield the time of the test by item and by category, of the whole way, and of a switch."""
    frame = items()
    for level, limit in (("item", 0.2), ("category", 0.5)):
        taken = median_seconds(
            lambda level=level: lower_of_cost(frame, level=level, currency="USD"), count=COUNT
        )
        yield under(f"lower of cost and NRV by {level}, {ITEMS:,} items", limit, taken, COUNT)
    taken = median_seconds(lambda: whole_way(frame), count=COUNT)
    yield under(f"test, ledger, entries, statements, {ITEMS:,} items", 1.0, taken, COUNT)
    taken = median_seconds(switch(), count=COUNT)
    yield under(f"switch of framework and method, {ON_SCREEN:,} items", 0.3, taken, COUNT)
