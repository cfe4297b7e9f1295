"""One take or version drawn and rendered for a page: from the shelf where it was made before, else made now and put there."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from reflections.journal import Journal
    from studio.papers.drawing import Materials

MOST = 24  # kept in memory: those of a conversation and more


class Drawing:
    """Draws one after the other, on the server's threads or where `by` has it done; Locked without a journal.

    What was drawn stays in memory until `forget`, and on the disk only sealed.
    """

    def __init__(self, ask: Any, by: Callable[[Callable[[], Any]], Any] = lambda work: work()) -> None:
        self._ask = ask
        self._by = by
        self._made: OrderedDict[str, records.Illustration] = OrderedDict()
        self._turn = threading.Lock()

    def __call__(self, item: str) -> records.Illustration:
        """Return the drawing and the sound of a take or version by its id; NotFound with a sentence."""
        with self._turn:
            made = self._made  # what is forgotten meanwhile is forgotten with what is drawn now
            if item not in made:
                materials = self._ask(lambda journal: gather(journal, item))
                made[item] = self._by(lambda: _drawn(materials, item))
                while len(made) > MOST:
                    made.popitem(last=False)
            made.move_to_end(item)
            return made[item]

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


def _drawn(materials: Materials, item: str) -> records.Illustration:
    from reflections.records import Illustration
    from studio.papers.illustrate import illustrate

    return illustrate(materials, lambda _done, _words: None).get(item) or Illustration("", {}, b"")
