"""Slides for the owners: six of them, with charts that stay editable and no pictures."""

import io
from typing import Any, Literal

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from core.analysis import Analysis
from core.charts.formats import Formats
from core.charts.story import Bar, Kind, Step
from core.charts.theme import BLUE, SLATE, VERMILLION
from core.report.basis import Basis, make_basis, shortened
from core.report.chart_data import PlainChartData
from core.report.plans import ComparedPlans
from core.report.story import tell
from core.report.tables import CREATED

_WIDTH, _HEIGHT = 13.333, 7.5
_MARGIN = 0.6
_TONES = {"plain": SLATE, "bad": VERMILLION, "good": BLUE, "unknown": "#B8BFC7"}
#: What is not actual is told by its filling; plans have none.
_PATTERNS = {"forecast": MSO_PATTERN.WIDE_UPWARD_DIAGONAL, "unknown": MSO_PATTERN.PERCENT_30}
_INK, _MUTED = "#1F2933", SLATE
#: A label longer than this is cut; charts break no words.
_LONGEST_LABEL = 34
#: A title longer than this is set smaller, so that it keeps to its box.
_LONG_TITLE = 110
#: Inches that a bar takes at most, with the gap beside it.
_BAR_HEIGHT = 0.75
#: Share of a chart's length left free for the text behind its longest bar.
_LABEL_ROOM = 0.18
#: Longest text of a figure in characters -> size of its letters in points.
_FACT_SIZES = ((16, 26), (24, 18), (10_000, 14))


def slides(analysis: Analysis, *, company: str = "", plans: ComparedPlans | None = None) -> bytes:
    """Return the story of an analysis as a PowerPoint file.

    Args:
        analysis: whose figures it holds.
        company: name of the business; without it the Book's own.
        plans: markdown plans to compare as options.
    """
    formats = Formats(currency=analysis.book.currency)
    basis = make_basis(analysis, formats, company=company)
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    deck.core_properties.title = f"{basis.company}: write-down of inventory"
    deck.core_properties.author = "Lowermark"
    deck.core_properties.created = deck.core_properties.modified = CREATED
    story = tell(analysis, formats, plans=plans)
    for number, step in enumerate(story, start=1):
        _slide(deck, step, basis, f"{number} / {len(story)}", is_last=number == len(story))
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _slide(deck: Any, step: Step, basis: Basis, number: str, *, is_last: bool) -> None:  # noqa: ANN401
    # The title-only layout names the slide for screen readers; its box is made for 4:3.
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    title = slide.shapes.title
    title.left, title.top = Inches(_MARGIN), Inches(0.75)
    title.width, title.height = Inches(_WIDTH - 2 * _MARGIN), Inches(1.15)
    size = 22 if len(step.title) > _LONG_TITLE else 26
    _fill(title.text_frame, step.title, size=size, bold=True)
    title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    _box(slide, (_MARGIN, 0.35, 9.0, 0.4), step.name, size=13, color=BLUE, bold=True)
    _box(slide, (_MARGIN, 1.95, 8.3, 0.35), step.measure, size=12, color=_MUTED)
    if step.bars:
        # A lone bar as high as the slide would say no more than a plain one.
        needed = _BAR_HEIGHT * (len(step.bars) + 0.5)
        room = 3.7 if is_last else 4.15
        height = room if step.is_bridge else min(room, needed)
        _chart(slide, step, (_MARGIN, 2.3, 8.4, height))
    else:
        _box(slide, (_MARGIN, 3.6, 8.4, 0.6), "Nothing to show.", size=16, color=_MUTED)
    for place, fact in enumerate(step.facts):
        top = 2.3 + place * 1.35
        _box(slide, (9.5, top, 3.3, 0.35), fact.label, size=13, color=_MUTED)
        size = next(size for longest, size in _FACT_SIZES if len(fact.text) <= longest)
        _box(slide, (9.5, top + 0.32, 3.3, 0.8), fact.text, size=size, bold=True)
    words = f"{basis.reconciliation}." + (f" {basis.unknown}." if basis.unknown else "")
    if is_last:
        words = f"{words} Assumptions: {'; '.join(basis.assumptions)}."
    top, height = (6.05, 0.75) if is_last else (6.5, 0.35)
    _box(slide, (_MARGIN, top, 12.1, height), words, size=9, color=_MUTED)
    foot = f"{basis.company}. {basis.rules}. {basis.origin}"
    _box(slide, (_MARGIN, 6.87, 11.2, 0.35), foot, size=9, color=_MUTED)
    _box(slide, (12.0, 6.87, 0.8, 0.2), number, size=9, color=_MUTED)


