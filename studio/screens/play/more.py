"""How to play it: what is changed less often, in one dialog; at large text all that is not on the screen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from studio.playing.keyrange import SIZES, size_of
from studio.screens.play.sound import PlaySound
from studio.ui.nodes import Button, Choice, Column, Dialog, Node, Row, Space, Text, Toggle
from studio.words import options, say

if TYPE_CHECKING:
    from studio.screens.play.room import Play

HELPS = ("melody", "chord note", "all")  # from little to all of it; a chord note is any one of each chord
HANDS = ("left", "right", "both")
BARS_AT_ONCE = 16


class PlayMore:
    """Open or closed; of a long piece one page of bars is shown, the one with the loop when it opens."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._open = False
        self._page = 0
        self._sound = PlaySound(screen)

    def show(self) -> None:
        """Open it."""
        bars = self._screen.practice.bars
        self._open, self._page = True, (bars[0] - 1) // BARS_AT_ONCE if bars else 0
        self._screen.tools.focus("hear-all" if self._screen.score.music is not None else "today")
        self._screen.tools.changed()

    def close(self) -> None:
        """Back to the music."""
        self._open = False
        self._screen.tools.focus("more")
        self._screen.tools.changed()

    def _today(self) -> None:
        self._open = False
        self._screen.today.show()

    def _my_sound(self) -> None:
        self._open = False
        self._sound.show()

    def turn(self, by: int) -> None:
        """Show so many pages of bars further; the ends are the first and the last page."""
        last = max(0, len(self._numbers) - 1) // BARS_AT_ONCE
        self._page = max(0, min(self._page + by, last))
        self._screen.tools.changed()

    def dialog(self) -> Dialog | None:
        """What is changed less often: hear it, what I play, hands, speed, bars, count-in, click."""
        if not self._open:
            return self._sound.dialog()
        screen = self._screen
        open_ = screen.score.music is not None
        practice, folded = screen.practice, screen.tools.theme().folds  # at large text these are not on the screen
        return Dialog(
            say("play.how to play it") if open_ else say("play.how to play"),
            Column(
                Row(
                    Button(
                        "hear-all",
                        say("play.hear it first"),
                        screen.hear_whole,
                        icon="headphones",
                        enabled=not screen.take.on,
                    )
                    if open_
                    else None,
                    Button("today", say("play.played today"), self._today, icon="history", enabled=not screen.take.on),
                    Button(
                        "my-sound", say("play.my sound name", name=self._sound.name), self._my_sound, icon="audio-lines"
                    ),
                    gap=8,
                    wrap=True,
                ),
                helps(screen, "help-2", say("play.i play"))
                if screen.score.mine and folded and screen.score.more_than_a_tune
                else None,
                Choice(
                    "hands",
                    options("play.hands", HANDS),
                    practice.hands,
                    lambda v: screen.change(hands=v),
                    say("play.hands"),
                )
                if screen.score.has_hands
                else None,
                Column(Text(say("play.speed"), style="label"), speed(screen, wide=True), gap=4)
                if folded and open_
                else None,
                pace(screen, "pace-2", say("play.the music")) if folded and screen.score.may_breathe else None,
                self._bars(),
                self._sizes(),
                Row(
                    Toggle(
                        "count-toggle",
                        say("play.count me in"),
                        practice.count_in,
                        lambda v: screen.change(count_in=v),
                        grow=1,
                    ),
                    Toggle(
                        "click-toggle",
                        say("play.click along"),
                        practice.click,
                        lambda v: screen.change(click=v),
                        grow=1,
                    )
                    if open_
                    else None,
                ),
                Row(Space(), Button("more-done", say("play.done"), self.close, kind="primary", icon="check")),
                gap=12,
            ),
            key="more-dialog",
            escape=self.close,
            width=680,
        )

    def _sizes(self) -> Node | None:
        """How many keys there are, where a keyboard is plugged in; what its name says needs no answer."""
        screen = self._screen
        keyboard = screen.keyboard
        if keyboard is None:
            return None
        sizes = (
            (0, say("play.as named") if size_of(keyboard.name) else say("play.not sure")),
            *((n, str(n)) for n in SIZES),
        )

        def keep(n: int) -> None:
            screen.tools.restyle(replace(screen.tools.settings, keys_there=n))

        said = screen.tools.settings.keys_there
        words = say("play.keys on my keyboard")
        return Column(
            Text(words, style="label", tone="text2"),
            Choice("size", tuple((n, words, None) for n, words in sizes), said, keep, words),
            gap=4,
        )

    @property
    def _numbers(self) -> list[int]:
        music = self._screen.score.music
        return [bar.n for bar in music.bars() if bar.n > 0] if music is not None else []

    def _bars(self) -> Node | None:
        screen, numbers = self._screen, self._numbers
        if not numbers:
            return None
        bars = screen.practice.bars
        chosen = range(bars[0], bars[1] + 1) if bars else range(0)
        shown = numbers[self._page * BARS_AT_ONCE : (self._page + 1) * BARS_AT_ONCE]
        words = say("play.goes round bars span", span_of=span_of(bars)) if bars else say("play.press a bar")
        row = Row(
            *[Button(f"bar-{n}", str(n), partial(screen.loop_bar, n), selected=n in chosen) for n in shown],
            gap=4,
            wrap=True,
        )
        return Column(
            Text(words, style="label", tone="text2"),
            self._pages(shown, len(numbers)) if len(numbers) > BARS_AT_ONCE else None,
            row,
            gap=4,
        )

    def _pages(self, shown: list[int], count: int) -> Node:
        """Of a long piece: which bars are shown, and the way to the others."""
        return Row(
            Button(
                "earlier-bars",
                "",
                lambda: self.turn(-1),
                icon="chevron-left",
                name=say("play.earlier bars"),
                enabled=shown[0] > 1,
            ),
            Text(say("play.bars n to n2", n=shown[0], n2=shown[-1], count=count), style="label", weight=600),
            Button(
                "later-bars",
                "",
                lambda: self.turn(1),
                icon="chevron-right",
                name=say("play.later bars"),
                enabled=shown[-1] < count,
            ),
            gap=8,
        )


