"""One term: what it means and how it is computed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """One term: `short` fits a tooltip, `computed` states the rule, `source` its standard."""

    term: str
    short: str
    computed: str
    source: str = ""
