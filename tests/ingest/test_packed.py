import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ingest.packed import (
    as_cells,
    may_match,
    numbered,
    pack,
    unpack,
    which_match,
    without_blank,
)

TEXTS = st.lists(st.none() | st.text(max_size=6), max_size=20)


def packed(*texts: str | None) -> pa.LargeStringArray:
    return pa.array(texts, pa.large_string())


@given(TEXTS)
def test_texts_are_the_same_packed_and_unpacked(texts: list[str | None]) -> None:
    assert unpack(pack(np.array(texts, dtype=object))).tolist() == texts


@given(TEXTS)
def test_numbers_of_different_texts_lead_back_to_the_texts(texts: list[str | None]) -> None:
    codes, different = numbered(packed(*texts))
    assert [None if code < 0 else different[int(code)].as_py() for code in codes] == texts
    assert different.to_pylist() == list(dict.fromkeys(text for text in texts if text is not None))


@given(TEXTS, st.integers(0, 20), st.integers(0, 20))
def test_what_cannot_match_matches_nowhere(texts: list[str | None], start: int, count: int) -> None:
    part = packed(*texts).slice(start, count)
    if not may_match(part, "a|0"):
        assert not which_match(part, "a|0").any()


def test_texts_outside_a_slice_are_not_searched() -> None:
    texts = packed("Total", "cup", None, "mug", "Total")
    assert may_match(texts, "(?i)total")
    assert not may_match(texts.slice(1, 3), "(?i)total")


@pytest.mark.parametrize("texts", [(), (None, None)])
def test_where_there_is_no_text_nothing_matches(texts: tuple[None, ...]) -> None:
    assert not may_match(packed(*texts), ".")


def test_empty_texts_become_missing_and_others_stay() -> None:
    assert without_blank(packed("", "a", None)).to_pylist() == [None, "a", None]
    whole = packed("a", None)
    assert without_blank(whole) is whole


def test_cells_are_texts_of_pandas_with_gaps() -> None:
    cells = as_cells(packed("007", None))
    assert str(cells.dtype) == "str"
    assert cells[0] == "007"
    assert cells.isna().tolist() == [False, True]
