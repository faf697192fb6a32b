"""Words of column headers in many languages, and the concepts they stand for.

A header is read as a set of concepts ("Costo Neto Prom. Unitario" is COST, NET, AVERAGE, EACH);
`headers` turns sets of concepts into canonical columns. Words beat phrases: a language brings
some hundred words, but headers combine them in any order. Accents, case and punctuation do not
matter. A trailing * makes a word a stem ("остат*").

The modules of this package list the words by what they are about, in ten languages (en, es, pt,
fr, de, nl, it, ar, zh, ru); `further` adds the commonest words of some more, `short` what people
and systems abbreviate, `inflected` what changes its endings. A word has one meaning: of concepts
that list it, the first counts.
"""

from collections.abc import Mapping

from core.ingest.vocabulary.further import FURTHER
from core.ingest.vocabulary.goods import GOODS
from core.ingest.vocabulary.inflected import INFLECTED
from core.ingest.vocabulary.money import MONEY
from core.ingest.vocabulary.phrases import PHRASES
from core.ingest.vocabulary.places import PLACES
from core.ingest.vocabulary.qualifiers import QUALIFIERS
from core.ingest.vocabulary.quantities import QUANTITIES
from core.ingest.vocabulary.short import SHORT
from core.ingest.vocabulary.text import words
from core.ingest.vocabulary.times import TIMES
from core.ingest.vocabulary.trade import TRADE

__all__ = ["LEXICON", "PHRASES", "words"]

_PARTS = (GOODS, MONEY, QUANTITIES, PLACES, TIMES, TRADE, QUALIFIERS, SHORT, FURTHER, INFLECTED)

#: Concept -> words and phrases, separated by commas.
LEXICON: Mapping[str, str] = {
    concept: ", ".join(part[concept] for part in _PARTS if concept in part)
    for concept in dict.fromkeys(concept for part in _PARTS for concept in part)
}
