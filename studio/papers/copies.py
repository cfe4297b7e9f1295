"""What a copy is made of, as files by name: music to play to anyone, the pupil's story, and what the next tutor goes on with."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reflections import portfolio, story
from reflections.arranging import arranged
from reflections.naming import marked
from studio import files
from studio.papers import drawing, illustrate, lyrics, written
from studio.papers.drawing import MOST_SECONDS, draw, stop_if
from studio.words import file_name, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal
    from reflections.naming import Marked
    from studio.papers.drawing import Drawn, Materials, Progress
    from studio.papers.shelf import Made


@dataclass(frozen=True, slots=True)
class Titled:
    """One take or version under the name its files have."""

    name: str
    item: str
    title: str
    seconds: float


# -- my music ---------------------------------------------------------------------------------------------------------
def my_music(drawn: Drawn, materials: Materials) -> dict[str, bytes]:
    """Return a sound file for each piece the pupil shows, called by its title, and one page to print: nothing of who made it."""
    from reflections.pages import my_music as page

    language = materials.preferences.language
    found: dict[str, bytes] = {}
    tracks = []
    for one, latest in _shown(materials):
        made: Made | None = drawn.made.get(one.item)
        file = f"{one.name}.mp3" if made and made.sound else ""
        if made and made.sound:
            found[file] = made.sound
        tracks.append(page.Track(one.title, one.seconds, file, made.drawing if made else ""))
        if latest is not None and (mix := drawn.mixes.get(latest.id)):
            file = f"{file_name('papers.with others', language=language, title=one.name)}.mp3"
            found[file] = mix
            tracks.append(
                page.Track(say("papers.with others", language=language, title=one.title), latest.seconds, file)
            )
    return {
        f"{say('papers.my music', language=language)}.html": page.html(
            tracks, language=language, font=drawn.letters
        ).encode(),
        **found,
    }


def _shown(materials: Materials) -> Iterator[tuple[Titled, records.Take | None]]:
    """What is heard of each piece, as the pupil arranged them: the latest version, else the latest take; and that take."""
    pieces = arranged(materials.evidence.pieces, materials.preferences.ribbon)
    for n, one in enumerate(pieces, 1):
        name = f"{n:02d} {files.plain(one.piece.title, say('papers.piece', language=materials.preferences.language))}"
        latest = one.takes[-1] if one.takes else None
        if one.versions:
            version = one.versions[-1]
            yield Titled(name, version.id, one.piece.title, version.facts.seconds), latest
        elif latest is not None:
            yield Titled(name, latest.id, one.piece.title, latest.seconds), latest


# -- my story ---------------------------------------------------------------------------------------------------------
def ticked(materials: Materials) -> Materials:
    """The same with only those words that the pupil ticked."""
    told = materials.preferences.ribbon.told
    evidence = story.only(materials.evidence, told)
    looked_at = marked(evidence, materials.others)
    only = replace(materials, evidence=evidence, with_times=story.TIMES in told, marked=looked_at)
    return lyrics.fitting(only)


def my_story(drawn: Drawn, materials: Materials, password: str = "") -> str:
    """Return one page with all in it, locked where there is a password. Raises ValueError for one that is too short."""
    from reflections.pages import locked

    page = illustrate.laid_out(drawn, materials)
    language = materials.preferences.language
    return locked.locked(page, password, language=language, font=drawn.letters) if password else page


def story_of(
    materials: Materials, password: str, progress: Progress, cancelled: Callable[[], bool] = lambda: False
) -> str:
    """Draw, render and lay out the story. On the worker; raises Stopped, and ValueError for a password that is too short."""
    drawn = draw(materials, progress, cancelled)
    stop_if(cancelled)
    return my_story(drawn, materials, password)


def write_story(
    journal: Journal, pupil: str, path: Path, progress: Progress, look: Callable[[Marked], None]
) -> tuple[int, bool]:
    """Write the story to a file in one go, for the command line; that it left is kept. Raises Unheard, and OSError.

    `look` is told of each place an adult should look at. Return its bytes, and whether any words are ticked.
    """
    whole = illustrate.gather(journal, pupil)
    materials = ticked(whole)
    for one in materials.marked:
        look(one)
    size = files.put(path, story_of(materials, "", progress), mine=True)
    progress(1.0, say("papers.writing the page"))
    journal.shared(pupil, "a page", "pupil")
    there = {one.key for one in story.tellings(whole.evidence)}
    return size, not there.isdisjoint(materials.preferences.ribbon.told)


def music_of(
    materials: Materials, progress: Progress, cancelled: Callable[[], bool] = lambda: False
) -> dict[str, bytes]:
    """Draw and render the music and return its files. On the worker; raises Stopped."""
    drawn = draw(materials, progress, cancelled)
    stop_if(cancelled)
    return my_music(drawn, materials)


def wordless(materials: Materials) -> Materials:
    """The same for My music, which holds titles and nothing else: of what may name somebody, only titles are looked at."""
    evidence = story.only(materials.evidence, ())
    found = tuple(one for one in marked(evidence, materials.others) if one.text != materials.evidence.pupil.alias)
    return lyrics.fitting(replace(materials, evidence=evidence, marked=found, voices={}))


# -- for the next tutor -----------------------------------------------------------------------------------------------
def for_next_tutor(materials: Materials, cancelled: Callable[[], bool]) -> dict[str, bytes]:
    """Return the music as MIDI and MusicXML, and what the page says as JSON that explains itself."""
    found = {f"{one.name}.mid": midi for one in _all(materials) if (midi := _midi(materials, one.item))}
    found |= {f"{name}.musicxml": document.encode() for name, document in _documents(materials, cancelled).items()}
    return found | {"portfolio.json": json.dumps(as_data(materials), ensure_ascii=False, indent=1).encode()}


def _all(materials: Materials) -> Iterator[Titled]:
    """The first take, the latest, and the latest version of each piece: numbered, as they stand in the journal."""
    for n, one in enumerate(materials.evidence.pieces, 1):
        title = files.plain(one.piece.title, say("papers.piece", language=materials.preferences.language))
        takes = list({take.id: take for take in one.takes[:1] + one.takes[-1:]}.values())
        for take, which in zip(takes, ("then", "now")[2 - len(takes) :], strict=True):
            yield Titled(f"{n:02d} {title} - {which}", take.id, one.piece.title, take.seconds)
        for version in one.versions[-1:]:
            yield Titled(_of_version(version, n, title), version.id, one.piece.title, version.facts.seconds)


def _of_version(version: records.Version, n: int, title: str) -> str:
    """Call its file by the pupil's own name for it, where there is one."""
    own = version.own_name(title)
    if own:
        own = files.plain(own, "")
        return file_name("papers.n title version named", n=f"{n:02d}", title=title, name=own, n2=version.n)
    return file_name("papers.n title version n2", n=f"{n:02d}", title=title, n2=version.n)


