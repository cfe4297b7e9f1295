"""What was played and lies in no take yet, as cards with a small roll: each can be heard, and kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from instruments.events import RATE, Finished
from studio.lesson import sentence
from studio.playing.made import Setting
from studio.screens import drawn
from studio.ui.nodes import Button, Card, Column, Node, Progress, Row, Space, Text
from studio.words import counted, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.background import Job
    from studio.music.take import Take
    from studio.playing.recording import Recorder
    from studio.screen import Tools

CARDS_AT_ONCE = 24
QUICKLY = 2_000  # so many keys are cut into takes within a frame; more are cut beside the loop


@dataclass(frozen=True, slots=True)
class Offered:
    """A phrase that no take holds: the frames it lies between, its music, and how it is drawn."""

    start: int
    end: int
    take: Take
    roll: drawn.Roll

    @property
    def seconds(self) -> int:
        """How long it is, in whole seconds."""
        return max(1, round((self.end - self.start) / RATE))


class Phrases:
    """What whoever plays now has played, the latest first. `heard` is None while it is being cut."""

    def __init__(self, tools: Tools, known: Callable[[], None], kept: Callable[[], None]) -> None:
        """`known` is called once the phrases are there, `kept` after one of them was kept."""
        self._tools = tools
        self._known = known
        self._kept = kept
        self.heard: tuple[Offered, ...] | None = None
        self._cards = CARDS_AT_ONCE
        self._job: Job | None = None
        self._hearing: int | None = None  # the first frame of the phrase that sounds
        self._newly_kept: frozenset[int] = frozenset()

    def cut(self) -> None:
        """Cut what was heard into phrases; a lesson's worth of it beside the loop."""
        recorder = self._tools.lesson.recorder
        keys = sum(p.notes for p in self._tools.engine.capture.phrases() if p.end > recorder.since)
        if keys <= QUICKLY:
            self._know(offered(recorder))
        elif self._job is None:
            self.heard = None
            self._job = self._tools.background.worker.put(
                lambda: offered(recorder), self._know, self._failed, "look through what was played"
            )

    def _know(self, heard: tuple[Offered, ...]) -> None:
        self.heard, self._job, self._newly_kept = heard, None, frozenset()
        self._known()
        self._tools.changed()

    def _failed(self, error: Exception) -> None:
        """It can't be shown; it stays what it is, undecided."""
        self._job = None
        self._tools.say(sentence(error))

    def stop(self) -> None:
        """Stop what is being heard, and looking for what was."""
        self.silence()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _given_up(self) -> None:
        """Nobody wants to wait: what was played stays what it is, undecided."""
        self.stop()
        self._known()
        self._tools.changed()

    def silence(self) -> None:
        """Stop what is being heard."""
        if self._hearing is not None:
            self._hearing = None
            self._tools.engine.stop()

    @property
    def undecided(self) -> bool:
        """Whether there is anything that was not kept; so, too, while nobody knows yet."""
        return self.heard is None or any(phrase.start not in self._newly_kept for phrase in self.heard)

    # -- what is shown ------------------------------------------------------------------------------------------------
    def cards(self) -> list[Node]:
        """One card a phrase; as many as fill a few screens, the others come by *More*."""
        if self.heard is None:
            looking = Progress("looking", say("people.looking at what was"), None, self._given_up)
            return [looking if self._job is not None else Text(say("people.they stay as they"), tone="text2")]
        cards = [self._card(phrase) for phrase in self.heard[: self._cards]]
        more = Button("more-phrases", say("people.more"), self._more, icon="chevron-down")
        return [*cards, Row(Space(), more, Space())] if len(self.heard) > self._cards else cards

    def _more(self) -> None:
        assert self.heard is not None
        self._tools.focus(f"hear-{self.heard[self._cards].start}")
        self._cards += CARDS_AT_ONCE
        self._tools.changed()

    def _card(self, phrase: Offered) -> Node:
        hearing, kept = self._hearing == phrase.start, phrase.start in self._newly_kept
        hear, keep = partial(self._hear, phrase), partial(self._keep, phrase)
        return card(str(phrase.start), phrase.seconds, phrase.roll, hear, keep, hearing=hearing, kept=kept)

    # -- hearing and keeping ------------------------------------------------------------------------------------------
    def _hear(self, phrase: Offered) -> None:
        if self._hearing == phrase.start:
            self.silence()
        else:
            from studio.music.score import take_score

            self._hearing = phrase.start
            self._tools.engine.play(take_score(phrase.take), preview=True)
        self._tools.changed()

    def told(self, event: object) -> None:
        """Put out the light of a phrase that has come to its end."""
        if isinstance(event, Finished) and self._hearing is not None:
            self._hearing = None
            self._tools.changed()

    @property
    def hearing(self) -> bool:
        """Whether one of them sounds."""
        return self._hearing is not None

    def _keep(self, phrase: Offered) -> None:
        self._newly_kept |= {phrase.start}
        self._tools.lesson.keep_heard(phrase.start, phrase.end)
        self._kept()
        self._tools.changed()


def card(
    key: str,
    seconds: int,
    roll: drawn.Roll,
    hear: Callable[[], None],
    keep: Callable[[], None],
    *,
    hearing: bool,
    kept: bool,
) -> Node:
    """One phrase: its notes, how long it is, hear it, keep it. `key` tells it from the others."""
    long = length(seconds)
    return Card(
        Row(
            Column(
                drawn.strip(f"strip-{key}", say("people.of playing", long=long), roll, tall=44, lit=True),
                Text(long, style="label", tone="text2"),
                gap=4,
                grow=1,
            ),
            Button(
                f"hear-{key}",
                say("people.stop") if hearing else say("people.hear it"),
                hear,
                icon="square" if hearing else "play",
            ),
            Button(
                f"keep-{key}",
                say("people.kept") if kept else say("people.keep it"),
                keep,
                icon="check" if kept else "bookmark",
                enabled=not kept,
            ),
            gap=12,
        ),
        pad=12,
    )


def offered(recorder: Recorder) -> tuple[Offered, ...]:
    """Cut what no take holds into phrases, the latest first, each with its music and its picture."""
    from studio.music.take import facts

    found = []
    for phrase in reversed(recorder.unkept()):
        take = recorder.heard(Setting(), phrase.start, phrase.end).take
        found.append(Offered(phrase.start, phrase.end, take, facts(take).roll))
    return tuple(found)


def length(seconds: int) -> str:
    """Say a length as people do."""
    if seconds < 60:  # noqa: PLR2004 - a minute
        return counted("people.seconds", seconds)
    return counted("people.about minutes", round(seconds / 60))
