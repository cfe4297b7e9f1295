"""Standard MIDI Files as plain messages: read forgivingly in bounded time and memory, written plainly.

No library does both: mido hangs or stops at files that other programs open (an endless number, a wrong track length), and its
errors share no base. Here nothing is allocated on a file's word alone, so a length that lies costs nothing.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_BYTES: Final = 8_000_000
MOST_MESSAGES: Final = 200_000
MOST_TRACKS: Final = 256
MOST_QUARTERS: Final = 20_000  # five hours at a slow tempo
MOST_TEXT_BYTES: Final = 1_000
MOST_NAME: Final = 200

META: Final = 0xFF
TEXT: Final = 0x01
TRACK_NAME: Final = 0x03
INSTRUMENT: Final = 0x04
LYRIC: Final = 0x05
MARKER: Final = 0x06
CUE: Final = 0x07
END_OF_TRACK: Final = 0x2F
TEMPO: Final = 0x51
METRE: Final = 0x58
KEY: Final = 0x59

CUT_OFF: Final = "the file ended before its last part did"

_HEADER_BYTES: Final = 14  # a longer one is passed over like an unknown chunk
_CHUNK_BYTES: Final = 8
_PREFIX_BYTES: Final = 4096  # MacBinary and RIFF wrappers put the file a little way in
_STATUS: Final = 0x80
_SYSTEM: Final = 0xF0
_SYSEX: Final = (0xF0, 0xF7)
_ONE_BYTE_KINDS: Final = (0xC0, 0xD0)  # program and channel pressure carry one data byte
_SYSTEM_SKIP: Final = {0xF1: 2, 0xF2: 3, 0xF3: 2}
_VARLEN_BYTES: Final = 4
_LONGEST_WAIT: Final = (1 << 28) - 1


class UnreadableError(ValueError):
    """The bytes are no MIDI file we can use; the message is a sentence for people."""


class Message(NamedTuple):
    """A message at `tick` from the track's start: status and data bytes, or 0xFF, kind and payload for a meta message."""

    tick: int
    data: bytes


@dataclass(frozen=True, slots=True)
class MidiFile:
    """What was read: ticks a quarter (half a second of a film-time file), the tracks, and what had to be mended."""

    ticks_a_quarter: float
    tracks: tuple[tuple[Message, ...], ...]
    ends: tuple[int, ...]
    mended: frozenset[str] = frozenset()
    film_time: bool = False
    parts_said: int = 0  # how many its head says there are


def read(data: bytes) -> MidiFile:
    """Read what can be read of a MIDI file, at most `MOST_MESSAGES` messages; UnreadableError with a sentence if nothing can."""
    if len(data) > MOST_BYTES:
        raise UnreadableError("This file is too big for a piece of music: MIDI files are rarely over one megabyte.")
    start = data.find(b"MThd", 0, _PREFIX_BYTES)
    if start < 0 or len(data) < start + _HEADER_BYTES:
        raise UnreadableError("This is not a MIDI file.")
    division = int.from_bytes(data[start + 12 : start + 14])
    film_time = bool(division & 0x8000)
    # A film-time file counts frames; read at 120 quarters a minute, which is also what a file without a tempo means.
    ticks = max((256 - (division >> 8)) * (division & 0xFF), 1) / 2 if film_time else float(division or 480)
    reader = _Reader(data, int(MOST_QUARTERS * ticks))
    tracks = [reader.track(begin, end) for begin, end in _chunks(data, start + _HEADER_BYTES, reader.mended)]
    return MidiFile(
        ticks,
        tuple(tuple(messages) for messages, _ in tracks),
        tuple(end for _, end in tracks),
        frozenset(reader.mended),
        film_time,
        int.from_bytes(data[start + 10 : start + 12]),
    )


def _chunks(data: bytes, place: int, mended: set[str]) -> list[tuple[int, int]]:
    """Find the first and last byte of every track, also where lengths lie."""
    found: list[tuple[int, int]] = []
    while place + _CHUNK_BYTES <= len(data):
        begin = place + _CHUNK_BYTES
        end = begin + int.from_bytes(data[place + 4 : begin])
        if data[place : place + 4] != b"MTrk":
            known = data[place : place + 4].isalnum() and _chunk_may_start(data, end)
            place = end if known else data.find(b"MTrk", place + 1)
            if place < 0:
                break
            continue
        if not _chunk_may_start(data, end):
            mended.add("a part's length was wrong")
            following = data.find(b"MTrk", begin)
            if following < 0 and end > len(data):
                mended.add(CUT_OFF)
            end = following if following >= 0 else len(data)
        found.append((begin, end))
        if len(found) > MOST_TRACKS:
            raise UnreadableError("This MIDI file has too many parts to be a piece of music.")
        place = end
    return found


def _chunk_may_start(data: bytes, place: int) -> bool:
    return place == len(data) or (place < len(data) and data[place : place + 4].isalnum())


