"""propose_orders: what is proposed, for what reason, and what never may be."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.book import Book, make_book
from core.demand import DemandForecast, forecast_demand
from core.policy import Policy
from core.replenishment import STOP, UNKNOWN, propose_orders

AS_OF = date(2026, 1, 4)
RATES = {"fast": 30.0, "steady": 10.0, "slow": 1.5, "rare": 0.2}


def sales(rates: dict[str, float] = RATES, weeks: int = 60) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    first = pd.Timestamp(AS_OF) - pd.Timedelta(days=7 * weeks - 1)
    rows = [
        (first + pd.Timedelta(days=7 * week), sku, float(units))
        for sku, rate in rates.items()
        for week, units in enumerate(rng.poisson(rate, weeks))
    ]
    return pd.DataFrame(rows, columns=["date", "sku", "units"])


def book_of(stock: pd.DataFrame, items: pd.DataFrame | None = None, **tables: pd.DataFrame) -> Book:
    items = items if items is not None else pd.DataFrame({"sku": list(RATES), "unit_cost": 2.0})
    return make_book({"items": items, "stock": stock, "sales": sales(), **tables}, as_of=AS_OF)


def on_hand(units: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame({"sku": list(units), "on_hand": list(units.values())})


@pytest.fixture(scope="module")
def forecast() -> DemandForecast:
    book = book_of(on_hand(dict.fromkeys(RATES, 1.0)))
    return forecast_demand(book.sales, as_of=AS_OF)


def proposals(
    book: Book, forecast: DemandForecast | None, policy: Policy | None = None
) -> pd.DataFrame:
    return propose_orders(book, policy or Policy(), forecast).set_index("sku")


def test_an_order_lifts_the_position_to_the_level(forecast: DemandForecast) -> None:
    row = proposals(book_of(on_hand({"steady": 30.0})), forecast).loc["steady"]
    assert row["action"] == "order"
    assert row["order_units"] == np.ceil(row["order_up_to"] - 30.0)
    assert row["order_cost"] == 2.0 * row["order_units"]
    assert row["order_date"] == pd.Timestamp(AS_OF)
    assert f"Order {row['order_units']:,.0f}" in row["reason"]


def test_what_sells_out_before_an_order_arrives_is_not_ordered_again(
    forecast: DemandForecast,
) -> None:
    empty, few = (
        proposals(book_of(on_hand({"steady": units})), forecast).loc["steady"]
        for units in (0.0, 5.0)
    )
    assert empty["order_units"] == few["order_units"] < empty["order_up_to"] - 5
    assert "for what sells once it is here" in empty["reason"]


def test_goods_whose_season_is_over_before_they_arrive_are_not_ordered() -> None:
    weeks = pd.date_range(end="2025-12-08", periods=156, freq="7D")
    in_season = (weeks.month == 12) | ((weeks.month == 11) & (weeks.day > 14))
    rows = [
        pd.DataFrame({"date": weeks, "sku": sku, "units": np.where(in_season, units, 0.0)})
        for sku, units in (("tree", 40.0), ("star", 25.0), ("lights", 60.0))
    ]
    book = make_book(
        {
            "items": pd.DataFrame({"sku": ["tree"], "unit_cost": 2.0, "category": "Christmas"}),
            "stock": on_hand({"tree": 5.0}),
            "sales": pd.concat(rows, ignore_index=True),
        },
        as_of=date(2025, 12, 14),
    )
    demand = forecast_demand(book.sales, as_of=book.as_of)
    slow = propose_orders(book, Policy(lead_time_days=60), demand).set_index("sku").loc["tree"]
    assert slow["reorder_point"] > 5
    assert (slow["action"], slow["order_units"]) == ("wait", 0)
    assert pd.isna(slow["order_date"])
    assert "The season is over then." in slow["reason"]
    fast = propose_orders(book, Policy(lead_time_days=2), demand).set_index("sku").loc["tree"]
    assert (fast["action"], fast["order_units"] > 20) == ("order", True)


def test_the_protected_time_is_lead_time_plus_review(forecast: DemandForecast) -> None:
    row = proposals(book_of(on_hand({"steady": 5.0})), forecast).loc["steady"]
    mean, _ = forecast.cumulative(14 + 7)
    steady = forecast.for_skus(["steady"])[0]
    assert row["reorder_point"] - row["safety_stock"] == pytest.approx(mean[steady])
    assert row["lead_time_demand"] == pytest.approx(forecast.cumulative(14)[0][steady])


def test_on_order_and_committed_count_in_the_position(forecast: DemandForecast) -> None:
    stock = on_hand({"steady": 50.0}).assign(on_order=20.0, committed=30.0)
    row = proposals(book_of(stock), forecast).loc["steady"]
    assert row["position"] == 40.0


def test_receipts_still_to_come_are_on_order(forecast: DemandForecast) -> None:
    due = pd.DataFrame({"date": [pd.Timestamp("2026-01-09")], "sku": ["steady"], "units": [24.0]})
    row = proposals(book_of(on_hand({"steady": 5.0}), receipts=due), forecast).loc["steady"]
    assert (row["on_order"], row["position"]) == (24.0, 29.0)


def test_expired_stock_sells_no_more(forecast: DemandForecast) -> None:
    stock = on_hand({"steady": 50.0}).assign(expiry_date=pd.Timestamp("2026-01-03"))
    row = proposals(book_of(stock), forecast).loc["steady"]
    assert (row["on_hand"], row["position"]) == (50.0, 0.0)


@pytest.mark.parametrize(
    ("minimum", "pack", "multiple", "least"),
    [(np.nan, 24.0, 24, 1), (500.0, np.nan, 1, 500), (500.0, 24.0, 24, 504), (0.0, 0.0, 1, 1)],
)
def test_minimum_and_pack_size_bind(
    forecast: DemandForecast, minimum: float, pack: float, multiple: int, least: float
) -> None:
    items = pd.DataFrame({"sku": ["steady"], "min_order_qty": minimum, "pack_size": pack})
    row = proposals(book_of(on_hand({"steady": 5.0}), items), forecast).loc["steady"]
    assert row["order_units"] % multiple == 0
    assert row["order_units"] >= least


def test_no_more_is_ordered_than_sells_within_the_shelf_life(forecast: DemandForecast) -> None:
    plain = pd.DataFrame({"sku": ["steady"], "lead_time_days": 3.0})
    fresh = plain.assign(shelf_life_days=5.0)
    stock = on_hand({"steady": 1.0})
    free = proposals(book_of(stock, plain), forecast).loc["steady"]
    held = proposals(book_of(stock, fresh), forecast).loc["steady"]
    sells = forecast.cumulative(8.0)[0][forecast.for_skus(["steady"])[0]]
    assert held["order_up_to"] == pytest.approx(sells)
    assert held["order_units"] < free["order_units"]
    assert "held to what sells" in held["reason"]


def test_stock_beyond_the_horizon_is_not_bought_any_more(forecast: DemandForecast) -> None:
    row = proposals(book_of(on_hand({"slow": 5000.0})), forecast).loc["slow"]
    assert row["action"] == STOP
    assert row["order_units"] == 0
    assert pd.isna(row["order_date"])
    assert row["days_of_cover"] > 365


def test_an_item_past_its_last_day_is_not_bought(forecast: DemandForecast) -> None:
    items = pd.DataFrame({"sku": ["steady"], "end_of_life_date": [pd.Timestamp("2025-12-31")]})
    row = proposals(book_of(on_hand({"steady": 1.0}), items), forecast).loc["steady"]
    assert row["action"] == STOP
    assert "2025-12-31" in row["reason"]


def test_demand_never_seen_is_unknown_not_zero(forecast: DemandForecast) -> None:
    row = proposals(book_of(on_hand({"unsold": 10.0})), forecast).loc["unsold"]
    assert row["action"] == UNKNOWN
    numbers = ["lead_time_demand", "safety_stock", "reorder_point", "order_units", "days_of_cover"]
    assert row[numbers].isna().all()
    assert "unknown" in row["reason"]


def test_without_sales_every_demand_is_unknown() -> None:
    found = proposals(book_of(on_hand({"steady": 5.0})), None)
    assert set(found["action"]) == {UNKNOWN}


def test_an_item_in_demand_without_stock_is_proposed_too(forecast: DemandForecast) -> None:
    found = proposals(book_of(on_hand({"steady": 5.0})), forecast)
    assert found.loc["fast", "action"] == "order"
    assert np.isnan(found.loc["fast", "on_hand"])


def test_waiting_says_when_the_position_reaches_the_reorder_point(
    forecast: DemandForecast,
) -> None:
    row = proposals(book_of(on_hand({"steady": 120.0})), forecast).loc["steady"]
    days = (row["order_date"] - pd.Timestamp(AS_OF)).days
    used = forecast.cumulative(float(days))[0][forecast.for_skus(["steady"])[0]]
    assert row["action"] == "wait"
    assert 120.0 - used >= row["reorder_point"] - 1e-6
    assert f"order about {row['order_date']:%Y-%m-%d}" in row["reason"]


def test_an_unsteady_supplier_costs_safety_stock(forecast: DemandForecast) -> None:
    calm = pd.DataFrame({"sku": ["steady"], "lead_time_days": 14.0})
    shaky = calm.assign(lead_time_sd_days=7.0)
    stock = on_hand({"steady": 5.0})
    points = [
        proposals(book_of(stock, items), forecast).loc["steady", "reorder_point"]
        for items in (calm, shaky)
    ]
    assert points[1] > points[0]


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(low=st.floats(0.5, 0.98), step=st.floats(0.001, 0.019))
def test_more_service_never_means_less_stock(
    forecast: DemandForecast, low: float, step: float
) -> None:
    book = book_of(on_hand(dict.fromkeys(RATES, 5.0)))
    less, more = (
        proposals(book, forecast, Policy(service_level=level)) for level in (low, low + step)
    )
    for column in ("safety_stock", "reorder_point", "order_up_to"):
        assert (more[column] >= less[column] - 1e-9).all()


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(days=st.floats(0, 120), more=st.floats(0.5, 60))
def test_a_longer_lead_time_never_lowers_the_reorder_point(
    forecast: DemandForecast, days: float, more: float
) -> None:
    stock = on_hand(dict.fromkeys(RATES, 5.0))
    short, long = (
        proposals(
            book_of(stock, pd.DataFrame({"sku": list(RATES), "lead_time_days": lead})), forecast
        )
        for lead in (days, days + more)
    )
    assert (long["reorder_point"] >= short["reorder_point"] - 1e-9).all()


def test_the_order_of_rows_changes_nothing(forecast: DemandForecast) -> None:
    book = book_of(on_hand({"steady": 5.0, "fast": 100.0, "slow": 1.0}))
    turned = replace(book, stock=book.stock[::-1], items=book.items[::-1])
    pd.testing.assert_frame_equal(proposals(book, forecast), proposals(turned, forecast))


def test_what_the_shop_no_longer_carries_is_not_ordered(forecast: DemandForecast) -> None:
    items = pd.DataFrame(
        {"sku": list(RATES), "unit_cost": 2.0, "status": ["Discontinued", "Active", None, None]}
    )
    rows = proposals(book_of(on_hand({"fast": 1.0, "steady": 1.0}), items), forecast)
    assert rows.loc["fast", ["action", "order_units"]].tolist() == [STOP, 0.0]
    assert 'its status is "Discontinued"' in rows.loc["fast", "reason"]
    assert rows.loc["steady", "action"] == "order"


def test_damaged_units_do_not_count_as_stock_to_sell(forecast: DemandForecast) -> None:
    stock = on_hand({"steady": 500.0}).assign(condition="damaged")
    rows = proposals(book_of(stock), forecast)
    assert rows.loc["steady", "action"] == "order"
    assert rows.loc["steady", "on_hand"] == 500.0
