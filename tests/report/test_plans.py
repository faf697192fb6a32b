"""Scenarios in the documents: the measures of the page Scenarios, and sentences that hold."""

import io
from dataclasses import replace
from functools import lru_cache

import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_PATTERN

from core.analysis import Analysis
from core.charts.formats import MINUS, Formats
from core.markdown import MarkdownPlan, MarkdownScenario, PlanError
from core.report.document import document
from core.report.plans import BASELINE, ComparedPlans, plans_of
from core.report.slides import slides
from core.report.story import options, tell
from tests.report.demos import demo_analysis
from tests.report.rendered import outside, overlapping, pages, run_over, said
from tests.report.spreadsheet import convert, needs_office

pytestmark = pytest.mark.slow


def plan(name: str, depth: float, **settings: object) -> MarkdownPlan:
    scenario = MarkdownScenario(name=name, depth=depth, weeks=8, **settings)  # type: ignore[arg-type]
    return MarkdownPlan(scenario, shop().book.as_of)


@lru_cache(maxsize=1)
def shop() -> Analysis:
    return demo_analysis("gift_shop")


@lru_cache(maxsize=4)
def compared(kind: str = "same goods") -> ComparedPlans:
    category = str(shop().book.items["category"].dropna().iloc[0])
    goods = {"categories": (category,)} if kind == "other goods" else {}
    plans = (
        plan("Winter sale", 0.2),
        plan("All must go, whatever the price may be " * 2, 0.6, **goods),
    )
    found = plans_of(shop(), plans)
    assert found is not None
    return found


FORMATS = Formats(currency="GBP")


def test_options_are_what_each_course_recovers_beside_todays_price() -> None:
    step = tell(shop(), FORMATS, plans=compared())[4]
    rows = compared().compared.measures.set_index("measure").loc["recovered"]
    assert [bar.value for bar in step.bars] == pytest.approx(rows.tolist())
    assert step.bars[0].label == BASELINE
    assert "today's price" in step.title


def test_what_scenarios_bring_is_drawn_as_expected() -> None:
    step = tell(shop(), FORMATS, plans=compared())[4]
    assert step.kind == "forecast"
    assert "expected" in step.measure
    deck = Presentation(io.BytesIO(slides(shop(), plans=compared())))
    (chart,) = [shape.chart for shape in deck.slides[4].shapes if shape.has_chart]
    series = chart.plots[0].series[0]
    fills = [series.points[place].format.fill for place in range(len(step.bars))]
    assert {fill.pattern for fill in fills} == {MSO_PATTERN.WIDE_UPWARD_DIAGONAL}
    (page,) = pages(document(shop(), plans=compared()))
    assert "Hatchedbarsareexpected" in said(page)


def test_scenarios_for_other_goods_are_set_against_their_own_baseline() -> None:
    step = tell(shop(), FORMATS, plans=compared("other goods"))[4]
    assert [bar.value for bar in step.bars] == pytest.approx(
        list(compared("other goods").gains.values())
    )
    assert "its own goods" in step.title
    assert BASELINE not in [bar.label for bar in step.bars]


@pytest.mark.parametrize("kind", ["same goods", "other goods"])
def test_documents_with_scenarios_keep_to_their_page(kind: str) -> None:
    (page,) = pages(document(shop(), plans=compared(kind)))
    assert outside(page) == overlapping(page) == []
    assert "Wintersale" in said(page)
    deck = Presentation(io.BytesIO(slides(shop(), plans=compared(kind))))
    (chart,) = [shape.chart for shape in deck.slides[4].shapes if shape.has_chart]
    assert "Winter sale" in list(chart.plots[0].categories)


@needs_office
@pytest.mark.parametrize("kind", ["same goods", "other goods"])
def test_slides_with_scenarios_of_long_names_keep_to_their_boxes(kind: str) -> None:
    deck = slides(shop(), plans=compared(kind))
    rendered = list(pages(convert(deck, "pptx", "pdf")))
    assert run_over(deck, rendered) == []
    for page in rendered:
        assert outside(page) == overlapping(page) == []


def test_the_page_draws_what_scenarios_add_beside_amounts_of_that_size() -> None:
    plans = compared()
    alone = options(shop(), FORMATS, plans, levels=False)
    assert [bar.value for bar in alone.bars] == pytest.approx(list(plans.gains.values()))
    assert all(bar.text.startswith(("+", MINUS)) for bar in alone.bars)
    assert alone.title == tell(shop(), FORMATS, plans=plans)[4].title


def test_the_workbooks_sheet_has_every_measure_and_the_books_of_each_plan() -> None:
    sheets = compared().sheets()
    assert list(sheets["Plans compared"].columns)[:3] == ["Measure", BASELINE, "Winter sale"]
    assert len(sheets) == 3
    assert not sheets["Plans compared"].isna().any().any()


def test_what_cannot_be_compared_is_refused_with_the_reason() -> None:
    one = plan("Winter sale", 0.2)
    for plans, reason in (
        ((one, one), "name of its own"),
        ((plan(BASELINE, 0.2),), "name of its own"),
        ((plan("x", 0.2, skus=("no such item",)),), "no goods"),
        (tuple(plan(str(number), 0.1) for number in range(4)), "at most 3"),
    ):
        with pytest.raises(PlanError, match=reason):
            plans_of(shop(), plans)
    with pytest.raises(PlanError, match="need sales"):
        plans_of(replace(shop(), forecast=None), (one,))
