"""Words that shops use for goods that cannot be sold as usual, in several languages."""

import re
import unicodedata
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: Beginnings of words for goods that are broken or unfit for sale. Order of languages: English,
#: German, French, Spanish, Portuguese, Italian, Dutch, Polish, Turkish, Swedish and Danish.
_DAMAGED = (
    "damag", "defect", "broken", "faulty", "unsal", "unsell", "scrap", "spoil", "waste", "soiled",
    "beschadig", "defekt", "kaputt", "ausschuss", "verdorben",
    "endommag", "abim", "casse", "defectue", "rebut", "deterior",
    "danad", "averiad", "roto", "rota", "estropead", "merma",
    "danific", "avariad", "quebrad", "estragad",
    "danneggi", "rotto", "guast", "difettos", "avariat",
    "kapot",
    "uszkodz", "wadliw", "zepsut",
    "hasarl", "bozuk", "kusurlu",
    "skadad", "trasig", "beskadig", "odelagt",
    "поврежд", "брак", "испорч", "пошкодж",
    "تالف", "معيب", "破損", "破损", "损坏", "不良", "불량", "파손",
)  # fmt: skip

#: Beginnings of words for goods past the day they may be sold.
_EXPIRED = (
    "expire", "outofdate", "abgelaufen", "perime", "caducad", "vencid", "scadut", "verlopen",
    "przetermin", "utgang", "просроч", "منتهي", "过期", "期限切れ",
)  # fmt: skip

#: Beginnings of words for items that a shop no longer carries.
_DISCONTINUED = (
    "discontinu", "archiv", "obsolet", "inactiv", "delist", "endoflife", "eol", "phasedout",
    "phaseout", "retired", "withdrawn", "deactivat", "disabled", "clearance",
    "auslauf", "ausgelauf", "eingestellt", "inaktiv", "veraltet", "abgekundigt",
    "arrete", "abandonn", "desactiv", "horsgamme", "findevie", "finserie",
    "descatalog", "descontinu", "desactivad", "obsolet", "baja",
    "inativ", "descontinuad", "foradelinha",
    "dismess", "fuoriproduzione", "inattiv", "obsoleto",
    "uitgelopen", "inactief", "vervallen",
    "wycofan", "nieaktywn", "pasif", "kaldirildi", "utgatt", "udgaet",
    "снят", "неактив", "архив", "متوقف", "停产", "廃番", "生産終了", "단종",
)  # fmt: skip

#: Words that turn the one after them round: "not damaged", "sin daños", "never discontinued".
_NEGATIONS = frozenset(
    ("no", "not", "non", "never", "none", "without", "un", "nicht", "kein", "keine", "ohne", "pas",
     "sans", "sin", "sem", "senza", "geen", "niet", "nie", "bez", "без", "не")
)  # fmt: skip

#: First letter (Arabic) from which on words are also found inside others: these scripts put
#: articles in front, or no spaces between.
_WITHOUT_SPACES = "\u0600"


def says_damaged(words: pd.Series) -> NDArray[np.bool_]:
    """Return whether each text says that the goods are damaged; missing says nothing."""
    return _says(words, _DAMAGED)


def says_expired(words: pd.Series) -> NDArray[np.bool_]:
    """Return whether each text says that the goods are past their date."""
    return _says(words, _EXPIRED)


def says_discontinued(words: pd.Series) -> NDArray[np.bool_]:
    """Return whether each text says that the shop no longer carries the item."""
    return _says(words, _DISCONTINUED)


def _says(words: pd.Series, stems: tuple[str, ...]) -> NDArray[np.bool_]:
    codes, texts = pd.factorize(words)
    folded = tuple(_fold(stem) for stem in stems)
    said = [_found(_fold(text), folded) for text in texts]
    # The last place answers code -1, a missing text.
    return np.array([*said, False])[codes]


def _fold(text: str) -> str:
    """Return text without case, accents and the letters that have no accent to lose."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return bare.replace("ø", "o").replace("æ", "ae").replace("ł", "l").replace("ı", "i")


def _found(text: str, stems: tuple[str, ...]) -> bool:
    tokens = re.findall(r"\w+", text)
    negated = {later for word, later in pairwise(tokens) if word in _NEGATIONS}
    # Up to three words are read as one: "end of life", "phased out".
    joined = ["".join(tokens[start : start + 3]) for start in range(len(tokens))]
    inside = tuple(stem for stem in stems if stem >= _WITHOUT_SPACES)
    return any(
        token.startswith(stems) or any(stem in token for stem in inside)
        for first, whole in zip(tokens, joined, strict=True)
        if first not in negated
        for token in (first, whole)
    )
