"""What the Causes and Shelf pages derive from an analysis, computed once for it."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core.analysis import Analysis, forecast_choices
from core.charts.formats import Formats
from core.charts.sentences import item_cause
from core.demand import RollingTest, rolling_test
from core.exposure import (
    RedFlag,
    expired_lots,
    expiry_outlook,
    flag_table,
    item_classes,
    loss_causes,
    loss_flags,
    loss_purchases,
    masked_losses,
    with_prevention,
)
from core.replenishment import Replay, replay, stock_by_service


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """Causes of the losses, purchases behind them, questions, and what group tests hide."""

    causes: pd.DataFrame
    purchases: pd.DataFrame
    flags: tuple[RedFlag, ...]
    masked: dict[str, pd.DataFrame]

    def cause_of(self, sku: str, formats: Formats) -> str:
        """Say what made one item's losses; empty where it has none."""
        own = (table[table["sku"] == sku] for table in (self.causes, self.purchases))
        return item_cause(*own, formats)

    def hidden(self, level: str) -> float:
        """Return the loss in money that a test at that level would hide."""
        return float(self.masked[level]["masked"].sum())

    def questions(self) -> pd.DataFrame:
        """Return the questions as a table: flag, sentence, when, items, amount, skus."""
        return flag_table(self.flags)


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """Lots past their date, the outlook of the others, and items with their classes."""

    expired: pd.DataFrame
    outlook: pd.DataFrame
    classed: pd.DataFrame


def losses(analysis: Analysis) -> Losses:
    """Return why the analysis' losses came about."""
    release = analysis.impact.release
    return _losses(analysis.book.digest, analysis.policy.key(), release, analysis)


def shelf(analysis: Analysis) -> Shelf:
    """Return what stands on the shelf."""
    return _shelf(analysis.book.digest, analysis.policy.key(), analysis)


def tested(analysis: Analysis) -> RollingTest | None:
    """Return how the model did from several past origins; None without sales."""
    if analysis.forecast is None:
        return None
    return _tested(analysis.book.digest, forecast_choices(analysis.policy), analysis)


@st.cache_resource(max_entries=4, scope="session", show_spinner="Forecasting the past again …")
def _tested(digest: str, choices: tuple[str, ...], _analysis: Analysis) -> RollingTest | None:  # noqa: ARG001 - the cache key
    return rolling_test(_analysis.forecast) if _analysis.forecast else None


def service_curve(analysis: Analysis) -> pd.DataFrame:
    """Return the stock that each service level takes under the analysis' policy."""
    return _service_curve(analysis.book.digest, analysis.policy.key(), analysis)


def replayed(analysis: Analysis) -> Replay | None:
    """Return the last months played again under the analysis' policy; None where none can be."""
    return _replayed(analysis.book.digest, analysis.policy.key(), analysis)


@st.cache_resource(max_entries=4, scope="session", show_spinner="Playing the past again …")
def _replayed(digest: str, policy_key: str, _analysis: Analysis) -> Replay | None:  # noqa: ARG001 - the cache key
    return replay(_analysis.book, _analysis.policy, _analysis.forecast)


@st.cache_resource(max_entries=4, scope="session", show_spinner="Planning at other levels …")
def _service_curve(digest: str, policy_key: str, _analysis: Analysis) -> pd.DataFrame:  # noqa: ARG001 - the cache key
    return stock_by_service(_analysis.book, _analysis.policy, _analysis.forecast)


@st.cache_resource(max_entries=4, scope="session", show_spinner="Looking for causes …")
def _losses(digest: str, policy_key: str, release: float, _analysis: Analysis) -> Losses:  # noqa: ARG001 - the cache key
    book, exposure = _analysis.book, _analysis.exposure
    causes = with_prevention(
        loss_causes(exposure.segments, exposure.items, book.sales, as_of=book.as_of),
        _analysis.orders,
    )
    year_end = _analysis.policy.fiscal_year_end
    return Losses(
        causes=causes,
        purchases=loss_purchases(book, causes),
        flags=loss_flags(book, exposure, fiscal_year_end=year_end, release=release),
        masked={
            "category": masked_losses(exposure.segments, level="category"),
            "total": masked_losses(exposure.segments, level="total"),
        },
    )


@st.cache_resource(max_entries=4, scope="session", show_spinner="Looking at the shelf …")
def _shelf(digest: str, policy_key: str, _analysis: Analysis) -> Shelf:  # noqa: ARG001 - the cache key
    book, exposure, forecast = _analysis.book, _analysis.exposure, _analysis.forecast
    skus, history = (forecast.skus, forecast.history) if forecast else (None, None)
    return Shelf(
        expired=expired_lots(exposure.segments, as_of=book.as_of),
        outlook=expiry_outlook(
            exposure.segments,
            forecast,
            as_of=book.as_of,
            min_remaining_life_days=_analysis.policy.min_remaining_life_days,
        ),
        classed=item_classes(exposure.items, skus, history),
    )
