"""Takes and versions drawn and rendered for a page: engraved music, where each note sounds, and the sound itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio import files
from studio.papers import shelf, written
from studio.papers.shelf import Shelf
from studio.papers.written import TO_A_CLOCK, Waited, heard, score_of
from studio.words import say

if TYPE_CHECKING:
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal
    from reflections.naming import Marked
    from studio.music.piece import Piece
    from studio.papers.written import Heard

Progress = Callable[[float, str], None]
MOST_SECONDS = 120.0  # for writing out all that a page holds
WITH_A_PIECE = TO_A_CLOCK | {"waits"}
log = logging.getLogger("soundfolio")


class Stopped(Exception):  # noqa: N818 - the person asked for it
    """Making the page was cancelled; nothing was written."""


@dataclass(frozen=True, slots=True)
class Materials:
    """What a page is made of, taken out of the journal in one go: evidence, and MIDI bytes by take, version or piece id.

    Of a take only the parts that may leave, each by itself. `marked` is for an adult to look at before anything is written.
    `shelf` is where drawings and sound made before lie sealed.
    """

    evidence: records.Evidence
    takes: Mapping[str, tuple[bytes, ...]]
    versions: Mapping[str, bytes]
    pieces: Mapping[str, bytes]
    preferences: records.Preferences
    marked: tuple[Marked, ...]
    shelf: Shelf | None = None


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
    return Materials(
        evidence,
        takes,
        versions,
        pieces,
        journal.preferences(pupil),
        marked(evidence, others),
        Shelf.of(journal, pupil),
    )


def parts_of(journal: Journal, take: records.Take) -> tuple[bytes, ...]:
    """Read the music of just those parts that stand in the record: what a copy left out is another pupil's."""
    own = {part.id for part in take.parts}
    return tuple(part.midi for part in journal.take(take.id).parts if part.id in own and part.midi)


def beside(journal: Journal, take: records.Take) -> dict[str, object] | None:
    """Say which piece a take was played with, and how, as plain values; None where it was none."""
    content = journal.piece(take.piece).content if take.mode in WITH_A_PIECE else None
    return written.beside_of(take, content) if content else None


def page_of(materials: Materials, progress: Progress, cancelled: Callable[[], bool] = lambda: False) -> str:
    """Draw, render and lay out the page. Raises Stopped when cancelled."""
    from reflections import pages, portfolio

    illustrations = illustrate(materials, progress, cancelled)
    _stop_if(cancelled)
    return str(pages.html(portfolio.page(materials.evidence, illustrations, materials.preferences)))


def illustrate(
    materials: Materials, progress: Progress, cancelled: Callable[[], bool] = lambda: False
) -> dict[str, records.Illustration]:
    """Each take and version by its id: engraved all at once, then rendered one by one. What can't be drawn is still heard.

    What was made of the same music before comes from the shelf; what is made now is put there, given up half-way or not.
    """
    progress(0.0, say("papers.drawing and rendering"))
    music, stretches = _music(materials), _stretches(materials.evidence)
    plain = {name: written.plain(one) for name, one in music.items()}
    keys = {name: shelf.key_of(one, stretches.get(name)) for name, one in plain.items()}
    before = materials.shelf.read() if materials.shelf else {}
    new: dict[str, records.Illustration] = {}
    try:
        wanted = {name: one for name, one in music.items() if keys[name] not in before}
        _make(wanted, [plain[name] for name in wanted], stretches, new, progress, cancelled)
    finally:
        _keep(materials.shelf, before, {keys[name]: one for name, one in new.items()}, list(keys.values()))
    return {name: new.get(name) or before[keys[name]] for name in music}


def _make(
    music: Mapping[str, Piece | Heard | Waited],
    plain: Sequence[Mapping[str, Any]],
    stretches: Mapping[str, tuple[float, float]],
    made: dict[str, records.Illustration],
    progress: Progress,
    cancelled: Callable[[], bool],
) -> None:
    """Draw and render these into `made`, one after the other."""
    from reflections.records import Illustration

    drawn = _engraved(plain, cancelled)
    for n, ((name, one), (svg, seconds, again)) in enumerate(zip(music.items(), drawn, strict=True), 1):
        done = _part_of(progress, n / (len(music) + 1), 1 / (len(music) + 1))
        made[name] = Illustration(svg, seconds, _rendered(one, stretches.get(name), done, cancelled), again)


def _keep(
    where: Shelf | None,
    before: dict[str, records.Illustration],
    new: Mapping[str, records.Illustration],
    wanted: Sequence[str],
) -> None:
    """Put on the shelf what is new there, that which is wanted last; what could not be drawn is tried again next time."""
    drawn = {key: one for key, one in new.items() if one.svg and one.mp3}
    if where is None or not drawn:
        return
    rest = {key: one for key, one in before.items() if key not in wanted}
    try:
        where.put(rest | {key: before[key] for key in wanted if key in before} | drawn)
    except OSError as error:  # the page is made all the same
        log.warning("What was drawn could not be kept: %s", error)


def _stretches(evidence: records.Evidence) -> dict[str, tuple[float, float]]:
    """From when to when the bars sound that are compared, by take: there both are equally loud."""
    from reflections.comparing import compared

    pairs = (pair for piece in evidence.pieces if (pair := compared([t for t in piece.takes if not t.hidden])))
    return {take.id: pair.seconds(take) for pair in pairs for take in (pair.first, pair.latest)}


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


def _engraved(
    given: Sequence[Mapping[str, Any]], cancelled: Callable[[], bool]
) -> Sequence[tuple[str, Mapping[str, float], Mapping[str, tuple[float, ...]]]]:
    from studio.music import notation, worker

    try:
        with worker.unless(cancelled):
            papers = worker.run(written.papers, list(given), seconds=MOST_SECONDS) if given else []
            engraved = notation.engrave_all([notation.Written(*one) for one in papers]) if papers else ()
    except (notation.NotationError, worker.WorkError) as error:
        _stop_if(cancelled)
        log.warning("%s", error)
        return [("", {}, {}) for _ in given]
    return [(one.svg, one.note_seconds, one.again_seconds) for one in engraved]


def _rendered(
    music: Piece | Heard | Waited,
    stretch: tuple[float, float] | None,
    done: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> bytes:
    """The sound as MP3, as loud over `stretch` as every other."""
    from instruments import render
    from instruments.errors import Cancelled
    from studio.papers.loudness import levelled

    try:
        sound = levelled(render.render(score_of(music), progress=done, cancelled=cancelled), stretch)
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
