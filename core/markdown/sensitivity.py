"""What moves a plan's result: one assumption at a time, and one week of waiting."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from core.markdown.inputs import MarkdownInputs
from core.markdown.outcome import MarkdownOutcome
from core.markdown.plan import MarkdownPlan, plan_totals
from core.markdown.risk import CATEGORY_ELASTICITY_SD, CATEGORY_LEVEL_SD, SHOP_LEVEL_SD
from core.markdown.simulation import chosen_inputs

#: Standard normal deviate of the 90th percentile: each assumption swings from its P10 to its P90.
_P90 = 1.2816
#: Sales of the same category lost to the marked-down goods: share of their depth. No estimate of
#: the shop's own; off in every figure but this swing.
CANNIBALIZATION_SHARE = 0.10
#: Swings of what an owner sets, around the setting; judgment.
_OUTLET_SWING = 0.5
_SELLING_COST_SWING = 0.05
_HOLDING_SWING = 0.10


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one more week of waiting takes away; money, positive is a loss.

    Attributes:
        recovered: brought in all by the plan as it stands, less by the plan a week later.
        write_down: needed today by the plan a week later, less by the plan as it stands.
    """

    recovered: float
    write_down: float


def cost_of_waiting(
    inputs: MarkdownInputs, plan: MarkdownPlan, outcome: MarkdownOutcome
) -> Waiting | None:
    """Compare a plan with itself one week later, in the same window; None where nothing is cut.

    Args:
        inputs: prepared once a Book.
        plan: as it stands.
        outcome: of that plan.
    """
    if outcome.break_even_lift is None:
        return None
    later = plan_totals(inputs, plan.delayed())
    return Waiting(
        recovered=outcome.totals.recovered - later.recovered,
        write_down=later.write_down - outcome.totals.write_down,
    )


def tornado(inputs: MarkdownInputs, plan: MarkdownPlan) -> pd.DataFrame:
    """Run a plan with one assumption at a time at its low and at its high end.

    Demand and response swing by the shocks that items share; what the owner sets swings by a
    fixed step. Cannibalization lowers what is recovered by a share of the category's other sales.

    Returns:
        assumption, low, high (settings in words), recovered (as expected), recovered_low,
        recovered_high, write_down_low, write_down_high, swing (of recovered); largest swing first.
    """
    rows = []
    for name, (low, low_end), (high, high_end) in _swings(inputs, plan):
        first, second = (plan_totals(*end) for end in (low_end, high_end))
        rows.append(
            {
                "assumption": name,
                "low": low,
                "high": high,
                "recovered_low": first.recovered,
                "recovered_high": second.recovered,
                "write_down_low": first.write_down,
                "write_down_high": second.write_down,
            }
        )
    base = plan_totals(inputs, plan)
    lost = _cannibalized(inputs, plan)
    if lost > 0:
        rows.append(
            {
                "assumption": "Other sales lost",
                "low": f"{CANNIBALIZATION_SHARE:.0%} of the depth",
                "high": "none",
                "recovered_low": base.recovered - lost,
                "recovered_high": base.recovered,
                "write_down_low": base.write_down,
                "write_down_high": base.write_down,
            }
        )
    frame = pd.DataFrame(rows)
    swing = (frame["recovered_high"] - frame["recovered_low"]).abs()
    return frame.assign(recovered=base.recovered, swing=swing).sort_values(
        "swing", ascending=False, ignore_index=True
    )


_End = tuple[str, tuple[MarkdownInputs, MarkdownPlan]]


def _swings(inputs: MarkdownInputs, plan: MarkdownPlan) -> Iterator[tuple[str, _End, _End]]:
    """Yield each assumption with its low and its high end: words, and what to run."""
    level = _P90 * (CATEGORY_LEVEL_SD**2 + SHOP_LEVEL_SD**2) ** 0.5

    def demand(share: float) -> _End:
        scaled = replace(
            inputs,
            demand=inputs.demand * (1 + share),
            horizon_demand=inputs.horizon_demand * (1 + share),
        )
        return _signed(f"{share:+.0%}"), (scaled, plan)

    def response(step: float) -> _End:
        moved = replace(inputs, elasticity=(inputs.elasticity + step).clip(max=0.0))
        scenario = plan.scenario
        if scenario.elasticity is not None:
            scenario = replace(scenario, elasticity=min(scenario.elasticity + step, 0.0))
        return _signed(f"{step:+.1f}"), (moved, replace(plan, scenario=scenario))

    def outlet(factor: float) -> _End:
        scenario, moved = (
            plan.scenario,
            replace(inputs, residual_unit=inputs.residual_unit * factor),
        )
        for name in ("residual_value", "residual_proceeds_share"):
            value = getattr(scenario, name)
            if value is not None:
                scenario = replace(scenario, **{name: value * factor})
        return _signed(f"{factor - 1:+.0%}"), (moved, replace(plan, scenario=scenario))

    def selling(step: float) -> _End:
        rate = (inputs.selling_cost_rate + step).clip(min=0.0, max=1.0)
        return _signed(f"{step * 100:+.0f} points"), (replace(inputs, selling_cost_rate=rate), plan)

    def holding(rate: float) -> _End:
        scenario = replace(plan.scenario, holding_cost_rate=rate)
        return f"{rate:.0%} a year", (inputs, replace(plan, scenario=scenario))

    strength = _P90 * CATEGORY_ELASTICITY_SD
    yield "Demand", demand(-level), demand(level)
    yield "Response to price", response(strength), response(-strength)
    yield "What the outlet pays", outlet(1 - _OUTLET_SWING), outlet(1 + _OUTLET_SWING)
    yield "Cost to sell", selling(_SELLING_COST_SWING), selling(-_SELLING_COST_SWING)
    held = plan.scenario.holding_cost_rate
    yield "Cost of keeping stock", holding(held + _HOLDING_SWING), holding(max(held, 0.0))


def _signed(text: str) -> str:
    """A number with a minus sign instead of a hyphen."""
    return text.replace("-", "\N{MINUS SIGN}")


def _cannibalized(inputs: MarkdownInputs, plan: MarkdownPlan) -> float:
    """Gross profit of the category's other goods that customers of the cut goods do not bring."""
    chosen = chosen_inputs(inputs, plan.scenario)
    if not len(chosen.sku):
        return 0.0
    weeks = plan.scenario.weeks
    depth = pd.Series(plan.depths(chosen.sku).mean(axis=0)).groupby(chosen.category).mean()
    others = ~pd.Series(inputs.sku).isin(chosen.sku).to_numpy()
    share = CANNIBALIZATION_SHARE * pd.Series(inputs.category).map(depth).fillna(0.0).to_numpy()
    sold = inputs.demand[:weeks].sum(axis=0).clip(max=inputs.on_hand)
    margin = inputs.unit_price * (1 - inputs.selling_cost_rate) - inputs.unit_cost
    return float((share * sold * margin.clip(min=0.0))[others].sum())
