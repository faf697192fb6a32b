"""Nothing is shown that is not explained: columns, settings, figures."""

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.charts import method
from core.charts.assumptions import SETTINGS, assumptions_table
from core.charts.columns import HEADINGS, heading
from core.charts.explanations import EXPLANATIONS, explain
from core.charts.formats import Formats
from core.policy import REASONS, Policy
from core.schema import TABLES

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "pages").rglob("*.py"))

#: How a page names the explanation of a figure: the third word of a Kpi or Fact, `explanation=`,
#: or the argument of `how` and `explain`.
NAMED = re.compile(
    r"""(?:\bhow\(|\bexplain\(|explanation=|Kpi\(\s*"[^"]*",[^"]*?(?:\([^)]*\))?,\s*)"([^"]+)\""""
)


#: A heading that a function of the sentences makes.
SENTENCE = re.compile(r"\w+_sentence\(")


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


def test_every_setting_stands_on_the_page_method() -> None:
    shown = assumptions_table(Policy(), Formats())
    assert len(shown) == len(dataclasses.fields(Policy))
    assert shown["setting"].tolist() == [SETTINGS[f.name].label for f in dataclasses.fields(Policy)]
    assert shown["why"].map(len).min() > 0


def test_every_reason_and_every_figure_of_a_table_is_explained() -> None:
    assert set(REASONS) <= set(EXPLANATIONS)
    for name, title in HEADINGS.items():
        assert title.label.strip(), name
        # Names and dates speak for themselves.
        if title.shape not in ("text", "date"):
            assert len(title.help.split()) >= 3, name
        assert not title.term or title.term in EXPLANATIONS, name


def test_a_column_nobody_explained_is_not_shown() -> None:
    with pytest.raises(KeyError, match="no_such_column"):
        heading("no_such_column")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_figure_a_page_shows_leads_to_an_explanation(path: Path) -> None:
    for key in NAMED.findall(path.read_text(encoding="utf-8")):
        assert explain(key).computed, key


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Yield the name and node of every call in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", "")), node


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_figure_is_shown_without_its_explanation(path: Path) -> None:
    for name, call in calls(path):
        given = {keyword.arg for keyword in call.keywords}
        where = f"line {call.lineno}: {name}"
        empty = [k.arg for k in call.keywords if ast.unparse(k.value) in ("''", "None")]
        if name in ("Kpi", "figure", "metric"):
            assert not {"explanation", "help"} & set(empty), where
        if name == "Kpi":
            assert len(call.args) >= 3 or "explanation" in given, where
        elif name == "figure":
            assert "explanation" in given, where
        elif name == "metric":
            assert "help" in given, where
        elif name == "subheader" and SENTENCE.search(ast.unparse(call)):
            # A heading put together from the data has a figure in it.
            assert "help" in given, where


def test_every_page_stands_in_the_readme() -> None:
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    table = told[told.index("## The pages") : told.index("## Take it away")]
    for path in PAGES:
        if path.parent.name != "parts" and path.stem != "__init__":
            assert path.stem.capitalize() in table, path.stem


def test_every_explanation_is_found_in_the_glossary_and_says_how() -> None:
    for key, about in EXPLANATIONS.items():
        assert len(about.short.split()) >= 3, key
        assert len(about.computed.split()) >= 5, key
        assert about.term.strip(), key


def test_every_term_of_a_step_is_explained() -> None:
    for step in method.STEPS:
        for term in step.terms:
            assert explain(term).term
