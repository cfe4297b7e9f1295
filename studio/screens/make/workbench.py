"""What is worked on in Make: the song and its steps, the one way to change it, and how it is kept by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from studio.lesson import sentence
from studio.music.song import arranging, grooving
from studio.music.song.labels import said
from studio.music.song.model import TUTOR, SongError
from studio.screen import Again, Screen
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from studio.lesson.values import Making, Stand
    from studio.music.history import History
    from studio.music.song.model import Song
    from studio.screens.make.recording import Recording

KEEP_SECONDS = 1.0


class Workbench(Screen):
    """A screen with a song on it: every change is a step with a name, kept a second later."""

    recording: Recording

    def __init__(self, tools: Any) -> None:
        super().__init__(tools)
        self._keep_at: float | None = None  # when what was changed is kept as a draft
        self._renamed = False  # the song has another title since, and so is its piece to

    def heard(self, *, next_bar: bool) -> None:
        """What was changed is to be heard, at once or from the next bar."""
        raise NotImplementedError

    def stepped(self) -> None:
        """A step was undone or done again: what is in hand may be another thing now."""
        raise NotImplementedError

    @property
    def busy(self) -> bool:
        """Whether something is recorded into it just now: then only a round that was recorded is undone."""
        raise NotImplementedError

    @property
    def undoes(self) -> bool:
        """Whether nothing is recorded, or the last step is a round of what is."""
        return self.recording.undoes if self.recording.on else not self.busy

    @property
    def no_undo(self) -> str:
        """While something is recorded it is said when there is undo again."""
        return say("make.undo comes after the round") if self.busy else ""

    @property
    def making(self) -> Making | None:
        """What is worked on, if anything is."""
        return self.lesson.song

    @property
    def song_history(self) -> History[Song]:
        """Every step of it."""
        assert self.making is not None
        return self.making.history

    @property
    def song(self) -> Song:
        """The song as it is now."""
        return self.song_history.value

    def edit(
        self, name: str, new: Song, *, merge: Hashable | None = None, next_bar: bool = False, silently: bool = False
    ) -> None:
        """The one way anything here is changed: a step with a name, kept a second later, heard at once or from the next bar."""
        before = self.song
        self.song_history.edit(name, new, merge=merge)
        if self.song is before:
            return
        self._renamed |= self.song.title != before.title
        self._changed(next_bar=next_bar, silently=silently)

    def try_edit(self, name: str, change: Callable[[], Song], **how: Any) -> None:
        """The same for what may not be possible: then a sentence says why, and nothing is changed."""
        try:
            self.edit(name, change(), **how)
        except SongError as error:
            self.tools.say(sentence(error))

    def _changed(self, *, next_bar: bool = False, silently: bool = False) -> None:
        self._keep_at = self.tools.clock() + KEEP_SECONDS if self._keep_at is None else self._keep_at
        if not silently:
            self.heard(next_bar=next_bar)
        self.tools.changed()

    def keep_now(self) -> None:
        """Keep it as it is, if anything was changed since."""
        if self._keep_at is not None and self.making is not None:
            if self._renamed:
                self.lesson.call_it(self.song.title)
                self._renamed = False
            self._put_back()
            assert self.lesson.stand is not None
            self.lesson.keep_draft(self.lesson.stand.music)
        self._keep_at = None

    def _put_back(self) -> None:
        stand = self.lesson.stand
        if self.making is not None and stand is not None:
            song = self.song
            music = arranging.song_piece(song) if song.blocks else arranging.loop_piece(song)
            self.lesson.stand = replace(stand, music=replace(music, title=stand.title))

    def undo(self) -> str | None:
        """The last step, by name."""
        step = self.making.history.undo_label if self.making and self.undoes else ""
        if not step:
            return None
        key, n = said(step)
        return say("make.undo undo label", undo_label=say(f"make.{key}", n=n))

    def do_undo(self) -> None:
        """One step back."""
        if self.making is not None and self.undoes:
            before = self.song
            self._renamed |= self.song_history.undo().title != before.title
            self._changed(next_bar=self.busy)
            self.stepped()

    @property
    def redo_step(self) -> Again | None:
        """The step that was undone last, by name."""
        if self.making is None:
            return None
        step = "" if self.busy else self.song_history.redo_label
        if not step:
            return Again(say("frame.redo"))
        key, n = said(step)
        return Again(say("make.redo label", label=say(f"make.{key}", n=n)), self.redo)

    def redo(self) -> None:
        """The step that was undone, again."""
        if self.making is not None and not self.busy and self.song_history.redo_label:
            before = self.song
            self._renamed |= self.song_history.redo().title != before.title
            self._changed()
            self.stepped()


def song_of(stand: Stand) -> Song:
    """Begin a song with a groove, or with what was played or brought in."""
    from studio.music import grooves

    name = stand.source.removeprefix("groove:")
    if stand.kind == "groove" and name in grooves.names():
        return grooving.from_groove(grooves.groove(name))
    return grooving.from_piece(stand.music)


def in_hand(song: Song, wanted: str) -> str:
    """Name the layer to take in hand where a song is opened: the one wanted, else the latest that the pupil played, else the first."""
    ids = [layer.id for layer in song.layers]
    played = [layer.id for layer in song.layers if layer.passes and layer.player != TUTOR]
    return wanted if wanted in ids else next(iter((*reversed(played), *ids)), "")
