"""Names for the pattern of an item's demand: labels for people, not the switch of the models."""

import numpy as np
from numpy.typing import NDArray

#: Average interval between demands and squared variation of their sizes that part the classes;
#: Syntetos, Boylan and Croston (2005), JORS 56:495.
ADI_CUT = 1.32
CV2_CUT = 0.49
#: Fewer observed periods than this say too little about a pattern.
NEW_PERIODS = 6
#: Demand counts as dying when a pause this unlikely has set in under the item's own past rate.
DYING_PROBABILITY = 0.01
#: … or when it has not sold for a whole year of periods.
CLASSES = ("smooth", "erratic", "intermittent", "lumpy", "new", "dying")


def demand_intervals(units: NDArray[np.float64]) -> NDArray[np.float64]:
    """Average periods between demands, (N,): observed periods over periods with demand."""
    observed = np.isfinite(units).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(observed / (np.nan_to_num(units) > 0).sum(axis=0))


def size_variation(units: NDArray[np.float64]) -> NDArray[np.float64]:
    """Squared coefficient of variation of the demand sizes, zeros apart, (N,)."""
    sizes = np.where(np.nan_to_num(units) > 0, units, np.nan)
    count = np.isfinite(sizes).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.nansum(sizes, axis=0) / count
        spread = np.nansum((sizes - mean) ** 2, axis=0) / count
        return np.asarray(spread / mean**2)


def classify(units: NDArray[np.float64], *, season: int = 12) -> NDArray[np.str_]:
    """Label each item smooth, erratic, intermittent, lumpy, new or dying, (N,).

    "new" has fewer than six observed periods. "dying" has paused for a year, or for so long that
    a pause of that length had a chance under one percent at the rate the item sold before it.

    Args:
        units: (T, N), NaN where unknown.
        season: periods of a year.
    """
    if not len(units):
        # A few days of sales make no whole period: nothing has been observed yet.
        return np.full(units.shape[1], "new")
    observed = np.isfinite(units)
    length = observed.sum(axis=0)
    sold = np.nan_to_num(units) > 0
    adi, cv2 = demand_intervals(units), size_variation(units)
    labels = np.select(
        [(adi < ADI_CUT) & (cv2 < CV2_CUT), adi < ADI_CUT, cv2 < CV2_CUT],
        ["smooth", "erratic", "intermittent"],
        "lumpy",
    )
    pause = np.where(sold.any(axis=0), sold[::-1].argmax(axis=0), len(units))
    before = np.maximum(length - pause, 1)
    rate = np.clip(sold.sum(axis=0) / before, 0, 1 - 1e-9)
    unlikely = pause * np.log1p(-rate) < np.log(DYING_PROBABILITY)
    labels = np.where(unlikely | (pause >= season), "dying", labels)
    return np.where(length < NEW_PERIODS, "new", labels)
