"""What can be picked, found by words, give or take a slip, and by its first notes: shelf, grooves, folk tunes and somebody's own."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from studio.music import by_words, folk, screening
from studio.music.library import Found, Tune, grooves, shelf

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from studio.music.by_notes import Match, Openings
    from studio.music.folk import FolkTune
    from studio.music.own import OwnMusic
    from studio.music.slips import Spelling

FEW: Final = 6
"""Answers: where fewer fit what was typed, it is looked for with slips as well."""
_SLOW_BELOW, _FAST_ABOVE = 84, 120  # quarters a minute

Line = tuple[Found, str, str]
"""What can be found, its folded title, and all folded words by which it is found; a space before each word (see `line`)."""


def search(
    words: str, hidden: Collection[str] = (), *, own: OwnMusic | None = None, most: int = 60
) -> tuple[Found, ...]:
    """Find what every word fits: titles first, then place, feel and tradition; folk tunes, found by title only, come last.

    A word fits where one of theirs begins with it; accents and case do not matter. Where that finds little, what fits but for a
    slip or two comes after it. Nothing for no words. `own` is music of whoever looks: of what fits equally well it comes first.
    """
    asked = by_words.asked(words)
    if not asked:
        return ()
    fits = by_words.fitting(asked)
    close = [
        (not fits(title), n, found)
        for n, (found, title, everything) in enumerate((*(own.lines if own else ()), *_near()))
        if fits(everything) and found.hiding not in hidden
    ]
    answers = [found for _, _, found in sorted(close, key=lambda one: one[:2])]
    answers += _folk(asked, hidden, most - len(answers))
    if len(answers) < FEW:
        known = {found.hiding for found in answers}
        answers += [one for one in _with_slips(asked, own) if one.hiding not in known and one.hiding not in hidden]
    return tuple(answers[:most])


def played(
    pitches: Sequence[int], hidden: Collection[str] = (), *, own: OwnMusic | None = None, most: int = 60
) -> tuple[Found, ...]:
    """Find the tunes that begin with these notes, in any key and with a slip or two: the nearest first, the shelf's before others.

    Nothing for fewer notes than `by_notes.FEWEST`. Of what is equally near, `own` comes first.
    """
    mine = own.played(pitches, most) if own else ()
    matches: list[Match[Any]] = [*mine, *_openings().find(pitches, most=most + len(hidden))]
    matches.sort(key=lambda match: match.slips)
    found = [match.what if isinstance(match.what, Found) else _as_found(match.what) for match in matches]
    return tuple([one for one in found if one.hiding not in hidden][:most])


@lru_cache(maxsize=1)
def _openings() -> Openings[Found | FolkTune]:
    """The starts of the shelf's tunes and of every folk tune."""
    from studio.music import by_notes

    near = [(found, _steps(found.what)) for found, _, _ in _near() if isinstance(found.what, Tune)]
    return by_notes.openings([*near, *((one, one.steps) for one in folk.index())])


def _steps(chosen: Tune) -> tuple[int, ...]:
    pitches = [pitch for _, _, pitch, _ in chosen.roll]
    return tuple(after - before for before, after in pairwise(pitches))


def line(found: Found, words: str) -> Line:
    """Describe what can be found by its title and by these words."""
    title = f" {screening.folded(found.title)}"
    return found, title, f"{title} {screening.folded(words)}"


@lru_cache(maxsize=1)
def _near() -> tuple[Line, ...]:
    """Shelf and grooves with the folded text in which they are found."""
    lines: list[Line] = []
    for one in shelf():
        about = f"{one.composer} {one.place} {one.tradition} {' '.join(one.feels)} {one.about} {pace_words(one.bpm)}"
        lines.append(line(Found("tune", one.title, one.about, one.hiding, one), about))
    for used in grooves():
        about = f"groove beat {' '.join(used.feels)} {used.about} {pace_words(used.bpm)}"
        lines.append(line(Found("groove", used.title, used.about, f"groove:{used.id}", used), about))
    return tuple(lines)


def source_of(source: str) -> Found | None:
    """Find what of the shelf or the grooves a piece was made from, by its source: `tune:x`, `tune:x#melody`, `groove:y`."""
    hiding = source.partition("#")[0]
    return next((found for found, _, _ in _near() if found.hiding == hiding), None)


def pace_words(bpm: float) -> str:
    """The words by which a tempo is found: `slow`, `80 bpm`."""
    said = "slow" if bpm < _SLOW_BELOW else "fast quick" if bpm > _FAST_ABOVE else "medium steady"
    return f"{said} {round(bpm)} bpm"


def _folk(asked: by_words.Asked, hidden: Collection[str], most: int) -> list[Found]:
    """Search the index: titles that begin with the first word come first, then shorter ones."""
    from heapq import nsmallest

    fits = by_words.fitting(asked)
    matches = [
        (not text.startswith(asked[0]), len(text), text, one.path, one.number, one)
        for text, one in _folk_lines()
        if fits(text) and (not hidden or one.key not in hidden)
    ]
    best = nsmallest(max(0, most), matches, key=lambda match: match[:-1])
    return [_as_found(one) for *_, one in best]


def _with_slips(asked: by_words.Asked, own: OwnMusic | None) -> list[Found]:
    """What fits but for slips: the nearest first, then somebody's own, the shelf, and folk tunes with short titles first."""
    plain = by_words.nearly(asked)
    if not plain:
        return []
    mine = own.slips.find(plain) if own is not None and own.slips is not None else ()
    matches = [(slips, 0, place, own.lines[place][0]) for slips, place in mine] if own is not None else []
    near = _near()
    for slips, place in _spelling().find(plain):
        if place < len(near):
            matches.append((slips, 1, place, near[place][0]))
        else:
            folded, one = _folk_lines()[place - len(near)]
            matches.append((slips, len(folded), place, _as_found(one)))
    return [found for *_, found in sorted(matches, key=lambda match: match[:-1])]


@lru_cache(maxsize=1)
def _spelling() -> Spelling:
    """Shelf and grooves, then the folk tunes, ready to be searched with slips."""
    from studio.music import slips

    return slips.spelling(
        [*((title, words) for _, title, words in _near()), *((text, text) for text, _ in _folk_lines())]
    )


def _as_found(one: FolkTune) -> Found:
    return Found("folk", one.title, f"{one.tradition}, {one.bars} bars", one.key, one)


def folk_title(key: str) -> str | None:
    """The title of the folk tunes that are hidden by this key; None where it is another kind's."""
    return _folk_titles().get(key)


@lru_cache(maxsize=1)
def _folk_titles() -> dict[str, str]:
    return {one.key: one.title for one in reversed(folk.index())}


@lru_cache(maxsize=1)
def _folk_lines() -> tuple[tuple[str, FolkTune], ...]:
    """Every folk tune with its folded titles, a space before each word; umlauts are found spelt out as well."""
    lines: list[tuple[str, FolkTune]] = []
    for one in folk.index():
        named = " ".join((one.title, *one.also))
        text = " " + screening.folded(named)
        spelt = text if named.isascii() else " " + screening.folded(named.lower().translate(screening.SPELT))
        lines.append((text if spelt == text else text + spelt, one))
    return tuple(lines)
