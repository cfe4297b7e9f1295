"""The index of folk tunes: about 10,500 lines of facts read once, searched in memory; the tunes themselves stay in music21's corpus."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from studio.music import screening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from studio.music.piece import Piece

INDEX: Final = "index.json.gz"
_ZERO: Final = 77  # the letter M: an interval is written as one letter, so many places before or after it
_FARTHEST: Final = 40
_PLACES: Final = {
    "airdsAirs": "Scotland, 1780s", "miscFolk": "Northumbria and fifers", "nottingham-dataset": "England",
    "oneills1850": "Ireland", "ryansMammoth": "Ireland and USA", "han": "China", "irl": "Ireland", "lux": "Luxembourg",
    "lot": "Lorraine", "dva": "Germany",
}  # fmt: skip


class FolkTune(NamedTuple):
    """One folk tune of the index: its facts, and where it stands (file of the corpus, number in it from 1)."""

    title: str
    also: tuple[str, ...]
    path: str
    number: int
    metre: str
    fifths: int
    mode: str
    bars: int
    low: int
    high: int
    opening: str

    @property
    def steps(self) -> tuple[int, ...]:
        """Semitones from each note to the next at the start of the tune, up to `corpus.OPENING` of them."""
        return tuple(ord(letter) - _ZERO for letter in self.opening)

    @property
    def key(self) -> str:
        """What a tutor hides it by, for good: stays the same when the index is built anew."""
        return f"folk:{self.path}#{self.number}"

    @property
    def tradition(self) -> str:
        """Where it was collected, as far as the collection says."""
        folder, _, file = self.path.partition("/")
        stem = file.removesuffix(".abc").rstrip("0123456789")
        return _PLACES.get(folder) or _PLACES.get(stem, "Central Europe")


@lru_cache(maxsize=1)
def index() -> tuple[FolkTune, ...]:
    """Read the committed index, once (about 0.1 s). Where the list of titles is newer than the index, it is applied again."""
    from importlib import resources

    return unpacked(resources.files("assets").joinpath("folk", INDEX).read_bytes())


def shows(tune: FolkTune) -> bool:
    """Whether none of a tune's titles is screened."""
    return not any(screening.hides(title) for title in (tune.title, *tune.also))


def unpacked(data: bytes) -> tuple[FolkTune, ...]:
    """Read the bytes of an index, and leave out what today's list of titles screens."""
    import gzip
    import json

    found: dict[str, Any] = json.loads(gzip.decompress(data))
    paths = found["paths"]
    tunes = tuple(
        FolkTune(title, tuple(also), paths[path], number, metre, fifths, "minor" if minor else "major", bars, low, high, opening)
        for title, also, path, number, metre, fifths, minor, bars, low, high, opening in found["tunes"]
    )  # fmt: skip
    if found["screened_by"] == screening.screen().digest:
        return tunes
    return tuple(tune for tune in tunes if shows(tune))


def packed(tunes: Iterable[FolkTune]) -> bytes:
    """Write an index; the same tunes always give the same bytes."""
    import gzip
    import json

    kept = sorted(tunes, key=lambda tune: (tune.path, tune.number))
    paths = sorted({tune.path for tune in kept})
    place = {path: n for n, path in enumerate(paths)}
    rows = [
        [tune.title, tune.also, place[tune.path], tune.number, tune.metre, tune.fifths, int(tune.mode == "minor"), tune.bars,
         tune.low, tune.high, tune.opening]
        for tune in kept
    ]  # fmt: skip
    text = json.dumps(
        {"screened_by": screening.screen().digest, "paths": paths, "tunes": rows},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return gzip.compress(text.encode(), 9, mtime=0)


def entry(path: str, number: int) -> FolkTune | None:
    """Make the line of one tune by reading it with music21; None where there is no tune to show."""
    from studio.music import corpus, titles  # what only building needs

    text = corpus.texts(path)[number - 1]
    names = tuple(dict.fromkeys(titles.clean(title, path) for title in corpus.titles(text)))
    names = tuple(name for name in names if screening.folded(name) and not titles.REMARK.match(name))
    found = corpus.facts(text) if names else None
    if found is None:
        return None
    opening = "".join(chr(_ZERO + max(-_FARTHEST, min(_FARTHEST, step))) for step in found.opening)
    return FolkTune(
        names[0],
        names[1:],
        path,
        number,
        found.metre,
        found.fifths,
        found.mode,
        found.bars,
        found.low,
        found.high,
        opening,
    )


def build(to: Path, *, progress: Callable[[int, int, int], None] = lambda _done, _all, _kept: None) -> int:
    """Read every folk tune of the corpus and write the index; about six minutes. Gives the number of tunes in it.

    `progress` hears (files done, files in all, tunes kept) after each file. Tunes that music21 cannot read are left out.
    """
    from studio.music import corpus

    paths = corpus.files()
    kept: list[FolkTune] = []
    for done, path in enumerate(paths):
        progress(done, len(paths), len(kept))
        for number in range(1, len(corpus.texts(path)) + 1):
            try:
                tune = entry(path, number)
            except Exception:  # noqa: BLE001, S112 - music21 raises whatever it meets; such a tune is left out
                continue
            if tune is not None and shows(tune):
                kept.append(tune)
    progress(len(paths), len(paths), len(kept))
    part = to.with_suffix(".part")
    part.write_bytes(packed(kept))
    part.replace(to)
    return len(kept)


def open_folk(tune: FolkTune, *, keep: bool = False) -> Piece:
    """Open a chosen folk tune. CorpusError says why not.

    At once where our own reader finds in it what the index says of it; else music21 reads it in a worker process, which takes a
    second, or with `keep` only the first time: it stays until `corpus.let_go`.
    """
    from studio.music import corpus

    return at_once(tune) or corpus.read(tune.path, tune.number, tune.title, keep=keep)


def at_once(tune: FolkTune) -> Piece | None:
    """Read a tune here and now, its first voice with its repeats played out; None where it is not the one of the index."""
    from dataclasses import replace
    from itertools import pairwise

    from studio.music import abcscore, corpus
    from studio.music.smf import UnreadableError

    texts = corpus.texts(tune.path)
    if not 1 <= tune.number <= len(texts):
        return None
    try:
        piece = abcscore.read(texts[tune.number - 1]).as_played()
    except UnreadableError:
        return None
    melody = replace(piece.parts[0], name="Melody", hand="right") if piece.parts else None
    pitches = [note.pitch for note in melody.notes] if melody else []
    steps = tuple(after - before for before, after in pairwise(pitches))[: len(tune.steps)]
    bars = sum(1 for bar in piece.bars() if bar.n)
    if melody is None or (steps, bars, piece.key.fifths) != (tune.steps, tune.bars, tune.fifths):
        return None
    return replace(piece, title=tune.title, parts=(melody,), lyrics=())
