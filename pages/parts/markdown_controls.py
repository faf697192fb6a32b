"""Controls that build a markdown scenario: goods, ladder, costs, what becomes of the rest."""

from dataclasses import dataclass, replace

import streamlit as st

from core.analysis import Analysis
from core.charts import sentences
from core.charts.formats import Formats
from core.markdown import DEPTH_STEPS, MarkdownScenario, fitting_steps, marked_skus
from core.policy import Policy
from pages.parts import state, widgets

#: The choice beside the categories.
EVERYTHING = "Everything at risk"
CHOSEN = "Items I choose"

#: Depth the slider stands at when the page is first opened.
FIRST_DEPTH = 0.30

_AFTER = {
    "keep selling": "Stays on sale at the last price",
    "outlet": "Goes to the outlet",
}
_BASIS = {"tiered": "Price by price (tiered)", "blended": "Item as a whole (blended)"}
_OUTLETS = ("jobber", "vendor", "bundle", "donate", "scrap")
_OUTLET_NAMES = {
    "jobber": "Jobber or clearance",
    "vendor": "Back to the vendor",
    "bundle": "Bundled with other goods",
    "donate": "Donated",
    "scrap": "Scrapped",
}


def ask_goods(analysis: Analysis) -> tuple[str, ...]:
    """Let the owner choose the goods; return their skus."""
    exposure, digest = analysis.exposure, analysis.book.digest[:8]
    categories = list(exposure.by_category["category"])
    choice = st.selectbox(
        "Goods to mark down",
        [*categories, EVERYTHING, CHOSEN],
        key=f"markdown_goods_{digest}",
        persist_state="session",
        help="Categories with the largest write-down come first.",
    )
    if choice == CHOSEN:
        return _ask_items(analysis)
    only_at_risk = st.toggle(
        "Only items at risk",
        value=True,
        key=f"markdown_at_risk_{digest}",
        persist_state="session",
        disabled=choice == EVERYTHING,
        help=f"Leaves items alone that sell well at today's price. {widgets.how('at_risk_value')}",
    )
    if choice == EVERYTHING:
        return marked_skus(exposure.items)
    return marked_skus(exposure.items, category=choice, only_at_risk=only_at_risk)


def _ask_items(analysis: Analysis) -> tuple[str, ...]:
    items = analysis.exposure.items.sort_values("write_down", ascending=False)
    names = dict(zip(items["sku"], items["description"].fillna(""), strict=True))
    chosen = st.multiselect(
        "Items",
        list(names),
        format_func=lambda sku: f"{sku} {names[sku]}".strip(),
        key=f"markdown_items_{analysis.book.digest[:8]}",
        persist_state="session",
        placeholder="Type a name or code",
    )
    return tuple(chosen)


