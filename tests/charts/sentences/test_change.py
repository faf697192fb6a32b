from datetime import date

import pandas as pd
import pytest

from core.charts.change import change_alt, change_figure
from core.charts.formats import Formats
from core.charts.sentences import change_sentence
from core.exposure import EFFECTS, ExposureBridge

FORMATS = Formats("USD")
THEN = date(2025, 10, 31)


def bridged(start: float, end: float, **effects: float) -> ExposureBridge:
    named = {name.replace("_", " "): amount for name, amount in effects.items()}
    changes = [named.get(effect, 0.0) for effect in EFFECTS]
    table = pd.DataFrame({"effect": EFFECTS, "items": 1, "change": changes})
    return ExposureBridge(start, end, table, pd.DataFrame())


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            bridged(1000, 1500, aged=700, sold=-200),
            "The write-down rose by $500 to $1,500 since Oct 31, 2025, above all through stock "
            "that grew older ($700)",
        ),
        (
            bridged(1000, 400, aged=100, recovered=-700),
            "The write-down fell by $600 to $400 since Oct 31, 2025, above all through stock that "
            "recovered ($700)",
        ),
        (bridged(1000, 1000), "The write-down is $1,000 as it was since Oct 31, 2025"),
        (
            bridged(1000, 1000, aged=300, sold=-300),
            "The write-down is $1,000 as it was since Oct 31, 2025: effects up and down cancel out",
        ),
    ],
)
def test_the_sentence_says_how_far_it_moved_and_what_moved_it(
    found: ExposureBridge, said: str
) -> None:
    assert change_sentence(found, THEN, FORMATS) == said


def test_every_effect_has_words() -> None:
    for effect in EFFECTS:
        found = bridged(0, 10, **{effect.replace(" ", "_"): 10})
        assert "above all through" in change_sentence(found, THEN, FORMATS)


def test_bars_lead_from_the_earlier_level_to_the_later_one() -> None:
    steps = bridged(1000, 1500, aged=700, sold=-200).steps()
    bar = change_figure(steps, FORMATS).data[0]
    assert list(bar.base) == [0, 800, 800, 0]
    assert list(bar.x) == [1000, 200, 700, 1500]
    assert "aged $700" in change_alt(steps, FORMATS)


def test_no_write_down_at_either_date_is_said_in_place_of_bars() -> None:
    steps = bridged(0, 0).steps()
    assert "No write-down" in str(change_figure(steps, FORMATS).layout.annotations[0].text)
