"""Measure forecasts and stock service on public data sets; prints what is reached and asked.

    python tests/bench/demand_score.py FOLDER [FIGURE ...]

FOLDER holds the parquet files m3_monthly, carparts_wide, spdf_auto_wide and
uci_weekly_sales_811x52. FIGURE is any of m3, carparts, service, stock, speed, memory, peers; all by
default. Seconds are of the processor. Peers are run by the interpreter that LOWERMARK_PEERS names
(see the dependency group "peers"), by this one otherwise; one that lacks a library is passed over.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand import distribution, forecast_demand, forecast_table
from core.demand.prediction import Prediction, predict
from tests.bench import demand_peers, demand_stock

Matrix = NDArray[np.float64]

#: sMAPE and MASE of Naive2 in the original M3 submissions (monthly): what OWA is relative to.
NAIVE2 = (16.89, 1.037)


#: Every so manieth series of M3 is given to the peers; they need up to half a second for each.
PEER_STRIDE = 24


class Line(NamedTuple):
    """One figure: its name, what was reached, what is asked in words, and whether that holds."""

    name: str
    reached: float
    asked: str
    holds: bool


def at_most(name: str, reached: float, limit: float) -> Line:
    return Line(name, reached, f"<= {limit:g}", reached <= limit)


def at_least(name: str, reached: float, limit: float) -> Line:
    return Line(name, reached, f">= {limit:g}", reached >= limit)


def within(name: str, reached: float, goal: float, slack: float) -> Line:
    return Line(name, reached, f"{goal:g} +- {slack:g}", abs(reached - goal) <= slack)


class M3(NamedTuple):
    """The monthly series, what was forecast of them, and the scale of each series' errors."""

    past: pd.DataFrame
    both: pd.DataFrame
    scale: pd.Series
    seconds: float


def m3_forecast(folder: Path) -> M3:
    """Forecast the last 18 months of the 1,428 monthly series."""
    rows = pd.read_parquet(folder / "m3_monthly.parquet").rename(columns={"t": "ds"})
    past, future = rows[~rows["is_test"]], rows[rows["is_test"]]
    begin = time.process_time()
    found = forecast_table(
        past[["unique_id", "ds", "y"]],
        horizon=18,
        freq="M",
        season=12,
        levels=(0.025, 0.1, 0.9, 0.975),
    )
    taken = time.process_time() - begin
    both = future.merge(found, on=["unique_id", "ds"], validate="one_to_one")
    seasonal = past.groupby("unique_id")["y"].diff(12).abs()
    return M3(past, both, seasonal.groupby(past["unique_id"]).mean(), taken)


def m3(folder: Path) -> Iterator[Line]:
    """Accuracy and intervals on the monthly series."""
    found = m3_forecast(folder)
    both, scale = found.both, found.both["unique_id"].map(found.scale)
    error = (both["mean"] - both["y"]).abs()
    smape = 200 * (error / (both["mean"].abs() + both["y"].abs())).mean()
    mase = (error / scale).mean()
    yield at_most("M3 OWA", (smape / NAIVE2[0] + mase / NAIVE2[1]) / 2, 0.800)
    yield at_most("M3 MASE", mase, 0.835)
    for low, high, goal in (("q0.1", "q0.9", 0.80), ("q0.025", "q0.975", 0.95)):
        covered = both["y"].between(both[low], both[high]).mean()
        yield within(f"M3 coverage {goal:.0%}", covered, goal, 0.02)
    low, high = both["q0.025"], both["q0.975"]
    missed = (low - both["y"]).clip(lower=0) + (both["y"] - high).clip(lower=0)
    yield at_most("M3 MSIS 95%", ((high - low + 40 * missed) / scale).mean(), 6.1)


def wide(folder: Path, name: str) -> Matrix:
    """Return units (T, N) of a file with one row an item; months without a figure sold nothing."""
    frame = pd.read_parquet(folder / f"{name}.parquet")
    units = frame.drop(columns=["unique_id", "Product_Code", "price"], errors="ignore")
    return np.nan_to_num(units.to_numpy(dtype=np.float64).T)


