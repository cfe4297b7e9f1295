"""Field debugging without the studio: which keyboards and outputs there are, what arrives, and the engine on its own."""

import argparse
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from instruments import latency
from instruments.choices import outputs
from instruments.engine import Engine
from instruments.errors import TooUneven
from instruments.events import (
    Back,
    Bend,
    Cleared,
    Control,
    Event,
    Finished,
    Gone,
    Keyboard,
    Keyboards,
    NoteOff,
    NoteOn,
    Output,
    Pedal,
    Trouble,
)

_LISTEN_SECONDS: Final = 3.0
_FRAME_SECONDS: Final = 1 / 60
_BUSY_SECONDS: Final = 0.008
_NAMES: Final = ("C", "C sharp", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B")


def pitch_name(pitch: int) -> str:
    """Return a pitch as a person says it: 60 is "C 4"."""
    return f"{_NAMES[pitch % 12]} {pitch // 12 - 1}"


def sentence(event: Event, names: dict[int, str]) -> str | None:
    """Return what happened as a line for people, None for what they need not see; learns keyboards' names as they come."""
    match event:
        case Keyboards(_, known):
            names.update({each.id: each.name for each in known})
            return None
        case NoteOn(_, keyboard, pitch, velocity):
            return f"{_name(keyboard, names)}: {pitch_name(pitch)} down, {'#' * (1 + velocity // 8)} {velocity}"
        case NoteOff(_, keyboard, pitch, _):
            return f"{_name(keyboard, names)}: {pitch_name(pitch)} up"
        case Pedal(_, keyboard, number, value):
            pedal = {64: "sustain pedal", 66: "sostenuto pedal", 67: "soft pedal"}.get(number, "pedal")
            return f"{_name(keyboard, names)}: {pedal} {'down' if value >= 64 else 'up'} ({value})"  # noqa: PLR2004  MIDI's half
        case Control(_, keyboard, number, value):
            return f"{_name(keyboard, names)}: controller {number} at {value}"
        case Bend(_, keyboard, value):
            return f"{_name(keyboard, names)}: pitch wheel at {value}"
        case Gone(_, keyboard):
            return f"{_name(keyboard, names)} was unplugged."
        case Back(_, keyboard):
            return f"{_name(keyboard, names)} is back."
        case Output(_, backend, device, synth, _, warning):
            return f"Sound goes to {device} ({backend}) from {synth}. {warning}".rstrip()
        case Trouble(_, _, words):
            return words
        case Cleared(_, kind):
            return f"The {kind} works again."
    return None


def _name(keyboard: int, names: dict[int, str]) -> str:
    return names.get(keyboard, "Computer keys")


def _events(engine: Engine, until: Callable[[], bool]) -> Iterator[Event]:
    while not until():
        yield from engine.pending()
        time.sleep(0.01)


def _tap_with_enter(engine: Engine) -> None:
    """Let Enter be a key too, where there is no keyboard yet."""

    def tapping() -> None:
        for _ in sys.stdin:
            engine.press(60, 90)
            engine.release(60)

    if sys.stdin is not None and sys.stdin.isatty():
        threading.Thread(target=tapping, name="enter", daemon=True).start()


def list_devices(engine: Engine, seconds: float = _LISTEN_SECONDS) -> None:
    """Print what sounds and which keyboards are there, as far as they show within `seconds`."""
    known: tuple[Keyboard, ...] = ()
    end = time.monotonic() + seconds
    for event in _events(engine, lambda: time.monotonic() >= end):
        if isinstance(event, Keyboards):
            known = event.known
        elif (line := sentence(event, {})) is not None:
            print(line)
    print("Outputs:")
    for each in outputs():
        mark = "*" if each.default else " "
        print(f"  {mark} {each.backend}: {each.device} {each.warning}".rstrip())
    print("Keyboards:" if known else "No keyboard was found. Plug one in: it is found by itself.")
    for keyboard in known:
        print(f"  {keyboard.id}  {keyboard.name} ({keyboard.api}{'' if keyboard.present else ', unplugged'})")


def light_up(engine: Engine, until: Callable[[], bool]) -> None:
    """Print what arrives until told to stop."""
    names: dict[int, str] = {}
    for event in _events(engine, until):
        if (line := sentence(event, names)) is not None:
            print(line, flush=True)


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
    end = time.monotonic() + 1
    for event in _events(engine, lambda: time.monotonic() > end):
        if isinstance(event, Output):
            output = event
            break
    print(f"xruns {output.xruns if output else 'unknown'}", flush=True)


def tap_test(engine: Engine, until: Callable[[], bool], say: Callable[[str], None] = print) -> bool:
    """Let somebody tap sixteen times to a click, say what came of it and keep it; whether it was kept."""
    test, output = latency.TapTest(), None
    say("Tap one key with the click, sixteen times: on a MIDI keyboard, or Enter here. The first four do not count.")
    engine.play(test.score, click=True)
    for event in _events(engine, lambda: test.done or until()):
        output = event if isinstance(event, Output) else output
        before = test.taps
        test.hear(event)
        if test.taps > before:
            say(f"  {test.taps}")
        if isinstance(event, Finished):
            break
    engine.stop()
    try:
        offset = test.offset()
        if output is not None:
            latency.keep_offset(offset, output)
    except (TooUneven, OSError) as error:
        say(str(error))
        return False
    say(
        f"You hear and play {offset.milliseconds:.0f} ms after the beat (spread {offset.spread_ms:.0f} ms). Takes are moved by that."
    )
    return True


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
            _tap_with_enter(engine)
            return 0 if tap_test(engine, lambda: bool(stopped)) else 1
        else:
            list_devices(engine)
            if chosen.command is None:
                print("Play something; Ctrl-C ends.")
                light_up(engine, lambda: bool(stopped))
    finally:
        engine.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
