"""Which table a sheet is, and which canonical column each of its columns is.

Headers suggest roles, values confirm or refuse them. For every kind of table the best one-to-one
assignment of columns is made; the kind whose telling columns are found wins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.ingest.evidence import fit
from core.ingest.headers import header_roles, normalize, understand
from core.ingest.profile import Profile
from core.schema import TABLES

#: Suggestions below this are left to the user.
THRESHOLD = 0.52
#: Several columns may tell variants apart (size, color).
_SHARED = frozenset({"variant"})

_ITEM_ROLES = {
    name: (name, 1.0)
    for name in (
        "sku", "description", "category", "brand", "supplier", "barcode", "variant", "uom",
        "status", "unit_cost", "unit_price", "list_price", "selling_cost_rate", "lead_time_days",
        "lead_time_sd_days", "min_order_qty", "pack_size", "shelf_life_days", "launch_date",
        "end_of_life_date", "replacement_cost", "reorder_point", "safety_stock", "max_level",
    )
}  # fmt: skip
_DESCRIBING = {
    role: (role, 0.97)
    for role in ("sku", "description", "category", "brand", "supplier", "barcode", "variant", "uom")
}

#: Table -> role -> canonical column and how well it suits that table.
TRANSLATIONS: Mapping[str, Mapping[str, tuple[str, float]]] = {
    "items": _ITEM_ROLES | {"location": ("location", 0.9), "expiry_date": ("expiry_date", 0.9)},
    "stock": _ITEM_ROLES
    | {
        name: (name, 1.0)
        for name in (
            "location",
            "lot",
            "on_hand",
            "committed",
            "available",
            "on_order",
            "stock_value",
            "received_date",
            "expiry_date",
            "condition",
        )
    }
    | {
        "qty": ("on_hand", 0.97),
        "counted_new": ("on_hand", 0.97),
        "value": ("stock_value", 0.95),
        "amount": ("stock_value", 0.85),
        "when": ("received_date", 0.75),
        "units": ("units", 0.9),
        "revenue": ("revenue", 0.7),
    },
    "sales": _DESCRIBING
    | {
        "when": ("date", 1.0),
        "ordered_date": ("date", 0.95),
        "location": ("location", 1.0),
        "units": ("units", 1.0),
        "issued_qty": ("units", 0.8),
        "qty": ("units", 0.97),
        "revenue": ("revenue", 1.0),
        "amount": ("revenue", 0.95),
        "value": ("revenue", 0.9),
        "unit_price": ("unit_price", 1.0),
        "unit_cost": ("unit_cost", 0.9),
        "discount": ("discount", 1.0),
        "stockout": ("stockout", 1.0),
        "channel": ("channel", 1.0),
        "on_hand": ("on_hand", 0.9),
    },
    "receipts": _DESCRIBING
    | {
        "received_date": ("date", 1.0),
        "when": ("date", 0.95),
        "due_date": ("due_date", 1.0),
        "ordered_date": ("ordered_date", 1.0),
        "location": ("location", 1.0),
        "lot": ("lot", 1.0),
        "received_qty": ("units", 1.0),
        "qty": ("units", 0.97),
        "unit_cost": ("unit_cost", 1.0),
        "unit_price": ("unit_cost", 0.8),
    },
    "losses": _DESCRIBING
    | {
        "when": ("date", 1.0),
        "loss_qty": ("units", 1.0),
        "qty": ("units", 0.97),
        "loss_amount": ("amount", 1.0),
        "amount": ("amount", 0.95),
        "value": ("amount", 0.95),
        "stock_value": ("amount", 0.8),
        "reason": ("reason", 1.0),
        "loss_kind": ("kind", 0.9),
    },
    "counts": _DESCRIBING
    | {
        "when": ("date", 1.0),
        "snapshot_date": ("date", 0.95),
        "location": ("location", 1.0),
        "lot": ("lot", 1.0),
        "counted": ("counted", 1.0),
        "qty": ("counted", 0.8),
    },
    "contracts": _DESCRIBING
    | {
        "contract_qty": ("units", 1.0),
        "qty": ("units", 0.97),
        "contract_price": ("unit_price", 1.0),
        "unit_price": ("unit_price", 0.97),
    },
    "plan": _DESCRIBING
    | {
        "from_date": ("from_date", 1.0),
        "until_date": ("until_date", 1.0),
        "planned_price": ("unit_price", 1.0),
        "unit_price": ("unit_price", 0.95),
        "markdown_depth": ("markdown_depth", 1.0),
        "discount": ("markdown_depth", 0.9),
        "residual_outlet": ("residual_outlet", 1.0),
        "residual_proceeds": ("residual_proceeds", 1.0),
        "approved_by": ("approved_by", 1.0),
        "approved_on": ("approved_on", 1.0),
    },
}

#: Roles that tell a table from the others, and how loudly.
_TELLING: Mapping[str, Mapping[str, float]] = {
    "items": {"unit_cost": 0.6, "unit_price": 0.6, "supplier": 0.3, "lead_time_days": 0.4,
              "min_order_qty": 0.3, "barcode": 0.3, "category": 0.3, "pack_size": 0.2,
              "description": 0.3, "list_price": 0.2},
    "stock": {"on_hand": 3.0, "available": 2.5, "committed": 1.0, "on_order": 0.7, "qty": 1.6,
              "stock_value": 0.9, "expiry_date": 1.2, "lot": 0.7, "received_date": 0.5,
              "reorder_point": 0.4, "unit_cost": 0.3, "counted_new": 2.6, "safety_stock": 0.2,
              "condition": 0.2, "unit_price": 0.2, "value": 0.3, "category": 0.1},
    "sales": {"when": 1.5, "ordered_date": 1.0, "units": 1.7, "qty": 1.0, "revenue": 1.5,
              "amount": 0.6, "customer": 1.3, "order_id": 0.6, "discount": 0.6, "channel": 0.7,
              "profit": 0.4, "stockout": 1.0, "unit_price": 0.2, "location": 0.1, "issued_qty": 0.5},
    "receipts": {"received_date": 1.2, "when": 0.8, "due_date": 1.3, "ordered_date": 0.9,
                 "received_qty": 2.2, "qty": 1.0, "unit_cost": 0.7, "supplier": 0.7, "lot": 0.3,
                 "order_id": 0.3},
    "losses": {"loss_amount": 2.5, "loss_qty": 2.5, "reason": 1.8, "loss_kind": 0.5, "when": 0.6,
               "qty": 0.5, "amount": 0.5},
    "counts": {"counted": 3.0, "snapshot_date": 0.5, "when": 0.4},
    "contracts": {"contract_qty": 3.0, "contract_price": 3.0, "qty": 0.5, "unit_price": 0.3,
                  "customer": 0.3},
    "plan": {"from_date": 1.6, "until_date": 1.3, "planned_price": 1.5, "markdown_depth": 1.5,
             "approved_by": 1.0, "approved_on": 1.0, "residual_outlet": 1.0},
}  # fmt: skip

#: What each table cannot do without, as alternatives; a key always means sku or what replaces it.
_NEEDED: Mapping[str, tuple[frozenset[str], ...]] = {
    "items": (),
    "stock": (frozenset({"on_hand", "available"}),),
    "sales": (frozenset({"date"}), frozenset({"units", "revenue"})),
    "receipts": (frozenset({"date", "due_date"}), frozenset({"units"})),
    "losses": (frozenset({"date"}), frozenset({"units", "amount"})),
    "counts": (frozenset({"counted"}),),
    "contracts": (frozenset({"units"}), frozenset({"unit_price"})),
    "plan": (frozenset({"from_date"}),),
}
_KEYS = frozenset({"sku", "description", "barcode"})

#: Concepts in the name of a sheet or file, or in title lines, that speak for a table.
_HINTS: Mapping[str, tuple[str, ...]] = {
    "STOCK": ("stock",), "SALE": ("sales",), "REVENUE": ("sales",), "RECEIVED": ("receipts",),
    "BUY": ("receipts",), "LOSS": ("losses",), "COUNTED": ("counts",), "CONTRACT": ("contracts",),
    "PLANNED": ("plan",), "DISCOUNT": ("plan",), "ITEM": ("items",), "COST": ("items",),
    "PRICE": ("items",), "EXPIRY": ("stock",),
}  # fmt: skip
_HINT_WEIGHT = 0.9


@dataclass(frozen=True, slots=True)
class Match:
    """One column's place: the canonical column (or None) and how sure that is, 0 to 1."""

    canonical: str | None
    confidence: float
    role: str | None = None


