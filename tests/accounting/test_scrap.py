"""Goods that leave for scrap: allowance first, then a shortfall or a gain."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounting.entries import journal_frame
from core.accounting.recordings import Method
from core.accounting.runs import posted_runs, run_name, scrap_name
from core.accounting.scrap import scrap_lot
from core.policy import DEFAULT_ACCOUNTS

LOT = pd.Series({"units": 10.0, "cost_value": 100.0, "closing": 40.0})


def profit(units: float, proceeds: float, method: Method, lot: pd.Series = LOT) -> float:
    left = scrap_lot(
        lot, units, proceeds=proceeds, method=method, loss_account="write_down_loss", currency="USD"
    )
    if left.entry is not None:
        debits = sum(line.debit for line in left.entry.lines)
        assert debits == pytest.approx(sum(line.credit for line in left.entry.lines))
    return left.profit


@pytest.mark.parametrize("method", ["direct", "allowance"])
@pytest.mark.parametrize(
    ("units", "proceeds", "result"), [(10, 60, 0), (10, 25, -35), (10, 75, 15), (5, 0, -30)]
)
def test_only_what_allowance_and_proceeds_leave_uncovered_is_lost(
    method: Method, units: float, proceeds: float, result: float
) -> None:
    assert profit(units, proceeds, method) == pytest.approx(result)


def test_goods_nobody_could_judge_lose_their_cost() -> None:
    lot = pd.Series({"units": 2.0, "cost_value": 10.0, "closing": float("nan")})
    assert profit(1, 1, "allowance", lot) == pytest.approx(-4)


@pytest.mark.parametrize(("units", "proceeds"), [(11, 0), (0, 0), (1, -1)])
def test_what_cannot_leave_is_refused(units: float, proceeds: float) -> None:
    with pytest.raises(ValueError, match="cannot"):
        profit(units, proceeds, "allowance")


@given(st.integers(1, 1_000), st.integers(0, 10**7), st.floats(0, 1), st.integers(0, 10**7))
def test_both_methods_gain_or_lose_the_same(
    units: int, cost: int, share: float, proceeds: int
) -> None:
    lot = pd.Series(
        {"units": 1_000.0, "cost_value": cost / 100, "closing": round(cost * share) / 100}
    )
    direct, allowance = (
        profit(float(units), proceeds / 100, method, lot) for method in ("direct", "allowance")
    )
    assert direct == pytest.approx(allowance, abs=1e-6)


def test_entries_of_scrap_are_not_taken_for_the_run_or_another_run() -> None:
    left = scrap_lot(
        LOT, 5, proceeds=1, method="direct", loss_account="write_down_loss", currency="USD"
    )
    assert left.entry is not None
    journal = journal_frame([left.entry], DEFAULT_ACCOUNTS)
    day = dt.date(2026, 1, 31)
    run = run_name(journal, as_of=day, currency="USD", digest="d")
    name = scrap_name(journal, as_of=day, currency="USD", digest="d")
    found = posted_runs(f"{name}-1".encode(), run)
    assert not found.is_posted
    assert not found.earlier
