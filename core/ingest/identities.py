"""Columns that multiply to another column: units x cost = value tells all three apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from core.ingest.amounts import read_numbers
from core.ingest.grid import CellKind, GridColumn
from core.ingest.profiles import Profile

#: Rows compared, and columns considered; more would cost time and tell nothing new.
_ROWS, _COLUMNS = 200, 18
_FEWEST_ROWS = 3
_AGREEING = 0.9
#: Relative and absolute slack of a stated product: systems round unit costs.
_RELATIVE, _ABSOLUTE = 0.006, 0.02


@dataclass(frozen=True, slots=True)
class Product:
    """Positions of two columns and of the one that holds their product."""

    left: int
    right: int
    product: int


def find_products(
    columns: Sequence[GridColumn], profiles: Sequence[Profile]
) -> tuple[Product, ...]:
    """Find every pair of number columns whose product is a third column."""
    numeric = [
        index
        for index, values in enumerate(profiles)
        if values.number > 0.8 and values.filled > 0.5 and values.distinct > 1
    ][:_COLUMNS]
    if len(numeric) < 3:
        return ()
    rows = len(columns[0].kinds)
    sample = np.linspace(0, rows - 1, min(rows, _ROWS)).astype(np.intp)
    values = {index: _numbers(columns[index].take(sample)) for index in numeric}
    found = []
    for left, right in combinations(numeric, 2):
        expected = values[left] * values[right]
        found += [
            Product(left, right, product)
            for product in numeric
            if product not in (left, right) and _agrees(expected, values, left, right, product)
        ]
    return tuple(found)


def _agrees(
    expected: np.ndarray, values: dict[int, np.ndarray], left: int, right: int, product: int
) -> bool:
    stated = values[product]
    told = ~np.isnan(expected) & ~np.isnan(stated) & (stated != 0)
    # A factor of one proves nothing.
    told &= (np.abs(values[left]) != 1) & (np.abs(values[right]) != 1)
    if told.sum() < _FEWEST_ROWS:
        return False
    slack = np.abs(stated[told]) * _RELATIVE + _ABSOLUTE
    return bool(np.mean(np.abs(expected[told] - stated[told]) <= slack) >= _AGREEING)


def _numbers(column: GridColumn) -> np.ndarray:
    values = np.where(column.kinds == CellKind.NUMBER, column.numbers, np.nan)
    is_text = column.kinds == CellKind.TEXT
    if is_text.any():
        values[is_text] = read_numbers(column.said()).values
    return values
