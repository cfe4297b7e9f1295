"""What somebody does to find a song by ear: taps, keys that are tried and held, chords and a beat that are picked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from instruments.events import NoteOn
from studio.music import by_ear, tapping
from studio.screens.pick.phone_ears import Held, Taps
from studio.screens.pick.phone_sound import NOW
from studio.words import say

if TYPE_CHECKING:
    from instruments.events import Played
    from studio.music.by_ear import Song
    from studio.music.piece import Mode
    from studio.screens.pick.phone import Phone


class Finding:
    """Every way to change what is known of the song; the screen shows it and can undo it."""

    def __init__(self, screen: Phone) -> None:
        self._screen = screen
        self.taps = Taps(screen.lesson.recorder)
        self.held = Held(screen.lesson.recorder)
        self.by_key = False  # a chord is looked for on the keys
        self.another_home = False  # keys are tried again, though one was found
        self._tapping = False  # on keys, a moment ago
        self.share = 0.0  # how far the key that is held is filled

    @property
    def _song(self) -> Song:
        return self._screen.song

    @property
    def _frame(self) -> int:
        return self._screen.engine.frame_now()

    def afresh(self) -> None:
        """Another step is shown."""
        self.let_go()
        self.taps.turn(on_one=False)
        self.taps.afresh()
        self.taps.know(self._song.bpm)
        self.held.afresh()
        self.by_key = self.another_home = False
        self.share = 0.0

    def let_go(self) -> None:
        """What was tapped so far was no music."""
        self.taps.over(self._frame)

    # -- keys ---------------------------------------------------------------------------------------------------------
    @property
    def tries(self) -> bool:
        """Whether keys are tried here: for the home note, or for a chord."""
        step = self._screen.step
        return (step == "home" and (self._song.home is None or self.another_home)) or (step == "chords" and self.by_key)

    @property
    def listens(self) -> bool:
        """Whether keys mean the song now, and no key walks through the screen."""
        return self.tries or (self._screen.step == "tap" and self.taps.is_going_on(self._frame))

    def has_just_tapped(self) -> bool:
        """Whether somebody who tapped on keys has just stopped, once: they need not walk to the way on."""
        tapped, self._tapping = self._tapping, False
        return tapped

    def hear(self, event: Played) -> None:
        """A key is a tap or a try; only what the pupil's own keyboard plays."""
        if event.keyboard not in self._screen.lesson.keys:
            return
        if self._screen.step == "tap" and isinstance(event, NoteOn):
            self.tap(event.frame)
        elif self.tries and self.held.hear(event):
            self._screen.tools.focus("fits")
            if self.by_key and self.held.tried is not None:
                self._screen.sound.chord(by_ear.chord_on(self._song, self.held.tried).symbol)
            self._screen.tools.changed()

    def look(self) -> None:
        """Once a frame while keys are tried: one that was held long enough is meant."""
        frame = self._frame
        share = round(self.held.share(frame), 1) if self.tries else 0.0
        if share != self.share:
            self.share = share
            self._screen.tools.changed()
        pitch = self.held.meant(frame) if self.tries else None
        if pitch is not None:
            self.fits(pitch)

    def fits(self, pitch: int) -> None:
        """Take this key: the home note, or what a chord stands on."""
        if self._screen.step == "home":
            self.set_home(pitch)
        else:
            self.find_chord(on=False)
            self.add_chord(by_ear.chord_on(self._song, pitch).symbol)
            self._screen.tools.focus("by-key")

    # -- name and tempo -----------------------------------------------------------------------------------------------
    def call(self, title: str) -> None:
        """Give it a name."""
        self._screen.edit("name", replace(self._song, title=title if title.strip() else ""), merge="name")

    def choose(self, title: str, interest: str) -> None:
        """It is one of the songs on the board."""
        self._screen.interest = interest
        self._screen.edit("name", replace(self._song, title=title))
        self._screen.go_on()

    def tap(self, frame: int | None = None) -> None:
        """Somebody tapped, on a key or (where no frame is told) on the pad."""
        self._screen.sound.stop()
        self.taps.tap(self._frame if frame is None else frame)
        self._tapping = frame is not None and self.taps.is_going_on(frame)
        found, beats = self.taps.pulse, self.taps.beats
        if self.taps.on_one and beats is not None:
            self._screen.edit("bar", replace(self._song, beats=beats), merge="bar")
        elif found is not None and not self.taps.on_one and found.taps:
            self._screen.edit("tap", replace(self._song, bpm=float(round(tapping.offered(found.bpm)))), merge="tap")
        self._screen.tools.changed()

    def faster(self, factor: float) -> None:
        """Twice or half as fast: what was tapped as one beat is two."""
        bpm = self._song.bpm * factor
        if tapping.SLOWEST <= bpm <= tapping.FASTEST:
            self._screen.edit("tap", replace(self._song, bpm=float(round(bpm))))
            self.taps.know(self._song.bpm)

    def tap_again(self) -> None:
        """The next tap is a first one."""
        self.taps.turn(on_one=False)
        self.taps.afresh()
        self._screen.tools.focus("pad")
        self._screen.tools.changed()

    def tap_ones(self, on: bool) -> None:
        """Only each *one* is tapped from now on, or all beats again."""
        self.taps.turn(on_one=on)
        self._screen.tools.changed()

    def set_beats(self, beats: int) -> None:
        """So many beats are in a bar."""
        self._screen.edit("bar", replace(self._song, beats=beats))

    # -- home note and chords -----------------------------------------------------------------------------------------
    def set_home(self, pitch: int) -> None:
        """Take this note for home."""
        self.another_home = False
        self._screen.edit("home", by_ear.follows(self._song, pitch % 12, self._song.mode))
        self.held.afresh()
        self._screen.keys.afresh()
        self._screen.tools.focus("mode")

    def set_mode(self, mode: Mode) -> None:
        """Bright is major, dark is minor; the chord at home is heard."""
        self._screen.edit("home", by_ear.follows(self._song, self._song.home, mode))
        self._screen.sound.chord(by_ear.offered(self._song)[0].symbol)

    def try_other_keys(self) -> None:
        """The home note is looked for again."""
        self.another_home = True
        self.held.afresh()
        self._screen.tools.changed()

    def add_chord(self, symbol: str) -> None:
        """Put a chord into the next free place, and hear it."""
        if len(self._song.chords) >= by_ear.MOST_CHORDS:
            self._screen.tools.say(say("phone.no more chords"))
        else:
            self._screen.edit("chords", self._song.kept_chords((*self._song.chords, symbol)))
        self._screen.sound.chord(symbol)

    def take_out(self, n: int) -> None:
        """Take a chord out; those after it move up."""
        chords = self._song.chords
        self._screen.edit("chords", self._song.kept_chords((*chords[:n], *chords[n + 1 :])))

    def take_row(self, row: tuple[str, ...]) -> None:
        """Take four at once, and hear them."""
        self._screen.edit("chords", self._song.kept_chords(row))
        self._screen.sound.stop()
        self._screen.sound.song(NOW, self._song)

    def find_chord(self, on: bool) -> None:
        """Keys give chords from now on, or play as they are."""
        self.by_key = on
        self.held.afresh()
        self._screen.keys.afresh()
        self._screen.tools.changed()

    def take_groove(self, groove: str) -> None:
        """Take this beat."""
        self._screen.edit("groove", replace(self._song, groove=groove))
        self._screen.go_on()
