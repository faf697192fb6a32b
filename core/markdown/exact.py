"""The best choice of a few items under limits on all of them, as an integer program (HiGHS)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_diag, csr_array

Vector = npt.NDArray[np.float64]
Choice = npt.NDArray[np.intp]

#: Up to this many items a budget is split, and a sell-through reached, by this program; some tenths
#: of a second for one limit.
EXACT_ITEMS = 50
#: Longest search in seconds; the best found so far counts.
_EXACT_SECONDS = 3.0
#: Share of the value within which an answer counts as exact; far below what forecasts can tell.
_EXACT_WITHIN = 2e-4


def exact_choice(value: Vector, uses: Sequence[tuple[Vector, float]]) -> Choice | None:
    """Choose one row an item by an integer program, so that value is greatest within all limits.

    Args:
        value: (P, N) what each choice brings; minus infinity where it is not allowed.
        uses: what each choice takes up, (P, N), and the most that may be taken up in total.

    Returns:
        (N,) rows; None when none keeps the limits, or no answer came in time. The solver keeps
        limits within its own tolerance only.
    """
    items = range(value.shape[1])
    kept = [_undominated(value[:, n], np.stack([use[:, n] for use, _ in uses])) for n in items]

    def picked(amounts: Vector) -> Vector:
        return np.concatenate([amounts[rows, n] for n, rows in enumerate(kept)])

    one_each = block_diag([np.ones((1, len(rows))) for rows in kept], format="csr")
    limits = [
        LinearConstraint(csr_array(picked(use)[None, :]), -np.inf, most) for use, most in uses
    ]
    answer = milp(
        -picked(value),
        constraints=[LinearConstraint(one_each, 1, 1), *limits],
        integrality=np.ones(one_each.shape[1]),
        bounds=Bounds(0, 1),
        options={"time_limit": _EXACT_SECONDS, "mip_rel_gap": _EXACT_WITHIN},
    )
    if answer.x is None:
        return None
    ends = np.cumsum([len(rows) for rows in kept])
    parts: Sequence[Vector] = np.split(answer.x, ends[:-1])
    return np.array([rows[part.argmax()] for rows, part in zip(kept, parts, strict=True)])


def _undominated(value: Vector, uses: Vector) -> Choice:
    """Rows for which no other brings as much and takes up no more; `uses` is (K, P)."""
    left = np.lexsort((*uses, -value))
    left = left[np.isfinite(value[left])]
    kept = []
    while len(left):
        # The first brings most: all that take up as much or more of everything go with it.
        kept.append(left[0])
        left = left[(uses[:, left] < uses[:, left[:1]]).any(axis=0)]
    return np.array(kept, dtype=np.intp)
