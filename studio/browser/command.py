"""`soundfolio review`: the pages in the browser without the window, until Ctrl-C, *Close*, or nobody looked for a while."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from studio.browser.asking import OneByOne
from studio.browser.drawing import Drawing
from studio.browser.folders import Folders

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections.journal import Journal
    from reflections.pages.web import Server

LOOK_SECONDS = 1.0
SAYS_SO_SECONDS = 60.0


def serve(
    journal: Journal,
    *,
    tell: Callable[[str], None],
    lead: Callable[[str], bool] | None,
    language: str = "en",
    look: str = "",
    stop: threading.Event | None = None,
    clock: Callable[[], float] | None = None,
) -> Server | None:
    """Serve the pages of this journal; returns once they are closed. Without `lead` the address is only told.

    Where a browser may still stand open, the server is returned, which reads nothing any more: `say_so` ends it.
    """
    from reflections.pages.web import Gate, Server, Site
    from reflections.pages.web.gate import awake_or_not
    from studio.lesson.idle import idle_minutes
    from studio.papers import lyrics
    from studio.words import say

    minutes = idle_minutes(journal)
    closed = stop or threading.Event()
    ask = OneByOne(journal)
    gate = Gate(clock or awake_or_not, minutes=lambda: minutes)
    drawing = Drawing(ask)
    site = Site(
        ask, gate=gate, illustrate=drawing, rendered=drawing.share, folders=Folders(), language=language, look=look,
        sung=lyrics.of_journal, closed=closed.set,
    )  # fmt: skip
    server = Server(site)
    stands_open = False
    try:
        address = server.invite()
        led = lead is not None and lead(address)
        tell(say("web.review opened") if led else say("web.review address", address=address))
        with contextlib.suppress(KeyboardInterrupt):
            while not closed.wait(LOOK_SECONDS) and not gate.locked:
                pass
        stands_open = gate.locked
        tell(say("web.review closed") if closed.is_set() or not gate.locked else say("web.review idle", n=minutes))
        if stands_open:
            tell(say("web.review says so"))
    finally:
        gate.lock()
        if not stands_open:
            server.close()
        ask.end()
    return server if stands_open else None


def say_so(server: Server | None, seconds: float = SAYS_SO_SECONDS) -> None:
    """Let a tab that stands open be told in a sentence that the pages are closed, then let go of the port; Ctrl-C does so now."""
    if server is None:
        return
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait(seconds)
    server.close()
