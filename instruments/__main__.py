"""Field debugging without the studio: which keyboards and outputs there are, what arrives, and the engine on its own."""

import argparse
import signal
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from instruments.engine import Engine
from instruments.events import Back, Cleared, Gone, Keyboards, Output, Trouble
from instruments.field import light_up, list_devices, tap_test, tap_with_enter

_FRAME_SECONDS: Final = 1 / 60
_BUSY_SECONDS: Final = 0.008
_REPORT_SECONDS: Final = 1.0


def live(engine: Engine, until: Callable[[], bool], *, busy: bool) -> None:
    """Let every keyboard sound until told to stop, working as hard as a window does where `busy`; print how many blocks were late."""
    output: Output | None = None
    while not until():
        began = time.perf_counter()
        for event in engine.pending():
            output = event if isinstance(event, Output) else output
            if isinstance(event, Trouble | Cleared | Output | Keyboards | Gone | Back):
                print(event, flush=True)
        while busy and time.perf_counter() - began < _BUSY_SECONDS:
            sum(number * number for number in range(50))
        time.sleep(max(0.0, _FRAME_SECONDS - (time.perf_counter() - began)))
    engine.report()
    reported, end = False, time.monotonic() + _REPORT_SECONDS
    while not reported and time.monotonic() < end:
        time.sleep(0.01)
        for event in engine.pending():
            if isinstance(event, Output):
                output, reported = event, True
    print(f"xruns {output.xruns if output else 'unknown'}", flush=True)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m instruments", description=__doc__)
    parser.add_argument(
        "--backend",
        choices=("auto", "jack", "miniaudio", "sounddevice", "null"),
        default="auto",
        help="where sound goes",
    )
    parser.add_argument("--period", type=int, help="frames a block")
    parser.add_argument("--sound", default="piano", help="what keyboards sound like (pads play the kit)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("list", help="list what is there and end")
    commands.add_parser(
        "latency", help="tap sixteen times to a click: how late sound is for you, kept for placing takes"
    )
    playing = commands.add_parser("live", help="let every keyboard sound until stopped, then print the late blocks")
    playing.add_argument(
        "--backend", choices=("auto", "jack", "miniaudio", "sounddevice", "null"), default=argparse.SUPPRESS
    )
    playing.add_argument("--period", type=int, default=argparse.SUPPRESS)
    playing.add_argument("--sound", default=argparse.SUPPRESS)
    playing.add_argument(
        "--busy-ui", action="store_true", help="spin 8 ms of Python 60 times a second in this process, as a window does"
    )
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; without a command it lists what is there and then lights up what is played."""
    chosen = _arguments(sys.argv[1:] if argv is None else argv)
    sys.setswitchinterval(0.0005)
    stopped: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: stopped.append(received))
    engine = Engine(chosen.backend, chosen.period)
    engine.start()
    engine.sound(chosen.sound)
    try:
        if chosen.command == "live":
            live(engine, lambda: bool(stopped), busy=chosen.busy_ui)
        elif chosen.command == "latency":
            tap_with_enter(engine)
            return 0 if tap_test(engine, lambda: bool(stopped)) else 1
        else:
            names = list_devices(engine, stopped=lambda: bool(stopped))
            if chosen.command is None:
                print("Play something; Ctrl-C ends.")
                light_up(engine, lambda: bool(stopped), names, partial(print, flush=True))
    finally:
        engine.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
