"""A take heard beside its piece: which of the two sounds, and how one gives way to the other: at once, and on a barline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from instruments.events import Finished, Position

if TYPE_CHECKING:
    from collections.abc import Callable

    from instruments import Engine
    from studio.background import Background, Job
    from studio.music.beside import Beside
    from studio.music.take import Take

Which = Literal["piece", "take"]
QUIET_SECONDS = 0.5  # so long nothing sounds when one gives way to the other, at the most


class SideBySide:
    """Closed, or open: then the take sounds, or the piece. Lives on the main loop; bars are found on the worker."""

    def __init__(
        self, engine: Engine, background: Background, clock: Callable[[], float], changed: Callable[[], None]
    ) -> None:
        self._engine, self._background, self._clock, self._changed = engine, background, clock, changed
        self._job: Job | None = None
        self._made: Beside | None = None
        self._tick, self._place = 0.0, 0
        self._quiet_since: float | None = None
        self.open = False
        self.which: Which = "take"

    def hear(self, take: Take, lay: Callable[[], Beside | None]) -> None:
        """Play a take from its beginning; `lay` finds its piece beside it, on the worker. Where there is none it is heard alone."""
        self.end()
        self.open, self.which = True, "take"
        self._job = self._background.worker.put(
            lay, lambda made: self._begin(take, made), lambda _error: self._begin(take, None), "the piece beside it"
        )

    def _begin(self, take: Take, made: Beside | None) -> None:
        from studio.music.score import take_score

        self._job, self._made, self._place = None, made, 0
        if made is not None:
            self._play(0)
        else:
            self._quiet_since = self._clock()
            self._engine.play(take_score(take), preview=True)
        self._changed()

    @property
    def both(self) -> bool:
        """Whether there is a piece beside it, so that one can be heard after the other."""
        return self.open and self._made is not None

    @property
    def bar(self) -> int | None:
        """The number of the bar that sounds, where it is known."""
        if self._made is None:
            return None
        side = self._made.piece if self.which == "piece" else self._made.take
        return side.bars[side.at(self._tick)].bar

    def choose(self, which: Which) -> None:
        """Hear the other one: at once, from the barline of what is being heard."""
        made = self._made
        if made is None or not self.open or which == self.which:
            return
        if which == "piece":
            self._place = made.take.at(self._tick)
            tick = made.piece_at(self._tick)
        else:
            tick = made.take_at(self._tick, self._place)
        self.which = which
        self._play(tick)
        self._changed()

    def switch(self) -> None:
        """The other one, whichever that is."""
        self.choose("take" if self.which == "piece" else "piece")

    def _play(self, tick: int) -> None:
        assert self._made is not None
        side = self._made.piece if self.which == "piece" else self._made.take
        self._tick, self._quiet_since = float(tick), self._clock()
        self._engine.play(side.score, from_tick=tick, speed=side.speed, preview=True)

    def told(self, event: object) -> None:
        """The engine says where the music is, or that it is over."""
        match event:
            case Position(state="stopped") if self.open and self._quiet_since is None:
                self._quiet_since = self._clock()
            case Position(state="playing") if self.open:
                before = self.bar
                self._tick, self._quiet_since = event.tick, None
                if self.bar != before:
                    self._changed()
            case Finished() if self.open and self._job is None:
                self.end()
                self._changed()

    def update(self, now: float) -> None:
        """Somebody else has silenced it: then it is over."""
        quiet = self._quiet_since
        if self.open and self._job is None and quiet is not None and now - quiet > QUIET_SECONDS:
            self.end()
            self._changed()

    def end(self) -> None:
        """Nothing of it is heard any more; the caller sees to the silence."""
        if self._job is not None:
            self._job.cancel()
        self.open, self._job, self._made, self._quiet_since = False, None, None, None
