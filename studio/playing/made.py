"""A take as it came out of the keys: how it was played, what was played, and where its bars are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from instruments.events import RATE
from studio.playing.keysound import KIT, KeySound
from studio.playing.unkept import TAIL, Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from instruments.events import Played
    from studio.music.take import Take
    from studio.playing.chunks import Chunks


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
    beat: str = ""  # what kept time: "", "click", or "drums" with their name
    ladder: str = ""  # it went faster as it went on: start, step and target
    reached: float | None = None  # the speed at its end, where it is another than at its start

    @property
    def at_end(self) -> float:
        """The speed at which it ended."""
        return self.speed if self.reached is None else self.reached

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
            "task": self.task,
            "beat": self.beat,
            "ladder": self.ladder,
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
            task=context.get("task"),
            beat=str(context.get("beat", "")),
            ladder=str(context.get("ladder", "")),
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A take as it came out of the keys, before the journal has it."""

    setting: Setting
    events: tuple[Played, ...]
    bar_one: int  # the frame at which the player heard bar 1; what was played in the count-in lies before it
    end_frame: int
    origin: str
    found_in: str | None = None  # the journal's row, of a recording found after a crash
    bar_starts: tuple[float, ...] = ()  # seconds from `bar_one`
    chunks: Chunks | None = None  # what of it went to the journal while it was played
    span: Span | None = None  # the frames that are decided once this is kept
    made_at: datetime | None = None  # of a found one: when it was played, and in which session
    session: str | None = None
    mine: tuple[int, ...] | None = None  # the pupil's keyboards; None where all that played are theirs
    whole: bool = True  # False: a phrase of that recording, which stays for the others
    sounds: tuple[tuple[int, str], ...] = ()  # keyboard and what it sounded like, where that was no piano

    def ended(self, speed: float, ladder: str) -> Made:
        """The same take with the speed at its end, and the ladder that was on then or at its start."""
        setting = self.setting
        reached = speed if speed != setting.speed else None
        return replace(self, setting=replace(setting, reached=reached, ladder=ladder or setting.ladder))

    @property
    def key_sound(self) -> str:
        """What the keys sounded like; "" for a piano."""
        return next((sound for _, sound in self.sounds if sound != KIT), "")

    @property
    def recording(self) -> str | None:
        """The journal's row that goes when this becomes a take; it may come late, so ask on the writer."""
        return self.chunks.row if self.chunks else self.found_in if self.whole else None

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
            sounds=self.sounds,
        )

    @property
    def two(self) -> bool:
        """Whether two played: the pupil, and somebody beside them."""
        return self.mine is not None and len({one.keyboard in self.mine for one in self.events if _is_down(one)}) > 1

    @property
    def alone(self) -> Made:
        """The same without what was played beside the pupil."""
        mine = self.mine
        return self if mine is None else replace(self, events=tuple(one for one in self.events if one.keyboard in mine))

    @property
    def beside(self) -> Made | None:
        """What was played beside the pupil; None where nothing was."""
        mine = self.mine
        if mine is None or not self.two:
            return None
        return replace(self, events=tuple(one for one in self.events if one.keyboard not in mine), mine=None)

    @property
    def notes(self) -> int:
        """How many keys went down."""
        return sum(map(_is_down, self.events))


def _is_down(event: Played) -> bool:
    return type(event).__name__ == "NoteOn"


def bar_starts_of(bars_at: Sequence[int], bar_one: int, end_frame: int) -> tuple[float, ...]:
    """Seconds from bar 1 at which each bar was reached, a pickup's below 0; empty if the music told of none."""
    return tuple((frame - bar_one) / RATE for frame in bars_at if frame <= end_frame)


def found(events: tuple[Played, ...], context: dict[str, Any], piece: str | None, row: str) -> Made | None:
    """Make a take of what a recording that never ended had written; None if no key was in it."""
    if not events:
        return None
    bar_one = int(context.get("bar_one", events[0].frame))
    end = events[-1].frame + TAIL
    made = Made(
        Setting.from_context(context, piece),
        events,
        bar_one + int(context.get("offset", 0)),
        end,
        "found after a crash",
        found_in=row,
        bar_starts=bar_starts_of(context.get("bars_at", ()), bar_one, end),
        span=(int(context.get("start", events[0].frame)), end),
        mine=None if context.get("mine") is None else tuple(int(one) for one in context["mine"]),
        sounds=KeySound.from_context(context).of(events, bar_one),
    )
    return made if made.notes else None


def for_piece(made: Made, piece: str | None, title: str) -> Made:
    """The same take as one of `piece`; None is an idea of their own."""
    return replace(made, setting=replace(made.setting, piece=piece, title=title))
