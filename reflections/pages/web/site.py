"""The site itself: every request is asked who it is, every page goes out through one layout with its own strict policy."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from flask import Flask, Response, g, redirect, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from assets import refusals
from reflections.errors import JournalError, NotFound
from reflections.pages import render
from reflections.pages.font import lexend
from reflections.pages.web import guard, rooms
from reflections.pages.web.gate import Gate
from reflections.sentences import counted, said, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from werkzeug.wrappers import Response as Answer

    from reflections.journal import Journal
    from reflections.pages.web.report_folder import Folding
    from reflections.records import Evidence, Illustration

T = TypeVar("T")
_COOKIE = "soundfolio"
LOOKS = ("night", "day", "cream", "contrast")
_SAFE = frozenset({"GET", "HEAD"})
_OF_A_PUPIL = ("", "/portfolio", "/review", "/reports")  # after /pupil/<pupil>
_REFUSED = 400
log = logging.getLogger("soundfolio")


class Locked(Exception):  # noqa: N818 - it is an answer, not a fault
    """There is no open journal behind the pages any more; raised by the site's `ask`."""


class Ask(Protocol):
    """Has the one thread that may call the journal do some work, and waits for what comes of it.

    Raises what the work raised, or Locked.
    """

    def __call__(self, work: Callable[[Journal], T]) -> T:
        """Return what the work returned."""
        ...


