"""Putting many rows in order quickly."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray


def sort_order(key: NDArray[np.int64], ties: Sequence[ArrayLike] = ()) -> NDArray[np.intp]:
    """Return the order of rows by a whole-number key, and among equal keys by the ties in turn.

    What is equal in everything keeps its order. Numbers are sorted several times as fast as
    `np.lexsort` does it, which then sees only the rows whose keys are equal.

    >>> sort_order(np.array([2, 1, 2, 1]), [np.array([0.5, 0.0, 0.1, 0.0])]).tolist()
    [1, 3, 2, 0]
    """
    order = np.argsort(key)
    ranked = key[order]
    tied = np.zeros(len(order), dtype=np.bool_)
    tied[1:] = ranked[1:] == ranked[:-1]
    tied[:-1] |= tied[1:]
    at = np.flatnonzero(tied)
    # In the order of the rows, so that a stable sort leaves equal ones as they came.
    rows = np.sort(order[at])
    within = np.lexsort((*(np.asarray(tie)[rows] for tie in reversed(ties)), key[rows]))
    order[at] = rows[within]
    return order