@dataclass(frozen=True, slots=True)
class SheetMatch:
    """The table a sheet is (None when it is none) and a `Match` for each column."""

    table: str | None
    confidence: float
    columns: tuple[Match, ...]


def match_sheet(
    names: Sequence[str],
    profiles: Sequence[Profile],
    *,
    hints: Sequence[str] = (),
    wide: Mapping[int, str] | None = None,
    wide_dates: bool = False,
    table: str | None = None,
) -> SheetMatch:
    """Decide the table and the columns of a sheet.

    Args:
        names: header of each column.
        profiles: what its values look like.
        hints: names of sheet and file, title lines; weak evidence for the table.
        wide: position -> role, for columns that spread periods or locations.
        wide_dates: whether the wide columns are periods, which gives every row a date.
        table: the table the user chose, None to find it.
    """
    exact = _schema_match(names, hints) if not wide else None
    if exact is not None and table in (None, exact.table):
        return exact
    wide = wide or {}
    suggestions = [
        {} if index in wide else _suggest(name, values)
        for index, (name, values) in enumerate(zip(names, profiles, strict=True))
    ]
    tables = [table] if table in TRANSLATIONS else list(TRANSLATIONS)
    hinted = _hinted(hints)
    scored = []
    for candidate in tables:
        matches = _assign(suggestions, TRANSLATIONS[candidate], profiles)
        score = _score(candidate, matches, suggestions, wide, wide_dates=wide_dates)
        scored.append((score + hinted.get(candidate, 0.0) * (score > 0), candidate, matches))
    scored.sort(key=lambda entry: -entry[0])
    best, winner, matches = scored[0]
    if best <= 0 and table is None:
        return SheetMatch(None, 0.0, tuple(Match(None, 0.0) for _ in names))
    matches = _with_wide(matches, wide, winner)
    runner_up = max(scored[1][0], 0.0) if len(scored) > 1 else 0.0
    confidence = min(0.99, 0.5 + 0.5 * (best - runner_up) / max(best, 1.0)) if best > 0 else 0.3
    return SheetMatch(winner, round(confidence, 3), tuple(matches))


