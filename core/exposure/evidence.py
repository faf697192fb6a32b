"""Evidence: one sentence a segment that says why its value is what it is.

Amounts are in the Book's currency and stand without its sign; fractions are shown in percent.
"""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from core.exposure.realizable import FROM_PLAN, FROM_SALES, PRICE_EVIDENCE_DAYS
from core.policy import Policy
from core.stock import BEFORE_RECEIPTS


def price_words(values: pd.DataFrame) -> list[str]:
    """Say for each item where its price comes from.

    Args:
        values: `core.exposure.realizable.realizable_values`.
    """
    approved = pd.to_datetime(values["approved_on"]).dt.strftime("%Y-%m-%d")
    weeks = PRICE_EVIDENCE_DAYS // 7
    return [
        f"own sales of {units:,.0f} units in {weeks} weeks"
        if source == FROM_SALES
        else (f"plan approved by {who} on {when}" if source == FROM_PLAN else source)
        for source, units, who, when in zip(
            values["price_source"].tolist(),
            values["sold_units"].tolist(),
            values["approved_by"].tolist(),
            approved.tolist(),
            strict=True,
        )
    ]


def evidence(facts: pd.DataFrame, policy: Policy, *, as_of: date) -> list[str]:
    """Return one sentence for each segment.

    Args:
        facts: segments with reason, units, unit_cost, price_used, selling_cost_rate, usual_nrv,
            clearance_nrv, aging_share, age_days, age_source, expiry_date, expires, held (units of
            the item that can be sold), sells (units the item sells over its horizon of
            horizon_days), deadline_demand, on_order, condition, status, end_of_life_date,
            demand_known (bool), price_words.
        policy: the rates the sentences name.
        as_of: the day they are seen from.
    """
    write: dict[str, Callable[[pd.DataFrame, Policy, date], list[str]]] = {
        "expired": _expired,
        "damaged": _damaged,
        "discontinued": _discontinued,
        "excess": _excess,
        "expiring": _expiring,
        "below cost": _below_cost,
        "slow": _slow,
        "unknown": _unknown,
        "healthy": _healthy,
    }
    sentences = np.empty(len(facts), dtype=object)
    reasons = facts["reason"].to_numpy(dtype=object)
    for reason, sentence in write.items():
        rows = np.flatnonzero(reasons == reason)
        if len(rows):
            sentences[rows] = sentence(facts.iloc[rows], policy, as_of)
    return sentences.tolist()


def _expired(facts: pd.DataFrame, policy: Policy, as_of: date) -> list[str]:
    del policy
    today = pd.Timestamp(as_of)
    return [
        f"Expired on {day:%Y-%m-%d}, {(today - day).days} days ago: it may no longer be sold."
        if isinstance(day, pd.Timestamp) and day < today
        else f'Its condition says "{condition}": it may no longer be sold.'
        for day, condition in zip(facts["expiry_date"], facts["condition"], strict=True)
    ]


def _damaged(facts: pd.DataFrame, policy: Policy, as_of: date) -> list[str]:
    del as_of
    recovery = policy.damaged_recovery
    brings = (
        f"still brings {recovery:.0%} of its usual net realizable value"
        if recovery
        else "brings nothing"
    )
    return [
        f'Its condition says "{condition}": by policy it {brings}.'
        for condition in facts["condition"]
    ]


def _discontinued(facts: pd.DataFrame, policy: Policy, as_of: date) -> list[str]:
    today = pd.Timestamp(as_of)
    clearing = _clearing(facts, policy)
    return [
        (
            f"Meant to be sold until {day:%Y-%m-%d}"
            if isinstance(day, pd.Timestamp) and day < today
            else f'The item\'s status is "{status}"'
        )
        + f": {clears}."
        for day, status, clears in zip(
            facts["end_of_life_date"], facts["status"], clearing, strict=True
        )
    ]


