"""What a person expects of demand instead of the model: asked for, listed, withdrawn."""

import dataclasses
import datetime as dt

import pandas as pd
import streamlit as st

from core.analysis import Analysis
from core.charts import sentences
from core.charts.formats import Formats
from core.override import DemandOverride, OverrideError
from pages.parts import state, widgets

#: For what an expectation holds.
ITEM, CATEGORY, EVERYTHING = "One item", "A category", "Every item"
#: What it says.
CHANGE, RATE = "Change in percent", "Units a week"


def show(analysis: Analysis, formats: Formats) -> None:
    """List the expectations in force, and ask for another one."""
    forecast, kept = analysis.forecast, analysis.policy.demand_overrides
    if forecast is None:
        return
    title = sentences.expectations_sentence(forecast.overrides, formats)
    with st.expander(widgets.plain(title), icon=":material/edit_note:"):
        st.caption(
            "Yours goes over the model's forecast and is used on every page; the model's own stays "
            "beside it. Days it covers only in part count in part. To keep them, take the policy "
            "file along (Policy page)."
        )
        if kept:
            _record(analysis, formats)
        _ask(analysis)


def badge(analysis: Analysis, formats: Formats) -> None:
    """Say on a page of figures that a person's expectations are in them, and lead to their list."""
    forecast = analysis.forecast
    if forecast is None or not sentences.expectations_in_force(forecast.overrides):
        return
    title = sentences.expectations_sentence(forecast.overrides, formats)
    st.page_link("pages/stock/forecast.py", label=widgets.plain(title), icon=":material/edit_note:")


def _record(analysis: Analysis, formats: Formats) -> None:
    kept = analysis.policy.demand_overrides
    record = analysis.forecast.overrides if analysis.forecast else pd.DataFrame()
    event = widgets.table(
        record,
        (
            "sku", "category", "from_date", "until_date", "demand_change", "units_per_week",
            "items", "units_before", "units_after", "reason", "by", "recorded_on", "withdrawn_on",
        ),
        formats,
        key="expectations",
        on_select="rerun",
    )  # fmt: skip
    rows = event["selection"]["rows"]
    chosen = kept[rows[0]] if rows and rows[0] < len(kept) else None
    can_withdraw = chosen is not None and chosen.withdrawn_on is None
    with st.container(horizontal=True, gap="small"):
        if chosen is not None and st.button(
            "Withdraw the chosen one",
            key="withdraw",
            icon=":material/undo:",
            disabled=not can_withdraw,
        ):
            changed = list(kept)
            changed[rows[0]] = chosen.withdrawn(_today())
            _propose(analysis, tuple(changed))
        widgets.downloads("expectations", {"expectations": record}, key="expectations_file")


def _ask(analysis: Analysis) -> None:
    as_of = analysis.book.as_of
    categories = sorted(analysis.book.items["category"].dropna().unique())
    whom = st.segmented_control(
        "For",
        [ITEM, CATEGORY, EVERYTHING] if categories else [ITEM, EVERYTHING],
        default=ITEM,
        required=True,
        key="expect_for",
    )
    with st.form("expect", border=False, clear_on_submit=False):
        sku = category = ""
        if whom == ITEM:
            sku = st.text_input("SKU", key="expect_sku").strip()
        elif whom == CATEGORY:
            category = str(st.selectbox("Category", categories, key="expect_category"))
        grid = st.grid("auto", min_column_width=150, gap="small")
        with grid.cell():
            first = st.date_input("From", as_of + dt.timedelta(days=1), key="expect_from")
        with grid.cell():
            last = st.date_input("Until", as_of + dt.timedelta(days=91), key="expect_until")
        with grid.cell():
            kinds = [CHANGE, RATE] if whom == ITEM else [CHANGE]
            kind = st.selectbox("Says", kinds, key="expect_kind")
        with grid.cell():
            figure = st.number_input("Figure", value=None, key="expect_figure", help=_FIGURE)
        with grid.cell():
            reason = st.text_input("Reason", key="expect_reason")
        with grid.cell():
            by = st.text_input("Your name", key="expect_by")
        asked = st.form_submit_button("Record", type=widgets.main_action(), key="expect_record")
    if not asked:
        return
    try:
        found = _override(whom == ITEM, sku, kind == CHANGE, figure, reason, by)
        found = dataclasses.replace(
            found, from_date=first, until_date=last, category=category, recorded_on=_today()
        )
    except OverrideError as error:
        st.error(widgets.plain(f"Nothing was recorded: {error}."), icon=":material/error:")
        return
    known = set(analysis.forecast.skus) if analysis.forecast else set()
    if sku and sku not in known:
        text = f"Nothing was recorded: no sales of {sku}, so there is no forecast to change."
        st.error(widgets.plain(text), icon=":material/error:")
        return
    _propose(analysis, (*analysis.policy.demand_overrides, found))


_FIGURE = "20 for a fifth more, −100 for nothing at all; or the units you expect a week."


def _override(
    for_item: bool, sku: str, as_change: bool, figure: float | None, reason: str, by: str
) -> DemandOverride:
    """Make an override of a form, its days still open; say what is missing."""
    if for_item and not sku:
        raise OverrideError("which item is it for? Type its SKU")
    if figure is None:
        raise OverrideError("a figure is missing")
    if not reason.strip() or not by.strip():
        raise OverrideError("a reason and your name are needed: next month somebody will ask")
    amount = {"change": figure / 100} if as_change else {"units_per_week": figure}
    some_day = dt.date(2000, 1, 1)
    return DemandOverride(
        some_day, some_day, sku=sku, reason=reason.strip(), by=by.strip(), **amount
    )


def _propose(analysis: Analysis, overrides: tuple[DemandOverride, ...]) -> None:
    state.propose_policy(dataclasses.replace(analysis.policy, demand_overrides=overrides))
    st.rerun()


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()
