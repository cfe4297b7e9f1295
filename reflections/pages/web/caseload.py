"""The first page: who waits for what, so that a conversation is prepared from what is already there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

if TYPE_CHECKING:
    from flask import Response

    from reflections.pages.web.site import Site


def room(site: Site) -> Blueprint:
    """Give the pages of the caseload."""
    pages = Blueprint("caseload", __name__)

    @pages.get("/")
    def caseload() -> Response:
        names = site.ask(lambda journal: [pupil.shown for pupil in journal.pupils()])
        return site.show("web/caseload.html", site.say("web.caseload title"), names=names)

    return pages
