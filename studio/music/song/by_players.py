"""Who is heard in a song, pupil or tutor or both; and a version as it sounds with the tutor and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.music.piece import Piece
from studio.music.score import to_score
from studio.music.song import arranging, layers, lines
from studio.music.song.kept import opened
from studio.music.song.model import TUTOR

if TYPE_CHECKING:
    from instruments.events import Score
    from studio.music.song.model import Song

PUPIL = "pupil"


def kinds(song: Song) -> tuple[str, ...]:
    """Name who is heard: "pupil" for every layer and voice that is not the tutor's, "tutor" for those that are."""
    whose = [song.layers[n].player == TUTOR for n in lines.heard(song)]
    pupil = lines.voices(song) or not all(whose)
    return (*((PUPIL,) if pupil else ()), *((TUTOR,) if any(whose) else ()))


def heard(song: Song, *, tutor: bool) -> Song:
    """Leave the tutor's layers silent where they are not to be heard, unless nobody else is."""
    return song if tutor or len(kinds(song)) < len((PUPIL, TUTOR)) else layers.mute_player(song, TUTOR, on=True)


def version_score(content: bytes, *, tutor: bool) -> tuple[Score, bool]:
    """Lay out a version to be heard, of its MIDI file, and say whether pupil and tutor play in it; for the writer.

    Where the tutor is quiet their layers are, unless there are no others.
    """
    song = opened(content).song
    told = heard(song, tutor=tutor)
    return to_score(Piece.from_midi(content) if told is song else arranging.song_piece(told)), len(kinds(song)) > 1
