"""How was it? - only when the pupil asks: what held together, where to go back to, and each bar to be heard as it was."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from studio.music.along import parts_of
from studio.ui.nodes import Button, Column, Dialog, Node, Row, Scroll, Space, Text
from studio.words import beside, counted, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections.journal import Journal
    from studio.background import Job
    from studio.lesson import LastTake
    from studio.music.compare import BarTries, Comparison, Conditions, Difference, Try
    from studio.music.piece import Hand, Piece
    from studio.music.take import Take
    from studio.screens.play.room import Play

TAIL_SECONDS = 0.3
FEW_BARS = 24  # more are looked through by scrolling
BARS_TALL = 190


@dataclass(frozen=True, slots=True)
class Beside:
    """A take beside its piece, and what it was like."""

    take: Take
    compared: Comparison
    how: Conditions


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of the last take; `then` is the first take of the piece, where there is one that can be compared."""

    now: Beside
    then: Beside | None


class PlayHow:
    """Closed, looking, or open with what was found. Nothing is worked out before it is asked for, and nothing is kept."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._open = False
        self._job: Job | None = None
        self._found: Found | None = None
        self._bar: int | None = None

    # -- asking -------------------------------------------------------------------------------------------------------
    def way(self) -> Node | None:
        """The button beside the take that was kept; a take without the piece, or of any key of a chord, can't be compared."""
        last = self._screen.lesson.last
        setting = last.made.setting if last is not None and last.number else None
        if setting is None or not _of_the_piece(setting.mode, setting.help) or not self._screen.score.mine:
            return None
        if self._screen.tools.veiled():
            return None
        return Button("how-was-it", say("play.how was it"), self.show, icon="search", kind="quiet")

    def show(self) -> None:
        """Begin to look; the answer comes when it is there."""
        screen, last = self._screen, self._screen.lesson.last
        music = screen.score.fitted
        if last is None or music is None:
            return
        self._open, self._found, self._bar = True, None, None
        row, now = last.id, _now(last)
        look = partial(self._look, music, now)
        if row is None or screen.lesson.journal is None:
            look(None)
        else:
            screen.lesson.ask(partial(_first_take, row), look, "the first take")
        screen.tools.focus("how-done")
        screen.tools.changed()

    def _look(self, music: Piece, now: Request, then: Request | None) -> None:
        self._job = self._screen.tools.background.worker.put(
            lambda: Found(_beside(music, now), _beside(music, then) if then is not None else None),
            self._here,
            self._failed,
            "how was it",
        )

    def _here(self, found: Found) -> None:
        self._job, self._found = None, found
        back = found.now.compared.to_go_back_to
        self._bar = back[0] if back else None
        self._screen.tools.changed()

    def _failed(self, _error: Exception) -> None:
        self.close()
        self._screen.tools.say(say("play.cannot tell how"))

    def close(self) -> None:
        """Back to the music."""
        if self._screen.listening:
            self._screen.stop()
        self.forget()
        self._screen.tools.focus("how-was-it")
        self._screen.tools.changed()

    def forget(self) -> None:
        """Let go of what was found; nothing of it is kept."""
        if self._job is not None:
            self._job.cancel()
        self._open, self._job, self._found = False, None, None

    # -- what is shown ------------------------------------------------------------------------------------------------
    def dialog(self) -> Dialog | None:
        """First what held together, then where to go back to."""
        if not self._open or self._screen.tools.veiled():
            return None
        done = Row(Space(), Button("how-done", say("play.done"), self.close, kind="primary", icon="check"))
        shown = [Text(say("play.having a look"), tone="text2")] if self._found is None else self._told(self._found)
        return Dialog(say("play.how was it"), Column(*shown, done, gap=12), "how-dialog", self.close, width=720)

    def _told(self, found: Found) -> list[Node | None]:
        compared = found.now.compared
        if not compared.sure or not compared.bars:
            return [
                Text(say("play.not sure how")),
                Row(Button("how-hear", say("play.hear it"), self._screen.take.hear, icon="play")),
            ]
        back = compared.to_go_back_to
        bars = [self._place(each, back=each.bar in back) for each in compared.bars]
        strip: Node = Row(*bars, gap=6, wrap=True)
        chosen = next((each for each in compared.bars if each.bar == self._bar), None)
        return [
            Text(_held(compared), style="lead"),
            Text(say("play.where back"), weight=600) if back else Text(say("play.hear any bar"), tone="text2"),
            Column(Scroll(strip, key="how-bars"), height=BARS_TALL) if len(bars) > FEW_BARS else strip,
            self._tries(found, chosen) if chosen is not None else None,
        ]

    def _place(self, each: BarTries, *, back: bool) -> Node:
        """A bar by its number; where to go back to is marked by an icon as well."""
        name = say("play.bar to go back to", n=each.bar) if back else say("play.bar n", n=each.bar)
        return Button(
            f"how-bar-{each.bar}",
            str(each.bar),
            partial(self._choose, each.bar),
            icon="flag" if back else None,
            selected=each.bar == self._bar,
            hint="" if str(each.bar) == name else name,
        )

    def _choose(self, bar: int) -> None:
        self._bar = bar
        self._screen.tools.changed()

    def _tries(self, found: Found, each: BarTries) -> Node:
        """Hear the bar: its first try and its last, or then and now; and on with it."""
        now, then = found.now, found.then
        earlier = next((old for old in then.compared.bars if old.bar == each.bar), None) if then is not None else None
        several = len(each.tries) > 1
        hear = [
            self._hear("first-try", say("play.first try"), now.take, each.first) if several else None,
            self._hear("last-try", say("play.last try") if several else say("play.hear it"), now.take, each.last),
            self._hear("then", say("play.the first time"), then.take, earlier.last) if then and earlier else None,
        ]
        again = partial(self._go_back, each.bar)
        words = _unlike(then.how, now.how) if then is not None and earlier is not None else ""
        return Column(
            Text(say("play.bar n", n=each.bar), style="label", tone="text2"),
            Row(*hear, Button("go-back", say("play.play this bar"), again, icon="repeat"), gap=8, wrap=True),
            Text(words, style="label", tone="text2") if words else None,
            gap=4,
        )

    def _hear(self, key: str, words: str, take: Take, go: Try) -> Node:
        return Button(key, words, partial(self._sound, take, go.start_seconds, go.end_seconds), icon="play")

    def _sound(self, take: Take, start: float, end: float) -> None:
        """One go at a bar, as it was played."""
        from studio.music.score import take_score, tick_of, until

        whole = take_score(take)
        self._screen.listening = True
        first = max(0, tick_of(whole, start - 0.02))
        self._screen.engine.play(until(whole, end + TAIL_SECONDS), from_tick=first, preview=True)

    def _go_back(self, bar: int) -> None:
        """From now on this bar goes round; the pupil begins when they like."""
        self.close()
        self._screen.change(bars=(bar, bar))
        self._screen.tools.focus("play")


