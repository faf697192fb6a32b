"""The sheet Lots: the allowance of every lot, from what the last run closed with to now.

It is there where a ledger of the last run was brought; the amounts to book are then its sums.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.accounting.last_run import LOT_KEY, UNASSIGNED
from core.analysis import Analysis
from core.report.workbook.pen import UNKNOWN, Column, Pen
from core.report.workbook.stock_sheets import FIRST, Parts, texts

_NO_CAP = "1E+99"
_REVERSING = 'Framework<>"US GAAP"'


@dataclass(frozen=True, slots=True)
class LotCells:
    """Where the columns of the sheet Lots stand: formulas of their sums."""

    last_row: int
    loose_row: int | None

    def total(self, letter: str) -> str:
        """Return the sum of a column."""
        return f"SUM(Lots!${letter}${FIRST}:${letter}${self.last_row})"

    @property
    def loose(self) -> str:
        """What could go back of allowance that belongs to no lot."""
        return "0" if self.loose_row is None else f"Lots!Q{self.loose_row}"

    @property
    def kept_on_lots(self) -> str:
        """The surplus that stays on lots."""
        loose = "0" if self.loose_row is None else f"Lots!S{self.loose_row}"
        return f"({self.total('S')}-{loose})"


def write_lots(pen: Pen, parts: Parts, analysis: Analysis) -> LotCells | None:
    """Write the lots rolled forward; None where there is no ledger of the last run."""
    rolled = analysis.impact.rolled
    if rolled is None:
        return None
    rows = rolled.rows
    # The share of units kept, as the ledger has it: what is left is rounded and capped once.
    is_loose = (rows["sku"] == UNASSIGNED).to_numpy()
    ranges = _test_ranges(parts, rows)
    at_item = analysis.policy.unit_of_account == "item"
    left = rows["opening"] - rows["used_on_sale"] - rows["used_on_scrap"]
    frozen = rows["frozen_before"]
    never = rows["never_back"]

    def of_test(letter: str, at: int) -> str:
        places = ranges[at - FIRST]
        cells = ",".join(f"Test!{letter}{first}:{letter}{last}" for first, last in places)
        return f'IF(COUNT({cells})=0,"{UNKNOWN}",SUM({cells}))' if cells else "0"

    def cap(at: int) -> str:
        return _NO_CAP if is_loose[at - FIRST] else f"IF(ISNUMBER(F{at}),F{at},{_NO_CAP})"

    def share(at: int) -> str:
        return "1" if is_loose[at - FIRST] else f"IF(D{at}>0,MIN(E{at},D{at})/D{at},0)"

    def not_back(at: int) -> str:
        kept = f"L{at}"
        if rolled.same_year:
            kept = f"MIN({pen.half_even(f'H{at}*{share(at)}')},L{at})"
        return f"IF({_REVERSING},0,{kept})"

    def back(at: int) -> str:
        if not is_loose[at - FIRST]:
            return f"Q{at}"
        # Where nothing could be judged all of it may belong to these goods.
        return f"IF(ISNUMBER(Release_withheld),Q{at}-Release_withheld,0)"

    over = "IF(ISNUMBER(J{0}),MAX(L{0}-J{0},0),0)"
    sheet = pen.sheet("Lots", "The allowance of every lot, from the ledger of the last run to now")
    columns = [
        Column("SKU", "text", list(rows["sku"]), width=18),
        Column("Location", "text", texts(rows["location"]), width=14),
        Column("Lot", "text", texts(rows["lot"]), width=10),
        Column("Units then", "units", list(rows["units_before"].fillna(0.0)), width=9),
        Column("Units now", "units", list(rows["units"]), width=9),
        Column("Cost now", "money", list(rows["cost_value"]),
               formula=lambda at: of_test("U", at)),
        Column("Closed at then", "entered_money", list(rows["opening"]), width=13),
        Column("Of earlier years then", "entered_money", list(frozen), width=13),
        Column("Share scrapped", "rate", list(rows["scrapped_share"]), width=9),
        Column("Required", "money", list(rows["required"]),
               formula=(lambda at: of_test("W", at)) if at_item else None),
        Column("Share lost for good", "rate", list(rows["off_share"]), width=9),
        Column("Left of it", "money", list(left),
               formula=lambda at: f"MIN({pen.half_even(f'G{at}*{share(at)}')},{cap(at)})"),
        Column("Used by scrap", "money", list(rows["used_on_scrap"]),
               formula=lambda at: pen.half_even(f"(G{at}-L{at})*I{at}")),
        Column("Used on sale", "money", list(rows["used_on_sale"]),
               formula=lambda at: f"ROUND(G{at}-L{at}-M{at},{pen.digits})"),
        Column("Charged", "money", list(rows["charged"]),
               formula=lambda at: f'IF(ISNUMBER(J{at}),MAX(J{at}-L{at},0),"{UNKNOWN}")'),
        Column("Never taken back", "money", list(never), formula=not_back),
        Column("Could go back", "money", list(rows["could_go_back"]),
               formula=lambda at: f"MIN({over.format(at)},L{at}-P{at})"),
        Column("Taken back", "money", list(rows["reversed"]), formula=back),
        Column("Kept", "money", list(rows["blocked"]),
               formula=lambda at: f"ROUND({over.format(at)}-R{at},{pen.digits})"),
        Column("Charged for good", "money", list(rows["charged_off"]),
               formula=lambda at: pen.half_even(f"N(O{at})*K{at}")),
        Column("Closing", "money",
               list((left + rows["charged"] - rows["reversed"]).astype("float64")),
               formula=lambda at: (
                   f'IF(ISNUMBER(O{at}),ROUND(L{at}+O{at}-R{at},{pen.digits}),"{UNKNOWN}")'
               )),
    ]  # fmt: skip
    pen.table(sheet, columns, frozen=1)
    loose = int(np.flatnonzero(is_loose)[0]) + FIRST if is_loose.any() else None
    return LotCells(max(len(rows), 1) + FIRST - 1, loose)


def _test_ranges(parts: Parts, rows: pd.DataFrame) -> list[list[tuple[int, int]]]:
    """Return, for each lot, the runs of rows of the sheet Test that are its own."""
    place = {key: number for number, key in enumerate(_keys(rows))}
    tested = [place[key] for key in _keys(parts.stock.iloc[parts.lines["row"].to_numpy()])]
    ranges: list[list[tuple[int, int]]] = [[] for _ in range(len(rows))]
    for at, lot in enumerate(tested, start=FIRST):
        runs = ranges[lot]
        if runs and runs[-1][1] == at - 1:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    return ranges


def _keys(frame: pd.DataFrame) -> list[tuple[str | None, ...]]:
    columns = [[None if pd.isna(key) else key for key in frame[name]] for name in LOT_KEY]
    return list(zip(*columns, strict=True))