def _midi(materials: Materials, item: str) -> bytes:
    from studio.music.together import together

    parts = materials.takes.get(item)
    return together(parts).to_midi() if parts else materials.versions.get(item, b"")


def _documents(materials: Materials, cancelled: Callable[[], bool]) -> dict[str, str]:
    """MusicXML by name; none where it can't be written: the MIDI is there all the same."""
    from studio.music import worker

    names = [one for one in _all(materials) if _midi(materials, one.item)]
    try:
        with worker.unless(cancelled):
            given = [written.plain(drawing.music_of(materials, one.item)) for one in names]
            papers = worker.run(written.papers, given, seconds=MOST_SECONDS) if given else []
    except worker.WorkError:
        return {}
    return {one.name: paper[0] for one, paper in zip(names, papers, strict=True)}


FORMAT = 1
FIELDS: Mapping[str, str] = {
    "format": "number of this format; another one means that fields were added or changed",
    "alias": "what the pupil wants to be called; there is no other name in this file",
    "pieces": "as the pupil arranged them; `files` are MIDI and MusicXML beside this file, by their beginning",
    "takes": "first to latest: day, seconds, how it was played, bars (first and last), speed (1 is as written), beats a minute",
    "lyrics": "the words of the song, a line each, where the pupil ticked them",
    "said": "only words the pupil ticked to go: what was asked, what was said or picked, on which day",
    "marks": "words pinned to seconds of a take",
    "sure": "before and after one task on a scale, in words; null is no answer, and 0 is one",
    "goals": "the pupil's words, who set it, and each time they said how close they are, on `scale`; null is no answer",
    "helps": "what the pupil said helps them",
    "next": "what the pupil wants to try next",
    "likes": "music the pupil likes",
}


def as_data(materials: Materials) -> dict[str, Any]:
    """Return what the page says as plain values, with what each field means."""
    evidence = materials.evidence
    page = portfolio.page(evidence, {}, replace(materials.preferences, language="en"))  # the format has one language
    return {
        "format": FORMAT,
        "fields": dict(FIELDS),
        "alias": page.alias,
        "pieces": [_piece(n, one) for n, one in enumerate(evidence.pieces, 1)],
        "said": [_said(said) for said in evidence.reflections if portfolio.shown_as_words(said)],
        "sure": [{"task": r.task, "day": str(r.when), "before": r.before, "after": r.after, "words": r.in_words} for r in page.sure],
        "goals": [
            {
                "words": goal.words, "set_by": goal.set_by, "state": goal.state, "why": goal.why,
                "scale": [goal.minimum, goal.maximum],
                "close": [{"day": str(dot.when), "value": dot.value} for dot in goal.dots],
                "next_step": goal.next_step, "steps_done": list(goal.steps_done),
            }
            for goal in page.goals
        ],
        "helps": list(page.toolkit),
        "next": list(page.next),
        "likes": [{"what": like.what, "why": like.why} for like in page.likes],
    }  # fmt: skip


def _piece(n: int, of: records.PieceEvidence) -> dict[str, Any]:
    piece = of.piece
    return {
        "files": f"{n:02d} ", "title": piece.title, "chosen_by": piece.chosen_by, "about": piece.about, "poem": piece.poem,
        "lyrics": list(of.lyrics),
        "takes": [
            {
                "day": str(take.made_at.date()), "seconds": round(take.seconds, 1), "mode": take.mode, "hands": take.hands,
                "help": take.help, "bars": take.bars, "speed": take.speed, "beats_a_minute": take.tempo, "key": take.key,
                "marks": [{"at": m.at_seconds, "by": m.by, "words": m.words} for m in of.markers if m.take == take.id],
            }
            for take in of.takes
        ],
        "versions": [{"n": v.n, "name": v.name, "day": str(v.made_at.date())} for v in of.versions],
        "said": [_said(said) for said in of.reflections if portfolio.shown_as_words(said)],
    }  # fmt: skip


def _said(said: records.Reflection) -> dict[str, Any]:
    return {"day": str(said.made_at.date()), "asked": said.prompt, "how": said.said_by, "words": said.body}
