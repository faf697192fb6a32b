"""Rows that belong to the row above: items under a heading, lots and variants under their item."""

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.ingest.body import Body
from core.ingest.checks import Findings
from core.ingest.grid import CellKind
from core.ingest.kinds import ADDITIVE

#: "A-100 (Blue mug)", "[A-100] Blue mug": a code and a name in one cell.
_CODE_AND_NAME = (
    re.compile(r"^(?P<code>\S+) \((?P<name>.+)\)$"),
    re.compile(r"^\[(?P<code>[^\]]+)\] ?(?P<name>.+)$"),
)
_DETAIL = ("lot", "location", "expiry_date", "received_date", "variant", "condition")
_CLOSE = 1e-6
#: Share of rows or headings that makes a habit of the report.
_MOST = 0.7


def headings(body: Body) -> npt.NDArray[np.object_]:
    """Return, for each row, the text that stands alone in its row; None for other rows."""
    filled = body.filled()
    result = np.full(len(body.rows), None, dtype=object)
    if not filled.size:
        return result
    count = filled.sum(axis=0)
    for row in np.flatnonzero(count == 1):
        column = body.columns[int(np.argmax(filled[:, row]))]
        if column.kinds[row] == CellKind.TEXT:
            result[row] = " ".join(str(column.text(int(row))).split())
    return result


def closed_by_totals(body: Body, labels: pd.Series) -> bool:
    """Whether most headings are closed by a "Total <heading>" below, as grouped reports do."""
    if labels.empty:
        return False
    wanted = set(labels)
    closed = {
        text.partition(" ")[2]
        for column in body.columns
        for text in column.said().to_pylist()
        if " " in text and text.partition(" ")[2] in wanted
    }
    return len(closed) >= _MOST * len(wanted)


def carry_headings(
    frame: pd.DataFrame, labels: pd.Series, findings: Findings, *, closed: bool
) -> pd.DataFrame:
    """Give rows the heading above them: as their item when they name none, else as category.

    Args:
        frame: cleaned rows without the headings, by row number.
        labels: heading texts by row number, totals and footers already left out.
        findings: collects what was carried.
        closed: whether the report closes its headings with totals.
    """
    if labels.empty or frame.empty:
        return frame
    position = np.searchsorted(labels.index.to_numpy(), frame.index.to_numpy()) - 1
    carried_texts = labels.to_numpy()[np.clip(position, 0, None)]
    above = pd.Series(carried_texts, index=frame.index, dtype="object").where(position >= 0, None)
    covered = float(above.notna().mean())
    no_item = bool(_keyless(frame).all()) and covered > 0.5
    if no_item or (closed and "sku" not in frame and covered > _MOST):
        findings.add(
            "note",
            rows=labels.index,
            found="the item in a row of its own above its rows",
            expected="one identifier a row",
            repair="It was carried down to them; nothing to do.",
        )
        parts = [_code_and_name(text) for text in above]
        carried = frame.assign(sku=_objects([code for code, _ in parts], frame.index))
        if "description" in frame:
            return carried
        return carried.assign(description=_objects([name for _, name in parts], frame.index))
    if "category" in frame or len(labels) < 2 or covered < _MOST:
        return frame
    findings.add(
        "note",
        rows=labels.index,
        found="headings between the rows",
        expected="a category column",
        repair="They were carried down as category; nothing to do.",
    )
    return frame.assign(category=above)


def _objects(values: list[str | None], index: pd.Index) -> pd.Series:
    return pd.Series(values, index=index, dtype="object")


def _keyless(frame: pd.DataFrame) -> pd.Series:
    keys = [name for name in ("sku", "description", "barcode") if name in frame]
    return frame[keys].isna().all(axis="columns") if keys else pd.Series(True, index=frame.index)


def _code_and_name(text: object) -> tuple[str | None, str | None]:
    if not isinstance(text, str):
        return None, None
    for pattern in _CODE_AND_NAME:
        if found := pattern.match(text):
            return found["code"], found["name"]
    return text, text


