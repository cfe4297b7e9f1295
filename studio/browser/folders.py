"""Reports as folders with their sound, made for a page that waits: what was rendered once is there for the next."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections.reports.parts import Report
    from studio.papers.reporting import Music

MOST = 24  # sounds in memory: those of two reports


class Folders:
    """Makes one folder at a time, on the server's threads or where `by` has it done; what it rendered stays until `forget`."""

    def __init__(self, by: Callable[[Callable[[], Any]], Any] = lambda work: work()) -> None:
        self._by = by
        self._turn = threading.Lock()
        self._sounds: OrderedDict[tuple[str, ...], bytes] = OrderedDict()
        self._shares: dict[str, float] = {}

    def __call__(self, report: Report, music: Music, gone: Callable[[], bool] = lambda: False) -> bytes:
        """Return the folder as a zip; Busy once `gone` says that nobody waits for it. What was rendered by then is kept."""
        from studio.papers.reporting import Contents, folder

        sounds: dict[str, bytes] = {}
        with self._turn:
            kept = self._sounds  # what is forgotten meanwhile is forgotten with what is rendered now
            try:
                for n, one in enumerate(music):

                    def reached(share: float, n: int = n) -> None:
                        self._shares[report.mark] = (n + share) / len(music)

                    reached(0.0)
                    sounds |= self._sound(kept, Contents(report, (one,)), reached, gone)
            finally:
                self._shares.pop(report.mark, None)
        return folder(Contents(report, music), sounds)

    def share(self, mark: str) -> float:
        """How much of the sound of the report of this mark is made just now, 0 to 1."""
        return self._shares.get(mark, 0.0)

    def forget(self) -> None:
        """Let go of everything, at once: nobody may look any more."""
        self._sounds = OrderedDict()

    def _sound(
        self,
        kept: OrderedDict[tuple[str, ...], bytes],
        contents: Any,
        reached: Callable[[float], None],
        gone: Callable[[], bool],
    ) -> dict[str, bytes]:
        """Render the one thing it holds, unless that was done before; {} where it holds no music."""
        from instruments.errors import Cancelled
        from reflections import Busy
        from studio.papers.reporting import sounds_of

        (one,) = contents.music
        key = (one.id, *(part.id for part in getattr(one, "parts", ())))  # of a take the pupil's own parts alone
        if key not in kept:
            if gone():
                raise Busy(say("web.busy"))
            try:
                kept[key] = self._by(lambda: sounds_of(contents, reached, gone)).get(one.id, b"")
            except Cancelled as error:
                raise Busy(say("web.busy")) from error
            while len(kept) > MOST:
                kept.popitem(last=False)
        return {one.id: kept[key]} if kept[key] else {}
