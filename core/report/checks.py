"""Control totals and problems of a Book as tables the user compares with their own system."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from core.accounting import latest_financials
from core.book import Book, ControlTotal, Join
from core.charts.formats import Formats
from core.charts.sentences import reconciliation_sentence
from core.money import round_money
from core.problem import Problem, Severity
from core.stock import value_stock

PROBLEM_COLUMNS = (
    "severity", "file", "sheet", "row", "column", "found", "expected", "repair", "count",
    "set_aside",
)  # fmt: skip

CONTROL_COLUMNS = (
    "file", "sheet", "table", "rows_read", "rows_loaded", "rows_set_aside", "units", "cost_value",
    "retail_value",
)  # fmt: skip

#: What the name of a CSV ends with whose figures are not known to be those of the ledger.
UNRECONCILED = "_not_reconciled"

#: Blockers first, then what changes a figure, then what is only worth knowing.
_SEVERITY_ORDER = {"blocker": 0, "warning": 1, "note": 2}


def problems_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """Return one row a problem: where, what was found and expected, what to do, how often."""
    rows = [{name: getattr(problem, name) for name in PROBLEM_COLUMNS} for problem in problems]
    frame = pd.DataFrame(rows, columns=list(PROBLEM_COLUMNS))
    # Rows are whole numbers or missing: "17", never "17.0".
    frame["row"] = frame["row"].astype("Int64")
    order = frame["severity"].map(_SEVERITY_ORDER)
    return frame.iloc[order.argsort(kind="stable")].reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems that the same repair mends.

    Attributes:
        severity: "blocker", "warning" or "note".
        repair: what to do about it.
        problems: where they are.
        count: rows or cells concerned.
        set_aside: rows left out because of them.
    """

    severity: Severity
    repair: str
    problems: tuple[Problem, ...]
    count: int
    set_aside: int


def problem_groups(problems: Iterable[Problem]) -> tuple[ProblemGroup, ...]:
    """Group problems by severity and repair, blockers first, then by how many they concern."""
    groups: dict[tuple[Severity, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.severity, problem.repair), []).append(problem)
    found = [
        ProblemGroup(
            severity=severity,
            repair=repair,
            problems=tuple(same),
            count=sum(problem.count for problem in same),
            set_aside=sum(problem.set_aside for problem in same),
        )
        for (severity, repair), same in groups.items()
    ]
    return tuple(sorted(found, key=lambda group: (_SEVERITY_ORDER[group.severity], -group.count)))


def control_frame(totals: Sequence[ControlTotal]) -> pd.DataFrame:
    """Return one row a sheet: rows read, loaded and set aside, units, their cost and retail value.

    Units are those on hand, sold, received or counted, whichever the sheet holds; what a sheet
    does not state is missing.
    """
    rows = [
        {
            "file": total.file,
            "sheet": total.sheet or None,
            "table": total.table,
            "rows_read": total.rows_read,
            "rows_loaded": total.rows_loaded,
            "rows_set_aside": total.rows_set_aside,
            "units": _first(total, ("on_hand", "available", "units", "counted")),
            "cost_value": total.cost,
            "retail_value": total.retail,
        }
        for total in totals
    ]
    frame = pd.DataFrame(rows, columns=list(CONTROL_COLUMNS))
    return frame.astype({"cost_value": "float64", "retail_value": "float64"})


JOIN_COLUMNS = (
    "file", "sheet", "table", "key", "matched", "only_here", "only_in_stock", "examples",
)  # fmt: skip


def joins_frame(joins: Sequence[Join]) -> pd.DataFrame:
    """Return one row a sheet: how many items it shares with the stock list, and which not."""
    rows = [
        {name: getattr(join, name) for name in JOIN_COLUMNS[:-1]}
        | {"examples": ", ".join((*join.examples_here, *join.examples_in_stock))}
        for join in joins
    ]
    return pd.DataFrame(rows, columns=list(JOIN_COLUMNS))


