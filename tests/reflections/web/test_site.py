"""Every request is asked who it is; what cannot be answered is a sentence; nothing of a page stays or leaves."""

from __future__ import annotations

import re
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from reflections import NotAllowed, NotFound, sentences
from reflections.pages.web import Locked, Site
from tests.reflections.web.conftest import ORIGIN, Visitor, words

if TYPE_CHECKING:
    from collections.abc import Callable

HOSTILE = "<script>alert(1)</script>\"\u202e' {{ 7*7 }}"


@pytest.fixture
def site() -> Site:
    """A site with pages of its own: one that shows what the journal says, one that takes a form, one that breaks."""
    made = Site(lambda work: work("a journal"), font=b"wOF2")
    made.app.add_url_rule("/page", "page", lambda: made.show("web/sentence.html", "T", words=made.ask(str)))
    made.app.add_url_rule("/form", "form", lambda: made.show("web/sentence.html", "Kept", words=""), methods=["POST"])
    made.app.add_url_rule("/hostile", "hostile", lambda: made.show("web/sentence.html", HOSTILE, words=HOSTILE))
    made.app.add_url_rule("/broken", "broken", lambda: 1 // 0)
    return made


@pytest.fixture
def visitor(site: Site) -> Visitor:
    return Visitor(site)


def test_the_address_that_opens_the_pages_is_left_at_once_for_a_clean_one(site: Site) -> None:
    visitor = Visitor(site)
    answer = visitor.let_in("/page")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/page")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert visitor.get("/page").status_code == 200


def test_the_second_who_uses_an_address_is_told_so_and_gets_nothing(site: Site, visitor: Visitor) -> None:
    path = f"/in/{site.gate.invite('/page')}"
    visitor.get(path)
    other = Visitor.__new__(Visitor)
    other.site, other.client = site, site.app.test_client()
    answer = other.get(path)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
    assert "opens the pages once" in words(answer.text)


def test_a_browser_that_only_looks_ahead_does_not_use_the_address_up(site: Site, visitor: Visitor) -> None:
    path = f"/in/{site.gate.invite('/page')}"
    assert visitor.get(path, **{"Sec-Purpose": "prefetch"}).status_code == 403
    assert visitor.get(path).status_code == 303


@pytest.mark.parametrize("path", ["/", "/page", "/here", "/nothing"])
def test_without_the_cookie_there_is_nothing(site: Site, path: str) -> None:
    site.origin = ORIGIN
    answer = site.app.test_client().get(path, base_url=ORIGIN)
    assert answer.status_code == 403
    assert "a journal" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "localhost:4711"},
        {"Host": "127.0.0.1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:4712"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_what_comes_from_elsewhere_gets_nothing_even_with_the_cookie(visitor: Visitor, headers: dict[str, str]) -> None:
    answer = visitor.get("/page", **headers)
    assert answer.status_code == 403
    assert "a journal" not in answer.text
    assert not [name for name in answer.headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118 - werkzeug's own


def test_a_form_needs_its_key_and_its_origin(visitor: Visitor) -> None:
    assert visitor.post("/form").status_code == 200
    assert visitor.post("/form", key="").status_code == 403
    assert visitor.post("/form", key="0" * 64).status_code == 403
    assert visitor.post("/form", origin="http://evil.example").status_code == 403
    assert visitor.post("/form", origin="").status_code == 403
    assert visitor.client.post("/form", base_url=ORIGIN, data={"key": "x"}).status_code == 403


def test_a_form_of_another_kind_is_not_read(visitor: Visitor) -> None:
    answer = visitor.client.post("/form", base_url=ORIGIN, headers={"Origin": ORIGIN}, json={"key": "x"})
    assert answer.status_code == 403


def test_too_much_is_refused_with_a_sentence(visitor: Visitor) -> None:
    answer = visitor.post("/form", said="x" * 300_000)
    assert answer.status_code == 413
    assert "nothing was kept" in words(answer.text)


@pytest.mark.parametrize(("path", "status"), [("/nothing", 404), ("/form", 405)])
def test_an_unknown_page_or_way_of_asking_is_a_sentence(visitor: Visitor, path: str, status: int) -> None:
    answer = visitor.get(path)
    assert answer.status_code == status
    assert "erased" in words(answer.text)


def test_no_other_way_of_asking_is_answered(visitor: Visitor) -> None:
    for method in ("OPTIONS", "PUT", "DELETE", "TRACE"):
        assert visitor.client.open("/page", method=method, base_url=ORIGIN).status_code in {403, 405}, method


@pytest.mark.parametrize(
    ("error", "status"), [(NotFound("It is not there any more."), 404), (NotAllowed("Ask them first."), 409)]
)
def test_what_the_journal_refuses_is_said_in_its_own_words(
    site: Site, visitor: Visitor, error: Exception, status: int
) -> None:
    def refuse(work: object) -> None:
        raise error

    site.ask = refuse
    answer = visitor.get("/page")
    assert answer.status_code == status
    assert str(error) in words(answer.text)


def test_what_breaks_is_a_sentence_without_what_broke(visitor: Visitor) -> None:
    answer = visitor.get("/broken")
    assert answer.status_code == 500
    assert "safe" in words(answer.text)
    assert "division" not in answer.text


@pytest.mark.parametrize("how", ["the gate", "no journal", "the button"])
def test_once_locked_every_page_says_so_and_the_cookie_dies(site: Site, visitor: Visitor, how: str) -> None:
    closed: list[str] = []
    site._closed = lambda: closed.append("closed")

    def gone(work: object) -> None:
        raise Locked

    match how:
        case "the gate":
            site.gate.lock()
        case "no journal":
            site.ask = gone
        case "the button":
            assert visitor.post("/close").status_code == 423
    answer = visitor.get("/page")
    assert answer.status_code == 423
    assert f"{site.cookie}=;" in answer.headers["Set-Cookie"]
    assert ("The pages are closed" if how == "the button" else "locked") in words(answer.text)
    assert "a journal" not in answer.text
    assert visitor.get("/here").status_code == 423
    assert visitor.let_in("/page").status_code == 423
    assert closed == (["closed"] if how == "the button" else [])


def test_every_answer_is_kept_nowhere_framed_nowhere_and_fetches_nothing(visitor: Visitor) -> None:
    for path in ("/page", "/here", "/nothing", "/in/used"):
        answer = visitor.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none';")
        assert "unsafe" not in policy
        assert "http" not in policy
        for part in ("base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
            assert part in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nothing_on_a_page_points_elsewhere_or_acts_by_itself(visitor: Visitor) -> None:
    text = visitor.get("/page").text
    points = re.findall(r'(?:src|href|action)="([^"]*)"', text)
    assert points
    assert all(each.startswith(("/", "#", "data:")) and not each.startswith("//") for each in points)
    assert not re.search(r"<[^>]+\s(on\w+|style)=", text)


def test_whatever_is_shown_stays_words(visitor: Visitor) -> None:
    text = visitor.get("/hostile").text
    assert "<script>alert" not in text
    assert "\u202e" not in text
    assert "{{ 7*7 }}" in words(text)


def test_colours_are_chosen_and_stay_and_lead_back_to_the_same_page(visitor: Visitor) -> None:
    answer = visitor.post("/look", look="cream", back="/page?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/page?x=1")
    assert 'data-look="cream"' in visitor.get("/page").text


@pytest.mark.parametrize("away", ["//evil.example", "http://evil.example", "/\\evil.example", "\\/evil", "/a\nb", ""])
def test_the_way_back_never_leads_elsewhere(visitor: Visitor, away: str) -> None:
    assert visitor.post("/look", look="night", back=away).headers["Location"] == "/"


def test_looking_counts_as_somebody_being_there_and_a_page_left_standing_does_not(
    visiting: Callable[..., Visitor],
) -> None:
    looked: list[str] = []
    visitor = visiting(None, touched=lambda: looked.append("looked"))
    visitor.get("/here")
    assert looked == []
    visitor.get("/nothing")
    assert looked == ["looked"]


# -- languages that are read from the right ---------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("fa-IR", "rtl"), ("pl", "ltr")])
def test_a_page_says_which_side_it_is_read_from(language: str, direction: str) -> None:
    made = Site(lambda work: work("a journal"), language=language, font=b"wOF2")
    made.app.add_url_rule("/page", "page", lambda: made.show("web/sentence.html", "T", words=""))
    made.app.add_url_rule("/own", "own", lambda: made.show("web/sentence.html", "T", words="", told_in="ur"))
    visitor = Visitor(made)
    visitor.let_in("/page")
    assert f'<html lang="{language}" dir="{direction}"' in visitor.get("/page").text
    assert '<main id="main" tabindex="-1">' in visitor.get("/page").text
    assert '<main id="main" tabindex="-1" lang="ur" dir="rtl">' in visitor.get("/own").text


def test_no_style_says_left_or_right_but_those_of_music_and_where_headings_begin() -> None:
    sided = re.compile(
        r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|(?<![-\w])(?:left|right):"
    )
    music = (".track .head", ".f{{ n }}", "text-align: match-parent")  # the last follows where browsers know it
    folder = resources.files("assets") / "pages"
    sheets = [path for place in (folder, folder / "web") for path in place.iterdir() if path.name.endswith(".css")]
    assert len(sheets) >= 8
    loose = [
        f"{path.name}: {line.strip()[:90]}"
        for path in sheets
        for line in path.read_text(encoding="utf-8").splitlines()
        if sided.search(line) and not any(each in line for each in music)
    ]
    assert loose == []


def test_a_day_is_written_in_the_language_of_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sentences.day(date(2026, 6, 24)) == "24 Jun"
    tables = {("xx", "dates"): {"short month 6": "\u064a\u0648\u0646\u064a\u0648"}, ("xx", "web"): {"on": "{day}!"}}
    real = sentences._table
    monkeypatch.setattr(sentences, "_table", lambda *where: tables.get(where, real(*where)))
    assert sentences.day(date(2026, 6, 24), "xx") == "24 \u064a\u0648\u0646\u064a\u0648"
    assert sentences.said("web.on", "xx", day=date(2026, 6, 24)) == "24 \u064a\u0648\u0646\u064a\u0648!"
