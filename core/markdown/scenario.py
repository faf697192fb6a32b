"""One markdown scenario: what it sells, brings, leaves over and does to the books.

`simulate` answers a slider: inputs are prepared once, a call is vector arithmetic alone. The
baseline "hold" (no cut, same window) is computed along with every scenario.

Two write-downs of the same items may differ and both be right. The exposure gives each unit one
reason (damage, age, excess over the spread of demand) and takes the largest loss that counts.
"Hold" here asks only what these units would bring if today's price stayed: what sells within the
policy's horizon at that price, the rest at the outlet. Compare a markdown with its own hold: both
use one formula, one window and one outlet.
"""

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.markdown.books import Books, WeeklyLines, keep_books
from core.markdown.break_even import break_even_lift
from core.markdown.inputs import MarkdownInputs, week_starts
from core.markdown.sell_off import (
    WEEKS_PER_YEAR,
    Course,
    NrvBasis,
    nrv_by_item,
    sell_down,
    write_down_by_item,
    write_down_rates,
)

Vector = npt.NDArray[np.float64]

#: A cut this much deeper than any seen in sales is extrapolation: on the public orange-juice data
#: sales at cuts of 30 % and more were 1.6 times what responses to cuts below 20 % foretold.
EXTRAPOLATION_MARGIN = 0.10

#: What happens to units the window leaves over: they stay on sale at its last price until the
#: policy's horizon and then go to the outlet, or they go to the outlet at once.
AfterWindow = Literal["keep selling", "outlet"]

#: Deepest cut a scenario may ask for.
MAX_DEPTH = 0.95


@dataclass(frozen=True, slots=True)
class MarkdownScenario:
    """A cut in price over a window, and what happens to the rest.

    Attributes:
        name: what the owner calls it.
        categories, skus: what is marked down; both empty means everything.
        depth: share off today's price.
        start_week: week of the window in which the cut begins, 1 = at once.
        weeks: length of the window.
        later: further cuts, `((week, depth), …)`, each later and deeper than the one before.
        elasticity: one response for all items instead of the estimates; zero or below.
        after_window: "keep selling" (leftovers stay in stock, on sale at the last price until
            the policy's horizon) or "outlet" (they are disposed of when the window ends).
        residual_proceeds_share: net proceeds of a unit at the outlet, share of today's price.
        residual_value: the same in money a unit; goes before the share. With neither, a unit
            brings the inputs' `residual_unit`, at most the net price of the last week.
        selling_cost_unit: money a unit sold, on top of the item's selling cost rate.
        holding_cost_rate: cash cost of keeping stock, share of its cost a year.
        relabel_cost: money an item and change of price.
        nrv_basis: "tiered" (default, prudent) or "blended"; a policy to choose and keep.
        weeks_per_period: length of an accounting period in the books.

    Raises:
        ValueError: a setting is out of range; the message names it.
    """

    name: str = ""
    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    depth: float = 0.0
    start_week: int = 1
    weeks: int = 12
    later: tuple[tuple[int, float], ...] = ()
    elasticity: float | None = None
    after_window: AfterWindow = "keep selling"
    residual_proceeds_share: float | None = None
    residual_value: float | None = None
    selling_cost_unit: float = 0.0
    holding_cost_rate: float = 0.0
    relabel_cost: float = 0.0
    nrv_basis: NrvBasis = "tiered"
    weeks_per_period: int = 4

    def __post_init__(self) -> None:
        """Refuse settings out of range, naming them."""
        steps = ((self.start_week, self.depth), *self.later)
        weeks, depths = [week for week, _ in steps], [depth for _, depth in steps]
        _require(self.weeks >= 1, "weeks must be 1 or more")
        _require(1 <= self.start_week <= self.weeks, "start_week must lie within the window")
        _require(all(0 <= depth <= MAX_DEPTH for depth in depths), "depth must be 0 to 0.95")
        _require(depths == sorted(depths), "depth may not fall again: later cuts are deeper")
        _require(
            weeks == sorted(set(weeks)) and weeks[-1] <= self.weeks,
            "later cuts must follow one another within the window",
        )
        _require(self.elasticity is None or self.elasticity <= 0, "elasticity must be 0 or below")
        _require(
            self.after_window in get_args(AfterWindow),
            "after_window must be keep selling or outlet",
        )
        _require(self.nrv_basis in get_args(NrvBasis), "nrv_basis must be tiered or blended")
        _require(self.weeks_per_period >= 1, "weeks_per_period must be 1 or more")
        for name in ("holding_cost_rate", "relabel_cost", "selling_cost_unit"):
            _require(getattr(self, name) >= 0, f"{name} must be 0 or more")

    def depths(self) -> Vector:
        """(weeks,) share off today's price in each week."""
        depths = np.zeros(self.weeks)
        for week, depth in ((self.start_week, self.depth), *self.later):
            depths[week - 1 :] = depth
        return depths

    def changes(self) -> int:
        """How often the price changes."""
        return int(np.count_nonzero(np.diff(self.depths(), prepend=0.0)))

    def at_depth(self, depth: float) -> "MarkdownScenario":
        """Return the same scenario at another depth; later cuts that are no deeper fall away."""
        later = tuple(step for step in self.later if step[1] > depth)
        return replace(self, depth=depth, later=later)

    def hold(self) -> "MarkdownScenario":
        """Return the baseline: today's price for the whole window, the same end after it."""
        return replace(self, name="hold", depth=0.0, start_week=1, later=())


