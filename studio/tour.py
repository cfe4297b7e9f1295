"""The tour: the fourth lesson of an invented pupil, played through the real engine and the real screens, then taken home."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from instruments.events import RATE, Kept, Output
from studio import files

if TYPE_CHECKING:
    import pygame

    from instruments import Engine
    from reflections.journal import Journal
    from studio.app import Studio
    from studio.sample import Sample

LEAD_SECONDS = 0.45  # asked for so long before bar 1: behind the last click of the count-in, and time enough to begin
TAIL_SECONDS = 1.5
PATIENCE_SECONDS = 12.0
LONGER = {"the tune is played": 30.0, "the page is made": 40.0}  # seconds on top, on a slow machine
LIFT_SECONDS = 0.07  # a hand leaves a key before it strikes the next one
FRAME_SECONDS = 1 / 60
SHOWN_SECONDS = 1.2  # how long a screen stands still, where somebody is looking
SIZE = (1280, 720)
TITLE = "Soundfolio tour"

Step = Callable[[], bool]


class TourFailed(Exception):  # noqa: N818 - the sentence says that it failed
    """The tour could not go on, as a sentence."""


def show(out: Path | None) -> int:
    """Give the tour and write its page, sound file and takes; the process's exit code."""
    out = _new_folder(out)
    with tempfile.TemporaryDirectory(prefix="soundfolio-tour-") as data:
        try:
            written = _give(Path(data), out)
        except TourFailed as failed:
            print(failed, file=sys.stderr)
            return 1
    print("That was the tour. It wrote:")
    for path in written:
        print(f"  {path}")
    return 0


def _new_folder(out: Path | None) -> Path:
    n = 1
    while out is None:
        free = Path.cwd() / f"soundfolio-tour-{n}"
        out, n = None if free.exists() else free, n + 1
    folder = out.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _give(data: Path, out: Path) -> list[Path]:
    from instruments import Engine
    from studio import sample
    from studio.app import Studio
    from studio.settings import Settings

    print("A sample lesson: Jo, fourth week, plays Midnight Bus.")
    engine = Engine(
        output=os.environ.get("SOUNDFOLIO_OUTPUT", "auto"), synth=os.environ.get("SOUNDFOLIO_SYNTH", "auto")
    )
    engine.start()
    try:
        journal, invented = sample.make(data)
        surface, watched = _open_window()
    except BaseException:
        engine.close()
        raise
    studio = Studio(data, engine=engine, surface=surface, settings=Settings())
    tour = Tour(studio, journal, invented, out, watched=watched)
    try:
        tour.run()
    finally:
        studio.close()
    return sorted(path for path in out.iterdir() if path in tour.written)


def _open_window() -> tuple[pygame.Surface, bool]:
    """The window, and whether somebody can see it; where no screen answers it is one that nobody sees."""
    from studio.ui import window

    if os.environ.get("SDL_VIDEODRIVER") != "dummy":
        try:
            return window.open_window(title=TITLE), True
        except window.NoDisplay:
            os.environ["SDL_VIDEODRIVER"] = "dummy"
    print("There is no display here, so the tour runs without a window.")
    return window.open_window(SIZE, title=TITLE), False


class Fingers(threading.Thread):
    """Plays notes on the software keyboard at their frames, as the drawn and the computer keys do."""

    def __init__(self, engine: Engine, notes: list[tuple[int, int, int, int]]) -> None:
        super().__init__(name="fingers", daemon=True)
        self._engine = engine
        self._moves = sorted(
            [(on, True, pitch, velocity) for on, _, pitch, velocity in notes]
            + [(off, False, pitch, 0) for _, off, pitch, _ in notes]
        )
        self.stopped = threading.Event()

    def run(self) -> None:
        """Press and let go, each when the engine's clock says so."""
        for frame, down, pitch, velocity in self._moves:
            while (ahead := frame - self._engine.frame_now()) > 0:
                if self.stopped.wait(min(ahead / RATE, 0.05)):
                    return
            if down:
                self._engine.press(pitch, velocity)
            else:
                self._engine.release(pitch)


