"""A markdown beside today's price as text: values, signs, and what counts as better."""

import pandas as pd
import pytest

from core.charts import decision, scenario, sentences
from core.charts.formats import Formats

GBP = Formats("GBP")

#: measure, at today's price, marked down.
ROWS = (
    ("units", 1_000.0, 1_500.4),
    ("sell_through", 0.5, 0.75),
    ("cash", 9_000.0, 12_000.0),
    ("leftover_value", 3_000.0, 500.0),
    ("recovered", 12_000.0, 12_500.0),
    ("leftover_units", 1_000.0, 499.6),
    ("leftover_cost", 4_000.0, 2_000.0),
    ("nrv_value", 12_000.0, 12_000.2),
    ("write_down", 5_200.0, 204.0),
    ("net_income_now", -3_900.0, -153.0),
    ("net_income_effect", 800.0, 700.0),
    ("equity_effect", 800.0, 700.0),
)
COMPARISON = pd.DataFrame(ROWS, columns=["measure", "hold", "markdown"]).assign(
    difference=lambda rows: rows["markdown"] - rows["hold"]
)
#: What the draws make of it: a little less, and a range.
DRAWN = pd.DataFrame(
    {
        "measure": COMPARISON["measure"],
        "hold": COMPARISON["hold"] * 0.5,
        "mean": COMPARISON["markdown"] * 0.9,
        "p10": COMPARISON["markdown"] * 0.8,
        "p90": COMPARISON["markdown"] * 1.1,
    }
)


def figures(drawn: pd.DataFrame = DRAWN) -> dict[str, scenario.Figure]:
    found = scenario.headline_figures(COMPARISON, drawn, GBP, weeks=12)
    return {each.label: each for each in found}


@pytest.mark.parametrize(
    ("label", "value", "change", "tone"),
    [
        ("Write-down today", "£204", "−£4,996", "better"),
        ("Net income today", "−£153", "+£3,747", "better"),
        ("Equity after 12 weeks", "+£700", "−£100", "worse"),
        ("Net realizable value", "£12,000", "no change", "same"),
        ("Units sold in 12 weeks", "1,500", "+500", "better"),
        ("Units left over", "500", "−500", "better"),
    ],
)
def test_a_figure_says_its_change_and_whether_that_is_good(
    label: str, value: str, change: str, tone: str
) -> None:
    shown = figures()[label]
    assert (shown.value, shown.change, shown.tone) == (value, change, tone)


def test_a_figure_names_what_to_expect_beside_the_plan_as_forecast() -> None:
    assert figures()["Units sold in 12 weeks"].expected == "expected +850"
    assert figures()["Equity after 12 weeks"].expected == "expected +£230"
    same = figures(DRAWN.assign(hold=DRAWN["mean"]))
    assert same["Write-down today"].expected == "expected no change"
    unknown = figures(DRAWN.assign(mean=float("nan")))
    assert {each.expected for each in unknown.values()} == {"expected: unknown"}


def test_the_table_sets_every_measure_beside_todays_price() -> None:
    table = scenario.scenario_table(COMPARISON, GBP, weeks=1).set_index("Measure")
    assert len(table) == len(ROWS)
    assert table.loc["Share of the stock sold"].tolist() == ["50%", "75%", "+25.0 points"]
    assert table.loc["Cash in 1 week, before tax"].tolist() == ["£9,000", "£12,000", "+£3,000"]
    assert table.loc["Units sold in 1 week"].tolist() == ["1,000", "1,500", "+500"]


def test_what_is_expected_has_the_same_measures_and_a_range() -> None:
    table = scenario.expected_table(DRAWN, GBP, weeks=1).set_index("Measure")
    assert list(table.index) == list(scenario.scenario_table(COMPARISON, GBP, weeks=1)["Measure"])
    units = ["500", "1,350", "+850", "1,200", "1,650"]
    assert table.loc["Units sold in 1 week"].tolist() == units
    write_down = ["£2,600", "£184", "−£2,416", "£163", "£224"]
    assert table.loc["Write-down needed today"].tolist() == write_down


def test_net_income_is_shown_by_method_and_period_with_its_sum() -> None:
    by_period = pd.DataFrame(
        [
            ("direct", "today", -100.0),
            ("direct", "period 1", 40.5),
            ("allowance", "today", -100.0),
            ("allowance", "period 1", 40.5),
            ("wait", "today", 0.0),
            ("wait", "period 1", -59.5),
        ],
        columns=["method", "period", "net_income"],
    )
    table = scenario.income_by_method(by_period, GBP)
    assert list(table.columns) == ["Net income", "Today", "Period 1", "Total"]
    assert table.to_numpy().tolist() == [
        ["Direct", "(100.00)", "40.50", "(59.50)"],
        ["Allowance", "(100.00)", "40.50", "(59.50)"],
        ["Wait (not allowed)", "0.00", "(59.50)", "(59.50)"],
    ]


def test_the_largest_write_downs_come_first_in_whole_units() -> None:
    items = pd.DataFrame(
        {
            "sku": ["A", "B", "C"],
            "units": [59.845, 1.2, 3.0],
            "leftover_units": [340.155, 0.0, 0.0],
            "cost_value": [10.0, 20.0, 30.0],
            "write_down": [5.0, 9.0, 5.0],
        }
    )
    top = scenario.largest_write_downs(items, count=2)
    assert list(top["sku"]) == ["B", "C"]
    every = scenario.largest_write_downs(items, count=9).set_index("sku")
    assert every.loc["A", ["units", "leftover_units"]].tolist() == [60.0, 340.0]


def test_a_way_out_has_the_range_of_what_it_recovers_unless_it_is_agreed_for_today() -> None:
    money = dict.fromkeys(
        ("write_down", "cash", "tax", "net_income_effect", "equity_effect", "leftover_cost"), 1.0
    )
    options = pd.DataFrame(
        [
            {"option": "hold", "when": "12 weeks", "recovered": 10.0, **money}
            | {"recovered_p10": 8.0, "recovered_p90": 11.0},
            {"option": "scrap", "when": "today", "recovered": 0.0, **money}
            | {"recovered_p10": 0.0, "recovered_p90": 0.0},
        ]
    )
    table = decision.options_table(options, GBP).set_index("Measure")
    assert table.loc["Recovered, P10"].tolist() == ["+£8", "fixed"]
    assert table.loc["Recovered, P90"].tolist() == ["+£11", "fixed"]
    assert list(table.columns) == ["Today's price", "Scrap"]
    best = options.assign(option=["Markdown", "scrap"], equity_effect=[2.0, 1.0])
    assert sentences.options_sentence(best, GBP).startswith("Of these ways out, this markdown ")
    named = best.assign(option=["Autumn", "scrap"])
    assert "the markdown “Autumn” leaves equity" in sentences.options_sentence(named, GBP)
