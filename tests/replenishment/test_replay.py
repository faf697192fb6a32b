"""The past played again: from known stock, with past knowledge only, nothing lost or made up."""

import sys
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.book import Book, make_book
from core.demand import DemandForecast, forecast_demand
from core.policy import Policy
from core.replenishment import Replay, replay
from core.replenishment.past import known_sales, past_of
from core.replenishment.replay import REALLY, REPLAYED

AS_OF = date(2026, 1, 4)
WEEKS = 60


def book(
    *, rate: int = 10, received: int = 80, on_hand: float = 100.0, receipts: bool = True
) -> Book:
    """Return a shop that sells about `rate` a week and receives every seventh week."""
    weeks = pd.date_range("2024-11-11", periods=WEEKS, freq="7D")
    days = pd.date_range("2024-11-11", periods=7 * WEEKS, freq="D")
    noise = np.random.default_rng(5).integers(0, 4, WEEKS)
    sold = [rate + noise[week] if day == 0 else 0 for week in range(WEEKS) for day in range(7)]
    sales = pd.DataFrame({"date": days, "sku": "a", "units": sold})
    came = pd.DataFrame(
        {
            "date": weeks[6::7] + pd.Timedelta(days=1),
            "ordered_date": weeks[6::7] - pd.Timedelta(days=6),
            "sku": "a",
            "units": float(received),
        }
    )
    items = pd.DataFrame({"sku": ["a"], "unit_cost": 2.0, "unit_price": 5.0})
    stock = pd.DataFrame({"sku": ["a"], "on_hand": on_hand})
    tables = {"items": items, "stock": stock, "sales": sales.astype({"units": "float64"})}
    return make_book(tables | ({"receipts": came} if receipts else {}), as_of=AS_OF)


def played(shop: Book, **choices: object) -> Replay | None:
    forecast = forecast_demand(shop.sales, as_of=AS_OF)
    return replay(shop, Policy.from_settings(choices), forecast)


def test_yesterdays_stock_is_todays_plus_sales_less_receipts() -> None:
    shop = book()
    past = past_of(shop, np.array(["a"]), days=140, freq="W")
    moved = past.on_hand[0] + past.arrived.sum(axis=0) - past.sold.sum(axis=0)
    assert moved == pytest.approx(past.on_hand[-1])
    assert past.on_hand[-1] == [100.0]
    assert past.known.all()


def test_stock_that_sales_and_receipts_contradict_is_unknown() -> None:
    past = past_of(book(received=500, on_hand=1.0), np.array(["a"]), days=140, freq="W")
    assert not past.known.any()
    assert played(book(received=500, on_hand=1.0)) is None


def test_without_receipts_or_sales_nothing_is_replayed() -> None:
    assert played(book(receipts=False)) is None
    assert replay(book(), Policy(), None) is None


def test_totals_are_those_of_the_items_and_the_days() -> None:
    found = played(book())
    assert found is not None
    for name in (REALLY, REPLAYED):
        total = found.totals.loc[name]
        assert total["average_stock"] == pytest.approx(found.by_day[name].mean())
        assert total["average_stock"] == pytest.approx(found.items[f"stock_{name}"].sum())
        assert total["lost"] == pytest.approx(found.items[f"lost_{name}"].sum())
        assert total["sold"] + total["lost"] == pytest.approx(total["demand"])
        assert total["fill"] == pytest.approx(total["sold"] / total["demand"])


def test_a_policy_lowers_a_stock_far_above_need_and_still_serves() -> None:
    found = played(book(on_hand=600.0))
    assert found is not None
    assert found.totals.loc[REPLAYED, "average_stock"] < found.totals.loc[REALLY, "average_stock"]
    assert found.totals.loc[REPLAYED, "fill"] > 0.99


def test_what_is_left_clears_at_the_items_own_clearance_price() -> None:
    made = book(on_hand=6_000.0)
    last = made.sales["date"] == made.sales["date"].max()
    sales = made.sales.assign(revenue=made.sales["units"] * 5.0)
    cleared = made.sales[last].assign(units=1.0, revenue=0.5, discount=0.9)
    tables = {name: made.table(name) for name in ("items", "stock", "receipts")}
    tables["sales"] = pd.concat([sales, cleared])
    found = played(make_book(tables, as_of=AS_OF), selling_cost_rate=0.0, excess_horizon_days=90)
    plain = played(made, selling_cost_rate=0.0, excess_horizon_days=90)
    assert found is not None
    assert plain is not None
    # Half of 5.00 covers the cost of 2.00, the item's own clearance price of .50 does not.
    assert plain.totals.loc[REALLY, "write_down"] == 0
    assert found.totals.loc[REALLY, "write_down"] > 0


