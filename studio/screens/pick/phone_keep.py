"""A song that was found by ear in the journal: the piece it becomes, what was found of it, and the board it came from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.lesson import Stand, piece_facts
from studio.lesson.values import BY_EAR
from studio.music import by_ear
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reflections import records
    from reflections.journal import Journal
    from studio.lesson import Lesson
    from studio.music.by_ear import Song
    from studio.music.grooves import Groove
    from studio.music.piece import Piece


def every_groove() -> tuple[Groove, ...]:
    """Read the grooves from assets. For the worker."""
    from studio.music import grooves

    return tuple(grooves.groove(name) for name in grooves.names())


def first_groove() -> str:
    """Name the groove of a song for which none was picked."""
    from studio.music import grooves

    return grooves.names()[0]


def next_title(pieces: Sequence[records.Piece]) -> str:
    """Name a song that nobody named."""
    return say("phone.my song n", n=1 + sum(piece.source.startswith(BY_EAR) for piece in pieces))


def _kept_at(row: str) -> str:
    return f"song {row}"


def reader(row: str) -> Callable[[Journal], Song | None]:
    """Return what reads, on the writer, what was found of a piece's song; its name is the piece's own."""

    def read(journal: Journal) -> Song | None:
        found = by_ear.read(str(journal.setting(_kept_at(row), "")))
        return replace(found, title=journal.piece(row).title) if found is not None else None

    return read


def finish(lesson: Lesson, song: Song, interest: str | None, *, again: bool) -> None:
    """Put the song on the stand as a piece, and keep what was found of it with its row; the board knows its piece from then on.

    `again`: it was a piece before, and takes another part. What somebody changed in it meanwhile is kept as a version.
    """
    from studio.music.own_song import piece_of

    music = piece_of(song)
    stand = Stand(music, song.title, "song", f"{BY_EAR}{song.token}")
    pupil, session = lesson.pupil, lesson.session

    def kept() -> None:
        row = lesson.stand.row if stand.same(lesson.stand) and lesson.stand else None
        if row is None or pupil is None:
            return

        def keep(journal: Journal) -> None:
            if again:
                _rework(journal, row, music, session.id if session else None)
            journal.set_setting(_kept_at(row), replace(song, title="").words())
            on_board = _on_board(journal, pupil.id, interest, song.title)
            if on_board is None:
                journal.add_interest(pupil.id, "song", song.title, piece=row)
            else:
                journal.change_interest(on_board, piece=row)

        lesson.errand(keep, lambda _done: lesson.refresh_mine(), "keep what was found of the song")

    lesson.put_on_stand(stand, kept)


def _on_board(journal: Journal, pupil: str, interest: str | None, title: str) -> str | None:
    """Find the entry of the board that it was picked from, or one of the same name; None where there is none any more."""
    wanted, board = title.strip().casefold(), journal.interests(pupil)
    picked = [one.id for one in board if one.id == interest]
    return next(iter((*picked, *(one.id for one in board if one.what.strip().casefold() == wanted))), None)


def _rework(journal: Journal, row: str, music: Piece, session: str | None) -> None:
    """Give a piece its new part; what was made of it, and not kept yet, becomes a version first."""
    from studio.lesson.handover import piece_from, read_draft
    from studio.music.song import by_players, kept

    left = read_draft(journal, row)
    if left is not None:
        song, facts = kept.opened(left).song, piece_facts(piece_from(left))
        frozen, players = kept.song_bytes(song), by_players.kinds(song)
        journal.keep_version(row, frozen, say("phone.before"), facts=facts, session=session, players=players)
        journal.set_draft(f"piece {row}", "")
    journal.rework_piece(row, music.to_midi())
