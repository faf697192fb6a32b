"""How large a file may be, and what reading it may cost; each a setting of the environment.

The defaults let half a million rows by twelve columns through on a server of 4 GB. They are read
once, when the app starts; the reading process gets the same ones.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

#: Every setting is a whole number in an environment variable LOWERMARK_MAX_<name in capitals>.
PREFIX = "LOWERMARK_MAX_"


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on uploads.

    Attributes:
        file_mb: one file as it is sent, in millions of bytes.
        text_mb: a text file.
        unpacked_mb: all parts of a workbook, unpacked; half a million rows take about 250.
        shared_text_mb: the texts that cells of a workbook share; readers need several times that.
        parts: members of a workbook's archive.
        cells: filled cells of a sheet; the rectangle around them may hold twice as many.
        sheets: of a workbook, or tables of a web page; a sheet a day for years.
        rows: of a text file; twice what a spreadsheet holds.
        uneven_rows: of a text file whose rows differ in their number of fields.
        columns: that hold anything; a day a column for ten years.
        field_characters: the longest field of a text file; a spreadsheet holds 32,767.
        memory_mb: address space of the reading process; for small files it is less.
        cpu_seconds, wall_seconds: time of the reading process.
    """

    file_mb: int = 200
    text_mb: int = 400
    unpacked_mb: int = 600
    shared_text_mb: int = 200
    parts: int = 2_000
    cells: int = 12_000_000
    sheets: int = 1_000
    rows: int = 2_000_000
    uneven_rows: int = 1_000_000
    columns: int = 4_096
    field_characters: int = 1_000_000
    memory_mb: int = 2_000
    cpu_seconds: int = 60
    wall_seconds: int = 90


def limits_from(environment: Mapping[str, str]) -> Limits:
    """Return the limits that environment variables set, the defaults otherwise.

    Raises:
        ValueError: a setting is no whole number above zero.
    """
    chosen: dict[str, int] = {}
    for each in fields(Limits):
        text = environment.get(PREFIX + each.name.upper(), "").strip()
        if not text:
            continue
        if not text.isdecimal() or int(text) == 0:
            raise ValueError(f"{PREFIX}{each.name.upper()} must be a whole number, not {text!r}")
        chosen[each.name] = int(text)
    return Limits(**chosen)


LIMITS = limits_from(os.environ)