def assortment(units: Matrix, season: int, horizon: int) -> Prediction:
    """Predict items that are known from their first row on and share a season."""
    together = np.zeros(units.shape[1], dtype=np.intp)
    return predict(units, season=season, horizon=horizon, groups=together)


def carparts(folder: Path) -> Iterator[Line]:
    """A year of demand for 2,674 spare parts, and the same one half and one year earlier."""
    units = wide(folder, "carparts_wide")
    for earlier in (0, 6, 12):
        known = units[: len(units) - earlier]
        mean = assortment(known[:-12], 12, 12).paths.mean.sum(axis=0)
        sold = known[-12:].sum(axis=0)
        note = f" ({earlier} months earlier)" if earlier else ""
        yield at_most(f"carparts 12-month WAPE{note}", np.abs(mean - sold).sum() / sold.sum(), 0.73)
        yield within(f"carparts bias{note}", mean.sum() / sold.sum() - 1, 0.0, 0.05)


def service(folder: Path) -> Iterator[Line]:
    """Share of three-period demands within their level, forecast anew each period."""
    sets = {
        "carparts": ("carparts_wide", 12, 12),
        "AUTO": ("spdf_auto_wide", 12, 6),
        "UCI weekly": ("uci_weekly_sales_811x52", 52, 12),
    }
    protected = 3
    for name, (file, season, origins) in sets.items():
        units = wide(folder, file)
        reached: dict[float, list[float]] = {0.90: [], 0.95: [], 0.98: []}
        for begin in range(len(units) - origins - protected + 1, len(units) - protected + 1):
            found = assortment(units[:begin], season, 12)
            mean, sd = found.total(protected)
            sold = units[begin : begin + protected].sum(axis=0)
            for level, shares in reached.items():
                held = distribution.quantile(level, mean, sd, found.counts)
                shares.append(float((sold <= held).mean()))
        for level, shares in reached.items():
            yield within(f"{name} service at {level:.0%}", float(np.mean(shares)), level, 0.015)


def stock(folder: Path) -> Iterator[Line]:
    """Units held at .93 fill on carparts, against SBA with normal errors."""
    units = wide(folder, "carparts_wide")
    begins = range(len(units) - demand_stock.PERIODS, len(units))
    goals = demand_stock.goals_of([assortment(units[:begin], 12, 12) for begin in begins])
    held = demand_stock.held_at(0.93, units, goals)
    sba = demand_stock.held_at(0.93, units, demand_stock.sba_goals(units))
    yield at_most("carparts stock at .93 fill, ratio to SBA + normal", held / sba, 0.85)


def peers(folder: Path) -> Iterator[Line]:
    """Seconds an item, and accuracy on the same series, against two libraries in the same run."""
    found = m3_forecast(folder)
    chosen = found.past["unique_id"].unique()[::PEER_STRIDE]
    ours = found.seconds / found.past["unique_id"].nunique()
    future = found.both[found.both["unique_id"].isin(chosen)]
    scale = future["unique_id"].map(found.scale)
    mase = ((future["mean"] - future["y"]).abs() / scale).mean()
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "sample.parquet"
        sample = found.past[found.past["unique_id"].isin(chosen)]
        sample[["unique_id", "ds", "y"]].to_parquet(file)
        for name in demand_peers.PEERS:
            peer = run_peer(name, file)
            if peer is None:
                continue
            means = future["unique_id"].map(peer["mean"])
            step = future.groupby("unique_id").cumcount()
            path = np.array([mean[at] for mean, at in zip(means, step, strict=True)])
            other = (np.abs(path - future["y"]) / scale).mean()
            # 30 is the least that the prototype was ahead of any library.
            yield at_least(f"{name}, seconds an item, times ours", peer["seconds"] / ours, 30)
            yield at_most(f"MASE of {len(chosen)} series, ours over {name}", mase / other, 1.0)


