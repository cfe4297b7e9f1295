"""How the studio looks and speaks to whoever is here: the laptop's settings, and over them what this pupil chose."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from studio.settings import CHOICES, Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reflections.records import Preferences
    from studio.lesson import Lesson

LOOK = (
    "theme",
    "text_size",
    "spacing",
    "font",
    "calm",
    "less_motion",
    "note_names",
    "music_as",
    "note_colours",
    "fingers",
    "read_aloud",
)  # fields of both


def looked_at_by(preferences: Preferences | None, laptop: Settings) -> Settings:
    """Return the laptop's settings with the look of one pupil; what they never touched looks as the laptop does."""
    if preferences is None:
        return laptop
    usual = type(preferences)()
    wanted = {name: getattr(preferences, name) for name in LOOK}
    own: dict[str, Any] = {
        name: value
        for name, value in wanted.items()
        if (preferences.own_look or value != getattr(usual, name)) and value in CHOICES.get(name, (value,))
    }
    return replace(laptop, **own)


class OwnSettings:
    """Lives on the main loop. A change is the pupil's while one is here, the laptop's while nobody is, a guest's for the visit."""

    def __init__(self, folder: Path, lesson: Lesson, laptop: Settings, apply: Callable[[Settings], None]) -> None:
        self._folder = folder
        self._lesson = lesson
        self._laptop = laptop
        self._apply = apply
        self._seen = self._here()

    def tick(self) -> None:
        """Once a frame: somebody came or left, or the tutor changed something for them."""
        here = self._here()
        if here != self._seen:
            self._seen = here
            self._apply(looked_at_by(self.preferences, self._laptop))

    @property
    def preferences(self) -> Preferences | None:
        """What the pupil who is here chose; None while none is."""
        return self._lesson.mine.preferences if self._lesson.pupil is not None else None

    def changed(self, settings: Settings) -> None:
        """Keep what was changed, the look where it belongs and the sound with the laptop."""
        look = {name: getattr(settings, name) for name in LOOK}
        shown = looked_at_by(self.preferences, self._laptop)
        before = {name: getattr(shown, name) for name in LOOK}
        own = self._lesson.pupil is not None or self._lesson.guest
        laptop = replace(settings, **{name: getattr(self._laptop, name) for name in LOOK}) if own else settings
        if laptop != self._laptop:
            self._laptop = laptop
            laptop.to_file(self._folder)
        preferences = self.preferences
        if preferences is not None and look != before:
            self.prefer(replace(preferences, **look, own_look=True))

    def prefer(self, preferences: Preferences) -> None:
        """The pupil wants it so, from now on and whenever they come back."""
        self._lesson.prefer(preferences)
        self.tick()

    def _here(self) -> tuple[str | None, bool, Preferences | None]:
        lesson = self._lesson
        return (lesson.pupil.id if lesson.pupil else None, lesson.guest, self.preferences)
