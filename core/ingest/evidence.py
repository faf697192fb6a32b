"""What headers and values together say of a column."""

import re
from collections.abc import Callable, Sequence

from core.ingest.headers import header_roles, understand
from core.ingest.identities import Product
from core.ingest.kinds import TRANSLATIONS
from core.ingest.profiles import Profile
from core.ingest.vocabulary import words

_EMPTY, _NAMED_SKU = 0.75, 0.98
_PLAIN_HEADER = 0.9
_SPAN = re.compile(r"(?:t|last[ _]|_)(\d{1,3})(?:\D|$)", re.IGNORECASE)
_DATES = words(
    """when received_date expiry_date launch_date end_of_life_date ordered_date due_date from_date
    until_date approved_on snapshot_date made_date created_date"""
)
_AMOUNTS = words(
    """unit_cost unit_price list_price replacement_cost stock_value revenue amount value loss_amount
    planned_price contract_price residual_proceeds discount_amount profit"""
)
_QUANTITIES = words(
    """on_hand committed available on_order unavailable qty units received_qty issued_qty
    returned_qty loss_qty ordered_qty counted counted_new counted_old contract_qty
    reorder_point reorder_qty safety_stock max_level min_order_qty pack_size opening_qty"""
)
#: What yes and no may answer.
_SWITCHES = words("stockout promotion status condition")
_SWITCHING = 0.8
_PLACED = frozenset(role for roles in TRANSLATIONS.values() for role in roles)
#: Texts that group or name goods; a header with a word that nobody knows needs values that differ.
_TEXTS = words("category brand supplier variant location lot status channel condition")
_GROUPINGS = words("category brand")
_SAME_THROUGHOUT, _DOUBTFUL = 0.6, 0.65
_ANY_CODE = words("CODE ITEM BARCODE REFERENCE NAME")
#: Numbers with check digits under a header that says nothing, or that they are codes.
_BARCODE_BY_VALUES, _MOSTLY = 0.8, 0.95
#: Identifiers longer than any count of goods.
_LARGEST_QUANTITY = 1e9


#: Shares of one and more in the scores of guesses from values alone.
_GUESS = 0.66
_SHELF_LIFE = 0.82
_FUTURE_DAYS = 45
_OF_SOMETHING = 0.6
_FEW_ROWS, _MOST_UNIQUE = 10, 0.8
#: Whole numbers up to here may be percent.
_LARGEST_RATE, _LIKELY_RATE = 95, 0.75
#: A chain with more numbered stores than this keeps its stock elsewhere.
_MOST_PLACES = 500
_FEW_PLACES = 2
_LONGEST_PROVINCE = 2
#: A "Type" or "Company" that repeats over the rows groups the goods.
_GROUPS, _GROUPED = 0.5, 0.75
#: Numbers of groups that another list explains: worth asking, no names to filter by.
_NUMBERED_GROUP = 0.6


