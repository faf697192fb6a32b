"""Columns that spread one measure over periods or locations."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.ingest.dates import Period, read_day, read_period
from core.ingest.headers import header_roles, quick_hit, understand
from core.ingest.profiles import Profile
from core.ingest.vocabulary import words

#: So many columns make a series of periods; fewer are a coincidence.
_FEWEST_PERIODS, _FEWEST_MEASURED, _FEWEST_LOCATIONS = 3, 2, 2
_FEWEST_PLAIN_LOCATIONS = 3
_MOST_OF_A_SHEET = 0.6
_RELATIVE = re.compile(
    r"(?P<word>w|wk|week|kw|semana|semaine|woche|sem|m|month|mes|mois|monat|d|day|p|period)"
    r"[ ._-]?(?P<index>\d{1,3})",
    re.IGNORECASE,
)
_RELATIVE_FREQUENCY = {"m": "M", "month": "M", "mes": "M", "mois": "M", "monat": "M",
                       "d": "D", "day": "D"}  # fmt: skip
_SEPARATOR = re.compile(r"[\s_:|/\-–—]+")
#: Measures that locations or periods are spread over.
_SPREAD = ("on_hand", "units", "ordered_qty", "available", "committed", "on_order",
           "reorder_point", "max_level", "safety_stock", "qty", "revenue",
           "received_qty")  # fmt: skip
_SPREAD_BY_PERIOD = {role: role for role in _SPREAD} | {
    "qty": "units", "ordered_qty": "units", "amount": "revenue", "value": "revenue",
    "stock_value": "revenue",
}  # fmt: skip
_SUREST_MEASURE = 0.72
#: From here on a header names one measure by itself.
_SURE_HEADER = 0.85
_LONGEST_PLACE = 5
_WORD = re.compile(r"[^\W\d_]+")
_OF_PLACES = frozenset({"LOCATION", "CHANNEL", "PLANT", "MONEY"})
_SPANS = words("day days plus to ais last next week weeks month months dias jours tage")


@dataclass(frozen=True, slots=True)
class Spread:
    """A measure spread over columns.

    Attributes:
        role: what the cells hold ("units", "on_hand", …).
        periods: position of a column -> its period; {} when it is spread over locations.
        backs: position -> how many periods before the last one, for W0 … W51 without a date.
        frequency: of relative periods.
        locations: position -> name of the place; {} when it is spread over periods.
    """

    role: str
    periods: Mapping[int, Period]
    backs: Mapping[int, int]
    frequency: str
    locations: Mapping[int, str]

    @property
    def positions(self) -> tuple[int, ...]:
        """Positions of its columns, left to right."""
        return tuple(sorted({*self.periods, *self.backs, *self.locations}))


def find_spreads(names: Sequence[str], profiles: Sequence[Profile]) -> tuple[Spread, ...]:
    """Find every measure that a sheet spreads over periods or, else, over locations."""
    found = _absolute(names, profiles) or _relative(names, profiles)
    if found:
        return found
    return _by_affix(names, profiles) or _plain_locations(names, profiles)


def _is_numeric(values: Profile) -> bool:
    return values.filled == 0 or (values.number > 0.4 and values.day < 0.3)


def _absolute(names: Sequence[str], profiles: Sequence[Profile]) -> tuple[Spread, ...]:
    groups: dict[str, dict[int, Period]] = defaultdict(dict)
    for index, name in enumerate(names):
        split = split_period(name)
        if split is not None and _is_numeric(profiles[index]):
            groups[split[1].casefold()][index] = split[0]
    spreads = []
    for rest, periods in groups.items():
        starts = {period.start for period in periods.values()}
        if len(starts) < (_FEWEST_MEASURED if rest else _FEWEST_PERIODS):
            continue
        role = _measure(rest) if rest else "units"
        if role is not None:
            spreads.append(Spread(role, periods, {}, "", {}))
    return _one_each(spreads)


def split_period(name: str) -> tuple[Period, str] | None:
    """Split "Qty Jan 2024" into the period and the rest; None without a period."""
    parts = _SEPARATOR.split(name.strip())
    whole = _as_period(name.strip())
    if whole is not None:
        return whole, ""
    for size in range(min(3, len(parts) - 1), 0, -1):
        for start in (0, len(parts) - size):
            text = " ".join(parts[start : start + size])
            period = _as_period(text)
            if period is not None and period.frequency != "Y":
                rest = " ".join(parts[size:] if start == 0 else parts[:start])
                return period, rest
    return None


def _as_period(text: str) -> Period | None:
    period = read_period(text)
    if period is not None:
        return period
    dmy, mdy = read_day(text)
    day = dmy or mdy
    return Period(day, "D") if day is not None else None


def _measure(text: str) -> str | None:
    """Return what cells below a period hold; of quantities and amounts sales are meant."""
    roles = header_roles(text)
    scored = [(score, role) for role, score in roles.items() if role in _SPREAD_BY_PERIOD]
    if not scored or max(scored)[0] < 0.5:
        return None
    return _SPREAD_BY_PERIOD[max(scored)[1]]


def _one_each(spreads: list[Spread]) -> tuple[Spread, ...]:
    """Keep one spread a role, the one with most columns."""
    best: dict[str, Spread] = {}
    for spread in spreads:
        if spread.role not in best or len(spread.positions) > len(best[spread.role].positions):
            best[spread.role] = spread
    return tuple(best.values())


def _relative(names: Sequence[str], profiles: Sequence[Profile]) -> tuple[Spread, ...]:
    groups: dict[str, dict[int, int]] = defaultdict(dict)
    for index, name in enumerate(names):
        found = _RELATIVE.fullmatch(name.strip())
        if found and _is_numeric(profiles[index]):
            groups[found["word"].casefold()][index] = int(found["index"])
    for word, indexes in groups.items():
        numbers = sorted(indexes.values())
        if len(numbers) >= _FEWEST_PERIODS + 1 and numbers == list(
            range(numbers[0], numbers[0] + len(numbers))
        ):
            last = numbers[-1]
            backs = {position: last - number for position, number in indexes.items()}
            return (Spread("units", {}, backs, _RELATIVE_FREQUENCY.get(word, "W"), {}),)
    return ()


def _by_affix(names: Sequence[str], profiles: Sequence[Profile]) -> tuple[Spread, ...]:
    """Find "inventory_<outlet>" and "<store> Units Sold": one affix, many remainders."""
    groups: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for index, name in enumerate(names):
        if not _is_numeric(profiles[index]):
            continue
        for side, affix, rest in _splits(name):
            groups[side, affix][index] = rest
    candidates = []
    for (side, affix), rests in groups.items():
        distinct = set(rests.values())
        places = {rest for rest in distinct if not _is_known(rest)}
        if len(places) < max(_FEWEST_LOCATIONS, len(distinct) / 2):
            # "Opening stock, closing stock" are measures of one place, not two places.
            continue
        if len(distinct) > len(places) <= _FEWEST_LOCATIONS and not all(map(_is_place, places)):
            # "Qty accepted, qty rejected" beside "Qty ordered" are what became of it.
            continue
        if any(_is_tier(rest) for rest in distinct) or _share_more(distinct, side):
            continue
        if _name_different_things([names[index] for index in rests]):
            continue
        role, score = _affix_role(affix)
        if role is not None:
            # Of "Ordenada" and "Ctdad Ordenada" over the same columns the longer one is the name.
            candidates.append((len(rests), len(affix), score, role, rests, side))
    candidates.sort(key=lambda entry: entry[:3], reverse=True)
    spreads: list[Spread] = []
    used: set[int] = set()
    roles: set[str] = set()
    for _, _, _, role, rests, _ in candidates:
        if used & set(rests) or role in roles:
            continue
        used |= set(rests)
        roles.add(role)
        spreads.append(Spread(role, {}, {}, "", dict(rests)))
    return tuple(spreads)


def _name_different_things(headers: Sequence[str]) -> bool:
    """Whether whole headers name measures of their own: "Qty On Hand" beside "Qty On Order"."""
    sure = set()
    for header in headers:
        roles = header_roles(header)
        best = max(roles, key=lambda role: roles[role], default="")
        if roles.get(best, 0.0) >= _SURE_HEADER:
            sure.add(best)
    return len(sure) > 1


def _splits(name: str) -> list[tuple[str, str, str]]:
    places = [match.span() for match in _SEPARATOR.finditer(name)]
    found = []
    for start, end in places:
        head, tail = name[:start], name[end:]
        if head and tail:
            found.append(("prefix", head.casefold(), tail))
            found.append(("suffix", tail.casefold(), head))
    return found


def _share_more(rests: set[str], side: str) -> bool:
    """Whether the remainders share a further word, so that the affix is only part of the name."""
    words_of = [_SEPARATOR.split(rest) for rest in rests]
    if any(len(parts) > _LONGEST_PLACE for parts in words_of):
        return True
    shared = {parts[0 if side == "prefix" else -1].casefold() for parts in words_of}
    return len(shared) == 1 and "LOCATION" not in understand(shared.pop()).concepts


def _is_tier(rest: str) -> bool:
    """Whether a remainder is a number or a span ("2", "t30", "181_210_days"), no place."""
    return not any(len(word) > 1 for word in _WORD.findall(rest) if word.casefold() not in _SPANS)


def _is_known(rest: str) -> bool:
    """Whether the remainder is itself a word of headers, so that it is no place's name."""
    meaning = understand(rest)
    says = meaning.concepts - _OF_PLACES
    return bool(says) or not (meaning.concepts or meaning.unknown)


