"""The tutor's pages in Chromium: read by anybody, by keyboard alone, printed, closed; and nobody else's page can reach in."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.web.conftest import LOOKS, faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from tests.e2e.web.conftest import Served, Visit

pytestmark = pytest.mark.browser
SIZES = {"wide": (1280, 680), "phone": (320, 640), "twice": (640, 340)}  # the last is 200 % of a window of 1280


@pytest.mark.parametrize(("size", "looks"), [("wide", LOOKS), ("phone", ("night",)), ("twice", ("cream",))])
def test_both_pages_are_without_fault_in_each_size_and_look(
    visit: Visit, served: Served, size: str, looks: tuple[str, ...]
) -> None:
    page = visit("/", *SIZES[size])
    for look in looks:
        served.site.look = look
        for path in ("/", f"/pupil/{served.jo}", "/nothing"):
            page.goto(served.server.address + path)
            assert faults(page) == [], (look, path)


def test_everything_is_done_by_keyboard_alone(visit: Visit, served: Served) -> None:
    page = visit()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the page")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    press(page, "Five minutes on Jo")
    expect(page.get_by_role("heading", level=1)).to_have_text("Jo")
    press(page, "I have heard it")
    press(page, "I have seen these")
    expect(page.get_by_text("To see and hear first")).to_have_count(0)
    assert served.journal.unseen(pupil_id=served.jo).items == ()
    other = page.context.new_page()
    other.goto(page.url)
    page.bring_to_front()
    press(page, "Close")
    expect(page.get_by_role("heading", level=1)).to_have_text("Closed")
    expect(other.locator("body")).to_have_text("This page is closed. Open it again from Soundfolio.")


def press(page: Page, name: str, most: int = 40) -> None:
    """Tab to what is called so and press Enter, which leads to a page."""
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate("(document.activeElement.ariaLabel || document.activeElement.textContent).trim()")
        if at == name:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never came to {name!r}")


def test_colours_are_picked_without_any_script(visit: Visit, served: Served) -> None:
    page = visit(java_script_enabled=False)
    page.get_by_text("Colours", exact=True).first.click()
    page.get_by_role("button", name="Cream").click()
    assert page.locator("html").get_attribute("data-look") == "cream"
    page.get_by_role("link", name="Five minutes on Jo").click()
    assert page.locator("html").get_attribute("data-look") == "cream"


def test_on_paper_the_caseload_is_one_page_and_five_minutes_are_two_at_most(visit: Visit, served: Served) -> None:
    page = visit()
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1
    page.goto(f"{served.server.address}/pupil/{served.jo}")
    assert pages_of(page.pdf(prefer_css_page_size=True)) in {1, 2}


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_a_page_left_standing_is_emptied_once_it_is_locked(visit: Visit, served: Served) -> None:
    page = visit()
    page.clock.install()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("My pupils")
    page.clock.run_for(11_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("My pupils")
    served.site.gate.lock()
    page.clock.run_for(11_000)
    expect(page.get_by_role("status")).to_have_text("This page is closed. Open it again from Soundfolio.")
    assert "Amira" not in page.content()


def test_going_back_to_a_page_after_it_was_locked_shows_nothing_of_it(visit: Visit, served: Served) -> None:
    page = visit(f"/pupil/{served.jo}")
    page.goto(f"{served.server.address}/")
    served.site.gate.lock()
    page.go_back()
    expect(page.get_by_text("Midnight Bus")).to_have_count(0)


def test_the_voice_that_waits_plays(visit: Visit, served: Served) -> None:
    page = visit(f"/pupil/{served.jo}")
    voice = page.locator("audio").first
    voice.evaluate("a => { a.muted = true; return a.play(); }")
    assert voice.evaluate("a => a.duration") == pytest.approx(1.0, abs=0.1)


@pytest.fixture
def elsewhere(served: Served) -> Iterator[Callable[[str], str]]:
    """A page of somebody else's on this very computer: its address has the same name, and another port."""
    body = [b""]

    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body[0])

        def log_message(self, *_said: object) -> None:
            """Nothing is said."""

    server = HTTPServer(("127.0.0.1", 0), Other)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()

    def saying(html: str) -> str:
        body[0] = html.encode()
        return f"http://127.0.0.1:{server.server_port}/"

    yield saying
    server.shutdown()
    thread.join()
    server.server_close()


def test_no_other_page_can_post_read_or_frame_although_the_cookie_goes_with_it(
    browser: Browser, served: Served, elsewhere: Callable[[str], str]
) -> None:
    address = served.server.address
    (waiting,) = (one for one in served.journal.next_steps(served.jo))
    context = browser.new_context()
    page = context.new_page()
    page.goto(served.server.invite())
    page.goto(
        elsewhere(
            f"<form method=post action={address}/pupil/{served.jo}/step><input name=step value={waiting.id}>"
            f"<input name=key value=x></form><iframe src={address}/></iframe>"
        )
    )
    assert "refused" in page.evaluate(
        f"fetch('{address}/', {{credentials: 'include'}}).then(r => r.text(), () => 'refused')"
    )
    frame = page.frames[1]
    assert "Amira" not in frame.content()
    with page.expect_navigation() as gone:
        page.evaluate("document.forms[0].submit()")
    assert gone.value.status == 403
    assert served.journal.next_steps(served.jo)[0].done_on is None
    page.goto(elsewhere(f"<a href={address}/>there</a>"))
    with page.expect_navigation() as led:
        page.get_by_text("there").click()
    assert led.value.status == 403
    context.close()
