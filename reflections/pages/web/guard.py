"""What is asked of every request before a page sees it, and what every answer carries on its way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from reflections.pages.web.neighbour import is_another_user

if TYPE_CHECKING:
    from reflections.pages.web.gate import Gate

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
MOST_BYTES = 256 * 1024  # of a form; the longest line of the journal is far below it
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # with "no-referrer" a form would not say where it comes from
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}
POLICY = (
    "default-src 'none'; img-src 'self' data:; font-src data:; media-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def from_here(origin: str) -> bool:
    """Whether it comes from a page of ours, or from nobody's: browsers tell of a false name, another site's script, a link."""
    says = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "none")
    return (
        bool(origin)
        and request.headers.get("Host") == origin.removeprefix("http://")
        and says in {None, origin}
        and site in {"same-origin", "none"}
    )


def own_form(origin: str, gate: Gate, cookie: str) -> bool:
    """Whether a form of ours was posted, by the browser it was made for; RequestEntityTooLarge where it is too long."""
    says = request.headers.get("Origin") == origin or request.headers.get("Sec-Fetch-Site") == "same-origin"
    if not says or request.mimetype not in _FORMS:
        return False
    if (request.content_length or 0) > MOST_BYTES:
        raise RequestEntityTooLarge
    return gate.fits(request.form.get("key", ""), cookie)


def for_another_user(origin: str) -> bool:
    """Whether another user of this computer asks, as far as the system tells."""
    port, address = request.environ.get("REMOTE_PORT"), request.environ.get("REMOTE_ADDR", "")
    here, _, ours = origin.removeprefix("http://").rpartition(":")
    return port is not None and is_another_user((address, int(port)), (here, int(ours)))


def harden(answer: Response) -> Response:
    """Put on it what no answer goes without; what is no page may do nothing at all."""
    for name, value in _HEADERS.items():
        answer.headers[name] = value  # also where something that sends files thought it could be kept for a while
    answer.headers.setdefault("Content-Security-Policy", f"{POLICY}; sandbox")
    return answer


def way_back(path: str) -> str:
    """Return a path of ours: anything that could name another place leads to the first page."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path and path.isprintable()
    return path if ours else "/"
