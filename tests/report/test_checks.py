"""Problems are grouped by what mends them, the worst first."""

from core.problem import Problem, Severity
from core.report import problem_groups


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
