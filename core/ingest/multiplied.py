"""What multiplication says of columns: units x cost = value, units x price = revenue.

Two of the three that are known by their headers name the third, whatever its header says.
"""

from collections.abc import Mapping, Sequence

from core.ingest.identities import Product
from core.ingest.kinds import THRESHOLD
from core.ingest.vocabulary import words

_COST_OF_VALUE = 0.3
#: A column below this has no meaning of its own yet; a known factor has at least the next.
_UNKNOWN, _KNOWN = 0.6, 0.7
_BY_ARITHMETIC = 0.78
#: Table -> quantities, the amount of one unit, and names of the product.
_TRIPLES: Mapping[str, tuple[frozenset[str], str, frozenset[str]]] = {
    "stock": (words("on_hand qty available"), "unit_cost", words("stock_value value amount")),
    "items": (words("on_hand qty available"), "unit_cost", words("stock_value value amount")),
    "sales": (words("units qty"), "unit_price", words("revenue amount")),
    "receipts": (words("received_qty qty ordered_qty"), "unit_cost", words("amount value")),
}
#: Where lines hold one unit, its cost and theirs are the same.
_SEVERAL_UNITS = 1.5


def with_products(
    suggestions: Sequence[Mapping[str, float]], products: Sequence[Product], table: str
) -> list[dict[str, float]]:
    """Add what products tell of columns whose headers leave it open.

    Args:
        suggestions: role -> how surely, for each column.
        products: positions of columns of which two multiply to a third.
        table: the table that the sheet is taken for.
    """
    told = [dict(roles) for roles in suggestions]
    if table not in _TRIPLES:
        return told
    quantities, each, totals = _TRIPLES[table]
    for product in products:
        _settle_costs(told, product, table)
        for quantity, factor in ((product.left, product.right), (product.right, product.left)):
            if _best(told[quantity], quantities) < _KNOWN:
                continue
            total = told[product.product]
            if _is_open(told[factor]) and _best(total, totals) >= _UNKNOWN:
                told[factor][each] = _BY_ARITHMETIC
            elif _is_open(total) and told[factor].get(each, 0.0) >= _KNOWN:
                total["revenue" if table == "sales" else "stock_value"] = _BY_ARITHMETIC
    return told


def _settle_costs(told: Sequence[dict[str, float]], product: Product, table: str) -> None:
    """Read what multiplies in a list of stock: a quantity and a cost give its value.

    What multiplies to a value is a cost where the header leaves it open, and a bare total that is
    the product of a quantity is a value.
    """
    if table not in ("stock", "items"):
        return
    value = told[product.product]
    factors = (told[product.left], told[product.right])
    if max(value.get("value", 0.0), value.get("stock_value", 0.0)) >= THRESHOLD:
        for roles in factors:
            if "unit_cost" in roles and "unit_price" in roles:
                roles["unit_cost"] += _COST_OF_VALUE
    if "amount" in value and any(roles.get("unit_cost", 0.0) > THRESHOLD for roles in factors):
        value["stock_value"] = max(value.get("stock_value", 0.0), value["amount"])


def _best(roles: Mapping[str, float], wanted: frozenset[str]) -> float:
    return max((roles.get(role, 0.0) for role in wanted), default=0.0)


def _is_open(roles: Mapping[str, float]) -> bool:
    return max(roles.values(), default=0.0) < _UNKNOWN


def is_cost_of_lines(medians: Mapping[str | None, float]) -> bool:
    """Tell a cost of all units of a line from that of one: it lies above what one unit brought.

    Args:
        medians: canonical column -> median of its numbers.
    """
    if not {"unit_cost", "units", "revenue"} <= medians.keys():
        return False
    units = medians["units"]
    return units >= _SEVERAL_UNITS and medians["unit_cost"] * units >= medians["revenue"]
