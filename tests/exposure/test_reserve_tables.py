import pandas as pd
import pytest

from core.exposure import category_choices, matrix_of, reserve_rows
from core.policy import DURABLE_AGING, Policy, PolicyError


def rows(*values: tuple[str | None, float | None, float | None]) -> pd.DataFrame:
    return pd.DataFrame(values, columns=["category", "limit", "percent"])


def test_rows_made_of_a_matrix_make_it_again() -> None:
    matrix = {"*": DURABLE_AGING, "Toys": ((90, 0.0), (180, 0.5))}
    assert dict(matrix_of(reserve_rows(matrix), name="By age")) == matrix
    assert dict(matrix_of(reserve_rows({}), name="By age")) == {}


def test_rows_may_stand_in_any_order_and_empty_ones_say_nothing() -> None:
    edited = rows((None, 365, 50), ("Toys", 30, 10), (None, 180, 25), ("Toys", None, None))
    assert dict(matrix_of(edited, name="By age")) == {
        "*": ((180, 0.25), (365, 0.5)),
        "Toys": ((30, 0.1),),
    }


@pytest.mark.parametrize(
    ("edited", "said"),
    [
        (rows(("Toys", 30, None)), "By age, row 1: needs both"),
        (rows(("Toys", 30, 10), ("Toys", 30.5, 20)), "row 2: the limit is 30.5"),
        (rows(("Toys", -1, 10)), "row 1: the limit is -1"),
        (rows(("Toys", 30, 101)), "row 1: 101 % is not between"),
        (rows(("Toys", 30, 10), ("Toys", 30, 20)), "row 2: the limit 30 stands twice"),
        (rows(("Toys", 30, 50), ("Toys", 60, 20)), "Toys: the percentage must not fall"),
    ],
)
def test_rows_that_make_no_table_are_refused_with_their_place(
    edited: pd.DataFrame, said: str
) -> None:
    with pytest.raises(PolicyError, match=said):
        matrix_of(edited, name="By age")


def test_a_row_may_name_the_categories_of_the_shop_and_of_the_tables() -> None:
    policy = Policy(reserve_matrix={"*": (), "Old": ((30, 0.5),)})
    found = category_choices(["Toys", "Books"], policy.reserve_matrix, policy.cover_matrix)
    assert found == ["Every other category", "Books", "Old", "Toys"]
