"""What is being recorded and what has been heard: kept in the journal by the second, cut into takes at stop."""

from __future__ import annotations

import logging
import time
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from studio.errands import AGAIN_SECONDS, Errands
from studio.playing.chunks import Chunks
from studio.playing.keysound import KeySound
from studio.playing.made import Made, Setting
from studio.playing.running import Mine, Running, everything
from studio.playing.several import Several
from studio.playing.unkept import TAIL, Span, outside, unkept

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from instruments import Engine
    from instruments.capture import Phrase
    from instruments.events import Position
    from reflections import Journal
    from studio.background import Background
    from studio.ensemble.seats import Seating

SECOND = 1.0
log = logging.getLogger("soundfolio")


class Recorder:
    """Writes what is played to the journal once a second and cuts takes out of it. Lives on the main loop.

    Who plays decides where it goes: to the pupil's name, to nobody's until somebody says who they are, and of a guest nowhere.
    """

    def __init__(self, engine: Engine, background: Background, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        background.writer.at_pause = self._catch_up
        self._refused_at = -AGAIN_SECONDS  # by the clock of this computer: when the journal last refused in a pause
        self.errands = Errands(background, clock)
        self._heard: Chunks | None = None  # everything played since whoever plays now came
        self._earlier: tuple[Chunks, ...] = ()  # the same, before a guest came between
        self._run = uuid.uuid4().hex  # frames of different starts of the studio do not compare
        self._guest_since = 0
        self._chunks: list[Chunks] = []  # all that are not over, the one of `_heard` with them
        self._came = 0  # cursor of the capture from which on what is heard is theirs
        self._next_write = 0.0
        self.running: Running | None = None
        self.offset = 0  # frames by which whoever plays along with what sounds now is heard late
        self.mine: Mine = everything  # which keyboards are those of whoever plays now, since a frame
        self.sound = KeySound()
        self.group: Several | None = None
        self.journal: Journal | None = None
        self._pupil: str | None = None
        self._session: str | None = None
        self._guest = False
        self.kept_until = 0  # frame up to which everything played belongs to a take or was let go
        self.since = 0  # frame from which on what is heard is that of whoever plays now
        self._spans: list[tuple[int, int]] = []  # frames that takes hold

    def seat(self, pupil: str | None, session: str | None = None) -> None:
        """A pupil, or nobody, plays from now on. What was heard of nobody yet is the pupil's: nobody else is ever offered it."""
        self.leave_group()
        if self._pupil is not None and pupil != self._pupil:
            self._leave(stays=True)
        self._session, self._guest = session, False
        if pupil == self._pupil:
            return
        self._pupil = pupil
        if pupil is None:
            return
        for chunks in self._chunks:
            if chunks.nobodys:
                chunks.is_of(pupil, session)
                self.errands.put(chunks.claim, label="keep what was played before")

    def seat_guest(self) -> None:
        """A guest plays from now on: nothing of theirs is written. What nobody has claimed yet waits for whoever does."""
        self.leave_group()
        if self._pupil is not None:
            self._leave(stays=True)
        elif not self._guest:
            self._earlier, self._heard = self.hearing(), None
        now = self._now()
        for chunks in self._chunks:
            chunks.ends(now)
        self._pupil, self._session, self._guest = None, None, True
        self._came = now
        self.kept_until = self._guest_since = self._engine.frame_now()

    def seat_group(self, seating: Seating, session: str | None) -> None:
        """Several play from now on, each pupil into rows of their own; of guests, and of keys that are nobody's, nothing is written."""
        if self.group is None:
            self.seat_guest()
            self.group = Several(self, self._engine.capture, self._run, self._came, session)
        self.group.seated(seating, self._now())

    def leave_group(self) -> None:
        """They play together no more, and a guest is here until somebody is seated; what was only heard of each waits for them."""
        if self.group is not None:
            self._leave(stays=False)  # it goes from memory, like a guest's

    @property
    def is_rolling(self) -> bool:
        """True from the count-in until stop."""
        return self.running is not None

    @property
    def something_to_keep(self) -> bool:
        """True while a key was pressed that no take holds yet, in the phrase that was played last."""
        phrase = self._engine.capture.latest()
        if phrase is None or phrase.end <= self.kept_until or self.group is not None:
            return False
        return phrase.start >= self.kept_until or self._engine.capture.pressed(self.kept_until, phrase.end)

    def start(
        self,
        setting: Setting,
        start_frame: int,
        bar_one: int | None = None,
        bar_ticks: Sequence[int] = (),
        *,
        along: bool = False,
    ) -> None:
        """From `start_frame` on it is a take, counted from `bar_one`; its chunks go to a row of their own.

        `along`: it is played with something heard, so its barlines lie where the player hears them: `offset` frames later.
        """
        bar_one = start_frame if bar_one is None else bar_one
        self.running = Running(setting, start_frame, bar_one, self._now(), tuple(bar_ticks), mine=self.mine)
        self.running.sound = self.sound
        self.running.offset = self.offset if along else 0

    def moved(self, position: Position) -> None:
        """Where the music was at a frame: lets bars be found in a take that waited."""
        running = self.running or (self.group and self.group.running)
        if running and position.state in {"playing", "waiting"}:
            running.moved(position.frame, position.tick)

    def stop(self, end_frame: int) -> Made | None:
        """Cut the take. None if no key was pressed: then nothing is kept and nothing is lost."""
        running, self.running = self.running, None
        if running is None:
            return None
        if self._pupil is None:
            self._follow(running)  # it may lie there for long: until somebody says who they are, or the next start
        if running.chunks is not None:
            running.chunks.until = self._now()
            self._write(running.chunks)
        made = running.ended(self._engine.capture, end_frame)
        if made.notes == 0:
            self.drop(made)
            return None
        self._spans.append((running.start_frame, end_frame))
        self.kept_until = max(self.kept_until, end_frame)
        return made

    def keep_latest(self, setting: Setting) -> Made | None:
        """The phrase just played, as a take; None if there is none that is not kept already."""
        phrase = self._engine.capture.latest()
        if phrase is None or not self.something_to_keep:
            return None
        whole = (max(phrase.start, self.kept_until), phrase.end + TAIL)
        start, end = next(span for span in reversed(outside(whole, self._spans)) if self._engine.capture.pressed(*span))
        self.kept_until = whole[1]
        return self.keep(setting, start, end)

    def keep(self, setting: Setting, start: int, end: int) -> Made:
        """What was heard between two frames, as a take: from now on it is kept."""
        self._spans.append((start, end))
        return replace(self.heard(setting, start, end), span=(start, end))

    def heard(self, setting: Setting, start: int, end: int) -> Made:
        """The same, only to be listened to."""
        cut = self._engine.capture.cut(start, end)
        sounds = self.sound.of(cut, start)
        return Made(setting, cut, start, end, "kept from capture", mine=self.mine(start), sounds=sounds)

    def unkept(self) -> tuple[Phrase, ...]:
        """What whoever plays now has played that no take holds, oldest first; an end includes the last note's tail."""
        capture = self._engine.capture
        since = self._guest_since if self._guest else self.since
        return unkept(capture.phrases(), self._spans, since, capture.cut)

    def hearing(self) -> tuple[Chunks, ...]:
        """The journal's rows of what whoever plays now is only heard to play; nothing of a guest, nor without a journal."""
        if self._heard is None and self.journal is not None and not self._guest:
            mine, since = self.mine, self.since  # of this visit, be it that the last of it is written in the next one's
            context = {"kind": "heard", "run": self._run}
            sound, came = self.sound, self._came
            self._heard = self._new(context, came, also=lambda: {"mine": mine(since), **sound.context()})
        return self._earlier if self._heard is None else (*self._earlier, self._heard)

    def set_aside(self, start: int, end: int) -> None:
        """What was played between two frames was no music, but taps to a click, or keys that answered: it is never offered."""
        span = (start, end)
        self._spans.append(span)
        latest = self._engine.capture.latest()
        if latest is None or not self._engine.capture.pressed(
            max(latest.start, self.kept_until), start
        ):  # else music came just before
            self.kept_until = max(self.kept_until, end)
        journal, hearing = self.journal, self.group.heard_beside() if self.group else self.hearing()

        def decide() -> None:
            rows = [heard.row for heard in hearing if heard.row is not None]
            if journal is not None and rows:
                journal.decide_spans(rows, span)
            for heard in hearing:
                heard.hold(span)

        self.errands.put(decide, label="leave out what was only tapped")

    def drop(self, made: Made) -> None:
        """Let go what the journal has of a recording that becomes no take."""
        if made.chunks is not None:
            self.errands.put(made.chunks.let_go, label="let the recording go")

    def tick(self, now: float) -> None:
        """Once a frame: once a second, what was played since goes to the journal; what it refused, every five."""
        self.errands.tick(now)
        if self.journal is None or now < self._next_write:
            return
        self._next_write = now + SECOND
        self.hearing()
        if self.group is not None:
            self.group.follow()
        if self.running is not None:
            self._follow(self.running)
        for chunks in self._chunks:
            if chunks.behind:
                self._write(chunks)
        self._chunks = [one for one in self._chunks if not one.over]

    def _catch_up(self) -> None:
        """On the writer, whenever it has had nothing to do for a second: what is played is kept though the window is stuck.

        A fault is left to the main loop, which meets it too and has the words for it.
        """
        if time.monotonic() - self._refused_at < AGAIN_SECONDS:
            return
        try:
            for chunks in tuple(self._chunks):
                chunks.catch_up()
        except Exception as error:  # noqa: BLE001 - the thread must go on
            log.debug("what was played waits: %s", type(error).__name__)
            self._refused_at = time.monotonic()

    def flush(self) -> None:
        """The window closes: everything that was played goes on its way now, and what was refused once more."""
        self._next_write = 0.0
        self.errands.again()
        self.tick(self._next_write)
        for chunks in self._chunks:
            self.errands.put(chunks.catch_up, label="keep what was played last")  # one under way may have read before

    def let_go(self) -> None:
        """The pupil has chosen what stays: what was only heard is deleted from the disk and never offered again."""
        self._leave(stays=False)

    def decide_later(self) -> None:
        """What was only heard stays in the journal and is offered next time; the next to play begin afresh."""
        self._leave(stays=True)

    def _leave(self, *, stays: bool) -> None:
        group, self.group = self.group, None
        if group is not None:
            group.leave(self._now())
        frame = self._engine.frame_now()
        self._came, self.kept_until = self._now(), frame
        if self._guest:  # theirs was never written; what nobody has claimed from before them is not theirs to decide
            self._forget([(self._guest_since, frame)])
            self._spans.append((self._guest_since, frame))
            self._guest_since = frame
            return
        for heard in (*self._earlier, *([self._heard] if self._heard else [])):
            heard.ends(self._came)
            self.errands.put(heard.wait_for_next_time if stays else heard.let_go, label="what was only heard")
        if not stays:
            self._forget(outside((self.since, frame), self._spans))
        self._earlier, self._heard = (), None
        self.since = frame
        self._spans.clear()

    def _forget(self, spans: Sequence[Span]) -> None:
        """It goes from memory too, once all that is on its way to the journal is there."""
        forget = self._engine.capture.forget
        self.errands.put(lambda: [forget(*span) for span in spans], label="forget what was only heard")

    def _follow(self, running: Running) -> None:
        if running.chunks is None and self.journal is not None and not self._guest:
            setting = running.setting
            began = {"start": running.start_frame, "run": self._run, "offset": running.offset}
            context = {**setting.context(running.bar_one), **began}
            running.chunks = self._new(context, running.cursor, setting.piece, running.came_since)

    def _new(
        self,
        context: dict[str, Any],
        cursor: int,
        piece: str | None = None,
        also: Callable[[], dict[str, Any]] | None = None,
    ) -> Chunks:
        assert self.journal is not None
        chunks = Chunks(
            self.journal,
            self._engine.capture,
            context,
            cursor=cursor,
            pupil=self._pupil,
            session=self._session,
            piece=piece,
            also=also,
        )
        return self.follow(chunks)

    def follow(self, chunks: Chunks) -> Chunks:
        """From now on these are written by the second, until they are over."""
        self._chunks.append(chunks)
        return chunks

    def _write(self, chunks: Chunks) -> None:
        self.errands.put(chunks.catch_up, label="keep what was played", once=chunks)

    def _now(self) -> int:
        """The capture's cursor behind everything played so far."""
        return self._engine.capture.take_since(self._came)[1]
