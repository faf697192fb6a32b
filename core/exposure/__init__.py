"""Exposure: what of the stock may be lost, why, and how sure that is."""

from core.exposure.aging import UNKNOWN_AGE_BUCKET, aging_share, aging_table
from core.exposure.aging_values import aging_values
from core.exposure.bridge import EFFECTS, ExposureBridge, bridge
from core.exposure.causes import (
    CAUSES,
    loss_causes,
    loss_purchases,
    sum_causes,
    with_prevention,
)
from core.exposure.cover import COVER_MONTHS, cover_table, with_cover_interval
from core.exposure.evidence import price_words
from core.exposure.excess import Demand
from core.exposure.expiry import expiry_outlook
from core.exposure.item_evidence import ItemEvidence, item_evidence
from core.exposure.likely_loss import LikelyWriteDown
from core.exposure.loss_flags import booked_losses, flag_table, loss_flags
from core.exposure.masking import PRICE_REASONS, masked_losses
from core.exposure.measure import UNKNOWN_DEMAND, Exposure, KnownSum, expose
from core.exposure.on_order import losing_orders
from core.exposure.reasons import HEALTHY, UNKNOWN, WRITE_DOWN, WRITE_OFF
from core.exposure.red_flags import RedFlag, red_flags
from core.exposure.reserve_tables import category_choices, matrix_of, reserve_rows
from core.exposure.search import find_items, search_text, segments_of
from core.exposure.shelf import (
    class_table,
    expired_lots,
    expiry_calendar,
    expiry_windows,
    item_classes,
    picking_list,
    slow_movers,
)
from core.exposure.totals import NO_CATEGORY, with_total

__all__ = [
    "CAUSES",
    "COVER_MONTHS",
    "EFFECTS",
    "HEALTHY",
    "NO_CATEGORY",
    "PRICE_REASONS",
    "UNKNOWN",
    "UNKNOWN_AGE_BUCKET",
    "UNKNOWN_DEMAND",
    "WRITE_DOWN",
    "WRITE_OFF",
    "Demand",
    "Exposure",
    "ExposureBridge",
    "ItemEvidence",
    "KnownSum",
    "LikelyWriteDown",
    "RedFlag",
    "aging_share",
    "aging_table",
    "aging_values",
    "booked_losses",
    "bridge",
    "category_choices",
    "class_table",
    "cover_table",
    "expired_lots",
    "expiry_calendar",
    "expiry_outlook",
    "expiry_windows",
    "expose",
    "find_items",
    "flag_table",
    "item_classes",
    "item_evidence",
    "losing_orders",
    "loss_causes",
    "loss_flags",
    "loss_purchases",
    "masked_losses",
    "matrix_of",
    "picking_list",
    "price_words",
    "red_flags",
    "reserve_rows",
    "search_text",
    "segments_of",
    "slow_movers",
    "sum_causes",
    "with_cover_interval",
    "with_prevention",
    "with_total",
]
