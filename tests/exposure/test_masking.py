from typing import Any

import pytest

from core.exposure import expose, masked_losses
from core.policy import Policy


@pytest.fixture
def segments(book: Any) -> Any:
    costs_and_values = {
        "axe": ("tools", 10, 7), "saw": ("tools", 10, 12), "nail": ("tools", 10, 9),
        "tin": ("paint", 10, 14), "torn": ("paint", 10, 14), "odd": (None, 10, 4),
    }  # fmt: skip
    made = book(
        [
            {"sku": sku, "on_hand": 1, "unit_cost": cost, "condition": "broken" if sku == "torn"
             else None}
            for sku, (_, cost, _) in costs_and_values.items()
        ],
        [
            {"sku": sku, "category": category, "unit_price": value, "selling_cost_rate": 0}
            for sku, (category, _, value) in costs_and_values.items()
        ],
    )  # fmt: skip
    return expose(made, Policy(), None).segments


def test_a_category_hides_losses_up_to_its_gains(segments: Any) -> None:
    masked = masked_losses(segments, level="category").set_index("sku")
    # Tools lose 3 + 1 and gain 2: half of each loss is hidden. What has no category hides none.
    assert masked["masked"].to_dict() == {"axe": 1.5, "nail": 0.5, "odd": 0}
    assert masked["write_down"].to_dict() == {"axe": 3, "nail": 1, "odd": 6}
    assert masked["share_masked"].to_dict() == {"axe": 0.5, "nail": 0.5, "odd": 0}


def test_the_total_hides_more_but_never_damage(segments: Any) -> None:
    masked = masked_losses(segments, level="total")
    assert masked["sku"].tolist() == ["odd", "axe", "nail"]
    # All gains, 2 of the saw and 4 of the tin, against losses of 10; the broken tin stays lost.
    assert masked["masked"].sum() == pytest.approx(6)


def test_without_losses_nothing_is_hidden(segments: Any) -> None:
    sound = segments[segments["reason"] == "healthy"]
    assert masked_losses(sound, level="total").empty
    assert masked_losses(sound.head(0), level="category").empty
