"""Hostile files through the command line: time and memory until an answer, each on its own."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figure import Figure
from tests.ingest.hostile import CASES, hostile_file

_SECONDS, _MEGABYTES = 5.0, 500

#: Runs `core read` on a file and prints the peak of its own memory and of its reading process.
_PROBE = """
import sys
from core.__main__ import main
from tests.bench.memory import peak_gib
code = main(["read", sys.argv[1], "--json"])
sys.stderr.write(f"\\nPEAK {round(peak_gib() * 1024)} {code}\\n")
"""


def figures() -> Iterator[Figure]:
    """Yield one figure a case: seconds of the processor, megabytes of the larger process."""
    for case in CASES:
        file = hostile_file(case)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / file.name
            path.write_bytes(file.content)
            before, start = _children_seconds(), time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", _PROBE, str(path)], capture_output=True, check=False
            )
            wall = time.perf_counter() - start
        seconds = min(_children_seconds() - before, wall)
        said = done.stderr.decode().strip().splitlines()
        _, peak, code = said[-1].split() if said and "PEAK" in said[-1] else ("", "0", "died")
        alive = code in ("0", "1")
        yield Figure(
            name=f"hostile: {case}",
            asked=f"< {_SECONDS:g} s, {_MEGABYTES} MB",
            reached=f"{seconds:.1f} s, {peak} MB" if alive else "died",
            holds=alive and seconds < _SECONDS and int(peak) < _MEGABYTES,
        )


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
