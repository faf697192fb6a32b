"""What a markdown slider needs: one scenario and its curve of depths on 10,000 items."""

from collections.abc import Iterator

from core.markdown import MarkdownScenario, depth_curve, simulate
from tests.bench.figure import Figure, median_seconds, under
from tests.bench.markdown_speed import shop

ITEMS = 10_000
COUNT = 5


def figures() -> Iterator[Figure]:
    """Yield the time of one scenario and of one curve."""
    inputs, scenario = shop(ITEMS), MarkdownScenario(depth=0.3)
    one = median_seconds(lambda: simulate(inputs, scenario), count=COUNT)
    yield under(f"markdown scenario with its books, {ITEMS:,} items", 0.05, one, COUNT)
    curve = median_seconds(lambda: depth_curve(inputs, scenario), count=COUNT)
    yield under(f"markdown curve of depths, {ITEMS:,} items", 0.15, curve, COUNT)
