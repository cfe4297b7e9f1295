"""What a page is made of, and the page made of it: evidence and music read in one go, then drawn, rendered and laid out."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from studio.papers import grades, lyrics, sung, written
from studio.papers.drawing import Materials, draw, stop_if
from studio.papers.shelf import Shelf
from studio.papers.written import TO_A_CLOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reflections import records
    from reflections.journal import Journal
    from studio.papers.drawing import Drawn, Progress

WITH_A_PIECE = TO_A_CLOCK | {"waits"}


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
    voices: dict[str, sung.Sung] = {}
    for piece in evidence.pieces:
        shown = piece.takes[:1] + piece.takes[-1:]  # then and now; the takes between stand in the list
        takes |= {take.id: parts_of(journal, take) for take in shown}
        pieces |= {take.id: journal.piece(piece.piece.id).content or b"" for take in shown if take.mode in WITH_A_PIECE}
        versions |= {version.id: journal.version(version.id).content or b"" for version in piece.versions[-1:]}
        for version in piece.versions[-1:]:
            voices |= sung.of(journal, version.id, versions[version.id], pupil, copy_for)
    latest = [take.id for piece in evidence.pieces for take in piece.takes[-1:]]
    whole = copy_for == "pupil"  # who else may read the words of a song was never asked
    evidence = lyrics.given(evidence, versions) if whole else evidence
    materials = Materials(
        evidence,
        takes,
        versions,
        pieces,
        journal.preferences(pupil),
        marked(evidence, others),
        Shelf.of(journal, pupil),
        others=tuple(others),
        voices=voices,
        mixes=journal.with_others(pupil, latest) if whole else {},  # a yes was to what the pupil takes home
    )
    return materials if whole else lyrics.fitting(materials)


def parts_of(journal: Journal, take: records.Take) -> tuple[bytes, ...]:
    """Read the music of just those parts that stand in the record: what a copy left out is another pupil's."""
    own = {part.id for part in take.parts}
    return tuple(part.midi for part in journal.take(take.id).parts if part.id in own and part.midi)


def without_others(take: records.Take, pupil: str) -> records.Take:
    """Return a take with what of it is the pupil's, the tutor's or the app's: what others played goes nowhere by itself (I8)."""
    own = (part for part in take.parts if part.player not in {"pupil", "guest"} or part.pupil == pupil)
    return replace(take, parts=tuple(own))


def beside(journal: Journal, take: records.Take) -> dict[str, object] | None:
    """Say which piece a take was played with, and how, as plain values; None where it was none."""
    content = journal.piece(take.piece).content if take.mode in WITH_A_PIECE else None
    return written.beside_of(take, content) if content else None


def page_of(materials: Materials, progress: Progress, cancelled: Callable[[], bool] = lambda: False) -> str:
    """Draw, render and lay out the page. Raises Stopped when cancelled."""
    drawn = draw(materials, progress, cancelled)
    stop_if(cancelled)
    return laid_out(drawn, materials)


def laid_out(drawn: Drawn, materials: Materials) -> str:
    """Lay out the page of what was drawn."""
    from reflections import pages, portfolio

    page = portfolio.page(
        materials.evidence, illustrated(drawn, materials), materials.preferences, with_times=materials.with_times
    )
    return pages.html(page, font=drawn.letters)


def illustrate(
    materials: Materials,
    progress: Progress,
    cancelled: Callable[[], bool] = lambda: False,
    drawings: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, records.Illustration]:
    """Each take and version by its id, drawn, and with sound as far as a page has room for it: the latest of each piece first.

    `drawings` are those that are there already, by id. What can't be drawn is still heard. Raises Stopped.
    """
    return illustrated(draw(materials, progress, cancelled, drawings), materials)


def illustrated(drawn: Drawn, materials: Materials) -> dict[str, records.Illustration]:
    """What was drawn, as a page takes it."""
    from reflections.records import Illustration

    latest = [take.id for piece in materials.evidence.pieces for take in piece.takes[-1:]]
    mixes = {(name, "mix"): sound for name, sound in drawn.mixes.items()}
    found = grades.fitting({**drawn.sounds(), **mixes}, [*materials.versions, *latest, *mixes])
    return {
        name: Illustration(one.drawing, {}, found.get(name, b""), clean=True, mix=found.get((name, "mix"), b""))
        for name, one in drawn.made.items()
    }
