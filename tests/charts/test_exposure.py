"""What the figures of exposure draw is what the tables hold."""

import pandas as pd
import pytest

from core.charts import exposure
from core.charts.formats import Formats

GBP = Formats("GBP")
NAN = float("nan")

AGING = pd.DataFrame(
    {
        "bucket": ["0–90 days", "91–365 days", "over 365 days", "unknown age"],
        "cost_value": [121_000.0, 52_000.0, 0.0, 12_000.0],
        "write_down": [900.0, 6_200.0, 0.0, 0.0],
        "at_risk_value": [15_000.0, 20_000.0, 0.0, 0.0],
        "unknown_cost_value": [4_000.0, 0.0, 0.0, 1_000.0],
    }
)
BY_REASON = pd.DataFrame(
    {
        "reason": ["unknown", "healthy", "slow", "expired", "excess"],
        "cost_value": [5_000.0, 60_000.0, 8_000.0, 2_000.0, 25_000.0],
        "write_down": [0.0, 0.0, 500.0, 600.0, 6_000.0],
    }
)
BY_CATEGORY = pd.DataFrame(
    {
        "category": ["Garden", "Kitchen", "No category"],
        "cost_value": [12_000.0, 30_000.0, 1_000.0],
        "write_down": [4_200.0, 1_000.0, 0.0],
        "unknown_cost_value": [0.0, 500.0, 1_000.0],
    }
)
ITEMS = pd.DataFrame(
    {
        "sku": ["A1", "B2", "C3", "D4", "E5"],
        "description": ["Mug", "", "Robin <i>bauble</i>", "Throw", "Candle"],
        "reason": ["excess", "expired", "slow", "healthy", "unknown"],
        "cost_value": [500.0, 300.0, 800.0, 900.0, 700.0],
        "write_down": [200.0, 300.0, 200.0, 0.0, NAN],
    }
)


def bars(figure: object) -> dict[str, list[float]]:
    return {trace.name: list(trace.x) for trace in figure.data if trace.type == "bar"}  # type: ignore[attr-defined]


def texts(figure: object, index: int) -> list[str]:
    return [text.strip() for text in figure.data[index].text]  # type: ignore[attr-defined]


def test_parts_of_each_age_add_up_to_its_cost() -> None:
    parts = bars(exposure.aging_figure(AGING, GBP))
    assert parts["Write-down"] == [900, 6_200, 0]
    total = [sum(part) for part in zip(*parts.values(), strict=True)]
    assert total == [121_000, 52_000, 12_000]


def test_ages_without_stock_are_left_out() -> None:
    figure = exposure.aging_figure(AGING, GBP)
    assert list(figure.layout.yaxis.ticktext) == ["0–90 days", "91–365 days", "unknown age"]


def test_reasons_stand_in_the_order_in_which_they_claim_units_and_unknown_last() -> None:
    figure = exposure.risk_figures(AGING, BY_REASON, GBP)[1]
    assert list(figure.layout.yaxis.ticktext) == ["Expired", "Excess", "Slow", "Unknown"]
    parts = bars(figure)
    assert parts["Write-down"] == [600, 6_000, 500, 0]
    assert parts["Rest of cost"] == [1_400, 19_000, 7_500, 0]
    assert parts["Unknown"] == [0, 0, 0, 5_000]


def test_stock_at_risk_adds_up_to_the_same_by_age_and_by_reason() -> None:
    by_age, by_reason = (bars(each) for each in exposure.risk_figures(AGING, BY_REASON, GBP))
    assert by_age["Write-down"] == [900, 6_200, 0]
    assert by_age["Rest of cost"] == [14_100, 13_800, 0]
    assert by_age["Unknown"] == [4_000, 0, 1_000]
    for part in ("Write-down", "Rest of cost", "Unknown"):
        assert sum(by_age[part]) == sum(by_reason[part])


def test_what_stands_side_by_side_is_drawn_on_one_scale() -> None:
    for aging, by_reason in (
        (AGING, BY_REASON),
        (AGING.assign(at_risk_value=[90_000.0, 0.0, 0.0, 0.0]), BY_REASON),
        (AGING, BY_REASON.assign(cost_value=[0.0, 0.0, 90_000.0, 1.0, 2.0])),
    ):
        one, other = exposure.risk_figures(aging, by_reason, GBP)
        assert one.layout.xaxis.range == other.layout.xaxis.range
        assert one.layout.xaxis.range[0] == 0
        # As many pixels a pound, too: the same room is left beside the bars.
        assert (one.layout.margin.l, one.layout.margin.r) == (
            other.layout.margin.l, other.layout.margin.r,
        )  # fmt: skip


