"""Found: what was being played when the app stopped, or was left for next time; heard, kept or let go by the pupil."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from instruments.events import Finished
from studio.lesson import made_of
from studio.screen import Go, Screen
from studio.screens import drawn
from studio.ui.nodes import Button, Card, Column, Node, Row, Scroll, Space, Text

if TYPE_CHECKING:
    from reflections import records


class Found(Screen):
    """Offered at the next start. Nothing is let go unless the pupil says so."""

    name = "found"
    title = "We found this"
    subtitle = "It was being played when the app stopped"
    needs_pupil = True

    def __init__(self, tools: Any) -> None:
        super().__init__(tools)
        self._hearing: str | None = None

    def leave(self) -> None:
        """Silence."""
        self._stop()

    @property
    def _items(self) -> tuple[records.Unfinished, ...]:
        pupil = self.lesson.pupil
        return self.lesson.found_for(pupil) if pupil is not None else ()

    def build(self) -> Node:
        """One card a recording."""
        items = [card for item in self._items if (card := self._card(item)) is not None]
        if not items:
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

    def _card(self, item: records.Unfinished) -> Node | None:
        made = made_of(item)
        if made is None:
            return None
        from studio.music.take import facts

        counted = facts(made.take)
        minutes, seconds = divmod(round(counted.seconds), 60)
        hearing = self._hearing == item.id
        title = str(item.context.get("title") or "Something you played")
        return Card(
            Column(
                Row(Text(title, style="h2", grow=1), Text(f"{minutes}:{seconds:02}", style="lead", tone="text2")),
                drawn.strip(f"found-{item.id}", f"The notes of {title}", counted.roll, tall=84),
                Row(
                    Button(
                        f"hear-{item.id}",
                        "Stop" if hearing else "Hear it",
                        partial(self._hear, item),
                        icon="square" if hearing else "play",
                    ),
                    Button(f"keep-{item.id}", "Keep it", partial(self._keep, item), icon="check", kind="primary"),
                    Button(f"let-go-{item.id}", "Let it go", partial(self._let_go, item), icon="x", kind="quiet"),
                ),
                gap=12,
            )
        )

    def _hear(self, item: records.Unfinished) -> None:
        if self._hearing == item.id:
            self._stop()
            return
        made = made_of(item)
        if made is not None:
            from studio.music.score import take_score

            self._hearing = item.id
            self.engine.play(take_score(made.take), preview=True)
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
        """Decide another time: it stays in the journal, and is not offered again today."""
        undecided = {item.id for item in self._items}
        house = self.lesson.house
        house.unfinished = tuple(item for item in house.unfinished if item.id not in undecided)
        self.tools.move(Go("home"))

    def _keep(self, item: records.Unfinished) -> None:
        self._stop()
        self.lesson.keep_found(item, self._kept)

    def _kept(self) -> None:
        self.tools.say("Kept. It is with your music.")
        if not self._items:
            self.tools.move(Go("home"))

    def _let_go(self, item: records.Unfinished) -> None:
        self._stop()
        self.lesson.let_found_go(item, self.tools.changed)
