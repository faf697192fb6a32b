"""How the loss reaches net income and equity is drawn on one scale, with its sign."""

import pandas as pd
import pytest

from core.charts import effect
from core.charts.formats import Formats
from tests.charts.test_accounting import statements

GBP = Formats("GBP")
NAN = float("nan")


def changes(direct: tuple[float, float], wait: tuple[float, float]) -> pd.DataFrame:
    """Changes of equity of this and the next period; the allowance comes to the same as direct."""
    return pd.DataFrame(
        [
            (method, period, amount)
            for method, amounts in (("direct", direct), ("allowance", direct), ("wait", wait))
            for period, amount in zip(("This period", "Next period"), amounts, strict=True)
        ],
        columns=["method", "period", "equity"],
    )


LOSS = changes((-14_175.0, -14_175.0), (0.0, -14_175.0))


@pytest.mark.parametrize("net_income", [41_900.0, 9_100.0, -5_000.0])
def test_the_bridge_leads_from_net_income_before_to_after(net_income: float) -> None:
    bridge = effect.profit_bridge_figure(statements(net_income), GBP).data[0]
    before, loss, tax, after = bridge.y
    assert (before, loss, tax) == (net_income, -18_900, 4_725)
    assert before + loss + tax == after
    assert list(bridge.measure) == ["absolute", "relative", "relative", "absolute"]


def test_the_axis_of_a_bridge_that_crosses_zero_holds_its_lowest_point() -> None:
    axis = effect.profit_bridge_figure(statements(9_100.0), GBP).layout.yaxis
    assert axis.range[0] < -9_800
    assert axis.range[1] == 9_100


@pytest.mark.parametrize("net_income", [NAN, 728_000.0], ids=["unknown", "forty times the loss"])
def test_without_levels_that_can_be_read_beside_it_the_bridge_shows_the_effect_alone(
    net_income: float,
) -> None:
    figure = effect.profit_bridge_figure(statements(net_income), GBP)
    bridge = figure.data[0]
    assert list(bridge.y) == [-18_900, 4_725, -14_175]
    assert list(bridge.text) == ["−£18,900", "+£4,725", "−£14,175"]
    assert figure.layout.annotations[0].text == "Change of net income, GBP"


def test_earlier_write_downs_taken_back_go_up() -> None:
    figure = effect.profit_bridge_figure(statements(9_100.0, loss=-4_000.0, tax=-1_000.0), GBP)
    assert list(figure.data[0].y) == [9_100, 4_000, -1_000, 12_100]
    assert figure.layout.xaxis.ticktext[1:3] == ("Taken back", "Tax")


def test_unknown_effects_are_not_drawn() -> None:
    unknown = statements(NAN, loss=NAN)
    figure = effect.profit_bridge_figure(unknown, GBP)
    assert figure.layout.annotations[0].text == "The effect on net income is unknown"
    assert "unknown" in effect.profit_bridge_alt(unknown, GBP)
    nothing = effect.equity_change_figure(LOSS.head(0), GBP)
    assert nothing.layout.annotations[0].text == "What booking changes in equity is unknown"
    assert "unknown" in effect.equity_change_alt(LOSS.head(0), GBP)


def test_where_nothing_is_booked_nothing_is_drawn() -> None:
    bridge = effect.profit_bridge_figure(statements(9_100.0, loss=0.0, tax=0.0), GBP)
    columns = effect.equity_change_figure(changes((0.0, 0.0), (0.0, 0.0)), GBP)
    for figure in (bridge, columns):
        assert not figure.data
        assert figure.layout.annotations[0].text == "Nothing changes"


@pytest.mark.parametrize(
    ("net_income", "moved"),
    [
        (41_900.0, LOSS),
        (728_000.0, LOSS),
        (NAN, LOSS),
        (9_100.0, changes((3_000.0, 3_000.0), (0.0, 3_000.0))),
    ],
    ids=["levels", "small loss", "no levels", "gain"],
)
def test_both_figures_have_one_scale_and_one_zero(net_income: float, moved: pd.DataFrame) -> None:
    rows = statements(net_income)
    span = effect.common_span(rows, moved)
    bridge = effect.profit_bridge_figure(rows, GBP, span=span).layout
    columns = effect.equity_change_figure(moved, GBP, span=span).layout
    assert bridge.yaxis.range == columns.yaxis.range
    assert bridge.yaxis.tickvals == columns.yaxis.tickvals
    assert (bridge.height, bridge.margin) == (columns.height, columns.margin)
    low, high = columns.yaxis.range
    assert all(low <= amount <= high for amount in (0.0, *moved["equity"]))


def test_methods_that_agree_share_their_columns_and_what_is_expected_is_hatched() -> None:
    figure = effect.equity_change_figure(LOSS, GBP)
    now, later = figure.data
    assert figure.layout.xaxis.ticktext == ("Direct and<br>allowance", "Wait (not<br>allowed)") * 2
    assert [list(now.y), list(later.y)] == [[-14_175, 0], [-14_175, -14_175]]
    assert list(now.text) == ["−£14,175", "£0"]
    assert now.marker.pattern.shape is None
    assert later.marker.pattern.shape == "/"


def test_methods_that_differ_have_columns_of_their_own() -> None:
    other = LOSS.assign(equity=LOSS["equity"] + [0, 0, 0, 0.01, 0, 0])
    assert list(effect.equity_change_figure(other, GBP).data[0].y) == [-14_175, -14_175, 0]


def test_alternative_texts_state_the_takeaway() -> None:
    assert "lowers net income by £14,175" in effect.profit_bridge_alt(statements(41_900.0), GBP)
    assert "waiting shows £14,175 more at first" in effect.equity_change_alt(LOSS, GBP)
