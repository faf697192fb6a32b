"""The map of the stock: every tile is the sum of the tiles within it."""

import math

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from core.charts import treemap
from core.charts.formats import Formats
from core.charts.theme import colors

GBP = Formats("GBP")


def stock(rows: list[tuple[str | None, float, float]]) -> pd.DataFrame:
    categories, costs, losses = zip(*rows, strict=True)
    return pd.DataFrame(
        {
            "sku": [f"S{number:04d}" for number in range(len(rows))],
            "description": ["Mug"] * len(rows),
            "category": pd.Series(categories, dtype="str"),
            "cost_value": costs,
            "write_down": losses,
        }
    )


ROW = st.tuples(
    st.sampled_from([*(f"C{number}" for number in range(14)), None]),
    st.integers(1, 10_000).map(float),
    st.just(0.0) | st.just(math.nan),
)


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=200))
def test_every_tile_is_the_sum_of_the_tiles_within_it(
    rows: list[tuple[str | None, float, float]],
) -> None:
    items = stock(rows)
    tree = treemap.stock_map_figure(items, GBP).data[0]
    value = dict(zip(tree.ids, tree.values, strict=True))
    assert len(value) == len(tree.ids)
    assert value[treemap.ROOT] == items["cost_value"].sum()
    for parent in set(tree.parents) - {""}:
        children = [i for i, p in zip(tree.ids, tree.parents, strict=True) if p == parent]
        assert sum(value[child] for child in children) == value[parent]
    assert sum(i.startswith("item:") for i in tree.ids) == min(len(items), treemap.MOST_ITEMS)
    assert sum(i.startswith("category:") for i in tree.ids) <= treemap.MOST_CATEGORIES + 1


def test_color_is_the_share_lost_and_unknown_is_gray() -> None:
    items = stock([("A", 100.0, 100.0), ("A", 80.0, 0.0), ("B", 60.0, math.nan)])
    tree = treemap.stock_map_figure(items, GBP).data[0]
    color = dict(zip(tree.ids, tree.marker.colors, strict=True))
    palette = colors()
    assert color["item:S0000"] == palette.bad
    assert color["item:S0001"] == palette.keep
    assert color["item:S0002"] == palette.unknown


def test_tiles_say_their_cost_and_share_lost() -> None:
    tree = treemap.stock_map_figure(stock([("A", 1_000.0, 250.0)]), GBP).data[0]
    assert tree.text[-1] == "£1K, −25%"
    assert tree.hovertext[-1] == "<b>Mug</b><br>At cost £1,000<br>Write-down £250 (25%)"


def test_items_too_small_for_a_tile_are_counted_and_those_that_lose_stand_apart() -> None:
    large = [("A", 1_000.0, 0.0)] * treemap.MOST_ITEMS
    small = [("A", 10.0, 0.0)] * 3 + [("A", 9.0, 9.0)] + [("A", 8.0, math.nan)]
    tree = treemap.stock_map_figure(stock([*large, *small]), GBP).data[0]
    said = {
        label.replace("<br>", " "): (value, text)
        for i, label, value, text in zip(tree.ids, tree.labels, tree.values, tree.text, strict=True)
        if i.startswith("rest:")
    }
    assert said == {
        "1 other, losing": (9.0, "£9, −100%"),
        "4 others": (38.0, "£38"),
    }


def test_an_unknown_loss_is_said_to_be_unknown() -> None:
    tree = treemap.stock_map_figure(stock([("A", 1_000.0, math.nan)]), GBP).data[0]
    assert tree.hovertext[-1].endswith("Write-down unknown")


def test_without_costs_the_figure_says_so() -> None:
    figure = treemap.stock_map_figure(stock([("A", math.nan, math.nan)]), GBP)
    assert figure.layout.annotations[0].text == "No stock with a known cost"


def test_the_alternative_text_names_the_category() -> None:
    items = stock([("A", 100.0, 40.0), ("B", 100.0, 10.0), (None, 5.0, math.nan)])
    assert treemap.stock_map_alt(items, GBP).endswith("A carries £40 of the £50 write-down (80%).")
