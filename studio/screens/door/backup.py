"""The way back where the journal can't be read: the backups that are whole, newest first, and one press opens one of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio import files, vault_door
from studio.lesson import sentence
from studio.music import nearby
from studio.screen import Go, Screen
from studio.ui.nodes import Button, Card, Column, Icon, Node, Progress, Row, Scroll, Text, TextBox
from studio.words import counted, day, say

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from reflections import Journal, records
    from reflections.restoring import Copies
    from studio.background import Job
    from studio.screen import Tools

AT_ONCE = 4  # as many are looked through before somebody asks for older ones: each is read from end to end


class OpenBackup(Screen):
    """Asks for the passphrase unless it was typed just now. Nothing is deleted, and a damaged backup is never offered."""

    name = "backup"
    for_tutor = True
    private = False
    keys_play = False

    def __init__(self, tools: Tools, secret: str = "", why: str = "") -> None:
        super().__init__(tools)
        self._moving = not vault_door.has_journal(tools.folder)  # a new laptop: the copy comes from another one
        self.titled = "door.move my journal" if self._moving else "door.open a backup"
        self._secret = secret
        self._why = why
        self._trouble = ""
        self._where = ""
        self._copies: Copies | None = None
        self._next = 0  # of the copies there are, the one that is looked at next
        self._wanted = AT_ONCE
        self._good: list[records.Backup] = []
        self._left_out = 0
        self._refused: Exception | None = None  # why the key file of a copy did not open
        self._looking: Job | None = None
        self._look_on_with: object = None  # the read that goes on, until it is given up
        self._opening: records.Backup | None = None
        self._done = self._drawn = 0.0
        self._stop = False
        self._opened: records.Backup | None = None
        self._aside: Path | None = None

    def enter(self) -> None:
        """Look at once where the passphrase is known; on a new laptop a stick that is in is where to look."""
        if self._moving and not self._where:
            self._where = next((str(stick) for stick in nearby.sticks() if stick.is_dir()), "")
        if self._secret and self._copies is None:
            self._look()
        elif not self._secret:
            self.tools.focus("backup-folder" if self._moving and not self._where else "backup-secret")

    def leave(self) -> None:
        """Look no further; what is being put in place comes to its end, and is the journal then."""
        self._give_up_looking()
        self._secret = ""

    def update(self, now: float) -> None:
        """How far the copy has come."""
        del now
        if self._done != self._drawn:
            self._drawn = self._done
            self.tools.changed()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """Why one is here, then the backups; after one was opened, from when it is."""
        inside = self._open_now(self._opened) if self._opened else self._choose()
        return Column(Scroll(Column(*inside, gap=16), key="backups"), self._goes_on(), gap=12, grow=1)

    def _choose(self) -> list[Node]:
        asked = self._copies is None
        found: list[Node | None] = [
            _noted(self._why) if self._why else None,
            Text(say("door.a copy comes here" if self._moving else "door.a backup takes its place")),
            _noted(self._trouble) if self._trouble else None,
            self._from_where() if asked and self._moving else None,
            self._passphrase() if asked else None,
            self._the_journal_itself(),
            self._not_known(),
            *self._as_today(),
            *[self._card(one) for one in self._good],
            self._none_here(),
            Text(counted("door.left out", self._left_out), tone="text2") if self._left_out else None,
            self._elsewhere() if self._copies else None,
        ]
        return [node for node in found if node is not None]

    def _from_where(self) -> Node:
        return TextBox(
            "backup-folder",
            self._where,
            self._set_where,
            lambda _words: self.tools.focus("backup-secret"),
            label=say("door.where is the copy"),
            most=400,
        )

    def _passphrase(self) -> Node:
        return Row(
            TextBox(
                "backup-secret",
                self._secret,
                self._type,
                lambda _words: self._look(),
                label=say("door.passphrase or code"),
                secret=True,
                grow=1,
            ),
            Button("look", say("door.show the backups"), self._look, icon="search", kind="primary"),
            align="end",
            wrap=True,
        )

    def _card(self, one: records.Backup) -> Node:
        held = say("door.holds", pupils=counted("door.pupils", one.pupils), takes=counted("door.takes", one.takes))
        return Card(
            Row(
                Column(
                    Text(_when(one.at), style="lead", weight=600),
                    Text(say("door.odd date")) if one.odd else None,
                    Text(say("door.renamed")) if one.renamed else None,
                    Text(held, tone="text2"),
                    Text(counted("door.erased since", one.erased)) if one.erased else None,
                    gap=4,
                    grow=1,
                ),
                Button(
                    f"open-{one.path.name}",
                    say("door.open this one"),
                    partial(self._open, one),
                    icon="folder-open",
                    kind="primary" if one is self._good[0] else "plain",
                    enabled=self._opening is None,
                    hint=_when(one.at),
                ),
                wrap=True,
            ),
            pad=16,
        )

    def _the_journal_itself(self) -> Node | None:
        """A folder that was copied whole may hold more than its backups: whoever moves must not lose the last lesson unknowing."""
        if not self._moving or self._copies is None or self._copies.ahead is None:
            return None
        return _noted(say("door.the journal itself", there=self._copies.ahead, here=self.tools.folder))

    def _not_known(self) -> Node | None:
        """Without today's journal somebody may have been erased whom no backup knows of."""
        known = [one.known_until for one in self._good if one.known_until is not None]
        return _noted(say("door.erased later", when=_when(max(known)))) if known else None

    def _as_today(self) -> list[Node]:
        """What of today's journal goes into whichever is opened, where that journal could be read."""
        return [Text(say("door.as today"))] if any(one.known_until is None for one in self._good) else []

    def _none_here(self) -> Node | None:
        if self._copies is None or self._looking or self._good or (self._moving and self._copies.ahead):
            return None
        nothing = say("door.no copy there") if self._moving else say("door.no backup here", folder=self.tools.folder)
        return _noted(nothing)

    def _elsewhere(self) -> Node:
        return Row(
            TextBox(
                "backup-folder",
                self._where,
                self._set_where,
                lambda _words: self._look(),
                label=say("door.look in another folder"),
                most=400,
                grow=1,
            ),
            Button("look-there", say("door.look there"), self._look, icon="search", enabled=self._opening is None),
            align="end",
            wrap=True,
        )

    def _goes_on(self) -> Node | None:
        """What goes on now, and the way to stop it; it stays in sight beneath the list."""
        if self._opened is not None:
            return Row(Button("go-on", say("door.go on"), self._go_on, icon="arrow-right", kind="primary"))
        if self._opening is not None:
            words = say("door.opening the backup", when=_when(self._opening.at))
            return Progress("restoring", words, self._drawn, self._stop_opening)
        there = len(self._copies.there) if self._copies else 0
        if self._looking is not None:
            words = say("door.looking at backups", n=min(self._next + 1, there), n2=there)
            return Progress("looking", words, self._next / there if there else None, self._give_up_looking)
        if self._next < there:
            return Row(Button("older", say("door.look at older"), self._older, icon="history"))
        return None

    def _open_now(self, one: records.Backup) -> list[Node]:
        return [
            Row(Icon("check", 32, "good"), Text(say("door.it is open", when=_when(one.at)), style="h1"), gap=12),
            Text(say("door.the laptop before" if self._moving else "door.what came after")),
            *([Text(counted("door.stayed erased", one.erased))] if one.erased else []),
            *(self._as_today() if one.known_until is None else []),
            *([Text(say("door.aside", folder=self._aside), tone="text2")] if self._aside else []),
        ]

    # -- looking ------------------------------------------------------------------------------------------------------
    def _type(self, words: str) -> None:
        self._secret = words

    def _set_where(self, words: str) -> None:
        self._where = words

    def _look(self) -> None:
        """List what there is, here or in the folder that was named; then read one after the other."""
        if self._looking is not None or self._opening is not None or not self._secret.strip():
            return
        folder, secret = self.tools.folder, self._secret
        where = files.typed(self._where) if self._where.strip() else None
        self._trouble, self._refused = "", None
        self._looking = self.tools.background.writer.put(
            lambda: vault_door.copies(folder, secret, where), self._listed, self._not_listed, "list the backups"
        )
        self.tools.changed()

    def _listed(self, copies: Copies) -> None:
        self._copies, self._looking = copies, None
        self._next, self._wanted, self._good, self._left_out = 0, AT_ONCE, [], 0
        self._look_on()

    def _not_listed(self, error: Exception) -> None:
        self._looking, self._trouble = None, sentence(error)
        if self._copies is None:
            self._secret = ""
        self.tools.focus("backup-secret" if self._copies is None else "backup-folder")

    def _look_on(self) -> None:
        copies, n = self._copies, self._next
        self.tools.changed()
        if copies is None or n >= len(copies.there) or len(self._good) >= self._wanted:
            self._looked()
            return
        read = self._look_on_with = object()
        self._looking = self.tools.background.writer.put(
            lambda: copies.look(copies.there[n][1], lambda: self._look_on_with is not read),
            self._found,
            self._leave_out,
            "look at a backup",
        )

    def _found(self, one: records.Backup) -> None:
        self._good.append(one)
        self._next, self._looking = self._next + 1, None
        if len(self._good) == 1:
            self.tools.focus(f"open-{one.path.name}")
        self._look_on()

    def _leave_out(self, error: Exception) -> None:
        from reflections import WrongSecret

        if isinstance(error, WrongSecret):
            self._refused = error
        else:
            self._left_out += 1
        self._next, self._looking = self._next + 1, None
        self._look_on()

    def _looked(self) -> None:
        """With no key file that this passphrase opens, it is the passphrase that is asked for again."""
        if self._refused is not None and not self._good:
            self._copies, self._secret, self._trouble = None, "", sentence(self._refused)
            self.tools.focus("backup-secret")
        elif not self._good:
            self.tools.focus("backup-folder")

    def _older(self) -> None:
        self._wanted += AT_ONCE
        self._look_on()

    def _give_up_looking(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking, self._look_on_with = None, None
            self.tools.changed()

    # -- opening ------------------------------------------------------------------------------------------------------
    def _open(self, one: records.Backup) -> None:
        if self._opening is not None:
            return
        self._give_up_looking()
        folder, secret = self.tools.folder, self._secret
        self._opening, self._stop, self._trouble, self._done = one, False, "", 0.0
        self.tools.background.writer.put(
            lambda: vault_door.restore(folder, one.path, secret, self._far, lambda: self._stop),
            self._is_open,
            self._not_open,
            "open a backup",
        )
        self.tools.changed()

    def _far(self, done: float) -> None:
        """Called where it is copied: only the number is put down."""
        self._done = done

    def _stop_opening(self) -> None:
        self._stop = True

    def _is_open(self, opened: tuple[Journal, Path | None]) -> None:
        journal, self._aside = opened
        self._opened, self._opening, self._secret = self._opening, None, ""
        self.lesson.opened(journal)
        self.tools.focus("go-on")

    def _not_open(self, error: Exception) -> None:
        self._opening, self._trouble = None, sentence(error)
        self.tools.focus("backup-folder")

    def _go_on(self) -> None:
        self.tools.move(Go("who"))


def _noted(words: str) -> Node:
    return Row(Icon("info", 20, "accent"), Column(Text(words, weight=600), grow=1), gap=8, align="start")


def _when(at: datetime) -> str:
    return day(at.astimezone(), "moment and year")
