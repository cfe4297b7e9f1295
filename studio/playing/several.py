"""What several play at once, each pupil's notes apart: in rows of their own by the second, and at stop a part for each."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from instruments.events import NoteOff, NoteOn
from studio.playing.chunks import Chunks
from studio.playing.running import Running

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from instruments.capture import Capture
    from instruments.events import Played
    from studio.ensemble.seats import Seating
    from studio.playing.made import Made, Setting
    from studio.playing.recording import Recorder


@dataclass(frozen=True, slots=True)
class PartMade:
    """What one pupil played in a take of several; bars and length are those of the whole take."""

    pupil: str
    made: Made


class Several:
    """A group at the keys. Lives on the main loop; rows are of one pupil each, so that erasing one takes nothing of another.

    Numbers that keys are heard as stay with their player wherever they sit (`Seating`), also after they have gone.
    """

    def __init__(self, recorder: Recorder, capture: Capture, run: str, came: int, session: str | None) -> None:
        self._recorder = recorder
        self._capture = capture
        self._run = run
        self._session = session
        self._pupils: dict[int, tuple[str, int]] = {}  # heard as -> whose, and the capture's cursor when they came
        self._heard: dict[int, Chunks] = {}
        self._first = came
        self._rows: dict[int, Chunks] = {}  # of the take that runs
        self._take = ""  # what ties those together
        self.running: Running | None = None
        self._only: frozenset[str] | None = None
        self._guests: set[int] = set()  # heard as, also of those who have gone
        self.only_guests = False  # played when it was stopped: nothing of theirs is kept
        self._words: set[tuple[int, int, int]] = set()  # heard as, pitch and frame of keys that were words and no music

    def seated(self, seating: Seating, cursor: int) -> None:
        """They sit so from now on. Whoever comes is heard from now on; of whoever has gone no more is written."""
        now = {place.heard_as: place.player.id for place in seating.places if not place.player.guest}
        self._guests |= {place.heard_as for place in seating.places if place.player.guest}
        for heard_as, pupil in now.items():
            if self._pupils.get(heard_as, ("", 0))[0] != pupil:
                self._pupils[heard_as] = (pupil, cursor if self._pupils else self._first)
        for heard_as, chunks in (*self._heard.items(), *self._rows.items()):
            if heard_as not in now:
                chunks.ends(cursor)

    def follow(self) -> None:
        """Once a second: whoever has no row yet has one; it begins with their first key."""
        journal = self._recorder.journal
        if journal is None:
            return
        for heard_as, (_, came) in self._pupils.items():
            if heard_as not in self._heard:
                context = {"kind": "heard", "run": self._run, "together": True}
                self._heard[heard_as] = self._row(heard_as, context, came)
        running = self.running
        if running is not None:
            for heard_as, (pupil, came) in self._pupils.items():
                if heard_as not in self._rows and self._recorded(pupil):
                    self._rows[heard_as] = self._row(
                        heard_as, self._context(running), max(came, running.cursor), running
                    )

    def _row(self, heard_as: int, context: dict[str, Any], cursor: int, running: Running | None = None) -> Chunks:
        journal = self._recorder.journal
        assert journal is not None
        chunks = Chunks(
            journal,
            self._capture,
            context,
            cursor=cursor,
            pupil=self._pupils[heard_as][0],
            session=self._session,
            piece=running.setting.piece if running else None,
            also=running.came_since if running else self._recorder.sound.context,
            only=heard_as,
        )
        return self._recorder.follow(chunks)

    def _context(self, running: Running) -> dict[str, Any]:
        began = {"start": running.start_frame, "run": self._run, "offset": running.offset, "together": self._take}
        return {**running.setting.context(running.bar_one), **began}

    def _recorded(self, pupil: str) -> bool:
        return self._only is None or pupil in self._only

    # -- a take ---------------------------------------------------------------------------------------------------------
    def start(
        self,
        setting: Setting,
        start_frame: int,
        bar_one: int,
        bar_ticks: Sequence[int] = (),
        *,
        only: frozenset[str] | None = None,
    ) -> None:
        """From `start_frame` on it is a take of everybody's, or of `only` some pupils': they play their part anew."""
        self._take, self._rows, self._only = uuid.uuid4().hex, {}, only
        cursor = self._capture.take_since(self._first)[1]
        self.running = Running(setting, start_frame, bar_one, cursor, tuple(bar_ticks), sound=self._recorder.sound)
        self.running.offset = self._recorder.offset

    def was_a_word(self, event: NoteOn) -> None:
        """The leader's keys lead: this one is no note of theirs."""
        self._words.add((event.keyboard, event.pitch, event.frame))

    def stop(self, end_frame: int) -> tuple[PartMade, ...]:
        """A part for each pupil who pressed a key, in the order they came; with none of them nothing is kept and nothing lost."""
        running, self.running = self.running, None
        if running is None:
            return ()
        cursor = self._capture.take_since(running.cursor)[1]
        for chunks in self._rows.values():
            chunks.ends(cursor)
        whole = running.ended(self._capture, end_frame)
        parts = [
            PartMade(pupil, self._part(whole, heard_as))
            for heard_as, (pupil, _) in self._pupils.items()
            if self._recorded(pupil)
        ]
        for part in parts:
            if not part.made.notes:
                self._recorder.drop(part.made)
        made = tuple(part for part in parts if part.made.notes)
        theirs = self._music(event for event in whole.events if event.keyboard in self._guests)
        self.only_guests = not made and any(isinstance(event, NoteOn) for event in theirs)
        return made

    def _part(self, whole: Made, heard_as: int) -> Made:
        own = tuple(self._music(event for event in whole.events if event.keyboard == heard_as))
        sounds = tuple(pair for pair in whole.sounds if pair[0] == heard_as)
        return replace(whole, events=own, sounds=sounds, chunks=self._rows.get(heard_as))

    def _music(self, events: Iterable[Played]) -> Iterator[Played]:
        said: set[int] = set()
        for event in events:
            match event:
                case NoteOn(frame, keyboard, pitch, _) if (keyboard, pitch, frame) in self._words:
                    said.add(pitch)
                case NoteOff(_, _, pitch, _) if pitch in said:
                    said.discard(pitch)
                case _:
                    yield event

    def heard_beside(self) -> tuple[Chunks, ...]:
        """The rows of what was only heard, which hold the notes of a take too."""
        self.follow()
        return tuple(self._heard.values())

    def leave(self, cursor: int) -> None:
        """They stop playing together: what a take does not hold waits for each of them."""
        for chunks in self._rows.values():
            chunks.ends(cursor)
        self.follow()
        for chunks in self._heard.values():
            chunks.ends(cursor)
            self._recorder.errands.put(chunks.wait_for_next_time, label="what was only heard")
