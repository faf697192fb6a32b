"""One unit, one reason: the stock is partitioned, and no unit is counted twice.

Reasons claim units in the order of `core.policy.REASONS`; a reason the policy leaves out passes
its units on to the next. The loss of a unit is the largest among all measures that apply to it,
not their sum: an aged unit that also sells below cost loses once. A unit without a price is
unknown, unless it cannot be sold at any price.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.money import minor_digits, round_money
from core.ordering import sort_order
from core.policy import REASONS, Policy

HEALTHY = "healthy"
UNKNOWN = "unknown"

WRITE_DOWN = "write_down"
WRITE_OFF = "write_off"

#: What segments are cut from a piece, and the column of `pieces` that holds its units.
_PARTS = ("excess", "expiring", "rest")


def partition(
    pieces: pd.DataFrame, values: pd.DataFrame, policy: Policy, *, currency: str
) -> pd.DataFrame:
    """Cut pieces into segments with one reason each, and measure what each loses.

    Args:
        pieces: `core.exposure.pieces.make_pieces` after `core.exposure.excess.split_by_demand`.
        values: one row an item: usual_nrv, clearance_nrv (money a unit, NaN unknown),
            selling_cost_rate (fraction of price).
        policy: which reasons count, clearance discount, recovery of damaged stock.
        currency: ISO 4217 code; write-downs are rounded once a segment.

    Returns:
        One row a segment, by stock row and then by reason: the columns of `pieces` with units now
        the segment's own, and added: part, reason, usual_nrv, clearance_nrv, nrv_unit (the lowest
        that counts), nrv_value, cost_value, write_down (NaN when unknown), kind, turn (order in
        which cost is given out within a stock row), lowest (value of a unit under the
        measures that count, infinite: none does), is_excess and will_expire (bool: what demand does
        not reach within the horizon, before it expires). Units add up to the pieces'.
    """
    cut = _cut(pieces)
    item = cut["item"].to_numpy()
    agreed = cut["contract_price"].fillna(cut["plan_price"]).to_numpy()
    agreed = agreed * (1 - values["selling_cost_rate"].to_numpy()[item])
    usual = np.where(
        np.isnan(agreed), values["usual_nrv"].to_numpy()[item], np.maximum(agreed, 0.0)
    )
    cut = cut.assign(usual_nrv=usual, clearance_nrv=values["clearance_nrv"].to_numpy()[item])
    if policy.plan_valuation == "blended":
        cut = _blended(cut)
    usual = cut["usual_nrv"].to_numpy()
    applies, measure = _measures(cut, policy)
    lowest, certain = _lowest(applies, measure)
    cost = cut["unit_cost"].to_numpy()
    unknown = np.isnan(cost) | (np.isnan(usual) & ~certain)
    code = np.select(
        [unknown, *(applies[name] for name in REASONS)], [len(REASONS) + 1, *range(len(REASONS))],
        len(REASONS),
    )  # fmt: skip
    nrv = np.where(np.isfinite(lowest), lowest, usual)
    nrv = np.where(unknown & np.isnan(usual), np.nan, nrv)
    units = cut["units"].to_numpy()
    cost_value = _cost_of_parts(cut["row"], units * cost, currency)
    loss = np.maximum(cost - np.minimum(lowest, cost), 0.0)
    write_down = rounded_loss(units * np.where(unknown, np.nan, loss), cost_value, currency)
    # What brings nothing loses the cost that is shown, to the cent.
    write_down = np.where((loss == cost) & ~unknown, cost_value, write_down)
    damaged = code == REASONS.index("damaged")
    unsaleable = (code == REASONS.index("expired")) | (damaged & (policy.damaged_recovery == 0))
    kind = np.select([~(write_down > 0), unsaleable & (nrv == 0)], [0, 1], 2)
    rank = np.minimum(code, len(REASONS))
    order = sort_order(
        cut["row"].to_numpy() * (len(REASONS) + 1) + rank, [-cut["age_days"], cut["part"]]
    )
    # Texts come last: putting a million of them in order takes longer than writing them so.
    return (
        cut.assign(
            turn=np.arange(len(cut)),
            lowest=lowest,
            is_excess=cut["part"] == _PARTS.index("excess"),
            will_expire=_will_expire(cut),
            nrv_unit=nrv,
            nrv_value=np.where(unknown, np.nan, units * nrv),
            cost_value=cost_value,
            write_down=write_down,
        )
        .iloc[order]
        .reset_index(drop=True)
        .assign(
            reason=pd.array([*REASONS, HEALTHY, UNKNOWN], dtype="str").take(code[order]),
            kind=pd.array(["", WRITE_OFF, WRITE_DOWN], dtype="str").take(kind[order]),
        )
    )


def _blended(cut: pd.DataFrame) -> pd.DataFrame:
    """Give all units of a planned item that will be sold their average value."""
    sold = cut["is_planned"].to_numpy() & (cut["part"] != _PARTS.index("expiring")).to_numpy()
    if not sold.any():
        return cut
    excess = (cut["part"] == _PARTS.index("excess")).to_numpy()
    value = np.where(excess, cut["clearance_nrv"], cut["usual_nrv"]) * cut["units"]
    chosen = pd.DataFrame({"item": cut["item"], "value": value, "units": cut["units"]})[sold]
    sums = chosen.groupby("item").sum()
    average = (sums["value"] / sums["units"]).reindex(cut["item"]).to_numpy()
    return cut.assign(
        usual_nrv=np.where(sold, average, cut["usual_nrv"]),
        clearance_nrv=np.where(sold, average, cut["clearance_nrv"]),
    )


def _cost_of_parts(row: pd.Series, cost: NDArray[np.float64], currency: str) -> NDArray[np.float64]:
    """Round the cost of a stock row's parts so that they add up to the row's rounded cost.

    Running sums are rounded and taken apart again: the cents that single parts would gain or
    lose cancel out within the row.
    """
    running = round_money(pd.Series(cost).groupby(row.to_numpy()).cumsum(), currency)
    before = running.groupby(row.to_numpy()).shift(fill_value=0.0)
    return np.asarray(round_money(running - before, currency), dtype=np.float64)


def rounded_loss(
    loss: NDArray[np.float64], cost_value: NDArray[np.float64], currency: str
) -> NDArray[np.float64]:
    """Round losses to the minor unit, never above cost; NaN stays NaN."""
    rounded = round_money(loss, currency)
    minor_unit = 10.0 ** -minor_digits(currency)
    over = rounded > cost_value + minor_unit * 1e-6
    return np.where(over, round_money(rounded - minor_unit, currency), rounded)


def _cut(pieces: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each part of a piece that holds units."""
    excess = pieces["excess_units"].to_numpy()
    expiring = pieces["expiring_units"].to_numpy()
    rest = np.maximum(pieces["units"].to_numpy() - excess - expiring, 0.0)
    units = np.concatenate([excess, expiring, rest])
    part = np.repeat(np.arange(len(_PARTS)), len(pieces))
    piece = np.tile(np.arange(len(pieces)), len(_PARTS))
    kept = np.flatnonzero(units > 0)
    kept = kept[np.lexsort((part[kept], piece[kept]))]
    cut = pieces.iloc[piece[kept]].reset_index(drop=True)
    return cut.assign(units=units[kept], part=part[kept])


