"""What becomes of something that was picked: it goes on the stand, whole or in a part that fits; who chose is kept with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from studio.lesson import Stand
from studio.lesson.values import BY_EAR
from studio.screen import Go
from studio.screens.pick.mine import Mine
from studio.screens.pick.parts import Parts, named
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from studio.music.piece import Piece
    from studio.screen import Tools

    Open = Callable[[Any, Callable[[Piece], None]], None]


class Choosing:
    """Ways from a card to the stand. A pupil's piece is carried on rather than begun twice."""

    def __init__(self, tools: Tools, open_: Open, parts: Parts) -> None:
        """`open_` gets the music of an item, then calls back with it."""
        self._tools = tools
        self._lesson = tools.lesson
        self._open = open_
        self._parts = parts
        self.chosen_by = "pupil"

    def by(self, who: str) -> None:
        """Say who picks."""
        self.chosen_by = who
        self._tools.changed()

    def choose(self, item: Any) -> None:
        """Take it as it is."""
        kind = item.kind if item.kind in {"groove", "file"} else "tune"
        source = item.source if kind == "file" else item.hiding
        had = next((mine for mine in self._lesson.mine.pieces if kind == "file" and mine.source == source), None)
        if had is not None:
            self._tools.say(say("pick.you have this already", title=had.title))
            self.carry_on(had)
            return
        self._open(item, lambda music: self._chosen(Stand(music, item.title, kind, source)))

    def fit(self, item: Any) -> None:
        """Choose a part of it first; the piece is kept with that part in it."""
        kind = item.kind if item.kind == "file" else "tune"
        source = item.source if kind == "file" else item.hiding

        def take(made: Piece, level: Any) -> None:
            title = item.title if level == "full" else say("pick.title as part", title=item.title, part=named(level)[0])
            self._chosen(Stand(made, title, kind, f"{source}#{level}"))

        self._open(item, lambda music: self._parts.show(item, music, take))

    def fit_mine(self, piece: records.Piece) -> None:
        """A part of a piece of the pupil's own; the piece stays as it is, and the part is a piece beside it."""
        if piece.source.startswith(BY_EAR):  # its parts are made from its chords
            self._tools.move(Go("phone", {"piece": piece.id}))
            return

        def opened(music: Piece) -> None:
            def take(made: Piece, level: Any) -> None:
                if made == music:
                    self.carry_on(piece)
                    return
                title = say("pick.title as part", title=piece.title, part=named(level)[0])
                goal = next(iter(piece.goals), None)
                self._chosen(Stand(made, title, piece.kind, f"piece:{piece.id}#{level}", goal=goal))

            self._parts.show(Mine(piece.title, piece.id), music, take)

        self._lesson.music_of(piece, opened)

    def carry_on(self, piece: records.Piece) -> None:
        """Go on with a piece of the pupil's; for the goal that is worked on, if there is one."""
        goal = self._lesson.working_on
        self._lesson.carry_on(piece, lambda: self._tools.move(Go("play")), goal=goal.id if goal else None)

    def _chosen(self, stand: Stand) -> None:
        self._lesson.put_on_stand(replace(stand, chosen_by=self.chosen_by))
        self._tools.move(Go("play"))
