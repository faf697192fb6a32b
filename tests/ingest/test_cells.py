import numpy as np
import pytest

from core.ingest.cells import Locale, clean
from core.ingest.grid import column_of_texts


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tea", "Tea"),
        (" Tea", "Tea"),
        ("Tea ", "Tea"),
        ("green  tea", "green tea"),
        ("green\ttea", "green tea"),
        ("green\u00a0tea\u3000", "green tea"),
        ("  ", None),
        ("ThÃ© vert", "Thé vert"),
        ("Thé vert", "Thé vert"),
        ("", None),
    ],
)
def test_texts_are_trimmed_and_put_right_whatever_stands_beside_them(
    written: str, read: str | None
) -> None:
    for others in ([], ["plain"], ["Müller", " "]):
        column = column_of_texts(np.array([written, *others], dtype=object))
        cells = clean(column, "text", Locale()).cells
        assert (None if cells[0] is None or cells[0] != cells[0] else cells[0]) == read


def test_texts_put_right_are_counted() -> None:
    column = column_of_texts(np.array(["ThÃ©", "Â", "Tea", "CafÃ©"], dtype=object))
    assert clean(column, "text", Locale()).repaired == 2


def test_flags_are_read_word_by_word_and_blanks_are_none() -> None:
    column = column_of_texts(np.array(["Yes", "no", "", "maybe", "yes", "-"], dtype=object))
    found = clean(column, "flag", Locale())
    assert np.asarray(found.cells).tolist() == [True, False, None, None, True, None]
    assert found.unreadable.tolist() == [False, False, False, True, False, False]


def test_only_what_is_no_number_is_read_as_a_duration() -> None:
    column = column_of_texts(np.array(["5", "1W", "3 days", "soon", ""], dtype=object))
    found = clean(column, "days", Locale())
    np.testing.assert_array_equal(np.asarray(found.cells), [5.0, 7.0, 3.0, np.nan, np.nan])
    assert found.unreadable.tolist() == [False, False, False, True, False]
