"""What is said over a song, in the journal by the second and then whole; what a crash left of it comes back with the song."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final

from instruments.errors import BadRecord
from instruments.events import RATE
from studio.lesson import sentence
from studio.lesson.handover import piece_row, row_of
from studio.lesson.offer import VOICE
from studio.music.song import voice
from studio.music.song.labels import label
from studio.music.song.model import LONGEST_VOICE_SECONDS, SongError, VoicePass
from studio.voices import over_song
from studio.voices.voice import HEADER, SAMPLE_BYTES
from studio.words import say

if TYPE_CHECKING:
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal
    from studio.lesson.values import Stand
    from studio.screens.make.room import Make

KEEP_EVERY: Final = 1.0


class Seconds:
    """What is said, in the journal by the second, until all of it is kept. It goes by errands: in order, and tried again."""

    def __init__(self, screen: Make, pupil: str, stand: Stand, *, instead: bool = False) -> None:
        self._screen, self.pupil, self.stand = screen, pupil, stand
        self.instead = instead  # of what was said at the same place before
        self._session = screen.lesson.session
        self._upto = HEADER
        self._seq = 0
        self._at = screen.tools.clock()
        self.row: str | None = None

    def look(self, path: Path, size: int, now: float, context: dict[str, Any]) -> None:
        """Hand on what has come since; a little at a time, for the journal's file is on the same disk."""
        if now - self._at < KEEP_EVERY or size <= self._upto:
            return
        with path.open("rb") as file:
            file.seek(self._upto)
            blob = file.read((size - self._upto) // SAMPLE_BYTES * SAMPLE_BYTES)
        self._at, self._upto, self._seq = now, self._upto + len(blob), self._seq + 1
        seq, seconds = self._seq, (self._upto - HEADER) / SAMPLE_BYTES / RATE

        def work(journal: Journal) -> None:
            if self.row is None:
                piece, _ = piece_row(journal, self.pupil, self._session, self.stand)
                here = self._session.id if self._session else None
                self.row = journal.begin_recording(
                    pupil=self.pupil, session=here, piece=piece, context={"kind": VOICE, **context}
                )
            journal.take_chunk(self.row, seq, blob, seconds, context)

        self._screen.lesson.errand(work, label="keep a second of a voice", whoever=True)

    def leave(self) -> None:
        """It waits in the journal as it is."""
        self._screen.lesson.errand(
            lambda journal: journal.end_recording(self.row, keep=True) if self.row is not None else None,
            label="leave a voice",
            whoever=True,
        )

    def let_go(self) -> None:
        """Nothing of it is wanted."""

        def work(journal: Journal) -> None:
            if self.row is not None:
                journal.end_recording(self.row, keep=False)
                self.row = None

        self._screen.lesson.errand(work, label="let a voice go", whoever=True)


def keep(screen: Make, kept: Seconds, made: tuple[bytes, float], start: float, bpm: float) -> None:
    """Keep a recording in the journal and lay it into the song, as a step."""
    sound, seconds = made
    stand = screen.lesson.stand
    if screen.making is None or stand is None or not kept.stand.same(stand):
        kept.leave()  # another song is open by now: it comes to its own when that is opened again
        return
    new = VoicePass(secrets.token_hex(8), kept.pupil, start, seconds, bpm)
    try:
        song = voice.said(screen.song, new, instead=kept.instead)
    except SongError as error:
        screen.tools.say(sentence(error))
        kept.let_go()
        return
    session = screen.lesson.session

    def work(journal: Journal) -> None:
        piece, _ = piece_row(journal, kept.pupil, session, kept.stand)
        journal.keep_voice(piece, kept.pupil, new.id, sound, recording=kept.row)

    screen.lesson.errand(work, lambda _done: screen.voice.heard_anew(), "keep a voice", whoever=True)
    screen.edit(label("voice said"), song, silently=True)
    screen.keep_now()
    screen.tools.changed()


def look_for(screen: Make) -> None:
    """See whether a voice was being recorded over this song when the program ended, or somebody left."""
    stand, pupil = screen.lesson.stand, screen.lesson.pupil
    if stand is None or pupil is None:
        return

    def read(journal: Journal) -> tuple[records.Unfinished, ...]:
        row = row_of(stand, pupil.id)
        mine = (item for item in journal.unfinished() if item.context.get("kind") == VOICE and item.pupil == pupil.id)
        return tuple(item for item in mine if row is not None and item.piece == row)

    def known(items: tuple[records.Unfinished, ...]) -> None:
        if screen.making is not None and stand.same(screen.lesson.stand):
            for item in items:
                _lay(screen, pupil.id, stand, item)

    screen.lesson.ask(read, known, "a voice that was being recorded")


def _lay(screen: Make, pupil: str, stand: Stand, item: records.Unfinished) -> None:
    """Lay it into the song, up to its last second."""
    kept = Seconds(screen, pupil, stand)
    kept.row = item.id
    context: Any = item.context
    start, bpm = float(context.get("start", 0.0)), float(context.get("bpm", screen.song.bpm))

    def laid(made: tuple[bytes, float]) -> None:
        keep(screen, kept, made, start, bpm)
        screen.tools.say(say("make.voice found"))

    screen.tools.background.worker.put(
        lambda: over_song.cut(item.chunks, float(context.get("skip", 0.0)), LONGEST_VOICE_SECONDS),
        laid,
        lambda error: kept.let_go() if isinstance(error, BadRecord) else screen.tools.say(sentence(error)),
        "a voice that was found",
    )