def _measures(
    cut: pd.DataFrame, policy: Policy
) -> tuple[dict[str, NDArray[np.bool_]], dict[str, NDArray[np.float64]]]:
    """Return which counted measures apply to each segment, and the value a unit has under each."""
    usual, clearance = cut["usual_nrv"].to_numpy(), cut["clearance_nrv"].to_numpy()
    cost, share = cut["unit_cost"].to_numpy(), cut["reserved_share"].to_numpy()
    part = cut["part"].to_numpy()
    is_excess = part == _PARTS.index("excess")
    nothing = np.zeros(len(cut))
    recovery = policy.damaged_recovery
    measures: dict[str, tuple[NDArray[np.bool_], NDArray[np.float64]]] = {
        "expired": (cut["is_expired"].to_numpy(), nothing),
        "damaged": (cut["is_damaged"].to_numpy(), usual * recovery if recovery else nothing),
        "discontinued": (cut["is_discontinued"].to_numpy(), clearance),
        "excess": (is_excess, clearance),
        "expiring": (_will_expire(cut), nothing),
        "below cost": (usual < cost, usual),
        "slow": (share > 0, (1 - share) * cost),
    }
    applies = {name: where & (name in policy.reasons) for name, (where, _) in measures.items()}
    return applies, {name: value for name, (_, value) in measures.items()}


def other_reasons(segments: pd.DataFrame, policy: Policy) -> list[str | None]:
    """Say which counted reasons hold beside each segment's own, and what a unit loses by each.

    Args:
        segments: rows of `partition`.
        policy: as they were measured with.

    Returns:
        One text a segment, in the order in which reasons claim units; None where no other holds.
    """
    applies, measure = _measures(segments, policy)
    own = segments["reason"].to_numpy(dtype=object)
    cost = segments["unit_cost"].to_numpy()
    told: list[list[str]] = [[] for _ in range(len(segments))]
    for name in REASONS:
        rows = np.flatnonzero(applies[name] & (own != name))
        losses = np.clip(cost[rows] - measure[name][rows], 0.0, cost[rows])
        for row, loss in zip(rows.tolist(), losses.tolist(), strict=True):
            told[row].append(name if np.isnan(loss) else f"{name} ({loss:,.2f} a unit)")
    return [", ".join(names) or None for names in told]


def _will_expire(cut: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether demand does not reach a segment before it expires."""
    part = cut["part"].to_numpy()
    is_excess = part == _PARTS.index("excess")
    return np.asarray(
        (part == _PARTS.index("expiring")) | (is_excess & cut["expires"].to_numpy()), dtype=np.bool_
    )


def _lowest(
    applies: dict[str, NDArray[np.bool_]], measure: dict[str, NDArray[np.float64]]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the lowest unit value that counts (infinite: none), and whether it is certainly 0."""
    lowest = np.full(len(applies["expired"]), np.inf)
    certain = np.zeros(len(lowest), dtype=bool)
    for name, where in applies.items():
        value = measure[name]
        lowest = np.where(where, np.fmin(lowest, value), lowest)
        if name in ("expired", "damaged", "expiring"):
            certain |= where & (value == 0)
    return lowest, certain
