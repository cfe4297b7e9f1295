"""Building on what was played: a take becomes the first layer of a song of its piece, or of a new one of the pupil's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.lesson.values import BuildOn, Stand
from studio.screen import Go
from studio.ui.nodes import Button
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from studio.lesson import LastTake
    from studio.music.take import Take
    from studio.screen import Tools


def build_on(
    tools: Tools,
    take: Take,
    title: str,
    row: records.Piece | None = None,
    *,
    clock: bool = False,
    sound: str = "",
    tutors: Take | None = None,
) -> None:
    """Open Make with it. `row` is an idea of the pupil's own whose song it is to be; `clock`: it was played to a beat.

    `tutors` is what the tutor played beside it: a layer of theirs, unless only the pupil is to be heard.
    """
    from studio.music.take import as_piece

    lesson = tools.lesson
    what = BuildOn(take, clock, sound, tutors if lesson.hears_tutor else None)

    def go() -> None:
        lesson.building = what
        tools.move(Go("make"))

    if row is not None:
        lesson.carry_on(row, go)
        return
    called = title or say("make.my song")
    lesson.put_on_stand(Stand(as_piece(take, called), called, "own", ""))
    lesson.making = None
    go()


def button(do: Callable[[], None], n: int = 0, take: str = "") -> Button:
    """What was played as the first layer of a song; `n` is the take's number where there are many, `take` its id."""
    name = say("play.build on take", n=n) if n else say("play.build on this")
    return Button(f"build-on{take}", "", do, icon="layers", kind="round", name=name)


def of_idea(last: LastTake | None) -> bool:
    """Whether what was kept last is the pupil's own playing, to no piece."""
    return last is not None and not last.aside and last.made.setting.mode in {"", "free"}


def build_on_last(tools: Tools) -> None:
    """Open Make with what was kept last, each player's notes in a layer of theirs, in a song of the idea it was kept as."""
    lesson, last = tools.lesson, tools.lesson.last
    if last is None:
        return
    made, beside = (last.made.alone, last.made.beside) if last.made.two else (last.made, None)

    def go(row: records.Piece | None) -> None:
        own, tutors = row if row is not None and row.kind == "own" else None, beside.take if beside else None
        build_on(tools, made.take, "", own, sound=made.key_sound, tutors=tutors)

    def kept() -> None:
        """The journal has it by now, or will: then it is a new song."""
        said = lesson.sayable
        if said is None or said.take is None or said.take != last.id:
            go(None)
        else:
            lesson.ask(lambda journal: journal.piece(said.piece), go, "the piece it is of")

    if lesson.pupil is None or lesson.journal is None:
        go(None)
    else:
        lesson.ask(lambda _journal: None, lambda _now: kept(), "until it is kept")
