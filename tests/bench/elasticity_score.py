"""Score the price response out of sample on two public weekly data sets.

    python -m tests.bench.elasticity_score FOLDER

FOLDER holds dominicks_oj_weekly.parquet and bayesm_cheese.parquet (Dominick's orange juice, 83
stores by 11 brands, and sliced cheese at 88 retailers; both shipped with the R package bayesm).
Elasticities are estimated on a few weeks and judged on the 26 that follow: root mean squared error
of log demand, given the prices that were really asked.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from core.markdown.response import LITERATURE_ELASTICITY, shrunk_elasticities

TRAIN_WEEKS = (8, 13, 26, 40)
TEST_WEEKS = 26
WINDOWS = 6
MIN_WEEKS = 6

#: What an independent run of the same comparison reached, as (data, weeks) -> by method.
REFERENCE = {
    ("oj", 8): (0.881, 0.679, 1.083, 0.691),
    ("oj", 13): (0.839, 0.662, 1.018, 0.662),
    ("oj", 26): (0.827, 0.666, 0.709, 0.665),
    ("oj", 40): (0.795, 0.653, 0.698, 0.647),
    ("cheese", 8): (0.462, 0.342, 0.571, 0.332),
    ("cheese", 13): (0.473, 0.347, 0.398, 0.323),
    ("cheese", 26): (0.442, 0.309, 0.389, 0.297),
    ("cheese", 40): (0.415, 0.292, 0.656, 0.277),
}
METHODS = ("no price", "literature", "least squares", "shrunk")


def orange_juice(folder: Path) -> pd.DataFrame:
    """Series, week, group (brand), log units and log price of the orange-juice data."""
    raw = pd.read_parquet(folder / "dominicks_oj_weekly.parquet")
    brand = raw["brand"].astype(int)
    prices = raw[[f"price{number}" for number in range(1, 12)]].to_numpy()
    price = prices[np.arange(len(raw)), brand.to_numpy() - 1]
    return pd.DataFrame(
        {
            "series": raw["store"].astype(str) + "/" + brand.astype(str),
            "week": raw["week"].to_numpy(),
            "group": brand.to_numpy(),
            "y": raw["logmove"].to_numpy(),
            "x": np.log(price),
        }
    )


def cheese(folder: Path) -> pd.DataFrame:
    """The same columns of the cheese data; weeks are numbered by the order of rows."""
    raw = pd.read_parquet(folder / "bayesm_cheese.parquet")
    return pd.DataFrame(
        {
            "series": raw["RETAILER"].astype(str),
            "week": raw.groupby("RETAILER").cumcount().to_numpy(),
            "group": 0,
            "y": np.log(raw["VOLUME"].to_numpy()),
            "x": np.log(raw["PRICE"].to_numpy()),
        }
    )


def windows(data: pd.DataFrame, train_weeks: int) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Pairs of training and test rows at evenly spaced starts."""
    first, last = int(data["week"].min()), int(data["week"].max())
    starts = np.linspace(first, last - train_weeks - TEST_WEEKS + 1, WINDOWS).astype(int)
    for start in starts:
        split = start + train_weeks
        train = data[(data["week"] >= start) & (data["week"] < split)]
        size = train.groupby("series")["y"].transform("size")
        train = train[size >= MIN_WEEKS]
        test = data[(data["week"] >= split) & (data["week"] < split + TEST_WEEKS)]
        yield train, test[test["series"].isin(train["series"])]


def score(train: pd.DataFrame, test: pd.DataFrame) -> tuple[float, ...]:
    """Error of log demand in the test weeks by method."""
    names = np.sort(train["series"].unique())
    place = pd.Series(np.arange(len(names)), index=names)
    train = train.sort_values(["series", "week"])
    item = train["series"].map(place).to_numpy()
    x, y = train["x"].to_numpy(), train["y"].to_numpy()
    mean_x = np.bincount(item, x) / np.bincount(item)
    mean_y = np.bincount(item, y) / np.bincount(item)
    dx, dy = x - mean_x[item], y - mean_y[item]
    sxx = np.bincount(item, dx * dx)
    own = np.divide(np.bincount(item, dx * dy), sxx, out=np.zeros(len(names)), where=sxx > 1e-4)
    group = train.groupby("series")["group"].first().reindex(names).to_numpy()
    shrunk = shrunk_elasticities(
        log_units=y,
        log_price=x,
        item=item,
        period=pd.factorize(train["week"], sort=True)[0],
        group=pd.factorize(group, sort=True)[0],
    )["elasticity"].to_numpy()
    where = test["series"].map(place).to_numpy()
    change = test["x"].to_numpy() - mean_x[where]
    rise = test["y"].to_numpy() - mean_y[where]
    slopes = (np.zeros(len(names)), np.full(len(names), LITERATURE_ELASTICITY), own, shrunk)
    return tuple(float(np.sqrt(np.mean((rise - s[where] * change) ** 2))) for s in slopes)


def main(folder: Path) -> None:
    """Print the error reached next to the reference."""
    print(f"{'data':8}{'weeks':>6}" + "".join(f"{name:>24}" for name in METHODS))
    for name, data in (("oj", orange_juice(folder)), ("cheese", cheese(folder))):
        for weeks in TRAIN_WEEKS:
            errors = np.mean([score(*pair) for pair in windows(data, weeks)], axis=0)
            cells = zip(errors, REFERENCE[name, weeks], strict=True)
            print(f"{name:8}{weeks:>6}" + "".join(f"{e:>15.3f} ({r:.3f})" for e, r in cells))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
