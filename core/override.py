"""What a person expects of demand instead of the model, kept beside it and never mixed into it."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

#: Name of the settings in a policy file: [[demand_overrides]].
NAME = "demand_overrides"


class OverrideError(ValueError):
    """An override says nothing, says two things, or is not within its bounds."""


@dataclass(frozen=True, slots=True)
class DemandOverride:
    """One person's expectation for an item, a category or everything, between two days.

    Exactly one of `change` and `units_per_week` is given.

    Attributes:
        from_date: first day it holds.
        until_date: last day it holds.
        sku: the item; blank where it is for a category or for every item.
        category: the category; blank where it is for one item or for every item.
        change: share added to the model's demand, 0.2 for a fifth more, -1 for nothing left.
        units_per_week: expected units a week of one item.
        reason: why, in the person's own words.
        by: who said so.
        recorded_on: when.
        withdrawn_on: when it was withdrawn; it then stays in the record and changes nothing.
    """

    from_date: dt.date
    until_date: dt.date
    sku: str = ""
    category: str = ""
    change: float | None = None
    units_per_week: float | None = None
    reason: str = ""
    by: str = ""
    recorded_on: dt.date | None = None
    withdrawn_on: dt.date | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be carried out, with a sentence."""
        for name in ("from_date", "until_date"):
            _require(_is_day(getattr(self, name)), f"{name} must be a day")
        for name in ("recorded_on", "withdrawn_on"):
            value = getattr(self, name)
            _require(value is None or _is_day(value), f"{name} must be a day")
        for name in ("sku", "category", "reason", "by"):
            _require(isinstance(getattr(self, name), str), f"{name} must be text")
        _require(self.from_date <= self.until_date, "its last day lies before its first")
        _require(not (self.sku and self.category), "it names an item and a category; name one")
        given = [value for value in (self.change, self.units_per_week) if value is not None]
        _require(len(given) == 1, "it needs either a change or units a week, not both")
        _require(
            all(isinstance(v, int | float) and math.isfinite(v) for v in given),
            "its figure must be a number",
        )
        _require(self.change is None or -1 <= self.change <= 99, "its change must be -1 to 99")
        _require(
            self.units_per_week is None or self.units_per_week >= 0,
            "units a week cannot be below 0",
        )
        _require(
            self.units_per_week is None or self.sku != "", "units a week need an item they are for"
        )

    @classmethod
    def from_settings(cls, values: "Mapping[str, Any] | DemandOverride") -> "DemandOverride":
        """Make an override of plain values, as a file or a form gives them."""
        if isinstance(values, DemandOverride):
            return values
        known = {field.name for field in fields(cls)}
        unknown = sorted(set(values) - known)
        _require(not unknown, f"{', '.join(unknown)} is unknown; known are {sorted(known)}")
        _require({"from_date", "until_date"} <= set(values), "it needs from_date and until_date")
        return cls(**values)

    def settings(self) -> dict[str, Any]:
        """Return what is given, by name."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in named.items() if value not in (None, "")}

    def withdrawn(self, on: dt.date) -> Self:
        """Return the same override as a record of what no longer holds."""
        return type(self)(**{**self.settings(), "withdrawn_on": on})


def _is_day(value: object) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise OverrideError(message)
