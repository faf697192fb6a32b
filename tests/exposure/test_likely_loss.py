from typing import Any

import numpy as np
import pytest

from core.exposure import expose
from core.policy import Policy


def shop(book: Any, day: Any, count: int = 40) -> Any:
    rng = np.random.default_rng(7)
    stock = [
        {"sku": f"{n:03}", "on_hand": float(rng.integers(50, 400)), "unit_cost": 10.0}
        for n in range(count)
    ]
    items = [
        {"sku": f"{n:03}", "unit_price": float(rng.uniform(9, 18)), "category": "ab"[n % 2]}
        for n in range(count)
    ]
    return book(stock, items)


def demand(flat_demand: Any, count: int = 40, cv: float = 0.3) -> Any:
    return flat_demand({f"{n:03}": 0.5 for n in range(count)}, cv=cv)


def test_the_range_lies_around_the_write_down(book: Any, day: Any, flat_demand: Any) -> None:
    exposure = expose(shop(book, day), Policy(), demand(flat_demand))
    likely = exposure.likely
    assert likely.p10 < exposure.write_down < likely.p90
    assert likely.p50 == pytest.approx(exposure.write_down, rel=0.1)
    assert likely.mean == pytest.approx(likely.draws.mean())
    assert len(likely.draws) == 400


def test_equal_seeds_give_equal_draws(book: Any, day: Any, flat_demand: Any) -> None:
    made = shop(book, day)
    one, same, other = (
        expose(made, Policy(), demand(flat_demand), seed=seed).likely.draws for seed in (1, 1, 2)
    )
    assert (one == same).all()
    assert (one != other).any()


def test_certain_losses_do_not_vary(book: Any, day: Any, flat_demand: Any) -> None:
    made = book(
        [
            {"sku": "gone", "on_hand": 10, "unit_cost": 3, "expiry_date": day(-5)},
            {"sku": "torn", "on_hand": 10, "unit_cost": 4, "condition": "broken"},
            {"sku": "fine", "on_hand": 10, "unit_cost": 1},
            {"sku": "unknown", "on_hand": 10, "unit_cost": 5},
        ],
        [{"sku": sku, "unit_price": 50} for sku in ("gone", "torn", "fine")],
    )
    likely = expose(made, Policy(), flat_demand({"fine": 1.0}, cv=0.1)).likely
    assert set(likely.draws) == {70.0}
    assert likely.p10 == likely.p90 == 70


def test_shared_shocks_keep_the_range_from_canceling_out(
    book: Any, day: Any, flat_demand: Any
) -> None:
    def width(count: int) -> float:
        likely = expose(shop(book, day, count), Policy(), demand(flat_demand, count)).likely
        return (likely.p90 - likely.p10) / likely.p50

    # Independent errors would shrink like the root of the number of items: to a third.
    assert width(900) > 0.6 * width(100)


def test_a_less_certain_forecast_widens_the_range(book: Any, day: Any, flat_demand: Any) -> None:
    made = shop(book, day)
    sure, unsure = (expose(made, Policy(), demand(flat_demand, cv=cv)).likely for cv in (0.0, 1.0))
    assert unsure.p90 - unsure.p10 > sure.p90 - sure.p10


def test_an_item_with_too_little_demand_error_to_matter_is_not_at_risk(
    book: Any, day: Any, flat_demand: Any
) -> None:
    made = book([{"sku": "a", "on_hand": 1, "unit_cost": 1}], [{"sku": "a", "unit_price": 9}])
    assert expose(made, Policy(), flat_demand({"a": 5.0}, cv=0.2)).likely.p90 == 0


def test_stock_that_just_lasts_may_turn_into_excess(book: Any, day: Any, flat_demand: Any) -> None:
    made = book([{"sku": "a", "on_hand": 365, "unit_cost": 10}], [{"sku": "a", "unit_price": 11}])
    exposure = expose(made, Policy(selling_cost_rate=0), flat_demand({"a": 1.0}, cv=0.3))
    assert exposure.write_down == 0
    assert exposure.likely.p50 > 0
    assert exposure.likely.p90 > exposure.likely.p50


def test_reasons_that_do_not_count_do_not_widen_the_range(
    book: Any, day: Any, flat_demand: Any
) -> None:
    made = book([{"sku": "a", "on_hand": 500, "unit_cost": 1}], [{"sku": "a", "unit_price": 9}])
    bare = Policy(reasons=("below cost",))
    assert expose(made, bare, flat_demand({"a": 1.0}, cv=0.5)).likely.p90 == 0
    assert expose(made, Policy(), flat_demand({"a": 1.0}, cv=0.5)).likely.p90 == 0
    dear = Policy(clearance_discount=0.9)
    assert expose(made, dear, flat_demand({"a": 1.0}, cv=0.5)).likely.p90 > 0


def test_units_that_sell_at_an_unknown_price_lose_nothing_that_is_known(
    book: Any, day: Any, flat_demand: Any
) -> None:
    made = book([{"sku": "a", "on_hand": 100, "unit_cost": 1, "expiry_date": day(50)}])
    exposure = expose(made, Policy(), flat_demand({"a": 1.0}, cv=0.5))
    assert exposure.write_down == 50
    assert exposure.likely.p10 < 50
