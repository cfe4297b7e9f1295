"""Pupil and tutor at one keyboard: the first key of the right side is pressed, and each has a side of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from instruments.events import SOFTWARE, NoteOn
from instruments.sounds import sound
from instruments.zones import OTHER_SIDE, Border, Side
from studio.ui import keys
from studio.ui.nodes import Button, Canvas, Choice, Column, Dialog, Row, Space, Text
from studio.words import of_sound, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.app import Studio

SIDES: tuple[Side, ...] = ("left", "right")
SOUNDS = ("piano", "bass", "strings", "organ")  # of the tutor's side, beside the pupil's own
LOW, HIGH = 36, 84  # the keys drawn: C2 to C6, where small keyboards lie
_MINE, _TUTORS = 0, 1  # of the layers' colours


class SharedKeys:
    """States: closed, waiting for the key that begins the right side, shared."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self.open = False
        self._waiting = False
        self._touch: keys.Touch | None = None

    def show(self) -> None:
        """Open it: asks for the key, where the keyboard is not shared yet."""
        self.open = True
        self._waiting = self._border is None
        self._studio.change()

    def close(self) -> None:
        """The keyboard is as it was said last."""
        self.open = self._waiting = False
        if self._touch is not None:
            self._touch.let_go()
        self._studio.change()

    @property
    def _border(self) -> Border | None:
        return self._studio.lesson.keys.border

    def told(self, event: object) -> None:
        """The key that begins the right side goes down."""
        if not self.open or not self._waiting or not isinstance(event, NoteOn) or not event.pitch:
            return
        played = self._studio.lesson.keys
        keyboard = event.keyboard % OTHER_SIDE
        if keyboard == SOFTWARE:  # pressed in the picture of the keyboard that is there
            keyboard = next((one.id for one in played.present if one.id in played), SOFTWARE)
        elif played.owner(keyboard) != keyboard:
            return  # pads have no sides
        self._waiting = False
        before = self._border
        side: Side = before.other if before is not None else "left"
        self._studio.lesson.share_keyboard(
            Border(keyboard, event.pitch, side, before.sound if before is not None else "")
        )

    # -- what is shown ------------------------------------------------------------------------------------------------
    def dialog(self, close: Callable[[], None]) -> Dialog:
        """The keys, each side in its colour, and whose it is; `close` is called when all is said."""
        border = self._border if not self._waiting else None
        whose = self._whose(border) if border is not None else (Text(say("frame.press the first key"), style="lead"),)

        def done() -> None:
            self.close()
            close()

        def alone() -> None:
            self._studio.lesson.share_keyboard(None)
            done()

        return Dialog(
            say("frame.two at one keyboard"),
            Column(
                *whose,
                self._drawn(border),
                Text(say("frame.each side is kept"), tone="text2"),
                Row(
                    Button("shared-alone", say("frame.i play alone"), alone, kind="quiet") if border else None,
                    Button("shared-again", say("frame.another key"), self._again, kind="quiet") if border else None,
                    Space(),
                    Button("shared-done", say("frame.done"), done, kind="primary", icon="check")
                    if border
                    else Button("shared-done", say("frame.not now"), done, kind="quiet"),
                    gap=8,
                ),
                gap=12,
            ),
            key="shared-keys",
            escape=done,
            width=720,
        )

    def _whose(self, border: Border) -> tuple[Text, Choice, Text, Choice]:
        lesson = self._studio.lesson
        mine = lesson.pupil.shown if lesson.pupil is not None else say("frame.you")
        tutor = lesson.house.tutor or say("frame.the tutor")
        left, right = (tutor, mine) if border.other == "left" else (mine, tutor)
        sides = tuple((side, say(f"frame.side {side}"), None) for side in SIDES)
        asked = say("frame.how the tutor sounds", tutor=tutor)
        like = (("", say("frame.as mine"), None), *((name, of_sound(sound(name)), None) for name in SOUNDS))
        return (
            Text(say("frame.left and right", left=left, right=right), style="lead"),
            Choice("my-side", sides, "right" if border.other == "left" else "left", self._side, say("frame.my side")),
            Text(asked, style="label", tone="text2"),
            Choice("other-sound", like, border.sound, self._sound, asked),
        )

    def _drawn(self, border: Border | None) -> Canvas:
        zones: tuple[keys.Zone, ...] = ()
        if border is not None:
            mine_left = border.other == "right"
            first, low, high = border.first, min(LOW, border.first), max(HIGH, border.first)
            zones = (
                keys.Zone(low, first - 1, _MINE if mine_left else _TUTORS),
                keys.Zone(first, high, _TUTORS if mine_left else _MINE),
            )
        if self._touch is None:
            engine = self._studio.engine
            self._touch = keys.Touch(self._studio.tools.theme, lambda: (LOW, HIGH), engine.press, engine.release)
        return keys.keyboard("shared-keys-drawn", (LOW, HIGH), self._touch, dict, zones=zones, tall=90)

    def _side(self, mine: str) -> None:
        border = self._border
        if border is not None:
            tutors: Side = "left" if mine == "right" else "right"
            self._studio.lesson.share_keyboard(replace(border, other=tutors))

    def _sound(self, name: str) -> None:
        border = self._border
        if border is not None:
            self._studio.lesson.share_keyboard(replace(border, sound=name))

    def _again(self) -> None:
        self._waiting = True
        self._studio.change()
