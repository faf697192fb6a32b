"""What price history says about elasticity, and what is said where there is none."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.markdown import estimate_response, price_history, units_by_price
from core.schema import ITEMS, SALES, conform

AS_OF = date(2026, 1, 31)


def items(count: int, **columns: object) -> pd.DataFrame:
    frame = pd.DataFrame({"sku": [f"S{number}" for number in range(count)], **columns})
    return conform(frame, ITEMS)


def weekly_sales(
    elasticity: list[float], *, weeks: int = 40, noise: float = 0.2, seed: int = 7
) -> pd.DataFrame:
    """Weeks of sales at 10 or at 7, with the elasticities given."""
    random = np.random.default_rng(seed)
    count = len(elasticity)
    price = np.where(random.random((count, weeks)) < 0.3, 7.0, 10.0)
    log_units = 4 + np.array(elasticity)[:, None] * np.log(price / 10)
    units = np.exp(log_units + noise * random.standard_normal((count, weeks)))
    days = pd.date_range(end="2026-01-26", periods=weeks, freq="7D")
    frame = pd.DataFrame(
        {
            "date": np.tile(days, count),
            "sku": np.repeat([f"S{number}" for number in range(count)], weeks),
            "units": units.ravel(),
            "unit_price": price.ravel(),
        }
    )
    return conform(frame, SALES)


def test_without_sales_every_item_has_the_published_average_and_says_so() -> None:
    response = estimate_response(SALES.empty(), items(2), as_of=AS_OF)
    assert response["elasticity"].tolist() == [-2.62, -2.62]
    assert response["prior_share"].tolist() == [1, 1]
    assert (response["source"] == "literature").all()
    assert response["depth_observed_max"].isna().all()
    assert response["warning"].str.startswith("No usable price history").all()
    # Standard deviation of the prior and of items around it, widened.
    assert response["elasticity_sd"].iloc[0] == pytest.approx(1.9 * np.sqrt(1.0 + 0.25))


def test_long_history_of_own_prices_finds_the_elasticity() -> None:
    truth = [-1.0, -1.5, -2.0, -2.5, -3.0, -3.5]
    response = estimate_response(weekly_sales(truth, weeks=100), items(6), as_of=AS_OF)
    assert response["elasticity"].to_numpy() == pytest.approx(truth, abs=0.25)
    assert (response["source"] == "own prices").all()
    assert (response["warning"] == "").all()
    assert response["depth_observed_max"].to_numpy() == pytest.approx(0.3)


def test_an_item_without_price_changes_takes_the_value_of_its_category() -> None:
    sales = weekly_sales([-1.2] * 8)
    table = items(9, category="A")
    response = estimate_response(sales, table, as_of=AS_OF).set_index("sku")
    new = response.loc["S8"]
    assert new["source"] == "category"
    assert new["elasticity"] == pytest.approx(-1.2, abs=0.25)
    assert new["elasticity_sd"] > response.loc["S0", "elasticity_sd"]


def test_shares_add_up_and_shrinking_lies_between_own_slope_and_prior() -> None:
    response = estimate_response(weekly_sales([-1.0], weeks=8), items(1), as_of=AS_OF)
    shares = response[["own_share", "category_share", "prior_share"]].sum(axis=1)
    assert shares.to_numpy() == pytest.approx(1)
    assert -2.62 < response["elasticity"].iloc[0] < -0.5
    assert 0 < response["own_share"].iloc[0] < 1


def test_a_wrong_sign_becomes_no_response_at_worst() -> None:
    response = estimate_response(weekly_sales([3.0] * 5, weeks=100), items(5), as_of=AS_OF)
    assert (response["elasticity"] <= 0).all()


def test_weeks_cut_short_by_a_stock_out_do_not_count() -> None:
    sales = weekly_sales([-2.0] * 3, noise=0.05)
    sold_out = (sales["unit_price"] == 7) & (np.arange(len(sales)) % 2 == 0)
    censored = sales.assign(units=sales["units"].mask(sold_out, 5.0))
    hidden = estimate_response(censored, items(3), as_of=AS_OF)
    flagged = estimate_response(
        censored.assign(stockout=pd.array(sold_out, dtype="boolean")), items(3), as_of=AS_OF
    )
    assert flagged["elasticity"].to_numpy() == pytest.approx(-2.0, abs=0.2)
    assert (hidden["elasticity"] > flagged["elasticity"] + 0.5).all()


def test_revenue_per_unit_is_used_last_and_warned_about() -> None:
    sales = weekly_sales([-2.0] * 3)
    derived = sales.assign(revenue=sales["units"] * sales["unit_price"], unit_price=np.nan)
    response = estimate_response(derived, items(3), as_of=AS_OF)
    assert response["warning"].str.startswith("Prices are revenue per unit").all()


def test_rare_sales_do_not_pass_for_a_price_response() -> None:
    sales = weekly_sales([-2.0], weeks=60)
    rare = sales.iloc[::4].assign(units=1.0)
    # Another item sells weekly, so that the weeks in between are known to be weeks without a sale.
    other = weekly_sales([-2.0, -2.0], weeks=60).query("sku == 'S1'")
    response = estimate_response(pd.concat([rare, other]), items(2), as_of=AS_OF)
    assert response["own_share"].tolist()[0] == 0
    assert response["own_share"].tolist()[1] > 0


def test_sales_after_the_date_and_the_order_of_rows_change_nothing() -> None:
    sales = weekly_sales([-1.0, -2.0, -3.0])
    later = sales.assign(date=pd.Timestamp("2026-02-10"), unit_price=1.0)
    shuffled = pd.concat([sales, later]).sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        estimate_response(shuffled, items(3), as_of=AS_OF),
        estimate_response(sales, items(3), as_of=AS_OF),
    )


def test_history_weighs_prices_by_units_and_prefers_the_price_offered() -> None:
    rows = pd.DataFrame(
        {
            "date": pd.to_datetime(["2026-01-05", "2026-01-07", "2026-01-12"]),
            "sku": "S0",
            "units": [30.0, 10.0, 5.0],
            "unit_price": [8.0, 12.0, np.nan],
            "revenue": [200.0, 100.0, 50.0],
        }
    )
    history = price_history(conform(rows, SALES), as_of=AS_OF)
    assert history["units"].tolist() == [40, 5]
    assert history["price"].tolist() == [9, 10]
    assert history["offered"].tolist() == [True, False]
    assert units_by_price(history)["mean_units"].tolist() == [5, 40]


def test_slow_sellers_take_the_value_of_others_since_few_units_say_little() -> None:
    sales = weekly_sales([-1.0] * 4, weeks=60)
    slow = sales.assign(units=(sales["units"] / 25).round())
    response = estimate_response(slow, items(4), as_of=AS_OF)
    assert (response["own_share"] == 0).all()
    assert (response["source"] == "literature").all()


def test_a_promotion_the_sales_name_is_not_taken_for_the_price() -> None:
    sales = weekly_sales([-2.0] * 6, weeks=100)
    random = np.random.default_rng(3)
    promoted = (sales["unit_price"] < 10) & (random.random(len(sales)) < 0.6)
    sales["promotion"] = promoted.astype("boolean")
    sales["units"] *= np.where(promoted, 2.0, 1.0)
    known = estimate_response(sales, items(6), as_of=AS_OF)
    unknown = estimate_response(sales.assign(promotion=pd.NA), items(6), as_of=AS_OF)
    assert known["elasticity"].mean() == pytest.approx(-2.0, abs=0.3)
    assert unknown["elasticity"].mean() < -2.8
