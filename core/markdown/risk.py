"""How sure a scenario is: draws of demand and response with shocks that items share.

Items of a category misjudge price response and demand together, and a weak season hits the whole
shop. On 10,000 synthetic items the range of cash from the 10th to the 90th percentile was 15 % of
the median with shared shocks and 2 % with independent ones: independence is false comfort. A
single plan value also overstates what is to be expected, because stock cuts off the good weeks
but not the bad ones (by 2 to 3 % in the same test); the mean over the draws is the fair figure.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.markdown.drawn_course import DrawnCourse
from core.markdown.inputs import MarkdownInputs, elasticities
from core.markdown.plan import MarkdownPlan
from core.markdown.scenario import MarkdownScenario
from core.markdown.simulation import chosen_inputs

Vector = npt.NDArray[np.float64]

#: Draws by default: percentiles of cash repeat within about 1 % of the median.
DRAWS = 200

#: Standard deviations of the shared shocks: response and log level by category, log level of the
#: shop. Judgment informed by the spread between categories and weeks of the public juice data.
CATEGORY_ELASTICITY_SD = 0.30
CATEGORY_LEVEL_SD = 0.15
SHOP_LEVEL_SD = 0.10

#: Log error of demand at cuts far deeper than any seen: sales at 30 % and more off were e^0.46
#: times what responses to cuts below 20 % foretold (public juice data).
EXTRAPOLATION_LEVEL_SD = 0.46

#: Percentiles shown.
_LEVELS = {"p10": 0.10, "p50": 0.50, "p90": 0.90}

#: Item draws worked on at once: small enough to stay in a processor's cache.
_BLOCK = 40_000


@dataclass(frozen=True, slots=True, eq=False)
class MarkdownRisk:
    """Spread of a scenario's outcome.

    Attributes:
        draws: one row a draw with `MEASURES`, named and meant as in `MarkdownTotals`.
        summary: measure, plan (without chance), hold (mean of the baseline under the same
            shocks), mean, p10, p50, p90.
        beats_hold: share of draws in which the scenario recovers at least as much as hold under
            the same shocks.
    """

    draws: pd.DataFrame
    summary: pd.DataFrame
    beats_hold: float

    @property
    def more_recovered(self) -> float:
        """Mean of what the scenario recovers in all, less that of hold under the same shocks."""
        recovered = self.summary[self.summary["measure"] == "recovered"]
        return float((recovered["mean"] - recovered["hold"]).sum())


def simulate_risk(
    inputs: MarkdownInputs,
    course_of_action: MarkdownScenario | MarkdownPlan,
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> MarkdownRisk:
    """Draw demand and response many times and run the scenario and its baseline each time.

    Args:
        inputs: prepared once a Book.
        course_of_action: scenario or plan to try.
        draws: how often.
        seed: equal seeds give equal draws.
    """
    scenario = course_of_action
    if isinstance(scenario, MarkdownPlan):
        scenario = scenario.scenario
    chosen = chosen_inputs(inputs, scenario)
    by_week = scenario.depths()[:, None]
    if isinstance(course_of_action, MarkdownPlan) and course_of_action.lines:
        by_week = course_of_action.depths(chosen.sku)
    no_cut = scenario.hold()
    course = DrawnCourse.of(chosen, scenario, by_week)
    base = DrawnCourse.of(chosen, no_cut, no_cut.depths()[:, None])
    shocks = _Shocks(chosen, scenario, by_week[-1], draws, seed)
    plan = course.run(elasticities(chosen, scenario.elasticity)[None, :], np.ones((1, 1)))
    found, held = [], []
    at_once = max(1, _BLOCK // max(len(chosen.sku), 1))
    for start in range(0, draws, at_once):
        elasticity, level, far = shocks.block(start, min(start + at_once, draws))
        found.append(course.run(elasticity, level * far))
        held.append(base.run(elasticity, level))
    frame, baseline = pd.concat(found, ignore_index=True), pd.concat(held, ignore_index=True)
    summary = pd.DataFrame(
        {
            "measure": list(frame),
            "plan": plan.iloc[0].to_numpy(),
            "hold": baseline.mean().to_numpy(),
            "mean": frame.mean().to_numpy(),
        }
        | {name: frame.quantile(level).to_numpy() for name, level in _LEVELS.items()}
    )
    better = float((frame["recovered"] >= baseline["recovered"]).mean())
    return MarkdownRisk(draws=frame, summary=summary, beats_hold=better)


class _Shocks:
    """Draws of response and demand level, shared by category and shop where they are shared."""

    def __init__(
        self,
        inputs: MarkdownInputs,
        scenario: MarkdownScenario,
        last_depth: Vector,
        draws: int,
        seed: int,
    ) -> None:
        code, names = pd.factorize(inputs.category, sort=True)
        shared, own = np.random.default_rng(seed).spawn(2)
        self.own = own
        self.category = shared.standard_normal((2, draws, len(names)))
        self.shop, self.farther = shared.standard_normal((2, draws))
        self.code = code
        self.center = elasticities(inputs, scenario.elasticity)
        self.common_sd = np.minimum(inputs.elasticity_sd, CATEGORY_ELASTICITY_SD)
        self.own_sd = np.sqrt(inputs.elasticity_sd**2 - self.common_sd**2)
        # A log-normal level with mean one: the spread alone may not move the expectation.
        self.item_sd = np.sqrt(np.log1p(inputs.demand_cv**2))
        self.far = inputs.extrapolated(last_depth)

    def block(self, start: int, end: int) -> tuple[Vector, Vector, Vector]:
        """Elasticity, demand level and level at depths never seen of some draws, (D, N) each."""
        category = self.category[:, start:end][:, :, self.code]
        # Draw by draw, so that a draw does not depend on how many are worked on at once.
        response, level = np.moveaxis(
            self.own.standard_normal((end - start, 2, len(self.code))), 1, 0
        )
        elasticity = self.center + self.common_sd * category[0] + self.own_sd * response
        log_level = (
            CATEGORY_LEVEL_SD * category[1]
            + SHOP_LEVEL_SD * self.shop[start:end, None]
            + self.item_sd * level
        )
        spread = CATEGORY_LEVEL_SD**2 + SHOP_LEVEL_SD**2 + self.item_sd**2
        far_sd = EXTRAPOLATION_LEVEL_SD * self.far
        far = np.exp(far_sd * self.farther[start:end, None] - far_sd**2 / 2)
        return np.minimum(elasticity, 0.0), np.exp(log_level - spread / 2), far
