"""Persons' expectations: over the model, beside it, recorded, in proportion to days."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from core.demand import DemandForecast, forecast_demand, with_overrides
from core.override import DemandOverride, OverrideError
from core.policy import Policy, PolicyError

DAY = dt.date
ITEMS = pd.DataFrame({"sku": ["a", "b"], "category": ["toys", "tools"]})


@pytest.fixture(scope="module")
def forecast() -> DemandForecast:
    weeks = pd.date_range("2024-12-30", periods=52, freq="W-MON")
    rng = np.random.default_rng(2)
    rows = [
        pd.DataFrame({"date": weeks, "sku": sku, "units": rng.poisson(rate, 52).astype(float)})
        for sku, rate in (("a", 30), ("b", 10))
    ]
    sales = pd.concat(rows, ignore_index=True)
    flags = pd.array([pd.NA] * len(sales), dtype="boolean")
    return forecast_demand(sales.assign(stockout=flags), as_of=DAY(2025, 12, 28), items=ITEMS)


def override(**values: object) -> DemandOverride:
    days = {"from_date": DAY(2025, 12, 29), "until_date": DAY(2026, 1, 11)}
    return DemandOverride(**{**days, **values})


def test_a_change_of_a_category_moves_its_items_in_its_weeks_alone(
    forecast: DemandForecast,
) -> None:
    found = with_overrides(forecast, [override(category="toys", change=0.5)], items=ITEMS)
    np.testing.assert_allclose(found.mean[:2, 0], 1.5 * forecast.mean[:2, 0])
    np.testing.assert_array_equal(found.mean[2:], forecast.mean[2:])
    np.testing.assert_array_equal(found.mean[:, 1], forecast.mean[:, 1])
    np.testing.assert_array_equal(found.model_mean, forecast.mean)


def test_part_of_a_week_changes_in_part(forecast: DemandForecast) -> None:
    days = {"from_date": DAY(2025, 12, 29), "until_date": DAY(2025, 12, 30)}
    found = with_overrides(forecast, [DemandOverride(**days, change=-1.0)])
    np.testing.assert_allclose(found.mean[0], forecast.mean[0] * 5 / 7)


def test_units_a_week_stand_instead_of_the_model_everywhere_downstream(
    forecast: DemandForecast,
) -> None:
    found = with_overrides(forecast, [override(sku="b", units_per_week=70.0)])
    assert found.cumulative(14.0)[0][1] == pytest.approx(140)
    assert (found.quantile(0.9)[:2, 1] > forecast.quantile(0.9)[:2, 1]).all()
    assert found.overrides[["units_after"]].iloc[0, 0] == pytest.approx(found.mean[:, 1].sum())


def test_one_after_the_other_and_a_withdrawn_one_changes_nothing_but_stays_on_record(
    forecast: DemandForecast,
) -> None:
    first, second = override(change=1.0), override(sku="a", change=-0.5)
    gone = override(change=-1.0).withdrawn(DAY(2026, 1, 1))
    found = with_overrides(forecast, [first, second, gone])
    np.testing.assert_allclose(found.mean[:2, 0], forecast.mean[:2, 0])
    np.testing.assert_allclose(found.mean[:2, 1], 2 * forecast.mean[:2, 1])
    assert len(found.overrides) == 3


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"change": 0.1, "units_per_week": 3.0, "sku": "a"},
        {"change": -1.5},
        {"units_per_week": 3.0},
        {"sku": "a", "category": "toys", "change": 0.1},
        {"until_date": DAY(2020, 1, 1), "change": 0.1},
    ],
)
def test_what_cannot_be_carried_out_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(OverrideError):
        override(**values)


def test_expectations_travel_in_the_policy_file() -> None:
    kept = (
        override(
            sku="a", change=0.25, reason='"Fair" in town', by="Mo", recorded_on=DAY(2026, 1, 2)
        ),
        override(change=-0.1).withdrawn(DAY(2026, 1, 3)),
    )
    again = Policy.from_toml(Policy(demand_overrides=kept).to_toml())
    assert again.demand_overrides == kept
    with pytest.raises(PolicyError, match="number 1"):
        Policy.from_toml("[[demand_overrides]]\nchange = 0.5\n")
