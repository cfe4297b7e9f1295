"""The tutor's door: asked for the passphrase again, then today, pupils, claims, figures, titles to hide, the sound, the place and the backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from studio import vault_door
from studio.lesson import sentence
from studio.screen import Back, Screen
from studio.screens.tutor.claims import Claims
from studio.screens.tutor.figures import FiguresTab
from studio.screens.tutor.house import PlaceAndBackup, Titles
from studio.screens.tutor.pupils import Pupils
from studio.screens.tutor.recordings import Recordings
from studio.screens.tutor.sound import SoundRoom
from studio.screens.tutor.today import Today
from studio.ui.nodes import Button, Card, Choice, Column, Icon, Node, Progress, Row, Scroll, Space, Text, TextBox
from studio.words import say

if TYPE_CHECKING:
    from studio.background import Job
    from studio.screen import Tools

TABS = (
    ("today", "clock"),
    ("pupils", "users"),
    ("claims", "file-text"),
    ("figures", "chart-column"),
    ("titles", "eye-off"),
    ("sound", "volume-2"),
    ("voices", "mic"),
    ("place", "map-pin"),
)


class TutorDoor(Screen):
    """A curtain, not a lock: the journal is open already, but nobody looks in by the way."""

    name = "tutor"
    titled = "tutor.tutors door"
    subtitled = "tutor.page subtitle"
    for_tutor = True
    keys_play = False

    def __init__(self, tools: Tools, *, tab: str = "today") -> None:
        super().__init__(tools)
        self._tab = tab
        self._proven = self.lesson.tutor_near
        self._secret = ""
        self._trouble = ""
        self._proving: Job | None = None
        self._from_the_top = 0  # how often today's list was begun at its top again, for a call that waits there
        self._sound = SoundRoom(tools)
        self._today = Today(tools)
        self._voices = Recordings(tools)
        self._tabs: dict[
            str, Today | Pupils | Claims | FiguresTab | Titles | SoundRoom | Recordings | PlaceAndBackup
        ] = {
            "today": self._today,
            "pupils": Pupils(tools),
            "claims": Claims(tools),
            "figures": FiguresTab(tools),
            "titles": Titles(tools),
            "sound": self._sound,
            "voices": self._voices,
            "place": PlaceAndBackup(tools),
        }

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Ask who it is; or read what waits."""
        if self._proven:
            self._read()
        else:
            self.tools.focus("secret")

    def leave(self) -> None:
        """Close the curtain; a typed line is kept as it is by its own tab."""
        self._secret = ""
        self._sound.leave()
        self._voices.leave()
        self._today.voice.stop()

    def update(self, now: float) -> None:
        """A voice that is heard comes to its end, and is no longer heard once somebody has come in."""
        self._today.voice.update(now)
        self._voices.update(now)
        if self.tools.veiled():
            self._today.voice.stop()

    def told(self, event: object) -> None:
        """What the engine says of its output."""
        self._sound.told(event)
        self._voices.told(event)

    def _read(self) -> None:
        self._show_calls()
        self.keys_play = self._tab == "sound"  # how loud the keys are is heard by playing
        self._tabs[self._tab].read()
        self.tools.focus("tab")

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """The curtain, or one of the tabs."""
        if not self._proven:
            return self._curtain()
        folds = self.tools.theme().folds  # large words stand in one row without their pictures
        tabs = tuple((tab, say(f"tutor.tab {tab}"), None if folds else icon) for tab, icon in TABS)
        return Column(
            Choice("tab", tabs, self._tab, self._to),
            self._today.calls.pinned() if self._tab == "today" else None,
            Scroll(self._tabs[self._tab].node(), key=f"tutor-{self._tab}-{self._from_the_top}"),
            gap=12,
            grow=1,
        )

    def _curtain(self) -> Node:
        return Column(
            Space(),
            Row(
                Space(),
                Card(
                    Column(
                        Text(say("tutor.is it you"), style="h1"),
                        Text(say("tutor.the passphrase once more"), tone="text2"),
                        Row(
                            Icon("info", 20, "accent"),
                            Column(Text(self._trouble, weight=600), grow=1),
                            gap=8,
                            align="start",
                        )
                        if self._trouble
                        else None,
                        TextBox(
                            "secret", self._secret, self._type, self._submit, label=say("tutor.passphrase"), secret=True
                        ),
                        Progress("proving", say("tutor.looking 2"), None) if self._proving else None,
                        Row(
                            Button(
                                "not-me",
                                say("tutor.back"),
                                lambda: self.tools.move(Back()),
                                icon="arrow-left",
                                kind="quiet",
                            ),
                            Space(),
                            Button(
                                "prove",
                                say("tutor.pupil open"),
                                lambda: self._submit(self._secret),
                                icon="key-round",
                                kind="primary",
                            ),
                        ),
                        gap=16,
                    ),
                    pad=24,
                    width=None if self.tools.theme().folds else 560,
                ),
                Space(),
            ),
            Space(),
            grow=1,
        )

    # -- the curtain --------------------------------------------------------------------------------------------------
    def _type(self, words: str) -> None:
        self._secret = words

    def _submit(self, secret: str) -> None:
        if self._proving is not None or not secret.strip():
            return
        folder = self.tools.folder
        self._proving = self.tools.background.writer.put(
            lambda: vault_door.prove_tutor(folder, secret), self._is_proven, self._is_not, "the curtain"
        )
        self.tools.changed()

    def _is_proven(self, result: object) -> None:
        del result
        self._proving, self._secret, self._trouble, self._proven = None, "", "", True
        self.lesson.tutor_near = self.lesson.pupil is None and not self.lesson.guest  # nobody else is at the keys
        self._read()
        self.tools.changed()

    def _is_not(self, error: Exception) -> None:
        from reflections import WrongSecret

        wrong = isinstance(error, WrongSecret)  # whose sentence offers the recovery code, which is asked for elsewhere
        self._proving, self._secret = None, ""
        self._trouble = say("tutor.not the passphrase") if wrong else sentence(error)
        self.tools.focus("secret")
        self.tools.changed()

    @property
    def listens(self) -> bool:
        """While an adult records a prompt, or hears one."""
        return self._voices.listens

    def _to(self, tab: str) -> None:
        self._sound.leave()
        self._voices.leave()
        self._tab, self.keys_play = tab, tab == "sound"
        self._show_calls()
        self._tabs[tab].read()
        self.tools.changed()

    def _show_calls(self) -> None:
        """Whoever comes back to today sees at its top that a pupil wants to talk."""
        if self._tab == "today" and self._today.calls.waiting:
            self._from_the_top += 1

    def handle(self, event: pygame.event.Event) -> bool:
        """Esc goes a step back behind the door: words are folded, then it is today again; from there it leads out."""
        if event.type != pygame.KEYDOWN or event.key != pygame.K_ESCAPE or not self._proven:
            return False
        if self._tab != "today":
            self._to("today")
            self.tools.focus("tab")
            return True
        return self._today.fold()
