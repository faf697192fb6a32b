"""PDF and slides in every state, and rendered: nothing runs over, nothing overlaps."""

import dataclasses
import io
import math
import re
import shutil
import subprocess
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_FILL, MSO_PATTERN

from core.analysis import Analysis, analyze
from core.book import make_book
from core.charts.explanations import explain
from core.charts.formats import Formats
from core.charts.sentences import first_steps
from core.policy import Policy
from core.report.document import document
from core.report.slides import slides
from core.report.story import tell
from tests.report.demos import demo_analysis
from tests.report.spreadsheet import REQUIRED

needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None and not REQUIRED, reason="pdftotext is not installed"
)
LONG_NAME = "The Extraordinarily Long-Winded Purveyors of Household Goods & Sundries " * 2
ARABIC = "متجر الهدايا الصغير"
NOTHING_SLIPPED = re.compile(r"\bnan\b|\bNaT\b|\bNone\b(?! of your)|\binf\b")


@lru_cache(maxsize=16)
def shop(kind: str) -> Analysis:
    """Return an analysis of a shop in one state."""
    count = 50_000 if kind.startswith("large") else 5
    in_yen = kind.endswith("yen")
    random = np.random.default_rng(3)
    cost = random.uniform(2, 40, count).round(2)
    if in_yen:
        cost = (cost * 150).round()
    price = cost * (0.5 if kind in ("loss", "long", "arabic", "yen") else 2.2)
    if count > 5:
        price = cost * random.uniform(0.5, 3.0, count)
    name = {"long": LONG_NAME, "large yen": LONG_NAME, "arabic": ARABIC}.get(kind, "Item")
    names = [f"{name} {number}" for number in range(count)]
    items = pd.DataFrame(
        {
            "sku": [f"SKU-{number}" for number in range(count)],
            "description": names,
            "category": [f"Group {number % 7}" for number in range(count)],
            "unit_cost": cost,
            "unit_price": math.nan if kind == "unknown" else price,
        }
    )
    stock = pd.DataFrame({"sku": items["sku"], "on_hand": random.integers(1, 90, count) * 1.0})
    financials = pd.DataFrame(
        {
            "period": ["FY 2025"], "revenue": [90_000.0], "cogs": [50_000.0],
            "operating_expenses": [39_000.0], "interest": [0.0], "tax_rate": [0.25],
            "cash": [10_000.0], "receivables": [0.0], "inventory": [8_000.0],
            "inventory_allowance": [900.0 if kind == "gain" else 0.0], "other_assets": [0.0],
            "payables": [4_000.0], "debt": [0.0], "equity": [14_000.0],
        }
    )  # fmt: skip
    book = make_book(
        {"items": items, "stock": stock, "financials": financials},
        as_of=date(2025, 12, 31),
        currency="JPY" if in_yen else "EUR",
        name={"long": LONG_NAME, "arabic": ARABIC}.get(kind, "=Shop & Co #[1] *x*"),
    )
    if kind == "empty":
        book = dataclasses.replace(book, stock=book.stock.head(0))
    return analyze(book, Policy())


KINDS = ("healthy", "loss", "gain", "unknown", "empty", "long", "arabic", "yen")


@pytest.mark.parametrize("kind", KINDS)
def test_the_story_is_told_in_six_sentences_with_explained_figures(kind: str) -> None:
    story = tell(shop(kind), Formats(currency=shop(kind).book.currency))
    assert len(story) == 6
    for step in story:
        assert len(step.title.split()) >= 4
        assert len(step.facts) == 3
        words = [step.title, *(bar.text for bar in step.bars), *(f.text for f in step.facts)]
        assert not NOTHING_SLIPPED.search(" ".join(words)), words
        assert all(bar.label.strip() and bar.text.strip() for bar in step.bars)
        assert all(explain(fact.term).computed for fact in step.facts)


def test_ages_without_stock_have_no_bar() -> None:
    first = tell(shop("loss"), Formats(currency="EUR"))[0]
    assert [bar.label for bar in first.bars] == ["unknown age"]
    assert not tell(shop("empty"), Formats(currency="EUR"))[0].bars


@pytest.mark.parametrize("kind", KINDS)
def test_slides_keep_to_their_page_and_carry_charts_instead_of_pictures(kind: str) -> None:
    deck = Presentation(io.BytesIO(slides(shop(kind))))
    assert len(deck.slides) == 6
    for slide in deck.slides:
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
            assert shape.shape_type != 13, "a picture"
        said = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert "As of Dec 31, 2025" in said
        assert "econciled" in said


