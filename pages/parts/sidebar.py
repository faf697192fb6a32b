"""Beside every page: which Book is on screen, and the choices that move all figures at once."""

import dataclasses
from typing import Any, get_args

import streamlit as st

from core.charts.explanations import explain
from core.charts.formats import Formats
from core.policy import Framework, Policy, PolicyError, Recording, UnitOfAccount
from core.report import needs_attention
from pages.parts import state
from pages.parts.ledger_line import ledger_line
from pages.parts.widgets import plain

#: A Policy's rates end below one.
_TOP_PERCENT = 99.9999

#: Rates on screen: setting, label, lowest percent, what it means.
_RATES: tuple[tuple[str, str, float, str], ...] = (
    ("tax_rate", "Tax rate", 0.0, "Used where the financials state no rate."),
    ("selling_cost_rate", "Selling cost", 0.0, "Costs necessary to make the sale, of price."),
    ("clearance_discount", "Clearance discount", 0.0, "Off the price, to clear excess."),
    ("service_level", "Service level", 50.0, explain("service_level").short),
)


def show() -> None:
    """Draw the sidebar below the navigation."""
    proposed = state.take_proposed_policy()
    if proposed is not None:
        adopt(proposed)
    with st.sidebar:
        _book_card()
        if state.loaded() is not None:
            _assumptions()


def choose_framework(framework: Framework) -> None:
    """Set the framework, before the sidebar is drawn or in a callback."""
    policy = state.policy().under(framework)
    state.set_policy(policy)
    st.session_state["framework"] = framework
    # What the framework forbids has given way.
    st.session_state["unit_of_account"] = policy.unit_of_account


def choose_recording(recording: Recording) -> None:
    """Set the method of recording, before the sidebar is drawn or in a callback."""
    state.set_policy(dataclasses.replace(state.policy(), recording=recording))
    st.session_state["recording"] = recording


def books_switch(policy: Policy) -> None:
    """Let the reader switch framework and method where the books are shown.

    Args:
        policy: choices in force.
    """
    state.preset("switch_framework", policy.framework)
    state.preset("switch_recording", policy.recording)
    with st.container(horizontal=True):
        st.segmented_control(
            "Framework",
            get_args(Framework),
            required=True,
            key="switch_framework",
            on_change=lambda: choose_framework(st.session_state["switch_framework"]),
            help="Tax timing follows what is usual beside the framework.",
        )
        st.segmented_control(
            "Recording",
            get_args(Recording),
            required=True,
            format_func=str.capitalize,
            key="switch_recording",
            on_change=lambda: choose_recording(st.session_state["switch_recording"]),
        )


def adopt(policy: Policy) -> None:
    """Make a whole Policy the one in force; only before the sidebar is drawn or in a callback.

    The sidebar's inputs hold values of their own, which would win over the Policy.
    """
    state.set_policy(policy)
    for name in ("framework", "unit_of_account", "grouping_reason", "recording"):
        st.session_state[name] = getattr(policy, name)
    st.session_state["excess_horizon_days"] = int(policy.excess_horizon_days)
    for name, *_ in _RATES:
        st.session_state[name] = _percent(getattr(policy, name))


def _book_card() -> None:
    loaded = state.loaded()
    if loaded is None:
        st.caption("No stock loaded yet.")
        return
    book = loaded.book
    formats = Formats(currency=book.currency)
    with st.container(border=True, gap="xsmall"):
        if loaded.demo_id is not None:
            st.badge("Demo business", color="orange")
        # st.text, not markdown: the name comes from the user's file.
        st.text(book.name or "Your stock")
        st.caption(f"As of {formats.date(book.as_of)} · {formats.count(len(book.items), 'item')}")
        attention = needs_attention(book)
        if attention:
            verb = "needs" if attention == 1 else "need"
            count = formats.count(attention, "cell or row", "cells or rows")
            st.caption(f"{count} {verb} attention")
        st.caption(plain(ledger_line(book).sentence))
        label = "Use my own files" if loaded.demo_id is not None else "Data and checks"
        st.page_link("pages/start/data.py", label=label, icon=":material/upload_file:")


def say_unreconciled() -> None:
    """Say above a page that its figures are known not to be those of the ledger.

    The card says it too, but is out of sight on a telephone.
    """
    loaded = state.loaded()
    if loaded is None:
        return
    line = ledger_line(loaded.book)
    if line.differs:
        st.caption(f":material/warning: {plain(line.sentence)}")


def _assumptions() -> None:
    policy = state.policy()
    with st.expander("Assumptions", icon=":material/tune:"):
        chosen = _choices(policy)
    try:
        changed = dataclasses.replace(policy, **chosen)
    except PolicyError as error:
        st.error(str(error))
        return
    if changed != policy:
        state.set_policy(changed)


def _choices(policy: Policy) -> dict[str, Any]:
    frameworks, recordings = get_args(Framework), get_args(Recording)
    state.preset("framework", policy.framework, over=False)
    framework = st.selectbox(
        "Framework",
        frameworks,
        key="framework",
        persist_state="session",
        help="IFRS and FRS 102 require recoveries to be reversed; US GAAP forbids it.",
    )
    units = [unit for unit in get_args(UnitOfAccount) if unit != "total" or framework == "US GAAP"]
    allowed = policy.unit_of_account in units
    state.preset(
        "unit_of_account", policy.unit_of_account if allowed else units[0], over=not allowed
    )
    unit = st.selectbox(
        "Level of the test",
        units,
        key="unit_of_account",
        persist_state="session",
        help="Item by item is the rule; a group lets gains on some items hide losses on others.",
    )
    reason = policy.grouping_reason
    if unit == "category" and framework != "US GAAP":
        state.preset("grouping_reason", reason, over=False)
        reason = st.text_input(
            "Why the items of a category are alike",
            key="grouping_reason",
            persist_state="session",
            placeholder="same product line, same use, same area",
            help=f"{framework} lets items be tested together only with a reason (IAS 2.29). "
            "Without one nothing changes.",
        )
    state.preset("recording", policy.recording, over=False)
    recording = st.segmented_control(
        "Recording",
        recordings,
        required=True,
        format_func=str.capitalize,
        key="recording",
        persist_state="session",
        help=f"{explain('direct').short} {explain('allowance').short}",
    )
    return {
        "framework": framework,
        "unit_of_account": unit,
        "grouping_reason": reason,
        "recording": recording,
        **_rates(policy),
    }


def _rates(policy: Policy) -> dict[str, Any]:
    rates: dict[str, Any] = {}
    for name, label, lowest, about in _RATES:
        state.preset(name, _percent(getattr(policy, name)), over=False)
        percent = st.number_input(
            f"{label}, %",
            min_value=lowest,
            max_value=_TOP_PERCENT,
            step=1.0,
            format="%.1f",
            key=name,
            persist_state="session",
            help=about,
        )
        rates[name] = round(percent / 100, 6)
    state.preset("excess_horizon_days", int(policy.excess_horizon_days), over=False)
    rates["excess_horizon_days"] = st.number_input(
        "Excess beyond, days of demand",
        min_value=0,
        max_value=3650,
        step=30,
        key="excess_horizon_days",
        persist_state="session",
        help=explain("excess").computed,
    )
    return rates


def _percent(fraction: float) -> float:
    """Return percent to a millionth of the fraction, so that reading it back changes nothing."""
    return min(round(float(fraction) * 100, 4), _TOP_PERCENT)
