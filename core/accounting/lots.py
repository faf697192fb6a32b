"""The allowance of every lot: opening, charged, used, taken back or kept, closing.

The ledger follows the rows of the stock list (sku, location, lot), so that it ties to the list
line by line and to the general ledger in total. With the ledger of the run before, each lot opens
with what it closed at (`core.accounting.rolled`); without one, the allowance on the books is first
given to the lots that need it, in proportion to their need, and what is left stands on a row of
its own.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.accounting.allocation import allocate
from core.accounting.impact import Impact
from core.accounting.last_run import LOT_KEY, UNASSIGNED
from core.accounting.remeasurement import REVERSING
from core.accounting.rolled import lots_of
from core.money import round_money

_AMOUNTS = (
    "cost_value", "opening", "charged", "used_on_sale", "used_on_scrap", "reversed", "blocked",
    "closing", "earlier_years", "carrying_value",
)  # fmt: skip
LEDGER_COLUMNS = (*LOT_KEY, "description", "category", "units", *_AMOUNTS)

_CENT_PARTS = 1e-6


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


def lot_ledger(impact: Impact) -> pd.DataFrame:
    """Return the allowance of an assessment lot by lot.

    Args:
        impact: assessed from segments. With the ledger of the run before its figures are the
            sums of these lots; without it the allowance on the books is given to those that need
            it.

    Returns:
        `LEDGER_COLUMNS`, the largest closing allowance first; lots of which nobody knows what
        they bring have unknown charged and closing amounts.
    """
    rows = _opened_by_need(impact) if impact.rolled is None else impact.rolled.rows
    if impact.rolled is not None and not impact.stock.is_judged:
        # Where nothing held can be judged nothing is posted: every lot keeps what it opened with.
        unmoved = ("used_on_sale", "used_on_scrap", "reversed", "blocked")
        rows = rows.assign(charged=np.nan, **dict.fromkeys(unmoved, 0.0))
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
    # What lots without a known value opened with and have not used is still on the books.
    used = ledger["used_on_sale"] + ledger["used_on_scrap"]
    closing = ledger["closing"].fillna(ledger["opening"] - used).sum()

    def difference(amount: float, other: float) -> float:
        return round_money(float(amount) - other, currency)

    return LedgerTies(
        rows_tie=bool((off < _CENT_PARTS).all()),
        cost_difference=difference(ledger["cost_value"].sum(), impact.inventory_cost),
        opening_difference=difference(ledger["opening"].sum(), impact.opening_allowance),
        closing_difference=difference(closing, impact.closing_allowance),
    )


def _opened_by_need(impact: Impact) -> pd.DataFrame:
    """Give the allowance on the books to the lots that need it, and keep the rest apart."""
    lots = lots_of(impact.stock.segments, impact.currency)
    needed = lots["required"].fillna(0.0).to_numpy(dtype=np.float64)
    total = round_money(float(needed.sum()), impact.currency)
    given = min(impact.opening_allowance, total)
    opening = allocate(given, needed, currency=impact.currency)
    # Which year charged what is on the books nobody knows: all of it counts as an earlier one's.
    stays = 0.0 if impact.framework in REVERSING else 1.0
    rows = lots.assign(
        opening=opening,
        charged=round_money(lots["required"] - opening, impact.currency),
        used_on_sale=0.0,
        used_on_scrap=0.0,
        reversed=0.0,
        blocked=0.0,
        earlier_years=opening * stays,
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
        "earlier_years": (rest - release) * stays,
    }
    return pd.concat([rows, pd.DataFrame([left])], ignore_index=True)
