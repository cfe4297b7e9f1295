"""The pages of reports: a draft looked at with the pupil, what they hold back, their yes, and then the ways out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, redirect, request, send_file

from reflections import records, reports
from reflections.errors import NotAllowed, Unheard
from reflections.pages.marks import where, why
from reflections.pages.web import report_folder
from reflections.pages.web.once import Once
from reflections.reports import page as pages_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.wrappers import Response as Answer

    from reflections.journal import Journal
    from reflections.naming import Marked
    from reflections.pages.web.site import Site
    from reflections.reports.parts import Report

WAYS = ("print", "page", "text")
FOLDER, FOLDED = "folder", "folded"  # asked for, then made: it leaves by the second
_OWN_WORDS = ("said:", "next:", "like:")
_STYLES, _SCRIPTS = ("report.css", "web_report.css"), ("report.js",)
_PAPER = "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox allow-modals"


def room(site: Site) -> Blueprint:
    """Give the pages of one pupil's reports, and of the summary for a funder."""
    pages = Blueprint("reports", __name__)
    desk, funder = _Reports(site), _Funder(site)
    pages.get("/pupil/<pupil>/reports")(desk.all)
    pages.get("/pupil/<pupil>/reports/<kind>")(desk.draft)
    pages.post("/pupil/<pupil>/reports/<kind>/choose")(desk.choose)
    pages.post("/pupil/<pupil>/reports/award/put")(desk.put)
    pages.post("/pupil/<pupil>/reports/<kind>/seen")(desk.seen)
    pages.post("/pupil/<pupil>/reports/<kind>/give")(desk.give)
    pages.get("/pupil/<pupil>/reports/<kind>/heard/<item>")(desk.heard)
    report_folder.add_to(pages, site)
    pages.get("/reports")(funder.summary)
    pages.post("/reports/give")(funder.give_summary)
    return pages


