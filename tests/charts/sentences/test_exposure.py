"""Sentences on what is at risk, state by state."""

from typing import Any

import pandas as pd
import pytest

from core.charts import sentences
from core.charts.formats import Formats

GBP = Formats("GBP")
NAN = float("nan")

HEADLINES: list[tuple[dict[str, Any], str]] = [
    (
        {"likely": (12_400.0, 19_500.0, 27_100.0)},
        "£41,200 of your £310,000 stock is at risk; write-down £18,900 (likely £12,400 to £27,100)",
    ),
    ({}, "£41,200 of your £310,000 stock is at risk; write-down £18,900"),
    (
        {"likely": (18_900.0, 18_900.2, 18_900.4)},
        "£41,200 of your £310,000 stock is at risk; write-down £18,900",
    ),
    (
        {"write_down": 0.0, "likely": (0.0, 0.0, 3_000.0)},
        "£41,200 of your £310,000 stock is at risk; most likely no write-down, at worst £3,000",
    ),
    (
        {"write_down": 0.0},
        "£41,200 of your £310,000 stock is at risk; "
        "it should still bring its cost, so no write-down is needed",
    ),
    (
        {"write_down": NAN},
        "£41,200 of your £310,000 stock is at risk; the write-down is unknown",
    ),
    (
        {"at_risk_value": 310_000.0},
        "All of your £310,000 stock is at risk; write-down £18,900",
    ),
    (
        {"at_risk_value": 0.0, "write_down": 0.0},
        "None of your £310,000 stock is at risk; no write-down is needed",
    ),
    (
        {"at_risk_value": 0.0, "write_down": 0.0, "unknown_cost_value": 12_000.0},
        "Nothing found in your £310,000 stock is at risk; £12,000 cannot be judged yet",
    ),
    (
        {"unknown_cost_value": 12_000.0},
        "£41,200 of your £310,000 stock is at risk; write-down £18,900; "
        "£12,000 cannot be judged yet",
    ),
    (
        {"at_risk_value": 0.0, "write_down": NAN, "unknown_cost_value": 310_000.0},
        "None of your £310,000 stock can be judged yet: its selling prices are unknown",
    ),
    (
        {"unknown_cost_value": 250_000.0},
        "Only £60,000 of your £310,000 stock can be judged yet; £41,200 of it is at risk; "
        "write-down £18,900",
    ),
    (
        {"unknown_cost_value": 309_000.0, "at_risk_value": 1_000.0, "write_down": 600.0},
        "Only £1,000 of your £310,000 stock can be judged yet; all of it is at risk; "
        "write-down £600",
    ),
    ({"cost_value": 0.0}, "No item in stock has a cost yet, so nothing can be said to be at risk"),
    ({"units": 0.0}, "There is no stock on hand to value"),
]


@pytest.mark.parametrize(("changes", "sentence"), HEADLINES)
def test_the_headline_is_true_in_every_state(changes: dict[str, Any], sentence: str) -> None:
    figures: dict[str, Any] = {
        "units": 4_000.0,
        "cost_value": 310_000.0,
        "at_risk_value": 41_200.0,
        "write_down": 18_900.0,
    }
    assert sentences.overview_headline(GBP, **(figures | changes)) == sentence


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "eight of ten simulated futures lose £12,400 to £27,100"),
        ({"likely": (19_000.0, 20_000.0, 27_100.0)}, "more than that, since a bad year"),
        ({"likely": (9_000.0, 10_000.0, 12_000.0)}, "less than that: the rule is the more careful"),
        ({"likely": (18_900.0, 18_900.0, 18_900.0)}, "£18,900 is certain"),
        ({"masked": 5_000.0, "group": "category"}, "hide £5,000 of losses on others; item by item"),
    ],
)
def test_the_write_down_and_its_range_are_told_apart(changes: dict[str, Any], says: str) -> None:
    figures: dict[str, Any] = {"write_down": 18_900.0, "likely": (12_400.0, 19_500.0, 27_100.0)}
    sentence = sentences.range_sentence(GBP, **(figures | changes))
    assert "£18,900" in sentence.split(";")[0]
    assert says in sentence


