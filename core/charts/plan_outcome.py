"""A plan beside what was sold since, as a table of text."""

import pandas as pd

from core.charts.formats import Formats


def plan_outcome_table(weeks: pd.DataFrame, formats: Formats) -> pd.DataFrame:
    """Return a row a week and their total.

    Args:
        weeks: of `PlanOutcome`.
        formats: how numbers are read.
    """
    names = ["units_planned", "units", "revenue_planned", "revenue"]
    sums = {name: weeks[name].sum(skipna=False) for name in names}
    rows = pd.concat([weeks[names], pd.DataFrame([sums])], ignore_index=True)
    days = zip(weeks["week"], weeks["starts"], strict=True)

    def units(name: str) -> list[str]:
        return [formats.units(round(each), cell=True) for each in rows[name]]

    def money(name: str) -> list[str]:
        return [formats.money_whole(each, cell=True) for each in rows[name]]

    return pd.DataFrame(
        {
            "Week": [*(f"{week}, from {formats.date(day)}" for week, day in days), "Together"],
            "Units foreseen": units("units_planned"),
            "Units sold": units("units"),
            "Revenue foreseen": money("revenue_planned"),
            "Revenue": money("revenue"),
        }
    )
