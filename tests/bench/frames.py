"""Times a turn of the window's loop in Play, with falling notes and with notes on a stave, and prints mean and p95.

python -m tests.bench.frames [BARS]    a piece for two hands of so many bars (100), text at 100 and 200 %

Of wall time and of the processor; at 60 frames a second a turn has 16.7 ms.
"""

import os
import sys
import time
from dataclasses import replace

os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy", PYGAME_HIDE_SUPPORT_PROMPT="1")

from studio.lesson import Stand
from studio.music.piece import Key, Note, Part, Piece
from studio.screen import Go
from tests.bench.pictures_guide import Guide, sign_in, skip_before, with_guide

BARS = 100
FRAMES = 900
TICKS_A_FRAME = 480 * 2 / 60  # at 120 beats a minute and 60 frames a second
WAYS = (("falling", "hand"), ("falling", "pitch"), ("stave", "hand"), ("stave", "pitch"))


def piece(bars: int) -> Piece:
    """Eighths over chords, for two hands."""
    right = tuple(Note(n * 240, 240, 64 + (0, 3, 5, 7, 8, 12, 7, 5)[n % 8]) for n in range(bars * 8))
    left = tuple(Note(n * 960, 960, 43 + n % 5 + up) for n in range(bars * 2) for up in (0, 7, 12))
    parts = (Part("Tune", "melody", "piano", right, "right"), Part("Left", "chords", "piano", left, "left"))
    return Piece("Frames", parts, key=Key(-2))


def main() -> None:
    """Time every way and print a line for each."""
    bars = int(sys.argv[1]) if len(sys.argv) > 1 else BARS
    for text in (100, 200):
        with_guide(lambda guide: every_way(guide, bars), text=text)


def every_way(guide: Guide, bars: int) -> None:
    """Play the piece from its beginning in each way."""
    guide.opened()
    sign_in(guide)
    guide.pilot.lesson.put_on_stand(Stand(piece(bars), "Frames", "song", "own:frames"))
    guide.pilot.studio.move(Go("play"))
    guide.pilot.settle()
    skip_before(guide.pilot)
    guide.pilot.studio.screen.change(help="all")
    studio = guide.pilot.studio
    for music_as, colours in WAYS:
        began = time.perf_counter()
        studio.restyle(replace(studio.settings, music_as=music_as, note_colours=colours))
        until_there(guide)
        settled = time.perf_counter() - began
        wall, cpu = played(guide)
        print(
            f"{music_as:8} by {colours:5} text {studio.settings.text_size} %: wall {told(wall)}, processor {told(cpu)} ms a turn; "
            f"there after {settled:.2f} s",
            flush=True,
        )


def until_there(guide: Guide) -> None:
    """Turn until what was asked for is drawn, however long that takes on a machine that is shared."""
    while guide.pilot.studio.background.busy:
        guide.pilot.studio.background.settle(60)
        guide.pilot.turn()
    guide.pilot.settle()


def played(guide: Guide) -> tuple[list[float], list[float]]:
    """Milliseconds of each turn while it plays, of the wall and of the processor."""
    pilot = guide.pilot
    pilot.click("play")
    wall, cpu = [], []
    for frame in range(FRAMES):
        if frame % 2 == 0:  # the engine tells some fifty times a second where it is
            guide.at(frame * TICKS_A_FRAME, "playing")
        began, worked = time.perf_counter(), time.process_time()
        pilot.turn()
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    pilot.click("play")
    return wall, cpu


def told(times: list[float]) -> str:
    """Mean and p95."""
    return f"mean {sum(times) / len(times):.1f}, p95 {sorted(times)[int(len(times) * 0.95)]:.1f}, most {max(times):.1f}"


if __name__ == "__main__":
    main()
