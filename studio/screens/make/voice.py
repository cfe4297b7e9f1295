"""The voice over the song in Make: recorded, heard with it, taken back; one thing to the room, whatever it is made of."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.lesson.handover import row_of
from studio.music.song import voice
from studio.music.song.kept import opened
from studio.music.song.labels import label
from studio.screens.make import voice_kept
from studio.screens.make.voice_sound import VoiceSound
from studio.screens.make.voice_take import VoiceTake
from studio.ui.nodes import Button, Column, Dialog, Row, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reflections import records
    from reflections.journal import Journal
    from studio.lesson.values import Stand
    from studio.music.song.model import VoicePass
    from studio.screens.make.room import Make


class SongVoice:
    """What the room calls: once a frame, at each word of the engine, when it opens a song and when it is left."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self.take, self.sound = VoiceTake(screen), VoiceSound(screen)
        self._asked: str | None = None  # the recording that is to be taken back, while it is asked whether
        self._looked: Stand | None = None
        self._freezing = False

    @property
    def on(self) -> bool:
        """Whether the microphone is open."""
        return self.take.on

    @property
    def busy(self) -> bool:
        """Whether somebody is recorded, or what was said is not in the song yet, or is being laid into a version."""
        return self.take.state != "nothing" or self._freezing

    def told(self, event: object) -> None:
        """A word of the engine."""
        self.take.told(event)

    def update(self, now: float) -> None:
        """Once a frame, while a song is open."""
        if self._screen.tools.veiled():
            self.take.leave()
        self._look()
        self.take.update(now)
        self.sound.follow(silent=self.take.on)

    def _look(self) -> None:
        """Once a song is opened: a recording that never came to its end is laid into it."""
        stand = self._screen.lesson.stand
        if stand is not None and self._screen.lesson.pupil is not None and not stand.same(self._looked):
            self._looked = stand
            voice_kept.look_for(self._screen)

    def leave(self) -> None:
        """The room is left."""
        self.take.leave()
        self.sound.let_go()
        self._asked = None
        self._looked = None

    def heard_anew(self) -> None:
        """A recording is in the journal by now, and can be read."""
        self.sound.forget()

    # -- taking back --------------------------------------------------------------------------------------------------
    def may_take_back(self, one: VoicePass) -> bool:
        """Whether it is the voice of whoever is here: nobody else takes it back."""
        pupil = self._screen.lesson.pupil
        return pupil is not None and pupil.id == one.who

    def ask_back(self, voice_id: str) -> None:
        """Ask whether it is to go for good."""
        self._asked = voice_id
        self._screen.tools.focus("voice-keep")
        self._screen.tools.changed()

    def dialog(self) -> Dialog | None:
        """The question."""
        if self._asked is None:
            return None
        return Dialog(
            say("make.take a voice back"),
            Column(
                Text(say("make.voice goes for good"), tone="text2"),
                Row(
                    Button("voice-back", say("make.take it back"), self._take_back, icon="trash-2"),
                    Space(),
                    Button("voice-keep", say("make.keep the voice"), self._keep_it, kind="primary", icon="check"),
                    gap=8,
                ),
                gap=12,
            ),
            key="voice-dialog",
            escape=self._keep_it,
            width=560,
        )

    def _keep_it(self) -> None:
        back, self._asked = self._asked, None
        self._screen.tools.focus(f"voice-gone-{back}")
        self._screen.tools.changed()

    def _take_back(self) -> None:
        gone, self._asked = self._asked, None
        screen = self._screen
        one = next((one for one in screen.song.voice.passes if one.id == gone), None)
        stand = screen.lesson.stand
        if one is None or stand is None:
            return

        def work(journal: Journal) -> records.TakenBackNote | None:
            from reflections import NotFound

            row = row_of(stand, one.who)
            try:
                return journal.take_back_voice(row, one.who, one.id, partial(_holds, one.id)) if row else None
            except NotFound:  # it is gone already
                return None

        def done(note: records.TakenBackNote | None) -> None:
            held = note is not None and note.kept_for_now
            screen.tools.say(say("make.voice kept for now" if held else "make.voice is gone"))

        screen.lesson.errand(work, done, "take a voice back", once=one.id)
        screen.edit(label("voice gone"), voice.gone(screen.song, one.id), silently=True)
        screen.keep_now()
        screen.tools.focus("voice-record")

    # -- a version ----------------------------------------------------------------------------------------------------
    def frozen(self, then: Callable[[Mapping[str, bytes]], None]) -> None:
        """Make what a version is kept with of each pupil's voice, for `then`; it takes a moment where there is a voice."""

        def made(voices: Mapping[str, bytes]) -> None:
            self._freezing = False
            then(voices)
            self._screen.tools.changed()

        self._freezing = True
        self.sound.small(made)
        self._screen.tools.changed()


def _holds(voice_id: str, content: bytes) -> bool:
    """Whether a recording is in a version; one that can not be read is said to hold it."""
    try:
        return any(one.id == voice_id and one.on for one in opened(content).song.voice.passes)
    except ValueError:
        return True
