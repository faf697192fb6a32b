"""Days that sell differently and move from year to year: Easter, Ramadan, the town fair.

A season repeats in the same week or month each year; what moves between them is measured here,
taken out of the history and put back where it falls next.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand import treatment
from core.demand.periods import Calendar, period_start

Matrix = NDArray[np.float64]

#: An event is taken to sell at least a tenth and at most ten times the usual: beyond that few
#: sales speak, not the event.
LEAST_LIFT, MOST_LIFT = 0.1, 10.0

#: Name of an event -> its days, past and to come.
Events = Mapping[str, Sequence[date]]


def event_periods(
    events: Events, periods: pd.DatetimeIndex, calendar: Calendar
) -> dict[str, NDArray[np.bool_]]:
    """Mark the periods in which each event falls, (T,) each; a period belongs to one event alone.

    Args:
        events: their days.
        periods: first days of the periods to mark.
        calendar: tells weeks from months.
    """
    taken = np.zeros(len(periods), dtype=np.bool_)
    found = {}
    for name, days in events.items():
        starts = period_start(pd.DatetimeIndex(pd.to_datetime(list(days))), calendar.freq)
        found[name] = np.asarray(periods.isin(starts)) & ~taken
        taken |= found[name]
    return found


def event_lifts(
    units: Matrix, marked: Mapping[str, NDArray[np.bool_]], local: Matrix
) -> dict[str, Matrix]:
    """Return what each event multiplies each item's sales by, (N,) each; none that never came.

    As the lift of a promotion is, it is drawn toward that of all items; but an event may lower
    sales as well.

    Args:
        units: (T, N), NaN where unknown.
        marked: event -> (T,) periods in which it fell.
        local: (T, N) level around each period from the periods without an event near it.
    """
    lifts = {}
    for name, at in marked.items():
        if at.any():
            flagged = at[:, None] & np.isfinite(units)
            lift = treatment.lift_of(units, flagged, local)
            lifts[name] = np.clip(lift, LEAST_LIFT, MOST_LIFT)
    return lifts


def event_factors(
    lifts: Mapping[str, Matrix], marked: Mapping[str, NDArray[np.bool_]], shape: tuple[int, int]
) -> Matrix:
    """Return what events multiply each period's demand by, one where there is none, `shape`."""
    factors = np.ones(shape)
    for name, lift in lifts.items():
        factors[marked[name]] *= lift
    return factors
