"""A song as a MIDI file that any program plays: what its piece would write, with pedals; a layer's track is written only once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from studio.music import smf
from studio.music.piece import TICKS, Part, Piece
from studio.music.smf import META, Message
from studio.music.song import arranging, lines
from studio.music.song.remembered import Remembered

if TYPE_CHECKING:
    from studio.music.song.model import Moved, Song

_HEADER_BYTES, _CHUNK_BYTES = 14, 8
_ON: Final = 0x90
_OTHER: Final = Part("", "other")  # stands for the parts before one, so that it gets its own channel
_TRACKS: Remembered[bytes] = Remembered(64)


def midi_bytes(song: Song) -> bytes:
    """Write the whole arrangement: only what is heard, 480 ticks a quarter, first what all share, then a track a layer."""
    piece = arranging.song_piece(song)
    parts = piece.parts
    empty = replace(piece, parts=(), lyrics=() if parts else piece.lyrics)
    sung = next((n for n, part in enumerate(parts) if part.role in ("words", "melody")), 0)
    tracks = [_track(empty.to_midi(), 0)]
    for n, (part, place) in enumerate(zip(parts, lines.heard(song), strict=True)):
        words = piece.lyrics if n == sung else ()
        moves = lines.song_moves(song, song.layers[place])
        tracks.append(_written(replace(empty, lyrics=words), n, part, moves))
    return _header(len(tracks)) + b"".join(tracks)


def _written(empty: Piece, n: int, part: Part, moves: tuple[Moved, ...]) -> bytes:
    """Write the track of the part at place `n`, with pedals and wheels on its channel."""

    def written() -> bytes:
        data = _track(replace(empty, parts=(*[_OTHER] * n, part)).to_midi(), n + 1)
        if not moves:
            return data
        messages = list(smf.read(_header(1) + data).tracks[0])
        channel = next((one.data[0] & 0x0F for one in messages if one.data[0] != META), 0)
        messages += [
            Message(min(round(tick), empty.end), arranging.moving(number, value, channel))
            for tick, number, value in moves
        ]
        messages.sort(key=lambda one: (one.tick, one.data[0] & 0xF0 == _ON))  # keys go down last
        return _track(smf.write([messages], TICKS, empty.end), 0)

    return _TRACKS.of((part, moves), (n, empty.end, empty.lyrics), written)


def _header(tracks: int) -> bytes:
    return b"MThd\0\0\0\6\0\1" + tracks.to_bytes(2) + TICKS.to_bytes(2)


def _track(data: bytes, n: int) -> bytes:
    """Cut one track out of a file of our own."""
    place = _HEADER_BYTES
    for _ in range(n):
        place += _CHUNK_BYTES + int.from_bytes(data[place + 4 : place + _CHUNK_BYTES])
    return data[place : place + _CHUNK_BYTES + int.from_bytes(data[place + 4 : place + _CHUNK_BYTES])]
