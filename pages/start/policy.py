"""Policy: every choice behind the figures, to be changed, checked and taken along."""

import math
import zlib
from typing import Any, get_args

import streamlit as st

from core.charts import assumptions, policy_tables
from core.policy import (
    REASONS,
    SERVICE_CLASSES,
    CostFormula,
    FiscalCalendar,
    Framework,
    OneOffSales,
    OrderPolicy,
    PlanValuation,
    Policy,
    PolicyError,
    Presentation,
    PromotedSales,
    Recording,
    ReserveDeductible,
    SalesPeriods,
    ServiceMeasure,
    UnitOfAccount,
    Weekday,
)
from pages.parts import policy_file, policy_history, reserve_policy, state, widgets

CHOICES = {
    "framework": Framework,
    "cost_formula": CostFormula,
    "unit_of_account": UnitOfAccount,
    "recording": Recording,
    "presentation": Presentation,
    "reserve_deductible": ReserveDeductible,
    "fiscal_calendar": FiscalCalendar,
    "fiscal_weekday": Weekday,
    "service_measure": ServiceMeasure,
    "order_policy": OrderPolicy,
    "plan_valuation": PlanValuation,
    "sales_periods": SalesPeriods,
    "one_off_sales": OneOffSales,
    "promoted_sales": PromotedSales,
}

policy = state.policy()
changed = assumptions.changed_settings(Policy(), policy)
#: Inputs start anew from the Policy in force whenever it changes anywhere.
round_key = zlib.crc32(policy.key().encode())


def ask(name: str) -> Any:  # noqa: ANN401 - a setting is text, a number, a flag or a list
    """Ask for one setting and return it as the Policy takes it."""
    about, value, key = assumptions.SETTINGS[name], getattr(policy, name), f"{name}_{round_key}"
    why = widgets.plain(about.why)
    if name in CHOICES:
        options = list(get_args(CHOICES[name]))
        return st.selectbox(about.label, options, options.index(value), key=key, help=why)
    if about.kind == "reasons":
        chosen = st.pills(
            about.label,
            REASONS,
            selection_mode="multi",
            default=value,
            key=key,
            help=why,
            wrap=True,
        )
        # In the order in which reasons claim a unit, not the order of the clicks.
        return tuple(reason for reason in REASONS if reason in chosen)
    if about.kind == "flag":
        return st.checkbox(about.label, value, key=key, help=why)
    if about.kind == "share":
        percent = st.number_input(
            f"{about.label}, %", 0.0, 100.0, round(100 * value, 4), 0.5, key=key, help=why
        )
        # Untouched, a setting stays exactly what it was.
        return value if percent == round(100 * value, 4) else round(percent / 100, 8)
    if about.kind == "money":
        known = None if math.isinf(value) else float(value)
        money = st.number_input(
            about.label, 0.0, None, known, key=key, help=why, placeholder="no limit"
        )
        return math.inf if money is None else money
    if about.kind == "days":
        days = st.number_input(about.label, 0.0, 3650.0, float(value), 1.0, key=key, help=why)
        return value if days == float(value) else days
    return st.text_input(about.label, value, key=key, help=why)


