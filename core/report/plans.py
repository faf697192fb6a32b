"""Markdown plans laid beside today's price, as the documents and the workbook tell of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from core.analysis import Analysis
from core.charts.scenario import MEASURES
from core.markdown import (
    MOST_COMPARED,
    Compared,
    MarkdownInputs,
    MarkdownPlan,
    PlanError,
    compare,
    estimate_response,
    prepare,
)

#: What keeping the price is called wherever plans are compared.
BASELINE = "Today's price"


@dataclass(frozen=True, slots=True, eq=False)
class ComparedPlans:
    """Plans and what becomes of the stock under each; `compared` is in their order."""

    plans: tuple[MarkdownPlan, ...]
    compared: Compared

    @property
    def best(self) -> MarkdownPlan | None:
        """The plan that recovers most beyond today's price; None where none recovers more."""
        gains = self.gains
        name = max(gains, key=gains.__getitem__)
        if gains[name] <= 0:
            return None
        return next(plan for plan in self.plans if plan.scenario.name == name)

    @property
    def gains(self) -> dict[str, float]:
        """What each plan recovers beyond today's price of its own goods, by its name."""
        return {
            plan.scenario.name: outcome.totals.recovered - outcome.hold.recovered
            for plan, outcome in zip(self.plans, self.compared.outcomes, strict=True)
        }

    def sheets(self) -> Mapping[str, pd.DataFrame]:
        """Return title -> table: what is compared, then the books of each plan by period."""
        titles = {key: title.format(weeks="the window") for key, (title, _) in MEASURES.items()}
        measures = self.compared.measures.set_index("measure").loc[list(titles)].reset_index()
        measures["measure"] = measures["measure"].map(titles)
        tables = {"Plans compared": measures.rename(columns={"measure": "Measure"})}
        for plan, outcome in zip(self.plans, self.compared.outcomes, strict=True):
            books = outcome.books.by_period
            named = {name: str(name).replace("_", " ").capitalize() for name in books.columns}
            tables[f"{plan.scenario.name}: books by period"] = books.rename(columns=named)
        return tables


def compare_plans(inputs: MarkdownInputs, plans: Sequence[MarkdownPlan]) -> ComparedPlans | None:
    """Run plans over prepared inputs; None where there is no plan.

    Raises:
        PlanError: too many plans, two of one name, or one that does not fit the stock.
    """
    if not plans:
        return None
    if len(plans) >= MOST_COMPARED:
        raise PlanError(f"at most {MOST_COMPARED - 1} scenarios can be compared at a time")
    names = [plan.scenario.name for plan in plans]
    if not all(name.strip() for name in names):
        raise PlanError("a scenario without a name cannot be compared: set name under [scenario]")
    if len({*names, BASELINE}) <= len(names):
        raise PlanError("each scenario compared needs a name of its own")
    for plan in plans:
        scenario = plan.scenario
        meant = inputs.only(
            pd.Series(inputs.sku).isin(scenario.skus or inputs.sku).to_numpy()
            & pd.Series(inputs.category).isin(scenario.categories or inputs.category).to_numpy()
        )
        if not len(meant.sku):
            raise PlanError(f"scenario {scenario.name!r} means no goods of this stock")
    try:
        return ComparedPlans(tuple(plans), compare(inputs, plans, baseline=BASELINE))
    except ValueError as error:
        raise PlanError(f"the scenarios do not fit this stock: {error}") from error


def plans_of(analysis: Analysis, plans: Sequence[MarkdownPlan]) -> ComparedPlans | None:
    """Run plans over an analysis whose price response was not read yet; None without a plan.

    Raises:
        PlanError: as `compare_plans`, or there are no sales to know demand from.
    """
    if not plans:
        return None
    book = analysis.book
    if analysis.forecast is None:
        raise PlanError("scenarios need sales: without them demand at another price is unknown")
    response = estimate_response(book.sales, book.items, as_of=book.as_of)
    inputs = prepare(
        book, analysis.policy, analysis.forecast, analysis.exposure.segments, response=response
    )
    return compare_plans(inputs, plans)
