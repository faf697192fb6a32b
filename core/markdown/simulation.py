"""Running a markdown scenario: what it sells, brings, leaves over and does to the books.

`simulate` answers a slider: inputs are prepared once, a call is vector arithmetic alone. The
baseline "hold" (no cut, same window) is computed along with every scenario.

Two write-downs of the same items may differ and both be right. The exposure gives each unit one
reason (damage, age, excess over the spread of demand) and takes the largest loss that counts.
"Hold" here asks only what these units would bring if today's price stayed: what sells within the
policy's horizon at that price, the rest at the outlet. Compare a markdown with its own hold: both
use one formula, one window and one outlet.
"""

from dataclasses import asdict

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.accounting import METHODS, Method
from core.markdown.books import Books, WeeklyLines, keep_books
from core.markdown.break_even import break_even
from core.markdown.inputs import MarkdownInputs, elasticities
from core.markdown.outcome import MarkdownOutcome, MarkdownTotals
from core.markdown.outcome_tables import items_table, weeks_table
from core.markdown.scenario import MarkdownScenario
from core.markdown.sell_off import (
    WEEKS_PER_YEAR,
    Course,
    nrv_by_item,
    sell_down,
    write_down_rates,
)

Vector = npt.NDArray[np.float64]


def simulate(inputs: MarkdownInputs, scenario: MarkdownScenario) -> MarkdownOutcome:
    """Run a scenario and its baseline over prepared inputs.

    Raises:
        ValueError: the window is longer than the weeks the inputs were prepared for.
    """
    chosen = chosen_inputs(inputs, scenario)
    return simulate_depths(chosen, scenario, _ladder(scenario), inputs.not_simulated)


def simulate_depths(
    chosen: MarkdownInputs,
    scenario: MarkdownScenario,
    depths: Vector,
    not_simulated: pd.DataFrame,
) -> MarkdownOutcome:
    """Run a scenario with depths of its own: (weeks, 1) for every item or (weeks, N) by item.

    Args:
        chosen: the items meant.
        scenario: everything but the depths.
        depths: share off today's price, never falling.
        not_simulated: items left out of the inputs, cut to the scenario's choice here.
    """
    no_cut = np.zeros((scenario.weeks, 1))
    course, hold = _course(chosen, scenario, depths), _course(chosen, scenario, no_cut)
    books = _books(chosen, scenario, depths, course)
    books_hold = _books(chosen, scenario, no_cut, hold)
    extrapolated = chosen.extrapolated(depths[-1])
    even = break_even(course, hold, demand_by_step(chosen, scenario))
    return MarkdownOutcome(
        scenario=scenario,
        currency=chosen.currency,
        totals=_totals(scenario, course, books),
        hold=_totals(scenario, hold, books_hold),
        weeks=weeks_table(chosen, depths, course, hold),
        items=items_table(chosen, scenario, course, hold, depths),
        books=books,
        books_hold=books_hold,
        break_even_lift=even.lift if even else None,
        break_even_elasticity=even.elasticity if even else None,
        break_even_sell_through=even.sell_through if even else None,
        expected_lift=_expected_lift(chosen, scenario, depths),
        extrapolated_cost=float((chosen.on_hand * chosen.unit_cost)[extrapolated].sum()),
        not_simulated=not_simulated[
            _chosen(
                not_simulated["sku"].to_numpy(dtype=object),
                not_simulated["category"].to_numpy(dtype=object),
                scenario,
            )
        ],
    )


def depth_curve(
    inputs: MarkdownInputs,
    scenario: MarkdownScenario,
    depths: tuple[float, ...] = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7),
) -> pd.DataFrame:
    """Totals of the scenario at each depth.

    Returns:
        depth and every field of `MarkdownTotals`, one row a depth, in the order given.
    """
    chosen = chosen_inputs(inputs, scenario)
    rows = []
    for depth in depths:
        at_depth = scenario.at_depth(depth)
        totals = totals_of_depths(chosen, at_depth, _ladder(at_depth))
        rows.append({"depth": depth} | asdict(totals))
    return pd.DataFrame(rows)