def helps(screen: Play, key: str, label: str = "", *, grow: int = 0) -> Node:
    """How much of it the pupil plays; one key of a chord is enough only where the music waits for it."""
    now = screen.practice.help
    waits = screen.practice.mode == "waits"
    ways = [help_ for help_ in HELPS if waits or help_ != "chord note"]
    chosen = now if now in ways else "all"
    return Choice(key, options("play.help", ways), chosen, lambda v: screen.change(help=v), label, grow=grow)


def pace(screen: Play, key: str, label: str = "", *, grow: int = 0) -> Node:
    """Whether what plays with the pupil goes at their pace or keeps its own."""
    return Choice(
        key,
        ((True, say("play.follows me"), None), (False, say("play.keeps steady"), None)),
        screen.practice.breathes,
        lambda v: screen.change(breathes=v),
        label,
        grow=grow,
    )


def speed(screen: Play, *, wide: bool = False) -> Node:
    """Slower and faster, with how fast it is now."""
    music = screen.score.music
    assert music is not None
    bpm = music.tempo_at(screen.score.first_tick).bpm
    now, full = round(bpm * screen.practice.speed), round(bpm)
    fast = say("play.full speed") if now == full else say("play.full speed is", n=full)
    return Row(
        # the words change their length with the speed; the buttons stay under the finger that presses again
        Text(say("play.now beats a minute", now=now, fast=fast), style="label", weight=600, grow=int(wide)),
        Button("slower", "", lambda: screen.faster(-1), icon="minus", name=say("play.slower")),
        Button("faster", "", lambda: screen.faster(1), icon="plus", name=say("play.faster")),
        gap=8,
    )


def span_of(bars: tuple[int, int]) -> str:
    """Bars in words, as in "2 to 4"."""
    return str(bars[0]) if bars[0] == bars[1] else say("play.n to n2", n=bars[0], n2=bars[1])
