"""Songs read back from plain values under limits: whatever the values are, what is read is a song or DamagedError."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, get_args

from studio.music.harmony import chord
from studio.music.piece import TICKS, Key, Mode
from studio.music.shorthand import ShorthandError
from studio.music.song import lines
from studio.music.song.limits import (
    apart,
    between,
    fail,
    flag,
    integer,
    listed,
    named,
    number,
    one_of,
    row,
    whole_between,
    words,
)
from studio.music.song.model import (
    BEND,
    BOUNCIEST,
    COLOURS,
    FASTEST,
    KINDS,
    LONGEST_COVER,
    LONGEST_NAME,
    LONGEST_STORY,
    LONGEST_VOICE_SECONDS,
    LONGEST_WORDS,
    MOST_BARS,
    MOST_BLOCKS,
    MOST_COMING_AGAIN,
    MOST_LAYERS,
    MOST_NOTES,
    MOST_PASSES,
    MOST_QUARTERS,
    MOST_REPEATS,
    MOST_TIMES,
    MOST_VOICES,
    SLOWEST,
    STRAIGHT,
    Block,
    Edit,
    Layer,
    Moved,
    Pass,
    Song,
    SongNote,
    Story,
    Tidy,
    Voice,
    VoicePass,
)
from studio.music.usual import GRIDS

if TYPE_CHECKING:
    from collections.abc import Callable

_FARTHEST: Final = 4_000_000.0  # ticks
_OF_GROOVES: Final = 10_000  # notes that a full song has besides, when all of its groove was made its own
_MOST_MOVES: Final = 10_000  # of a pass
_MOST_ID: Final = 1_000_000_000
_UNITS: Final = (1, 2, 4, 8, 16)
_MOST_BEATS: Final = 16
_MOST_UP: Final = 127
_MODES: Final = get_args(Mode)


def song_of(plain: object) -> Song:
    """Read a song; DamagedError where the values are none, or more than a song may hold."""
    given = named(plain)
    song = Song(
        **{name: song_field(name, value) for name, value in given.items() if name in _SONG},
        layers=tuple(listed(given.get("layers", []), layer_of, MOST_LAYERS)),
    )
    return checked(song)


def checked(song: Song) -> Song:
    """Give a song back that holds together: ids are told apart, and there are not too many notes."""
    apart(layer.id for layer in song.layers)
    apart(block.id for block in song.blocks)
    if song.note_count > MOST_NOTES + _OF_GROOVES or len(song.layers) > MOST_LAYERS:
        fail("notes")
    if song.coming_again > MOST_COMING_AGAIN or lines.end_tick(song) > MOST_QUARTERS * TICKS:
        fail("length")
    return song


def song_field(name: str, value: object) -> Any:
    """Read one field of a song but its layers."""
    return _SONG[name](value)


def layer_of(plain: object) -> Layer:
    """Read a layer."""
    given = named(plain)
    if not {"id"} <= given.keys():
        fail("layer")
    return joined(
        Layer(
            **{"name": "", **{name: layer_field(name, value) for name, value in given.items() if name in _LAYER}},
            passes=tuple(listed(given.get("passes", []), pass_of, MOST_PASSES)),
        )
    )


def joined(layer: Layer) -> Layer:
    """Give a layer back whose ids hold together: passes after one another, changes in order, all below `next`."""
    ends = [one.first + len(one.notes) for one in layer.passes]
    starts = [one.first for one in layer.passes]
    if any(end > start for end, start in zip(ends, starts[1:], strict=False)) or (ends and ends[-1] > layer.next):
        fail("ids")
    if any(after <= before for (before, _), (after, _) in pairwise(layer.edits)):
        fail("ids")
    if layer.edits and layer.edits[-1][0] >= layer.next:
        fail("ids")
    return layer


def layer_field(name: str, value: object) -> Any:
    """Read one field of a layer but its passes."""
    return _LAYER[name](value)


def pass_of(plain: object) -> Pass:
    """Read a pass."""
    given = named(plain)
    notes = tuple(listed(given.get("notes"), note_of, MOST_NOTES))
    values = {
        "first": 0,
        "bars": 1,
        **{name: pass_field(name, value) for name, value in given.items() if name in _PASS},
    }
    one = Pass(**values, notes=notes)
    return whole(one)


def whole(one: Pass) -> Pass:
    """Give a pass back that holds together: notes in order, and as many places as notes that sound."""
    starts = [note.start for note in one.notes]
    if not starts or one.counted > len(starts) or starts != sorted(starts):
        fail("pass")
    if one.places and len(one.places) != len(starts) - one.hidden:
        fail("places")
    return one


def pass_field(name: str, value: object) -> Any:
    """Read one field of a pass but its notes."""
    return _PASS[name](value)


def edit_of(plain: object) -> Edit:
    """Read a change: an id with what it is now."""
    match plain:
        case [note_id]:
            return _id(note_id), None
        case [note_id, *note]:
            return _id(note_id), note_of(note)
    return fail("edit")


def note_of(plain: object) -> SongNote:
    """Read a note."""
    match plain:
        case [start, length, pitch, velocity, *rest] if len(rest) <= 2:  # noqa: PLR2004 - how often, and whether exactly
            return SongNote(
                number(start, -_FARTHEST, _FARTHEST),
                number(length, 1e-4, _FARTHEST),
                integer(pitch, -_MOST_UP, 2 * _MOST_UP),
                integer(velocity, 1, 127),
                integer(rest[0], 1, MOST_TIMES) if rest else 1,
                len(rest) > 1 and bool(integer(rest[1], 0, 1)),
            )
    return fail("note")


def _moves(plain: object) -> tuple[Moved, ...]:
    def move(one: object) -> Moved:
        match one:
            case [tick, numbered, value]:
                which = integer(numbered, 0, BEND)
                most = 16_383 if which == BEND else 127
                return Moved(number(tick, 0, _FARTHEST), which, integer(value, 0, most))
        return fail("move")

    return tuple(listed(plain, move, _MOST_MOVES))


def _block(plain: object) -> Block:
    given = named(plain)
    return Block(
        **{"id": "", "name": "", **{name: _BLOCK[name](value) for name, value in given.items() if name in _BLOCK}}
    )


def _chords(plain: object) -> tuple[str, ...]:
    """Read a row of chords; one with a chord that is not known here is none."""
    bars = row(MOST_BARS, LONGEST_NAME)(plain)
    try:
        for symbol in " ".join(bars).split():
            chord(symbol.partition(":")[0])
    except ShorthandError:
        return ()
    return bars


def _story(plain: object) -> Story:
    given = named(plain)
    return Story(**{name: _STORY[name](value) for name, value in given.items() if name in _STORY})


def _voice(plain: object) -> Voice:
    given = named(plain)
    own = {name: _VOICE[name](value) for name, value in given.items() if name in _VOICE}
    passes = tuple(listed(given.get("passes", []), _voice_pass, MOST_VOICES))
    apart(one.id for one in passes)
    return Voice(passes, **own)


def _voice_pass(plain: object) -> VoicePass:
    match plain:
        case [sound, who, start, seconds, bpm, on]:
            return VoicePass(
                _NAME(sound),
                _NAME(who),
                number(start, -_FARTHEST, _FARTHEST),
                number(seconds, 0, LONGEST_VOICE_SECONDS),
                number(bpm, SLOWEST, FASTEST),
                flag(on),
            )
    return fail("voice")


def _tidy(plain: object) -> Tidy:
    match plain:
        case [strength, swing, unit, grid]:
            return Tidy(
                number(strength, 0, 1),
                number(swing, STRAIGHT, BOUNCIEST),
                one_of(unit, (8, 16)),
                one_of(grid, ("", *GRIDS)),
            )
    return fail("tidy")


def _metre(plain: object) -> tuple[int, int]:
    match plain:
        case [beats, unit]:
            return integer(beats, 1, _MOST_BEATS), one_of(integer(unit, 1, 16), _UNITS)
    return fail("metre")


def _key(plain: object) -> Key:
    match plain:
        case [fifths, mode]:
            return Key(integer(fifths, -7, 7), one_of(mode, _MODES))
    return fail("key")


def _id(plain: object) -> int:
    return integer(plain, 0, _MOST_ID)


_NAME: Final = words(LONGEST_NAME)
_Readers = dict[str, "Callable[[object], Any]"]
_MOST_COLOUR: Final = 7  # there were eight


def _colour(plain: object) -> int:
    return whole_between(0, _MOST_COLOUR)(plain) % COLOURS


_BARS: Final = whole_between(1, MOST_BARS)
_SONG: Final[_Readers] = {
    "title": _NAME, "bpm": between(SLOWEST, FASTEST), "metre": _metre, "key": _key, "chords": _chords,
    "groove": _NAME, "bars": _BARS, "ending": flag, "story": _story,
    "voice": _voice, "moved_from": whole_between(-1, 11),
    "blocks": lambda plain: tuple(listed(plain, _block, MOST_BLOCKS)),
}  # fmt: skip
_LAYER: Final[_Readers] = {
    "id": _NAME, "name": _NAME, "kind": lambda plain: one_of(plain, KINDS), "sound": _NAME,
    "colour": _colour, "player": _NAME, "volume": between(0, 1), "muted": flag, "solo": flag,
    "bars": _BARS, "edits": lambda plain: tuple(listed(plain, edit_of, MOST_NOTES)), "next": _id, "tidy": _tidy,
    "up": whole_between(-_MOST_UP, _MOST_UP), "part": _NAME,
}  # fmt: skip
_PASS: Final[_Readers] = {
    "first": _id, "bars": _BARS, "bpm": between(SLOWEST, FASTEST), "counted": whole_between(0, MOST_NOTES), "upbeat": flag,
    "moves": _moves, "on": flag, "free": flag, "grid": lambda plain: one_of(plain, ("", *GRIDS)),
    "places": lambda plain: tuple(listed(plain, whole_between(-_MOST_ID, _MOST_ID), MOST_NOTES)),
}  # fmt: skip
_BLOCK: Final[_Readers] = {
    "id": _NAME, "name": _NAME, "repeats": whole_between(1, MOST_REPEATS), "off": row(MOST_LAYERS, LONGEST_NAME),
    "words": row(MOST_BARS * MOST_REPEATS, LONGEST_WORDS), "chords": _chords, "beat": _NAME,
    "bars": whole_between(0, MOST_BARS), "first": whole_between(0, MOST_BARS),
}  # fmt: skip
_VOICE: Final[_Readers] = {"volume": between(0, 1), "muted": flag}
_STORY: Final[_Readers] = {
    "about": words(LONGEST_STORY, lines=True), "poem": words(LONGEST_STORY, lines=True), "cover": words(LONGEST_COVER),
}  # fmt: skip
