"""Which table a sheet is, and which canonical column each of its columns is.

Headers suggest roles, values confirm or refuse them. For every kind of table the best one-to-one
assignment of columns is made; the kind whose telling columns are found wins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.ingest.doubt import ask_about_weak
from core.ingest.evidence import suggest, suggest_nameless, suggest_unnamed
from core.ingest.headers import normalize, understand
from core.ingest.identities import Product
from core.ingest.kinds import (
    HINT_WEIGHT,
    HINTS,
    KEYS,
    NEEDED,
    TELLING,
    TELLING_UNMAPPED,
    THRESHOLD,
    TRANSLATIONS,
)
from core.ingest.layout import column_letters
from core.ingest.match import Match, SheetMatch
from core.ingest.multiplied import is_cost_of_lines, with_products
from core.ingest.profiles import Profile
from core.ingest.siblings import settle
from core.ingest.vocabulary import words
from core.schema import TABLES

#: A role this much weaker than the best one of its column is not considered.
_CLEARLY_WEAKER = 0.25
#: Of equal headers the one over more filled cells is meant; an empty one loses this much.
_EMPTINESS = 0.3
#: Several columns may tell variants apart (size, color).
_SHARED = frozenset({"variant"})
_PLACED = frozenset(role for roles in TRANSLATIONS.values() for role in roles)
_SUMMARIES = frozenset({"TOTAL", "AVERAGE", "MIN", "MAX", "SALE", "QTY", "PERIOD"})
_WIDE_CONFIDENCE = 0.9
#: An item list says something of its items.
_FEWEST_OF_ITEMS = 2
_OF_A_PART = 0.85
_FEW_ROWS = 10
#: What a list with a day of creation has besides when its rows are sales.
_OF_SALES = words("revenue when ordered_date units order_id")


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of a sheet beside headers and values.

    Attributes:
        hints: names of sheet and file, title lines; weak evidence for the table.
        wide: position -> role, for columns that spread periods or locations.
        wide_dates: whether the wide columns are periods, which gives every row a date.
        products: columns of which two multiply to a third.
        named: whether the sheet has a header.
        saved: day the file was last saved, in days since 1970; NaN when unknown.
    """

    hints: Sequence[str] = ()
    wide: Mapping[int, str] | None = None
    wide_dates: bool = False
    products: Sequence[Product] = ()
    named: bool = True
    saved: float = float("nan")


def match_sheet(
    names: Sequence[str],
    profiles: Sequence[Profile],
    clues: Clues,
    *,
    table: str | None = None,
) -> SheetMatch:
    """Decide the table and the columns of a sheet.

    Args:
        names: header of each column.
        profiles: what its values look like.
        clues: what else is known.
        table: the table the user chose, None to find it.
    """
    exact = _schema_match(names, clues.hints) if clues.named and not clues.wide else None
    if exact is not None and table in (None, exact.table):
        return exact
    wide = clues.wide or {}
    suggestions = _suggestions(names, profiles, clues)
    hinted = _hinted(clues.hints)
    scored: list[tuple[float, str, list[Match]]] = []
    for candidate in [table] if table in TRANSLATIONS else list(TRANSLATIONS):
        told = with_products(suggestions, clues.products, str(candidate))
        matches = _assign(told, str(candidate), profiles, wide)
        score = _score(str(candidate), matches, told, clues)
        score += hinted.get(str(candidate), 0.0) * (score > 0)
        scored.append((score, str(candidate), matches))
    scored.sort(key=lambda entry: -entry[0])
    best, winner, matches = scored[0]
    if best <= 0 and table is None:
        return SheetMatch(None, 0.0, tuple(Match(None, 0.0) for _ in names))
    runner_up = max(scored[1][0], 0.0) if len(scored) > 1 else 0.0
    confidence = min(0.99, 0.5 + 0.5 * (best - runner_up) / max(best, 1.0)) if best > 0 else 0.3
    # Values without a header were asked for their meaning because nothing else says it.
    columns = ask_about_weak(winner, matches) if clues.named else tuple(matches)
    return SheetMatch(winner, round(confidence, 3), columns)


def _schema_match(names: Sequence[str], hints: Sequence[str]) -> SheetMatch | None:
    """Recognize a plain sheet whose columns are the schema's own: certain, no question."""
    filled = [name for name in names if name]
    if not filled or len(set(filled)) < len(filled):
        return None
    fitting = [
        name
        for name, table in TABLES.items()
        if set(filled) <= _schema_columns(name) and set(table.required) <= set(filled)
    ]
    named = [name for name in fitting if name in {hint.strip().casefold() for hint in hints}]
    if not named and len(filled) < 3:
        return None
    chosen = (named or [name for name in ("stock", *TABLES) if name in fitting])[:1]
    if not chosen:
        return None
    columns = tuple(Match(name or None, 1.0 if name else 0.0, name or None) for name in names)
    return SheetMatch(chosen[0], 1.0, columns)


def _schema_columns(table: str) -> set[str]:
    """Return a table's columns; a stock list may hold those of items too."""
    own = set(TABLES[table].column_names)
    return own | set(TABLES["items"].column_names) if table == "stock" else own


def _suggestions(
    names: Sequence[str], profiles: Sequence[Profile], clues: Clues
) -> list[dict[str, float]]:
    wide = clues.wide or {}
    if not clues.named:
        return suggest_unnamed(profiles, clues.products, clues.saved)
    suggestions: list[dict[str, float]] = []
    for index, (name, values) in enumerate(zip(names, profiles, strict=True)):
        summary = clues.wide_dates and name and understand(name).concepts <= _SUMMARIES
        if index in wide or summary:
            suggestions.append({})
        else:
            suggestions.append(suggest(name, values, clues.saved))
            if name == column_letters(index):
                suggestions[-1] = suggest_nameless(values)
            if "/" in name and name.rpartition("/")[2] in names:
                # "Products/Name" beside "Name" is the name of a part.
                suggestions[-1] = {role: _OF_A_PART * s for role, s in suggestions[-1].items()}
    settle(names, profiles, suggestions)
    return suggestions


