"""Policy: every setting can be changed, and what is not allowed is refused with the reason."""

import dataclasses
import datetime as dt
import zlib
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.book import Book
from core.charts import policy_tables
from core.charts.assumptions import SETTINGS
from core.policy import Policy

PAGE = "pages/start/policy.py"
OpenPage = Callable[..., AppTest]


@pytest.fixture
def page(small_book: Book, open_page: OpenPage) -> AppTest:
    return open_page(PAGE, small_book)


def inputs_of(page: AppTest) -> dict[str, object]:
    """Inputs of the form by label; those of the sidebar come before and bear other keys."""
    elements = [*page.selectbox, *page.number_input, *page.text_input, *page.checkbox]
    elements += [*page.pills]
    return {each.label: each for each in elements if str(each.key).rpartition("_")[2].isdigit()}


def policy_of(page: AppTest) -> Policy:
    return page.session_state["policy"] or Policy()


def apply(page: AppTest) -> AppTest:
    return page.button(key="policy_apply").click().run()


def errors_of(page: AppTest) -> str:
    return " ".join(error.value for error in page.error).replace("\\", "")


def test_every_setting_can_be_changed(page: AppTest) -> None:
    assert not page.exception
    named = [name for names in policy_tables.sections().values() for name in names]
    names = {field.name for field in dataclasses.fields(Policy)}
    assert {*named, *policy_tables.TABLES} == names
    labels = {SETTINGS[name].label for name in named}
    assert {label.removesuffix(", %") for label in inputs_of(page)} >= labels


def test_applying_without_a_change_changes_nothing(page: AppTest) -> None:
    again = apply(page)
    assert not again.exception
    assert policy_of(again) == Policy()


def test_applied_settings_are_in_force_everywhere(page: AppTest) -> None:
    inputs = inputs_of(page)
    inputs["Framework"].select("US GAAP")
    inputs["Cost formula"].select("LIFO")
    inputs["Tax rate, %"].set_value(30.0)
    inputs["Fiscal year end (month-day)"].set_value("01-31")
    again = apply(page)
    assert not again.exception
    assert policy_of(again).framework == "US GAAP"
    assert policy_of(again).cost_formula == "LIFO"
    assert policy_of(again).tax_rate == 0.3
    assert again.selectbox(key="framework").value == "US GAAP"
    assert "4 of" in again.title[0].value


def test_applying_keeps_every_table_that_was_set(small_book: Book, open_page: OpenPage) -> None:
    policy = Policy.from_settings(
        {
            "covenants": {"equity": 15_000.0},
            "account_codes": {"inventory": "630"},
            "reserve_matrix": {"Toys": {"90": 0.5}},
            "cover_matrix": {"Toys": {"12": 0.25}},
            "service_levels": {"A": 0.98},
            "order_cycles": {"Acme": 14.0},
            "price_breaks": {"Acme": {"48": 0.05, "96": 0.1}},
            "calendar_events": {"Fair": ["2025-05-14", "2026-05-20"]},
        }
    )
    page = apply(open_page(PAGE, small_book, policy=policy))
    assert not page.exception
    assert policy_of(page) == policy


def test_the_reserve_tables_are_those_of_exposure_and_edited_here_too(page: AppTest) -> None:
    page.session_state[f"aging_rates_{zlib.crc32(Policy().key().encode())}"] = {
        "edited_rows": {},
        "added_rows": [{"category": "Toys", "limit": 90, "percent": 50}],
        "deleted_rows": [],
    }
    again = apply(page)
    assert not again.exception
    assert policy_of(again).reserve_matrix["Toys"] == ((90, 0.5),)
    assert policy_of(again).aging_steps(None) == Policy().aging_steps(None)


def test_a_price_break_is_typed_in_and_half_a_one_is_refused(page: AppTest) -> None:
    key = f"price_breaks_{zlib.crc32(Policy().key().encode())}"
    half = {"supplier": "Acme", "units": 48}
    for row, refused in ((half, True), ({**half, "percent": 5}, False)):
        page.session_state[key] = {"edited_rows": {}, "added_rows": [row], "deleted_rows": []}
        again = apply(page)
        assert not again.exception
        assert ("each price break needs" in errors_of(again)) == refused
    assert policy_of(again).price_breaks == {"Acme": ((48, 0.05),)}


def test_the_day_of_an_event_is_typed_in_and_one_without_a_name_is_refused(page: AppTest) -> None:
    key = f"calendar_events_{zlib.crc32(Policy().key().encode())}"
    for row, refused in (
        ({"day": "2026-05-20"}, True),
        ({"event": "Fair", "day": "2026-05-20"}, False),
    ):
        page.session_state[key] = {"edited_rows": {}, "added_rows": [row], "deleted_rows": []}
        again = apply(page)
        assert not again.exception
        assert ("each day of an event needs" in errors_of(again)) == refused
    assert policy_of(again).calendar_events == {"Fair": (dt.date(2026, 5, 20),)}


def test_what_the_framework_forbids_is_refused_and_nothing_changes(page: AppTest) -> None:
    inputs_of(page)["Cost formula"].select("LIFO")
    again = apply(page)
    assert "IFRS does not allow LIFO" in errors_of(again)
    assert policy_of(again) == Policy()
    inputs_of(page)["Cost formula"].select("FIFO")
    inputs_of(page)["Level of the test"].select("total")
    assert "IAS 2.29" in errors_of(apply(page))


def test_tables_come_back_as_settings() -> None:
    accounts = policy_tables.account_rows(Policy())
    accounts.loc[accounts["role"] == "inventory", ["account", "code"]] = ["Stock", "630"]
    covenants = policy_tables.covenant_rows(Policy())
    covenants.loc[0] = ["Current ratio", 1.2]
    policy = Policy.from_settings(policy_tables.tables_from(accounts, covenants))
    assert policy.accounts["inventory"] == "Stock"
    assert policy.account_codes == {"inventory": "630"}
    assert policy.covenants == {"current_ratio": 1.2}


def test_a_row_that_is_incomplete_is_refused() -> None:
    covenants = policy_tables.covenant_rows(Policy())
    covenants.loc[0] = ["Current ratio", None]
    with pytest.raises(ValueError, match="needs a ratio and a limit"):
        policy_tables.tables_from(policy_tables.account_rows(Policy()), covenants)


def test_categories_are_tested_together_under_ifrs_only_with_a_reason(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_page("pages/money/exposure.py", small_book)
    page = page.selectbox(key="unit_of_account").set_value("category").run()
    assert not page.exception
    assert policy_of(page) == Policy()
    assert "IAS 2.29" in errors_of(page)
    page = page.text_input(key="grouping_reason").set_value("one product line").run()
    assert policy_of(page).unit_of_account == "category"
    assert policy_of(page).grouping_reason == "one product line"
    assert not page.error


def test_each_change_is_noted_with_what_was_and_what_is(page: AppTest) -> None:
    assert "Nothing yet" in "\n".join(each.value for each in page.caption)
    inputs_of(page)["Recording"].select("allowance")
    page = apply(page)
    rows = [row for table in page.table for row in table.value.astype(str).to_numpy().tolist()]
    noted = next(row for row in rows if row[1] == "Recording")
    assert noted[2:] == ["direct", "allowance"]
    assert {"policy_log_csv", "policy_log_xlsx"} <= {
        button.key for button in page.get("download_button")
    }
