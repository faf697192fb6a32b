"""The reading process: one workbook in, one file of plain buffers out.

Started as `python -m core.ingest.child KIND IN OUT` with hard limits on memory and time. It
imports nothing that is slow to load. Its only message is one line of JSON on standard output:
{} or {"refused": why}.
"""

import gc
import json
import os
import sys

from core.ingest.limits import LIMITS


def main() -> None:
    """Read the file that the arguments name under the limits."""
    kind, source, target = sys.argv[1:4]
    _limit()
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


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time-out of the parent still holds.
        return
    memory = LIMITS.memory_mb * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (LIMITS.cpu_seconds, LIMITS.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
