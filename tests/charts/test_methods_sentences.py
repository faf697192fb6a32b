"""Direct and allowance in words: true in every state of the books."""

import math
from collections.abc import Callable

from core.accounting import Impact, ImpairedStock
from core.charts import ledger
from core.charts.formats import Formats
from core.charts.sentences import equity_sentence, methods

FORMATS = Formats()
Assess = Callable[..., Impact]


def test_both_methods_take_the_loss_and_keep_it_in_different_accounts(assess_shop: Assess) -> None:
    impact = assess_shop()
    agree = methods.agreement_sentence(FORMATS, charge=impact.charge, release=impact.release)
    assert "take the loss of $1,000.00" in agree
    differ = methods.difference_sentence(impact.statements, FORMATS)
    assert "Inventory itself to $9,000.00" in differ
    assert "leaves Inventory at $10,000.00 and holds $1,000.00" in differ


def test_a_release_is_said_to_be_taken_back(assess_shop: Assess) -> None:
    figures = {"inventory_allowance": 1_500.0, "equity": 8_500.0}
    impact = assess_shop(figures=figures)
    text = methods.agreement_sentence(FORMATS, charge=impact.charge, release=impact.release)
    assert "take back $500.00 of earlier loss" in text


def test_nothing_to_record_is_said_so(assess_shop: Assess) -> None:
    impact = assess_shop(stock=ImpairedStock(cost_value=10_000.0))
    assert "no loss" in methods.agreement_sentence(FORMATS, charge=0.0, release=0.0)
    assert "look alike" in methods.difference_sentence(impact.statements, FORMATS)
    assert "change nothing" in methods.waiting_sentence(impact.statements, FORMATS)


def test_waiting_only_puts_the_loss_off(assess_shop: Assess) -> None:
    text = methods.waiting_sentence(assess_shop().statements, FORMATS)
    assert "not allowed" in text
    assert "lower net income of the next period by $750.00" in text


def test_only_ifrs_and_frs_102_take_a_write_down_back() -> None:
    assert "requires" in methods.later_sentence("IFRS")
    assert "requires" in methods.later_sentence("FRS 102")
    assert "does not take it back" in methods.later_sentence("US GAAP")


def test_an_uploaded_sheet_that_is_out_fails_its_check_only(assess_shop: Assess) -> None:
    impact = assess_shop(figures={"equity": 9_000.0})
    proofs = methods.checks(
        impact.allowance,
        methods_agree=impact.methods_agree,
        balances=impact.balances,
        balance_difference=impact.balance_difference,
    )
    assert [holds for holds, _ in proofs] == [True, False, True]
    assert "uploaded balance sheet is out" in proofs[1][1]
    sound = methods.checks(
        impact.allowance, methods_agree=True, balances=True, balance_difference=math.nan
    )
    assert all(holds for holds, _ in sound)


def test_problems_read_as_sentences_without_file_names(assess_shop: Assess) -> None:
    figures = {"inventory": 10_250.0, "equity": 10_250.0}
    first = methods.impact_problem_sentence(assess_shop(figures=figures).problems[0])
    assert first.startswith("Inventory: $10,250.00 against $10,000.00 in the stock list. ")
    assert "The books are $250.00 above the stock list" in first
    missing = methods.impact_problem_sentence(assess_shop(figures=None).problems[0])
    assert missing.startswith("No period figures. ")


def test_a_broken_covenant_is_named(assess_shop: Assess) -> None:
    covenants = assess_shop(covenants={"equity": 9_000, "current_ratio": 3.6}).covenants
    table = ledger.covenant_table(covenants, FORMATS, method="direct")
    assert "covenant on current ratio is broken" in methods.covenant_sentence(table)
    assert methods.covenant_sentence(table.head(1)) == ""


def test_waiting_looks_better_only_in_between(assess_shop: Assess) -> None:
    equity = ledger.equity_changes(assess_shop().statements)
    text = equity_sentence(equity, FORMATS)
    assert "same equity in every period" in text
    assert "waiting shows $750 more at first and ends at the same amount" in text


def test_the_amount_to_book_is_what_is_needed_less_what_is_held() -> None:
    def said(**amounts: float) -> str:
        return methods.charge_sentence(
            FORMATS, **{"required": 0.0, "opening": 0.0, "charge": 0.0, "release": 0.0, **amounts}
        )

    assert "hold no allowance yet: $1,000.00 is to be booked" in said(required=1_000, charge=1_000)
    assert "hold $400.00 already: $600.00 is" in said(required=1_000, opening=400, charge=600)
    assert "$500.00 is to be taken back" in said(required=1_000, opening=1_500, release=500)
    assert "nothing is to be booked" in said(required=1_000, opening=1_500)
    assert "No unit" in said()
