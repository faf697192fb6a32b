"""Bridge: why the write-down of one date differs from that of an earlier one.

Each item's change is split in the order in which it happened: units that left take their share of
the old loss with them, units that came bring a loss of their own, and the units that stayed lose
more or less each. Whatever cannot be told is the effect "unknown"; the effects of an item add up
to its change to the cent, so those of the shop do.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.book import Book
from core.exposure.measure import Exposure
from core.money import round_money

NEW_STOCK = "new stock"
SOLD = "sold"
WRITTEN_OFF = "written down"
QUANTITY = "quantity"
AGED = "aged"
PRICE_CHANGE = "price"
DEMAND_CHANGE = "demand"
RECOVERED = "recovered"
UNKNOWN_EFFECT = "unknown"

#: In the order of a figure: what came, what left, what changed on the units that stayed.
EFFECTS = (
    NEW_STOCK, SOLD, WRITTEN_OFF, QUANTITY, AGED, PRICE_CHANGE, DEMAND_CHANGE, RECOVERED,
    UNKNOWN_EFFECT,
)  # fmt: skip

#: What makes the loss of a reason grow on units that stay: time, the price, or demand. A changed
#: condition is seen only now, which is time as well.
_GROWS_BY = {
    "expired": AGED,
    "expiring": AGED,
    "slow": AGED,
    "discontinued": AGED,
    "damaged": AGED,
    "below cost": PRICE_CHANGE,
    "excess": DEMAND_CHANGE,
}

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ExposureBridge:
    """The way from one write-down to the next, in money.

    Attributes:
        start: write-down of the earlier exposure.
        end: write-down of the later one.
        effects: effect, items (count), change; one row for each of `EFFECTS`.
        items: sku, start, end, and one column for each effect; largest change first.
    """

    start: float
    end: float
    effects: pd.DataFrame
    items: pd.DataFrame

    @property
    def change(self) -> float:
        """Return how much the write-down rose, in money; the sum of the effects."""
        return round(self.end - self.start, 6)

    def steps(self) -> pd.DataFrame:
        """Return step, items, change: the earlier write-down, each effect, the later one."""
        first = pd.DataFrame({"step": ["write-down then"], "change": [self.start]})
        last = pd.DataFrame({"step": ["write-down now"], "change": [self.end]})
        effects = self.effects[self.effects["change"] != 0].rename(columns={"effect": "step"})
        return pd.concat([first, effects, last], ignore_index=True)[["step", "items", "change"]]

    def changes(self, described: pd.DataFrame) -> pd.DataFrame:
        """Return the items whose write-down has an effect, largest first.

        Args:
            described: rows with sku, description, category of the items of both dates.

        Returns:
            sku, description, category, start, end, and `by_` and the name of each effect (money).
        """
        names = {effect: f"by_{effect.replace(' ', '_')}" for effect in EFFECTS}
        moved = self.items[(self.items[list(EFFECTS)] != 0).any(axis="columns")]
        words = described.drop_duplicates("sku").set_index("sku")[["description", "category"]]
        table = moved.rename(columns=names).join(words, on="sku")
        return table[["sku", "description", "category", "start", "end", *names.values()]]


def bridge(earlier: tuple[Book, Exposure], later: tuple[Book, Exposure]) -> ExposureBridge:
    """Explain the change of the write-down between two Books of one shop.

    Sales, receipts and booked losses after the earlier date and up to the later one say what
    moved; without such tables the movement is "quantity".

    Raises:
        ValueError: the Books are in different currencies, or not in the order of time.
    """
    (first, before), (last, after) = earlier, later
    if first.currency != last.currency:
        raise ValueError(f"a bridge needs one currency, not {first.currency} and {last.currency}")
    if first.as_of > last.as_of:
        raise ValueError(f"the earlier Book is of {first.as_of}, after {last.as_of}")
    skus = pd.Index(before.items["sku"]).union(pd.Index(after.items["sku"]))
    old, new = _state(before.segments, skus), _state(after.segments, skus)
    moved, left = _moved(old, new, _movements(first, last, skus))
    effects = moved | _stayed(old, new, left)
    judged = ~(old["blind"] | new["blind"]).to_numpy()
    parts = np.where(judged, np.vstack([effects[name] for name in EFFECTS[:-1]]), 0.0)
    start, end = old["write_down"].to_numpy(), new["write_down"].to_numpy()
    parts = _to_the_cent(parts, end - start, last.currency)
    items = pd.DataFrame(
        {"sku": skus, "start": start, "end": end, **dict(zip(EFFECTS, parts, strict=True))}
    )
    size = np.lexsort((items["sku"], -np.abs(parts).sum(axis=0)))
    summary = pd.DataFrame(
        {
            "effect": pd.Series(EFFECTS, dtype="str"),
            "items": (parts != 0).sum(axis=1),
            "change": round_money(parts.sum(axis=1), last.currency),
        }
    )
    return ExposureBridge(
        before.write_down, after.write_down, summary, items.iloc[size].reset_index(drop=True)
    )


def _state(segments: pd.DataFrame, skus: pd.Index) -> pd.DataFrame:
    """Return what bridges compare of each item.

    Returns:
        units, write_down, blind (bool: part of it is unknown), excess (share of units), clearing
        (NRV of one of those, money, NaN without any), and the loss of a mean unit by what makes
        it grow: aged, price, demand.
    """
    place = skus.get_indexer(pd.Index(segments["sku"]))
    reasons = segments["reason"].map(_GROWS_BY)

    def total(values: pd.Series) -> _Floats:
        sums = np.bincount(place, weights=values.fillna(0.0), minlength=len(skus))
        return np.asarray(sums, dtype=np.float64)

    units = total(segments["units"])
    with np.errstate(invalid="ignore", divide="ignore"):
        by_growth = {
            name: np.nan_to_num(total(segments["write_down"].where(reasons == name)) / units)
            for name in (AGED, PRICE_CHANGE, DEMAND_CHANGE)
        }
        excess = segments["reason"] == "excess"
        many = total(segments["units"].where(excess))
        clearing = total((segments["units"] * segments["nrv_unit"]).where(excess)) / many
    return pd.DataFrame(
        {
            "units": units,
            "write_down": total(segments["write_down"]),
            "blind": total(segments["write_down"].isna().astype(float)) > 0,
            "excess": np.divide(many, units, out=np.zeros_like(many), where=units > 0),
            "clearing": clearing,
            **by_growth,
        }
    )


def _movements(first: Book, last: Book, skus: pd.Index) -> dict[str, _Floats]:
    """Return units of each item sold, received and written off between the two dates."""
    start, end = pd.Timestamp(first.as_of), pd.Timestamp(last.as_of)

    def units(table: str) -> _Floats:
        rows = last.table(table)
        rows = rows[(rows["date"] > start) & (rows["date"] <= end)]
        if table == "losses":
            rows = rows[rows["kind"] != "write_down"]
        sums = rows.groupby("sku")["units"].sum().reindex(skus).fillna(0.0)
        return np.asarray(np.maximum(sums.to_numpy(), 0.0), dtype=np.float64)

    return {name: units(name) for name in ("sales", "receipts", "losses")}


def _moved(
    old: pd.DataFrame, new: pd.DataFrame, movements: dict[str, _Floats]
) -> tuple[dict[str, _Floats], _Floats]:
    """Return the effects of units that left or came, and how many units stayed."""
    had, have = old["units"].to_numpy(), new["units"].to_numpy()
    old_loss, new_loss = _unit_loss(old), _unit_loss(new)
    sold = np.minimum(movements["sales"], had)
    written_off = np.minimum(movements["losses"], had - sold)
    stayed = np.minimum(had - sold - written_off, have)
    missing = had - sold - written_off - stayed
    came = have - stayed
    # An item nobody had before is new stock, whether or not its receipt is on file.
    received = np.where(had > 0, np.minimum(movements["receipts"], came), came)
    effects = {
        NEW_STOCK: received * new_loss,
        SOLD: -sold * old_loss,
        WRITTEN_OFF: -written_off * old_loss,
        QUANTITY: (came - received) * new_loss - missing * old_loss,
    }
    return effects, stayed


def _stayed(old: pd.DataFrame, new: pd.DataFrame, units: _Floats) -> dict[str, _Floats]:
    """Return what the units that stayed lose more, by what made it, or less: recovered.

    Excess that clears at a lower price than before loses more for its price, not for demand.
    """
    change = _unit_loss(new) - _unit_loss(old)
    rises = {
        name: np.maximum(new[name].to_numpy() - old[name].to_numpy(), 0.0)
        for name in (AGED, PRICE_CHANGE, DEMAND_CHANGE)
    }
    cheaper = np.maximum(old["clearing"].to_numpy() - new["clearing"].to_numpy(), 0.0)
    both = np.minimum(old["excess"].to_numpy(), new["excess"].to_numpy())
    for_price = np.nan_to_num(cheaper) * both
    for_price = np.minimum(for_price, rises[DEMAND_CHANGE])
    rises[PRICE_CHANGE] = rises[PRICE_CHANGE] + for_price
    rises[DEMAND_CHANGE] = rises[DEMAND_CHANGE] - for_price
    total = sum(rises.values(), np.zeros(len(units)))
    grown = units * np.maximum(change, 0.0)
    share = np.divide(grown, total, out=np.zeros_like(grown), where=total > 0)
    return {name: rise * share for name, rise in rises.items()} | {
        RECOVERED: units * np.minimum(change, 0.0)
    }


def _unit_loss(state: pd.DataFrame) -> _Floats:
    """Return the loss of an item's mean unit, the same sum that its causes add up to."""
    units, loss = state["units"].to_numpy(), state["write_down"].to_numpy()
    return np.asarray(np.divide(loss, units, out=np.zeros_like(loss), where=units > 0))


def _to_the_cent(parts: _Floats, change: _Floats, currency: str) -> _Floats:
    """Round effects (E, N) so that they add up to each item's change; what is left is unknown."""
    steps = np.diff(round_money(np.cumsum(parts, axis=0), currency), axis=0, prepend=0.0)
    rounded = round_money(steps, currency)
    rest = round_money(change - rounded.sum(axis=0), currency)
    return np.vstack([rounded, rest])
