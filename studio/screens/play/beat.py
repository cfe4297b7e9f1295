"""How to play it, page *Beat*: what keeps time, counting in, and whether the music goes at the pupil's pace."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.ui.nodes import Chips, Choice, Node, Toggle
from studio.words import options, say

if TYPE_CHECKING:
    from studio.lesson.values import Beat
    from studio.music.piece import Part
    from studio.screens.play.room import Play


BEATS: tuple[Beat, ...] = ("off", "click", "drums")
MOST, FEW = 4, 2  # drums of grooves to choose from; at large text


class PlayBeat:
    """What keeps time beside the backing, and since when what plays has drums in it that may be heard or not."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._drums: Part | None = None
        self._mine = False  # what plays is played with, and is not the whole piece to be heard
        self._usual: Beat = "click"  # what one press of a key brings back

    def begin(self, *, whole: bool) -> None:
        """The piece is about to be played, as it stands now."""
        self._mine, self._drums = not whole, self._screen.score.drums

    def choose(self, beat: Beat, drums: str = "") -> None:
        """Something else keeps time, at once; drums that are not in what plays are heard when it is begun anew."""
        screen = self._screen
        if screen.score.music is None:
            return
        screen.lesson.practice = screen.practice.with_beat(beat, screen.score.music, drums)
        self._usual = beat if beat != "off" else self._usual
        if screen.is_playing and self._mine and not screen.listening:
            if screen.score.drums is self._drums:
                screen.engine.click(beat == "click")
                screen.engine.mute(screen.score.silent)
            elif not screen.take.rolling:
                screen.stop()
        screen.tools.changed()

    def turn(self) -> None:
        """What kept time falls silent, or is heard again."""
        self.choose("off" if self._screen.practice.beat != "off" else self._usual)

    def rows(self) -> tuple[Node | None, ...]:
        """What there is to choose here; with no piece open only whether it counts in."""
        screen = self._screen
        practice, folded = screen.practice, screen.tools.theme().folds  # at large text the pace is not on the screen
        words = say("play.keeps time")
        return (
            Choice("beat", options("play.beat", BEATS), practice.beat, self.choose, words)
            if screen.score.music is not None
            else None,
            self._which() if practice.beat == "drums" else None,
            Toggle("count-toggle", say("play.count me in"), practice.count_in, lambda v: screen.change(count_in=v)),
            pace(screen, "pace-2", say("play.the music")) if folded and screen.score.may_breathe else None,
        )

    def _which(self) -> Node | None:
        """Those that fit this piece best, the one that was chosen among them, and the plain beat."""
        from studio.music.drums import PLAIN, fitting

        music, chosen = self._screen.score.music, self._screen.practice.drums
        most = FEW if self._screen.tools.theme().folds else MOST
        fit = [name for name in (fitting(music) if music is not None else ()) if name != PLAIN]
        best = [name for n, name in enumerate(fit) if n < most or name == chosen]
        drums = tuple((name, _title(name), None) for name in (*best, PLAIN))
        return Chips("drums", drums, frozenset({chosen}), partial(self.choose, "drums"), label=say("play.which drums"))


def _title(name: str) -> str:
    """What drums are called: as their groove is."""
    from studio.music.drums import PLAIN
    from studio.music.grooves import groove

    return say("play.drums plain") if name == PLAIN else groove(name).title


def pace(screen: Play, key: str, label: str = "", *, grow: int = 0) -> Node:
    """Whether what plays with the pupil goes at their pace or keeps its own."""
    return Choice(
        key,
        ((True, say("play.follows me"), None), (False, say("play.keeps steady"), None)),
        screen.practice.breathes,
        lambda v: screen.change(breathes=v),
        label,
        grow=grow,
    )
