"""A sheet as its reader gives it: rows of cells, on the way out of the reading process."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

#: What a cell may hold on its way out: "" is blank, ERROR an error value.
Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
ERROR = "\x00error"


@dataclass(slots=True)
class RawSheet:
    """One sheet as rows of equal length, with what its reader could not put into cells."""

    name: str
    rows: Sequence[Sequence[Cell]]
    notes: dict[str, int] = field(default_factory=dict)
    errors: list[tuple[int, int]] = field(default_factory=list)
    padded: list[tuple[int, int, int]] = field(default_factory=list)
