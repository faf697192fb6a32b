"""What the run before left: the ledger of its lots, with which this period opens."""

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.accounting.fiscal import fiscal_year_of
from core.money import round_money
from core.policy import Policy

#: What names a row of the stock list, and of the ledger.
LOT_KEY = ("sku", "location", "lot")

#: Stands in the column sku for allowance that no lot on hand needs.
UNASSIGNED = "(not assigned to a lot)"

#: Columns that a ledger of the last run must have.
NEEDED = (*LOT_KEY, "units", "cost_value", "closing")


class LedgerFileError(ValueError):
    """A file is no ledger of an earlier run; the message says what is wrong with it."""


@dataclass(frozen=True, eq=False)
class LastRun:
    """The ledger of the run before.

    Attributes:
        lots: LOT_KEY, units, closing, earlier_years (money): what each lot closed with, and the
            part of it that fiscal years before that of `as_of` charged.
        as_of: day of that run; None where its file does not say.
        scrapped: units scrapped since, by sku; their share is used on scrap, the rest on sale.
    """

    lots: pd.DataFrame
    as_of: dt.date | None = None
    scrapped: pd.Series | None = None

    @property
    def closing(self) -> float:
        """What all lots closed with, money."""
        return float(self.lots["closing"].sum())

    @cached_property
    def key(self) -> str:
        """A digest of the content: equal keys open with the same lots."""
        digest = hashlib.sha256(str(self.as_of).encode())
        digest.update(_hashed(self.lots, index=False))
        if self.scrapped is not None:
            digest.update(_hashed(self.scrapped.sort_index(), index=True))
        return digest.hexdigest()

    def in_year_of(self, day: dt.date, policy: Policy) -> bool:
        """Whether that run lies in the fiscal year of a day; False where nobody knows."""
        if self.as_of is None:
            return False
        return fiscal_year_of(self.as_of, policy) == fiscal_year_of(day, policy)


def _hashed(rows: pd.DataFrame | pd.Series, *, index: bool) -> bytes:
    return pd.util.hash_pandas_object(rows, index=index).to_numpy().tobytes()


def without_scrapped(before: LastRun, units: pd.Series, *, currency: str) -> LastRun:
    """Return the ledger as it stands after goods of it were scrapped and their entry posted.

    Args:
        before: ledger of the last run.
        units: scrapped, by sku; they leave the lots of an item in proportion to what these hold.
        currency: ISO 4217 code.
    """
    lots = before.lots
    held = lots["units"].groupby(lots["sku"]).transform("sum")
    gone = lots["sku"].map(units).fillna(0.0).clip(upper=held)
    kept = 1.0 - np.divide(gone, held, out=np.zeros(len(lots)), where=(held > 0).to_numpy())
    kept = np.where(lots["sku"] == UNASSIGNED, 1.0, kept)
    return replace(
        before,
        lots=lots.assign(
            units=lots["units"] * kept,
            closing=round_money(lots["closing"] * kept, currency),
            earlier_years=round_money(lots["earlier_years"] * kept, currency),
        ),
    )


def with_scrapped(before: LastRun, units: pd.Series) -> LastRun:
    """Return the ledger with units scrapped since whose entry is still to be posted, by sku."""
    return replace(before, scrapped=units if len(units) else None)


def read_ledger(frame: pd.DataFrame) -> LastRun:
    """Return the ledger of an earlier run from the table of its file.

    Lots that nobody could judge have no closing amount: they still hold what they opened with
    and have not used. A file that does not say which part earlier fiscal years charged is taken
    to hold only such.

    Raises:
        LedgerFileError: columns are missing or hold no amounts, or a lot is named twice.
    """
    missing = [name for name in NEEDED if name not in frame.columns]
    if missing:
        raise LedgerFileError(
            f"the file has no column {', '.join(missing)}; bring the ledger that this page wrote"
        )
    text = {name: frame[name].astype("str").where(frame[name].notna(), None) for name in LOT_KEY}
    ledger = pd.DataFrame(text).assign(
        **{name: _amounts(frame, name) for name in ("units", "cost_value", "closing")}
    )
    if ledger.duplicated(list(LOT_KEY)).any():
        twice = ledger.loc[ledger.duplicated(list(LOT_KEY)), "sku"].iloc[0]
        raise LedgerFileError(f"the lot of {twice} is named twice")
    # Subtracted amounts carry noise of binary fractions; a ledger has no more than three decimals.
    held = _optional(frame, "opening") - _optional(frame, "used_on_sale")
    held = (held - _optional(frame, "used_on_scrap")).round(3)
    closing = ledger["closing"].fillna(held)
    earlier = closing if "earlier_years" not in frame else _amounts(frame, "earlier_years")
    return LastRun(
        ledger.drop(columns="cost_value").assign(
            units=ledger["units"].fillna(0.0),
            closing=closing,
            earlier_years=np.minimum(earlier.fillna(closing), closing),
        ),
        as_of=_day(frame),
    )


def _amounts(frame: pd.DataFrame, name: str) -> pd.Series:
    amounts = pd.to_numeric(frame[name], errors="coerce")
    wrong = amounts.isna() & frame[name].notna()
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0]) + 2
        raise LedgerFileError(f"row {row}, column {name}: {frame[name][wrong].iloc[0]!r}")
    return amounts.astype("float64")


def _optional(frame: pd.DataFrame, name: str) -> pd.Series:
    if name not in frame:
        return pd.Series(0.0, index=frame.index)
    return _amounts(frame, name).fillna(0.0)


def _day(frame: pd.DataFrame) -> dt.date | None:
    days = frame["as_of"].dropna() if "as_of" in frame else frame["closing"].iloc[:0]
    if days.empty:
        return None
    day = pd.to_datetime(days.iloc[0], errors="coerce")
    return None if pd.isna(day) else day.date()


def share_scrapped(
    sku: pd.Series, gone: pd.Series, scrapped: pd.Series | None
) -> npt.NDArray[np.float64]:
    """Return the share of the units gone that were scrapped, the same for all lots of an item."""
    if scrapped is None:
        return np.zeros(len(sku))
    all_gone = gone.groupby(sku).transform("sum")
    units = pd.Series(sku.map(scrapped), index=sku.index).fillna(0.0)
    share = np.divide(units, all_gone, out=np.zeros(len(sku)), where=(all_gone > 0).to_numpy())
    clipped: npt.NDArray[np.float64] = np.clip(share, 0.0, 1.0)
    return clipped
