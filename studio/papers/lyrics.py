"""The words of a song, as they lie in its music: given to a page to be ticked, and left out of the music where they do not go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.music import smf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reflections import records
    from reflections.journal import Journal
    from studio.papers.drawing import Materials

_LYRIC = bytes((smf.META, smf.LYRIC))
_OF_A_TUNE = frozenset({"tune", "groove"})  # its words are the tune's own: nobody here said them


def lines(midi: bytes) -> tuple[str, ...]:
    """Return the words of a piece, a line for each bar that has any, "" between two sections; () without any that can be read."""
    from studio.music.piece import Piece

    if _LYRIC not in midi:
        return ()
    try:
        piece = Piece.from_midi(midi)
    except smf.UnreadableError:
        return ()
    sections = {section.start for section in piece.sections}
    found: list[str] = []
    for bar in piece.bars():
        said = [one.text.strip() for one in piece.lyrics if bar.start <= one.tick < bar.end]
        if found and found[-1] and any(bar.start <= start < bar.end for start in sections):
            found.append("")
        found += [line] if (line := _joined(said)) else []
    return tuple(found[:-1] if found and not found[-1] else found)


def _joined(said: list[str]) -> str:
    """Put syllables together again: "bus-" and "es" are one word."""
    words = "".join(one.removesuffix("-") if one.endswith("-") else f"{one} " for one in said)
    return " ".join(words.split())


def without(midi: bytes) -> bytes:
    """Return the same music with no words in it; nothing where it can't be read."""
    if _LYRIC not in midi:
        return midi
    try:
        file = smf.read(midi)
    except smf.UnreadableError:
        return b""
    tracks = ([one for one in track if not one.data.startswith(_LYRIC)] for track in file.tracks)
    return smf.write(tracks, round(file.ticks_a_quarter), max(file.ends))


def given(evidence: records.Evidence, versions: Mapping[str, bytes]) -> records.Evidence:
    """Return the evidence with the words of each piece, as its latest version of these (MIDI by id) has them."""

    def of(one: records.PieceEvidence) -> records.PieceEvidence:
        latest = next((versions[kept.id] for kept in reversed(one.versions) if kept.id in versions), b"")
        return replace(one, lyrics=lines(latest))

    return replace(evidence, pieces=tuple(map(of, evidence.pieces)))


def of_journal(journal: Journal, evidence: records.Evidence) -> records.Evidence:
    """Return the evidence with the words of each piece, read out of its latest version."""
    latest = [one.versions[-1].id for one in evidence.pieces if one.versions]
    return given(evidence, {each: journal.version(each).content or b"" for each in latest})


def fitting(materials: Materials) -> Materials:
    """Return the same with words in the music only where the evidence has just these: those not ticked, or left out, are gone."""
    versions, pieces = dict(materials.versions), dict(materials.pieces)
    for one in materials.evidence.pieces:
        for version in one.versions:
            if version.id in versions:
                versions[version.id] = _fitting(versions[version.id], one.lyrics)
        if one.piece.kind not in _OF_A_TUNE:
            pieces |= {take.id: _fitting(pieces[take.id], one.lyrics) for take in one.takes if take.id in pieces}
    return replace(materials, versions=versions, pieces=pieces)


def _fitting(midi: bytes, told: tuple[str, ...]) -> bytes:
    return midi if lines(midi) == told else without(midi)
