"""The pupil's part as written music in Play: engraved beside the loop, kept, and lit as it is played; while there is none notes fall."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from studio.screens.play.paper import Paper, line_at
from studio.screens.play.score import SIGNS, layer_of
from studio.ui.lines import Shown, StaveBar, StaveLine, StaveNote
from studio.ui.nodes import Card, Column, Node, Overlay, Progress
from studio.ui.written import Places, Written, bar_at, fitted, wanted_spaces, written
from studio.words import say

if TYPE_CHECKING:
    import pygame

    from studio.background import Job
    from studio.music.engraver import Line
    from studio.music.piece import Piece
    from studio.screens.play.room import Play
    from studio.ui.nodes import Canvas
    from studio.ui.theme import Theme

MOST_KEPT = 12  # pieces in one size; some are kept in two
FIRST_BARS, LONG_BARS = 16, 32  # of a longer piece so many are engraved first
STEP = 4.0  # lines are engraved in widths that differ by so many spaces
TICKS = 480
log = logging.getLogger("soundfolio")
WRITING_WIDE = 320
TIGHT = 1.02  # lines longer by less than this fill the place as well


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be engraved: the parts of a piece, in lines of so many spaces."""

    piece: Piece
    parts: tuple[int, ...]
    spaces: float


class Drawn(NamedTuple):
    """Lines, and what of them is played when."""

    lines: tuple[StaveLine, ...]
    paper: Paper


