"""Lists of shops that the rules of reading were not written for, with what each column means.

The headers are made up after the manner of shop, till and warehouse systems; values are drawn. A
column that means nothing the schema knows is `-`; where two readings are right both are named.
The lists stand in header_sets.txt: name and table, then header = meaning:values, apart by ~.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_WORDS_LISTED = (
    "Copper elbow|Tea towel|Kettle|Plate|Olive oil|Fig candle|Garden hose|Bulb E27|Notebook|Socks|"
    "Shampoo|Dog lead|Wool throw|Coffee beans|Desk lamp|Mug|Yoga mat|Bottle|Phone case|Clock"
)
_WORDS = _WORDS_LISTED.split("|")
Drawn = Callable[[random.Random, int], str]


def _pick(listed: str) -> Drawn:
    options = listed.split("|")
    return lambda draw, _row: draw.choice(options)


def _count(low: int, high: int) -> Drawn:
    return lambda draw, _row: str(draw.randint(low, high))


def _money(low: float, high: float) -> Drawn:
    return lambda draw, _row: f"{draw.uniform(low, high):.2f}"


def _day(year: int) -> Drawn:
    return lambda draw, _row: f"{year}-{draw.randint(1, 9):02}-{draw.randint(1, 28):02}"


#: What cells hold, by a short name.
VALUES: dict[str, Drawn] = {
    "code": lambda draw, row: f"{draw.choice('ABK')}{1000 + row * 7}",
    "number": lambda _draw, row: str(40_210 + row * 3),
    "row": lambda _draw, row: str(row + 1),
    "name": lambda _draw, row: f"{_WORDS[row % len(_WORDS)]} {row // len(_WORDS) + 1}",
    "group": _pick("Kitchen|Garden|Apparel|Hardware"),
    "groupid": _pick("3|4|7|9"),
    "maker": _pick("Bosch|Acme|Nordwind|Lumen"),
    "firm": _pick("Harbor Trading Ltd|Muller GmbH|Rossi Srl"),
    "place": _pick("Main store|Warehouse|Harbor branch"),
    "bin": lambda draw, _row: f"{draw.choice('ABC')}-{draw.randint(1, 9):02}-{draw.randint(1, 4)}",
    "lot": lambda draw, _row: f"L{draw.randint(2301, 2512)}{draw.choice('AB')}",
    "qty": _count(0, 160),
    "few": _count(1, 9),
    "level": _pick("5|10|12|20"),
    "days": _pick("3|7|14|21"),
    "zero": _pick("0"),
    "cost": _money(1, 80),
    "price": _money(90, 180),
    "worth": _money(200, 4000),
    "share": _pick("19|7"),
    "weight": _money(0.1, 9),
    "day": _day(2025),
    "later": _day(2027),
    "yes": _pick("Yes|No"),
    "true": _pick("true|false"),
    "state": _pick("Active|Active|Inactive"),
    "size": _pick("S|M|L|XL"),
    "unit": _pick("EA|BOX|KG"),
    "person": _pick("Ana Torres|J. Brown|Li Wei"),
    "order": lambda _draw, row: f"SO{10_021 + row // 2}",
    "text": lambda draw, row: f"<p>{_WORDS[row % 20]} of fine quality, {draw.randint(1, 99)}</p>",
    "url": lambda _draw, row: f"https://img.example.com/p/{row}.jpg",
    "blank": _pick(""),
    "way": _pick("Online|Store|Wholesale"),
    "card": _pick("Cash|Card|Voucher"),
    "town": _pick("Lyon|Lille|Nantes"),
    "abc": _pick("A|B|C"),
}


@dataclass(frozen=True)
class HeaderSet:
    """One list: its name, the table it is, and (header, meaning, values) of each column."""

    name: str
    table: str
    columns: tuple[tuple[str, str, str], ...]

    def csv(self, *, rows: int = 40, seed: int = 1) -> bytes:
        """Return the list as a file of comma-separated text."""
        draw = random.Random(f"{self.name}{seed}")
        lines = [",".join(f'"{header}"' for header, _, _ in self.columns)]
        for row in range(rows):
            cells = (VALUES[values](draw, row) for _, _, values in self.columns)
            lines.append(",".join(f'"{cell}"' for cell in cells))
        return "\r\n".join(lines).encode()


def _parse(text: str) -> tuple[HeaderSet, ...]:
    sets = []
    for block in text.strip().split("\n\n"):
        title, *lines = block.strip().splitlines()
        name, table = title.split(" | ")
        columns = []
        for part in " ~ ".join(lines).split(" ~ "):
            header, _, rest = part.strip().partition(" = ")
            meaning, _, values = rest.partition(":")
            columns.append((header, meaning, values))
        sets.append(HeaderSet(name, table, tuple(columns)))
    return tuple(sets)


HEADER_SETS = _parse(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8"))
