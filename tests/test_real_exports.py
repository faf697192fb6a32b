"""Every real and every hostile file through the command line: figures that tie, or one sentence."""

import csv
import json
import os
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.__main__ import main

pytestmark = pytest.mark.corpus

CORPUS = os.environ.get("LOWERMARK_CORPUS")

#: Seconds a hostile file may keep the command line busy; far above what any of them needs.
PATIENCE = 20


def files_in(folder: str) -> list[Any]:
    """Return a case a file, named by it; one that is skipped when the corpus is not there."""
    if not CORPUS:
        return [Path(folder)]
    paths = sorted(path for path in (Path(CORPUS) / folder).iterdir() if path.is_file())
    return [
        pytest.param(path, id=path.name)
        for path in paths
        if path.name not in ("index.csv", "README.md")
    ]


def index_entry(file: Path) -> dict[str, str]:
    """Return what the index says about a file; empty when it does not know the file."""
    with (file.parent / "index.csv").open(encoding="utf-8") as index:
        return next((entry for entry in csv.DictReader(index) if entry["file"] == file.name), {})


def meanings(entry: dict[str, str]) -> set[str]:
    pairs = entry.get("ground_truth_mapping", "").split("; ")
    return {pair.rpartition(" -> ")[2] for pair in pairs}


def is_stock_list(entry: dict[str, str], *amounts: str) -> bool:
    """Whether the index says that quantities on hand and one of `amounts` are in the file."""
    quantities = {"on_hand_qty", "wide:location_on_hand"}
    return (
        entry.get("kind", "").startswith("inventory snapshot")
        and bool(meanings(entry) & quantities)
        and bool(meanings(entry) & set(amounts))
    )


def assert_one_sentence_about(file: Path, said: str) -> None:
    assert len(said.strip().splitlines()) == 1, said
    assert file.name in said
    assert said.strip().endswith(".")
    assert "Traceback" not in said


def known_total(values: pd.Series) -> float | None:
    """Adds up what is known; rows of which nothing is known have no total, not one of zero."""
    return None if len(values) and values.isna().all() else round(float(values.sum()), 2)


@pytest.mark.parametrize("file", files_in("exports"))
def test_a_real_export_gives_figures_that_tie_or_one_sentence(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = index_entry(file)
    out = tmp_path / "out"
    code = main(["analyze", str(file), "--out", str(out)])
    said = capsys.readouterr().err
    if code == 1:
        assert_one_sentence_about(file, said)
        assert not out.exists()
        assert not is_stock_list(entry, "unit_cost", "stock_value", "unit_price"), said
        return
    assert (code, said) == (0, "")
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    exposure = pd.read_csv(out / "exposure.csv", dtype={"sku": "str", "lot": "str"})
    items = pd.read_csv(out / "items.csv", dtype={"sku": "str"})
    assert summary["items"] == len(items)
    assert len(items) or "zero stock" in entry["quirks"]
    assert items["sku"].is_unique
    assert exposure["units"].sum() == pytest.approx(summary["units"])
    cost_value = known_total(exposure["cost_value"])
    write_down = known_total(exposure["write_down"])
    assert summary["cost_value"] == cost_value
    assert summary["write_down"] == write_down
    carrying_value = None if cost_value is None else round(cost_value - (write_down or 0.0), 2)
    assert summary["carrying_value"] == carrying_value
    if is_stock_list(entry, "unit_cost", "stock_value"):
        assert summary["cost_value"] > 0


@pytest.mark.parametrize("file", files_in("hostile"))
def test_a_hostile_file_is_answered_in_time(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = time.monotonic()
    code = main(["analyze", str(file), "--out", str(tmp_path / "out")])
    assert time.monotonic() - start < PATIENCE
    said = capsys.readouterr().err
    assert code in (0, 1)
    if code == 1:
        assert_one_sentence_about(file, said)
    assert "root:" not in said
