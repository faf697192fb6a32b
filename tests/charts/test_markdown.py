"""What the figures of a markdown draw is what the tables hold."""

import pandas as pd

from core.charts import markdown
from core.charts.formats import Formats

GBP = Formats("GBP")
CURVE = pd.DataFrame(
    {
        "depth": [0.0, 0.3, 0.5],
        "cash": [8_900.0, 12_159.0, 10_400.0],
        "write_down": [5_200.0, 204.0, 2_400.0],
        "leftover_units": [520.0, 19.6, 0.0],
    }
)
WEEKS = pd.DataFrame(
    {
        "week": [1, 2, 3],
        "units": [80.0, 79.0, 78.0],
        "leftover_units": [120.0, 41.0, 0.0],
        "leftover_units_hold": [160.0, 120.0, 80.0],
    }
)


def by_name(figure: object) -> dict[str, list[float]]:
    return {trace.name: list(trace.y) for trace in figure.data}  # type: ignore[attr-defined]


def test_the_curves_hold_the_tables_values() -> None:
    drawn = by_name(markdown.depth_figure(CURVE, GBP))
    assert drawn["Cash recovered"] == CURVE["cash"].tolist()
    assert drawn["Write-down today"] == CURVE["write_down"].tolist()
    assert drawn["Units left over"] == CURVE["leftover_units"].tolist()


def test_the_chosen_depth_is_marked_and_stands_out_among_what_is_expected() -> None:
    figure = markdown.depth_figure(CURVE, GBP, depth=0.3)
    assert figure.layout.shapes[0].x0 == 0.3
    marker = figure.data[-1].marker
    assert marker.pattern.shape == "/"
    assert marker.color[0] == marker.color[2] != marker.color[1]
    assert len(markdown.depth_figure(CURVE, GBP).layout.shapes) == 0


def test_depths_may_come_in_any_order() -> None:
    assert markdown.depth_figure(CURVE.iloc[::-1], GBP) == markdown.depth_figure(CURVE, GBP)


def test_weeks_hold_units_and_what_is_left_with_and_without_the_markdown() -> None:
    drawn = by_name(markdown.weeks_figure(WEEKS, GBP))
    assert drawn["Units sold a week"] == WEEKS["units"].tolist()
    assert drawn["Left with the markdown"] == WEEKS["leftover_units"].tolist()
    assert drawn["Left at today's price"] == WEEKS["leftover_units_hold"].tolist()


def test_weeks_without_a_baseline_show_the_markdown_alone() -> None:
    drawn = by_name(markdown.weeks_figure(WEEKS.drop(columns="leftover_units_hold"), GBP))
    assert "Left at today's price" not in drawn


def test_expected_units_are_hatched() -> None:
    assert markdown.weeks_figure(WEEKS, GBP).data[0].marker.pattern.shape == "/"


def test_without_rows_the_figures_say_so() -> None:
    assert markdown.depth_figure(CURVE.head(0), GBP).layout.annotations[0].text
    assert markdown.weeks_figure(WEEKS.head(0), GBP).layout.annotations[0].text


def test_alternative_texts_state_the_takeaway() -> None:
    assert markdown.depth_alt(CURVE, GBP).endswith(
        "30% off needs the smallest write-down, £204, and brings the most cash, £12,159."
    )
    assert markdown.weeks_alt(WEEKS, GBP).endswith(
        "All 237 units are sold within 3 weeks, 80 fewer than at today's price."
    )


def test_what_the_rest_brings_later_is_drawn_where_it_differs() -> None:
    with_rest = CURVE.assign(recovered=CURVE["cash"] + 500)
    drawn = by_name(markdown.depth_figure(with_rest, GBP))
    assert drawn["With the rest, sold later"] == with_rest["recovered"].tolist()
    same = by_name(markdown.depth_figure(CURVE.assign(recovered=CURVE["cash"]), GBP))
    assert "With the rest, sold later" not in same


def test_of_many_depths_the_first_the_last_and_the_chosen_one_are_labeled() -> None:
    depths = [step / 20 for step in range(15)]
    curve = pd.DataFrame(
        {"depth": depths, "cash": 100.0, "write_down": 10.0, "leftover_units": range(20, 35)}
    )
    figure = markdown.depth_figure(curve, GBP, depth=0.35)
    assert list(figure.layout.xaxis.ticktext)[:3] == ["0%", "", "10%"]
    texts = next(list(trace.text) for trace in figure.data if trace.type == "bar")
    assert [text for text in texts if text] == ["20", "27", "34"]
    assert texts[7] == "27"