def _assign(
    suggestions: Sequence[Mapping[str, float]],
    table: str,
    profiles: Sequence[Profile],
    wide: Mapping[int, str],
) -> list[Match]:
    """Give columns to canonical names one to one, surest first."""
    translation = TRANSLATIONS[table]
    matches: list[Match] = [Match(None, 0.0)] * len(suggestions)
    taken: set[str] = set()
    for index, role in wide.items():
        canonical = translation.get(role, (None, 0.0))[0]
        if canonical is not None:
            matches[index] = Match(canonical, _WIDE_CONFIDENCE, role)
            taken.add(canonical)
    options = []
    for index, roles in enumerate(suggestions):
        for canonical, role, value in _options(roles, translation):
            values = profiles[index]
            if _says_nothing(canonical, role, values):
                continue
            emptiness = 0.0 if role == "sku" and value > 0.99 else _EMPTINESS * (1 - values.filled)
            order = value * (1 - emptiness) + _preference(role, values)
            options.append((order, -index, canonical, role, value))
    for _, negative, canonical, role, value in sorted(options, reverse=True):
        if matches[-negative].canonical is not None:
            continue
        if canonical in taken and canonical not in _SHARED:
            continue
        matches[-negative] = Match(canonical, round(min(value, 0.99), 3), role)
        taken.add(canonical)
    if table == "sales":
        medians = {m.canonical: p.median for m, p in zip(matches, profiles, strict=True)}
        if is_cost_of_lines(medians):
            matches = [Match(None, 0.0) if m.canonical == "unit_cost" else m for m in matches]
    if table == "stock" and "revenue" in taken and "units" not in taken:
        # Without units sold it is what the stock would sell for, which is nobody's revenue.
        return [Match(None, 0.0) if match.canonical == "revenue" else match for match in matches]
    return matches


def _options(
    roles: Mapping[str, float], translation: Mapping[str, tuple[str, float]]
) -> list[tuple[str, str, float]]:
    """Return (canonical, role, value) of what one column could be in one table."""
    if not roles:
        return []
    best = max(roles.values())
    # What the schema has no place for keeps its columns from being taken for something else.
    decoy = max((score for role, score in roles.items() if role not in _PLACED), default=0.0)
    found = []
    for role, score in roles.items():
        canonical, weight = translation.get(role, ("", 0.0))
        value = score * weight
        if value >= THRESHOLD and score >= best - _CLEARLY_WEAKER and decoy <= value + 0.02:
            found.append((canonical, role, value))
    return found


def _says_nothing(canonical: str, role: str, values: Profile) -> bool:
    """Whether a column tells no rows apart, which those of its kind are for.

    A day that is the same on all rows is the day of the list, on which nothing came; a size or
    format that all goods share tells no variants.
    """
    same = values.distinct == 1 and values.rows > _FEW_ROWS
    if canonical in _SHARED:
        return same or values.filled == 0
    return same and canonical == "received_date" and role == "when"


def _preference(role: str, values: Profile) -> float:
    """Prefer, of several identifiers, the one with more distinct values."""
    return 0.08 * values.unique if role == "sku" else 0.0


def _score(
    table: str,
    matches: Sequence[Match],
    suggestions: Sequence[Mapping[str, float]],
    clues: Clues,
) -> float:
    """Add up what tells the table; 0 when something it needs is missing."""
    telling = TELLING[table]
    found = {match.canonical for match in matches if match.canonical}
    roles_found = {match.role for match in matches}
    if "created_date" in roles_found and not roles_found & _OF_SALES:
        # A day of creation is a day of sale only among other things that sales have.
        found.discard("date")
    if clues.wide_dates:
        found.add("date")
    known = {role for roles in suggestions for role, value in roles.items() if value > 0.6}
    unmapped = (known - {match.role for match in matches}) & TELLING_UNMAPPED
    if not found & KEYS and table != "sales":
        return 0.0
    if table == "items" and (not clues.named or len(found) < _FEWEST_OF_ITEMS):
        return 0.0
    needed = NEEDED[table]
    if table == "sales" and {"units", "revenue"} <= found and "units" in roles_found:
        # A summary of what was sold: that it names no period is for the user to say.
        needed = ()
    if table == "receipts" and "purchase_id" in unmapped and "received_qty" in roles_found:
        needed = ()
    if any(not (alternatives & (found | unmapped)) for alternatives in needed):
        return 0.0
    best_of_role: dict[str, float] = {}
    for match in matches:
        if match.role:
            weight = telling.get(match.role, 0.0) * match.confidence
            best_of_role[match.role] = max(best_of_role.get(match.role, 0.0), weight)
    score = sum(best_of_role.values()) + sum(telling.get(role, 0.0) for role in unmapped)
    score += 1.5 if clues.wide_dates and table == "sales" else 0.0
    return score + 0.05 * len(found)


def _hinted(hints: Sequence[str]) -> dict[str, float]:
    """Weigh the words of sheet, file and title lines."""
    weights: dict[str, float] = {}
    for hint in hints:
        if len(hint) > 60:
            continue
        plain = normalize(hint).split()
        for table in TABLES:
            if table in plain:
                weights[table] = max(weights.get(table, 0.0), 1.5)
        for concept in understand(hint).concepts:
            for table in HINTS.get(concept, ()):
                weights[table] = max(weights.get(table, 0.0), HINT_WEIGHT)
    return weights
