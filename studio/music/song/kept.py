"""A song as a MIDI file that plays anywhere, with the song itself and its history inside, and back; damage costs only what it hit.

The file is what `Piece.to_midi` writes, with the pedals. Behind its tracks lies one more, whose first message is sequencer-specific
(0xFF 0x7F): 0x7D, "SFSONG", the version, a BLAKE2b of all before it in the file and behind it in the message, then deflated JSON.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from studio.music import smf
from studio.music.history import MOST_STEPS, History
from studio.music.piece import Piece
from studio.music.smf import META
from studio.music.song import from_plain, grooving, lines, patches, playable, to_plain
from studio.music.song.limits import DamagedError, listed
from studio.music.song.remembered import Remembered

if TYPE_CHECKING:
    from studio.music.song.model import Song

VERSION: Final = 1
MOST_STEP_BYTES: Final = 2_000_000
"""Of the steps kept with a song, before deflating; older ones are let go."""

_MARK: Final = b"\x7dSFSONG"
_DIGEST_BYTES: Final = 16
_MOST_BYTES: Final = 12_000_000  # of what is inflated
_HEADER_BYTES, _CHUNK_BYTES = 14, 8
_SEQUENCER: Final = 0x7F
_LONGEST_LABEL: Final = 80
_DAMAGED: Final = (
    "Part of this song can't be read any more. Its notes are here as they sounded, in layers without passes."
)
_NEWER: Final = (
    "This song was made with a newer Soundfolio. Its notes are here as they sound, in layers without passes."
)

_PATCHES: Remembered[str] = Remembered(2 * MOST_STEPS + 8)


@dataclass(frozen=True, slots=True)
class Opened:
    """A song that was opened: its history, whose value it is; `sentence` says to people what is missing, if anything is."""

    history: History[Song]
    sentence: str = ""

    @property
    def song(self) -> Song:
        """The song."""
        return self.history.value


# ---------------------------------------------------------------- writing


def song_bytes(song: Song) -> bytes:
    """Write a song, as for a version: without its history, so nothing that was taken back is in it."""
    return _file(song, {"song": to_plain.of_song(song)})


def alone(data: bytes) -> bytes:
    """Write a draft again as a version would be, without its history; what is no song of ours stays as it is."""
    return song_bytes(opened(data).song) if _own(data) is not None else data


def draft_bytes(history: History[Song]) -> bytes:
    """Write a song with what can be undone and done again: the newest steps, as far as `MOST_STEP_BYTES` go."""
    song = history.value
    left = MOST_STEP_BYTES
    done: list[str] = []
    for step in reversed(history.done):
        done.append(_step(step.label, step.after, step.before))
        left -= len(done[-1])
    undone = []
    for step in reversed(history.undone):
        undone.append(_step(step.label, step.before, step.after))
        left -= len(undone[-1])
    while left < 0:
        left += len((done if len(done) >= len(undone) else undone).pop())
    steps = f'"done":[{",".join(done)}],"undone":[{",".join(undone)}]'
    return _file(song, {"song": to_plain.of_song(song)}, steps)


def _step(label: str, here: Song, there: Song) -> str:
    """Write how to get from one song to the next one in the history, once for each step."""
    return _PATCHES.of((here, there), (label,), lambda: _json([label, patches.difference(here, there)]))


def _json(plain: Any) -> str:
    return json.dumps(plain, separators=(",", ":"), ensure_ascii=False)


def _file(song: Song, plain: dict[str, Any], more: str = "") -> bytes:
    midi = playable.midi_bytes(song)
    text = _json(plain)
    body = zlib.compress((f"{text[:-1]},{more}}}" if more else text).encode(), 6)
    tracks = int.from_bytes(midi[10:12]) + 1
    before = midi[:10] + tracks.to_bytes(2) + midi[12:]
    data = _MARK + bytes((VERSION,)) + _digest(before, body) + body
    track = b"\0" + bytes((META, _SEQUENCER)) + smf.number(len(data)) + data
    track += smf.number(lines.end_tick(song)) + bytes((META, smf.END_OF_TRACK, 0))
    return before + b"MTrk" + len(track).to_bytes(4) + track


def _digest(before: bytes, body: bytes) -> bytes:
    return blake2b(before + body, digest_size=_DIGEST_BYTES).digest()


# ---------------------------------------------------------------- reading


def opened(data: bytes) -> Opened:
    """Open what was written, or any MIDI file as a song of exact notes; UnreadableError (a ValueError) where it is no MIDI file."""
    found = _own(data)
    if found is None:
        return Opened(History(_from_notes(data)))
    before, message = found
    version, digest, body = message[0], message[1 : 1 + _DIGEST_BYTES], message[1 + _DIGEST_BYTES :]
    if version > VERSION:
        return Opened(History(_from_notes(data)), _NEWER)
    try:
        if digest != _digest(before, body):
            raise DamagedError(_DAMAGED)
        plain = json.loads(_inflated(body))
        song = from_plain.song_of(plain.get("song") if isinstance(plain, dict) else None)
    except (ValueError, RecursionError, zlib.error):
        return Opened(History(_from_notes(data)), _DAMAGED)
    return Opened(_history(song, plain))


def _from_notes(data: bytes) -> Song:
    return grooving.from_piece(Piece.from_midi(data))


def _own(data: bytes) -> tuple[bytes, bytes] | None:
    """Find the song's own message: what lies before its track, and what the message holds behind its mark."""
    place = _HEADER_BYTES
    while data[place : place + 4] == b"MTrk" and place + _CHUNK_BYTES < len(data):
        begin = place + _CHUNK_BYTES
        end = begin + int.from_bytes(data[place + 4 : begin])
        if data[begin : begin + 3] == bytes((0, META, _SEQUENCER)):
            length, at = _number(data, begin + 3)
            if data[at : at + len(_MARK)] == _MARK and length > len(_MARK) + _DIGEST_BYTES:
                return data[:place], data[at + len(_MARK) : at + length]
        place = end
    return None


def _number(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    for n, byte in enumerate(data[place : place + 4], 1):
        value = value << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - the last byte of a number
            return value, place + n
    return 0, place


def _inflated(body: bytes) -> bytes:
    """Inflate, as far as a song can be long."""
    inflating = zlib.decompressobj()
    text = inflating.decompress(body, _MOST_BYTES)
    if not inflating.eof:
        raise DamagedError(_DAMAGED)
    return text


def _history(song: Song, plain: dict[str, Any]) -> History[Song]:
    """Give a song its steps back; from one that makes no sense on, the older ones are left out."""
    done = _walked(song, plain.get("done", []))
    undone = _walked(song, plain.get("undone", []))
    return History.restored(song, done, undone)


def _walked(song: Song, plain: object) -> list[tuple[str, Song]]:
    """Follow steps away from a song: each one's label and the song it leads to, the nearest first."""
    found: list[tuple[str, Song]] = []
    try:
        for step in listed(plain, lambda one: one, MOST_STEPS):
            match step:
                case [str(label), patch] if len(label) <= _LONGEST_LABEL:
                    song = patches.patched(song, patch)
                    found.append((label, song))
                case _:
                    break
    except ValueError:
        pass
    return found
