"""Who is heard in what was played by two: one small line, and the tutor quiet for as long as the pupil wants; nothing for one alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.ui.nodes import Icon, Node, Row, Text, Toggle
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from instruments.events import Score
    from reflections import records
    from studio.lesson import Lesson
    from studio.music.song.model import Song
    from studio.screen import Tools

TUTOR = "tutor"  # the player of a part, in the journal


def heard(take: records.Take, lesson: Lesson) -> records.Take:
    """A take with the parts that are to be heard and drawn: without the tutor's, where the pupil wants it so and played too."""
    mine = tuple(part for part in take.parts if part.player != TUTOR)
    return take if lesson.hears_tutor or not mine else replace(take, parts=mine)


def by_two(takes: Iterable[records.Take]) -> bool:
    """Whether pupil and tutor play together in one of them."""
    return any(len({part.player == TUTOR for part in take.parts}) > 1 for take in takes)


def version(content: bytes, *, tutor: bool) -> tuple[Score, bool]:
    """A version as it is to be heard, of its MIDI file, and whether pupil and tutor play in it; for the writer.

    Where the tutor is quiet their layers are, unless there are no others.
    """
    from studio.music.piece import Piece
    from studio.music.score import to_score
    from studio.music.song import arranging, layers, lines
    from studio.music.song.kept import opened

    song = opened(content).song
    two = TUTOR in lines.players(song) and len(lines.heard(song)) > len(_of_tutor(song))
    if tutor or not two:
        return to_score(Piece.from_midi(content)), two
    return to_score(arranging.song_piece(layers.mute_player(song, TUTOR, on=True))), two


def _of_tutor(song: Song) -> list[int]:
    return [n for n, layer in enumerate(song.layers) if layer.player == TUTOR]


def words(lesson: Lesson) -> str:
    """Who is heard of the two, as it is said to the pupil who is here, or to the tutor where none is."""
    if lesson.pupil is None and not lesson.guest:
        return say("hearing.pupil and tutor") if lesson.hears_tutor else say("hearing.the pupil")
    return say("hearing.you and your tutor") if lesson.hears_tutor else say("hearing.you")


def line(
    tools: Tools, key: str, *, two: bool, short: bool = False, then: Callable[[], None] = lambda: None
) -> Node | None:
    """Who is heard, and whether the tutor is; None where one played alone. `short` where something else says who.

    `then` is called once it was said otherwise, as where something sounds.
    """
    if not two:
        return None
    lesson = tools.lesson

    def choose(quiet: bool) -> None:
        lesson.hears_tutor = not quiet
        then()
        tools.changed()

    only = say("hearing.only the pupil" if lesson.pupil is None and not lesson.guest else "hearing.only me")
    toggle = Toggle(f"only-me-{key}", only, not lesson.hears_tutor, choose)
    if short:
        return toggle
    return Row(Icon("users", 18, "text2"), Text(words(lesson), style="label", tone="text2"), toggle, gap=8)
