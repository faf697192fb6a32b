"""The reading process: one workbook in, one file of plain buffers out.

Started as `python -m core.ingest.child KIND IN OUT` with hard limits on memory and time. It
imports nothing that is slow to load. Its only message is one line of JSON on standard output:
{} or {"refused": why}.
"""

import gc
import json
import os
import sys
import zipfile

from core.ingest.limits import LIMITS

#: Address space that reading takes before the first cell, in bytes.
_BASE_BYTES = 300_000_000
#: Bytes that reading takes for each byte of a file, or of a workbook once unpacked: at least twice
#: what lists of half a million rows took. What needs more repeats cells without end.
_BYTES_EACH = {"xls": 20, "html": 70, "spreadsheetml": 40}
_BYTES_EACH_UNPACKED = 12


def main() -> None:
    """Read the file that the arguments name under the limits."""
    kind, source, target = sys.argv[1:4]
    _limit(kind, source)
    # Rows by the hundred thousand and no cycles among them: looking for some costs a third.
    gc.disable()
    # Imported under the limits: what reads the file must not come before them.
    from core.ingest.guard import RefusedError
    from core.ingest.handover import write_sheets
    from core.ingest.readers import read_workbook

    answer: dict[str, str] = {}
    try:
        write_sheets(read_workbook(source, kind), target)
    except RefusedError as error:
        answer = {"refused": str(error)}
    except (MemoryError, RecursionError):
        answer = {"refused": "is too large to read; split it or delete what is not needed"}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    # Taking millions of cells apart one by one would only delay the end.
    os._exit(0)


def _limit(kind: str, source: str) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time-out of the parent still holds.
        return
    memory = min(LIMITS.memory_mb * 1_000_000, _BASE_BYTES + _needed(kind, source))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (LIMITS.cpu_seconds, LIMITS.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _needed(kind: str, source: str) -> int:
    """Return the bytes that the cells of an honest file of that kind and size take at most."""
    if kind in _BYTES_EACH:
        return os.path.getsize(source) * _BYTES_EACH[kind]  # noqa: PTH202
    try:
        with zipfile.ZipFile(source) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        # What is no archive is refused by the reader, in a sentence.
        return 0
    return unpacked * _BYTES_EACH_UNPACKED


if __name__ == "__main__":
    main()
