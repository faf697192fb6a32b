"""The encoding of text files: by byte-order mark, NUL pattern, strict UTF-8, else by its letters.

Legacy code pages give every byte a letter, so only what the letters make tells them apart: words,
frequent letters, capitals where words begin, pairs of bytes that are usual signs.
"""

import re
from collections.abc import Collection

#: Characters looked at for the NUL bytes of UTF-16 without a mark.
_HEAD = 4_096
_HIGH = re.compile(rb"[\x80-\xff]+")
#: A run of letters above ASCII this long is a word or a sign, not an accent or two.
_SHORTEST_WORD, _SHORTEST_SIGNS = 3, 4
_SHARE_OF_WORDS = 0.6
#: The 3,755 most frequent signs of GB 2312, its first level, and its rows of symbols and of the
#: letters of other scripts.
_USUAL_CHINESE = re.compile(rb"[\xa1-\xa9\xb0-\xd7][\xa1-\xfe]")
_SHARE_OF_USUAL = 0.4
#: The dozen letters that make three quarters of Arabic text, in both halves of the code page: as
#: Cyrillic the first would be capitals and the second small letters.
_ARABIC_CAPITAL, _ARABIC_SMALL = b"\xc7\xc8\xc9\xca\xcf\xd1\xda", b"\xe1\xe3\xe4\xe6\xed"
_SHARE_OF_ARABIC, _SHARE_OF_EACH = 0.5, 0.12
#: What a byte is as Cyrillic: a capital, a small letter, or no letter (x).
_CAPITALS = {*range(0xC0, 0xE0), *b"\xa1\xa3\xa5\xa8\xaa\xaf\xb2"}
_SMALL = {*range(0xE0, 0x100), *b"\xa2\xb3\xb4\xb8\xba\xbc\xbf"}
_AS_CYRILLIC = bytes(
    ord(" ")
    if byte < 0x80
    else ord("C")
    if byte in _CAPITALS
    else ord("s" if byte in _SMALL else "x")
    for byte in range(256)
)
#: Letters that make four fifths of Russian text, capital or small.
_USUAL_CYRILLIC = "оеаинтсрвлкмдпу".encode("cp1251") + "ОЕАИНТСРВЛКМДПУ".encode("cp1251")
#: Usual letters less what is odd, as shares: Cyrillic has about .8, Chinese read as it -.2. More is
#: asked where all runs are whole pairs, as those of Chinese are.
_LEAST_CYRILLIC, _LEAST_IN_PAIRS = 0.3, 0.5


def find_encoding(content: bytes) -> str:
    """Return the codec of `content`."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = content[:_HEAD]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.2 and even < odd * 0.2:
        return "utf-16-le"
    if even > len(head) * 0.2 and odd < even * 0.2:
        return "utf-16-be"
    return "utf-8" if _decodes(content, "utf-8") else _legacy_encoding(content)


def _legacy_encoding(content: bytes) -> str:
    """Tell Mac Roman (Excel for Mac ends lines with a lone return) from other code pages.

    In Western European text, letters above ASCII stand alone between others; in Cyrillic, Arabic
    and Chinese they make whole words. Each run of them counts once: a letter in front of every
    item number says no more than one.
    """
    returns, feeds = content.count(b"\r"), content.count(b"\n")
    if returns > 1 and feeds < returns * 0.1:
        return "mac_roman"
    runs = set(_HIGH.findall(content))
    total = sum(map(len, runs))
    is_arabic = _looks_arabic(runs)
    if not is_arabic and _looks_chinese(runs) and _decodes(content, "gb18030"):
        return "gb18030"
    if sum(len(run) for run in runs if len(run) >= _SHORTEST_WORD) < total * _SHARE_OF_WORDS:
        return "cp1252"
    return "cp1256" if is_arabic else "cp1251"


def _looks_arabic(runs: Collection[bytes]) -> bool:
    letters = b"".join(runs)
    capital = sum(letters.count(letter) for letter in _ARABIC_CAPITAL) / max(len(letters), 1)
    small = sum(letters.count(letter) for letter in _ARABIC_SMALL) / max(len(letters), 1)
    return capital + small > _SHARE_OF_ARABIC and min(capital, small) > _SHARE_OF_EACH


def _looks_chinese(runs: Collection[bytes]) -> bool:
    """Tell pairs that are usual signs, some of them side by side, and no words in Cyrillic."""
    if not any(len(run) >= _SHORTEST_SIGNS for run in runs):
        return False
    total = sum(map(len, runs))
    usual = sum(2 * len(_USUAL_CHINESE.findall(run)) for run in runs)
    if usual < total * _SHARE_OF_USUAL:
        return False
    return not _looks_cyrillic(runs)


def _looks_cyrillic(runs: Collection[bytes]) -> bool:
    """Tell usual letters from signs and from capitals inside a word."""
    total = sum(map(len, runs))
    usual = total - sum(len(run.translate(None, _USUAL_CYRILLIC)) for run in runs)
    letters = b" ".join(runs).translate(_AS_CYRILLIC)
    odd = letters.count(b"x") + letters.count(b"sC")
    paired = all(len(run) % 2 == 0 for run in runs)
    return usual - odd > total * (_LEAST_IN_PAIRS if paired else _LEAST_CYRILLIC)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