def settle_details(frame: pd.DataFrame, quantity: str, findings: Findings) -> pd.DataFrame:
    """Keep stock from counting twice where an item's row sums the lots or variants below it.

    Rows without an item that follow an item's row take its item. Where the rows below add up to
    the item's own quantity, that quantity is theirs and the item's row is left out.

    Args:
        frame: cleaned rows with `sku` or `description`, by row number.
        quantity: the column that would be counted twice.
        findings: collects what was carried and left out.

    Returns:
        The frame with the rows that are sums marked in a boolean column `is_sum`.
    """
    frame, summed_below = _inherit(frame, quantity, findings)
    is_sum = summed_below | (_sums_of_details(frame, quantity) & ~summed_below)
    if is_sum.any():
        findings.add(
            "warning", rows=frame.index[is_sum], column=quantity, set_aside=int(is_sum.sum()),
            found="an item's total beside its lots, places or variants", expected="each unit once",
            repair="The rows below were loaded, the total was not; nothing to do if that is so.",
        )  # fmt: skip
    return frame.assign(is_sum=is_sum)


def _inherit(
    frame: pd.DataFrame, quantity: str, findings: Findings
) -> tuple[pd.DataFrame, pd.Series]:
    """Give nameless rows with a quantity the item of the row above, when they detail it.

    Returns:
        The frame, and which rows hold the sum of the nameless rows below them.
    """
    none = pd.Series(False, index=frame.index)
    names = [name for name in ("sku", "description", "barcode") if name in frame]
    details = [name for name in _DETAIL if name in frame]
    if not names or quantity not in frame:
        return frame, none
    nameless = frame[names].isna().all(axis="columns") & frame[quantity].notna()
    parent = (~nameless).cumsum()
    nameless &= parent > 0
    if not nameless.any():
        return frame, none
    parent_quantity = frame[quantity].where(~nameless).groupby(parent).transform("first")
    below = frame[quantity].where(nameless).groupby(parent).transform("sum")
    adds_up = (parent_quantity - below).abs() <= _CLOSE * parent_quantity.abs() + _CLOSE
    detailed = frame[details].notna().any(axis="columns") if details else nameless & False
    takes = nameless & (adds_up | detailed)
    if not takes.any():
        return frame, none
    # What belongs to the item, not to the lot: everything but details and quantities.
    own = {*_DETAIL, *ADDITIVE}
    carried = [name for name in frame.columns if name not in own]
    filled = frame[carried].where(~nameless).groupby(parent).transform("first")
    result = frame.copy()
    for name in carried:
        result[name] = frame[name].where(frame[name].notna() | ~takes, filled[name])
    findings.add(
        "note", rows=frame.index[takes], found="rows that name no item below one that does",
        expected="one identifier a row", repair="They were taken as lots or variants of it.",
    )  # fmt: skip
    has_below = takes.groupby(parent).transform("any")
    return result, none | (~nameless & adds_up & has_below)


def _sums_of_details(frame: pd.DataFrame, quantity: str) -> pd.Series:
    """Return which rows hold the sum of the other rows of their item."""
    none = pd.Series(False, index=frame.index)
    key = next((name for name in ("sku", "description") if name in frame), None)
    details = [name for name in _DETAIL if name in frame]
    if key is None or not details or quantity not in frame or frame.index.duplicated().any():
        return none
    if "sku" in frame and frame["sku"].isna().all() and "description" in frame:
        key = "description"
    repeated = frame[key].notna() & frame[key].duplicated(keep=False)
    if not repeated.any():
        return none
    some = frame.loc[repeated]
    general = some[details].isna().all(axis="columns")
    group = some.groupby(key, sort=False)
    one_general = general.groupby(some[key], sort=False).transform("sum") == 1
    total = group[quantity].transform("sum")
    rest = total - some[quantity]
    enough = group[quantity].transform("count") >= 2
    equal = (some[quantity] - rest).abs() <= _CLOSE * some[quantity].abs() + _CLOSE
    marked = general & one_general & enough & equal & (some[quantity] != 0)
    return none | marked.reindex(frame.index, fill_value=False)
