"""What stands side by side in a figure is told apart by eyes that see fewer colors."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from core.charts import theme

Vector = npt.NDArray[np.float64]

#: Machado, Oliveira and Fernandes (2009), complete deficiency, on linear RGB.
SEEN = {
    "everyone": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip
#: Linear RGB to CIE XYZ, and the white of a screen (D65).
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ.sum(axis=1)
#: CIE 1976 distance from which two areas are plainly different side by side; 2.3 is just seen.
PLAIN = 10.0


def lab(color: str, seen: Vector) -> Vector:
    """Return a color in CIELAB as those eyes see it."""
    sent = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(sent <= 0.04045, sent / 12.92, ((sent + 0.055) / 1.055) ** 2.4)
    share = TO_XYZ @ np.clip(seen @ linear, 0, 1) / WHITE
    curve = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array(
        [116 * curve[1] - 16, *(500 * (curve[:2] - curve[1])[:1]), 200 * (curve[1] - curve[2])]
    )


def distance(one: str, other: str, eyes: str) -> float:
    return float(np.linalg.norm(lab(one, SEEN[eyes]) - lab(other, SEEN[eyes])))


def side_by_side(*, dark: bool) -> dict[str, tuple[str, str]]:
    """Return every pair of colors that touch or cross in a figure."""
    ink = theme.colors(dark=dark)
    reasons = list(ink.reasons.items())
    return {
        "good and bad": (ink.good, ink.bad),
        "lost and kept": (ink.bad, ink.keep),
        "lost and healthy": (ink.bad, ink.healthy),
        "actual and previous": (ink.actual, ink.previous),
        "actual and forecast": (ink.actual, ink.forecast),
        "actual and good": (ink.actual, ink.good),
        "actual and bad": (ink.actual, ink.bad),
        "plain and unknown": (ink.actual, ink.unknown),
        **{
            f"{one} and {other}": (first, second)
            for (one, first), (other, second) in pairwise(reasons)
        },
        **{
            f"series {place} and {place + 1}": pair
            for place, pair in enumerate(pairwise(theme.CATEGORICAL), start=1)
        },
    }


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("eyes", SEEN)
def test_neighbors_in_a_figure_are_told_apart(eyes: str, dark: bool) -> None:
    far = {name: distance(*pair, eyes) for name, pair in side_by_side(dark=dark).items()}
    assert {name: round(each, 1) for name, each in far.items() if each < PLAIN} == {}


def test_the_measure_knows_two_colors_that_deuteranopes_confuse() -> None:
    assert distance("#D73027", "#1A9850", "everyone") > 100
    assert distance("#C25A00", "#7F7F00", "deuteranopia") < PLAIN
