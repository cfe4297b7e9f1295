"""The voice over a song: its recordings taken in, silenced alone, moved a little; which of them sounds where, in seconds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from studio.music.piece import TICKS
from studio.music.song import lines
from studio.music.song.model import LONGEST_VOICE_SECONDS, MOST_VOICES, Song, SongError, VoicePass, within

if TYPE_CHECKING:
    from collections.abc import Sequence

STEP_SECONDS: Final = 0.02  # by which one is moved at a press


class Stretch(NamedTuple):
    """From second `begins` to `ends` of the song sounds this recording, from its own second `skips` on."""

    id: str
    begins: float
    ends: float
    skips: float


def seconds(song: Song, ticks: float) -> float:
    """Tell how many seconds so many ticks last at the song's tempo."""
    return ticks / TICKS * 60 / song.bpm


def song_seconds(song: Song) -> float:
    """Tell how long the song is, its ending with it; one without sections is its loop once."""
    return seconds(song, lines.end_tick(song) if song.blocks else song.loop_ticks)


def most_seconds(song: Song, tick: float) -> float:
    """Tell how long may be recorded from a tick on: to the song's end."""
    return within(song_seconds(song) - seconds(song, tick), 0.0, LONGEST_VOICE_SECONDS)


def said(song: Song, made: VoicePass, *, instead: bool = False) -> Song:
    """Take a recording in. It sounds over those before; or `instead` of those that it meets, which stay in the song, switched off.

    SongError where there are too many.
    """
    if len(song.voice.passes) >= MOST_VOICES:
        raise SongError(f"A song holds {MOST_VOICES} recordings of a voice. Take one back first.")
    end = made.start + _ticks(song, made)
    before = tuple(
        replace(one, on=False) if instead and one.start < end and made.start < one.start + _ticks(song, one) else one
        for one in song.voice.passes
    )
    return replace(song, voice=replace(song.voice, passes=(*before, made)))


def _ticks(song: Song, one: VoicePass) -> float:
    """How long a recording is at the song's tempo."""
    return one.seconds * song.bpm / 60 * TICKS


def on(song: Song, voice_id: str, *, on: bool) -> Song:
    """Let one recording sound, or silence it alone."""
    return _with(song, [replace(one, on=on) if one.id == voice_id else one for one in song.voice.passes])


def gone(song: Song, voice_id: str) -> Song:
    """Take a recording out of the song."""
    return _with(song, [one for one in song.voice.passes if one.id != voice_id])


def later(song: Song, voice_id: str, by_seconds: float) -> Song:
    """Move a recording a little, earlier where it is less than 0."""
    ticks = by_seconds * song.bpm / 60 * TICKS
    return _with(
        song, [replace(one, start=one.start + ticks) if one.id == voice_id else one for one in song.voice.passes]
    )


def volume(song: Song, level: float) -> Song:
    """Set how loud the voice is, 0..1."""
    return replace(song, voice=replace(song.voice, volume=within(level, 0.0, 1.0)))


def mute(song: Song, *, on: bool) -> Song:
    """Silence the voice, or let it sound."""
    return replace(song, voice=replace(song.voice, muted=on))


def without(song: Song) -> Song:
    """Give the song without its voice: as it may leave as notes."""
    return replace(song, voice=Song().voice)


def level(song: Song) -> float:
    """Tell how loud the voice is now, 0..1."""
    return song.voice.volume if lines.voices(song) else 0.0


def other_tempo(song: Song) -> float | None:
    """Tell at which tempo a recording that is on was made, where that is not the song's; None where all fit."""
    return next((one.bpm for one in song.voice.passes if one.on and round(one.bpm, 1) != round(song.bpm, 1)), None)


def stretches(song: Song) -> tuple[Stretch, ...]:
    """Share the song out among the recordings that are on, muted or not: where several lie over each other the newest sounds."""
    end = song_seconds(song)
    free: list[tuple[float, float]] = [(0.0, end)]
    found: list[Stretch] = []
    for one in reversed(song.voice.passes):
        if not one.on:
            continue
        begins = seconds(song, one.start)
        ends = begins + one.seconds
        found += [
            Stretch(one.id, max(begins, low), min(ends, high), max(begins, low) - begins)
            for low, high in free
            if max(begins, low) < min(ends, high)
        ]
        free = [
            part
            for low, high in free
            for part in ((low, min(high, begins)), (max(low, ends), high))
            if part[0] < part[1]
        ]
    return tuple(sorted(found, key=lambda stretch: stretch.begins))


def _with(song: Song, passes: Sequence[VoicePass]) -> Song:
    return replace(song, voice=replace(song.voice, passes=tuple(passes)))
