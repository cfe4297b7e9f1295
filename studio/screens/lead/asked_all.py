"""One question to all at once, on a screen that everybody sees: how many have answered, never who, and never what."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from reflections.prompts import ALL_AT_ONCE, question
from studio.lesson.band import TUTOR
from studio.playing.all_answer import KEYS, SKIP, AllAnswer, at_the_computer
from studio.playing.piano import LETTERS
from studio.ui.nodes import Button, Card, Column, Grid, Node, Row, Scroll, Text
from studio.words import beside, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from instruments.events import Played
    from studio.ensemble.seats import Seating
    from studio.screens.lead.room import Lead

_LEFT_OUT: Final = "fixed a bit"  # five keys, five answers: this one is of playing alone
_YES_NO: Final = ("yes", "no")


class AskedAll:
    """States: nothing asked, or one of two: what they did in it (T4), and whether their part may go home with the others."""

    def __init__(self, screen: Lead, over: Callable[[], None]) -> None:
        self._screen = screen
        self._over = over  # all have answered, or the rest need not
        self._home = False
        self.all: AllAnswer | None = None
        self._seating: Seating | None = None  # as the keyboards were when last looked at

    # -- what is asked ------------------------------------------------------------------------------------------------
    @property
    def words(self) -> str:
        """What everybody is asked, in the words of whoever's turn it is."""
        if self._home:
            return say("lead_after.home asks")
        lesson = self._screen.lesson
        return question(ALL_AT_ONCE, lesson.register, lesson.language).words

    @property
    def _choices(self) -> dict[str, str]:
        """The words by their ids, at most one for each key."""
        if self._home:
            return {one: say(f"lead_after.home {one}") for one in _YES_NO}
        lesson = self._screen.lesson
        choices = question(ALL_AT_ONCE, lesson.register, lesson.language).choices
        return {one.id: one.words for one in choices if one.id != _LEFT_OUT}

    def ask(self, *, home: bool = False) -> None:
        """The question is put, once all keys are up."""
        band, last = self._screen.band, self._screen.lesson.last_together
        if band is None:
            return
        self._home, now = home, self._screen.tools.clock()
        self._seating = band.seating
        if home:
            mine = set(last.pupils) - last.undone if last is not None else set[str]()
            without = {player.id for player in band.players} - mine
        else:
            without = {TUTOR} | (last.answered if last is not None else frozenset())
        self.all = AllAnswer(tuple(self._choices), band.seating, now, without=without)
        self._screen.tools.focus("go-on")
        self._screen.tools.changed()

    @property
    def by_touch(self) -> bool:
        """Whether somebody has a turn on the screen itself: where they press can be seen on a big one."""
        return self.all is not None and self.all.turn is not None

    def hand_over(self) -> None:
        """What was said goes to each one's own, be it that not all have."""
        asked, self.all = self.all, None
        if asked is None:
            return
        if self._home:
            self._screen.lesson.keep_going_along(asked.given)
        else:
            self._screen.lesson.keep_answers(ALL_AT_ONCE, asked.given, self._choices)

    # -- answers ------------------------------------------------------------------------------------------------------
    def hear(self, event: Played) -> None:
        """A key of whoever's it is."""
        if self.all is not None:
            self.all.hear(event, self._screen.tools.clock())

    def update(self, now: float) -> None:
        """Once a frame: whoever held a key long enough has answered."""
        if self.all is None:
            return
        self._look_at_keyboards(self.all, now)
        spans = self.all.update(now)
        for span in spans:
            self._screen.lesson.recorder.set_aside(*span)
        if spans:
            self._screen.tools.changed()
        if self.all.of and self.all.all_have:
            self._over()

    def _look_at_keyboards(self, asked: AllAnswer, now: float) -> None:
        band = self._screen.band
        if band is not None and band.seating is not self._seating:
            self._seating = band.seating
            asked.seated(band.seating, now)
            self._screen.tools.changed()

    def _turn(self, player: str) -> None:
        if self.all is not None:
            self.all.take_turn(player, self._screen.tools.clock())
            self._screen.tools.changed()

    def _touch(self, key: str) -> None:
        if self.all is not None:
            self.all.touch(key)
            self._screen.tools.focus("go-on")  # where the touch was tells nobody anything
            self._screen.tools.changed()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """The question, the keys, whose turn it is who has none, and how many have answered."""
        assert self.all is not None
        folds = self._screen.tools.theme().folds
        private = Text(say("lead_after.turn the screen"), weight=600) if self.by_touch else None
        hint = Text(self._how(self.all), style="body" if folds else "lead", tone="text2")
        how = Column(private, hint, gap=4, grow=int(folds))
        seen = Column(
            Text(self.words, style="h2" if folds else "h1"),
            None if folds else how,
            self._answers(self.all),
            Text(say("lead_after.black key"), tone="text2"),
            self._letters(self.all),
            self._turns(self.all),
            gap=8 if folds else 16,
            grow=int(not folds),
        )
        so_many = say("lead_after.so many", said=self.all.said, of=self.all.of)
        below = Row(
            Text(so_many, style="h1" if folds else "display", weight=700, grow=int(not folds)),
            how if folds else None,  # that nobody is told is never scrolled out of sight
            Button("go-on", say("lead_after.go on"), self._over, icon="arrow-right"),
            gap=12,
            align="center",
        )
        return Column(Scroll(seen, key="all-answer"), below, gap=12, grow=1)

    def _how(self, asked: AllAnswer) -> str:
        band = self._screen.band
        if asked.turn is None or band is None:
            return say("lead_after.hold a key")
        return say("lead_after.your turn", name=band.name(asked.turn))

    def _answers(self, asked: AllAnswer) -> Node:
        """As large as there is room for; a few are rows."""
        cards = self._cards(asked)
        if self._screen.tools.theme().folds:
            return Grid(*cards, min_width=280, gap=8)
        return Grid(*cards, min_width=380, gap=12, grow=1, columns=1 if len(cards) <= len(_YES_NO) + 1 else None)

    def _letters(self, asked: AllAnswer) -> Node | None:
        """Which of the computer's keys are which, where somebody sits at them among others: its letter A plays a C."""
        band, here = self._screen.band, (*KEYS[: len(self._choices)], SKIP)
        if band is None or asked.turn is not None or not at_the_computer(band.seating):
            return None
        pairs = beside(*(f"{LETTERS[letter]} = {letter}" for letter in here))
        return Text(say("lead_after.at computer", pairs=pairs), tone="text2")

    def _cards(self, asked: AllAnswer) -> list[Node]:
        """On somebody's turn the letters are those of the computer's keys, which are all the keys they have."""
        folds, touched = self._screen.tools.theme().folds, asked.turn is not None
        answers = [*zip(KEYS, self._choices.values(), strict=False), (SKIP, say("lead_after.skip"))]
        return [
            Card(
                Row(
                    Text(LETTERS[letter] if touched else letter, style="h2" if folds else "display", weight=700),
                    Text(text, style="lead" if folds else "h2", weight=400, grow=1),
                    gap=14 if folds else 20,
                    align="center",
                ),
                pad=6 if folds else 14,
                key=f"answer-{letter}" if touched else None,
                label=f"{LETTERS[letter]}: {text}" if touched else "",
                do=partial(self._touch, letter) if touched else None,
            )
            for letter, text in answers
        ]

    def _turns(self, asked: AllAnswer) -> Node | None:
        """Who has no keys of their own: each has a turn at the computer's; a turn that was had looks like one that was not."""
        band = self._screen.band
        if band is None or not asked.by_turns:
            return None
        turns = [
            Button(
                f"turn-{player}",
                say("lead_after.turn of", name=band.name(player)),
                partial(self._turn, player),
                icon="hand",
                selected=player == asked.turn,
            )
            for player in asked.by_turns
        ]
        return Row(Text(say("lead_after.no keys"), tone="text2"), *turns, gap=10, wrap=True)
