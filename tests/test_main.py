"""The command line as a process: what it prints, writes and answers with."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from core.analysis import analyze
from core.demos import list_demos
from core.ingest import read_book
from core.policy import Policy

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "core", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.csv"
    path.write_text(
        "sku,description,on_hand,unit_cost,unit_price,condition\n"
        "A,Lamp,10,100.00,200.00,new\n"
        "B,Shade,4,50.00,40.00,new\n"
        "C,Bulb,5,20.00,45.00,damaged\n",
        encoding="utf-8",
    )
    return path


def demo_paths(demo_id: str) -> list[Path]:
    demo = next(demo for demo in list_demos() if demo.id == demo_id)
    return [ROOT / "sample_data" / file for file in demo.files]


def test_read_says_in_json_what_each_sheet_is(shop: Path) -> None:
    answer = run("read", shop, "--json")
    assert answer.returncode == 0, answer.stderr
    (sheet,) = json.loads(answer.stdout)
    assert set(sheet) == {
        "file", "sheet", "table", "header_row", "rows", "rows_set_aside", "columns", "sums",
        "problems",
    }  # fmt: skip
    assert (sheet["table"], sheet["header_row"], sheet["rows"]) == ("stock", 1, 3)
    assert {column["source"]: column["canonical"] for column in sheet["columns"]} == {
        name: name
        for name in ("sku", "description", "on_hand", "unit_cost", "unit_price", "condition")
    }
    assert sheet["sums"]["on_hand"] == 19


def test_read_prints_a_line_a_sheet_and_a_line_a_column(shop: Path) -> None:
    answer = run("read", shop)
    assert answer.returncode == 0
    assert "shop.csv: stock, 3 rows loaded" in answer.stdout
    assert "  unit_cost -> unit_cost" in answer.stdout


def test_analyze_writes_every_file_and_figures_a_hand_can_check(shop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = run("analyze", shop, "--as-of", "2026-01-31", "--currency", "EUR", "--out", out)
    assert answer.returncode == 0, answer.stderr
    assert sorted(path.name for path in out.iterdir()) == [
        "about.txt", "allowance.csv", "exposure.csv", "forecast.csv", "items.csv", "journal.csv",
        "problems.csv", "ratios.csv", "reorder.csv", "statements.csv", "summary.json",
        "transfers.csv",
    ]  # fmt: skip
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    # Cost 10 x 100 + 4 x 50 + 5 x 20; shade: 4 x (50 - 40 x 0.95); bulbs: all of 100.
    assert summary["cost_value"] == 1300
    assert summary["write_down"] == 4 * (50 - 38) + 100
    assert summary["carrying_value"] == 1300 - 148
    assert summary["net_income_effect"] == -148 * 0.75
    assert (summary["as_of"], summary["currency"]) == ("2026-01-31", "EUR")
    journal = pd.read_csv(out / "journal.csv")
    sides = journal.groupby(["method", "period", "entry"])[["debit", "credit"]].sum()
    assert (sides["debit"].round(2) == sides["credit"].round(2)).all()
    exposure = pd.read_csv(out / "exposure.csv")
    assert exposure["cost_value"].sum() == summary["cost_value"]
    assert round(exposure["write_down"].sum(), 2) == summary["write_down"]


def test_a_policy_file_changes_the_figures(shop: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('reasons = ["below cost"]\ntax_rate = 0.5\n', encoding="utf-8")
    answer = run("analyze", shop, "--policy", policy, "--out", tmp_path / "out")
    assert answer.returncode == 0, answer.stderr
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["write_down"] == 48
    assert summary["net_income_effect"] == -24


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("colour = 1", "colour"),
        pytest.param("tax_rate = 3", "tax_rate", marks=pytest.mark.slow),
        pytest.param("tax_rate =", "TOML", marks=pytest.mark.slow),
    ],
)
def test_a_policy_that_cannot_be_used_is_refused_with_its_name(
    text: str, named: str, shop: Path, tmp_path: Path
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(text, encoding="utf-8")
    answer = run("analyze", shop, "--policy", policy, "--out", tmp_path / "out")
    assert answer.returncode == 1
    assert named in answer.stderr
    assert not (tmp_path / "out").exists()


def test_input_without_stock_is_one_sentence_and_leaves_nothing_behind(tmp_path: Path) -> None:
    empty = tmp_path / "empty.xlsx"
    empty.write_bytes(b"")
    out = tmp_path / "out"
    answer = run("analyze", empty, "--out", out)
    assert answer.returncode == 1
    assert answer.stderr.startswith("empty.xlsx")
    assert len(answer.stderr.strip().splitlines()) == 1
    assert not out.exists()


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    answer = run("read", tmp_path / "nowhere.csv")
    assert answer.returncode == 1
    assert "nowhere.csv" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    "arguments", [[], ["read"], ["analyze", "a.csv"], ["forecast", "a.csv", "--horizon", "0"]]
)
def test_wrong_arguments_answer_two(arguments: list[str]) -> None:
    assert run(*arguments).returncode == 2


def test_forecast_writes_mean_and_a_column_a_level(tmp_path: Path) -> None:
    months = pd.date_range("2023-01-01", periods=36, freq="MS").strftime("%Y-%m-%d")
    table = pd.DataFrame(
        {"unique_id": ["0017"] * 36 + ["b"] * 36, "ds": [*months, *months], "y": range(72)}
    )
    table.to_csv(tmp_path / "series.csv", index=False)
    out = tmp_path / "forecast.csv"
    answer = run(
        "forecast", tmp_path / "series.csv", "--horizon", "6", "--freq", "M", "--season", "12",
        "--levels", "0.1,0.9", "--out", out,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    result = pd.read_csv(out, dtype={"unique_id": "str"})
    assert list(result.columns) == ["unique_id", "ds", "mean", "q0.1", "q0.9"]
    assert result.groupby("unique_id").size().to_dict() == {"0017": 6, "b": 6}
    assert (result["q0.1"] <= result["q0.9"]).all()
    assert result["ds"].iloc[0] == "2026-01-01"


def test_forecast_names_the_column_it_misses(tmp_path: Path) -> None:
    (tmp_path / "series.csv").write_text("id,ds,y\na,1,2\n", encoding="utf-8")
    answer = run("forecast", tmp_path / "series.csv", "--horizon", "2", "--out", tmp_path / "f.csv")
    assert answer.returncode == 1
    assert "unique_id" in answer.stderr


@pytest.mark.parametrize(
    "demo_id", ["article_case", pytest.param("grocer", marks=pytest.mark.slow)]
)
def test_the_command_line_and_the_screen_have_the_same_figures(
    demo_id: str, tmp_path: Path
) -> None:
    demo = next(demo for demo in list_demos() if demo.id == demo_id)
    answer = run(
        "analyze", *demo_paths(demo_id), "--as-of", demo.as_of.isoformat(),
        "--currency", demo.currency, "--out", tmp_path,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    book = read_book(
        demo.source_files(), as_of=demo.as_of, currency=demo.currency, today=demo.as_of
    )
    screen = analyze(book, Policy()).summary
    assert {name: summary[name] for name in screen if name != "name"} == {
        name: value for name, value in screen.items() if name != "name"
    }


def test_analyze_with_pack_writes_the_documents_beside_the_tables(
    shop: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    answer = run(
        "analyze", shop, "--as-of", "2026-01-31", "--pack", "--name", "Corner Shop", "--out", out
    )
    assert answer.returncode == 0, answer.stderr
    names = {path.name for path in out.iterdir()}
    assert {
        "accountant_workbook.xlsx", "one_page.pdf", "full_report.pdf", "slides.pptx",
        "journal_entries.csv", "purchase_orders.xlsx", "count_sheet.xlsx", "policy.toml",
        "journal_entries.xlsx", "count_sheet.csv", "problems.xlsx", "tables.xlsx",
        "summary.json", "items.csv", "items.xlsx", "purchase_orders.csv",
        "journal_quickbooks_online.csv", "journal_xero.csv", "journal_general_ledger.csv",
    } <= names  # fmt: skip
    assert (out / "one_page.pdf").read_bytes().startswith(b"%PDF")


SCENARIO = 'as_of = 2026-01-31\n[scenario]\nname = "{}"\ndepth = 0.3\nweeks = 8\n'


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    days = pd.date_range("2024-08-05", "2026-01-26", freq="W-MON")
    lines = [f"{day:%Y-%m-%d},A,{2 + day.day % 3},200.00" for day in days]
    path.write_text("\n".join(["date,sku,units,unit_price", *lines]), encoding="utf-8")
    return path


def test_scenarios_given_on_the_command_line_reach_the_workbook_and_come_back_as_files(
    shop: Path, sales: Path, tmp_path: Path
) -> None:
    out, plan = tmp_path / "out", tmp_path / "sale.toml"
    plan.write_text(SCENARIO.format("Winter sale"), encoding="utf-8")
    answer = run(
        "analyze", shop, sales, "--as-of", "2026-01-31", "--pack", "--scenario", plan, "--out", out
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    workbook = openpyxl.load_workbook(out / "accountant_workbook.xlsx")
    cells = [cell for row in workbook["Scenarios"].iter_rows(values_only=True) for cell in row]
    assert "Winter sale" in cells
    assert "Winter sale" in (out / "scenario_1.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("depth = ", "cannot be read"),
        pytest.param(SCENARIO.format(""), "without a name", marks=pytest.mark.slow),
        pytest.param(
            SCENARIO.format("Sale").replace("weeks", 'skus = ["Z"]\nweeks'),
            "no goods of this",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_scenario_that_cannot_be_used_is_refused_and_nothing_is_written(
    shop: Path, sales: Path, tmp_path: Path, text: str, said: str
) -> None:
    out, plan = tmp_path / "out", tmp_path / "sale.toml"
    plan.write_text(text, encoding="utf-8")
    answer = run(
        "analyze", shop, sales, "--as-of", "2026-01-31", "--pack", "--scenario", plan, "--out", out
    )  # fmt: skip
    assert answer.returncode == 1
    assert said in answer.stderr
    assert not out.exists()


def test_a_scenario_without_documents_is_a_wrong_argument(shop: Path, tmp_path: Path) -> None:
    answer = run("analyze", shop, "--scenario", tmp_path / "x.toml", "--out", tmp_path / "out")
    assert answer.returncode == 2
    assert "--pack" in answer.stderr
