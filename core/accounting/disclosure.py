"""The figures that notes to the accounts ask for, under each framework.

IAS 2.36, FRS 102 13.22, ASC 330-10-50 and 275-10-50, and the roll-forward of valuation accounts
of Regulation S-X 12-09 (Schedule II). What the app cannot know is named with what to add.
"""

import math

import pandas as pd

from core.accounting.impact import Impact
from core.policy import Policy

COLUMNS = ("paragraph", "item", "amount", "text")

_ASK = "Not known here: add it from your loan agreements."

Row = tuple[str, str, float, str]


def disclosures(
    impact: Impact,
    policy: Policy,
    *,
    by_category: pd.DataFrame,
    likely: tuple[float, float] = (math.nan, math.nan),
    commitment_loss: float = 0.0,
) -> pd.DataFrame:
    """Return the notes' figures.

    Args:
        impact: the assessment, recorded as the policy says.
        policy: framework, cost formula, level of the test.
        by_category: category, carrying_value (money); rows of the classes of inventory.
        likely: 10th and 90th percentile of the write-down.
        commitment_loss: loss on firm purchase commitments of the period.

    Returns:
        paragraph, item, amount (money, NaN where the note is words), text.
    """
    rows = _us_gaap(impact, policy, likely, commitment_loss)
    if policy.framework != "US GAAP":
        rows = _international(impact, policy, by_category)
    return pd.DataFrame([*rows, *_schedule(impact, policy)], columns=list(COLUMNS))


def measurement_policy(policy: Policy) -> str:
    """Return the sentence on how inventory is measured."""
    measure = "cost or market" if policy.tests_at_market else "cost and net realizable value"
    level = {"item": "item by item", "category": "by category", "total": "in total"}
    text = (
        f"Inventories are stated at the lower of {measure}, determined "
        f"{level[policy.unit_of_account]}; cost is determined by {policy.cost_formula}."
    )
    reason = policy.grouping_reason.strip()
    return f"{text} Items are tested together because: {reason}" if reason else text


def _international(impact: Impact, policy: Policy, by_category: pd.DataFrame) -> list[Row]:
    uk = policy.framework == "FRS 102"
    names = dict.fromkeys("abcdefgh", "FRS 102 13.22") if uk else {}
    paragraph = {letter: names.get(letter, f"IAS 2.36({letter})") for letter in "abcdefgh"}
    nan = math.nan
    rows: list[Row] = [
        (paragraph["a"], "Accounting policy and cost formula", nan, measurement_policy(policy)),
        (paragraph["b"], "Carrying amount of inventories", impact.carrying_value, ""),
    ]
    rows += [
        (paragraph["b"], f"of which {name}", float(amount), "")
        for name, amount in zip(
            by_category["category"].astype("str"), by_category["carrying_value"], strict=True
        )
    ]
    expense = _line(impact, "cogs") + _line(impact, "inventory_write_down")
    rows += [
        (paragraph["d"], "Inventories recognized as an expense", expense, "With the write-down."),
        (paragraph["e"], "Write-down recognized as an expense", impact.charge, ""),
        (paragraph["f"], "Reversal of a write-down", impact.release, "Lowers the expense."),
    ]
    if impact.release > 0:
        why = "State what led to it: which goods are worth more again, and the evidence."
        rows.append((paragraph["g"], "Circumstances of the reversal", nan, why))
    return [*rows, (paragraph["h"], "Inventories pledged as security", nan, _ASK)]


def _us_gaap(
    impact: Impact, policy: Policy, likely: tuple[float, float], commitment_loss: float
) -> list[Row]:
    nan = math.nan
    own = impact.presentation == "separate"
    where = "On a line of its own." if own else "Within cost of goods sold."
    low, high = likely
    return [
        ("ASC 330-10-50-1", "Basis of stating inventories", nan, measurement_policy(policy)),
        ("ASC 330-10-50-1", "Carrying amount of inventories", impact.carrying_value, ""),
        ("ASC 330-10-50-2", "Loss on write-down to the lower amount", impact.charge, where),
        ("ASC 330-10-50-5", "Loss on firm purchase commitments", commitment_loss, ""),
        ("ASC 275-10-50-8", "Estimate of the write-down, low end", low, "10th percentile."),
        ("ASC 275-10-50-8", "Estimate of the write-down, high end", high, "90th percentile."),
    ]


def _schedule(impact: Impact, policy: Policy) -> list[Row]:
    """Return the roll-forward of the valuation account; nothing under the direct method."""
    if policy.recording != "allowance":
        return []
    rows = impact.allowance
    roll = rows[(rows["method"] == "allowance") & (rows["period"] == "current")].iloc[0]
    paragraph = "S-X 12-09 (Schedule II)" if policy.framework == "US GAAP" else "Roll-forward"
    amounts = {
        "Balance at beginning of period": roll["opening"],
        "Charged to costs and expenses": roll["charged"],
        "Deductions: used": -roll["used"],
        "Deductions: reversed": -roll["reversed"],
        "Balance at end of period": roll["closing"],
    }
    return [(paragraph, name, float(amount) + 0.0, "") for name, amount in amounts.items()]


def _line(impact: Impact, name: str) -> float:
    rows = impact.statements
    chosen = rows[
        (rows["method"] == impact.recording)
        & (rows["period"] == "current")
        & (rows["line"] == name)
    ]
    return float(chosen["after"].iloc[0])