class _Reports:
    """Answers the requests of one site about one pupil."""

    def __init__(self, site: Site) -> None:
        self._site, self._once = site, Once()

    def all(self, pupil: str) -> Response:
        """Name the reports there are, each with where it stands."""

        def read(journal: Journal) -> tuple[records.Pupil, dict[str, tuple[str, records.ReportDraft]]]:
            language = self._site.language
            drafts = {kind: journal.report_draft(pupil, kind) for kind in records.REPORTS}
            waits = _waits(journal, pupil, records.REPORTS[0], language)
            return journal.pupil(pupil), {
                kind: (_state(one, journal.report(pupil, kind, language), waits=waits) if one.yes_at else "draft", one)
                for kind, one in drafts.items()
            }

        whose, found = self._site.ask(read)
        title = self._site.say("reports.title")
        return self._site.show("web/reports.html", title, styles=_STYLES, whose=pupil, pupil=whose, found=found)

    def draft(self, pupil: str, kind: str, *, problem: str = "", status: int = 200) -> Response:
        """Show one as it stands, with what may stand in it and the way out that is open."""
        _known(kind)

        def read(
            journal: Journal,
        ) -> tuple[Report, records.ReportDraft, Sequence[Marked], Sequence[records.ShareEvent], Any, bool]:
            now = journal.report(pupil, kind, self._site.language)
            gone = [one for one in journal.shares(pupil) if one.what == "a report"]
            music = journal.report_music(pupil, now)
            marked, waits = journal.marked_in_report(pupil, now), _waits(journal, pupil, kind, self._site.language)
            return now, journal.report_draft(pupil, kind), marked, gone, music, waits

        now, draft, marked, gone, music, waits = self._site.ask(read)
        place = f"/pupil/{pupil}/reports/{kind}"
        sounds = {one.id: f"{place}/heard/{one.id}" for one in music} if self._site.illustrate is not None else {}
        return self._site.show(
            "web/report.html",
            self._site.say(f"reports.{kind}"),
            status=status,
            styles=_STYLES,
            whose=pupil,
            here=f"{place}?all=1" if request.args.get("all") else place,
            report=now,
            draft=draft,
            state=_state(draft, now, waits=waits),
            marked=marked,
            where=where,
            why=why,
            gone=gone,
            place=place,
            pupil_place=f"/pupil/{pupil}",
            problem=problem,
            to_whom=request.form.get("to_whom", ""),
            once=self._once.form(),
            open=bool(request.args.get("all")),
            ways_out=self._ways(music),
            award_parts=records.AWARD_PARTS,
            **pages_of.shown(now, sounds, pages_of.strips_of(music)),
        )

    def choose(self, pupil: str, kind: str) -> Answer:
        """Let one thing in or hold it back."""
        _known(kind)
        on, off, language = request.form.get("on", ""), request.form.get("off", ""), self._site.language
        try:
            self._site.ask(lambda journal: journal.choose_for_report(pupil, kind, on or off, bool(on), language))
        except NotAllowed as error:
            return self.draft(pupil, kind, problem=self._site.why(error), status=409)
        rest = "" if (on or off).startswith(_OWN_WORDS) else "?all=1"  # the list that was open stays open
        return redirect(f"/pupil/{pupil}/reports/{kind}{rest}#choose", 303)

    def put(self, pupil: str) -> Answer:
        """Put one thing in another part of the folder for an award."""
        item, _, part = request.form.get("put", "").partition(":")
        if part not in records.AWARD_PARTS:
            abort(404)
        try:
            self._site.ask(lambda journal: journal.put_in_award(pupil, item, part, language=self._site.language))
        except NotAllowed as error:
            return self.draft(pupil, "award", problem=self._site.why(error), status=409)
        return redirect(f"/pupil/{pupil}/reports/award#put-{item}", 303)

    def seen(self, pupil: str, kind: str) -> Answer:
        """The pupil has seen it, and says yes or not now."""
        _known(kind)
        yes, mark = request.form.get("say") == "yes", request.form.get("mark", "")
        try:
            self._site.ask(
                lambda journal: journal.report_seen(pupil, kind, mark, yes=yes, language=self._site.language)
            )
        except NotAllowed as error:
            return self.draft(pupil, kind, problem=self._site.why(error), status=409)
        return redirect(f"/pupil/{pupil}/reports/{kind}", 303)

    def give(self, pupil: str, kind: str) -> Answer:
        """It leaves, as the answer to this post and to nothing else: whom it goes to is kept first."""
        _known(kind)
        way, whom = (
            _way(*WAYS, *((FOLDER, FOLDED) if self._site.folders is not None else ())),
            request.form.get("to_whom", "").strip(),
        )
        if not whom:
            return self.draft(pupil, kind, problem=self._site.say("reports.say whom"), status=409)

        what, language = (pupil, kind, way, whom), self._site.language

        def leave(journal: Journal) -> tuple[Report, Any] | None:
            now = journal.report_to_leave(pupil, kind, language)
            if journal.marked_in_report(pupil, now) and not request.form.get("looked"):
                return None
            music = journal.report_music(pupil, now) if way != "text" else ()
            if way not in {FOLDER, FOLDED} and not self._once.again(*what):
                now = journal.report_leaves(pupil, kind, whom, language)
                self._once.left(*what)
            return now, music

        try:
            left = self._site.ask(leave)
        except (NotAllowed, Unheard) as error:
            return self.draft(pupil, kind, problem=self._site.why(error), status=409)
        if left is None:
            return self.draft(pupil, kind, problem=self._site.say("reports.look first"), status=409)
        if way == FOLDER:
            return self._folder(pupil, kind, left[0], whom)
        if way == FOLDED:
            return self._folded(pupil, kind, *left, whom)
        return _out(self._site, left[0], way, left[1], f"/pupil/{pupil}/reports/{kind}", pupil)

    def _ways(self, music: Sequence[Any]) -> tuple[str, ...]:
        """What it can leave as; a folder only where there is somebody to make it, and music for it."""
        return (*WAYS, FOLDER) if self._site.folders is not None and music else WAYS

    def _folder(self, pupil: str, kind: str, now: Report, whom: str) -> Response:
        """Say how far the folder is; nothing has left yet."""
        place = f"/pupil/{pupil}/reports/{kind}"
        return self._site.show(
            "web/report_folder.html",
            self._site.say("reports.folder title"),
            styles=_STYLES,
            scripts=("web/making.js",),
            whose=pupil,
            here=place,
            place=place,
            source=f"{place}/folder/{now.mark}",
            to_whom=whom,
            way=FOLDED,
        )

    def _folded(self, pupil: str, kind: str, now: Report, music: Any, whom: str) -> Response:
        """It leaves with its sound; it is made before that it left is kept, so that nothing is kept of what came to nothing."""
        data = report_folder.made(self._site, now, music)
        left = self._site.ask(lambda journal: journal.report_leaves(pupil, kind, whom, self._site.language))
        if left.mark != now.mark:
            return self.draft(pupil, kind, status=409)
        answer = Response(data, mimetype="application/zip")
        answer.headers.set("Content-Disposition", "attachment", filename=f"{now.title}.zip")
        return answer

    def heard(self, pupil: str, kind: str, item: str) -> Response:
        """The music of one thing that the report leads to, and of nothing else."""
        _known(kind)
        if (
            item not in self._site.ask(lambda journal: journal.report(pupil, kind, self._site.language)).heard
            or not self._site.illustrate
        ):
            abort(404)
        mp3 = self._site.illustrate(item).mp3
        if not mp3:
            abort(404)
        return send_file(io.BytesIO(mp3), mimetype="audio/mpeg", conditional=True)


