"""What a column or a sheet was taken for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """One column's place: the canonical column (or None) and how sure that is, 0 to 1.

    Attributes:
        canonical: schema name; None when the column is not used.
        confidence: how sure the canonical column is, or the candidate where there is none.
        role: what the header said, where canonical names are shared by several roles.
        candidate: the canonical column this could be, too weakly to be used without asking.
    """

    canonical: str | None
    confidence: float
    role: str | None = None
    candidate: str | None = None


@dataclass(frozen=True, slots=True)
class SheetMatch:
    """The table a sheet is (None when it is none) and a `Match` for each column."""

    table: str | None
    confidence: float
    columns: tuple[Match, ...]
