"""Items of an assortment that is renewed go the way of those that were their age before."""

import numpy as np
import pandas as pd
import pytest

from core.demand import forecast_demand, kept_by_age
from core.demand.engine import toward_alike
from core.demand.life_cycle import life_shares

WEEKS = pd.date_range("2024-01-01", periods=104, freq="W-MON")
AS_OF = (WEEKS[-1] + pd.Timedelta(days=6)).date()


def collections(life: int | None) -> np.ndarray:
    """Twelve collections of ten items, eight weeks apart; each sells so long, or on and on."""
    units = np.full((104, 120), np.nan)
    random = np.random.default_rng(2)
    for item in range(120):
        begin = 8 + 8 * (item // 10)
        end = 104 if life is None else min(begin + life, 104)
        units[begin:, item] = 0.0
        units[begin:end, item] = random.poisson(9, end - begin) + 1
    return units


def sales(units: np.ndarray) -> pd.DataFrame:
    week, item = np.nonzero(np.nan_to_num(units))
    names = pd.Series([f"{number:03d}" for number in range(units.shape[1])])
    return pd.DataFrame({"date": WEEKS[week], "sku": names[item].to_numpy(),
                         "units": units[week, item]}).assign(
        stockout=pd.array([pd.NA] * len(week), "boolean")
    )  # fmt: skip


def test_an_item_about_to_end_keeps_little_and_a_fresh_one_most_of_its_level() -> None:
    shares = life_shares(collections(26), 13)
    age = np.isfinite(collections(26)).sum(axis=0)
    old, young = shares[12, age == 24], shares[5, age == 16]
    assert old.max() < 0.2
    assert young.min() > 0.6


@pytest.mark.parametrize("units", [collections(None), collections(26)[:, :20]])
def test_lasting_or_few_items_keep_their_level(units: np.ndarray) -> None:
    shares = life_shares(units, 13)
    assert shares.mean() > 0.95
    assert shares.min() > 0.75


def test_items_whose_launch_was_not_seen_keep_their_level() -> None:
    units = np.column_stack([np.full((104, 5), 9.0), collections(26)])
    np.testing.assert_array_equal(life_shares(units, 13)[:, :5], 1.0)


def test_the_forecast_of_a_renewed_assortment_does_not_outlive_it() -> None:
    found = forecast_demand(sales(collections(26)), as_of=AS_OF)
    # Collections of the ages 24, 16 and 8 weeks go on to their 26th; three times ten a week is
    # what a level would go on with.
    ending, lasting = 10 * 10.0 * (2 + 10 + 18), 3 * 10 * 10.0 * 26
    expected = found.mean[:26].sum()
    assert ending * 0.7 < expected < (ending + lasting) / 2
    assert kept_by_age(found, "090") < kept_by_age(found, "110") < 1


def test_lasting_items_are_forecast_as_if_there_were_no_life_cycle() -> None:
    found = forecast_demand(sales(collections(None)), as_of=AS_OF)
    assert found.mean.mean() == pytest.approx(10, rel=0.1)


def test_one_week_of_sales_is_drawn_toward_new_items_of_its_category() -> None:
    units = np.full((6, 7), np.nan)
    units[-1, 0], units[:, 1:6], units[-1, 6] = 40.0, 4.0, 40.0
    level = np.nanmean(units, axis=0)
    drawn = toward_alike(level, units, np.array([0, 0, 0, 0, 0, 0, -1]))
    assert 20 < drawn[0] < 40
    assert drawn[6] == 40
    assert np.all(drawn[1:6] < 5)


def test_the_forecast_ends_with_the_last_day_that_is_planned() -> None:
    rows = sales(collections(None))
    last = AS_OF + pd.Timedelta(days=10)
    items = pd.DataFrame({"sku": ["000", "001"], "category": "all"}).assign(
        end_of_life_date=pd.to_datetime([last, None])
    )
    found = forecast_demand(rows, as_of=AS_OF, items=items)
    free = forecast_demand(rows, as_of=AS_OF, items=items.drop(columns="end_of_life_date"))
    np.testing.assert_allclose(found.mean[:, 1], free.mean[:, 1])
    np.testing.assert_allclose(found.mean[0, 0], free.mean[0, 0])
    np.testing.assert_allclose(found.mean[1, 0], free.mean[1, 0] * 3 / 7)
    assert (found.mean[2:, 0] == 0).all()
    assert (found.quantile(0.9)[2:, 0] == 0).all()
