"""Everything that can be picked: the shelf of tunes, the grooves, and the folk tunes that only a search brings up.

`python -m studio.music.library` builds the index of folk tunes anew from music21's corpus.
"""

from __future__ import annotations

import sys
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, cast

from studio.music import folk, screening
from studio.music.folk import FolkTune, open_folk

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from studio.music.by_notes import Match, Openings
    from studio.music.grooves import Groove, fitting, groove_piece, in_key
    from studio.music.own import Own, OwnMusic
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
    "played",
    "search",
    "shelf",
    "tune",
]

FEELS: Final = (
    "calm", "wild", "sunny", "stormy", "heavy", "light", "funny", "spooky", "brave", "sad", "strong", "sleepy",
)  # fmt: skip
"""The twelve words for what music feels like."""
PREVIEW_SECONDS: Final = 12.0
_SLOW_BELOW, _FAST_ABOVE = 84, 120  # quarters a minute


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


Line = tuple[Found, str, str]
"""What can be found, its folded title, and all folded words by which it is found; a space before each word (see `line`)."""


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


def search(
    words: str, hidden: Collection[str] = (), *, own: OwnMusic | None = None, most: int = 60
) -> tuple[Found, ...]:
    """Find what every word fits: titles first, then place, feel and tradition; folk tunes, found by title only, come last.

    A word fits where one of theirs begins with it; accents and case do not matter. Nothing for no words. `own` is music of
    whoever looks: of what fits equally well it comes first.
    """
    asked = _asked(words)
    if not asked:
        return ()
    fits = _fitting(asked)
    close = [
        (not fits(title), n, found)
        for n, (found, title, everything) in enumerate((*(own.lines if own else ()), *_near()))
        if fits(everything) and found.hiding not in hidden
    ]
    answers = [found for _, _, found in sorted(close, key=lambda one: one[:2])]
    answers += _folk(asked, hidden, most - len(answers))
    return tuple(answers[:most])


def played(
    pitches: Sequence[int], hidden: Collection[str] = (), *, own: OwnMusic | None = None, most: int = 60
) -> tuple[Found, ...]:
    """Find the tunes that begin with these notes, in any key and with a slip or two: the nearest first, the shelf's before others.

    Nothing for fewer notes than `by_notes.FEWEST`. Of what is equally near, `own` comes first.
    """
    mine = own.played(pitches, most) if own else ()
    matches: list[Match[Any]] = [*mine, *_openings().find(pitches, most=most + len(hidden))]
    matches.sort(key=lambda match: match.slips)
    found = [match.what if isinstance(match.what, Found) else _as_found(match.what) for match in matches]
    return tuple([one for one in found if one.hiding not in hidden][:most])


@lru_cache(maxsize=1)
def _openings() -> Openings[Found | FolkTune]:
    """The starts of the shelf's tunes and of every folk tune."""
    from studio.music import by_notes

    near = [(found, _steps(found.what)) for found, _, _ in _near() if isinstance(found.what, Tune)]
    return by_notes.openings([*near, *((one, one.steps) for one in folk.index())])


def _steps(chosen: Tune) -> tuple[int, ...]:
    pitches = [pitch for _, _, pitch, _ in chosen.roll]
    return tuple(after - before for before, after in pairwise(pitches))


def _asked(words: str) -> list[tuple[str, ...]]:
    """Fold what was typed: for each word the ways in which it may be written, a space before it (fruhling, fruehling)."""
    ways = zip(
        screening.folded(words).split(),
        screening.folded(words.casefold().translate(screening.SPELT)).split(),
        strict=False,
    )
    return [tuple({f" {plain}", f" {spelt}"}) for plain, spelt in ways]


def _fitting(asked: list[tuple[str, ...]]) -> Callable[[str], bool]:
    """Return what says whether each word begins one of a text's (which has a space before each of its own)."""
    if any(len(ways) > 1 for ways in asked):
        return lambda text: all(any(way in text for way in ways) for ways in asked)
    first, *others = (ways[0] for ways in asked)
    if not others:
        return lambda text: first in text
    return lambda text: first in text and all(other in text for other in others)


def line(found: Found, words: str) -> Line:
    """Describe what can be found by its title and by these words."""
    title = f" {screening.folded(found.title)}"
    return found, title, f"{title} {screening.folded(words)}"


@lru_cache(maxsize=1)
def _near() -> tuple[Line, ...]:
    """Shelf and grooves with the folded text in which they are found."""
    lines: list[Line] = []
    for one in shelf():
        about = f"{one.composer} {one.place} {one.tradition} {' '.join(one.feels)} {one.about} {pace_words(one.bpm)}"
        lines.append(line(Found("tune", one.title, one.about, one.hiding, one), about))
    for used in grooves():
        about = f"groove beat {' '.join(used.feels)} {used.about} {pace_words(used.bpm)}"
        lines.append(line(Found("groove", used.title, used.about, f"groove:{used.id}", used), about))
    return tuple(lines)


def source_of(source: str) -> Found | None:
    """Find what of the shelf or the grooves a piece was made from, by its source: `tune:x`, `tune:x#melody`, `groove:y`."""
    hiding = source.partition("#")[0]
    return next((found for found, _, _ in _near() if found.hiding == hiding), None)


def pace_words(bpm: float) -> str:
    """The words by which a tempo is found: `slow`, `80 bpm`."""
    said = "slow" if bpm < _SLOW_BELOW else "fast quick" if bpm > _FAST_ABOVE else "medium steady"
    return f"{said} {round(bpm)} bpm"


def _folk(asked: list[tuple[str, ...]], hidden: Collection[str], most: int) -> list[Found]:
    """Search the index: titles that begin with the first word come first, then shorter ones."""
    from heapq import nsmallest

    fits = _fitting(asked)
    matches = [
        (not text.startswith(asked[0]), len(text), text, one.path, one.number, one)
        for text, one in _folk_lines()
        if fits(text) and (not hidden or one.key not in hidden)
    ]
    best = nsmallest(max(0, most), matches, key=lambda match: match[:-1])
    return [_as_found(one) for *_, one in best]


def _as_found(one: FolkTune) -> Found:
    return Found("folk", one.title, f"{one.tradition}, {one.bars} bars", one.key, one)


def folk_title(key: str) -> str | None:
    """The title of the folk tunes that are hidden by this key; None where it is another kind's."""
    return _folk_titles().get(key)


@lru_cache(maxsize=1)
def _folk_titles() -> dict[str, str]:
    return {one.key: one.title for one in reversed(folk.index())}


@lru_cache(maxsize=1)
def _folk_lines() -> tuple[tuple[str, FolkTune], ...]:
    """Every folk tune with its folded titles, a space before each word; umlauts are found spelt out as well."""
    lines: list[tuple[str, FolkTune]] = []
    for one in folk.index():
        named = " ".join((one.title, *one.also))
        text = " " + screening.folded(named)
        spelt = text if named.isascii() else " " + screening.folded(named.lower().translate(screening.SPELT))
        lines.append((text if spelt == text else text + spelt, one))
    return tuple(lines)


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
