"""A spreadsheet program that calculates a workbook anew, as its reader's would."""

import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
#: Set in CI, where the program must be there.
REQUIRED = os.environ.get("LOWERMARK_REQUIRE_OFFICE")

needs_office = pytest.mark.skipif(
    PROGRAM is None and not REQUIRED, reason="LibreOffice is not installed"
)

#: Calculate every file on opening, whoever wrote it: the default trusts the values stored in it.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def convert(content: bytes, suffix: str, target: str) -> bytes:
    """Return a file converted by the program in a profile of its own, which is thrown away."""
    assert PROGRAM is not None, "LibreOffice is required here but not installed"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_SETTINGS)
        source = folder / f"source.{suffix}"
        source.write_bytes(content)
        command = [
            PROGRAM,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(folder / "out"),
            str(source),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=280)
        return (folder / "out" / f"source.{target}").read_bytes()


def without_values(content: bytes, changes: Mapping[tuple[str, str], object]) -> bytes:
    """Return the workbook with its formulas but none of their values, and with cells changed.

    Args:
        content: an xlsx file.
        changes: (sheet, cell) -> new value.
    """
    # Read as formulas and written again, a workbook keeps no value of a formula.
    book = openpyxl.load_workbook(io.BytesIO(content))
    for (sheet, cell), value in changes.items():
        book[sheet][cell].value = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def recalculated(
    content: bytes, changes: Mapping[tuple[str, str], object] | None = None
) -> Workbook:
    """Return the workbook with every value calculated by the program, and none taken over."""
    bare = without_values(content, changes or {})
    values = openpyxl.load_workbook(io.BytesIO(bare), data_only=True)
    assert values["Summary"]["B8"].value is None, "the copy still carries values"
    return openpyxl.load_workbook(io.BytesIO(convert(bare, "xlsx", "xlsx")), data_only=True)


def named(book: Workbook, name: str) -> object:
    """Return the value of a named cell."""
    sheet, cell = next(iter(book.defined_names[name].destinations))
    return book[sheet][cell.replace("$", "")].value
