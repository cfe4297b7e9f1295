"""Bye for now: what was kept today, and what was only heard - hear it, keep it, let the rest go, or decide next time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from instruments.events import RATE, Finished
from studio.lesson import sentence
from studio.made import Setting
from studio.screen import Go, Screen
from studio.screens import drawn
from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Scroll, Space, Text

if TYPE_CHECKING:
    from reflections.journal import Journal
    from studio.background import Job
    from studio.music.take import Take
    from studio.recording import Recorder
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


@dataclass(frozen=True, slots=True)
class KeptToday:
    """One piece with what was kept of it in this session."""

    title: str
    takes: int
    versions: int

    @property
    def words(self) -> str:
        """Say how much, in words."""
        takes = f"{self.takes} take{'s' if self.takes > 1 else ''}" if self.takes else ""
        versions = f"{self.versions} version{'s' if self.versions > 1 else ''}" if self.versions else ""
        return ", ".join(filter(None, (takes, versions)))


class Leaving(Screen):
    """The pupil chooses what stays. Nothing goes unless they say so, and they may decide another day."""

    name = "leaving"
    title = "Bye for now"
    subtitle = "You pick what stays"

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._kept: tuple[KeptToday, ...] | None = None
        self._heard: tuple[Offered, ...] | None = None  # None while it is being cut
        self._cards = CARDS_AT_ONCE
        self._job: Job | None = None
        self._hearing: int | None = None  # the first frame of the phrase that sounds
        self._newly_kept: frozenset[int] = frozenset()
        self._sure = False
        self._gone = False

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read what was kept; a take that is rolling was kept when its screen was left."""
        self._cut()
        pupil, session = self.lesson.pupil, self.lesson.session
        if pupil is not None and session is not None:
            self.lesson.ask(lambda journal: kept_today(journal, pupil.id, session.id), self._know)
        else:
            self._kept = ()

    def leave(self) -> None:
        """Stop what is being heard, and looking for what was."""
        self._silence()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _silence(self) -> None:
        if self._hearing is not None:
            self._hearing = None
            self.engine.stop()

    def _cut(self) -> None:
        """What was only heard, cut into phrases; a lesson's worth of it beside the loop."""
        recorder = self.lesson.recorder
        keys = sum(p.notes for p in self.engine.capture.phrases() if p.end > recorder.since)
        if self.lesson.guest:
            self._know_heard(())
        elif keys <= QUICKLY:
            self._know_heard(offered(recorder))
        elif self._job is None:
            self._heard = None
            self._job = self.tools.background.worker.put(
                lambda: offered(recorder), self._know_heard, self._no_heard, "look through what was played"
            )

    def _know_heard(self, heard: tuple[Offered, ...]) -> None:
        self._heard, self._job = heard, None
        self.tools.focus(f"hear-{heard[0].start}" if heard else "bye")
        self.tools.changed()

    def _no_heard(self, error: Exception) -> None:
        """It can't be shown, so it is not let go either: only *Decide next time* stands there."""
        self._job = None
        self.tools.say(sentence(error))

    def _know(self, kept: tuple[KeptToday, ...]) -> None:
        self._kept = kept

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """What stays, what is not decided, and the ways out beneath."""
        inside = self._visitor() if self.lesson.guest else self._both()
        return Column(Scroll(inside, key="leaving"), self._ways_out(), gap=12, grow=1)

    def _visitor(self) -> Node:
        return Column(
            Text("You were visiting.", style="h1"),
            Text("Nothing you played stays here. Do you want to keep it?", style="lead", tone="text2"),
            Row(
                Button(
                    "stay", "Yes, I am new here", lambda: self.tools.move(Go("newcomer")), icon="user-plus", kind="big"
                ),
                Space(),
            ),
            gap=16,
        )

    def _both(self) -> Node:
        return Row(
            Column(Text("Kept today", style="h2"), *self._kept_cards(), gap=12, grow=2),
            Column(Text("Not kept yet", style="h2"), *self._phrases(), gap=12, grow=3) if self._heard != () else None,
            gap=24,
            align="start",
        )

    def _kept_cards(self) -> list[Node]:
        if self._kept is None:
            return [Text("Looking.", tone="text2")]
        if not self._kept:
            return [Text("Nothing new was kept today. That is fine.", tone="text2")]
        return [
            Card(
                Row(
                    Icon("check", 22, "good"),
                    Column(Text(one.title, weight=600), Text(one.words, style="label", tone="text2"), gap=2, grow=1),
                ),
                pad=12,
            )
            for one in self._kept
        ]

    def _phrases(self) -> list[Node]:
        if self._heard is None:
            return [Text("Looking.", tone="text2")]
        told = Text("You played these. Hear them, and keep what you like.", tone="text2")
        cards = [self._phrase(phrase) for phrase in self._heard[: self._cards]]
        more = Button("more", "More", self._more, icon="chevron-down") if len(self._heard) > self._cards else None
        return [told, *cards, Row(Space(), more, Space())] if more else [told, *cards]

    def _more(self) -> None:
        assert self._heard is not None
        self.tools.focus(f"hear-{self._heard[self._cards].start}")
        self._cards += CARDS_AT_ONCE
        self.tools.changed()

    def _phrase(self, phrase: Offered) -> Node:
        hearing, kept = self._hearing == phrase.start, phrase.start in self._newly_kept
        return Card(
            Row(
                Column(
                    drawn.strip(
                        f"strip-{phrase.start}", f"{phrase.seconds} seconds of playing", phrase.roll, tall=44, lit=True
                    ),
                    Text(_length(phrase.seconds), style="label", tone="text2"),
                    gap=4,
                    grow=1,
                ),
                Button(
                    f"hear-{phrase.start}",
                    "Stop" if hearing else "Hear it",
                    lambda: self._hear(phrase),
                    icon="square" if hearing else "play",
                ),
                Button(
                    f"keep-{phrase.start}",
                    "Kept" if kept else "Keep it",
                    lambda: self._keep(phrase),
                    icon="check" if kept else "bookmark",
                    enabled=not kept,
                ),
                gap=12,
            ),
            pad=12,
        )

    def _ways_out(self) -> Node:
        if self._sure:
            return Row(
                Column(Text("What is not kept goes now. It can not come back.", weight=600), grow=1),
                Button("not-sure", "Wait", self._not_sure),
                Button("let-go", "Let it go", self._let_go, icon="check", kind="primary"),
            )
        if self._undecided:
            return Row(
                Space(),
                Button("rest-goes", "Let the rest go", self._ask_sure) if self._heard is not None else None,
                Button("next-time", "Decide next time", self._decide_later, icon="arrow-right", kind="primary"),
            )
        return Row(Space(), Button("bye", "Bye for now", self._let_go, icon="log-out", kind="primary"))

    @property
    def _undecided(self) -> bool:
        if self.lesson.guest:
            return False
        return self._heard is None or any(phrase.start not in self._newly_kept for phrase in self._heard)

    # -- hearing and keeping ------------------------------------------------------------------------------------------
    def _hear(self, phrase: Offered) -> None:
        if self._hearing == phrase.start:
            self._silence()
        else:
            from studio.music.score import take_score

            self._hearing = phrase.start
            self.engine.play(take_score(phrase.take), preview=True)
        self.tools.changed()

    def told(self, event: object) -> None:
        """Put out the light of a phrase that has come to its end."""
        if isinstance(event, Finished) and self._hearing is not None:
            self._hearing = None
            self.tools.changed()

    def _keep(self, phrase: Offered) -> None:
        self._newly_kept |= {phrase.start}
        self.lesson.keep_heard(phrase.start, phrase.end)
        self.tools.focus("bye" if not self._undecided else "next-time")
        self.tools.changed()

    # -- ways out -----------------------------------------------------------------------------------------------------
    def _ask_sure(self) -> None:
        self._sure = True
        self.tools.focus("not-sure")
        self.tools.changed()

    def _not_sure(self) -> None:
        self._sure = False
        self.tools.focus("next-time")
        self.tools.changed()

    def _let_go(self) -> None:
        """Everything is decided: what no take holds is deleted."""
        self.lesson.recorder.let_go()
        self._go()

    def _decide_later(self) -> None:
        """It stays locked in the journal, and is offered when this pupil comes back."""
        self.lesson.recorder.decide_later()
        self._go()

    def _go(self) -> None:
        if not self._gone:
            self._gone = True
            self.lesson.goodbye()
            self.tools.move(Go("who"))


def kept_today(journal: Journal, pupil: str, session: str) -> tuple[KeptToday, ...]:
    """Find what of each piece was kept in one session, pieces oldest first. On the writer."""
    found = []
    for piece in reversed(journal.pieces(pupil)):
        takes = sum(take.session == session for take in journal.takes(piece.id))
        versions = sum(version.session == session for version in journal.versions(piece.id))
        if takes or versions:
            found.append(KeptToday(piece.title, takes, versions))
    return tuple(found)


def offered(recorder: Recorder) -> tuple[Offered, ...]:
    """Cut what no take holds into phrases, the latest first, each with its music and its picture."""
    from studio.music.take import facts

    found = []
    for phrase in reversed(recorder.unkept()):
        take = recorder.heard(Setting(), phrase.start, phrase.end).take
        found.append(Offered(phrase.start, phrase.end, take, facts(take).roll))
    return tuple(found)


def _length(seconds: int) -> str:
    """Say a length as people do."""
    if seconds < 60:  # noqa: PLR2004 - a minute
        return f"{seconds} seconds"
    minutes = round(seconds / 60)
    return f"about {minutes} minute{'s' if minutes > 1 else ''}"
