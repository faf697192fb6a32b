"""Saved scenarios: compare them, take them along as files, approve one for the books."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.analysis import Analysis
from core.charts import decision as charts
from core.charts import sentences
from core.charts.formats import Formats
from core.markdown import (
    MOST_COMPARED,
    MarkdownInputs,
    MarkdownPlan,
    PlanError,
    compare,
    with_foreseen,
    with_plan,
    without_plan,
)
from core.report.plans import BASELINE, ComparedPlans, compare_plans
from pages.parts import markdown_inputs, markdown_outcome, plan_followed, state, widgets


def ask_which() -> tuple[MarkdownPlan, ...]:
    """Let the owner choose what to compare with today's price, here and in the documents."""
    saved = {plan.scenario.name: plan for plan in state.scenarios()}
    most = MOST_COMPARED - 1
    names = st.multiselect(
        f"Scenarios beside today's price (up to {most})",
        list(saved),
        default=[plan.scenario.name for plan in state.compared(most)],
        max_selections=most,
        key=f"scenarios_chosen_{len(saved)}",
        help="These also stand in the presentation, the slides, the PDFs and the workbook.",
    )
    if tuple(names) != tuple(plan.scenario.name for plan in state.compared(most)):
        state.set_compared(tuple(names))
    return tuple(saved[name] for name in names)


def chosen(analysis: Analysis) -> ComparedPlans | None:
    """Return the scenarios chosen for comparison, for the documents; None where there are none."""
    plans = state.compared(MOST_COMPARED - 1)
    if not plans or analysis.forecast is None:
        return None
    try:
        return compare_plans(markdown_inputs.prepared(analysis).inputs, plans)
    except PlanError as error:
        st.warning(
            widgets.plain(f"The scenarios are left out: {error}."), icon=":material/warning:"
        )
        return None


def comparison(
    inputs: MarkdownInputs,
    plans: tuple[MarkdownPlan, ...],
    formats: Formats,
    heading: DeltaGenerator,
) -> None:
    """Show the scenarios side by side, the baseline always among them; the finding on top."""
    compared = compare(inputs, plans, baseline=BASELINE)
    finding = sentences.compare_sentence(compared.measures, formats, baseline=BASELINE)
    with heading:
        widgets.page_heading(
            finding,
            "Saved scenarios beside keeping today's price; all figures from the stock and "
            "settings on screen now",
        )
    if not compared.same_goods:
        st.warning(
            "These scenarios are not for the same goods and weeks: today's price is that of the "
            "first one, and the columns do not compare like with like.",
            icon=":material/warning:",
        )
    left, right = st.columns(2, gap="large")
    dark = widgets.is_dark()
    for place, measure, beside, title, about in (
        (left, "recovered", "write_down", "Recovered in all", "recovered"),
        (right, "write_down", "recovered", "Write-down needed today", "markdown_write_down"),
    ):
        with place:
            widgets.figure(
                title,
                charts.compare_figure(
                    compared.measures, measure, formats, beside=beside, dark=dark
                ),
                alt=f"{title}: {finding}.",
                key=f"scenarios_{measure}",
                explanation=about,
            )
    table = charts.compare_table(compared.measures, formats)
    markdown_outcome.figures_table(table, key="scenarios_measures")
    st.markdown("**Equity by period, as it is recorded**", help=widgets.how("markdown_equity"))
    books = {
        plan.scenario.name: outcome.books.by_period
        for plan, outcome in zip(plans, compared.outcomes, strict=True)
    }
    books = {BASELINE: compared.outcomes[0].books_hold.by_period} | books
    markdown_outcome.figures_table(charts.equity_table(books, formats), key="scenarios_equity")
    widgets.downloads(
        "scenarios",
        {"comparison": compared.measures}
        | {f"books {number}": frame for number, frame in enumerate(books.values())},
        key="scenarios",
    )


def each(analysis: Analysis, inputs: MarkdownInputs, formats: Formats) -> None:
    """Show every saved scenario with its file, its approval and a way to drop it."""
    for number, plan in enumerate(state.scenarios()):
        scenario = plan.scenario
        approved = (
            f" · approved by {plan.approved_by} on {formats.date(plan.approved_on)}"
            if plan.approved_on
            else ""
        )
        title = widgets.plain(f"{scenario.name}{approved}")
        icon = ":material/verified:" if plan.is_approved else ":material/bookmark:"
        with st.expander(title, icon=icon):
            st.caption(widgets.plain(sentences.scenario_sentence(plan_facts(plan), formats)))
            with st.container(horizontal=True):
                offer_file(plan, key=f"scenario_file_{number}")
                st.button(
                    "Remove",
                    icon=":material/delete:",
                    key=f"scenario_remove_{number}",
                    on_click=_remove,
                    args=(plan, inputs),
                )
            plan_followed.follow(plan, analysis, inputs, formats, key=f"scenario_outcome_{number}")
            _approval(plan, number, analysis, inputs)


