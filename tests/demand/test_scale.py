"""Chunks on a cluster: the same call, the same figures."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from core.demand import forecast_table
from core.problem import UnusableInputError


def table() -> pd.DataFrame:
    rng = np.random.default_rng(4)
    units = rng.poisson(rng.gamma(2, 10, 1300) + 1, (36, 1300)).astype(float)
    step, series = np.indices(units.shape)
    return pd.DataFrame({"unique_id": series.ravel(), "ds": step.ravel(), "y": units.ravel()})


@pytest.fixture
def scheduler() -> Iterator[str]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_two_workers_give_identical_figures(scheduler: str) -> None:
    rows = table()
    local = forecast_table(rows, horizon=6, season=12)
    shared = forecast_table(rows, horizon=6, season=12, scheduler=scheduler)
    pd.testing.assert_frame_equal(local, shared, check_exact=True)


@pytest.mark.filterwarnings("default")
def test_an_address_that_is_none_is_said() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(UnusableInputError, match="nonsense"):
        forecast_table(table().head(40), horizon=2, scheduler="nonsense://x")
