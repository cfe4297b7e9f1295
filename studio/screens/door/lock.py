"""The passphrase at the start of a day: typed at once, while the keys sound and a groove waits behind the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio import vault_door
from studio.lesson import sentence
from studio.playing.jam import Jam
from studio.screen import Go, Push, Screen
from studio.ui import art
from studio.ui.nodes import Button, Card, Column, Icon, Node, Progress, Row, Scroll, Space, Text, TextBox
from studio.words import say

if TYPE_CHECKING:
    from instruments.events import Played
    from reflections import Journal
    from studio.background import Job
    from studio.screen import Tools


class Lock(Screen):
    """One field. A wrong secret is said in a sentence; *Just play* needs none, and what is played waits in memory."""

    name = "lock"
    titled = "door.welcome"
    for_tutor = True
    private = False
    keys_play = False  # the letters of a passphrase are no music: what is played is kept, and could be read back

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self.jam = Jam(tools)
        self._secret = ""
        self._by_code = False
        self._trouble = ""
        self._opening: Job | None = None
        self._journal: Journal | None = None  # open by the recovery code; a new passphrase comes first
        self._new = ""
        self._again = ""
        self._here = False
        self._moving = False

    def enter(self) -> None:
        """Give the field the focus: a tutor types and presses Enter without looking."""
        self._here = True
        self.jam.ready()
        self.tools.focus("new" if self._journal else "secret")

    def leave(self) -> None:
        """Leave the beat to the next screen if it takes it over; never leave an open journal behind."""
        self._here = False
        if not self._moving:
            self.jam.stop()
        self._enter_studio()

    def update(self, now: float) -> None:
        """Unlocked, here or by an Enter pressed before somebody went to play: who is here comes next."""
        del now
        if self.lesson.journal is not None and not self._moving:
            self._moving = True
            self.tools.move(Go("who", {"jam": self.jam}))

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """Playing on the left, unlocking on the right, the keys beneath."""
        door = self._new_passphrase() if self._journal else self._door()
        cards = Row(self.just_play(), Card(door, pad=24, grow=3), gap=16, align="stretch", grow=1)
        return Column(Scroll(Column(cards, grow=1), key="lock"), self.jam.strip(), gap=12, grow=1)

    def just_play(self) -> Node:
        """Build the card that needs no secret."""
        return Card(
            Column(
                Icon("piano", 44, "accent"),
                Text(say("door.just play"), style="h1"),
                Text(say("door.the keys work now"), style="lead"),
                art.notes(),
                Button("just-play", say("door.play"), self._just_play, icon="arrow-right", kind="big"),
                gap=12,
                grow=1,
            ),
            tone="soft",
            pad=24,
            grow=2,
        )

    def _door(self) -> Node:
        code = self._by_code
        return Column(
            Text(say("door.unlock"), style="h1") if not (self._trouble and self.tools.theme().folds) else None,
            Text(
                say("door.the recovery code") if code else say("door.your passphrase opens"),
                tone="text2",
            )
            if code or not self.tools.theme().folds
            else None,
            self._says(),
            TextBox(
                "secret",
                self._secret,
                self._type,
                self._submit,
                label=say("door.recovery code") if code else say("door.passphrase"),
                secret=not code,
            ),
            self._progress(),
            Space(),
            Row(
                Button(
                    "other-secret",
                    say("door.i have the passphrase") if code else say("door.i have the recovery"),
                    self._switch,
                    icon="key-round",
                    kind="quiet",
                ),
                Button("backup", say("door.open a backup"), self._open_backup, icon="history", kind="quiet"),
                Space(),
                Button(
                    "unlock",
                    say("door.unlock"),
                    lambda: self._submit(self._secret),
                    icon="lock-open",
                    kind="primary",
                    enabled=self._opening is None,
                ),
            ),
            gap=16,
            grow=1,
        )

    def _new_passphrase(self) -> Node:
        return Column(
            Text(say("door.the code is right"), style="h1"),
            Text(say("door.choose a new passphrase"), tone="text2"),
            self._says(),
            TextBox(
                "new",
                self._new,
                self._set_new,
                lambda _words: self.tools.focus("again"),
                label=say("door.new passphrase"),
                secret=True,
            ),
            TextBox("again", self._again, self._set_again, self._renew, label=say("door.the same again"), secret=True),
            Space(),
            Row(
                Button("keep-old", say("door.keep the old one"), self._enter_studio, kind="quiet"),
                Space(),
                Button("renew", say("door.use it"), lambda: self._renew(self._again), icon="check", kind="primary"),
            ),
            gap=16,
            grow=1,
        )

    def _says(self) -> Node | None:
        if not self._trouble:
            return None
        return Row(Icon("info", 20, "accent"), Column(Text(self._trouble, weight=600), grow=1), gap=8, align="start")

    def _progress(self) -> Node | None:
        return Progress("opening", say("door.unlocking"), None) if self._opening is not None else None

    # -- unlocking ----------------------------------------------------------------------------------------------------
    def _type(self, words: str) -> None:
        self._secret = words
        if self._trouble:
            self._trouble = ""
            self.tools.changed()

    def _switch(self) -> None:
        self._by_code = not self._by_code
        self._secret = self._trouble = ""
        self.tools.focus("secret")
        self.tools.changed()

    def _submit(self, secret: str) -> None:
        if self._opening is not None or not secret.strip():
            return
        folder = self.tools.folder
        self._opening = self.tools.background.writer.put(
            lambda: vault_door.open_journal(folder, secret),
            self._opened,
            lambda error: self._refused(error, secret),
            "unlock",
        )
        self.tools.changed()

    def _opened(self, journal: Journal) -> None:
        self._opening, self._secret = None, ""
        if self._by_code and self._here:
            self._journal = journal
            self.tools.focus("new")
        else:
            self._is_open(journal)
        self.tools.changed()

    def _is_open(self, journal: Journal) -> None:
        self.lesson.opened(journal)
        self.lesson.tutor_near = self._here  # else somebody plays already, and the tutor's door asks them

    def _refused(self, error: Exception, secret: str) -> None:
        self._opening, self._secret = None, ""
        self._trouble = sentence(error)
        if vault_door.a_backup_helps(error) and self._here:
            self.tools.move(Push("backup", {"secret": secret, "why": self._trouble}))
        self.tools.focus("secret")
        self.tools.changed()

    def _open_backup(self) -> None:
        self.tools.move(Push("backup"))

    # -- a new passphrase after the code -------------------------------------------------------------------------------
    def _set_new(self, words: str) -> None:
        self._new = words

    def _set_again(self, words: str) -> None:
        self._again = words

    def _renew(self, again: str) -> None:
        journal, new = self._journal, self._new
        if journal is None:
            return
        if new != again:
            self._trouble = say("door.the two are not")
            self.tools.focus("again")
            self.tools.changed()
            return

        def refused(error: Exception) -> None:
            self._trouble = sentence(error)
            self.tools.focus("new")
            self.tools.changed()

        self.tools.background.writer.put(
            lambda: journal.change_passphrase(new), lambda _done: self._enter_studio(), refused, "change the passphrase"
        )

    def _enter_studio(self) -> None:
        if self._journal is not None:
            journal, self._journal = self._journal, None
            self._new = self._again = ""
            self._is_open(journal)
            self.tools.changed()

    # -- playing ------------------------------------------------------------------------------------------------------
    def _just_play(self) -> None:
        self.tools.move(Go("play"))

    def hear(self, event: Played) -> bool:
        """Start the beat at the first key."""
        return self.jam.hear(event)

    def told(self, event: object) -> None:
        """Where the beat is."""
        self.jam.told(event)
