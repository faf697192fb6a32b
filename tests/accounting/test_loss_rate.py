"""Past losses as a rate: what it is, how sure, and how well it would have foretold."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from core.accounting.loss_rate import LEAST_MONTHS, book_loss_rate, loss_rate
from core.book import make_book


def months(count: int) -> pd.PeriodIndex:
    return pd.period_range("2024-01", periods=count, freq="M")


def test_a_steady_rate_is_found_and_foretells_without_error() -> None:
    sold = pd.Series(np.linspace(900, 1_100, 24), index=months(24))
    found = loss_rate(sold, 0.03 * sold)
    assert found is not None
    assert found.rate == pytest.approx(0.03)
    assert (found.low, found.high) == pytest.approx((0.03, 0.03))
    assert found.reserve == pytest.approx(0.03 * sold[-12:].sum())
    assert found.backtest["difference"].abs().max() < 1e-9
    assert len(found.backtest) == 24 - LEAST_MONTHS


def test_the_band_holds_the_true_rate_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(3)
    hits = 0
    for _ in range(300):
        sold = pd.Series(random.uniform(800, 1_200, 24), index=months(24))
        lost = 0.03 * sold * random.uniform(0.2, 1.8, 24)
        found = loss_rate(sold, lost)
        assert found is not None
        hits += found.low <= 0.03 <= found.high
    assert 0.74 <= hits / 300 <= 0.86


def test_a_short_history_suggests_nothing() -> None:
    sold = pd.Series(100.0, index=months(LEAST_MONTHS - 1))
    assert loss_rate(sold, sold * 0.1) is None


def book_of(reason: str, losses: int = 12) -> object:
    days = pd.date_range("2025-01-15", periods=12, freq="MS")
    sales = pd.DataFrame({"date": days, "sku": "a", "units": 100.0, "revenue": 500.0})
    lost = pd.DataFrame(
        {"date": days[:losses], "sku": "a", "amount": 10.0, "reason": reason, "kind": "write_off"}
    )
    items = pd.DataFrame({"sku": ["a"], "unit_cost": [2.0]})
    stock = pd.DataFrame({"sku": ["a"], "on_hand": [1.0]})
    tables = {"items": items, "stock": stock, "sales": sales, "losses": lost}
    return make_book(tables, as_of=dt.date(2026, 1, 31))


def test_the_books_rate_is_losses_over_cost_of_sales_and_leaves_theft_out() -> None:
    found = book_loss_rate(book_of("damage"))
    assert found is not None
    assert found.rate == pytest.approx(10 / 200)
    assert book_loss_rate(book_of("theft")) is None
    assert book_loss_rate(book_of("damage", losses=0)) is None
