"""`soundfolio review`: the pages in the browser without the window, until Ctrl-C, *Close*, or nobody looked for a while."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from studio.browser.asking import OneByOne
from studio.browser.drawing import Drawing

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections.journal import Journal

LOOK_SECONDS = 1.0


def serve(
    journal: Journal,
    *,
    tell: Callable[[str], None],
    lead: Callable[[str], bool] | None,
    language: str = "en",
    look: str = "",
    stop: threading.Event | None = None,
    clock: Callable[[], float] | None = None,
) -> None:
    """Serve the pages of this journal; returns once they are closed. Without `lead` the address is only told."""
    from reflections.pages.web import Gate, Server, Site
    from reflections.pages.web.gate import awake_or_not
    from studio.lesson.idle import idle_minutes
    from studio.words import say

    minutes = idle_minutes(journal)
    closed = stop or threading.Event()
    ask = OneByOne(journal)
    gate = Gate(clock or awake_or_not, minutes=lambda: minutes)
    server = Server(Site(ask, gate=gate, illustrate=Drawing(ask), language=language, look=look, closed=closed.set))
    try:
        address = server.invite()
        led = lead is not None and lead(address)
        tell(say("web.review opened") if led else say("web.review address", address=address))
        with contextlib.suppress(KeyboardInterrupt):
            while not closed.wait(LOOK_SECONDS) and not gate.locked:
                pass
        tell(say("web.review closed") if closed.is_set() or not gate.locked else say("web.review idle", n=minutes))
    finally:
        server.close()
        ask.end()