def suggest(name: str, values: Profile, saved: float) -> dict[str, float]:
    """Return the roles a column may play, from its header as far as its values allow.

    Args:
        name: the header.
        values: what the cells look like.
        saved: day the file was saved (days since 1970), NaN when unknown.
    """
    roles = {
        role: min(score * _fit_or_empty(role, score, values), 1.0)
        for role, score in header_roles(name).items()
    }
    span = _SPAN.search(name)
    if "units" in roles and span and span.group(1) != "30":
        # Of "units shipped t7, t30, t90" the month is the usual yardstick.
        roles["units"] *= 0.95
    meaning = understand(name)
    plain = not meaning.unknown
    if "expiry_date" in roles and plain and values.number > 0.8 and values.high < 5_000:
        # Some systems call the days until expiry "Expiration Date".
        roles["shelf_life_days"] = max(roles.get("shelf_life_days", 0.0), _SHELF_LIFE)
    concepts = meaning.concepts
    if values.distinct == 1 and values.rows > _FEW_ROWS:
        for role in _TEXTS & roles.keys():
            # "Company" on every row is whose books these are.
            if meaning.unknown or roles[role] < _DOUBTFUL:
                roles[role] *= _SAME_THROUGHOUT
    if _are_barcodes(values) and concepts <= _ANY_CODE and max(roles.values(), default=0.0) < 1.0:
        roles["barcode"] = max(roles.get("barcode", 0.0), _BARCODE_BY_VALUES)
    roles = _by_group(roles, concepts, values)
    if "sku" in roles and "VARIANT" in concepts and values.unique < _MOSTLY:
        # A number of a variant names the goods only where each row has its own.
        roles["sku"] *= 0.5
    if "status" in roles and meaning.unknown:
        # "Payment status", "status fiscal": of something else than the item.
        roles["status"] *= _OF_SOMETHING
    if "discount" in roles and "PERCENT" not in concepts:
        roles["discount"] *= _rate_not_amount(values)
    if "supplier" in roles and {"CODE", "REFERENCE"} & concepts and values.rows > _FEW_ROWS:
        # A number per row is the supplier's for the item, not the supplier.
        roles["supplier"] *= 0.5 if values.unique > _MOST_UNIQUE else 1.0
    if "when" in roles and values.middle_day > saved + _FUTURE_DAYS:
        roles["expiry_date"] = max(roles.get("expiry_date", 0.0), 0.85 * roles["when"])
        roles["due_date"] = max(roles.get("due_date", 0.0), 0.8 * roles["when"])
        roles["when"] *= 0.7
    return roles


def _by_group(
    roles: dict[str, float], concepts: frozenset[str], values: Profile
) -> dict[str, float]:
    """Let values that repeat, or do not, say whether a column groups goods or names them."""
    repeats = (
        values.distinct > 1
        and values.unique < _GROUPS
        and values.worded > _MOSTLY
        and values.switch < _SWITCHING
    )
    if concepts == {"TYPE"} and repeats:
        return roles | {"category": max(roles.get("category", 0.0), _GROUPED)}
    if concepts == {"BRAND"} and repeats and roles.get("brand", 0.0) < _GROUPED:
        # "Company" is a maker where there are several of them over the rows.
        return roles | {"brand": _GROUPED}
    if {"PLANT", "NAME"} <= concepts and values.unique > _MOST_UNIQUE and values.rows > _FEW_ROWS:
        # A nursery's plants are goods; a works is named again and again.
        return {"description": _PLAIN_HEADER}
    if "CODE" in concepts and values.whole > _MOSTLY:
        return {r: s * (_NUMBERED_GROUP if r in _GROUPINGS else 1.0) for r, s in roles.items()}
    return roles


def _are_barcodes(values: Profile) -> bool:
    """Tell numbers of goods by check digits: by chance one number in ten has the right one."""
    return values.gtin > _MOSTLY and values.unique > _MOSTLY and values.rows > _FEW_ROWS


def _rate_not_amount(values: Profile) -> float:
    """Judge whether "Discount" without a percent sign is a share: money must not pass for one."""
    if values.percent > 0.3 or (values.low >= 0 and 0 < values.high <= 1):
        return 1.0
    whole = values.whole > 0.99 and values.money == 0
    return _LIKELY_RATE if whole and values.low >= 0 and 0 < values.high <= _LARGEST_RATE else 0.3


def suggest_nameless(values: Profile) -> dict[str, float]:
    """Guess a column without a header beside columns with one: reports leave the item's blank."""
    if values.filled > 0.5 and values.worded > 0.8 and values.unique > 0.6:
        return {"description": _GUESS, "sku": _GUESS - 0.05}
    return {}


