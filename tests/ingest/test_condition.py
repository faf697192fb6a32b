import pytest

from tests.ingest.making import csv_file, mapped, read_one


@pytest.mark.parametrize(
    ("states", "used"),
    [(["new", "damaged", "new"], True), (["new", "new", "new"], False), (["", "", ""], False)],
)
def test_a_condition_is_used_where_it_tells_goods_apart(states: list[str], used: bool) -> None:
    rows = [[f"A{i}", 5 + i, 2, state] for i, state in enumerate(states)]
    sheet = read_one(csv_file([["SKU", "On hand", "Unit cost", "Condition"], *rows]))
    assert ("Condition" in mapped(sheet)) is used
