"""The keyboard's light on every screen: whether a key is heard, what is unplugged, and whose keyboard is which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.events import SOFTWARE, Back, Gone, Keyboards, NoteOn
from instruments.zones import FIRST_HEARD_AS
from studio.lesson.keys import is_other_side
from studio.ui.nodes import Button, Card, Column, Dialog, Icon, Node, Row, Space, Text
from studio.ui.shell import Light
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.app import Studio
    from studio.playing.shared_keys import SharedKeys

LIGHT_SECONDS = 0.6


class KeyLight:
    """What is known of keyboards, in words. `troubles` is shared with the frame: kind -> the sentence that still holds."""

    def __init__(self, studio: Studio, troubles: dict[str, str], opened: Callable[[], None]) -> None:
        self._studio = studio
        self._troubles = troubles
        self._opened = opened
        self._out: set[int] = set()
        self._heard_at = -LIGHT_SECONDS
        self._shared: SharedKeys | None = None
        self.lit = False

    # -- what the engine says -----------------------------------------------------------------------------------------
    def told(self, event: object) -> None:
        """A key lights the lamp; a keyboard that went is missed until it is back."""
        if self._shared is not None:
            self._shared.told(event)
        match event:
            case NoteOn():
                self._heard_at = self._studio.clock()
                self.lit = True
                self._studio.change()
            case Gone() if (
                "engine" not in self._troubles and self._studio.lesson.keys.owner(event.keyboard) == event.keyboard
            ):
                self._out.add(event.keyboard)
                self._troubles["unplugged"] = say("frame.the keyboard is unplugged")
                self._studio.say(say("frame.the keyboard is unplugged"))
            case Back() if event.keyboard in self._out:
                self._is_back(event.keyboard)
                if not self._out:
                    self._studio.say(say("frame.the keyboard is back"))
            case Keyboards():
                for one in event.known:
                    if one.present:
                        self._is_back(one.id)
                self._studio.change()
            case _:
                pass

    def tick(self, now: float) -> None:
        """The lamp goes out again."""
        lit = now - self._heard_at < LIGHT_SECONDS
        if lit != self.lit:
            self.lit = lit
            self._studio.change()

    def _is_back(self, keyboard: int) -> None:
        self._out.discard(keyboard)
        if not self._out:
            self._troubles.pop("unplugged", None)

    # -- the light ----------------------------------------------------------------------------------------------------
    def light(self, *, covered: bool = False) -> Light:
        """The lamp and its words. Behind the veil it names nobody and opens nothing."""
        menu = self._opened if self._has_menu and not covered else None
        if "output" in self._troubles:
            return Light(False, say("frame.no sound comes out"), do=menu)
        if self._missed:
            return Light(self.lit, say("frame.keyboard unplugged"), "unplug", menu, calls=True)
        if self.lit:
            return Light(True, say("frame.keyboard heard") if covered else self._heard(), do=menu)
        if self._studio.lesson.keys.present:
            return Light(True, say("frame.keyboard ready"), do=menu)
        if "keyboard" in self._troubles:
            return Light(False, say("frame.no keyboard yet why"), do=menu, calls=True)
        return Light(False, say("frame.computer keys play no"), do=menu)

    @property
    def _missed(self) -> bool:
        """Whether one is out that somebody waits for: the pupil's, or the only one there was."""
        keys = self._studio.lesson.keys
        return bool(self._out) and (not keys.present or (keys.claimed and any(one in keys for one in self._out)))

    @property
    def _has_menu(self) -> bool:
        return bool(self._said) or self._whose_is_known

    @property
    def _said(self) -> list[str]:
        """The sentences about keyboards that still hold."""
        return [self._troubles[kind] for kind in ("keyboard", "unplugged") if kind in self._troubles]

    @property
    def _whose_is_known(self) -> bool:
        lesson = self._studio.lesson
        return lesson.pupil is not None and lesson.keys.claimed

    def _heard(self) -> str:
        """What is heard; whose it is, where there are two to tell apart. No name: a projector shows it, and it may be long."""
        keys = self._studio.lesson.keys
        if keys.last >= FIRST_HEARD_AS:  # they play together, and each has a number of their own
            return say("frame.keyboard heard")
        if is_other_side(keys.last):
            return say("frame.tutors side heard")
        if not self._whose_is_known or (len(keys.present) < 2 and keys.last in keys):  # noqa: PLR2004 - two to tell apart
            return say("frame.keyboard heard")
        return say("frame.your keyboard heard") if keys.last in keys else say("frame.other keyboard heard")

    def _name(self, keyboard: int) -> str:
        lesson = self._studio.lesson
        if lesson.pupil is not None and keyboard in lesson.keys:
            return say("frame.whose", name=lesson.pupil.shown)
        return say("frame.whose", name=lesson.house.tutor or say("frame.the tutor"))

    def _choices(self) -> list[tuple[int, str]]:
        """The keyboards that are there, twins numbered, and the computer's keys."""
        named: list[tuple[int, str]] = []
        for one in self._studio.lesson.keys.present:
            twins = sum(name == one.name or name.startswith(f"{one.name} (") for _, name in named)
            named.append((one.id, f"{one.name} ({twins + 1})" if twins else one.name))
        return [*named, (SOFTWARE, say("frame.the computers keys"))]

    # -- its menu -----------------------------------------------------------------------------------------------------
    def share(self) -> None:
        """Ask on which key the right side begins, where pupil and tutor play on one keyboard."""
        from studio.playing.shared_keys import SharedKeys  # with the keys it draws: not for the first frame

        self._shared = self._shared or SharedKeys(self._studio)
        self._shared.show()
        self._opened()

    def leave(self) -> None:
        """Somebody else sits there now."""
        if self._shared is not None:
            self._shared.close()

    def dialog(self, close: Callable[[], None]) -> Dialog:
        """What is wrong with a keyboard, and whose is which; one tap gives one to the pupil, or shares it with the tutor."""
        if self._shared is not None and self._shared.open:
            return self._shared.dialog(close)
        rows = [self._row(keyboard, name) for keyboard, name in self._choices()] if self._whose_is_known else []
        only = say("frame.only the pupils keyboard")
        return Dialog(
            say("frame.whose keyboard is it") if rows else say("frame.keyboards"),
            Column(
                *(_sentence(words) for words in self._said),
                Text(only, tone="text2") if rows else None,
                *rows,
                Row(Space(), Button("keyboards-done", say("frame.done"), close, kind="primary", icon="check")),
                gap=12,
            ),
            key="keyboards",
            escape=close,
            width=640,
        )

    def _row(self, keyboard: int, name: str) -> Node:
        keys, pupil = self._studio.lesson.keys, self._studio.lesson.pupil
        here = self.lit and keys.last == keyboard
        offer = say("frame.this keyboard is name", name=pupil.shown) if pupil is not None else ""
        return Card(
            Row(
                Icon("piano", 22, "accent" if here else "text2"),
                Column(Text(name, weight=600), Text(self._name(keyboard), style="label", tone="text2"), gap=2, grow=1),
                Button("share-keyboard", say("frame.share it"), self.share, icon="users", kind="quiet")
                if keyboard in keys and self._may_share(keyboard)
                else None,
                Icon("check", 22, "good")
                if keyboard in keys
                else Button(f"keyboard-{keyboard}", offer, lambda: self._give(keyboard)),
                align="center",
            ),
            tone="s2",
            pad=12,
        )

    def _may_share(self, keyboard: int) -> bool:
        """Whether this is the one of the pupil's that two would sit at: the one that is there."""
        here = [one.id for one in self._studio.lesson.keys.present if one.id in self._studio.lesson.keys]
        return keyboard == (here[0] if here else SOFTWARE)

    def _give(self, keyboard: int) -> None:
        self._studio.lesson.keys.give(keyboard)
        self._studio.change()


def _sentence(words: str) -> Node:
    return Card(Row(Icon("info", 20, "accent"), Column(Text(words), grow=1), align="start"), tone="soft", pad=12)
