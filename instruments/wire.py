"""What passes between the window's process and the engine's, as bytes in small pieces."""

import json
import struct
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from enum import IntEnum
from typing import Any, BinaryIO, Final

from instruments.errors import BadRecord
from instruments.events import (
    Cleared,
    Finished,
    Heard,
    Kept,
    Keyboard,
    Keyboards,
    Output,
    Position,
    Score,
    Told,
    Trouble,
)
from instruments.rounds import MOST

PIECE: Final = 256  # records a piece: unpacking 20,000 at once held up the audio callback for 5.9 ms
_HEAD: Final = struct.Struct("<IB")  # length of what follows, kind
_SHORT: Final = 3  # bytes of the longest message a score may hold
_LARGEST: Final = 1 << 20
_VOICE_BYTES: Final = 1 << 15


class Kind(IntEnum):
    """What a piece holds."""

    ORDER = 0  # down: one JSON object, small
    PLAYED = 1  # both: packed events
    EVENTS = 2  # down: (tick, part, message) of a score
    GATES = 3  # down: (tick, pitch)
    TEMPOS = 4  # down: (tick, microseconds a quarter)
    METRES = 5  # down: (tick, beats, unit)
    BEACON = 6  # up: the engine's frame now
    POSITION = 7  # up
    TOLD = 8  # up: one JSON object
    VOICE = 9  # down: a voice that goes with the score, 16-bit PCM, 48 kHz, mono


_BEACON: Final = struct.Struct("<q")
_POSITION: Final = struct.Struct("<qdBBHH16s")
_STATES: Final = ("stopped", "counting", "playing", "waiting")
_EVENT: Final = struct.Struct("<IHB3s")
_ROWS: Final = {Kind.GATES: struct.Struct("<IB"), Kind.TEMPOS: struct.Struct("<II"), Kind.METRES: struct.Struct("<IHH")}
_TOLD: Final[dict[str, type]] = {kind.__name__: kind for kind in (Finished, Trouble, Cleared, Output, Kept, Heard)}


def piece(kind: Kind, body: bytes) -> bytes:
    """Return one piece as it goes down the pipe."""
    return _HEAD.pack(len(body), kind) + body


def pieces(stream: BinaryIO) -> Iterator[tuple[Kind, bytes]]:
    """Yield (kind, body) until the other side closes or breaks off; BadRecord where it speaks another language."""
    while len(head := stream.read(_HEAD.size)) == _HEAD.size:
        length, kind = _HEAD.unpack(head)
        if length > _LARGEST or kind not in Kind.__members__.values():
            raise BadRecord("The sound engine and the window do not understand each other: they are of two versions.")
        body = stream.read(length)
        if len(body) < length:
            return
        yield Kind(kind), body


def order(name: str, **fields: Any) -> bytes:
    """Return one order to the engine as a piece."""
    return piece(Kind.ORDER, json.dumps({"do": name, **fields}).encode())


# -- a score, down -----------------------------------------------------------------------------------------------------


def score_pieces(score: Score) -> Iterator[bytes]:
    """Yield a score in pieces; the order that follows carries what `score_fields` returns."""
    events = (
        _EVENT.pack(tick, part, len(message), message.ljust(3, b"\0"))
        for tick, part, message in score.events
        if len(message) <= _SHORT
    )
    yield from _in_pieces(Kind.EVENTS, events)
    gates = ((tick, pitch) for tick, pitches in score.gates for pitch in sorted(pitches))
    for kind, rows in ((Kind.GATES, gates), (Kind.TEMPOS, iter(score.tempos)), (Kind.METRES, iter(score.metre))):
        row = _ROWS[kind]
        yield from _in_pieces(kind, (row.pack(*fields) for fields in rows))


def _in_pieces(kind: Kind, records: Iterable[bytes]) -> Iterator[bytes]:
    batch: list[bytes] = []
    for record in records:
        batch.append(record)
        if len(batch) == PIECE:
            yield piece(kind, b"".join(batch))
            batch.clear()
    if batch:
        yield piece(kind, b"".join(batch))