def _excess(facts: pd.DataFrame, policy: Policy, as_of: date) -> list[str]:
    del as_of
    return [
        f"{held:,.0f} on hand, forecast to sell {sells:,.0f} in {days:,.0f} days: "
        + (
            "the rest will expire first"
            if expires and "expiring" in policy.reasons
            else f"the rest {clears}"
        )
        + (f". Another {on_order:,.0f} are on order." if on_order > 0 else ".")
        for held, sells, days, expires, clears, on_order in zip(
            facts["held"].tolist(),
            facts["sells"].tolist(),
            facts["horizon_days"].tolist(),
            facts["expires"].tolist(),
            _clearing(facts, policy),
            facts["on_order"].tolist(),
            strict=True,
        )
    ]


def _expiring(facts: pd.DataFrame, policy: Policy, as_of: date) -> list[str]:
    del policy, as_of
    return [
        f"Expires on {day:%Y-%m-%d}: the item is forecast to sell {sells:,.0f} until then, "
        f"which leaves {units:,.0f} of these units."
        for day, sells, units in zip(
            facts["expiry_date"],
            facts["deadline_demand"].tolist(),
            facts["units"].tolist(),
            strict=True,
        )
    ]


def _below_cost(facts: pd.DataFrame, policy: Policy, as_of: date) -> list[str]:
    del policy, as_of
    return [
        f"{sells}, below the cost of {cost:,.2f}."
        for sells, cost in zip(_selling(facts), facts["unit_cost"].tolist(), strict=True)
    ]


def _slow(facts: pd.DataFrame, policy: Policy, as_of: date) -> list[str]:
    del policy, as_of
    return [
        f"On hand {'at least ' if source == BEFORE_RECEIPTS else ''}{age:,.0f} days ({source}): "
        f"the policy reserves {share:.0%} of its cost at that age."
        for age, source, share in zip(
            facts["age_days"].tolist(),
            facts["age_source"].tolist(),
            facts["aging_share"].tolist(),
            strict=True,
        )
    ]


def _unknown(facts: pd.DataFrame, policy: Policy, as_of: date) -> list[str]:
    del policy, as_of
    return [
        "No cost is known, so nothing can be said about a loss."
        if np.isnan(cost)
        else "No selling price is known, so neither is its net realizable value"
        + (f"; by age alone {share:.0%} of its cost would be reserved." if share > 0 else ".")
        for cost, share in zip(
            facts["unit_cost"].tolist(), facts["aging_share"].tolist(), strict=True
        )
    ]


def _healthy(facts: pd.DataFrame, policy: Policy, as_of: date) -> list[str]:
    del as_of
    compare = "against" if "below cost" not in policy.reasons else "not below"
    return [
        f"{sells}, {compare} the cost of {cost:,.2f}."
        + ("" if known else " Its demand is unknown, so excess is not judged.")
        for sells, cost, known in zip(
            _selling(facts),
            facts["unit_cost"].tolist(),
            facts["demand_known"].tolist(),
            strict=True,
        )
    ]


def _selling(facts: pd.DataFrame) -> list[str]:
    return [
        f"Sells at {price:,.2f} ({source}), {nrv:,.2f} after {rate:.0%} selling costs"
        for price, source, nrv, rate in zip(
            facts["price_used"].tolist(),
            facts["price_words"].tolist(),
            facts["usual_nrv"].tolist(),
            facts["selling_cost_rate"].tolist(),
            strict=True,
        )
    ]


def _clearing(facts: pd.DataFrame, policy: Policy) -> list[str]:
    off = policy.clearance_discount
    return [
        f"clears at {off:.0%} off {price:,.2f} ({source}), {nrv:,.2f} after selling costs, "
        f"against a cost of {cost:,.2f}"
        for price, source, nrv, cost in zip(
            facts["price_used"].tolist(),
            facts["price_words"].tolist(),
            facts["clearance_nrv"].tolist(),
            facts["unit_cost"].tolist(),
            strict=True,
        )
    ]
