"""How a question looks: what it is about on the left, one question and its answers on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.screens import drawn
from studio.ui import keys
from studio.ui.nodes import Button, Card, Chips, Column, Icon, Ladder, Node, Row, Scale, Scroll, Space, Text, TextBox

if TYPE_CHECKING:
    from reflections.records import Question
    from studio.answers import Filling
    from studio.screens.reflect import Reflect

ICONS = {
    "calm": "waves",
    "wild": "flame",
    "sunny": "sun",
    "stormy": "cloud-lightning",
    "heavy": "weight",
    "light": "feather",
    "funny": "squirrel",
    "spooky": "ghost",
    "brave": "shield",
    "sad": "cloud-rain",
    "strong": "biceps-flexed",
    "sleepy": "moon",
    "yes": "check",
    "not sure": "circle-help",
    "not this one": "x",
}
SIDE_WIDTH = 308
TILES = 6  # from so many choices on they are tiles in columns
FOLD_SIDE = 1.5


class ReflectView:
    """Makes nodes of the screen's state; changes nothing."""

    def __init__(self, screen: Reflect) -> None:
        self._screen = screen

    def first_focus(self, question: Question) -> str:
        """Where the computer keys are when a question comes up."""
        return {"scale": "scale", "ladder": "ladder", "words": "type-it"}.get(question.kind, "chips")

    def build(self) -> Node:
        """Two columns; at large text the left one folds away, the question never does."""
        body = self._question() if self._screen.question else self._nothing_asked()
        if self._screen.tools.theme().text_scale >= FOLD_SIDE:
            return Scroll(body, key="question")
        return Row(self._side(), Scroll(body, key="question"), gap=24, align="stretch", grow=1)

    def _side(self) -> Node:
        about = self._screen.asking.about
        if about is None:
            return Space(grow=0, size=1)
        roll = about.facts.roll if about.facts else ()
        return Card(
            Column(
                Text(about.title, style="h2"),
                Text(about.subtitle, style="label", tone="text2"),
                drawn.strip("about", f"The notes of {about.title}", roll, tall=180),
                Button(
                    "listen",
                    "Stop" if self._screen.listening else "Listen",
                    self._screen.listen,
                    icon="square" if self._screen.listening else "play",
                ),
                Row(Icon("check", tone="good"), Text("Saved already", style="label", tone="text2"), gap=8),
                Space(),
                Text("Your tutor sees your answer, so they can help.", style="label", tone="text2"),
                grow=1,
            ),
            width=SIDE_WIDTH,
        )

    # -- the question -------------------------------------------------------------------------------------------------
    def _question(self) -> Node:
        question = self._screen.question
        assert question is not None
        return Column(
            Text(question.words, style="display" if len(question.words) < 34 else "h1"),  # noqa: PLR2004 - one line at 1280
            self._about(question),
            self._goal_row(),
            self._answers(question),
            self._ways(question),
            self._key_words(question),
            gap=16,
        )

    def _about(self, question: Question) -> Node | None:
        if not question.about:
            return None
        return Card(Row(Icon("audio-lines"), Text(question.about, style="lead", grow=1), gap=12), pad=12)

    def _answers(self, question: Question) -> Node | None:
        screen = self._screen
        if screen.writing is not None:
            label = "Your words" if screen.writing == "typed" else "Their words, as they say them"
            return TextBox("words", screen.words, screen.type, lambda _: screen.done(), label=label, lines=2)
        match question.kind:
            case "scale":
                return self._scale(question)
            case "ladder":
                return Row(Ladder("ladder", screen.level, screen.step, question.about or question.words), Space())
            case "words":
                return None
            case _:
                return self._chips(question)

    def _scale(self, question: Question) -> Node:
        filling = self._screen.pad.filling(self._screen.tools.clock())
        steps = tuple(choice.words for choice in question.choices)
        place = "CDEFG".find(filling.key) if filling else -1
        return Column(
            Scale("scale", steps, None, self._screen.step, (place, filling.share) if filling and place >= 0 else None),
            keys.answers("answer-keys", self._answers_on_keys(filling), self._screen.tap_key),
            gap=12,
        )

    def _answers_on_keys(self, filling: Filling | None) -> tuple[keys.Answer, ...]:
        words = {"A": ("Skip", "skip-forward"), "B": ("Hear it again", "volume-2")}
        return tuple(
            keys.Answer(
                letter, *words.get(letter, ("", "")), fill=filling.share if filling and filling.key == letter else 0.0
            )
            for letter in "CDEFGAB"
        )

    def _chips(self, question: Question) -> Node:
        screen = self._screen
        options = tuple((c.id, c.words, ICONS.get(c.id)) for c in question.choices)
        tiles = len(options) >= TILES
        chips = Chips(
            "chips", options, frozenset(screen.picked), screen.choose, question.most, columns=4 if tiles else None
        )
        if not question.choices or screen.asking.by_keys is False:
            return chips
        here = question.choices[screen.at].words if question.kind != "keep" else ""
        return Column(chips, Text(f"The keys are at: {here}", style="label", tone="text2") if here else None, gap=8)

    def _goal_row(self) -> Node | None:
        """What it was for: one optional row, only where nothing says so already."""
        goals = self._screen.asking.goals_to_link
        if not goals:
            return None
        options = (*((g.id, g.words, None) for g in goals), ("", "Just for fun", None))
        return Column(
            Text("This was for:", style="label", tone="text2"),
            Chips(
                "goal", options, frozenset({self._screen.asking.linked_to}), lambda v: self._screen.link(v or None), 1
            ),
            gap=8,
        )

    def _ways(self, question: Question) -> Node:
        screen = self._screen
        writes = question.kind in {"words", "chips"} and screen.writing is None
        ready = bool(screen.picked or screen.words or screen.level is not None or screen.writing)
        return Row(
            Button("type-it", "Type it", lambda: screen.write("typed"), icon="keyboard") if writes else None,
            Button("tutor-writes", "My tutor writes it", lambda: screen.write("scribed"), icon="pencil")
            if writes
            else None,
            Button("listen-2", "Listen", screen.listen, icon="play")
            if screen.tools.theme().text_scale >= FOLD_SIDE
            else None,
            Space(),
            Button("skip", "Skip", screen.skip, icon="skip-forward", kind="quiet"),
            Button("done", "Done", screen.done, icon="arrow-right", kind="primary") if ready else None,
        )

    def _key_words(self, question: Question) -> Node | None:
        words = {
            "scale": "Hold a key until it fills. Or tap a light. A skips, B hears it again.",
            "keep": "Hold C for yes, D for not sure, E for not this one. A skips.",
            "ladder": "Hold D to climb, C to go down, G when it is right. A skips.",
            "chips": "Hold D for next, C for back, E to pick, G when done. A skips.",
            "words": "A skips, B hears it again.",
        }.get(question.kind)
        return Text(words, style="label", tone="text2") if words else None

    # -- nothing asked ------------------------------------------------------------------------------------------------
    def _nothing_asked(self) -> Node:
        screen = self._screen
        asking = screen.asking
        if asking.about is None:
            lines = ("Nothing to talk about yet.", "Keep something first. Then you can say something about it.")
        elif asking.said_something:
            lines = ("That is kept.", "You can change your mind about it any time.")
        else:
            lines = ("It is saved.", "You can say something about it, or leave it.")
        more = asking.about is not None and not asking.said_something
        return Column(
            Space(size=48),
            Text(lines[0], style="h1"),
            Text(lines[1], style="lead", tone="text2"),
            Row(
                Button("back-to-music", "Back to the music", screen.leave_it, icon="arrow-right", kind="primary"),
                Button("say-more", "Say something", asking.say_something, icon="message-circle") if more else None,
                Button("take-back", "Take back what I said", asking.take_back, icon="undo-2", kind="quiet")
                if asking.said_something
                else None,
            ),
            gap=16,
        )
