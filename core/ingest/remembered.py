"""Layouts of exports seen before: recognized by their header, so that nobody is asked twice.

A layout is kept as the names of its columns and what each of them means; nothing of the rows.
`layouts_to_json` and `layouts_from_json` carry layouts from one session to the next in a small
file of the user.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.ingest.dates import read_day, read_period
from core.ingest.headers import normalize
from core.ingest.reading import Correction, Drift, SheetReading
from core.problem import UnusableInputError
from core.schema import TABLES

#: What a file of layouts says it is; the app tells it from an export by that.
FORMAT = "lowermark layouts"
_VERSION = 1
#: Columns shared with a known layout, of all columns of both, from which it is the same export.
_SAME_EXPORT = 0.5
#: Stands for every period or day in a header: next month's columns are no other layout.
_PERIOD = "<period>"


@dataclass(frozen=True, slots=True)
class KnownLayout:
    """How one export was read.

    Attributes:
        names: column names as the header shows them.
        table: schema name; None when the sheet is left out.
        part: which reading of a sheet that holds two tables, else "".
        header_row: 1-based where the user chose it, None where it is found.
        columns: column name -> canonical name, None for "not used".
    """

    names: tuple[str, ...]
    table: str | None
    part: str = ""
    header_row: int | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Return what tells this header from any other."""
        return fingerprint(self.names)

    def correction(self, file: str, sheet: str, names: Sequence[str]) -> Correction:
        """Return the layout as what a user would have chosen for a sheet with these columns."""
        known = {name: self.columns[name] for name in names if name in self.columns}
        return Correction(file, sheet, self.table, self.header_row, known, part=self.part)


def fingerprint(names: Iterable[str]) -> str:
    """Return a digest of column names that case, accents, punctuation and months do not change."""
    plain = [_plain(name) for name in names if name]
    first = plain.index(_PERIOD) if _PERIOD in plain else -1
    kept = [name for place, name in enumerate(plain) if name != _PERIOD or place == first]
    return hashlib.sha256("|".join(kept).encode()).hexdigest()[:16]


def _plain(name: str) -> str:
    is_time = read_period(name) is not None or read_day(name) != (None, None)
    return _PERIOD if is_time else normalize(name)


def remember(sheets: Iterable[SheetReading]) -> tuple[KnownLayout, ...]:
    """Return the layouts of sheets that the user confirmed."""
    layouts = []
    for sheet in sheets:
        if not sheet.names or sheet.table == "financials":
            continue
        spread = {name for name in sheet.names if name and _plain(name) == _PERIOD}
        columns = {
            column.source: column.canonical
            for column in sheet.columns
            if column.source and column.source not in spread
        }
        layouts.append(
            KnownLayout(sheet.names, sheet.table, sheet.part, sheet.chosen_header, columns)
        )
    return tuple(layouts)


def join_layouts(
    earlier: Sequence[KnownLayout], later: Sequence[KnownLayout]
) -> tuple[KnownLayout, ...]:
    """Add layouts to those known; what was confirmed last wins."""
    # Of two sheets with one header the one in use says what the columns mean.
    used_last = sorted(later, key=lambda layout: layout.table is not None)
    new = {(layout.fingerprint, layout.part): layout for layout in used_last}
    replaced = {key for key, _ in new}
    kept = [layout for layout in earlier if layout.fingerprint not in replaced]
    return (*kept, *new.values())


def recall(
    names: Sequence[str], layouts: Sequence[KnownLayout]
) -> tuple[tuple[KnownLayout, ...], Drift | None]:
    """Find what is known of a header: the layouts of its parts, and how it drifted from them.

    Returns:
        No layout when it is new; a `Drift` when it is the same export with other columns.
    """
    if not any(names) or not layouts:
        return (), None
    wanted = fingerprint(names)
    exact = tuple(layout for layout in layouts if layout.fingerprint == wanted)
    if exact:
        return exact, None
    here = _by_plain_name(names)
    best, best_share = None, 0.0
    for layout in layouts:
        there = set(_by_plain_name(layout.names))
        share = len(there & set(here)) / max(len(there | set(here)), 1)
        if share >= max(best_share, _SAME_EXPORT):
            best, best_share = layout, share
    if best is None:
        return (), None
    before = _by_plain_name(best.names)
    drift = Drift(
        added=tuple(name for plain, name in here.items() if plain not in before),
        removed=tuple(name for plain, name in before.items() if plain not in here),
    )
    same = tuple(layout for layout in layouts if layout.fingerprint == best.fingerprint)
    return same, drift


def _by_plain_name(names: Iterable[str]) -> dict[str, str]:
    return {_plain(name): name for name in names if name}


def is_layouts_file(content: bytes) -> bool:
    """Whether the bytes are a file that `layouts_to_json` wrote, whole or damaged."""
    return content[:200].lstrip().startswith(b"{") and FORMAT.encode() in content[:200]


def layouts_to_json(layouts: Iterable[KnownLayout]) -> bytes:
    """Return layouts as a small file for the user to keep and to drop in next time."""
    plain: list[dict[str, Any]] = [
        {
            "names": list(layout.names),
            "table": layout.table,
            "part": layout.part,
            "header_row": layout.header_row,
            "columns": dict(layout.columns),
        }
        for layout in layouts
    ]
    document = {"format": FORMAT, "version": _VERSION, "layouts": plain}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def layouts_from_json(name: str, content: bytes) -> tuple[KnownLayout, ...]:
    """Read a file that `layouts_to_json` wrote.

    Raises:
        UnusableInputError: damaged, of another version, or with names the schema does not know.
    """
    try:
        document = json.loads(content)
        layouts = tuple(map(_layout, document["layouts"]))
        is_known = document["version"] == _VERSION and all(map(_is_of_schema, layouts))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UnusableInputError(_refusal(name)) from error
    if not is_known:
        raise UnusableInputError(_refusal(name))
    return layouts


def _layout(plain: Mapping[str, Any]) -> KnownLayout:
    row = plain["header_row"]
    if not (row is None or (isinstance(row, int) and row >= 0)):
        raise ValueError("header_row is no row")
    return KnownLayout(
        names=tuple(map(str, plain["names"])),
        table=plain["table"],
        part=str(plain["part"]),
        header_row=row,
        columns={str(name): meaning for name, meaning in plain["columns"].items()},
    )


def _is_of_schema(layout: KnownLayout) -> bool:
    canonical = {column for table in TABLES.values() for column in table.column_names}
    means = set(layout.columns.values()) - {None}
    return (layout.table is None or layout.table in TABLES) and means <= canonical


def _refusal(name: str) -> str:
    return (
        f"{name} is not a file of layouts that can be used; leave it out, confirm the columns once "
        "and save the layouts again."
    )
