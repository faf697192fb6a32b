"""The Policy's tables as rows that a screen can edit, and back into settings."""

import math
from typing import Any

import pandas as pd

from core.accounting.ratios import RATIOS
from core.charts.assumptions import SETTINGS
from core.policy import COVENANT_RATIOS, DEFAULT_ACCOUNTS, Policy, PolicyError

#: Covenant -> its name for an owner.
COVENANT_LABELS = {ratio: RATIOS[ratio].label for ratio in COVENANT_RATIOS}

#: Settings in the order in which the Policy page asks for them, by heading. What a heading does
#: not name comes under the last one.
SECTIONS: dict[str, tuple[str, ...]] = {
    "Rules": (
        "framework", "cost_formula", "unit_of_account", "grouping_reason", "recording",
        "presentation", "materiality", "normal_profit_rate", "firm_purchase_orders",
    ),
    "Tax and fiscal year": (
        "tax_rate", "reserve_deductible", "deferred_tax_valuation", "fiscal_year_end",
        "fiscal_calendar", "fiscal_weekday",
    ),
    "Judging the stock": (
        "reasons", "selling_cost_rate", "clearance_discount", "list_price_discount",
        "plan_valuation", "damaged_recovery", "disposal_cost_unit", "excess_horizon_days",
        "new_item_grace_days", "min_remaining_life_days",
    ),
    "Demand": ("sales_periods", "one_off_sales", "promoted_sales"),
    "Ordering": (
        "service_level", "service_measure", "order_policy", "review_period_days", "lead_time_days",
        "ordering_cost", "holding_cost_rate", "order_budget",
    ),
}  # fmt: skip
TABLES = (
    "reserve_matrix", "cover_matrix", "accounts", "account_codes", "covenants", "service_levels",
    "order_cycles", "price_breaks", "calendar_events", "demand_overrides",
)  # fmt: skip


def sections() -> dict[str, tuple[str, ...]]:
    """Return every setting that is no table, by heading."""
    named = {name for names in SECTIONS.values() for name in names} | set(TABLES)
    rest = tuple(name for name in SETTINGS if name not in named)
    *_, last = SECTIONS
    return {**SECTIONS, last: SECTIONS[last] + rest}


# Numbers are of a nullable kind below: a row that is being typed has none yet.


def account_rows(policy: Policy) -> pd.DataFrame:
    """Return accounts with the columns role, account (name), code."""
    rows = [
        (role, usual, policy.accounts.get(role, usual), policy.account_codes.get(role, ""))
        for role, usual in DEFAULT_ACCOUNTS.items()
    ]
    return pd.DataFrame(rows, columns=["role", "usual", "account", "code"])


def covenant_rows(policy: Policy) -> pd.DataFrame:
    """Return covenants with the columns covenant (its name for an owner) and limit."""
    rows = [(COVENANT_LABELS[ratio], limit) for ratio, limit in policy.covenants.items()]
    return pd.DataFrame(rows, columns=["covenant", "limit"]).astype({"limit": "Float64"})


def tables_from(accounts: pd.DataFrame, covenants: pd.DataFrame) -> dict[str, Any]:
    """Return the settings of edited tables, as `Policy.from_settings` takes them.

    Args:
        accounts: as `account_rows` gives it.
        covenants: as `covenant_rows` gives it.

    Raises:
        PolicyError: a row is incomplete or names something twice.
    """
    ratios = {label: ratio for ratio, label in COVENANT_LABELS.items()}
    limits: dict[str, float] = {}
    for row in _records(covenants):
        if _blank(row["covenant"]) or _blank(row["limit"]):
            raise PolicyError("each covenant needs a ratio and a limit")
        ratio = ratios[str(row["covenant"])]
        if ratio in limits:
            raise PolicyError(f"there are two limits for {str(row['covenant']).lower()}")
        limits[ratio] = float(row["limit"])
    named = _records(accounts)
    codes = {str(row["role"]): str(row["code"]).strip() for row in named if not _blank(row["code"])}
    return {
        "accounts": {
            str(row["role"]): "" if _blank(row["account"]) else str(row["account"]).strip()
            for row in named
        },
        "account_codes": codes,
        "covenants": limits,
    }


