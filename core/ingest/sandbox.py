"""Reads workbooks in a process of their own, so that a hostile file harms nobody.

Some 3 KB files make a reader abort its whole process; no exception can be caught. In a process
with limits on memory and time such a file costs one clear sentence.
"""

import json
import os
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa

from core.ingest.grid import CellKind, Grid, GridColumn
from core.ingest.handover import ALIGNED, MAGIC
from core.ingest.limits import LIMITS, PREFIX
from core.ingest.packed import nothing
from core.ingest.sniff import FileKind
from core.problem import UnusableInputError

WALL_SECONDS: float = LIMITS.wall_seconds
_MAX_OUTPUT_BYTES = 1_500_000_000
_ROOT = Path(__file__).resolve().parents[2]


def read_in_sandbox(name: str, content: bytes, kind: FileKind) -> list[Grid]:
    """Read every sheet of a workbook.

    Raises:
        UnusableInputError: the file cannot be read; says which, why and what to do.
    """
    with tempfile.TemporaryDirectory(prefix="lowermark-") as folder:
        source = Path(folder, f"workbook.{kind}")
        target = Path(folder, "sheets")
        source.write_bytes(content)
        _run(name, kind, source, target)
        return load_sheets(target.read_bytes())


def command(kind: FileKind, source: Path, target: Path) -> list[str]:
    """Return what starts the reading process."""
    return [sys.executable, "-m", "core.ingest.child", kind, str(source), str(target)]


def _run(name: str, kind: FileKind, source: Path, target: Path) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - no shell, no argument from outside
            command(kind, source, target),
            cwd=_ROOT,
            env=_environment(),
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnusableInputError(
            f"{name} takes too long to read; split it or save the one sheet you need as CSV."
        ) from error
    try:
        answer: dict[str, str] = json.loads(done.stdout)
    except ValueError:
        answer = {"refused": _REASON_OF_DEATH}
    if "refused" in answer:
        raise UnusableInputError(f"{name} {answer['refused']}.")
    if target.stat().st_size > _MAX_OUTPUT_BYTES:
        raise UnusableInputError(f"{name} is too large to read; split it.")


_REASON_OF_DEATH = (
    "is damaged, or claims a sheet far larger or sparser than can be read; "
    "save it again from your spreadsheet program, or as CSV"
)


def _environment() -> dict[str, str]:
    """Hand on what starting Python needs and nothing of the server's secrets."""
    kept = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")
    environment = {
        key: text for key, text in os.environ.items() if key in kept or key.startswith(PREFIX)
    }
    return environment | {"PYTHONIOENCODING": "utf-8"}


def load_sheets(written: bytes) -> list[Grid]:
    """Return the sheets that the reading process wrote; texts stay where they lie in `written`.

    Raises:
        UnusableInputError: it wrote something else.
    """
    if written[: len(MAGIC)] != MAGIC:
        raise UnusableInputError("The reading process wrote nothing that can be used.")
    start = len(MAGIC) + 8
    (length,) = struct.unpack_from("<Q", written, len(MAGIC))
    header = json.loads(written[start : start + length])
    position = start + length
    whole = pa.py_buffer(written)
    grids = []
    for sheet in header:
        columns = []
        for sizes in sheet["sizes"]:
            buffers = []
            for size in sizes:
                buffers.append(whole.slice(position, size))
                position += size + -size % ALIGNED
            columns.append(_column(sheet["rows"], *buffers))
        grids.append(Grid(sheet["name"], tuple(columns), sheet["notes"]))
    return grids


def _column(
    rows: int, kinds: pa.Buffer, numbers: pa.Buffer, lengths: pa.Buffer, texts: pa.Buffer
) -> GridColumn:
    kind = np.frombuffer(kinds, np.uint8, rows)
    number = np.frombuffer(numbers, np.float64, rows) if numbers.size else np.full(rows, np.nan)
    if not lengths.size:
        return GridColumn(kind, number, nothing(rows))
    ends = np.zeros(rows + 1, dtype=np.int64)
    np.cumsum(np.frombuffer(lengths, np.int32, rows), out=ends[1:])
    is_text = kind == CellKind.TEXT
    missing = None if is_text.all() else pa.py_buffer(np.packbits(is_text, bitorder="little"))
    packed = pa.LargeStringArray.from_buffers(rows, pa.py_buffer(ends), texts, missing)
    packed.validate(full=True)
    return GridColumn(kind, number, packed)