@pytest.mark.parametrize(("loss", "end"), [(0.0, 0.0), (NAN, NAN), (0.0, NAN)])
def test_no_range_is_told_of_no_loss(loss: float, end: float) -> None:
    assert sentences.range_sentence(GBP, write_down=loss, likely=(end, end, end)) == ""


def aging(*rows: tuple[str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["bucket", "cost_value", "write_down"])


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            aging(("0–90 days", 100_000, 900), ("over 90 days", 20_500, 8_200)),
            "Stock aged over 90 days carries the largest write-down: £8,200 of £20,500 at cost",
        ),
        (
            aging(("0–90 days", 1_000, 100), ("unknown age", 300, 20)),
            "Stock aged 0–90 days carries the largest write-down: £100 of £1,000 at cost; "
            "the age of £300 is unknown",
        ),
        (
            aging(("0–90 days", 1_000, 0), ("unknown age", 300, 20)),
            "Stock of unknown age carries the largest write-down: £20 of £300 at cost",
        ),
        (aging(("0–90 days", 1_000, 0)), "No age group needs a write-down"),
        (
            aging(("0–90 days", 1_000, 0), ("unknown age", 300, 0)),
            "No age group needs a write-down; the age of £300 is unknown",
        ),
        (
            aging(("0–90 days", 0, 0), ("unknown age", 310_000, 0)),
            "The age of all £310,000 stock is unknown",
        ),
        (
            aging(("0–90 days", 0, 0), ("unknown age", 310_000, 5_000)),
            "The age of all £310,000 stock is unknown, with a write-down of £5,000",
        ),
        (aging(("0–90 days", 0, 0)), "There is no stock with a known cost to age"),
    ],
)
def test_the_age_that_loses_most_is_named(table: pd.DataFrame, sentence: str) -> None:
    assert sentences.aging_sentence(table, GBP) == sentence


def risk(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    names = ["bucket", "at_risk_value", "unknown_cost_value", "write_down"]
    return pd.DataFrame(rows, columns=names)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            risk(("0–90 days", 20_000, 0, 900), ("over 90 days", 20_500, 0, 8_200)),
            "Stock aged over 90 days drives £8,200 of the £9,100 write-down (90%)",
        ),
        (
            risk(("0–90 days", 1_000, 0, 0), ("over 90 days", 300, 50, 20)),
            "Stock aged over 90 days makes up all of the £20 write-down",
        ),
        (
            risk(("0–90 days", 1_000, 0, 10), ("unknown age", 300, 0, 30)),
            "Stock of unknown age drives £30 of the £40 write-down (75%)",
        ),
        (
            risk(("0–90 days", 0, 0, 0), ("unknown age", 310_000, 0, 5_000)),
            "The age of all £310,000 at risk is unknown, with a write-down of £5,000",
        ),
        (risk(("0–90 days", 1_000, 0, 0)), "No age group needs a write-down"),
        (
            risk(("0–90 days", 1_000, 700, 0)),
            "No age group needs a write-down; £700 cannot be judged",
        ),
        (risk(("0–90 days", 0, 700, NAN)), "£700 cannot be judged, whatever its age"),
        (risk(("0–90 days", 0, 0, 0)), "No age group needs a write-down"),
        (risk(), "No age group needs a write-down"),
    ],
)
def test_the_age_of_what_is_at_risk_is_named(table: pd.DataFrame, sentence: str) -> None:
    assert sentences.risk_by_age_sentence(table, GBP) == sentence


