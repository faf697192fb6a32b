"""Events that move from year to year: measured, taken out of the history, put where they fall."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.charts import sentences
from core.charts.formats import Formats
from core.demand import DemandForecast, forecast_demand

WEEKS = pd.date_range("2023-01-02", periods=130, freq="W-MON")
AS_OF = (WEEKS[-1] + pd.Timedelta(days=6)).date()
#: Easter Sundays of the history, and the next one.
EASTER = (date(2023, 4, 9), date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5))


def holds(periods: pd.DatetimeIndex, days: tuple[date, ...]) -> np.ndarray:
    ends = periods + pd.Timedelta(days=6)
    return np.array(
        [
            any(start.date() <= day <= end.date() for day in days)
            for start, end in zip(periods, ends, strict=True)
        ]
    )


def sales(lift: float = 3.0, *, items: int = 20, level: float = 30.0) -> pd.DataFrame:
    mean = np.where(holds(WEEKS, EASTER), lift * level, level)
    sold = np.random.default_rng(5).poisson(mean[:, None] * np.ones(items)).astype(float)
    wide = pd.DataFrame(sold, index=WEEKS, columns=[f"{number:02d}" for number in range(items)])
    long = wide.rename_axis("date").melt(ignore_index=False, var_name="sku", value_name="units")
    return long.reset_index().assign(stockout=pd.NA)


def forecast(rows: pd.DataFrame, **events: tuple[date, ...]) -> DemandForecast:
    return forecast_demand(rows, as_of=AS_OF, horizon_days=364, freq="W", events=events)


@pytest.mark.parametrize("lift", [3.0, 0.4])
def test_an_event_is_expected_where_it_falls_next_and_nowhere_else(lift: float) -> None:
    found = forecast(sales(lift), Easter=EASTER)
    mean = found.mean.mean(axis=1)
    at = holds(found.calendar.periods, EASTER)
    assert at.sum() == 1
    assert mean[at] == pytest.approx(30 * lift, rel=0.1)
    assert mean[~at] == pytest.approx(np.full((~at).sum(), 30.0), rel=0.1)
    (row,) = found.events.itertuples(index=False)
    assert (row.event, row.past, row.ahead) == ("Easter", 3, 1)
    assert row.lift == pytest.approx(lift, rel=0.15)


def test_the_range_is_as_wide_in_proportion_where_an_event_lifts_sales() -> None:
    found = forecast(sales(), Easter=EASTER)
    at = holds(found.calendar.periods, EASTER)
    width = (found.quantile(0.9) - found.quantile(0.1)).mean(axis=1)
    assert width[at] > 2 * np.median(width[~at])


def test_what_an_event_changed_is_listed_and_explains_the_whole_difference() -> None:
    rows = sales()
    found = forecast(rows, Easter=EASTER)
    changes = found.treatments
    assert set(changes["treatment"]) == {"event"}
    assert len(changes) == 3 * 20
    difference = np.nansum(found.history) - rows["units"].sum()
    assert difference == pytest.approx((changes["counted"] - changes["sold"]).sum())


def test_without_events_and_with_one_that_never_fell_nothing_changes() -> None:
    rows = sales()
    plain = forecast(rows)
    other = forecast(rows, Fair=(date(2026, 5, 20),))
    np.testing.assert_array_equal(plain.mean, other.mean)
    assert plain.events.empty
    assert other.events["lift"].isna().all()
    text = sentences.events_sentence(other.events, Formats("USD"), period="week")
    assert text == "Fair never fell into the history: what it does is unknown"


def test_an_event_of_goods_that_never_sold_has_an_unknown_effect() -> None:
    found = forecast(sales().assign(units=0.0), Easter=EASTER)
    assert (found.mean == 0).all()
    assert found.events["lift"].isna().all()
    text = sentences.events_sentence(found.events, Formats("USD"), period="week")
    assert text == "What Easter does is unknown: nothing was sold around it"


def test_the_page_says_what_each_event_did_and_where_it_is_expected() -> None:
    table = pd.DataFrame({"event": ["Easter"], "past": [2], "ahead": [1], "lift": [1.5]})
    text = sentences.events_sentence(table, Formats("USD"), period="week")
    assert text == "Easter sold 50% more than usual in 2 weeks, expected in 1 week ahead"
