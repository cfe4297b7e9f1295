"""What is played and what the engine tells: frozen values, each with the audio frame at which it happened."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from instruments.errors import BadRecord

RATE: Final = 48_000  # frames a second, everywhere
SOFTWARE: Final = 0  # keyboard id of drawn keys, computer keys and the tour; MIDI keyboards count from 1
SUSTAIN, SOSTENUTO, SOFT = 64, 66, 67  # controller numbers of the three pedals (MIDI 1.0)

State = Literal["stopped", "counting", "playing", "waiting"]
Matter = Literal["keyboard", "output", "choice", "synth", "engine"]  # choice: sound goes elsewhere than was chosen


@dataclass(frozen=True, slots=True)
class NoteOn:
    """A key went down: pitch 0-127 (60 = middle C), velocity 1-127."""

    frame: int
    keyboard: int
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class NoteOff:
    """A key came up: pitch 0-127, release velocity 0-127."""

    frame: int
    keyboard: int
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Pedal:
    """A pedal moved: number 64 sustain, 66 sostenuto or 67 soft; value 0-127, 64 and above is down."""

    frame: int
    keyboard: int
    number: int
    value: int


@dataclass(frozen=True, slots=True)
class Control:
    """Another controller moved: number and value 0-127 (1 = modulation wheel)."""

    frame: int
    keyboard: int
    number: int
    value: int


@dataclass(frozen=True, slots=True)
class Bend:
    """The pitch wheel moved: value -8192 to 8191, 0 at rest."""

    frame: int
    keyboard: int
    value: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A keyboard was unplugged; whatever it held has ended."""

    frame: int
    keyboard: int


@dataclass(frozen=True, slots=True)
class Back:
    """A keyboard that was unplugged is itself again."""

    frame: int
    keyboard: int


@dataclass(frozen=True, slots=True)
class Pressed:
    """Which key went down, or came up at velocity 0, where any key plays: beside it stand the notes that it was heard as."""

    frame: int
    keyboard: int
    pitch: int
    velocity: int


Played = NoteOn | NoteOff | Pedal | Control | Bend | Gone | Back | Pressed


@dataclass(frozen=True, slots=True)
class Position:
    """Where the music is; `tick` is below the first tick while counting in.

    `waiting` holds the pitches that "Waits for me" still needs; `beat` is 1.. in the count-in, else 0. `round` is 0 until
    music that goes round begins again, then 1..; `left_out` are the gates that this round went on without.
    """

    frame: int
    tick: float
    state: State
    waiting: frozenset[int] = frozenset()
    beat: int = 0
    round: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Finished:
    """The music came to its end by itself."""

    frame: int


@dataclass(frozen=True, slots=True)
class Keyboard:
    """A keyboard known since the start; it keeps its id when it goes and comes back. `pads` play the kit."""

    id: int
    name: str
    api: str
    present: bool
    pads: bool = False


