"""Cost or market in words: what it asks for beyond net realizable value."""

from core.charts.formats import Formats

_NOTHING = 0.005


def market_sentence(formats: Formats, *, at_nrv: float, at_market: float, formula: str) -> str:
    """Say that cost is compared with market and what that changes.

    Args:
        formats: how numbers are read.
        at_nrv: write-down that net realizable value asks for.
        at_market: write-down that market asks for, never less.
        formula: cost formula of the policy.
    """
    more = at_market - at_nrv
    rule = f"Under US GAAP with {formula}, cost is compared with market, not with NRV alone"
    if not more >= _NOTHING:
        return f"{rule}: here that changes nothing"
    return (
        f"{rule}: that asks for {formats.money_short(at_market)}, "
        f"{formats.money_short(more)} more than NRV"
    )
