"""A plan as a table in which its owner changes the cuts of single items."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from core.markdown.plan import MarkdownPlan, Steps
from core.markdown.scenario import MarkdownScenario, delayed_steps

#: Cuts of an item that can be typed; more are shown where a plan has them.
FEWEST_CUTS = 2


def fitted_lines(
    lines: Iterable[tuple[str, Steps]], scenario: MarkdownScenario
) -> tuple[tuple[str, Steps], ...]:
    """Return the lines a scenario can carry: of its goods, with cuts within its window."""
    wanted = set(scenario.skus)
    return tuple(
        (sku, delayed_steps(steps, 0, scenario.weeks))
        for sku, steps in lines
        if not wanted or sku in wanted
    )


def cut_columns(cuts: int) -> tuple[tuple[str, str], ...]:
    """Columns with the week and the depth of each cut.

    >>> cut_columns(2)
    (('week_1', 'depth_1'), ('week_2', 'depth_2'))
    """
    return tuple((f"week_{number}", f"depth_{number}") for number in range(1, cuts + 1))


def most_cuts(plan: MarkdownPlan) -> int:
    """How many cuts a table needs so that no cut of the plan is hidden."""
    common = 1 + len(plan.scenario.later)
    return max(FEWEST_CUTS, common, *(len(steps) for _, steps in plan.lines))


def ladder_table(plan: MarkdownPlan, skus: Sequence[str]) -> pd.DataFrame:
    """Return the cuts of some items: sku and `cut_columns`, missing where there is no such cut."""
    columns = cut_columns(most_cuts(plan))
    rows = []
    for sku in skus:
        steps = plan.steps(sku)
        empty = (None,) * (2 * (len(columns) - len(steps)))
        rows.append((sku, *(part for step in steps for part in step), *empty))
    types = {week: "Int64" for week, _ in columns} | {depth: "float64" for _, depth in columns}
    names = [name for pair in columns for name in pair]
    return pd.DataFrame(rows, columns=["sku", *names]).astype(types)


def edited_lines(
    plan: MarkdownPlan, edits: Mapping[str, Mapping[str, Any]]
) -> tuple[tuple[str, Steps], ...]:
    """Return the plan's lines with an owner's changes; a week or depth left empty is no cut.

    Args:
        plan: as it stood.
        edits: sku to the changed columns of `cut_columns`; depths are fractions.

    Raises:
        PlanError: a ladder is out of range; the message names the item.
    """
    lines = dict(plan.lines)
    table = ladder_table(plan, list(edits)).set_index("sku")
    for sku, changed in edits.items():
        row: dict[str, Any] = {name: table.loc[sku, name] for name in table.columns} | dict(changed)
        pairs = [(row[week], row[depth]) for week, depth in cut_columns(most_cuts(plan))]
        lines[sku] = tuple(
            (int(week), float(depth))
            for week, depth in pairs
            if not (pd.isna(week) or pd.isna(depth)) and depth > 0
        )
    replace(plan, lines=tuple(lines.items()))  # refuses what is out of range
    return tuple(lines.items())