def totals_of_depths(
    chosen: MarkdownInputs, scenario: MarkdownScenario, depths: Vector
) -> MarkdownTotals:
    """Totals alone, without baseline and tables; arguments as in `simulate_depths`."""
    course = _course(chosen, scenario, depths)
    books = _books(chosen, scenario, depths, course, methods=("direct",))
    return _totals(scenario, course, books)


def chosen_inputs(inputs: MarkdownInputs, scenario: MarkdownScenario) -> MarkdownInputs:
    """Return the inputs of the items the scenario means."""
    return inputs.only(_chosen(inputs.sku, inputs.category, scenario))


def _chosen(
    sku: npt.NDArray[np.object_], category: npt.NDArray[np.object_], scenario: MarkdownScenario
) -> npt.NDArray[np.bool_]:
    """Which items the scenario means: of its skus and of its categories, where it names any."""
    chosen = np.ones(len(sku), dtype=bool)
    if scenario.categories:
        chosen &= np.isin(category.astype(str), list(scenario.categories))
    if scenario.skus:
        chosen &= np.isin(sku.astype(str), list(scenario.skus))
    return chosen


def _ladder(scenario: MarkdownScenario) -> Vector:
    """(weeks, 1) depths of a scenario, the same for every item."""
    return scenario.depths()[:, None]


def _course(inputs: MarkdownInputs, scenario: MarkdownScenario, depths: Vector) -> Course:
    if scenario.weeks > len(inputs.demand):
        raise ValueError(
            f"weeks must be at most the {len(inputs.demand)} the inputs were prepared for"
        )
    return sell_down(
        on_hand=inputs.on_hand,
        unit_cost=inputs.unit_cost,
        unit_price=inputs.unit_price,
        demand=inputs.demand[: scenario.weeks],
        elasticity=elasticities(inputs, scenario.elasticity),
        depths=depths,
        later_demand=later_demand(inputs, scenario),
        later_weeks=later_weeks(inputs, scenario),
        selling_cost_rate=inputs.selling_cost_rate,
        selling_cost_unit=scenario.selling_cost_unit,
        residual=residual_proceeds(inputs, scenario, depths[-1]),
        min_display=scenario.min_display,
    )


def later_demand(inputs: MarkdownInputs, scenario: MarkdownScenario) -> Vector | None:
    """(N,) units at today's price from the end of the window to the horizon, if still on sale."""
    if scenario.after_window == "outlet":
        return None
    later: Vector = inputs.horizon_demand - inputs.demand[: scenario.weeks].sum(axis=0)
    return np.maximum(later, 0.0)


def later_weeks(inputs: MarkdownInputs, scenario: MarkdownScenario) -> Vector:
    """(N,) weeks from the end of the window until the goods can no longer be sold."""
    return np.maximum(inputs.on_sale_days / 7 - scenario.weeks, 0.0)


def demand_by_step(inputs: MarkdownInputs, scenario: MarkdownScenario) -> Vector:
    """(S, N) units at today's price by week and, if goods stay on sale, after the window."""
    later = later_demand(inputs, scenario)
    weeks = inputs.demand[: scenario.weeks]
    return weeks if later is None else np.vstack([weeks, later])


def residual_proceeds(
    inputs: MarkdownInputs, scenario: MarkdownScenario, last_depth: Vector
) -> Vector:
    """Net proceeds of a unit never sold; by default nobody pays more than the last price.

    Args:
        inputs: of N items.
        scenario: says what the outlet pays.
        last_depth: cut of the last week, (1,) or (N,), or (D, 1) for several at once.

    Returns:
        (N,) or (D, N) money a unit.
    """
    shape = np.broadcast_shapes(last_depth.shape, inputs.unit_price.shape)
    if scenario.residual_value is not None:
        return np.full(shape, scenario.residual_value)
    if scenario.residual_proceeds_share is not None:
        return np.broadcast_to(scenario.residual_proceeds_share * inputs.unit_price, shape)
    kept = (1 - last_depth) * inputs.unit_price * (1 - inputs.selling_cost_rate)
    return np.minimum(inputs.residual_unit, kept - scenario.selling_cost_unit)


