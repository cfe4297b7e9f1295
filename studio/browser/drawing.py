"""One take or version drawn and rendered for a page: from the shelf where it was made before, else made now and put there."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reflections import records
    from reflections.journal import Journal
    from studio.papers.drawing import Materials

LOOK_SECONDS = 0.25  # how often those who wait look whether their page is still open
MOST = 24  # kept in memory: those of a conversation and more


class Drawing:
    """Draws one at a time, on the server's threads or where `by` has it done; Locked without a journal.

    What was drawn stays in memory until `forget`, and on the disk only sealed.
    """

    def __init__(self, ask: Any, by: Callable[[Callable[[], Any]], Any] = lambda work: work()) -> None:
        self._ask = ask
        self._by = by
        self._made: OrderedDict[str, records.Illustration] = OrderedDict()
        self._turn = threading.Condition()
        self._waiting: list[object] = []  # the newest last: it belongs to the page that is open
        self._busy = False

    def __call__(self, item: str, gone: Callable[[], bool] = lambda: False) -> records.Illustration:
        """Return the drawing and the sound of a take or version by its id; NotFound with a sentence.

        What was asked for last is made first. Once `gone` says that nobody waits for it, it is given up: Busy.
        """
        with self._turn:
            made = self._made  # what is forgotten meanwhile is forgotten with what is drawn now
            if item in made:
                return _latest(made, item)
        with self._in_turn(gone):
            with self._turn:
                made = self._made
            if item not in made:
                materials = self._ask(lambda journal: gather(journal, item))
                made[item] = self._by(lambda: _drawn(materials, item, gone))
                while len(made) > MOST:
                    made.popitem(last=False)
            with self._turn:
                return _latest(made, item)

    @contextmanager
    def _in_turn(self, gone: Callable[[], bool]) -> Iterator[None]:
        """Wait until nothing is drawn and nobody asked later; Busy once nobody waits for it any more."""
        mine = object()
        with self._turn:
            self._waiting.append(mine)
            self._turn.notify_all()
            try:
                while self._busy or self._waiting[-1] is not mine:
                    _unless(gone)
                    self._turn.wait(LOOK_SECONDS)
                _unless(gone)
                self._busy = True
            finally:
                self._waiting.remove(mine)
                self._turn.notify_all()
        try:
            yield
        finally:
            with self._turn:
                self._busy = False
                self._turn.notify_all()

    def forget(self) -> None:
        """Let go of everything, at once: nobody may look any more."""
        self._made = OrderedDict()


def gather(journal: Journal, item: str) -> Materials:
    """Read one take or version, and as much of what lies around it as makes it as loud as what it is compared with."""
    from reflections import NotFound
    from studio.papers.drawing import Materials
    from studio.papers.illustrate import WITH_A_PIECE, parts_of
    from studio.papers.shelf import Shelf

    try:
        take = journal.take(item)
    except NotFound:
        version = journal.version(item)
        piece, takes, versions, backing = version.piece, {}, {item: version.content or b""}, {}
    else:
        content = journal.piece(take.piece).content if take.mode in WITH_A_PIECE else None
        piece, takes, versions = take.piece, {item: parts_of(journal, take)}, {}
        backing = {item: content or b""} if take.mode in WITH_A_PIECE else {}
    whose = journal.piece(piece).pupil or next((p.pupil for p in journal.take(item).parts if p.pupil), "")
    evidence = journal.evidence(whose, drawn=False)
    only = tuple(one for one in evidence.pieces if one.piece.id == piece)
    shown = {made.id for one in only for made in one.takes} | {made.id for one in only for made in one.versions}
    if item not in shown:
        raise NotFound(say("web.not there"))  # put aside, or taken back
    return Materials(
        replace(evidence, pieces=only),
        takes,
        versions,
        backing,
        journal.preferences(whose),
        (),
        Shelf.of(journal, whose),
    )


def _drawn(materials: Materials, item: str, gone: Callable[[], bool]) -> records.Illustration:
    from reflections.records import Illustration
    from studio.papers.drawing import Stopped
    from studio.papers.illustrate import illustrate

    try:
        return illustrate(materials, lambda _done, _words: None, gone).get(item) or Illustration("", {}, b"")
    except Stopped as error:
        raise _given_up() from error


def _latest(made: OrderedDict[str, records.Illustration], item: str) -> records.Illustration:
    made.move_to_end(item)
    return made[item]


def _unless(gone: Callable[[], bool]) -> None:
    if gone():
        raise _given_up()


def _given_up() -> Exception:
    from reflections import Busy

    return Busy(say("web.busy"))
