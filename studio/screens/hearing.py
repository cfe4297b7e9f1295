"""Hearing one thing that was kept, a take as it was played or a version as it is written, from any screen that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.events import Finished
from studio.screens import who_heard
from studio.ui.nodes import Button, Node
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from instruments.events import Score
    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools

TWO = "by two"  # with a version's id: whether pupil and tutor play in it


class Hearing:
    """What sounds just now, if anything; one thing at a time."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._playing: str | None = None

    def button(self, item: records.Take | records.Version, label: str, of: str, place: str = "") -> Node:
        """The button that plays it, or stops it while it sounds; `of` says what it is where the label is short.

        `place` tells two buttons of one thing on one screen apart.
        """
        on = self._playing == item.id
        words, icon = (say("hearing.stop"), "square") if on else (label, "play")
        do = self.stop if on else lambda: self.play(item)
        return Button(
            f"hear-{place}{item.id}",
            words,
            do,
            icon=icon,
            name=say(f"hearing.{'stop' if on else 'hear'} what", what=of),
            selected=on,
        )

    def play(self, item: records.Take | records.Version) -> None:
        """All the parts of a take that stand in its record, or a version."""
        from reflections.records import Take

        self._playing = item.id
        if isinstance(item, Take):
            self._play_take(who_heard.heard(item, self._tools.lesson))
        else:
            self._play_version(item)
        self._tools.changed()

    def who(self, key: str, items: Iterable[records.Take | records.Version]) -> Node | None:
        """Who is heard in these, where pupil and tutor play together in one; of an early version it is known once it was heard."""
        shown = tuple(items)
        two = who_heard.by_two(shown) or any(self._tools.kept.get((TWO, item.id)) for item in shown)
        return who_heard.line(self._tools, key, two=two, then=self.stop)

    def stop(self) -> None:
        """Silence, at once."""
        if self._playing is not None:
            self._playing = None
            self._tools.engine.stop()
            self._tools.changed()

    def told(self, event: object) -> None:
        """What came to its end is not lit any more."""
        if isinstance(event, Finished) and self._playing is not None:
            self._playing = None
            self._tools.changed()

    def _play_take(self, take: records.Take) -> None:
        from studio.music.score import take_score
        from studio.music.together import together
        from studio.papers.illustrate import parts_of

        def sound(parts: tuple[bytes, ...]) -> None:
            if self._playing == take.id and parts:
                self._tools.engine.play(take_score(together(parts)), preview=True)

        self._tools.lesson.ask(lambda journal: parts_of(journal, take), sound)

    def _play_version(self, version: records.Version) -> None:
        lesson, tutor = self._tools.lesson, self._tools.lesson.hears_tutor

        def sound(found: tuple[Score, bool]) -> None:
            self._tools.kept[TWO, version.id] = found[1]
            if self._playing == version.id:
                self._tools.engine.play(found[0], preview=True)
                self._tools.changed()

        def read(journal: Journal) -> tuple[Score, bool]:
            from studio.music.song.by_players import version_score

            return version_score(journal.version(version.id).content or b"", tutor=tutor)

        lesson.ask(read, sound)
