"""Book: an immutable bundle of validated canonical tables as of one date."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.problem import Problem
from core.schema import TABLES, conform


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """What was read of one sheet, for the user to compare with their own system.

    `rows_read` = `rows_loaded` + `rows_set_aside`, always. `sums` maps a canonical column to
    its total over the loaded rows; `cost` and `retail` are units on hand at the cost and at the
    price of their row, None where the sheet states no such thing.
    """

    file: str
    sheet: str
    table: str
    rows_read: int
    rows_loaded: int
    rows_set_aside: int
    sums: Mapping[str, float]
    cost: float | None = None
    retail: float | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """How the items of one sheet meet those of the stock list, by which key.

    `only_here` counts items the stock list does not know, `only_in_stock` items of the stock list
    that the sheet does not name; a few of each are named.
    """

    file: str
    sheet: str
    table: str
    key: str
    matched: int
    only_here: int
    only_in_stock: int
    examples_here: tuple[str, ...] = ()
    examples_in_stock: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """Validated tables as of one date; everything downstream is a function of it and a Policy.

    Every table is present with every canonical column and dtype (see `core.schema`), empty when
    the user brought none. `items` holds exactly one row for each sku that any table names.
    Frames are never changed in place.

    Attributes:
        as_of: the day the stock list speaks of; no function reads the clock.
        currency: ISO 4217 code that amounts are in.
        attributes: columns the schema does not know, keyed by `sku`, kept for filters.
        digest: SHA-256 over the content; equal digests mean equal analyses.
        ledger: stock at cost that the owner's own books state; None when they did not say.
        joins: how the sheets met the stock list, item by item.
    """

    name: str
    as_of: date
    currency: str
    items: pd.DataFrame
    stock: pd.DataFrame
    sales: pd.DataFrame
    receipts: pd.DataFrame
    losses: pd.DataFrame
    counts: pd.DataFrame
    contracts: pd.DataFrame
    plan: pd.DataFrame
    financials: pd.DataFrame
    attributes: pd.DataFrame
    problems: tuple[Problem, ...]
    control_totals: tuple[ControlTotal, ...]
    digest: str
    ledger: float | None = None
    joins: tuple[Join, ...] = ()

    def has(self, table: str) -> bool:
        """Whether the user brought rows for that table."""
        return len(self.table(table)) > 0

    def table(self, name: str) -> pd.DataFrame:
        """Return the canonical table of that name."""
        if name not in TABLES:
            raise KeyError(f"no canonical table {name!r}")
        frame: pd.DataFrame = getattr(self, name)
        return frame


def make_book(
    tables: Mapping[str, pd.DataFrame],
    *,
    as_of: date,
    currency: str = "USD",
    name: str = "",
    attributes: pd.DataFrame | None = None,
    problems: tuple[Problem, ...] = (),
    control_totals: tuple[ControlTotal, ...] = (),
    joins: tuple[Join, ...] = (),
) -> Book:
    """Bundle canonical tables into a Book.

    Args:
        tables: table name -> frame with canonical column names; absent tables come out empty.
            `items` must have unique skus; skus that other tables name are added to it.
        as_of: the day the stock list speaks of.
        currency: ISO 4217 code.
        name: what the owner calls this Book.
        attributes: further columns by `sku`.
        problems: what ingest found.
        control_totals: what ingest read, by sheet.
        joins: how the sheets met the stock list.

    Raises:
        KeyError: a table name the schema does not know.
        ValueError: `items` names a sku twice.
    """
    unknown = set(tables) - set(TABLES)
    if unknown:
        raise KeyError(f"no canonical table {sorted(unknown)}")
    frames = {
        table_name: conform(tables[table_name], table) if table_name in tables else table.empty()
        for table_name, table in TABLES.items()
    }
    if frames["items"]["sku"].duplicated().any():
        twice = frames["items"].loc[frames["items"]["sku"].duplicated(), "sku"].iloc[0]
        raise ValueError(f"items names sku {twice!r} twice")
    frames["items"] = _with_every_sku(frames)
    extra = attributes if attributes is not None else pd.DataFrame({"sku": pd.Series(dtype="str")})
    return Book(
        name=name,
        as_of=as_of,
        currency=currency,
        items=frames["items"],
        stock=frames["stock"],
        sales=frames["sales"],
        receipts=frames["receipts"],
        losses=frames["losses"],
        counts=frames["counts"],
        contracts=frames["contracts"],
        plan=frames["plan"],
        financials=frames["financials"],
        attributes=extra,
        problems=problems,
        control_totals=control_totals,
        digest=_digest(frames, as_of, currency),
        joins=joins,
    )


def with_ledger(book: Book, ledger: float | None) -> Book:
    """Return the Book with what the owner's own books state for its stock.

    Args:
        book: the Book.
        ledger: stock at cost in the Book's currency; None takes it back.
    """
    if ledger == book.ledger:
        return book
    frames = {name: book.table(name) for name in TABLES}
    digest = _digest(frames, book.as_of, book.currency, ledger)
    return replace(book, ledger=ledger, digest=digest)


def with_financials(book: Book, figures: Mapping[str, object]) -> Book:
    """Return the Book with one row of period figures in place of its own.

    Args:
        book: whose other tables stay as they are.
        figures: column of the table `financials` -> value; what is left out is unknown.
    """
    row = conform(pd.DataFrame([figures]), TABLES["financials"])
    content = hashlib.sha256(f"{book.digest}|financials|".encode())
    content.update(row.to_json(orient="values", double_precision=15).encode())
    return replace(book, financials=row, digest=content.hexdigest())


def with_plan_rows(book: Book, rows: pd.DataFrame) -> Book:
    """Return the Book with another table `plan`; everything else stays.

    Args:
        book: whose other tables stay as they are.
        rows: canonical columns of the table `plan`.
    """
    plan = conform(rows, TABLES["plan"])
    frames = {name: book.table(name) for name in TABLES} | {"plan": plan}
    digest = _digest(frames, book.as_of, book.currency, book.ledger)
    return replace(book, plan=plan, digest=digest)


def _with_every_sku(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    items = frames["items"]
    others = [frame["sku"] for name, frame in frames.items() if name != "items" and "sku" in frame]
    # Items come first and name each sku once: what follows them is new.
    every = pd.concat([items["sku"], *(each.drop_duplicates() for each in others)]).unique()
    new = pd.Series(every[len(items) :], name="sku", dtype="str").dropna()
    if new.empty:
        return items
    return pd.concat([items, conform(new.to_frame(), TABLES["items"])], ignore_index=True)


def _digest(
    frames: Mapping[str, pd.DataFrame], as_of: date, currency: str, ledger: float | None = None
) -> str:
    stated = "" if ledger is None else f"|{ledger!r}"
    digest = hashlib.sha256(f"{as_of.isoformat()}|{currency}{stated}".encode())
    for name, frame in frames.items():
        if frame.empty:
            continue
        known = frame.dropna(axis="columns", how="all")
        digest.update(f"|{name}|{','.join(known.columns)}|".encode())
        for column in known.columns:
            # Every row is read, unlike for a sampling cache key.
            for piece in _content(known[column]):
                digest.update(piece)
    return digest.hexdigest()


def _chunked(texts: pd.Series) -> pa.ChunkedArray:
    packed = pa.array(texts, pa.large_string())
    return packed if isinstance(packed, pa.ChunkedArray) else pa.chunked_array([packed])


def _content(values: pd.Series) -> Iterator[bytes | memoryview]:
    """Yield what a column holds as bytes that are equal exactly when the columns are."""
    missing = values.isna().to_numpy()
    yield f"|{len(values)}|{missing.sum()}|".encode()
    yield np.packbits(missing).data
    if isinstance(values.dtype, pd.StringDtype):
        texts = _chunked(values.fillna(""))
        yield pc.binary_length(texts).to_numpy().tobytes()
        for chunk in filter(len, texts.chunks):
            _, ends, letters = chunk.buffers()
            offsets = np.frombuffer(ends, np.int64)[chunk.offset :][: len(chunk) + 1]
            yield memoryview(letters or b"")[offsets[0] : offsets[-1]]
    elif isinstance(values.dtype, pd.BooleanDtype):
        yield values.fillna(False).to_numpy(dtype=bool).tobytes()
    elif values.dtype.kind == "M":
        yield values.to_numpy().astype("int64").tobytes()
    else:
        # Plus zero: minus nothing is nothing.
        numbers = values.to_numpy(dtype=np.float64) + 0.0
        yield np.where(missing, 0.0, numbers).tobytes()
