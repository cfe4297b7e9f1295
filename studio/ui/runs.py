"""Splits a line into runs, each of one font, one script and one direction, so that every letter has a font or a dot."""

from typing import NamedTuple
from unicodedata import category

from studio.ui import bidi
from studio.ui.faces import Face, face, other_face
from studio.ui.fonts import Fonts, heavier, is_bold
from studio.ui.scripts import EMOJI, JOINERS, clusters, script_of
from studio.ui.system_fonts import Finder, covers

FONTS = Fonts()  # the window's one set; `FONTS.keep_in(folder)` gives it its place on disk
FINDER = Finder()
DOT = "\u2022"  # stands for letters that no font of this computer has
Ink = tuple[str, int, int, bool]  # family, weight, size in device pixels, and whether the screen reads from the right
_SURE = "\u0250"  # below this every Lexend letter is there, and so is common punctuation
_PUNCTUATION = frozenset("\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2022")  # dashes, quotes, ellipsis, bullet
_ALIKE = frozenset({"Bopo", "Hani", "Hira", "Kana"})  # they stand side by side and none of them is shaped
_BOLD = 600  # from this weight on


class Run(NamedTuple):
    """Letters of a line that one font draws in one direction; `places` says which letters of the line they are."""

    letters: str
    source: str | None
    level: int
    places: tuple[int, ...]
    script: str = ""
    own: bool = True  # whether the font is the pen's

    @property
    def rtl(self) -> bool:
        """Whether it is read from the right."""
        return self.level % 2 == 1


def split(words: str, pen: Ink, paragraph: int | None = None) -> list[Run]:
    """Return the runs of a line from left to right as they are seen; letters that are never drawn are in none."""
    own = FONTS.source(pen[0], pen[1])[0]
    level = bidi.base(words, rtl=pen[3]) if paragraph is None else paragraph
    if not level and all(letter < _SURE or letter in _PUNCTUATION for letter in words):
        return [Run(words, own, 0, tuple(range(len(words))))]
    levels = bidi.levels(words, level) if level or bidi.reads_right(words) else [0] * len(words)
    runs: list[Run] = []
    at = 0
    for cluster in clusters(words):
        places = tuple(place for place in range(at, at + len(cluster)) if words[place] not in bidi.UNSEEN)
        at += len(cluster)
        if not places:
            continue
        before = runs[-1] if runs and runs[-1].level == levels[places[0]] else None
        run = _one("".join(words[place] for place in places), places, levels[places[0]], pen, before)
        if run is None:
            continue
        if before is not None and (before.source, before.script, before.own) == (run.source, run.script, run.own):
            runs[-1] = before._replace(letters=before.letters + run.letters, places=before.places + run.places)
        else:
            runs.append(run)
    return bidi.in_order(runs, lambda run: run.level)


def lacks(words: str) -> bool:
    """Whether there are letters that no font of this computer has, so that dots are drawn for them."""
    own = FONTS.source("lexend", 400)[0]
    strange = (each for each in clusters(words) if not each.isascii() and _has_letters(each) and not _has(own, each))
    return not words.isascii() and any(fall_back(each) is None for each in strange)


def _has_letters(cluster: str) -> bool:
    return any(not _passed_over(each) for each in cluster)


def face_of(run: Run, pen: Ink, generation: int) -> Face:
    """Return what a run is drawn with."""
    if run.own or run.source is None:
        return face(run.source, pen[2], run.script, run.rtl, FONTS.source(pen[0], pen[1])[1], generation)
    bolder = pen[1] >= _BOLD and not is_bold(run.source)
    return other_face(run.source, pen[2], run.letters[0], run.script, run.rtl, bolder)


def fall_back(letters: str) -> str | None:
    """Return the file of a system font that has letters which belong together; None where this system has none."""
    return FINDER.covering(letters)


def _one(letters: str, places: tuple[int, ...], level: int, pen: Ink, before: Run | None) -> Run | None:
    """Return one cluster as a run; what joins letters, and a space, stays in the font of the letter before."""
    own = FONTS.source(pen[0], pen[1])[0]
    if before is not None and before.script != EMOJI and (letters == " " or JOINERS.issuperset(letters)):
        return before._replace(letters=letters, places=places)
    if _has(own, letters):
        return Run(letters, own, level, places)
    if not _has_letters(letters):
        return None
    source = _other(letters, pen, before)
    if source is None:  # a letter of ours loses an accent that nothing here can draw, rather than be a dot
        return Run(letters[0] if _has(own, letters[0]) else DOT, own, level, places[:1])
    script = EMOJI if "\ufe0f" in letters else next(filter(None, map(script_of, letters)), "")
    if not script and before is not None and before.source == source:
        script = before.script  # a sign that every script has
    return Run(letters, source, level, places, "Hani" if script in _ALIKE else script, own=False)


def _other(letters: str, pen: Ink, before: Run | None) -> str | None:
    """Return another font that has letters, its bold face where the pen is bold; that of the letters before if it can be."""
    if before is not None and before.source is not None and not before.own and _has(before.source, letters):
        return before.source
    found = fall_back(letters)
    return (heavier(found, letters[0]) or found) if found and pen[1] >= _BOLD else found


def _has(source: str | None, letters: str) -> bool:
    return all(each < _SURE or each in _PUNCTUATION or each in JOINERS or covers(source, each) for each in letters)


def _passed_over(letter: str) -> bool:
    """Whether a letter is never seen, as what only says where a line may break."""
    return category(letter) == "Cf"
