"""Problems are grouped by what mends them, the worst first."""

from collections.abc import Callable

import pytest

from core.book import Book
from core.problem import Problem, Severity
from core.report import problem_groups, stock_totals


def problem(severity: Severity, repair: str, *, count: int = 1, set_aside: int = 0) -> Problem:
    return Problem(
        severity=severity,
        file="stock.csv",
        sheet="",
        row=2,
        column="Qty",
        found="'x'",
        expected="a number",
        repair=repair,
        count=count,
        set_aside=set_aside,
    )


def test_what_the_same_repair_mends_is_one_group_with_its_counts_added_up() -> None:
    groups = problem_groups(
        [
            problem("note", "Nothing to do."),
            problem("warning", "Count it.", count=2, set_aside=2),
            problem("warning", "Fix it.", count=5),
            problem("blocker", "Add stock."),
            problem("warning", "Count it.", count=7, set_aside=1),
        ]
    )
    assert [(group.severity, group.repair, group.count, group.set_aside) for group in groups] == [
        ("blocker", "Add stock.", 1, 0),
        ("warning", "Count it.", 9, 3),
        ("warning", "Fix it.", 5, 0),
        ("note", "Nothing to do.", 1, 0),
    ]


def test_no_problems_make_no_groups() -> None:
    assert problem_groups([]) == ()


def test_stock_below_zero_is_in_no_total_and_counted_apart(book: Callable[..., Book]) -> None:
    rows = [
        {"sku": "A", "on_hand": 10, "unit_cost": 2.0},
        {"sku": "A", "on_hand": -3, "unit_cost": 2.5, "location": "Store"},
        {"sku": "B", "on_hand": -4},
        {"sku": "C", "on_hand": -1},
    ]
    totals = stock_totals(book(rows, items=[{"sku": "B", "unit_cost": 5.0}]))
    assert (totals.units, totals.cost_value) == (10, 20)
    assert (totals.rows_below_zero, totals.units_below_zero) == (3, 8)
    assert totals.cost_below_zero == 3 * 2.5 + 4 * 5.0


def test_what_stock_below_zero_costs_is_unknown_without_a_cost(book: Callable[..., Book]) -> None:
    totals = stock_totals(book([{"sku": "A", "on_hand": -1}]))
    assert totals.cost_below_zero == pytest.approx(float("nan"), nan_ok=True)
