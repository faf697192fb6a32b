"""The retail inventory method in words."""

from core.accounting import RetailResult
from core.charts.formats import Formats


def retail_sentence(formats: Formats, result: RetailResult) -> str:
    """Say what closing stock comes to, and from what."""
    return (
        f"Closing stock is {formats.money_short(result.ending_cost)} at cost: "
        f"{formats.money_short(result.ending_retail)} at retail x "
        f"{formats.percent_tenths(result.ratio)}"
    )


def retail_difference(formats: Formats, *, estimated: float, listed: float) -> str:
    """Compare the estimate with the cost of the stock list, both money."""
    gap = round(estimated - listed, 6)
    if abs(gap) < 0.005:
        return "The stock list says the same."
    return (
        f"The stock list comes to {formats.money(listed)}: the estimate is "
        f"{formats.money(abs(gap))} {'above' if gap > 0 else 'below'} it."
    )