def test_a_bridge_on_a_slide_adds_up_when_it_crosses_zero() -> None:
    deck = Presentation(io.BytesIO(slides(shop("loss"))))
    charts = [shape.chart for shape in deck.slides[3].shapes if shape.has_chart]
    assert len(charts) == 1
    base, above, below = (list(series.values) for series in charts[0].plots[0].series)
    story = tell(shop("loss"), Formats(currency="EUR"))[3]
    for place, bar in enumerate(story.bars):
        height = above[place] - below[place]
        assert height == pytest.approx(abs(bar.value))
        assert base[place] * bar.base >= 0


def bar_formats(deck: bytes, number: int) -> list[object]:
    """Return how each bar of the only series on a slide is filled."""
    shapes = Presentation(io.BytesIO(deck)).slides[number].shapes
    (chart,) = [shape.chart for shape in shapes if shape.has_chart]
    (series,) = chart.plots[0].series
    return [series.points[place].format for place in range(len(list(series.values)))]


def test_what_is_actual_is_solid_and_what_cannot_be_judged_is_dotted() -> None:
    by_reason = bar_formats(slides(shop("loss")), 2)
    assert {each.fill.type for each in by_reason} == {MSO_FILL.SOLID}  # type: ignore[attr-defined]
    (unknown,) = bar_formats(slides(shop("loss")), 0)
    assert unknown.fill.pattern == MSO_PATTERN.PERCENT_30  # type: ignore[attr-defined]


@pytest.mark.slow
def test_orders_that_are_planned_are_outlined() -> None:
    analysis = demo_analysis("gift_shop")
    planned = tell(analysis, Formats(currency="GBP"))[-1]
    assert planned.kind == "plan"
    assert "planned" in planned.measure
    drawn = bar_formats(slides(analysis), 5)
    assert len(drawn) == len(planned.bars)
    for each in drawn:
        assert each.fill.type == MSO_FILL.BACKGROUND  # type: ignore[attr-defined]
        assert each.line.fill.type == MSO_FILL.SOLID  # type: ignore[attr-defined]


def words(content: bytes, folder: Path) -> list[str]:
    (folder / "x.pdf").write_bytes(content)
    command = ["pdftotext", "-layout", str(folder / "x.pdf"), "-"]
    text = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
    return text.rstrip("\f").split("\f")


@needs_pdftotext
@pytest.mark.parametrize("kind", KINDS)
def test_the_one_page_is_one_page_in_every_state(kind: str, tmp_path: Path) -> None:
    pages = words(document(shop(kind)), tmp_path)
    assert len(pages) == 1
    for part in ("As of Dec 31, 2025", "econciled", "Selling cost", "Before and after"):
        assert part in pages[0], part
    assert not NOTHING_SLIPPED.search(pages[0])
    if kind == "unknown":
        assert "unknown" in pages[0]
    if kind == "yen":
        assert not re.search(r"¥[\d,]+\.\d\d\b", pages[0]), "yen have no decimals"


@needs_pdftotext
def test_names_are_never_markup(tmp_path: Path) -> None:
    assert "=Shop & Co #[1] *x*" in words(document(shop("loss")), tmp_path)[0]


@needs_pdftotext
def test_the_full_report_has_the_account_behind_the_page(tmp_path: Path) -> None:
    pages = words(document(shop("loss"), whole=True), tmp_path)
    text = " ".join(pages)
    assert len(pages) > 2
    for part in ("Direct: entries", "Allowance: statements", "Ratios", "Assumptions"):
        assert part in text, part


def test_a_demo_is_told_under_its_own_name() -> None:
    deck = Presentation(io.BytesIO(slides(demo_analysis("article_case"))))
    said = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame]
    assert any("Corner Lamp Shop" in each for each in said)


@pytest.mark.slow
def test_the_proposal_and_the_page_count_the_same_items_as_the_overview(tmp_path: Path) -> None:
    # Some items of this shop lose pennies: no step is worth that.
    analysis = demo_analysis("gift_shop")
    formats = Formats(currency=analysis.book.currency)
    nothing = analysis.orders.head(0)
    steps = first_steps(
        formats, charge=0.0, items=analysis.exposure.items, ordered=nothing, late=0, stopped=nothing
    )
    proposal = tell(analysis, formats)[-1]
    cleared = next(fact for fact in proposal.facts if fact.label == "Items to clear")
    assert f"Clear {cleared.text} items" in steps["clear"]
    (page,) = words(document(analysis), tmp_path)
    assert f"And {int(cleared.text.replace(',', '')) - 5:,} more" in page
    assert f"clear {cleared.text} items" in proposal.title
