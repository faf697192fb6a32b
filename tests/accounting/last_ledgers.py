"""Ledgers of a last run, made up from an analysis, for tests of what follows them."""

import numpy as np
import pandas as pd

from core.accounting import LastRun, lot_ledger, read_ledger
from core.accounting.last_run import UNASSIGNED
from core.analysis import Analysis


def made_up_ledger(analysis: Analysis) -> pd.DataFrame:
    """Return a ledger in which some lots stood lower then, others higher, and some are gone.

    Of every five lots that lose now: one held what it needs, one half of it, one half as much
    again, one nothing, one twice the units. Every tenth that loses nothing now had lost a tenth of
    its cost. A lot that is gone and an allowance of no lot follow.
    """
    now = lot_ledger(analysis.impact)
    now = now[now["cost_value"].notna() & (now["sku"] != UNASSIGNED)].sort_values(
        ["sku", "location", "lot"], ignore_index=True
    )
    number = np.arange(len(now))
    losing = (now["closing"].fillna(0.0) > 0).to_numpy()
    share = np.array([1.0, 0.5, 1.5, 0.0, 1.0])[number % 5]
    closing = np.where(
        losing,
        np.minimum(now["closing"].fillna(0.0) * share, now["cost_value"]),
        np.where(number % 10 == 0, now["cost_value"] * 0.1, 0.0),
    )
    units = now["units"] * np.where(number % 5 == 4, 2.0, 1.0)
    then = now.assign(units=units, closing=closing.round(2))
    then = then.assign(earlier_years=(then["closing"] * 0.5).round(2))
    further = pd.DataFrame(
        {
            "sku": ["gone before", UNASSIGNED],
            "units": [10.0, 0.0],
            "cost_value": [200.0, 0.0],
            "closing": [80.0, 33.33],
            "earlier_years": [80.0, 33.33],
        }
    )
    columns = ["sku", "location", "lot", "units", "cost_value", "closing", "earlier_years"]
    return pd.concat([then[columns], further], ignore_index=True)[columns]


def made_up_last_run(analysis: Analysis) -> LastRun:
    """Return `made_up_ledger` as it is read."""
    return read_ledger(made_up_ledger(analysis))
