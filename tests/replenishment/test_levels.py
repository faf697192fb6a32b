"""Order policies, service by class and measure, limits of what sells, risk and budget."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.book import Book, make_book
from core.demand import DemandForecast, distribution, forecast_demand
from core.policy import Policy
from core.replenishment import (
    ORDER,
    PUT_OFF,
    STOP,
    WAIT,
    cost_of_a_point,
    economic_order_quantity,
    propose_orders,
    stock_by_service,
)
from core.replenishment.levels import protected_demand
from core.replenishment.service import ProtectedDemand, class_levels, reorder_points

AS_OF = date(2026, 1, 4)
RATES = {"fast": 30.0, "steady": 10.0, "slow": 1.5, "rare": 0.2}


def sales(scale: float = 1.0) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    weeks = pd.date_range(end=pd.Timestamp(AS_OF) - pd.Timedelta(days=6), periods=60, freq="7D")
    rows = [
        (week, sku, float(units) * scale)
        for sku, rate in RATES.items()
        for week, units in zip(weeks, rng.poisson(rate, 60), strict=True)
    ]
    return pd.DataFrame(rows, columns=["date", "sku", "units"]).assign(stockout=pd.NA)


SALES = sales()
FORECAST = forecast_demand(SALES, as_of=AS_OF)


def shop(units: float = 5.0, *, sold: pd.DataFrame = SALES, **terms: object) -> Book:
    terms = {"unit_cost": 2.0, "unit_price": 5.0, **terms}
    items = pd.DataFrame({"sku": list(RATES)}).assign(**terms)
    stock = pd.DataFrame({"sku": list(RATES), "on_hand": units})
    return make_book({"items": items, "stock": stock, "sales": sold}, as_of=AS_OF)


def orders(book: Book, forecast: DemandForecast = FORECAST, **choices: object) -> pd.DataFrame:
    return propose_orders(book, Policy.from_settings(choices), forecast).set_index("sku")


def at(sku: str) -> int:
    return int(FORECAST.for_skus([sku])[0])


def test_a_watched_stock_is_protected_over_the_lead_time_alone() -> None:
    looked_at, watched = (
        orders(shop(), order_policy=name).loc["steady"] for name in ("R,s,S", "s,S")
    )
    mean = FORECAST.cumulative(14)[0][at("steady")]
    assert watched["reorder_point"] - watched["safety_stock"] == pytest.approx(mean)
    assert watched["reorder_point"] < looked_at["reorder_point"]


def test_without_a_reorder_point_everything_is_filled_at_each_look() -> None:
    table = orders(shop(12.0), order_policy="R,S")
    short = table[table["order_up_to"] > 12.0]
    assert set(short["action"]) == {ORDER}
    assert (short["order_up_to"] == short["reorder_point"]).all()


def test_lots_are_economic_quantities_as_many_as_needed() -> None:
    choices = {"order_policy": "s,Q", "ordering_cost": 10.0, "holding_cost_rate": 0.2}
    row = orders(shop(), **choices).loc["steady"]
    # Of the time after it arrives, as long as that before.
    now, later = (FORECAST.cumulative(days)[0][at("steady")] for days in (14, 28))
    rate = (later - now) / 14
    lot = economic_order_quantity(
        fixed_cost=10.0, holding_cost=0.2 * 2.0 / 365.2425, demand=rate
    ).quantity
    lots = np.ceil((row["reorder_point"] - 5.0) / lot)
    assert row["order_units"] == np.ceil(lots * lot - 1e-9)


def test_an_economic_lot_never_outlasts_the_excess_horizon() -> None:
    dear = orders(shop(), ordering_cost=1e6, excess_horizon_days=60).loc["steady"]
    assert (
        dear["order_up_to"] - dear["reorder_point"]
        <= 60 * FORECAST.cumulative(21)[0][at("steady")] / 21 + 1e-6
    )


def test_a_supplier_ordered_from_rarely_needs_more_stock() -> None:
    book = shop(supplier="North")
    often, rarely = (
        orders(book, **choices).loc["steady"] for choices in ({}, {"order_cycles": {"North": 28}})
    )
    assert rarely["reorder_point"] > often["reorder_point"]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ({}, 0.9),
        ({"A": 0.98}, 0.98),
        ({"X": 0.8}, 0.8),
        ({"A": 0.98, "X": 0.8}, 0.98),
        ({"AX": 0.99, "A": 0.98}, 0.99),
        ({"B": 0.99, "AY": 0.6}, 0.9),
    ],
)
def test_the_closest_class_sets_the_level(levels: dict[str, float], expected: float) -> None:
    policy = Policy.from_settings({"service_level": 0.9, "service_levels": levels})
    assert class_levels(np.array(["AX"]), policy).tolist() == [expected]


def test_classes_go_by_yearly_demand_at_cost() -> None:
    table = orders(shop())
    assert table.loc["fast", "order_class"] == "AX"
    assert table.loc["rare", "order_class"].startswith("C")


@given(
    mean=st.floats(0.1, 500),
    spread=st.floats(0.1, 3),
    level=st.floats(0.5, 0.995),
    lot=st.floats(0.5, 5),
    counts=st.booleans(),
)
@settings(max_examples=30, deadline=None)
def test_a_fill_rate_leaves_no_more_short_than_it_allows(
    mean: float, spread: float, level: float, lot: float, counts: bool
) -> None:
    mu, sd, size = np.array([mean]), np.array([mean * spread]), np.ceil([mean * lot])
    whole = np.array([counts])
    demand = ProtectedDemand(mu[None], sd[None], np.ones(1))
    point = reorder_points(np.array([level]), demand, whole, measure="fill rate", lot=size)
    low, high = (distribution.expected_excess(x, mu, sd, whole) for x in (point, point + size))
    short = low - high + size
    most = distribution.quantile(0.9999, mu, sd, whole)[0]
    # Beyond that no demand is expected to reach.
    assert short[0] <= (1 - level) * size[0] * (1 + 1e-3) + 1e-6 or point[0] >= most
    assert point[0] >= mean


def test_a_dear_miss_deserves_more_service_than_a_cheap_one() -> None:
    rich, poor = (
        orders(shop(unit_price=price), service_measure="cost").loc["steady", "service_level"]
        for price in (20.0, 2.01)
    )
    assert rich > poor
    unknown = orders(shop(unit_price=np.nan), service_measure="cost", service_level=0.93)
    assert set(unknown["service_level"]) == {0.93}


@pytest.mark.parametrize("measure", ["cycle", "fill rate"])
@pytest.mark.parametrize("kind", ["R,s,S", "R,S", "s,S", "s,Q"])
@given(low=st.floats(0.5, 0.98), step=st.floats(0.001, 0.019))
@settings(max_examples=4, deadline=None)
def test_more_service_never_means_less_stock(
    measure: str, kind: str, low: float, step: float
) -> None:
    less, more = (
        orders(shop(), service_measure=measure, order_policy=kind, service_level=level)
        for level in (low, low + step)
    )
    for column in ("safety_stock", "reorder_point", "order_up_to"):
        assert (more[column] >= less[column] - 1e-6).all()


@pytest.mark.parametrize("measure", ["cycle", "fill rate"])
@given(days=st.floats(0, 90), more=st.floats(0.5, 60))
@settings(max_examples=5, deadline=None)
def test_the_reorder_point_never_falls_with_the_lead_time(
    measure: str, days: float, more: float
) -> None:
    short, long = (
        orders(shop(lead_time_days=lead), service_measure=measure)["reorder_point"]
        for lead in (days, days + more)
    )
    assert (long >= short - 1e-6).all()


ENDS_SOON = forecast_demand(
    SALES,
    as_of=AS_OF,
    items=pd.DataFrame(
        {
            "sku": list(RATES),
            "category": "all",
            "end_of_life_date": pd.to_datetime(["2026-02-10", None, "2026-01-20", "2026-03-31"]),
        }
    ),
)


@given(
    days=st.floats(0, 90), more=st.floats(0.5, 60), sd=st.floats(0, 30), level=st.floats(0.5, 0.99)
)
@settings(max_examples=15, deadline=None)
def test_nor_does_it_fall_where_the_item_ends_and_the_lead_time_varies(
    days: float, more: float, sd: float, level: float
) -> None:
    rows = pd.DataFrame({"sku": ENDS_SOON.skus, "lead_time_sd_days": sd})
    points = []
    for lead in (days, days + more):
        timed = rows.assign(lead_time_days=lead, protected_days=lead + 7)
        demand = protected_demand(timed, ENDS_SOON)
        points.append(
            reorder_points(
                np.full(len(rows), level), demand, ENDS_SOON.counts, measure="cycle",
                lot=np.ones(len(rows)),
            )
        )  # fmt: skip
    assert (points[1] >= points[0] - 1e-4 * np.maximum(points[0], 1)).all()


@pytest.mark.parametrize("counts", [True, False])
def test_the_quantile_of_a_mixture_is_the_least_that_reaches_its_probability(
    counts: bool,
) -> None:
    mean = np.array([[2.0, 30.0], [9.0, 31.0], [40.0, 90.0]])
    whole = np.full(2, counts)
    demand = ProtectedDemand(mean, 1.5 * np.sqrt(mean), np.array([1 / 6, 2 / 3, 1 / 6]))
    for level in (0.05, 0.5, 0.9, 0.99):
        held = demand.quantile(np.full(2, level), whole)
        assert (demand.cdf(held, whole) >= level - 1e-9).all()
        less = held - 1 if counts else held * (1 - 1e-4)
        assert (demand.cdf(less, whole) < level).all()


@given(scale=st.floats(1.5, 40))
@settings(max_examples=4, deadline=None)
def test_levels_scale_with_the_unit_of_measure(scale: float) -> None:
    # Parts of units, so that demand is no count.
    base, scaled = sales(0.37), sales(0.37 * scale)
    points = [
        orders(shop(sold=sold), forecast_demand(sold, as_of=AS_OF))["reorder_point"]
        for sold in (base, scaled)
    ]
    np.testing.assert_allclose(points[1], points[0] * scale, rtol=1e-6)


def test_an_order_is_rounded_down_to_what_sells_before_it_expires() -> None:
    row = orders(shop(0.0, shelf_life_days=7.0, lead_time_days=3.0, pack_size=4.0)).loc["steady"]
    sells = FORECAST.cumulative(10)[0][at("steady")]
    assert row["order_units"] == np.floor(sells / 4) * 4
    assert row["order_units"] <= sells


def test_an_order_that_would_expire_is_not_placed_and_says_why() -> None:
    row = orders(shop(0.0, shelf_life_days=7.0, lead_time_days=3.0, min_order_qty=500.0)).loc[
        "steady"
    ]
    assert (row["action"], row["order_units"]) == (STOP, 0.0)
    assert "The smallest order, 500, would not sell before it expires" in row["reason"]


def test_an_order_that_fits_later_waits_until_enough_has_sold() -> None:
    terms = {"shelf_life_days": 14.0, "lead_time_days": 7.0, "min_order_qty": 24.0}
    row = orders(shop(12.0, **terms)).loc["steady"]
    assert (row["action"], row["order_units"]) == (WAIT, 0.0)
    assert row["order_date"] > pd.Timestamp(AS_OF)
    assert "when enough has sold" in row["reason"]


@given(
    shelf=st.floats(1, 60), minimum=st.floats(0, 60), pack=st.integers(1, 24), held=st.floats(0, 30)
)
@settings(max_examples=12, deadline=None)
def test_nothing_is_ever_ordered_that_is_expected_to_expire(
    shelf: float, minimum: float, pack: int, held: float
) -> None:
    table = orders(shop(held, shelf_life_days=shelf, min_order_qty=minimum, pack_size=float(pack)))
    ordered = table[table["order_units"] > 0]
    sells = FORECAST.cumulative(14 + shelf)[0][FORECAST.for_skus(ordered.index.to_numpy())]
    assert (ordered["order_units"] + held <= sells + 1e-6).all()


def test_the_risk_of_an_order_is_the_chance_that_demand_stays_below_it() -> None:
    book = shop(0.0, min_order_qty=400.0)
    row = orders(book, excess_horizon_days=180).loc["steady"]
    days, held = 14 + 180, row["order_units"]
    mean, sd = (vector[at("steady")] for vector in FORECAST.cumulative(days))
    whole = bool(FORECAST.counts[at("steady")])
    chance = distribution.cdf(held - whole, mean, sd, whole)[0]
    left = distribution.expected_excess(held, mean, sd, whole)[0]
    assert row["risk_chance"] == pytest.approx(chance)
    assert row["risk_units"] == pytest.approx(left)
    # Cleared at half the price less 5 % of it, 2.375: nothing is lost on a cost of 2.
    assert row["risk_cost"] == 0.0


def test_what_expires_loses_its_whole_cost_and_unknown_cost_stays_unknown() -> None:
    terms = {"shelf_life_days": 20.0}
    row = orders(shop(0.0, **terms)).loc["fast"]
    assert row["risk_cost"] == pytest.approx(row["risk_units"] * 2.0)
    blind = orders(shop(0.0, unit_cost=np.nan, **terms)).loc["fast"]
    assert np.isnan(blind["risk_cost"])
    assert blind["risk_chance"] == pytest.approx(row["risk_chance"])


def test_what_is_left_of_an_order_clears_at_the_items_own_clearance_price() -> None:
    # One unit a week brought 1.00 off a list price of 5: the lowest evidence there is.
    sold = SALES.assign(revenue=SALES["units"] * 5.0, discount=np.nan)
    cleared = pd.DataFrame(
        {"date": [pd.Timestamp(AS_OF)], "sku": "steady", "units": 1.0, "revenue": 1.0}
    ).assign(discount=0.8)
    book = shop(0.0, sold=pd.concat([sold, cleared]), min_order_qty=400.0, selling_cost_rate=0.0)
    row = orders(book, excess_horizon_days=180).loc["steady"]
    assert row["risk_units"] > 0
    assert row["risk_cost"] == pytest.approx(row["risk_units"] * (2.0 - 1.0))


def test_a_larger_order_is_never_less_risky() -> None:
    chances = [
        orders(shop(0.0, min_order_qty=least), excess_horizon_days=120).loc["steady", "risk_chance"]
        for least in (50.0, 120.0, 180.0, 300.0)
    ]
    assert chances == sorted(chances)


def test_a_budget_is_never_overdrawn_and_says_what_is_put_off() -> None:
    free = orders(shop(0.0))
    total = free["order_cost"].sum()
    held = orders(shop(0.0), order_budget=total / 2)
    assert 0 < held["order_cost"].sum() <= total / 2
    late = held[held["action"] == PUT_OFF]
    assert len(late) > 0
    assert (late["order_units"] == 0).all()
    assert late["reason"].str.contains("put off for the budget").all()
    assert set(orders(shop(0.0), order_budget=0.0)["action"]) <= {PUT_OFF, WAIT}


def test_stock_rises_with_service_and_a_point_has_its_price() -> None:
    curve = stock_by_service(shop(), Policy(), FORECAST)
    assert curve["stock_value"].is_monotonic_increasing
    assert (curve["stock_value"] >= curve["safety_value"]).all()
    by_level = curve.set_index("service_level")["stock_value"]
    assert cost_of_a_point(curve, 0.95) == pytest.approx(by_level[0.96] - by_level[0.95])
    assert np.isnan(cost_of_a_point(curve, 0.99))
    table = orders(shop(), service_level=0.9)
    safety = (table["safety_stock"] * 2.0).sum()
    assert curve.set_index("service_level").loc[0.9, "safety_value"] == pytest.approx(safety)
    assert stock_by_service(shop(), Policy(), None).empty
