"""Demand: sales rows to a forecast of every item with its uncertainty."""

from core.demand import distribution
from core.demand.accuracy import RollingTest, accuracy_by_class, rolling_test
from core.demand.classify import classify, demand_intervals, size_variation
from core.demand.explain import (
    Components,
    ResidualCheck,
    components,
    item_forecast,
    item_history,
    kept_by_age,
    level_step,
    model_weights,
    out_of_stock,
    residual_check,
)
from core.demand.forecast import DemandForecast, forecast_demand
from core.demand.history import History, sales_history
from core.demand.overrides import with_overrides
from core.demand.periods import Calendar, Frequency
from core.demand.table import forecast_table

__all__ = [
    "Calendar",
    "Components",
    "DemandForecast",
    "Frequency",
    "History",
    "ResidualCheck",
    "RollingTest",
    "accuracy_by_class",
    "classify",
    "components",
    "demand_intervals",
    "distribution",
    "forecast_demand",
    "forecast_table",
    "item_forecast",
    "item_history",
    "kept_by_age",
    "level_step",
    "model_weights",
    "out_of_stock",
    "residual_check",
    "rolling_test",
    "sales_history",
    "size_variation",
    "with_overrides",
]
