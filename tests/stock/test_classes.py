import numpy as np
import pandas as pd
import pytest

from core.stock import abc_classes


@pytest.mark.parametrize(
    ("value", "classes"),
    [
        ([70, 20, 10], ["A", "A", "B"]),
        ([80, 15, 5], ["A", "B", "C"]),
        ([10, 70, 20], ["B", "A", "A"]),
        ([100], ["A"]),
        ([0, 0], ["C", "C"]),
        ([], []),
    ],
)
def test_the_running_share_of_value_decides(value: list[float], classes: list[str]) -> None:
    assert abc_classes(pd.Series(value, dtype="float64")).tolist() == classes


def test_equal_values_get_one_class() -> None:
    assert set(abc_classes(pd.Series([1.0] * 10))) == {"A"}


def test_an_unknown_value_has_no_class() -> None:
    classes = abc_classes(pd.Series([90.0, np.nan], index=["x", "y"]))
    assert classes["x"] == "A"
    assert pd.isna(classes["y"])
