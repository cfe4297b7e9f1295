"""Aa: colours, size and space of the words, what moves, and how a pupil is spoken to; on every screen, for whoever is here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from studio.help_here import asked
from studio.settings import CHOICES
from studio.ui import fonts
from studio.ui.nodes import Button, Choice, Column, Dialog, Grid, Node, Row, Space, Text, Toggle
from studio.words import languages, own_name, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections.records import Preferences
    from studio.app import Studio
    from studio.settings import Settings

SOFTEST, LOUDEST, VOLUME_STEP = 0.1, 1.0, 0.1
WIDTH, ONE_COLUMN_FROM = 960, 150


class LookDialog:
    """What is chosen is seen at once behind it."""

    def __init__(self, studio: Studio, close: Callable[[], None], help_here: Callable[[], None] | None = None) -> None:
        self._studio = studio
        self._close = close
        self._help_here = help_here

    def dialog(self) -> Dialog:
        """The whole of it; it scrolls where the words are large, and how loud it is and the way out stay in sight."""
        own = self._studio.own.preferences
        rows = (
            *self._look(self._studio.settings),
            *(self._spoken(own) if own is not None else (self._laptop_tongue(),)),
        )
        toggles = [row for row in rows if isinstance(row, Toggle)]
        choices = [row for row in rows if row is not None and not isinstance(row, Toggle)]
        columns = 1 if self._studio.settings.text_size >= ONE_COLUMN_FROM else 2
        inside = Column(
            Text(self._say(f"whose {self._whose}"), tone="text2"),
            Grid(*choices, columns=columns),
            Grid(*toggles, columns=columns),
            gap=12,
        )
        return Dialog(self._say("title"), inside, key="look", escape=self._close, width=WIDTH, foot=self._below())

    @property
    def _whose(self) -> str:
        lesson = self._studio.lesson
        return "own" if lesson.pupil is not None else "guest" if lesson.guest else "nobody"

    def _say(self, key: str, **filled: Any) -> str:
        return say(f"look.{key}", **filled)

    def _look(self, now: Settings) -> tuple[Node | None, ...]:
        def change(**wanted: Any) -> None:
            self._studio.restyle(replace(now, **wanted))

        def choice(field: str, values: tuple[object, ...], words: Callable[[object], str]) -> Node:
            options = tuple((value, words(value), None) for value in values)
            key = {"text_size": "look-size"}.get(field, f"look-{field}")
            heading = self._say(field.replace("_", " "))
            return _named(
                heading,
                Choice(key, options, getattr(now, field), lambda v: change(**{field: v}), heading),
            )

        def toggle(field: str) -> Node:
            key, words, on = f"look-{field.replace('_', '-')}", self._say(field.replace("_", " ")), getattr(now, field)
            return Toggle(key, words, on, lambda on: change(**{field: on}))

        families = fonts.families()
        return (
            choice("theme", CHOICES["theme"], lambda v: self._say(f"theme {v}")),
            choice("text_size", CHOICES["text_size"], lambda v: self._say("percent", n=v)),
            choice("spacing", CHOICES["spacing"], lambda v: self._say(f"spacing {v}")),
            choice("font", families, lambda v: self._say(f"font {v}")) if len(families) > 1 else None,
            toggle("calm"),
            toggle("less_motion"),
            toggle("note_names"),
            toggle("read_aloud"),
        )

    def _spoken(self, own: Preferences) -> tuple[Node | None, ...]:
        """What only a pupil chooses: how they answer, and the words they are spoken to in."""
        from reflections.records import REGISTERS

        def prefer(**wanted: Any) -> None:
            self._studio.own.prefer(replace(own, **wanted))
            self._studio.change()

        def toggle(field: str) -> Node:
            key, words, on = f"look-{field.replace('_', '-')}", self._say(field.replace("_", " ")), getattr(own, field)
            return Toggle(key, words, on, lambda on: prefer(**{field: on}))

        registers = tuple((each, self._say(f"register {each}"), None) for each in REGISTERS)
        words_for = self._say("register")
        return (
            toggle("answer_by_keys"),
            _named(
                words_for,
                Choice(
                    "look-register",
                    registers,
                    self._studio.lesson.register,
                    lambda v: prefer(register=v),
                    words_for,
                ),
            ),
            self._tongues(own.language, lambda v: prefer(language=v)),
        )

    def _laptop_tongue(self) -> Node | None:
        """While nobody has said who they are it is the laptop's, and the tutor's."""
        if self._whose != "nobody":
            return None
        now = self._studio.settings
        return self._tongues(now.language, lambda v: self._studio.restyle(replace(now, language=v)))

    def _tongues(self, chosen: str, choose: Callable[[str], None]) -> Node | None:
        """The languages there are, each by its own name; None where there is one."""
        tongues = tuple((each, own_name(each), None) for each in languages())
        heading = self._say("language")
        return _named(heading, Choice("look-language", tongues, chosen, choose, heading)) if len(tongues) > 1 else None

    def _below(self) -> Node:
        volume = self._studio.settings.volume
        level = self._say("volume level", n=round(volume * 10))  # both buttons say it too, for whoever only hears
        down, up = lambda: self._louder(-VOLUME_STEP), lambda: self._louder(VOLUME_STEP)
        return Row(
            Text(level, style="label"),
            Button("quieter", self._say("quieter"), down, icon="volume-1", enabled=volume > SOFTEST, hint=level),
            Button("louder", self._say("louder"), up, icon="volume-2", enabled=volume < LOUDEST, hint=level),
            Space(),
            Button("help-here", asked(), self._help_here, icon="hand-heart", kind="quiet")
            if self._help_here is not None and self._studio.lesson.journal is not None
            else None,
            Button("look-done", self._say("done"), self._close, kind="primary", icon="check"),
        )

    def _louder(self, step: float) -> None:
        settings = self._studio.settings
        self._studio.restyle(replace(settings, volume=round(min(LOUDEST, max(SOFTEST, settings.volume + step)), 2)))


def _named(heading: str, choice: Node) -> Node:
    return Column(Text(heading, style="label", tone="text2", weight=600), choice, gap=6)