def run_peer(name: str, file: Path) -> dict[str, Any] | None:
    """Return what a peer made of the file, or nothing, saying why."""
    interpreters = dict.fromkeys(
        [os.environ.get("LOWERMARK_PEERS", sys.executable), sys.executable]
    )
    for python in interpreters:
        command = [python, demand_peers.__file__, name, str(file)]
        # One core for everybody: threads that wait for work count as time of the processor.
        alone = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=alone)
        if done.returncode == 0:
            found: dict[str, Any] = json.loads(done.stdout)
            return found
    reason = (done.stderr.strip().splitlines() or ["no output"])[-1]
    print(f"{name}: not measured, {reason}", flush=True)
    return None


def memory(_: Path) -> Iterator[Line]:
    """Peak memory of a process that forecasts 100,000 items over 36 months, with quantiles."""
    code = (
        "import numpy as np\n"
        "from tests.bench.demand_score import assortment\n"
        "from tests.bench.memory import peak_gib\n"
        "rng = np.random.default_rng(1)\n"
        "units = rng.poisson(rng.gamma(1, 10, 100_000) + 0.2, (36, 100_000)).astype(float)\n"
        "found = assortment(units, 12, 12)\n"
        "[found.quantile(level) for level in (0.1, 0.5, 0.9)]\n"
        "print(peak_gib())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    yield at_most("GiB at 100,000 x 36", float(done.stdout), 2.0)


def speed(_: Path) -> Iterator[Line]:
    """Seconds of the processor for made-up assortments, the best of three."""
    rng = np.random.default_rng(1)
    for length, width, season, horizon, limit in (
        (36, 10_000, 12, 12, 1.0),
        (104, 10_000, 52, 26, 3.0),
        (36, 100_000, 12, 12, 15.0),
    ):
        units = rng.poisson(rng.gamma(1, 10, width) + 0.2, (length, width)).astype(float)

        def run(units: Matrix = units, season: int = season, horizon: int = horizon) -> None:
            found = assortment(units, season, horizon)
            for level in (0.1, 0.5, 0.9):
                found.quantile(level)

        yield at_most(f"seconds {width:,} x {length}", fastest(run, 3), limit)
    rows = weekly_rows(rng.poisson(rng.gamma(1, 8, 4000) + 0.1, (52, 4000)))
    last = rows["date"].max() + pd.Timedelta(days=6)
    seconds = fastest(lambda: forecast_demand(rows, as_of=last.date()).quantile(0.9), 3)
    yield at_most("seconds 4,000 items x 52 weeks of rows", seconds, 0.6)


def weekly_rows(units: NDArray[np.int64]) -> pd.DataFrame:
    """Sales rows of weeks, none where nothing sold."""
    week, item = np.nonzero(units)
    return pd.DataFrame(
        {
            "date": pd.Timestamp("2025-01-06") + pd.to_timedelta(7 * week, unit="D"),
            "sku": pd.Series([f"{index:05d}" for index in range(units.shape[1])])[item].to_numpy(),
            "units": units[week, item].astype(float),
            "stockout": pd.array([pd.NA] * len(week), dtype="boolean"),
        }
    )


def fastest(run: Callable[[], object], times: int) -> float:
    seconds = []
    for _ in range(times):
        begin = time.process_time()
        run()
        seconds.append(time.process_time() - begin)
    return min(seconds)


FIGURES = {
    "m3": m3, "carparts": carparts, "service": service, "stock": stock, "speed": speed,
    "memory": memory, "peers": peers,
}  # fmt: skip

if __name__ == "__main__":
    if len(sys.argv) < 2 or set(sys.argv[2:]) - set(FIGURES):
        sys.exit(__doc__)
    for figure in sys.argv[2:] or FIGURES:
        for line in FIGURES[figure](Path(sys.argv[1])):
            mark = "" if line.holds else "  MISSED"
            print(f"{line.name:<60}{line.reached:>9.4f}   {line.asked}{mark}", flush=True)
