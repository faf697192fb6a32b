"""Fiscal years: by date, or of 52 or 53 weeks that end on a weekday.

Retailers close their year on a weekday so that every week counts whole (IRC 441(f), Reg.
1.441-2): the last such day of a month, or the one nearest the month's end. Which year a day is in
decides whether US GAAP lets a recovery be taken back (ASC 270-10-45-6).
"""

import calendar
import datetime as dt
from typing import get_args

from core.policy import FiscalCalendar, Policy, Weekday

_WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


def fiscal_year_end(
    year: int,
    month_day: str,
    *,
    kind: FiscalCalendar = "date",
    weekday: Weekday = "Saturday",
) -> dt.date:
    """Return the last day of the fiscal year that ends in or around a calendar year's month.

    Args:
        year: calendar year.
        month_day: MM-DD; of a 52/53-week year only the month counts.
        kind: how the year ends.
        weekday: on which a 52/53-week year ends.

    >>> fiscal_year_end(2026, "01-31", kind="weekday nearest month end")
    datetime.date(2026, 1, 31)
    >>> fiscal_year_end(2025, "08-31", kind="last weekday of the month")
    datetime.date(2025, 8, 30)
    """
    month, day = (int(part) for part in month_day.split("-"))
    last = calendar.monthrange(year, month)[1]
    if kind == "date":
        # The end of February moves with the leap years.
        return dt.date(year, month, last if (month, day) == (2, 29) else day)
    end = dt.date(year, month, last)
    back = (end.weekday() - _WEEKDAYS.index(weekday)) % 7
    if kind == "weekday nearest month end" and back > 3:
        return end + dt.timedelta(days=7 - back)
    return end - dt.timedelta(days=back)


def fiscal_year(
    day: dt.date,
    month_day: str,
    *,
    kind: FiscalCalendar = "date",
    weekday: Weekday = "Saturday",
) -> int:
    """Return the calendar year by which the fiscal year of a day is called: the one it ends in.

    >>> fiscal_year(dt.date(2025, 2, 28), "12-31"), fiscal_year(dt.date(2024, 12, 31), "06-30")
    (2025, 2025)
    """
    # A year that ends on the weekday nearest December's end may end in the next January.
    for year in (day.year - 1, day.year):
        if day <= fiscal_year_end(year, month_day, kind=kind, weekday=weekday):
            return year
    return day.year + 1


def fiscal_year_of(day: dt.date, policy: Policy) -> int:
    """Return the fiscal year of a day under the policy's calendar."""
    return fiscal_year(
        day, policy.fiscal_year_end, kind=policy.fiscal_calendar, weekday=policy.fiscal_weekday
    )


def weeks_of(year: int, policy: Policy) -> float:
    """Return how many weeks a fiscal year has: 52 or 53 where it ends on a weekday."""
    ends = [
        fiscal_year_end(
            each,
            policy.fiscal_year_end,
            kind=policy.fiscal_calendar,
            weekday=policy.fiscal_weekday,
        )
        for each in (year - 1, year)
    ]
    return (ends[1] - ends[0]).days / 7


def month_ends(day: dt.date, count: int) -> tuple[dt.date, ...]:
    """Return the ends of the `count` months after the month of a day."""
    ends = []
    for number in range(1, count + 1):
        year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
        ends.append(dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1]))
    return tuple(ends)
