"""Which goods a markdown is for, and what is known about how they answer to price."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.exposure import NO_CATEGORY
from core.markdown.inputs import MarkdownInputs

Vector = npt.NDArray[np.float64]

#: Depths an owner may choose from: shops print price cuts in steps of five percent.
DEPTH_STEPS = tuple(step / 20 for step in range(15))

#: Standard deviations from the mean to either end of the middle 80 % of a normal distribution.
_EIGHT_IN_TEN = NormalDist().inv_cdf(0.9)


@dataclass(frozen=True, slots=True)
class ResponseEvidence:
    """How a group of goods answers to price, weighted by the cost of their stock.

    Attributes:
        elasticity: percent more units for one percent off, below zero; NaN without goods.
        low, high: where it lies for a single item in eight of ten cases; `low` is the stronger
            response, `high` at most zero.
        own_share, category_share, prior_share: how much of it comes from the goods' own price
            history, their category's, and published studies; they add up to 1.
        warning: what to know about the estimates of most of this stock, or "".
    """

    elasticity: float
    low: float
    high: float
    own_share: float
    category_share: float
    prior_share: float
    warning: str


def marked_skus(
    items: pd.DataFrame, *, category: str | None = None, only_at_risk: bool = True
) -> tuple[str, ...]:
    """Return the items a markdown is for.

    Args:
        items: sku, category, at_risk_value, as in `Exposure.items`.
        category: goods of this category; None for all.
        only_at_risk: leave out items no unit of which has a reason to lose value.
    """
    meant = pd.Series(data=True, index=items.index)
    if category is not None:
        meant &= items["category"].fillna(NO_CATEGORY) == category
    if only_at_risk:
        meant &= items["at_risk_value"] > 0
    return tuple(items.loc[meant, "sku"])


def exposed_write_down(items: pd.DataFrame, skus: Sequence[str]) -> float:
    """Return the write-down that the exposure shows for some items, where it is known.

    Args:
        items: sku, write_down, as in `Exposure.items`.
        skus: the items meant.
    """
    return float(items.loc[items["sku"].isin(skus), "write_down"].sum())


def response_evidence(
    inputs: MarkdownInputs, response: pd.DataFrame, skus: Sequence[str]
) -> ResponseEvidence:
    """Return how the goods that can be simulated answer to price, and where that comes from.

    Args:
        inputs: what a scenario reads.
        response: of `estimate_response`.
        skus: the items meant.
    """
    goods = inputs.only(np.isin(inputs.sku.astype(str), list(skus)))
    weight = goods.on_hand * goods.unit_cost
    known = response.set_index("sku").loc[list(goods.sku)]
    if not len(weight) or weight.sum() <= 0:
        weight = np.ones(len(known))
    value, sd = _mean(goods.elasticity, weight), _mean(goods.elasticity_sd, weight)
    shares = known[["own_share", "category_share", "prior_share"]].to_numpy(dtype=np.float64)
    own, category, prior = (_mean(share, weight) for share in shares.T)
    by_warning = pd.Series(weight, index=known["warning"].to_numpy()).groupby(level=0).sum()
    return ResponseEvidence(
        elasticity=value,
        low=value - _EIGHT_IN_TEN * sd,
        high=min(value + _EIGHT_IN_TEN * sd, 0.0),
        own_share=own,
        category_share=category,
        prior_share=prior,
        warning=str(by_warning.idxmax()) if len(by_warning) else "",
    )


def response_by_category(
    inputs: MarkdownInputs, response: pd.DataFrame, skus: Sequence[str]
) -> pd.DataFrame:
    """Return the price response of the goods by category, and where each value comes from.

    Returns:
        category, items, elasticity, low, high, own_share, category_share, prior_share,
        depth_observed_max (deepest cut that sales of any of them have shown, NaN none), warning;
        weighted by the cost of the stock.
    """
    goods = inputs.only(np.isin(inputs.sku.astype(str), list(skus)))
    rows = []
    for category in sorted(set(goods.category)):
        mine = goods.only(goods.category == category)
        evidence = response_evidence(inputs, response, list(mine.sku))
        seen = mine.depth_observed_max[~np.isnan(mine.depth_observed_max)]
        rows.append(
            {
                "category": category,
                "items": len(mine.sku),
                **asdict(evidence),
                "depth_observed_max": float(seen.max()) if len(seen) else float("nan"),
            }
        )
    return pd.DataFrame(rows)


def _mean(values: Vector, weight: Vector) -> float:
    return float(np.average(values, weights=weight)) if len(values) else float("nan")
