"""What the markdown page reads and asks: prepared inputs, and controls that build a scenario."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core.analysis import Analysis
from core.book import Book
from core.charts.formats import Formats
from core.markdown import (
    DEPTH_STEPS,
    MarkdownInputs,
    MarkdownScenario,
    ResponseEvidence,
    depth_curve,
    estimate_response,
    marked_skus,
    prepare,
    response_evidence,
)
from core.policy import Policy
from pages.parts import state, widgets

#: The choice beside the categories.
EVERYTHING = "Everything at risk"

#: Depth the slider stands at when the page is first opened.
FIRST_DEPTH = 0.30

_AFTER = {
    "keep selling": "Stays on sale at the last price",
    "outlet": "Goes to the outlet",
}
_BASIS = {"tiered": "Price by price (tiered)", "blended": "Item as a whole (blended)"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """Inputs of scenarios over the Book on screen, and the price response behind them."""

    inputs: MarkdownInputs
    response: pd.DataFrame


def prepared(analysis: Analysis) -> Prepared:
    """Return what scenarios over the Book and Policy on screen need, gathered once."""
    loaded = state.loaded()
    book, policy = analysis.book, analysis.policy
    if loaded is not None and loaded.demo_id is not None:
        response = _demo_response(book.digest, book)
        return _demo_inputs(book.digest, policy.key(), analysis, response)
    response = _own_response(book.digest, book)
    return _own_inputs(book.digest, policy.key(), analysis, response)


def depths(analysis: Analysis, scenario: MarkdownScenario) -> pd.DataFrame:
    """Return the totals at every depth of the slider: the same wherever the slider stands."""
    settings = repr(scenario.hold())
    book, policy = analysis.book, analysis.policy
    return _depths(book.digest, policy.key(), settings, prepared(analysis), scenario)


def evidence(analysis: Analysis, skus: tuple[str, ...]) -> ResponseEvidence:
    """Return how the chosen goods answer to price, and where that is known from."""
    book, policy = analysis.book, analysis.policy
    return _evidence(book.digest, policy.key(), skus, prepared(analysis))


def ask_goods(analysis: Analysis) -> tuple[str, ...]:
    """Let the owner choose the goods; return their skus."""
    exposure, digest = analysis.exposure, analysis.book.digest[:8]
    categories = list(exposure.by_category["category"])
    choice = st.selectbox(
        "Goods to mark down",
        [*categories, EVERYTHING],
        key=f"markdown_goods_{digest}",
        persist_state="session",
        help="Categories with the largest write-down come first.",
    )
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


def ask_depth(formats: Formats) -> float:
    """Return the depth on the slider."""
    depth: float = st.select_slider(
        "Off today's price",
        DEPTH_STEPS,
        value=FIRST_DEPTH,
        format_func=formats.percent,
        key="markdown_depth",
        persist_state="session",
        help=widgets.how("markdown_depth"),
    )
    return depth


def ask_scenario(policy: Policy, skus: tuple[str, ...], depth: float) -> MarkdownScenario:
    """Let the owner set what else a scenario rests on; return the scenario."""
    with st.expander("Weeks, price response, what happens to the rest", icon=":material/tune:"):
        first, second = st.columns(2, gap="large")
        with first:
            weeks = st.slider(
                "Weeks of the window", 2, 26, 12, key="markdown_weeks", persist_state="session"
            )
            elasticity = _ask_elasticity()
            holding = _ask_holding()
        with second:
            after, share = _ask_rest(policy)
            basis = st.segmented_control(
                "Net realizable value",
                list(_BASIS),
                default="tiered",
                required=True,
                format_func=_BASIS.__getitem__,
                key="markdown_basis",
                persist_state="session",
                help=widgets.how("nrv_basis"),
            )
    return MarkdownScenario(
        skus=skus,
        depth=depth,
        weeks=weeks,
        elasticity=elasticity,
        after_window=after,  # type: ignore[arg-type]
        residual_proceeds_share=share,
        holding_cost_rate=holding,
        nrv_basis=basis,  # type: ignore[arg-type]
    )


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


def _ask_holding() -> float:
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
    return percent / 100


def _ask_rest(policy: Policy) -> tuple[str, float | None]:
    after = st.segmented_control(
        "What the weeks leave over",
        list(_AFTER),
        default="keep selling",
        required=True,
        format_func=_AFTER.__getitem__,
        key="markdown_after",
        persist_state="session",
        help=f"On sale until {policy.excess_horizon_days} days from now at most; what is left "
        "then goes to the outlet.",
    )
    own = st.toggle(
        "My own price at the outlet",
        key="markdown_own_outlet",
        persist_state="session",
        help="Otherwise the clearance discount of the assumptions applies, and the outlet never "
        "pays more than the last price.",
    )
    share: int = st.slider(
        "Share of today's price the outlet pays",
        0,
        100,
        20,
        step=5,
        format="%d%%",
        key="markdown_outlet_share",
        persist_state="session",
        disabled=not own,
    )
    return str(after), share / 100 if own else None


def _response(digest: str, _book: Book) -> pd.DataFrame:  # noqa: ARG001 - the cache key
    return estimate_response(_book.sales, _book.items, as_of=_book.as_of)


def _inputs(
    digest: str,  # noqa: ARG001 - the cache key
    policy_key: str,  # noqa: ARG001 - the cache key
    _analysis: Analysis,
    _estimates: pd.DataFrame,
) -> Prepared:
    inputs = prepare(
        _analysis.book,
        _analysis.policy,
        _analysis.forecast,
        _analysis.exposure.segments,
        response=_estimates,
    )
    return Prepared(inputs, _estimates)


@st.cache_resource(max_entries=24, scope="session", show_spinner=False)
def _depths(
    digest: str,  # noqa: ARG001 - the cache key
    policy_key: str,  # noqa: ARG001 - the cache key
    settings: str,  # noqa: ARG001 - the cache key
    _prepared: Prepared,
    _scenario: MarkdownScenario,
) -> pd.DataFrame:
    return depth_curve(_prepared.inputs, _scenario, DEPTH_STEPS)


@st.cache_resource(max_entries=24, scope="session", show_spinner=False)
def _evidence(
    digest: str,  # noqa: ARG001 - the cache key
    policy_key: str,  # noqa: ARG001 - the cache key
    skus: tuple[str, ...],
    _prepared: Prepared,
) -> ResponseEvidence:
    return response_evidence(_prepared.inputs, _prepared.response, skus)


_SPINNER = "Reading how sales answered to price …"
_demo_response = st.cache_resource(_response, max_entries=8, show_spinner=_SPINNER)
_demo_inputs = st.cache_resource(_inputs, max_entries=32, show_spinner=_SPINNER)
_own_response = st.cache_resource(_response, max_entries=2, scope="session", show_spinner=_SPINNER)
_own_inputs = st.cache_resource(_inputs, max_entries=6, scope="session", show_spinner=_SPINNER)
