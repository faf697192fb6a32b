"""What a file that leaves the app must be: plain data, and plain about the owner's ledger."""

import csv
import io
import re
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
from pptx import Presentation

from core.book import Book, make_book, with_ledger
from core.report import UNRECONCILED
from tests.pages.conftest import AS_OF, _tables
from tests.report.rendered import pages

#: What a cell of the user's file may hold so that a spreadsheet program would run it.
STARTS = ("=", "+", "-", "@", "\t=", "\r=", "\uff1d")
#: What the owner's ledger states, and the sentence every file owes them: the list holds 6,490.
LEDGER = 6_000.0
SAID = "Not reconciled: the stock list is $490.00 above your ledger of $6,000.00"
#: Settings, scenarios and layouts hold no figures of a Book, and no spreadsheet program opens them.
WITHOUT_FIGURES = re.compile(r"\.toml$|\.json$|lowermark_template\.xlsx$")
#: Parts of a workbook whose text a spreadsheet program runs.
_RUN = {"f", "formula", "formula1", "formula2", "definedName"}


def hostile_book() -> Book:
    """Return the small shop with every text a formula, and a ledger that says something else."""
    tables = _tables()
    risky = {
        sku: f"{STARTS[place % len(STARTS)]}EVIL({place})"
        for place, sku in enumerate(tables["items"]["sku"])
    }
    for rows in tables.values():
        if "sku" in rows:
            rows["sku"] = rows["sku"].map(risky)
    items = tables["items"]
    for name in ("description", "category", "supplier", "brand"):
        items[name] = [f"{STARTS[(row + 1) % len(STARTS)]}EVIL({name}{row})" for row in items.index]
    stock = tables["stock"].assign(location="=EVIL(location)", lot="@EVIL(lot)")
    book = make_book({**tables, "stock": stock}, as_of=AS_OF, currency="USD", name="=EVIL(name)")
    return with_ledger(book, LEDGER)


def check_file(name: str, content: bytes, said: str = SAID) -> None:
    """Hold a file against both promises.

    Args:
        name: under which it leaves the app.
        content: what it holds.
        said: the sentence about the ledger it must hold; a CSV bears it in its name instead.
    """
    if name.endswith(".csv"):
        check_csv(content, name)
        assert name.endswith(f"{UNRECONCILED}.csv"), name
    elif name.endswith(".xlsx"):
        assert said in check_workbook(content, name), name
    elif name.endswith(".pptx"):
        check_slides(content, name, said)
    else:
        assert name.endswith(".pdf"), f"{name}: a kind of file this test does not know"
        text = " ".join(page.extract_text(x_tolerance_ratio=0.25) for page in pages(content))
        assert said in re.sub(r"\s+", " ", text), name


def check_csv(content: bytes, name: str) -> None:
    """Assert that no cell of a CSV runs as a formula; a number with its sign is none."""
    for row in csv.reader(io.StringIO(content.decode(), newline="")):
        for cell in row:
            if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d")):
                assert re.fullmatch(r"[+-][\d.]+(e[+-]?\d+)?", cell), (name, cell)


def check_workbook(content: bytes, name: str) -> str:
    """Return all text of a workbook in which no formula, name, link or query is the user's own."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.namelist():
            if not member.endswith(".xml"):
                continue
            for node in ET.fromstring(archive.read(member)).iter():
                tag = node.tag.rpartition("}")[2]
                assert tag != "hyperlink" or not node.get("location", "").count("EVIL")
                # A sheet named by the user is quoted where a formula names it.
                run = re.sub(r"'[^']*'!", "", node.text or "") if tag in _RUN else ""
                assert "EVIL" not in run, (name, run)
        assert not [member for member in archive.namelist() if "externalLink" in member], name
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    return " ".join(str(cell) for row in rows for cell in row if cell is not None)


def check_slides(content: bytes, name: str, said: str) -> None:
    """Assert that each slide says it, and that the workbooks behind its charts are plain data."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.namelist():
            if member.startswith("ppt/embeddings/"):
                check_workbook(archive.read(member), f"{name}, {member}")
    for slide in Presentation(io.BytesIO(content)).slides:
        text = " ".join(shape.text for shape in slide.shapes if shape.has_text_frame)
        assert said in text, name
