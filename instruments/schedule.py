"""What sounds when, in frames: a score with its gates, clicks, count-in, loop and tempo; pure."""

from bisect import bisect_left
from collections.abc import Callable
from typing import Final

from instruments.backing import Backing
from instruments.breath import NEAR_QUARTERS, Breath
from instruments.events import RATE, Position, Score, State
from instruments.gates import Gates
from instruments.onekey import OneKeyGates
from instruments.places import Due, Loop, Place, loop, place
from instruments.rounds import Rounds, bounded
from instruments.tempo import Beats, Stress, TempoMap

Click = tuple[int, Stress, bool]  # (frames into the block, how it is stressed, whether it counts in)

_FOREVER: Final = float("inf")
_PATIENCE_SECONDS: Final = 8  # then what the backing holds is let go while we wait
_FAR_APART_SECONDS: Final = 1.0  # beats further apart than this are hard to feel: what shares them out clicks as well


class Player:
    """One playing of a score. `advance` says what falls into the next frames; everything else may change it between two blocks."""

    def __init__(
        self,
        score: Score,
        *,
        from_tick: int = 0,
        speed: float = 1.0,
        count_in: int = 0,
        click: bool = False,
        muted: frozenset[int] = frozenset(),
        wait: bool = False,
        one_will_do: bool = False,
        one_key: bool = False,
        breathes: bool = False,
        preview: bool = False,
        rate: int = RATE,
    ) -> None:
        self.score = score
        self._rate = rate
        self._tempo = TempoMap(score)
        self._beats = Beats(score)
        self._ticks = [tick for tick, _, _ in score.events]
        self._gates: Gates | None = None
        if one_key and not preview:
            self._gates = OneKeyGates(score, rate, waits=wait)
        elif wait and not preview:
            self._gates = Gates(score, rate, one=one_will_do)
        quarter = score.ticks_per_quarter
        self._breath = Breath([tick for tick, _ in score.gates], quarter) if breathes and not preview else None
        self._near = NEAR_QUARTERS * quarter
        self._clicking = click and not preview
        self._backing = Backing(frozenset() if preview else muted)
        self._speed = bounded(speed)
        self.rounds = Rounds()
        self._now = 0
        self._loop = loop(score, *score.loop) if score.loop is not None and not preview else None
        if self._loop is not None and not self._loop.start.tick <= from_tick < self._loop.end:
            from_tick = self._loop.start.tick
        self._from = place(score, from_tick)
        count = 0 if preview else count_in
        self.state: State = "counting" if count else "playing"
        self._counts = self._beats.before(from_tick, count)
        self._counted = 0
        self._waiting_since = 0
        self._beat = (_FOREVER, Stress.BEAT)
        self._due: list[Due] = []
        self._clicks: list[Click] = []
        self.finished = False
        self._anchor(0.0, self._counts[0][0] if count else float(from_tick))
        self._stand_at(from_tick)
        self._due.extend(self._from.restated)

    # -- what the block brings -----------------------------------------------------------------------------------------

    def advance(self, frames: int) -> tuple[list[Due], list[Click]]:
        """Go on by `frames`; return what is due in them and the clicks, both in order."""
        self._block_due, self._due = self._due, []
        self._block_clicks, self._clicks = self._clicks, []
        end = self._now + frames
        if self.state == "waiting":
            self._come_along()
        if self._breath is not None and self.state == "playing" and self._breath.at(self.tick):
            self._anchor(float(self._now), self.tick)
        while self.state in ("counting", "playing"):
            tick, handle = self._next()
            frame = round(self._frame_of(tick))
            if frame >= end:
                break
            self._tick = tick
            handle(max(0, frame - self._now))
        if self.state == "waiting":
            self._be_patient(end)
        self._now = end
        return self._block_due, self._block_clicks

    def _next(self) -> tuple[float, Callable[[int], None]]:
        """Return the next tick where something happens, and what; at one tick the earlier in this list goes first."""
        if self.state == "counting":
            if self._counted == len(self._counts):
                return float(self._from.tick), self._begin
            return self._counts[self._counted][0], self._count
        gate = self._gates.ticks[self._gate] if self._gates and self._gate < len(self._gates.ticks) else _FOREVER
        event = self._ticks[self._event] if self._event < len(self._ticks) else _FOREVER
        return min(
            (float(self._loop.end) if self._loop else _FOREVER, 0, self._return_to_start),
            (float(self.score.end), 1, self._finish),
            (self._tempo.next_change(self._tick), 2, self._change_tempo),
            (gate, 3, self._reach_gate),
            (self._beat[0] if self._clicking else _FOREVER, 4, self._click),
            (event, 5, self._sound),
        )[::2]

    def _count(self, offset: int) -> None:
        self._block_clicks.append((offset, self._counts[self._counted][1], True))
        self._counted += 1

    def _begin(self, _offset: int) -> None:
        self.state = "playing"

    def _return_to_start(self, offset: int) -> None:
        assert self._loop is not None
        self._let_go(offset)
        frame = self._frame_of(self._loop.end)  # not rounded: a hundred rounds stay on the grid
        self._speed = self.rounds.begin(self._speed)
        self._anchor(frame, float(self._loop.start.tick))
        self._stand_at(self._loop.start.tick)
        self._block_due.extend((offset, part, message) for _, part, message in self._loop.start.restated)

    def _finish(self, offset: int) -> None:
        self._let_go(offset)
        self.state, self.finished = "stopped", True

    def _change_tempo(self, _offset: int) -> None:
        self._anchor(self._frame_of(self._tick), self._tick)

    def _reach_gate(self, _offset: int) -> None:
        assert self._gates is not None
        frame = round(self._frame_of(self._tick))
        if self._gates.reach(self._gate, frame, self._speed):
            self._gate += 1
        else:
            self.state, self._waiting_since = "waiting", frame

    def _click(self, offset: int) -> None:
        tick, stress = self._beat
        if stress is not Stress.BETWEEN or self._far_apart(tick):
            self._block_clicks.append((offset, stress, False))
        self._beat = next(self._later_beats)

    def _far_apart(self, tick: float) -> bool:
        """Whether beats are so at the speed that was chosen: where the music breathes around it, clicks do not come and go."""
        frames = self._beats.length(tick) * self._tempo.frames_a_tick(tick, self._rate) / self._speed
        return frames > _FAR_APART_SECONDS * self._rate

    def _sound(self, offset: int) -> None:
        _, part, message = self.score.events[self._event]
        self._event += 1
        if self._backing.heard(part, message):
            self._block_due.append((offset, part, message))

    def _be_patient(self, end: int) -> None:
        if end - self._waiting_since > _PATIENCE_SECONDS * self._rate and self._backing.hangs:
            self._let_go(0)

    def _let_go(self, offset: int, parts: frozenset[int] | None = None) -> None:
        """End what sounds, of all parts or of some."""
        self._block_due.extend(self._backing.let_go(offset, parts))

    # -- what may change between two blocks ----------------------------------------------------------------------------

    def hear(self, pitch: int) -> None:
        """Take in a key-down of the player; when it was the last one waited for, the music goes on with the next block."""
        if self._gates is None or self.state == "stopped":
            return
        self._gates.hear(pitch, self._now)
        if self.state == "waiting" and not self._gates.needed:
            self._go_on(self._gate, self._now)

    @property
    def one_key(self) -> bool:
        """Whether any key plays the pupil's part."""
        return isinstance(self._gates, OneKeyGates)

    def strike(self) -> tuple[frozenset[int], float] | None:
        """Take in a key-down where any key plays: its pitches, and the frames in which more keys are the same press; or None."""
        gates, waits = self._gates, self.state == "waiting"
        if not isinstance(gates, OneKeyGates) or self.state == "stopped":
            return None
        coming = None if waits else self._coming_gate(gates)
        struck = gates.strike(coming, self._now, self._speed)
        if struck is None:
            return None
        gate, together = struck
        if waits:
            self._go_on(self._gate, self._now)
        else:
            self.follow(gates.ticks[gate], 0)
        return gates.pitches(gate), together

    def _coming_gate(self, gates: Gates) -> tuple[int, float] | None:
        """Return the next gate and the frames until it is due, round the loop; None where none comes."""
        end = self._loop.end if self._loop is not None else self.score.end
        if self._gate < len(gates.ticks) and gates.ticks[self._gate] < end:
            return self._gate, self._frame_of(gates.ticks[self._gate]) - self._now
        start = self._loop.start.tick if self._loop is not None else end
        first = gates.after(start)
        if first < len(gates.ticks) and gates.ticks[first] < end:
            return first, self._frame_of(end) - self._now + (gates.ticks[first] - start) * self._frames_a_tick
        return None

    def skip(self) -> None:
        """Go on without what is waited for, if anything is."""
        if self._gates is not None and self.state == "waiting":
            self._gates.skip(self._now)
            self.rounds.left_out += 1
            self._go_on(self._gate, self._now)

    def _go_on(self, gate: int, frame: int) -> None:
        """Play on from a gate that was opened at `frame`."""
        assert self._gates is not None
        self.state, self._gate = "playing", gate + 1
        self._anchor(float(frame), self._gates.ticks[gate])

    def _come_along(self) -> None:
        """Go to where the player is, when they have left out what is waited for and played what comes next."""
        assert self._gates is not None
        end = float(self._loop.end) if self._loop else _FOREVER
        played = self._gates.ahead(self._gate, self._waiting_since, self._now, end)
        if played is None:
            return
        tick = self._gates.ticks[played.gate]
        self.rounds.left_out += played.gate - self._gate
        while self._event < len(self._ticks) and self._ticks[self._event] < tick:
            message = self.score.events[self._event][2]
            if message[0] & 0xF0 == 0x90 and message[2]:  # noqa: PLR2004  a note that is left out
                self._event += 1
            else:
                self._sound(0)
        self._go_on(played.gate, played.frame)
        self._find_beat(tick)

    def follow(self, tick: float, ago: int) -> None:
        """Take in that the player was at `tick` so many frames `ago`: a backing that breathes goes with them, if they are near."""
        off = self.away(tick, ago)
        if self._breath is not None and self.state == "playing" and abs(off) <= self._near:
            self._breath.heard(tick, off)
            self._anchor(float(self._now), self.tick)

    def away(self, tick: float, ago: int = 0) -> float:
        """Return how many ticks ahead of the music `tick` was so many frames ago; of bars that go round, by the shorter way."""
        off = tick - (self.tick - ago / self._frames_a_tick)
        if self._loop is not None and self._loop.start.tick <= tick < self._loop.end:
            whole = self._loop.end - self._loop.start.tick
            off = (off + whole / 2) % whole - whole / 2
        return off

    def elsewhere(self, tick: float) -> bool:
        """Whether a player who is at `tick` is far from music that breathes, at a place where it may go."""
        playing = self._breath is not None and self.state == "playing" and 0 <= tick < self.score.end
        inside = self._loop is None or self._loop.start.tick <= tick < self._loop.end
        return playing and inside and abs(self.away(tick)) > self._near

    def go_along(self, there: Place, ago: int) -> None:
        """Go to where the player was so many frames ago."""
        if self._breath is not None and self.elsewhere(there.tick):
            self._go_to(there)
            self._breath.moved(there.tick)
            self._anchor(float(self._now - ago), float(there.tick))

    def set_speed(self, factor: float) -> None:
        """Change how fast the score plays; 1 is as written."""
        tick = self.tick
        self._speed, self.rounds.next_speed = bounded(factor), None
        self._anchor(float(self._now), tick)

    def set_loop(self, loop: Loop | None) -> None:
        """Repeat a stretch from now on, or no more; outside of it the music goes to its start at once."""
        self._loop = loop
        if loop is not None and not loop.start.tick <= self.tick < loop.end and self.state != "stopped":
            self._go_to(loop.start)

    def _go_to(self, place: Place) -> None:
        self._block_due = self._due
        self._let_go(0)
        if self._gates:
            self._gates.leave()
        self.state = "playing"
        self._anchor(float(self._now), float(place.tick))
        self._stand_at(place.tick)
        self._due.extend(place.restated)

    def set_muted(self, parts: frozenset[int]) -> None:
        """Silence these parts and let the others sound from their next note."""
        self._block_due = self._due
        self._let_go(0, parts - self._backing.muted)
        self._backing.muted = parts

    def set_click(self, on: bool) -> None:
        """Switch the metronome."""
        self._clicking = on
        self._find_beat(self.tick)

    def stop(self) -> None:
        """Stop and end what sounds; the ends are due in the next block."""
        self._block_due = self._due
        self._let_go(0)
        if self._gates:
            self._gates.leave()
        self._tick = self.tick
        self.state = "stopped"

    # -- where we are --------------------------------------------------------------------------------------------------

    @property
    def tick(self) -> float:
        """The tick at the start of the next block; it stands still while waiting."""
        if self.state in ("waiting", "stopped"):
            return self._tick
        return self._anchor_tick + (self._now - self._anchor_frame) / self._frames_a_tick

    def position(self, frame: int) -> Position:
        """Return where the music is; `frame` is the engine's frame of the next block."""
        needed = self._gates.needed if self._gates and self.state == "waiting" else frozenset[int]()
        beat = max(1, self._counted) if self.state == "counting" else 0
        return Position(frame, self.tick, self.state, needed, beat, self.rounds.number, self.rounds.left_out)

    def _anchor(self, frame: float, tick: float) -> None:
        """From here ticks are counted: `tick` sounds at `frame` (frames since this playing began)."""
        self._anchor_frame, self._anchor_tick, self._tick = frame, tick, tick
        self._frames_a_tick = self._tempo.frames_a_tick(
            max(tick, self._from.tick if self.state == "counting" else 0), self._rate
        ) / (self._speed * (self._breath.factor if self._breath else 1.0))

    def _frame_of(self, tick: float) -> float:
        return self._anchor_frame + (tick - self._anchor_tick) * self._frames_a_tick

    def _stand_at(self, tick: int) -> None:
        self._event = bisect_left(self._ticks, tick)
        self._gate = self._gates.after(tick) if self._gates else 0
        self._find_beat(tick)

    def _find_beat(self, tick: float) -> None:
        self._later_beats = self._beats.since(tick)
        self._beat = next(self._later_beats)
