"""What every test shares: where real files lie, and which marked tests run."""

import os
from pathlib import Path

import pytest

#: Folder with exports/, hostile/ and data/: real files that are not part of the project.
CORPUS_VARIABLE = "LOWERMARK_CORPUS"
#: Set in CI, where slow tests run as well.
SLOW_VARIABLE = "LOWERMARK_SLOW"


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
