"""The retail inventory method: cost of stock from its selling prices and a cost-to-retail ratio.

Conventional retail leaves markdowns out of the ratio, which approximates the lower of cost or
market; average cost takes them in. LIFO and FIFO retail use the ratio of the period's purchases
alone. IAS 2.22 accepts the method as a technique that takes markdowns into account.
"""

from dataclasses import dataclass
from typing import Literal

RetailMethod = Literal["conventional", "average cost", "FIFO", "LIFO"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetailFigures:
    """A period at cost and at retail; money, all positive.

    Attributes:
        begin_cost, begin_retail: opening stock.
        purchases_cost, purchases_retail: bought.
        net_sales: sales less returns, at retail.
        net_markups, net_markdowns: after cancellations.
        freight_in: cost of getting purchases in.
        purchase_returns_cost, purchase_returns_retail: sent back to suppliers.
        abnormal_loss_cost, abnormal_loss_retail: lost out of the ordinary; leave the pool.
        employee_discounts: sold below retail to staff; goods are gone at full retail.
        normal_shortage: usual shrinkage at retail; known only after the ratio.
    """

    begin_cost: float
    begin_retail: float
    purchases_cost: float
    purchases_retail: float
    net_sales: float
    net_markups: float = 0.0
    net_markdowns: float = 0.0
    freight_in: float = 0.0
    purchase_returns_cost: float = 0.0
    purchase_returns_retail: float = 0.0
    abnormal_loss_cost: float = 0.0
    abnormal_loss_retail: float = 0.0
    employee_discounts: float = 0.0
    normal_shortage: float = 0.0

    @property
    def bought_cost(self) -> float:
        """Cost of the period's purchases that reach the shelf."""
        net = self.purchases_cost + self.freight_in - self.purchase_returns_cost
        return net - self.abnormal_loss_cost

    @property
    def bought_retail(self) -> float:
        """Retail value of the period's purchases, before markups and markdowns."""
        return self.purchases_retail - self.purchase_returns_retail - self.abnormal_loss_retail


@dataclass(frozen=True, slots=True)
class RetailResult:
    """Closing stock by the retail method; money, ratio a fraction."""

    ratio: float
    ending_retail: float
    ending_cost: float
    cost_of_goods_sold: float


def retail_method(figures: RetailFigures, *, method: RetailMethod) -> RetailResult:
    """Estimate closing stock at cost.

    Formula:
        closing at retail R = opening + bought + markups - markdowns - sales - discounts
        - shortage. Conventional: R x (all cost) / (all retail with markups). Average cost: the
        same with markdowns taken off. FIFO: R x ratio of the period's purchases. LIFO: opening
        layer first, only the increase at the ratio of the period's purchases.

    Raises:
        ValueError: there are no goods at retail that the ratio could be taken of.

    Source: ASC 330-10-30-13 and IAS 2.22; Kieso, Weygandt and Warfield, Intermediate Accounting,
    chapter on additional valuation issues.
    """
    up, down = figures.net_markups, figures.net_markdowns
    goods_cost = figures.begin_cost + figures.bought_cost
    ending = (
        figures.begin_retail + figures.bought_retail + up - down
        - figures.net_sales - figures.employee_discounts - figures.normal_shortage
    )  # fmt: skip
    pool = figures.begin_retail + figures.bought_retail + up
    if method == "conventional":
        ratio = _ratio(goods_cost, pool)
    elif method == "average cost":
        ratio = _ratio(goods_cost, pool - down)
    elif method == "LIFO" and ending <= figures.begin_retail:
        # Only the opening layer is left: what was bought does not matter.
        ratio = _ratio(figures.begin_cost, figures.begin_retail)
    else:
        ratio = _ratio(figures.bought_cost, figures.bought_retail + up - down)
    is_layered = method == "LIFO" and ending > figures.begin_retail
    increase = ending - figures.begin_retail
    cost = figures.begin_cost + increase * ratio if is_layered else ending * ratio
    return RetailResult(ratio, ending, cost, goods_cost - cost)


def shortage_at_retail(result: RetailResult, *, counted_retail: float) -> float:
    """Return what the books have and the count has not, at retail."""
    return result.ending_retail - counted_retail


def _ratio(cost: float, retail: float) -> float:
    if not retail > 0:
        raise ValueError(f"goods at retail come to {retail:,.2f}; a ratio needs more than nothing")
    return cost / retail
