"""One take or version drawn and rendered for a page: from the shelf where it was made before, else made now and put there."""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reflections import records
    from reflections.journal import Journal
    from studio.papers.drawing import Materials

    Kept = OrderedDict[str, records.Illustration]

LOOK_SECONDS = 0.25  # how often those who wait look whether their page is still open
MOST = 24  # kept in memory: those of a conversation and more


class Drawing:
    """Draws one at a time, on the server's threads or where `by` has it done; Locked without a journal.

    What was drawn stays in memory until `forget`, and on the disk only sealed.
    """

    def __init__(self, ask: Any, by: Callable[[Callable[[], Any]], Any] = lambda work: work()) -> None:
        self._ask = ask
        self._by = by
        self._made: Kept = OrderedDict()
        self._scores: Kept = OrderedDict()
        self._shares: dict[str, float] = {}
        self._turn = threading.Condition()
        self._waiting: list[tuple[int, int]] = []  # the greatest is next: what somebody pressed, a score, the latest
        self._count = itertools.count()
        self._busy = False

    def __call__(
        self, item: str, gone: Callable[[], bool] = lambda: False, *, score: bool = False, pressed: bool = False
    ) -> records.Illustration:
        """Return the drawing and the sound of a take or version by its id; NotFound with a sentence.

        With `score` the drawing is enough, and comes without waiting for the sound. What somebody `pressed` is made
        first, then scores, then other sounds; of each what was asked for last. Once `gone` says that nobody waits for it, it is given up: Busy.
        """
        made = self._there(item, score=score)
        if made is not None:
            return made
        with self._in_turn(gone, before=2 if pressed else int(score)):
            made = self._there(item, score=score)
            if made is None:
                with self._turn:  # what is forgotten meanwhile is forgotten with what is drawn now
                    kept, scores = self._scores if score else self._made, self._scores
                materials = self._ask(lambda journal: gather(journal, item))
                made = self._by(lambda: self._drawn(materials, item, gone, scores, score=score))
                kept[item] = made
                while len(kept) > MOST:
                    kept.popitem(last=False)
            return made

    def share(self, item: str) -> float:
        """How much of the sound is made that is rendered just now, 0 to 1; 0 for any other."""
        return self._shares.get(item, 0.0)

    def _there(self, item: str, *, score: bool) -> records.Illustration | None:
        """What was made before; where the score is enough it may be without sound."""
        with self._turn:
            for kept in (self._made, self._scores) if score else (self._made,):
                if item in kept:
                    kept.move_to_end(item)
                    return kept[item]
        return None

    def _drawn(
        self, materials: Materials, item: str, gone: Callable[[], bool], scores: Kept, *, score: bool
    ) -> records.Illustration:
        from reflections.records import Illustration
        from studio.papers.drawing import Stopped, engrave
        from studio.papers.illustrate import illustrate

        try:
            if score:
                return Illustration(engrave(materials, gone).get(item, ""), {}, b"", clean=True)
            known = {item: scores[item].svg} if item in scores else {}
            told = partial(self._reached, item)
            return illustrate(materials, told, gone, known).get(item) or Illustration("", {}, b"")
        except Stopped as error:
            raise _given_up() from error
        finally:
            self._shares.pop(item, None)

    def _reached(self, item: str, share: float, _words: str) -> None:
        self._shares[item] = share

    @contextmanager
    def _in_turn(self, gone: Callable[[], bool], *, before: int) -> Iterator[None]:
        """Wait until nothing is drawn and it is the last of those that wait with the greatest `before`; Busy once nobody waits."""
        mine = (before, next(self._count))
        with self._turn:
            self._waiting.append(mine)
            self._turn.notify_all()
            try:
                while self._busy or max(self._waiting) != mine:
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
        with self._turn:
            self._made, self._scores = OrderedDict(), OrderedDict()


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


def _unless(gone: Callable[[], bool]) -> None:
    if gone():
        raise _given_up()


def _given_up() -> Exception:
    from reflections import Busy

    return Busy(say("web.busy"))
