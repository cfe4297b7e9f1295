"""Draws every screen of a lesson in every look, to be looked through by people; with --readme those of README and guide.

python -m tests.bench.pictures FOLDER    the screens, in four themes, text at 100 and 200 %
python -m tests.bench.pictures --readme  docs/pictures: studio, reflect, goals, session, lead, make, and portfolio (needs Chromium);
                                         docs/sample-portfolio.html, by a tour
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy", PYGAME_HIDE_SUPPORT_PROMPT="1")

import pygame

from instruments.events import Position
from studio import sample
from studio.lesson import Stand
from studio.music import abcscore
from studio.papers import illustrate
from studio.playing.keylight import LIGHT_SECONDS
from studio.screen import Go
from tests.bench.pictures_lead import leading, to_lead
from tests.bench.pictures_make import four_themes, making
from tests.studio.fakes import Pilot

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "docs" / "pictures"
LOOKS = tuple((theme, text) for theme in ("night", "day", "cream", "contrast") for text in (100, 200))
PAGE_WIDTH, PAGE_TOP = 1180, 900
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Draw what was asked for and say where it is."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, help="where the pictures go")
    options.add_argument("--readme", action="store_true", help="renew docs/pictures")
    given = options.parse_args()
    if not given.folder and not given.readme:
        options.error("say where the pictures go, or --readme")
    if given.folder:
        given.folder.mkdir(parents=True, exist_ok=True)
        for theme, text in LOOKS:
            every_screen(given.folder, theme, text)
    if given.readme:
        README.mkdir(parents=True, exist_ok=True)
        studio_picture(README / "studio.png")
        for name, lead in (("reflect", to_reflect), ("goals", to_goals), ("session", to_session), ("lead", to_lead)):
            room_picture(README / f"{name}.png", lead)
        make_picture(README / "make.png")
        portfolio_picture(README / "portfolio.png")
        sample_portfolio(README.parent / "sample-portfolio.html")


class Guide:
    """Leads the sample pupil through their fourth lesson and stops wherever there is something to see."""

    def __init__(self, folder: Path, **look: Any) -> None:
        journal, self.sample = sample.make(folder)
        self.pilot = Pilot(folder, **look)
        self.pilot.settle()
        self._journal = journal

    def opened(self) -> None:
        """The journal is unlocked, and it is asked who is here."""
        self.pilot.lesson.opened(self._journal)
        self.pilot.settle()

    def go(self, name: str) -> None:
        self.pilot.studio.move(Go(name))
        self.pilot.settle()

    def at(self, tick: float, state: str, **more: Any) -> None:
        """The engine says where the music is."""
        self.pilot.engine._inbox.append(Position(self.pilot.engine.frame, tick, state, **more))
        self.pilot.turn()

    def close(self) -> None:
        if self.pilot.lesson.journal is None:
            self._journal._changed = False
            self._journal.close()
        self.pilot.close()


def lesson(guide: Guide) -> Iterator[str]:
    """Every screen and state of the lesson, one after the other, by name."""
    pilot = guide.pilot
    yield "lock"
    guide.opened()
    yield "who"
    guide.go("newcomer")
    yield "newcomer"
    pilot.lesson.choose(guide.sample.pupil, lambda: pilot.studio.move(Go("home")))
    pilot.settle()
    yield "home"
    guide.go("pick")
    yield "pick"
    for shelf in ("Grooves", "My pieces", "Find a tune", "A file"):
        pilot.press(shelf)
        yield f"pick-{shelf.split()[-1].lower()}"
    yield from picking(guide)
    yield from playing(guide)
    yield from reflecting(guide)
    for name in ("music", "goals", "make", "leaving"):
        guide.go(name)
        yield name
        if name == "music":
            yield from taking_home(guide)
    guide.go("home")
    pilot.studio.standing._open("look")  # at 200 % its button lies behind another
    pilot.settle()
    yield "look"
    pilot.type_key(pygame.K_ESCAPE)
    pilot.press("Someone's come in")
    yield "veil"
    pilot.press("Someone's come in")
    guide.go("tutor")
    yield "tutor"
    yield from making(guide)
    yield from repeated(guide)
    yield from leading(guide)


ROUND = "X:1\nM:4/4\nL:1/4\nK:G\n|:GABc|d2B2|1 A2F2|G4:|2 A2D2|G4||\n|:gfed|c4|EDEF|G4:|\n"


def repeated(guide: Guide) -> Iterator[str]:
    """A tune of our own with repeats and endings, on a stave, played the second time."""
    studio, pilot = guide.pilot.studio, guide.pilot
    usual = studio.settings
    pilot.lesson.put_on_stand(Stand(abcscore.read(ROUND).as_played(), "Round", "file", ""))
    guide.go("play")
    studio.restyle(replace(usual, music_as="stave"))
    pilot.settle()
    pilot.click("play")
    guide.at(1920.0 * 5, "playing")
    yield "play-stave-repeats"
    pilot.click("play")
    studio.restyle(usual)
    pilot.settle()


def taking_home(guide: Guide) -> Iterator[str]:
    """The music, the story, and which words go with it."""
    pilot = guide.pilot
    everything_seen(pilot)
    pilot.studio.screen.home.ask_where()
    pilot.settle()
    yield "music-take-home"
    pilot.press("Take it home: My story")
    yield "music-take-story"
    pilot.click("write-page")
    yield "music-take-words"
    pilot.click("no-page")


def everything_seen(pilot: Pilot) -> None:
    """The tutor has read what was said."""
    journal = pilot.lesson.journal
    journal.seen([one.id for one in journal.unseen().items], "Sam")


def picking(guide: Guide) -> Iterator[str]:
    """Pick: a tune found by its first notes, and a part of one that fits."""
    pilot = guide.pilot
    guide.go("pick")
    pilot.click("by-playing")
    pilot.play(64, 64, 65, 67, 67, 65, 64)
    pilot.settle()
    yield "pick-by-playing"
    pilot.click("by-playing")
    pilot.click("fit-tune:greensleeves")
    yield "pick-part"
    pilot.press("Two hands, easy")
    yield "pick-part-hands"
    pilot.type_key(pygame.K_ESCAPE)


LIKED = (
    ("song", "Night Bus", "It sounds like the city at night."),
    ("style", "Nan's reggae tapes", "She plays them on Sundays."),
    ("sound", "Boss fight music", "My hands go fast when I hear it."),
)


def what_they_like(guide: Guide) -> Iterator[str]:
    """The board, empty and with something on it; then a song from the phone, a step after the other."""
    pilot = guide.pilot
    guide.go("likes")
    yield "likes"
    for kind, what, why in LIKED:
        pilot.lesson.journal.add_interest(guide.sample.pupil.id, kind, what, why)
    pilot.lesson.refresh_mine()
    pilot.studio.screen.set_kind("style")
    pilot.settle()
    yield "likes-filled"
    guide.go("phone")
    yield "phone-name"
    pilot.press("Night Bus")
    yield "phone-tap"
    for _ in range(9):
        pilot.play(60, pause=0.45)
    yield "phone-tapped"
    pilot.turn(seconds=3)
    pilot.click("go-on")
    pilot.play(67)
    pilot.engine.down(67)
    pilot.turn(seconds=0.1)
    pilot.turn(seconds=0.7)
    yield "phone-trying"
    pilot.engine.up(67)
    pilot.turn()
    pilot.click("fits")
    yield "phone-home"
    pilot.click("go-on")
    pilot.click("chord-Em")
    yield "phone-chords"
    pilot.click("by-key")
    pilot.play(64)
    yield "phone-keys"
    pilot.click("by-key")
    pilot.click("row-0")
    pilot.click("go-on")
    yield "phone-beats"
    pilot.click("take-reggae")
    yield "phone-parts"


def on_the_stand(guide: Guide) -> None:
    """The sample's piece is opened."""
    pilot = guide.pilot
    pilot.lesson.carry_on(guide.sample.piece, lambda: pilot.studio.move(Go("play")))
    pilot.settle()


