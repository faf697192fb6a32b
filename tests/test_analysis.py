"""analyze: the headline figures of one Book, and what they say of what nobody knows."""

import math
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from core.analysis import analyze, record_again
from core.book import make_book, with_financials
from core.markdown import MarkdownPlan, MarkdownScenario, prepare, simulate_plan, with_plan
from core.policy import RECORDING_SETTINGS, Policy

AS_OF = date(2026, 1, 31)

LOSSES = (
    "at_risk_value", "write_down", "write_down_p10", "write_down_p50", "write_down_p90", "charge",
    "net_income_effect", "equity_effect",
)  # fmt: skip


def summary_of(**columns: list[object]) -> dict[str, object]:
    stock = pd.DataFrame(columns)
    book = make_book({"stock": stock}, as_of=AS_OF, currency="USD")
    return dict(analyze(book, Policy()).summary)


@pytest.mark.parametrize("figure", [*LOSSES, "cost_value", "carrying_value", "unknown_cost_value"])
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


def test_disposal_is_an_expense_of_the_period_that_pays_for_it_and_no_write_down() -> None:
    stock = pd.DataFrame(
        {"sku": ["a", "b"], "on_hand": [10.0, 4.0], "unit_cost": [5.0, 5.0]}
    ).assign(expiry_date=[pd.Timestamp("2026-01-30"), pd.NaT])
    items = pd.DataFrame({"sku": ["a", "b"], "unit_price": [30.0, 30.0]})
    book = make_book({"stock": stock, "items": items}, as_of=AS_OF, currency="USD")
    free, priced = (analyze(book, Policy(disposal_cost_unit=cost)) for cost in (0.0, 0.25))
    assert priced.summary == free.summary
    journal = priced.impact.journal
    paid = journal[journal["account"] == "Selling expense"]
    assert paid["period"].eq("next").all()
    assert paid.groupby("method")["debit"].sum().eq(2.5).all()
    assert set(paid["method"]) == set(journal["method"])
    assert not free.impact.journal["account"].eq("Selling expense").any()


def test_recording_again_equals_analyzing_again() -> None:
    stock = pd.DataFrame({"sku": ["a"], "on_hand": [3.0], "unit_cost": [5.0]})
    items = pd.DataFrame({"sku": ["a"], "unit_price": [4.0]})
    book = make_book({"stock": stock, "items": items}, as_of=AS_OF)
    first = analyze(book, Policy())
    other = Policy(tax_rate=0.4).under("US GAAP")
    again, anew = record_again(first, other), analyze(book, other)
    assert again.summary == anew.summary
    pd.testing.assert_frame_equal(again.impact.journal, anew.impact.journal)
    with pytest.raises(ValueError, match="judge the stock differently"):
        record_again(first, Policy(selling_cost_rate=0.2))


@pytest.mark.parametrize("name", sorted(RECORDING_SETTINGS))
def test_no_setting_of_the_recording_moves_what_the_stock_may_lose(name: str) -> None:
    """What `record_again` rests on: exposure and orders never read these settings."""
    folders = ("exposure", "replenishment", "stock", "demand")
    root = Path(__file__).parents[1] / "core"
    sources = [path for folder in folders for path in (root / folder).rglob("*.py")]
    assert not [path.name for path in sources if f"policy.{name}" in path.read_text()]


def test_typed_figures_replace_those_of_the_book_and_change_its_digest() -> None:
    stock = pd.DataFrame({"sku": ["a"], "on_hand": [3.0], "unit_cost": [5.0]})
    book = make_book({"stock": stock}, as_of=AS_OF)
    typed = with_financials(book, {"period": "FY 2025", "revenue": 10.0})
    assert typed.financials["revenue"].tolist() == [10.0]
    assert typed.financials["cash"].isna().all()
    assert typed.digest != book.digest
    again = with_financials(book, {"period": "FY 2025", "revenue": 10.0})
    assert typed.digest == again.digest


@pytest.mark.parametrize(
    "scenario",
    [
        MarkdownScenario(depth=0.3),
        MarkdownScenario(depth=0.2, later=((6, 0.4),)),
        MarkdownScenario(depth=0.2, start_week=3, later=((6, 0.4),), no_touch=(6, 7)),
        MarkdownScenario(depth=0.2, after_window="outlet", residual_proceeds_share=0.2),
        MarkdownScenario(depth=0.1, residual_value=3.0),
    ],
    ids=["one cut", "two cuts", "later cuts", "outlet after the window", "its own outlet"],
)
def test_an_approved_plan_needs_the_same_write_down_on_exposure_as_on_markdown(
    scenario: MarkdownScenario,
) -> None:
    weeks = pd.date_range("2025-02-03", periods=52, freq="7D")
    goods = {"candle": (600.0, 12.0, 20.0, 10), "vase": (400.0, 18.0, 25.0, 4)}
    rows = [
        {"date": week, "sku": sku, "units": sold + (-1) ** place, "unit_price": price}
        for sku, (_, _, price, sold) in goods.items()
        for place, week in enumerate(weeks)
    ]
    tables = {
        "items": pd.DataFrame(
            [{"sku": sku, "unit_price": price} for sku, (_, _, price, _) in goods.items()]
        ),
        "stock": pd.DataFrame(
            [
                {"sku": sku, "on_hand": units, "unit_cost": cost}
                for sku, (units, cost, _, _) in goods.items()
            ]
        ),
        "sales": pd.DataFrame(rows).assign(revenue=lambda made: made.units * made.unit_price),
    }
    book = make_book(tables, as_of=AS_OF, currency="USD")
    before = analyze(book, Policy())
    inputs = prepare(book, before.policy, before.forecast, before.exposure.segments)
    plan = MarkdownPlan(scenario=scenario, as_of=AS_OF)
    expected = simulate_plan(inputs, plan).items.set_index("sku")["write_down"]
    approved = plan.approved(by="The owner", on=AS_OF).starting(AS_OF)
    after = analyze(with_plan(book, inputs, approved), Policy())
    found = after.exposure.items.set_index("sku")["write_down"]
    assert expected["vase"] > 0
    assert found.to_dict() == pytest.approx(expected.to_dict(), abs=0.01)
