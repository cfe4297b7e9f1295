"""Before the music: who sits where, who plays what and in which way, and who leads; every step can be taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from instruments.events import SOFTWARE
from studio.ensemble.parts import changed
from studio.ensemble.seats import MOST, NoRoomError
from studio.lesson.band import TUTOR, tutor
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.ensemble.lines import Kind
    from studio.ensemble.waiting import How
    from studio.ensemble.ways import Way
    from studio.lesson.band import Band
    from studio.screens.lead.room import Lead

STEPS: Final = 50  # that can be taken back


class Arranging:
    """`chosen` is whose seat is looked at; `asked` whoever may lead if they want to; `waits` is True until a key is pressed."""

    def __init__(self, screen: Lead) -> None:
        self._screen = screen
        self._before: list[Band] = []
        self._chosen = ""
        self.asked: str | None = None
        self.waits = False

    @property
    def chosen(self) -> str:
        """A player who is here; "" while there is no band."""
        band = self._screen.band
        if band is None:
            return ""
        here = [player.id for player in band.players]
        return self._chosen if self._chosen in here else here[0]

    def choose(self, player: str) -> None:
        """Look at somebody's seat."""
        self._chosen, self.waits = player, False
        self._screen.tools.changed()

    # -- changes ------------------------------------------------------------------------------------------------------
    def _put(self, make: Callable[[Band], Band]) -> bool:
        """Put another band in the place of this one; a sentence where there is no room for it."""
        screen, band = self._screen, self._screen.band
        if band is None:
            return False
        try:
            made = make(band)
        except NoRoomError:
            screen.tools.say(say("lead.not there" if self.waits else "lead.no room"))
            return False
        if made != band:
            self._before = [*self._before[1 - STEPS :], band]
            screen.put(made)
        return True

    def part(self, player: str, kind: Kind) -> None:
        """Somebody has another part."""
        self._put(lambda band: replace(band, shared=changed(band.shared, band.seating, player, kind)))

    def sit(self, player: str, keyboard: int | None) -> None:
        """Somebody goes to another keyboard, or has no keys."""

        def seated(band: Band) -> Band:
            seating = band.seating
            if seating.place(player).keyboard == keyboard:
                return band
            if keyboard is None:
                return band.seated(seating.without_keys(player))
            if keyboard == SOFTWARE:  # they are too few for two: whoever had them goes where this one was
                had = next((each.player.id for each in seating.row(SOFTWARE)), None)
                if had is not None:
                    return band.seated(seating.swapped(player, had))
            return band.seated(seating.moved(player, keyboard))

        self._put(seated)

    def swap(self, one: str, other: str) -> None:
        """Two change seats."""
        self._put(lambda band: band.seated(band.seating.swapped(one, other)))

    def by_a_key(self) -> None:
        """The next key that goes down is the first of the chosen one's; pressed again, it is not."""
        self.waits = not self.waits
        self._screen.tools.changed()

    def pressed(self, keyboard: int | None, pitch: int) -> None:
        """A key went down, or was pressed in its picture, while it was waited for."""
        player = self.chosen
        if keyboard is None or keyboard == SOFTWARE or not self.waits:
            return

        def begun(band: Band) -> Band:
            seating = band.seating
            if seating.place(player).keyboard == keyboard and seating.can_begin(player, pitch):
                return band.seated(seating.begins(player, pitch))
            return band.seated(seating.split_at(keyboard, pitch, player))

        if self._put(begun):
            self.waits = False
        self._screen.tools.changed()

    def play_in(self, way: Way) -> None:
        """They play in another way."""
        self._put(lambda band: replace(band, way=way))

    def wait(self, how: How | None) -> None:
        """Where somebody is lost the music waits, carries them, or goes on."""
        self._put(lambda band: replace(band, waits=how))

    def help(self, player: str, on: bool) -> None:
        """Somebody's next keys are lit, for them or for whoever helps beside them; or no more."""
        self._put(lambda band: replace(band, helped=band.helped | {player} if on else band.helped - {player}))

    def next_to_help(self, player: str) -> None:
        """Somebody is a helper beside the next of the others; after the last of them beside nobody."""

        def made(band: Band) -> Band:
            row = [None, *(each.id for each in band.players if each.id != player)]
            return band.helping(player, row[(row.index(band.helps(player)) + 1) % len(row)])

        self._put(made)

    # -- who is here --------------------------------------------------------------------------------------------------
    @property
    def tutor_may(self) -> bool:
        """Whether the tutor can sit down, or stand up again: two stay."""
        band = self._screen.band
        if band is None:
            return False
        return len(band.players) > 2 if self.tutor_plays else len(band.players) < MOST  # noqa: PLR2004 - two are a group

    @property
    def tutor_plays(self) -> bool:
        """Whether the tutor has a seat."""
        band = self._screen.band
        return band is not None and any(player.id == TUTOR for player in band.players)

    def tutor_too(self) -> None:
        """The tutor sits down with them, or stands up."""
        lesson = self._screen.lesson

        def made(band: Band) -> Band:
            seating = band.seating
            return band.seated(seating.left(TUTOR) if self.tutor_plays else seating.joined(tutor(lesson)))

        self._put(made)

    # -- who leads ----------------------------------------------------------------------------------------------------
    def ask(self, player: str) -> None:
        """Somebody may lead if they want to; whoever leads goes on until they say yes."""
        self.asked = player
        self._screen.tools.focus("lead-yes")
        self._screen.tools.changed()

    def answer(self, *, yes: bool) -> None:
        """They want to, or not now: then all is as it was."""
        player, self.asked = self.asked, None
        if yes and player is not None:
            self._put(lambda band: band.led_by(player))
            if self._screen.on_stage and not self._screen.stage.on:
                self._screen.stage.play_again()
        self._screen.tools.changed()

    def nobody_leads(self) -> None:
        """Whoever led does not any more."""
        self._put(lambda band: band.led_by(None))

    # -- back ---------------------------------------------------------------------------------------------------------
    def undo(self) -> str | None:
        """What would be taken back, in words."""
        return say("lead.undo seats") if self._before else None

    def do_undo(self) -> None:
        """The band as it was one step before, with the keyboards that are there now."""
        if self._before:
            self.waits, self.asked = False, None
            self._screen.put(self._screen.plugged(self._before.pop()))

    def forget(self) -> None:
        """Other people or another piece: there is nothing to go back to."""
        self._before, self._chosen, self.waits, self.asked = [], "", False, None