class _Reader:
    """Reads tracks one after another, counting what they hold against the limits."""

    def __init__(self, data: bytes, last_tick: int) -> None:
        self.data = data
        self.last_tick = last_tick
        self.left = MOST_MESSAGES
        self.mended: set[str] = set()

    def track(self, place: int, end: int) -> tuple[list[Message], int]:
        """Read one track's messages and the tick of its end."""
        messages: list[Message] = []
        tick = running = 0
        while place < end:
            delta, place = self._number(place, end)
            tick += delta
            if place >= end or tick > self.last_tick:
                self.mended.add("a part was cut short")
                return messages, messages[-1].tick if messages else 0
            status = self.data[place]
            if status == META:
                kind, payload, place = self._meta(place + 1, end)
                if kind == END_OF_TRACK:
                    return messages, tick
                self._add(messages, tick, bytes((META, kind)) + payload)
            elif status in _SYSEX:
                length, place = self._number(place + 1, end)
                place += length
            elif status > _SYSTEM:
                self.mended.add("a message that no file should hold was left out")
                place += _SYSTEM_SKIP.get(status, 1)
            else:
                running = status if status >= _STATUS else running
                place = self._channel(messages, tick, running, place + (status >= _STATUS), end)
        self.mended.add("a part had no end")
        return messages, tick

    def _number(self, place: int, end: int) -> tuple[int, int]:
        """Read a variable-length number: at most four bytes, whatever the file says."""
        value = 0
        for place_now in range(place, min(place + _VARLEN_BYTES, end)):
            byte = self.data[place_now]
            value = value << 7 | byte & 0x7F
            if byte < _STATUS:
                return value, place_now + 1
        return value, min(place + _VARLEN_BYTES, end)

    def _meta(self, place: int, end: int) -> tuple[int, bytes, int]:
        kind = self.data[place] if place < end else END_OF_TRACK
        length, place = self._number(place + 1, end)
        return kind, self.data[place : min(place + min(length, MOST_TEXT_BYTES), end)], place + length

    def _channel(self, messages: list[Message], tick: int, status: int, place: int, end: int) -> int:
        if not status:
            self.mended.add("stray bytes were left out")
            return place + 1
        size = 1 if status & 0xF0 in _ONE_BYTE_KINDS else 2
        data = self.data[place : min(place + size, end)]
        if len(data) == size and data[0] < _STATUS:
            self._add(messages, tick, bytes((status, data[0], *(min(byte, 0x7F) for byte in data[1:]))))
        else:
            self.mended.add("a damaged message was left out")
        return place + size

    def _add(self, messages: list[Message], tick: int, data: bytes) -> None:
        self.left -= 1
        if self.left < 0:
            raise UnreadableError("This MIDI file holds more than a piece of music can: it has over 200,000 messages.")
        messages.append(Message(tick, data))


def write(tracks: Iterable[Sequence[Message]], ticks_a_quarter: int, end: int) -> bytes:
    """Write a format 1 file; each track's messages are in order of tick, and every track ends at tick `end`."""
    chunks = [_track_bytes(messages, end) for messages in tracks]
    header = b"MThd\0\0\0\6" + b"".join(value.to_bytes(2) for value in (1, len(chunks), ticks_a_quarter))
    return header + b"".join(b"MTrk" + len(chunk).to_bytes(4) + chunk for chunk in chunks)


def _track_bytes(messages: Sequence[Message], end: int) -> bytes:
    out = bytearray()
    now = 0
    for tick, data in (*messages, Message(end, bytes((META, END_OF_TRACK)))):
        while tick - now > _LONGEST_WAIT:  # a long silence takes an empty text on its way
            out += number(_LONGEST_WAIT) + bytes((META, TEXT, 0))
            now += _LONGEST_WAIT
        out += number(tick - now)
        out += data[:2] + number(len(data) - 2) + data[2:] if data[0] == META else data
        now = tick
    return bytes(out)


def number(value: int) -> bytes:
    """Write a variable-length number; ValueError outside 0 .. 2**28 - 1."""
    if not 0 <= value < 1 << 28:
        raise ValueError(f"A MIDI file cannot hold {value} here: messages must be in order and not days apart.")
    out = [value & 0x7F]
    while value := value >> 7:
        out.append(0x80 | value & 0x7F)
    return bytes(reversed(out))


def text(kind: int, words: str) -> bytes:
    """Write a meta message holding words, in UTF-8."""
    return bytes((META, kind)) + words.encode()


def words(payload: bytes, most: int = MOST_NAME) -> str:
    """Read words of unknown encoding: NFC, one line, no control, bidirectional or unpaired characters, at most `most` long."""
    try:
        raw = payload.decode()
    except UnicodeDecodeError:
        raw = payload.decode("cp1252", errors="replace")
    return clean(raw, most)


def clean(raw: str, most: int = MOST_NAME) -> str:
    """Make words from outside safe to show and store: as `words` says."""
    kept = "".join(" " if mark.isspace() else mark for mark in raw[: 4 * most] if mark.isspace() or _has_shape(mark))
    return unicodedata.normalize("NFC", kept).strip()[:most].rstrip()


def _has_shape(mark: str) -> bool:
    """Whether it is a letter or sign, or gives shape to those beside it: Persian, Hindi, an emoji's joiners, a flag's letters."""
    return mark in "\u200c\u200d" or "\U000e0020" <= mark <= "\U000e007f" or unicodedata.category(mark)[0] != "C"
