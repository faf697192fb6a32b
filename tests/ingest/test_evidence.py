"""Values confirm or refuse what a header says."""

from dataclasses import replace

import pytest

from core.ingest.evidence import suggest
from core.ingest.kinds import THRESHOLD
from core.ingest.profiles import Profile

NAN = float("nan")
CODES = Profile(rows=40, filled=1.0, worded=1.0, length=6.0, unique=1.0, distinct=40)


@pytest.mark.parametrize("header", ["Lot", "Location", "Supplier", "Brand", "Category", "SKU"])
def test_yes_and_no_are_no_names(header: str) -> None:
    answers = replace(CODES, switch=1.0, unique=0.05, distinct=2)
    assert max(suggest(header, answers, NAN).values()) < THRESHOLD


def test_yes_and_no_may_answer_whether_goods_were_out_of_stock() -> None:
    answers = replace(CODES, switch=1.0, unique=0.05, distinct=2)
    assert suggest("Out of stock", answers, NAN)["stockout"] > 0.9


@pytest.mark.parametrize("header", ["Xyzzy", "Código universal", "Product no."])
def test_check_digits_tell_barcodes(header: str) -> None:
    numbers = replace(CODES, worded=0.0, number=1.0, whole=1.0, gtin=1.0, length=13.0)
    assert suggest(header, numbers, NAN)["barcode"] > 0.7


def test_numbers_of_goods_called_sku_stay_the_sku() -> None:
    numbers = replace(CODES, worded=0.0, number=1.0, whole=1.0, gtin=1.0, length=13.0)
    assert "barcode" not in suggest("SKU", numbers, NAN)


def test_one_text_on_all_rows_needs_a_plain_header() -> None:
    alike = replace(CODES, unique=1 / 40, distinct=1)
    assert suggest("Warehouse", alike, NAN)["location"] > 0.9
    assert suggest("Warehouse xyzzy", alike, NAN)["location"] < 0.7
