"""Measure speed and accuracy: what was asked, what was reached, and whether that holds.

    python -m tests.bench [NAME ...]

NAME is a subject or a score; all subjects by default, and all scores where the environment
variable LOWERMARK_CORPUS names the folder of public data. Times are of the clock (of the processor
for exposure), medians after one warm-up, and mean something on an otherwise idle machine only. A
figure that is missed is printed as missed; it never fails.
"""

import importlib
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.figure import Figure

#: Modules beside this one with a function `figures()`, in the order in which they are run.
SUBJECTS = (
    "journeys", "demo", "workbook", "hostile", "forecasting", "exposure", "accounting", "markdown",
    "report",
)  # fmt: skip

#: Modules that score against public data, with the folder of the corpus each of them needs.
SCORES = {"ingest_score": "exports", "demand_score": "data", "elasticity_score": "data"}


def line(figure: Figure) -> str:
    """Return a row of the table."""
    holds = "yes" if figure.holds else "no, missed"
    return f"{figure.name:66}{figure.asked:>12}{figure.reached:>26}{figure.count:>4}  {holds}"


def main(names: list[str]) -> int:
    """Print the table of the chosen subjects, then what the chosen scores say."""
    unknown = set(names) - {*SUBJECTS, *SCORES}
    if unknown:
        sys.stderr.write(f"{__doc__}\nSubjects: {', '.join(SUBJECTS)}. Scores: ")
        sys.stderr.write(f"{', '.join(SCORES)}. Unknown: {', '.join(sorted(unknown))}.\n")
        return 2
    cores = os.cpu_count()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"{cores} cores, load {load:.1f} before the first measurement")
    print(f"{'figure':66}{'asked':>12}{'reached':>26}{'n':>4}  holds")
    for name in SUBJECTS:
        if not names or name in names:
            for figure in importlib.import_module(f"tests.bench.{name}").figures():
                print(line(figure), flush=True)
    corpus = os.environ.get("LOWERMARK_CORPUS")
    for name, folder in SCORES.items():
        if name in names or (not names and corpus):
            print(f"\n{name}", flush=True)
            if not corpus:
                print("not run: LOWERMARK_CORPUS names no folder")
                continue
            command = [sys.executable, "-m", f"tests.bench.{name}", str(Path(corpus) / folder)]
            subprocess.run(command, check=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