def skip_before(pilot: Pilot) -> None:
    """Where it is asked how sure they are before playing: not now."""
    asked = [widget.key for widget in pilot.ui.tree() if widget.key and "before" in widget.key and "skip" in widget.key]
    for key in asked[:1]:
        pilot.click(key)


def playing(guide: Guide) -> Iterator[str]:
    """Play: before, counting in, playing, waiting, recording, kept."""
    pilot = guide.pilot
    on_the_stand(guide)
    yield "play"
    skip_before(pilot)
    pilot.click("play")
    guide.at(-960.0, "counting", beat=3)
    yield "play-counting"
    guide.at(1200.0, "playing")
    yield "play-playing"
    guide.at(1440.0, "waiting", waiting=frozenset({64}))
    yield "play-waiting"
    pilot.turn(seconds=6)
    yield "play-stuck"
    pilot.click("play")
    was = pilot.lesson.practice
    pilot.lesson.practice = replace(was, help="one key")
    pilot.click("play")
    guide.at(1440.0, "waiting", waiting=frozenset({64}))
    yield "play-any-key"
    pilot.click("play")
    pilot.lesson.practice = was
    yield from going_round(guide)
    yield from how_to_play(guide)
    yield from looking(guide)
    pilot.click("record")
    pilot.turn(seconds=2.2)
    guide.at(0.0, "playing")
    pilot.play(64, 67, 71)
    guide.at(900.0, "playing")
    yield "play-recording"
    pilot.click("record")
    pilot.turn(seconds=2 * LIGHT_SECONDS)  # how many turns went by says whether the light is still on
    pilot.settle()
    yield "play-kept"
    pilot.click("hear-take")
    guide.at(30_000.0, "playing")
    yield "play-by-turns"
    pilot.studio.screen.stop()
    pilot.settle()
    if any(widget.key == "how-was-it" for widget in pilot.ui.tree()):
        pilot.click("how-was-it")
        yield "play-how"
        pilot.click("how-done")