def score_fields(score: Score) -> dict[str, Any]:
    """Return the small fields of a score, for the order that plays it."""
    return {
        "end": score.end,
        "sounds": list(score.sounds),
        "loop": score.loop,
        "ticks_per_quarter": score.ticks_per_quarter,
        "groups": score.groups,
    }


class ScoreReader:
    """Gathers the pieces of a score until it is asked for."""

    def __init__(self) -> None:
        self._rows: dict[Kind, list[Any]] = {}

    def take(self, kind: Kind, body: bytes) -> None:
        """Take one piece of EVENTS, GATES, TEMPOS or METRES."""
        rows = self._rows.setdefault(kind, [])
        if kind is Kind.EVENTS:
            rows.extend((tick, part, message[:length]) for tick, part, length, message in _EVENT.iter_unpack(body))
        else:
            rows.extend(_ROWS[kind].iter_unpack(body))

    def score(self, fields: dict[str, Any]) -> Score:
        """Return the score that has arrived; the next pieces begin another."""
        rows, self._rows = self._rows, {}
        gates: dict[int, set[int]] = {}
        for tick, pitch in rows.get(Kind.GATES, ()):
            gates.setdefault(tick, set()).add(pitch)
        loop = fields["loop"]
        return Score(
            events=tuple(rows.get(Kind.EVENTS, ())),
            end=fields["end"],
            tempos=tuple(rows.get(Kind.TEMPOS, ())),
            metre=tuple(rows.get(Kind.METRES, ())),
            sounds=tuple(fields["sounds"]),
            loop=None if loop is None else (loop[0], loop[1]),
            gates=tuple((tick, frozenset(pitches)) for tick, pitches in sorted(gates.items())),
            ticks_per_quarter=fields["ticks_per_quarter"],
            groups=tuple(tuple(each) for each in fields["groups"]),
        )


def voice_pieces(voice: bytes) -> Iterator[bytes]:
    """Yield a voice that goes with the score, 16-bit PCM, 48 kHz, mono, with the orders around it; of no bytes it is none."""
    yield order("voice", frames=len(voice) // 2, whole=False)
    for start in range(0, len(voice), _VOICE_BYTES):
        yield piece(Kind.VOICE, voice[start : start + _VOICE_BYTES])
    yield order("voice", frames=0, whole=True)


# -- what the engine tells, up -----------------------------------------------------------------------------------------


def beacon(frame: int) -> bytes:
    """Return the piece that says which frame it is now."""
    return piece(Kind.BEACON, _BEACON.pack(frame))


def beacon_frame(body: bytes) -> int:
    """Read a beacon."""
    return int(_BEACON.unpack(body)[0])


def told_piece(told: Told) -> bytes:
    """Return anything but played events as a piece."""
    match told:
        case Position(frame, tick, state, waiting, beat, turn, left_out):
            bits = sum(1 << pitch for pitch in waiting).to_bytes(16, "little")
            counts = (min(beat, 255), min(turn, MOST), min(left_out, MOST))
            return piece(Kind.POSITION, _POSITION.pack(frame, tick, _STATES.index(state), *counts, bits))
        case Keyboards(frame, known):
            body: dict[str, Any] = {"frame": frame, "known": [asdict(each) for each in known]}
        case _:
            body = asdict(told)
    return piece(Kind.TOLD, json.dumps({"is": type(told).__name__, **body}).encode())


def told_from(kind: Kind, body: bytes, offset: int) -> Told:
    """Read what `told_piece` made, its frame moved by `offset`."""
    if kind is Kind.POSITION:
        frame, tick, state, *counts, bits = _POSITION.unpack(body)
        mask = int.from_bytes(bits, "little")
        waiting = frozenset(pitch for pitch in range(128) if mask >> pitch & 1) if mask else frozenset[int]()
        return Position(frame + offset, tick, _STATES[state], waiting, *counts)
    fields = json.loads(body)
    fields["frame"] += offset
    name = fields.pop("is")
    if name == "Keyboards":
        return Keyboards(fields["frame"], tuple(Keyboard(**each) for each in fields["known"]))
    told: Told = _TOLD[name](**fields)
    return told
