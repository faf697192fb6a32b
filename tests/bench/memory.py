"""The most memory a measured process has held."""

import resource
from pathlib import Path

_KIB_IN_A_GIB = 1024**2


def peak_gib() -> float:
    """Return the most memory that this process or the largest of those it waited for has held.

    `ru_maxrss` of a process counts the peak of whoever started it: the figure outlives the
    program it was taken of. The kernel's own mark for the memory of this program does not. For
    processes that this one started the inherited part is this one's, and changes no maximum.
    """
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    own = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(int(own), started) / _KIB_IN_A_GIB
