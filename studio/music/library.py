"""Everything that can be picked: the shelf of tunes, the grooves, and the folk tunes that only a search brings up.

`python -m studio.music.library` builds the index of folk tunes anew from music21's corpus.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, cast

from studio.music import folk
from studio.music.folk import FolkTune, open_folk

if TYPE_CHECKING:
    from collections.abc import Collection

    from studio.music.grooves import Groove, fitting, groove_piece, in_key
    from studio.music.own import Own
    from studio.music.piece import Key, Piece

__all__ = [
    "FEELS",
    "FolkTune",
    "Found",
    "Groove",
    "Tune",
    "chords",
    "fitting",
    "groove",
    "groove_piece",
    "grooves",
    "in_key",
    "open_folk",
    "open_found",
    "piece",
    "shelf",
    "tune",
]

FEELS: Final = (
    "calm", "wild", "sunny", "stormy", "heavy", "light", "funny", "spooky", "brave", "sad", "strong", "sleepy",
)  # fmt: skip
"""The twelve words for what music feels like."""
PREVIEW_SECONDS: Final = 12.0


_OF_GROOVES: Final = frozenset({"Groove", "fitting", "groove_piece", "in_key"})


def __getattr__(name: str) -> Any:
    """Load what belongs to the grooves when it is first asked for: the first page needs none of it."""
    if name not in _OF_GROOVES:
        raise AttributeError(name)
    from studio.music import grooves

    return getattr(grooves, name)


class Tune(NamedTuple):
    """One tune of the shelf, as its card shows it; `roll` is the start of its melody as (start s, length s, pitch, velocity)."""

    id: str
    title: str
    about: str
    composer: str
    year: str
    place: str
    tradition: str
    source: str
    feels: tuple[str, ...]
    bpm: float
    metre: str
    key: Key
    bars: int
    seconds: float
    low: int
    high: int
    roll: tuple[tuple[float, float, int, int], ...]

    @property
    def hiding(self) -> str:
        """What a tutor hides it by, for good."""
        return f"tune:{self.id}"


class Found(NamedTuple):
    """One answer of a search: what kind, the title to show, a second line, what it is hidden by, and the thing itself."""

    kind: Literal["tune", "groove", "folk", "own"]
    title: str
    about: str
    hiding: str
    what: Tune | Groove | FolkTune | Own


def shelf(hidden: Collection[str] = ()) -> tuple[Tune, ...]:
    """List the tunes of the first shelf in their order, without those whose `hiding` key is in `hidden`."""
    from studio.music import tunes

    return tuple(one for one in map(tune, tunes.names()) if one.hiding not in hidden)


@cache
def tune(name: str) -> Tune:
    """Describe one tune of the shelf by its id."""
    from studio.music import tunes

    written = tunes.written(name, backing=False)
    whole, facts = written.piece, written.facts
    melody = whole.part("melody")
    notes = melody.notes if melody else ()
    lead_in = whole.seconds_at(notes[0].start) if notes else 0.0
    roll = [
        (start - lead_in, whole.seconds_at(note.end) - start, note.pitch, note.velocity)
        for note in notes
        if (start := whole.seconds_at(note.start)) < lead_in + PREVIEW_SECONDS
    ]
    return Tune(
        name,
        facts["title"],
        facts["about"],
        facts["composer"],
        facts["year"],
        facts["from"],
        facts["tradition"],
        facts["source"],
        written.feels,
        whole.tempos[0].bpm,
        facts["metre"],
        whole.key,
        sum(1 for bar in whole.bars() if bar.n),
        whole.seconds,
        min(note.pitch for note in notes),
        max(note.pitch for note in notes),
        tuple(roll),
    )


def piece(chosen: Tune) -> Piece:
    """Open a tune of the shelf."""
    from studio.music import tunes

    return tunes.written(chosen.id).piece


def chords(chosen: Tune) -> tuple[tuple[int, str], ...]:
    """Name the chords of a tune as (tick, symbol); empty where none are written."""
    from studio.music import tunes

    return tuple((sounding.start, sounding.chord.symbol) for sounding in tunes.written(chosen.id).row)


def grooves(hidden: Collection[str] = ()) -> tuple[Groove, ...]:
    """List the grooves in their order; the first waits behind the first key."""
    from studio.music import grooves as styles

    return tuple(one for one in map(groove, styles.names()) if f"groove:{one.id}" not in hidden)


def groove(name: str) -> Groove:
    """Describe one groove by its id."""
    from studio.music import grooves as styles

    return styles.groove(name)


def open_found(found: Found, *, keep: bool = False) -> Piece:
    """Open whatever a search found. Some folk tunes take about a second (see `open_folk`); corpus.CorpusError says why not."""
    match found.what:
        case Tune() as chosen:
            return piece(chosen)
        case FolkTune() as chosen:
            return open_folk(chosen, keep=keep)
        case used if found.kind == "groove":
            from studio.music.grooves import groove_piece

            return groove_piece(cast("Groove", used))
        case _:
            raise ValueError(f"{found.title} is somebody's own, and opened by whoever has it.")


def _main() -> int:
    """Build the index, telling how far it is."""
    from importlib import resources
    from pathlib import Path

    def told(done: int, files: int, kept: int) -> None:
        print(f"\r{done} of {files} files read, {kept} tunes", end="", flush=True)

    to = Path(str(resources.files("assets"))) / "folk" / folk.INDEX
    kept = folk.build(to, progress=told)
    print(f"\n{kept} tunes are in {to.name}, {to.stat().st_size:,} bytes.")
    return 0


if __name__ == "__main__":
    sys.exit(_main())
