"""Files that come back from a ledger, as text and as workbooks."""

import pandas as pd
import pytest

from core.accounting.last_run import LedgerFileError
from core.accounting.ledger_upload import ledger_from_file, ledger_text
from core.accounting.lots import LEDGER_COLUMNS
from core.accounting.runs import posted_runs
from core.report import csv_bytes, workbook_bytes

RUN = "LM260131-ABCDEFGH"


def lots() -> pd.DataFrame:
    rows = {name: ["001", "b"] if name == "sku" else [None, None] for name in LEDGER_COLUMNS[:5]}
    amounts = {name: [12.5, 7.0] for name in LEDGER_COLUMNS[5:]}
    return pd.DataFrame({**rows, **amounts})[list(LEDGER_COLUMNS)]


@pytest.mark.parametrize("kind", ["csv", "workbook"])
def test_the_ledger_of_the_last_run_reads_the_same_from_text_and_workbook(kind: str) -> None:
    content = (
        csv_bytes(lots())
        if kind == "csv"
        else workbook_bytes({"About": pd.DataFrame({"name": ["Shop"]}), "lots": lots()})
    )
    read = ledger_from_file("lots", content)
    assert read.lots["sku"].tolist() == ["001", "b"]
    assert read.lots["closing"].tolist() == [12.5, 7.0]


def test_a_workbook_that_is_no_ledger_says_what_it_lacks() -> None:
    content = workbook_bytes({"Sheet A": pd.DataFrame({"a": [1]})})
    with pytest.raises(LedgerFileError, match=r"Sheet A.*sku, location, lot"):
        ledger_from_file("other.xlsx", content)
    with pytest.raises(LedgerFileError):
        ledger_from_file("broken.xlsx", b"PK\x03\x04 broken")


def test_a_run_is_recognized_in_a_workbook() -> None:
    content = workbook_bytes({"GL": pd.DataFrame({"memo": ["rent", f"{RUN}-1 write-down"]})})
    assert posted_runs(ledger_text("gl.xlsx", content), RUN).is_posted
    other = workbook_bytes({"GL": pd.DataFrame({"memo": ["rent"]})})
    assert not posted_runs(ledger_text("gl.xlsx", other), RUN).is_posted
    assert posted_runs(ledger_text("gl.csv", f"x,{RUN}".encode()), RUN).is_posted