def suggest_unnamed(
    profiles: Sequence[Profile], products: Sequence[Product], saved: float
) -> list[dict[str, float]]:
    """Guess the roles of columns without a header: identifiers, names, units x cost = value."""
    suggestions: list[dict[str, float]] = [{} for _ in profiles]
    names = [
        i for i, v in enumerate(profiles) if v.worded > 0.8 and v.length > 6 and v.filled > 0.5
    ]
    if names:
        named = max(names, key=lambda i: (profiles[i].length * profiles[i].unique, -i))
        suggestions[named] = {"description": _GUESS}
    codes = [i for i, v in enumerate(profiles) if _is_code(v) and not suggestions[i]]
    if codes:
        suggestions[min(codes)] = {"sku": _GUESS}
    for product in products:
        quantity, price = product.left, product.right
        if profiles[quantity].whole < profiles[price].whole:
            quantity, price = price, quantity
        if not any(suggestions[i] for i in (quantity, price, product.product)):
            suggestions[quantity] = {"qty": _GUESS}
            suggestions[price] = {"unit_cost": _GUESS}
            suggestions[product.product] = {"value": _GUESS}
            break
    for index, values in enumerate(profiles):
        if not suggestions[index] and values.day > 0.8:
            role = "expiry_date" if values.middle_day > saved else "when"
            suggestions[index] = {role: _GUESS * 0.9}
    if not products:
        _guess_quantity(suggestions, profiles)
    return suggestions


def _is_code(values: Profile) -> bool:
    whole = values.whole > 0.95 and values.low > 99
    return (whole or (values.worded > 0.8 and values.spaced < 0.1)) and (
        values.unique > 0.7 and values.filled > 0.7
    )


def _guess_quantity(suggestions: list[dict[str, float]], profiles: Sequence[Profile]) -> None:
    free = [
        i for i, v in enumerate(profiles)
        if not suggestions[i] and v.number > 0.9 and v.whole > 0.9 and v.distinct > 2
    ]  # fmt: skip
    if free:
        suggestions[free[0]] = {"qty": _GUESS * 0.9}


def _fit_or_empty(role: str, score: float, values: Profile) -> float:
    """Judge an empty column by its header alone: it must be plain."""
    if values.filled > 0:
        return fit(role, values)
    if role == "condition":
        return 0.5
    if role == "sku" and score > _PLAIN_HEADER:
        # An empty "SKU" column still is the sku: other columns then serve as the key.
        return 1.0 if score > _NAMED_SKU else 0.5
    return _EMPTY if score >= _PLAIN_HEADER or values.rows == 0 else 0.5


def fit(role: str, values: Profile) -> float:
    """Return a factor from 0 (impossible) to about 1.1 (the values say so themselves)."""
    if values.switch > _SWITCHING and role in _PLACED and role not in _SWITCHES:
        return 0.3
    if role in _DATES:
        return _fit_date(role, values)
    if role in _QUANTITIES:
        return _fit_quantity(values)
    if role in _AMOUNTS:
        return _fit_amount(role, values)
    special = _SPECIAL.get(role)
    return special(values) if special else 1.0


def _fit_date(role: str, values: Profile) -> float:
    if values.day > 0.5:
        return 1.0
    if values.serial > 0.8 or 19_500_101 <= values.low <= values.high <= 21_000_101:
        return 0.9
    if role == "when" and values.year > 0.9:
        return 0.95
    return 0.1 if values.day < 0.2 else 0.7


def _fit_quantity(values: Profile) -> float:
    if values.day > 0.5 or values.high > _LARGEST_QUANTITY:
        return 0.1
    if values.percent > 0.3 or values.money > 0.3:
        return 0.4
    if values.number > 0.5:
        return 1.0 if values.whole > 0.9 * values.number else 0.96
    return 0.65 if values.number > 0.1 else 0.2


def _fit_amount(role: str, values: Profile) -> float:
    if values.day > 0.5 or values.percent > 0.3:
        return 0.1
    if role == "revenue" and values.number > 0.5 and values.whole > 0.95:
        return 0.95
    if values.number > 0.5:
        negative = values.negative > 0.5 and role not in ("loss_amount", "amount", "profit")
        return 0.6 if negative else 1.0
    return 0.5 if values.number > 0.2 else 0.08


