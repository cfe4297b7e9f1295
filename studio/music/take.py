"""What was played, to the frame: cut from the capture, kept as a MIDI file, and counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from instruments.events import RATE, Back, Bend, Control, Gone, NoteOff, NoteOn, Pedal, Pressed
from studio.music import smf
from studio.music.midi import bpm_of, quarter_us
from studio.music.piece import TICKS, Metre, Note, Part, Piece, Tempo
from studio.music.smf import META, Message
from studio.music.timbre import program_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from instruments.events import Played

QUARTER_TICKS: Final = 24_000
"""Ticks a quarter in a take's file; at 120 quarters a minute one tick is one frame."""

PEDALS: Final = (64, 66, 67)
_SCREEN_NAME: Final = "Keys on the screen"
_KEYBOARD_NAME: Final = "Keyboard "
_BAR_ONE: Final = "Bar 1"
_SLOW_TEMPO: Final = 60  # below it a tick would be over two frames, and rounding more than one
_WRITTEN: Final = "Written at "
_FASTER: Final = " times the tempo"
_OFF, _ON, _CONTROL, _PROGRAM, _BEND = 0x80, 0x90, 0xB0, 0xC0, 0xE0
_BEND_CENTRE: Final = 8192
_KEY_PRESSED: Final = bytes((META, 0x7F, 0x7D))  # under the number that is nobody's: other programs pass it over


class RollNote(NamedTuple):
    """A note for drawing: start and length in seconds, pitch, velocity."""

    start_seconds: float
    length_seconds: float
    pitch: int
    velocity: int


class Facts(NamedTuple):
    """What can be counted in a take: length in seconds, number of notes, where bars start in seconds, the notes in order."""

    seconds: float
    notes: int
    bar_starts: tuple[float, ...]
    roll: tuple[RollNote, ...]


@dataclass(frozen=True, slots=True)
class Take:
    """Events between two frames; `start` is a barline, `bpm` counts quarters, `lead_bars` were counted in before bar 1.

    Made by `record`, so every note that goes down comes up, and nothing lies outside `start` .. `end`.
    """

    events: tuple[Played, ...]
    start: int
    end: int
    bpm: float = 120.0
    metre: tuple[int, int] = (4, 4)
    lead_bars: int = 0
    sounds: tuple[tuple[int, str], ...] = ()  # keyboard, sound id

    @property
    def bar_frames(self) -> float:
        """Length of a bar in frames."""
        return Metre(0, *self.metre).bar_ticks / TICKS * 60 / self.bpm * RATE

    @property
    def seconds(self) -> float:
        """Length in seconds, from the first barline to the end."""
        return (self.end - self.start) / RATE

    def seconds_at(self, frame: int) -> float:
        """Seconds from the first barline to `frame`."""
        return (frame - self.start) / RATE

    def keyboards(self) -> tuple[int, ...]:
        """List the keyboards that played."""
        return tuple(sorted({event.keyboard for event in self.events}))

    def of_keyboard(self, keyboard: int) -> Take:
        """Keep what one keyboard played: the same bars, one player."""
        kept = tuple(event for event in self.events if event.keyboard == keyboard)
        return replace(self, events=kept, sounds=tuple(pair for pair in self.sounds if pair[0] == keyboard))

    def to_midi(self) -> bytes:
        """Write a MIDI file: one track a keyboard, tick 0 a barline, every event within one frame at 20 quarters a minute or more."""
        return _write(self)

    @classmethod
    def from_midi(cls, data: bytes) -> Take:
        """Read a take's MIDI file, frames counted from 0; UnreadableError (a ValueError with a sentence) where it is none."""
        return _read(data)