class PlayStave:
    """Asks for lines as soon as the size of their place is known; draws those it has."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._size: tuple[int, int] | None = None
        self._wanted: Wanted | None = None
        self._lines: tuple[StaveLine, ...] = ()
        self._paper = Paper()
        self._failed: set[int] = set()  # pieces by identity, for as long as this screen is shown
        self._job: Job | None = None
        self._place: Any = None  # what the length of lines was found for
        self._spaces = 0.0
        self._measured = False  # it is known how high the lines are, and their length goes by that
        self._places = Places()

    @property
    def asked_for(self) -> bool:
        """Whether the pupil wants to see a stave, and has notes that can stand on one."""
        score = self._screen.score
        music = score.music
        if self._screen.tools.settings.music_as != "stave" or music is None or id(score.fitted) in self._failed:
            return False
        return any(music.parts[n].notes and music.parts[n].role != "drums" for n in score.mine)

    def change(self) -> None:
        """One key: from falling notes to the stave and back, also while it is written; what could not be engraved is tried again."""
        self._failed.clear()
        self.leave()
        tools = self._screen.tools
        other = "falling" if tools.settings.music_as == "stave" else "stave"
        if self._screen.score.mine:
            tools.restyle(replace(tools.settings, music_as=other))

    def leave(self) -> None:
        """Nobody waits for it any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    # -- nodes --------------------------------------------------------------------------------------------------------
    def node(self, roll: Canvas, tall: int) -> Node:
        """The stave, or until it is there the falling notes, with a word that it is being written."""
        if not self.asked_for:
            return roll
        if self._here():
            stave = written("stave", self._now, name=say("play.on a stave"), tall=tall, handle=self._handle)
            return replace(stave, draw=self._watched(stave))
        watched = replace(roll, draw=self._watched(roll))
        still = self._screen.head.state == "stopped" and self._job is not None
        writing = Column(
            Card(Progress("engraving", say("play.writing the stave"), None, self.change), tone="s1"), width=WRITING_WIDE
        )
        return Overlay(watched, writing if still else None, "center")

    def _handle(self, event: pygame.event.Event, rect: pygame.Rect) -> bool:
        """A hand on the stave: a drag over bars lets them go round."""
        at = getattr(event, "pos", None)
        bar = bar_at(rect, self._screen.tools.theme(), self._now(), at) if at is not None else None
        return self._screen.drag.handle_written(event, self._played(bar) if bar is not None else None)

    def _played(self, number: int) -> int:
        """The number by which a bar on paper goes round: bars are counted as they are played."""
        music = self._screen.score.music
        start = next((bar.start for line in self._lines for bar in line.bars if bar.n == number), None)
        if music is None or start is None:
            return number
        return music.bar_at(self._paper.played(start, self._moment()) * TICKS).n

    def _watched(self, canvas: Canvas) -> Any:
        """Draw, and know from then on how large the place is."""

        def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
            canvas.draw(surface, rect, theme)
            if rect.size != self._size:
                self._size = rect.size
                self._screen.tools.changed()

        return draw

    # -- engraving ----------------------------------------------------------------------------------------------------
    def _here(self) -> bool:
        """Whether there are lines of what is played now; asks for them where there are none of this size."""
        score, size, tools = self._screen.score, self._size, self._screen.tools
        piece, parts = score.fitted, tuple(sorted(score.mine))
        if size is None or piece is None:
            return False
        before = self._wanted
        if before is None or before.piece is not piece or before.parts != parts:
            self._lines, self._places = (), Places()
        place = (id(piece), parts, size, tools.theme(), self._shown)
        if place != self._place:
            self._place, self._measured = place, False
            self._spaces = self._fitting()
        self._ask(Wanted(piece, parts, self._spaces))
        return bool(self._lines)

    def _fitting(self) -> float:
        """Return how long lines are in their place; by how high they are, as soon as there are some to go by."""
        from studio.music.engraver import FEWEST_SPACES, MOST_SPACES

        assert self._size is not None, "it is asked for once the place is known"
        self._measured = self._measured or bool(self._lines)
        spaces = wanted_spaces(self._screen.tools.theme(), self._size, self._lines, self._shown)
        return min(MOST_SPACES, max(FEWEST_SPACES, round(spaces / STEP) * STEP))

    def _ask(self, wanted: Wanted) -> None:
        """Take the lines that are kept, or have them engraved; a drawing of another size stays until then."""
        if self._wanted == wanted and (self._job or self._lines):
            return
        self.leave()
        self._wanted = wanted
        kept = self._screen.tools.kept.get(wanted)
        bars = wanted.piece.bars()
        if kept is not None:
            self._have(kept)
        elif len(bars) > LONG_BARS and not self._lines:
            self._engrave(wanted, FIRST_BARS)
        else:
            self._engrave(wanted, None)

    def _have(self, drawn: Drawn) -> bool:
        """Show these from now on; False where they turn out to be of the wrong length for their place, and others are asked for."""
        self._lines, self._paper = drawn
        if self._measured or self._wanted is None:
            return True
        spaces, self._spaces = self._spaces, max(self._spaces, self._fitting())
        if self._spaces > spaces * TIGHT:
            self._ask(Wanted(self._wanted.piece, self._wanted.parts, self._spaces))
            return False
        self._spaces = spaces
        return True

    def _engrave(self, wanted: Wanted, first: int | None) -> None:
        """Engrave the first bars, then all of it; with None all of it at once."""
        job: list[Job] = []
        tools = self._screen.tools

        def here(drawn: Drawn) -> None:
            self._job = None
            if first is None:
                tools.kept[wanted] = drawn
                while len(tools.kept) > MOST_KEPT:
                    tools.kept.pop(next(iter(tools.kept)))
            if self._have(drawn) and first is not None:
                self._engrave(wanted, None)
            tools.changed()

        def failed(error: Exception) -> None:
            log.warning("no stave: %s", error)
            self._job = None
            self._failed.add(id(wanted.piece))
            tools.say(say("play.no stave"))
            tools.changed()

        def unwanted() -> bool:
            return bool(job) and job[0].cancelled

        self._job = tools.background.worker.put(
            lambda: _engraved(wanted, first, unwanted), here, failed, "engrave the part"
        )
        job.append(self._job)

    # -- this moment --------------------------------------------------------------------------------------------------
    @property
    def _shown(self) -> Shown:
        settings = self._screen.tools.settings
        return Shown(settings.note_names, settings.fingers, settings.note_colours == "pitch")

    def _moment(self) -> float:
        """The beat that is played, or looked at, just now."""
        screen, score = self._screen, self._screen.score
        if score.music is None:
            return 0.0
        at = screen.head.tick(screen.tools.clock(), score.music, screen.practice.speed, score.first_tick)
        return max(screen.drag.shown(at), score.first_tick if screen.head.state == "counting" else 0) / TICKS

    def _now(self) -> Written:
        """What the stave shows at this moment, in beats of the paper."""
        screen, paper, loop = self._screen, self._paper, self._screen.loop.beats
        if screen.score.music is None or not self._lines or self._size is None:
            return Written((), (), 0.0)
        state, moment = screen.head.state, self._moment()
        now = paper.at(moment)
        waiting = screen.head.last.waiting if state == "waiting" else frozenset()
        _, count, _ = fitted(screen.tools.theme(), self._size, self._lines, self._shown)
        current = line_at(self._lines, now)
        return Written(
            lines=self._lines,
            places=self._places.at(current, count, paper.ahead(self._lines, moment, loop)),
            now=now,
            shown=self._shown,
            sounds=state in {"playing", "waiting"},
            turn=waiting,
            turn_words=screen.waits.words(waiting),
            loop=paper.span(loop) if loop is not None else None,
            recording=screen.take.rolling,
            marks=tuple(map(paper.at, screen.mark.beats)),
            turning=self._turning(current, moment) if count == 1 else None,
        )

    def _turning(self, current: int, moment: float) -> tuple[int, float] | None:
        """In the last bar of the only line in sight: the line that is read after it, and where that bar begins."""
        loop = self._screen.loop.beats
        after = self._paper.after(self._lines, moment, loop)(current)
        last = self._paper.last_bar(self._lines[current], moment, loop)
        due = last is not None and self._paper.at(moment) >= last.start
        return (after, last.start) if last is not None and due and after not in {None, current} else None


