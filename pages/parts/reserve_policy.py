"""The reserve tables of the Policy, edited where their effect is seen."""

import dataclasses
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core.book import Book
from core.exposure import category_choices, matrix_of, reserve_rows
from core.policy import AgingSteps, Policy, PolicyError
from pages.parts import sidebar, state, widgets

Matrix = Mapping[str, AgingSteps]

_USUAL_GRACE = Policy().new_item_grace_days


def editor(book: Book) -> None:
    """Show both reserve tables and the grace period for editing."""
    policy = state.policy()
    choices = category_choices(
        book.items["category"].dropna().unique().tolist(),
        policy.reserve_matrix,
        policy.cover_matrix,
    )
    st.caption(
        "A share of cost is reserved above an age, or from so many months of forecast demand on; "
        "the larger of the two counts, and only where it leaves less than the price does. The "
        "ages also bound the age groups: a row with 0 % makes a group without a reserve."
    )
    # A policy put in force brings fresh tables: edits already made must not be made twice.
    version = hash(policy)
    age, cover = st.columns(2, gap="medium")
    with age:
        st.subheader("By age", anchor=False, help=widgets.how("slow"))
        aging = _table(policy.reserve_matrix, choices, "Over, days", f"aging_rates_{version}")
        grace = st.number_input(
            "Grace for new stock, days",
            min_value=0,
            max_value=3650,
            value=int(policy.new_item_grace_days),
            step=30,
            key=f"grace_{version}",
            help="Younger stock is neither excess nor slow: it has had no chance to sell.",
        )
    with cover:
        st.subheader("By months of cover", anchor=False, help=widgets.how("months_of_cover"))
        months = _table(policy.cover_matrix, choices, "Months", f"cover_rates_{version}")
    changed, refused = _read(policy, aging, months, grace)
    if refused:
        st.error(widgets.plain(f"Not in force yet. {refused}."), icon=":material/error:")
    usual = _with(policy, Policy().reserve_matrix, Policy().cover_matrix, _USUAL_GRACE)
    with st.container(horizontal=True):
        st.button(
            "Put in force",
            type=widgets.main_action(),
            key="reserve_apply",
            disabled=changed == policy,
            on_click=sidebar.adopt,
            args=(changed,),
        )
        st.button(
            "Back to the defaults",
            icon=":material/restart_alt:",
            key="reserve_defaults",
            disabled=usual == policy,
            on_click=sidebar.adopt,
            args=(usual,),
        )


def _table(matrix: Matrix, choices: list[str], limit: str, key: str) -> pd.DataFrame:
    rows = reserve_rows(matrix)
    edited: pd.DataFrame = st.data_editor(
        rows,
        num_rows="dynamic",
        hide_index=True,
        key=key,
        column_config={
            "category": st.column_config.SelectboxColumn(
                "Category", options=choices, default=choices[0], width=165
            ),
            "limit": st.column_config.NumberColumn(
                limit, min_value=0, step=1, format="%d", width=90
            ),
            "percent": st.column_config.NumberColumn(
                "Reserved, %", min_value=0, max_value=100, format="%g", help="Of cost.", width=95
            ),
        },
    )
    return edited


def _read(
    policy: Policy, aging: pd.DataFrame, cover: pd.DataFrame, grace: int
) -> tuple[Policy, str]:
    """Return the policy the tables describe, and what is wrong with them if it is none."""
    try:
        by_age = matrix_of(aging, name="By age")
        by_cover = matrix_of(cover, name="By months of cover")
    except PolicyError as error:
        return policy, str(error)
    return _with(policy, by_age, by_cover, grace), ""


def _with(policy: Policy, by_age: Matrix, by_cover: Matrix, grace: int) -> Policy:
    return dataclasses.replace(
        policy, reserve_matrix=by_age, cover_matrix=by_cover, new_item_grace_days=grace
    )
