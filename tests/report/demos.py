"""The demo businesses analyzed, once for all tests of documents."""

from functools import lru_cache

from core.analysis import Analysis, analyze, forecast_book
from core.book import Book
from core.demand import DemandForecast
from core.demos import list_demos
from core.ingest import read_book
from core.policy import Framework, Policy


@lru_cache(maxsize=4)
def demo_book(demo_id: str) -> Book:
    demo = next(demo for demo in list_demos() if demo.id == demo_id)
    return read_book(
        demo.source_files(),
        as_of=demo.as_of,
        currency=demo.currency,
        name=demo.name,
        today=demo.as_of,
    )


@lru_cache(maxsize=4)
def demo_forecast(demo_id: str) -> DemandForecast | None:
    return forecast_book(demo_book(demo_id))


@lru_cache(maxsize=8)
def demo_analysis(demo_id: str, framework: Framework | None = None) -> Analysis:
    """Return a demo analyzed under a framework, by default the one it reports under."""
    own = next(demo.framework for demo in list_demos() if demo.id == demo_id)
    policy = Policy().under(framework or own)
    return analyze(demo_book(demo_id), policy, forecast=demo_forecast(demo_id))
