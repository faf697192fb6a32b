"""What each figure means and how it is computed: tooltips and the Method page read from here."""

from core.charts.explanations.accounting import ACCOUNTING
from core.charts.explanations.demand import DEMAND
from core.charts.explanations.markdown import MARKDOWN
from core.charts.explanations.ordering import ORDERING
from core.charts.explanations.term import Explanation
from core.charts.explanations.worth import WORTH

EXPLANATIONS: dict[str, Explanation] = WORTH | ACCOUNTING | ORDERING | DEMAND | MARKDOWN


def explain(key: str) -> Explanation:
    """Return the explanation of a figure; KeyError for a figure nobody has explained yet."""
    return EXPLANATIONS[key]


def find_terms(text: str) -> list[Explanation]:
    """Return the explanations that mention every word of `text`, by term; all of them for none."""
    words = text.casefold().split()
    found = [
        about
        for about in EXPLANATIONS.values()
        if all(
            word in f"{about.term} {about.short} {about.computed} {about.source}".casefold()
            for word in words
        )
    ]
    return sorted(found, key=lambda about: about.term.casefold())
