"""What the markdown pages read: inputs gathered once a Book and Policy, and what needs a while."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from core.analysis import Analysis
from core.book import Book
from core.markdown import (
    DEPTH_STEPS,
    MarkdownInputs,
    MarkdownPlan,
    MarkdownRisk,
    MarkdownScenario,
    PlanSpace,
    ResponseEvidence,
    depth_curve,
    estimate_response,
    plan_space,
    prepare,
    response_evidence,
    simulate_risk,
)
from pages.parts import state


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


def risk(analysis: Analysis, plan: MarkdownPlan) -> MarkdownRisk:
    """Return how a plan turns out under chance; the same draws for every view of it."""
    book, policy = analysis.book, analysis.policy
    return _risk(book.digest, policy.key(), repr(plan), prepared(analysis), plan)


def space(analysis: Analysis, scenario: MarkdownScenario, by_week: int | None) -> PlanSpace:
    """Return every plan of the scenario's goods, evaluated; limits then only choose."""
    open_ladder = replace(scenario.hold(), start_week=1)
    book, policy = analysis.book, analysis.policy
    return _space(
        book.digest, policy.key(), repr(open_ladder), by_week, prepared(analysis), open_ladder
    )


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


@st.cache_resource(max_entries=24, scope="session", show_spinner=False)
def _risk(
    digest: str,  # noqa: ARG001 - the cache key
    policy_key: str,  # noqa: ARG001 - the cache key
    settings: str,  # noqa: ARG001 - the cache key
    _prepared: Prepared,
    _plan: MarkdownPlan,
) -> MarkdownRisk:
    return simulate_risk(_prepared.inputs, _plan)


@st.cache_resource(max_entries=4, scope="session", show_spinner="Trying every plan …")
def _space(
    digest: str,  # noqa: ARG001 - the cache key
    policy_key: str,  # noqa: ARG001 - the cache key
    settings: str,  # noqa: ARG001 - the cache key
    by_week: int | None,
    _prepared: Prepared,
    _scenario: MarkdownScenario,
) -> PlanSpace:
    return plan_space(_prepared.inputs, _scenario, by_week=by_week)


_SPINNER = "Reading how sales answered to price …"
_demo_response = st.cache_resource(_response, max_entries=8, show_spinner=_SPINNER)
_demo_inputs = st.cache_resource(_inputs, max_entries=32, show_spinner=_SPINNER)
_own_response = st.cache_resource(_response, max_entries=2, scope="session", show_spinner=_SPINNER)
_own_inputs = st.cache_resource(_inputs, max_entries=6, scope="session", show_spinner=_SPINNER)
