"""How a question looks: what it is about on the left, one question and its answers on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.screens import drawn, who_heard
from studio.screens.people.visitor import visitor
from studio.screens.reflect import begun, caps
from studio.screens.reflect.icons import ICONS, OWN_WORDS
from studio.screens.reflect.voice import ReflectVoice
from studio.ui import answer_keys, art
from studio.ui.nodes import (
    Button,
    Card,
    Chips,
    Choice,
    Column,
    Grid,
    Icon,
    Ladder,
    Line,
    Node,
    Row,
    Scale,
    Scroll,
    Space,
    Text,
)
from studio.voices import aloud
from studio.words import say

if TYPE_CHECKING:
    from reflections.records import Question
    from studio.screens.reflect.room import Reflect

LABELS = frozenset({"scribed", "tutor"})
TOLD_ALREADY = frozenset({"T10", "T11"})  # always of the one in the song, never of the child
SIDE_WIDTH = 308
KEYS_TALL = 132  # at the least: with the ways beneath all of it is in sight on the lowest window
COLUMNS = {12: 4, 7: 4, 6: 3, 4: 2}  # tiles in a row, by how many there are
LONG = 34  # a question of so many letters needs smaller ones to stand on one line
FOLD_SIDE = 1.5


class ReflectView:
    """Makes nodes of the screen's state; changes nothing."""

    def __init__(self, screen: Reflect) -> None:
        self._screen = screen
        self._voice = ReflectVoice(screen)

    def first_focus(self, question: Question) -> str:
        """Where the computer keys are when a question comes up."""
        return {
            "scale": "scale",
            "ladder": "ladder",
            "words": "type-it" if self._screen.beside_music else "say-it",
        }.get(question.kind, "chips")

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
                Text(about.title, style="h2", most_lines=2),
                Text(about.subtitle, style="label", tone="text2"),
                drawn.strip("about", say("reflect.the notes of title", title=about.title), roll, tall=180)
                if roll
                else None,
                Button(
                    "listen",
                    say("reflect.stop") if self._screen.listening else say("reflect.listen"),
                    self._screen.listen,
                    icon="square" if self._screen.listening else "play",
                )
                if not self._screen.beside_music
                else None,
                who_heard.line(self._screen.tools, "about", two=about.two, then=self._hush, tall=True),
                Row(Icon("check", tone="good"), Text(say("reflect.saved already"), style="label", tone="text2"), gap=8),
                Space(),
                Text(say("reflect.your tutor sees"), style="label", tone="text2"),
                grow=1,
            ),
            width=SIDE_WIDTH,
        )

    def _hush(self) -> None:
        """Who is to be heard was said otherwise."""
        if self._screen.listening:
            self._screen.listen()

    # -- the question -------------------------------------------------------------------------------------------------
    def _question(self) -> Node:
        question = self._screen.question
        assert question is not None
        asked, mark, rest = question.words.partition("? ")
        style = "display" if len(asked) < LONG else "h1"
        deaf = self._voice.trouble_line() if question.kind == "chips" and self._screen.writing is None else None
        return Column(
            Row(
                Column(
                    Text(asked + mark.strip(), style=style),
                    Text(rest, style="lead", tone="text2") if rest else self._kindly(question),
                    gap=4,
                    grow=1,
                ),
                aloud.button(self._screen.tools, question),
                align="start",
            ),
            self._about(question),
            self._tutor_says(),
            self._who_says(question),
            self._answers(question),
            self._goal_row(),
            deaf,
            self._ways(question),
            self._keys(question) if deaf is None else None,
            gap=16,
            grow=1,
        )

    @staticmethod
    def _kindly(question: Question) -> Node | None:
        words = {"keep": say("reflect.it is saved not"), "words": say("reflect.one word is enough")}.get(question.kind)
        return Text(words, style="lead", tone="text2") if words else None

    def _about(self, question: Question) -> Node | None:
        if not question.about:
            return None
        return Card(Row(Icon("audio-lines", tone="accent"), Text(question.about, style="lead", grow=1), gap=12), pad=12)

    def _tutor_says(self) -> Node | None:
        """The tutor's own answer, shown first, under the tutor's name."""
        screen = self._screen
        if not screen.tutor_said:
            return None
        name = screen.lesson.house.tutor or say("reflect.my tutor")
        return Card(
            Row(
                Icon("user", tone="accent"),
                Text(f"{name}: {say('frame.quote', words=screen.tutor_said)}", style="lead", grow=1),
                gap=12,
            ),
            pad=12,
        )

    def _who_says(self, question: Question) -> Node | None:
        """Words may be the pupil's own, or told by the one in the song."""
        screen, asking = self._screen, self._screen.asking
        if question.kind != "words" or not asking.character or question.prompt in TOLD_ALREADY:
            return None
        who = ((False, asking.words("C1m"), "user"), (True, asking.words("C1c"), "drama"))
        return Choice("who-says", who, screen.as_character, screen.speak_as, asking.words("C1"))

    def _answers(self, question: Question) -> Node | None:
        screen = self._screen
        if screen.voice.is_open:
            return self._voice.node()
        if screen.writing is not None:
            label = say(f"reflect.label {screen.writing}" if screen.writing in LABELS else "reflect.your words")
            return begun.box(screen, label)
        match question.kind:
            case "scale":
                return self._scale(question)
            case "ladder":
                return Row(Ladder("ladder", screen.level, screen.step, question.about or question.words), Space())
            case "words":
                return self._own_words()
            case _:
                return self._chips(question)

    def _own_words(self) -> Node:
        screen = self._screen
        speak = Button("say-it", screen.asking.words("V1"), screen.speak, icon="mic", kind="tile")
        return Column(
            self._voice.trouble(),
            Grid(
                *(() if screen.beside_music else (speak,)),
                Button("type-it", say("reflect.type it"), lambda: screen.write("typed"), icon="keyboard", kind="tile"),
                Button(
                    "tutor-writes",
                    say("reflect.my tutor writes it"),
                    lambda: screen.write("scribed"),
                    icon="pencil",
                    kind="tile",
                ),
                columns=2 if screen.beside_music else 3,
                grow=1,
            ),
            grow=1,
        )

    def _scale(self, question: Question) -> Node:
        screen = self._screen
        filling = screen.pad.filling(screen.tools.clock()) if screen.asking.by_keys else None
        steps = tuple(choice.words for choice in question.choices)
        place = "CDEFG".find(filling.key) if filling else -1
        lights = Scale("scale", steps, None, screen.step, (place, filling.share) if filling and place >= 0 else None)
        if not screen.asking.by_keys:
            return Column(lights, Space(), grow=1)
        if screen.tools.theme().text_scale >= FOLD_SIDE:
            return Column(
                lights,
                answer_keys.answers("answer-keys", caps.on_keys(filling, say("reflect.again")), screen.tap_key),
                gap=12,
            )
        # seven keys, five lights: each light stands above its key
        above = Row(Column(lights, grow=5), Column(Space(), grow=2), gap=0, music=True)
        below = answer_keys.answers("answer-keys", caps.on_keys(filling), screen.tap_key, tall=KEYS_TALL)
        return Column(above, below, gap=12, grow=1)

    def _chips(self, question: Question) -> Node:
        screen = self._screen
        options = tuple((c.id, _capital(c.words), ICONS.get(c.id, OWN_WORDS)) for c in question.choices)
        columns = COLUMNS.get(len(options), 3)
        return Chips("chips", options, frozenset(screen.picked), screen.choose, question.most, columns, grow=1)

    def _goal_row(self) -> Node | None:
        """What it was for: one optional row, only where nothing says so already."""
        asking = self._screen.asking
        if not asking.goals_to_link:
            return None
        fun = ("", _capital(asking.words("K3")), None)
        options = (*((goal.id, goal.words, None) for goal in asking.goals_to_link), fun)
        chosen = frozenset({asking.linked_to})
        return Column(
            Line(),
            Row(
                Text(asking.words("K2"), style="label", tone="text2"),
                Chips("goal", options, chosen, lambda goal: self._screen.link(goal or None), 1, grow=1),
            ),
            gap=12,
        )

    def _ways(self, question: Question) -> Node:
        screen = self._screen
        speaking, said = screen.voice.is_open, screen.voice.state == "said"
        writes = (
            question.kind == "chips"
            and question.prompt not in caps.PICKED_ONLY
            and screen.writing is None
            and not speaking
        )
        ready = said or (not speaking and bool(screen.picked or screen.level is not None or screen.writing))
        folded = screen.tools.theme().text_scale >= FOLD_SIDE
        return Row(
            Button("tutor-too", screen.asking.words("A1"), lambda: screen.write("tutor"), icon="users", kind="quiet")
            if question.kind == "words" and screen.writing is None and not speaking and not screen.tutor_said
            else None,
            Button("say-it", screen.asking.words("V1"), screen.speak, icon="mic")
            if writes and not screen.beside_music
            else None,
            Button("type-it", say("reflect.type it"), lambda: screen.write("typed"), icon="keyboard")
            if writes
            else None,
            Button("tutor-writes", say("reflect.my tutor writes it"), lambda: screen.write("scribed"), icon="pencil")
            if writes
            else None,
            Button(
                "listen-2",
                say("reflect.stop") if screen.listening else say("reflect.listen"),
                screen.listen,
                icon="play",
            )
            if folded and not screen.beside_music
            else None,
            Space(),
            Button("skip", screen.asking.words("skip"), screen.skip, icon="skip-forward", kind="quiet"),
            Button("done", say("reflect.done"), screen.done, icon="arrow-right", kind="primary") if ready else None,
        )

    def _keys(self, question: Question) -> Node | None:
        """What each key of the piano does here."""
        if not self._screen.asking.by_keys or self._screen.writing is not None:
            return None
        return (
            caps.row(self._voice.caps())
            if self._screen.voice.is_open
            else caps.of(question, quiet=self._screen.beside_music)
        )

    # -- nothing asked ------------------------------------------------------------------------------------------------
    def _nothing_asked(self) -> Node:
        screen = self._screen
        asking = screen.asking
        if screen.lesson.pupil is None:
            return visitor(screen.tools)
        if asking.about is None:
            nothing = "nothing new" if screen.lesson.mine.pieces else "nothing yet"
            lines = (say(f"reflect.{nothing}"), say(f"reflect.{nothing} why"))
        elif asking.aside:
            lines = (say("reflect.it is put aside"), say("reflect.it is not gone"))
        elif asking.closing is not None:
            lines = asking.closing
        elif asking.said_something:
            lines = (say("reflect.that is kept"), say("reflect.you can change"))
        else:
            lines = (say("reflect.it is saved"), say("reflect.you can say something"))
        before = asking.about is None and bool(screen.lesson.mine.pieces)
        done = asking.said_something or asking.aside or asking.closing is not None
        more = asking.about is not None and not done
        return Column(
            Space(),
            Text(lines[0], style="display"),
            Text(lines[1], style="lead", tone="text2"),
            Space(size=8),
            Row(
                Button(
                    "back-to-music",
                    say("reflect.back to the music"),
                    screen.leave_it,
                    icon="arrow-right",
                    kind="primary",
                ),
                Button("to-music", say("reflect.my music"), screen.to_music, icon="library") if before else None,
                Button("say-more", say("reflect.say something"), asking.say_something, icon="message-circle")
                if more
                else None,
                Button("bring-back", say("reflect.bring it back"), asking.bring_back, icon="undo-2")
                if asking.aside
                else None,
                Button("take-back", say("reflect.take back what i"), asking.take_back, icon="undo-2", kind="quiet")
                if asking.said_something
                else None,
            ),
            caps.row((("G", "back to the music"),)) if asking.by_keys else None,
            art.notes(quiet=True, grow=5),
            gap=16,
            grow=1,
        )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
