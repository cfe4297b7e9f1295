"""A report as a folder with its sound: made while its page stands there, and leaving once it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from flask import Response, abort, request

from reflections import records

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Blueprint

    from reflections.journal import Journal
    from reflections.pages.web.site import Site
    from reflections.reports.parts import Report


class Folding(Protocol):
    """Makes folders of reports; what it rendered stays with it for the next."""

    def __call__(self, report: Report, music: Any, gone: Callable[[], bool]) -> bytes:
        """Return the folder as a zip. Busy once `gone` says that nobody waits for it."""
        ...

    def share(self, mark: str) -> float:
        """How much of the folder of the report of this mark is made just now, 0 to 1."""
        ...


def add_to(pages: Blueprint, site: Site) -> None:
    """Give the addresses where a folder is made; nothing leaves by them."""

    @pages.get("/pupil/<pupil>/reports/<kind>/folder/<mark>")
    def folder(pupil: str, kind: str, mark: str) -> Response:
        if site.folders is None or kind not in records.REPORTS:
            abort(404)

        def read(journal: Journal) -> tuple[Report, Any]:
            now = journal.report_to_leave(pupil, kind, site.language)
            return now, journal.report_music(pupil, now)

        report, music = site.ask(read)
        if report.mark != mark:
            abort(404)
        made(site, report, music)
        return Response(status=204)

    @pages.get("/pupil/<pupil>/reports/<kind>/folder/<mark>/share")
    def share(pupil: str, kind: str, mark: str) -> Response:
        del pupil, kind
        return Response(f"{site.folders.share(mark) if site.folders else 0:.2f}", mimetype="text/plain")


def made(site: Site, report: Report, music: Any) -> bytes:
    """Make the folder while somebody waits for it."""
    assert site.folders is not None, "asked before"
    return site.folders(report, music, request.environ.get("waitress.client_disconnected", lambda: False))
