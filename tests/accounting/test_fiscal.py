"""Fiscal years by date and of 52 or 53 weeks."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounting import fiscal_year, fiscal_year_end, fiscal_year_of, weeks_of
from core.accounting.fiscal import month_ends
from core.policy import Policy

KINDS = ["date", "last weekday of the month", "weekday nearest month end"]


@pytest.mark.parametrize(
    ("year", "month", "kind", "weekday", "end"),
    [
        # Published year ends of large retailers: Saturday nearest January 31, last Saturday of
        # August, Sunday nearest January 31.
        (2024, "01-31", "weekday nearest month end", "Saturday", dt.date(2024, 2, 3)),
        (2025, "01-31", "weekday nearest month end", "Saturday", dt.date(2025, 2, 1)),
        (2025, "08-31", "last weekday of the month", "Saturday", dt.date(2025, 8, 30)),
        (2024, "01-31", "weekday nearest month end", "Sunday", dt.date(2024, 1, 28)),
        (2023, "02-29", "date", "Saturday", dt.date(2023, 2, 28)),
        (2025, "06-30", "date", "Saturday", dt.date(2025, 6, 30)),
    ],
)
def test_a_year_ends_where_retailers_say_it_does(
    year: int, month: str, kind: str, weekday: str, end: dt.date
) -> None:
    assert fiscal_year_end(year, month, kind=kind, weekday=weekday) == end


def test_the_day_after_the_year_end_opens_the_next_year() -> None:
    policy = Policy(fiscal_year_end="01-31", fiscal_calendar="weekday nearest month end")
    assert fiscal_year_of(dt.date(2024, 2, 3), policy) == 2024
    assert fiscal_year_of(dt.date(2024, 2, 4), policy) == 2025
    assert weeks_of(2024, policy) == 53
    assert weeks_of(2025, policy) == 52


@given(
    day=st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)),
    month=st.integers(1, 12),
    kind=st.sampled_from(KINDS),
)
def test_every_day_lies_in_one_year_that_ends_on_or_after_it(
    day: dt.date, month: int, kind: str
) -> None:
    month_day = f"{month:02d}-28"
    year = fiscal_year(day, month_day, kind=kind)
    assert day <= fiscal_year_end(year, month_day, kind=kind)
    assert day > fiscal_year_end(year - 1, month_day, kind=kind)


def test_month_ends_follow_the_month_of_a_day() -> None:
    assert month_ends(dt.date(2025, 12, 15), 3) == (
        dt.date(2026, 1, 31),
        dt.date(2026, 2, 28),
        dt.date(2026, 3, 31),
    )
