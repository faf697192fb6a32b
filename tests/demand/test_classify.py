"""Labels of demand patterns."""

import numpy as np
import pytest

from core.demand import classify

WEEKS = 52


@pytest.mark.parametrize(
    ("units", "label"),
    [
        ([10.0] * 24, "smooth"),
        ([1.0, 30.0] * 12, "erratic"),
        ([0.0, 0.0, 4.0] * 8, "intermittent"),
        ([0.0, 0.0, 1.0, 0.0, 0.0, 20.0] * 4, "lumpy"),
        ([np.nan] * 20 + [5.0] * 4, "new"),
        ([9.0] * 14 + [0.0] * 10, "dying"),
        ([0.0, 5.0] + [0.0] * 22, "dying"),
    ],
)
def test_a_pattern_has_its_name(units: list[float], label: str) -> None:
    assert classify(np.array(units)[:, None])[0] == label


def test_a_usual_pause_is_not_death() -> None:
    units = np.array([0.0, 0.0, 4.0] * 8 + [0.0, 0.0])
    assert classify(units[:, None])[0] == "intermittent"


def test_an_item_whose_sales_make_no_whole_period_is_new() -> None:
    assert classify(np.empty((0, 2))).tolist() == ["new", "new"]
