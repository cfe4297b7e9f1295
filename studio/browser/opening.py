"""The pages of a running studio: made when they are first asked for, opened in the browser, locked when the studio is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.browser.asking import ByWriter, through
from studio.browser.drawing import Drawing
from studio.browser.folders import Folders
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections.pages.web import Server
    from studio.app import Studio

DRAWING_SECONDS = 150.0


class Browser:
    """Lives on the main loop; the server's threads only ever set what `tick` looks at."""

    def __init__(self, studio: Studio, lead: Callable[[str], bool] | None = None) -> None:
        self._studio = studio
        self._server: Server | None = None
        self._drawing: Drawing | None = None
        self._folders: Folders | None = None
        self._opening = False
        self._lead = lead or _lead
        self._looked = self._wrote = False

    @property
    def opening(self) -> bool:
        """Whether the pages are being opened just now."""
        return self._opening

    def open(self, path: str = "/") -> None:
        """Open the pages at `path`; nothing waits for it. What went wrong is said on the notice line."""
        if self._opening or self._studio.lesson.journal is None:
            return
        self._opening = True
        self._studio.say(say("web.opening"))
        self._studio.background.worker.put(lambda: self._begin(path), self._opened, self._failed, "open the browser")

    def lock(self) -> None:
        """Nobody is there any more: what stands in a browser goes, and no page is answered."""
        if self._server is not None:
            self._server.site.gate.lock()
        if self._drawing is not None:
            self._drawing.forget()
        if self._folders is not None:
            self._folders.forget()

    def close(self) -> None:
        """Let go of the port; safe to call twice."""
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def tick(self) -> bool:
        """Once a frame: whether somebody looked at a page since the last. What a page changed is read again."""
        looked, self._looked = self._looked, False
        lesson = self._studio.lesson
        if lesson.alone and lesson.here:
            self.lock()  # pupils play without an adult near: a tutor's page is not for them
        if self._wrote:
            self._wrote = False
            self._studio.lesson.refresh_house()
            self._studio.lesson.refresh_mine()
        return looked

    def _begin(self, path: str) -> tuple[str, bool]:
        """Make what is not there yet, and lead the browser there; on the worker."""
        server = self._server or self._made()
        self._server = server
        if server.site.gate.locked:
            server.site.gate = self._gate()
        address = server.invite(path)
        return address, self._lead(address)

    def _made(self) -> Server:
        from reflections.pages.web import Server, Site
        from studio.papers import lyrics

        studio = self._studio
        ask = ByWriter(lambda: studio.lesson.journal, studio.background.writer)
        worker = studio.background.worker
        self._drawing = Drawing(ask, lambda work: through(worker, work, DRAWING_SECONDS, "a drawing"))
        self._folders = Folders(lambda work: through(worker, work, DRAWING_SECONDS, "a folder"))
        site = Site(
            ask,
            illustrate=self._drawing,
            rendered=self._drawing.share,
            sung=lyrics.of_journal,
            folders=self._folders,
            gate=self._gate(),
            language=studio.settings.language,
            look=studio.settings.theme,
            touched=self._was_looked_at,
            wrote=self._was_written,
        )
        return Server(site)

    def _gate(self) -> Any:
        from reflections.pages.web import Gate
        from reflections.pages.web.gate import awake_or_not

        return Gate(awake_or_not, minutes=lambda: self._studio.lesson.house.idle_minutes)

    def _opened(self, found: tuple[str, bool]) -> None:
        address, led = found
        self._opening = False
        self._studio.say(say("web.opened") if led else say("web.no browser", address=address))

    def _failed(self, error: Exception) -> None:
        from studio.lesson import sentence

        self._opening = False
        self._studio.say(sentence(error))

    def _was_looked_at(self) -> None:
        self._looked = True

    def _was_written(self) -> None:
        self._wrote = True


def _lead(address: str) -> bool:
    from studio.browser.leading import lead

    return lead(address)
