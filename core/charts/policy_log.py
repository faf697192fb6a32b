"""What was changed of a Policy, setting by setting: the audit log of a session."""

import dataclasses
import datetime as dt

import pandas as pd

from core.charts.assumptions import SETTINGS, value_text
from core.charts.formats import Formats
from core.policy import Policy

LOG_COLUMNS = ("Changed at", "Setting", "Was", "Is")

#: One change of a Policy: when, what was in force, and what came into force.
Change = tuple[dt.datetime, Policy, Policy]


def policy_log(changes: tuple[Change, ...], formats: Formats) -> pd.DataFrame:
    """Return changes as rows of `LOG_COLUMNS`, one a setting, the latest first; text only."""
    rows = [
        (
            f"{at:%Y-%m-%d %H:%M:%S %Z}",
            SETTINGS[field.name].label,
            *(
                value_text(SETTINGS[field.name].kind, getattr(policy, field.name), formats)
                for policy in (before, after)
            ),
        )
        for at, before, after in reversed(changes)
        for field in dataclasses.fields(Policy)
        if getattr(before, field.name) != getattr(after, field.name)
    ]
    return pd.DataFrame(rows, columns=list(LOG_COLUMNS))
