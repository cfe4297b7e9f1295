"""How to play it: what is changed less often, in one dialog; at large text all that is not on the screen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from studio.playing.keyrange import SIZES, size_of
from studio.screens.play.sound import PlaySound
from studio.ui.nodes import Button, Choice, Column, Dialog, Node, Row, Space, Text, Toggle

if TYPE_CHECKING:
    from studio.screens.play.room import Play

HELPS = (("melody", "Melody"), ("all", "All notes"))
HANDS = (("left", "Left"), ("right", "Right"), ("both", "Both"))
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
            "How to play it" if open_ else "How to play",
            Column(
                Row(
                    Button(
                        "hear-all", "Hear it first", screen.hear_whole, icon="headphones", enabled=not screen.take.on
                    )
                    if open_
                    else None,
                    Button("today", "Played today", self._today, icon="history", enabled=not screen.take.on),
                    Button("my-sound", f"My sound: {self._sound.name}", self._my_sound, icon="audio-lines"),
                    gap=8,
                    wrap=True,
                ),
                Choice("help-2", HELPS, practice.help, lambda v: screen.change(help=v), "I play")
                if screen.score.mine and folded
                else None,
                Choice("hands", HANDS, practice.hands, lambda v: screen.change(hands=v), "Hands")
                if screen.score.has_hands
                else None,
                Column(Text("Speed", style="label"), speed(screen), gap=4) if folded and open_ else None,
                self._bars(),
                self._sizes(),
                Row(
                    Toggle(
                        "count-toggle", "Count me in", practice.count_in, lambda v: screen.change(count_in=v), grow=1
                    ),
                    Toggle("click-toggle", "Click along", practice.click, lambda v: screen.change(click=v), grow=1)
                    if open_
                    else None,
                ),
                Row(Space(), Button("more-done", "Done", self.close, kind="primary", icon="check")),
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
        sizes = ((0, "As named" if size_of(keyboard.name) else "Not sure"), *((n, str(n)) for n in SIZES))
        options = tuple((n, words, None) for n, words in sizes)

        def say(n: int) -> None:
            screen.tools.restyle(replace(screen.tools.settings, keys_there=n))

        said = screen.tools.settings.keys_there
        words = "Keys on my keyboard"
        return Column(Text(words, style="label", tone="text2"), Choice("size", options, said, say, words), gap=4)

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
        words = f"Goes round bars {span_of(bars)}. Press a bar to change it." if bars else "Press a bar to go round it."
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
                name="Earlier bars",
                enabled=shown[0] > 1,
            ),
            Text(f"Bars {shown[0]} to {shown[-1]} of {count}", style="label", weight=600),
            Button(
                "later-bars",
                "",
                lambda: self.turn(1),
                icon="chevron-right",
                name="Later bars",
                enabled=shown[-1] < count,
            ),
            gap=8,
        )


def speed(screen: Play) -> Node:
    """Slower and faster, with how fast it is now."""
    music = screen.score.music
    assert music is not None
    bpm = music.tempo_at(screen.score.first_tick).bpm
    now, full = round(bpm * screen.practice.speed), round(bpm)
    fast = "full speed" if now == full else f"full speed is {full}"
    return Row(
        Button("slower", "", lambda: screen.faster(-1), icon="minus", name="Slower"),
        Text(f"{now} beats a minute, {fast}", style="label", weight=600),
        Button("faster", "", lambda: screen.faster(1), icon="plus", name="Faster"),
        gap=8,
    )


def span_of(bars: tuple[int, int]) -> str:
    """Bars in words, as in "2 to 4"."""
    return str(bars[0]) if bars[0] == bars[1] else f"{bars[0]} to {bars[1]}"
