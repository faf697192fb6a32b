"""Evidence: one sentence a segment that says why its value is what it is.

Amounts are in the Book's currency and stand without its sign; fractions are shown in percent.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray

from core.exposure.contracts import contract_sentences
from core.exposure.planned import plan_sentences
from core.exposure.reasons import other_reasons
from core.policy import Policy
from core.stock import BEFORE_RECEIPTS
from core.stock.realizable import FROM_LIST, FROM_SALES, PRICE_EVIDENCE_DAYS

#: Reasons whose own measure the reserve by age can undercut.
_PRICED = ("discontinued", "excess", "below cost")
#: Reasons of units that are sold at their usual price or the one a contract names.
_SOLD = ("below cost", "healthy")


#: What a sentence on the reserve for age or cover tells.
_RESERVED = ("age_days", "age_source", "reserved_share", "cover_binds", "months_of_cover")


@dataclass(frozen=True, slots=True)
class _Facts:
    """The segments of one reason, with what their items and stock rows say."""

    segments: pd.DataFrame
    items: pd.DataFrame
    policy: Policy
    today: pd.Timestamp

    def each(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """Yield the named columns of each segment; they may be the item's."""
        return zip(*(self._values(name) for name in names), strict=True)

    def _values(self, name: str) -> list[Any]:
        if name in self.segments:
            return self.segments[name].tolist()
        return self.items[name].iloc[self.segments["item"].to_numpy()].tolist()


def price_words(values: pd.DataFrame) -> list[str]:
    """Say for each item where its price comes from.

    Args:
        values: one row an item: price_source, price_used, list_price, sold_units.
    """
    words: NDArray[np.object_] = values["price_source"].to_numpy(dtype=object).copy()
    weeks = PRICE_EVIDENCE_DAYS // 7
    sold = np.flatnonzero(words == FROM_SALES)
    words[sold] = [
        f"own sales of {units:,.0f} {'unit' if round(units) == 1 else 'units'} in {weeks} weeks"
        for units in values["sold_units"].iloc[sold].tolist()
    ]
    listed = np.flatnonzero(words == FROM_LIST)
    prices = values[["price_used", "list_price"]].iloc[listed]
    words[listed] = [
        f"list price of {full:,.2f} less {1 - used / full:.0%}"
        for used, full in prices.itertuples(index=False)
    ]
    return list(words)


def clearance_words(values: pd.DataFrame, policy: Policy) -> list[str]:
    """Say for each item at what price units are cleared, and where that comes from.

    Args:
        values: one row an item: plan_words, price_used, price_words, cleared_price, cleared_units,
            cleared_sales, cleared_from, cleared_to.
        policy: the discount where own sales tell nothing.
    """
    columns = (
        "plan_words", "price_used", "price_words", "cleared_price", "cleared_units",
        "cleared_sales", "cleared_from", "cleared_to",
    )  # fmt: skip
    return [
        "what the approved plan leaves for it"
        if pd.notna(plan)
        else f"{policy.clearance_discount:.0%} off {price:,.2f} ({source})"
        if np.isnan(own)
        else f"{own:,.2f} ({units:,.0f} units in {sales:,.0f} own marked-down sales, "
        f"{first:%Y-%m-%d} to {last:%Y-%m-%d})"
        for plan, price, source, own, units, sales, first, last in values[list(columns)].itertuples(
            index=False
        )
    ]


@dataclass(frozen=True, slots=True, eq=False)
class Grounds:
    """What the sentences on segments rest on; they are written when somebody asks for them.

    Attributes:
        segments: `core.exposure.reasons.partition`, in the order of segment_id.
        items: one row an item: price_used, price_source, sold_units, plan_words,
            selling_cost_rate, usual_nrv, clearance_nrv, held (units that can be sold), sells
            (units over horizon_days), horizon_days, on_order, status, end_of_life_date,
            demand_known (bool).
        condition: of each stock row.
        policy: the rates the sentences name.
        as_of: the day they are seen from.
    """

    segments: pd.DataFrame
    items: pd.DataFrame
    condition: pd.Series
    policy: Policy
    as_of: date

    def facts_of(self, sku: str) -> pd.Series:
        """Return the row of `items` of one item, with price_words and clearance_words.

        Raises:
            KeyError: the item has no stock.
        """
        own = self.items[self.items["sku"] == sku]
        if own.empty:
            raise KeyError(sku)
        own = own.assign(price_words=price_words(own))
        facts: pd.Series = own.assign(clearance_words=clearance_words(own, self.policy)).iloc[0]
        return facts

    def also(self, segment_ids: pd.Series) -> ExtensionArray:
        """Return for each segment the reasons that hold beside its own; see `other_reasons`."""
        asked = self.segments.iloc[segment_ids.to_numpy() - 1]
        return pd.array(other_reasons(asked, self.policy), dtype="str")

    def sentences(self, segment_ids: pd.Series) -> ExtensionArray:
        """Return one sentence for each segment, as a text array."""
        asked = self.segments.iloc[segment_ids.to_numpy() - 1]
        asked = asked.assign(condition=self.condition.array.take(asked["row"].to_numpy()))
        used, item = np.unique(asked["item"].to_numpy(), return_inverse=True)
        items = self.items.iloc[used]
        items = items.assign(price_words=pd.array(price_words(items), dtype="str"))
        items = items.assign(clearance_words=clearance_words(items, self.policy))
        return _sentences(asked.assign(item=item), items, self.policy, as_of=self.as_of)


