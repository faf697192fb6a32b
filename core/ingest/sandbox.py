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
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from core.ingest.grid import Grid, GridColumn
from core.ingest.limits import LIMITS, PREFIX
from core.ingest.sniff import FileKind
from core.problem import UnusableInputError

WALL_SECONDS: float = LIMITS.wall_seconds
_MAX_OUTPUT_BYTES = 1_500_000_000
_MAGIC = b"LMGRID1\n"
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
        return _load(target.read_bytes())


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


def _load(packed: bytes) -> list[Grid]:
    if packed[: len(_MAGIC)] != _MAGIC:
        raise UnusableInputError("The reading process wrote nothing that can be used.")
    start = len(_MAGIC) + 8
    (length,) = struct.unpack_from("<Q", packed, len(_MAGIC))
    header = json.loads(packed[start : start + length])
    position = start + length
    grids = []
    for sheet in header:
        columns = []
        for sizes in sheet["sizes"]:
            ends = np.cumsum([position, *sizes]).tolist()
            buffers = [packed[a:b] for a, b in pairwise(ends)]
            position = ends[-1]
            columns.append(_column(sheet["rows"], *buffers))
        grids.append(Grid(sheet["name"], tuple(columns), sheet["notes"]))
    return grids


def _column(rows: int, kinds: bytes, numbers: bytes, offsets: bytes, texts: bytes) -> GridColumn:
    kind = np.frombuffer(kinds, np.uint8, rows)
    number = np.frombuffer(numbers, np.float64, rows) if numbers else np.full(rows, np.nan)
    return GridColumn(kind, number, _texts(rows, offsets, texts, kind))


def _texts(
    rows: int, offsets: bytes, texts: bytes, kinds: npt.NDArray[np.uint8]
) -> npt.NDArray[np.object_]:
    if not offsets:
        return np.full(rows, None, dtype=object)
    packed = pa.LargeStringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(texts))
    packed.validate(full=True)
    result: npt.NDArray[np.object_] = packed.to_numpy(zero_copy_only=False).copy()
    result[kinds != 1] = None
    return result