def record(
    events: Iterable[Played],
    *,
    start: int,
    end: int,
    bpm: float = 120.0,
    metre: tuple[int, int] = (4, 4),
    sounds: tuple[tuple[int, str], ...] = (),
) -> Take:
    """Make a take of what was played up to frame `end`; `start` is bar 1, and what came before it gets bars of its own."""
    played = sorted((event for event in events if event.frame <= end), key=lambda event: (event.frame, event.keyboard))
    take = Take((), start, end, bpm, metre, 0, sounds)
    first = min((event.frame for event in played), default=start)
    lead = max(0, -(-(start - first) // take.bar_frames))
    begin = round(start - lead * take.bar_frames)
    return replace(take, events=tuple(_whole(played, end)), start=begin, lead_bars=int(lead))


def _whole(played: Iterable[Played], end: int) -> Iterator[Played]:
    """Give every press one release: at the next press of its key, when its keyboard goes, or at the end."""
    down: set[tuple[int, int]] = set()
    for event in played:
        match event:
            case NoteOn(frame, keyboard, pitch, _):
                if (keyboard, pitch) in down:
                    yield NoteOff(frame, keyboard, pitch, 64)
                down.add((keyboard, pitch))
                yield event
            case NoteOff(_, keyboard, pitch, _):
                if (keyboard, pitch) in down:
                    down.remove((keyboard, pitch))
                    yield event
            case Gone(frame, keyboard):
                held = sorted(key for key in down if key[0] == keyboard)
                down.difference_update(held)
                yield from (NoteOff(frame, keyboard, pitch, 64) for _, pitch in held)
            case Back():
                pass
            case _:
                yield event
    yield from (NoteOff(end, keyboard, pitch, 64) for keyboard, pitch in sorted(down))


# ---------------------------------------------------------------- counted


def facts(take: Take) -> Facts:
    """Count a take: seconds run from its first barline."""
    roll = tuple(
        RollNote(take.seconds_at(on.frame), (off - on.frame) / RATE, on.pitch, on.velocity)
        for on, off in pressed(take.events)
    )
    bars = int(-(-(take.end - take.start) // take.bar_frames))
    return Facts(take.seconds, len(roll), tuple(n * take.bar_frames / RATE for n in range(bars)), roll)


def pressed(events: Iterable[Played]) -> tuple[tuple[NoteOn, int], ...]:
    """Pair every press with the frame of its release, in order of press."""
    down: dict[tuple[int, int], NoteOn] = {}
    found: list[tuple[NoteOn, int]] = []
    for event in events:
        match event:
            case NoteOn(_, keyboard, pitch, _):
                down[keyboard, pitch] = event
            case NoteOff(frame, keyboard, pitch, _) if (keyboard, pitch) in down:
                found.append((down.pop((keyboard, pitch)), frame))
            case _:
                pass
    return tuple(sorted(found, key=lambda pair: (pair[0].frame, pair[0].pitch)))


def as_piece(take: Take, title: str = "", sound: str = "piano") -> Piece:
    """Turn a take into a piece as it was played, untidied: a part a keyboard, ticks rounded to 1/480 of a quarter."""
    sounds = dict(take.sounds)

    def ticks(frames: int) -> int:
        return round(frames * take.bpm * TICKS / (60 * RATE))

    parts = []
    for keyboard in take.keyboards():
        played = pressed(take.of_keyboard(keyboard).events)
        notes = tuple(
            Note(ticks(on.frame - take.start), max(1, ticks(off - on.frame)), on.pitch, on.velocity)
            for on, off in played
        )
        parts.append(Part(_track_name(keyboard), "melody", sounds.get(keyboard, sound), notes))
    piece = Piece(title, tuple(parts), (Tempo(0, take.bpm),), (Metre(0, *take.metre),))
    return replace(piece, end=piece.barline_after(max(1, ticks(take.end - take.start))))


# ---------------------------------------------------------------- as a MIDI file


def _write(take: Take) -> bytes:
    faster = _times_faster(take.bpm)
    us = quarter_us(take.bpm * faster)
    beats, unit = take.metre

    def tick(frame: int) -> int:
        return _nearest((frame - take.start) * QUARTER_TICKS * 1_000_000, us * RATE)

    shared = [
        Message(0, bytes((META, smf.METRE, beats, unit.bit_length() - 1 - (faster.bit_length() - 1), 24, 8))),
        Message(0, bytes((META, smf.TEMPO)) + us.to_bytes(3)),
    ]
    if faster > 1:
        shared.append(Message(0, smf.text(smf.TEXT, f"{_WRITTEN}{faster}{_FASTER}")))
    if take.lead_bars:
        shared.append(Message(take.lead_bars * _bar_ticks(beats, unit, faster), smf.text(smf.MARKER, _BAR_ONE)))
    tracks = [shared]
    sounds = dict(take.sounds)
    for keyboard in sorted({*take.keyboards(), *sounds}):
        track = _keyboard_head(keyboard, sounds.get(keyboard, ""))
        track += [
            Message(tick(event.frame), data)
            for event in take.events
            if event.keyboard == keyboard and (data := message(event) or _aside(event))
        ]
        tracks.append(track)
    return smf.write(tracks, QUARTER_TICKS, tick(take.end))


def _times_faster(bpm: float) -> int:
    """How often a slow take's tempo is doubled in its file, with note values to match: 4/4 at 50 is written as 4/2 at 100."""
    faster = 1
    while bpm * faster < _SLOW_TEMPO and faster < 4:  # noqa: PLR2004 - a quarter written as a whole note is the limit of MIDI's metres
        faster *= 2
    return faster


def _nearest(amount: int, divisor: int) -> int:
    """Divide and round to the nearest whole, halves up: in whole numbers, so that writing twice gives the same bytes."""
    return (2 * amount + divisor) // (2 * divisor)


def _keyboard_head(keyboard: int, sound: str) -> list[Message]:
    head = [Message(0, smf.text(smf.TRACK_NAME, _track_name(keyboard)))]
    if sound:
        head.append(Message(0, smf.text(smf.INSTRUMENT, sound)))
        head.append(Message(0, bytes((_PROGRAM, program_of(sound)))))
    return head


def _track_name(keyboard: int) -> str:
    return f"{_KEYBOARD_NAME}{keyboard}" if keyboard else _SCREEN_NAME


def message(event: Played) -> bytes:
    """Write a played event as a MIDI message on channel 1; nothing for what is not heard, as a keyboard that went or came."""
    match event:
        case NoteOn(_, _, pitch, velocity):
            return bytes((_ON, pitch, velocity))
        case NoteOff(_, _, pitch, velocity):
            return bytes((_OFF, pitch, velocity))
        case Pedal(_, _, number, value) | Control(_, _, number, value):
            return bytes((_CONTROL, number, value))
        case Bend(_, _, value):
            return bytes((_BEND, (value + _BEND_CENTRE) & 0x7F, (value + _BEND_CENTRE) >> 7))
        case _:
            return b""


def _aside(event: Played) -> bytes:
    """Write what is kept beside the music: which key it was that was heard as these notes."""
    return _KEY_PRESSED + bytes((event.pitch, event.velocity)) if isinstance(event, Pressed) else b""


def _read(data: bytes) -> Take:
    file = smf.read(data)
    if not file.tracks or file.ticks_a_quarter != QUARTER_TICKS:
        raise smf.UnreadableError("This MIDI file is no take of Soundfolio's.")
    shared = {message.data[1]: message for message in reversed(file.tracks[0]) if message.data[0] == META}
    us = int.from_bytes(shared[smf.TEMPO].data[2:]) if smf.TEMPO in shared else 500_000
    said = smf.words(shared[smf.TEXT].data[2:]) if smf.TEXT in shared else ""
    faster = int(said.removeprefix(_WRITTEN).removesuffix(_FASTER)) if said.startswith(_WRITTEN) else 1
    beats, power = shared[smf.METRE].data[2:4] if smf.METRE in shared else (4, 2)

    def frame(tick: int) -> int:
        return _nearest(tick * us * RATE, QUARTER_TICKS * 1_000_000)

    events: list[Played] = []
    sounds: list[tuple[int, str]] = []
    for n, track in enumerate(file.tracks[1:]):
        names = {message.data[1]: smf.words(message.data[2:]) for message in track if message.data[0] == META}
        keyboard = _keyboard_of(names.get(smf.TRACK_NAME, ""), n + 1)
        sounds += [(keyboard, names[smf.INSTRUMENT])] if smf.INSTRUMENT in names else []
        events += [event for tick, data in track if (event := _event(data, frame(tick), keyboard))]
    events.sort(key=lambda event: (event.frame, event.keyboard))
    take = Take(
        tuple(events),
        0,
        frame(file.ends[0]),
        bpm_of(us * faster),
        (beats, 1 << power + faster.bit_length() - 1),
        0,
        tuple(sounds),
    )
    bar_one = shared[smf.MARKER].tick if smf.MARKER in shared else 0
    return replace(take, lead_bars=bar_one // _bar_ticks(*take.metre, faster))


def _bar_ticks(beats: int, unit: int, faster: int) -> int:
    """Length of a bar in the file's ticks, whose tempo was doubled with the bar."""
    return 4 * QUARTER_TICKS * faster * beats // unit


def _keyboard_of(name: str, otherwise: int) -> int:
    if name == _SCREEN_NAME:
        return 0
    number = name.removeprefix(_KEYBOARD_NAME)
    return int(number) if number.isascii() and number.isdigit() else otherwise


def _event(data: bytes, frame: int, keyboard: int) -> Played | None:
    kind = data[0] & 0xF0
    match kind:
        case 0x90 if data[2]:
            return NoteOn(frame, keyboard, data[1], data[2])
        case 0x80 | 0x90:
            return NoteOff(frame, keyboard, data[1], data[2])
        case 0xB0:
            return (Pedal if data[1] in PEDALS else Control)(frame, keyboard, data[1], data[2])
        case 0xE0:
            return Bend(frame, keyboard, (data[2] << 7 | data[1]) - _BEND_CENTRE)
        case 0xF0 if data.startswith(_KEY_PRESSED) and len(data) == len(_KEY_PRESSED) + 2:  # META's upper half
            return Pressed(frame, keyboard, *data[len(_KEY_PRESSED) :])
        case _:
            return None
