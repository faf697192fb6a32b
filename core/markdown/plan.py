"""A markdown plan: which item is cut how deep from when, who approved it, and its file.

A plan is a scenario with ladders of its own for some items. Only a plan that somebody approved on
a day, and that is dated, may enter net realizable value (IAS 2.30 asks for the most reliable
evidence): `plan_table` gives its rows for the Book, which the exposure reads.
"""

import dataclasses
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.book import Book, with_plan_rows
from core.markdown.inputs import MarkdownInputs, week_starts
from core.markdown.outcome import MarkdownOutcome, MarkdownTotals
from core.markdown.scenario import MarkdownScenario, delayed_steps
from core.markdown.simulation import (
    chosen_inputs,
    residual_proceeds,
    simulate,
    simulate_depths,
    totals_of_depths,
)
from core.money import round_money
from core.schema import PLAN, conform

Vector = npt.NDArray[np.float64]

#: Cuts of an item: `((week, depth), …)`, each later and deeper than the one before.
Steps = tuple[tuple[int, float], ...]


class Foreseen(NamedTuple):
    """What a plan foresaw for the goods at one depth in one week of its window."""

    week: int
    depth: float
    units: float
    units_hold: float
    revenue: float


class PlanError(ValueError):
    """A plan file cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class MarkdownPlan:
    """A dated plan.

    Attributes:
        scenario: goods, window, outlet and costs; its own ladder serves items without a line.
        as_of: day before the first week of the window.
        lines: (sku, steps) for items with cuts of their own.
        approved_by, approved_on: who approved it and when; both or neither.
        foreseen: units and revenue it was approved on, see `core.markdown.track`.
    """

    scenario: MarkdownScenario
    as_of: date
    lines: tuple[tuple[str, Steps], ...] = ()
    approved_by: str = ""
    approved_on: date | None = None
    foreseen: tuple[Foreseen, ...] = ()

    def __post_init__(self) -> None:
        """Refuse half an approval, an item named twice and ladders out of range."""
        if bool(self.approved_by.strip()) != (self.approved_on is not None):
            raise PlanError("an approval needs both approved_by and approved_on")
        skus = [sku for sku, _ in self.lines]
        if len(set(skus)) < len(skus):
            raise PlanError("a plan names an item twice")
        for sku, steps in self.lines:
            try:
                self._ladder(steps)
            except ValueError as error:
                raise PlanError(f"item {sku}: {error}") from error

    @property
    def is_approved(self) -> bool:
        """Whether somebody has approved the plan."""
        return self.approved_on is not None

    def approved(self, *, by: str, on: date) -> Self:
        """Return the plan with an approval."""
        return replace(self, approved_by=by, approved_on=on)

    def steps(self, sku: str) -> Steps:
        """Cuts of an item, without the weeks before the first one."""
        own = dict(self.lines).get(sku)
        return own if own is not None else _steps_of(self.scenario)

    def depths(self, skus: npt.NDArray[np.object_]) -> Vector:
        """(weeks, N) share off today's price by week and item."""
        common = self.scenario.depths()
        own = {sku: self._ladder(steps) for sku, steps in self.lines}
        columns = [own.get(sku, common) for sku in skus]
        return np.array(columns).T.reshape(self.scenario.weeks, len(skus))

    def starting(self, first_day: date) -> Self:
        """Return the plan with another first day of its window."""
        return replace(self, as_of=first_day - timedelta(days=1))

    def delayed(self, weeks: int = 1) -> Self:
        """Return the plan with every cut that many weeks later."""
        window = self.scenario.weeks
        lines = tuple((sku, delayed_steps(steps, weeks, window)) for sku, steps in self.lines)
        return replace(self, scenario=self.scenario.delayed(weeks), lines=lines)

    def to_toml(self) -> str:
        """Return the plan as TOML text that `from_toml` reads back to an equal plan."""
        head = {
            "as_of": self.as_of,
            "approved_by": self.approved_by,
            "approved_on": self.approved_on,
            "foreseen": self.foreseen or None,
        }
        settings = dataclasses.asdict(self.scenario)
        lines = [f"{key} = {_toml(value)}" for key, value in head.items() if value is not None]
        lines += ["", "[scenario]"]
        lines += [f"{key} = {_toml(value)}" for key, value in settings.items() if value is not None]
        for sku, steps in self.lines:
            lines += ["", "[[lines]]", f"sku = {_toml(sku)}", f"steps = {_toml(steps)}"]
        return "\n".join(lines) + "\n"

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Read a plan.

        Raises:
            PlanError: the text is no TOML, a key is unknown or a value out of range.
        """
        try:
            settings = tomllib.loads(text)
            scenario = _scenario(settings.pop("scenario", {}))
            lines = tuple((row["sku"], _steps(row["steps"])) for row in settings.pop("lines", []))
            foreseen = tuple(_foreseen(row) for row in settings.pop("foreseen", []))
            return cls(scenario=scenario, lines=lines, foreseen=foreseen, **settings)
        except PlanError:
            raise
        except (tomllib.TOMLDecodeError, TypeError, ValueError, KeyError) as error:
            raise PlanError(f"the plan cannot be read: {error}") from error

    def _ladder(self, steps: Steps) -> Vector:
        """(weeks,) depths of a ladder."""
        if not steps:
            return np.zeros(self.scenario.weeks)
        (week, depth), *later = steps
        ladder = replace(self.scenario, start_week=week, depth=depth, later=tuple(later))
        return ladder.depths()


def simulate_plan(inputs: MarkdownInputs, plan: MarkdownPlan) -> MarkdownOutcome:
    """Run a plan over prepared inputs, like `simulate` runs a scenario."""
    if not plan.lines:
        return simulate(inputs, plan.scenario)
    chosen = chosen_inputs(inputs, plan.scenario)
    return simulate_depths(chosen, plan.scenario, plan.depths(chosen.sku), inputs.not_simulated)


def plan_totals(inputs: MarkdownInputs, plan: MarkdownPlan) -> MarkdownTotals:
    """Totals of a plan alone, without baseline and tables; a third of the time of all."""
    chosen = chosen_inputs(inputs, plan.scenario)
    depths = plan.depths(chosen.sku) if plan.lines else plan.scenario.depths()[:, None]
    return totals_of_depths(chosen, plan.scenario, depths)


def plan_table(inputs: MarkdownInputs, plan: MarkdownPlan) -> pd.DataFrame:
    """Rows of the Book's plan table: one a price of an item, from its first cut on.

    The last price has no end where goods stay on sale after the window.
    """
    chosen = chosen_inputs(inputs, plan.scenario)
    starts = week_starts(plan.as_of, plan.scenario.weeks + 1)
    depths = plan.depths(chosen.sku)
    before = np.vstack([np.zeros((1, depths.shape[1])), depths[:-1]])
    item, week = np.nonzero((depths != before).T)
    depth = depths[week, item]
    same_item = np.append(item[1:] == item[:-1], False) if len(item) else np.zeros(0, dtype=bool)
    following = np.append(week[1:], 0) if len(week) else week
    until = starts[np.where(same_item, following, plan.scenario.weeks)] - pd.Timedelta(days=1)
    ends = pd.Series(until)
    if plan.scenario.after_window == "keep selling":
        ends = ends.where(same_item)
    last_residual = residual_proceeds(chosen, plan.scenario, depths[-1])
    rows = pd.DataFrame(
        {
            "sku": chosen.sku[item].astype(str),
            "from_date": starts[week],
            "until_date": ends,
            "unit_price": round_money(chosen.unit_price[item] * (1 - depth), inputs.currency),
            "markdown_depth": depth,
            "residual_outlet": plan.scenario.residual_outlet or None,
            "residual_proceeds": last_residual[item],
            "approved_by": plan.approved_by or None,
            "approved_on": pd.Timestamp(plan.approved_on) if plan.approved_on else pd.NaT,
        }
    )
    return conform(rows, PLAN)


def with_plan(book: Book, inputs: MarkdownInputs, plan: MarkdownPlan) -> Book:
    """Return the Book with an approved plan in place of what it held for the plan's items.

    Raises:
        PlanError: nobody has approved the plan.
    """
    if not plan.is_approved:
        raise PlanError("only an approved and dated plan may enter net realizable value")
    rows = plan_table(inputs, plan)
    kept = book.plan[~book.plan["sku"].isin(rows["sku"])]
    return with_plan_rows(book, pd.concat([kept, rows], ignore_index=True))


def without_plan(book: Book, inputs: MarkdownInputs, plan: MarkdownPlan) -> Book:
    """Return the Book without the rows that an approved plan put into it."""
    if plan.approved_on is None:
        return book
    mine = plan_table(inputs, plan)["sku"]
    approved = (book.plan["approved_by"] == plan.approved_by) & (
        book.plan["approved_on"] == pd.Timestamp(plan.approved_on)
    )
    drop = (book.plan["sku"].isin(mine) & approved).fillna(False).astype(bool)
    return with_plan_rows(book, book.plan[~drop])


def _steps_of(scenario: MarkdownScenario) -> Steps:
    steps = ((scenario.start_week, scenario.depth), *scenario.later)
    return tuple(step for step in steps if step[1] > 0)


def _scenario(settings: Mapping[str, Any]) -> MarkdownScenario:
    values = dict(settings)
    for name in ("categories", "skus"):
        values[name] = tuple(values.get(name, ()))
    values["later"] = _steps(values.get("later", ()))
    values["no_touch"] = tuple(int(week) for week in values.get("no_touch", ()))
    return MarkdownScenario(**values)


def _steps(pairs: Any) -> Steps:  # noqa: ANN401 - whatever the file holds
    return tuple((int(week), float(depth)) for week, depth in pairs)


def _foreseen(row: Any) -> Foreseen:  # noqa: ANN401 - whatever the file holds
    week, *amounts = row
    return Foreseen(int(week), *(float(amount) for amount in amounts))


def _toml(value: object) -> str:
    """One value as TOML; JSON strings are TOML basic strings but for the delete character."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return f"[{', '.join(_toml(part) for part in value)}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
