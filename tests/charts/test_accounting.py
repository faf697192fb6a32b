"""What the figures of the books draw is what the statements hold."""

import pandas as pd
import pytest

from core.charts import accounting
from core.charts.formats import Formats

GBP = Formats("GBP")
NAN = float("nan")
COLUMNS = ["method", "period", "line", "before", "after", "effect"]


def statements(net_income: float, *, loss: float = 18_900.0, tax: float = 4_725.0) -> pd.DataFrame:
    """Statements of one period whose write-down is `loss` and saves `tax`."""
    known = {"profit_before_tax": 60_000.0, "net_income": net_income, "equity": 188_000.0}
    effects = {
        "profit_before_tax": -loss,
        "income_tax": -tax,
        "net_income": tax - loss,
        "inventory_net": -loss,
        "equity": tax - loss,
    }
    rows = [
        ("direct", "current", line, known.get(line, NAN), known.get(line, NAN) + effect, effect)
        for line, effect in effects.items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.mark.parametrize("net_income", [41_900.0, 9_100.0, -5_000.0])
def test_the_bridge_leads_from_net_income_before_to_after(net_income: float) -> None:
    bridge = accounting.profit_bridge_figure(statements(net_income), GBP).data[0]
    before, loss, tax, after = bridge.y
    assert (before, loss, tax) == (net_income, -18_900, 4_725)
    assert before + loss + tax == after
    assert list(bridge.measure) == ["absolute", "relative", "relative", "absolute"]


def test_the_axis_of_a_bridge_that_crosses_zero_holds_its_lowest_point() -> None:
    axis = accounting.profit_bridge_figure(statements(9_100.0), GBP).layout.yaxis
    assert axis.range[0] < -9_800
    assert axis.range[1] == 9_100


def test_without_financials_the_bridge_shows_the_effect_alone() -> None:
    bridge = accounting.profit_bridge_figure(statements(NAN), GBP).data[0]
    assert list(bridge.y) == [-18_900, 4_725, -14_175]
    assert list(bridge.text) == ["−£18,900", "+£4,725", "−£14,175"]


def test_earlier_write_downs_taken_back_go_up() -> None:
    figure = accounting.profit_bridge_figure(statements(9_100.0, loss=-4_000.0, tax=-1_000.0), GBP)
    assert list(figure.data[0].y) == [9_100, 4_000, -1_000, 12_100]
    assert figure.layout.xaxis.ticktext[1:3] == ("Taken back", "Tax")


def test_unknown_effects_are_not_drawn() -> None:
    unknown = statements(NAN, loss=NAN)
    figure = accounting.profit_bridge_figure(unknown, GBP)
    assert figure.layout.annotations[0].text == "The effect on net income is unknown"
    assert "unknown" in accounting.profit_bridge_alt(unknown, GBP)


def test_bars_before_and_after_hold_the_statements_lines() -> None:
    figure = accounting.before_after_figure(statements(41_900.0), GBP)
    before, after = figure.data
    assert list(figure.layout.yaxis.ticktext) == ["Net income", "Equity"]
    assert list(before.x) == [41_900, 188_000]
    assert list(after.x) == [27_725, 173_825]


def test_statements_without_figures_ask_for_them() -> None:
    rows = statements(NAN)
    figure = accounting.before_after_figure(rows[rows["line"] != "equity"], GBP)
    assert figure.layout.annotations[0].text.startswith("Bring your period's figures")


def test_another_method_and_period_can_be_chosen() -> None:
    other = statements(9_100.0).assign(method="allowance", period="next")
    both = pd.concat([statements(41_900.0), other], ignore_index=True)
    figure = accounting.before_after_figure(both, GBP, method="allowance", period="next")
    assert figure.data[0].x[0] == 9_100


EQUITY = pd.DataFrame(
    [
        (method, period, amount)
        for method, amounts in (
            ("direct", (173_825.0, 183_825.0)),
            ("allowance", (173_825.0, 183_825.0)),
            ("wait", (188_000.0, 183_825.0)),
        )
        for period, amount in zip(("Now", "Later"), amounts, strict=True)
    ],
    columns=["method", "period", "equity"],
)


def test_methods_that_agree_to_the_cent_share_one_line() -> None:
    figure = accounting.equity_figure(EQUITY, GBP)
    assert {trace.name: list(trace.y) for trace in figure.data} == {
        "Direct and allowance": [173_825, 183_825],
        "Wait (not allowed)": [188_000, 183_825],
    }


def test_methods_that_differ_have_lines_of_their_own() -> None:
    other = EQUITY.assign(equity=EQUITY["equity"] + [0, 0, 0, 0.01, 0, 0])
    names = [trace.name for trace in accounting.equity_figure(other, GBP).data]
    assert names == ["Direct", "Allowance", "Wait (not allowed)"]


def test_unknown_equity_is_said_to_be_unknown() -> None:
    unknown = EQUITY.assign(equity=NAN)
    figure = accounting.equity_figure(unknown, GBP)
    assert figure.layout.annotations[0].text.startswith("Equity after booking is unknown")
    assert "Equity after booking is unknown" in accounting.equity_alt(unknown, GBP)


def test_alternative_texts_state_the_takeaway() -> None:
    rows = statements(41_900.0)
    assert "lowers net income by £14,175" in accounting.profit_bridge_alt(rows, GBP)
    assert "Inventory falls by £18,900" in accounting.before_after_alt(rows, GBP)
    assert "waiting shows £14,175 more at first" in accounting.equity_alt(EQUITY, GBP)
