"""The reserve tables of the Policy, edited on the Policy page and where their effect is seen."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.book import Book
from core.exposure import category_choices, matrix_of, reserve_rows
from core.policy import AgingSteps, Policy, PolicyError
from pages.parts import sidebar, state, widgets

Matrix = Mapping[str, AgingSteps]

_USUAL_GRACE = Policy().new_item_grace_days


def editor(book: Book) -> None:
    """Show both reserve tables and the grace period for editing, and put them in force."""
    policy = state.policy()
    # A policy put in force brings fresh tables: edits already made must not be made twice.
    version = str(hash(policy))
    aging, months = tables(policy, book, key=version)
    grace = st.number_input(
        "Grace for new stock, days",
        min_value=0,
        max_value=3650,
        value=int(policy.new_item_grace_days),
        step=30,
        key=f"grace_{version}",
        help="Younger stock is neither excess nor slow: it has had no chance to sell.",
        width=250,
    )
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


def tables(policy: Policy, book: Book | None, *, key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Show both reserve tables for editing and return their rows, by age and by cover.

    Args:
        policy: whose tables they are at first.
        book: whose categories can be chosen beside those the tables name.
        key: tells one round of edits from the next.
    """
    categories = [] if book is None else book.items["category"].dropna().unique().tolist()
    choices = category_choices(categories, policy.reserve_matrix, policy.cover_matrix)
    st.caption(
        "A share of cost is reserved above an age, or from so many months of forecast demand on; "
        "the larger of the two counts, and only where it leaves less than the price does. The "
        "ages also bound the age groups: a row with 0 % makes a group without a reserve."
    )
    age, cover = st.columns(2, gap="medium")
    with age:
        st.subheader("By age", anchor=False, help=widgets.how("slow"))
        aging = _table(policy.reserve_matrix, choices, "Over, days", f"aging_rates_{key}")
    with cover:
        st.subheader("By months of cover", anchor=False, help=widgets.how("months_of_cover"))
        months = _table(policy.cover_matrix, choices, "Months", f"cover_rates_{key}")
    return aging, months


def settings(aging: pd.DataFrame, cover: pd.DataFrame) -> dict[str, Any]:
    """Return the settings that the rows of `tables` describe.

    Raises:
        PolicyError: a row is not whole or contradicts another; the message names it.
    """
    return {
        "reserve_matrix": matrix_of(aging, name="By age"),
        "cover_matrix": matrix_of(cover, name="By months of cover"),
    }


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
        read = settings(aging, cover)
    except PolicyError as error:
        return policy, str(error)
    return dataclasses.replace(policy, **read, new_item_grace_days=grace), ""


def _with(policy: Policy, by_age: Matrix, by_cover: Matrix, grace: int) -> Policy:
    return dataclasses.replace(
        policy, reserve_matrix=by_age, cover_matrix=by_cover, new_item_grace_days=grace
    )
