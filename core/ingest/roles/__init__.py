"""Roles that a column may play, by the concepts its header names.

A role is a canonical column, a generic quantity, date or amount whose meaning depends on the
kind of table ("qty", "when", "amount", "value"), or a known column the schema has no place for
("customer"), which keeps it from being taken for another.
"""

from collections.abc import Mapping

from core.ingest.roles.items import ITEMS
from core.ingest.roles.money import MONEY
from core.ingest.roles.role import Role
from core.ingest.roles.stock import STOCK
from core.ingest.roles.trade import TRADE

__all__ = ["ROLES", "Role"]

#: Role -> how headers name it.
ROLES: Mapping[str, Role] = {**ITEMS, **MONEY, **STOCK, **TRADE}
