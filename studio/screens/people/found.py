"""Found: what was being played when the app stopped, or was left for next time; heard, kept or let go by the pupil."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from instruments.events import Finished
from studio.lesson import made_of, sentence
from studio.lesson.offer import is_heard, phrases_in
from studio.screen import Go, Screen
from studio.screens import drawn
from studio.screens.people.letting_go import LettingGo
from studio.screens.people.phrases import CARDS_AT_ONCE, card
from studio.ui.nodes import Button, Card, Column, Node, Progress, Row, Scroll, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflections import records
    from studio.background import Job
    from studio.music.take import Take
    from studio.playing.made import Made


@dataclass(frozen=True, slots=True)
class Opened:
    """A take that was never finished, or a phrase of what was only heard: its music, and how it is drawn."""

    item: records.Unfinished
    made: Made
    take: Take
    roll: drawn.Roll

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return self.item.id if self.made.whole else f"{self.item.id}-{self.made.bar_one}"


class Found(Screen):
    """Offered once a visit. Nothing is let go unless the pupil says so."""

    name = "found"
    titled = "people.we found this"
    subtitled = "people.played before and not"

    def __init__(self, tools: Any) -> None:
        super().__init__(tools)
        self._hearing: str | None = None
        self._opened: tuple[Opened, ...] | None = None  # None while it is being opened
        self._newly_kept: frozenset[str] = frozenset()  # phrases
        self._cards = CARDS_AT_ONCE
        self._letting_go = LettingGo(self.tools, self._let_rest_go, back="on")
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
    def _takes(self) -> tuple[Opened, ...]:
        """The takes that are not decided yet."""
        here = {item.id for item in self._items}
        return tuple(one for one in self._opened or () if one.made.whole and one.item.id in here)

    @property
    def _phrases(self) -> tuple[Opened, ...]:
        """What was only heard, with what of it was kept just now."""
        return tuple(one for one in self._opened or () if not one.made.whole)

    @property
    def _rest(self) -> tuple[Opened, ...]:
        return tuple(one for one in self._phrases if one.key not in self._newly_kept)

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """The takes, then what was only heard, a card a phrase."""
        items: list[Node] = [*(self._card(one) for one in self._takes), *self._heard()]
        if self._opened is None:
            items = [Progress("looking", say("people.looking at what was"), None, self._later)]
        elif not items:
            items = [Text(say("people.that is all"), style="lead")]
        inside = Column(
            Text(say("people.your music is safe"), style="h1"),
            Text(say("people.hear it keep"), style="lead", tone="text2"),
            *items,
            gap=16,
        )
        return Column(Scroll(inside, key="found"), self._ways_out(), gap=12, grow=1)

    def _heard(self) -> list[Node]:
        if not self._phrases:
            return []
        cards = [
            card(
                one.key,
                max(1, round(one.take.seconds)),
                one.roll,
                partial(self._hear, one),
                partial(self._keep_phrase, one),
                hearing=self._hearing == one.key,
                kept=one.key in self._newly_kept,
            )
            for one in self._phrases[: self._cards]
        ]
        if len(self._phrases) > self._cards:
            cards.append(
                Row(Space(), Button("more-phrases", say("people.more"), self._more, icon="chevron-down"), Space())
            )
        return [Text(say("people.you played these too"), style="h2"), *cards]

    def _more(self) -> None:
        self.tools.focus(f"hear-{self._phrases[self._cards].key}")
        self._cards += CARDS_AT_ONCE
        self.tools.changed()

    def _ways_out(self) -> Node:
        if self._letting_go.asked:
            return self._letting_go.surely()
        return Row(
            Space(),
            self._letting_go.first() if self._rest else None,
            Button("on", say("people.go on"), self._later, icon="arrow-right", kind="primary"),
        )

    def _card(self, one: Opened) -> Node:
        item = one.item
        minutes, seconds = divmod(round(one.take.seconds), 60)
        hearing = self._hearing == one.key
        title = str(item.context.get("title") or say("people.something you played"))
        return Card(
            Column(
                Row(Text(title, style="h2", grow=1), Text(f"{minutes}:{seconds:02}", style="lead", tone="text2")),
                drawn.strip(f"found-{item.id}", say("people.the notes of", title=title), one.roll, tall=84),
                Row(
                    Button(
                        f"hear-{item.id}",
                        say("people.stop") if hearing else say("people.hear it"),
                        partial(self._hear, one),
                        icon="square" if hearing else "play",
                    ),
                    Button(
                        f"keep-{item.id}",
                        say("people.keep it"),
                        partial(self._keep, item),
                        icon="check",
                        kind="primary",
                    ),
                    Button(
                        f"let-go-{item.id}",
                        say("people.let it go"),
                        partial(self._let_go, item),
                        icon="x",
                        kind="quiet",
                    ),
                ),
                gap=12,
            )
        )

    # -- hearing ------------------------------------------------------------------------------------------------------
    def _hear(self, one: Opened) -> None:
        if self._hearing == one.key:
            self._stop()
            return
        from studio.music.score import take_score

        self._hearing = one.key
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

    # -- deciding -----------------------------------------------------------------------------------------------------
    def _later(self) -> None:
        """Decide another time: it stays in the journal, and is offered at the next visit."""
        self.tools.move(Go("home"))

    def _keep(self, item: records.Unfinished) -> None:
        self._stop()
        self.lesson.keep_found(item, self._kept)

    def _kept(self) -> None:
        self.tools.say(say("people.kept it is with"))
        if not self._takes and not self._phrases:
            self.tools.move(Go("home"))

    def _let_go(self, item: records.Unfinished) -> None:
        self._stop()
        self.lesson.let_found_go(item, self.tools.changed)

    def _keep_phrase(self, one: Opened) -> None:
        """It becomes a take; with the last of a recording the keys that were only pressed in passing go."""
        self._stop()
        self._newly_kept |= {one.key}
        self.lesson.keep_found_phrase(one.item, one.made, partial(self._phrase_kept, one.item))
        self.tools.focus("on")
        self.tools.changed()

    def _phrase_kept(self, item: records.Unfinished) -> None:
        self.tools.say(say("people.kept it is with"))
        if not any(one.item.id == item.id for one in self._rest):
            self._let_items_go({item.id})

    def _let_rest_go(self) -> None:
        """What was only heard and is no take now is deleted."""
        self._stop()
        self._let_items_go({one.item.id for one in self._rest})
        self._opened = self._takes
        self.tools.focus("on")
        self.tools.changed()

    def _let_items_go(self, ids: set[str]) -> None:
        for item in self._items:
            if item.id in ids:
                self.lesson.let_found_go(item, self.tools.changed)


def opened(items: Iterable[records.Unfinished]) -> tuple[Opened, ...]:
    """Open the recordings in which a key was pressed: takes as they are, what was only heard phrase by phrase."""
    from studio.music.take import facts

    found = []
    for item in items:
        whole = made_of(item) if not is_heard(item) else None
        for made in phrases_in(item) if is_heard(item) else (whole,):
            if made is not None:
                take = made.take
                found.append(Opened(item, made, take, facts(take).roll))
    return tuple(found)
