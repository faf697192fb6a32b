"""From the user's shape to long rows: periods and locations as columns, and the key of a row."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.ingest.body import Body
from core.ingest.cells import Locale, clean
from core.ingest.checks import Findings
from core.ingest.match import SheetMatch
from core.ingest.packed import unpack
from core.ingest.wide import Spread

_KEY_JOINT = " / "


def reshape(
    frame: pd.DataFrame,
    body: Body,
    names: Sequence[str],
    match: SheetMatch,
    spreads: Sequence[Spread],
    locale: Locale,
    findings: Findings,
) -> pd.DataFrame:
    """Give every row a sku and turn spread columns into rows.

    Args:
        frame: cleaned columns by row number; spread columns may be in it and are replaced.
        body: the cells, for the spread columns.
        names: header names.
        match: what each column is.
        spreads: measures that lie over several columns.
        locale: how the sheet writes numbers.
        findings: collects what had to be assumed.
    """
    keyed = with_key(frame, body, names, match, findings)
    used = [spread for spread in spreads if _is_used(spread, match)]
    if not used:
        return keyed
    spread_names = {match.columns[spread.positions[0]].canonical for spread in used}
    base = keyed.drop(columns=[name for name in spread_names if name in keyed])
    long = _unpivot(base, body, match, used, locale)
    return long.sort_index(kind="stable")


def _is_used(spread: Spread, match: SheetMatch) -> bool:
    return match.columns[spread.positions[0]].canonical is not None


def _unpivot(
    base: pd.DataFrame,
    body: Body,
    match: SheetMatch,
    spreads: Sequence[Spread],
    locale: Locale,
) -> pd.DataFrame:
    """Stack each spread measure; measures over the same periods or places share rows."""
    labels: dict[object, dict[str, int]] = {}
    for spread in spreads:
        canonical = match.columns[spread.positions[0]].canonical
        for position in spread.positions:
            label = _label(spread, position)
            labels.setdefault(label, {})[str(canonical)] = position
    measures = list(dict.fromkeys(name for columns in labels.values() for name in columns))
    pieces = []
    for label, columns in labels.items():
        values = {
            name: np.asarray(clean(body.columns[columns[name]], "units", locale).cells, dtype=float)
            if name in columns
            else np.full(len(base), np.nan)
            for name in measures
        }
        name, cells = _label_column(label, len(base))
        pieces.append(base.assign(**{name: cells}, **values))
    long = pd.concat(pieces)
    return long[long[measures].notna().any(axis="columns")]


def _label(spread: Spread, position: int) -> object:
    if position in spread.periods:
        return spread.periods[position].start
    if position in spread.backs:
        return spread.backs[position]
    return spread.locations[position]


def _label_column(label: object, rows: int) -> tuple[str, npt.NDArray[np.generic]]:
    if isinstance(label, str):
        return "location", np.full(rows, label, dtype=object)
    if isinstance(label, int):
        return "periods_back", np.full(rows, label)
    return "date", np.full(rows, np.datetime64(str(label), "D"))


def with_key(
    frame: pd.DataFrame,
    body: Body,
    names: Sequence[str],
    match: SheetMatch,
    findings: Findings,
) -> pd.DataFrame:
    """Fill `sku` where it is blank: from another identifier, the barcode, or name and variant."""
    if "sku" in frame and frame["sku"].notna().all():
        return frame.assign(sku=frame["sku"].astype("str"))
    sku = _column(frame, "sku")
    missing = sku.isna()
    if not missing.any():
        return frame.assign(sku=sku.astype("str"))
    sources: list[tuple[str, pd.Series]] = []
    other = _other_identifier(body, names, match)
    if other is not None:
        values = pd.Series(unpack(body.columns[other].as_text()), index=frame.index, dtype="object")
        sources.append((f"column {names[other]}", values))
    sources += [("barcode", _column(frame, "barcode")), ("name", _name_key(frame))]
    if missing.all():
        sources.append(("combination of category and brand", _joint_key(frame)))
    for source, values in sources:
        filled = missing & values.notna()
        if source == "barcode" and missing.all() and values[filled].duplicated().any():
            continue
        if filled.any():
            sku = sku.where(~filled, values)
            findings.add(
                "note", rows=frame.index[filled], column="sku", found="no item number",
                expected="one identifier an item",
                repair=f"The {source} was taken as the key of these rows; "
                "the same must stand in the other files.",
            )  # fmt: skip
            missing = sku.isna()
        if not missing.any():
            break
    return frame.assign(sku=sku)


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    if name in frame:
        return frame[name].astype("object")
    return pd.Series(np.full(len(frame), None, dtype=object), index=frame.index)


def _name_key(frame: pd.DataFrame) -> pd.Series:
    description, variant = _column(frame, "description"), _column(frame, "variant")
    both = description.notna() & variant.notna() & (variant.astype("str") != "-")
    joined = description.astype("str") + _KEY_JOINT + variant.astype("str")
    return description.where(~both, joined)


def _joint_key(frame: pd.DataFrame) -> pd.Series:
    """Join category and brand where the two together name each row once."""
    joined = (
        _column(frame, "category").astype("str")
        + _KEY_JOINT
        + _column(frame, "brand").astype("str")
    )
    known = _column(frame, "category").notna()
    if "brand" in frame:
        known &= frame["brand"].notna()
    else:
        joined = _column(frame, "category")
    if joined[known].duplicated().any():
        return _column(frame, "sku")
    return joined.where(known, None)


def _other_identifier(body: Body, names: Sequence[str], match: SheetMatch) -> int | None:
    """Return an unused column with a code of its own on every row, such as "Item ID"."""
    from core.ingest.headers import header_roles
    from core.ingest.profiles import profile

    best, best_score = None, 0.7
    for index, name in enumerate(names):
        if match.columns[index].canonical is not None:
            continue
        score = header_roles(name).get("sku", 0.0)
        values = profile(body.columns[index])
        if score > best_score and values.filled > 0.99 and values.unique > 0.99:
            best, best_score = index, score
    return best
