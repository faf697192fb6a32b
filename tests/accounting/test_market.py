"""Cost or market over a whole exposure: the ceiling, the floor, and who must use it."""

import math

import pandas as pd
import pytest

from core.accounting import at_market, impaired_stock
from core.policy import Policy, PolicyError


def segments() -> pd.DataFrame:
    rows = [
        # sku, reason, kind, units, unit_cost, nrv_unit, price_used
        ("ceiling", "below cost", "write_down", 10.0, 20.0, 18.0, 20.0),
        ("median", "healthy", "", 10.0, 20.0, 25.0, 30.0),
        ("floor", "healthy", "", 10.0, 20.0, 22.0, 25.0),
        ("no quote", "healthy", "", 10.0, 20.0, 25.0, 30.0),
        ("unknown", "unknown", "", 10.0, 20.0, math.nan, math.nan),
    ]
    columns = ["sku", "reason", "kind", "units", "unit_cost", "nrv_unit", "price_used"]
    frame = pd.DataFrame(rows, columns=columns).assign(category="c")
    cost = frame["units"] * frame["unit_cost"]
    nrv = frame["units"] * frame["nrv_unit"]
    return frame.assign(cost_value=cost, nrv_value=nrv, write_down=(cost - nrv).clip(lower=0))


QUOTES = pd.Series({"ceiling": 30.0, "median": 17.0, "floor": 10.0})
LIFO = Policy(framework="US GAAP", cost_formula="LIFO", normal_profit_rate=0.4)


def test_market_is_replacement_cost_between_ceiling_and_floor() -> None:
    measured = at_market(segments(), QUOTES, policy=LIFO, currency="USD").set_index("sku")
    # median: 17 lies between 25 - 12 and 25; floor: 22 - 10 = 12 is above the quote of 10.
    assert measured["write_down"].drop("unknown").to_dict() == {
        "ceiling": 20.0,
        "median": 30.0,
        "floor": 80.0,
        "no quote": 0.0,
    }
    assert math.isnan(measured.loc["unknown", "write_down"])
    shown = measured.loc["median", ["nrv_unit", "floor", "replacement_cost", "unit_market"]]
    assert shown.tolist() == [25.0, 13.0, 17.0, 17.0]
    assert measured.loc["median", "reason"] == "below market"
    assert impaired_stock(measured.reset_index(), currency="USD").required_allowance == 130


@pytest.mark.parametrize(
    "policy",
    [Policy(framework="US GAAP"), Policy(framework="IFRS", cost_formula="retail"), Policy()],
)
def test_everyone_else_compares_with_net_realizable_value_alone(policy: Policy) -> None:
    frame = segments()
    assert at_market(frame, QUOTES, policy=policy, currency="USD") is frame


@pytest.mark.parametrize("framework", ["IFRS", "FRS 102"])
def test_lifo_is_refused_where_the_framework_forbids_it(framework: str) -> None:
    with pytest.raises(PolicyError, match="does not allow LIFO"):
        Policy(framework=framework, cost_formula="LIFO")
    assert LIFO.under(framework).cost_formula == "FIFO"
