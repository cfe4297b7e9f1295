"""Looking back at a review, in the pupil's words: week one and now, what is new, what helped, what to do when it gets hard."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from reflections import prompts
from reflections.records import local
from studio.screens.tutor.tab import captioned, words
from studio.ui.nodes import Button, Card, Chips, Column, Node, Row, Scale, Text
from studio.voices import aloud
from studio.words import prompt, question, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from reflections.journal import Journal
    from studio.screens.hearing import Hearing
    from studio.screens.tutor.review import ReviewTab

SAID = ("P2", "P4b")  # in their own words, in this order
ONLY_IF_WANTED = "P4"
TOOLS_SHOWN = 6
SURE, ABOUT, MOMENT = "sure", "confidence", "looking back"  # P5 is kept apart from what was said on the day


@dataclass(frozen=True, slots=True)
class LookedBack:
    """What a pupil can hear, and what they have said at this review."""

    language: str
    first: records.Take | None = None
    latest: records.Take | None = None
    said: tuple[records.Reflection, ...] = ()
    tools: tuple[records.Tool, ...] = ()
    back: records.Rating | None = None
    sure: records.Scale | None = None  # what they think back on, in the words that are in use


def looked_back(journal: Journal, pupil: str, review: records.Review | None) -> LookedBack:
    """Read it; nothing but the language while no review is open. On the writer."""
    language = journal.preferences(pupil).language
    if review is None:
        return LookedBack(language)
    first = journal.first_take(pupil)
    latest = journal.latest_take(first.piece) if first is not None else None
    here = [one for one in journal.reflections(pupil) if local(one.made_at, one.zone).date() >= review.opened_on]
    rated = [one for one in journal.ratings(pupil) if local(one.made_at, one.zone).date() >= review.opened_on]
    return LookedBack(
        language,
        first,
        latest if latest is not None and first is not None and latest.id != first.id else None,
        tuple(one for one in here if one.prompt in (*SAID, ONLY_IF_WANTED)),
        journal.toolkit(pupil),
        next(
            (one for one in reversed(rated) if (one.moment, one.construct, one.measure) == (MOMENT, SURE, ABOUT)), None
        ),
        journal.scale(SURE),
    )


class LookingBack:
    """Makes nodes; what is answered goes through its tab. Every question may be left, and leaving it changes nothing."""

    def __init__(self, tab: ReviewTab, hearing: Hearing) -> None:
        self._tab = tab
        self._wanted = False  # what got in the way is asked only where the pupil wants to say it
        self.hearing = hearing

    def words(self, which: str, found: LookedBack, **filled: str) -> str:
        """A prompt as this pupil is spoken to."""
        return prompt(which, self._tab.pupil.register, found.language, **filled)

    def aloud(self, which: str, found: LookedBack) -> Node:
        """The speaker beside a question, as this pupil is spoken to."""
        register, language = self._tab.pupil.register, found.language
        asked = question(which, register, language)
        return aloud.button(self._tab.tools, asked, f"aloud-{which}", register=register, language=language)

    def node(self, review: records.Review, found: LookedBack) -> Node:
        """P1 to P5, in their order; what they want next and what came of it follow at the review's end."""
        return Card(
            Column(
                Text(words("back title"), style="h2"),
                self._week_one(found),
                self._in_words("P2", found),
                self._helped(review, found),
                self._in_the_way(found),
                self._in_words("P4b", found),
                self._first_day(found),
                gap=16,
            )
        )

    def _week_one(self, found: LookedBack) -> Node | None:
        """P1: then, and where there is one of the same piece since, now."""
        if found.first is None:
            return None
        then, now = words("back then"), words("back now")
        return Row(
            Text(self.words("P1", found), weight=600, grow=1),
            self.aloud("P1", found),
            self.hearing.button(found.first, then, then),
            self.hearing.button(found.latest, now, now) if found.latest is not None else None,
            self.hearing.who("back", (one for one in (found.first, found.latest) if one is not None)),
            wrap=True,
        )

    def _in_words(self, which: str, found: LookedBack) -> Node:
        asked, key = self.words(which, found), which.lower()
        said = [Text(say("frame.quote", words=one.body)) for one in found.said if one.prompt == which and one.body]
        return Column(
            Row(
                self._tab.box(key, asked, grow=1, submit=lambda _: self._say(which)),
                self.aloud(which, found),
                Button(f"keep-{key}", words("review want"), partial(self._say, which), icon="plus"),
                align="end",
            ),
            *said,
            gap=8,
        )

    def typed(self) -> list[tuple[str, Callable[[Any], None]]]:
        """The boxes here, each with what hands its words in and says so afterwards."""
        said = [(which.lower(), partial(self._say, which)) for which in (*SAID, ONLY_IF_WANTED)]
        return [*said, ("p3-own", self._own_tool)]

    def _say(self, which: str, then: Callable[[], None] | None = None) -> None:
        tab, said = self._tab, self._tab.typed(which.lower())
        pupil, adult = tab.pupil.id, tab.adult
        if not said.strip():
            return  # nothing was said: that is an answer as well
        tab.change(
            lambda journal: journal.reflect(pupil, which, said_by="scribed", body=said, voice="me", seen_by=adult),
            which.lower(),
            then=then,
        )

    def _helped(self, review: records.Review, found: LookedBack) -> Node:
        """P3: their own tools first, ours to fill up; one tap says that it helped, one more takes that back."""
        register, language = self._tab.pupil.register, found.language
        own = [tool.words for tool in found.tools[:TOOLS_SHOWN]]
        ours = [choice.words for choice in question("P3", register, language).choices]
        offered = tuple(dict.fromkeys((*own, *ours)))[:TOOLS_SHOWN]
        picked = {tool.words: [pick for pick, on in tool.picks if on >= review.opened_on] for tool in found.tools}
        chosen = frozenset(each for each in offered if picked.get(each))
        asked = self.words("P3", found)
        chips = Chips(
            "p3",
            tuple((each, each) for each in offered),
            chosen,
            lambda one: self._pick(one, picked),
            None,
            label=asked,
        )
        return Column(
            Row(captioned(asked, chips, grow=1), self.aloud("P3", found), align="start"),
            Row(
                self._tab.box("p3-own", words("back own"), grow=1, submit=lambda _: self._own_tool()),
                Button("keep-p3", words("review want"), self._own_tool, icon="plus"),
                align="end",
            ),
            gap=8,
        )

    def _pick(self, tool: str, picked: dict[str, list[str]]) -> None:
        pupil, adult, picks = self._tab.pupil.id, self._tab.adult, picked.get(tool, [])

        def turn(journal: Journal) -> None:
            for pick in picks:
                journal.take_back(pick)
            if not picks:
                journal.helped(pupil, tool, seen_by=adult)

        self._tab.change(turn)

    def _own_tool(self, then: Callable[[], None] | None = None) -> None:
        pupil, adult, said = self._tab.pupil.id, self._tab.adult, self._tab.typed("p3-own")
        if said.strip():
            self._tab.change(lambda journal: journal.helped(pupil, said, seen_by=adult), "p3-own", then=then)

    def _in_the_way(self, found: LookedBack) -> Node:
        """P4: only where the pupil wants to; until then it is not even asked."""
        if self._wanted or any(one.prompt == ONLY_IF_WANTED for one in found.said):
            return self._in_words(ONLY_IF_WANTED, found)
        return Row(Button("want-p4", words("back hard"), self._want, icon="message-circle", kind="quiet"))

    def _want(self) -> None:
        self._wanted = True
        self._tab.tools.focus("p4")
        self._tab.tools.changed()

    def _first_day(self, found: LookedBack) -> Node:
        """P5: how sure they were then, as they see it now; never beside what they said then."""
        words_of_it, back = self.words("P5", found), found.back
        assert found.sure is not None
        least, steps = found.sure.minimum, prompts.in_language(found.sure, found.language).anchors
        chosen = back.value - least if back is not None and back.value is not None else None
        return Column(
            Row(Text(words_of_it, weight=600, grow=1), self.aloud("P5", found)),
            Scale("p5", steps, chosen, partial(self._light, found.sure), label=words_of_it),
            Row(
                Button(
                    "skip-p5",
                    self.words("skip", found),
                    self._skip,
                    kind="quiet",
                    selected=back is not None and back.answer != "given",
                )
            ),
            gap=8,
        )

    def _light(self, scale: records.Scale, step: int) -> None:
        pupil, value = self._tab.pupil.id, scale.minimum + step
        self._tab.change(
            lambda journal: journal.rate(pupil, SURE, MOMENT, "given", value, measure=ABOUT, scale=scale.id)
        )

    def _skip(self) -> None:
        pupil = self._tab.pupil.id
        self._tab.change(lambda journal: journal.rate(pupil, SURE, MOMENT, "rather not", measure=ABOUT))
