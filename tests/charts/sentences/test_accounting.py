"""Sentences on the books, state by state."""

import pandas as pd
import pytest

from core.charts import sentences
from core.charts.formats import Formats

GBP = Formats("GBP")
NAN = float("nan")
LOWERS = "Booking the write-down lowers net income and equity by £14,175 each under both methods"


@pytest.mark.parametrize(
    ("net_income", "equity", "before", "sentence"),
    [
        (-14_175, -14_175, 41_900, f"{LOWERS}; a profit of £41,900 becomes £27,725"),
        (-14_175, -14_175, 9_100, f"{LOWERS}; a profit of £9,100 becomes a loss of £5,075"),
        (-14_175, -14_175, -5_000, f"{LOWERS}; a loss of £5,000 becomes £19,175"),
        (
            -14_175,
            -14_175,
            NAN,
            f"{LOWERS}; bring your period's figures to see it against your profit",
        ),
        (
            -14_175,
            -18_900,
            41_900,
            "Booking the write-down lowers net income by £14,175 and equity by £18,900 "
            "under both methods; a profit of £41,900 becomes £27,725",
        ),
        (
            3_000,
            3_000,
            -1_000,
            "Taking back earlier write-downs raises net income and equity by £3,000 each "
            "under both methods; a loss of £1,000 becomes a profit of £2,000",
        ),
        (0, 0, 41_900, "There is nothing to book: net income and equity stay as they are"),
        (NAN, NAN, 41_900, "What booking does to net income and equity is unknown"),
    ],
)
def test_the_impact_is_said_in_every_state(
    net_income: float, equity: float, before: float, sentence: str
) -> None:
    said = sentences.impact_sentence(
        GBP, net_income_effect=net_income, equity_effect=equity, net_income_before=before
    )
    assert said == sentence


@pytest.mark.parametrize(
    ("gross", "tax", "sentence"),
    [
        (
            -18_900.0,
            -4_725.0,
            "The write-down costs £18,900 before tax, saves £4,725 of tax, "
            "and lowers net income by £14,175",
        ),
        (
            -18_900.0,
            0.0,
            "The write-down costs £18,900 before tax, saves no tax, "
            "and lowers net income by £18,900",
        ),
        (
            4_000.0,
            1_000.0,
            "Earlier write-downs bring back £4,000 before tax, cost £1,000 of tax, "
            "and raise net income by £3,000",
        ),
        (0.0, 0.0, "There is nothing to book: net income stays as it is"),
        (NAN, NAN, "What booking does to net income is unknown"),
    ],
)
def test_the_bridge_adds_up_in_words(gross: float, tax: float, sentence: str) -> None:
    effects = pd.Series({"profit_before_tax": gross, "income_tax": tax, "net_income": gross - tax})
    assert sentences.bridge_sentence(effects, GBP) == sentence


@pytest.mark.parametrize(
    ("inventory", "net_income", "equity", "sentence"),
    [
        (
            -18_900.0,
            -14_175.0,
            -14_175.0,
            "Inventory falls by £18,900, net income falls by £14,175 and equity falls by £14,175",
        ),
        (3_000.0, 0.0, 0.0, "Inventory rises by £3,000"),
        (0.0, 0.0, 0.0, "No line of the statements changes"),
    ],
)
def test_lines_that_move_are_named(
    inventory: float, net_income: float, equity: float, sentence: str
) -> None:
    effects = pd.Series({"inventory_net": inventory, "net_income": net_income, "equity": equity})
    assert sentences.statements_sentence(effects, GBP) == sentence


def equity(**methods: tuple[float, ...]) -> pd.DataFrame:
    rows = [
        (method, f"Period {number}", amount)
        for method, amounts in methods.items()
        for number, amount in enumerate(amounts, start=1)
    ]
    return pd.DataFrame(rows, columns=["method", "period", "equity"])


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            equity(direct=(100, 200), allowance=(100, 200), wait=(150, 200)),
            "Direct and allowance show the same equity in every period; "
            "waiting shows £50 more at first and ends at the same amount",
        ),
        (
            equity(direct=(100, 200), allowance=(100, 200), wait=(150, 230)),
            "Direct and allowance show the same equity in every period; "
            "waiting shows £50 more at first",
        ),
        (
            equity(direct=(100,), allowance=(100,), wait=(100,)),
            "Direct and allowance show the same equity in every period; "
            "waiting makes no difference",
        ),
        (
            equity(direct=(100, 200), allowance=(100, 210)),
            "Direct and allowance show different equity",
        ),
        (equity(direct=(100,), wait=(150,)), "Waiting shows £50 more at first"),
        (equity(), "Equity after booking is unknown"),
    ],
)
def test_methods_are_held_against_each_other(table: pd.DataFrame, sentence: str) -> None:
    assert sentences.equity_sentence(table, GBP) == sentence