def looking(guide: Guide) -> Iterator[str]:
    """The same music by letter, and on a stave: while it waits for a D, goes round, and with letters and fingers."""
    pilot, studio = guide.pilot, guide.pilot.studio
    usual = studio.settings
    for name, look in (
        ("play-letters", {"note_colours": "pitch", "fingers": True}),
        ("play-stave", {"music_as": "stave"}),
        ("play-stave-letters", {"music_as": "stave", "note_colours": "pitch", "fingers": True}),
    ):
        studio.restyle(replace(studio.settings, **look))
        pilot.settle()
        pilot.click("play")
        guide.at(960.0, "waiting", waiting=frozenset({74}))
        yield name
        pilot.click("play")
    pilot.studio.screen.change(bars=(2, 3))
    pilot.settle()
    yield "play-stave-round"
    pilot.studio.screen.change(bars=None)
    studio.restyle(
        replace(studio.settings, music_as=usual.music_as, note_colours=usual.note_colours, fingers=usual.fingers)
    )
    pilot.settle()


def how_to_play(guide: Guide) -> Iterator[str]:
    """The pages of how to play it, with drums in place of the click."""
    pilot = guide.pilot
    pilot.click("more")
    yield "play-more"
    for page in ("bars", "beat", "look"):
        if page in pilot.studio.screen.more.pages:
            pilot.studio.screen.more.show(page)
            pilot.settle()
            yield f"play-more-{page}"
        if page == "beat":
            pilot.studio.screen.beat.choose("drums")
            pilot.settle()
            yield "play-more-drums"
            pilot.studio.screen.beat.choose("off")
    pilot.studio.screen.more.show("mine")
    pilot.studio.screen.more.close()
    pilot.settle()


def going_round(guide: Guide) -> Iterator[str]:
    """Bars that go round, faster as they hold together; then all is as it was."""
    pilot, room = guide.pilot, guide.pilot.studio.screen
    before = pilot.lesson.practice
    room.loop.set((2, 3))
    pilot.settle()
    yield "play-loop"
    room.ladder.turn(on=True)
    pilot.click("play")
    guide.at(2400.0, "playing")
    yield "play-ladder"
    pilot.click("play")
    pilot.lesson.practice = before
    pilot.studio.change()
    pilot.settle()


def reflecting(guide: Guide) -> Iterator[str]:
    """Reflect: every question of the lesson, typing, and what comes after."""
    pilot = guide.pilot
    guide.go("reflect")
    for n in range(8):
        screen = pilot.studio.screen
        question = getattr(screen, "question", None)
        if question is None:
            break
        yield f"reflect-{n + 1}-{question.kind}"
        match question.kind:
            case "scale":
                screen.step(3)
            case "ladder":
                screen.step(6)
                yield f"reflect-{n + 1}-chosen"
                screen.done()
            case "words":
                screen.write("typed")
                screen.type("It went up")
                pilot.settle()
                yield f"reflect-{n + 1}-typing"
                screen.done()
            case _:
                screen.choose(question.choices[0].id)
                if screen.question is question:
                    pilot.settle()
                    yield f"reflect-{n + 1}-chosen"
                    screen.done()
        pilot.settle()
    yield "reflect-after"


def every_screen(folder: Path, theme: str, text: int) -> None:
    """Draw the whole lesson in one look."""
    with_guide(lambda guide: draw(guide, folder, f"{theme}-{text}"), theme=theme, text=text)


def draw(guide: Guide, folder: Path, look: str) -> None:
    """One file a state: name, look."""
    count = 0
    for name in lesson(guide):
        guide.pilot.turn()
        pygame.image.save(guide.pilot.studio.surface, folder / f"{name}_{look}.png")
        count += 1
    print(f"{count} pictures, {look}, in {folder}")


def with_guide(show: Callable[[Guide], None], **look: Any) -> None:
    """Have a guide for as long as it is needed, on a journal of its own."""
    with tempfile.TemporaryDirectory(prefix="soundfolio-pictures-") as folder:
        guide = Guide(Path(folder), **look)
        try:
            show(guide)
        finally:
            guide.close()


# -- the README's -----------------------------------------------------------------------------------------------------
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


def sign_in(guide: Guide) -> None:
    """The pupil says who they are."""
    guide.pilot.lesson.choose(guide.sample.pupil)
    guide.pilot.settle()


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


if __name__ == "__main__":
    main()
