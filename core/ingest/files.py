"""Files in, Reading or Book out: the two calls the rest of Lowermark makes."""

import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePath

from core.book import Book
from core.ingest.assembly import assemble
from core.ingest.dates import DayOrder
from core.ingest.grid import Grid
from core.ingest.limits import LIMITS
from core.ingest.reading import Correction, Reading, SheetReading, SourceFile
from core.ingest.remembered import KnownLayout
from core.ingest.sandbox import read_in_sandbox
from core.ingest.sheet import read_sheet
from core.ingest.sniff import WORKBOOK_KINDS, sniff
from core.ingest.text import read_text
from core.problem import Problem, UnusableInputError

#: Told how far the reading is, 0 to 1, and what is being done.
Progress = Callable[[float, str], None]

#: Files that are unpacked at the same time; each is a process with up to 2 GB.
_PARALLEL = 2


def read_grids(file: SourceFile) -> list[Grid]:
    """Return every sheet of a file as a grid.

    Raises:
        UnusableInputError: which file, why, what to do.
    """
    if len(file.content) > LIMITS.file_mb * 1_000_000:
        raise UnusableInputError(
            f"{file.name} is larger than {LIMITS.file_mb} MB; split it, or export only the columns "
            "that are needed."
        )
    kind, advice = sniff(file.content)
    if kind in WORKBOOK_KINDS:
        return read_in_sandbox(file.name, file.content, kind)
    if kind == "text":
        return [read_text(file.name, file.content)]
    raise UnusableInputError(f"{file.name} {advice}.")


def read_files(
    files: Sequence[SourceFile],
    *,
    corrections: Sequence[Correction] = (),
    known: Sequence[KnownLayout] = (),
    day_order: DayOrder | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read every sheet of every file; a file that cannot be read is a problem, not the end.

    Args:
        files: in any order; names only tell them apart.
        corrections: what the user changed about single sheets.
        known: layouts confirmed before; sheets with such a header are read as they were then.
        day_order: how days such as 03/04/2025 are read; None to find it.
        progress: told how far the reading is; see `Progress`.

    Raises:
        UnusableInputError: no file could be read; one sentence a file.
    """
    steps = 2 * len(files)
    outcomes: list[list[Grid] | str] = []
    with ThreadPoolExecutor(max_workers=_PARALLEL) as pool:
        for file, grids in zip(files, pool.map(_grids_or_refusal, files), strict=True):
            outcomes.append(grids)
            if progress is not None:
                progress(len(outcomes) / steps, f"Opened {file.name}")
    sheets: list[SheetReading] = []
    problems: list[Problem] = []
    refusals: list[str] = []
    for place, (file, outcome) in enumerate(zip(files, outcomes, strict=True), start=1):
        if progress is not None:
            progress((len(files) + place) / steps, f"Understanding {file.name}")
        if isinstance(outcome, str):
            refusals.append(outcome)
            problems.append(_refused(file, outcome))
            continue
        busy = [grid for grid in outcome if grid.rows and grid.columns]
        if not busy:
            refusals.append(f"{file.name} has no rows; check that the export holds data.")
            problems.append(_refused(file, refusals[-1]))
        for grid in busy:
            hints = (PurePath(file.name).stem,) if len(busy) == 1 else ()
            own = [c for c in corrections if (c.file, c.sheet) == (file.name, grid.sheet)]
            sheets += read_sheet(
                grid,
                file=file.name,
                hints=hints,
                corrections=own,
                known=known,
                day_order=day_order,
            )
    if files and not sheets:
        raise UnusableInputError(" ".join(refusals))
    return Reading(tuple(sheets), tuple(problems))


def read_book(
    files: Sequence[SourceFile],
    *,
    as_of: dt.date | None = None,
    currency: str | None = None,
    name: str = "",
    corrections: Sequence[Correction] = (),
    today: dt.date,
) -> Book:
    """Read files and join them into one Book; see `read_files` and `assemble`."""
    reading = read_files(files, corrections=corrections)
    return assemble(reading, as_of=as_of, currency=currency, name=name, today=today)


def _grids_or_refusal(file: SourceFile) -> list[Grid] | str:
    try:
        return read_grids(file)
    except UnusableInputError as error:
        return str(error)


def _refused(file: SourceFile, sentence: str) -> Problem:
    return Problem(
        severity="blocker",
        file=file.name,
        sheet="",
        row=None,
        column=None,
        found=sentence.removeprefix(f"{file.name} ").rstrip("."),
        expected="a spreadsheet that can be read",
        repair="The other files were read without it.",
    )