@dataclass(frozen=True, slots=True)
class MarkdownTotals:
    """Totals of one course of action over the window; money in the Book's currency.

    Attributes:
        sell_through: share of the units sold within the window.
        cash: within the window before tax: sales and disposal less selling, holding and relabel
            cost.
        cash_after_tax: the same after income tax; losses save tax at the full rate.
        leftover_units, leftover_cost: what the window leaves over, at cost.
        leftover_value: what leftovers kept in stock will still bring, net of selling cost; zero
            when they went to the outlet, whose proceeds are in `cash`.
        recovered: cash and leftover_value: what to compare courses of action by.
        nrv_value: net realizable value of the stock under this plan, at least zero by quantity.
        write_down: needed today, if this plan is the best evidence of what the stock will bring.
        release: part of the write-down that sales within the window use up.
        net_income_now: effect of the write-down on net income of the current period.
        net_income_effect: what these items add to net income from today to the window's end.
        equity_effect: the same for equity, at the end of the window; leftovers kept in stock
            count at cost less their share of the write-down.
    """

    on_hand: float
    cost_value: float
    units: float
    sell_through: float
    revenue: float
    cash: float
    cash_after_tax: float
    leftover_units: float
    leftover_cost: float
    leftover_value: float
    recovered: float
    nrv_value: float
    write_down: float
    release: float
    net_income_now: float
    net_income_effect: float
    equity_effect: float


@dataclass(frozen=True, slots=True, eq=False)
class MarkdownOutcome:
    """A scenario next to its baseline.

    Attributes:
        totals, hold: the scenario and the baseline over the same window.
        weeks: week, starts, depth, units, revenue, leftover_units, leftover_cost, sell_through
            (since the start) and units_hold, revenue_hold, leftover_units_hold.
        items: sku, description, category, on_hand, cost_value, units, sell_through, revenue,
            leftover_units, leftover_cost, nrv_value, write_down, write_down_hold, elasticity,
            extrapolated.
        books, books_hold: by method and period, see `core.markdown.books`.
        break_even_lift: rise in weekly units, as a share, from which the cut recovers more
            than hold; None without a cut, infinite when no rise pays for it.
        expected_lift: rise in demand the elasticities foresee in the weeks of the cut.
        extrapolated_cost: cost of items cut far deeper than sales have ever shown.
        not_simulated: the items within the scenario's choice that could not be simulated.
    """

    scenario: MarkdownScenario
    totals: MarkdownTotals
    hold: MarkdownTotals
    weeks: pd.DataFrame
    items: pd.DataFrame
    books: Books
    books_hold: Books
    break_even_lift: float | None
    expected_lift: float
    extrapolated_cost: float
    not_simulated: pd.DataFrame

    @property
    def write_down(self) -> float:
        """Write-down needed today under the scenario."""
        return self.totals.write_down

    @property
    def write_down_hold(self) -> float:
        """Write-down needed today if the price stays: same formula, window and outlet."""
        return self.hold.write_down


