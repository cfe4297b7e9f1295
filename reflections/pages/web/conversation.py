"""The pages of a progress conversation: one step at a time, and each thing that is agreed by a post of its own."""

from __future__ import annotations

import io
import logging
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, redirect, request, send_file

from reflections import conversation
from reflections.conversation import bringing, keeping
from reflections.errors import NotAllowed, NotFound
from reflections.pages.charts import ladder
from reflections.pages.engraving import drawn
from reflections.sentences import day, has, said, say, tongue

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup
    from werkzeug.wrappers import Response as Answer

    from reflections import records
    from reflections.conversation import Brought, Step
    from reflections.journal import Journal
    from reflections.pages.web.site import Site

log = logging.getLogger("soundfolio")
ROLES = ("me", "tutor", "teacher", "carer", "social worker")
_TOGETHER = ("me", "tutor", "teacher", "carer")
_KINDS = ((b"OggS", "audio/ogg"), (b"RIFF", "audio/wav"), (b"fLaC", "audio/flac"))


def room(site: Site) -> Blueprint:
    """Give the pages of the conversation with one pupil, and with one group."""
    pages, talk = Blueprint("conversation", __name__), _Talk(site)
    for kind in ("pupil", "group"):
        pages.register_blueprint(_of(talk, kind))
    return pages


def _of(talk: _Talk, kind: str) -> Blueprint:
    pages = Blueprint(kind, __name__, url_prefix=f"/{kind}/<pupil>/review")
    pages.get("")(talk.come)
    pages.post("/open")(talk.open)
    pages.post("/answer")(talk.answer)
    pages.post("/go")(talk.go)
    pages.get("/sound/<item>")(talk.sound)
    pages.get("/voice/<item>")(talk.voice)
    pages.get("/score/<item>")(talk.score)
    pages.get("/<key>")(talk.step)
    pages.get("/<key>/<what>")(talk.of_a_form)
    pages.post("/<key>/<what>")(talk.keep)
    return pages


