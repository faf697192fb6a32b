"""Figures that systems write where they know none: 9999 on hand, a cost of 0.01, the year 9999.

They read as numbers and days, so nothing refuses them; taken at their word they would be most of
the stock's value. They are named, not changed: only their owner knows.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from core.ingest.checks import Findings
from core.ingest.headers import understand

#: Quantities that stand for "unlimited" or "unknown": nines alone, and the limits of integers.
_ENDLESS = (9_999, 99_999, 999_999, 9_999_999, 99_999_999, 999_999_999, 32_767, 2_147_483_647)
#: A real quantity of nines has neighbors: it is a placeholder from this many times the 95th
#: percentile of the others on.
_FAR_ABOVE = 5.0
#: Costs that are typed in to fill a required field.
_TOKEN_COSTS = (0.001, 0.01, 0.1, 1.0)
#: A token cost is a dummy below this share of the price, or of the median cost where no price is.
_OF_PRICE, _OF_MEDIAN = 0.02, 0.02
_NEVER = np.datetime64("2090-01-01")
_LONG_AGO = np.datetime64("1971-01-01")
#: A price with sales tax beside a cost without it.
_TAXED, _UNTAXED = "GROSS", "NET"


def check_plausible(frame: pd.DataFrame, sources: Mapping[str, str], findings: Findings) -> None:
    """Report placeholders among quantities, costs and days, and taxed prices beside net costs.

    Args:
        frame: canonical columns by row number of the sheet.
        sources: canonical column -> name in the user's file.
        findings: collects the problems.
    """
    for name in ("on_hand", "available"):
        if name in frame:
            _endless_quantity(frame[name], sources.get(name), findings)
    if "unit_cost" in frame:
        _token_cost(frame, sources.get("unit_cost"), findings)
    for name in ("expiry_date", "received_date", "date"):
        if name in frame:
            _far_day(frame[name], sources.get(name), findings)
    _taxed_price(frame, sources, findings)


def _endless_quantity(quantities: pd.Series, source: str | None, findings: Findings) -> None:
    endless = quantities.isin(_ENDLESS)
    others = quantities[~endless & (quantities > 0)]
    usual = float(others.quantile(0.95)) if len(others) else 0.0
    endless &= quantities > usual * _FAR_ABOVE
    if endless.any():
        first = quantities[endless].iloc[0]
        findings.add(
            "warning",
            rows=quantities.index[endless],
            column=source,
            found=f"{first:,.0f} units, which looks like a placeholder for unlimited",
            expected="units that were counted",
            repair="Write the real quantity; until then these units are valued as they stand.",
        )


def _token_cost(frame: pd.DataFrame, source: str | None, findings: Findings) -> None:
    costs = frame["unit_cost"]
    token = costs.isin(_TOKEN_COSTS)
    if not token.any():
        return
    real = costs[~token & (costs > 0)]
    low = costs <= (real.median() * _OF_MEDIAN if len(real) else 0.0)
    if "unit_price" in frame:
        low |= costs <= frame["unit_price"] * _OF_PRICE
    token &= low
    if token.any():
        findings.add(
            "warning",
            rows=costs.index[token],
            column=source,
            found=f"a cost of {costs[token].iloc[0]:g}, which looks like a placeholder",
            expected="what one unit cost",
            repair="Write the real cost; until then these items are valued at next to nothing.",
        )


def _far_day(days: pd.Series, source: str | None, findings: Findings) -> None:
    moments = pd.to_datetime(days)
    far = (moments >= _NEVER) | (moments < _LONG_AGO)
    if far.any():
        findings.add(
            "warning",
            rows=days.index[far],
            column=source,
            found=f"{moments[far].iloc[0]:%Y-%m-%d}, which looks like a placeholder for no date",
            expected="a day in living memory, or a blank cell",
            repair="Clear these cells if there is no such day; they are read as they stand.",
        )


def _taxed_price(frame: pd.DataFrame, sources: Mapping[str, str], findings: Findings) -> None:
    if not {"unit_price", "unit_cost"} <= set(sources) or frame.empty:
        return
    price = understand(sources["unit_price"]).concepts
    cost = understand(sources["unit_cost"]).concepts
    if _TAXED in price and _TAXED not in cost:
        findings.add(
            "warning",
            column=sources["unit_price"],
            found="prices that include sales tax beside costs that do not",
            expected="both without the tax, which is not the shop's money",
            repair="Export the net price, or map that column: with the tax in it, stock looks "
            "worth more than it brings.",
            count=int(frame["unit_price"].notna().sum()),
        )
