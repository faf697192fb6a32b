"""The plan being worked on: the ladder of all, the cuts of single items, and saving it."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from core.analysis import Analysis
from core.charts.formats import Formats
from core.markdown import (
    MarkdownOutcome,
    MarkdownPlan,
    MarkdownScenario,
    PlanError,
    cut_columns,
    edited_lines,
    fitted_lines,
    ladder_table,
    most_cuts,
)
from pages.parts import state, widgets

#: Rows of the editable plan; the items with the largest write-down come first.
ROWS = 200

_BASELINE = "Today's price"


def current_plan(analysis: Analysis, scenario: MarkdownScenario) -> MarkdownPlan:
    """Return the scenario with the cuts of single items that fit it."""
    lines = fitted_lines(state.plan_lines(), scenario)
    return MarkdownPlan(scenario=scenario, as_of=analysis.book.as_of, lines=lines)


def own_cuts(plan: MarkdownPlan, formats: Formats) -> None:
    """Say how many items have cuts of their own, and offer to drop them."""
    if not plan.lines:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        count = formats.count(len(plan.lines), "item has", "items have")
        st.caption(f":material/edit: {count} cuts of their own; the slider moves the others.")
        st.button(
            "One ladder for all",
            key="markdown_drop_lines",
            on_click=state.set_plan_lines,
            args=((),),
            help="Drops the cuts of single items.",
        )


def editor(plan: MarkdownPlan, outcome: MarkdownOutcome, formats: Formats) -> None:
    """Let the owner change the cuts of single items."""
    top = outcome.items.sort_values(["write_down_hold", "sku"], ascending=[False, True]).head(ROWS)
    cuts = ladder_table(plan, list(top["sku"]))
    table = top[["sku", "description", "on_hand", "write_down_hold", "write_down"]].merge(
        cuts, on="sku"
    )
    column = st.column_config
    money = formats.column_format("money", whole=True)
    st.data_editor(
        table,
        hide_index=True,
        key="markdown_editor",
        disabled=["sku", "description", "on_hand", "write_down_hold", "write_down"],
        column_config={
            "sku": column.TextColumn("SKU"),
            "description": column.TextColumn("Item"),
            "on_hand": column.NumberColumn("On hand"),
            "write_down_hold": column.NumberColumn("Write-down, today's price", format=money),
            "write_down": column.NumberColumn("Write-down, plan", format=money),
        }
        | _cut_columns(most_cuts(plan), plan.scenario.weeks),
        on_change=_take_edits,
        args=(plan, tuple(top["sku"])),
    )
    problem = state.take_refusal()
    if problem:
        st.error(widgets.plain(problem), icon=":material/error:")
    st.caption(
        f"The {formats.count(len(top), 'item')} that lack most at today's price. Empty a week or a "
        "depth to take a cut away."
    )


def _cut_columns(cuts: int, weeks: int) -> dict[str, Any]:
    """Week and depth of each cut, to be typed."""
    number = st.column_config.NumberColumn
    columns = {}
    for place, (week, depth) in enumerate(cut_columns(cuts), start=1):
        names = (
            ("Cut from week", "Off") if place == 1 else (f"Cut {place} from week", f"Off {place}")
        )
        columns[week] = number(names[0], min_value=1, max_value=weeks, step=1)
        columns[depth] = number(
            names[1], min_value=0.0, max_value=0.95, step=0.01, format="percent"
        )
    return columns


def _take_edits(plan: MarkdownPlan, skus: tuple[str, ...]) -> None:
    """Turn what was typed into cuts of single items; refuse what cannot be."""
    rows = state.edited_rows("markdown_editor")
    edits = {skus[int(row)]: changed for row, changed in rows.items()}
    try:
        state.set_plan_lines(edited_lines(plan, edits))
    except PlanError as error:
        state.set_refusal(f"Not taken: {error}.")


def ask_save(plan: MarkdownPlan) -> None:
    """Let the owner name and keep the plan."""
    with st.form("markdown_save", border=False):
        left, right = st.columns([4, 1], vertical_alignment="bottom")
        name = left.text_input(
            "Name of this scenario",
            key="markdown_name",
            placeholder="Autumn clearance",
            max_chars=40,
        )
        pressed = right.form_submit_button(
            "Save scenario", icon=":material/bookmark_add:", width="stretch"
        )
    if pressed:
        _save(plan, name.strip())
    if state.scenarios():
        st.page_link(
            "pages/decide/scenarios.py",
            label=f"Compare saved scenarios ({len(state.scenarios())})",
            icon=":material/compare_arrows:",
        )


def _save(plan: MarkdownPlan, name: str) -> None:
    saved = state.scenarios()
    taken = {each.scenario.name for each in saved} | {_BASELINE}
    if not name:
        st.error("A scenario needs a name to be found again.")
        return
    if name in taken:
        st.error("There is a scenario of that name already: choose another one.")
        return
    named = replace(plan, scenario=replace(plan.scenario, name=name))
    state.set_scenarios((*saved, named))
    st.success("Saved. It is kept until you close the app; take it with you as a file.")


def settings_table(plan: MarkdownPlan) -> pd.DataFrame:
    """Return the plan's file as rows, for a workbook."""
    return pd.DataFrame({"plan": plan.to_toml().splitlines()})