def _sentences(
    told: pd.DataFrame, items: pd.DataFrame, policy: Policy, *, as_of: date
) -> ExtensionArray:
    reasons = told["reason"].to_numpy(dtype=object)
    # Segments that would read the same share one text: a million of them have few.
    texts: list[str] = []
    number = np.zeros(len(told), dtype=np.intp)
    for reason, (write, by) in _WRITERS.items():
        rows = np.flatnonzero(reasons == reason)
        if len(rows) == 0:
            continue
        first, same = _distinct([_codes(told[name].iloc[rows]) for name in by], len(rows))
        number[rows] = len(texts) + same
        facts = _Facts(told.iloc[rows[first]], items, policy, pd.Timestamp(as_of))
        texts += write(facts)
    _add_age(texts, number, told, policy)
    promised, terms = contract_sentences(told)
    sellable = [place for place, row in enumerate(promised) if reasons[row] in _SOLD]
    number[promised[sellable]] = len(texts) + np.arange(len(sellable))
    texts += [terms[place] for place in sellable]
    planned, plans = plan_sentences(told)
    selling = [place for place, row in enumerate(planned) if reasons[row] in _SOLD]
    number[planned[selling]] = len(texts) + np.arange(len(selling))
    texts += [plans[place] for place in selling]
    return pd.array(texts, dtype="str").take(number)


def _codes(values: pd.Series) -> NDArray[np.intp]:
    """Number what a sentence tells apart in a column; of ages and cover it tells whole numbers."""
    whole = values.name in ("age_days", "months_of_cover")
    return pd.factorize(values.round() if whole else values)[0]