widgets.page_heading(
    f"{len(changed)} of {len(assumptions.SETTINGS)} settings are your own"
    if changed
    else "Every setting is at its default",
    "Nothing changes before you apply it; what a framework forbids is refused with the reason",
)
with st.form(f"policy_{round_key}", border=False):
    chosen: dict[str, Any] = {}
    for heading, names in policy_tables.sections().items():
        st.subheader(heading, anchor=False)
        grid = st.grid("auto", min_column_width=260, gap="small")
        for name in names:
            with grid.cell():
                chosen[name] = ask(name)
    levels_column, cycles_column = st.columns(2)
    with levels_column:
        st.markdown("**Service level by class**", help=assumptions.SETTINGS["service_levels"].why)
        service = st.data_editor(
            policy_tables.service_rows(policy),
            column_config={
                "class": st.column_config.SelectboxColumn("Class", options=list(SERVICE_CLASSES)),
                "percent": st.column_config.NumberColumn(
                    "Service level, %", min_value=50, max_value=99.99
                ),
            },
            num_rows="dynamic",
            hide_index=True,
            key=f"service_levels_{round_key}",
        )
    with cycles_column:
        st.markdown(
            "**Days between two orders, by supplier**",
            help=assumptions.SETTINGS["order_cycles"].why,
        )
        cycles = st.data_editor(
            policy_tables.cycle_rows(policy),
            column_config={
                "supplier": st.column_config.TextColumn("Supplier"),
                "days": st.column_config.NumberColumn("Days", min_value=0, max_value=3650),
            },
            num_rows="dynamic",
            hide_index=True,
            key=f"order_cycles_{round_key}",
        )
    events_column, breaks_column = st.columns(2, gap="small")
    with events_column:
        st.markdown("**Events that move**", help=assumptions.SETTINGS["calendar_events"].why)
        events = st.data_editor(
            policy_tables.event_rows(policy),
            column_config={
                "event": st.column_config.TextColumn("Event"),
                "day": st.column_config.DateColumn("Day"),
            },
            num_rows="dynamic",
            hide_index=True,
            key=f"calendar_events_{round_key}",
        )
    with breaks_column:
        st.markdown("**Price breaks, by supplier**", help=assumptions.SETTINGS["price_breaks"].why)
        breaks = st.data_editor(
            policy_tables.break_rows(policy),
            column_config={
                "supplier": st.column_config.TextColumn("Supplier"),
                "units": st.column_config.NumberColumn("From units", min_value=1, step=1),
                "percent": st.column_config.NumberColumn(
                    "Off the price, %", min_value=0, max_value=99
                ),
            },
            num_rows="dynamic",
            hide_index=True,
            key=f"price_breaks_{round_key}",
        )
    st.subheader("Loan covenants and targets", anchor=False)
    st.caption(widgets.plain(assumptions.SETTINGS["covenants"].why))
    covenants = st.data_editor(
        policy_tables.covenant_rows(policy),
        column_config={
            "covenant": st.column_config.SelectboxColumn(
                "Covenant or target", options=list(policy_tables.COVENANT_LABELS.values())
            ),
            "limit": st.column_config.NumberColumn("Limit"),
        },
        num_rows="dynamic",
        hide_index=True,
        key=f"covenants_{round_key}",
    )
    st.subheader("Chart of accounts", anchor=False)
    st.caption("Name and code as your ledger has them; entries and import files use them.")
    accounts = st.data_editor(
        policy_tables.account_rows(policy),
        column_config={
            "role": None,
            "usual": st.column_config.TextColumn("Used for", disabled=True),
            "account": st.column_config.TextColumn("Your account", required=True),
            "code": st.column_config.TextColumn("Code"),
        },
        hide_index=True,
        height="content",
        key=f"accounts_{round_key}",
    )
    st.subheader("Reserve tables", anchor=False, help=assumptions.SETTINGS["reserve_matrix"].why)
    loaded = state.loaded()
    reserves = reserve_policy.tables(policy, loaded and loaded.book, key=str(round_key))
    applied = st.form_submit_button("Apply", type=widgets.main_action(), key="policy_apply")

if applied:
    try:
        tables = policy_tables.tables_from(accounts, covenants)
        tables |= policy_tables.ordering_tables_from(service, cycles, breaks)
        tables |= policy_tables.events_from(events)
        tables |= reserve_policy.settings(*reserves)
        kept = {name: getattr(policy, name) for name in policy_tables.TABLES}
        # A table that is not edited here stays as it is.
        wanted = Policy.from_settings({**kept, **chosen, **tables})
    except PolicyError as error:
        st.error(widgets.plain(f"Nothing was changed: {error}."), icon=":material/error:")
    else:
        state.propose_policy(wanted)
        st.rerun()

st.subheader("As a file", anchor=False)
policy_file.offer(policy)

policy_history.show()
