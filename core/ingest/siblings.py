"""What a header means beside the other headers of its sheet.

"Price" alone is what goods sell for; beside "Sale price" it is the full price, or the cost when it
is lower than that. "Product ID" is the item's identifier unless a "Reference" stands beside it.
"""

from collections.abc import Mapping, Sequence

from core.ingest.headers import normalize, understand
from core.ingest.profiles import Profile
from core.ingest.vocabulary import words

#: Concepts that leave a price what it is.
_OF_ANY_PRICE = frozenset(
    {"PRICE", "CURRENT", "MONEY", "ITEM", "NET", "GROSS", "EACH", "OPENING", "CURRENCY"}
)
_SALE_PRICE = ("sale price", "special price", "promo price", "promotional price", "offer price")
_PROMOTED = frozenset({"PROMOTION", "PRICE"})
_FULL_PRICE = (
    "normalpreis",
    "precio normal",
    "verkoopin",
    "regular price",
    "normal price",
    "standard price",
)
#: A price this much above another is not a markdown of it.
_ABOVE = 1.02
_SURE, _LIKELY = 0.85, 0.6
#: An identifier of the system's own loses this against one that people read.
_OF_SYSTEM = 0.85
#: Numbers of models are one to a row and written in one word.
_FEW_ROWS, _ONE_A_ROW, _WRITTEN_APART = 10, 0.95, 0.3
_COUNTERS = frozenset({"no", "nr", "n", "num", "lp", "pos", "sl", "№", "序号", "nro", "rb", "п п"})
_NAMED = words("location supplier category brand")
_CODES = words("CODE REFERENCE")
_A_LITTLE = 0.02
_OF_LINE = ("lineitem", "line item", "order line")
_LINE_FIGURES = words("units qty unit_price")
_ORDER_FIGURES = words("revenue amount value discount discount_amount")
#: Of an amount with and one without sales tax, the one without is the shop's own.
_WITHOUT_TAX = words("unit_price revenue amount")


def settle(
    names: Sequence[str], profiles: Sequence[Profile], suggestions: Sequence[dict[str, float]]
) -> None:
    """Change suggestions in place where another column of the sheet tells more.

    Args:
        names: header of each column.
        profiles: what its values look like.
        suggestions: role -> how surely, for each column.
    """
    _tell_prices_apart(names, profiles, suggestions)
    _prefer_references(names, profiles, suggestions)
    _leave_row_numbers(names, profiles, suggestions)
    _take_models_for_items(names, profiles, suggestions)
    _take_kinds_for_items(names, suggestions)
    _hear_the_buyer(names, suggestions)
    _leave_sums_of_orders(names, suggestions)
    for name, roles in zip(names, suggestions, strict=True):
        concepts = understand(name).concepts
        if "NAME" in concepts:
            for role in _NAMED & roles.keys():
                roles[role] += _A_LITTLE
        elif concepts & _CODES:
            for role in _NAMED & roles.keys():
                roles[role] -= _A_LITTLE
        if "GROSS" in concepts:
            for role in _WITHOUT_TAX & roles.keys():
                roles[role] -= _A_LITTLE


def _hear_the_buyer(names: Sequence[str], suggestions: Sequence[dict[str, float]]) -> None:
    """Take what was bought for what was sold in a list that names customers and no suppliers."""
    if _names(suggestions, "supplier") or not _names(suggestions, "customer"):
        return
    for name, roles in zip(names, suggestions, strict=True):
        if "BUY" in understand(name).concepts and "received_qty" in roles:
            roles["units"] = max(roles.get("units", 0.0), roles.pop("received_qty"))


def _leave_sums_of_orders(names: Sequence[str], suggestions: Sequence[dict[str, float]]) -> None:
    """Leave amounts of the whole order beside columns that say they are of a line of it.

    They stand on every line of the order, or on its first, and added up count it several times.
    """
    of_line = [normalize(name).startswith(_OF_LINE) for name in names]
    stated = [roles for roles, line in zip(suggestions, of_line, strict=True) if line]
    if not any(roles.keys() & _LINE_FIGURES for roles in stated):
        return
    for roles, line in zip(suggestions, of_line, strict=True):
        if not line:
            for role in _ORDER_FIGURES & roles.keys():
                del roles[role]


def _names(suggestions: Sequence[Mapping[str, float]], role: str) -> bool:
    return any(roles.get(role, 0.0) > _LIKELY for roles in suggestions)


