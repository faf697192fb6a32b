"""Demand ahead of every item by week and until its goods can no longer be sold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]


class CumulativeDemand(Protocol):
    """The part of a demand forecast that a markdown reads."""

    def cumulative(self, days: Vector) -> tuple[Vector, Vector]:
        """Mean and standard deviation of demand by item of the forecast over its `days`."""
        ...

    def for_skus(self, skus: Sequence[str]) -> npt.NDArray[np.intp]:
        """Position of each sku in the forecast, -1 where it has none."""
        ...

    @property
    def skus(self) -> Sequence[str] | npt.NDArray[np.str_]:
        """Items of the forecast."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """Expected units at today's price; NaN where demand is unknown.

    Attributes:
        weekly: (W, N) by week.
        total: (N,) over the days on sale, at least those of the W weeks.
        cv: (N,) standard deviation of the demand over the W weeks, share of its mean.
    """

    weekly: Vector
    total: Vector
    cv: Vector


def outlook(
    forecast: CumulativeDemand | None, skus: Sequence[str], *, weeks: int, on_sale_days: Vector
) -> Outlook:
    """Read a forecast by week for the items named.

    Args:
        forecast: None when there are no sales; demand is then unknown.
        skus: N items.
        weeks: W.
        on_sale_days: (N,) days after which nothing is sold any more.
    """
    if forecast is None:
        unknown = np.full(len(skus), np.nan)
        return Outlook(np.full((weeks, len(skus)), np.nan), unknown, unknown)
    position = forecast.for_skus(skus)
    limit = np.full(len(forecast.skus), np.inf)
    limit[position[position >= 0]] = on_sale_days[position >= 0]

    def until(days: float) -> tuple[Vector, Vector]:
        mean, sd = forecast.cumulative(np.minimum(days, limit))
        return np.where(position >= 0, mean[position], np.nan), sd[position]

    means, sds = zip(*(until(7.0 * week) for week in range(1, weeks + 1)), strict=True)
    weekly = np.maximum(np.diff(np.vstack(means), axis=0, prepend=0.0), 0.0)
    longest = float(on_sale_days.max(initial=0.0))
    total, _ = until(longest)
    window = means[-1]
    cv = np.divide(sds[-1], window, out=np.zeros_like(window), where=window > 0)
    return Outlook(weekly, np.maximum(total, weekly.sum(axis=0)), cv)
