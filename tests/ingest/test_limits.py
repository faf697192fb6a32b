import dataclasses
import re
from pathlib import Path

import pytest

from core.ingest.limits import PREFIX, Limits, limits_from


def test_limits_are_settings_of_the_environment() -> None:
    limits = limits_from({"LOWERMARK_MAX_CELLS": "500", "LOWERMARK_MAX_FILE_MB": " 7 "})
    assert limits == Limits(cells=500, file_mb=7)


@pytest.mark.parametrize("text", ["0", "-1", "many", "1.5"])
def test_a_setting_that_is_no_number_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="LOWERMARK_MAX_CELLS must be a whole number"):
        limits_from({"LOWERMARK_MAX_CELLS": text})


def test_the_readme_names_every_limit() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(rf"{PREFIX}([A-Z_]+)", readme))
    assert named == {each.name.upper() for each in dataclasses.fields(Limits)}
