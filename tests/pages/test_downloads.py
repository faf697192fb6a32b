"""Every file that any page offers: none runs as a formula, each says when it does not reconcile."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation
from streamlit.elements.widgets.button import ButtonMixin

from core.accounting.ledger_files import LAYOUTS
from core.analysis import Analysis, analyze
from core.book import Book, make_book, with_ledger
from core.policy import Policy
from core.report import UNRECONCILED, csv_bytes
from core.report.analysis_files import analysis_files
from core.report.pack import PACK, Taken
from tests.pages.conftest import AS_OF, ROOT, _tables

#: What a cell of the user's file may hold so that a spreadsheet program would run it.
STARTS = ("=", "+", "-", "@", "\t=", "\r=", "\uff1d")
#: Settings and layouts hold no figures of a Book.
WITHOUT_FIGURES = re.compile(r"\.toml$|\.json$|lowermark_template\.xlsx$")
PAGES = re.findall(r'"(pages/\w+/\w+\.py)"', (ROOT / "app.py").read_text(encoding="utf-8"))


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
    return with_ledger(book, 6_000.0)


def check_workbook(content: bytes, name: str) -> str:
    """Return all text of a workbook in which no formula, link or query is the user's own."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.namelist():
            if member.startswith("xl/worksheets/") and member.endswith(".xml"):
                for node in ET.fromstring(archive.read(member)).iter():
                    tag = node.tag.rpartition("}")[2]
                    assert tag != "hyperlink" or not node.get("location", "").count("EVIL")
                    assert tag not in ("f", "formula1") or "EVIL" not in (node.text or ""), name
        assert not [member for member in archive.namelist() if "externalLink" in member], name
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    return " ".join(str(cell) for row in rows for cell in row if cell is not None)


def check_csv(content: bytes, name: str) -> None:
    for row in csv.reader(io.StringIO(content.decode(), newline="")):
        for cell in row:
            if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d")):
                float(cell)  # a number with its sign is no formula


def check_file(name: str, content: bytes) -> None:
    if name.endswith(".csv"):
        check_csv(content, name)
        assert name.endswith(f"{UNRECONCILED}.csv"), name
    elif name.endswith(".xlsx"):
        assert "Not reconciled" in check_workbook(content, name), name
    elif name.endswith(".pptx"):
        for slide in Presentation(io.BytesIO(content)).slides:
            text = " ".join(shape.text for shape in slide.shapes if shape.has_text_frame)
            assert "Not reconciled" in text, name
    else:
        assert name.endswith(".pdf"), f"{name}: a kind of file this test does not know"


Offered = dict[str, bytes | str | Callable[[], bytes]]


def record_downloads(monkeypatch: pytest.MonkeyPatch, offered: Offered) -> None:
    """Note every download a page offers: name of the file -> content, or what makes it."""

    def record(self: ButtonMixin, *_: object, data: Any, file_name: str, **__: object) -> bool:
        offered[file_name] = data
        return False

    monkeypatch.setattr(ButtonMixin, "_download_button", record)


@pytest.fixture(scope="module")
def hostile() -> Book:
    return hostile_book()


@pytest.mark.parametrize("path", PAGES)
def test_every_download_of_a_page_is_safe_and_says_that_it_does_not_reconcile(
    path: str, hostile: Book, open_page, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: Offered = {}

    record_downloads(monkeypatch, offered)
    page = open_page(path, hostile)
    assert not page.exception
    assert offered
    for name, data in offered.items():
        if not WITHOUT_FIGURES.search(name):
            content = data() if callable(data) else data
            check_file(name, content.encode() if isinstance(content, str) else content)


@pytest.fixture(scope="module")
def analysis(hostile: Book) -> Analysis:
    return analyze(hostile, replace(Policy(), recording="allowance"))


def test_every_file_of_the_pack_is_safe_and_says_that_it_does_not_reconcile(
    analysis: Analysis,
) -> None:
    for each in (form for file in PACK for form in file.forms()):
        content = each.make(Taken(analysis, "=EVIL(company)"))
        if each.file.endswith(".csv"):
            check_csv(content, each.file)
        elif not each.file.endswith(".toml"):
            check_file(each.file, content)


def test_the_files_of_the_command_line_are_safe_and_one_beside_them_says_it(
    analysis: Analysis,
) -> None:
    files = analysis_files(analysis)
    for name, content in files.items():
        if name.endswith(".csv"):
            check_csv(content, name)
    assert "Not reconciled" in files["about.txt"].decode()
    assert b'"reconciled": false' in files["summary.json"]


def test_entries_for_a_ledger_are_safe_in_every_layout(analysis: Analysis) -> None:
    named = {role: f"=EVIL({role})" for role in analysis.policy.accounts}
    policy = replace(analysis.policy, accounts=named)
    journal = analyze(analysis.book, policy).impact.journal
    for name, lay_out in LAYOUTS.values():
        table = lay_out(journal, run="=EVIL(run)", on=AS_OF, policy=policy)
        content = csv_bytes(table)
        check_csv(content, name)
        assert b"EVIL" in content


def test_a_book_that_equals_its_ledger_needs_no_word(
    small_book: Book, open_page, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: Offered = {}
    record_downloads(monkeypatch, offered)
    open_page("pages/money/impact.py", small_book)
    assert offered
    assert not [name for name in offered if UNRECONCILED in name]


def test_a_text_that_is_no_number_but_starts_like_one_is_marked() -> None:
    content = csv_bytes(pd.DataFrame({"x": ["-1+EVIL", "=-5", "-5", "- 5"]})).decode()
    assert content.splitlines() == ["x", "'-1+EVIL", "'=-5", "-5", "'- 5"]
