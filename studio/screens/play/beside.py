"""Hear the last take beside its piece: one play bar, The piece or Me, at once and on the bar."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from instruments.events import RATE
from studio.playing.side_by_side import SideBySide
from studio.screens import by_turns
from studio.ui.nodes import Node, Row, Space

if TYPE_CHECKING:
    from studio.lesson import LastTake
    from studio.playing.made import Made
    from studio.screens.play.room import Play


class PlayBeside:
    """Stands where the take is said to be kept, as long as it sounds."""

    def __init__(self, screen: Play) -> None:
        tools = screen.tools
        self._screen = screen
        self._side = SideBySide(screen.engine, tools.background, tools.clock, tools.changed)

    @property
    def open(self) -> bool:
        """Whether the take sounds, or its piece in its stead; whatever else is played since, it is over."""
        return self._side.open and self._screen.listening

    def hear(self, last: LastTake) -> None:
        """The last take again, exactly as it was played; beside its piece, where it is of one."""
        from studio.music.score import take_score

        screen, made = self._screen, self._heard(last)
        screen.listening = True
        if made.setting.mode in {"", "free"} or not last.number or screen.score.music is None:
            screen.engine.play(take_score(made.take), preview=True)
            return
        row, here = made.setting.piece, screen.score.music
        if row is None or screen.lesson.journal is None:
            self._hear(last, here.to_midi)
        else:
            screen.lesson.ask(
                lambda journal: journal.piece(row).content or b"",
                lambda content: self._hear(last, lambda: content),
                "the piece as it was",
            )
        screen.tools.focus("by-turns")

    def _heard(self, last: LastTake) -> Made:
        """With what the tutor played beside the pupil, or without."""
        return last.made if self._screen.lesson.hears_tutor or not last.made.two else last.made.alone

    def _hear(self, last: LastTake, content: by_turns.Content) -> None:
        made = self._heard(last)
        take, setting = made.take, made.setting
        lead = (made.bar_one - take.start) / RATE  # what was played before bar 1 has bars of its own
        lay = partial(
            by_turns.laid,
            take,
            content,
            help_=setting.help,
            hands=setting.hands,
            bars=setting.bars,
            reached=[max(0.0, lead + start) for start in made.bar_starts],
            speed=setting.speed,
        )
        self._side.hear(take, lay)

    def node(self) -> Node | None:
        """The play bar; what stops it stands below, as for all that plays."""
        turns = by_turns.choice(self._side, folded=self._screen.tools.theme().folds)
        return Row(*turns, Space(), gap=12, align="center") if turns else None

    def switch(self) -> None:
        """The other one."""
        if self.open:
            self._side.switch()

    def told(self, event: object) -> None:
        """Where the music is."""
        if self.open:
            self._side.told(event)

    def update(self, now: float) -> None:
        """Once a frame: it may be over."""
        if self._side.open and not self._screen.listening:
            self._side.end()
        self._side.update(now)