def _box(
    slide: Any,  # noqa: ANN401
    place: tuple[float, float, float, float],
    words: str,
    *,
    size: int,
    color: str = _INK,
    bold: bool = False,
) -> None:
    frame = slide.shapes.add_textbox(*(Inches(each) for each in place)).text_frame
    _fill(frame, words, size=size, color=color, bold=bold)


def _fill(frame: Any, words: str, *, size: int, color: str = _INK, bold: bool = False) -> None:  # noqa: ANN401
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    run = paragraph.add_run()
    # Control characters are not allowed in a slide.
    run.text = "".join(letter for letter in words if letter.isprintable())
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = _rgb(color)
    paragraph.alignment = 1


def _chart(slide: Any, step: Step, place: tuple[float, float, float, float]) -> None:  # noqa: ANN401
    data = PlainChartData()
    # A bridge's amounts stand below its steps: inside a thin one they could not be read.
    names = [shortened(bar.label, _LONGEST_LABEL) for bar in step.bars]
    data.categories = [
        f"{name}\n{bar.text}" if step.is_bridge else name
        for name, bar in zip(names, step.bars, strict=True)
    ]
    if step.is_bridge:
        below, above, rest = zip(*(_lift(bar) for bar in step.bars), strict=True)
        data.add_series("Base", below)
        data.add_series("Amount", above)
        data.add_series("Below zero", rest)
        kind, shown = XL_CHART_TYPE.COLUMN_STACKED, 1
    else:
        data.add_series(step.measure, [bar.value for bar in step.bars])
        kind, shown = XL_CHART_TYPE.BAR_CLUSTERED, 0
    frame = slide.shapes.add_chart(kind, *(Inches(each) for each in place), data)
    frame.name = step.title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", step.alt)
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.font.size = Pt(12)
    chart.font.color.rgb = _rgb(_INK)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    low, high = _reach(step.bars)
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = low, high
    axis = chart.category_axis
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.color.rgb = _rgb("#D0D5DB")
    axis.reverse_order = not step.is_bridge
    for series in plot.series:
        series.invert_if_negative = False
        series.format.fill.background()
    for series in list(plot.series)[shown:]:
        _paint(series, step)


def _paint(series: Any, step: Step) -> None:  # noqa: ANN401
    values = list(series.values)
    is_stacked = series.name in ("Amount", "Below zero")
    for place, bar in enumerate(step.bars):
        if is_stacked and not values[place]:
            continue
        point = series.points[place]
        _fill_bar(point.format, _TONES[bar.tone], "unknown" if bar.tone == "unknown" else step.kind)
        if is_stacked:
            continue
        label = point.data_label
        label.text_frame.text = bar.text
        # Some programs would break an amount to keep it within the width of its bar.
        label.text_frame.word_wrap = False
        font = label.text_frame.paragraphs[0].runs[0].font
        font.size, font.color.rgb = Pt(12), _rgb(_INK)
        label.position = XL_LABEL_POSITION.OUTSIDE_END


def _fill_bar(format: Any, color: str, kind: Kind | Literal["unknown"]) -> None:  # noqa: A002, ANN401
    """Fill a bar by what it is: actual solid, plan outlined, forecast hatched, unknown dotted."""
    format.line.color.rgb = _rgb(color)
    format.line.width = Pt(1.5 if kind == "plan" else 0.75)
    if kind == "plan":
        format.fill.background()
    elif kind == "actual":
        format.fill.solid()
        format.fill.fore_color.rgb = _rgb(color)
    else:
        format.fill.patterned()
        format.fill.pattern = _PATTERNS[kind]
        format.fill.fore_color.rgb, format.fill.back_color.rgb = _rgb(color), _rgb("#FFFFFF")


def _lift(bar: Bar) -> tuple[float, float, float]:
    """Return the invisible base, the part above zero and the part below it of a bridge's step.

    A step that crosses zero is split there, for stacked columns grow away from it.
    """
    low, high = sorted((bar.base, bar.base + bar.value))
    if low >= 0:
        return low, high - low, 0.0
    if high <= 0:
        return high, 0.0, low - high
    return 0.0, high, low


def _reach(bars: tuple[Bar, ...]) -> tuple[float, float]:
    """Return where the axis of values begins and ends: at zero, with room for the texts."""
    ends = [edge for bar in bars for edge in (bar.base, bar.base + bar.value)]
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = _LABEL_ROOM * (high - low or 1.0)
    return (low - room if low < 0 else 0.0), (high + room if high > 0 or not low else 0.0)


def _rgb(color: str) -> Any:  # noqa: ANN401
    return RGBColor.from_string(color.removeprefix("#"))
