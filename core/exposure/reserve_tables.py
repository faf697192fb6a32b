"""The reserve tables of a Policy as rows that an owner edits, and back again."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from core.policy import ANY_CATEGORY, AgingSteps, PolicyError

#: How the table names the rows that serve every category without rows of its own.
EVERY_OTHER = "Every other category"


def reserve_rows(matrix: Mapping[str, AgingSteps]) -> pd.DataFrame:
    """Return a reserve or cover matrix as rows: category, limit (days or months), percent."""
    rows = [
        (EVERY_OTHER if category == ANY_CATEGORY else category, limit, 100 * share)
        for category, steps in sorted(matrix.items())
        for limit, share in steps
    ]
    table = pd.DataFrame(rows, columns=["category", "limit", "percent"])
    return table.astype({"category": "str", "limit": "float64", "percent": "float64"})


def matrix_of(rows: pd.DataFrame, *, name: str) -> Mapping[str, AgingSteps]:
    """Return the matrix that edited rows describe; rows without any number are left out.

    Args:
        rows: category (missing: every other one), limit, percent.
        name: what the table is called in a message.

    Raises:
        PolicyError: a row is not whole, or two rows of a category have one limit; the message
            names the row.
    """
    filled = rows[rows[["limit", "percent"]].notna().any(axis="columns")]
    matrix: dict[str, dict[int, float]] = {}
    for place, (category, limit, percent) in enumerate(
        filled[["category", "limit", "percent"]].itertuples(index=False, name=None), start=1
    ):
        where = f"{name}, row {place}"
        if pd.isna(limit) or pd.isna(percent):
            raise PolicyError(f"{where}: needs both a limit and a percentage")
        if limit != int(limit) or limit < 0:
            raise PolicyError(f"{where}: the limit is {limit:g}; expected a whole number from 0")
        if not 0 <= percent <= 100:
            raise PolicyError(f"{where}: {percent:g} % is not between 0 and 100 %")
        every = pd.isna(category) or category in ("", EVERY_OTHER)
        steps = matrix.setdefault(ANY_CATEGORY if every else str(category), {})
        if int(limit) in steps:
            raise PolicyError(f"{where}: the limit {limit:g} stands twice for its category")
        steps[int(limit)] = round(percent / 100, 6)
    _check_rising(matrix, name)
    return MappingProxyType({name: tuple(sorted(steps.items())) for name, steps in matrix.items()})


def category_choices(categories: Sequence[str], *matrices: Mapping[str, AgingSteps]) -> list[str]:
    """Return what a row's category may be: the shop's, and those the tables name already."""
    own = {name for matrix in matrices for name in matrix if name != ANY_CATEGORY}
    return [EVERY_OTHER, *sorted(own | set(categories))]


def _check_rising(matrix: Mapping[str, Mapping[int, float]], name: str) -> None:
    for category, steps in matrix.items():
        shares = [share for _, share in sorted(steps.items())]
        if shares != sorted(shares):
            of = EVERY_OTHER if category == ANY_CATEGORY else category
            raise PolicyError(f"{name}, {of}: the percentage must not fall as the limit rises")
