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
import pandas as pd

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


def read_numbers(texts: npt.NDArray[np.object_], *, prior: str = ".") -> Numbers:
    """Read a column of texts as numbers with one decimal mark.

    Args:
        texts: str or None.
        prior: the decimal mark to use when no cell of the column decides.
    """
    codes, uniques = pd.factorize(texts, use_na_sentinel=True)
    readings = [read_number(text) for text in uniques]
    blanks = np.array([is_blank(text) for text in uniques] + [True], dtype=bool)
    counts = np.bincount(codes[codes >= 0], minlength=len(uniques))
    votes = {".": 0, ",": 0}
    currencies: dict[str, int] = {}
    for reading, count in zip(readings, counts, strict=True):
        if reading is None:
            continue
        if reading.sure:
            votes[reading.sure] += int(count)
        if reading.currency:
            currencies[reading.currency] = currencies.get(reading.currency, 0) + int(count)
    decimal = prior if votes["."] == votes[","] else max(votes, key=lambda mark: votes[mark])
    values = np.array(
        [np.nan if r is None else (r.point if decimal == "." else r.comma) for r in readings]
        + [np.nan]
    )
    unsettled = [
        int(count)
        for r, count in zip(readings, counts, strict=True)
        if r is not None and r.point != r.comma
    ]
    percent = np.array([r is not None and r.percent for r in readings] + [False], dtype=bool)
    currency = max(currencies, key=lambda code: currencies[code]) if currencies else ""
    return Numbers(
        values=values[codes],
        readable=~np.isnan(values)[codes],
        blank=blanks[codes],
        percent=percent[codes],
        currency=currency,
        ambiguous=0 if votes["."] or votes[","] else sum(unsettled),
        decimal=decimal,
    )


def decimal_votes(texts: npt.NDArray[np.object_]) -> dict[str, int]:
    """Count the cells of a column that prove "." or "," to be the decimal mark."""
    votes = {".": 0, ",": 0}
    for text in texts:
        reading = read_number(text) if text else None
        if reading is not None and reading.sure:
            votes[reading.sure] += 1
    return votes


@lru_cache(maxsize=65_536)
def is_blank(text: str) -> bool:
    """Whether a text in a column of numbers or dates says that there is nothing."""
    plain = " ".join(text.casefold().split())
    return not plain or plain in BLANKS or plain in ERROR_TEXTS
