"""Takes and versions drawn and rendered for a page: engraved music, where each note sounds, and the sound itself."""

from __future__ import annotations

import logging
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio import files
from studio.words import say

if TYPE_CHECKING:
    from pathlib import Path

    from instruments.events import Score
    from reflections import records
    from reflections.journal import Journal
    from reflections.naming import Marked
    from studio.music.notation import Written
    from studio.music.piece import Piece
    from studio.music.take import Take

Progress = Callable[[float, str], None]
MOST_SECONDS = 120.0  # for writing out all that a page holds
TO_A_CLOCK = frozenset({"with", "just"})  # ways of playing in which music or a click went along
WITH_A_PIECE = TO_A_CLOCK | {"waits"}
log = logging.getLogger("soundfolio")


class Stopped(Exception):  # noqa: N818 - the person asked for it
    """Making the page was cancelled; nothing was written."""


@dataclass(frozen=True, slots=True)
class Waited:
    """A take played in "Waits for me", whose own timing says nothing of the rhythm: the piece says how it is written."""

    take: Take
    piece: Piece
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A take, whether it was played to its own tempo and bars, and what was said of how it is read, as plain values.

    `beside` is the piece it was played with, and how: its bars, where nothing kept time.
    """

    take: Take
    clock: bool
    reading: Mapping[str, object] = field(default_factory=dict)
    beside: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Materials:
    """What a page is made of, taken out of the journal in one go: evidence, and MIDI bytes by take, version or piece id.

    Of a take only the parts that may leave, each by itself. `marked` is for an adult to look at before anything is written.
    """

    evidence: records.Evidence
    takes: Mapping[str, tuple[bytes, ...]]
    versions: Mapping[str, bytes]
    pieces: Mapping[str, bytes]
    preferences: records.Preferences
    marked: tuple[Marked, ...]


def gather(journal: Journal, pupil: str, copy_for: str = "pupil") -> Materials:
    """Read everything that a page may hold which leaves the laptop; Unheard while an adult has not seen all of it.

    `copy_for` others than the pupil ("group", "school", "chosen") it holds only what the pupil opened to them. Quick, so
    that the writer is not held up.
    """
    from reflections.naming import marked

    evidence = journal.evidence(pupil, copy_for=copy_for)
    others = [one.alias for one in journal.pupils() if one.id != pupil]
    takes: dict[str, tuple[bytes, ...]] = {}
    versions: dict[str, bytes] = {}
    pieces: dict[str, bytes] = {}
    for piece in evidence.pieces:
        shown = piece.takes[:1] + piece.takes[-1:]  # then and now; the takes between stand in the list
        takes |= {take.id: parts_of(journal, take) for take in shown}
        pieces |= {take.id: journal.piece(piece.piece.id).content or b"" for take in shown if take.mode in WITH_A_PIECE}
        versions |= {version.id: journal.version(version.id).content or b"" for version in piece.versions[-1:]}
    return Materials(evidence, takes, versions, pieces, journal.preferences(pupil), marked(evidence, others))


def parts_of(journal: Journal, take: records.Take) -> tuple[bytes, ...]:
    """Read the music of just those parts that stand in the record: what a copy left out is another pupil's."""
    own = {part.id for part in take.parts}
    return tuple(part.midi for part in journal.take(take.id).parts if part.id in own and part.midi)


def beside(journal: Journal, take: records.Take) -> dict[str, object] | None:
    """Say which piece a take was played with, and how, as plain values; None where it was none."""
    content = journal.piece(take.piece).content if take.mode in WITH_A_PIECE else None
    return _beside(take, content) if content else None


def _beside(take: records.Take, content: bytes) -> dict[str, object]:
    starts = max((part.facts.bar_starts for part in take.parts), key=len, default=())
    about = {"mode": take.mode, "help": take.help, "hands": take.hands, "bar_starts": list(starts)}
    return {"piece": _text(content), **about}


def page_of(materials: Materials, progress: Progress, cancelled: Callable[[], bool] = lambda: False) -> str:
    """Draw, render and lay out the page. Raises Stopped when cancelled."""
    from reflections import pages, portfolio

    illustrations = illustrate(materials, progress, cancelled)
    _stop_if(cancelled)
    return str(pages.html(portfolio.page(materials.evidence, illustrations, materials.preferences)))


def illustrate(
    materials: Materials, progress: Progress, cancelled: Callable[[], bool] = lambda: False
) -> dict[str, records.Illustration]:
    """Each take and version by its id: engraved all at once, then rendered one by one. What can't be drawn is still heard."""
    from reflections.records import Illustration

    music = _music(materials)
    progress(0.0, say("papers.drawing and rendering"))
    drawn = _engraved(tuple(music.values()), cancelled)
    made: dict[str, Illustration] = {}
    for n, ((name, one), (svg, seconds, again)) in enumerate(zip(music.items(), drawn, strict=True), 1):
        done = _part_of(progress, n / (len(music) + 1), 1 / (len(music) + 1))
        made[name] = Illustration(svg, seconds, _rendered(one, done, cancelled), again)
    return made


def _part_of(progress: Progress, before: float, share: float) -> Callable[[float], None]:
    """Tell how far one of several is, as a share of the whole."""
    return lambda done: progress(before + done * share, say("papers.drawing and rendering"))


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Stopped(say("papers.the page was not"))


