"""Impact: both methods side by side, tied to the analysis."""

import math
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.analysis import analyze
from core.book import Book, make_book
from core.charts import sentences
from core.charts.formats import Formats
from core.policy import Policy

PAGE = "pages/money/impact.py"
RATIOS = "Ratios and covenants"
FORMATS = Formats(currency="USD")
OpenPage = Callable[..., AppTest]


def text_of(page: AppTest) -> str:
    """Everything that is written on the page, without the marks that protect it from markup."""
    written = [*page.markdown, *page.caption, *page.warning, *page.error, *page.subheader]
    return "\n".join(element.value for element in written).replace("\\", "")


def cells_of(page: AppTest) -> list[list[list[str]]]:
    """Tables of text as lists of rows."""
    tables = [table.value.astype(str).to_numpy().tolist() for table in page.table]
    return [[[cell.replace("\\", "") for cell in row] for row in table] for table in tables]


def metrics_of(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def on_tab(page: AppTest, name: str) -> AppTest:
    """The page with that tab open; only the open one is drawn."""
    page.session_state["impact_tab"] = name
    return page.run()


def row_of(page: AppTest, first: str, table: int = 0) -> list[str]:
    """The row that begins with `first` in the table-th table that has one."""
    rows = [row for rows in cells_of(page) for row in rows if row[0] == first]
    return rows[table]


def test_the_title_and_the_figures_are_those_of_the_analysis(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    impact = analyze(small_book, Policy()).impact
    assert not page.exception
    sentence = sentences.impact_sentence(
        FORMATS,
        net_income_effect=impact.net_income_effect,
        equity_effect=impact.equity_effect,
        net_income_before=7_125.0,
    )
    assert page.title[0].value.replace("\\", "") == sentence
    assert metrics_of(page) == {
        "Write-down to book": FORMATS.money_short(impact.charge),
        "Effect on net income": FORMATS.money_signed(impact.net_income_effect),
        "Effect on equity": FORMATS.money_signed(impact.equity_effect),
        "Inventory after": FORMATS.money_short(6_490.0 - impact.charge),
    }


def test_both_methods_show_their_entries_and_the_same_profit(
    small_book: Book, open_page: OpenPage
) -> None:
    page = on_tab(open_page(PAGE, small_book), "Statements")
    impact = analyze(small_book, Policy()).impact
    effect = FORMATS.money_statement(impact.net_income_effect)
    assert row_of(page, "Net income")[3] == row_of(page, "Net income", 1)[3] == effect
    gross = [row_of(page, "Inventory before allowance", table) for table in (0, 1)]
    assert gross[0][2] == FORMATS.money_statement(6_490.0 - impact.charge)
    assert gross[1][2] == "6,490.00"
    page = on_tab(page, "Proof")
    proof = [row_of(page, method) for method in ("Direct", "Allowance", "Wait (not allowed)")]
    assert {row[3] for row in proof} == {effect}
    assert proof[2][1] == "0.00"
    assert "same profit, tax and equity in every period" in text_of(page)


def test_the_next_period_uses_up_the_allowance(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    page.session_state["impact_period"] = "next"
    page = on_tab(page, "Entries")
    assert not page.exception
    assert "The impaired goods are sold." in text_of(page)
    page = on_tab(page, "Statements")
    assert page.segmented_control(key="impact_period").value == "next"
    assert row_of(page, "Net income")[1:] == ["–", "–", "0.00"]
    less = row_of(page, "Less allowance for inventory write-down", 1)
    assert less[2] == "0.00"


def test_figures_say_in_words_what_they_show(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    alts = [chart.proto.alt for chart in page.get("plotly_chart")]
    assert len(alts) == 2
    assert "Bridge of net income" in alts[0]
    assert "equity by period" in alts[1]


def test_without_figures_of_the_period_effects_are_known_and_bases_are_not(
    stock_only_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, stock_only_book)
    impact = analyze(stock_only_book, Policy()).impact
    assert not page.exception
    assert "No period figures" in text_of(page)
    effect = FORMATS.money_statement(impact.equity_effect)
    page = on_tab(page, "Statements")
    assert row_of(page, "Equity")[1:] == ["–", "–", effect]
    assert metrics_of(page)["Effect on equity"] == FORMATS.money_signed(impact.equity_effect)


def test_books_that_differ_from_the_stock_list_are_said_near_the_top(
    small_book: Book, open_page: OpenPage
) -> None:
    tables = {name: small_book.table(name) for name in ("items", "stock", "sales")}
    figures = small_book.financials.assign(inventory=7_000.0, equity=20_510.0)
    book = make_book(tables | {"financials": figures}, as_of=small_book.as_of, currency="USD")
    page = open_page(PAGE, book)
    warnings = [each.value.replace("\\", "") for each in page.warning]
    assert any("$7,000.00 against $6,490.00 in the stock list" in text for text in warnings)


def test_nothing_at_risk_leaves_the_books_alone(one_item_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, one_item_book)
    assert not page.exception
    assert "nothing to book" in page.title[0].value
    assert metrics_of(page)["Write-down to book"] == "€0"
    assert "No unit of the stock is worth less than it cost." in text_of(page)
    assert "Nothing to post in this period." in text_of(on_tab(page, "Entries"))


def test_stock_nobody_can_judge_is_unknown_and_posts_nothing(open_page: OpenPage) -> None:
    stock = pd.DataFrame({"sku": ["a", "b"], "on_hand": [3.0, 4.0], "unit_cost": [2.0, 5.0]})
    figures = pd.DataFrame(
        [{"period": "FY 2025", "revenue": 100.0, "inventory": 26.0, "inventory_allowance": 4.0}]
    )
    book = make_book({"stock": stock, "financials": figures}, as_of=date(2026, 1, 31))
    page = open_page(PAGE, book)
    assert not page.exception
    assert page.title[0].value == "What booking does to net income and equity is unknown"
    assert metrics_of(page)["Write-down to book"] == "unknown"
    assert metrics_of(page)["Effect on equity"] == "unknown"
    said = text_of(page)
    assert "nothing to book" not in said.lower()
    assert "No unit of the stock" not in said
    assert "Nothing is posted; the $4.00 on the books stay." in said


def test_covenants_of_the_policy_are_tested_and_a_broken_one_is_an_alarm(
    small_book: Book, open_page: OpenPage
) -> None:
    policy = Policy.from_settings({"covenants": {"current_ratio": 1.8, "debt_to_equity": 5.0}})
    page = open_page(PAGE, small_book, policy=policy)
    assert "covenant on current ratio is broken" in page.error[0].value.replace("\\", "")
    page = on_tab(page, RATIOS)
    assert row_of(page, "Current ratio")[4] == "✗ broken"
    assert row_of(page, "Debt to equity")[4] == "✓ holds"
    assert not open_page(PAGE, small_book).error


def test_account_names_are_shown_as_they_are_written(small_book: Book, open_page: OpenPage) -> None:
    name = "1400 *Stock* [$] <b>"
    policy = Policy.from_settings({"accounts": {"inventory": name}})
    page = on_tab(open_page(PAGE, small_book, policy=policy), "Entries")
    raw = [cell for table in page.table for cell in table.value.astype(str).to_numpy().ravel()]
    shown = [cell for cell in raw if "1400" in cell]
    assert shown
    assert all("\\*Stock\\*" in cell and "\\$" in cell and "\\<b" in cell for cell in shown)


def test_the_example_can_be_checked_by_hand(small_book: Book, open_page: OpenPage) -> None:
    page = on_tab(open_page(PAGE, small_book), "Proof")
    assert "can no longer be sold. Inventory:" not in text_of(page)
    page.session_state["by_hand"] = True
    page.run()
    assert not page.exception
    assert "$10,000.00 − $1,000.00 = $9,000.00" in text_of(page)
    assert "$1,000.00 − $250.00 = $750.00 less" in text_of(page)


def test_journal_statements_and_ratios_can_be_taken_away(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    for name, key in (("Entries", "journal"), ("Statements", "journal"), (RATIOS, "ratios")):
        keys = {button.key for button in on_tab(page, name).get("download_button")}
        assert keys >= {f"{key}_csv", f"{key}_xlsx"}


def test_an_empty_start_invites(open_page: OpenPage) -> None:
    page = open_page(PAGE)
    assert not page.exception
    assert "Nothing to show" in page.title[0].value
    assert not page.metric


def test_a_new_visitor_sees_the_demo(open_demo: Callable[[str], AppTest]) -> None:
    page = open_demo(PAGE)
    assert not page.exception
    assert page.title[0].value.startswith("Booking the write")
    assert len(page.metric) == 4


@pytest.mark.parametrize("framework", ["IFRS", "FRS 102", "US GAAP"])
def test_a_surplus_on_the_books_follows_the_framework(
    small_book: Book, open_page: OpenPage, framework: str
) -> None:
    tables = {name: small_book.table(name) for name in ("items", "stock", "sales")}
    figures = small_book.financials.assign(inventory_allowance=4_000.0, equity=16_000.0)
    book = make_book(
        tables | {"financials": pd.DataFrame(figures)}, as_of=date(2026, 1, 31), currency="USD"
    )
    policy = Policy.from_settings({"framework": framework})
    page = open_page(PAGE, book, policy=policy)
    impact = analyze(book, policy).impact
    assert not page.exception
    metrics = metrics_of(page)
    if framework == "US GAAP":
        assert metrics["Write-down to book"] == "$0"
        assert any("does not take it back" in each.value for each in page.warning)
    else:
        assert metrics["To take back now"] == FORMATS.money_short(impact.release)
        assert not math.isclose(impact.release, 0.0)


def test_a_switch_moves_framework_and_method_everywhere(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    page.segmented_control(key="switch_framework").set_value("US GAAP")
    page = page.run()
    page.segmented_control(key="switch_recording").set_value("allowance")
    page = page.run()
    assert not page.exception
    policy = page.session_state["policy"]
    assert (policy.framework, policy.recording) == ("US GAAP", "allowance")
    assert page.selectbox(key="framework").value == "US GAAP"
    assert page.segmented_control(key="recording").value == "allowance"
    assert "under US GAAP" in text_of(page)


def test_switching_to_ifrs_takes_a_test_in_total_back(
    small_book: Book, open_page: OpenPage
) -> None:
    policy = Policy(framework="US GAAP", unit_of_account="total", cost_formula="LIFO")
    page = open_page(PAGE, small_book, policy=policy)
    assert not page.exception
    page.segmented_control(key="switch_framework").set_value("IFRS")
    page = page.run()
    assert not page.exception
    assert not page.error
    now = page.session_state["policy"]
    assert (now.framework, now.unit_of_account, now.cost_formula) == ("IFRS", "item", "FIFO")


def test_eight_typed_figures_are_enough_for_before_and_after(
    stock_only_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, stock_only_book)
    assert "bring your period's figures" in page.title[0].value
    typed = {
        "revenue": 90_000, "cogs": 50_000, "operating_expenses": 30_000, "cash": 8_000,
        "inventory": 6_490, "payables": 9_000, "debt": 1_000, "equity": 4_490,
    }  # fmt: skip
    page = on_tab(page, "Your figures")
    for name, amount in typed.items():
        page.number_input(key=f"figures_{name}").set_value(float(amount))
    page = page.button(key="figures_use").click().run()
    assert not page.exception
    assert "a profit of" in page.title[0].value
    assert row_of(on_tab(page, "Statements"), "Equity")[1] == "4,490.00"
    assert row_of(on_tab(page, RATIOS), "Gross margin")[1] == "44.4%"


def test_the_nearest_covenant_is_named_with_its_room(small_book: Book, open_page: OpenPage) -> None:
    policy = Policy.from_settings({"covenants": {"equity": 15_000, "current_ratio": 0.9}})
    page = open_page(PAGE, small_book, policy=policy)
    page = on_tab(page, RATIOS)
    assert not page.exception
    assert "The nearest limit is on" in text_of(page) or "is broken" in text_of(page)


def test_a_shop_on_the_retail_method_enters_its_figures_and_sees_closing_stock(
    small_book: Book, open_page: OpenPage
) -> None:
    page = on_tab(
        open_page(PAGE, small_book, policy=Policy(cost_formula="retail")), "Retail method"
    )
    assert "appears here once" in text_of(page)
    typed = {
        "begin_cost": 12_000, "begin_retail": 20_000, "purchases_cost": 144_000,
        "purchases_retail": 212_000, "net_sales": 152_000, "net_markups": 8_000,
        "net_markdowns": 16_000,
    }  # fmt: skip
    for name, amount in typed.items():
        page.number_input(key=f"retail_{name}").set_value(float(amount))
    page = page.run()
    assert not page.exception
    # 156,000 / 240,000 = 65 %, of 72,000; with markdowns in the ratio 156,000 / 224,000.
    assert row_of(page, "Conventional (lower of cost or market)")[1:4] == [
        "65.0%", "72,000.00", "46,800.00",
    ]  # fmt: skip
    assert row_of(page, "Average cost")[3] == "50,142.86"
    assert "LIFO" not in {row[0] for rows in cells_of(page) for row in rows}


def test_missing_goods_and_firm_orders_are_in_entries_and_statements(open_page: OpenPage) -> None:
    items = pd.DataFrame({"sku": ["a"], "unit_cost": [10.0], "unit_price": [8.0]})
    stock = pd.DataFrame({"sku": ["a"], "on_hand": [10.0], "on_order": [5.0]})
    counts = pd.DataFrame({"sku": ["a"], "counted": [8.0]})
    book = make_book(
        {"items": items, "stock": stock, "counts": counts}, as_of=date(2026, 1, 31), currency="USD"
    )
    policy = Policy(firm_purchase_orders=True, selling_cost_rate=0, tax_rate=0.25)
    page = on_tab(open_page(PAGE, book, policy=policy), "Entries")
    assert not page.exception
    assert "goods for $20.00 that the count did not find ($4.00 of it already" in text_of(page)
    assert "lower net income by $19.50 more" in text_of(page)
    assert row_of(page, "Inventory shrinkage")[1] == "16.00"
    page = on_tab(page, "Statements")
    assert row_of(page, "Net income")[3:] == ["(15.00)", "(19.50)"]
    assert row_of(page, "of which retained earnings")[3:] == ["(15.00)", "(19.50)"]


def test_a_limit_can_be_added_beside_the_ratios(small_book: Book, open_page: OpenPage) -> None:
    page = on_tab(open_page(PAGE, small_book), RATIOS)
    page.number_input(key="limit_number").set_value(0.5)
    page = page.button(key="limit_add").click().run()
    assert not page.exception
    assert page.session_state["policy"].covenants == {"current_ratio": 0.5}
    assert "The nearest limit is on current ratio" in text_of(page)
