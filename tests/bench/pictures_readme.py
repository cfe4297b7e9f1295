"""Draws the pictures of README and guide, and writes the sample portfolio that README leads to."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pygame

from studio import sample
from studio.papers import illustrate
from studio.screen import Go
from tests.bench.pictures_guide import Guide, on_the_stand, sign_in, skip_before, with_guide
from tests.bench.pictures_lead import to_lead
from tests.bench.pictures_make import four_themes

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "docs" / "pictures"
PAGE_WIDTH, PAGE_TOP = 1180, 900
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def renew() -> None:
    """All of them, where README and guide have them."""
    README.mkdir(parents=True, exist_ok=True)
    studio_picture(README / "studio.png")
    for name, lead in (("reflect", to_reflect), ("goals", to_goals), ("session", to_session), ("lead", to_lead)):
        room_picture(README / f"{name}.png", lead)
    make_picture(README / "make.png")
    portfolio_picture(README / "portfolio.png")
    sample_portfolio(README.parent / "sample-portfolio.html")


def studio_picture(path: Path) -> None:
    """The Play screen in the middle of a lesson."""

    def show(guide: Guide) -> None:
        guide.opened()
        guide.pilot.lesson.choose(guide.sample.pupil)
        guide.pilot.settle()
        on_the_stand(guide)
        skip_before(guide.pilot)
        guide.pilot.press("Plays with me")
        guide.pilot.click("play")
        guide.at(2400.0, "playing")
        guide.pilot.engine.down(71)  # the B that has just come down to the line
        guide.pilot.turn()
        pygame.image.save(guide.pilot.studio.surface, path)
        guide.pilot.engine.up(71)
        guide.pilot.click("play")

    with_guide(show, size=(1280, 720))
    print(path)


def room_picture(path: Path, lead: Callable[[Guide], None]) -> None:
    """One room of a lesson, where `lead` goes."""

    def show(guide: Guide) -> None:
        guide.opened()
        lead(guide)
        guide.pilot.turn()
        pygame.image.save(guide.pilot.studio.surface, path)

    with_guide(show, size=(1280, 720))
    print(path)


def make_picture(path: Path) -> None:
    """Make in four themes."""

    def show(guide: Guide) -> None:
        guide.opened()
        sign_in(guide)
        pygame.image.save(four_themes(guide), path)

    with_guide(show)
    print(path)


def to_reflect(guide: Guide) -> None:
    """After a take of the whole tune: how sure now, with a key held until it fills."""
    pilot = guide.pilot
    sign_in(guide)
    on_the_stand(guide)
    pilot.press("A bit sure")
    pilot.click("record")
    pilot.turn(seconds=2.2)
    guide.at(0.0, "playing")
    for note in sample.tune().parts[0].notes:
        pilot.engine.down(note.pitch)
        pilot.turn(seconds=note.length / 960 * 0.9)
        pilot.engine.up(note.pitch)
        pilot.turn(seconds=note.length / 960 * 0.1)
    pilot.click("record")
    pilot.settle()
    guide.go("reflect")
    while pilot.studio.screen.question.kind != "scale":
        pilot.press("Yes")
    pilot.turn(seconds=2.0)
    pilot.engine.down(65)
    for _ in range(6):
        pilot.turn(seconds=0.05)


def to_goals(guide: Guide) -> None:
    """What the pupil wants to be able to do, with how close they say they are, and a wish."""
    guide.pilot.lesson.journal.wish(guide.sample.pupil.id, "Play something with my cousin", area="with others")
    sign_in(guide)
    guide.go("goals")


def to_session(guide: Guide) -> None:
    """What the tutor finds as a session opens."""
    journal, pupil = guide.pilot.lesson.journal, guide.sample.pupil.id
    last = journal.sessions(pupil)[-1]
    journal.close_session(last.id, "Leave the speed to Jo. Find three low notes for the bass line.")
    journal.add_brief(pupil, "pupil", "interest", "Night buses, the bass in dub, anything Nan sings")
    journal.add_brief(pupil, "school", "helps", "Knowing the plan first, and a minute to settle", "form tutor")
    journal.add_brief(pupil, "home", "avoid", "Being asked to play in front of others", "aunt")
    journal.seen([item.id for item in journal.unseen().items][:-2], "Sam")
    guide.pilot.lesson.tutor_near = True
    guide.pilot.studio.move(Go("session", {"pupil": pupil}))
    guide.pilot.settle()


def portfolio_picture(path: Path) -> None:
    """The top of the sample pupil's page, in Chromium."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        sys.exit("Chromium is not installed (apt-get install chromium).")
    with tempfile.TemporaryDirectory(prefix="soundfolio-pictures-") as folder:
        journal, made = sample.make(Path(folder))
        page = Path(folder) / "portfolio.html"
        journal.seen([item.id for item in journal.unseen().items], sample.script()["tutor"])
        page.write_text(
            illustrate.page_of(illustrate.gather(journal, made.pupil.id), lambda _done, _words: None), "utf-8"
        )
        journal._changed = False
        journal.close()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            shown = browser.new_context(viewport={"width": PAGE_WIDTH, "height": PAGE_TOP}, offline=True).new_page()
            shown.goto(page.as_uri())
            shown.screenshot(path=path)
            browser.close()
    print(path)


def sample_portfolio(path: Path) -> None:
    """The page that a tour writes."""
    with tempfile.TemporaryDirectory(prefix="soundfolio-pictures-") as folder:
        around = os.environ | {"SOUNDFOLIO_DATA": f"{folder}/mine", "SOUNDFOLIO_OUTPUT": "null"}
        subprocess.run([sys.executable, "-m", "studio", "tour", "--out", folder], check=True, cwd=ROOT, env=around)
        shutil.copyfile(Path(folder) / "portfolio.html", path)
    print(path)
