"""The allowance of every lot rolled forward from the ledger of the run before.

First the share of units gone is used; then what is left is compared with what the units still
held need; a shortage is charged, a surplus goes back where the framework lets it. Each lot stands
for itself: one lot's recovery never pays for another's loss.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.accounting.impaired import ImpairedStock
from core.accounting.last_run import LOT_KEY, UNASSIGNED, LastRun, share_scrapped
from core.accounting.remeasurement import REVERSING
from core.money import round_money
from core.policy import Framework

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class RolledLots:
    """Every lot's allowance in this period, and the sums that are posted; money.

    Attributes:
        rows: a lot a row: LOT_KEY, description, category, units, cost_value, opening, charged,
            charged_off (the part of it on goods to be scrapped), used_on_sale, used_on_scrap,
            reversed, blocked, earlier_years, spare_cost (cost of its goods that lose nothing),
            and what led to them: units_before, frozen_before, scrapped_share, required, off_share,
            never_back, could_go_back. Charged is NaN where nobody can judge the lot.
        same_year: the last run lies in the fiscal year of this one.
        withheld: allowance of no lot that may belong to goods nobody could judge.
        currency: ISO 4217 code.
    """

    rows: pd.DataFrame
    withheld: float
    same_year: bool
    currency: str

    def total(self, name: str) -> float:
        """Return the sum of a column over all lots."""
        return round_money(float(self.rows[name].sum()), self.currency)

    @property
    def kept(self) -> tuple[float, float]:
        """Cost of goods that lose nothing in lots with too much allowance, and how much too much.

        It leaves when these goods are sold.
        """
        stays = (self.rows["blocked"] > 0) & (self.rows["sku"] != UNASSIGNED)
        cost, allowance = (
            round_money(float(self.rows.loc[stays, name].sum()), self.currency)
            for name in ("spare_cost", "blocked")
        )
        return cost, allowance

    @property
    def loose(self) -> float:
        """Allowance that stays although it belongs to no lot: no goods use it."""
        unassigned = self.rows["sku"] == UNASSIGNED
        return round_money(float(self.rows.loc[unassigned, "blocked"].sum()), self.currency)


def lots_of(segments: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Sum segments by row of the stock list.

    Returns:
        LOT_KEY, description, category, units, cost_value, required (NaN where nothing is known),
        required_off (the part on goods to be scrapped), losing_cost (cost of goods that lose).
    """
    if segments.empty:
        return pd.DataFrame(
            {name: [] for name in (*LOT_KEY, "description", "category", "units", "cost_value")}
        ).assign(required=0.0, required_off=0.0, losing_cost=0.0)
    keys = [name for name in LOT_KEY if name in segments]
    codes = segments.groupby(keys, sort=False, dropna=False).ngroup().to_numpy()
    count = int(codes.max()) + 1
    first = np.full(count, -1)
    first[codes[::-1]] = np.arange(len(codes))[::-1]

    def total(amounts: Vector) -> Vector:
        """Sum amounts by lot; NaN where none of its segments has a value."""
        known = ~np.isnan(amounts)
        sums = np.bincount(codes, weights=np.nan_to_num(amounts), minlength=count).astype(float)
        has_any = np.bincount(codes, weights=known, minlength=count) > 0
        return np.where(has_any, round_money(sums, currency), np.nan)

    told = [*LOT_KEY, "description", "category"]
    rows = segments.reindex(columns=told).iloc[first].reset_index(drop=True)
    cost, required = (
        segments[name].to_numpy(dtype=np.float64) for name in ("cost_value", "required")
    )
    is_off = segments["kind"].to_numpy() == "write_off"
    return rows.assign(
        units=np.bincount(codes, weights=segments["units"].fillna(0.0), minlength=count),
        cost_value=total(cost),
        required=total(required),
        required_off=total(np.where(is_off, np.nan_to_num(required), 0.0)),
        losing_cost=total(np.where(required > 0, np.nan_to_num(cost), 0.0)),
    )


