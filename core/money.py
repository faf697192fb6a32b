"""Money that is posted: rounded once a line to the minor unit its currency has."""

from functools import lru_cache

import numpy as np
from babel.numbers import get_currency_precision
from numpy.typing import NDArray

#: Decimals of the minor unit that count. What lies beyond is noise of binary fractions: without
#: this, 3 x (3.335 - 3.33) would not be the half cent that it is.
_NOISE_DECIMALS = 5


@lru_cache(maxsize=256)
def minor_digits(currency: str) -> int:
    """Return how many decimals amounts in that currency (ISO 4217) have; 2 for an unknown code."""
    return int(get_currency_precision(currency))


def round_money(amounts: NDArray[np.float64], currency: str) -> NDArray[np.float64]:
    """Round to the currency's minor unit, halves to the even neighbor; NaN stays NaN.

    >>> round_money(np.array([2.675, 0.125]), "USD").tolist()
    [2.68, 0.12]
    """
    scale = 10.0 ** minor_digits(currency)
    rounded: NDArray[np.float64] = np.rint(np.round(amounts * scale, _NOISE_DECIMALS)) / scale
    return rounded
