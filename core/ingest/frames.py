"""Mapped columns cleaned into one frame, with what could not be read reported by column."""

import datetime as dt
from collections import Counter

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.ingest.amounts import ISO_CURRENCIES, decimal_votes
from core.ingest.body import Body
from core.ingest.cells import Cleaned, Locale, clean, looks_like_hours
from core.ingest.checks import Findings
from core.ingest.dates import DayOrder, order_votes
from core.ingest.headers import header_roles
from core.ingest.layout import Layout
from core.ingest.match import SheetMatch
from core.ingest.packed import Cells
from core.schema import TABLES, Kind

_SHOWN_LENGTH = 40
_VOTING_CELLS = 500
_HOURS_A_DAY = 24
_SURE_ROLE = 0.8
#: A snapshot column names one day, perhaps taken over midnight or a weekend.
_MOST_SNAPSHOT_DAYS = 3


def kind_of(canonical: str, table: str | None) -> Kind:
    """Return the kind of a canonical column as `table`, or else any other table, declares it."""
    for name in (table, "items", "stock", *TABLES):
        if name is None:
            continue
        for column in TABLES[name].columns:
            if column.name == canonical:
                return column.kind
    return "text"


def sheet_locale(body: Body, match: SheetMatch, day_order: DayOrder | None = None) -> Locale:
    """Find how the sheet writes numbers and days, from all its columns together.

    Args:
        body: the data rows.
        match: what each column is.
        day_order: what the user said; None to find it.
    """
    votes: Counter[str] = Counter()
    for column, found in zip(body.columns, match.columns, strict=True):
        if found.canonical is None:
            continue
        kind = kind_of(found.canonical, match.table)
        texts = column.said().slice(0, _VOTING_CELLS)
        if kind in ("units", "money", "fraction", "days"):
            votes.update(decimal_votes(texts))
        elif kind == "date":
            votes.update(order_votes(texts))
    decimal = "," if votes[","] > votes["."] else "."
    usual: DayOrder = "dmy" if decimal == "," else "mdy"
    if day_order is None and votes["dmy"] != votes["mdy"]:
        day_order = "dmy" if votes["dmy"] > votes["mdy"] else "mdy"
    return Locale(decimal, day_order or usual, day_order is not None)


def clean_frame(
    body: Body, layout: Layout, match: SheetMatch, locale: Locale, findings: Findings
) -> tuple[pd.DataFrame, str]:
    """Clean every mapped column; join the ones that share a name.

    Returns:
        A frame with canonical columns, indexed by row number of the sheet, and the ISO code that
        cells carry or a currency column names ("" for none).
    """
    values: dict[str, Cells] = {}
    currencies: dict[str, int] = {}
    for index, found in enumerate(match.columns):
        if found.canonical is None:
            continue
        kind = kind_of(found.canonical, match.table)
        cleaned = clean(body.columns[index], kind, locale)
        _report(cleaned, body, index, layout.names[index], kind, locale.order, findings)
        if cleaned.currency:
            currencies[cleaned.currency] = currencies.get(cleaned.currency, 0) + 1
        new = cleaned.cells
        if found.canonical == "lead_time_days":
            new = _in_days(np.asarray(new, dtype=np.float64), layout.names[index], findings)
        if found.canonical not in values:
            values[found.canonical] = new
        elif kind == "text":
            values[found.canonical] = _joined(values[found.canonical], new)
    currency = max(currencies, key=lambda code: currencies[code]) if currencies else ""
    frame = pd.DataFrame(values, index=pd.Index(body.rows, name="row"))
    return frame, currency or _currency_column(body, layout)


def _in_days(
    values: npt.NDArray[np.float64], name: str, findings: Findings
) -> npt.NDArray[np.float64]:
    """Turn lead times that are hours into days, and say so."""
    says_hours = bool({"hours", "horas", "heures", "stunden"} & set(name.casefold().split()))
    if not says_hours and not looks_like_hours(values):
        return values
    findings.add(
        "note" if says_hours else "warning",
        column=name,
        found="hours" if says_hours else "whole multiples of 24",
        expected="days",
        repair="They were read as hours; correct the column if they are days.",
    )
    return values / _HOURS_A_DAY


def _joined(first: Cells, second: Cells) -> npt.NDArray[np.object_]:
    texts = (pd.Series(cells, dtype="object") for cells in (first, second))
    pairs = zip(*(each.where(each.notna(), None) for each in texts), strict=True)
    return np.array([" / ".join(str(x) for x in pair if x) or None for pair in pairs], dtype=object)


def _currency_column(body: Body, layout: Layout) -> str:
    for index, name in enumerate(layout.names):
        if header_roles(name).get("currency", 0) > _SURE_ROLE:
            texts = body.columns[index].said().to_pylist()
            codes = pd.Series(texts, dtype="str").str.strip().str.upper()
            codes = codes[codes.isin(ISO_CURRENCIES)]
            if len(codes):
                return str(codes.mode().iloc[0])
    return ""


def snapshot_day(body: Body, layout: Layout, match: SheetMatch) -> dt.date | None:
    """Return the day of a snapshot column that says the same on nearly all rows."""
    for index, name in enumerate(layout.names):
        if match.columns[index].canonical is not None:
            continue
        if header_roles(name).get("snapshot_date", 0) > _SURE_ROLE:
            days = pd.Series(clean(body.columns[index], "date", Locale()).cells).dropna()
            if len(days) and days.nunique() <= _MOST_SNAPSHOT_DAYS:
                latest: dt.date = days.max().date()
                return latest
    return None


def _report(
    cleaned: Cleaned,
    body: Body,
    index: int,
    name: str,
    kind: Kind,
    order: DayOrder,
    findings: Findings,
) -> None:
    if cleaned.unreadable.any():
        first = body.columns[index].shown(int(np.argmax(cleaned.unreadable)))
        findings.add(
            "warning",
            rows=body.rows[cleaned.unreadable],
            column=name,
            found=repr(first[:_SHOWN_LENGTH]),
            expected=_EXPECTED.get(kind, "a number"),
            repair="Correct these cells; they count as missing, not as zero.",
        )
    if cleaned.errors.any() and kind != "text":
        findings.add(
            "warning",
            rows=body.rows[cleaned.errors],
            column=name,
            found="an error such as #N/A",
            expected=_EXPECTED.get(kind, "a number"),
            repair="Repair the formulas; the cells count as missing, not as zero.",
        )
    if cleaned.repaired:
        findings.add(
            "note",
            column=name,
            found="letters encoded twice (Ã© for é)",
            expected="plain text",
            repair="They were put right; nothing to do.",
            count=cleaned.repaired,
        )
    if cleaned.ambiguous:
        days = kind == "date"
        findings.ambiguous_days += cleaned.ambiguous if days else 0
        findings.add(
            "warning",
            column=name,
            found="days that read as day-month or month-day" if days else "numbers such as 1.234",
            expected="one cell that settles " + ("the order" if days else "the decimal mark"),
            repair=_SAY_THE_ORDER.format(_ORDERS[order])
            if days
            else "Compare the column with your system and correct it if it was read wrongly.",
            count=cleaned.ambiguous,
        )


_ORDERS: dict[DayOrder, str] = {"dmy": "day first", "mdy": "month first"}
_SAY_THE_ORDER = "They were read {}; say which order your exports use."
_EXPECTED: dict[Kind, str] = {"date": "a day", "flag": "yes or no", "days": "a number of days"}
