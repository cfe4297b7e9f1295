"""What is being recorded and what has been heard: kept in the journal by the second, cut into takes at stop."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from instruments.events import RATE, pack
from studio.unkept import unkept

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from instruments import Engine
    from instruments.capture import Phrase
    from instruments.events import Played, Position
    from reflections import Journal
    from studio.background import Background
    from studio.music.take import Take

SECOND = 1.0


@dataclass(frozen=True, slots=True)
class Setting:
    """How a take was played: what the portfolio says beside it and what like is compared with."""

    piece: str | None = None
    title: str = ""
    mode: str = "free"
    help: str = ""
    hands: str = ""
    speed: float = 1.0
    bars: tuple[int, int] | None = None
    key: str = ""
    bpm: float = 100.0
    metre: tuple[int, int] = (4, 4)
    goal: str | None = None
    task: str | None = None

    def context(self, bar_one: int) -> dict[str, Any]:
        """Plain fields for the journal's recording row, from which a take found after a crash is made."""
        return {
            "kind": "take",
            "bar_one": bar_one,
            "title": self.title,
            "mode": self.mode,
            "help": self.help,
            "hands": self.hands,
            "speed": self.speed,
            "bars": list(self.bars) if self.bars else None,
            "key": self.key,
            "bpm": self.bpm,
            "metre": list(self.metre),
            "goal": self.goal,
        }

    @classmethod
    def from_context(cls, context: dict[str, Any], piece: str | None) -> Setting:
        """The other way; missing fields take their defaults."""
        bars = context.get("bars")
        beats, unit = context.get("metre") or (4, 4)
        return cls(
            piece=piece,
            title=str(context.get("title", "")),
            mode=str(context.get("mode", "free")),
            help=str(context.get("help", "")),
            hands=str(context.get("hands", "")),
            speed=float(context.get("speed", 1.0)),
            bars=(int(bars[0]), int(bars[1])) if bars else None,
            key=str(context.get("key", "")),
            bpm=float(context.get("bpm", 100.0)),
            metre=(int(beats), int(unit)),
            goal=context.get("goal"),
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A take as it came out of the keys, before the journal has it."""

    setting: Setting
    events: tuple[Played, ...]
    bar_one: int  # the frame of bar 1; what was played in the count-in lies before it
    end_frame: int
    origin: str
    recording: str | None = None
    bar_starts: tuple[float, ...] = ()

    @property
    def seconds(self) -> float:
        """Length from the first barline to the stop."""
        return self.take.seconds

    @property
    def take(self) -> Take:
        """The music of it, to be written as MIDI."""
        from studio.music.take import record

        return record(
            self.events,
            start=self.bar_one,
            end=self.end_frame,
            bpm=self.setting.bpm * self.setting.speed,
            metre=self.setting.metre,
        )

    @property
    def notes(self) -> int:
        """How many keys went down."""
        return sum(1 for event in self.events if type(event).__name__ == "NoteOn")


@dataclass(slots=True)
class Running:
    """A take being recorded: since which frame, and the journal's row once it has one."""

    setting: Setting
    start_frame: int
    bar_one: int
    row: str | None = None
    cursor: int = 0
    seq: int = 0
    positions: list[tuple[int, float]] = field(default_factory=list)


@dataclass(slots=True)
class Heard:
    """Everything played since the lesson began: the journal's row for it and how far it has been written."""

    row: str | None = None
    asked: bool = False
    cursor: int = 0
    seq: int = 0
    until: int | None = None  # the cursor at which whoever was heard left; None while they play
    stays: bool = False  # what they decided: offered again next time, or let go


class Recorder:
    """Writes what is played to the journal once a second and cuts takes out of it. Lives on the main loop."""

    def __init__(self, engine: Engine, background: Background, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._background = background
        self._clock = clock
        self._heard = Heard()
        self._next_write = 0.0
        self.running: Running | None = None
        self.journal: Journal | None = None
        self.who: tuple[str | None, str | None] = (None, None)  # pupil, session
        self.trouble: Callable[[Exception], None] = _raise
        self.kept_until = 0  # frame up to which everything played belongs to a take or was let go
        self.since = 0  # frame from which on what is heard is that of whoever plays now
        self._spans: list[tuple[int, int]] = []  # frames that takes hold

    @property
    def is_rolling(self) -> bool:
        """True from the count-in until stop."""
        return self.running is not None

    @property
    def something_to_keep(self) -> bool:
        """True while there is a phrase that no take holds yet."""
        phrase = self._engine.capture.latest()
        return phrase is not None and phrase.end > self.kept_until

    def start(self, setting: Setting, start_frame: int, bar_one: int | None = None) -> None:
        """From `start_frame` on it is a take, counted from `bar_one`; its chunks go to a row of their own."""
        bar_one = start_frame if bar_one is None else bar_one
        running = Running(setting, start_frame, bar_one, cursor=self._now())
        self.running = running
        journal, (pupil, session) = self.journal, self.who
        if journal is None:
            return

        def begun(row: str) -> None:
            running.row = row

        self._background.writer.put(
            lambda: journal.begin_recording(
                pupil=pupil, session=session, piece=setting.piece, context=setting.context(bar_one)
            ),
            begun,
            self.trouble,
            "begin a recording",
        )

    def moved(self, position: Position) -> None:
        """Where the music was at a frame: lets bars be found in a take that waited."""
        if self.running and position.state in {"playing", "waiting"}:
            self.running.positions.append((position.frame, position.tick))

    def stop(self, end_frame: int, bar_ticks: Sequence[int] = ()) -> Made | None:
        """Cut the take. None if no key was pressed: then nothing is kept and nothing is lost."""
        running, self.running = self.running, None
        if running is None:
            return None
        self._write_take(running)
        events = self._engine.capture.cut(running.start_frame, end_frame)
        bar_starts = _bar_starts(running, end_frame, bar_ticks)
        made = Made(running.setting, events, running.bar_one, end_frame, "recorded", running.row, bar_starts)
        if made.notes == 0:
            self.drop(running.row)
            return None
        self._spans.append((running.start_frame, end_frame))
        self.kept_until = max(self.kept_until, end_frame)
        return made

    def keep_latest(self, setting: Setting) -> Made | None:
        """The phrase just played, as a take; None if there is none that is not kept already."""
        phrase = self._engine.capture.latest()
        if phrase is None or phrase.end <= self.kept_until:
            return None
        start = max(phrase.start, self.kept_until)
        end = phrase.end + RATE // 4
        self.kept_until = end
        return self.keep(setting, start, end)

    def keep(self, setting: Setting, start: int, end: int) -> Made:
        """What was heard between two frames, as a take: from now on it is kept."""
        self._spans.append((start, end))
        return self.heard(setting, start, end)

    def heard(self, setting: Setting, start: int, end: int) -> Made:
        """The same, only to be listened to."""
        return Made(setting, self._engine.capture.cut(start, end), start, end, "kept from capture")

    def unkept(self) -> tuple[Phrase, ...]:
        """What whoever plays now has played that no take holds, oldest first; an end includes the last note's tail."""
        capture = self._engine.capture
        return unkept(capture.phrases(), self._spans, self.since, capture.cut)

    def drop(self, row: str | None) -> None:
        """Let the journal's row for a recording go; its chunks are deleted."""
        journal = self.journal
        if journal is not None and row is not None:
            self._background.writer.put(lambda: journal.end_recording(row, keep=False), _done, self.trouble)

    def tick(self, now: float) -> None:
        """Once a frame: once a second, what was played since goes to the journal."""
        if self.journal is None or now < self._next_write:
            return
        self._next_write = now + SECOND
        self._write_heard()
        if self.running is not None:
            self._write_take(self.running)

    def let_go(self) -> None:
        """The pupil has chosen what stays: what was only heard is deleted from the disk and never offered again."""
        self._leave(stays=False)

    def decide_later(self) -> None:
        """What was only heard stays in the journal and is offered next time; the next to play begin afresh."""
        self._leave(stays=True)

    def _leave(self, *, stays: bool) -> None:
        heard = self._heard
        heard.until, heard.stays = self._now(), stays
        self._end_heard(heard)
        self._heard = Heard(cursor=heard.until)
        self.kept_until = self.since = self._engine.frame_now()
        self._spans.clear()

    def _end_heard(self, heard: Heard) -> None:
        """Close the row of somebody who left; one that is only being begun is closed when it has its id."""
        journal, row = self.journal, heard.row
        if journal is None or row is None or heard.until is None:
            return
        events = self._engine.capture.take_since(heard.cursor)[0][: heard.until - heard.cursor]
        if heard.stays and events:
            self._chunk(row, heard.seq, events)
        stays = heard.stays
        self._background.writer.put(lambda: journal.end_recording(row, keep=stays), _done, self.trouble)

    def _now(self) -> int:
        """The capture's cursor behind everything played so far."""
        return self._engine.capture.take_since(self._heard.cursor)[1]

    def _write_heard(self) -> None:
        heard, journal, (pupil, session) = self._heard, self.journal, self.who
        assert journal is not None
        events, cursor = self._engine.capture.take_since(heard.cursor)
        if not events:
            return
        if heard.row is None:
            if not heard.asked:
                heard.asked = True
                context = {"kind": "heard", "bar_one": events[0].frame}

                def begun(row: str) -> None:
                    heard.row = row
                    self._next_write = 0.0
                    self._end_heard(heard)

                self._background.writer.put(
                    lambda: journal.begin_recording(pupil=pupil, session=session, piece=None, context=context),
                    begun,
                    self.trouble,
                    "begin listening",
                )
            return
        heard.cursor = cursor
        self._chunk(heard.row, heard.seq, events)
        heard.seq += 1

    def _write_take(self, running: Running) -> None:
        if self.journal is None or running.row is None:
            return
        events, running.cursor = self._engine.capture.take_since(running.cursor)
        if events:
            self._chunk(running.row, running.seq, events, running.bar_one)
            running.seq += 1

    def _chunk(self, row: str, seq: int, events: tuple[Played, ...], start_frame: int | None = None) -> None:
        journal, blob = self.journal, pack(events)
        assert journal is not None
        first = events[0].frame if start_frame is None else start_frame
        seconds = max(0.0, (events[-1].frame - first) / RATE)
        self._background.writer.put(
            lambda: journal.take_chunk(row, seq, blob, seconds), _done, self.trouble, "keep what was played"
        )


def _bar_starts(running: Running, end_frame: int, bar_ticks: Sequence[int]) -> tuple[float, ...]:
    """Seconds from the start of the take at which each bar was first reached; empty without positions."""
    starts: list[float] = []
    positions = running.positions
    wanted = iter(bar_ticks)
    tick = next(wanted, None)
    for frame, reached in positions:
        while tick is not None and reached >= tick and frame <= end_frame:
            starts.append(max(0.0, (frame - running.bar_one) / RATE))
            tick = next(wanted, None)
    return tuple(starts)


def found(events: tuple[Played, ...], context: dict[str, Any], piece: str | None, row: str) -> Made | None:
    """Make a take of what a recording that never ended had written; None if no key was in it."""
    if not events:
        return None
    bar_one = int(context.get("bar_one", events[0].frame))
    end = events[-1].frame + RATE // 4
    made = Made(Setting.from_context(context, piece), events, bar_one, end, "found after a crash", row)
    return made if made.notes else None


def for_piece(made: Made, piece: str, title: str) -> Made:
    """The same take as one of `piece`."""
    return replace(made, setting=replace(made.setting, piece=piece, title=title))


def _done(result: object) -> None:
    del result


def _raise(error: Exception) -> None:
    raise error
