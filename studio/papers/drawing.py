"""Draws and renders the music of a page: what was made of the same music before comes from the shelf."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from studio.papers import grades, shelf, written
from studio.papers.shelf import Made, Shelf, Stock
from studio.papers.written import Waited, heard, score_of
from studio.words import say

if TYPE_CHECKING:
    from reflections import records
    from reflections.naming import Marked
    from studio.music.piece import Piece
    from studio.papers.sung import Sung
    from studio.papers.written import Heard

Progress = Callable[[float, str], None]
MOST_SECONDS = 120.0  # for writing out all that a page holds
log = logging.getLogger("soundfolio")


class Stopped(Exception):  # noqa: N818 - the person asked for it
    """Making the page was cancelled; nothing was written."""


@dataclass(frozen=True, slots=True)
class Materials:
    """What a page is made of, taken out of the journal in one go: evidence, and MIDI bytes by take, version or piece id.

    Of a take only the parts that may leave, each by itself. `marked` is for an adult to look at before anything is written.
    `shelf` is where drawings and sound made before lie sealed, `with_times` is with the days they played, `others` are the
    names nobody should find in it.
    """

    evidence: records.Evidence
    takes: Mapping[str, tuple[bytes, ...]]
    versions: Mapping[str, bytes]
    pieces: Mapping[str, bytes]
    preferences: records.Preferences
    marked: tuple[Marked, ...]
    shelf: Shelf | None = None
    with_times: bool = True
    others: tuple[str, ...] = field(default=(), repr=False)
    voices: Mapping[str, Sung] = field(default_factory=dict)  # by version
    mixes: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict, repr=False)  # by take: with those who said yes


@dataclass(frozen=True, slots=True)
class Drawn:
    """Each take and version by its id, the grade of sound that a page of all of them has, and the letters of a page."""

    made: Mapping[str, Made]
    grade: str
    letters: bytes = field(repr=False)
    mixes: Mapping[str, bytes] = field(default_factory=dict, repr=False)  # the sound of a take with others in it

    def sounds(self) -> dict[str, bytes]:
        """Return the sound of each as a page has it."""
        return {name: one.smaller.get(self.grade, one.sound) for name, one in self.made.items()}


def engrave(materials: Materials, cancelled: Callable[[], bool] = lambda: False) -> dict[str, str]:
    """The drawing of each take and version alone, from the shelf or made now; "" for what can't be drawn.

    Nothing is kept: `draw` does that, once there is the sound too. Raises Stopped.
    """
    keys = _keys(materials)
    stock = materials.shelf.read() if materials.shelf else Stock()
    found = {name: stock.made[key].drawing for name, key in keys.items() if key in stock.made}
    return _drawings({name: music_of(materials, name) for name in keys if name not in found}, found, cancelled)


def draw(
    materials: Materials,
    progress: Progress,
    cancelled: Callable[[], bool] = lambda: False,
    drawings: Mapping[str, str] = MappingProxyType({}),
) -> Drawn:
    """Engrave all that is new at once, then render it one by one; what is made is kept, given up half-way or not.

    `drawings` are those that `engrave` made a moment ago. Raises Stopped. What can't be drawn is still heard.
    """
    progress(0.0, say("papers.drawing and rendering"))
    keys, stretches = _keys(materials), _stretches(materials.evidence)
    grade = grades.grade_for(sum(_seconds(materials)[name] for name in keys))
    stock = materials.shelf.read() if materials.shelf else Stock()
    made = {name: stock.made[key] for name, key in keys.items() if key in stock.made}
    wanted = [name for name in keys if name not in made or not _has(made[name], grade)]
    letters = stock.letters or _letters()
    try:
        music = {name: music_of(materials, name) for name in wanted if name not in made}
        drawn = _drawings(music, drawings, cancelled)
        first = int(not music.keys() <= drawings.keys())  # drawing is a step like rendering one of them
        share = 1 / max(1, len(wanted) + first + len(materials.voices) + len(materials.mixes))
        for n, name in enumerate(wanted, first):
            if name in music:
                done = _part_of(progress, n * share, share)
                made[name] = Made(drawn[name], _rendered(music[name], stretches.get(name), done, cancelled))
            made[name] = _with(made[name], grade, cancelled)
    finally:
        if wanted or not stock.letters:
            _keep(materials.shelf, stock, {keys[name]: made[name] for name in keys if name in made}, letters)
    for n, (name, sung) in enumerate(materials.voices.items(), len(wanted) + first):
        done = _part_of(progress, n * share, share)
        sound = _rendered(music_of(materials, name), None, done, cancelled, sung)
        made[name] = _with(Made(made[name].drawing, sound), grade, cancelled)
    mixes = {}
    for n, (name, parts) in enumerate(materials.mixes.items(), len(wanted) + first + len(materials.voices)):
        mixes[name] = _mixed(parts, grade, _part_of(progress, n * share, share), cancelled)
    return Drawn({name: made[name] for name in keys}, grade, letters, mixes)


# -- what is wanted, and what is there --------------------------------------------------------------------------------
def _keys(materials: Materials) -> dict[str, str]:
    """Of each take and version that has music, a key of all that its drawing and its sound come from."""
    kept, stretches = _takes(materials), _stretches(materials.evidence)
    found = {}
    for name, parts in materials.takes.items():
        if parts:
            take, piece = kept[name], materials.pieces.get(name, b"")
            how = (take.mode, take.help, take.hands, dict(take.reading), [one.facts.bar_starts for one in take.parts])
            found[name] = shelf.key_of(*parts, piece, how, stretches.get(name))
    return found | {name: shelf.key_of(midi) for name, midi in materials.versions.items() if midi}


def _takes(materials: Materials) -> dict[str, records.Take]:
    return {take.id: take for piece in materials.evidence.pieces for take in piece.takes}


def _seconds(materials: Materials) -> dict[str, float]:
    pieces = materials.evidence.pieces
    takes = {take.id: take.seconds for piece in pieces for take in piece.takes}
    return takes | {version.id: version.facts.seconds for piece in pieces for version in piece.versions}


def _stretches(evidence: records.Evidence) -> dict[str, tuple[float, float]]:
    """From when to when the bars sound that are compared, by take: there both are equally loud."""
    from reflections.comparing import compared

    pairs = (pair for piece in evidence.pieces if (pair := compared([t for t in piece.takes if not t.hidden])))
    return {take.id: pair.seconds(take) for pair in pairs for take in (pair.first, pair.latest)}


def _has(one: Made, grade: str) -> bool:
    return grade == grades.WHOLE or grade in one.smaller


def _with(one: Made, grade: str, cancelled: Callable[[], bool]) -> Made:
    from instruments.errors import Cancelled

    if _has(one, grade) or not one.sound:
        return one
    try:
        return replace(one, smaller={grade: grades.smaller(one.sound, grade, cancelled)})
    except Cancelled as error:
        raise Stopped(say("papers.the page was not")) from error


def _mixed(parts: tuple[bytes, ...], grade: str, done: Callable[[float], None], cancelled: Callable[[], bool]) -> bytes:
    """The sound of several parts at once, made anew each time: no shelf keeps what somebody may take back."""
    from studio.music.together import together

    sound = _rendered(written.Heard(together(parts), clock=True), None, done, cancelled)
    one = _with(Made("", sound), grade, cancelled)
    return one.smaller.get(grade, one.sound)


def _keep(where: Shelf | None, stock: Stock, made: Mapping[str, Made], letters: bytes) -> None:
    """Put it on the shelf, what is wanted now last; what could not be drawn is tried again next time."""
    if where is None:
        return
    rest = {key: one for key, one in stock.made.items() if key not in made}
    try:
        where.put(Stock(rest | {key: one for key, one in made.items() if one.drawing and one.sound}, letters))
    except OSError as error:  # the page is made all the same
        log.warning("%s", error)


def _drawings(
    music: Mapping[str, Piece | Heard | Waited], known: Mapping[str, str], cancelled: Callable[[], bool]
) -> dict[str, str]:
    """Those that are known, and one for each of `music` that is not among them, engraved all at once."""
    new = {name: one for name, one in music.items() if name not in known}
    made = _engraved([written.plain(one) for one in new.values()], cancelled)
    return dict(known) | dict(zip(new, made, strict=True))


# -- drawing and rendering --------------------------------------------------------------------------------------------
def _letters() -> bytes:
    from reflections.pages.font import lexend

    return lexend()


def _part_of(progress: Progress, before: float, share: float) -> Callable[[float], None]:
    """Tell how far one of several is, as a share of the whole."""
    return lambda done: progress(before + done * share, say("papers.drawing and rendering"))


def stop_if(cancelled: Callable[[], bool]) -> None:
    """Raise Stopped where nobody wants it any more."""
    if cancelled():
        raise Stopped(say("papers.the page was not"))


def music_of(materials: Materials, name: str) -> Piece | Heard | Waited:
    """The music of a take or version: in "Waits for me" as its piece is written, else as it was played."""
    from studio.music.piece import Piece
    from studio.music.together import together

    if name in materials.versions:
        return Piece.from_midi(materials.versions[name])
    kept, take, content = _takes(materials)[name], together(materials.takes[name]), materials.pieces.get(name)
    piece = Piece.from_midi(content) if content and kept.mode == "waits" else None
    tune = tuple(n for n, part in enumerate(piece.parts) if part.role == "melody") if piece else ()
    return Waited(take, piece, tune) if piece and tune else heard(kept, take, content)


def _engraved(given: Sequence[Mapping[str, Any]], cancelled: Callable[[], bool]) -> list[str]:
    """Drawings that are clean, with the times of their notes; "" for what can't be drawn."""
    from reflections.pages import cleaned
    from studio.music import notation, worker

    try:
        with worker.unless(cancelled):
            papers = worker.run(written.papers, list(given), seconds=MOST_SECONDS) if given else []
            engraved = notation.engrave_all([notation.Written(*one) for one in papers]) if papers else ()
    except (notation.NotationError, worker.WorkError) as error:
        stop_if(cancelled)
        log.warning("%s", error)
        return ["" for _ in given]
    return [cleaned(one.svg, one.note_seconds, one.again_seconds) for one in engraved]


def _rendered(
    music: Piece | Heard | Waited,
    stretch: tuple[float, float] | None,
    done: Callable[[float], None],
    cancelled: Callable[[], bool],
    sung: Sung | None = None,
) -> bytes:
    """The sound as MP3, as loud over `stretch` as every other, with what was `sung` over it."""
    from instruments import render
    from instruments.errors import Cancelled
    from studio.papers.loudness import levelled

    try:
        sound = render.render(score_of(music), progress=done, cancelled=cancelled)
        sound = levelled(sound if sung is None else sung.over(sound), stretch)
        return render.to_mp3_bytes(sound, cancelled=cancelled)
    except Cancelled as error:
        raise Stopped(say("papers.the page was not")) from error
