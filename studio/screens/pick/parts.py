"""A part that fits: which part of a piece the pupil plays, in which key, and where its hands part; heard before it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.lesson import sentence
from studio.screens.pick.hand_line import hand_line
from studio.ui.nodes import Button, Choice, Column, Dialog, Node, Row, Scroll, Text, Toggle
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.background import Job
    from studio.music.levels import Level
    from studio.music.piece import Piece
    from studio.screen import Tools

HANDS = frozenset({"right", "left", "two-hands-easy"})
TALL, TALL_FOLDED = 412, 330


def named(level: Level) -> tuple[str, str]:
    """A level's name, and what is played in it."""
    names: dict[Level, tuple[str, str]] = {
        "one-key": (say("pick.one key"), say("pick.one key a bar")),
        "rhythm": (say("pick.rhythm"), say("pick.the rhythm of the tune")),
        "five-fingers": (say("pick.five fingers"), say("pick.the tune under five")),
        "chord-keys": (say("pick.chords"), say("pick.one key for each chord")),
        "melody": (say("pick.tune"), say("pick.the tune one note")),
        "right": (say("pick.right hand"), say("pick.what is written for right")),
        "left": (say("pick.left hand"), say("pick.what is written for left")),
        "two-hands-easy": (say("pick.two hands easy"), say("pick.the tune and one or two")),
        "full": (say("pick.all of it"), say("pick.every note as written")),
    }
    return names[level]


def looked_at(music: Piece) -> tuple[Piece, tuple[Level, ...]]:
    """Share a piece on one stave out, and say which levels make sense for it. For the worker."""
    from studio.music import hands, levels

    shared = music if len(levels.played(music)) > 1 else hands.two_hands(music)
    offered = levels.offered(music)
    return (shared if "right" in offered and shared.two_handed else music), offered


class Parts:
    """Open for one item at a time. What is chosen here is the whole piece, with the pupil's part made to fit."""

    def __init__(self, tools: Tools, hear: Callable[[str, Piece], None], stop: Callable[[], None]) -> None:
        self._tools = tools
        self._hear = hear
        self._stop = stop
        self._item: Any = None
        self._choose: Callable[[Piece, str], None] | None = None
        self._music: Piece | None = None
        self._looking: Job | None = None
        self._offered: tuple[Level, ...] = ()
        self._level: Level = "melody"
        self._easy = False
        self._heard = False
        self._at: int | None = None  # where the line was put; None: where it parts the hands best

    def show(self, item: Any, music: Piece, choose: Callable[[Piece, str], None]) -> None:
        """Open for an item and its music; `choose` is told the piece made to fit and its level.

        A long piece on one stave takes a second to be shared out, so that is done beside the loop.
        """

        def ready(found: tuple[Piece, tuple[Level, ...]]) -> None:
            self._item, self._choose = item, choose
            self._music, self._offered = found
            self._level = "melody" if "melody" in self._offered else "full"
            self._easy, self._heard, self._at = False, False, None
            self._tools.focus("level")
            self._tools.changed()

        self._looking = self._tools.background.worker.put(
            lambda: looked_at(music), ready, self._not_ready, "parts that fit"
        )

    def _not_ready(self, error: Exception) -> None:
        self._tools.say(sentence(error))

    def close(self) -> None:
        """As it was before; what is still being looked at is not opened any more."""
        if self._looking is not None:
            self._looking.cancel()
        self._quiet()
        self._item = self._music = self._choose = None
        self._tools.changed()

    def told_finished(self) -> None:
        """What was heard has ended."""
        self._heard = False

    def dialog(self) -> Dialog | None:
        """The levels that make sense for this piece, and what goes with them."""
        if self._music is None:
            return None
        levels = tuple((level, named(level)[0], None) for level in self._offered)
        choice = Choice("level", levels, self._level, self._to)
        easy_key = Toggle("easy-key", say("pick.in an easy key"), self._easy, self._easy_key, icon="key-round")
        inside = Column(choice, Text(named(self._level)[1], tone="text2"), *self._hands(), easy_key, gap=12)
        bottom = Row(
            Button("close-parts", say("pick.not now"), self.close, kind="quiet"),
            Button(
                "hear-part",
                say("pick.stop") if self._heard else say("pick.hear it"),
                self._listen,
                icon="square" if self._heard else "play",
            ),
            Button("take-part", say("pick.take this part"), self._take, kind="primary", icon="check"),
            wrap=True,
        )
        body = Column(
            Text(self._item.title, tone="text2", most_lines=1),
            Column(Scroll(inside, key="levels"), height=TALL_FOLDED if self._tools.theme().folds else TALL),
            bottom,
            gap=12,
        )
        return Dialog(say("pick.a part that fits"), body, key="parts", escape=self.close)

    def _hands(self) -> tuple[Node, ...]:
        """Where hands matter: whose is whose, by one press or by a line to drag."""
        if self._level not in HANDS or self._music is None:
            return ()
        from studio.music import hands

        shared = hands.two_hands(self._music)
        if self._at is None:
            self._at = hands.line_of(shared)
        return (
            Row(
                Text(say("pick.drag the line"), style="label", tone="text2", grow=1),
                Button("swap-hands", say("pick.swap hands"), self._swap, icon="arrow-up-down"),
                wrap=True,
            ),
            hand_line("hand-line", shared, self._at, self._line),
        )

    def _fitted(self) -> Piece:
        from studio.music import levels

        assert self._music is not None
        return levels.arranged(self._music, self._level, easy_key=self._easy).piece

    # -- what is pressed ----------------------------------------------------------------------------------------------
    def _to(self, level: Level) -> None:
        self._level = level
        self._quiet()

    def _easy_key(self, on: bool) -> None:
        self._easy = on
        self._quiet()

    def _swap(self) -> None:
        from studio.music import hands

        assert self._music is not None
        self._music, self._at = hands.swapped(hands.two_hands(self._music)), None
        self._quiet()

    def _line(self, line: int) -> None:
        from studio.music import hands

        assert self._music is not None
        self._music, self._at = hands.by_line(self._music, line), line
        self._quiet()

    def _listen(self) -> None:
        if self._heard:
            self._quiet()
            return
        self._heard = True
        self._hear(self._item.hiding, self._fitted())
        self._tools.changed()

    def _quiet(self) -> None:
        if self._heard:
            self._heard = False
            self._stop()
        self._tools.changed()

    def _take(self) -> None:
        choose, made, level = self._choose, self._fitted(), self._level
        self.close()
        if choose is not None:
            choose(made, level)
