"""From a selling price to net realizable value, and how far a price may fall.

A markdown is a price change. It is a write-down only as far as price less selling costs falls
below cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.accounting.lower_of_cost import lower_of


def net_of_sales_tax(price: float, rate: float) -> float:
    """Return a tax-inclusive price without its sales tax or VAT (`rate` a fraction)."""
    return price / (1 + rate)


def realizable_value(
    price: float, *, selling_cost: float = 0.0, selling_cost_rate: float = 0.0
) -> float:
    """Return price less the costs to complete and sell; may be negative.

    Args:
        price: estimated selling price without sales tax, money a unit.
        selling_cost: money a unit.
        selling_cost_rate: fraction of the price.

    Source:
        IAS 2.6, ASC 330-10-20; all necessary costs, not only incremental ones (IFRIC June 2021).
    """
    return price * (1 - selling_cost_rate) - selling_cost


def marked_down(price: float, depth: float) -> float:
    """Return the price after a markdown of `depth` (fraction of the original price)."""
    return price * (1 - depth)


@dataclass(frozen=True, slots=True)
class Markdown:
    """A markdown in the measures retailers use; amount is money, shares are fractions."""

    amount: float
    share_of_original: float
    share_of_sales: float


def markdown_measures(original: float, sold_at: float) -> Markdown:
    """Measure a markdown against the original price and, as merchants do, against sales."""
    amount = original - sold_at
    return Markdown(amount, amount / original, amount / sold_at if sold_at else float("nan"))


def break_even_price(
    cost: float, *, selling_cost: float = 0.0, selling_cost_rate: float = 0.0
) -> float:
    """Return the lowest price at which no write-down is due: NRV equals cost."""
    return (cost + selling_cost) / (1 - selling_cost_rate)


def break_even_markdown(
    cost: float, *, price: float, selling_cost: float = 0.0, selling_cost_rate: float = 0.0
) -> float:
    """Return the deepest markdown, fraction of `price`, before a write-down is due.

    Negative when one is due at the price itself.
    """
    lowest = break_even_price(cost, selling_cost=selling_cost, selling_cost_rate=selling_cost_rate)
    return 1 - lowest / price


@dataclass(frozen=True, slots=True)
class Outlet:
    """A way for units to leave: at most `units` of them, at `unit_nrv` net (money)."""

    units: float
    unit_nrv: float


def write_down_by_outlet(
    units: float, *, unit_cost: float, outlets: Sequence[Outlet]
) -> tuple[float, ...]:
    """Measure units outlet by outlet: each price counts only for the units it is good for.

    Units under a firm contract are measured at its price, only the rest at the general one
    (IAS 2.31); a vendor's right of return or a limited demand at full price work alike. Gains of
    one outlet do not hide losses of another.

    Args:
        units: on hand.
        unit_cost: money.
        outlets: in the order in which they take units; the last should take all that is left.

    Returns:
        Write-down of each outlet, money.

    Raises:
        ValueError: the outlets do not take all units.
    """
    left, losses = units, []
    for outlet in outlets:
        taken = min(left, outlet.units)
        losses.append(taken * lower_of(unit_cost, outlet.unit_nrv).write_down)
        left -= taken
    if left > 0:
        raise ValueError(f"no outlet takes {left} of {units} units")
    return tuple(losses)


def material_write_down(
    cost: float, *, replacement_cost: float, product_cost: float, product_nrv: float
) -> float:
    """Measure a material: nothing while its product sells at or above cost (IAS 2.32).

    Otherwise its replacement cost may be the best evidence of its NRV.
    """
    if product_nrv >= product_cost:
        return 0.0
    return lower_of(cost, replacement_cost).write_down
