"""Markdown: how sales answer to price, and what a cut does to units, cash and the books."""

from core.markdown.books import Books, PeriodBook
from core.markdown.break_even import break_even_extra_units, break_even_lift
from core.markdown.inputs import MarkdownInputs, prepare
from core.markdown.price_history import price_history, units_by_price
from core.markdown.response import estimate_response
from core.markdown.scenario import (
    MarkdownOutcome,
    MarkdownScenario,
    MarkdownTotals,
    comparison,
    depth_curve,
    simulate,
)
from core.markdown.sell_off import lift

__all__ = [
    "Books",
    "MarkdownInputs",
    "MarkdownOutcome",
    "MarkdownScenario",
    "MarkdownTotals",
    "PeriodBook",
    "break_even_extra_units",
    "break_even_lift",
    "comparison",
    "depth_curve",
    "estimate_response",
    "lift",
    "prepare",
    "price_history",
    "simulate",
    "units_by_price",
]