def offer_file(plan: MarkdownPlan, *, key: str, label: str = "Scenario file") -> None:
    """Offer a scenario as a file that can be brought back."""
    st.download_button(
        label,
        data=plan.to_toml(),
        file_name=f"{plan.scenario.name}.toml",
        mime="application/toml",
        icon=":material/download:",
        on_click="ignore",
        key=key,
    )


def plan_facts(plan: MarkdownPlan) -> dict[str, object]:
    """Return what a scenario is about, for its sentence."""
    scenario = plan.scenario
    return {
        "items": len(scenario.skus),
        "own_cuts": len(plan.lines),
        "weeks": scenario.weeks,
        "steps": ((scenario.start_week, scenario.depth), *scenario.later),
        "basis": scenario.nrv_basis,
    }


def _approval(plan: MarkdownPlan, number: int, analysis: Analysis, inputs: MarkdownInputs) -> None:
    if plan.is_approved:
        st.button(
            "Withdraw the approval",
            key=f"scenario_withdraw_{number}",
            on_click=_withdraw,
            args=(plan, inputs),
        )
        return
    as_of = analysis.book.as_of
    with st.form(f"scenario_approve_{number}"):
        st.markdown("**Approve this plan, so that its prices may enter net realizable value**")
        first, second, third = st.columns(3)
        by = first.text_input("Approved by", key=f"scenario_by_{number}", max_chars=60)
        on = second.date_input("Approved on", value=as_of, key=f"scenario_on_{number}")
        start = third.date_input("First day", value=as_of, key=f"scenario_start_{number}")
        st.caption(
            "A plan counts as evidence if it was approved by the day the stock list speaks of "
            f"({as_of:%Y-%m-%d}); see IAS 2.30. Net realizable value then takes its prices, dates "
            "and outlet, with the price response estimated here and the policy's valuation of "
            f"plans ({analysis.policy.plan_valuation}), whatever the scenario tried of these two."
        )
        pressed = st.form_submit_button("Approve", icon=":material/verified:")
    if not pressed:
        return
    if not by.strip():
        st.error("An approval needs a name: who stands for this plan?")
        return
    approved = with_foreseen(inputs, plan.approved(by=by.strip(), on=on).starting(start))
    loaded = state.loaded()
    if loaded is not None:
        book = with_plan(loaded.book, inputs, approved)
        _replace_saved(plan, approved)
        state.change_book(book)
        st.rerun()


def _withdraw(plan: MarkdownPlan, inputs: MarkdownInputs) -> None:
    loaded = state.loaded()
    if loaded is not None:
        book = without_plan(loaded.book, inputs, plan)
        _replace_saved(plan, replace(plan, approved_by="", approved_on=None))
        state.change_book(book)


def _replace_saved(plan: MarkdownPlan, by: MarkdownPlan) -> None:
    state.set_scenarios(tuple(by if kept is plan else kept for kept in state.scenarios()))


def _remove(plan: MarkdownPlan, inputs: MarkdownInputs) -> None:
    if plan.is_approved:
        _withdraw(plan, inputs)
    name = plan.scenario.name
    state.set_scenarios(tuple(kept for kept in state.scenarios() if kept.scenario.name != name))


def bring() -> None:
    """Let the owner bring scenario files; an approval in a file has to be given anew."""
    taken = len(state.scenarios())
    files = st.file_uploader(
        "Bring scenario files",
        type="toml",
        accept_multiple_files=True,
        key=f"scenario_files_{taken}",
    )
    read: list[MarkdownPlan] = []
    for file in files:
        try:
            plan = MarkdownPlan.from_toml(file.getvalue().decode("utf-8"))
        except (PlanError, UnicodeDecodeError) as error:
            st.error(widgets.plain(f"{file.name}: {error}"), icon=":material/error:")
            continue
        names = {each.scenario.name for each in (*state.scenarios(), *read)} | {BASELINE, ""}
        name = plan.scenario.name or file.name.removesuffix(".toml")
        if name in names:
            st.error(
                widgets.plain(f"{file.name}: there is a scenario named {name!r} already."),
                icon=":material/error:",
            )
            continue
        scenario = replace(plan.scenario, name=name)
        read.append(replace(plan, scenario=scenario, approved_by="", approved_on=None))
    if read:
        state.set_scenarios((*state.scenarios(), *read))
        st.rerun()
