"""A problem with the user's data, as a value: collected, counted and shown, never printed."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["blocker", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do about it.

    `row` is the row number as the user's spreadsheet shows it (1-based, header included);
    `count` is how many rows share the problem, `row` and `found` being those of the first one.
    `set_aside` counts the rows that were kept out of the Book because of it.
    """

    severity: Severity
    file: str
    sheet: str
    row: int | None
    column: str | None
    found: str
    expected: str
    repair: str
    count: int = 1
    set_aside: int = 0

    def sentence(self) -> str:
        """Say the problem in one sentence: where, what was found, what was expected, the repair."""
        place = [part for part in (self.file, self.sheet and f"sheet {self.sheet}") if part]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column {self.column}")
        found = f"found {self.found}, " if self.found else ""
        more = f" ({self.count:,} rows like this)" if self.count > 1 else ""
        return f"{', '.join(place)}: {found}expected {self.expected}{more}. {self.repair}"


class UnusableInputError(Exception):
    """The input cannot be used at all; the message is one clear sentence for its owner."""
