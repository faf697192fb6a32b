"""Whether a Book's stock is what its owner's ledger states; computed once for a Book."""

from typing import NamedTuple

import streamlit as st

from core.book import Book
from core.charts.formats import Formats
from core.charts.sentences import reconciliation_sentence
from core.report import csv_name, stock_totals


class LedgerLine(NamedTuple):
    """A sentence, whether the two agree, and whether they are known not to."""

    sentence: str
    reconciled: bool
    differs: bool


def ledger_line(book: Book) -> LedgerLine:
    """Say whether the stock is what the ledger states."""
    return LedgerLine(*_line(book.digest, book))


def name_of_csv(stem: str, book: Book | None) -> str:
    """Name a CSV of a Book, None where nothing came of the files yet; see `csv_name`."""
    return csv_name(stem, reconciled=book is not None and ledger_line(book).reconciled)


@st.cache_data(max_entries=8, scope="session", show_spinner=False)
def _line(digest: str, _book: Book) -> tuple[str, bool, bool]:  # noqa: ARG001 - the cache key
    totals = stock_totals(_book)
    formats = Formats(currency=_book.currency)
    line = reconciliation_sentence(formats, ledger=totals.ledger, cost_value=totals.cost_value)
    return line, totals.reconciled, totals.ledger is not None and not totals.reconciled
