import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.ordering import sort_order

ROWS = st.lists(
    st.tuples(st.integers(-3, 3), st.sampled_from([-np.inf, 0.5, 2.0]), st.integers(0, 2)),
    max_size=40,
)


@given(ROWS)
def test_rows_come_by_key_then_by_each_tie_and_else_as_they_were(
    rows: list[tuple[int, float, int]],
) -> None:
    key = np.array([row[0] for row in rows], dtype=np.int64)
    first = np.array([row[1] for row in rows])
    second = np.array([row[2] for row in rows])
    assert sort_order(key, [first, second]).tolist() == np.lexsort((second, first, key)).tolist()
    assert sort_order(key).tolist() == np.argsort(key, kind="stable").tolist()
