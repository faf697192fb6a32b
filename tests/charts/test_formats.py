"""One value, one text: tables of what a reader sees."""

import datetime as dt
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.charts.formats import MINUS, Formats
from core.schema import DTYPES

NAN = math.nan
USD = Formats("USD")
GBP = Formats("GBP")
EUR = Formats("EUR")
EUR_DE = Formats("EUR", "de_DE")
JPY = Formats("JPY")
KWD = Formats("KWD")
INR = Formats("INR", "en_IN")
NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("formats", "amount", "text"),
    [
        (USD, 1240300.5, "$1,240,300.50"),
        (USD, 0.125, "$0.12"),  # half to even
        (USD, 0.375, "$0.38"),
        (USD, -12400, "−$12,400.00"),
        (USD, -0.001, "$0.00"),
        (USD, NAN, "unknown"),
        (EUR, 310200, "€310,200.00"),
        (EUR_DE, -1234.5, f"−1.234,50{NBSP}€"),
        (JPY, 1234.4, "¥1,234"),
        (JPY, -1235.6, "−¥1,236"),
        (KWD, 1.2345, "KWD1.234"),
        (INR, 1234567.5, "₹12,34,567.50"),
    ],
)
def test_money_in_full_ends_at_the_minor_unit(formats: Formats, amount: float, text: str) -> None:
    assert formats.money(amount) == text


@pytest.mark.parametrize(
    ("formats", "amount", "text"),
    [
        (GBP, 310200.4, "£310,200"),
        (USD, 999_999.4, "$999,999"),
        (USD, 999_999.5, "$1M"),
        (USD, 1_236_000, "$1.24M"),
        (USD, 12_345_678, "$12.3M"),
        (USD, -1_500_000_000, "−$1.5B"),
        (USD, -0.2, "$0"),
        (JPY, 5_600_000, "¥5.6M"),
        (EUR_DE, 1_240_000, f"1,24{NBSP}Mio.{NBSP}€"),
        (GBP, NAN, "unknown"),
    ],
)
def test_money_in_headlines_is_whole_and_compact_from_a_million(
    formats: Formats, amount: float, text: str
) -> None:
    assert formats.money_short(amount) == text


@pytest.mark.parametrize(
    ("formats", "amount", "text"),
    [
        (GBP, 0, "£0"),
        (GBP, 50_000, "£50K"),
        (GBP, 41_234, "£41.2K"),
        (GBP, 999.6, "£1K"),
        (GBP, 812.37, "£812"),
        (GBP, 2.5, "£2.50"),
        (JPY, 2.5, "¥2"),
        (USD, -2_500_000, "−$2.5M"),
        (USD, NAN, "–"),
    ],
)
def test_money_on_an_axis_takes_the_fewest_characters(
    formats: Formats, amount: float, text: str
) -> None:
    assert formats.money_compact(amount) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [(5000, "+$5,000"), (-5000, "−$5,000"), (0, "$0"), (0.4, "$0"), (-0.4, "$0"), (NAN, "unknown")],
)
def test_a_change_carries_its_sign_and_zero_has_none(amount: float, text: str) -> None:
    assert USD.money_signed(amount) == text


@pytest.mark.parametrize(
    ("formats", "amount", "text"),
    [
        (USD, 1234.5, "1,234.50"),
        (USD, -1234.5, "(1,234.50)"),
        (USD, 0, "0.00"),
        (USD, -0.001, "0.00"),
        (USD, NAN, "–"),
        (JPY, -1234, "(1,234)"),
        (EUR_DE, -1234.5, "(1.234,50)"),
    ],
)
def test_negatives_stand_in_parentheses_in_statements(
    formats: Formats, amount: float, text: str
) -> None:
    assert formats.money_statement(amount) == text


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (0, "0"),
        (0.034, "0.03"),
        (0.5, "0.5"),
        (2.5, "2.5"),
        (12, "12"),
        (1240.4, "1,240"),
        (-3, "−3"),
        (NAN, "unknown"),
    ],
)
def test_units_show_decimals_only_where_they_matter(quantity: float, text: str) -> None:
    assert USD.units(quantity) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1 item"), (0, "0 items"), (2, "2 items"), (1240, "1,240 items"), (NAN, "unknown items")],
)
def test_a_count_agrees_with_its_noun(number: float, text: str) -> None:
    assert USD.count(number, "item") == text


def test_a_count_takes_an_irregular_plural() -> None:
    assert USD.count(2, "category", "categories") == "2 categories"