def simulate(inputs: MarkdownInputs, scenario: MarkdownScenario) -> MarkdownOutcome:
    """Run a scenario and its baseline over prepared inputs.

    Raises:
        ValueError: the window is longer than the weeks the inputs were prepared for.
    """
    chosen = inputs.only(_chosen(inputs.sku, inputs.category, scenario))
    course, hold = _course(chosen, scenario), _course(chosen, scenario.hold())
    books, books_hold = _books(chosen, scenario, course), _books(chosen, scenario.hold(), hold)
    extrapolated = _extrapolated(chosen, scenario)
    left_out = inputs.not_simulated
    return MarkdownOutcome(
        scenario=scenario,
        totals=_totals(scenario, course, books),
        hold=_totals(scenario, hold, books_hold),
        weeks=_weeks(chosen, scenario, course, hold),
        items=_items(chosen, scenario, course, hold, extrapolated),
        books=books,
        books_hold=books_hold,
        break_even_lift=break_even_lift(course, hold, _demand_by_step(chosen, scenario)),
        expected_lift=_expected_lift(chosen, scenario),
        extrapolated_cost=float((chosen.on_hand * chosen.unit_cost)[extrapolated].sum()),
        not_simulated=left_out[
            _chosen(
                left_out["sku"].to_numpy(dtype=object),
                left_out["category"].to_numpy(dtype=object),
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
    chosen = inputs.only(_chosen(inputs.sku, inputs.category, scenario))
    rows = []
    for depth in depths:
        at_depth = scenario.at_depth(depth)
        course = _course(chosen, at_depth)
        totals = _totals(at_depth, course, _books(chosen, at_depth, course))
        rows.append(
            {"depth": depth}
            | {name: getattr(totals, name) for name in MarkdownTotals.__dataclass_fields__}
        )
    return pd.DataFrame(rows)


def comparison(outcome: MarkdownOutcome) -> pd.DataFrame:
    """Every total of hold and of the scenario: measure, hold, markdown, difference."""
    names = list(MarkdownTotals.__dataclass_fields__)
    frame = pd.DataFrame(
        {
            "measure": names,
            "hold": [getattr(outcome.hold, name) for name in names],
            "markdown": [getattr(outcome.totals, name) for name in names],
        }
    )
    return frame.assign(difference=frame["markdown"] - frame["hold"])


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


def _course(inputs: MarkdownInputs, scenario: MarkdownScenario) -> Course:
    _require(
        scenario.weeks <= len(inputs.demand),
        f"weeks must be at most the {len(inputs.demand)} the inputs were prepared for",
    )
    depths = scenario.depths()
    return sell_down(
        on_hand=inputs.on_hand,
        unit_cost=inputs.unit_cost,
        unit_price=inputs.unit_price,
        demand=inputs.demand[: scenario.weeks],
        elasticity=_elasticity(inputs, scenario),
        depths=depths,
        later_demand=_later_demand(inputs, scenario),
        selling_cost_rate=inputs.selling_cost_rate,
        selling_cost_unit=scenario.selling_cost_unit,
        residual=_residual(inputs, scenario, float(depths[-1])),
    )


def _later_demand(inputs: MarkdownInputs, scenario: MarkdownScenario) -> Vector | None:
    """(N,) units at today's price from the end of the window to the horizon, if still on sale."""
    if scenario.after_window == "outlet":
        return None
    later: Vector = inputs.horizon_demand - inputs.demand[: scenario.weeks].sum(axis=0)
    return np.maximum(later, 0.0)


def _demand_by_step(inputs: MarkdownInputs, scenario: MarkdownScenario) -> Vector:
    later = _later_demand(inputs, scenario)
    weeks = inputs.demand[: scenario.weeks]
    return weeks if later is None else np.vstack([weeks, later])


def _elasticity(inputs: MarkdownInputs, scenario: MarkdownScenario) -> Vector:
    if scenario.elasticity is None:
        return inputs.elasticity
    return np.full_like(inputs.elasticity, scenario.elasticity)


def _residual(inputs: MarkdownInputs, scenario: MarkdownScenario, last_depth: float) -> Vector:
    """Net proceeds of a unit left over; by default nobody pays more than the last price."""
    if scenario.residual_value is not None:
        return np.full_like(inputs.unit_price, scenario.residual_value)
    if scenario.residual_proceeds_share is not None:
        return scenario.residual_proceeds_share * inputs.unit_price
    kept = (1 - last_depth) * inputs.unit_price * (1 - inputs.selling_cost_rate)
    return np.minimum(inputs.residual_unit, kept - scenario.selling_cost_unit)


def _books(inputs: MarkdownInputs, scenario: MarkdownScenario, course: Course) -> Books:
    """Weekly sums over the items, kept as books by period."""
    weeks = course.weeks
    tier, units, sold = course.tier[:weeks], course.units_by_step()[:weeks], course.sold[:weeks]
    rate_sold, rate_unsold = write_down_rates(course, scenario.nrv_basis)
    revenue = (units @ course.unit_price) * (1 - course.depth[tier])
    net = np.einsum("tn,tn->t", units, course.net_price[tier])
    holding_rate = course.unit_cost * (scenario.holding_cost_rate / WEEKS_PER_YEAR)
    held = course.on_hand @ holding_rate - sold @ holding_rate + units @ holding_rate / 2
    changed = np.diff(scenario.depths(), prepend=0.0) != 0
    left_cost = float(course.leftover @ course.unit_cost)
    left_release = float(course.unsold @ rate_unsold + course.sold_later() @ rate_sold[-1])
    disposed = scenario.after_window == "outlet"
    lines = WeeklyLines(
        revenue=revenue,
        cost=units @ course.unit_cost,
        selling_cost=revenue - net,
        holding_cost=held,
        relabel_cost=changed * (scenario.relabel_cost * len(inputs.sku)),
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
    )


def _totals(scenario: MarkdownScenario, course: Course, books: Books) -> MarkdownTotals:
    units = float(course.sold[course.weeks - 1].sum())
    left, on_hand = float(course.leftover.sum()), float(course.on_hand.sum())
    # Direct and allowance agree in profit, cash and equity; waiting reaches the same sums.
    direct = books.periods["direct"]
    cash = sum(book.cash_before_tax for book in direct)
    later = 0.0
    if scenario.after_window == "keep selling":
        later = float(course.sold_later() @ course.net_price[-1] + course.unsold @ course.residual)
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


def _weeks(
    inputs: MarkdownInputs, scenario: MarkdownScenario, course: Course, hold: Course
) -> pd.DataFrame:
    weeks, depth = course.weeks, scenario.depths()
    units, units_hold = course.units_by_step()[:weeks], hold.units_by_step()[:weeks]
    cost_value, on_hand = inputs.on_hand @ inputs.unit_cost, inputs.on_hand.sum()
    sold = course.sold[:weeks].sum(axis=1)
    return pd.DataFrame(
        {
            "week": np.arange(1, scenario.weeks + 1),
            "starts": week_starts(inputs.as_of, scenario.weeks),
            "depth": depth,
            "units": units.sum(axis=1),
            "revenue": (units @ inputs.unit_price) * (1 - depth),
            "leftover_units": on_hand - sold,
            "leftover_cost": cost_value - course.sold[:weeks] @ inputs.unit_cost,
            "sell_through": sold / on_hand if on_hand > 0 else np.zeros(scenario.weeks),
            "units_hold": units_hold.sum(axis=1),
            "revenue_hold": units_hold @ inputs.unit_price,
            "leftover_units_hold": on_hand - hold.sold[:weeks].sum(axis=1),
        }
    )


def _items(
    inputs: MarkdownInputs,
    scenario: MarkdownScenario,
    course: Course,
    hold: Course,
    extrapolated: npt.NDArray[np.bool_],
) -> pd.DataFrame:
    units = course.units_by_step()[: course.weeks]
    sold = course.sold[course.weeks - 1]
    return pd.DataFrame(
        {
            "sku": inputs.sku,
            "description": inputs.description,
            "category": inputs.category,
            "on_hand": inputs.on_hand,
            "cost_value": inputs.on_hand * inputs.unit_cost,
            "units": sold,
            "sell_through": sold / inputs.on_hand,
            "revenue": (1 - scenario.depths()) @ units * inputs.unit_price,
            "leftover_units": course.leftover,
            "leftover_cost": course.leftover * inputs.unit_cost,
            "nrv_value": nrv_by_item(course),
            "write_down": write_down_by_item(course, scenario.nrv_basis),
            "write_down_hold": write_down_by_item(hold, scenario.nrv_basis),
            "elasticity": _elasticity(inputs, scenario),
            "extrapolated": extrapolated,
        }
    )


def _extrapolated(inputs: MarkdownInputs, scenario: MarkdownScenario) -> npt.NDArray[np.bool_]:
    """Items cut more than the margin beyond any cut their sales have shown."""
    deepest = float(scenario.depths()[-1])
    seen = np.nan_to_num(inputs.depth_observed_max, nan=0.0)
    flags: npt.NDArray[np.bool_] = deepest > seen + EXTRAPOLATION_MARGIN
    return flags


def _expected_lift(inputs: MarkdownInputs, scenario: MarkdownScenario) -> float:
    """Rise of demand, stock aside, over the weeks in which the price is cut."""
    depths = scenario.depths()
    cut = depths > 0
    base = inputs.demand[: scenario.weeks][cut]
    total = float(base.sum())
    if total <= 0:
        return 0.0
    elasticity = _elasticity(inputs, scenario)
    marked = sum(
        float(base[depths[cut] == depth].sum(axis=0) @ (1 - depth) ** elasticity)
        for depth in np.unique(depths[cut])
    )
    return marked / total - 1


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)