def test_what_nobody_can_judge_is_a_dotted_part_of_its_category() -> None:
    figure = exposure.category_figure(BY_CATEGORY, GBP)
    parts = bars(figure)
    assert parts["Write-down"] == [4_200, 1_000, 0]
    assert parts["Unknown"] == [0, 500, 1_000]
    total = [sum(part) for part in zip(*parts.values(), strict=True)]
    assert total == [12_000, 30_000, 1_000]
    unknown = next(trace for trace in figure.data if trace.name == "Unknown")
    assert unknown.marker.pattern.shape == "."


def test_only_the_largest_categories_are_shown() -> None:
    figure = exposure.category_figure(BY_CATEGORY, GBP, count=1)
    assert texts(figure, -1) == ["Garden"]


def test_top_items_are_the_largest_write_downs_and_ties_go_by_sku() -> None:
    figure = exposure.top_items_figure(ITEMS, GBP)
    assert list(figure.data[0].x) == [300, 200, 200]
    names = [text.split("  ")[0] for text in texts(figure, 1)]
    assert names == ["B2", "Mug", "Robin &lt;i&gt;bauble&lt;/i&gt;"]
    assert texts(figure, 2) == ["£300", "£200", "£200"]


def test_the_order_of_rows_changes_no_figure() -> None:
    shuffled = ITEMS.iloc[::-1]
    assert exposure.top_items_figure(shuffled, GBP) == exposure.top_items_figure(ITEMS, GBP)
    assert exposure.risk_figures(AGING, BY_REASON.iloc[::-1], GBP) == exposure.risk_figures(
        AGING, BY_REASON, GBP
    )


def test_the_hover_holds_the_whole_name_and_the_sku() -> None:
    hover = exposure.top_items_figure(ITEMS, GBP).data[0].hovertext
    assert hover[1] == "<b>Mug</b> (A1)<br>Excess<br>Write-down £200 of £500 at cost"


def test_steps_lead_from_cost_to_carrying_value_without_a_gap() -> None:
    bar = exposure.carrying_value_figure(BY_REASON, GBP).data[0]
    assert list(bar.customdata) == [100_000, -600, -6_000, -500, 92_900]
    assert sum(bar.customdata[:-1]) == bar.customdata[-1]
    ends = [base + width for base, width in zip(bar.base, bar.x, strict=True)]
    assert ends[1:-1] == [100_000, *bar.base[1:-2]]
    assert bar.base[-2] == bar.customdata[-1]


def test_the_carrying_value_says_how_much_of_it_is_unknown() -> None:
    names = exposure.carrying_value_figure(BY_REASON, GBP).layout.yaxis.ticktext
    assert names[-1] == "Carrying value<br>incl. £5K unknown"


@pytest.mark.parametrize("dark", [False, True])
def test_without_stock_every_figure_says_so(dark: bool) -> None:
    for figure in (
        exposure.aging_figure(AGING.head(0), GBP, dark=dark),
        *exposure.risk_figures(AGING.head(0), BY_REASON.head(0), GBP, dark=dark),
        exposure.category_figure(BY_CATEGORY.head(0), GBP, dark=dark),
        exposure.top_items_figure(ITEMS.head(0), GBP, dark=dark),
        exposure.carrying_value_figure(BY_REASON.head(0), GBP, dark=dark),
    ):
        assert len(figure.data) == 0
        assert figure.layout.annotations[0].text


def test_alternative_texts_state_the_takeaway() -> None:
    assert exposure.aging_alt(AGING, GBP).endswith(
        "Stock aged 91–365 days carries the largest write-down: £6,200 of £52,000 at cost; "
        "the age of £12,000 is unknown."
    )
    assert exposure.risk_by_age_alt(AGING, GBP).endswith(
        "Stock aged 91–365 days drives £6,200 of the £7,100 write-down (87%)."
    )
    assert "£100,000 at cost to £92,900 carrying value" in exposure.carrying_value_alt(
        BY_REASON, GBP
    )
    assert "Excess stock drives £6,000 of the £7,100" in exposure.reason_alt(BY_REASON, GBP)
    assert "Garden carries £4,200 of the £5,200" in exposure.category_alt(BY_CATEGORY, GBP)
    assert "2 items carry £500 of the £700" in exposure.top_items_alt(ITEMS, GBP, count=2)
