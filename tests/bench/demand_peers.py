"""One peer library on one file of series, run by an interpreter that has it.

    python demand_peers.py LIBRARY FILE

statsforecast wants pandas below 3, which this product does not run on, so that it lives in an
environment of its own. Needs nothing of this project. FILE is parquet with unique_id, ds (1, 2, …),
y; prints JSON: seconds of the processor an item, and the 18 forecasts of each.
"""

import json
import sys
import time
import warnings

import numpy as np
import pandas as pd

HORIZON, SEASON = 18, 12
LEVELS = (80, 95)


def auto_ets(rows: pd.DataFrame) -> dict[str, list[float]]:
    """AutoETS of statsforecast with its intervals."""
    from statsforecast.models import AutoETS

    found = {}
    for name, series in rows.groupby("unique_id"):
        values = series["y"].to_numpy(dtype=float)
        path = AutoETS(season_length=SEASON).forecast(y=values, h=HORIZON, level=list(LEVELS))
        found[str(name)] = [float(value) for value in path["mean"]]
    return found


def ets(rows: pd.DataFrame) -> dict[str, list[float]]:
    """ETS of statsmodels with additive error, damped trend and season, and its intervals."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    found = {}
    for name, series in rows.groupby("unique_id"):
        values = series["y"].astype(float).reset_index(drop=True)
        model = ETSModel(
            values, error="add", trend="add", damped_trend=True, seasonal="add",
            seasonal_periods=SEASON,
        )  # fmt: skip
        fit = model.fit(disp=False)
        ahead = fit.get_prediction(start=len(values), end=len(values) + HORIZON - 1)
        for level in LEVELS:
            ahead.pred_int(alpha=1 - level / 100)
        found[str(name)] = [float(value) for value in np.asarray(ahead.predicted_mean)]
    return found


PEERS = {"statsforecast AutoETS": auto_ets, "statsmodels ETS": ets}

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    peer, table = PEERS[sys.argv[1]], pd.read_parquet(sys.argv[2])
    peer(table[table["unique_id"] == table["unique_id"].iloc[0]])
    begin = time.process_time()
    paths = peer(table)
    taken = (time.process_time() - begin) / len(paths)
    sys.stdout.write(json.dumps({"seconds": taken, "mean": paths}))