class _Funder:
    """Answers the requests of one site about figures."""

    def __init__(self, site: Site) -> None:
        self._site, self._once = site, Once()

    def summary(self, *, problem: str = "", status: int = 200) -> Response:
        """Show the figures, and the way out."""
        found = self._summary()
        return self._site.show(
            "web/report_funder.html",
            self._site.say("reports.funder"),
            status=status,
            styles=_STYLES,
            here="/reports",
            report=found,
            place="/reports",
            problem=problem,
            to_whom=request.form.get("to_whom", ""),
            once=self._once.form(),
            ways_out=WAYS,
            marked=(),
            gone=(),
            **pages_of.shown(found, {}),
        )

    def give_summary(self) -> Answer:
        """It leaves, and that it did is kept."""
        way, whom = _way(*WAYS), request.form.get("to_whom", "").strip()
        if not whom:
            return self.summary(problem=self._site.say("reports.say whom"), status=409)

        def leave(journal: Journal) -> Report | None:
            found = reports.funder(journal.figures(), self._site.language)
            if found.lines and not self._once.again(way, whom):
                journal.figures_leave(whom)
                self._once.left(way, whom)
            return found if found.lines else None

        left = self._site.ask(leave)
        return _out(self._site, left, way, (), "/reports") if left is not None else self.summary(status=409)

    def _summary(self) -> Report:
        return reports.funder(self._site.ask(lambda journal: journal.figures()), self._site.language)


def _known(kind: str) -> None:
    if kind not in records.REPORTS:
        abort(404)


def _waits(journal: Journal, pupil: str, kind: str, language: str) -> bool:
    """Say whether an adult has something of the pupil's to see before anything leaves."""
    try:
        journal.report_to_leave(pupil, kind, language)
    except Unheard:
        return True
    except NotAllowed:
        return False
    return False


def _state(draft: records.ReportDraft, now: Report, *, waits: bool) -> str:
    if draft.yes_at is None:
        return "draft"
    if draft.mark != now.mark:
        return "changed"
    return "waits" if waits else "said yes"


def _way(*ways: str) -> str:
    way = request.form.get("way", "")
    return way if way in ways else abort(404)


def _out(site: Site, found: Report, way: str, music: Any, place: str, whose: str = "") -> Response:
    if way == "text":
        words, title = reports.text(found), site.say("reports.text title")
        return site.show(
            "web/report_text.html",
            title,
            styles=_STYLES,
            scripts=_SCRIPTS,
            whose=whose,
            here=place,
            words=words,
            place=place,
        )
    if way == "print":
        back = pages_of.Back(place, site.say("reports.back"), site.say("reports.print"))
        page, policy = pages_of.to_print(found, pages_of.strips_of(music), back)
        return Response(page, mimetype="text/html", headers={"Content-Security-Policy": policy})
    answer = Response(pages_of.html(found, None, pages_of.strips_of(music)), mimetype="text/html")
    answer.headers["Content-Security-Policy"] = _PAPER
    answer.headers.set("Content-Disposition", "attachment", filename=f"{found.title}.html")
    return answer
