"""Every file that core writes is plain data and says when it does not agree with the ledger."""

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from core.__main__ import main
from core.accounting.ledger_files import LAYOUTS
from core.analysis import Analysis, analyze
from core.policy import Policy
from core.report import csv_bytes
from core.report.analysis_files import analysis_files
from core.report.pack import PACK, PackFile, Taken, pack_files
from tests.exported import SAID, check_csv, check_file, hostile_book
from tests.pages.conftest import AS_OF

ROOT = Path(__file__).parents[2]

#: Where bytes of a kind that another program opens are made, and where a test here holds them:
#: a writer at any other place must be added to what these tests enumerate.
WRITERS = {
    "core/__main__.py": "the command line, below",
    "core/report/chart_data.py": "PACK, behind the charts of the slides",
    "core/report/document.py": "PACK",
    "core/report/marked.py": "rows to repair, with the uploads in tests/pages/test_downloads.py",
    "core/report/purchase_orders.py": "PACK",
    "core/report/slides.py": "PACK",
    "core/report/tables.py": "everything plain: PACK, the pages, the command line",
    "core/report/workbook/__init__.py": "PACK",
}
#: Calls that make such bytes, by the last part of their name.
MAKING = {
    "to_csv", "to_excel", "to_parquet", "to_html", "ExcelWriter", "Workbook", "Presentation",
    "write_bytes", "write_text", "DictWriter",
}  # fmt: skip
MAKING_WITH_MODULE = {("csv", "writer"), ("typst", "compile")}
#: They write for a process of our own, or hold one value apart: nothing of it is handed out.
INNER = {"core/ingest/sandbox.py", "core/ingest/child.py", "core/ingest/handover.py"}


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyze(hostile_book(), replace(Policy(), recording="allowance"))


def forms() -> list[PackFile]:
    return [form for file in PACK for form in file.forms()]


@pytest.mark.parametrize("file", forms(), ids=lambda file: file.file)
def test_every_file_of_the_pack_is_safe_and_says_that_it_does_not_reconcile(
    file: PackFile, analysis: Analysis
) -> None:
    content = file.make(Taken(analysis, "=EVIL(company)"))
    if file.file.endswith(".csv"):
        check_csv(content, file.file)
    elif not file.file.endswith(".toml"):
        check_file(file.file, content)


def test_a_file_beside_those_of_the_command_line_says_it_and_names_them(
    tmp_path: Path, analysis: Analysis
) -> None:
    stock = tmp_path / "stock.csv"
    stock.write_text("sku,on_hand,unit_cost,unit_price\n=EVIL(1),3,2.5,4\nB,1,2,3\n", "utf-8")
    financials = tmp_path / "financials.csv"
    financials.write_text(
        "period,revenue,cogs,operating_expenses,cash,inventory,payables,equity\n"
        "FY 2025,900,500,200,50,10.00,20,40\n"
    )
    out = tmp_path / "out"
    assert main(["analyze", str(stock), str(financials), "--pack", "--out", str(out)]) == 0
    about = (out / "about.txt").read_text(encoding="utf-8")
    said = "Not reconciled: the stock list is $0.50 below your ledger of $10.00"
    assert said in about
    written = {path.name for path in out.iterdir()}
    tables = {name for name in written if name.endswith(".csv")}
    assert len(tables) >= 14
    assert {name for name in tables if name not in about} == set()
    for name in written - tables:
        if name.endswith((".xlsx", ".pdf", ".pptx")):
            check_file(name, (out / name).read_bytes(), said)
    assert json.loads((out / "summary.json").read_text("utf-8"))["reconciled"] is False
    expected = {*analysis_files(analysis), *pack_files(analysis), "about.txt"}
    assert written == expected


def test_the_tables_of_the_command_line_are_safe(analysis: Analysis) -> None:
    files = {**analysis_files(analysis), **pack_files(analysis)}
    for name in files:
        if name.endswith(".csv"):
            check_csv(files[name], name)
    assert b'"reconciled": false' in files["summary.json"]


def test_a_forecast_of_a_plain_table_is_safe(tmp_path: Path) -> None:
    days = pd.date_range("2023-01-01", periods=30, freq="MS")
    table = pd.DataFrame({"unique_id": "=EVIL(1)", "ds": days, "y": range(30)})
    source, out = tmp_path / "series.csv", tmp_path / "forecast.csv"
    table.to_csv(source, index=False)
    assert main(["forecast", str(source), "--horizon", "2", "--freq", "M", "--out", str(out)]) == 0
    assert b"EVIL" in out.read_bytes()
    check_csv(out.read_bytes(), out.name)


def test_entries_for_a_ledger_are_safe_in_every_layout(analysis: Analysis) -> None:
    named = {role: f"=EVIL({role})" for role in analysis.policy.accounts}
    policy = replace(analysis.policy, accounts=named)
    journal = analyze(analysis.book, policy).impact.journal
    for name, lay_out in LAYOUTS.values():
        table = lay_out(journal, run="=EVIL(run)", on=AS_OF, policy=policy)
        content = csv_bytes(table)
        check_csv(content, name)
        assert b"EVIL" in content


def test_no_writer_is_left_out_of_these_tests() -> None:
    folders = (ROOT / "core", ROOT / "pages")
    sources = [path for folder in folders for path in folder.rglob("*.py")]
    found = {
        str(path.relative_to(ROOT))
        for path in sources
        if any(makes_a_file(node) for node in calls(path))
    }
    assert found - INNER == set(WRITERS)


def calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def makes_a_file(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id in MAKING
    if not isinstance(call.func, ast.Attribute):
        return False
    owner = call.func.value.id if isinstance(call.func.value, ast.Name) else ""
    return call.func.attr in MAKING or (owner, call.func.attr) in MAKING_WITH_MODULE


def test_the_sentence_is_that_of_the_pages(analysis: Analysis) -> None:
    from core.charts.formats import Formats
    from core.report.basis import reconciliation

    assert reconciliation(analysis.book, Formats("USD")) == SAID
