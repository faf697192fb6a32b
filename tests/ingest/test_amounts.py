import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ingest.amounts import is_blank, read_number, read_numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5.0),
        ("-5", -5.0),
        ("$4.50 ", 4.5),
        ("(45.00)", -45.0),
        ("($5.00)", -5.0),
        ("-$5.00", -5.0),
        ("45-", -45.0),
        ("R$22.000,00", 22000.0),
        ("45000₸", 45000.0),
        ("€19.90", 19.9),
        ("SAR 20.00", 20.0),
        ("1 348,83", 1348.83),
        (" 40,13   ", 40.13),
        ("1'234.50", 1234.5),
        ("12,34,567.50", 1234567.5),
        ("1.234.567", 1234567.0),
        ("0.125", 0.125),
        ("٣٤٥٫٥", 345.5),
        ("12.5 kg", 12.5),
        ("1e5", 100000.0),
        ("−7", -7.0),
    ],
)
def test_a_cell_that_reads_one_way_only_needs_no_context(text: str, value: float) -> None:
    found = read_number(text)
    assert found is not None
    assert (found.point, found.comma) == (value, value)


@pytest.mark.parametrize("text", ["P001", "12A", "10 x", "", "abc", "1.2.3,4,5", "12-34", "$"])
def test_words_and_codes_are_no_numbers(text: str) -> None:
    assert read_number(text) is None


def test_one_clear_cell_settles_the_decimal_mark_of_its_column() -> None:
    point = read_numbers(np.array(["1,234", "2.50"], dtype=object))
    comma = read_numbers(np.array(["1,234", "2,50"], dtype=object))
    assert point.values.tolist() == [1234.0, 2.5]
    assert comma.values.tolist() == [1.234, 2.5]
    assert point.ambiguous == comma.ambiguous == 0


def test_without_a_clear_cell_the_sheet_decides_and_the_doubt_is_counted() -> None:
    texts = np.array(["1.234", "5.678", "7"], dtype=object)
    assert read_numbers(texts).values.tolist() == [1.234, 5.678, 7.0]
    found = read_numbers(texts, prior=",")
    assert found.values.tolist() == [1234.0, 5678.0, 7.0]
    assert found.ambiguous == 2


def test_blanks_are_missing_and_words_are_unreadable() -> None:
    found = read_numbers(np.array(["not stocked", "n/a", "-", "many", None], dtype=object))
    assert np.isnan(found.values).all()
    assert found.blank.tolist() == [True, True, True, False, True]


def test_the_currency_of_most_cells_is_the_columns() -> None:
    found = read_numbers(np.array(["€5", "€7", "USD 3"], dtype=object))
    assert found.currency == "EUR"


def test_an_error_value_is_blank() -> None:
    assert is_blank("#N/A")
    assert not is_blank("0")


DIGITS = st.text("0123456789", min_size=1, max_size=5)
WRITTEN = (
    st.builds("{}{}{}{}".format, st.sampled_from(["", "-"]), DIGITS, st.sampled_from(".,"), DIGITS)
    | DIGITS
    | st.sampled_from(["1.234", "-0", "007", "1.2.3", "$5", "(3)", "٥", "abc", "", "n/a", "9" * 50])
)


@given(st.lists(WRITTEN, max_size=8), st.sampled_from(".,"))
def test_a_column_reads_each_text_as_it_reads_alone(texts: list[str], prior: str) -> None:
    found = read_numbers(np.array(texts, dtype=object), prior=prior)
    alone = [read_number(text) for text in texts]
    wanted = [
        np.nan if each is None else each.point if found.decimal == "." else each.comma
        for each in alone
    ]
    np.testing.assert_array_equal(found.values, wanted)
    proofs = [each.sure for each in alone if each is not None]
    if proofs.count(".") != proofs.count(","):
        assert found.decimal == max(".,", key=proofs.count)
    else:
        assert found.decimal == prior
    doubtful = sum(each is not None and each.point != each.comma for each in alone)
    assert found.ambiguous == (0 if any(proofs) else doubtful)
    assert found.blank.tolist() == [is_blank(text) for text in texts]
