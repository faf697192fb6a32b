"""What counts as demand: returns, one-offs, stock-outs; every change is listed."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.demand import sales_history, treatment

WEEKS = pd.date_range("2024-12-30", periods=40, freq="W-MON")
AS_OF = date(2025, 10, 5)


def weekly(units: list[float], out: tuple[int, ...] = ()) -> pd.DataFrame:
    frame = pd.DataFrame({"date": WEEKS[: len(units)], "sku": "a", "units": units})
    flags = [index in out or pd.NA for index in range(len(units))]
    return frame.assign(stockout=pd.array(flags, dtype="boolean"))


@given(arrays.arrays(np.float64, (8, 3), elements=st.integers(-20, 20)))
def test_returns_conserve_units_and_leave_none_below_zero(net: np.ndarray) -> None:
    found = treatment.net_returns(net, most_periods=5)
    assert (found.units >= 0).all()
    np.testing.assert_allclose(found.units.sum(axis=0) - found.unmatched.sum(axis=0), net.sum(0))


def test_a_bulk_order_sent_back_weeks_later_leaves_no_demand() -> None:
    net = np.array([5.0, 500.0, 5.0, -495.0, 5.0])[:, None]
    assert treatment.net_returns(net, most_periods=13).units[:, 0].tolist() == [5, 10, 0, 0, 5]


@pytest.mark.parametrize(
    ("at", "peak", "is_one_off"), [(20, 300.0, True), (20, 25.0, False), (39, 300.0, False)]
)
def test_only_a_period_far_above_all_others_and_not_the_latest_is_a_one_off(
    at: int, peak: float, is_one_off: bool
) -> None:
    units = [10.0, 12.0] * 20
    units[at] = peak
    found = sales_history(weekly(units), as_of=AS_OF, horizon_days=90)
    assert (found.units[at, 0] == 12.0) == is_one_off
    whole = sales_history(weekly(units), as_of=AS_OF, horizon_days=90, one_offs_count=True)
    assert whole.units[at, 0] == peak


def test_every_change_is_listed_and_explains_the_whole_difference() -> None:
    units = [10.0, 12.0] * 20
    units[5], units[20] = -8.0, 300.0
    found = sales_history(weekly(units, out=(30,)), as_of=AS_OF, horizon_days=90)
    changes = found.treatments
    assert set(changes["treatment"]) == {"return", "one-off", "out of stock"}
    counted = np.nansum(found.units) + np.nansum(found.stand_in)
    assert counted - sum(units) == pytest.approx((changes["counted"] - changes["sold"]).sum())


def test_a_period_cut_short_counts_for_at_least_what_it_sold_and_about_the_usual() -> None:
    units = [10.0, 12.0] * 20
    units[20], units[25] = 3.0, 30.0
    found = sales_history(weekly(units, out=(20, 25)), as_of=AS_OF, horizon_days=90)
    assert np.isnan(found.units[[20, 25], 0]).all()
    assert found.stand_in[20, 0] == pytest.approx(11, abs=2)
    assert 30 < found.stand_in[25, 0] < 40


def test_the_likeliest_rate_lies_above_the_mean_of_whole_periods_when_the_best_were_cut() -> None:
    demand = np.random.default_rng(5).poisson(10, (400, 1)).astype(float)
    sold, cut = np.minimum(demand, 11), demand > 11
    local = np.full_like(sold, sold[~cut].mean())
    mended = treatment.uncensored(sold, cut, local)
    assert mended.mean() == pytest.approx(10, abs=0.4)
    assert sold[~cut].mean() < 9
