"""What every test shares: plain books, where real files lie, and which marked tests run."""

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import pandas as pd
import pytest

from core.book import Book, make_book

#: Folder with exports/, hostile/ and data/: real files that are not part of the project.
CORPUS_VARIABLE = "LOWERMARK_CORPUS"
#: Set in CI, where slow tests run as well.
SLOW_VARIABLE = "LOWERMARK_SLOW"
#: Set to look for new examples: properties then draw other ones at each run.
SEARCH_VARIABLE = "LOWERMARK_SEARCH"

# A commit that passed passes again: properties draw the same examples at each run, so that a
# failure belongs to the change under test. Time is measured by tests/bench, never by a test.
hypothesis.settings.register_profile("steady", derandomize=True, database=None, deadline=None)
hypothesis.settings.register_profile("search", deadline=None, print_blob=True)
hypothesis.settings.load_profile("search" if os.environ.get(SEARCH_VARIABLE) else "steady")

#: Day of the books that tests make.
AS_OF = dt.date(2024, 12, 31)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this machine was not asked for, saying what would switch it on.

    The tests of the browser stay together on one worker: they share one Chromium and one app.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
        if item.get_closest_marker("corpus") and not os.environ.get(CORPUS_VARIABLE):
            item.add_marker(pytest.mark.skip(reason=f"{CORPUS_VARIABLE} names no folder"))
        if item.get_closest_marker("slow") and not os.environ.get(SLOW_VARIABLE):
            item.add_marker(pytest.mark.skip(reason=f"{SLOW_VARIABLE} is not set"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of real files; only tests marked `corpus` may ask for it."""
    return Path(os.environ[CORPUS_VARIABLE])


@pytest.fixture(scope="session")
def book() -> Callable[..., Book]:
    """Make a Book of rows given as dicts, as of the end of 2024."""

    def make(
        stock: Sequence[Mapping[str, Any]],
        items: Sequence[Mapping[str, Any]] = (),
        *,
        as_of: dt.date = AS_OF,
        currency: str = "USD",
        **tables: Sequence[Mapping[str, Any]],
    ) -> Book:
        rows = {"stock": stock, "items": items, **tables}
        frames = {name: pd.DataFrame(list(table)) for name, table in rows.items() if table}
        return make_book(frames, as_of=as_of, currency=currency)

    return make


@pytest.fixture(scope="session")
def day() -> Callable[[int], pd.Timestamp]:
    """Return the day that lies so many days after the Book's (negative: before)."""
    return lambda days: pd.Timestamp(AS_OF) + pd.Timedelta(days=days)