class Site:
    """What pages are given. `origin` is set by the server: nothing is answered under another name."""

    def __init__(
        self,
        ask: Ask,
        *,
        gate: Gate | None = None,
        language: str = "en",
        look: str = "",
        illustrate: Callable[..., Illustration] | None = None,
        rendered: Callable[[str], float] = lambda _item: 0.0,
        sung: Callable[[Journal, Evidence], Evidence] = lambda _journal, evidence: evidence,
        folders: Folding | None = None,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
        touched: Callable[[], None] = lambda: None,
        wrote: Callable[[], None] = lambda: None,
        closed: Callable[[], None] = lambda: None,
        font: bytes | None = None,
        cache: Path | None = None,
    ) -> None:
        self.ask = ask
        self.gate = gate or Gate()
        self.language = language
        self.look = look if look in LOOKS else ""
        self.illustrate = illustrate
        self.rendered = rendered
        self.sung = sung  # puts the words of songs in, which lie in the music
        self.folders = folders
        self.now = now
        self.origin = ""
        self.cache = cache
        self._shut: Gate | None = None  # the gate that somebody closed by its button
        self._touched = touched
        self._wrote = wrote
        self._closed = closed
        self._font = font or lexend()
        self._styles: dict[tuple[str, ...], str] = {}
        self.app = self._made()

    @property
    def cookie(self) -> str:
        """What the cookie is called: a browser gives one address's cookies to each of its ports, and two studios may run."""
        return f"{_COOKIE}-{self.origin.rpartition(':')[2]}"

    def say(self, key: str, **filled: Any) -> str:
        """Return a sentence of the tables, in the language of this laptop."""
        return say(key, self.language, **filled)

    def show(
        self,
        template: str,
        title: str,
        *,
        status: int = 200,
        whose: str = "",
        here: str = "",
        scripts: Sequence[str] = (),
        styles: Sequence[str] = (),
        **values: Any,
    ) -> Response:
        """Answer with a page: `template` (of assets/pages) extends web/shell.html and is given `values`.

        `scripts` and `styles` are files of assets/pages, after web.js, page.css and web.css; nothing else runs or is
        drawn. With `whose`, a pupil's id, the bar leads to their other pages. `title` stands in the browser's history: never a pupil's words.
        `here` is the page that a post was made from: nothing leads to the post's own address, which is no page.
        """
        code, style = render.scripts(("web.js", *scripts)), self._style(("web.css", *styles))
        text = render.environment().get_template(template).render(
            title=title,
            style=Markup(style),  # noqa: S704 - our own file and theme values
            script=Markup(code),  # noqa: S704 - our own files
            say=self.say,
            said=partial(said, language=self.language),
            counted=partial(counted, language=self.language),
            language=self.language,
            whose=whose,
            ways=self._ways,
            conversation=_talk(),
            look=self.look,
            looks=LOOKS,
            key=self.gate.form_key(g.cookie) if g.get("cookie") else "",
            posted=request.method not in _SAFE,
            here=here or (request.full_path.rstrip("?") if request.method in _SAFE else _talk() or "/"),
            **values,
        )  # fmt: skip
        answer = Response(text, status, mimetype="text/html")
        answer.headers["Content-Security-Policy"] = (
            f"{guard.POLICY}; style-src {render.hashed(style)}; script-src {render.hashed(code)}"
        )
        return answer

    def _ways(self, pupil: str) -> list[tuple[str, str]]:
        """Give the pages of one pupil that there are: where each is, and what it is called."""
        there = {rule.rule for rule in self.app.url_map.iter_rules()}
        return [
            (f"/pupil/{pupil}{part}", self.say(f"web.way {part[1:] or 'five'}"))
            for part in _OF_A_PUPIL
            if f"/pupil/<pupil>{part}" in there
        ]

    def _style(self, names: tuple[str, ...]) -> str:
        if names not in self._styles:
            self._styles[names] = render.style(self._font, also=names)
        return self._styles[names]

    def why(self, error: JournalError) -> str:
        """Return what an error says, in the language of this laptop."""
        return refusals.told(str(error), self.language)

    def sentence(self, key: str, status: int, **filled: Any) -> Response:
        """Answer with a page that holds one sentence and a way on: `key` is of the table "web", with "key title"."""
        return self.show(
            "web/sentence.html", self.say(f"web.{key} title"), status=status, words=self.say(f"web.{key}", **filled)
        )

    # -- how it is built ----------------------------------------------------------------------------------------------
    def _made(self) -> Flask:
        app = Flask("soundfolio", static_folder=None, template_folder=None)
        app.config.update(
            MAX_CONTENT_LENGTH=guard.MOST_BYTES, MAX_FORM_MEMORY_SIZE=guard.MOST_BYTES, PROVIDE_AUTOMATIC_OPTIONS=False
        )
        app.before_request(self._let_in)
        app.after_request(self._went_out)
        app.add_url_rule("/in/<token>", "in", self._come_in, methods=["GET"])
        app.add_url_rule("/here", "here", _still_here, methods=["GET"])
        app.add_url_rule("/look", "look", self._choose_look, methods=["POST"])
        app.add_url_rule("/close", "close", self._close, methods=["POST"])
        for room in rooms.ROOMS:
            app.register_blueprint(room(self))
        app.register_error_handler(Locked, self._locked)
        app.register_error_handler(JournalError, self._refused)
        app.register_error_handler(HTTPException, self._not_found)
        app.register_error_handler(Exception, self._broke)
        return app

    # -- who asks -----------------------------------------------------------------------------------------------------
    def _let_in(self) -> Response | None:
        """Refuse whatever does not come from a page of ours, in a browser that was let in."""
        if not guard.from_here(self.origin):
            return self.sentence("from elsewhere", 403)
        if guard.for_another_user(self.origin):  # also with a cookie: a browser shows it to whatever else it meets here
            return self.sentence("not let in", 403)
        if request.endpoint == "in":
            return None
        cookie = request.cookies.get(self.cookie, "")
        if self.gate.locked:
            return self._locked()
        if not self.gate.knows(cookie):
            return self.sentence("not let in", 403)
        g.cookie = cookie
        if request.method not in _SAFE and not guard.own_form(self.origin, self.gate, cookie):
            return self.sentence("from elsewhere", 403)
        if request.endpoint != "here":
            self.gate.touched()
            self._touched()
        return None

    def _come_in(self, token: str) -> Answer:
        """The one-time address: a cookie for it, and away from the address at once."""
        if request.headers.get("Sec-Purpose") or request.method != "GET":
            return self.sentence("from elsewhere", 403)  # a browser that only looks ahead does not use it up
        if self.gate.locked:
            return self._locked()
        found = self.gate.exchange(token)
        if found is None:
            return self.sentence("used already", 403)
        cookie, path = found
        answer = redirect(path, 303)
        answer.set_cookie(self.cookie, cookie, httponly=True, samesite="Strict", path="/")
        return answer

    def _went_out(self, answer: Response) -> Response:
        if request.method == "POST" and answer.status_code < _REFUSED:
            self._wrote()
        return guard.harden(answer)

    # -- what every page has ------------------------------------------------------------------------------------------
    def _choose_look(self) -> Answer:
        look = request.form.get("look", "")
        if look in (*LOOKS, ""):
            self.look = look
        return redirect(guard.way_back(request.form.get("back", "/")), 303)

    def _close(self) -> Response:
        self.gate.lock()
        self._shut = self.gate
        self._closed()
        return self._locked()

    # -- what cannot be answered --------------------------------------------------------------------------------------
    def _locked(self, error: Exception | None = None) -> Response:
        if error is not None:
            self.gate.lock()
        g.pop("cookie", None)
        answer = self.sentence("closed" if self._shut is self.gate else "locked", 423)
        answer.delete_cookie(self.cookie, httponly=True, samesite="Strict", path="/")
        return answer

    def _refused(self, error: JournalError) -> Response:
        status = 404 if isinstance(error, NotFound) else 409
        return self.show("web/sentence.html", self.say("web.refused title"), status=status, words=self.why(error))

    def _not_found(self, error: HTTPException) -> Response:
        known = {404: "not there", 405: "not there", 413: "too much"}
        return self.sentence(known.get(error.code or 500, "broke"), error.code or 500)

    def _broke(self, error: Exception) -> Response:
        log.error("a page broke: %s", type(error).__name__)  # its words could be a pupil's
        try:
            return self.sentence("broke", 500)
        except Exception:  # noqa: BLE001 - the layout itself broke; what it held must reach no log
            return Response(self.say("web.broke"), 500, mimetype="text/plain")


def _talk() -> str:
    """Return the conversation that was asked of, "" for none: while the pupil drives, a refusal leads back to it alone."""
    root, step, _ = request.path.partition("/review/")
    return f"{root}/review" if step and root.startswith(("/pupil/", "/group/")) else ""


def _still_here() -> Response:
    """Nothing, but only while it is open: a page that is left standing asks for it, and goes when nobody answers."""
    return Response(status=204)
