"""A report as a file: a page, a text, or a folder with its sound, made of what the journal lets out."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio import files
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from instruments.events import Score
    from reflections import records
    from reflections.journal import Journal
    from reflections.reports.parts import Line, Report

    Music = tuple[records.Take | records.Version, ...]
KINDS = (".html", ".txt", ".zip")
NAME = 60  # letters of a file's name


@dataclass(frozen=True, slots=True)
class Contents:
    """A report that may leave, and the music that is played from it."""

    report: Report
    music: Music = ()


def gather(journal: Journal, pupil: str, kind: str, language: str) -> Contents:
    """Read the report as the pupil said yes to it, in the laptop's language. Raises what `Journal.report_to_leave` does. On the writer."""
    report = journal.report_to_leave(pupil, kind, language)
    return Contents(report, journal.report_music(pupil, report))


def page(contents: Contents, sounds: dict[str, bytes] | None = None) -> str:
    """Return it as one page; with its sounds it plays."""
    from reflections.reports.page import html, strips_of

    return html(contents.report, sounds, strips_of(contents.music))


def make(
    contents: Contents,
    suffix: str,
    done: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bytes:
    """Make the file of one of KINDS. Off the writer; raises instruments.errors.Cancelled."""
    from reflections import reports

    match suffix:
        case ".txt":
            return reports.text(contents.report).encode()
        case ".zip":
            return folder(contents, sounds_of(contents, done, cancelled))
        case _:
            return page(contents, sounds_of(contents, done, cancelled)).encode()


def sounds_of(
    contents: Contents,
    done: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, bytes]:
    """Render the music as MP3, by take or version; what holds no music is not there. Raises instruments.errors.Cancelled."""
    from instruments import render

    found: dict[str, bytes] = {}
    for n, one in enumerate(contents.music):
        if (score := _score(one)) is None:
            continue

        def part(share: float, n: int = n) -> None:
            done((n + share) / len(contents.music))

        sound = render.render(score, progress=part, cancelled=cancelled)
        found[one.id] = render.to_mp3_bytes(sound, cancelled=cancelled)
    done(1.0)
    return found


def _score(one: records.Take | records.Version) -> Score | None:
    from reflections.records import Version
    from studio.music.piece import Piece
    from studio.music.score import take_score, to_score
    from studio.music.together import together

    if isinstance(one, Version):
        return to_score(Piece.from_midi(one.content)) if one.content else None
    parts = tuple(part.midi for part in one.parts if part.midi)
    return take_score(together(parts)) if parts else None


def folder(contents: Contents, sounds: dict[str, bytes]) -> bytes:
    """Return the report as a zip: page and text, and its sound: in one folder, or, for an award, in a folder a part with its words."""
    from reflections import reports

    file, report = io.BytesIO(), contents.report
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        name = files.plain(report.title)
        pack.writestr(f"{name}.html", page(contents, sounds))
        pack.writestr(f"{name}.txt", reports.text(report))
        parts = [part for sheet in report.sheets for part in sheet.parts if part.lines]
        if report.kind == "award":
            for part in parts:
                folder = files.plain(part.title)
                words = [": ".join(filter(None, (line.words, line.said or line.about))) for line in part.lines]
                pack.writestr(f"{folder}/{say('papers.words')}.txt", "\n".join(words) + "\n")
                for path, sound in _heard(report, part.lines, sounds):
                    pack.writestr(f"{folder}/{path}", sound)
        else:
            for path, sound in _heard(report, [line for part in parts for line in part.lines], sounds):
                pack.writestr(f"{say('papers.sound')}/{path}", sound)
    return file.getvalue()


def _heard(report: Report, lines: Sequence[Line], sounds: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Name the sound of these statements, each once: by its piece, for what a pupil said is nothing for the name of a file."""
    plays = {proof.key: proof for proof in report.proofs if proof.of in sounds}
    names: dict[str, str] = {}
    for line in lines:
        for key in line.proofs:
            if key in plays:
                title, sign, rest = plays[key].words.rpartition(": ")
                names.setdefault(plays[key].of, title if sign else rest)
    for n, (of, title) in enumerate(names.items(), 1):
        yield f"{n:02d} {files.plain(title[:NAME])}.mp3", sounds[of]
