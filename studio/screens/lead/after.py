"""After a take of several: one part is played again alone, all answer one question at once, and what is said aloud is noted.

It stands on a screen that everybody sees: how many have answered, never who, and never what.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.playing.all_answer import answers_on
from studio.screen import Push
from studio.screens.lead.anew import Anew
from studio.screens.lead.asked_all import AskedAll
from studio.screens.lead.one_by_one import OneByOne
from studio.ui.nodes import Button, Node
from studio.words import say

if TYPE_CHECKING:
    from instruments.events import Played
    from reflections.records import Preferences
    from studio.screens.lead.room import Lead


class After:
    """States: closed, again (one plays their part anew), asking, said (all have answered), more (the same page by itself)."""

    def __init__(self, screen: Lead) -> None:
        self._screen = screen
        self.state = "closed"
        self.asked = AskedAll(screen, self.go_on)
        self.page = OneByOne(screen)
        self.anew = Anew(screen)
        self._called = ""  # to the side, while it is looked up how they are asked

    @property
    def open(self) -> bool:
        """Whether this stands on the screen in the stage's stead."""
        return self.state != "closed"

    def close(self) -> None:
        """Back to the stage; what somebody plays anew is kept as far as it is, and every answer that was given is."""
        if self.state == "again":
            self.stop_again()
        self.asked.hand_over()
        self._screen.round.stop()
        self.state, self._called = "closed", ""
        self._screen.tools.changed()

    # -- one part again -----------------------------------------------------------------------------------------------
    def again(self, pupil: str) -> None:
        """Everybody else sounds from the take, and one plays."""
        self._screen.take.hush()
        self._screen.round.stop()
        self.state = "again"
        self.anew.begin(pupil)

    def told(self, event: object) -> None:
        """Where the others' parts are; with their end the part that is played anew is over."""
        if self.anew.told(event):
            self.stop_again()

    def stop_again(self) -> None:
        """It is over, or was stopped; what was kept stands in front again."""
        self.state = "closed"
        self.anew.stop()

    def earlier(self, pupil: str) -> None:
        """What they had played before is in again."""
        self._screen.take.hush()
        self._screen.lesson.earlier_part(pupil)
        self._screen.tools.say(say("lead_after.earlier is in"))

    # -- all answer ---------------------------------------------------------------------------------------------------
    def ask(self) -> None:
        """All are asked what they did in it."""
        self._ask(home=False)

    def ask_home(self) -> None:
        """All are asked whether their part may go in what the others take home."""
        self._ask(home=True)

    def _ask(self, *, home: bool) -> None:
        if self._screen.band is not None:
            self._screen.take.hush()
            self._screen.round.stop()
            self.state = "asking"
            self.asked.ask(home=home)

    def hear(self, event: Played) -> None:
        """A key of whoever's it is."""
        self.asked.hear(event)
        self.anew.hear(event)

    def update(self, now: float) -> None:
        """Once a frame: whoever held a key long enough has answered."""
        if self.state == "asking":
            self.asked.update(now)

    def go_on(self) -> None:
        """Whoever has not answered need not; what was said goes to each one's own."""
        self.asked.hand_over()
        self._page("said")

    # -- one by one ---------------------------------------------------------------------------------------------------
    def more(self) -> None:
        """The page that comes after the question, without it."""
        self._screen.take.hush()
        self._page("more")

    def _page(self, state: str) -> None:
        self.state, self._called = state, ""
        self.page.begin()
        self._screen.tools.focus("back-to-music")
        self._screen.tools.changed()

    def say_more(self, pupil: str) -> None:
        """One goes to the side and says more; the music goes round for the others, who play on."""
        screen, lesson, band = self._screen, self._screen.lesson, self._screen.band
        about = lesson.about_last(pupil)
        row = next(
            (one for one in (lesson.pupil, *(seat.pupil for seat in lesson.seats)) if one and one.id == pupil), None
        )
        if about is None or row is None or band is None:
            return
        keys = answers_on(band.seating, pupil)

        self._called = pupil

        def open_it(preferences: Preferences) -> None:
            if self._called != pupil:  # the page was left meanwhile, or theirs is open already
                return
            self._called = ""
            screen.round.begin(pupil)
            screen.side = "going"
            options = {"pupil": row, "about": about, "preferences": preferences, "keys": keys}
            screen.tools.move(Push("aside", options))

        lesson.ask(lambda journal: journal.preferences(pupil), open_it, "how they are asked")

    def came_back(self) -> None:
        """Whoever was at the side has said what they wanted; the music goes on."""
        if self._screen.round.on:
            self._screen.round.begin()
        self._screen.tools.focus("back-to-music")
        self._screen.tools.changed()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def ways_on(self, pupil: str) -> tuple[Node, ...]:
        """Below somebody's part that was kept: once again, and the part before."""
        last, band = self._screen.take.last, self._screen.band
        if last is None or last.id is None or band is None or not band.name(pupil):
            return ()
        name, again = band.name(pupil), partial(self.again, pupil)
        said = say("lead_after.play it anew", name=name)
        anew = Button(f"anew-{pupil}", say("lead_after.anew"), again, icon="rotate-ccw", kind="quiet", hint=said)
        if not last.earlier.get(pupil, 0) or pupil in last.undone:
            return (anew,)
        told, back = say("lead_after.earlier of", name=name), partial(self.earlier, pupil)
        earlier = Button(f"earlier-{pupil}", say("lead_after.earlier"), back, icon="undo-2", kind="quiet", hint=told)
        return anew, earlier

    def asks_all(self) -> Node | None:
        """The way to the question, once there is something kept to answer about."""
        last = self._screen.take.last
        if last is None or last.id is None:
            return None
        return Button("all-answer", say("lead_after.all answer"), self.ask, icon="message-circle", kind="primary")

    def says_more(self) -> Node | None:
        """The way to what each may say, where anybody may."""
        lesson, band = self._screen.lesson, self._screen.band
        if band is None or all(lesson.about_last(player.id) is None for player in band.players):
            return None
        return Button("say-more", say("lead_after.say more"), self.more, icon="message-circle", kind="quiet")

    def build(self) -> Node:
        """The page of this state."""
        match self.state:
            case "again":
                return self.anew.build()
            case "asking":
                return self.asked.build()
            case _:
                return self.page.build(thanks=self.state == "said")
