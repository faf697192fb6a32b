"""Where words stand on the pages of a rendered document, and what is wrong with that."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber
from pptx import Presentation

#: Points that words keep from the edge of a page, and that a box may be exceeded by.
MARGIN, SLACK = 14.0, 2.0
#: Points that a bar is high.
_BAR = 8.0
#: Part of a word's height that its letters leave free above and below, for lines set close.
_FREE = 0.18
#: Letters written from right to left are shaped and turned: a PDF holds others than were given.
_TURNED = re.compile(r"[\u0590-\u08ff\ufb1d-\ufefc]")

Box = tuple[float, float, float, float]


def pages(content: bytes) -> Iterator[Any]:
    """Yield the pages of a PDF."""
    with pdfplumber.open(io.BytesIO(content)) as document:
        yield from document.pages


def words(page: Any) -> list[tuple[str, Box]]:
    """Return the words of a page with their boxes: left, top, right, bottom, in points."""
    return [
        (each["text"], (each["x0"], each["top"], each["x1"], each["bottom"]))
        for each in page.extract_words(x_tolerance_ratio=0.25)
    ]


def outside(page: Any, margin: float = MARGIN) -> list[str]:
    """Return the words that leave the page or come too near to its edge."""
    return [
        word
        for word, (left, top, right, bottom) in words(page)
        if left < margin
        or top < margin
        or right > page.width - margin
        or bottom > page.height - margin
    ]


def overlapping(page: Any) -> list[tuple[str, str]]:
    """Return the pairs of words that lie on one another."""
    placed = [(word, _inked(box)) for word, box in words(page)]
    return [
        (word, other)
        for place, (word, one) in enumerate(placed)
        for other, two in placed[place + 1 :]
        if min(one[2], two[2]) - max(one[0], two[0]) > 0.5
        and min(one[3], two[3]) - max(one[1], two[1]) > 0.5
    ]


def run_over(deck: bytes, rendered: Sequence[Any]) -> list[str]:
    """Return the texts of a deck's boxes that are not wholly within their box when rendered."""
    over = []
    for slide, page in zip(Presentation(io.BytesIO(deck)).slides, rendered, strict=True):
        for shape in slide.shapes:
            if not (shape.has_text_frame and shape.text_frame.text):
                continue
            edges = (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
            left, top, right, bottom = (edge.pt for edge in map(_length, edges))
            box = (left - SLACK, top - SLACK, right + SLACK, bottom + SLACK)
            inside = page.within_bbox(box, strict=False)
            # Letters in order, for boxes beside each other take turns in a line of text.
            if letters(inside.extract_text()) != letters(shape.text_frame.text):
                over.append(shape.text_frame.text)
    return over


def bar_edges(page: Any) -> list[tuple[float, float, float]]:
    """Return left, right and top of the bars drawn on a page, in points."""
    return [
        (each["x0"], each["x1"], each["top"])
        for each in page.rects
        if each["fill"] and abs(each["height"] - _BAR) < 0.2
    ]


def zero_lines(page: Any) -> list[tuple[float, float]]:
    """Return where upright lines stand, and their top, in points."""
    return [
        (each["x0"], each["top"])
        for each in page.lines
        if each["height"] > _BAR and each["width"] < 0.1
    ]


def letters(text: str) -> str:
    """Return the letters and figures of a text in order of the alphabet, spaces left out."""
    return "".join(sorted(_TURNED.sub("", "".join(text.split()))))


def said(page: Any) -> str:
    """Return what a page says without its spaces, so that broken lines do not matter."""
    return "".join("".join(word for word, _ in words(page)).split())


def _inked(box: Box) -> Box:
    left, top, right, bottom = box
    free = (bottom - top) * _FREE
    return left, top + free, right, bottom - free


def _length(value: int) -> Any:
    from pptx.util import Emu

    return Emu(value)