def _tell_prices_apart(
    names: Sequence[str], profiles: Sequence[Profile], suggestions: Sequence[dict[str, float]]
) -> None:
    plain = [
        index
        for index, name in enumerate(names)
        if normalize(name) in _FULL_PRICE
        or (
            "PRICE" in (meaning := understand(name)).concepts
            and meaning.concepts <= _OF_ANY_PRICE
            and not meaning.unknown
        )
    ]
    if not plain:
        return
    full = profiles[plain[0]]
    has_cost = any(roles.get("unit_cost", 0.0) > _LIKELY for roles in suggestions)
    for index, name in enumerate(names):
        other = profiles[index]
        above = other.filled > 0 and other.median > _ABOVE * full.median
        if normalize(name).endswith(_SALE_PRICE) or understand(name).concepts == _PROMOTED:
            if above and not has_cost:
                suggestions[plain[0]].clear()
                suggestions[plain[0]]["unit_cost"] = _SURE
            elif not above:
                suggestions[index].clear()
        elif (
            understand(name).concepts == {"PRICE", "RETAIL"}
            and has_cost
            and not _below(other, full)
        ):
            suggestions[index].clear()
            suggestions[index]["list_price"] = _SURE


def _below(one: Profile, other: Profile) -> bool:
    return one.filled > 0 and one.median < other.median


def _prefer_references(
    names: Sequence[str], profiles: Sequence[Profile], suggestions: Sequence[dict[str, float]]
) -> None:
    """Let a reference or code that people read go before a numeric ID of the system."""
    of_system = [
        index
        for index, name in enumerate(names)
        if "id" in normalize(name).split()
        and suggestions[index].get("sku", 0.0) > _LIKELY
        and profiles[index].whole > 0.9
    ]
    read = any(
        index not in of_system and roles.get("sku", 0.0) >= _SURE
        for index, roles in enumerate(suggestions)
    )
    if read:
        for index in of_system:
            suggestions[index]["sku"] *= _OF_SYSTEM


def _leave_row_numbers(
    names: Sequence[str], profiles: Sequence[Profile], suggestions: Sequence[dict[str, float]]
) -> None:
    """Take "No." with the values 1, 2, 3 … for a count of rows where other columns name items."""
    for index, name in enumerate(names):
        if not _counts_rows(profiles[index]) or "sku" not in suggestions[index]:
            continue
        bare = normalize(name) in _COUNTERS or name.strip() == "#"
        others = [roles for other, roles in enumerate(suggestions) if other != index]
        if any(_best_key(roles, described=bare) for roles in others):
            suggestions[index]["sku"] *= 0.5


def _best_key(roles: Mapping[str, float], *, described: bool) -> bool:
    best = max(roles.get("sku", 0.0), roles.get("barcode", 0.0))
    return max(best, roles.get("description", 0.0) if described else 0.0) > _LIKELY


def _take_models_for_items(
    names: Sequence[str], profiles: Sequence[Profile], suggestions: Sequence[dict[str, float]]
) -> None:
    """Take a model or type number for the item's where nothing else identifies items."""
    if any(_best_key(roles, described=False) for roles in suggestions):
        return
    for name, values, roles in zip(names, profiles, suggestions, strict=True):
        model = "VARIANT" in understand(name).concepts and "variant" in roles
        one_a_row = values.rows > _FEW_ROWS and min(values.unique, values.filled) > _ONE_A_ROW
        if model and one_a_row and values.spaced < _WRITTEN_APART:
            roles["sku"] = _SURE
            return


def _take_kinds_for_items(names: Sequence[str], suggestions: Sequence[dict[str, float]]) -> None:
    """Take "Item type" for the item in a list that names none more closely."""
    if any(_best_key(roles, described=True) for roles in suggestions):
        return
    for name, roles in zip(names, suggestions, strict=True):
        if "category" in roles and {"ITEM", "TYPE"} <= understand(name).concepts:
            roles["description"] = roles.pop("category")
            return


def _counts_rows(values: Profile) -> bool:
    filled = round(values.rows * values.filled)
    return (
        filled > 2 and values.whole > 0.99 and values.unique > 0.99
        and values.low in (0.0, 1.0) and abs(values.high - values.low + 1 - filled) <= 1
    )  # fmt: skip