def service_rows(policy: Policy) -> pd.DataFrame:
    """Return own service levels with the columns class and percent."""
    rows = [(name, round(100 * level, 4)) for name, level in policy.service_levels.items()]
    return pd.DataFrame(rows, columns=["class", "percent"]).astype({"percent": "Float64"})


def cycle_rows(policy: Policy) -> pd.DataFrame:
    """Return own order cycles with the columns supplier and days."""
    rows = list(policy.order_cycles.items())
    return pd.DataFrame(rows, columns=["supplier", "days"]).astype({"days": "Float64"})


def break_rows(policy: Policy) -> pd.DataFrame:
    """Return price breaks with the columns supplier, units and percent."""
    rows = [
        (supplier, units, round(100 * share, 4))
        for supplier, steps in policy.price_breaks.items()
        for units, share in steps
    ]
    frame = pd.DataFrame(rows, columns=["supplier", "units", "percent"])
    return frame.astype({"units": "Float64", "percent": "Float64"})


def event_rows(policy: Policy) -> pd.DataFrame:
    """Return the days of events with the columns event and day."""
    rows = [(name, day) for name, days in policy.calendar_events.items() for day in days]
    frame = pd.DataFrame(rows, columns=["event", "day"])
    return frame.astype({"event": "str", "day": "datetime64[s]"})


def events_from(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the setting of the edited days, as `Policy.from_settings` takes it.

    Args:
        frame: as `event_rows` gives it.

    Raises:
        PolicyError: a row has no event or no day.
    """
    found: dict[str, list[Any]] = {}
    for row in _records(frame):
        if _blank(row["event"]) or pd.isna(row["day"]):
            raise PolicyError("each day of an event needs the event's name and its date")
        found.setdefault(str(row["event"]).strip(), []).append(pd.Timestamp(row["day"]).date())
    return {"calendar_events": found}


def ordering_tables_from(
    service: pd.DataFrame, cycles: pd.DataFrame, breaks: pd.DataFrame
) -> dict[str, Any]:
    """Return the settings of the edited tables on ordering, as `Policy.from_settings` takes them.

    Args:
        service: as `service_rows` gives it.
        cycles: as `cycle_rows` gives it.
        breaks: as `break_rows` gives it.

    Raises:
        PolicyError: a row is incomplete or names something twice.
    """
    levels = _by_name(service, "class", "percent", "the service levels")
    return {
        "service_levels": {name: percent / 100 for name, percent in levels.items()},
        "order_cycles": _by_name(cycles, "supplier", "days", "the order cycles"),
        "price_breaks": _breaks_from(breaks),
    }


def _breaks_from(frame: pd.DataFrame) -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = {}
    for row in _records(frame):
        if any(_blank(row[name]) for name in ("supplier", "units", "percent")):
            raise PolicyError("each price break needs a supplier, its units and its discount")
        supplier, units = str(row["supplier"]).strip(), int(row["units"])
        steps = found.setdefault(supplier, {})
        if units in steps:
            raise PolicyError(f"the price breaks name {supplier} from {units} units twice")
        steps[units] = float(row["percent"]) / 100
    return found


def _by_name(frame: pd.DataFrame, key: str, value: str, what: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for row in _records(frame):
        if _blank(row[key]) or _blank(row[value]):
            raise PolicyError(f"each row of {what} needs a {key} and its {value}")
        name = str(row[key]).strip()
        if name in found:
            raise PolicyError(f"{what} name {name} twice")
        found[name] = float(row[value])
    return found


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows that hold anything at all."""
    return [
        {str(name): value for name, value in row.items()}
        for row in frame.to_dict(orient="records")
        if not all(_blank(value) for value in row.values())
    ]


def _blank(value: object) -> bool:
    if isinstance(value, str):
        return value.strip() == ""
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))