def roll_from(
    stock: ImpairedStock,
    before: LastRun,
    *,
    framework: Framework,
    same_year: bool,
    currency: str,
) -> RolledLots:
    """Open every lot with what it closed at, use the share of units gone, and measure the rest.

    Args:
        stock: what is held now, by segments.
        before: ledger of the last run.
        framework: whether a surplus goes back: at once under IFRS and FRS 102 (IAS 2.33); under
            US GAAP only what this fiscal year charged (ASC 270-10-45-6, 330-10-35-14).
        same_year: the last run lies in the fiscal year of this one.
        currency: ISO 4217 code.
    """
    earlier = before.lots.rename(columns={"units": "units_before", "closing": "opening"})
    rows = lots_of(stock.segments, currency).merge(earlier, on=list(LOT_KEY), how="outer")
    is_unassigned = (rows["sku"] == UNASSIGNED).to_numpy()
    units, opening, held_before, frozen = (
        rows[name].fillna(0.0).to_numpy(dtype=np.float64)
        for name in ("units", "opening", "units_before", "earlier_years")
    )
    # A lot that is gone costs nothing any more; one whose cost nobody knows stays unknown.
    cost = rows["cost_value"].mask(rows["units"].isna(), 0.0).to_numpy(dtype=np.float64)
    kept_units = np.minimum(units, held_before)
    share = np.divide(kept_units, held_before, out=np.zeros(len(rows)), where=held_before > 0)
    # An allowance that belongs to no lot has no units that could leave, and no cost to cap it.
    share[is_unassigned] = 1.0
    cap = np.where(is_unassigned | np.isnan(cost), np.inf, cost)
    left = np.minimum(round_money(opening * share, currency), cap)
    used = round_money(opening - left, currency)
    gone = pd.Series(held_before - kept_units, index=rows.index)
    scrapped = share_scrapped(rows["sku"], gone, before.scrapped)
    on_scrap = round_money(scrapped * used, currency)
    # Of lots that nobody can judge nothing is charged or taken back: it is not known.
    required = np.where(units > 0, rows["required"].to_numpy(dtype=np.float64), 0.0)
    charged = round_money(np.maximum(required - left, 0.0), currency)
    over = np.nan_to_num(np.maximum(left - required, 0.0))
    if framework in REVERSING:
        never_back = np.zeros(len(rows))
    elif same_year:
        never_back = np.minimum(round_money(frozen * share, currency), left)
    else:
        never_back = left
    could_go_back = np.minimum(over, left - never_back)
    back = could_go_back.copy()
    withheld = 0.0
    if framework in REVERSING and is_unassigned.any():
        loose = float(back[is_unassigned].sum())
        withheld = round_money(stock.release_withheld(loose), currency)
        back[is_unassigned] = loose - withheld
    closing = left + np.nan_to_num(charged) - back
    known = {"units": units, "opening": opening, "cost_value": cost}
    off = np.divide(
        rows["required_off"].to_numpy(dtype=np.float64),
        required,
        out=np.zeros(len(rows)),
        where=np.nan_to_num(required) > 0,
    )
    table = rows.drop(columns=["required_off", "losing_cost"]).assign(
        **known,
        frozen_before=frozen,
        scrapped_share=scrapped,
        required=required,
        off_share=off,
        never_back=never_back,
        could_go_back=could_go_back,
        charged=charged,
        charged_off=round_money(np.nan_to_num(charged) * off, currency),
        used_on_sale=round_money(used - on_scrap, currency),
        used_on_scrap=on_scrap,
        reversed=round_money(back, currency),
        blocked=round_money(over - back, currency),
        earlier_years=round_money(np.minimum(never_back, closing), currency),
        spare_cost=round_money(cost - rows["losing_cost"].fillna(0.0), currency),
    )
    return RolledLots(table, withheld, same_year, currency)
