"""How to play it: what is changed less often, in one dialog of named pages; at large text all that is not on the screen.

A page is a function from the screen to its rows, in a file of its own; one without rows is not shown:
my_part.py: help, hands, keys there, sound. bars.py: speed, bars that go round. beat.py: count-in, click or drums, pace. look.py: how it looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.screen import Go
from studio.screens.play import look, my_part
from studio.screens.play.bars import PlayBars
from studio.screens.play.sound import PlaySound
from studio.ui.nodes import Button, Choice, Column, Dialog, Node, Row, Space
from studio.words import options, say

if TYPE_CHECKING:
    from studio.screens.play.room import Play

Rows = tuple[Node, ...]


class PlayMore:
    """Open or closed; it opens at the page that was looked at last."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._open = False
        self._page = ""
        self.sound = PlaySound(screen)
        self.bars = PlayBars(screen)

    def show(self, page: str = "") -> None:
        """Open it, at a page if one is named."""
        self._open, self._page = True, page or self._page
        self.bars.look()
        self._screen.tools.focus("more-page")
        self._screen.tools.changed()

    def close(self) -> None:
        """Back to the music."""
        self._open = False
        self._screen.tools.focus("more")
        self._screen.tools.changed()

    def _share(self) -> None:
        self._open = False
        self._screen.tools.share_keys()

    def _together(self) -> None:
        self._open = False
        self._screen.tools.move(Go("lead"))

    def _today(self) -> None:
        self._open = False
        self._screen.today.show()

    def choose_sound(self) -> None:
        """On to what the keys sound like."""
        self._open = False
        self.sound.show()

    def _turn(self, page: str) -> None:
        self._page = page
        self._screen.tools.changed()

    @property
    def pages(self) -> dict[str, Rows]:
        """What there is to choose, by page, in their order."""
        screen = self._screen
        found = {
            "mine": my_part.rows(screen),
            "bars": self.bars.rows(),
            "beat": screen.beat.rows(),
            "look": look.rows(screen),
        }
        return {page: shown for page, rows in found.items() if (shown := tuple(row for row in rows if row is not None))}

    def dialog(self) -> Dialog | None:
        """The pages, the rows of one of them, and what belongs to none."""
        if not self._open:
            return self.sound.dialog()
        open_ = self._screen.score.music is not None
        pages = self.pages
        page = self._page if self._page in pages else next(iter(pages))
        which = Choice("more-page", options("play.page", pages), page, self._turn, say("play.pages"))
        return Dialog(
            say("play.how to play it") if open_ else say("play.how to play"),
            Column(
                which,
                *pages[page],
                self._ways(page, open_=open_),
                gap=14,
            ),
            key="more-dialog",
            escape=self.close,
            width=760,
        )

    def _ways(self, page: str, *, open_: bool) -> Node:
        """What is heard from here, and back to the music. At large text there is no room for five: the page decides."""
        screen, still, low = self._screen, not self._screen.take.on, self._screen.tools.theme().folds
        hear = Button("hear-all", say("play.hear it first"), screen.hear_whole, icon="headphones", enabled=still)
        together = Button("together", say("play.together"), self._together, icon="flag", enabled=still)
        today = Button("today", say("play.played today"), self._today, icon="history", enabled=still)
        of_the_part = page == "mine"
        return Row(
            hear if open_ else None,
            Button("two", say("play.with my tutor"), self._share, icon="users", enabled=still),
            together if open_ and (of_the_part or not low) else None,
            None if open_ and low and of_the_part else today,
            Space(),
            Button("more-done", say("play.done"), self.close, kind="primary", icon="check"),
            gap=8,
        )
