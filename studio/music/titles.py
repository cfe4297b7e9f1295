"""How the titles of the corpus are written for people: without page numbers, marks of the file format and shouting."""

from __future__ import annotations

import re
from typing import Final

_PAGE: Final = re.compile(
    r"(?:\s*\((?:\d[\w.-]*|Band \d)\))?,?\s*(?:S|Nr)\. ?\d.*$|\s*\((?:\d[\w.-]*|Band \d)\),?\s*$|[\"\u201c\u201d]| 0126$"
)
_KIND: Final = re.compile(r"[\s,.]*(?:\s-+\s*|-+\s+|--+)(\w(?:[\w ().]|-(?=\w))*?)[\s.]*(,\s*the)?$", re.IGNORECASE)
REMARK: Final = re.compile(r"\(can be used", re.IGNORECASE)
"""What stands where a second title should, and is none."""
_UMLAUTS: Final = {0x81: "ü", 0x82: "é", 0x84: "ä", 0x8E: "Ä", 0x94: "ö", 0x99: "Ö", 0x9A: "Ü"}
"""Letters of the old code page in which some files of songs still are."""
_WORD: Final = re.compile(r"[^\W\d_][\w']*")
_SHOUTED: Final = re.compile(r"^[^a-z]*[A-Z]{2}[^a-z]*$")
_SPLIT_LETTERS: Final = re.compile(r"(?<=\w):(?=\w)")


def clean(title: str, path: str = "") -> str:
    """Write a title for people, at most 80 letters: page numbers, marks of the file format and capitals throughout go."""
    if path.startswith("essenFolksong/"):
        title = title.translate(_UMLAUTS)
    plain = "".join(letter for letter in title.replace("\\", "") if letter.isprintable())
    plain, dance = _PAGE.sub("", plain), ""
    if path.startswith("ryansMammoth/"):
        plain = _SPLIT_LETTERS.sub("", plain)
        if kind := _KIND.search(plain):
            plain, dance = plain[: kind.start()] + (kind[2] or ""), f" ({kind[1].lower()})"
    if path.startswith(("essenFolksong/lot", "essenFolksong/lux")):
        plain = plain.replace("\u00e1", "\u00df")  # these two files came through a code page that had no sharp s
    plain = " ".join(plain.split()).strip(" .,:;")
    if _SHOUTED.search(plain):
        # German sentences are written small: which words are nouns is not known here.
        plain = plain.capitalize() if path.startswith("essenFolksong/") else _WORD.sub(_proper, plain)
    return f"{plain}{dance}"[:80]


def _proper(word: re.Match[str]) -> str:
    """Write a shouted word as in a title; `O'CONNOR'S` becomes `O'Connor's`."""
    first, mark, rest = word[0].partition("'")
    return first.capitalize() + mark + (rest.capitalize() if len(first) == 1 and len(rest) > 2 else rest.lower())  # noqa: PLR2004 - as in O'er
