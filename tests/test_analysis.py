"""analyze: the headline figures of one Book, and what they say of what nobody knows."""

import math
from datetime import date

import pandas as pd
import pytest

from core.analysis import analyze
from core.book import make_book
from core.policy import Policy

AS_OF = date(2026, 1, 31)

LOSSES = (
    "at_risk_value", "write_down", "write_down_p10", "write_down_p50", "write_down_p90", "charge",
    "net_income_effect", "equity_effect",
)  # fmt: skip


def summary_of(**columns: list[object]) -> dict[str, object]:
    stock = pd.DataFrame(columns)
    book = make_book({"stock": stock}, as_of=AS_OF, currency="USD")
    return dict(analyze(book, Policy()).summary)


@pytest.mark.parametrize("figure", [*LOSSES, "cost_value", "carrying_value"])
def test_stock_without_any_cost_has_no_figure_in_money(figure: str) -> None:
    summary = summary_of(sku=["a", "b"], on_hand=[3.0, 4.0])
    assert math.isnan(summary[figure])


@pytest.mark.parametrize("figure", LOSSES)
def test_where_nothing_can_be_judged_the_loss_is_unknown_and_not_zero(figure: str) -> None:
    summary = summary_of(sku=["a", "b"], on_hand=[3.0, 4.0], unit_cost=[2.0, 5.0])
    assert math.isnan(summary[figure])


def test_stock_that_cannot_be_judged_stands_at_cost_and_is_said_to_be_unknown() -> None:
    summary = summary_of(sku=["a", "b"], on_hand=[3.0, 4.0], unit_cost=[2.0, 5.0])
    assert summary["cost_value"] == 26.0
    assert summary["carrying_value"] == 26.0
    assert summary["unknown_cost_value"] == 26.0
