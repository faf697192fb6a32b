import datetime as dt

import numpy as np
import pytest

from core.ingest.dates import Period, read_day, read_days, read_period, serial_day

MAY = dt.date(2024, 5, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-03",
        "2024-05-03 10:11:12",
        "2024/5/3",
        "3 May 2024",
        "3-May-24",
        "May 3, 2024",
        "3 de mayo de 2024",
        "3. Mai 2024",
        "3 mai 2024",
        "20240503",
        "2024年5月3日",
        "3 мая 2024",
    ],
)
def test_days_read_the_same_in_either_order(text: str) -> None:
    assert read_day(text) == (MAY, MAY)


def test_slashes_read_both_ways() -> None:
    assert read_day("3/5/2024") == (MAY, dt.date(2024, 3, 5))
    assert read_day("13/5/2024") == (dt.date(2024, 5, 13), None)


@pytest.mark.parametrize(
    ("text", "start", "frequency"),
    [
        ("2024-05", dt.date(2024, 5, 1), "M"),
        ("May 2024", dt.date(2024, 5, 1), "M"),
        ("may-24", dt.date(2024, 5, 1), "M"),
        ("août-08", dt.date(2008, 8, 1), "M"),
        ("févr.-09", dt.date(2009, 2, 1), "M"),
        ("Q2 2024", dt.date(2024, 4, 1), "Q"),
        ("2024-W05", dt.date(2024, 1, 29), "W"),
        ("KW 05/2024", dt.date(2024, 1, 29), "W"),
        ("2024", dt.date(2024, 1, 1), "Y"),
    ],
)
def test_periods_are_known_by_their_first_day(text: str, start: dt.date, frequency: str) -> None:
    assert read_period(text) == Period(start, frequency)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["W5", "Mug 2024 blue", "12", "Normalized 3", "M-2"])
def test_what_only_looks_like_a_period_is_none(text: str) -> None:
    assert read_period(text) is None


def test_one_day_past_the_twelfth_settles_the_order() -> None:
    european = read_days(np.array(["03/05/2024", "25/05/2024"], dtype=object), prior="mdy")
    american = read_days(np.array(["03/05/2024", "05/25/2024"], dtype=object), prior="dmy")
    assert european.values[0] == np.datetime64("2024-05-03")
    assert american.values[0] == np.datetime64("2024-03-05")
    assert european.ambiguous == american.ambiguous == 0


def test_undecided_days_are_counted() -> None:
    assert read_days(np.array(["03/05/2024", "04/04/2024"], dtype=object)).ambiguous == 1


def test_serials_outside_plausible_years_are_no_days() -> None:
    assert serial_day(45_000.5) == dt.date(2023, 3, 15)
    assert serial_day(17) is None
