"""Demand: sales rows to a forecast of every item with its uncertainty."""

from core.demand.classify import classify
from core.demand.forecast import DemandForecast, forecast_demand
from core.demand.history import History, sales_history
from core.demand.periods import Calendar
from core.demand.table import forecast_table

__all__ = [
    "Calendar",
    "DemandForecast",
    "History",
    "classify",
    "forecast_demand",
    "forecast_table",
    "sales_history",
]
