"""What was played and could not be written to the journal: found, and saved as MIDI where the tutor says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio.playing.made import Made, Setting
from studio.words import file_name, say

if TYPE_CHECKING:
    from pathlib import Path

    from studio.lesson import Lesson

LONGEST_TITLE = 60


def owed(lesson: Lesson) -> tuple[Made, ...]:
    """Return the takes that no journal has, and what whoever plays now has played besides; no name is in any of it."""
    recorder = lesson.recorder
    takes = [held for held in recorder.errands.held if isinstance(held, Made)]
    takes += [made for made, _ in (*lesson.held_before, *lesson.held)]
    return (*takes, *(recorder.heard(Setting(), phrase.start, phrase.end) for phrase in recorder.unkept()))


def save(folder: Path, music: tuple[Made, ...]) -> tuple[Path, ...]:
    """Write each as a MIDI file of its own into a folder that is there; OSError where it can't be. Nothing is overwritten."""
    written = []
    for made in music:
        content = made.take.to_midi()
        path = _free(folder, re.sub(r"[^\w \-]", "", made.setting.title)[:LONGEST_TITLE].strip() or say("frame.played"))
        with path.open("xb") as file:
            file.write(content)
        written.append(path)
    return tuple(written)


def _free(folder: Path, title: str) -> Path:
    n = 1
    while (path := folder / file_name("frame.title n mid", title=title, n=n)).exists():
        n += 1
    return path
