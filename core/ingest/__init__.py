"""Read any spreadsheet: find the header, map the columns, clean the cells, check, join to a Book.

Names load on first use, since the reading process imports this package for its readers alone
and must start fast.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.ingest.assembly import assemble
    from core.ingest.dates import DayOrder
    from core.ingest.files import read_book, read_files
    from core.ingest.reading import (
        ColumnReading,
        Correction,
        Reading,
        SheetReading,
        SourceFile,
        merge_corrections,
        read_json,
    )
    from core.ingest.remembered import (
        KnownLayout,
        is_layouts_file,
        join_layouts,
        layouts_from_json,
        layouts_to_json,
        remember,
    )

_HOMES = {
    "ColumnReading": "reading",
    "Correction": "reading",
    "DayOrder": "dates",
    "KnownLayout": "remembered",
    "Reading": "reading",
    "SheetReading": "reading",
    "SourceFile": "reading",
    "assemble": "assembly",
    "is_layouts_file": "remembered",
    "join_layouts": "remembered",
    "layouts_from_json": "remembered",
    "layouts_to_json": "remembered",
    "remember": "remembered",
    "merge_corrections": "reading",
    "read_book": "files",
    "read_files": "files",
    "read_json": "reading",
}

__all__ = [
    "ColumnReading",
    "Correction",
    "DayOrder",
    "KnownLayout",
    "Reading",
    "SheetReading",
    "SourceFile",
    "assemble",
    "is_layouts_file",
    "join_layouts",
    "layouts_from_json",
    "layouts_to_json",
    "merge_corrections",
    "read_book",
    "read_files",
    "read_json",
    "remember",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the module protocol of PEP 562
    """Load a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
