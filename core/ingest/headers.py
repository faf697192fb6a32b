"""What a column header says: concepts of its words, and the roles they suggest."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from core.ingest.roles import ROLES, Role
from core.ingest.vocabulary import LEXICON, PHRASES, words

_CAMEL = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])|(?<=[A-ZА-ЯЁ])(?=[A-ZА-ЯЁ][a-zа-яё])")
_NOT_WORD = re.compile(r"[^\w]+|_")
_LETTER_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_MONEY_SIGN = re.compile(r"[$€£¥₹₽₸₩₺]|\b(?:usd|eur|gbp|chf|inr|sar|aed|clp|ars|brl|mxn)\b", re.I)

#: Words without a meaning of their own in a header.
_FILLERS = words(
    """de del des du d l la le les el los las en da do dos das di della dei the of a an in at by for
    per and und et y e o van het der die im von fk editable not tn export product s prom на в по и
    для к от из с со за cf std basic
    usd eur gbp chf inr sar aed clp ars brl mxn cop pen kes cdf ngn zar jpy cny rub pln sek try
    基本 主 本 所属 单"""
)
_LONGEST_PHRASE, _LONGEST_WRITTEN = 5, 6
#: Letters that carry no accent but are often written without their stroke.
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})
#: A misspelt word counts as the lexicon's from this similarity on; "Catagory" reaches 87.
_SPELLING = 84.0
_SHORTEST_MISSPELT = 5
_EXTRA_LETTERS = 1
#: Last parts of German and Dutch compounds that say what a thing is, whatever its first part says.
_HEADS = {
    "datum": "DATE",
    "lieferant": "SUPPLIER",
    "leverancier": "SUPPLIER",
    "bezeichnung": "NAME",
    "omschrijving": "NAME",
}
_SHORTEST_FIRST_PART = 3
#: First parts of field names that old systems write as one word: CODART, DESART, FECVTO.
_FIELD_STARTS = {
    "cod": "CODE", "cve": "CODE", "num": "CODE", "des": "NAME", "desc": "NAME", "dsc": "NAME",
    "nom": "NAME", "fec": "DATE", "fech": "DATE", "cant": "QTY", "qta": "QTY", "qtd": "QTY",
    "cto": "COST", "cos": "COST", "pre": "PRICE", "prz": "PRICE", "vlr": "VALUE",
}  # fmt: skip
_SHORTEST_FIELD_END = 3


#: Words for sales tax behind "without" or "with": they say which price it is, not that it is tax.
_TAX_WORDS = r"(?:steuer|vat|gst|tax|taxes|sales tax|iva|tva|mwst|ust|btw|impuestos?|impostos?|ндс)"
_WITHOUT_TAX = re.compile(
    rf"\b(?:ex|excl|exc|excluding|without|before|net of|sin|hors|ohne|exkl|zzgl|senza|escl|sem|"
    rf"без) {_TAX_WORDS}\b|\b{_TAX_WORDS} (?:ex|excl|exc|excluded|excluding|esclusa?|excluido)\b"
)
_WITH_TAX = re.compile(
    rf"\b(?:inc|incl|including|with|con|avec|mit|inkl|compresa|com|с) {_TAX_WORDS}\b"
    rf"|\b{_TAX_WORDS} (?:inc|incl|included|including|inclusa?|incluido)\b"
)
#: Amounts and prices that a discount is taken off, and those it is not.
_DISCOUNT_WORDS = (
    r"(?:discounts?|descuentos?|descontos?|remises?|rabatt|korting|sconto|sconti|скидк\w+)"
)
_AFTER_DISCOUNT = re.compile(
    rf"\b(?:after|net of|less|con|com|apres|nach|abzgl|na|dopo|со|с учетом) {_DISCOUNT_WORDS}\b"
)
_BEFORE_DISCOUNT = re.compile(
    rf"\b(?:before|without|excl|sin|sem|avant|hors|vor|ohne|voor|prima dello|senza|без|до) "
    rf"{_DISCOUNT_WORDS}\b"
)


def normalize(text: str) -> str:
    """Return a header in lower case without accents and punctuation, words apart."""
    text = _CAMEL.sub(" ", unicodedata.normalize("NFKC", text))
    text = unicodedata.normalize("NFD", text.casefold()).translate(_LETTERS)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(_NOT_WORD.sub(" ", text).split())


@dataclass(frozen=True, slots=True)
class _Lexicon:
    concepts: Mapping[str, str]
    stems: tuple[tuple[str, str], ...]
    latin: tuple[str, ...]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    concepts: dict[str, str] = {}
    stems: list[tuple[str, str]] = []
    for concept, listed in LEXICON.items():
        for raw in listed.replace("\n", " ").split(","):
            word = normalize(raw)
            if raw.strip().endswith("*"):
                stems.append((word, concept))
            elif word:
                concepts.setdefault(word, concept)
    latin = tuple(
        word
        for word in concepts
        if len(word) >= _SHORTEST_MISSPELT and word.isascii() and " " not in word
    )
    return _Lexicon(concepts, tuple(stems), latin)


@dataclass(frozen=True, slots=True)
class Meaning:
    """Concepts of a header, and how many of its words are unknown or numbers."""

    concepts: frozenset[str]
    unknown: int
    numbers: int


@lru_cache(maxsize=4096)
def understand(header: str) -> Meaning:
    """Read a header as concepts: longest phrases first, then words, stems, compounds, typos."""
    plain = normalize(_LETTER_DIGIT.sub(" ", header))
    plain = _AFTER_DISCOUNT.sub("net", _BEFORE_DISCOUNT.sub("list", plain))
    tokens = _WITH_TAX.sub("gross", _WITHOUT_TAX.sub("net", plain)).split()
    concepts: set[str] = set()
    unknown = 0
    position = 0
    # "Variant Grams" says nothing of variants; "Variant Value" does.
    if (
        len(tokens) > 1
        and tokens[0] == "variant"
        and tokens[1] not in ("value", "values", "option")
    ):
        tokens = tokens[1:]
    if len(tokens) > 1 and tokens[0] == "des":
        # "Des_art" describes; the French "des" never comes first.
        tokens[0] = "desc"
    if _MONEY_SIGN.search(header):
        concepts.add("MONEY")
    if "%" in header:
        concepts.add("PERCENT")
    while position < len(tokens):
        taken, found = _longest(tokens, position)
        if taken == 1 and 0 < position < len(tokens) - 1 and tokens[position] in _FILLERS:
            # The "de" of "Fecha de compra" is no "from".
            found = ()
        if not found and not tokens[position].isdigit() and tokens[position] not in _FILLERS:
            unknown += 1
        unknown += "" in found
        concepts.update(concept for concept in found if concept)
        position += taken
    numbers = sum(token.isdigit() for token in tokens)
    return Meaning(frozenset(concepts), unknown, numbers)


def _longest(tokens: list[str], position: int, *, fuzzy: bool = True) -> tuple[int, Iterable[str]]:
    concepts = _lexicon().concepts
    for length in range(min(_LONGEST_PHRASE, len(tokens) - position), 0, -1):
        phrase = " ".join(tokens[position : position + length])
        if phrase in concepts:
            return length, (concepts[phrase],)
    return 1, _single(tokens[position], fuzzy=fuzzy)


@lru_cache(maxsize=4096)
def _single(token: str, *, fuzzy: bool) -> tuple[str, ...]:
    lexicon = _lexicon()
    if token in _FILLERS or token.isdigit():
        return ()
    for stem, concept in lexicon.stems:
        if token.startswith(stem):
            return (concept,)
    if token.startswith("ال") and token[2:] in lexicon.concepts:
        return (lexicon.concepts[token[2:]],)
    parts = _compound(token, 2 if not _CJK.search(token) else 1) or _written_together(token)
    if parts:
        return parts
    parts = _field_name(token)
    if parts:
        return parts
    for head, concept in _HEADS.items():
        if token.endswith(head) and len(token) >= len(head) + _SHORTEST_FIRST_PART:
            return ("", concept)
    if fuzzy and len(token) >= _SHORTEST_MISSPELT and token.isascii():
        found = process.extractOne(token, lexicon.latin, scorer=fuzz.ratio, score_cutoff=_SPELLING)
        # "Position" is no disposition: what is misspelt begins like the word and is about as long.
        if found and found[0][0] == token[0] and abs(len(found[0]) - len(token)) <= _EXTRA_LETTERS:
            return (lexicon.concepts[found[0]],)
    return ()


def _field_name(token: str) -> tuple[str, ...]:
    """Split "codart" into what it starts with and the known word behind it."""
    concepts = _lexicon().concepts
    for start, concept in _FIELD_STARTS.items():
        rest = token.removeprefix(start)
        if rest != token and len(rest) >= _SHORTEST_FIELD_END and rest in concepts:
            return (concept, concepts[rest])
    return ()


def _compound(token: str, depth: int) -> tuple[str, ...]:
    """Split "verkaufspreis" or "库存数量" into known words, with the linking letters of German."""
    concepts = _lexicon().concepts
    shortest = 1 if _CJK.search(token) else 4
    for cut in range(len(token) - 1, shortest - 1, -1):
        head, rest = token[:cut], token[cut:]
        if head not in concepts:
            continue
        for link in ("", "s", "n", "en", "e", "es"):
            if not rest.startswith(link):
                continue
            tail = rest[len(link) :]
            if tail in concepts:
                return (concepts[head], concepts[tail])
            if len(tail) >= shortest and (depth > 1 or shortest == 1):
                more = _compound(tail, depth - 1)
                if more:
                    return (concepts[head], *more)
    return ()


@lru_cache(maxsize=4096)
def _written_together(token: str) -> tuple[str, ...]:
    """Pick the known words, longest first, out of a script that writes no spaces.

    What is unknown between them counts as a word of its own: ("", …) leads the result.
    """
    if not _CJK.search(token):
        return ()
    concepts = _lexicon().concepts
    found: list[str] = []
    position, unknown = 0, False
    while position < len(token):
        for end in range(min(len(token), position + _LONGEST_WRITTEN), position, -1):
            word = token[position:end]
            if word in concepts and (end - position > 1 or not unknown):
                found.append(concepts[word])
                position = end
                break
            if word in _FILLERS:
                position = end
                break
        else:
            unknown = True
            position += 1
    return ("", *found) if unknown and found else tuple(found)


#: One header word more than a role explains takes this share off its score.
_EXTRA_CONCEPT, _UNKNOWN_WORD = 0.3, 0.13
#: "Stock" is meant rather than "Stock 901".
_NUMBERED = 0.05
_LOWEST = 0.3
_WITHOUT_WEIGHT = words("CURRENT ASIDE")


@lru_cache(maxsize=4096)
def header_roles(header: str) -> Mapping[str, float]:
    """Return the roles a header may play, with their scores; {} when it says nothing.

    >>> max(header_roles("Costo Neto Prom. Unitario").items(), key=lambda item: item[1])[0]
    'unit_cost'
    """
    phrase = PHRASES.get(normalize(header))
    if phrase is not None:
        return phrase
    meaning = understand(header)
    scores: dict[str, float] = {}
    for name, role in ROLES.items():
        score = _role_score(role, meaning)
        if score >= _LOWEST:
            scores[name] = round(score, 3)
    return scores


def _role_score(role: Role, meaning: Meaning) -> float:
    best = 0.0
    for pattern, base in role.patterns:
        if not pattern <= meaning.concepts:
            continue
        rest = meaning.concepts - pattern - role.beside - _WITHOUT_WEIGHT
        if rest & role.against - pattern:
            continue
        score = base - _EXTRA_CONCEPT * len(rest) - _UNKNOWN_WORD * min(meaning.unknown, 3)
        score -= _NUMBERED if meaning.numbers else 0.0
        best = max(best, score)
    return best


@lru_cache(maxsize=8192)
def quick_hit(text: str) -> float:
    """Return how surely a short text is a header, 0 to 1, without looking for misspelt words."""
    if normalize(text) in PHRASES:
        return 1.0
    tokens = [
        token for token in normalize(_LETTER_DIGIT.sub(" ", text)).split() if token not in _FILLERS
    ]
    known = position = 0
    while position < len(tokens):
        taken, found = _longest(tokens, position, fuzzy=False)
        known += taken if found else 0
        position += taken
    return known / len(tokens) if tokens and known * 2 >= len(tokens) else 0.0
