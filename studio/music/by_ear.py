"""A song found by ear: its tempo, home note and chords as somebody tapped and tried them; nothing of its sound or tune."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from studio.music.harmony import Chord, chord
from studio.music.piece import Key, Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.music.grooves import Groove

Level = Literal["one-key", "one-finger", "three-fingers", "both-hands"]
LEVELS: Final[tuple[Level, ...]] = ("one-key", "one-finger", "three-fingers", "both-hands")
MOST_CHORDS: Final = 4
SHARPS: Final = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
FLATS: Final = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
_FIFTH: Final = 7
_RAISED: Final = 6  # the raised fourth lies six fifths above the home note of a major key
_SIGNS: Final = {"major": 0, "minor": -3}
# The chords of a key, the most used first: steps above the home note, and the kind.
_OF_THE_KEY: Final[dict[str, tuple[tuple[int, str], ...]]] = {
    "major": ((0, ""), (5, ""), (7, ""), (9, "m"), (2, "m"), (4, "m")),
    "minor": ((0, "m"), (8, ""), (3, ""), (10, ""), (5, "m"), (7, "m")),
}
# Rows that many songs share: steps above the home note.
_ROWS: Final[dict[str, tuple[tuple[int, ...], ...]]] = {
    "major": ((0, 7, 9, 5), (9, 5, 0, 7), (0, 9, 5, 7), (0, 5, 7, 0)),
    "minor": ((0, 8, 3, 10), (0, 10, 8, 10), (0, 5, 7, 0), (0, 3, 10, 5)),
}


@dataclass(frozen=True, slots=True)
class Song:
    """What is known of a song so far; 0, None or "" is not found yet. `home` is a pitch class, `token` names this one song."""

    title: str = ""
    token: str = ""
    bpm: float = 0.0
    beats: int = 4
    home: int | None = None
    mode: Mode = "major"
    chords: tuple[str, ...] = ()
    groove: str = ""
    level: Level | Literal[""] = ""

    @property
    def key(self) -> Key:
        """The key with this home note; C where it is not found yet."""
        return key_of(self.home or 0, self.mode)

    def words(self) -> str:
        """Write it down, to be kept."""
        return json.dumps(asdict(self))

    def kept_chords(self, chords: Sequence[str]) -> Song:
        """With these chords, four at most."""
        return replace(self, chords=tuple(chords)[:MOST_CHORDS])


def read(words: str) -> Song | None:
    """Read what `Song.words` wrote; None where it is nothing that can be gone on with."""
    try:
        facts = json.loads(words)
        song = Song(**{**facts, "chords": tuple(facts["chords"])})
        for symbol in song.chords:
            chord(symbol)
        known = song.home in {None, *range(12)} and song.mode in _SIGNS and song.beats in {3, 4}
        sound = 0 <= song.bpm < 1000 and song.level in {"", *LEVELS}  # noqa: PLR2004 - a tempo, whatever it is
        strings = isinstance(song.title, str) and isinstance(song.groove, str) and isinstance(song.token, str)
    except (ValueError, TypeError, KeyError):
        return None
    return song if known and sound and strings else None


def key_of(home: int, mode: Mode) -> Key:
    """Return the key of a home note, with as few sharps or flats as may be."""
    fifths = home * _FIFTH % 12 + _SIGNS[mode]
    return Key((fifths + 5) % 12 - 5, mode)


def spelt(pitch_class: int, key: Key) -> str:
    """Name a note as it is written in a key: F# in G, Gb in Db; a borrowed one with a flat, as Bb in C."""
    fifths_above_c = (pitch_class * _FIFTH - 1) % 12 + 1  # of its name with a sharp
    return (SHARPS if fifths_above_c <= key.fifths + _RAISED else FLATS)[pitch_class % 12]


def home_name(pitch: int, mode: Mode) -> str:
    """Name a note as the home of its own key: Bb for a major song, G# for a minor one."""
    return spelt(pitch, key_of(pitch % 12, mode))


class Offered(NamedTuple):
    """A chord to pick: its symbol, and its root's pitch class."""

    symbol: str
    root: int


def offered(song: Song) -> tuple[Offered, ...]:
    """Return the chords of the song's key, the most used first."""
    return tuple(_chord(song.key, step, kind) for step, kind in _OF_THE_KEY[song.mode])


def chord_on(song: Song, pitch: int) -> Offered:
    """Return the chord that stands on a note in the song's key; on any other note a major one, as songs borrow them."""
    home = song.key.tonic
    step = (pitch - home) % 12
    kind = dict(_OF_THE_KEY[song.mode]).get(step, "")
    return _chord(song.key, step, kind)


def rows(song: Song) -> tuple[tuple[str, ...], ...]:
    """Return rows of four chords that many songs share, in the song's key."""
    kinds = dict(_OF_THE_KEY[song.mode])
    return tuple(tuple(_chord(song.key, step, kinds[step]).symbol for step in row) for row in _ROWS[song.mode])


def _chord(key: Key, step: int, kind: str) -> Offered:
    root = (key.tonic + step) % 12
    return Offered(spelt(root, key) + kind, root)


def follows(song: Song, home: int | None, mode: Mode) -> Song:
    """With another home note: the chords move with it, so that nothing that was picked is lost; with another mode they are let go."""
    changed = replace(song, home=home, mode=mode)
    if home is None or song.home is None or mode != song.mode:
        return replace(changed, chords=() if mode != song.mode else song.chords)
    moved = (chord(symbol).moved(home - song.home) for symbol in song.chords)
    return replace(changed, chords=tuple(spelt(one.root, changed.key) + one.kind for one in moved))


def bar_row(chords: Sequence[str]) -> tuple[str, ...]:
    """Lay one to four chords out over four bars: the last of three stays, two go round twice."""
    found = tuple(chords)
    return {0: (), 1: found * 4, 2: found * 2, 3: (*found, *found[-1:])}.get(len(found), found[:MOST_CHORDS])


def near(song: Song, grooves: Sequence[Groove], words: str = "") -> tuple[Groove, ...]:
    """Order grooves for a song: those its words name, then those with its beats, made for its tempo, for its mode. All of them stay."""
    from studio.music.likeness import styles

    named = styles(words)

    def far(groove: Groove) -> tuple[int, bool, float, bool]:
        place = named.index(groove.id) if groove.id in named else len(named)
        return place, groove.metre.beats != song.beats, _too_fast(song.bpm, groove), groove.key.mode != song.mode

    return tuple(sorted(grooves, key=far))


def _too_fast(bpm: float, groove: Groove) -> float:
    """By what share a tempo lies outside those of a groove; half or twice as fast is nearly as good."""

    def beside(tempo: float) -> float:
        return max(groove.slowest / tempo, tempo / groove.fastest, 1.0) - 1.0

    return min(beside(bpm), beside(bpm * 2) + 0.05, beside(bpm / 2) + 0.05) if bpm else 0.0


def common(chords: Sequence[Chord], key: Key) -> int:
    """Find the pitch class that most of the chords hold; of several the home note, then the fifth above it."""
    wanted: list[int] = [key.tonic, (key.tonic + _FIFTH) % 12, *range(12)]
    return max(wanted, key=lambda note: sum(note in one.classes for one in chords))