def _schema_match(names: Sequence[str], hints: Sequence[str]) -> SheetMatch | None:
    """Recognize a plain sheet whose columns are the schema's own: certain, no question."""
    filled = [name for name in names if name]
    if not filled or len(set(filled)) < len(filled):
        return None
    known = {
        name: set(table.column_names)
        | (set(TABLES["items"].column_names) if name == "stock" else set())
        for name, table in TABLES.items()
    }
    fitting = [
        name
        for name, table in TABLES.items()
        if set(filled) <= known[name] and set(table.required) <= set(filled)
    ]
    named = [name for name in fitting if name in {hint.casefold() for hint in hints}]
    if not named and len(filled) < 3:
        return None
    chosen = (named or [name for name in ("stock", *TABLES) if name in fitting])[:1]
    if not chosen:
        return None
    columns = tuple(Match(name or None, 1.0 if name else 0.0, name or None) for name in names)
    return SheetMatch(chosen[0], 1.0, columns)


def _suggest(name: str, values: Profile) -> dict[str, float]:
    return {role: min(score * fit(role, values), 1.0) for role, score in header_roles(name).items()}


def _assign(
    suggestions: Sequence[Mapping[str, float]],
    translation: Mapping[str, tuple[str, float]],
    profiles: Sequence[Profile],
) -> list[Match]:
    """Give columns to canonical names one to one, surest first."""
    matches: list[Match] = [Match(None, 0.0)] * len(suggestions)
    options = []
    for index, roles in enumerate(suggestions):
        if not roles:
            continue
        best = max(roles.values())
        for role, score in roles.items():
            canonical, weight = translation.get(role, (None, 0.0))
            value = score * weight
            # A column that is surer to be something else is not taken for this.
            if canonical is None or value < THRESHOLD or score < best - 0.25:
                continue
            tie = 0.02 * profiles[index].filled - 0.0001 * index
            options.append((value + tie, -index, canonical, role, value))
    options.sort(reverse=True)
    taken: set[str] = set()
    for _, negative, canonical, role, value in options:
        index = -negative
        if matches[index].canonical is not None:
            continue
        if canonical in taken and canonical not in _SHARED:
            continue
        if _is_decoy(suggestions[index], translation, value):
            continue
        matches[index] = Match(canonical, round(min(value, 0.99), 3), role)
        taken.add(canonical)
    return matches


def _is_decoy(
    roles: Mapping[str, float], translation: Mapping[str, tuple[str, float]], value: float
) -> bool:
    """Whether the column is surer to be something the schema has no place for."""
    others = [score for role, score in roles.items() if role not in translation]
    return bool(others) and max(others) > value + 0.02


def _score(
    table: str,
    matches: Sequence[Match],
    suggestions: Sequence[Mapping[str, float]],
    wide: Mapping[int, str],
    *,
    wide_dates: bool,
) -> float:
    """Add up what tells the table; 0 when something it needs is missing."""
    telling = _TELLING[table]
    found = {match.canonical for match in matches if match.canonical}
    if wide:
        translated = {TRANSLATIONS[table].get(role, (None, 0))[0] for role in wide.values()}
        found |= {name for name in translated if name}
        if wide_dates:
            found.add("date")
    if not found & _KEYS and table not in ("sales",):
        return 0.0
    if any(not (alternatives & found) for alternatives in _NEEDED[table]):
        return 0.0
    score = sum(telling.get(match.role, 0.0) * match.confidence for match in matches if match.role)
    score += sum({role: telling.get(role, 0.0) * 0.95 for role in wide.values()}.values())
    score += 1.5 if wide_dates and table == "sales" else 0.0
    known = {role for roles in suggestions for role, value in roles.items() if value > 0.6}
    unmapped = known - {match.role for match in matches}
    score += sum(
        telling[role] for role in unmapped & {"customer", "order_id", "profit"} & set(telling)
    )
    return score + 0.05 * len(found)


def _with_wide(matches: Sequence[Match], wide: Mapping[int, str], table: str) -> list[Match]:
    result = list(matches)
    for index, role in wide.items():
        canonical = TRANSLATIONS[table].get(role, (role, 1.0))[0]
        result[index] = Match(canonical, 0.9, role)
    return result


def _hinted(hints: Sequence[str]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for hint in hints:
        if len(hint) > 60:
            continue
        plain = normalize(hint)
        for table in TABLES:
            if table in plain.split():
                weights[table] = max(weights.get(table, 0.0), 1.5)
        for concept in understand(hint).concepts:
            for table in _HINTS.get(concept, ()):
                weights[table] = max(weights.get(table, 0.0), _HINT_WEIGHT)
    return weights
