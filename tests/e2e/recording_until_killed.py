"""Not a test: a studio that records until it is killed, as a person would have it, telling each key it plays."""

import os
import sys
import time
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"

import pygame

from instruments import Engine
from reflections import Journal
from studio.app import Studio
from studio.lesson import Stand
from studio.sample import tune
from studio.screen import Go
from studio.ui import window


def main(folder: Path, passphrase: str) -> None:
    """Open, unlock, choose the pupil, record; then a key every fifth of a second for ever."""
    engine = Engine(output="null", keyboards=False)
    engine.start()
    studio = Studio(folder, engine=engine, surface=window.open_window((1280, 720)))
    turn(studio, 0.3)
    studio.lesson.opened(Journal.open(folder, passphrase))
    wait(studio, lambda: bool(studio.lesson.house.pupils))
    studio.lesson.choose(studio.lesson.house.pupils[0])
    wait(studio, lambda: studio.lesson.session is not None)
    studio.lesson.put_on_stand(Stand(tune(), "Midnight Bus", "song", "own:bus"))
    studio.move(Go("play"))
    wait(studio, lambda: studio.lesson.stand is not None and studio.lesson.stand.row is not None)
    turn(studio, 0.2)
    studio.ui.click("record")
    wait(studio, lambda: studio.lesson.recorder.is_rolling)
    print("ROLLING", flush=True)
    pitch = 60
    while True:
        engine.press(pitch)
        print(f"PRESSED {pitch} {time.monotonic():.3f}", flush=True)
        turn(studio, 0.1)
        engine.release(pitch)
        turn(studio, 0.1)
        pitch = 60 + (pitch - 59) % 24


def turn(studio: Studio, seconds: float) -> None:
    """Run the loop."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        studio.frame(pygame.event.get(), studio.clock())
        time.sleep(0.005)


def wait(studio: Studio, ready: object) -> None:
    """Run the loop until it is so."""
    until = time.monotonic() + 20
    while not ready():
        turn(studio, 0.02)
        if time.monotonic() > until:
            raise SystemExit("waited too long")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
