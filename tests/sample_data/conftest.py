"""Reads the sample files without the project's own reader, so that both can be compared."""

from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from sample_data.make import make_generated

HERE = Path(__file__).resolve().parents[2] / "sample_data"


def plain_sheet(path: Path, name: str, header_row: int = 1) -> pd.DataFrame:
    """Return the cells under row `header_row` (1-based); empty cells are None, rows stay as is."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python()
    body = [[None if cell == "" else cell for cell in row] for row in rows[header_row:]]
    return pd.DataFrame(body, columns=rows[header_row - 1], dtype=object)


@pytest.fixture(scope="session")
def samples() -> Path:
    """Return the folder of the sample data that ships."""
    return HERE


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which everything that needs no outside data was just made."""
    folder = tmp_path_factory.mktemp("made")
    make_generated(folder)
    return folder