def reasons(*rows: tuple[str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["reason", "cost_value", "write_down"])


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            reasons(("excess", 25_000, 9_200), ("slow", 20_000, 9_700), ("healthy", 9, 0)),
            "Slow stock drives £9,700 of the £18,900 write-down (51%)",
        ),
        (
            reasons(("below cost", 25_000, 9_200), ("slow", 20_000, 700)),
            "Items that sell below cost drive £9,200 of the £9,900 write-down (93%)",
        ),
        (
            reasons(("expiring", 25_000, 9_200)),
            "Stock that expires before it sells makes up all of the £9,200 write-down",
        ),
        (
            reasons(("discontinued", 25_000, 9_200)),
            "Discontinued items make up all of the £9,200 write-down",
        ),
        (reasons(("healthy", 25_000, 0)), "No reason calls for a write-down"),
        (
            reasons(("healthy", 25_000, 0), ("unknown", 700, NAN)),
            "No write-down found; £700 cannot be judged yet",
        ),
        (reasons(), "No reason calls for a write-down"),
    ],
)
def test_the_reason_that_drives_the_write_down_is_named(table: pd.DataFrame, sentence: str) -> None:
    assert sentences.reasons_sentence(table, GBP) == sentence


def categories(*rows: tuple[str | None, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["category", "cost_value", "write_down"])


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            categories(("Kitchen", 9_000, 800), ("Garden", 12_000, 4_200)),
            "Garden carries £4,200 of the £5,000 write-down (84%)",
        ),
        (
            categories(("Garden", 12_000, 4_200), ("Kitchen", 9_000, 0)),
            "Garden carries all of the £4,200 write-down",
        ),
        (
            categories((None, 12_000, 4_200)),
            "Stock without a category carries all of the £4,200 write-down",
        ),
        (
            categories((sentences.NO_CATEGORY, 12_000, 4_200)),
            "Stock without a category carries all of the £4,200 write-down",
        ),
        (categories(("Garden", 12_000, 0)), "No category needs a write-down"),
        (categories(("Garden", 12_000, NAN)), "No category needs a write-down"),
        (categories(), "No category needs a write-down"),
    ],
)
def test_the_category_that_loses_most_is_named(table: pd.DataFrame, sentence: str) -> None:
    assert sentences.category_sentence(table, GBP) == sentence


def test_equal_categories_are_named_in_the_order_of_their_names() -> None:
    table = categories(("Kitchen", 100, 50), ("Garden", 100, 50))
    assert sentences.category_sentence(table, GBP).startswith("Garden")
    assert sentences.category_sentence(table.iloc[::-1], GBP).startswith("Garden")


@pytest.mark.parametrize(
    ("losses", "sentence"),
    [
        ([100.0, 60.0, 40.0], "2 items carry £160 of the £200 write-down (80%)"),
        ([100.0, 60.0, NAN], "2 items carry all of the £160 write-down"),
        ([100.0, 0.0, NAN], "1 item carries all of the £100 write-down"),
        ([0.0, 0.0, NAN], "No item needs a write-down"),
    ],
)
def test_few_items_carry_a_share_of_the_write_down(losses: list[float], sentence: str) -> None:
    items = pd.DataFrame({"sku": ["A", "B", "C"], "write_down": losses})
    assert sentences.top_items_sentence(items, GBP, count=2) == sentence


@pytest.mark.parametrize(
    ("losses", "sentence"),
    [
        ([100.0, 0.0], "£1,000 at cost carries at £900 once £100 is written down"),
        ([0.0, 0.0], "£1,000 at cost keeps its value"),
    ],
)
def test_the_way_from_cost_to_carrying_value_is_said(losses: list[float], sentence: str) -> None:
    table = pd.DataFrame(
        {"reason": ["slow", "healthy"], "cost_value": [400.0, 600.0], "write_down": losses}
    )
    assert sentences.carrying_sentence(table, GBP) == sentence
    assert sentences.carrying_sentence(table.head(0), GBP) == "There is no stock with a known cost"