@dataclass(frozen=True, slots=True)
class Keyboards:
    """Every MIDI keyboard known, those that went too."""

    frame: int
    known: tuple[Keyboard, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something does not work; `sentence` tells a person what and what to do."""

    frame: int
    kind: Matter
    sentence: str


@dataclass(frozen=True, slots=True)
class Cleared:
    """The trouble of this kind is over."""

    frame: int
    kind: Matter


@dataclass(frozen=True, slots=True)
class Output:
    """What sounds now: backend and device by name, the synth by name and version; `xruns` late blocks so far.

    `warning` is a sentence where one cannot play along with this output (Bluetooth), else empty.
    """

    frame: int
    backend: str
    device: str
    synth: str
    xruns: int = 0
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the output produced from `frame` on is in the WAV file at `path`; with `sentence` it could not be written."""

    frame: int
    path: str
    seconds: float
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the microphone heard is in the WAV file at `path`; with `sentence` there was nothing to hear with."""

    frame: int
    path: str
    seconds: float
    sentence: str = ""


Told = Position | Finished | Keyboards | Trouble | Cleared | Output | Kept | Heard
Event = Played | Told


@dataclass(frozen=True, slots=True)
class Score:
    """What to play, in ticks from 0.

    `events`: (tick, part, one short MIDI message; its channel is not read) sorted by tick. `tempos`: (tick, microseconds
    a quarter). `metre`: (tick, beats, unit). `sounds`: a sound id per part. `loop`: (start, end) ticks. `gates`: (tick, pitches)
    where "Waits for me" waits. `groups`: for each metre how its beats fall into groups, as (2, 2, 3); none where they do not.
    """

    events: tuple[tuple[int, int, bytes], ...]
    end: int
    tempos: tuple[tuple[int, int], ...] = ((0, 500_000),)
    metre: tuple[tuple[int, int, int], ...] = ((0, 4, 4),)
    sounds: tuple[str, ...] = ("piano",)
    loop: tuple[int, int] | None = None
    gates: tuple[tuple[int, frozenset[int]], ...] = field(default=())
    ticks_per_quarter: int = 480
    groups: tuple[tuple[int, ...], ...] = ()


_RECORD = struct.Struct("<qBBBxhxx")  # frame, kind, keyboard, pitch or number, value: 16 bytes
_ON, _OFF, _PEDAL, _CONTROL, _BEND, _GONE, _BACK, _PRESSED = range(8)


def pack(events: Iterable[Played]) -> bytes:
    """Pack events into little-endian records of 16 bytes, in their order."""
    return b"".join(map(_packed, events))


def _packed(event: Played) -> bytes:
    match event:
        case NoteOn(frame, keyboard, pitch, velocity):
            return _RECORD.pack(frame, _ON, keyboard, pitch, velocity)
        case NoteOff(frame, keyboard, pitch, velocity):
            return _RECORD.pack(frame, _OFF, keyboard, pitch, velocity)
        case Pedal(frame, keyboard, number, value):
            return _RECORD.pack(frame, _PEDAL, keyboard, number, value)
        case Control(frame, keyboard, number, value):
            return _RECORD.pack(frame, _CONTROL, keyboard, number, value)
        case Bend(frame, keyboard, value):
            return _RECORD.pack(frame, _BEND, keyboard, 0, value)
        case Gone(frame, keyboard):
            return _RECORD.pack(frame, _GONE, keyboard, 0, 0)
        case Back(frame, keyboard):
            return _RECORD.pack(frame, _BACK, keyboard, 0, 0)
        case Pressed(frame, keyboard, pitch, velocity):
            return _RECORD.pack(frame, _PRESSED, keyboard, pitch, velocity)


def unpack(data: bytes) -> tuple[Played, ...]:
    """Unpack what `pack` made; BadRecord where the bytes are cut short or of no known kind."""
    if len(data) % _RECORD.size:
        raise BadRecord("These are not recorded notes: the last one is cut short.")
    return tuple(_unpacked(*fields) for fields in _RECORD.iter_unpack(data))


def _unpacked(frame: int, kind: int, keyboard: int, number: int, value: int) -> Played:
    match kind:
        case 0:
            return NoteOn(frame, keyboard, number, value)
        case 1:
            return NoteOff(frame, keyboard, number, value)
        case 2:
            return Pedal(frame, keyboard, number, value)
        case 3:
            return Control(frame, keyboard, number, value)
        case 4:
            return Bend(frame, keyboard, value)
        case 5:
            return Gone(frame, keyboard)
        case 6:
            return Back(frame, keyboard)
        case 7:
            return Pressed(frame, keyboard, number, value)
        case _:
            raise BadRecord(f"These are not recorded notes: no event is of kind {kind}.")


def played_from(message: bytes | list[int], frame: int, keyboard: int) -> Played | None:
    """Read one short MIDI message; None for what is not played (clock, system exclusive, program changes)."""
    if len(message) < 2:  # noqa: PLR2004  clock and active sensing are one byte
        return None
    first, second, third = message[0], message[1] & 0x7F, (message[2] & 0x7F if len(message) > 2 else 0)  # noqa: PLR2004 - a status and up to two bytes
    match first & 0xF0:
        case 0x90 if third:
            return NoteOn(frame, keyboard, second, third)
        case 0x80 | 0x90:  # a note on of velocity 0 is a note off (running status habit of many keyboards)
            return NoteOff(frame, keyboard, second, third)
        case 0xB0 if second in (SUSTAIN, SOSTENUTO, SOFT):
            return Pedal(frame, keyboard, second, third)
        case 0xB0:
            return Control(frame, keyboard, second, third)
        case 0xE0:
            return Bend(frame, keyboard, (third << 7 | second) - 8192)
        case _:
            return None
