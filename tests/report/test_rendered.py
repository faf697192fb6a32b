"""Documents as their readers see them: nothing runs over, overlaps or goes unnamed."""

import re

import pytest

from core.analysis import Analysis
from core.charts.formats import Formats
from core.charts.story import Step
from core.report.document import document
from core.report.slides import slides
from core.report.story import effect, risk_by_age, tell
from tests.report.rendered import (
    bar_edges,
    outside,
    overlapping,
    pages,
    run_over,
    said,
    zero_lines,
)
from tests.report.spreadsheet import convert, needs_office
from tests.report.test_documents import shop


def charts_of(analysis: Analysis) -> tuple[Step, ...]:
    """Return what the charts of the one page show."""
    formats = Formats(currency=analysis.book.currency)
    story = tell(analysis, formats)
    alone = effect(analysis, formats, levels=False)
    return risk_by_age(analysis, formats), story[2], alone, story[4]


#: Five and fifty thousand items, long names, euros, yen and names from right to left.
CASES = ("healthy", "loss", "gain", "unknown", "long", "arabic", "yen", "large", "large yen")


@pytest.mark.slow
@pytest.mark.parametrize("whole", [False, True], ids=["page", "report"])
@pytest.mark.parametrize("kind", CASES)
def test_a_pdf_keeps_to_its_pages_and_no_words_lie_on_one_another(kind: str, whole: bool) -> None:
    for page in pages(document(shop(kind), whole=whole)):
        assert outside(page) == []
        assert overlapping(page) == []
        assert len(said(page)) > 100, "a page with hardly a word"


@pytest.mark.slow
@pytest.mark.parametrize("kind", CASES)
def test_every_bar_of_the_page_is_named_and_valued(kind: str) -> None:
    (page,) = pages(document(shop(kind)))
    for step in charts_of(shop(kind)):
        for bar in step.bars:
            assert "".join(bar.label.split()) in said(page)
            assert "".join(bar.text.split()) in said(page)


@pytest.mark.parametrize("kind", ["loss", "gain", "long", "yen"])
def test_bars_of_the_page_share_a_scale_and_what_is_negative_lies_left_of_zero(kind: str) -> None:
    (page,) = pages(document(shop(kind)))
    drawn = bar_edges(page)
    bars = [bar for step in charts_of(shop(kind)) for bar in step.bars]
    # Beside each other in two columns, from top to bottom: as many as the charts have.
    assert len(drawn) == len(bars)
    longest = max(abs(bar.value) for bar in bars)
    per_unit = max(right - left for left, right, _ in drawn) / longest
    lengths = sorted(abs(bar.value) * per_unit for bar in bars)
    found = sorted(right - left for left, right, _ in drawn)
    # A bar of nothing is a hairline.
    assert found == pytest.approx(lengths, abs=0.8)
    zeros = zero_lines(page)
    assert bool(zeros) == any(bar.base + bar.value < 0 for bar in bars)
    negative = [bar for bar in bars if bar.value < 0 and bar.base == 0]
    ending = [
        right - left
        for left, right, top in drawn
        if any(abs(right - at) < 0.6 and abs(top - high) < 10 for at, high in zeros)
    ]
    for bar in negative:
        assert any(length == pytest.approx(-bar.value * per_unit, abs=0.8) for length in ending)


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("kind", CASES)
def test_slides_keep_to_their_boxes_and_every_bar_is_named(kind: str) -> None:
    analysis = shop(kind)
    deck = slides(analysis)
    rendered = list(pages(convert(deck, "pptx", "pdf")))
    story = tell(analysis, Formats(currency=analysis.book.currency))
    assert run_over(deck, rendered) == []
    for page, step in zip(rendered, story, strict=True):
        assert outside(page) == []
        assert overlapping(page) == []
        for bar in step.bars:
            assert "".join(bar.text.split()) in said(page), bar.label
            # A long label is cut, and charts break it where they like.
            first = re.findall(r"[A-Za-z0-9]+", bar.label)[0]
            assert first in said(page), bar.label


def test_yen_have_no_decimals_anywhere() -> None:
    for page in pages(document(shop("yen"), whole=True)):
        assert not re.search(r"¥[\d,]+\.\d\d\b", " ".join(page.extract_text().split()))
