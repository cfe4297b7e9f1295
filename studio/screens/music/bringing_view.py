"""How picking for a review looks: what there is as cards that can be heard, and one press that shows it or not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.screens import drawn
from studio.screens.music.then_now import day, facts_of, what_changed
from studio.ui.nodes import Button, Card, Choice, Column, Icon, Node, Row, Scroll, Space, Text, Toggle
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from studio.screens.music.bringing import Bringing, Pair, Thing

STEPS = ("things", "pair")


class BringingView:
    """Makes nodes of the screen's state; changes nothing."""

    def __init__(self, screen: Bringing) -> None:
        self._screen = screen

    def build(self) -> Node:
        """One of the two steps, with the way between them."""
        found = self._screen.found
        if found is None:
            return Column(Space(), Text(_say("getting"), style="lead", tone="text2", align="center"), Space())
        if found.owed or not found.things:
            return Column(
                Space(),
                Column(Icon("message-circle" if found.owed else "library", 56, "accent"), align="center"),
                Text(_say("owed" if found.owed else "nothing"), style="lead", align="center"),
                Space(),
            )
        step = self._things(found.things) if self._screen.step == "things" else self._pairs(found.pairs)
        inside = Scroll(Column(*step, gap=12), key=f"bring-{self._screen.step}")
        return Column(self._ways(), inside, self._end(), gap=12, grow=1)

    def _ways(self) -> Node:
        options = tuple((each, _say(f"step {each}"), None) for each in STEPS)
        return Choice("step", options, self._screen.step, self._screen.go, label=_say("steps"))

    def _end(self) -> Node:
        screen = self._screen
        on = (
            Button("on", _say("next"), partial(screen.go, "pair"), icon="arrow-right", kind="primary")
            if screen.step == "things"
            else Button("done", _say("done"), screen.done, icon="check", kind="primary")
        )
        legend = screen.keys.legend(("C", "back"), ("D", "next"), ("E", "choose"))
        return Row(legend, Space(), on, align="center")

    # -- three things -------------------------------------------------------------------------------------------------
    def _things(self, things: tuple[Thing, ...]) -> list[Node | None]:
        screen = self._screen
        music = [thing for thing in things if thing.said is None]
        said = [thing for thing in things if thing.said is not None]
        shown, told = music[: screen.most], said[: screen.most]
        more = len(shown) < len(music) or len(told) < len(said)
        return [
            Text(_say("three"), style="lead"),
            screen.hearing.who("things", (of for one in shown if (of := one.take or one.version) is not None)),
            Text(_say("music"), style="h2") if shown and told else None,
            drawn.shelf([self._music(one) for one in shown]) if shown else None,
            Text(_say("said"), style="h2") if told else None,
            drawn.shelf([self._words(one) for one in told]) if told else None,
            Row(Space(), Button("more", _say("more"), screen.show_more, icon="chevron-down"), Space())
            if more
            else None,
        ]

    def _music(self, thing: Thing) -> Node:
        of = thing.take or thing.version
        assert of is not None, "music is a take or a version"
        roll = facts_of(thing.take).roll if thing.take else thing.version.facts.roll if thing.version else ()
        when = _say("take" if thing.take else "version", day=day(of))
        return Card(
            Column(
                drawn.strip(f"roll-{thing.id}", say("music.the notes of title", title=thing.title), roll, tall=44),
                Text(thing.title, weight=600, most_lines=2),
                Text(when, style="label", tone="text2"),
                Row(
                    self._screen.hearing.button(of, _say("hear"), f"{thing.title}, {when}"),
                    Space(),
                    self._pick(thing, thing.title),
                ),
                gap=8,
            ),
            selected=thing.id in self._screen.picked,
            pad=12,
        )

    def _words(self, thing: Thing) -> Node:
        said = thing.said
        assert said is not None
        words = say("frame.quote", words=said.body) if said.body else _say("voice")
        of = _say("words of", title=thing.title, day=_day(said)) if thing.title else _day(said)
        return Card(
            Column(
                Text(words, weight=600, most_lines=4),
                Text(of, style="label", tone="text2"),
                Space(),
                Row(
                    self._screen.voice.button(said.id) if said.has_sound else None,
                    Space(),
                    self._pick(thing, said.body or _say("voice")),
                ),
                gap=8,
                grow=1,
            ),
            selected=thing.id in self._screen.picked,
            pad=12,
        )

    def _pick(self, thing: Thing, what: str) -> Node:
        on = thing.id in self._screen.picked
        return Button(
            f"pick-{thing.id}",
            _say("picked" if on else "pick"),
            partial(self._screen.turn, thing.id),
            icon="check" if on else "plus",
            selected=on,
            name=_say("pick what", what=what),
        )

    # -- then and now -------------------------------------------------------------------------------------------------
    def _pairs(self, pairs: tuple[Pair, ...]) -> list[Node | None]:
        screen = self._screen
        if not pairs:
            return [Text(_say("no pair"), style="lead")]
        shown = pairs[: screen.most]
        more = Row(Space(), Button("more", _say("more"), screen.show_more, icon="chevron-down"), Space())
        return [
            Text(_say("pair"), style="lead"),
            screen.hearing.who("pairs", (take for pair in shown for take in (pair.then, pair.now))),
            *[self._pair(pair) for pair in shown],
            more if len(shown) < len(pairs) else None,
        ]

    def _pair(self, pair: Pair) -> Node:
        screen = self._screen
        on = screen.then_now[:2] == pair.ids
        pick = Button(
            f"pair-{pair.now.id}",
            _say("picked" if on else "pick"),
            partial(screen.turn_pair, pair),
            icon="check" if on else "plus",
            selected=on,
            name=_say("pick what", what=pair.title),
        )
        both = ((_say("then"), pair.then, "then"), (_say("now"), pair.now, "now"))
        return Card(
            Column(
                Row(Text(pair.title, style="h2", grow=1, most_lines=2), pick),
                *[
                    Row(
                        screen.hearing.button(take, words, f"{pair.title}, {day(take)}", f"{place}-"),
                        Text(day(take), style="label", tone="text2"),
                        drawn.strip(
                            f"{place}-{take.id}",
                            say("music.the notes of title", title=pair.title),
                            facts_of(take).roll,
                            tall=44,
                            grow=1,
                        ),
                        gap=12,
                        align="center",
                    )
                    for words, take, place in both
                ],
                Text(what_changed(pair.then, pair.now), style="label", tone="text2"),
                *(self._let_out(pair) if on and pair.said else ()),
                gap=8,
            ),
            selected=on,
            pad=12,
        )

    def _let_out(self, pair: Pair) -> list[Node]:
        screen = self._screen
        words = [
            Toggle(
                f"let-{said.id}",
                say("frame.quote", words=said.body) if said.body else _say("voice"),
                said.id in screen.then_now,
                partial(screen.turn_words, said.id),
            )
            for said in pair.said
        ]
        return [Text(_say("words"), weight=600), Row(*words, gap=8, wrap=True)]


def invitation(bring: Callable[[], None]) -> Node:
    """In My music, while a review comes: one quiet line, which stays until it was held."""
    button = Button("bring", _say("begin"), bring, icon="arrow-right")
    return Card(
        Row(Icon("calendar", 22, "accent"), Text(_say("invitation"), grow=1), button, gap=12), tone="soft", pad=10
    )


def _say(key: str, **filled: str) -> str:
    return say(f"conversation.bring {key}", **filled)


def _day(said: records.Reflection) -> str:
    from reflections.records import local
    from studio.words import day as in_words

    return in_words(local(said.made_at, said.zone), "short")
