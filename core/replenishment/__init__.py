"""Replenishment: lead times, safety stock, reorder points and order proposals."""

from core.replenishment.lead_time import lead_times
from core.replenishment.orders import ORDER, propose_orders
from core.replenishment.policies import lead_time_demand_sd, order_quantity

__all__ = ["ORDER", "lead_time_demand_sd", "lead_times", "order_quantity", "propose_orders"]