def _affix_role(affix: str) -> tuple[str | None, float]:
    roles = header_roles(affix)
    scored = [(score, role) for role, score in roles.items() if role in _SPREAD]
    if not scored:
        return None, 0.0
    score, role = max(scored)
    if score < _SUREST_MEASURE or score < max(roles.values()) - 0.01:
        return None, 0.0
    return {"qty": "on_hand", "ordered_qty": "units"}.get(role, role), score


def _plain_locations(names: Sequence[str], profiles: Sequence[Profile]) -> tuple[Spread, ...]:
    """Take numeric columns with names of no meaning as places, when the sheet holds little else."""
    filled = [index for index, name in enumerate(names) if name]
    unknown = {
        index: names[index]
        for index in filled
        if quick_hit(names[index]) < 0.5 or _is_place(names[index])
        if profiles[index].number > 0.9 and profiles[index].whole > 0.9 and profiles[index].filled
    }
    quantities = [
        index
        for index in filled
        if index not in unknown
        and any(
            header_roles(names[index]).get(role, 0.0) > 0.7
            for role in ("on_hand", "qty", "units", "available")
        )
    ]
    if quantities or len(unknown) < _FEWEST_PLAIN_LOCATIONS:
        return ()
    # Side by side they are one block of places; scattered ones must be most of the sheet.
    block = max(unknown) - min(unknown) + 1 == len(unknown)
    # Names of places are written like names: "Cork", not "pallet".
    block &= all(not name[:1].islower() or _is_place(name) for name in unknown.values())
    if not block and len(unknown) < _MOST_OF_A_SHEET * len(filled):
        return ()
    return (Spread("on_hand", {}, {}, "", unknown),)


def _is_place(name: str) -> bool:
    meaning = understand(name)
    return "LOCATION" in meaning.concepts and meaning.concepts <= _OF_PLACES and meaning.unknown > 0
