"""The evidence on one item, in words: what is known of its price, cost, age, demand and rule."""

import math

import pandas as pd

from core.charts.formats import LONG_DAYS, Formats
from core.exposure import ItemEvidence
from core.stock import BEFORE_RECEIPTS, UNKNOWN_AGE


def evidence_card(found: ItemEvidence, formats: Formats) -> dict[str, str]:
    """Return heading -> fact, in the order in which an auditor asks.

    Args:
        found: the evidence on one item.
        formats: how numbers are read.
    """
    facts = found.facts
    lines = {
        "Price": _price(facts, formats),
        "Plan": "" if pd.isna(facts["plan_words"]) else str(facts["plan_words"]),
        "Net realizable value": _nrv(facts, formats),
        "Clearance": _clearance(facts, formats),
        "Firm contract": _contract(facts, formats),
        "Cost": _cost(found.segments, formats),
        "Age": _age(found.layers, formats),
        "Demand": _demand(facts, formats),
        "Cover": _cover(facts, formats),
        "On order": _orders(facts, formats),
        "Expiry": _expiry(found.segments, formats),
        "Disposal": _disposal(facts, formats),
        "Rule": _rule(found, formats),
    }
    return {heading: text for heading, text in lines.items() if text}


def _price(facts: pd.Series, formats: Formats) -> str:
    if math.isnan(facts["price_used"]):
        return "Unknown: no plan, own sale, current or list price states one"
    return f"{formats.money(facts['price_used'])}, {facts['price_words']}"


def _nrv(facts: pd.Series, formats: Formats) -> str:
    if math.isnan(facts["usual_nrv"]):
        return "Unknown, as the price is"
    rate = formats.percent(facts["selling_cost_rate"])
    return f"{formats.money(facts['usual_nrv'])} after {rate} selling costs"


def _clearance(facts: pd.Series, formats: Formats) -> str:
    if math.isnan(facts["clearance_nrv"]):
        return ""
    brings = f"{formats.money(facts['clearance_nrv'])} after selling costs"
    if pd.notna(facts["plan_words"]):
        return f"{brings}, as the approved plan leaves it"
    if math.isnan(facts["cleared_price"]):
        return f"{brings}, by policy: no own sale of 13 weeks tells a lower price to clear at"
    first, last = (formats.date(facts[name]) for name in ("cleared_from", "cleared_to"))
    return (
        f"{formats.money(facts['cleared_price'])}, {brings}: "
        f"{formats.count(facts['cleared_units'], 'unit')} in "
        f"{formats.count(facts['cleared_sales'], 'own marked-down sale')}, {first} to {last}"
    )


def _contract(facts: pd.Series, formats: Formats) -> str:
    if not facts["contract_units"] > 0:
        return ""
    price, rate = facts["contract_price"], facts["selling_cost_rate"]
    promised = formats.count(facts["contract_units"], "unit")
    return (
        f"{promised} promised at {formats.money(price)}, {formats.money(price * (1 - rate))} after "
        f"selling costs; {formats.units(facts['promised_units'])} of them on hand, valued at that"
    )


def _disposal(facts: pd.Series, formats: Formats) -> str:
    if not facts["disposal_cost"] > 0:
        return ""
    units = formats.count(facts["disposal_units"], "unit")
    return (
        f"Taking {units} away costs {formats.money(facts['disposal_cost'])}, an expense when it is "
        "paid and no part of the write-down"
    )


def _cost(segments: pd.DataFrame, formats: Formats) -> str:
    known = segments["unit_cost"].dropna()
    if known.empty:
        return "Unknown"
    low, high = known.min(), known.max()
    span = formats.money(low) if low == high else f"{formats.money(low)} to {formats.money(high)}"
    return f"{span} a unit"


def _age(layers: pd.DataFrame, formats: Formats) -> str:
    dated = layers[layers["age_source"] != UNKNOWN_AGE]
    if dated.empty:
        return "Unknown: neither a receipt nor a date of receipt is on file"
    oldest = dated.iloc[int(dated["age_days"].to_numpy().argmax())]
    least = "at least " if oldest["age_source"] == BEFORE_RECEIPTS else ""
    age = f"{least}{formats.count(oldest['age_days'], 'day')}"
    layer = f"Oldest layer {formats.count(oldest['units'], 'unit')}, {age}"
    blind = layers.loc[layers["age_source"] == UNKNOWN_AGE, "units"].sum()
    rest = f"; the age of {formats.count(blind, 'unit')} is unknown" if blind else ""
    return f"{layer} ({oldest['age_source']}){rest}"


def _demand(facts: pd.Series, formats: Formats) -> str:
    if not facts["demand_known"]:
        return "Unknown: no forecast, so excess is not judged"
    days = formats.count(facts["horizon_days"], "day")
    sells = formats.count(facts["sells"], "unit")
    return f"{sells} forecast in {days}, {formats.count(facts['held'], 'unit')} to sell"


def _cover(facts: pd.Series, formats: Formats) -> str:
    cover = facts["days_of_cover"]
    if math.isnan(cover):
        return ""
    if math.isinf(cover):
        return "Endless: nothing is forecast to sell"
    low, high = facts["cover_low"], facts["cover_high"]
    if math.isnan(low):
        return formats.days(cover)
    if high > LONG_DAYS:
        return f"{formats.days(cover)}; in nine of ten futures more than {formats.days(low)}"
    span = f"{formats.units(round(low))} to {formats.units(round(high))}"
    return f"{formats.days(cover)}, {span} in eight of ten futures"


def _orders(facts: pd.Series, formats: Formats) -> str:
    if not facts["on_order"] > 0:
        return ""
    surplus = facts["excess_on_order"]
    if math.isnan(surplus):
        rest = "whether they will sell is unknown"
    elif surplus > 0:
        loss = facts["loss_on_order"]
        lost = f", expected to lose {formats.money_whole(loss)}" if loss > 0 else ""
        rest = f"{formats.units(surplus)} of them beyond what will sell{lost}"
    else:
        rest = "all of them forecast to sell"
    return f"{formats.count(facts['on_order'], 'unit')}, {rest}"


def _expiry(segments: pd.DataFrame, formats: Formats) -> str:
    dated = segments[segments["expiry_date"].notna()]
    if dated.empty:
        return ""
    first = dated["expiry_date"].min()
    units = dated.loc[dated["expiry_date"] == first, "units"].sum()
    return f"First {formats.date(first.date())}, {formats.count(units, 'unit')}"


def _rule(found: ItemEvidence, formats: Formats) -> str:
    by_age = [f"over {days} days {formats.percent(share)}" for days, share in found.aging_steps]
    by_cover = [
        f"from {months} months of cover {formats.percent(share)}"
        for months, share in found.cover_steps
    ]
    reserve = ", ".join([*by_age, *by_cover])
    return "The largest loss of each unit counts, at most its cost" + (
        f"; reserved {reserve}" if reserve else ""
    )
