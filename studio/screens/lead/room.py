"""Lead: several play one piece. First everybody gets a seat and a part, then one of them leads it on a screen all can see.

What stands here is safe on a big screen: what people are called, what they play, and nothing else of anyone.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pygame

from instruments.events import RATE, NoteOff, NoteOn, Played
from studio.ensemble.plan import EndTogether, Stop
from studio.lesson.band import formed, of_what_is_open, people
from studio.lesson.fitting import fitted, lately
from studio.playing.piano import MIDDLE_C, REACH
from studio.screen import Screen
from studio.screens.by_keys import ByKeys
from studio.screens.lead.after import After
from studio.screens.lead.arranging import Arranging
from studio.screens.lead.arranging_view import ArrangingView
from studio.screens.lead.boards import Boards, where
from studio.screens.lead.called import names
from studio.screens.lead.going_round import GoingRound
from studio.screens.lead.stage import Stage
from studio.screens.lead.stage_view import StageView
from studio.screens.lead.take import LeadTake
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.lesson.band import Band
    from studio.music.levels import Level
    from studio.ui.nodes import Dialog, Node

DIGITS = {getattr(pygame, f"K_{n}"): n - 1 for n in range(1, 7)}


class Lead(Screen):
    """Two pages: arranging, and the stage. The band stays with the lesson; what was played is kept as it always is."""

    name = "lead"
    room = "lead"

    def __init__(self, tools: Any) -> None:
        super().__init__(tools)
        self.on_stage = False
        self.keys = ByKeys(tools, anybody=True)
        self._walks = False
        self.down: dict[tuple[int, int], str] = {}  # keyboard and pitch of what is held, and whose it is
        self.boards = Boards(tools)
        self.arranging = Arranging(self)
        self.stage = Stage(self)
        self.take = LeadTake(self)
        self.round = GoingRound(self)
        self.after = After(self)
        self.side = ""  # somebody is "going" to the side, or "there"; the stage waits for them as it is
        self._arranging_view = ArrangingView(self)
        self._stage_view = StageView(self)

    # -- who plays ----------------------------------------------------------------------------------------------------
    @property
    def band(self) -> Band | None:
        """Those who play together; None while nothing is on the stand."""
        return self.lesson.band

    def put(self, band: Band) -> None:
        """The band is so from now on, and each key comes as its player's."""
        self.lesson.band = band
        self.engine.share(*band.seating.splits())
        self.lesson.play_together()
        self.tools.changed()

    def plugged(self, band: Band) -> Band:
        """The same band with the keyboards that are there now."""
        seating = band.seating.plugged(self.boards.now())
        return band if seating == band.seating else band.seated(seating)

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Whoever is here has a seat; with another piece parts are given out anew."""
        if self.side == "there":
            self.side = ""
            self._keyboards_changed()
            self.after.came_back()
            return
        self.tools.fit_keys(MIDDLE_C, MIDDLE_C + REACH)
        before = self.band
        if before is None:
            band = formed(self.lesson, self.boards.now())
        else:
            band = of_what_is_open(self.plugged(before).with_people(people(self.lesson)), self.lesson)
        if band is None:
            return
        if before is None or band.shared.piece is not before.shared.piece:
            self.arranging.forget()
        self.put(fitted(band, {}))
        self._fit()
        self.stage.ready()
        last = self.lesson.last_together
        if before is not None and band.shared.piece is before.shared.piece and last is not None and last.in_front:
            self.on_stage = True
            self.stage.to_take()

    def _fit(self) -> None:
        """What they played lately says what they are given first; once the music is in front it comes too late."""
        band = self.band
        pupils = [player.id for player in band.players if not player.guest] if band is not None else []

        def known(levels: dict[str, Level]) -> None:
            if self.band is not None and not self.on_stage:
                self.put(fitted(self.band, levels))

        self.lesson.ask(lambda journal: lately(journal, pupils), known, "what they play", whoever=True)

    def leave(self) -> None:
        """The music stops; keys come as their keyboards' again, and the backing is as loud as it is set."""
        if self.side == "going":
            self.side = "there"
            return
        self.side = ""
        self.stage.stop()
        self.take.hush()
        self.after.close()
        self.lesson.play_alone()
        border = self.lesson.keys.border
        self.engine.share(*(() if border is None else (border.split,)))
        self.engine.level("backing", self.tools.settings.backing)

    def to_stage(self) -> None:
        """All have a part: the music is next."""
        self.on_stage, self.arranging.waits, self.arranging.asked = True, False, None
        self.stage.ready()
        self.tools.focus("tap")

    def to_arrange(self) -> None:
        """Change who plays what."""
        self.stage.stop()
        self.take.leave()
        self.on_stage = False
        self.tools.focus("on-stage")
        self.tools.changed()

    # -- what is shown ------------------------------------------------------------------------------------------------
    @property
    def title(self) -> str:
        """The name of the piece, or of what was kept of one, where that is in front."""
        last = self.take.last
        if last is not None and self.on_stage and self.stage.plan.phase == "over":
            return last.title
        return self.band.title if self.band is not None else say("lead.title")

    @property
    def subtitle(self) -> str:
        """Who leads, and that all may see it; not where one answers by touch, which a big screen would show."""
        band = self.band
        if band is None or (self.after.open and self.after.asked.by_touch):
            return ""
        return say("lead.name leads", name=band.name(band.leader)) if band.leader else say("lead.nobody leads")

    def build(self) -> Node:
        """One of the two pages; after a take, what stands there."""
        if self.after.open and self.band is not None:
            return self.after.build()
        return self._stage_view.build() if self.on_stage and self.band is not None else self._arranging_view.build()

    @property
    def private(self) -> bool:
        """Whoever comes in sees the stage, which is the lesson; not who wants to play what, and nothing that is answered."""
        return not self.on_stage or self.after.state in {"asking", "said", "more"}

    def dialog(self) -> Dialog | None:
        """Whether somebody wants to lead."""
        return self._arranging_view.dialog()

    @property
    def part(self) -> str:
        """Which page is in front."""
        return self.after.state if self.after.open else "stage" if self.on_stage else "arrange"

    # -- what comes in ------------------------------------------------------------------------------------------------
    def told(self, event: object) -> None:
        """Where the music is; a keyboard that came or went keeps the rest."""
        if self.boards.told(event):
            self._keyboards_changed()
        self.after.told(event)
        if self.on_stage:
            self.take.told(event)
            self.stage.told(event)

    def _keyboards_changed(self) -> None:
        band = self.band
        if band is None:
            return
        before, now = band.seating, self.plugged(band)
        if now == band:
            return
        self.put(now)
        self.stage.carry()
        out, back = _differ(before.waiting, now.seating.waiting), _differ(now.seating.waiting, before.waiting)
        known = {keys.keyboard for keys in before.keyboards}
        if out:
            going = self.on_stage and self.stage.on
            gone = {player.id for player in now.seating.waiting}  # whoever was out before still is
            self.tools.say(say("lead.keyboard out" if going else "lead.keyboard out still", names=names(now, gone)))
        elif back:
            self.tools.say(say("lead.keyboard here", names=names(now, back)))
        elif any(keys.keyboard not in known for keys in now.seating.keyboards):
            self.tools.say(say("lead.keyboard new"))
        else:
            self.tools.say(say("lead.keyboard out nobodys"))

    def hear(self, event: Played) -> bool:
        """Keys light in their player's colour; the leader's may be taps or words."""
        if self.boards.told(event):
            self.down = {held: whose for held, whose in self.down.items() if held[0] != event.keyboard}
            self._keyboards_changed()
        band = self.band
        if self._walks:
            self.keys.hear(event)
        if band is None:
            return False
        self._down(band, event)
        if self.after.open:
            self.after.hear(event)
            return self.after.state == "asking"
        if isinstance(event, NoteOn):
            self._pressed(band, event)
        return False

    def _down(self, band: Band, event: Played) -> None:
        """What is held down, and whose it is."""
        at = where(event.keyboard, band.seating) if isinstance(event, NoteOn | NoteOff) else None
        if at is None:
            return
        if isinstance(event, NoteOn):
            player = band.seating.player_of(event.keyboard)
            self.down[at, event.pitch] = player.id if player is not None else ""
        elif isinstance(event, NoteOff):
            self.down.pop((at, event.pitch), None)

    def _pressed(self, band: Band, event: NoteOn) -> None:
        at = where(event.keyboard, band.seating)
        if at is None:
            return
        if self.on_stage:
            self.stage.hear(event)
            return
        self.boards.hear(event, band.seating)
        moved = self.plugged(band)
        if moved != band:  # an octave button was pressed
            self.put(moved)
        self.arranging.pressed(at, event.pitch)

    def update(self, now: float) -> None:
        """Whoever held a key long enough has answered, or gone on to another control; who is lost on the stage may be carried."""
        self._walk(now)
        self.after.update(now)
        self.stage.waits.update()

    def _walk(self, now: float) -> None:
        """Where keys are neither taps nor words nor answers, everybody's walk and press: arranging, and what stands after a take.

        While the music goes round they play: the computer's keys and a touch press then.
        """
        over = self.stage.plan.phase == "over" and self.after.state in {"closed", "said", "more"}
        walks = over and not self.round.on if self.on_stage else not self.arranging.waits
        if walks and not self._walks:
            self.keys.afresh()  # what is held down by then is no answer here
        self._walks = walks
        meant = self.keys.meant(now) if walks else None
        if meant is not None:
            self.keys.walk(meant, self.dialog() or self.build())

    def handle(self, event: pygame.event.Event) -> bool:
        """On the stage: Space taps, a digit brings a player in or lets them rest, - and = are softer and louder.

        Backspace ends it together, Delete stops it at once. Escape goes one step back.
        """
        if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            return self._one_step_back()
        if (
            event.type != pygame.KEYDOWN
            or not self.on_stage
            or self.after.open
            or event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT)
        ):
            return False
        stage = self.stage
        acts: dict[int, Callable[[], None]] = {
            pygame.K_SPACE: self.tap,
            pygame.K_MINUS: stage.leading.softer,
            pygame.K_EQUALS: stage.leading.louder,
            pygame.K_BACKSPACE: partial(stage.leading.say, EndTogether()),
            pygame.K_DELETE: partial(stage.leading.say, Stop()),
        }
        if event.key in acts:
            acts[event.key]()
        elif DIGITS.get(event.key, len(stage.plan.players)) < len(stage.plan.players):
            stage.leading.in_or_out(stage.plan.players[DIGITS[event.key]])
        else:
            return False
        return True

    def _one_step_back(self) -> bool:
        """Close what stands after a take; stop the music, which keeps it; leave the stage to arrange. False where none is left."""
        if self.after.open:
            self.after.close()
        elif self.round.on:
            self.round.stop()
        elif self.on_stage and self.stage.on:
            self.stage.leading.say(Stop())
        elif self.on_stage and self.band is not None:
            self.to_arrange()
        elif self.arranging.waits:
            self.arranging.by_a_key()
        else:
            return False
        return True

    def tap(self) -> None:
        """One of the four taps, on the screen or by the space bar."""
        self.stage.tap(self.engine.frame_now() / RATE)

    # -- undo ---------------------------------------------------------------------------------------------------------
    def undo(self) -> str | None:
        """The last word of the leader, or the last change of seats and parts."""
        if self.after.open:
            return self.after.page.undo()
        return self.stage.leading.undo() if self.on_stage else self.arranging.undo()

    def do_undo(self) -> None:
        """Take it back."""
        if self.after.open:
            self.after.page.do_undo()
        elif self.on_stage:
            self.stage.leading.do_undo()
        else:
            self.arranging.do_undo()


def _differ(before: Any, now: Any) -> set[str]:
    """The ids of the players who are in the second and not in the first."""
    return {player.id for player in now} - {player.id for player in before}
