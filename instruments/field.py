"""Looking at what is plugged in: which keyboards and outputs there are, what arrives, and how late sound is, each as a sentence."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

from instruments import latency
from instruments.choices import ask_outputs
from instruments.engine import Engine
from instruments.errors import NoOutput, TooUneven
from instruments.events import (
    Back,
    Bend,
    Cleared,
    Control,
    Event,
    Finished,
    Gone,
    Heard,
    Kept,
    Keyboard,
    Keyboards,
    NoteOff,
    NoteOn,
    Output,
    Pedal,
    Played,
    Position,
    Pressed,
    Trouble,
)

LISTEN_SECONDS: Final = 3.0  # a keyboard shows within so long
SOFTWARE_NAME: Final = "Computer keys"
_PEDALS: Final = {64: "sustain pedal", 66: "sostenuto pedal", 67: "soft pedal"}
_HALF: Final = 64  # from here on a pedal is down (MIDI 1.0)
_NAMES: Final = ("C", "C sharp", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B")
_THINGS: Final = {
    "keyboard": "The keyboard",
    "output": "The sound output",
    "choice": "The chosen sound output",
    "synth": "The sound",
    "engine": "The sound",
}
_STATES: Final = {
    "stopped": "The music has stopped.",
    "counting": "Counting in.",
    "playing": "The music plays.",
    "waiting": "The music waits for a key.",
}


def pitch_name(pitch: int) -> str:
    """Return a pitch as a person says it: 60 is "C 4"."""
    return f"{_NAMES[pitch % 12]} {pitch // 12 - 1}"


def sentence(event: Event, names: dict[int, str]) -> str | None:
    """Return what happened as a line for people; learns keyboards' names as they come, and says each of them once.

    None only for a list of keyboards with nothing new in it.
    """
    match event:
        case Keyboards(_, known):
            return _newcomers(known, names)
        case NoteOn() | NoteOff() | Pedal() | Control() | Bend() | Gone() | Back() | Pressed():
            return f"{names.get(event.keyboard, SOFTWARE_NAME)}{_played(event)}"
        case Output(_, backend, device, synth, _, warning):
            return f"Sound: {device} ({backend}), from {synth}. {warning}".rstrip()
        case Trouble(_, _, words):
            return words
        case Cleared(_, kind):
            return f"{_THINGS[kind]} works again."
        case Position(state=state):
            return _STATES[state]
        case Finished():
            return "The music has come to its end."
        case Kept(_, path, seconds, words):
            return words or f"{seconds:.1f} seconds of sound are in {path}."
        case Heard(_, path, seconds, words):
            return words or f"{seconds:.1f} seconds of the microphone are in {path}."


def _newcomers(known: tuple[Keyboard, ...], names: dict[int, str]) -> str | None:
    new = [each.name for each in known if each.id not in names and each.present]
    names.update({each.id: each.name for each in known})
    return f"Found: {', '.join(new)}." if new else None


def _played(event: Played) -> str:
    match event:
        case NoteOn(_, _, pitch, velocity):
            return f": {pitch_name(pitch)} down, {'#' * (1 + velocity // 8)} {velocity}"
        case NoteOff(_, _, pitch, _):
            return f": {pitch_name(pitch)} up"
        case Pedal(_, _, number, value):
            return f": {_PEDALS.get(number, 'pedal')} {'down' if value >= _HALF else 'up'} ({value})"
        case Control(_, _, number, value):
            return f": controller {number} at {value}"
        case Bend(_, _, value):
            return f": pitch wheel at {value}"
        case Gone():
            return " was unplugged."
        case Back():
            return " is back."
        case Pressed(_, _, pitch, velocity):
            return f": the key of {pitch_name(pitch)} {'down' if velocity else 'up'}, heard as the tune"


def _events(engine: Engine, until: Callable[[], bool]) -> Iterator[Event]:
    while not until():
        yield from engine.pending()
        time.sleep(0.01)


def list_devices(
    engine: Engine,
    seconds: float | None = None,
    say: Callable[[str], None] = print,
    stopped: Callable[[], bool] = lambda: False,
) -> dict[int, str]:
    """Say what sounds, which outputs and keyboards there are, as far as they show within `seconds` (three); return the keyboards' names."""
    names: dict[int, str] = {}
    known: tuple[Keyboard, ...] = ()
    end = time.monotonic() + (LISTEN_SECONDS if seconds is None else seconds)
    for event in _events(engine, lambda: time.monotonic() >= end or stopped()):
        line = sentence(event, names)
        if isinstance(event, Keyboards):
            known = event.known
        elif line is not None:
            say(line)
    _say_outputs(say)
    present = [each for each in known if each.present]
    say("Keyboards:" if present else "No keyboard was found. Is the cable in? Plug one in: it is found by itself.")
    for keyboard in present:
        say(f"  {keyboard.id}  {keyboard.name} ({keyboard.api})")
    return names


def _say_outputs(say: Callable[[str], None]) -> None:
    try:
        found = ask_outputs()
    except NoOutput as error:
        say(str(error))
        return
    say("Outputs (* is the usual one):")
    for each in found:
        say(f"  {'*' if each.default else ' '} {each.device} ({each.backend}) {each.warning}".rstrip())


def light_up(
    engine: Engine,
    until: Callable[[], bool],
    names: dict[int, str] | None = None,
    say: Callable[[str], None] = print,
) -> None:
    """Say what arrives until told to stop; `names` of keyboards that were said already."""
    names = {} if names is None else names
    for event in _events(engine, until):
        if (line := sentence(event, names)) is not None:
            say(line)


def tap_with_enter(engine: Engine) -> None:
    """Let Enter be a key too, where there is no keyboard yet."""

    def tapping() -> None:
        for _ in sys.stdin:
            engine.press(60, 90)
            engine.release(60)

    if sys.stdin is not None and sys.stdin.isatty():
        threading.Thread(target=tapping, name="enter", daemon=True).start()


def tap_test(engine: Engine, until: Callable[[], bool], say: Callable[[str], None] = print) -> bool:
    """Let somebody tap sixteen times to a click, say what came of it and keep it; whether it was kept."""
    test, output = latency.TapTest(), None
    say("Tap one key with the click, sixteen times: on a MIDI keyboard, or Enter here. The first four do not count.")
    engine.report()
    engine.play(test.score, click=True)
    for event in _events(engine, lambda: test.done or until()):
        output = event if isinstance(event, Output) else output
        if isinstance(event, Trouble):
            say(event.sentence)
        before = test.taps
        test.hear(event)
        if test.taps > before:
            say(f"  {test.taps} of {test.wanted}")
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
    say(f"{offset.sentence} Takes are placed by that (spread {offset.spread_ms:.0f} ms).")
    return True
