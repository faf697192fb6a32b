"""What a markdown needs on 10,000 items, 12 weeks and 8 depths: slider, best plan, risk."""

from collections.abc import Callable, Iterator

from core.markdown import Limits, MarkdownScenario, depth_curve, optimize, simulate, simulate_risk
from core.markdown.risk import DRAWS
from tests.bench.figure import Figure, median_seconds, under
from tests.bench.markdown_speed import shop

ITEMS = 10_000
COUNT = 5


def figures() -> Iterator[Figure]:
    """Yield the time of each question, with the time that is asked."""
    inputs, scenario = shop(ITEMS), MarkdownScenario(depth=0.3)
    half = Limits(budget=optimize(inputs, scenario).spend / 2)
    questions: tuple[tuple[str, float, Callable[[], object]], ...] = (
        ("markdown scenario with its three books", 0.05, lambda: simulate(inputs, scenario)),
        ("markdown curve of depths", 0.15, lambda: depth_curve(inputs, scenario)),
        ("best ladders", 0.5, lambda: optimize(inputs, scenario)),
        ("best ladders within a budget", 1.0, lambda: optimize(inputs, scenario, limits=half)),
        (f"risk of a markdown, {DRAWS} draws", 3.0, lambda: simulate_risk(inputs, scenario)),
    )
    for name, limit, work in questions:
        taken = median_seconds(work, count=COUNT)
        yield under(f"{name}, {ITEMS:,} items", limit, taken, COUNT)
