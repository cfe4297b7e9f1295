"""Pieces as plain values that JSON can hold, from one process to another, checked on the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast, get_args

from studio.music import smf
from studio.music.piece import ROLES, Grace, Hand, Key, Lyric, Metre, Mode, Note, Part, Piece, Section, Tempo
from studio.music.repeats import SIGNS, Pass, Repeats, Sign, sensible

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_NAME: Final = smf.MOST_NAME
_LAST_TICK: Final = 20_000 * 480


def to_plain(piece: Piece) -> dict[str, Any]:
    """Turn a piece into what JSON can hold."""
    return {
        "title": piece.title,
        "parts": [
            [
                part.name,
                part.role,
                part.sound,
                part.hand,
                [[note.start, note.length, note.pitch, note.velocity, note.finger, note.grace] for note in part.notes],
            ]
            for part in piece.parts
        ],
        "tempos": [[tempo.tick, tempo.bpm] for tempo in piece.tempos],
        "metres": [[metre.tick, metre.beats, metre.unit] for metre in piece.metres],
        "key": list(piece.key),
        "sections": [[section.name, section.start, section.end] for section in piece.sections],
        "lyrics": [[lyric.tick, lyric.text] for lyric in piece.lyrics],
        "end": piece.end,
        "repeats": _repeats_plain(piece.repeats) if piece.repeats else None,
    }


def _repeats_plain(repeats: Repeats) -> dict[str, Any]:
    return {
        "passes": [[one.start, one.written] for one in repeats.passes],
        "signs": [[sign.tick, sign.name, list(sign.numbers)] for sign in repeats.signs],
        "metres": [[metre.tick, metre.beats, metre.unit] for metre in repeats.metres],
        "end": repeats.end,
    }


def from_plain(plain: dict[str, Any]) -> Piece:
    """Turn checked plain values into a piece; ValueError, TypeError or LookupError where one is out of bounds."""
    fifths, mode = plain["key"]
    return Piece(
        title=name_of(plain["title"]),
        parts=tuple(_part(*values) for values in plain["parts"]),
        tempos=tuple(Tempo(_tick(tick), _within(bpm, 3, 1000)) for tick, bpm in plain["tempos"]),
        metres=_metres(plain["metres"]),
        key=Key(_whole(fifths, -7, 7), _of(mode, get_args(Mode))),
        sections=tuple(Section(name_of(name), _tick(start), _tick(end)) for name, start, end in plain["sections"]),
        lyrics=tuple(Lyric(_tick(tick), name_of(text)) for tick, text in plain["lyrics"]),
        end=_tick(plain["end"]),
        repeats=_repeats(plain["repeats"]) if plain["repeats"] else None,
    )


def _metres(metres: Sequence[Sequence[Any]]) -> tuple[Metre, ...]:
    return tuple(
        Metre(_tick(tick), _whole(beats, 1, 32), _of(unit, (1, 2, 4, 8, 16, 32))) for tick, beats, unit in metres
    )


def _repeats(plain: dict[str, Any]) -> Repeats | None:
    return sensible(
        Repeats(
            tuple(Pass(_tick(start), _tick(written)) for start, written in plain["passes"]),
            tuple(
                Sign(_tick(tick), _of(name, SIGNS), tuple(_whole(one, 1, 99) for one in numbers))
                for tick, name, numbers in plain["signs"]
            ),
            _metres(plain["metres"]),
            _tick(plain["end"]),
        )
    )


def _part(name: str, role: str, sound: str, hand: str, notes: Sequence[Sequence[Any]]) -> Part:
    return Part(
        name=name_of(name),
        role=_of(role, ROLES),
        sound=name_of(sound),
        notes=tuple(_note(*values) for values in notes),
        hand=cast("Hand", _of(hand, get_args(Hand))),
    )


def _note(start: Any, length: Any, pitch: Any, velocity: Any, finger: Any = 0, grace: Any = "") -> Note:
    return Note(
        _tick(start),
        _whole(length, 1, _LAST_TICK),
        _whole(pitch, 0, 127),
        _whole(velocity, 1, 127),
        _whole(finger, 0, 5),
        _of(grace, get_args(Grace)),
    )


def _whole(value: Any, low: int, high: int) -> int:
    if type(value) is not int or not low <= value <= high:
        raise ValueError(f"{value!r} is not a whole number from {low} to {high}")
    return value


def _within(value: Any, low: float, high: float) -> float:
    if type(value) not in (int, float) or not low <= value <= high:
        raise ValueError(f"{value!r} is not a number from {low} to {high}")
    return float(value)


def _tick(value: Any) -> int:
    return _whole(value, 0, 2 * _LAST_TICK)


def _of(value: Any, choices: Sequence[Any]) -> Any:
    if value not in choices:
        raise ValueError(f"{value!r} is none of {choices}")
    return value


def name_of(value: Any) -> str:
    """A name or a sentence as it may stand here; TypeError where it is none."""
    if type(value) is not str:
        raise TypeError(f"{value!r} is no name")
    return smf.clean(value, MOST_NAME)
