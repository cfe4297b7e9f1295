"""A group's portfolio in the room: what several of them played, with sound from here, and nothing of one of them alone."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request, send_file

from reflections.pages.engraving import placed
from reflections.pages.web.portfolio import sources
from reflections.together import page, together

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Answer

    from reflections.pages.web.site import Site
    from reflections.records import Illustration


def room(site: Site) -> Blueprint:
    """Give the portfolio of a group and what it plays."""
    pages = Blueprint("group_portfolio", __name__)

    @pages.get("/group/<group>/portfolio")
    def shown(group: str) -> Response:
        evidence = site.ask(lambda journal: together(journal, group))
        drawn = sources(evidence, f"/group/{group}") if site.illustrate is not None else {}
        return site.show(
            "web/group_portfolio.html",
            site.say("web.way portfolio"),
            styles=("web/portfolio.css",),
            scripts=("page.js", "web/making.js", "web/portfolio.js"),
            page=page(evidence, drawn, site.language),
            group=group,
        )

    @pages.get("/group/<group>/music/<item>")
    def sound(group: str, item: str) -> Answer:
        made = _illustrated(site, group, item)
        return send_file(io.BytesIO(made.mp3), mimetype="audio/mpeg", conditional=True) if made.mp3 else abort(404)

    @pages.get("/group/<group>/music/<item>/score")
    def score(group: str, item: str) -> Response:
        made = _illustrated(site, group, item, score=True)
        drawing = placed(made.svg, f"s{item}", site.say("portfolio.score")) if made.clean else ""
        return Response(str(drawing), mimetype="text/plain")

    @pages.get("/group/<group>/music/<item>/share")
    def share(group: str, item: str) -> Response:
        del group  # how far the sound is that is being made just now says nothing of anybody
        return Response(f"{site.rendered(item):.2f}", mimetype="text/plain")

    return pages


def _illustrated(site: Site, group: str, item: str, **how: bool) -> Illustration:
    """Draw and render what stands on this group's page, while it is open; 404 for anything else."""
    pieces = site.ask(lambda journal: together(journal, group)).pieces
    if site.illustrate is None or item not in {take.id for one in pieces for take in one.takes}:
        abort(404)
    return site.illustrate(item, gone=request.environ.get("waitress.client_disconnected", lambda: False), **how)
