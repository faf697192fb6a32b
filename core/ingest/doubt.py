"""Guesses too weak to act upon: the user is asked instead.

A column of weak score that the table does without is worth a question, not a figure: read wrongly
it changes numbers that nobody looks at again, left alone it costs one click.
"""

from collections.abc import Sequence
from dataclasses import replace

from core.ingest.kinds import KEYS, NEEDED
from core.ingest.match import Match

#: Guesses below this are asked about. Of 165 lists that the rules were not written for, ten of 22
#: columns taken by mistake lay below it, and eleven of 1,171 taken rightly.
SURE_ENOUGH = 0.655
_MOVED = (frozenset({"sku"}), frozenset({"description"}), frozenset({"units"}))
_STOCKED = (*_MOVED, frozenset({"unit_cost", "stock_value"}))
_LOST = (*_MOVED, frozenset({"kind"}))
#: What figures rest on though a list is one without it: kept, however weak its name, where no
#: other column says it. Item numbers join lists, names are what people see, cost values stock,
#: units are demand, and the kind of a loss says whether the goods are left.
_RESTED_UPON = {
    "items": _STOCKED,
    "stock": _STOCKED,
    "sales": _MOVED,
    "receipts": _MOVED,
    "losses": _LOST,
}


def ask_about_weak(table: str, matches: Sequence[Match]) -> tuple[Match, ...]:
    """Turn weak matches of columns that the table does without into candidates.

    Args:
        table: schema name.
        matches: what each column was taken for.

    Returns:
        The matches; a weak one has no canonical column but a `candidate`, with its confidence.
    """
    groups = (KEYS, *NEEDED[table], *_RESTED_UPON.get(table, ()))
    sure = {match.canonical for match in matches if match.confidence >= SURE_ENOUGH}
    needed = {name for group in groups if not group & sure for name in group}
    return tuple(
        replace(match, canonical=None, role=None, candidate=match.canonical)
        if match.canonical and match.confidence < SURE_ENOUGH and match.canonical not in needed
        else match
        for match in matches
    )
