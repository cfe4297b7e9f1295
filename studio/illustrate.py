"""Takes and versions drawn and rendered for a page: engraved music, where each note sounds, and the sound itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal
    from studio.music.piece import Piece
    from studio.music.take import Take

Progress = Callable[[float, str], None]
DRAWING = "Drawing and rendering the music"
log = logging.getLogger("soundfolio")


class Stopped(Exception):  # noqa: N818 - the person asked for it
    """Making the page was cancelled; nothing was written."""


@dataclass(frozen=True, slots=True)
class Materials:
    """What a page is made of, taken out of the journal in one go: evidence, and MIDI bytes by take or version id."""

    evidence: records.Evidence
    takes: Mapping[str, bytes]
    versions: Mapping[str, bytes]
    preferences: records.Preferences


def gather(journal: Journal, pupil: str) -> Materials:
    """Read everything that a page may hold which leaves the laptop; Unheard while an adult has not seen all of it.

    Quick, so that the writer is not held up.
    """
    evidence = journal.evidence(pupil, copy_for="pupil")
    takes: dict[str, bytes] = {}
    versions: dict[str, bytes] = {}
    for piece in evidence.pieces:
        for take in piece.takes[:1] + piece.takes[-1:]:  # then and now; the takes between stand in the list
            takes[take.id] = journal.take_midi(take.id)[0][1]
        for version in piece.versions[-1:]:
            versions[version.id] = journal.version(version.id).content or b""
    return Materials(evidence, takes, versions, journal.preferences(pupil))


def page_of(materials: Materials, progress: Progress, cancelled: Callable[[], bool] = lambda: False) -> str:
    """Draw, render and lay out the page. Raises Stopped when cancelled."""
    from reflections import pages, portfolio

    illustrations = illustrate(materials, progress, cancelled)
    return str(pages.html(portfolio.page(materials.evidence, illustrations, materials.preferences)))


def illustrate(
    materials: Materials, progress: Progress, cancelled: Callable[[], bool] = lambda: False
) -> dict[str, records.Illustration]:
    """Each take and version by its id: engraved all at once, then rendered one by one. What can't be drawn is still heard."""
    from reflections.records import Illustration
    from studio.music.piece import Piece
    from studio.music.take import Take

    music: dict[str, Piece | Take] = {name: Take.from_midi(midi) for name, midi in materials.takes.items()}
    music |= {name: Piece.from_midi(midi) for name, midi in materials.versions.items()}
    progress(0.0, DRAWING)
    drawn = _engraved(tuple(music.values()))
    made: dict[str, Illustration] = {}
    for n, ((name, one), (svg, seconds)) in enumerate(zip(music.items(), drawn, strict=True), 1):
        if cancelled():
            raise Stopped("The page was not made.")
        made[name] = Illustration(svg, seconds, _rendered(one))
        progress(n / (len(music) + 1), DRAWING)
    return made


def _engraved(music: Sequence[Piece | Take]) -> Sequence[tuple[str, Mapping[str, float]]]:
    from studio.music import notation
    from studio.music.piece import Piece

    written = [
        notation.write_piece(one, prefix=f"m{n}-")
        if isinstance(one, Piece)
        else notation.write_take(one, prefix=f"m{n}-")
        for n, one in enumerate(music)
    ]
    try:
        engraved = notation.engrave_all(written) if written else ()
    except notation.NotationError as error:
        log.warning("%s", error)
        return [("", {}) for _ in music]
    return [(_stacked(one.pages), one.note_seconds) for one in engraved]


def _stacked(pages: Sequence[str]) -> str:
    """Several engraved pages as one picture, one below the other."""
    if len(pages) < 2:  # noqa: PLR2004 - one page is its own picture
        return "".join(pages)
    heights, inner, width = [0.0], [], 0.0
    for page in pages:
        head, _, rest = page.partition(">")
        x, y, wide, tall = (float(n) for n in head.split('viewBox="')[1].split('"')[0].split())
        inner.append(f'<g transform="translate({-x} {heights[-1] - y})">{rest.removesuffix("</svg>")}</g>')
        heights.append(heights[-1] + tall)
        width = max(width, wide)
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {heights[-1]}" fill="currentColor">'
    return opening + "".join(inner) + "</svg>"


def _rendered(music: Piece | Take) -> bytes:
    """The sound as MP3: a take exactly as it was played, a piece as it is written."""
    from instruments import render
    from studio.music.piece import Piece
    from studio.music.score import take_score, to_score

    score = to_score(music) if isinstance(music, Piece) else take_score(music)
    return render.to_mp3_bytes(render.render(score))


def write(page: str, path: Path) -> int:
    """Put the page at `path`, whole or not at all; its size in bytes. Raises OSError."""
    data = page.encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)
    return len(data)


def write_page(journal: Journal, pupil: str, path: Path, progress: Progress) -> int:
    """All of it in one go, for the command line."""
    size = write(page_of(gather(journal, pupil), progress), path)
    progress(1.0, "Writing the page")
    return size
