"""Real exports and hostile files, which are not part of the project."""

from pathlib import Path

import pytest

from core.ingest import SourceFile, read_files
from core.problem import UnusableInputError
from tests.bench.ingest_score import score_folder

pytestmark = pytest.mark.corpus

#: Hostile files that hold a table after all, with the rows it has.
READABLE = {
    "09_dimension_lie_full_sheet.xlsx": 1,
    "15_merge_whole_sheet.xlsx": 1,
    "24_html_table_named.xls": 2,
    "25_spreadsheetml2003_named.xls": 1,
    "28_xls_fat_count_2G.xls": 3000,
    "30_xls_dimensions_4G.xls": 3000,
    "38_csv_nul_and_ctrl.csv": 3,
    "39_csv_utf16le_nobom.csv": 1,
    "40_csv_ragged_mixed_eol.csv": 4,
    "41_csv_formula_injection.csv": 4,
    "42_csv_xss.csv": 2,
}


def test_real_exports_are_understood(corpus: Path) -> None:
    score = score_folder(corpus / "exports")
    assert score.share("tables") >= 0.95
    assert score.share("headers") >= 0.97
    assert score.share("columns") >= 0.96
    assert score.share("ignorable") >= 0.97
    assert score.share("rows") >= 0.97
    assert score.share("quantities") == score.share("amounts") == 1
    assert min(len(score.quantities), len(score.amounts)) >= 15


def rows_or_refusal(path: Path) -> int | str:
    try:
        sheet = read_files([SourceFile(path.name, path.read_bytes())]).sheets[0]
    except UnusableInputError as refused:
        return str(refused)
    return sheet.rows + sheet.rows_set_aside


def test_hostile_files_are_refused_in_one_sentence_or_read(corpus: Path) -> None:
    for path in sorted((corpus / "hostile").iterdir()):
        if path.suffix == ".md":
            continue
        outcome = rows_or_refusal(path)
        if path.name in READABLE:
            assert outcome == READABLE[path.name], path.name
        else:
            assert isinstance(outcome, str), path.name
            assert outcome.startswith(path.name)
            assert "root:" not in outcome
