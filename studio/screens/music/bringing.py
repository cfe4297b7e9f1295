"""What I want to show: before a review the pupil picks three things and a then and now, alone, and hears them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reflections.records import PICKED
from studio.screen import Back, Screen
from studio.screens.by_keys import ByKeys
from studio.screens.hearing import Hearing
from studio.screens.music.bringing_view import BringingView
from studio.screens.music.then_now import then_and_now
from studio.voices.hearing_voice import HearVoice
from studio.words import say

if TYPE_CHECKING:
    from instruments.events import Played
    from reflections import records
    from reflections.journal import Journal
    from studio.ui.nodes import Node

AT_ONCE = 6
_ANSWERS = frozenset({"T1", "T7", "T8", "T9", "T9b", "B1", "G5", "G6", "P1", "P5", "P6", "E1", "E2"})


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that can be shown: the latest take or version of a piece, or something that was said."""

    id: str
    title: str
    take: records.Take | None = None
    version: records.Version | None = None
    said: records.Reflection | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """The first and the latest take of a piece on the same bars, and what was said of the two."""

    title: str
    then: records.Take
    now: records.Take
    said: tuple[records.Reflection, ...]

    @property
    def ids(self) -> tuple[str, str]:
        """As a review keeps them."""
        return self.then.id, self.now.id


@dataclass(frozen=True, slots=True)
class AtHand:
    """What there is to pick from, and what was picked; `review` is None until the first pick opens one."""

    owed: bool
    review: records.Review | None
    things: tuple[Thing, ...] = ()
    pairs: tuple[Pair, ...] = ()


class Bringing(Screen):
    """Two steps; each press is kept at once, and each can be undone by one more."""

    name = "bringing"
    room = "music"
    titled = "conversation.bring title"
    subtitled = "conversation.bring subtitle"

    def __init__(self, tools: Any) -> None:
        super().__init__(tools)
        self.keys, self.hearing, self.voice = ByKeys(tools), Hearing(tools), HearVoice(tools)
        self.found: AtHand | None = None
        self.step = "things"
        self.picked: tuple[str, ...] = ()
        self.then_now: tuple[str, ...] = ()
        self.most = AT_ONCE
        self._view = BringingView(self)

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read what there is."""
        pupil = self.lesson.pupil
        if pupil is not None:
            self.lesson.ask(lambda journal: at_hand(journal, pupil.id), self._know, "what can be shown")

    def leave(self) -> None:
        """Silence."""
        self._quiet()

    def _know(self, found: AtHand) -> None:
        self.found = found
        if found.review is not None:
            there = {thing.id for thing in found.things}
            self.picked = tuple(each for each in found.review.picked if each in there)
            self.then_now = found.review.then_now
        self.tools.focus("step")
        self.tools.changed()

    # -- what is picked -----------------------------------------------------------------------------------------------
    def turn(self, thing: str) -> None:
        """One more, or one less; a fourth is said no to, and nothing is let go for it."""
        if thing in self.picked:
            self.picked = tuple(each for each in self.picked if each != thing)
        elif len(self.picked) >= PICKED:
            self.tools.say(say("conversation.bring enough"))
            return
        else:
            self.picked = (*self.picked, thing)
        self._keep()

    def turn_pair(self, pair: Pair) -> None:
        """Bring this then and now, or none; words are let out one by one."""
        self.then_now = () if self.then_now[:2] == pair.ids else pair.ids
        self._keep()

    def turn_words(self, said: str, on: bool) -> None:
        """Words about the two, with them or not."""
        rest = tuple(each for each in self.then_now if each != said)
        self.then_now = (*rest, said) if on else rest
        self._keep()

    def _keep(self) -> None:
        pupil, picked, then_now = self.lesson.pupil, self.picked, self.then_now
        self.tools.changed()
        if pupil is not None:
            self.lesson.errand(lambda journal: bring(journal, pupil.id, picked, then_now), label="what to show")

    # -- ways on ------------------------------------------------------------------------------------------------------
    def go(self, step: str) -> None:
        """The other step; from the last one back to my music."""
        self._quiet()
        self.keys.afresh()
        self.step = step
        self.tools.focus("step")
        self.tools.changed()

    def done(self) -> None:
        """Say what was kept, and back."""
        brought = self.picked or self.then_now
        self.tools.say(say(f"conversation.bring {'kept' if brought else 'none kept'}"))
        self.tools.move(Back())

    def show_more(self) -> None:
        """More to pick from."""
        self.most += AT_ONCE
        self.tools.changed()

    # -- what is shown and heard --------------------------------------------------------------------------------------
    def build(self) -> Node:
        """Drawn by the view from this screen's state."""
        return self._view.build()

    def hear(self, event: Played) -> bool:
        """A single key held in the quiet goes on, back, or presses."""
        return self.keys.hear(event)

    def told(self, event: object) -> None:
        """What came to its end is not lit any more."""
        self.hearing.told(event)

    def update(self, now: float) -> None:
        """A held key is meant; nobody who has come in hears a voice."""
        self.voice.update(now)
        if self.tools.veiled():
            self.voice.stop()
        meant = self.keys.meant(now)
        if meant is not None:
            self.keys.walk(meant, self.build())

    def _quiet(self) -> None:
        self.hearing.stop()
        self.voice.stop()


def is_time(journal: Journal, pupil: str) -> bool:
    """Whether a review is open or due: only then is there anything to pick for. On the writer."""
    return journal.review_due(pupil).now or _open(journal, pupil) is not None


def at_hand(journal: Journal, pupil: str) -> AtHand:
    """Read what there is to pick from, the latest first. On the writer."""
    review = _open(journal, pupil)
    owed = review is None and bool(journal.review_due(pupil).unanswered)
    if owed:
        return AtHand(owed, None)
    evidence = journal.evidence(pupil)
    pieces = tuple(reversed(evidence.pieces))
    titles = {one.piece.id: one.piece.title for one in pieces}
    music = [thing for one in pieces for thing in _music(one)]
    said = [one for piece in pieces for one in piece.reflections] + list(evidence.reflections)
    told = sorted((one for one in said if _is_words(one)), key=lambda one: one.made_at, reverse=True)
    words = [Thing(one.id, titles.get(one.piece or "", ""), said=one) for one in told]
    return AtHand(owed, review, (*music, *words), tuple(pair for one in pieces if (pair := _pair(one)) is not None))


def bring(journal: Journal, pupil: str, picked: tuple[str, ...], then_now: tuple[str, ...]) -> None:
    """Keep it with the review that is open, or open one. On the writer."""
    review = _open(journal, pupil) or journal.open_review(pupil)
    journal.set_review(review.id, picked=picked, then_now=then_now)


def _open(journal: Journal, pupil: str) -> records.Review | None:
    return next((one for one in journal.reviews(pupil) if one.held_on is None), None)


def _music(one: records.PieceEvidence) -> list[Thing]:
    """The latest take of a piece, and the latest version."""
    title = one.piece.title
    takes = [Thing(take.id, title, take=take) for take in one.takes[-1:]]
    return takes + [Thing(version.id, title, version=version) for version in one.versions[-1:]]


def _pair(one: records.PieceEvidence) -> Pair | None:
    if len(one.takes) < 2:  # noqa: PLR2004 - two is what comparing needs
        return None
    then, now = then_and_now(one.takes)
    of = {then.id, now.id}
    return Pair(
        one.piece.title, then, now, tuple(said for said in one.reflections if said.take in of and _is_words(said))
    )


def _is_words(said: records.Reflection) -> bool:
    return said.prompt not in _ANSWERS and bool(said.body or said.has_sound)