@dataclass(frozen=True, slots=True)
class Request:
    """A take to be laid beside its piece, and how it was played; its music is read when it is looked at."""

    take: Callable[[], Take]
    help: str
    hands: str
    how: Conditions


def _of_the_piece(mode: str, help_: str) -> bool:
    """Whether a take can be laid beside its piece: it was played with it, by the keys that are written and not by any."""
    by_any = help_ == "one key" and mode != "just"
    return mode not in {"", "free"} and (mode, help_) != ("waits", "chord note") and not by_any


def _now(last: LastTake) -> Request:
    from studio.music.compare import Conditions

    made = last.made
    setting = made.setting
    how = Conditions(setting.mode, setting.help, setting.hands, setting.at_end, setting.key)
    return Request(lambda: made.take, setting.help, setting.hands, how)


def _first_take(last: str, journal: Journal) -> Request | None:
    """Find the first take of the piece that was played with it; None where the last is the first. On the writer."""
    from studio.music.compare import Conditions
    from studio.music.take import Take

    piece = journal.take(last).piece
    like = [take for take in journal.takes(piece) if _of_the_piece(take.mode or "", take.help or "")] if piece else []
    if not like or like[0].id == last:
        return None
    first = like[0]
    midi = journal.take_midi(first.id)[0][1]
    how = Conditions(first.mode or "", first.help or "", first.hands or "", first.speed or 1.0, first.key or "")
    return Request(lambda: Take.from_midi(midi), how.help, how.hands, how)


def _beside(music: Piece, wanted: Request) -> Beside:
    """Lay a take beside the piece; on the worker."""
    from studio.music.compare import beside_piece

    take = wanted.take()
    hand: Hand = "left" if wanted.hands == "left" else "right" if wanted.hands == "right" else ""
    return Beside(take, beside_piece(take, music, parts_of(music, wanted.help, hand), hand=hand), wanted.how)


def _held(compared: Comparison) -> str:
    """What held together, said first; where nothing did, what was played."""
    from studio.music.compare import stretches

    held = stretches(compared.held)
    if held and not compared.to_go_back_to:
        return say("play.all held")
    bars = held or stretches(each.bar for each in compared.bars)
    words = beside(*(str(a) if a == b else say("play.n to n2", n=a, n2=b) for a, b in bars))
    only = 1 if len(bars) == 1 and bars[0][0] == bars[0][1] else 2
    return counted("play.bars held" if held else "play.bars played", only, bars=words)


def _unlike(then: Conditions, now: Conditions) -> str:
    """What made the first time unlike this one, in a few words."""
    from studio.music.compare import differences

    def said(what: Difference) -> str:
        return say(f"play.then {what}")

    return " ".join(said(what) for what in differences(then, now)[:2])
