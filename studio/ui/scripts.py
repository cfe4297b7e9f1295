"""Which writing a letter is of, which letters belong together, and where a line without spaces may break.

Pure: letters in, places out. What is said here is what names and titles need of UAX 14, 24 and 29, and not all of it.
"""

from functools import lru_cache
from typing import Final
from unicodedata import category, combining, name

EMOJI: Final = "Zsye"
SCRIPTS: Final = {  # the first word of a letter's name -> its script in ISO 15924; others are drawn without being told
    "ADLAM": "Adlm", "ARABIC": "Arab", "ARMENIAN": "Armn", "BALINESE": "Bali", "BENGALI": "Beng", "BOPOMOFO": "Bopo",
    "CANADIAN": "Cans", "CHAKMA": "Cakm", "CHEROKEE": "Cher", "CJK": "Hani", "DEVANAGARI": "Deva", "ETHIOPIC": "Ethi",
    "GEORGIAN": "Geor", "GUJARATI": "Gujr", "GURMUKHI": "Guru", "HANGUL": "Hang", "HANIFI": "Rohg", "HEBREW": "Hebr",
    "HIRAGANA": "Hira", "JAVANESE": "Java", "KANNADA": "Knda", "KATAKANA": "Kana", "KATAKANA-HIRAGANA": "Kana",
    "KHMER": "Khmr", "LAO": "Laoo", "LISU": "Lisu", "MALAYALAM": "Mlym", "MEETEI": "Mtei", "MONGOLIAN": "Mong",
    "MYANMAR": "Mymr", "NKO": "Nkoo", "OL": "Olck", "ORIYA": "Orya", "SINHALA": "Sinh", "SUNDANESE": "Sund",
    "SYRIAC": "Syrc", "TAMIL": "Taml", "TELUGU": "Telu", "THAANA": "Thaa", "THAI": "Thai", "TIBETAN": "Tibt",
    "TIFINAGH": "Tfng", "VAI": "Vaii", "YI": "Yiii",
}  # fmt: skip
JOINERS: Final = frozenset("\u200c\u200d\ufe0e\ufe0f")  # what joins two letters, or picks one's shape
_ZWJ: Final = "\u200d"
_STACKS: Final = frozenset(
    "\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u1039\u17d2"
)  # the next consonant is written into this one
_AM: Final = frozenset("\u0e33\u0eb3")  # a vowel of Thai and Lao whose ring stands over the letter before
_SHAPES: Final = frozenset({"Mn", "Mc", "Me"})
_LOOK_BACK: Final = 24  # letters: no cluster of a language is longer
_IDEOGRAPHS: Final = (
    (0x2E80, 0x312F), (0x3190, 0x4DBF), (0x4E00, 0x9FFF), (0xA000, 0xA4CF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F),
    (0xFF01, 0xFF9F), (0x20000, 0x3FFFF),
)  # fmt: skip
_NEVER_FIRST: Final = frozenset(
    "、。，．・：；？！ー々〻ゝゞヽヾ）〕］｝〉》」』】〙〗〟’”\u2026\u2069\u200e\u200f,.:;!?)]}%"  # noqa: RUF001 - these are the signs that are meant
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ｡｣､･ｧｨｩｪｫｬｭｮｯｰ"
)
_NEVER_LAST: Final = frozenset("（〔［｛〈《「『【〘〖〝‘“｢([{\u2066\u2067\u2068")  # noqa: RUF001 - as above


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str:
    """Return the script of a letter as its font has to be told; "" where that changes nothing, as for Latin."""
    if ord(letter) >= 0x1F000 and category(letter) in {"So", "Sk"}:  # noqa: PLR2004 - from here on pictures stand
        return EMOJI
    return SCRIPTS.get(name(letter, "").partition(" ")[0], "")


def clusters(words: str) -> list[str]:
    """Return the letters of a text, each with what belongs to it; put together they are the text."""
    found: list[str] = []
    for letter in words:
        if found and _belongs(found[-1], letter):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def is_first(words: str, at: int) -> bool:
    """Whether the letter at a place begins anew, so that a caret may stand before it and a line may be cut there."""
    if at in {0, len(words)} or words[at].isascii():
        return True
    return not _belongs(clusters(words[max(0, at - _LOOK_BACK) : at])[-1], words[at])


def _belongs(before: str, letter: str) -> bool:
    """Whether a letter is part of the cluster that stands before it."""
    if letter in JOINERS or letter in _AM or category(letter) in _SHAPES:
        return True
    code = ord(letter)
    if before.endswith(_ZWJ):  # two pictures that are one, or two consonants
        return category(letter) == "So" or (category(letter) == "Lo" and any(map(_joins, before[-3:])))
    if before[-1] in _STACKS:
        return category(letter) == "Lo"
    if 0x1F1E6 <= code <= 0x1F1FF:  # noqa: PLR2004 - two of these are a flag
        return len(before) == 1 and 0x1F1E6 <= ord(before) <= 0x1F1FF  # noqa: PLR2004 - as above
    return 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F or 0x1160 <= code <= 0x11FF  # noqa: PLR2004 - tones of skin, flags of regions, parts of a Korean syllable


def _joins(letter: str) -> bool:
    """Whether this says that a consonant goes on into the next."""
    return combining(letter) == 9  # noqa: PLR2004 - the class of each script's virama


def breaks(words: str) -> frozenset[int]:
    """Return where a line may break in words between which no space stands, as in Chinese and Japanese."""
    if not words or max(words) < "\u2e80":  # no ideograph comes before
        return frozenset()
    at, found, before = 0, set(), ""
    for cluster in clusters(words):
        if before and (_ideograph(before[0]) or _ideograph(cluster[0])) and _apart(before, cluster):
            found.add(at)
        at, before = at + len(cluster), cluster
    return frozenset(found)


def _apart(before: str, after: str) -> bool:
    return before[-1] not in _NEVER_LAST and after[0] not in _NEVER_FIRST and " " not in before + after


def _ideograph(letter: str) -> bool:
    code = ord(letter)
    return any(first <= code <= last for first, last in _IDEOGRAPHS)
