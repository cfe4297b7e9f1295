"""The first run, done at home: the tutor's name, a passphrase, a place with the person to call, the recovery code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio import vault_door
from studio.lesson import sentence
from studio.lesson.minutes import USUAL, asked, keep_usual_minutes, options
from studio.screen import Push, Screen
from studio.screens.door.recovery import Recovery
from studio.screens.no_letters import no_letters, turned
from studio.ui.nodes import Button, Card, Choice, Column, Icon, Node, Progress, Row, Scroll, Space, Text, TextBox
from studio.words import say

if TYPE_CHECKING:
    from reflections import Journal
    from studio.screen import Tools

SHORTEST = 8
STEPS = ("name", "passphrase", "place")
FIRST_BOX = {"name": "tutor", "passphrase": "passphrase", "place": "place"}
WIDTH, WIDE = 880, 1000  # of the column; wide where text is so large that lines would get short


class Setup(Screen):
    """Three short steps, then the recovery code once. Keys sound meanwhile; nothing is written before the last step."""

    name = "setup"
    titled = "door.set up soundfolio"
    subtitled = "door.three short steps"
    for_tutor = True
    keys_play = False  # the letters of a passphrase are no music: what is played is kept, and could be read back

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._step = "name"  # name, passphrase, place, making; then the recovery code
        self._tutor = ""
        self._passphrase = ""
        self._again = ""
        self._place = ""
        self._person = ""
        self._minutes = USUAL
        self._asked_about_place = False
        self._trouble = ""
        self._recovery: Recovery | None = None

    def enter(self) -> None:
        """Let the name be typed at once."""
        self.tools.focus(FIRST_BOX.get(self._step, "have-it"))

    # -- what is shown ------------------------------------------------------------------------------------------------
    @property
    def holds(self) -> bool:  # type: ignore[override]  # a value there, worked out here
        """The recovery code is left by saying that one has it, and in no other way."""
        return self._recovery is not None

    def build(self) -> Node:
        """One step at a time, in the middle."""
        if self._recovery is not None:
            return self._page(self._recovery.node(), Column(self._recovery.says(), self._recovery.on(), gap=12))
        step = {
            "name": self._name_step,
            "passphrase": self._passphrase_step,
            "place": self._place_step,
            "making": self._making,
        }[self._step]
        on = self._on()
        below = Column(self._place_query() or self._says(), on, gap=12) if on is not None else None
        return self._page(step(), below)

    def _page(self, inside: Node, on: Node | None) -> Node:
        """Put the way on under what scrolls, and what is missing right above it: both are always in sight."""
        below = self._middle(on) if on is not None else None
        return Column(Scroll(self._middle(inside), key=f"setup-{self._step}"), below, gap=12, grow=1)

    def _name_step(self) -> Node:
        return self._sheet(
            say("door.what do your pupils"),
            say("door.they see this name"),
            TextBox("tutor", self._tutor, self._set_tutor, self._entered, label=say("door.your name"), most=60),
            no_letters(self._tutor),
        )

    def _passphrase_step(self) -> Node:
        return self._sheet(
            say("door.choose a passphrase"),
            say("door.it locks everything"),
            self._side_by_side(
                TextBox(
                    "passphrase",
                    self._passphrase,
                    self._set_passphrase,
                    lambda _words: self.tools.focus("again"),
                    label=say("door.passphrase"),
                    secret=True,
                    grow=1,
                ),
                TextBox(
                    "again",
                    self._again,
                    self._set_again,
                    self._entered,
                    label=say("door.the same again"),
                    secret=True,
                    grow=1,
                ),
            ),
            self._match(),
        )

    def _match(self) -> Node:
        if not self._again or self._again != self._passphrase:
            return Text(say("door.at least shortest characters", SHORTEST=SHORTEST), style="label", tone="text2")
        return Row(Icon("check", 18, "good"), Text(say("door.both are the same"), style="label", tone="good"), gap=6)

    def _place_step(self) -> Node:
        return self._sheet(
            say("door.where do you teach"),
            say("door.a label"),
            self._side_by_side(
                TextBox(
                    "place",
                    self._place,
                    self._set_place,
                    lambda _words: self.tools.focus("person"),
                    label=say("door.your label"),
                    most=40,
                    grow=1,
                ),
                TextBox(
                    "person",
                    self._person,
                    self._set_person,
                    self._entered,
                    label=say("door.whom do you tell"),
                    placeholder=say("door.a name"),
                    most=120,
                    grow=1,
                ),
            ),
            Column(
                Text(asked(), style="label", tone="text2", weight=600),
                Choice("minutes", options(), self._minutes, self._set_minutes, asked()),
                gap=8,
            ),
        )

    def _side_by_side(self, first: TextBox, second: TextBox) -> Node:
        """Two boxes in a line, so that a low window has room for what follows; at large text one below the other."""
        if self.tools.theme().folds:
            return Column(replace(first, grow=0), replace(second, grow=0), gap=16)
        return Row(first, second, gap=16, align="end")

    def _place_query(self) -> Node | None:
        if not self._asked_about_place:
            return None
        return Card(
            Row(
                Icon("shield", 22, "accent"),
                Column(
                    Text(say("door.that may name"), weight=600),
                    Text(say("door.a label like tuesday")),
                    gap=4,
                    grow=1,
                ),
                align="start",
            ),
            tone="soft",
            pad=8,
        )

    def _making(self) -> Node:
        return Column(
            Text(say("door.making your journal"), style="h1"),
            Text(say("door.it is being locked"), tone="text2"),
            Progress("making", say("door.locking"), None),
            gap=16,
        )

    def _sheet(self, heading: str, words: str, *inside: Node | None) -> Node:
        number = STEPS.index(self._step)
        return Column(
            Text(say("door.step n of n2", n=number + 1, n2=len(STEPS)), style="label", tone="accent", weight=600),
            Text(heading, style="h1"),
            Text(words, tone="text2"),
            *inside,
            gap=12,
        )

    def _on(self) -> Node | None:
        if self._step not in STEPS:
            return None
        last = self._step == STEPS[-1]
        return Row(
            Button("before", say("door.back"), self._before, icon="arrow-left", kind="quiet")
            if self._step != STEPS[0]
            else Button("move", say("door.move my journal"), self._move, icon="folder-input", kind="quiet"),
            Space(),
            Button(
                "next",
                say("door.finish") if last else say("door.next"),
                self._next,
                icon="check" if last else "arrow-right",
                kind="primary",
            ),
        )

    def _middle(self, inside: Node) -> Node:
        width = WIDE if self.tools.theme().folds else WIDTH
        return Row(Space(), Column(inside, width=width), Space(), align="start", pad=8)

    def _says(self) -> Node | None:
        if not self._trouble:
            return None
        return Row(Icon("info", 20, "accent"), Column(Text(self._trouble, weight=600), grow=1), gap=8, align="start")

    # -- what is typed ------------------------------------------------------------------------------------------------
    def _set_tutor(self, words: str) -> None:
        before, self._tutor = self._tutor, words
        if turned(before, words):
            self.tools.changed()

    def _set_passphrase(self, words: str) -> None:
        self._passphrase = words
        self.tools.changed()

    def _set_again(self, words: str) -> None:
        self._again = words
        self.tools.changed()

    def _set_place(self, words: str) -> None:
        self._place = words
        if self._asked_about_place:
            self._asked_about_place = False
            self.tools.changed()

    def _set_person(self, words: str) -> None:
        self._person = words

    def _set_minutes(self, minutes: int) -> None:
        self._minutes = minutes
        self.tools.changed()

    def _move(self) -> None:
        """What was kept on another laptop comes here from a stick."""
        self.tools.move(Push("backup"))

    # -- from step to step --------------------------------------------------------------------------------------------
    def _entered(self, words: str) -> None:
        del words
        self._next()

    def _before(self) -> None:
        self._to(STEPS[STEPS.index(self._step) - 1])

    def _to(self, step: str) -> None:
        self._step, self._trouble = step, ""
        self.tools.focus(FIRST_BOX.get(step, "have-it"))
        self.tools.changed()

    def _next(self) -> None:
        """Go on if the step is complete, else say what is missing and stand there."""
        missing, box = {
            "name": self._name_missing,
            "passphrase": self._passphrase_missing,
            "place": self._place_missing,
        }[self._step]()
        if box:
            self._trouble = missing
            self.tools.focus(box)
            self.tools.changed()
        elif self._step == "place":
            self._make()
        else:
            self._to(STEPS[STEPS.index(self._step) + 1])

    def _name_missing(self) -> tuple[str, str]:
        return ("", "") if self._tutor.strip() else (say("door.please type the name"), "tutor")

    def _passphrase_missing(self) -> tuple[str, str]:
        if len(self._passphrase.strip()) < SHORTEST:
            return say("door.a little longer please", SHORTEST=SHORTEST), "passphrase"
        if self._passphrase != self._again:
            return say("door.the two are not"), "again"
        return "", ""

    def _place_missing(self) -> tuple[str, str]:
        from reflections.wording import looks_like_a_school

        if not self._place.strip():
            return say("door.please give the place"), "place"
        if not self._person.strip():
            return say("door.please say whom"), "person"
        if looks_like_a_school(self._place) and not self._asked_about_place:
            self._asked_about_place = True
            return "", "place"
        return "", ""

    # -- making it ----------------------------------------------------------------------------------------------------
    def _make(self) -> None:
        folder, tutor, passphrase = self.tools.folder, self._tutor.strip(), self._passphrase
        person, place, minutes = self._person.strip(), self._place.strip(), self._minutes
        self._to("making")

        def make() -> tuple[Journal, str]:
            journal, code = vault_door.create_journal(
                folder, tutor=tutor, passphrase=passphrase, help_person=person, place=place
            )
            keep_usual_minutes(journal, minutes)
            return journal, code

        self.tools.background.writer.put(make, self._made, self._not_made, "make the journal")

    def _made(self, result: tuple[Journal, str]) -> None:
        journal, code = result
        self._passphrase = self._again = ""
        self.lesson.opened(journal)
        self._recovery = Recovery(self.tools, self._tutor.strip(), code)
        self._to("code")

    def _not_made(self, error: Exception) -> None:
        self._to("place")
        self._trouble = sentence(error)
