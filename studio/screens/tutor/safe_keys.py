"""Who can open the journal: another passphrase, a new recovery sheet, a code for the service's lead, and a new lock altogether."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio import vault_door
from studio.lesson import sentence
from studio.screen import Screen
from studio.screens.door.recovery import Recovery, in_lines
from studio.screens.tutor.how_far import HowFar
from studio.screens.tutor.safe import noted, point, words
from studio.screens.tutor.said_no import SaysNo
from studio.ui.nodes import Button, Card, Column, Icon, Node, Progress, Row, Scroll, Space, Text, TextBox

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections.journal import Journal
    from studio.screen import Tools

ICONS = {"passphrase": "key-round", "sheet": "file-text", "lead": "mail", "drop": "mail-x", "anew": "shield"}
WITH_NEW = frozenset({"passphrase", "anew"})  # a new passphrase is typed for these, twice
BEFORE = {"anew": 4}  # how many lines explain it first


class SafeKeys(SaysNo, Screen):
    """One at a time, and each only with the passphrase of now: the curtain may stand open."""

    name = "safe_keys"
    titled = "tutor_safe.safe_keys"
    subtitled = "tutor_safe.safe_keys subtitle"
    for_tutor = True
    keys_play = False

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._what = ""  # which one is open
        self._now = self._new = self._again = ""
        self._trouble = self._went_well = ""
        self._busy = False
        self._how_far = HowFar(tools.changed)
        self._has_lead: bool | None = None
        self._sheet: Recovery | None = None
        self._lead_code = ""

    @property
    def holds(self) -> bool:  # type: ignore[override]  # a property here, a plain value in Screen
        """What is shown once, or has begun, is not left by Esc."""
        return self._busy or self._sheet is not None or bool(self._lead_code)

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Whether the lead has a code."""
        self._read()

    def leave(self) -> None:
        """Nothing that was typed or shown stays."""
        self._fold()
        self._sheet, self._lead_code = None, ""

    def update(self, now: float) -> None:
        """How far it is."""
        del now
        self._how_far.update()

    def _read(self) -> None:
        self.lesson.ask(lambda journal: journal.has_lead_code, self._know, "the lead's code", whoever=True)

    def _know(self, has_lead: bool) -> None:
        self._has_lead = has_lead
        self.tools.changed()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """What there is to change; the form of one; how far it is; or what is shown once."""
        if self._busy:
            known = self._how_far.drawn if self._what == "anew" else None
            return Column(Space(), Progress("keys-busy", words(f"key {self._what} busy"), known), Space(), grow=1)
        if self._sheet is not None:
            inside = Scroll(self._sheet.node(), key="keys-sheet")
            return Column(inside, self._sheet.says(), self._sheet.on(), gap=12, grow=1)
        if self._lead_code:
            return self._lead_page()
        if self._what:
            says = noted(self._trouble) if self._trouble else None
            return Column(Scroll(self._form(), key=f"keys-{self._what}"), says, self._ways(), gap=12, grow=1)
        cards = [self._card(what) for what in ICONS if what != "drop" or self._has_lead]
        well = noted(self._went_well, "check", "good") if self._went_well else None
        return Column(well, Scroll(Column(*cards, gap=12), key="keys"), gap=12, grow=1)

    def _card(self, what: str) -> Node:
        name = "lead again" if what == "lead" and self._has_lead else what
        told = Column(
            Text(words(f"key {name}"), style="lead", weight=600), Text(words(f"key {name} told")), gap=4, grow=1
        )
        do = partial(self._open, what)
        button = Button(f"key-{what}", words(f"key {what} do"), do, icon=ICONS[what], hint=words(f"key {name}"))
        return Card(Row(told, button, wrap=True), pad=16)

    def _form(self) -> Node:
        what = self._what
        boxes = [("now", self._now, words("passphrase now"))]
        if what in WITH_NEW:
            boxes += [("new", self._new, words("passphrase new")), ("again", self._again, words("passphrase again"))]
        lines = [point(words(f"key {what} {n}")) for n in range(1, BEFORE.get(what, 1) + 1)]
        return Column(
            Text(words(f"key {what}"), style="h1"),
            *lines,
            *[
                TextBox(
                    f"keys-{box}", held, partial(self._type, box), self._entered, label=label, secret=True, most=200
                )
                for box, held, label in boxes
            ],
            gap=12,
        )

    def _ways(self) -> Node:
        do = Button("keys-do", words(f"key {self._what} do"), self._do, icon=ICONS[self._what], kind="primary")
        return Row(Button("keys-not", words("not now"), self._fold, kind="quiet"), Space(), do)

    def _lead_page(self) -> Node:
        inside = Column(
            Row(Icon("mail", 28, "accent"), Text(words("lead code"), style="h1", grow=1)),
            Card(in_lines(self._lead_code), tone="soft", pad=16),
            *[point(words(f"lead code {n}")) for n in (1, 2, 3)],
            gap=12,
        )
        over = Button("lead-done", words("written down"), self._lead_done, icon="check", kind="primary")
        return Column(Scroll(inside, key="keys-lead-code"), Row(Space(), over), gap=12, grow=1)

    # -- what is typed ------------------------------------------------------------------------------------------------
    def _type(self, box: str, said: str) -> None:
        setattr(self, f"_{box}", said)

    def _entered(self, said: str) -> None:
        del said
        self._do()

    def _open(self, what: str) -> None:
        self._fold()
        self._what, self._went_well = what, ""
        self.tools.focus("keys-now")

    def _fold(self) -> None:
        self._what = self._now = self._new = self._again = self._trouble = ""
        self.tools.changed()

    # -- what is done -------------------------------------------------------------------------------------------------
    def _do(self) -> None:
        """Prove who it is, then do it: both on the writer."""
        why, box = self._missing()
        if why:
            self._say_no(why, box)
            return
        journal, folder, now, what = self.lesson.journal, self.tools.folder, self._now, self._what
        if journal is None or self._busy:
            return
        deed = self._deed(journal)

        def work() -> str:
            vault_door.prove_tutor(folder, now)
            return deed() or ""

        self._busy, self._trouble = True, ""
        done = partial(self._done, what)
        self.tools.background.writer.put(work, done, self._failed, "a key")
        self.tools.changed()

    def _missing(self) -> tuple[str, str]:
        from reflections.vault import SHORTEST_PASSPHRASE

        if not self._now.strip():
            return words("needs now"), "keys-now"
        if self._what in WITH_NEW and len(self._new.strip()) < SHORTEST_PASSPHRASE:
            return words("too short", n=SHORTEST_PASSPHRASE), "keys-new"
        if self._what in WITH_NEW and self._new != self._again:
            return words("not the same"), "keys-again"
        return "", ""

    def _deed(self, journal: Journal) -> Callable[[], str | None]:
        new, far = self._new, self._how_far.begin()
        match self._what:
            case "passphrase":
                return lambda: journal.change_passphrase(new)
            case "sheet":
                return journal.new_recovery_code
            case "lead":
                return journal.new_lead_code
            case "drop":
                return journal.drop_lead_code
            case _:
                return lambda: journal.lock_anew(new, progress=far)

    def _done(self, what: str, code: str) -> None:
        """A code is shown once; of the rest it is said that it went well."""
        had_lead = self._has_lead
        self._busy = False
        self._fold()
        self._went_well = words(f"key {what} done")
        if what == "anew" and had_lead:
            self._went_well = words("key anew done lead")
        if what == "lead":
            self._lead_code = code
            self.tools.focus("lead-done")
        elif code:
            self._sheet = Recovery(self.tools, self.lesson.house.tutor, code, self._sheet_done)
            self.tools.focus("have-it")
        else:
            self.tools.focus("key-passphrase")
        self._read()

    def _failed(self, error: Exception) -> None:
        from reflections import WrongSecret

        self._busy = False
        self._say_no(words("not the passphrase") if isinstance(error, WrongSecret) else sentence(error), "keys-now")

    def _sheet_done(self) -> None:
        self._sheet = None
        self.tools.focus("key-passphrase")
        self.tools.changed()

    def _lead_done(self) -> None:
        self._lead_code = ""
        self.tools.focus("key-passphrase")
        self.tools.changed()