class _Talk:
    """Answers the requests of one site. Where a conversation stands lies in the journal; here is known only what can sound."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._made: dict[str, str] = {}  # what is heard: "making", "made", or "none"
        self._guard = threading.Lock()

    # -- coming and going ---------------------------------------------------------------------------------------------
    def come(self, pupil: str) -> Answer:
        """Go on where it was; where none is open, how to open one."""

        def where(journal: Journal) -> str:
            found = conversation.brought(journal, pupil)
            steps = conversation.agenda(found)
            return steps[conversation.standing(steps, keeping.place(journal, found))].key

        try:
            return redirect(f"{_root()}/{self._site.ask(where)}", 303)
        except NotFound:
            return self._start(pupil)

    def _start(self, pupil: str, *, problem: str = "", status: int = 200) -> Response:
        """What adults still have to answer, then the button; NotFound for no such pupil."""

        def read(
            journal: Journal,
        ) -> tuple[records.Group | None, records.Pupil, records.ReviewDue, tuple[records.Review, ...]]:
            group = bringing.group_of(journal, pupil)
            one = journal.pupil(pupil) if group is None else bringing.as_one(journal, group)
            return group, one, journal.review_due(pupil), journal.reviews(pupil)

        group, whose, due, held = self._site.ask(read)
        return self._show(
            "web/conversation/start.html",
            whose,
            self._site.language,
            together=group is not None,
            status=status,
            here=_root(),
            due=due,
            held=held[-1:],
            today=self._site.now().date(),
            problem=problem,
            typed=request.form,
        )

    def open(self, pupil: str) -> Answer:
        """Begin; twice is once."""
        try:
            self._site.ask(lambda journal: journal.open_review(pupil))
        except NotAllowed as error:
            return self._start(pupil, problem=self._site.why(error), status=409)
        return redirect(_root(), 303)

    def answer(self, pupil: str) -> Answer:
        """What came of what was asked for last time, before anything is opened."""
        given = request.form
        outcome, words = given.get("outcome", ""), given.get("words", "")
        did, because = (words, "") if outcome == "did" else ("", words)

        def keep(journal: Journal) -> None:
            if given.get("id") in {one.id for one in journal.we_dids(pupil)}:
                journal.we_did(given["id"], outcome, did=did, because=because, by_role=given.get("role", ""))

        try:
            self._site.ask(keep)
        except NotAllowed as error:
            return self._start(pupil, problem=self._site.why(error), status=409)
        return redirect(_root(), 303)

    def go(self, pupil: str) -> Answer:
        """Another step; where it stands is kept."""
        key = request.form.get("to", "")

        def stand(journal: Journal) -> str:
            found = conversation.brought(journal, pupil)
            steps = conversation.agenda(found)
            at = steps[conversation.standing(steps, key)].key
            keeping.go(journal, found, at)
            return at

        return redirect(f"{_root()}/{self._site.ask(stand)}", 303)

    # -- one step -----------------------------------------------------------------------------------------------------
    def step(self, pupil: str, key: str, *, problem: str = "", status: int = 200) -> Answer:
        """Show it; one that is gone leads to where the conversation stands."""

        def read(journal: Journal) -> tuple[Brought, tuple[Step, ...], int, Any] | None:
            found = conversation.brought(journal, pupil)
            steps = conversation.agenda(found)
            if key not in {step.key for step in steps}:
                return None
            at = conversation.standing(steps, key)
            return found, steps, at, conversation.shown(journal, found, steps[at])

        known = self._site.ask(read)
        if known is None:
            return redirect(_root(), 303)
        found, steps, at, shown = known
        return self._show(
            f"web/conversation/{steps[at].kind}.html",
            found.pupil,
            found.preferences.language,
            together=found.together,
            status=status,
            here=f"{_root()}/{key}",
            found=found,
            steps=steps,
            at=at,
            shown=shown,
            drawn=self._site.illustrate is not None,
            problem=problem,
            typed=request.form if problem else {},
            failed=(request.view_args or {}).get("what", "") if problem else "",
            kept=request.args.get("kept", ""),
            open=request.args.get("open", ""),
            roles=tuple(
                _tell(found.preferences.language, found.together, f"role {role}")
                for role in (_TOGETHER if found.together else ROLES)
            ),
        )

    def keep(self, pupil: str, key: str, what: str) -> Answer:
        """Keep one thing and show the step again; what cannot be kept says why, with all that was typed still there."""
        given = request.form.to_dict(flat=False)
        try:
            self._site.ask(
                lambda journal: conversation.keep(journal, conversation.brought(journal, pupil), what, given)
            )
        except NotAllowed as error:
            return self.step(pupil, key, problem=self._site.why(error), status=409)
        except NotFound:
            if what != "held":  # from a page that was left open: it is over already, and all of it is kept
                raise
        if what == "held":
            return redirect(_root(), 303)
        return redirect(f"{_root()}/{key}?kept={what}#{what}", 303)

    def of_a_form(self, pupil: str, key: str, what: str) -> Answer:
        """The address of a form, asked for by hand: to its step."""
        del pupil, what
        return redirect(f"{_root()}/{key}", 303)

    # -- what is heard ------------------------------------------------------------------------------------------------
    def sound(self, pupil: str, item: str) -> Answer:
        """A take or version that was picked, as sound; what was not picked is not there."""
        if not self._picked(pupil, item):
            abort(404)
        if "ready" in request.args:
            return self._ready(item)
        mp3 = self._site.illustrate(item).mp3 if self._site.illustrate is not None else b""
        return _heard(mp3) if mp3 else abort(404)

    def score(self, pupil: str, item: str) -> Response:
        """The same written down, with the seconds of each note; what was not picked is not there."""
        if self._site.illustrate is None or not self._picked(pupil, item):
            abort(404)
        made = self._site.illustrate(item, score=True)
        return Response(str(drawn(made, f"s{item}", self._site.say("portfolio.score"))), mimetype="text/plain")

    def _picked(self, pupil: str, item: str) -> bool:
        return self._site.ask(lambda journal: item in conversation.brought(journal, pupil).sounds)

    def _ready(self, item: str) -> Answer:
        """Say whether it would sound at once (204), or is being made (202): nobody waits for it here, other pages are asked for."""
        if self._site.illustrate is None:
            abort(404)
        with self._guard:
            begun = item in self._made
            made = self._made.setdefault(item, "making")
        if not begun:
            threading.Thread(target=self._make, args=(item,), name="sound of a page", daemon=True).start()
        return abort(404) if made == "none" else Response(status=204 if made == "made" else 202)

    def _make(self, item: str) -> None:
        made = ""
        try:
            assert self._site.illustrate is not None, "asked before"
            made = "made" if self._site.illustrate(item).mp3 else "none"
        except Exception as error:  # noqa: BLE001 - whatever it is, the next press tries again
            log.warning("a sound was not made: %s", type(error).__name__)
        with self._guard:
            if made:
                self._made[item] = made
            else:
                del self._made[item]

    def voice(self, pupil: str, item: str) -> Answer:
        """Words that were picked and said out loud."""

        def read(journal: Journal) -> bytes:
            found = conversation.brought(journal, pupil)
            return (journal.reflection(item).sound or b"") if item in found.words else b""

        sound = self._site.ask(read)
        return _heard(sound) if sound else abort(404)

    # -- how it looks -------------------------------------------------------------------------------------------------
    def _show(
        self, template: str, pupil: records.Pupil, language: str, *, together: bool, status: int, **values: Any
    ) -> Response:
        tell: Callable[..., str] = partial(_tell, language, together)
        return self._site.show(
            template,
            tell("page title"),
            status=status,
            styles=("conversation.css",),
            scripts=("conversation.js",),
            pupil=pupil,
            told_in=language,
            day=partial(day, language=language),
            comma=say("frame.comma", language),
            quoted=lambda words: say("frame.quote", language, words=words),
            tell=tell,
            ladder=partial(ladder, to=tongue(language, "story")),
            told=partial(_told, language, together),
            root=_root(),
            home=_root().removesuffix("/review"),
            together=together,
            **values,
        )


def _root() -> str:
    """Return the address of the conversation that was asked of, without a slash at the end."""
    before, review, _ = request.path.partition("/review")
    return before + review


def _key(together: bool, name: str) -> str:
    """Return the key of a sentence; several are spoken to with their own where there is one."""
    return f"conversation.{'ours ' if together and has(f'conversation.ours {name}') else ''}{name}"


def _tell(language: str, together: bool, name: str, **filled: Any) -> str:
    return say(_key(together, name), language, **filled)


def _told(language: str, together: bool, name: str, **filled: Any) -> Markup:
    """The same with people's words in it, which stand by themselves."""
    return said(_key(together, name), language, **filled)


def _heard(sound: bytes) -> Response:
    """Give sound in the stretches a browser asks for, so that it can go to a place in it."""
    kind = next((kind for start, kind in _KINDS if sound.startswith(start)), "audio/mpeg")
    return send_file(io.BytesIO(sound), mimetype=kind, conditional=True)
