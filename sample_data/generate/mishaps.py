"""The rows of a real stock list that need attention, put in on purpose."""

from collections.abc import Sequence

from sample_data.generate.workbook import Cell


def with_mishaps(
    rows: Sequence[Sequence[Cell]],
    *,
    words: tuple[int, str],
    negative: tuple[int, int],
    cost: int,
    value: int | None = None,
) -> list[list[Cell]]:
    """Return `rows` with four mishaps, one at each fifth of the list.

    A quantity in words, a negative quantity, a cost that is missing, and a row that stands there
    twice.

    Args:
        rows: the list as it should be.
        words: column of the quantity, and what somebody typed instead.
        negative: column of the quantity, and the number.
        cost: column of the unit cost.
        value: column of the cost value, emptied where it cannot be computed.
    """
    spoiled = [list(row) for row in rows]
    in_words, below_zero, without_cost, twice = (len(rows) * fifth // 5 for fifth in (1, 2, 3, 4))
    spoiled[in_words][words[0]] = words[1]
    spoiled[below_zero][negative[0]] = negative[1]
    spoiled[without_cost][cost] = None
    if value is not None:
        spoiled[below_zero][value] = None
        spoiled[without_cost][value] = None
    spoiled.insert(twice + 1, list(spoiled[twice]))
    return spoiled
