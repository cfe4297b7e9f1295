"""A stand-in for the engine in which a score really plays and waits: the engine's own rule, without its sound and its process."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from instruments.events import RATE, Finished, NoteOn, Position, Score
from instruments.next_bar import meeting
from instruments.onekey import Led, OneKey
from instruments.places import loop as loop_of
from instruments.places import place
from instruments.schedule import Player
from tests.studio.fake_engine import FakeEngine

BLOCK = 480


class PlayingEngine(FakeEngine):
    """Time passes by `let`; keys of any keyboard are heard by the player, pedals are not, as in the mixer; any key may play."""

    def __init__(self) -> None:
        super().__init__()
        self.player: Player | None = None
        self._led, self._one_key = Led(), OneKey()
        self.downs: list[tuple[int, int]] = []  # (frame, pitch) of each note of the score that sounded
        self.ups: list[int] = []  # pitches of the score that ended
        self.strokes: list[int] = []  # frames of those that parts with a kit played
        self._told: tuple[Any, ...] = ()

    def let(self, seconds: float) -> None:
        end = self.frame + round(seconds * RATE)
        while self.player is not None and self.frame < end:
            size = min(BLOCK, end - self.frame)
            due, _ = self.player.advance(size)
            downs = [(self.frame + at, part, message[1]) for at, part, message in due if message[0] == 0x90]
            self.downs += [(frame, pitch) for frame, _, pitch in downs]
            self.ups += [message[1] for _, _, message in due if message[0] == 0x80]
            self.strokes += [frame for frame, part, _ in downs if self.player.score.sounds[part] == "kit"]
            self.frame += size
            self._say()
        self.frame = end

    def _say(self) -> None:
        assert self.player is not None
        where = self.player.position(self.frame)
        told = (where.state, where.waiting, where.beat, where.tick // 60)
        if told != self._told:
            self._told = told
            self._inbox.append(where)
        if self.player.finished:
            self.player, self.sounding = None, False
            self._inbox.append(Finished(self.frame))

    def _hear(self, event: Any) -> None:
        led = self._led.key(event, one_key=self.player is not None and self.player.one_key)
        if led is not None:
            for played in self._one_key.play(led, led.keyboard, self.player):
                super()._hear(played)
            return
        super()._hear(event)
        if isinstance(event, NoteOn) and self.player is not None:
            self.player.hear(event.pitch)

    def play(self, score: Score, **how: Any) -> None:
        super().play(score, **how)
        self._inbox.pop()
        if how.pop("next_bar", False) and self.player is not None:
            how["from_tick"] = meeting(self.player, score)[1]  # at once: what it would play until then is left out
        self.player = Player(score, **how)
        self._say()

    def stop(self) -> None:
        was = self.player.position(self.frame) if self.player is not None else Position(self.frame, 0.0, "stopped")
        self.player = None
        super().stop()
        if self._inbox and isinstance(self._inbox[-1], Position):
            self._inbox[-1] = replace(was, state="stopped", waiting=frozenset(), beat=0)

    def mute(self, parts: Iterable[int]) -> None:
        super().mute(parts)
        if self.player is not None:
            self.player.set_muted(self.muted)

    def opened(self, pitch: int) -> None:
        super().opened(pitch)
        if self.player is not None:
            self.player.hear(pitch)
            self._say()

    def skip(self) -> None:
        super().skip()
        if self.player is not None:
            self.player.skip()

    def follow(self, tick: int, frame: int, *, sure: bool) -> None:
        super().follow(tick, frame, sure=sure)
        if self.player is None:
            return
        if sure and self.player.elsewhere(tick):
            self.player.go_along(place(self.player.score, tick), self.frame - frame)
        else:
            self.player.follow(tick, self.frame - frame)

    def loop(self, start: int | None, end: int | None = None) -> None:
        super().loop(start, end)
        if self.player is not None:
            self.player.set_loop(None if start is None or end is None else loop_of(self.player.score, start, end))

    def speed(self, factor: float, *, next_round: bool = False) -> None:
        super().speed(factor)
        if self.player is not None and next_round:
            self.player.rounds.next_speed = factor
        elif self.player is not None:
            self.player.set_speed(factor)
