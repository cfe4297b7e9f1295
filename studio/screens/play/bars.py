"""How to play it, page *Speed and bars*: how fast it goes, and which bars go round."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.music.loops import NAMES
from studio.music.repeats import bar_on_paper
from studio.screens.play.ladder import percent
from studio.ui.nodes import Button, Chips, Column, Node, Row, Text, TextBox, Toggle
from studio.words import counted, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio.music.loops import Bars, Loop, Name
    from studio.screens.play.room import Play

BARS_AT_ONCE = 16


class PlayBars:
    """Of a long piece one page of bars is shown, the one with the loop when it opens."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._page = 0
        self._typed = ""
        self._naming = self._climbing = False  # what of this page is asked in place of its rows

    def look(self) -> None:
        """Begin at the bars that go round."""
        bars = self._screen.practice.bars
        self._naming = self._climbing = False
        self._page = (bars[0] - 1) // BARS_AT_ONCE if bars else 0

    def _type(self, words: str) -> None:
        self._typed = words

    def _done(self, words: str) -> None:
        self._typed = ""
        self._screen.loop.type(words)
        self.look()
        self._screen.tools.changed()

    def turn(self, by: int) -> None:
        """Show so many pages of bars further; the ends are the first and the last page."""
        last = max(0, len(self._numbers) - 1) // BARS_AT_ONCE
        self._page = max(0, min(self._page + by, last))
        self._screen.tools.changed()

    def rows(self) -> tuple[Node | None, ...]:
        """What there is to choose here; nothing with no piece open."""
        screen = self._screen
        if screen.score.music is None:
            return ()
        if self._naming and (bars := screen.loop.bars) is not None:
            return self._names(bars)
        folded = screen.tools.theme().folds  # at large text the speed is not on the screen
        if self._climbing and screen.ladder.now is not None:
            return screen.ladder.rows(screen.ladder.now, partial(self._ask_ladder, on=False))
        return (
            speed(screen, wide=True) if folded else None,
            self._ladder() if screen.ladder.may else None,
            self._bars(),
            self._kept(),
            Text(say("play.bars by key"), style="caption", tone="text2") if not folded else None,
        )

    def _ladder(self) -> Node:
        """Whether it goes faster by itself, and the way to say how."""
        ladder = self._screen.ladder
        now = ladder.now
        how = None
        if now is not None:
            words = say("play.how it speeds up", start=percent(now.start), target=percent(now.target))
            how = Button("ladder-how", words, partial(self._ask_ladder, on=True), icon="sliders-horizontal")
        return Row(
            Toggle("ladder", say("play.speed up"), now is not None, lambda on: ladder.turn(on=on), grow=1),
            how,
            gap=8,
        )

    def _ask_ladder(self, *, on: bool) -> None:
        self._climbing = on
        self._screen.tools.focus("ladder-start-more" if on else "ladder-how")
        self._screen.tools.changed()

    def _kept(self) -> Node | None:
        """The loops that were kept, and the way to keep the one that goes round, or no longer to."""
        loop = self._screen.loop
        kept = tuple((one.bars, called(one), None) for one in loop.kept)
        there = any(one.bars == loop.bars for one in loop.kept)

        def take(bars: Bars) -> None:
            loop.set(None if bars == loop.bars else bars)

        chips = Chips("loops", kept, frozenset({loop.bars} if there else ()), take, label=say("play.loops kept"))
        way: Node | None = None
        if there:
            way = Button("forget-loop", say("play.forget loop"), loop.forget, icon="x", kind="quiet")
        elif loop.bars is not None:
            way = Button("keep-loop", say("play.keep loop"), partial(self._ask_name, on=True), icon="repeat")
        return Row(chips if kept else None, way, gap=8, wrap=True) if kept or way else None

    def _ask_name(self, *, on: bool) -> None:
        self._naming = on
        self._screen.tools.focus("loop-name" if on else "more-page")
        self._screen.tools.changed()

    def _names(self, bars: Bars) -> tuple[Node | None, ...]:
        """What the loop that is kept is to be called: one of a few names, or its bars."""

        def keep(name: Name) -> None:
            self._screen.loop.keep(name)
            self._ask_name(on=False)

        names = tuple((name, _name(name, bars), None) for name in ("", *NAMES))
        return (
            Text(say("play.call loop"), weight=600),
            Chips("loop-name", names, frozenset(), keep, label=say("play.call loop")),
            Row(Button("no-name", say("play.not now"), partial(self._ask_name, on=False), kind="quiet")),
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
        words = " ".join((words, *self._on_paper()))
        typed = TextBox(
            "bars-typed",
            self._typed,
            self._type,
            self._done,
            placeholder=say("play.bars to loop"),
            most=12,
        )
        row = Row(
            *[Button(f"bar-{n}", str(n), partial(screen.loop.press, n), selected=n in chosen) for n in shown],
            gap=4,
            wrap=True,
            music=True,
        )
        return Column(
            Row(Text(words, style="label", tone="text2", grow=1), typed, gap=12),
            self._pages(shown, len(numbers)) if len(numbers) > BARS_AT_ONCE else None,
            row,
            gap=4,
        )

    def _on_paper(self) -> Iterator[str]:
        """Bars are counted as they are played, since that is what goes round; where the notes have repeats, paper counts others."""
        music, bars = self._screen.score.music, self._screen.practice.bars
        if music is None or music.repeats is None:
            return
        if bars is None:
            yield say("play.bars as played")
            return
        starts = {bar.n: bar.start for bar in music.bars()}
        first, last = (bar_on_paper(music, starts[n]) for n in bars)
        span = span_of((first[0], last[0]))
        match last[1]:
            case 1:
                yield say("play.bars on paper", span=span)
            case 2 | 3 as time:
                yield say(f"play.bars again {time}", span=span)
            case _:
                yield say("play.bars again more", span=span)

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
            music=True,
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


def called(loop: Loop) -> str:
    """What a loop that was kept goes by."""
    return _name(loop.name, loop.bars)


def _name(name: Name, bars: Bars) -> str:
    """A name of loops in words; without one they go by their bars."""
    return say(f"play.loop {name}") if name else counted("play.loop bars", bars[1] - bars[0] + 1, bars=span_of(bars))


def span_of(bars: tuple[int, int]) -> str:
    """Bars in words, as in "2 to 4"."""
    return str(bars[0]) if bars[0] == bars[1] else say("play.n to n2", n=bars[0], n2=bars[1])
