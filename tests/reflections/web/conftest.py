"""A site over a real journal, and a browser of the tutor's that was let in: forms are posted as a browser posts them."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from reflections.pages.web import Site
from tests.reflections.web.playing import Playing, playing
from tests.reflections.web.talking import Talk, prepared

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from werkzeug.test import TestResponse

    from reflections import Journal
    from tests.reflections.conftest import Prepare, Wall

ORIGIN = "http://127.0.0.1:4711"


class Visitor:
    """A browser at a site, without any network: `get` and `post` give the answer, `words` what of it is read."""

    def __init__(self, site: Site) -> None:
        site.origin = ORIGIN
        self.site = site
        self.client = site.app.test_client()
        self.let_in()

    def let_in(self, path: str = "/") -> TestResponse:
        return self.get(f"/in/{self.site.gate.invite(path)}")

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, base_url=ORIGIN, headers=headers)

    def post(self, path: str, *, key: str | None = None, origin: str = ORIGIN, **form: Any) -> TestResponse:
        cookie = self.client.get_cookie(self.site.cookie, "127.0.0.1")
        own = self.site.gate.form_key(cookie.value) if cookie is not None else ""
        data = {"key": own if key is None else key, **form}
        return self.client.post(path, base_url=ORIGIN, headers={"Origin": origin} if origin else {}, data=data)

    def words(self, path: str) -> str:
        return words(self.get(path).text)


def words(page: str) -> str:
    """What is read on a page: no tags, no style, no script."""
    body = re.sub(r"<(style|script)\b.*?</\1>", " ", page.partition("<main")[2], flags=re.DOTALL)
    body = re.sub(r"</?(bdi|b|span)\b[^>]*>", "", body)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", f"<main{body}")).split())


@pytest.fixture
def visiting() -> Callable[[Any], Visitor]:
    """Give a visitor of a site whose journal is this; any stand-in with the calls a page makes will do."""
    return lambda journal, **more: Visitor(Site(lambda work: work(journal), font=b"wOF2", **more))


@pytest.fixture
def visitor(journal: Journal, wall: Any, visiting: Callable[..., Visitor]) -> Visitor:
    """Give one of a real journal."""
    return visiting(journal, now=wall)


@pytest.fixture(scope="session")
def made_talk(prepare: Prepare) -> tuple[Path, Talk]:
    """The journal after what came before the conversation, made once."""
    return prepare(prepared)


@pytest.fixture
def talk(journal: Journal, made_talk: tuple[Path, Talk], wall: Wall) -> Talk:
    """What the open journal holds, on the day of the review."""
    wall.on(days=31)
    journal._changed = True
    return made_talk[1]


@pytest.fixture(scope="session")
def made_owls(prepare: Prepare) -> tuple[Path, Playing]:
    """The journal of a group that played together, made once."""
    return prepare(playing)


@pytest.fixture
def owls(journal: Journal, made_owls: tuple[Path, Playing], wall: Wall) -> Playing:
    """What the open journal holds, on the day of the review."""
    wall.on(days=14)
    journal._changed = True
    return made_owls[1]
