"""The allowance of every lot: opening, charged, used, taken back or kept, closing.

The ledger follows the rows of the stock list (sku, location, lot), so that it ties to the list
line by line and to the general ledger in total. With the ledger of the run before, each lot opens
with what it closed at; without one, the allowance on the books is first given to the lots that
need it, in proportion to their need, and what is left stands on a row of its own.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.accounting.allocation import allocate
from core.accounting.impact import Impact
from core.accounting.remeasurement import REVERSING
from core.money import round_money

LOT_KEY = ("sku", "location", "lot")
_AMOUNTS = (
    "cost_value", "opening", "charged", "used_on_sale", "used_on_scrap", "reversed", "blocked",
    "closing", "carrying_value",
)  # fmt: skip
LEDGER_COLUMNS = (*LOT_KEY, "description", "category", "units", *_AMOUNTS)

#: Stands in the column sku for allowance that no lot on hand needs.
UNASSIGNED = "(not assigned to a lot)"

_CENT_PARTS = 1e-6

Vector = npt.NDArray[np.float64]


class LedgerFileError(ValueError):
    """A file is no ledger of an earlier run; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class LedgerTies:
    """How the ledger of lots agrees with the rest of the books; amounts are money.

    Attributes:
        rows_tie: opening + charged - used - reversed = closing, on every row.
        cost_difference: cost of the ledger less the stock list's.
        opening_difference: its opening less the allowance the general ledger holds.
        closing_difference: its closing less the closing allowance of the entries.
    """

    rows_tie: bool
    cost_difference: float
    opening_difference: float
    closing_difference: float

    @property
    def tie(self) -> bool:
        """Whether everything agrees to the minor unit."""
        differences = (self.cost_difference, self.opening_difference, self.closing_difference)
        return self.rows_tie and not any(differences)


def lot_ledger(
    impact: Impact,
    *,
    before: pd.DataFrame | None = None,
    scrapped: pd.Series | None = None,
) -> pd.DataFrame:
    """Roll the allowance forward lot by lot for the period of an assessment.

    Args:
        impact: assessed from segments; its framework decides whether a surplus goes back.
        before: ledger of the run before (`LEDGER_COLUMNS`, as this function returns it). Units
            gone since use their share of the allowance.
        scrapped: units scrapped since, by sku; their share is used on scrap, the rest on sale.

    Returns:
        `LEDGER_COLUMNS`, the largest closing allowance first; lots of which nobody knows what
        they bring have unknown charged and closing amounts.
    """
    lots = _lots(impact.stock.segments, impact.currency)
    if before is None:
        rows = _opened_by_need(lots, impact)
    else:
        rows = _opened_by_file(lots, before, scrapped, impact.framework, impact.currency)
    closing = rows["opening"] + rows["charged"] - rows["used_on_sale"] - rows["used_on_scrap"]
    closing = round_money((closing - rows["reversed"]).astype("float64"), impact.currency)
    rows = rows.assign(
        closing=closing,
        carrying_value=round_money(rows["cost_value"] - closing, impact.currency),
    )
    order = ["closing", "cost_value", *LOT_KEY]
    ascending = [False, False, True, True, True]
    return rows[list(LEDGER_COLUMNS)].sort_values(order, ascending=ascending, ignore_index=True)


def ledger_ties(ledger: pd.DataFrame, impact: Impact) -> LedgerTies:
    """Compare a ledger of lots with the stock list and the general ledger."""
    currency = impact.currency
    rolled = (
        ledger["opening"]
        + ledger["charged"]
        - ledger["used_on_sale"]
        - ledger["used_on_scrap"]
        - ledger["reversed"]
    )
    known = ledger["closing"].notna()
    off = (rolled - ledger["closing"])[known].abs()
    moved = impact.charge - impact.release if impact.stock.is_judged else 0.0
    # What lots without a known value opened with is still on the books.
    closing = ledger["closing"].fillna(ledger["opening"]).sum()

    def difference(amount: float, other: float) -> float:
        return round_money(float(amount) - other, currency)

    return LedgerTies(
        rows_tie=bool((off < _CENT_PARTS).all()),
        cost_difference=difference(ledger["cost_value"].sum(), impact.inventory_cost),
        opening_difference=difference(ledger["opening"].sum(), impact.opening_allowance),
        closing_difference=difference(closing, impact.opening_allowance + moved),
    )


