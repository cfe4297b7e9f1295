"""What of a song sounds while it is made: its loop or the whole of it, from where it is, on at the next bar or at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from instruments.events import Finished, Position, Score
from studio.music.piece import TICKS
from studio.music.song import arranging, tidying
from studio.music.song.lines import silent
from studio.playing.playhead import STOPPED

if TYPE_CHECKING:
    from studio.music.song.model import Song
    from studio.screens.make.room import Make

LATEST_SECONDS = 0.25  # without a word from the engine the playhead stands still after so long


class Playing:
    """Tells the engine what to play, and knows where it is."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self.last = STOPPED
        self._heard_at = 0.0
        self.whole = False  # the arrangement from its first section to its ending, and not the loop
        self.section = ""  # the one that was launched and goes round, by its id
        self.as_played = False  # the other side of the comparison: as it was before it was tidied
        self.once = False  # the loop is played once, for each round that is counted in
        self._end = 1  # ticks of what plays
        self.last_round: int | None = (
            None  # stop by itself after so many rounds: who began on the piano has no key to stop it
        )
        self.with_click = False  # the beats are listened to
        self._trying = False  # a sound that is tried: not the song

    @property
    def on(self) -> bool:
        """Whether the song sounds, or is counted in."""
        return self.last.state != "stopped" and not self._trying

    @property
    def trying(self) -> bool:
        """Whether something is heard that is not the song."""
        return self._trying

    @property
    def counting(self) -> int:
        """The beat of the count-in, 1..; 0 where nothing counts in."""
        return self.last.beat if self.on and self.last.state == "counting" else 0

    def start(self, *, count_in: int = 0, from_tick: int = 0, once: bool = False) -> None:
        """Play it."""
        self.once = once
        self._trying, self.last_round, self.section = False, None, ""
        self._play(self._screen.song, from_tick=from_tick, count_in=count_in)

    def stop(self) -> None:
        """Silence. What was tried is that until the engine says that it has stopped."""
        self._screen.engine.stop()

    def leave(self) -> None:
        """Silence, if anything sounds."""
        if self.on or self._trying:
            self.stop()

    def toggle(self) -> None:
        """Play, or stop."""
        if self.on:
            self.stop()
            return
        self.whole = self._screen.shows_whole
        self.start()

    def turn_to(self, *, whole: bool) -> None:
        """The page in front is about the whole song, or about its loop: that is what plays from the next bar on."""
        if whole != self.whole or self.section:
            self.whole, self.section = whole, ""
            self.next_bar(self._screen.song)

    def changed(self, *, next_bar: bool = False) -> None:
        """What was changed is heard at once, from where the music is, or from the next bar on."""
        if not self.on:
            return
        if next_bar or self.last.state != "playing":
            self.next_bar(self._screen.song)
        else:
            self._play(self._screen.song, from_tick=int(self.tick() or 0) % max(1, self._end))

    def next_bar(self, song: Song) -> None:
        """A song takes over at the next bar, in the same bar of its own."""
        if self.on:
            self._play(song, next_bar=True)

    def heard(self, song: Song) -> Song:
        """The song as it is set, or as it was played."""
        return tidying.as_played(song) if self.as_played else song

    def _play(self, song: Song, *, from_tick: int = 0, count_in: int = 0, next_bar: bool = False) -> None:
        song = self.heard(song)
        self._end = (score := self._score(song)).end
        self._screen.engine.play(
            score,
            from_tick=from_tick,
            count_in=count_in,
            muted=silent(song),
            click=self.with_click or not score.events,  # where nothing sounds yet there is a click to play to
            next_bar=next_bar,
            voiced=self.whole and not self.section,
        )

    def mutes(self) -> None:
        """Which layers are heard has changed."""
        if self.on:
            self._screen.engine.mute(silent(self._screen.song))

    def sample(self, score: Score) -> None:
        """Let something be heard that is not the song; not while the song is."""
        if not self.on:
            self.preview(score)

    def preview(self, score: Score, *, voiced: bool = False) -> None:
        """Let something be heard in place of all that sounds; `voiced` with the voice that the engine has."""
        self._trying = True
        self._screen.engine.play(score, preview=True, voiced=voiced)

    def note(self, sound: str, pitch: int, velocity: int) -> None:
        """Let one note be heard."""
        on, off = bytes((0x90, pitch, velocity)), bytes((0x80, pitch, 64))
        half = TICKS // 2
        self.sample(Score(((0, 0, on), (half, 0, off)), end=TICKS, sounds=(sound,)))

    def _score(self, song: Song) -> Score:
        block = next((one for one in song.blocks if one.id == self.section), None)
        if block is not None:  # all its bars, so that whoever comes in bar 3 goes on in bar 4
            alone = replace(song, blocks=(replace(block, repeats=1, bars=0, first=0),), ending=False)
            score = arranging.song_score(alone)
            return replace(score, loop=(0, score.end))
        if self.whole and song.blocks:
            return arranging.song_score(song)
        score = arranging.loop_score(song)
        return replace(score, loop=None) if self.once else score

    def tick(self) -> float | None:
        """The tick that sounds now; None while it is still or counts in."""
        if not self.on or self.last.state != "playing":
            return None
        passed = min(LATEST_SECONDS, max(0.0, self._screen.tools.clock() - self._heard_at))
        return self.last.tick + passed * self._screen.song.bpm / 60 * TICKS

    def loop_tick(self) -> float | None:
        """The same in the loop; None while the arrangement plays."""
        tick = self.tick()
        return None if tick is None or self.whole else tick % self._screen.song.loop_ticks

    def told(self, event: object) -> bool:
        """The engine says where it is; True where something else is to be seen."""
        match event:
            case Position():
                before = (self.last.state, self.last.beat)
                self.last, self._heard_at = event, self._screen.tools.clock()
                if event.state == "stopped":
                    self._trying = False
                return before != (event.state, event.beat)
            case Finished():
                self.last = STOPPED
                return True
        return False
