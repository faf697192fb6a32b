"""Approved markdown plans: how many units sell at which of the planned prices.

A plan is the most reliable evidence there is of coming prices once somebody has approved and dated
it (IAS 2.30). Its prices hold for the units they will sell and no others, as IAS 2.31 splits a
quantity between a contract and the general price: units sold before the first cut bring the usual
price, those of each step its own, and what no step sells brings what the plan leaves for it.
Demand of a step is that of the forecast, lifted by the cut at the item's price elasticity.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.exposure.excess import Demand, demand_over, demand_until
from core.policy import Policy
from core.stock import days_until

Floats = NDArray[np.float64]

#: Deepest cut whose lift is taken from the elasticity; beyond it the curve says nothing.
_DEEPEST = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class PlanTiers:
    """Tiers of the planned items.

    Attributes:
        tiers: one row a tier, by item and in order: item (position), turn (0 is an item's first),
            start_units (of the item's saleable units, where the tier begins; infinite: never),
            price (money, NaN: the usual one again), from_date.
        leaves: one row a planned item: item, sells (units within the horizon under the plan,
            infinite when unknown), left_nrv (money a unit of what is left: as the plan states it,
            else the policy's clearance of its last price), words (the plan in a sentence).
    """

    tiers: pd.DataFrame
    leaves: pd.DataFrame


def plan_tiers(
    plan: pd.DataFrame,
    items: pd.DataFrame,
    forecast: Demand | None,
    position: NDArray[np.intp],
    policy: Policy,
    *,
    as_of: date,
    elasticity: pd.Series | None = None,
) -> PlanTiers | None:
    """Return the tiers of each item that has an approved plan; None where no item has one.

    Args:
        plan: the Book's plan table.
        items: one row an item: sku, unit_price, selling_cost_rate, horizon_days.
        forecast: None when nothing is known of any item's demand.
        position: (I,) where each item stands in the forecast, -1 for nowhere.
        policy: the clearance discount, and how a plan is valued.
        as_of: plans approved later, or over by then, do not count.
        elasticity: of demand to price by sku, at most zero; without it a cut sells no more.
    """
    rows = plan if plan.empty else _approved(plan, items, as_of)
    if rows.empty:
        return None
    item = rows["item"].to_numpy()
    horizon = items["horizon_days"].to_numpy()[item]
    starts = np.minimum(rows["start_days"].to_numpy(), horizon)
    is_last = rows["item"].to_numpy() != np.append(item[1:], -1)
    ends = np.where(is_last, rows["end_days"], np.append(starts[1:], 0.0))
    ends = np.clip(np.where(np.isnan(ends), horizon, ends), starts, horizon)
    place = position[item]
    at_start, at_end = (_demand(forecast, place, days) for days in (starts, ends))
    to_horizon = demand_over(forecast, position, items["horizon_days"].to_numpy())[0][item]
    with np.errstate(invalid="ignore"):
        sold = np.where(np.isinf(at_end), np.inf, (at_end - at_start)) * _lift(rows, elasticity)
        after = np.where(np.isinf(to_horizon), np.inf, np.maximum(to_horizon - at_end, 0.0))
    first = np.append(True, item[1:] != item[:-1])
    number = np.cumsum(first) - 1
    steps = pd.Series(sold).groupby(number)
    before = steps.shift(fill_value=0.0).groupby(number).cumsum().to_numpy()
    start_units = at_start[first][number] + before
    rows = rows.assign(
        turn=steps.cumcount().to_numpy(), start_units=start_units, end_units=start_units + sold
    )
    last = rows[is_last]
    ended, rest = last["end_days"].notna().to_numpy(), after[is_last]
    stated = last["residual_proceeds"].notna().to_numpy()
    leaves = ended & stated
    rate = items["selling_cost_rate"].to_numpy()[last["item"]]
    cleared = last["price"].to_numpy() * (1 - rate) * (1 - policy.clearance_discount)
    back = last[ended & ~leaves]
    tiers = pd.concat(
        [
            rows[["item", "turn", "start_units", "price", "from_date"]],
            pd.DataFrame(
                {
                    "item": back["item"],
                    "turn": back["turn"] + 1,
                    "start_units": back["end_units"],
                    "price": np.nan,
                    "from_date": back["until_date"] + pd.Timedelta(days=1),
                }
            ),
        ]
    ).sort_values(["item", "turn"], ignore_index=True)
    left = np.where(stated, last["residual_proceeds"].clip(lower=0.0), cleared)
    return PlanTiers(
        tiers=tiers,
        leaves=pd.DataFrame(
            {
                "item": last["item"].to_numpy(),
                "sells": last["end_units"].to_numpy() + np.where(ended & ~leaves, rest, 0.0),
                "left_nrv": left,
                "words": _words(rows, left, policy),
            }
        ),
    )


def _approved(plan: pd.DataFrame, items: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the planned prices in force or still to come, by item and day."""
    today = pd.Timestamp(as_of)
    item = pd.Index(items["sku"]).get_indexer(pd.Index(plan["sku"]))
    counts = (
        plan["approved_by"].notna()
        & (plan["approved_on"] <= today)
        & (plan["until_date"].isna() | (plan["until_date"] >= today))
    )
    rows = plan.assign(item=item)[counts & (item >= 0)]
    asked = items["unit_price"].to_numpy()[rows["item"]]
    price = rows["unit_price"].fillna(pd.Series(asked, rows.index) * (1 - rows["markdown_depth"]))
    depth = rows["markdown_depth"].fillna(1 - price / asked)
    rows = rows.assign(
        price=price,
        depth=depth.fillna(0.0).clip(0.0, _DEEPEST),
        start_days=np.maximum(days_until(rows["from_date"], as_of=as_of), 0.0),
        end_days=days_until(rows["until_date"], as_of=as_of) + 1,
    )
    rows = rows[rows["price"].notna()].sort_values(["item", "from_date", "approved_on", "price"])
    # Of those in force the one that began last counts, as of several that begin on one day.
    latest: pd.DataFrame = rows.drop_duplicates(["item", "start_days"], keep="last")
    return latest.reset_index(drop=True)


def _demand(forecast: Demand | None, place: NDArray[np.intp], days: Floats) -> Floats:
    return np.where(days <= 0, 0.0, demand_until(forecast, place, days))


def _lift(rows: pd.DataFrame, elasticity: pd.Series | None) -> Floats:
    if elasticity is None:
        return np.ones(len(rows))
    power = elasticity.reindex(rows["sku"]).fillna(0.0).to_numpy()
    return np.asarray((1 - rows["depth"].to_numpy()) ** power, dtype=np.float64)


def _words(rows: pd.DataFrame, left: Floats, policy: Policy) -> list[str]:
    """Say what each item's plan is, who approved it and how it is valued."""
    steps = [
        f"{price:,.2f} from {day:%Y-%m-%d}"
        + ("" if np.isinf(end - start) else f" for {end - start:,.0f} units")
        for price, day, start, end in rows[
            ["price", "from_date", "start_units", "end_units"]
        ].itertuples(index=False)
    ]
    texts = pd.Series(steps, index=rows.index).groupby(rows["item"]).agg(", ".join)
    last = rows.drop_duplicates("item", keep="last")
    how = "units tier by tier" if policy.plan_valuation == "tiered" else "all units at the average"
    return [
        f"{text}; a unit left brings {rest:,.2f}; approved by {who} on {when:%Y-%m-%d}; {how}"
        for text, rest, who, when in zip(
            texts, left, last["approved_by"], last["approved_on"], strict=True
        )
    ]


def with_plan(items: pd.DataFrame, plan: PlanTiers | None) -> pd.DataFrame:
    """Put what planned items sell, and what is left of them brings, in place of the usual.

    Returns:
        `items` with sells and clearance_nrv as the plan has them, and plan_words (missing for
        items without a plan).
    """
    items = items.assign(plan_words=pd.Series(None, index=items.index, dtype="str"))
    if plan is None:
        return items
    leaves = plan.leaves.set_index("item").reindex(items.index)
    planned = leaves["words"].notna()
    own = items["clearance_nrv"]
    return items.assign(
        sells=items["sells"].mask(planned, leaves["sells"]),
        clearance_nrv=own.mask(planned, leaves["left_nrv"].fillna(own)),
        cleared_price=items["cleared_price"].mask(planned),
        plan_words=leaves["words"].astype("str"),
    )


def set_plan_apart(pieces: pd.DataFrame, plan: PlanTiers | None) -> pd.DataFrame:
    """Cut pieces where a tier of their item's plan begins; the first units sell first.

    Args:
        pieces: in selling order; needs item, units, sellable, is_expired, is_damaged.
        plan: `plan_tiers`.

    Returns:
        `pieces` with is_planned (bool: the item has a plan and the units can be sold), plan_price
        (money, NaN for the usual price) and plan_from (date) added.
    """
    blank = pieces.assign(
        is_planned=False,
        plan_price=np.nan,
        plan_from=pd.Series(pd.NaT, index=pieces.index, dtype="datetime64[us]"),
    )
    if plan is None:
        return blank
    last = max(int(pieces["item"].max()), int(plan.tiers["item"].max())) if len(pieces) else -1
    count = last + 1
    cut = blank
    turns = [(turn, rows) for turn, rows in plan.tiers.groupby("turn") if count]
    for _, rows in turns:
        limit = _by_item(rows, "start_units", count, np.inf)[cut["item"].to_numpy()]
        units, before = cut["units"].to_numpy(), _before(cut)
        below = np.where(_fit(cut), np.clip(limit - before, 0.0, units), units)
        both = pd.concat([cut.assign(units=below), cut.assign(units=units - below)])
        both = both.sort_index(kind="stable")
        cut = both[both["units"] > 0].reset_index(drop=True)
    item, before, fit = cut["item"].to_numpy(), _before(cut), _fit(cut)
    price, since = cut["plan_price"].to_numpy(copy=True), cut["plan_from"].to_numpy(copy=True)
    for _, rows in turns:
        begun = fit & (before >= _by_item(rows, "start_units", count, np.inf)[item] * (1 - 1e-12))
        price = np.where(begun, _by_item(rows, "price", count, np.nan)[item], price)
        dates = np.full(count, np.datetime64("NaT", "us"))
        dates[rows["item"]] = rows["from_date"].to_numpy()
        since = np.where(begun, dates[item], since)
    planned = np.isin(item, plan.leaves["item"].to_numpy()) & fit
    return cut.assign(is_planned=planned, plan_price=price, plan_from=since)


def _fit(pieces: pd.DataFrame) -> NDArray[np.bool_]:
    fit = pieces["sellable"] & ~pieces["is_expired"] & ~pieces["is_damaged"]
    return fit.to_numpy(dtype=np.bool_)


def _before(pieces: pd.DataFrame) -> Floats:
    offered = np.where(_fit(pieces), pieces["units"], 0.0)
    up_to = pd.Series(offered).groupby(pieces["item"].to_numpy()).cumsum().to_numpy()
    return np.asarray(up_to - offered, dtype=np.float64)


def _by_item(rows: pd.DataFrame, column: str, count: int, otherwise: float) -> Floats:
    values = np.full(count, otherwise)
    values[rows["item"]] = rows[column]
    return values


def plan_sentences(segments: pd.DataFrame) -> tuple[NDArray[np.intp], list[str]]:
    """Return the places of segments that sell at a planned price, and one sentence for each.

    Args:
        segments: needs plan_price, usual_nrv, unit_cost (money a unit), plan_from.
    """
    places = np.flatnonzero(segments["plan_price"].notna())
    terms = segments[["plan_price", "plan_from", "usual_nrv", "unit_cost"]].iloc[places]
    return places, [
        f"Sells at {price:,.2f} from {day:%Y-%m-%d} under the approved plan, {nrv:,.2f} after "
        f"selling costs, {'below' if nrv < cost else 'not below'} the cost of {cost:,.2f}."
        for price, day, nrv, cost in terms.itertuples(index=False)
    ]
