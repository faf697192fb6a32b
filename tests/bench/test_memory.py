"""The peak of a measured process is its own, and not that of whoever started it."""

import subprocess
import sys

import numpy as np

from tests.bench.memory import peak_gib

PROBE = "from tests.bench.memory import peak_gib; print(peak_gib())"
HOLDING = "held = bytearray(b'x') * 300_000_000"


def measured(code: str) -> float:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return float(done.stdout)


def test_a_process_does_not_inherit_the_peak_of_the_one_that_starts_it() -> None:
    held = np.ones(50_000_000)
    assert peak_gib() > held.nbytes / 2**30
    assert measured(PROBE) < 0.1


def test_what_a_process_and_those_it_started_held_is_seen() -> None:
    assert 0.28 < measured(f"{HOLDING}; {PROBE}") < 0.4
    inner = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLDING!r}])"
    assert 0.28 < measured(f"{inner}; {PROBE}") < 0.4
