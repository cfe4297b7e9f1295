"""Going through a screen on the piano: one key back, one on, one presses; playing music is never taken for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.answers import AnswerPad
from studio.screens.reflect import caps
from studio.ui import nodes as n

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from instruments.events import Played
    from studio.answers import Meaning
    from studio.screen import Tools

BACKWARD, FORWARD, PRESS = "C", "D", "E"
Stop = tuple[str, int | None, "Callable[[], None]"]


class ByKeys:
    """The pad of one screen. `meant` walks and presses by itself, and hands on every other key that was held."""

    def __init__(self, tools: Tools, *, anybody: bool = False) -> None:
        """`anybody`: not the keys of whoever's turn it is alone, but of everyone here."""
        self._tools = tools
        self._anybody = anybody
        self._at: tuple[str, int | None] | None = None
        self.afresh()

    @property
    def on(self) -> bool:
        """Whether this pupil answers on the keyboard."""
        preferences = self._tools.lesson.mine.preferences
        return preferences is None or preferences.answer_by_keys

    def afresh(self) -> None:
        """Another thing is shown: what is held down by then is no answer to it."""
        self._pad = AnswerPad(self._tools.clock(), keyboards=None if self._anybody else self._tools.lesson.keys)
        self._at = None

    def hear(self, event: Played) -> bool:
        """Every key also sounds; only a single one held in the quiet means something."""
        return self._pad.hear(event, self._tools.clock())

    def meant(self, now: float) -> Meaning | None:
        """The key that was held long enough, once; None while none was, or where this pupil's keys only play."""
        meant = self._pad.meant(now)
        return meant if self.on else None

    def walk(self, meant: Meaning, shown: n.Node) -> bool:
        """Go to the control before or after, or press it; False for a key that means something else."""
        stops = list(_stops(shown))
        if meant not in {BACKWARD, FORWARD, PRESS} or not stops:
            return False
        self._tools.lesson.recorder.set_aside(*self._pad.span)
        places = [(key, part) for key, part, _ in stops]
        at = places.index(self._at) if self._at in places else self._where_the_focus_is(places)
        if meant == PRESS:
            if at is not None:
                stops[at][2]()
            return True
        step = 1 if meant == FORWARD else -1
        at = (0 if step > 0 else len(places) - 1) if at is None else (at + step) % len(places)
        self._at = places[at]
        self._tools.focus(*self._at)
        self._tools.changed()
        return True

    def _where_the_focus_is(self, places: list[tuple[str, int | None]]) -> int | None:
        focused = self._tools.focused()
        return next((at for at, (key, _) in enumerate(places) if key == focused), None)

    def legend(self, *words: tuple[str, str]) -> n.Node | None:
        """What each key does here, as it is called in the table; nothing where keys only play, or the text is large."""
        if not self.on or self._tools.theme().folds:
            return None
        return caps.row(words)


def _stops(node: n.Node | None) -> Iterator[Stop]:
    """Every control in the order it is read: its key, its part in a group, and what pressing it does."""
    match node:
        case n.Button(enabled=True):
            yield node.key, None, node.do
        case n.Toggle(enabled=True):
            yield node.key, None, partial(node.do, not node.on)
        case n.Choice(enabled=True) | n.Chips():
            for part, option in enumerate(node.options):
                yield node.key, part, partial(node.do, option[0])
        case n.TextBox():
            yield node.key, None, partial(node.submit, node.text)
        case n.Card():
            if node.do is not None and node.key is not None:
                yield node.key, None, node.do
            yield from _stops(node.child)
        case n.Scroll():
            yield from _stops(node.child)
        case n.Dialog():
            yield from _stops(node.child)
            yield from _stops(node.foot)
        case n.Column() | n.Row() | n.Grid():
            for child in node.children:
                yield from _stops(child)
        case _:
            pass
