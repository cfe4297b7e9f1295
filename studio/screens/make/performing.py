"""Sections launched while the music plays: each comes at the next bar, and what was launched can become the song's order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, Final

from instruments.events import RATE
from studio.music.piece import TICKS
from studio.music.song import launches, lines
from studio.music.song.labels import label

if TYPE_CHECKING:
    from instruments.events import Position
    from studio.music.song.model import Block
    from studio.screens.make.room import Make

SOON_SECONDS: Final = 0.1  # a barline nearer than this may be past before the engine knows: the one after it is meant
_ROUGHLY: Final = 0.25  # of a bar that was begun and left: it is not part of the song


@dataclass(frozen=True, slots=True)
class Launch:
    """A section, the bar from which it sounds (0 is the loop's first, counted on), and the frame of that bar."""

    block: str
    layers: frozenset[str]
    bar: int
    frame: float


class Performing:
    """What was launched since the music began to play; it is kept until it plays anew."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._launches: list[Launch] = []
        self._frame = 0  # the latest that was heard of
        self._ended: int | None = None
        self._since: float | None = None  # the tick of the arrangement from which it sounds, till a section is launched
        self._tick = 0.0  # the latest of it that was heard of
        self._before: tuple[Block, ...] = ()  # what was heard of the arrangement until the first launch

    @property
    def waits(self) -> str:
        """The id of the section that comes at the next bar, "" for none."""
        latest = self._launches[-1] if self._launches and self._live else None
        return latest.block if latest is not None and self._frame < latest.frame else ""

    @property
    def now(self) -> str:
        """The id of the section that was launched and sounds, "" for none."""
        if not self._live:
            return ""
        return next((one.block for one in reversed(self._launches) if one.frame <= self._frame), "")

    @property
    def _live(self) -> bool:
        return self._ended is None and bool(self._screen.playing.section)

    @property
    def bars(self) -> int:
        """How many bars of what was launched there are to keep, once it was stopped."""
        return self._bars()[1] if self._ended is not None else 0

    def begin(self) -> None:
        """The music plays anew."""
        self._launches, self._ended, self._before = [], None, ()

    def launch(self, block_id: str) -> None:
        """Let a section take over at the next bar; it goes round until another does."""
        screen, playing, song = self._screen, self._screen.playing, self._screen.song
        tick, block = playing.tick(), song.block(block_id)
        if tick is None:
            return
        if not self._live:
            self.begin()
        a_tick = 60 / song.bpm / TICKS * RATE
        next_bar = ceil((tick + SOON_SECONDS * RATE / a_tick) / song.bar_ticks)
        frame = screen.engine.frame_now() + (next_bar * song.bar_ticks - tick) * a_tick
        done = [one for one in self._launches if one.frame < frame - a_tick * song.bar_ticks / 2]
        if done:
            bar = done[-1].bar + round((frame - done[-1].frame) / (a_tick * song.bar_ticks))
        else:
            bar = next_bar % song.bars
            if not playing.section and self._since is not None:
                self._before = launches.heard(song, int(self._since // song.bar_ticks), next_bar)
        layers = frozenset(layer.id for layer in song.layers if layer.id not in block.off)
        self._launches = [*done, Launch(block_id, layers, bar, frame)]
        playing.section = block_id
        playing.next_bar(song)
        screen.tools.changed()

    def told(self, position: Position) -> bool:
        """The music goes on, or has stopped; True where another section sounds now."""
        before = self.now
        self._frame = position.frame
        self._follow(position)
        if position.state == "stopped" and self._launches and self._ended is None:
            self._ended = position.frame
            return True
        return self.now != before

    def _follow(self, position: Position) -> None:
        """Know from where on the arrangement sounds: it goes on until it is stopped, or is played from elsewhere."""
        playing = self._screen.playing
        if position.state != "playing" or not playing.whole:
            self._since = None
        elif not playing.section:
            if self._since is None or position.tick < self._tick:
                self._since = position.tick
            self._tick = position.tick

    def _bars(self) -> tuple[list[launches.Launch], int, int]:
        """The launches that sounded, how many bars they lasted, and the bar they ended with."""
        song = self._screen.song
        ended = self._ended if self._ended is not None else self._frame
        a_bar = 60 / song.bpm / TICKS * RATE * song.bar_ticks
        heard = [one for one in self._launches if ended - one.frame > _ROUGHLY * a_bar]
        if not heard:
            return [], 0, 0
        last = heard[-1].bar + max(1, ceil((ended - heard[-1].frame) / a_bar - _ROUGHLY))
        before = lines.closing_bar(replace(song, blocks=self._before)) - 1 if self._before else 0
        return [launches.Launch(one.bar, one.layers, one.block) for one in heard], before + last - heard[0].bar, last

    def keep(self) -> None:
        """Make what was launched the order of the song."""
        screen = self._screen
        heard, _, last = self._bars()
        here = frozenset(layer.id for layer in screen.song.layers)
        known = [one._replace(on=one.on & here) for one in heard]
        before = self._before
        self.begin()
        screen.tools.focus("sections")
        screen.try_edit(label("perform"), lambda: launches.performed(screen.song, known, last, before=before))

    def forget(self) -> None:
        """Leave the order as it is."""
        self.begin()
        self._screen.tools.focus("sections")
        self._screen.tools.changed()
