"""Key to sound with six players on one laptop, their stage drawn while the music goes, beside one player at a busy window.

    python -m tests.bench.groups [--rounds 3] [--notes 150]

Both in turn on one JACK server (realtime, 128 frames), as the live bench presses and hears: at random frames, up to the first
sample in the graph. One player is `python -m instruments live --busy-ui`, the live bench's own row. Six are the whole studio on
its stage: three share the keyboard that is pressed, three have another, whose keys are struck twenty times a second and hardly
heard; rings, lanes and keys are drawn 60 times a second, and the backing goes round unheard. Both play the kit, whose strokes
begin at once. The ratio is of medians of rounds.
"""

import argparse
import contextlib
import os
import random
import shutil
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy", PYGAME_HIDE_SUPPORT_PROMPT="1")

import numpy as np
import pygame

from instruments import Engine
from reflections import Journal
from studio.app import Studio
from studio.ensemble.plan import BringIn
from studio.lesson import Stand
from studio.music import library
from studio.screen import Go
from studio.settings import Settings
from tests.bench.live_host import Round
from tests.bench.live_latency import MEASURES
from tests.bench.live_stage import HOST, PERIOD, TRIES, Ears, Fell, heard_from, milliseconds, row, server, standing
from tests.e2e.graph import Piano, plugged

NAMES = ("Amira", "Ben", "Cas", "Dee", "Eli", "Fay")
OTHERS = "others"  # the keyboard that is struck all the time
MEASURED = "bench_keys"
STROKE = 37  # a side stick: it begins at once
HARDLY = 0.01
A_SECOND = 20
ONE, SIX = "one player, a busy window", "six players, their stage drawn"
READY_SECONDS = 90.0


