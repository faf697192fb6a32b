"""What counts as demand: returns, one-offs, stock-outs; every change is listed."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.demand import forecast_demand, sales_history, treatment

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


def promoted(units: list[float], on: tuple[int, ...]) -> pd.DataFrame:
    flags = [index in on or pd.NA for index in range(len(units))]
    return weekly(units).assign(promotion=pd.array(flags, dtype="boolean"))


#: Ten weeks of forty at two and a half times the usual; sales are even otherwise.
ON = tuple(range(2, 40, 4))
LIFTED = [25.0 if week in ON else 10.0 for week in range(40)]


def test_a_promoted_period_counts_for_its_sales_without_the_lift_and_is_listed() -> None:
    found = sales_history(promoted(LIFTED, ON), as_of=AS_OF, horizon_days=90)
    np.testing.assert_allclose(found.units[:, 0], 10.0)
    assert set(found.treatments["treatment"]) == {"promotion"}
    assert len(found.treatments) == len(ON)
    whole = sales_history(promoted(LIFTED, ON), as_of=AS_OF, horizon_days=90, promotions_count=True)
    assert whole.units[:, 0].tolist() == LIFTED
    assert whole.treatments.empty


def test_without_the_column_or_a_flag_nothing_is_taken_for_a_promotion() -> None:
    for sales in (weekly(LIFTED), promoted(LIFTED, ())):
        found = sales_history(sales, as_of=AS_OF, horizon_days=90)
        assert found.units[:, 0].tolist() == LIFTED


def test_the_forecast_does_not_hold_what_only_a_promotion_brings() -> None:
    kept, counted = (
        forecast_demand(
            promoted(LIFTED, ON), as_of=AS_OF, horizon_days=90, promotions_count=counts
        ).mean.mean()
        for counts in (False, True)
    )
    assert kept == pytest.approx(10.0, rel=0.02)
    assert counted > kept + 1


def test_an_item_with_one_promotion_is_drawn_toward_the_lift_of_all() -> None:
    level = np.full((20, 2), 10.0)
    flags = np.zeros((20, 2), dtype=bool)
    flags[::2, 0], flags[5, 1] = True, True
    units = np.where(flags, [20.0, 40.0], level)
    found = treatment.without_lift(units, flags, level)
    # 240 of 110 usual units: a lift of 2.18 for all; its own single week alone would say 4.
    assert found[5, 1] == pytest.approx(40 / ((40 + 40 * 240 / 110) / 50))
    assert found[0, 0] == pytest.approx(20 / ((200 + 40 * 240 / 110) / 140))


@given(
    arrays.arrays(np.float64, (12, 3), elements=st.floats(0, 1_000)),
    arrays.arrays(np.bool_, (12, 3)),
    st.floats(0.01, 100),
)
def test_a_promotion_never_adds_units_and_the_unit_of_measure_does_not_matter(
    units: np.ndarray, flags: np.ndarray, scale: float
) -> None:
    level = np.where(flags, np.nan, units)
    local = np.where(np.isfinite(level), level, np.nanmean(np.append(level, 0.0)))
    found = treatment.without_lift(units, flags, local)
    assert (found <= units).all()
    assert (found[~flags] == units[~flags]).all()
    scaled = treatment.without_lift(units * scale, flags, local * scale)
    np.testing.assert_allclose(scaled, found * scale, rtol=1e-6, atol=1e-6)
