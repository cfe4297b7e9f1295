"""How finding a song by ear looks: the steps above, one of them in the middle, the ways on below."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.music import by_ear
from studio.screens.pick.phone_chords import ChordsView, drawn_keys, trying
from studio.screens.pick.phone_music import MusicView
from studio.screens.pick.phone_pad import pad
from studio.screens.pick.phone_sound import NOW
from studio.ui.keys import Touch
from studio.ui.nodes import Button, Card, Choice, Column, Grid, Icon, Node, Row, Scroll, Space, Text, TextBox
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.screens.pick.phone import Phone

STEPS = ("name", "tap", "home", "chords", "groove", "part")
SPAN = (48, 72)  # two octaves round middle C: they lie on every keyboard
BEATS = (4, 3)
MODES = (("major", "bright", "sun"), ("minor", "dark", "moon"))
SONGS_SHOWN = 6
TITLE = 80  # letters
FIRST = {"name": "title", "tap": "pad", "home": "mode", "chords": "row-0", "groove": "", "part": ""}


class PhoneView:
    """Makes nodes of the screen's state; changes nothing."""

    def __init__(self, screen: Phone) -> None:
        self._screen = screen
        self._touch = Touch(screen.tools.theme, lambda: SPAN, screen.engine.press, screen.engine.release)
        self._chords = ChordsView(screen, self._touch, SPAN)
        self._music = MusicView(screen)

    def let_go(self) -> None:
        """A drawn key that is held comes up."""
        self._touch.let_go()

    def first(self, step: str) -> str:
        """What has the focus as a step opens."""
        if step == "home" and self._screen.song.home is None:
            return ""
        return self._music.first(step) or FIRST[step]

    @property
    def _folds(self) -> bool:
        return self._screen.tools.theme().folds

    # -- the frame of all steps ---------------------------------------------------------------------------------------
    def build(self) -> Node:
        """The steps, the one in front, the ways on."""
        screen = self._screen
        inside = {
            "name": self._name,
            "tap": self._tap,
            "home": self._home,
            "chords": self._chords.build,
            "groove": self._music.grooves,
            "part": self._music.parts,
        }[screen.step]()
        body = Scroll(inside, key=f"phone-{screen.step}")
        return Column(self._steps(), body, self._legend(), self._ways(), gap=12, grow=1)

    def _steps(self) -> Node:
        screen = self._screen
        at = STEPS.index(screen.step)
        if self._folds:
            words = say("phone.step n of m", n=at + 1, m=len(STEPS), step=say(f"phone.step {screen.step}"))
            return Row(Text(words, style="label", weight=600, tone="text2"))
        return Row(
            *[
                Button(
                    f"to-{step}",
                    say(f"phone.step {step}"),
                    partial(screen.to, step),
                    icon="check" if screen.is_done(step) and n < STEPS.index(screen.first_open) else None,
                    enabled=screen.can_go_to(step),
                    selected=n == at,
                    grow=1,
                )
                for n, step in enumerate(STEPS)
            ],
            gap=8,
        )

    def _ways(self) -> Node:
        screen = self._screen
        last = screen.step in {"groove", "part"}
        can = screen.is_done(screen.step)
        return Row(
            Button("step-back", say("phone.step back"), screen.step_back, icon="arrow-left"),
            Button("again", say("phone.start again"), screen.again, icon="rotate-ccw", kind="quiet")
            if screen.song.bpm and not self._folds
            else None,
            Space(),
            self._hear_now() if screen.step == "chords" else None,
            None
            if last
            else Button("go-on", say("phone.go on"), screen.go_on, icon="arrow-right", kind="primary", enabled=can),
        )

    def _hear_now(self) -> Node:
        screen = self._screen
        on = screen.sound.heard == NOW
        return Button(
            "hear-now",
            say("phone.stop") if on else say("phone.hear it"),
            partial(screen.sound.song, NOW, screen.song),
            icon="square" if on else "play",
            enabled=bool(screen.song.chords),
        )

    def _legend(self) -> Node | None:
        """What held keys do, while none of them means the song."""
        if self._screen.find.listens:
            return None
        return self._screen.keys.legend(
            ("C", "back"), ("D", "next"), ("E", "choose"), ("G", "go on"), ("A", "a step back")
        )

    def heading(self, title: str, hint: str) -> Node:
        """What to do here, in one line; and in another where there is room."""
        return Column(Text(title, style="h2"), Text(hint, tone="text2") if not self._folds else None, gap=2)

    # -- its name -----------------------------------------------------------------------------------------------------
    def _name(self) -> Node:
        screen = self._screen
        liked = [one for one in screen.lesson.mine.likes if one.kind == "song" and one.piece is None][-SONGS_SHOWN:]
        songs = [
            Button(f"song-{one.id}", one.what, partial(screen.find.choose, one.what, one.id), icon="music-2", grow=1)
            for one in reversed(liked)
        ]
        board = Column(
            Text(say("phone.from your board"), style="label", tone="text2"), Grid(*songs, min_width=260), gap=8
        )
        box = TextBox(
            "title",
            screen.song.title,
            screen.find.call,
            lambda _words: screen.go_on(),
            label=say("phone.type its name") if songs else say("phone.step name"),
            most=TITLE,
        )
        return Column(
            Row(
                Icon("smartphone", 44, "accent"),
                self.heading(say("phone.which song"), say("phone.name it later")),
                gap=16,
            ),
            board if songs else None,
            Column(box, width=None if self._folds else 640),
            gap=20,
        )

    # -- tapping ------------------------------------------------------------------------------------------------------
    def _tap(self) -> Node:
        find, song = self._screen.find, self._screen.song
        said = f"{song.bpm:.0f}" if song.bpm else say("phone.tap here")
        if find.taps.on_one:
            title, hint = say("phone.tap only on one"), say("phone.tapped n times", n=find.taps.count)
        else:
            title = say("phone.play it and tap")
            got = song.bpm and find.taps.count
            hint = (
                say("phone.got it")
                if got
                else say("phone.keep tapping" if find.taps.count else "phone.tap like your foot")
            )
        side = Column(self._tempo(), self._bar(), gap=12, grow=1)
        return Column(
            self.heading(title, hint),
            Row(pad("pad", find.taps.count, said, find.tap), side, gap=16, align="stretch", wrap=self._folds, grow=1),
            gap=16,
            grow=1,
        )

    def _tempo(self) -> Node:
        find, song = self._screen.find, self._screen.song
        words = say("phone.bpm", bpm=f"{song.bpm:.0f}") if song.bpm else say("phone.no tempo yet")
        ways = (
            ("half", "half as fast", partial(find.faster, 0.5), "minus"),
            ("twice", "twice as fast", partial(find.faster, 2.0), "plus"),
            ("tap-again", "tap again", find.tap_again, "rotate-ccw"),
        )
        return Card(
            Column(
                Text(words, style="lead", weight=600),
                Row(*(self._on_tempo(*each) for each in ways), gap=8, wrap=True),
                gap=8,
            ),
            pad=12,
        )

    def _on_tempo(self, key: str, words: str, do: Callable[[], None], icon: str) -> Button:
        return Button(key, say(f"phone.{words}"), do, icon=icon, enabled=self._screen.song.bpm > 0, grow=1)

    def _bar(self) -> Node:
        find, song = self._screen.find, self._screen.song
        options = tuple((n, say(f"phone.beats {n}"), None) for n in BEATS)
        ones = Button(
            "ones",
            say("phone.back to all") if find.taps.on_one else say("phone.find one"),
            partial(find.tap_ones, not find.taps.on_one),
            icon="hand",
            selected=find.taps.on_one,
            enabled=song.bpm > 0,
            grow=1,
        )
        return Card(
            Column(
                Text(say("phone.beats in a bar"), style="label", tone="text2"),
                Row(Choice("beats", options, song.beats, find.set_beats, grow=1), ones, gap=8, wrap=True),
                gap=8,
            ),
            pad=12,
        )

    # -- the home note ------------------------------------------------------------------------------------------------
    def _home(self) -> Node:
        screen = self._screen
        if screen.find.tries:
            tried = by_ear.home_name(screen.find.held.tried or 0, screen.song.mode)
            return Column(
                self.heading(say("phone.find home"), say("phone.home is where it rests")),
                trying(screen, tried, say("phone.try a key")),
                drawn_keys(screen, self._touch, SPAN, tried),
                gap=16,
            )
        song = screen.song
        home = by_ear.home_name(song.home or 0, song.mode)
        modes = tuple((mode, say(f"phone.{words}"), icon) for mode, words, icon in MODES)
        return Column(
            self.heading(say("phone.home is", note=home), say("phone.bright or dark")),
            Choice("mode", modes, song.mode, screen.find.set_mode, big=True),
            Row(Button("other-keys", say("phone.try other keys"), screen.find.try_other_keys, icon="rotate-ccw")),
            gap=16,
        )
