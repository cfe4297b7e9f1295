"""Found: what was being played when the app stopped, or was left for next time; heard, kept or let go by the pupil."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from instruments.events import Finished
from studio.lesson import made_of, sentence
from studio.screen import Go, Screen
from studio.screens import drawn
from studio.ui.nodes import Button, Card, Column, Node, Row, Scroll, Space, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflections import records
    from studio.background import Job
    from studio.music.take import Take


@dataclass(frozen=True, slots=True)
class Opened:
    """The music of a recording that never became a take, and how it is drawn."""

    item: records.Unfinished
    take: Take
    roll: drawn.Roll


class Found(Screen):
    """Offered once a visit. Nothing is let go unless the pupil says so."""

    name = "found"
    title = "We found this"
    subtitle = "Played before, and not decided yet"
    needs_pupil = True

    def __init__(self, tools: Any) -> None:
        super().__init__(tools)
        self._hearing: str | None = None
        self._opened: tuple[Opened, ...] | None = None  # None while it is being opened
        self._job: Job | None = None

    def enter(self) -> None:
        """Open what there is beside the loop: it may be hours."""
        self.lesson.found_shown = self.lesson.visit
        items = self._items
        self._job = self.tools.background.worker.put(
            lambda: opened(items), self._know, self._not_opened, "open what was found"
        )

    def leave(self) -> None:
        """Silence."""
        self._stop()
        if self._job is not None:
            self._job.cancel()

    def _know(self, found: tuple[Opened, ...]) -> None:
        """Show what has music in it; with none of it there is nothing to decide."""
        self._opened = found
        if not found:
            self.tools.move(Go("home"))
        self.tools.changed()

    def _not_opened(self, error: Exception) -> None:
        self._opened = ()
        self.tools.say(sentence(error))

    @property
    def _items(self) -> tuple[records.Unfinished, ...]:
        pupil = self.lesson.pupil
        return self.lesson.found_for(pupil) if pupil is not None else ()

    @property
    def _left(self) -> tuple[Opened, ...]:
        """What is not decided yet."""
        here = {item.id for item in self._items}
        return tuple(one for one in self._opened or () if one.item.id in here)

    def build(self) -> Node:
        """One card a recording."""
        items: list[Node] = [self._card(one) for one in self._left]
        if self._opened is None:
            items = [Text("Looking.", style="lead", tone="text2")]
        elif not items:
            items = [Text("That is all. Your music is safe.", style="lead")]
        return Scroll(
            Column(
                Text("Your music is safe.", style="h1"),
                Text("Hear it. Keep it, or let it go. You can decide next time too.", style="lead", tone="text2"),
                *items,
                Row(
                    Space(),
                    Button("on", "Go on", self._later, icon="arrow-right", kind="primary"),
                ),
                gap=16,
            ),
            key="found",
        )

    def _card(self, one: Opened) -> Node:
        item = one.item
        minutes, seconds = divmod(round(one.take.seconds), 60)
        hearing = self._hearing == item.id
        title = str(item.context.get("title") or "Something you played")
        return Card(
            Column(
                Row(Text(title, style="h2", grow=1), Text(f"{minutes}:{seconds:02}", style="lead", tone="text2")),
                drawn.strip(f"found-{item.id}", f"The notes of {title}", one.roll, tall=84),
                Row(
                    Button(
                        f"hear-{item.id}",
                        "Stop" if hearing else "Hear it",
                        partial(self._hear, one),
                        icon="square" if hearing else "play",
                    ),
                    Button(f"keep-{item.id}", "Keep it", partial(self._keep, item), icon="check", kind="primary"),
                    Button(f"let-go-{item.id}", "Let it go", partial(self._let_go, item), icon="x", kind="quiet"),
                ),
                gap=12,
            )
        )

    def _hear(self, one: Opened) -> None:
        if self._hearing == one.item.id:
            self._stop()
            return
        from studio.music.score import take_score

        self._hearing = one.item.id
        self.engine.play(take_score(one.take), preview=True)
        self.tools.changed()

    def _stop(self) -> None:
        if self._hearing is not None:
            self.engine.stop()
            self._hearing = None
            self.tools.changed()

    def told(self, event: object) -> None:
        """What was being heard has ended."""
        if isinstance(event, Finished):
            self._hearing = None
            self.tools.changed()

    def _later(self) -> None:
        """Decide another time: it stays in the journal, and is offered at the next visit."""
        self.tools.move(Go("home"))

    def _keep(self, item: records.Unfinished) -> None:
        self._stop()
        self.lesson.keep_found(item, self._kept)

    def _kept(self) -> None:
        self.tools.say("Kept. It is with your music.")
        if not self._left:
            self.tools.move(Go("home"))

    def _let_go(self, item: records.Unfinished) -> None:
        self._stop()
        self.lesson.let_found_go(item, self.tools.changed)


def opened(items: Iterable[records.Unfinished]) -> tuple[Opened, ...]:
    """Open the recordings in which a key was pressed."""
    from studio.music.take import facts

    found = []
    for item in items:
        made = made_of(item)
        if made is not None:
            take = made.take
            found.append(Opened(item, take, facts(take).roll))
    return tuple(found)
