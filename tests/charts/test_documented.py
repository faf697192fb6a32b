"""Nothing is shown that is not explained: columns, settings, figures."""

import dataclasses
import re
from pathlib import Path

import pytest

from core.charts import method
from core.charts.assumptions import SETTINGS
from core.charts.columns import HEADINGS, heading
from core.charts.explanations import EXPLANATIONS, explain
from core.policy import REASONS, Policy
from core.schema import TABLES

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "pages").rglob("*.py"))

#: How a page names the explanation of a figure: the third word of a Kpi or Fact, `explanation=`,
#: or the argument of `how` and `explain`.
NAMED = re.compile(
    r"""(?:\bhow\(|\bexplain\(|explanation=|Kpi\(\s*"[^"]*",[^"]*?(?:\([^)]*\))?,\s*)"([^"]+)\""""
)


def test_every_column_of_the_schema_says_what_it_means() -> None:
    for table in TABLES.values():
        assert table.description.endswith("."), table.name
        for column in table.columns:
            assert len(column.description.split()) >= 2, (table.name, column.name)
            assert heading(column.name).label.strip()
        shown = set(method.columns_table(table)["Column"])
        assert shown == {column.name for column in table.columns}


def test_every_setting_of_the_policy_has_its_reason() -> None:
    assert {field.name for field in dataclasses.fields(Policy)} == set(SETTINGS)
    assert all(len(setting.why.split()) >= 5 for setting in SETTINGS.values())


def test_every_reason_and_every_title_over_a_column_is_explained() -> None:
    assert set(REASONS) <= set(EXPLANATIONS)
    for name, title in HEADINGS.items():
        assert title.label.strip(), name


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_figure_a_page_shows_leads_to_an_explanation(path: Path) -> None:
    for key in NAMED.findall(path.read_text(encoding="utf-8")):
        if key:
            assert explain(key).computed, key


def test_every_explanation_is_found_in_the_glossary_and_says_how() -> None:
    for key, about in EXPLANATIONS.items():
        assert len(about.short.split()) >= 3, key
        assert len(about.computed.split()) >= 5, key
        assert about.term.strip(), key


def test_every_term_of_a_step_is_explained() -> None:
    for step in method.STEPS:
        for term in step.terms:
            assert explain(term).term