def _music(materials: Materials) -> dict[str, Piece | Heard | Waited]:
    from studio.music.piece import Piece
    from studio.music.together import together

    music: dict[str, Piece | Heard | Waited] = {}
    kept = {take.id: take for piece in materials.evidence.pieces for take in piece.takes}
    for name, parts in materials.takes.items():
        if not parts:
            continue
        take = together(parts)
        piece = Piece.from_midi(materials.pieces[name]) if materials.pieces.get(name) else None
        tune = tuple(n for n, part in enumerate(piece.parts) if part.role == "melody") if piece else ()
        waited = kept[name].mode == "waits"
        music[name] = (
            Waited(take, piece, tune)
            if piece and tune and waited
            else heard(kept[name], take, materials.pieces.get(name))
        )
    return music | {name: Piece.from_midi(midi) for name, midi in materials.versions.items() if midi}


def heard(kept: records.Take, take: Take, piece: bytes | None = None) -> Heard:
    """Say how a kept take is read: what was played to music or a click has its bars, what was played freely has its own."""
    return Heard(take, kept.mode in TO_A_CLOCK, kept.reading, _beside(kept, piece) if piece else None)


def _engraved(
    music: Sequence[Piece | Heard | Waited], cancelled: Callable[[], bool]
) -> Sequence[tuple[str, Mapping[str, float], Mapping[str, tuple[float, ...]]]]:
    from studio.music import notation, worker

    given = [_plain(one, f"m{n}-") for n, one in enumerate(music)]
    try:
        with worker.unless(cancelled):
            written = worker.run(papers, given, seconds=MOST_SECONDS) if given else []
            engraved = notation.engrave_all([notation.Written(*one) for one in written]) if written else ()
    except (notation.NotationError, worker.WorkError) as error:
        _stop_if(cancelled)
        log.warning("%s", error)
        return [("", {}, {}) for _ in music]
    return [(one.svg, one.note_seconds, one.again_seconds) for one in engraved]


def _plain(music: Piece | Heard | Waited, prefix: str) -> dict[str, Any]:
    """What a process of its own needs to write it out: in this one a long take could not be given up meanwhile."""
    from studio.music.piece import Piece

    if isinstance(music, Piece):
        return {"piece": _text(music.to_midi()), "prefix": prefix}
    if isinstance(music, Waited):
        take, piece = _text(music.take.to_midi()), _text(music.piece.to_midi())
        return {"take": take, "piece": piece, "parts": music.parts, "prefix": prefix}
    said = {"clock": music.clock, "reading": dict(music.reading), "beside": music.beside}
    return {"take": _text(music.take.to_midi()), **said, "prefix": prefix}


def papers(
    given: Sequence[Mapping[str, Any]],
) -> list[tuple[str, str, dict[str, float], dict[str, tuple[float, ...]]]]:
    """Write each out as notation, in the process of its own: its fields as plain values."""
    from studio.music.piece import Piece
    from studio.music.take import Take

    found = []
    for one in given:
        piece = Piece.from_midi(b64decode(one["piece"])) if "piece" in one else None
        take = Take.from_midi(b64decode(one["take"])) if "take" in one else None
        paper = _paper(_again(one, take, piece), one["prefix"])
        found.append((paper.document, paper.title, paper.note_seconds, paper.again_seconds))
    return found


def _again(one: Mapping[str, Any], take: Take | None, piece: Piece | None) -> Piece | Heard | Waited:
    """Put together what `_plain` took apart."""
    if take is None:
        assert piece is not None, "one of the two is there"
        return piece
    return (
        Heard(take, one["clock"], one["reading"], one["beside"])
        if piece is None
        else Waited(take, piece, tuple(one["parts"]))
    )


def _text(midi: bytes) -> str:
    return b64encode(midi).decode("ascii")


def _paper(music: Piece | Heard | Waited, prefix: str) -> Written:
    from studio.music import along, notation
    from studio.music.piece import Piece
    from studio.music.reading import Reading, read

    if isinstance(music, Piece):
        return notation.write_piece(music, prefix=prefix)
    if isinstance(music, Heard):
        reading = Reading.from_plain(music.reading)
        bars = along.of_plain(music.beside, music.take) if music.beside else None
        return notation.write_read(read(music.take, reading, clock=music.clock, along=bars), prefix=prefix)
    as_written = notation.write_played(music.take, music.piece, music.parts, prefix=prefix)
    return as_written or notation.write_take(music.take, clock=False, prefix=prefix)


def score_of(music: Piece | Heard | Waited) -> Score:
    """What sounds of it: a take exactly as it was played, a piece as it is written."""
    from studio.music.piece import Piece
    from studio.music.score import take_score, to_score

    if isinstance(music, Piece):
        return to_score(music)
    return take_score(music.take)


def _rendered(music: Piece | Heard | Waited, done: Callable[[float], None], cancelled: Callable[[], bool]) -> bytes:
    """The sound as MP3."""
    from instruments import render
    from instruments.errors import Cancelled

    try:
        sound = render.render(score_of(music), progress=done, cancelled=cancelled)
        return render.to_mp3_bytes(sound, cancelled=cancelled)
    except Cancelled as error:
        raise Stopped(say("papers.the page was not")) from error


def write_page(
    journal: Journal, pupil: str, path: Path, progress: Progress, look: Callable[[Marked], None] | None = None
) -> int:
    """All of it in one go, for the command line; `look` is told of each place that an adult should look at."""
    materials = gather(journal, pupil)
    if look is not None:
        for one in materials.marked:
            look(one)
    size = files.put(path, page_of(materials, progress))
    progress(1.0, say("papers.writing the page"))
    return size
