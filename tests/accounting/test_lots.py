"""The ledger of lots: it ties to the stock list and to the general ledger, to the cent."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.accounting import Impact, assess, impaired_stock
from core.accounting.last_run import UNASSIGNED, LedgerFileError, read_ledger
from core.accounting.lots import ledger_ties, lot_ledger
from core.policy import Policy

NAN = float("nan")


def segments_of(rows: list[tuple[str, str | None, float, float, float]]) -> pd.DataFrame:
    """One segment a row: sku, lot, units, unit cost, unit NRV (NaN unknown)."""
    frame = pd.DataFrame(rows, columns=["sku", "lot", "units", "unit_cost", "nrv_unit"])
    frame = frame.astype({"lot": "str"})
    cost = (frame["units"] * frame["unit_cost"]).round(2)
    nrv = (frame["units"] * frame["nrv_unit"]).round(2)
    loss = (cost - nrv).clip(lower=0).round(2)
    return frame.assign(
        location=pd.Series([None] * len(frame), dtype="str"),
        description="thing",
        category="all",
        cost_value=cost,
        nrv_value=nrv,
        write_down=loss,
        reason=np.where(loss > 0, "below cost", "healthy"),
        kind=np.where(loss > 0, "write_down", ""),
    )


def impact_of(
    segments: pd.DataFrame,
    *,
    opening: float = 0.0,
    framework: str = "IFRS",
    before: pd.DataFrame | None = None,
    scrapped: pd.Series | None = None,
    same_year: bool = False,
) -> Impact:
    policy = Policy(framework=framework)
    stock = impaired_stock(segments, currency="USD")
    figures = {"inventory_allowance": opening}
    last = None if before is None else dataclasses.replace(read_ledger(before), scrapped=scrapped)
    return assess(
        stock,
        financials=figures,
        policy=policy,
        currency="USD",
        last_run=last,
        same_year=same_year,
    )


GOODS = [("a", "1", 10.0, 10.0, 7.0), ("a", "2", 5.0, 10.0, 12.0), ("b", None, 4.0, 5.0, 1.0)]


def test_without_an_earlier_ledger_the_allowance_goes_to_the_lots_that_need_it() -> None:
    ledger = lot_ledger(impact_of(segments_of(GOODS), opening=23.0)).set_index(["sku", "lot"])
    # 30 and 16 are needed; 23 are there: half of each.
    assert ledger["opening"].to_list() == [15.0, 8.0, 0.0]
    assert ledger["charged"].to_list() == [15.0, 8.0, 0.0]
    assert ledger["closing"].to_list() == [30.0, 16.0, 0.0]


@pytest.mark.parametrize(("framework", "reversed_", "closing"), [("IFRS", 4, 0), ("US GAAP", 0, 4)])
def test_allowance_that_no_lot_needs_stands_apart(
    framework: str, reversed_: float, closing: float
) -> None:
    impact = impact_of(segments_of(GOODS), opening=50.0, framework=framework)
    row = lot_ledger(impact).set_index("sku").loc[UNASSIGNED]
    assert (row["opening"], row["reversed"], row["closing"]) == (4, reversed_, closing)
    assert row["blocked"] == closing
    assert ledger_ties(lot_ledger(impact), impact).tie


def test_units_gone_use_their_share_and_the_rest_is_measured_again() -> None:
    before = lot_ledger(impact_of(segments_of(GOODS)))
    now = [("a", "1", 4.0, 10.0, 8.0), ("a", "2", 5.0, 10.0, 9.0), ("c", None, 1.0, 9.0, 9.0)]
    scrapped = pd.Series({"b": 1.0})
    impact = impact_of(segments_of(now), opening=46.0, before=before, scrapped=scrapped)
    ledger = lot_ledger(impact)
    rows = ledger.set_index(["sku", "lot"]).fillna({"closing": -1})
    first = rows.loc[("a", "1")]
    # 30 for ten units; six are gone: 18 used, 12 left, 8 needed: 4 are taken back.
    assert first[["opening", "used_on_sale", "charged", "reversed", "closing"]].tolist() == [
        30, 18, 0, 4, 8,
    ]  # fmt: skip
    assert rows.loc[("a", "2"), "charged"] == 5
    gone = ledger[ledger["sku"] == "b"].iloc[0]
    assert (gone["opening"], gone["used_on_scrap"], gone["used_on_sale"]) == (16, 4, 12)
    assert gone["closing"] == 0


def test_us_gaap_keeps_on_its_lot_what_is_no_longer_needed() -> None:
    before = lot_ledger(impact_of(segments_of(GOODS)))
    now = [("a", "1", 10.0, 10.0, 9.0), ("a", "2", 5.0, 10.0, 9.0), ("b", None, 4.0, 5.0, 1.0)]
    impact = impact_of(segments_of(now), opening=46.0, framework="US GAAP", before=before)
    rows = lot_ledger(impact).set_index(["sku", "lot"])
    assert rows.loc[("a", "1"), ["reversed", "blocked", "closing"]].tolist() == [0, 20, 30]
    # Another lot's surplus does not pay for this one: no netting between lots.
    assert rows.loc[("a", "2"), "charged"] == 5


def test_a_lot_nobody_can_judge_is_unknown_and_keeps_what_it_opened_with() -> None:
    unknown = [("a", "1", 10.0, 10.0, NAN), ("b", None, 4.0, 5.0, 1.0)]
    impact = impact_of(segments_of(unknown), opening=20.0)
    rows = lot_ledger(impact).set_index("sku")
    assert np.isnan(rows.loc["a", "closing"])
    assert rows.loc[UNASSIGNED, "closing"] == 4
    assert ledger_ties(lot_ledger(impact), impact).tie


cents = st.integers(0, 5_000).map(lambda amount: amount / 100)


@st.composite
def goods(draw: st.DrawFn) -> pd.DataFrame:
    count = draw(st.integers(1, 12))
    rows = [
        (
            f"s{number % 5}",
            f"l{number}",
            draw(st.integers(0, 30)) * 1.0,
            draw(cents),
            draw(st.one_of(cents, st.just(NAN))),
        )
        for number in range(count)
    ]
    return segments_of(rows)


@given(
    first=goods(),
    second=goods(),
    opening=st.integers(0, 100_000).map(lambda amount: amount / 100),
    framework=st.sampled_from(["IFRS", "US GAAP", "FRS 102"]),
)
@settings(max_examples=20, deadline=None)
def test_every_ledger_ties_to_the_stock_list_and_the_general_ledger(
    first: pd.DataFrame, second: pd.DataFrame, opening: float, framework: str
) -> None:
    impact = impact_of(first, opening=opening, framework=framework)
    ledger = lot_ledger(impact)
    assert ledger_ties(ledger, impact).tie
    later = impact_of(second, opening=opening, framework=framework, before=ledger)
    rolled = lot_ledger(later)
    assert ledger_ties(rolled, later).tie
    known = rolled[rolled["closing"].notna() & (rolled["sku"] != UNASSIGNED)]
    assert (known["closing"] >= 0).all()
    assert (known["reversed"] <= known["opening"]).all()
    if framework == "US GAAP":
        assert (rolled["reversed"] == 0).all()


def test_the_same_stock_again_changes_nothing() -> None:
    impact = impact_of(segments_of(GOODS))
    before = lot_ledger(impact)
    again = lot_ledger(impact_of(segments_of(GOODS), opening=46.0, before=before))
    for column in ("charged", "used_on_sale", "used_on_scrap", "reversed"):
        assert (again[column] == 0).all()
    assert again["closing"].to_list() == before["closing"].to_list()


def test_a_file_that_is_no_ledger_is_refused_with_the_reason() -> None:
    before = lot_ledger(impact_of(segments_of(GOODS)))
    assert read_ledger(before).lots["closing"].to_list() == before["closing"].to_list()
    with pytest.raises(LedgerFileError, match="no column closing"):
        read_ledger(before.drop(columns="closing"))
    with pytest.raises(LedgerFileError, match="row 2, column units: 'ten'"):
        read_ledger(before.astype({"units": "object"}).assign(units=["ten", 1, 2]))
    with pytest.raises(LedgerFileError, match="named twice"):
        read_ledger(pd.concat([before, before]))


def test_an_impact_without_segments_has_an_empty_ledger() -> None:
    impact = impact_of(segments_of(GOODS))
    bare = dataclasses.replace(impact.stock, segments=pd.DataFrame())
    assert lot_ledger(dataclasses.replace(impact, stock=bare)).empty