def _fit_sku(values: Profile) -> float:
    if values.day > 0.8:
        return 0.1
    if values.number > 0.5 and values.whole < 0.8 * values.number:
        return 0.3
    if values.spaced > 0.6:
        return 0.72 if values.length > 18 else 0.8
    if values.rows > 30 and values.distinct <= 3:
        return 0.6
    return 1.02


def _fit_description(values: Profile) -> float:
    if values.worded < 0.5:
        return 0.65
    if values.rows > 50 and values.unique < 0.1:
        return 0.7
    return 1.05 if values.spaced > 0.3 and values.distinct > 1 else 1.0


def _fit_words(values: Profile) -> float:
    if values.day > 0.5 or (values.number > 0.9 and (values.whole < 0.9 or values.high <= 1)):
        return 0.2
    if values.length > 80:
        return 0.5
    if values.distinct <= 2 and values.rows > 50:
        return 0.8
    return 0.85 if values.unique > 0.95 and values.rows > 30 else 1.0


def _fit_supplier(values: Profile) -> float:
    """Judge a supplier: a name or number, not the two letters of a province."""
    of_two_letters = values.worded > _MOSTLY and values.length <= _LONGEST_PROVINCE
    return 0.5 if of_two_letters else _fit_words(values)


def _fit_lot(values: Profile) -> float:
    """Judge a lot: a code, not a sentence or an amount."""
    if values.number > 0.5 and (values.whole < 0.9 * values.number or values.high <= 1):
        return 0.3
    return 0.6 if values.spaced > 0.6 else 1.0


def _fit_location(values: Profile) -> float:
    """Judge a place: a word, or a number of few different ones."""
    if values.number > 0.9 and values.distinct > _MOST_PLACES:
        return 0.4
    # Most shops have one place or two.
    return 1.0 if 0 < values.distinct <= _FEW_PLACES else _fit_words(values)


def _fit_few(most: int) -> Callable[[Profile], float]:
    def fitted(values: Profile) -> float:
        if values.distinct > most or values.length > 40:
            return 0.4
        return 0.7 if values.number > 0.9 and values.whole < 0.9 else 1.0

    return fitted


def _fit_condition(values: Profile) -> float:
    """Judge the state of goods: what is the same on every row tells no goods apart."""
    if values.distinct <= 1 and values.rows > 1:
        return 0.5
    if values.number > 0.5:
        return 0.3
    return _fit_few(40)(values)


def _fit_uom(values: Profile) -> float:
    if values.number > 0.5:
        return 0.3
    return 1.0 if values.length <= 14 and values.distinct <= 80 else 0.4


def _fit_barcode(values: Profile) -> float:
    if values.gtin > 0.5:
        return 1.1
    if values.worded > 0.7 and values.length > 16:
        return 0.4
    return 1.0 if values.number > 0.4 or values.length >= 6 else 0.7


def _fit_share(values: Profile) -> float:
    if values.number < 0.5:
        return 0.2
    return 1.0 if values.percent > 0.5 or (values.low >= 0 and values.high <= 100) else 0.6


def _fit_days(values: Profile) -> float:
    if values.day > 0.5:
        return 0.1
    if values.number > 0.5:
        return 1.0 if values.high < 5_000 else 0.4
    return 0.8


_SPECIAL: dict[str, Callable[[Profile], float]] = {
    "sku": _fit_sku,
    "description": _fit_description,
    "category": _fit_words,
    "brand": _fit_words,
    "supplier": _fit_supplier,
    "location": _fit_location,
    "lot": _fit_lot,
    "status": _fit_few(60),
    "condition": _fit_condition,
    "channel": _fit_few(60),
    "reason": _fit_few(200),
    "loss_kind": _fit_few(20),
    "stockout": _fit_few(6),
    "promotion": _fit_few(6),
    "uom": _fit_uom,
    "barcode": _fit_barcode,
    "discount": _fit_share,
    "selling_cost_rate": _fit_share,
    "markdown_depth": _fit_share,
    "lead_time_days": _fit_days,
    "lead_time_sd_days": _fit_days,
    "shelf_life_days": _fit_days,
}
