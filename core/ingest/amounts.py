"""Numbers as people and systems write them; the decimal mark is decided by column.

"1.234" is a thousand in one export and one and a bit in another. Cells that can be read one way
only vote; the ambiguous ones follow the vote of their column, then of their sheet.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.packed import Texts, numbered, pack, which, which_match
from core.ingest.vocabulary import words

#: Texts that mean "nothing here" in a column of numbers or dates; identifiers keep them.
BLANKS = words(
    """- -- --- – — . .. ? n/a #n/a n.a. na nan null none nil nul unknown keine leer vacio vazio s/d
    n/d 0000-00-00 (blank) (null) untracked unlimited -/- ∞"""
) | {
    "not stocked", "not available", "not tracked", "sin dato", "- -", "- - -", "/ /",
    "0000-00-00 00:00:00", "no data", "n. a.",
}  # fmt: skip
#: Error values as text files show them.
ERROR_TEXTS = words("#n/a #value! #ref! #div/0! #name? #null! #num! #¡valor! #wert! #bezug! #calc!")

#: Currency signs and the ISO code they most likely mean; $ and kr. are shared, so they say less.
CURRENCY_SIGNS = {
    "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "CNY", "₹": "INR", "₽": "RUB", "₸": "KZT",
    "₩": "KRW", "₺": "TRY", "₪": "ILS", "₫": "VND", "₱": "PHP", "₦": "NGN", "₴": "UAH",
    "฿": "THB", "₡": "CRC", "₲": "PYG", "₵": "GHS", "R$": "BRL", "zł": "PLN", "Kč": "CZK",
    "US$": "USD", "C$": "CAD", "A$": "AUD", "CA$": "CAD", "AU$": "AUD", "MX$": "MXN",
    "S/": "PEN", "S/.": "PEN", "Rs": "INR", "Rs.": "INR", "Ft": "HUF", "lei": "RON",
    "ر.س": "SAR", "ج.م": "EGP", "د.إ": "AED", "руб": "RUB", "руб.": "RUB", "р.": "RUB",
    "тг": "KZT", "元": "CNY", "$": "", "kr": "", "kr.": "", "Fr.": "CHF", "RM": "MYR", "Rp": "IDR",
}  # fmt: skip
ISO_CURRENCIES = words(
    """USD EUR GBP JPY CNY INR RUB KZT KRW TRY ILS VND PHP NGN UAH THB CRC PYG GHS BRL PLN CZK CAD
    AUD MXN PEN HUF RON SAR EGP AED CHF MYR IDR ARS CLP COP UYU BOB VES DOP GTQ NZD SGD HKD TWD
    ZAR KES MAD TND DZD XOF XAF QAR KWD BHD OMR JOD LBP IQD PKR BDT LKR NPR SEK NOK DKK ISK BGN
    RSD HRK GEL AMD AZN BYN UZS BAM ALL MKD MDL TZS UGX ETB ZMW"""
)
_SIGNS = {sign.casefold(): code for sign, code in CURRENCY_SIGNS.items()} | {
    code.casefold(): code for code in ISO_CURRENCIES
}

_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
#: The same for a first look by a faster engine, and those of them that a thousands mark may part.
_PLAIN_QUICK = r"^-?[0-9]{1,20}(?:\.[0-9]{1,20})?$"
_EITHER_QUICK = r"^-?[1-9][0-9]{0,2}\.[0-9]{3}$"
_SCIENTIFIC = re.compile(r"[-+]?\d+(?:[.,]\d+)?[eE][-+]?\d+")
_NUMBER = re.compile(
    r"(?P<open>\()?\s*(?P<s1>[-+])?\s*(?P<pre>[^\d\s.,'()+\-][^\d()+\-]{0,4})?\s*(?P<s2>[-+])?\s*"
    r"(?P<body>\d[\d.,' ]*|[.,]\d+)\s*(?P<suf>%|[^\d\s.,'(+\-][^\d]{0,13})?\s*(?P<close>\))?"
    r"(?P<s3>-)?"
)
_GROUPED_COMMA = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}")
_GROUPED_POINT = re.compile(r"\d{1,3}(?:\.\d{3})+")
_UNITS = re.compile(
    r"(?:unit(?:\(s\)|s)?|pcs?|pieces?|nos?|ea|each|kgs?|g|gr|l|lt|ltr|ml|m|cm|mts?|m2|m3|box(?:es)?|"
    r"und|uds?|un|unid(?:ades?)?|stk|stück|st|st\.|pz|шт|шт\.|кг|件|个|pack(?:s)?|doz|dz|ctn|cajas?|"
    r"days?|d|jours?|tage?|d[ií]as?|weeks?|hours?|hrs?)\.?",
    re.IGNORECASE,
)
_DIGITS = {ord(digit): str(index % 10) for index, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_MARKS = {
    ord("٫"): ",", ord("٬"): "'", ord("−"): "-", ord("–"): "-", ord("’"): "'", ord("`"): "'",
    ord("\u00a0"): " ", ord("\u202f"): " ", ord("\u2009"): " ", ord("\u066a"): "%",
    ord("\u200e"): None, ord("\u200f"): None,
}  # fmt: skip
_TRANSLATION = {**_DIGITS, **_MARKS}


@dataclass(frozen=True, slots=True)
class NumberText:
    """One text read as a number both ways; `point` and `comma` differ when it is ambiguous.

    Attributes:
        point: its value when the point is the decimal mark.
        comma: its value when the comma is.
        sure: ".", "," or "" for the mark this cell proves.
        percent: whether it ends with %.
        currency: ISO code, "" when none or unsure.
        marked: whether it carries a currency sign or code.
    """

    point: float
    comma: float
    sure: str = ""
    percent: bool = False
    currency: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """A column of texts read as numbers.

    Attributes:
        values: NaN where blank or unreadable.
        readable: which cells are numbers.
        blank: which cells say that there is nothing.
        percent: which cells end with %.
        currency: the ISO code most cells carry, "" when none.
        ambiguous: how many cells no evidence in this column could settle.
        decimal: the decimal mark used.
    """

    values: npt.NDArray[np.float64]
    readable: npt.NDArray[np.bool_]
    blank: npt.NDArray[np.bool_]
    percent: npt.NDArray[np.bool_]
    currency: str
    ambiguous: int
    decimal: str


@lru_cache(maxsize=65_536)
def read_number(text: str) -> NumberText | None:
    """Read one text as a number; None when it is not one."""
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return _read_body(text.lstrip("-"), -1.0 if text.startswith("-") else 1.0)
    if not any(letter.isdigit() for letter in text) or len(text) > 40:
        return None
    text = unicodedata.normalize("NFKC", text.translate(_TRANSLATION)).strip().lstrip("'")
    if _SCIENTIFIC.fullmatch(text):
        number = float(text.replace(",", "."))
        return NumberText(number, number)
    found = _NUMBER.fullmatch(text)
    if found is None or bool(found["open"]) != bool(found["close"] or _closes(found["suf"])):
        return None
    currency, marked, percent = "", False, False
    for part in (found["pre"], found["suf"]):
        word = (part or "").strip().rstrip(")") if found["open"] else (part or "").strip()
        if not word:
            continue
        if word == "%":
            percent = True
        elif word.casefold() in _SIGNS:
            currency, marked = _SIGNS[word.casefold()] or currency, True
        elif part is found["pre"] or not _UNITS.fullmatch(word):
            return None
    signs = (found["open"], found["s1"] == "-", found["s2"] == "-", found["s3"])
    sign = -1.0 if any(signs) else 1.0
    read = _read_body(found["body"].strip(), sign)
    if read is None:
        return None
    return NumberText(read.point, read.comma, read.sure, percent, currency, marked)


def _closes(suffix: str | None) -> bool:
    return suffix is not None and suffix.endswith(")") and suffix.count("(") == 0


def _read_body(body: str, sign: float) -> NumberText | None:
    """Read digits with their separators."""
    body = body.replace("'", "").replace(" ", "")
    points, commas = body.count("."), body.count(",")
    if not points and not commas:
        number = sign * float(body)
        return NumberText(number, number)
    if points and commas:
        decimal = "," if body.rfind(",") > body.rfind(".") else "."
        other = "." if decimal == "," else ","
        if body.count(decimal) > 1:
            return None
        number = sign * float(body.replace(other, "").replace(",", "."))
        return NumberText(number, number, decimal)
    mark = "." if points else ","
    other = "," if points else "."
    if body.count(mark) > 1:
        if not (_GROUPED_POINT if points else _GROUPED_COMMA).fullmatch(body):
            return None
        number = sign * float(body.replace(mark, ""))
        return NumberText(number, number, other)
    whole, _, rest = body.partition(mark)
    as_decimal = sign * float(f"{whole or 0}.{rest or 0}")
    if len(rest) != 3 or not 1 <= len(whole) <= 3 or whole.startswith("0"):
        return NumberText(as_decimal, as_decimal, mark)
    as_group = sign * float(whole + rest)
    return NumberText(as_decimal, as_group) if points else NumberText(as_group, as_decimal)


def read_numbers(texts: Texts, *, prior: str = ".") -> Numbers:
    """Read a column of texts as numbers with one decimal mark.

    Args:
        texts: texts, some missing.
        prior: the decimal mark to use when no cell of the column decides.
    """
    codes, different = numbered(texts)
    counts = np.bincount(codes[codes >= 0], minlength=len(different))
    forms = _read_different(different)
    votes = {mark: int(counts[forms.sure[:-1] == mark].sum()) for mark in (".", ",")}
    currencies: dict[str, int] = {}
    for position, code in forms.currencies.items():
        currencies[code] = currencies.get(code, 0) + int(counts[position])
    decimal = prior if votes["."] == votes[","] else max(votes, key=lambda mark: votes[mark])
    values = forms.point if decimal == "." else forms.comma
    unsettled = ~np.isnan(forms.point[:-1]) & (forms.point[:-1] != forms.comma[:-1])
    currency = max(currencies, key=lambda code: currencies[code]) if currencies else ""
    return Numbers(
        values=values[codes],
        readable=~np.isnan(values)[codes],
        blank=forms.blank[codes],
        percent=forms.percent[codes],
        currency=currency,
        ambiguous=0 if votes["."] or votes[","] else int(counts[unsettled].sum()),
        decimal=decimal,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Forms:
    """Each different text of a column read both ways, as `NumberText`; the last is no text."""

    point: npt.NDArray[np.float64]
    comma: npt.NDArray[np.float64]
    sure: npt.NDArray[np.str_]
    percent: npt.NDArray[np.bool_]
    blank: npt.NDArray[np.bool_]
    currencies: dict[int, str]


def _read_different(texts: pa.LargeStringArray) -> _Forms:
    """Read different texts: plain numbers all at once, the others one by one."""
    count = len(texts)
    point, comma = np.full(count + 1, np.nan), np.full(count + 1, np.nan)
    sure = np.full(count + 1, "", dtype="U1")
    percent, blank = np.zeros(count + 1, dtype=bool), np.ones(count + 1, dtype=bool)
    plain = which_match(texts, _PLAIN_QUICK)
    found = np.flatnonzero(plain)
    digits = texts.take(pa.array(found))
    point[found] = comma[found] = digits.cast(pa.float64()).to_numpy()
    blank[found] = False
    sure[found[which(pc.match_substring(digits, "."))]] = "."
    either = which_match(digits, _EITHER_QUICK)
    sure[found[either]] = ""
    grouped = pc.replace_substring(digits.filter(pa.array(either)), ".", "")
    comma[found[either]] = grouped.cast(pa.float64()).to_numpy()
    currencies: dict[int, str] = {}
    others = np.flatnonzero(~plain)
    for position, text in zip(others, texts.take(pa.array(others)).to_pylist(), strict=True):
        blank[position] = is_blank(text)
        reading = read_number(text)
        if reading is None:
            continue
        point[position], comma[position] = reading.point, reading.comma
        sure[position], percent[position] = reading.sure, reading.percent
        if reading.currency:
            currencies[int(position)] = reading.currency
    return _Forms(point, comma, sure, percent, blank, currencies)


def decimal_votes(texts: Texts) -> dict[str, int]:
    """Count the cells of a column that prove "." or "," to be the decimal mark."""
    votes = {".": 0, ",": 0}
    for text in pack(texts).to_pylist():
        reading = read_number(text) if text else None
        if reading is not None and reading.sure:
            votes[reading.sure] += 1
    return votes


@lru_cache(maxsize=65_536)
def is_blank(text: str) -> bool:
    """Whether a text in a column of numbers or dates says that there is nothing."""
    plain = " ".join(text.casefold().split())
    return not plain or plain in BLANKS or plain in ERROR_TEXTS
