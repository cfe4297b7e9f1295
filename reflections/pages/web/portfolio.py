"""A pupil's portfolio in the room: the page that goes home, with sound from here, and the pieces arranged by the pupil."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, redirect, request, send_file

from reflections import portfolio
from reflections.arranging import arranged
from reflections.pages.engraving import engraved, placed
from reflections.records import Illustration, Preferences
from reflections.sentences import say

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Answer

    from reflections.journal import Journal
    from reflections.pages.web.site import Site
    from reflections.records import Evidence, PieceEvidence, Ribbon

MOVES = ("earlier", "later", "cover", "hide", "show")
_OTHER = {"earlier": "later", "later": "earlier", "hide": "show", "show": "hide", "cover": "hide"}
_LATEST = 4  # takes of a piece that can be heard, and the first


def room(site: Site) -> Blueprint:
    """Give the portfolio and what it plays."""
    pages = Blueprint("portfolio", __name__)

    @pages.get("/pupil/<pupil>/portfolio")
    def shown(pupil: str) -> Response:
        evidence = site.ask(lambda journal: site.sung(journal, journal.evidence(pupil)))
        wanted = evidence.preferences or Preferences()
        drawn = sources(evidence, f"/pupil/{pupil}") if site.illustrate is not None else {}
        return site.show(
            "web/portfolio.html",
            site.say("portfolio.title"),
            whose=pupil,
            styles=("web/portfolio.css",),
            scripts=("page.js", "web/making.js", "web/portfolio.js"),
            page=portfolio.page(evidence, drawn, wanted),
            rows=_rows(evidence, wanted.ribbon, request.args.get("piece", ""), request.args.get("do", "")),
            pupil=pupil,
            moved="piece" in request.args,
        )

    @pages.post("/pupil/<pupil>/arrange")
    def arrange(pupil: str) -> Answer:
        piece, do = request.form.get("piece", ""), request.form.get("do", "")

        def keep(journal: Journal) -> bool:
            evidence = journal.evidence(pupil, drawn=False)
            ribbon = (evidence.preferences or Preferences()).ribbon
            there = tuple(one.piece.id for one in _in_order(evidence, ribbon))
            if piece not in there or do not in MOVES:
                return False
            journal.arrange(pupil, moved(ribbon, there, piece, do))
            return True

        if not site.ask(keep):
            abort(404)
        # without a fragment: where an address has one, a browser gives the keyboard to no button
        return redirect(f"/pupil/{pupil}/portfolio?piece={piece}&do={do}", 303)

    @pages.get("/pupil/<pupil>/music/<item>")
    def sound(pupil: str, item: str) -> Answer:
        how = (
            {"pressed": True} if request.method == "GET" else {}
        )  # a page that has it made before asks for the head alone
        made = _illustrated(site, pupil, item, **how)
        if not made.mp3:
            abort(404)
        return send_file(io.BytesIO(made.mp3), mimetype="audio/mpeg", conditional=True)

    @pages.get("/pupil/<pupil>/music/<item>/score")
    def score(pupil: str, item: str) -> Response:
        made = _illustrated(site, pupil, item, score=True)
        name = say("portfolio.score", request.args.get("in", site.language))  # as the page that it comes into
        drawing = (
            placed(made.svg, f"s{item}", name)
            if made.clean
            else engraved(made.svg, made.note_seconds, f"s{item}", name, made.again_seconds)
        )
        return Response(str(drawing), mimetype="text/plain")

    @pages.get("/pupil/<pupil>/music/<item>/share")
    def share(pupil: str, item: str) -> Response:
        del pupil  # how far the sound is that is being made just now says nothing of anybody
        return Response(f"{site.rendered(item):.2f}", mimetype="text/plain")

    return pages


def moved(ribbon: Ribbon, there: tuple[str, ...], piece: str, do: str) -> Ribbon:
    """Return the ribbon after one move; `there` are all pieces as they stand now, those that are not shown too."""
    match do:
        case "cover":
            return replace(ribbon, cover=piece)
        case "hide":
            return replace(ribbon, out=(*(one for one in ribbon.out if one != piece), piece))
        case "show":
            return replace(ribbon, out=tuple(one for one in ribbon.out if one != piece))
    order, at = list(there), there.index(piece)
    to = max(0, at - 1) if do == "earlier" else min(len(order) - 1, at + 1)
    order.insert(to, order.pop(at))
    return replace(ribbon, order=tuple(order))


def _in_order(evidence: Evidence, ribbon: Ribbon) -> tuple[PieceEvidence, ...]:
    """All pieces that there is something of, as they are arranged, those that are not shown too."""
    return arranged(evidence.pieces, replace(ribbon, out=()))


def _rows(evidence: Evidence, ribbon: Ribbon, piece: str, do: str) -> list[dict[str, object]]:
    """Each piece with the moves it can make; `focus` is the one that has the keyboard after `piece` was moved by `do`."""
    found = _in_order(evidence, ribbon)
    cover = ribbon.cover or next((one.piece.id for one in found if one.piece.id not in ribbon.out), "")
    rows: list[dict[str, object]] = []
    for n, one in enumerate(found):
        of, out = one.piece.id, one.piece.id in ribbon.out
        never = {"earlier": n == 0, "later": n == len(found) - 1, "cover": of == cover}
        moves = ("show",) if out else tuple(move for move in MOVES[:-1] if not never.get(move))
        focus = next((move for move in (do, _OTHER.get(do, ""), *moves) if move in moves), "") if of == piece else ""
        rows.append(
            {"id": of, "title": one.piece.title, "out": out, "cover": of == cover, "moves": moves, "focus": focus}
        )
    return rows


def sources(evidence: Evidence, place: str) -> dict[str, Illustration]:
    """Where the music of each piece is to be had: the first take, the latest ones, the latest version."""
    items: list[str] = []
    for one in evidence.pieces:
        items += [take.id for take in (*one.takes[:1], *one.takes[-_LATEST:])]
        items += [version.id for version in one.versions[-1:]]
    return {item: Illustration("", {}, b"", source=f"{place}/music/{item}") for item in items}


def _illustrated(site: Site, pupil: str, item: str, **how: bool) -> Illustration:
    """Draw and render what is this pupil's to show, while its page is open; 404 for anything else. `how`: `score` alone, `pressed`."""

    def theirs(journal: Journal) -> bool:
        pieces = journal.evidence(pupil, drawn=False).pieces
        return any(item in {*(take.id for take in one.takes), *(kept.id for kept in one.versions)} for one in pieces)

    if site.illustrate is None or not site.ask(theirs):
        abort(404)
    return site.illustrate(item, gone=request.environ.get("waitress.client_disconnected", lambda: False), **how)
