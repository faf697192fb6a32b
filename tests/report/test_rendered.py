"""Documents as their readers see them: nothing runs over, overlaps or goes unnamed."""

import re

import pytest

from core.charts.formats import Formats
from core.report.document import document
from core.report.slides import slides
from core.report.story import tell
from tests.report.rendered import outside, overlapping, pages, run_over, said
from tests.report.spreadsheet import convert, needs_office
from tests.report.test_documents import shop

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
    analysis = shop(kind)
    (page,) = pages(document(analysis))
    story = tell(analysis, Formats(currency=analysis.book.currency))
    for step in (story[0], story[2], story[3], story[4]):
        for bar in step.bars:
            assert "".join(bar.label.split()) in said(page)
            assert "".join(bar.text.split()) in said(page)


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
