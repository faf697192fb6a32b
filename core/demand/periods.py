"""The calendar of a forecast: full periods behind, periods ahead, and the days in each."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Frequency = Literal["W", "M"]

#: Average days of a period; a month is a twelfth of the Gregorian year.
PERIOD_DAYS: dict[Frequency, float] = {"W": 7.0, "M": 365.2425 / 12}
#: Periods a yearly season has.
SEASON: dict[Frequency, int] = {"W": 52, "M": 12}


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Regular periods around the day the stock list speaks of.

    Attributes:
        freq: "W" for ISO weeks from Monday, "M" for calendar months.
        as_of: last day whose sales are known.
        history_periods: first days of the full periods of history, ascending.
        periods: first days of the periods ahead. The first one contains the day after `as_of`,
            so part of it may already have passed.
    """

    freq: Frequency
    as_of: pd.Timestamp
    history_periods: pd.DatetimeIndex
    periods: pd.DatetimeIndex

    @property
    def period_days(self) -> float:
        """Average days of a period."""
        return PERIOD_DAYS[self.freq]

    @property
    def season(self) -> int:
        """Periods of a year."""
        return SEASON[self.freq]

    @property
    def end(self) -> pd.Timestamp:
        """Last day of the last period ahead."""
        return period_end(self.periods[-1:], self.freq)[0]

    @property
    def days_ahead(self) -> NDArray[np.float64]:
        """Days of each period ahead that lie after `as_of`, (H,)."""
        ends = period_end(self.periods, self.freq)
        begins = self.periods.where(self.periods > self.as_of, self.as_of + pd.Timedelta(days=1))
        return np.asarray((ends - begins).days + 1, dtype=np.float64)

    @property
    def full_days(self) -> NDArray[np.float64]:
        """Calendar days of each period ahead, (H,)."""
        ends = period_end(self.periods, self.freq)
        return np.asarray((ends - self.periods).days + 1, dtype=np.float64)


def period_start(dates: pd.DatetimeIndex, freq: Frequency) -> pd.DatetimeIndex:
    """Return the first day of the period that each date lies in."""
    days = dates.to_numpy().astype("datetime64[D]")
    if freq == "M":
        return pd.DatetimeIndex(days.astype("datetime64[M]").astype("datetime64[us]"))
    # Day 0 of the count, 1970-01-01, was a Thursday.
    weekday = (days.astype(np.int64) + 3) % 7
    return pd.DatetimeIndex((days - weekday).astype("datetime64[us]"))


def period_end(starts: pd.DatetimeIndex, freq: Frequency) -> pd.DatetimeIndex:
    """Return the last day of the periods that begin on `starts`."""
    if freq == "W":
        return starts + pd.Timedelta(days=6)
    return starts + pd.offsets.MonthEnd(1)


def make_calendar(
    first: pd.Timestamp, as_of: date | pd.Timestamp, freq: Frequency, horizon_days: int
) -> Calendar:
    """Lay full periods from the one with `first` up to `as_of`, and periods over the horizon."""
    known = pd.Timestamp(as_of).normalize()
    step = "W-MON" if freq == "W" else "MS"
    next_day = pd.DatetimeIndex([known + pd.Timedelta(days=1)])
    ahead = period_start(next_day, freq)[0]
    begin = period_start(pd.DatetimeIndex([first]), freq)[0]
    last = known + pd.Timedelta(days=max(1, horizon_days))
    return Calendar(
        freq=freq,
        as_of=known,
        history_periods=pd.date_range(begin, ahead, freq=step, inclusive="left"),
        periods=pd.date_range(ahead, last, freq=step),
    )