def main() -> int:
    """Print both rows and their ratio, or be the stage."""
    parser = argparse.ArgumentParser("python -m tests.bench.groups", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--notes", type=int, default=150, help="keys pressed a round")
    parser.add_argument("--be-the-stage", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.be_the_stage:
        be_the_stage(chosen.be_the_stage)
        return 0
    missing = [program for program in ("jackd", "jack_wait") if shutil.which(program) is None]
    if missing:
        print(f"Needed and not installed: {', '.join(missing)} (apt-get install jackd2).")
        return 1
    print(f"JACK dummy driver, realtime, {PERIOD} frames, {os.cpu_count()} processors, {HOST.words()}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and so everything that was started ends too
    compare(chosen.rounds, chosen.notes)
    return 0


def compare(rounds: int, notes: int) -> None:
    """Round after round; those that the host or the server disturbed count only for want of better."""
    found: list[Round] = []
    for seed in range(rounds * TRIES):
        if sum(not each.disturbed for each in found) == rounds:
            break
        try:
            made, anew = standing(lambda seed=seed: one_round(notes, seed))
        except Fell as why:
            print(f"  round {seed + 1}: {why}", flush=True)
            continue
        found.append(made)
        print(f"  round {seed + 1}: {made.words}{anew}; {made.disturbed or 'nothing disturbed it'}", flush=True)
    if not found:
        print("No round came to its end.")
        return
    counted = sorted(found, key=lambda each: (bool(each.disturbed), each.stolen or 0.0))[:rounds]
    row(f"key to sound, ms, {len(counted)} rounds of {notes}", "median", "p95", "p99", "max", "sd", "missed", "xruns")
    medians = {}
    for name in (ONE, SIX):
        frames = [each.answers[name]["frames"] for each in counted]
        heard = [np.array([at for at in each if at is not None]) for each in frames]
        middle = [statistics.median(float(measure(each)) for each in heard if len(each)) for measure in MEASURES]
        missed = sum(at is None for each in frames for at in each)
        row(name, *map(milliseconds, middle), missed, sum(each.answers[name]["xruns"] for each in counted))
        medians[name] = middle
    ratio = [six / one for one, six in zip(medians[ONE], medians[SIX], strict=True)]
    print(f"six beside one: median {ratio[0]:.2f}, p95 {ratio[1]:.2f}, p99 {ratio[2]:.2f} times as long")
    turns = [each.answers[SIX]["turn"] for each in counted]
    print(f"a turn of the stage's window, drawn: {statistics.median(turns):.1f} ms in the mean")


def one_round(notes: int, seed: int) -> Round:
    """The same presses for both, one after the other on one server."""
    keys = {"notes": notes, "gap": 0.15, "seed": seed, "channel": 1, "note": STROKE}
    live = ("live", "--backend", "jack", "--period", str(PERIOD), "--busy-ui")
    with server(), tempfile.TemporaryDirectory(prefix="soundfolio-groups-") as folder:
        alone = [sys.executable, "-m", "instruments", "--sound", "kit", *live]
        one = heard_from(alone, "", "^Soundfolio", lambda ears: ears.ask("presses", **keys))
        with plugged(OTHERS) as (others,):
            stage = [sys.executable, "-m", "tests.bench.groups", "--be-the-stage", folder]
            six = heard_from(stage, "", "^Soundfolio", lambda ears: on_stage(ears, Path(folder), others, keys))
        return Round({ONE: one, SIX: six}, ONE, HOST.stolen(), HOST.words())


def on_stage(ears: Ears, folder: Path, others: Piano, keys: dict[str, Any]) -> dict[str, Any]:
    """What the ears heard of the stage once its music goes, while the others play on."""
    end = time.monotonic() + READY_SECONDS
    while not (folder / "goes").exists():
        if time.monotonic() > end:
            raise Fell("the stage was never ready")
        time.sleep(0.1)
    with playing(others):
        answer: dict[str, Any] = ears.ask("presses", **keys)
    (folder / "enough").touch()
    while not (folder / "turn").exists() and time.monotonic() < end + READY_SECONDS:
        time.sleep(0.05)
    if "lost" in (words := (folder / "turn").read_text("utf-8")):
        raise Fell("keys of the others did not come to the stage")
    answer["turn"] = float(words)
    return answer


@contextlib.contextmanager
def playing(others: Piano) -> Iterator[None]:
    """Three strike the keys of theirs, twenty a second altogether."""
    ending, chance = threading.Event(), random.Random(6)

    def strike() -> None:
        while not ending.wait(1 / A_SECOND):
            pitch = chance.randrange(36, 97)
            others.send(f"90 {pitch:02x} 50", f"80 {pitch:02x} 00")

    thread = threading.Thread(target=strike)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join()


# -- the stage, in a process of its own -----------------------------------------------------------------------------------


def be_the_stage(folder: Path) -> None:
    """Seat six at the keyboards that are there, let the music go round, and draw until it is enough."""
    sys.setswitchinterval(0.0005)
    pygame.display.init()
    pygame.font.init()
    engine = Engine("jack", PERIOD)
    engine.start()
    engine.sound("kit")
    journal, _ = Journal.create(
        folder / "house", tutor="Sam", passphrase="six slow silver bells", help_person="Ms Okoro"
    )
    surface = pygame.display.set_mode((1366, 768))
    studio = Studio(folder / "house", engine=engine, surface=surface, settings=Settings(backing=0.0))
    turns = Turns(studio)
    try:
        studio.lesson.opened(journal)
        turns.settle()
        pupils = [journal.add_pupil(name, "fox", "10-12") for name in NAMES]
        studio.lesson.sit_together(pupils, lambda: None)
        turns.until(lambda: {MEASURED, OTHERS} <= {each.name.split(":")[0] for each in studio.lesson.keys.present})
        tune = library.shelf()[0]
        studio.lesson.put_on_stand(Stand(library.piece(tune), tune.title, "tune", "tune"))
        turns.settle()
        studio.move(Go("lead"))
        turns.settle()
        go(studio, turns, engine)
        (folder / "goes").touch()
        turns.milliseconds.clear()
        turns.until((folder / "enough").exists, 120)
        took = statistics.mean(turns.milliseconds)
        (folder / "turn.part").write_text(f"{took:.2f}" if turns.keys(OTHERS) else "lost", "utf-8")
        (folder / "turn.part").rename(folder / "turn")
        turns.until(
            lambda: False, READY_SECONDS
        )  # until it is ended from outside: ears would take an early end for a fall
    finally:
        engine.close()


def go(studio: Studio, turns: "Turns", engine: Engine) -> None:
    """All are in and go round; only the keyboard that is measured is loud."""
    room: Any = studio.screen
    seating = room.band.seating
    if len(seating.players) != len(NAMES):
        raise Fell("not everybody has a seat")
    room.arranging.play_in("conducting")
    room.to_stage()
    turns.settle()
    room.take.want(False)
    for n in range(4):
        room.stage.tap(n * 0.5)
    room.stage.leading.say(BringIn(room.stage.plan.players))
    turns.until(lambda: room.stage.plan.bar >= 1)
    measured = next(each.id for each in studio.lesson.keys.present if each.name.split(":")[0] == MEASURED)
    engine.level("backing", 0)
    engine.force({place.heard_as: HARDLY for place in seating.places if place.keyboard != measured}, {})


class Turns:
    """The window's loop, 60 times a second, with what each turn took."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self.milliseconds: list[float] = []

    def until(self, reached: Any, seconds: float = READY_SECONDS) -> None:
        """Turn until something is so."""
        end = time.monotonic() + seconds
        while not reached() and time.monotonic() < end:
            began = time.perf_counter()
            self._studio.frame([], self._studio.clock())
            took = time.perf_counter() - began
            self.milliseconds.append(took * 1000)
            time.sleep(max(0.001, 1 / 60 - took))

    def settle(self) -> None:
        """Turn until nothing is left to do."""
        self.until(lambda: False, 0.1)
        self.until(lambda: not self._studio.background.busy)
        self.until(lambda: False, 0.1)

    def keys(self, name: str) -> bool:
        """Whether keys of a keyboard have come in."""
        lesson = self._studio.lesson
        number = next(each.id for each in lesson.keys.known if each.name.split(":")[0] == name)
        players = {place.heard_as for place in lesson.band.seating.row(number)} if lesson.band is not None else set()
        played, _ = self._studio.engine.capture.take_since(0)
        return any(event.keyboard in players for event in played)


if __name__ == "__main__":
    sys.exit(main())
