"""Replenishment: lead times, safety stock, reorder points, lot sizes and order proposals."""

from core.replenishment.continuous_review import (
    Costs,
    ReorderPlan,
    by_backorder_cost,
    by_cycle_service,
    by_fill_rate,
    economic_with_backorders,
    economic_with_safety_stock,
    exact_cost,
)
from core.replenishment.economic_order import (
    OrderPlan,
    economic_order_all_units,
    economic_order_in_packs,
    economic_order_incremental,
    economic_order_quantity,
    economic_order_with_backorders,
    order_cost,
)
from core.replenishment.lead_time import lead_times
from core.replenishment.locations import (
    location_needs,
    location_shares,
    locations_without_sales,
    propose_transfers,
)
from core.replenishment.lot_sizing import silver_meal, wagner_whitin
from core.replenishment.orders import propose_orders
from core.replenishment.periodic_review import LevelPlan, best_levels
from core.replenishment.policies import (
    base_stock,
    fill_rate_safety_factor,
    inverse_normal_loss,
    lead_time_demand_sd,
    newsvendor_normal,
    newsvendor_poisson_cost,
    newsvendor_ratio,
    normal_loss,
    order_quantity,
    safety_factor,
)
from core.replenishment.reasons import ORDER, PUT_OFF, STOP, UNKNOWN, WAIT
from core.replenishment.replay import Replay, replay
from core.replenishment.scorecard import supplier_scorecard
from core.replenishment.service_cost import cost_of_a_point, stock_by_service
from core.replenishment.views import late_orders, order_totals, stop_buying, urgent_first

__all__ = [
    "ORDER",
    "PUT_OFF",
    "STOP",
    "UNKNOWN",
    "WAIT",
    "Costs",
    "LevelPlan",
    "OrderPlan",
    "ReorderPlan",
    "Replay",
    "base_stock",
    "best_levels",
    "by_backorder_cost",
    "by_cycle_service",
    "by_fill_rate",
    "cost_of_a_point",
    "economic_order_all_units",
    "economic_order_in_packs",
    "economic_order_incremental",
    "economic_order_quantity",
    "economic_order_with_backorders",
    "economic_with_backorders",
    "economic_with_safety_stock",
    "exact_cost",
    "fill_rate_safety_factor",
    "inverse_normal_loss",
    "late_orders",
    "lead_time_demand_sd",
    "lead_times",
    "location_needs",
    "location_shares",
    "locations_without_sales",
    "newsvendor_normal",
    "newsvendor_poisson_cost",
    "newsvendor_ratio",
    "normal_loss",
    "order_cost",
    "order_quantity",
    "order_totals",
    "propose_orders",
    "propose_transfers",
    "replay",
    "safety_factor",
    "silver_meal",
    "stock_by_service",
    "stop_buying",
    "supplier_scorecard",
    "urgent_first",
    "wagner_whitin",
]