def read_ledger(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the ledger of an earlier run from the table of its file.

    Raises:
        LedgerFileError: columns are missing or hold no amounts, or a lot is named twice.
    """
    needed = [*LOT_KEY, "units", "cost_value", "closing"]
    missing = [name for name in needed if name not in frame.columns]
    if missing:
        raise LedgerFileError(
            f"the file has no column {', '.join(missing)}; bring the ledger that this page wrote"
        )
    text = {name: frame[name].astype("str").where(frame[name].notna(), None) for name in LOT_KEY}
    amounts = {}
    for name in needed[len(LOT_KEY) :]:
        amounts[name] = pd.to_numeric(frame[name], errors="coerce")
        wrong = amounts[name].isna() & frame[name].notna()
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0]) + 2
            raise LedgerFileError(f"row {row}, column {name}: {frame[name][wrong].iloc[0]!r}")
    ledger = pd.DataFrame({**text, **amounts})
    if ledger.duplicated(list(LOT_KEY)).any():
        twice = ledger.loc[ledger.duplicated(list(LOT_KEY)), "sku"].iloc[0]
        raise LedgerFileError(f"the lot of {twice} is named twice")
    return ledger


def _lots(segments: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Sum segments by row of the stock list; `required` is NaN where nothing is known of it."""
    if segments.empty:
        return pd.DataFrame(
            {name: [] for name in (*LOT_KEY, "description", "category", "units", "cost_value")}
        ).assign(required=0.0)
    keys = [name for name in LOT_KEY if name in segments]
    codes = segments.groupby(keys, sort=False, dropna=False).ngroup().to_numpy()
    count = int(codes.max()) + 1
    first = np.full(count, -1)
    first[codes[::-1]] = np.arange(len(codes))[::-1]

    def total(name: str) -> Vector:
        """Sum a column by lot; NaN where none of its segments has a value."""
        amounts = segments[name].to_numpy(dtype=np.float64)
        known = ~np.isnan(amounts)
        sums = np.bincount(codes, weights=np.nan_to_num(amounts), minlength=count).astype(float)
        has_any = np.bincount(codes, weights=known, minlength=count) > 0
        return np.where(has_any, round_money(sums, currency), np.nan)

    told = [*LOT_KEY, "description", "category"]
    rows = segments.reindex(columns=told).iloc[first].reset_index(drop=True)
    return rows.assign(
        units=np.bincount(codes, weights=segments["units"].fillna(0.0), minlength=count),
        cost_value=total("cost_value"),
        required=total("required"),
    )


def _opened_by_need(lots: pd.DataFrame, impact: Impact) -> pd.DataFrame:
    """Give the allowance on the books to the lots that need it, and keep the rest apart."""
    needed = lots["required"].fillna(0.0).to_numpy(dtype=np.float64)
    total = round_money(float(needed.sum()), impact.currency)
    given = min(impact.opening_allowance, total)
    opening = allocate(given, needed, currency=impact.currency)
    rows = lots.assign(
        opening=opening,
        charged=round_money(lots["required"] - opening, impact.currency),
        used_on_sale=0.0,
        used_on_scrap=0.0,
        reversed=0.0,
        blocked=0.0,
    )
    rest = round_money(impact.opening_allowance - given, impact.currency)
    if rest == 0:
        return rows
    release = impact.release if impact.stock.is_judged else 0.0
    left = {
        "sku": UNASSIGNED,
        "units": 0.0,
        "cost_value": 0.0,
        "opening": rest,
        "charged": 0.0,
        "used_on_sale": 0.0,
        "used_on_scrap": 0.0,
        "reversed": release,
        "blocked": rest - release,
    }
    return pd.concat([rows, pd.DataFrame([left])], ignore_index=True)


def _opened_by_file(
    lots: pd.DataFrame,
    before: pd.DataFrame,
    scrapped: pd.Series | None,
    framework: str,
    currency: str,
) -> pd.DataFrame:
    """Open every lot with what it closed at, and use the share of the units that are gone."""
    earlier = before[[*LOT_KEY, "units", "closing"]].rename(
        columns={"units": "units_before", "closing": "opening"}
    )
    rows: pd.DataFrame = lots.merge(earlier, on=list(LOT_KEY), how="outer")
    number = {name: rows[name].fillna(0.0) for name in ("units", "opening")}
    # A lot that is gone costs nothing any more; one whose cost nobody knows stays unknown.
    number["cost_value"] = rows["cost_value"].mask(rows["units"].isna(), 0.0)
    held_before = rows["units_before"].fillna(0.0)
    kept_units = np.minimum(number["units"], held_before)
    kept = np.divide(
        kept_units, held_before, out=np.zeros(len(rows)), where=(held_before > 0).to_numpy()
    )
    # An allowance that belongs to no lot has no units that could leave.
    kept = np.where(rows["sku"] == UNASSIGNED, 1.0, kept)
    opening = number["opening"]
    left = round_money(opening * kept, currency)
    used = round_money(opening - left, currency)
    on_scrap = _share_scrapped(rows["sku"], held_before - kept_units, scrapped) * used
    on_scrap = round_money(on_scrap, currency)
    is_gone = ~(number["units"] > 0)
    required = rows["required"].mask(is_gone, 0.0)
    over = (left - required).clip(lower=0)
    back = over if framework in REVERSING else over * 0.0
    # Of lots that nobody can judge nothing is charged or taken back: it is not known.
    return rows.assign(
        **number,
        charged=round_money((required - left).clip(lower=0), currency),
        used_on_sale=round_money(used - on_scrap, currency),
        used_on_scrap=on_scrap,
        reversed=round_money(back.fillna(0.0), currency),
        blocked=round_money((over - back).fillna(0.0), currency),
    )


def _share_scrapped(sku: pd.Series, gone: pd.Series, scrapped: pd.Series | None) -> pd.Series:
    """Return the share of the units gone that were scrapped, the same for all lots of an item."""
    if scrapped is None:
        return pd.Series(0.0, index=sku.index)
    all_gone = gone.groupby(sku).transform("sum")
    units = pd.Series(sku.map(scrapped), index=sku.index).fillna(0.0)
    share = np.divide(units, all_gone, out=np.zeros(len(sku)), where=(all_gone > 0).to_numpy())
    return pd.Series(share, index=sku.index).clip(0.0, 1.0)
