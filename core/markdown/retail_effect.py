"""What a markdown does to stock valued by the retail method.

Under the retail method stock stands at its selling prices times a ratio of cost to retail. A
permanent markdown lowers the selling price of every unit on hand, so that cost falls at once by
the markdown times the ratio; a temporary one (a promotion at the till) counts only on the units
it sells. The ratio here is that of the goods themselves before the cut: conventional retail
leaves markdowns out of it.
"""

from dataclasses import dataclass

import numpy as np

from core.accounting import RetailFigures, retail_method
from core.markdown.outcome import MarkdownOutcome
from core.money import round_money


@dataclass(frozen=True, slots=True)
class RetailEffect:
    """Lower cost of stock on the day of the cut; money.

    Attributes:
        ratio: cost to retail of the goods before the cut.
        permanent: fall of the stock's cost when the cut is a permanent markdown.
        temporary: the same when it is a promotion at the till: none before a sale.
        promoted: markdown at retail that the promotion takes on the units sold in the window.
    """

    ratio: float
    permanent: float
    temporary: float
    promoted: float


def retail_effect(outcome: MarkdownOutcome) -> RetailEffect:
    """Return what a markdown's first cut does under the conventional retail method."""
    items = outcome.items
    retail = float(items["retail_value"].sum())
    cost = float(items["cost_value"].sum())
    if retail <= 0:
        return RetailEffect(float("nan"), 0.0, 0.0, 0.0)
    cut = float(items["first_markdown"].sum())
    before, after = (
        retail_method(
            RetailFigures(
                begin_cost=0.0,
                begin_retail=0.0,
                purchases_cost=cost,
                purchases_retail=retail,
                net_sales=0.0,
                net_markdowns=markdown,
            ),
            method="conventional",
        ).ending_cost
        for markdown in (0.0, cut)
    )
    return RetailEffect(
        ratio=cost / retail,
        permanent=round_money(before - after, outcome.currency),
        temporary=0.0,
        promoted=round_money(
            float(np.maximum(items["full_price_value"] - items["revenue"], 0.0).sum()),
            outcome.currency,
        ),
    )
