"""Disclosures, the tax clock, shrinkage and goods on order."""

import dataclasses
import datetime as dt
import math

import pandas as pd

from core.accounting import Impact, ImpairedStock, article_case, assess
from core.accounting.disclosure import disclosures
from core.accounting.other_losses import OtherLosses, order_losses, other_losses, shrinkage
from core.accounting.tax_clock import bring_nothing, offer_list, tax_schedule
from core.analysis import analyze
from core.book import make_book
from core.policy import Policy

NAN = math.nan
CLASSES = pd.DataFrame({"category": ["a", "b"], "carrying_value": [4_000.0, 5_000.0]})


def impact_of(policy: Policy, stock: ImpairedStock | None = None, **figures: float) -> Impact:
    case = article_case()
    base = {**case.financials, **figures}
    return assess(stock or case.stock, financials=base, policy=policy, currency="USD")


def notes_of(policy: Policy, **figures: float) -> dict[str, float]:
    table = disclosures(impact_of(policy, **figures), policy, by_category=CLASSES)
    return dict(zip(table["item"], table["amount"], strict=True))


def test_ifrs_notes_name_carrying_amount_classes_expense_and_write_down() -> None:
    notes = notes_of(Policy())
    assert notes["Carrying amount of inventories"] == 9_000
    assert notes["of which a"] + notes["of which b"] == 9_000
    assert notes["Inventories recognized as an expense"] == 43_600
    assert notes["Write-down recognized as an expense"] == 1_000
    assert notes["Reversal of a write-down"] == 0
    assert "Circumstances of the reversal" not in notes
    assert "Circumstances of the reversal" in notes_of(Policy(), inventory_allowance=1_500.0)


def test_us_gaap_notes_and_schedule_tie() -> None:
    notes = notes_of(Policy(framework="US GAAP", recording="allowance"))
    assert notes["Loss on write-down to the lower amount"] == 1_000
    steps = [amount for name, amount in notes.items() if name.startswith(("Charged", "Deductions"))]
    opening, closing = (notes[f"Balance at {at} of period"] for at in ("beginning", "end"))
    assert opening + sum(steps) == closing == 1_000


def test_the_note_on_measurement_says_what_was_tested() -> None:
    lifo = Policy(framework="US GAAP", cost_formula="LIFO", unit_of_account="total")
    table = disclosures(impact_of(lifo), lifo, by_category=CLASSES)
    assert "lower of cost or market, determined in total" in table["text"].iloc[0]


def test_tax_that_waits_counts_the_loss_when_the_goods_leave() -> None:
    late = tax_schedule(impact_of(Policy(framework="US GAAP", tax_rate=0.25)))
    assert late["booked"].tolist() == [1_000, 0]
    assert late["counted"].tolist() == [0, 1_000]
    assert late["tax_now"].tolist() == [0, -250]
    assert late["deferred_tax_asset"].tolist() == [250, 0]
    early = tax_schedule(impact_of(Policy(reserve_deductible="booked")))
    assert early["counted"].tolist() == [1_000, 0]
    assert early["tax_now"].tolist() == [-250, 0]


def test_deferred_tax_that_is_not_recognized_makes_the_loss_cost_more() -> None:
    whole = impact_of(Policy())
    none = impact_of(Policy(deferred_tax_valuation=1.0))
    half = impact_of(Policy(deferred_tax_valuation=0.5))
    effects = [each.net_income_effect for each in (whole, half, none)]
    assert effects == [-750, -875, -1_000]
    assert all(each.balances and each.methods_agree for each in (whole, half, none))
    for each in (half, none):
        rows = each.statements.query("method == 'direct' and line == 'net_income'")
        assert rows["effect"].sum() == -750


def segments() -> pd.DataFrame:
    rows = [
        ("d", "damaged", 10.0, 100.0, 3.8, 38.0, 62.0),
        ("e", "excess", 10.0, 100.0, 3.8, 38.0, 62.0),
        ("x", "damaged", 10.0, 100.0, 0.0, 0.0, 100.0),
        ("o", "discontinued", 1.0, 10.0, 4.75, 4.75, 5.25),
    ]
    columns = ["sku", "reason", "units", "cost_value", "nrv_unit", "nrv_value", "write_down"]
    return pd.DataFrame(rows, columns=columns).assign(description="thing")


def test_us_tax_lists_subnormal_goods_with_price_and_date_and_no_excess() -> None:
    us = Policy(framework="US GAAP")
    table = offer_list(segments(), as_of=dt.date(2026, 1, 31), policy=us, currency="USD")
    assert table["sku"].tolist() == ["d", "o"]
    assert table["offer_price"].tolist() == [4.0, 5.0]
    assert table["offer_by"].dt.date.unique().tolist() == [dt.date(2026, 3, 2)]
    assert bring_nothing(segments()) == 100
    lifo = dataclasses.replace(us, cost_formula="LIFO")
    for policy in (Policy(), lifo):
        empty = offer_list(segments(), as_of=dt.date(2026, 1, 31), policy=policy, currency="USD")
        assert empty.empty


def test_shrinkage_is_a_difference_of_quantity_and_unknown_rows_stay_unknown() -> None:
    valued = pd.DataFrame(
        {
            "sku": ["a", "b"], "location": [None, None], "lot": [None, None],
            "on_hand": [10.0, 5.0], "unit_cost": [2.0, 3.0],
        }
    )  # fmt: skip
    counts = pd.DataFrame(
        {
            "sku": ["a", "b", "z"], "location": [None] * 3, "lot": [None] * 3,
            "counted": [8.0, 6.0, 1.0],
        }
    )  # fmt: skip
    table = shrinkage(counts, valued, currency="USD").set_index("sku")
    assert table.loc["a", ["missing", "amount"]].tolist() == [2, 4]
    assert table.loc["b", ["missing", "amount"]].tolist() == [-1, -3]
    assert math.isnan(table.loc["z", "amount"])


def test_orders_that_can_be_cancelled_are_no_loss_yet() -> None:
    stock = pd.DataFrame({"sku": ["a", "a", "b"], "on_order": [4.0, 6.0, 5.0]})
    values = pd.DataFrame({"sku": ["a", "b"], "unit_cost": [10.0, 3.0], "nrv_unit": [7.5, NAN]})
    table = order_losses(stock, values, currency="USD")
    assert table[["sku", "loss"]].to_numpy().tolist() == [["a", 25.0]]
    assert not losses_of(firm=False).entries["direct"]
    (loss, tax) = losses_of(firm=True).entries["direct"]
    assert (loss.lines[0].role, loss.lines[0].debit) == ("write_down_loss", 25.0)
    assert tax.lines[0].debit == 6.25


def losses_of(*, firm: bool) -> OtherLosses:
    items = pd.DataFrame({"sku": ["a"], "unit_cost": [10.0], "unit_price": [7.5]})
    stock = pd.DataFrame({"sku": ["a"], "on_hand": [0.0], "on_order": [10.0]})
    book = make_book({"items": items, "stock": stock}, as_of=dt.date(2026, 1, 31))
    policy = Policy(firm_purchase_orders=firm, selling_cost_rate=0, tax_rate=0.25)
    return other_losses(book, policy, analyze(book, policy).impact)