def _engraved(wanted: Wanted, first: int | None, unwanted: Any) -> Drawn:
    """Engrave on the worker's thread, which waits for a process; of a part of a piece the last line is not whole yet."""
    from studio.music import engraver, repeats, worker

    page = repeats.page(wanted.piece, wanted.parts)
    with worker.unless(unwanted):
        lines = engraver.lines_of(wanted.piece, wanted.parts, wanted.spaces, most_bars=first)
    drawn = _drawn(page.piece if page else wanted.piece, lines)
    return Drawn(drawn if first is None else drawn[:-1] or drawn, Paper(page.stretches) if page else Paper())


def _drawn(piece: Piece, lines: tuple[Line, ...]) -> tuple[StaveLine, ...]:
    """What the window draws of it: beats for ticks, and of each head its layer, its letter and its finger."""
    from studio.music.fingers import fingers

    known = {
        (n, note.start, note.pitch): finger
        for n, part in enumerate(piece.parts)
        for note, finger in zip(part.notes, fingers(part, piece.key), strict=True)
    }
    return tuple(
        StaveLine(
            line.svg,
            line.width,
            line.height,
            line.ink,
            line.staves,
            tuple(StaveBar(bar.n, bar.start / TICKS, bar.end / TICKS, bar.left, bar.right) for bar in line.bars),
            tuple(
                StaveNote(
                    head.id,
                    head.x,
                    head.y,
                    head.start / TICKS,
                    head.end / TICKS,
                    head.pitch,
                    layer_of(piece.parts[head.part]),
                    head.stave,
                    head.letter[:1] + SIGNS[int(head.letter[1:] or 0)],
                    known.get((head.part, head.start, head.pitch), 0),
                )
                for head in line.heads
            ),
            tuple((words.x, words.y, words.text) for words in line.words),
        )
        for line in lines
    )
