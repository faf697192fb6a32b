"""Money that is posted: rounded once a line to the minor unit its currency has.

Amounts are float64 in major units (12.34 is twelve dollars and 34 cents). They are rounded half
to even to the digits the currency has (CLDR data of Babel: USD 2, JPY 0, KWD 3).
"""

import math
from functools import lru_cache
from typing import overload

import numpy as np
import pandas as pd
from babel.numbers import get_currency_precision
from numpy.typing import NDArray

#: Decimals of the minor unit that count. What lies beyond is noise of binary fractions: without
#: this, 2.675 (stored as 2.67499…) would round to 2.67 although its half goes to the even 2.68.
_NOISE_DECIMALS = 5


@lru_cache(maxsize=256)
def minor_digits(currency: str) -> int:
    """Return how many decimals amounts in that currency (ISO 4217) have; 2 for an unknown code."""
    return int(get_currency_precision(currency))


@overload
def round_money(amounts: float, currency: str) -> float: ...
@overload
def round_money(amounts: pd.Series, currency: str) -> pd.Series: ...
@overload
def round_money(amounts: NDArray[np.float64], currency: str) -> NDArray[np.float64]: ...


def round_money(
    amounts: float | pd.Series | NDArray[np.float64], currency: str
) -> float | pd.Series | NDArray[np.float64]:
    """Round to the currency's minor unit, halves to the even neighbor; NaN stays NaN.

    >>> round_money(2.675, "USD"), round_money(0.125, "USD"), round_money(1234.5, "JPY")
    (2.68, 0.12, 1234.0)
    """
    scale = 10.0 ** minor_digits(currency)
    if isinstance(amounts, pd.Series | np.ndarray):
        # Adding zero turns -0.0 into 0.0.
        rounded: pd.Series | NDArray[np.float64] = (
            np.rint(np.round(amounts * scale, _NOISE_DECIMALS)) / scale + 0.0
        )
        return rounded
    if not math.isfinite(amounts):
        return float(amounts)
    return round(round(float(amounts) * scale, _NOISE_DECIMALS)) / scale
