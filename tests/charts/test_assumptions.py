"""Assumptions and method in words: nothing that moves a figure goes unexplained."""

import dataclasses

import pytest

from core.accounting import RATIOS
from core.charts import assumptions, explanations, method
from core.charts.formats import Formats
from core.policy import COVENANT_RATIOS, Policy
from core.schema import TABLES

FORMATS = Formats()


def table_of(**settings: object) -> dict[str, str]:
    table = assumptions.assumptions_table(Policy.from_settings(settings), FORMATS)
    return dict(zip(table["setting"], table["value"], strict=True))


def test_every_setting_of_a_policy_has_a_name_and_a_reason() -> None:
    names = {field.name for field in dataclasses.fields(Policy)}
    assert set(assumptions.SETTINGS) == names
    assert all(about.label and about.why for about in assumptions.SETTINGS.values())
    labels = [about.label for about in assumptions.SETTINGS.values()]
    assert len(set(labels)) == len(labels)


def test_a_changed_setting_names_its_default() -> None:
    table = table_of(tax_rate=0.3)
    assert table["Tax rate"] == "30% (default: 25%)"
    assert table["Service level"] == "95%"
    assert table["Excess beyond"] == "365 days"


def test_tables_of_a_policy_read_as_sentences() -> None:
    table = table_of(
        reserve_matrix={"Toys": {"90": 0.5}},
        accounts={"inventory": "1400 Stock"},
        covenants={"equity": 15_000, "debt_to_equity": 1.5},
    )
    assert table["Aging table"].startswith("every other category: over 180 days 25%")
    assert "Toys: over 90 days 50%" in table["Aging table"]
    assert table["Account names"] == "1400 Stock (default: the usual names)"
    covenants = "equity at least 15,000.00, debt to equity at most 1.50 (default: none given)"
    assert table["Loan covenants and targets"] == covenants


def test_changed_settings_are_named() -> None:
    own = Policy.from_settings({"tax_rate": 0.3, "framework": "US GAAP"})
    assert assumptions.changed_settings(Policy(), own) == ["Framework", "Tax rate"]
    assert assumptions.changed_settings(own, own) == []


@pytest.mark.parametrize(("changed", "said"), [(0, "all at their"), (1, "1 of"), (2, "2 of them")])
def test_the_headline_counts_own_assumptions(changed: int, said: str) -> None:
    assert said in method.headline(21, changed)


def test_steps_name_only_terms_that_are_explained() -> None:
    terms = [term for step in method.STEPS for term in step.terms]
    assert set(terms) <= set(explanations.EXPLANATIONS)
    assert len(set(terms)) == len(terms)


def test_no_two_terms_share_a_name() -> None:
    terms = [about.term.casefold() for about in explanations.EXPLANATIONS.values()]
    assert len(set(terms)) == len(terms)


def test_terms_are_found_by_every_word_and_in_order() -> None:
    found = [about.term for about in explanations.find_terms("IAS 12.24")]
    assert found == sorted(found, key=str.casefold)
    assert "Deferred tax asset" in found
    assert explanations.find_terms("no such thing anywhere") == []
    assert len(explanations.find_terms(" ")) == len(explanations.EXPLANATIONS)


def test_every_framework_answers_every_rule() -> None:
    table = method.rules_table()
    assert list(table.columns) == ["Question", "IFRS", "US GAAP", "FRS 102"]
    assert (table != "").all(axis=None)


@pytest.mark.parametrize("name", list(TABLES))
def test_columns_say_which_are_required(name: str) -> None:
    table = method.columns_table(TABLES[name]).set_index("Column")
    required = table.index[table["Meaning"].str.endswith("Required.")]
    assert set(required) == set(TABLES[name].required)
    assert list(table.index) == list(TABLES[name].column_names)


def test_the_version_is_that_of_the_project() -> None:
    assert method.version().count(".") == 2


def test_every_covenant_has_a_label() -> None:
    assert set(COVENANT_RATIOS) <= set(RATIOS)