@dataclass(frozen=True, slots=True)
class StockTotals:
    """What the stock list adds up to, and what the owner's books say.

    Attributes:
        units: on hand.
        cost_value: their cost in money, as far as costs are known.
        uncosted_units: units whose cost is unknown.
        ledger: what the owner said their books state, else inventory in the latest financials, in
            money; None when neither is given.
        currency: ISO code that the amounts are in.
        rows_below_zero: rows of stock that state fewer than no units; they are in no total here.
        units_below_zero: how many units those lack.
        cost_below_zero: what the lacking units cost in money, NaN where no cost of any is known.
    """

    units: float
    cost_value: float
    uncosted_units: float
    ledger: float | None
    currency: str
    rows_below_zero: int
    units_below_zero: float
    cost_below_zero: float

    @property
    def reconciled(self) -> bool:
        """Whether the list and the ledger agree to the minor unit of the currency."""
        if self.ledger is None:
            return False
        return round_money(self.cost_value - self.ledger, self.currency) == 0


def stock_totals(book: Book) -> StockTotals:
    """Add up the stock of a Book for its owner to compare."""
    valued = value_stock(book)
    lacking = book.stock[book.stock["on_hand"] < 0]
    item_costs = book.items.set_index("sku")["unit_cost"].reindex(lacking["sku"])
    costs = -lacking["on_hand"] * lacking["unit_cost"].fillna(
        pd.Series(item_costs.to_numpy(), index=lacking.index)
    )
    return StockTotals(
        units=float(valued["on_hand"].sum()),
        cost_value=float(valued["cost_value"].sum()),
        uncosted_units=float(valued.loc[valued["cost_value"].isna(), "on_hand"].sum()),
        ledger=ledger_of(book),
        currency=book.currency,
        rows_below_zero=len(lacking),
        units_below_zero=float(-lacking["on_hand"].sum()),
        cost_below_zero=float(costs.sum(min_count=1)),
    )


def ledger_of(book: Book) -> float | None:
    """Return stock at cost in the owner's ledger: as they said, else as the financials state."""
    if book.ledger is not None:
        return book.ledger
    latest = latest_financials(book.financials) or {}
    stated = pd.to_numeric(latest.get("inventory"), errors="coerce")  # type: ignore[call-overload]
    return None if pd.isna(stated) else float(stated)


def about_frame(book: Book) -> pd.DataFrame:
    """Return what every export says of its figures: whose, of which day, and whether they tie."""
    totals = stock_totals(book)
    formats = Formats(currency=book.currency)
    line = reconciliation_sentence(formats, ledger=totals.ledger, cost_value=totals.cost_value)
    rows = {
        "Business": book.name or "Your stock",
        "Stock as of": book.as_of.isoformat(),
        "Currency": book.currency,
        "Ledger": line,
        "Digest of the data": book.digest,
    }
    return pd.DataFrame({"About": list(rows), "": list(rows.values())})


def with_about(book: Book | None, sheets: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the sheets of a workbook with the one that says whose figures they are."""
    return dict(sheets) if book is None else {**sheets, "About": about_frame(book)}


def about_text(book: Book, files: Iterable[str]) -> str:
    """Return `about_frame` as lines of text, to lie beside files that can hold no such line.

    Args:
        book: whose figures the files hold.
        files: names of all files; the plain tables among them are named as those it speaks of.
    """
    plain = ", ".join(sorted(name for name in files if name.endswith(".csv")))
    said = [*about_frame(book).itertuples(index=False), ("Holds for", plain)]
    return "".join(f"{name}: {text}\n" for name, text in said)


def csv_name(stem: str, *, reconciled: bool) -> str:
    """Name a CSV so that it says when its figures are not those of the ledger.

    The file itself holds its rows alone: a line or column more would stop a bookkeeping program
    from importing it, and would be added up by whoever sums it. Where the names are fixed, as for
    the command line, whose files other programs look for by name, `about_text` lies beside them.
    """
    return f"{stem}.csv" if reconciled else f"{stem}{UNRECONCILED}.csv"


def needs_attention(book: Book) -> int:
    """Return how many rows or cells a warning or blocker speaks of."""
    return sum(problem.count for problem in book.problems if problem.severity != "note")


def _first(total: ControlTotal, names: Sequence[str]) -> float:
    return next((float(total.sums[name]) for name in names if name in total.sums), float("nan"))