def ask_depth(formats: Formats, *, repaints: str) -> None:
    """Show the slider of the depth; it repaints one fragment, named by its key, and no more."""
    st.select_slider(
        "Off today's price",
        DEPTH_STEPS,
        value=FIRST_DEPTH,
        format_func=formats.percent,
        key=state.MARKDOWN_DEPTH,
        persist_state="session",
        on_change=state.repaint,
        args=(repaints,),
        help=widgets.how("markdown_depth"),
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All a scenario rests on but the depth of its first cut.

    Attributes:
        scenario: without a cut.
        start_week: of the first cut.
        later: the cuts after it that were asked for, whether or not they fit the first one.
    """

    scenario: MarkdownScenario
    start_week: int
    later: tuple[tuple[int, float], ...]

    def at(self, depth: float) -> MarkdownScenario:
        """Return the scenario with a first cut of that depth and the later cuts that fit it."""
        kept = fitting_steps((self.start_week, depth), self.later, self.scenario.weeks)
        return replace(self.scenario, depth=depth, start_week=self.start_week, later=kept)


def left_out(settings: Settings, scenario: MarkdownScenario) -> None:
    """Say where later cuts that were asked for do not fit the ladder."""
    if len(scenario.later) < len(settings.later):
        st.caption(
            ":material/info: A cut that is not later and deeper than the one before, or lies "
            "beyond the window, is left out."
        )


def ask_scenario(policy: Policy, skus: tuple[str, ...], formats: Formats) -> Settings:
    """Let the owner set what else a scenario rests on."""
    title = "Ladder by week, costs, what happens to the rest"
    with st.expander(title, icon=":material/tune:"):
        first, second, third = st.columns(3, gap="large")
        with first:
            weeks, start, later, closed = _ask_ladder(formats)
        with second:
            after, outlet, share = _ask_rest(policy)
            display = st.number_input(
                "Units of each item kept on display",
                0,
                1000,
                0,
                key="markdown_display",
                persist_state="session",
                help="They do not sell before the window ends.",
            )
            basis = st.radio(
                "Net realizable value",
                list(_BASIS),
                index=list(_BASIS).index(policy.plan_valuation),
                format_func=_BASIS.__getitem__,
                key="markdown_basis",
                persist_state="session",
                help=widgets.how("nrv_basis"),
            )
        with third:
            elasticity = _ask_elasticity()
            holding, relabel, unit_cost, period = _ask_costs(formats)
    scenario = MarkdownScenario(
        name=sentences.UNNAMED,
        skus=skus,
        weeks=weeks,
        elasticity=elasticity,
        after_window=after,  # type: ignore[arg-type]
        residual_proceeds_share=share,
        residual_outlet=outlet,
        holding_cost_rate=holding,
        relabel_cost=relabel,
        selling_cost_unit=unit_cost,
        nrv_basis=basis,  # type: ignore[arg-type]
        min_display=float(display),
        no_touch=closed,
        weeks_per_period=period,
    )
    return Settings(scenario, start, later)


def _ask_ladder(
    formats: Formats,
) -> tuple[int, int, tuple[tuple[int, float], ...], tuple[int, ...]]:
    """Return weeks of the window, first week of the cut, later cuts, weeks left alone."""
    weeks = st.slider(
        "Weeks of the window", 2, 26, 12, key="markdown_weeks", persist_state="session"
    )
    start = st.number_input(
        "First cut from week", 1, 26, 1, key="markdown_start", persist_state="session"
    )
    start = min(int(start), weeks)
    later = []
    for number, name in ((2, "Second"), (3, "Third")):
        left, right = st.columns(2)
        week = left.number_input(
            f"{name} cut from week",
            2,
            26,
            None,
            key=f"markdown_week_{number}",
            persist_state="session",
            placeholder="none",
        )
        deeper = right.selectbox(
            "down to",
            DEPTH_STEPS[1:],
            index=8 if number == 2 else 11,
            format_func=lambda share: f"{formats.percent(share)} off",
            key=f"markdown_depth_{number}",
            persist_state="session",
        )
        if week is not None:
            later.append((int(week), float(deeper)))
    closed = st.multiselect(
        "Weeks in which no price may change",
        range(1, weeks + 1),
        key="markdown_no_touch",
        persist_state="session",
        placeholder="none",
        help="A cut due in such a week waits for the next free one.",
    )
    return weeks, start, tuple(later), tuple(sorted(closed))


def _ask_elasticity() -> float | None:
    own = st.toggle(
        "My own price response",
        key="markdown_own_response",
        persist_state="session",
        help="One value for all items, instead of the estimates.",
    )
    value: float = st.number_input(
        "Price elasticity",
        min_value=-8.0,
        max_value=0.0,
        value=-2.0,
        step=0.1,
        format="%.1f",
        key="markdown_elasticity",
        persist_state="session",
        disabled=not own,
        help="−2 means: one percent off sells about two percent more units.",
    )
    return value if own else None


def _ask_costs(formats: Formats) -> tuple[float, float, float, int]:
    """Return holding cost a year, relabel cost, selling cost a unit and weeks of a period."""
    percent: int = st.slider(
        "Cost of keeping stock, a year",
        0,
        50,
        0,
        step=5,
        format="%d%%",
        key="markdown_holding",
        persist_state="session",
        help="Rent, insurance, handling, shrinkage: share of what the stock cost. It lowers what "
        "waiting brings, not net realizable value.",
    )
    symbol = formats.symbol()
    relabel = st.number_input(
        f"New labels, {symbol} an item and change",
        0.0,
        1000.0,
        0.0,
        key="markdown_relabel",
        persist_state="session",
    )
    unit_cost = st.number_input(
        f"Cost to sell, {symbol} a unit",
        0.0,
        1000.0,
        0.0,
        key="markdown_unit_cost",
        persist_state="session",
        help="Shipping or handling of a unit sold, on top of the item's share of price.",
    )
    period = st.number_input(
        "Weeks of an accounting period",
        1,
        26,
        4,
        key="markdown_period",
        persist_state="session",
    )
    return percent / 100, float(relabel), float(unit_cost), int(period)


def _ask_rest(policy: Policy) -> tuple[str, str, float | None]:
    """Return what the leftovers do, where they go in the end, and their share of the price."""
    after = st.radio(
        "What the weeks leave over",
        list(_AFTER),
        format_func=_AFTER.__getitem__,
        key="markdown_after",
        persist_state="session",
        help=f"On sale until {policy.excess_horizon_days} days from now at most; what is left "
        "then goes to the outlet.",
    )
    outlet = st.selectbox(
        "Outlet",
        _OUTLETS,
        format_func=_OUTLET_NAMES.__getitem__,
        key="markdown_outlet",
        persist_state="session",
    )
    own = st.toggle(
        "My own price at the outlet",
        key="markdown_own_outlet",
        persist_state="session",
        help="Otherwise the clearance discount of the assumptions applies, and the outlet never "
        "pays more than the last price.",
    )
    share: int = st.slider(
        "Net of its costs, share of today's price",
        -20,
        100,
        20,
        step=5,
        format="%d%%",
        key="markdown_outlet_share",
        persist_state="session",
        disabled=not own,
        help="What the outlet pays less freight, fees or disposal; below zero where it costs.",
    )
    return str(after), str(outlet), share / 100 if own else None