@pytest.mark.parametrize(
    ("fraction", "text"),
    [
        (0, "0%"),
        (0.25, "25%"),
        (0.256, "26%"),
        (0.026, "2.6%"),
        (0.02, "2%"),
        (0.0001, "under 0.1%"),
        (0.9963, "99.6%"),
        (0.9999, "over 99.9%"),
        (1.0, "100%"),
        (1 - 1e-12, "100%"),
        (-0.026, "−2.6%"),
        (1, "100%"),
        (NAN, "unknown"),
    ],
)
def test_a_fraction_is_shown_as_percent(fraction: float, text: str) -> None:
    assert USD.percent(fraction) == text


@pytest.mark.parametrize(
    ("fraction", "text"),
    [
        (0.25, "25%"),
        (0.125, "12.5%"),
        (0.2649, "26.49%"),
        (0.05, "5%"),
        (0.0, "0%"),
        (0.26000001, "26%"),
        (NAN, "unknown"),
    ],
)
def test_a_rate_that_was_set_keeps_its_decimals(fraction: float, text: str) -> None:
    assert USD.rate(fraction) == text


def test_percent_follows_the_locale() -> None:
    assert EUR_DE.percent(0.026) == f"2,6{NBSP}%"


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1 day"), (44.6, "45 days"), (NAN, "unknown"), (math.inf, "over 10 years")],
)
def test_days_are_counted_and_endless_ones_said_so(number: float, text: str) -> None:
    assert USD.days(number) == text


def test_dates_follow_the_locale() -> None:
    day = dt.date(2026, 3, 14)
    assert USD.date(day) == "Mar 14, 2026"
    assert Formats("GBP", "en_GB").date(pd.Timestamp(day)) == "14 Mar 2026"
    assert USD.day_month(day, near=dt.date(2026, 1, 1)) == "March 14"
    assert USD.day_month(day, near=dt.date(2025, 12, 1)) == "March 14, 2026"
    assert Formats("GBP", "en_GB").day_month(day) == "14 March"
    assert USD.month(day) == "Mar 2026"


@pytest.mark.parametrize("missing", [None, pd.NaT])
def test_a_missing_date_is_unknown(missing: None) -> None:
    assert USD.date(missing) == "unknown"
    assert USD.date(missing, cell=True) == "–"
    assert USD.day_month(missing) == "unknown"


def test_an_unknown_value_is_a_dash_in_a_cell() -> None:
    cells = {
        USD.money(NAN, cell=True),
        USD.money_whole(NAN, cell=True),
        USD.money_short(NAN, cell=True),
        USD.money_signed(NAN, cell=True),
        USD.units(NAN, cell=True),
        USD.units_compact(NAN),
        USD.percent(NAN, cell=True),
        USD.days(NAN, cell=True),
    }
    assert cells == {"–"}


@pytest.mark.parametrize(
    ("formats", "kind", "whole", "pattern"),
    [
        (USD, "money", False, "$%,.2f"),
        (USD, "money", True, "$%,.0f"),
        (JPY, "money", False, "¥%,.0f"),
        (KWD, "money", False, f"KWD{NBSP}%,.3f"),
        (USD, "units", False, "localized"),
        (USD, "fraction", False, "percent"),
        (USD, "days", False, "%,.0f"),
        (USD, "date", False, "MMM D, YYYY"),
        (EUR_DE, "date", False, "DD.MM.YYYY"),
        (USD, "text", False, None),
        (USD, "flag", False, None),
    ],
)
def test_every_kind_of_column_has_its_table_format(
    formats: Formats, kind: str, whole: bool, pattern: str | None
) -> None:
    assert kind in DTYPES
    assert formats.column_format(kind, whole=whole) == pattern  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shape", "value", "text"),
    [
        ("money", -30_180.694, f"{MINUS}$30,180.69"),
        ("unit_money", -0.5, f"{MINUS}$0.50"),
        ("units", -12.25, f"{MINUS}12.25"),
        ("days", -3.0, f"{MINUS}3"),
        ("fraction", -0.125, f"{MINUS}12.50%"),
        ("ratio", -1.5, f"{MINUS}1.50"),
        ("money", NAN, "–"),
    ],
)
def test_a_cell_has_its_minus_before_the_sign_of_the_currency(
    shape: str, value: float, text: str
) -> None:
    written = USD.cell_text(shape)
    assert written is not None
    assert written(value) == text


def test_text_has_no_text_of_its_own() -> None:
    assert USD.cell_text("text") is None


@settings(max_examples=100, deadline=None)
@given(cents=st.integers(-(10**12), 10**12))
def test_money_in_full_can_be_read_back_to_the_cent(cents: int) -> None:
    text = USD.money(cents / 100)
    assert "-" not in text
    assert round(float(text.replace("$", "").replace(",", "").replace(MINUS, "-")) * 100) == cents