def test_what_is_left_of_goods_without_any_price_loses_an_unknown_amount() -> None:
    made = book(on_hand=6_000.0)
    tables = {name: made.table(name) for name in ("items", "stock", "receipts")}
    tables["items"] = tables["items"].assign(unit_price=np.nan)
    tables["sales"] = made.sales.assign(revenue=np.nan)
    found = played(make_book(tables, as_of=AS_OF), excess_horizon_days=90)
    assert found is not None
    assert np.isnan(found.totals.loc[REALLY, "write_down"])
    assert found.totals.loc[REALLY, "average_stock"] > 0


def test_what_came_by_express_is_told_since_the_replay_does_without() -> None:
    made = book()
    tables = {name: made.table(name) for name in ("items", "stock", "sales", "receipts")}
    tables["items"] = tables["items"].assign(lead_time_days=14.0)
    came = tables["receipts"]
    took = np.where(np.arange(len(came)) % 4 == 3, 2, 14)
    ordered = came["date"] - pd.to_timedelta(took, unit="D")
    tables["receipts"] = came.assign(ordered_date=ordered)
    found, plain = played(make_book(tables, as_of=AS_OF)), played(made)
    assert found is not None
    assert plain is not None
    inside = came["date"].between(pd.Timestamp(found.begin), pd.Timestamp(found.end)).to_numpy()
    assert found.express_share == pytest.approx((took[inside] == 2).mean())
    assert 0 < found.express_share < 1
    assert plain.express_share == 0


def test_more_service_holds_more_stock() -> None:
    less, more = (played(book(), service_level=level) for level in (0.6, 0.99))
    assert less is not None
    assert more is not None
    held = [found.totals.loc[REPLAYED, "average_stock"] for found in (less, more)]
    assert held[1] >= held[0]


@pytest.mark.parametrize("day", [0, 3, 6])
def test_the_total_of_a_week_is_known_when_the_week_is_over(day: int) -> None:
    weeks = pd.date_range("2025-11-03", periods=4, freq="7D") + pd.Timedelta(days=day)
    sales = pd.DataFrame({"date": weeks, "sku": "a", "units": 1.0})
    known = [
        len(known_sales(sales, "W", pd.Timestamp(evening)))
        for evening in ("2025-11-08", "2025-11-09", "2025-11-10", "2025-11-30")
    ]
    assert known == [0, 1, 1, 4]


def test_sales_dated_by_day_are_known_that_evening() -> None:
    days = pd.date_range("2025-11-03", periods=14, freq="D")
    sales = pd.DataFrame({"date": days, "sku": "a", "units": 1.0})
    assert len(known_sales(sales, "W", pd.Timestamp("2025-11-08"))) == 6


def test_no_plan_of_the_past_sees_a_week_that_is_not_over(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[pd.Timedelta] = []

    def watched(sales: pd.DataFrame, *, as_of: date, **choices: Any) -> DemandForecast:
        seen.append(pd.Timestamp(as_of) - (sales["date"].max() + pd.Timedelta(days=6)))
        return forecast_demand(sales, as_of=as_of, **choices)

    shop = book()
    by_week = shop.sales[shop.sales["units"] > 0]
    tables = {name: shop.table(name) for name in ("items", "stock", "receipts")}
    totals = make_book({**tables, "sales": by_week}, as_of=AS_OF)
    monkeypatch.setattr(sys.modules["core.replenishment.replay"], "forecast_demand", watched)
    assert played(totals) is not None
    assert len(seen) > 5
    assert min(seen) >= pd.Timedelta(0)
    # Not a week more than needed is left out.
    assert max(seen) < pd.Timedelta(days=7)


def test_what_comes_later_changes_nothing_before_it() -> None:
    shop = book()
    end = pd.Timestamp(AS_OF)
    late = shop.sales["date"] > end - pd.Timedelta(days=20)
    booming = shop.sales.assign(units=shop.sales["units"].where(~late, shop.sales["units"] * 3))
    tables = {name: shop.table(name) for name in ("items", "receipts")}
    # Twenty units a week more have been sold since, so that many more were there before.
    extra = float((booming["units"] - shop.sales["units"]).sum())
    stock = pd.DataFrame({"sku": ["a"], "on_hand": 100.0 - extra})
    other = make_book({**tables, "sales": booming, "stock": stock}, as_of=AS_OF)
    first, second = played(shop), played(other)
    assert first is not None
    assert second is not None
    before = first.by_day["day"] <= end - pd.Timedelta(days=20)
    np.testing.assert_allclose(
        first.by_day.loc[before, REPLAYED], second.by_day.loc[before, REPLAYED]
    )
    assert all(pd.Timestamp(origin) < end for origin in first.origins)
