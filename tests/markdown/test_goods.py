"""Which goods a markdown is for, and what is known of their answer to price."""

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from core.markdown import (
    DEPTH_STEPS,
    MarkdownInputs,
    exposed_write_down,
    marked_skus,
    response_evidence,
)

ITEMS = pd.DataFrame(
    {
        "sku": ["A", "B", "C", "D"],
        "category": ["Gifts", "Gifts", None, "Home"],
        "at_risk_value": [100.0, 0.0, 50.0, math.nan],
        "write_down": [40.0, 0.0, 10.0, math.nan],
    }
)


@pytest.mark.parametrize(
    ("category", "only_at_risk", "skus"),
    [
        (None, True, ("A", "C")),
        (None, False, ("A", "B", "C", "D")),
        ("Gifts", True, ("A",)),
        ("Gifts", False, ("A", "B")),
        ("No category", True, ("C",)),
        ("Home", True, ()),
    ],
)
def test_goods_are_of_the_category_and_at_risk(
    category: str | None, only_at_risk: bool, skus: tuple[str, ...]
) -> None:
    assert marked_skus(ITEMS, category=category, only_at_risk=only_at_risk) == skus


def test_the_exposures_write_down_is_summed_over_the_goods_where_known() -> None:
    assert exposed_write_down(ITEMS, ("A", "D")) == 40.0
    assert exposed_write_down(ITEMS, ()) == 0.0


def test_depths_run_from_nothing_to_seventy_percent() -> None:
    assert DEPTH_STEPS[0] == 0.0
    assert DEPTH_STEPS[6] == 0.3
    assert DEPTH_STEPS[-1] == 0.7


RESPONSE = pd.DataFrame(
    {
        "sku": ["S1", "S0", "S2"],
        "own_share": [0.0, 1.0, 0.0],
        "category_share": [0.25, 0.0, 0.0],
        "prior_share": [0.75, 0.0, 1.0],
        "warning": ["hardly moved", "", "none"],
    }
)


def test_evidence_weighs_items_by_the_cost_of_their_stock(
    make_inputs: Callable[..., MarkdownInputs],
) -> None:
    # Stock at cost of 3,000 and 1,000: weights of three quarters and one.
    inputs = make_inputs(
        on_hand=[300.0, 100.0, 500.0],
        unit_cost=10.0,
        elasticity=[-2.0, -4.0, -9.0],
        elasticity_sd=[0.5, 1.5, 9.0],
    )
    evidence = response_evidence(inputs, RESPONSE, ("S0", "S1"))
    assert evidence.elasticity == pytest.approx(-2.5)
    # 1.2816 standard deviations of 0.75 to either side hold eight cases in ten.
    assert evidence.low == pytest.approx(-2.5 - 1.281552 * 0.75)
    assert evidence.high == pytest.approx(-2.5 + 1.281552 * 0.75)
    shares = (evidence.own_share, evidence.category_share, evidence.prior_share)
    assert shares == pytest.approx((0.75, 0.0625, 0.1875))
    assert evidence.warning == ""


def test_nobody_buys_more_because_the_price_is_higher(
    make_inputs: Callable[..., MarkdownInputs],
) -> None:
    inputs = make_inputs(elasticity=[-0.5], elasticity_sd=[2.0])
    assert response_evidence(inputs, RESPONSE, ("S0",)).high == 0.0


def test_without_goods_the_response_is_unknown(
    make_inputs: Callable[..., MarkdownInputs],
) -> None:
    evidence = response_evidence(make_inputs(elasticity=[-2.0]), RESPONSE, ())
    assert np.isnan(evidence.elasticity)
    assert evidence.warning == ""
