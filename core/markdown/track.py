"""What became of a plan: what it foresaw, week by week, beside what was sold since.

What a plan foresaw is noted when it is approved and goes with its file, so that it can be judged
by later figures: neither today's forecast nor today's stock could say it any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import brentq

from core.markdown.inputs import MarkdownInputs, week_starts
from core.markdown.plan import Foreseen, MarkdownPlan, simulate_plan
from core.markdown.simulation import chosen_inputs

Vector = npt.NDArray[np.float64]

#: Strongest price response that is looked for; beyond it a rise in sales had other causes.
STRONGEST_RESPONSE = -12.0
_DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True, eq=False)
class PlanOutcome:
    """A plan beside what was sold in the full weeks that have passed.

    Attributes:
        weeks: week, starts, units_planned, units, units_hold (foreseen at today's price),
            revenue_planned, revenue.
        response_planned, response: the one price elasticity that explains the units foreseen, and
            those sold, in the weeks of a cut, if demand at the old price was as forecast; zero
            when no more was sold than that, NaN when there was no cut yet or no elasticity does.
    """

    weeks: pd.DataFrame
    response_planned: float
    response: float


def with_foreseen(inputs: MarkdownInputs, plan: MarkdownPlan) -> MarkdownPlan:
    """Return the plan with what it foresees by week and depth; simulated once a ladder."""
    chosen = chosen_inputs(inputs, plan.scenario)
    if not len(chosen.sku):
        return replace(plan, foreseen=())
    paths, code = np.unique(plan.depths(chosen.sku), axis=1, return_inverse=True)
    frames = []
    for number, path in enumerate(paths.T):
        goods = chosen.only(code.ravel() == number)
        weeks = simulate_plan(goods, plan).weeks[["week", "units", "units_hold", "revenue"]]
        frames.append(weeks.assign(depth=path))
    summed = pd.concat(frames).groupby(["week", "depth"], as_index=False).sum().round(3)
    rows = summed[["week", "depth", "units", "units_hold", "revenue"]].itertuples(index=False)
    return replace(plan, foreseen=tuple(Foreseen(int(week), *rest) for week, *rest in rows))


def plan_outcome(
    plan: MarkdownPlan, sales: pd.DataFrame, skus: Sequence[str], *, as_of: date
) -> PlanOutcome:
    """Set a plan against sales, in those of its weeks that sales cover in full.

    Args:
        plan: with what it foresaw, see `with_foreseen`.
        sales: columns date, sku, units, revenue.
        skus: goods of the plan.
        as_of: last day that counts; sales that end before it end the comparison.
    """
    last = min(pd.Timestamp(as_of), sales["date"].max()) if len(sales) else pd.NaT
    days = (last - pd.Timestamp(plan.as_of)).days if pd.notna(last) else 0
    passed = int(np.clip(days // _DAYS_PER_WEEK, 0, plan.scenario.weeks))
    foreseen = pd.DataFrame(plan.foreseen, columns=Foreseen._fields)
    foreseen = foreseen[foreseen["week"] <= passed]
    planned = foreseen.groupby("week")[["units", "units_hold", "revenue"]].sum()
    since = pd.Timestamp(plan.as_of + timedelta(days=1))
    week = (sales["date"] - since).dt.days // _DAYS_PER_WEEK + 1
    counts = sales["sku"].isin(list(skus)) & week.between(1, passed)
    rows = sales.loc[counts, ["units", "revenue"]].astype("float64").groupby(week[counts])
    numbers = range(1, passed + 1)
    sold = rows["units"].sum().reindex(numbers, fill_value=0.0)
    # A sale without revenue leaves its week's revenue unknown.
    paid = rows["revenue"].agg(lambda part: part.sum(skipna=False)).reindex(numbers, fill_value=0.0)
    weeks = pd.DataFrame(
        {
            "week": list(numbers),
            "starts": week_starts(plan.as_of, passed),
            "units_planned": planned["units"].reindex(numbers, fill_value=0.0).to_numpy(),
            "units": sold.to_numpy(dtype=np.float64),
            "units_hold": planned["units_hold"].reindex(numbers, fill_value=0.0).to_numpy(),
            "revenue_planned": planned["revenue"].reindex(numbers, fill_value=0.0).to_numpy(),
            "revenue": paid.to_numpy(dtype=np.float64),
        }
    )
    cut_weeks = foreseen.loc[foreseen["depth"] > 0, "week"].unique()
    cut = foreseen[foreseen["week"].isin(cut_weeks)]
    during = weeks["week"].isin(cut_weeks)
    hold = cut["units_hold"].to_numpy(dtype=np.float64)
    depth = cut["depth"].to_numpy(dtype=np.float64)
    return PlanOutcome(
        weeks=weeks,
        response_planned=_response(hold, depth, float(weeks.loc[during, "units_planned"].sum())),
        response=_response(hold, depth, float(weeks.loc[during, "units"].sum())),
    )


def _response(hold: Vector, depth: Vector, units: float) -> float:
    """Elasticity at which units foreseen at the old price become the units given."""

    def excess(elasticity: float) -> float:
        return float((hold * (1.0 - depth) ** elasticity).sum()) - units

    if not (depth > 0).any() or hold.sum() <= 0 or excess(STRONGEST_RESPONSE) < 0:
        return float("nan")
    return 0.0 if excess(0.0) >= 0 else float(brentq(excess, STRONGEST_RESPONSE, 0.0))
