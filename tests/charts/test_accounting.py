"""What the figures of the books draw is what the statements hold."""

import pandas as pd

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


def test_alternative_texts_state_the_takeaway() -> None:
    rows = statements(41_900.0)
    assert "Inventory falls by £18,900" in accounting.before_after_alt(rows, GBP)
