"""Gets the reader of folk tunes ready while nothing else happens in Pick: the first that needs it does not wait for its libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.screen import Tools

QUIET_SECONDS = 2.0
"""So long nothing sounds here and nothing is done beside the loop before it begins."""


class Ahead:
    """Begins it once; it stays until the studio ends."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._since: float | None = None
        self._begun = False

    def tick(self, now: float, *, sounds: bool) -> None:
        """Once a frame of Pick; `sounds` is whether something is being heard."""
        if self._begun:
            return
        if sounds or self._tools.background.busy:
            self._since = None
        elif self._since is None:
            self._since = now
        elif now - self._since >= QUIET_SECONDS:
            self._begin()

    def _begin(self) -> None:
        from studio.music import corpus

        self._begun = True
        self._tools.background.ends.add(corpus.let_go)
        self._tools.background.worker.put(corpus.get_ready, _ignored, _ignored, "get the reader of folk tunes ready")


def _ignored(result: object) -> None:
    """What does not begin now begins, or says why not, with the first tune."""
    del result
