"""The server over real HTTP: here and nowhere else, one address once, too much refused, and the port let go at the end."""

from __future__ import annotations

import contextlib
import http.client
import socket
import tempfile
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from flask import Response

from reflections.pages.web import Server, Site, guard

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.whole


@pytest.fixture
def server() -> Iterator[Server]:
    pages = Site(lambda work: work("a journal"), font=b"wOF2")
    pages.app.add_url_rule("/page", "page", lambda: pages.show("web/sentence.html", "T", words=pages.ask(str)))
    pages.app.add_url_rule("/form", "form", lambda: pages.show("web/sentence.html", "Kept", words=""), methods=["POST"])
    pages.app.add_url_rule("/large", "large", lambda: Response(b"x" * 3_000_000, mimetype="audio/mpeg"))
    made = Server(pages)
    yield made
    made.close()


def ask(
    server: Server, path: str, *, method: str = "GET", body: bytes = b"", **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    line.request(method, path, body or None, headers)
    answer = line.getresponse()
    found = answer.status, answer.headers, answer.read()
    line.close()
    return found


def cookie(server: Server) -> str:
    _, headers, _ = ask(server, urlsplit(server.invite("/page")).path)
    return headers["Set-Cookie"].partition(";")[0]


def test_an_address_opens_a_browser_once_and_then_nobody(server: Server) -> None:
    path = urlsplit(server.invite("/page")).path
    status, headers, _ = ask(server, path)
    assert (status, headers["Location"]) == (303, "/page")
    assert ask(server, "/page", Cookie=headers["Set-Cookie"].partition(";")[0])[0] == 200
    assert ask(server, path)[0] == 403
    status, headers, body = ask(server, "/page")
    assert status == 403
    assert b"a journal" not in body


def test_two_studios_side_by_side_let_in_their_own_browsers_alone(server: Server) -> None:
    other = Server(Site(lambda work: work("another journal"), font=b"wOF2"))
    try:
        mine, theirs = cookie(server), cookie(other)
        assert mine.partition("=")[0] != theirs.partition("=")[0], "one would put out the other"
        assert ask(server, "/page", Cookie=f"{mine}; {theirs}")[0] == 200
        assert ask(server, "/page", Cookie=theirs)[0] == 403
    finally:
        other.close()


def test_another_user_of_this_computer_does_not_use_an_address_up(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = urlsplit(server.invite("/page")).path
    asked: list[tuple[tuple[str, int], tuple[str, int]]] = []
    with monkeypatch.context() as patch:
        patch.setattr(guard, "is_another_user", lambda theirs, ours: asked.append((theirs, ours)) is None)
        assert ask(server, path)[0] == 403
    (theirs, ours) = asked[0]
    assert ours == ("127.0.0.1", server.port)
    assert (theirs[0], theirs[1] != server.port) == ("127.0.0.1", True)
    assert ask(server, path)[0] == 303


def test_another_user_of_this_computer_opens_nothing_with_our_cookie(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = cookie(server)
    monkeypatch.setattr(guard, "is_another_user", lambda _theirs, _ours: True)
    status, _, body = ask(server, "/page", Cookie=mine)
    assert status == 403
    assert b"a journal" not in body


def test_it_listens_on_this_computers_own_address_alone(server: Server) -> None:
    assert server._server.socket.getsockname() == ("127.0.0.1", server.port)


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", ""])
def test_another_name_for_it_is_answered_with_nothing(server: Server, host: str) -> None:
    status, _, body = ask(server, "/page", Cookie=cookie(server), Host=host)
    assert status in {400, 403}
    assert b"a journal" not in body


def test_a_form_of_another_page_is_refused(server: Server) -> None:
    given = {"Cookie": cookie(server), "Content-Type": "application/x-www-form-urlencoded"}
    key = server.site.gate.form_key(given["Cookie"].partition("=")[2])
    body = f"key={key}".encode()
    assert ask(server, "/form", method="POST", body=body, Origin=server.address, **given)[0] == 200
    assert ask(server, "/form", method="POST", body=body, Origin="http://evil.example", **given)[0] == 403
    assert ask(server, "/form", method="POST", body=body, **given)[0] == 403
    assert ask(server, "/form", method="POST", body=b"key=x", Origin=server.address, **given)[0] == 403


@pytest.mark.parametrize("size", [300_000, 600_000])
def test_too_much_is_refused_before_it_is_read(server: Server, size: int) -> None:
    given = {"Cookie": cookie(server), "Content-Type": "application/x-www-form-urlencoded", "Origin": server.address}
    assert ask(server, "/form", method="POST", body=b"k=" + b"x" * size, **given)[0] == 413


def test_nothing_of_an_answer_lies_on_the_disk(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda *_a, **_k: pytest.fail("it was put into a file"))
    status, headers, body = ask(server, "/large", Cookie=cookie(server))
    assert (status, len(body)) == (200, 3_000_000)
    assert headers["Cache-Control"] == "no-store"


def test_what_is_not_http_breaks_nothing(server: Server) -> None:
    for rubbish in (b"\x16\x03\x01\x02\x00", b"GET / HTTP/9\r\n\r\n", b"GET " + b"a" * 70_000 + b"\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
            line.sendall(rubbish)
            line.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionResetError):  # hung up on, before it was read to its end
                while line.recv(65536):
                    pass
    assert ask(server, "/page", Cookie=cookie(server))[0] == 200


def test_closing_lets_go_of_the_port_and_leaves_no_thread(server: Server) -> None:
    before = cookie(server)
    server.close()
    server.close()
    with pytest.raises(OSError):
        ask(server, "/page", Cookie=before)
    assert "pages" not in {thread.name for thread in threading.enumerate()}