def _distinct(
    keys: list[NDArray[np.intp]], count: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first place of each distinct row of codes, and each row's number."""
    number = np.zeros(count, dtype=np.intp)
    for codes in keys:
        joined = number * (int(codes.max()) + 2) + codes + 1
        number = pd.factorize(joined)[0]
    if not keys:
        number = np.arange(count)
    first = np.empty(int(number.max()) + 1, dtype=np.intp)
    first[number[::-1]] = np.arange(count)[::-1]
    return first, number


def _add_age(
    texts: list[str], number: NDArray[np.intp], segments: pd.DataFrame, policy: Policy
) -> None:
    """Say so where the reserve by policy is what leaves least: give those segments new texts."""
    if "slow" not in policy.reasons:
        return
    share = segments["reserved_share"].to_numpy()
    left = (1 - share) * segments["unit_cost"].to_numpy()
    binds = (share > 0) & (left == segments["nrv_unit"].to_numpy())
    binds &= segments["reason"].isin(_PRICED).to_numpy()
    places = np.flatnonzero(binds)
    if len(places) == 0:
        return
    aged = segments[list(_RESERVED)].iloc[places]
    first, same = _distinct([number[places], *(_codes(aged[name]) for name in aged)], len(places))
    added = [
        f"{texts[place]} {_reserve(*facts)}."
        for place, facts in zip(
            number[places[first]].tolist(),
            aged.iloc[first].itertuples(index=False, name=None),
            strict=True,
        )
    ]
    number[places] = len(texts) + same
    texts += added


def _expired(facts: _Facts) -> list[str]:
    return [
        f"Expired on {day:%Y-%m-%d}, {(facts.today - day).days} days ago: it may no longer be sold."
        if day < facts.today
        else f'Its condition says "{condition}": it may no longer be sold.'
        for day, condition in facts.each("expiry_date", "condition")
    ]


def _damaged(facts: _Facts) -> list[str]:
    recovery = facts.policy.damaged_recovery
    brings = f"{recovery:.0%} of its usual net realizable value" if recovery else "nothing"
    return [
        f'Its condition says "{condition}": by policy it brings {brings}.'
        for (condition,) in facts.each("condition")
    ]


def _discontinued(facts: _Facts) -> list[str]:
    return [
        (
            f"Meant to be sold until {day:%Y-%m-%d}"
            if day < facts.today
            else f'The item\'s status is "{status}"'
        )
        + f": it {clears}."
        for (day, status), clears in zip(
            facts.each("end_of_life_date", "status"), _clearing(facts), strict=True
        )
    ]


def _excess(facts: _Facts) -> list[str]:
    expiry_counts = "expiring" in facts.policy.reasons
    columns = ("held", "sells", "horizon_days", "on_order", "expires")
    return [
        f"{held:,.0f} on hand, forecast to sell {sells:,.0f} in {days:,.0f} days: the rest "
        + ("will expire first" if expires and expiry_counts else clears)
        + (f". Another {on_order:,.0f} are on order." if on_order > 0 else ".")
        for (held, sells, days, on_order, expires), clears in zip(
            facts.each(*columns), _clearing(facts), strict=True
        )
    ]


def _expiring(facts: _Facts) -> list[str]:
    return [
        f"Expires on {day:%Y-%m-%d}: the item is forecast to sell {sells:,.0f} until then, "
        f"which leaves {units:,.0f} of these units."
        for day, sells, units in facts.each("expiry_date", "deadline_demand", "units")
    ]


def _below_cost(facts: _Facts) -> list[str]:
    return [
        f"{sells}, below the cost of {cost:,.2f}."
        for sells, (cost,) in zip(_selling(facts), facts.each("unit_cost"), strict=True)
    ]


def _slow(facts: _Facts) -> list[str]:
    return [f"{_reserve(*each)}." for each in facts.each(*_RESERVED)]


def _reserve(age: float, source: str, share: float, for_cover: bool, months: float) -> str:
    """Say what share of cost the policy reserves, and for what."""
    if for_cover:
        lasts = "Nothing is forecast to sell" if np.isinf(months) else f"Lasts {months:,.0f} months"
        return f"{lasts}: the policy reserves {share:.0%} of its cost for that cover"
    least = "at least " if source == BEFORE_RECEIPTS else ""
    return (
        f"On hand {least}{age:,.0f} days ({source}): "
        f"the policy reserves {share:.0%} of its cost at that age"
    )


def _unknown(facts: _Facts) -> list[str]:
    return [
        "No cost is known, so nothing can be said about a loss."
        if np.isnan(cost)
        else "No selling price is known, so neither is its net realizable value"
        + (
            f"; by age or cover alone {share:.0%} of its cost would be reserved."
            if share > 0
            else "."
        )
        for cost, share in facts.each("unit_cost", "reserved_share")
    ]


def _healthy(facts: _Facts) -> list[str]:
    compare = "not below" if "below cost" in facts.policy.reasons else "against"
    return [
        f"{sells}, {compare} the cost of {cost:,.2f}."
        + ("" if known else " Its demand is unknown, so excess is not judged.")
        for sells, (cost, known) in zip(
            _selling(facts), facts.each("unit_cost", "demand_known"), strict=True
        )
    ]


def _selling(facts: _Facts) -> list[str]:
    return [
        f"Sells at {price:,.2f} ({source}), {nrv:,.2f} after {rate:.0%} selling costs"
        for price, source, nrv, rate in facts.each(
            "price_used", "price_words", "usual_nrv", "selling_cost_rate"
        )
    ]


def _clearing(facts: _Facts) -> list[str]:
    return [
        f"clears at {words}, {nrv:,.2f} after selling costs, against a cost of {cost:,.2f}"
        for words, nrv, cost in facts.each("clearance_words", "clearance_nrv", "unit_cost")
    ]


#: What tells the sentences on an item's price apart; units under contract have their own.
_BY_PRICE = ("item", "unit_cost", "contract_price", "plan_price")

#: How each reason is written, and the segment columns that tell its sentences apart (none: every
#: segment has its own).
_WRITERS: dict[str, tuple[Callable[[_Facts], list[str]], tuple[str, ...]]] = {
    "expired": (_expired, ("expiry_date", "condition")),
    "damaged": (_damaged, ("condition",)),
    "discontinued": (_discontinued, _BY_PRICE),
    "excess": (_excess, (*_BY_PRICE, "expires")),
    "expiring": (_expiring, ()),
    "below cost": (_below_cost, _BY_PRICE),
    "slow": (_slow, _RESERVED),
    "unknown": (_unknown, ("unit_cost", "reserved_share")),
    "healthy": (_healthy, _BY_PRICE),
}
