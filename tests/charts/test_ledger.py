"""The books as tables of text: what stands in each cell, and what is left out."""

import math
from collections.abc import Callable

import pandas as pd
import pytest

from core.accounting import Impact
from core.charts import ledger
from core.charts.formats import UNKNOWN_CELL, Formats

FORMATS = Formats()
Assess = Callable[..., Impact]


def test_an_entry_shows_its_debit_first_and_its_credit_indented(assess_shop: Assess) -> None:
    first = ledger.postings(assess_shop().journal, FORMATS, method="direct", period="current")[0]
    assert first.number == 1
    assert "can no longer be sold" in first.words
    assert first.lines.to_numpy().tolist() == [
        ["Loss on inventory write-down", "1,000.00", ""],
        ["\N{NO-BREAK SPACE}" * 4 + "Inventory", "", "1,000.00"],
    ]


def test_a_period_without_entries_has_no_postings(assess_shop: Assess) -> None:
    journal = assess_shop(reserve_deductible="booked").journal
    assert ledger.postings(journal, FORMATS, method="direct", period="next") == []


def test_a_statement_puts_negatives_in_parentheses_and_marks_totals(assess_shop: Assess) -> None:
    table = ledger.statement_table(
        assess_shop().statements, FORMATS, statement="income", method="direct", period="current"
    ).set_index("line")
    assert table.loc["Net income"].tolist() == ["3,000.00", "2,250.00", "(750.00)", True]
    assert table.loc["Income tax"].tolist() == ["1,000.00", "750.00", "(250.00)", False]


def test_unknown_bases_are_dashes_and_their_effect_is_known(assess_shop: Assess) -> None:
    table = ledger.statement_table(
        assess_shop(figures=None).statements,
        FORMATS,
        statement="balance",
        method="allowance",
        period="current",
    ).set_index("line")
    assert table.loc["Equity"].tolist() == [UNKNOWN_CELL, UNKNOWN_CELL, "(750.00)", False]
    assert table.loc["Cash", "before"] == UNKNOWN_CELL
    assert table.loc["Inventory, net", "after"] == "9,000.00"


@pytest.mark.parametrize("period", ["current", "next"])
@pytest.mark.parametrize("statement", ["income", "balance"])
def test_two_methods_show_the_same_lines_and_none_is_nil_in_both(
    assess_shop: Assess, statement: str, period: str
) -> None:
    tables = [
        ledger.statement_table(
            assess_shop().statements, FORMATS, statement=statement, method=method, period=period
        )
        for method in ("direct", "allowance")
    ]
    assert tables[0]["line"].tolist() == tables[1]["line"].tolist()
    assert "Difference in the uploaded balance sheet" not in tables[0]["line"].tolist()


def test_the_roll_forward_runs_from_opening_to_closing(assess_shop: Assess) -> None:
    table = ledger.roll_forward_table(assess_shop().allowance, FORMATS)
    assert table["This period"].tolist() == ["0.00", "1,000.00", "0.00", "0.00", "1,000.00"]
    assert table["Next period"].tolist() == ["1,000.00", "0.00", "(1,000.00)", "0.00", "0.00"]


def test_every_method_loses_the_same_over_both_periods(assess_shop: Assess) -> None:
    table = ledger.net_income_by_method(assess_shop().statements).set_index("method")
    assert table["both"].tolist() == [-750, -750, -750]
    assert table["current"].tolist() == [-750, -750, 0]
    shown = ledger.net_income_table(assess_shop().statements, FORMATS)
    assert shown.iloc[-1].tolist() == ["Wait (not allowed)", "0.00", "(750.00)", "(750.00)"]


@pytest.mark.parametrize("figures", ["known", None])
def test_equity_is_followed_by_its_change_since_before_the_entries(
    assess_shop: Assess, figures: str | None
) -> None:
    shop = assess_shop() if figures else assess_shop(figures=None)
    table = ledger.equity_changes(shop.statements).pivot_table(
        index="method", columns="period", values="equity", sort=False
    )
    assert table.loc["direct"].tolist() == [-750, -750]
    assert table.loc["allowance"].tolist() == [-750, -750]
    assert table.loc["wait"].tolist() == [0, -750]


def test_an_unknown_change_of_equity_has_no_rows(assess_shop: Assess) -> None:
    rows = assess_shop().statements
    assert ledger.equity_changes(rows.assign(effect=float("nan"))).empty


def test_ratios_are_written_as_their_kind_is_read(assess_shop: Assess) -> None:
    table = ledger.ratio_table(assess_shop().ratios, FORMATS, method="direct").set_index("Ratio")
    assert table.loc["Net margin"].tolist()[:4] == ["7.5%", "5.6%", "7.5%", "▼ worse"]
    assert table.loc["Current ratio", "After"] == "3.50"
    assert table.loc["Days of stock", "Before"] == "140.4 days"
    assert "nothing sold faster" in table.loc["Inventory turnover", "Note"]
    unknown = ledger.ratio_table(
        assess_shop(figures=None).ratios, FORMATS, method="direct"
    ).set_index("Ratio")
    assert unknown.loc["Net margin"].tolist()[:4] == ["–", "–", "–", "unknown"]


def test_ratios_are_the_same_under_both_methods(assess_shop: Assess) -> None:
    for period in ("current", "next"):
        tables = [
            ledger.ratio_table(assess_shop().ratios, FORMATS, method=method, period=period)
            for method in ("direct", "allowance")
        ]
        pd.testing.assert_frame_equal(*tables)


def test_covenants_say_which_way_they_bind_and_what_they_still_bear(assess_shop: Assess) -> None:
    impact = assess_shop(covenants={"equity": 9_000, "current_ratio": 3.6, "debt_to_equity": 0.7})
    table = ledger.covenant_table(impact.covenants, FORMATS, method="direct").set_index("Covenant")
    assert table["Limit"].tolist() == ["at least 9,000.00", "at least 3.60", "at most 0.70"]
    assert table["Result"].tolist() == ["✓ holds", "✗ broken", "✓ holds"]
    assert table.loc["Current ratio", "Further loss it bears"] == "(400.00)"
    unknown = assess_shop(figures=None, covenants={"equity": 9_000})
    row = ledger.covenant_table(unknown.covenants, FORMATS, method="direct").iloc[0]
    assert row["Result"] == "unknown"


def test_an_unknown_ratio_is_a_dash() -> None:
    assert ledger.ratio_text("gmroi", math.nan, FORMATS) == UNKNOWN_CELL


def test_losses_by_reason_are_put_in_words() -> None:
    given = pd.DataFrame({"reason": ["slow"], "kind": ["write_down"], "units": [1_234.567]})
    table = ledger.losses_table(given)
    assert table.to_numpy().tolist() == [["slow", "write-down", 1_234.6]]
