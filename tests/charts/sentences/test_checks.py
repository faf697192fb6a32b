"""What was read, in words that an owner can hold against the ledger."""

import pytest

from core.charts import sentences
from core.charts.formats import Formats
from core.problem import Problem

NAN = float("nan")
GBP = Formats("GBP")


@pytest.mark.parametrize(
    ("ledger", "start"),
    [
        (1_000.0, "Differs by £10.50 (1.0%): the list holds more than your ledger"),
        (1_020.5, "Differs by £10.00 (1%): the list holds less than your ledger"),
        (1_010.5, "The list equals your ledger to the cent"),
        (1_010.504, "The list equals your ledger to the cent"),
        (0.0, "Differs by £1,010.50: the list holds more"),
        (NAN, ""),
    ],
)
def test_the_distance_to_the_ledger_is_said_to_the_cent(ledger: float, start: str) -> None:
    sentence = sentences.ledger_sentence(GBP, ledger=ledger, cost_value=1_010.50)
    assert sentence.startswith(start)
    assert bool(sentence) == bool(start)


@pytest.mark.parametrize(
    ("count", "set_aside", "said"),
    [
        (3, 0, "3"),
        (1, 1, "1 row set aside"),
        (1_000, 1_000, "1,000 rows set aside"),
        (12, 4, "12 rows, 4 of them set aside"),
    ],
)
def test_rows_that_were_set_aside_are_said_once(count: int, set_aside: int, said: str) -> None:
    assert sentences.problem_count(count, set_aside) == said


def test_a_problem_says_where_it_is_and_how_often() -> None:
    found = Problem(
        severity="warning", file="a.xlsx", sheet="Stock", row=1788, column="Qty",
        found="'see shelf'", expected="a number", repair="Count it.", count=3,
    )  # fmt: skip
    assert sentences.problem_place(found) == (
        "a.xlsx, Stock, row 1,788, column Qty: found 'see shelf', expected a number (3 times)"
    )


@pytest.mark.parametrize(
    ("cost_value", "uncosted", "said"),
    [
        (20.0, 0, "10 units on hand, £20.00 at cost"),
        (20.0, 4, "10 units on hand, £20.00 at cost; the cost of 4 units is unknown"),
        (0.0, 10, "10 units on hand; what they cost is unknown"),
    ],
)
def test_unknown_cost_is_never_a_cost_of_zero(
    cost_value: float, uncosted: float, said: str
) -> None:
    sentence = sentences.control_sentence(
        GBP, units=10, cost_value=cost_value, uncosted_units=uncosted
    )
    assert sentence == said


@pytest.mark.parametrize(
    ("ledger", "said"),
    [
        (None, "Not reconciled: what your ledger states for this stock was not given"),
        (100.0, "Reconciled: the stock list equals your ledger, £100.00"),
        (412.4, "Not reconciled: the stock list is £312.40 below your ledger of £412.40"),
        (99.0, "Not reconciled: the stock list is £1.00 above your ledger of £99.00"),
    ],
)
def test_one_line_says_whether_the_stock_is_that_of_the_ledger(
    ledger: float | None, said: str
) -> None:
    assert sentences.reconciliation_sentence(GBP, ledger=ledger, cost_value=100.0) == said


@pytest.mark.parametrize(
    ("rows", "cost_value", "said"),
    [
        (0, NAN, ""),
        (1, 12.5, "1 row of stock is below zero, by 3 units and £12.50 at cost: a system"),
        (402, NAN, "402 rows of stock are below zero, by 3 units: a system that nets them off"),
    ],
)
def test_stock_below_zero_is_said_with_what_it_takes_off_a_net_total(
    rows: int, cost_value: float, said: str
) -> None:
    sentence = sentences.below_zero_sentence(GBP, rows=rows, units=3, cost_value=cost_value)
    assert sentence.startswith(said)
    assert bool(sentence) == bool(said)