def _books(
    inputs: MarkdownInputs,
    scenario: MarkdownScenario,
    depths: Vector,
    course: Course,
    *,
    methods: tuple[Method, ...] = METHODS,
) -> Books:
    """Weekly sums over the items, kept as books by period."""
    weeks = course.weeks
    tier, units, sold = course.tier[:weeks], course.units_by_step()[:weeks], course.sold[:weeks]
    rate_sold, rate_unsold = write_down_rates(course, scenario.nrv_basis)
    revenue = (units * (1 - course.depth[tier])) @ course.unit_price
    net = np.einsum("tn,tn->t", units, course.net_price[tier])
    holding_rate = _weekly_holding(course, scenario)
    held = course.on_hand @ holding_rate - sold @ holding_rate + units @ holding_rate / 2
    changed = (np.diff(depths, axis=0, prepend=0.0) != 0).mean(axis=1) * len(inputs.sku)
    left_cost = float(course.leftover @ course.unit_cost)
    left_release = float(course.unsold @ rate_unsold + course.sold_later() @ rate_sold[-1])
    disposed = scenario.after_window == "outlet"
    lines = WeeklyLines(
        revenue=revenue,
        cost=units @ course.unit_cost,
        selling_cost=revenue - net,
        holding_cost=held,
        relabel_cost=changed * scenario.relabel_cost,
        release=np.einsum("tn,tn->t", units, rate_sold[tier]),
        residual_proceeds=float(course.unsold @ course.residual) if disposed else 0.0,
        residual_cost=left_cost if disposed else 0.0,
        residual_release=left_release if disposed else 0.0,
        kept_cost=0.0 if disposed else left_cost,
        kept_release=0.0 if disposed else left_release,
    )
    return keep_books(
        lines,
        tax_rate=inputs.tax_rate,
        deductible=inputs.policy.reserve_deductible,
        weeks_per_period=scenario.weeks_per_period,
        currency=inputs.currency,
        methods=methods,
    )


def _weekly_holding(course: Course, scenario: MarkdownScenario) -> Vector:
    """(N,) cash cost of keeping a unit a week."""
    return course.unit_cost * (scenario.holding_cost_rate / WEEKS_PER_YEAR)


def _totals(scenario: MarkdownScenario, course: Course, books: Books) -> MarkdownTotals:
    units = float(course.sold[course.weeks - 1].sum())
    left, on_hand = float(course.leftover.sum()), float(course.on_hand.sum())
    # Direct and allowance agree in profit, cash and equity; waiting reaches the same sums.
    direct = books.periods["direct"]
    cash = sum(book.cash_before_tax for book in direct)
    later = 0.0
    if scenario.after_window == "keep selling":
        later = float(course.sold_later() @ course.net_price[-1] + course.unsold @ course.residual)
        later -= float(course.later_stock_weeks @ _weekly_holding(course, scenario))
    return MarkdownTotals(
        on_hand=on_hand,
        cost_value=float(course.on_hand @ course.unit_cost),
        units=units,
        sell_through=units / on_hand if on_hand > 0 else 0.0,
        revenue=sum(book.revenue for book in direct),
        cash=cash,
        cash_after_tax=direct[-1].cash_change,
        leftover_units=left,
        leftover_cost=float(course.leftover @ course.unit_cost),
        leftover_value=later,
        recovered=cash + later,
        nrv_value=float(nrv_by_item(course).sum()),
        write_down=-direct[0].write_down,
        release=sum(event.used_on_sale for event in books.events),
        net_income_now=direct[0].net_income,
        net_income_effect=sum(book.net_income for book in direct),
        equity_effect=direct[-1].equity_change,
    )


def _expected_lift(inputs: MarkdownInputs, scenario: MarkdownScenario, depths: Vector) -> float:
    """Rise of demand, stock aside, over the weeks in which the price is cut."""
    weight = inputs.demand[: scenario.weeks] * (depths > 0)
    total = float(weight.sum())
    if total <= 0:
        return 0.0
    values, tier = np.unique(depths, return_inverse=True)
    elasticity = elasticities(inputs, scenario.elasticity)
    if depths.shape[1] > 1:
        return float((weight * (1 - depths) ** elasticity).sum()) / total - 1
    by_depth = [weight[tier.ravel() == number].sum(axis=0) for number in range(len(values))]
    return float((np.stack(by_depth) * (1 - values[:, None]) ** elasticity).sum()) / total - 1