class Tour:
    """Drives the studio by pressing what a person would press, and waits for what a person would see."""

    def __init__(self, studio: Studio, journal: Journal, invented: Sample, out: Path, *, watched: bool) -> None:
        self._studio = studio
        self._journal = journal
        self._sample = invented
        self._out = out
        self._watched = watched
        self._fingers: Fingers | None = None
        self._kept: Kept | None = None
        self._output: Output | None = None
        self.written: list[Path] = []

    def run(self) -> None:
        """The whole lesson. Raises TourFailed if something a person would see does not come."""
        studio = self._studio
        told: Any = studio.standing.told

        def listen(event: Any) -> None:
            told(event)
            if isinstance(event, Kept):
                self._kept = event
            elif isinstance(event, Output):
                self._output = event

        studio.standing.told = listen  # type: ignore[method-assign]  # the tour listens in
        for what, step in self._steps():
            self._until(what, step)
        if self._fingers is not None:
            self._fingers.stopped.set()

    def _until(self, what: str, ready: Step) -> None:
        studio = self._studio
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            began = time.monotonic()
            self._frame()
            if ready():
                return
            if began > until + LONGER.get(what, 0) or not studio.open:
                raise TourFailed(f"The tour stopped before this happened: {what}.")
            time.sleep(max(0.0, FRAME_SECONDS - (time.monotonic() - began)))

    def _frame(self) -> None:
        import pygame

        dirty = self._studio.frame(pygame.event.get(), self._studio.clock())
        if dirty:
            pygame.display.update(dirty)

    # -- the lesson ---------------------------------------------------------------------------------------------------
    def _steps(self) -> Iterator[tuple[str, Step]]:
        studio, lesson = self._studio, self._studio.lesson
        yield "the window opens", lambda: True
        lesson.opened(self._journal)
        studio.first("who")
        yield "the pupil is known", lambda: bool(lesson.house.pupils)
        yield "the sound is ready", lambda: self._output is not None
        yield from self._look("Jo sits down at the keyboard.")
        lesson.choose(self._sample.pupil, lambda: studio.move(_go("home")))
        yield "Jo is here", lambda: studio.screen.name == "home"
        yield from self._look("The app remembers where Jo was.")
        lesson.carry_on(self._sample.piece, lambda: studio.move(_go("play")))
        yield "the piece is on the stand", lambda: studio.screen.name == "play"
        yield from self._before()
        yield from self._record()
        yield from self._reflect()
        yield from self._take_home()

    def _look(self, words: str) -> Iterator[tuple[str, Step]]:
        print(f"  {words}")
        if not self._watched:
            return
        self._studio.say(words)
        until = time.monotonic() + SHOWN_SECONDS
        yield "somebody has looked", lambda: time.monotonic() > until

    def _before(self) -> Iterator[tuple[str, Step]]:
        """How sure, before: asked of the named task."""
        from studio.sample import script

        today = script()["today"]
        yield from self._look("Before playing: how sure is Jo of this task?")
        done: list[bool] = []
        self._studio.lesson.name_task(today["task"], today["sure_before"], lambda: done.append(True))
        yield "the task has a name", lambda: bool(done)

    def _record(self) -> Iterator[tuple[str, Step]]:
        studio = self._studio
        yield from self._look("Record: four clicks, then it rolls.")
        studio.ui.click("record")
        yield "the count-in is heard", lambda: studio.lesson.recorder.running is not None
        running = studio.lesson.recorder.running
        assert running is not None
        notes = self._notes(running.bar_one)
        self._fingers = Fingers(studio.engine, notes)
        self._fingers.start()
        wav = self._out / "lesson.wav"
        yield "the count-in is over", lambda: studio.engine.frame_now() > running.bar_one - LEAD_SECONDS * RATE
        studio.engine.keep_output(True, wav)
        end = notes[-1][1]
        yield "the tune is played", lambda: studio.engine.frame_now() > end + TAIL_SECONDS * RATE
        studio.engine.keep_output(False)
        if studio.lesson.recorder.is_rolling:
            studio.ui.click("record")
        yield "the take is kept", lambda: studio.lesson.last is not None and studio.lesson.last.id is not None
        yield "the sound file is written", lambda: self._kept is not None
        assert self._kept is not None
        if self._kept.sentence:
            raise TourFailed(self._kept.sentence)
        self.written.append(wav)
        print("  The take is kept, every key of it.")

    def _notes(self, bar_one: int) -> list[tuple[int, int, int, int]]:
        from studio.sample import tune

        piece = tune()

        def at(tick: int) -> int:
            return bar_one + round(piece.seconds_at(tick) * RATE)

        lift = round(LIFT_SECONDS * RATE)
        return [(at(note.start), at(note.end) - lift, note.pitch, note.velocity) for note in piece.parts[0].notes]

    def _reflect(self) -> Iterator[tuple[str, Step]]:
        studio = self._studio
        from studio.screens.reflect.room import Reflect

        yield from self._look("Moving on, Jo says how it went. One question on a screen.")
        studio.move(_go("reflect"))
        yield "a question is asked", lambda: isinstance(studio.screen, Reflect) and not studio.background.busy
        screen = studio.screen
        assert isinstance(screen, Reflect)
        for _ in range(6):
            question = screen.question
            if question is None:
                break
            yield from self._look(question.words)
            _answer(screen)
            yield "the answer is kept", lambda: screen.question is not question and not studio.background.busy  # noqa: B023 - it is asked before the loop goes on
        yield "the reflection is over", lambda: screen.question is None

    def _take_home(self) -> Iterator[tuple[str, Step]]:
        studio = self._studio
        yield from self._look("Sam, the tutor, reads what Jo said. Then it may go home.")
        studio.lesson.ask(_seen)
        yield from self._look("My music: then and now, words, goals.")
        studio.move(_go("music"))
        yield "my music is shown", lambda: studio.screen.name == "music" and not studio.background.busy
        yield from self._look("Jo takes it home: one page, with the music in it.")
        from studio.papers import drawing, illustrate

        result: list[int | Exception] = []
        page, last = self._out / "portfolio.html", studio.lesson.last
        pupil = self._sample.pupil.id

        def gathered(materials: drawing.Materials) -> None:
            studio.background.worker.put(
                lambda: files.put(page, illustrate.page_of(materials, _quiet)), result.append, result.append
            )

        studio.lesson.ask(lambda journal: illustrate.gather(journal, pupil), gathered)
        yield "the page is made", lambda: bool(result)
        if isinstance(result[0], Exception):
            raise TourFailed(f"The page could not be made: {result[0]}") from result[0]
        self.written.append(page)
        assert last is not None
        take = self._out / "take-1.mid"
        take.write_bytes(last.made.take.to_midi())
        self.written.append(take)


def _answer(screen: Any) -> None:
    """Answer as the script says, by what kind of question it is."""
    from studio.sample import script

    question, today = screen.question, script()["today"]
    match question.kind:
        case "keep":
            screen.choose(question.choices[0].id)
        case "scale":
            screen.step(today["sure_now"])
        case "ladder":
            screen.step(6)
            screen.done()
        case "words":
            screen.write("typed")
            screen.type(today["best_bit"])
            screen.done()
        case _:
            screen.choose(question.choices[0].id)
            if screen.question is question and question.most > 1:
                screen.done()


def _seen(journal: Journal) -> None:
    """The tutor has read all that was said."""
    journal.seen([said.id for said in journal.unseen().items], journal.tutor)


def _go(name: str) -> Any:
    from studio.screen import Go

    return Go(name)


def _quiet(done: float, words: str) -> None:
    del done, words
