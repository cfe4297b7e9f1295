"""Reflect: one question on a screen about something that is saved already; keys, mouse and typing all answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from instruments.events import Finished, Played
from studio.answers import BACK, AnswerPad
from studio.asking import Asking
from studio.screen import Go, Screen
from studio.screens.reflect import begun
from studio.screens.reflect.caps import PICKED_ONLY
from studio.screens.reflect.view import ReflectView
from studio.ui.nodes import climbed
from studio.voices.voice import Voice
from studio.words import say

if TYPE_CHECKING:
    from reflections.records import Question
    from studio.ui.nodes import Node

TUTORS_OWN = "tutor"
SPOKEN = frozenset({"words", "chips"})  # what can be answered by voice
SPEAKS, DONE = "F", "G"  # as A skips and B hears it again: the same keys in every question
STEPS = {"C": 0, "D": 1, "E": 2, "F": 3, "G": 4}


class Reflect(Screen):
    """Asked when the pupil moves on, never before; skipping leads to the same next screen with the same words."""

    name = "reflect"
    room = "reflect"
    beside_music = False  # others play meanwhile: nothing is heard again, and no voice

    def __init__(self, tools: Any, *, wanted: bool = False, then: str = "") -> None:
        super().__init__(tools)
        self.asking = Asking(tools.lesson, wanted=wanted, changed=self._new_question, begun=begun.prompt_of(self))
        self.then = then
        self.pad = AnswerPad(tools.clock(), keyboards=tools.lesson.keys)
        self.picked: list[str] = []
        self.at = 0
        self.writing: str | None = None
        self.words = ""
        self.as_character = False  # the one in the song says it
        self.tutor_said = ""  # the tutor's own answer to the question, beside the pupil's
        self.level: int | None = None
        self.listening = False
        self.voice = Voice(tools.engine, tools.folder, tools.background, tools.clock, tools.changed)
        self._voice_was = self.voice.state
        self.view = ReflectView(self)

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """The first question is worked out; the pad waits until all is quiet."""
        self.asking.begin()

    def leave(self) -> None:
        """What was being heard stops. An answer half given was not given; one that was given is kept."""
        self.asking.keep()
        self.voice.let_go()
        if self.listening:
            self.engine.stop()

    @property
    def title(self) -> str:
        """What is being talked about."""
        return self.asking.about.title if self.asking.about else say("reflect.reflect")

    @property
    def subtitle(self) -> str:
        """Which take or version of it."""
        return self.asking.about.subtitle if self.asking.about else ""

    @property
    def question(self) -> Question | None:
        """What is asked now."""
        return self.asking.question

    @property
    def asks(self) -> Question | None:
        """What is read aloud here."""
        return self.question

    @property
    def listens(self) -> bool:
        """While somebody speaks, or hears what they said."""
        return self.voice.hearing or (self.voice.is_open and self.voice.state != "said")

    def build(self) -> Node:
        """Drawn by the view from this screen's state."""
        return self.view.build()

    def _new_question(self) -> None:
        self.picked, self.at, self.writing, self.words, self.level = [], 0, None, "", None
        self.as_character, self.tutor_said = False, ""
        self.voice.let_go()
        self.pad = AnswerPad(self.tools.clock(), keyboards=self.lesson.keys)
        question = self.question
        if question is not None:
            self._take_up()
        elif self.asking.over and self.then:
            if self.asking.aside:
                self.tools.say(f"{say('reflect.it is put aside')} {say('reflect.it is not gone')}")
            self.tools.move(Go(self.then))
        elif self.asking.over:
            self.tools.focus("back-to-music")
        self.tools.changed()

    def _take_up(self) -> None:
        """Words that were begun stand there again; else the question is as new."""
        writer = begun.writer_of(self)
        if writer:
            self.write(writer)
        elif self.question is not None:
            self.tools.focus(self.view.first_focus(self.question))

    # -- answers ------------------------------------------------------------------------------------------------------
    def choose(self, value: str, how: str = "tap") -> None:
        """Pick or put back one chip; where only one may be picked it is the answer."""
        question = self.question
        if question is None:
            return
        self.at = next((n for n, choice in enumerate(question.choices) if choice.id == value), self.at)
        if question.most == 1:
            self.asking.answer(value, how)
            return
        if value in self.picked:
            self.picked.remove(value)
        else:
            self.picked = [*self.picked, value][-question.most :]
        self.tools.changed()

    def step(self, value: int, how: str = "tap") -> None:
        """A light of the fader, or a rung of the ladder, by mouse or computer keys."""
        question = self.question
        if question is not None and question.kind == "ladder":
            self.level = value
            self.tools.changed()
        else:
            self.asking.rate(value, how)

    def done(self, how: str = "tap") -> None:
        """What is picked, set or written is the answer; nothing picked is a skip that costs nothing."""
        question = self.question
        if question is None:
            return
        if self.writing == TUTORS_OWN:
            self._answer_too()
        elif self.voice.state == "said":
            self.asking.speak(self.voice.sound, as_character=self.as_character)
        elif self.writing is not None and self.words.strip():
            self.asking.say(self.words.strip(), self.writing, as_character=self.as_character)
        elif question.kind == "ladder" and self.level is not None:
            self.asking.rate(self.level, how)
        elif self.picked:
            self.asking.answer(",".join(self.picked), how)
        else:
            self.asking.skip()

    def tap_key(self, place: int) -> None:
        """A drawn answer key, by mouse or touch: the same as the key itself."""
        if "CDEFGAB"[place] == "A":
            self.skip()
        elif "CDEFGAB"[place] == "B":
            self.listen()
        else:
            self.asking.rate(place, "tap")

    def skip(self) -> None:
        """On to the next one."""
        self.asking.skip()

    def write(self, who: str) -> None:
        """Open the text box: the pupil types, or the tutor writes what the pupil says."""
        self.writing = who
        self.tools.focus("words")
        self.tools.changed()

    def _answer_too(self) -> None:
        """The tutor's answer is the tutor's: it stands beside the question, and answers nothing for the pupil."""
        question, about, lesson = self.question, self.asking.about, self.lesson
        said, self.writing, self.words = self.words.strip(), None, ""
        if said and question is not None and about is not None and lesson.pupil is not None:
            self.tutor_said, pupil, prompt = said, lesson.pupil.id, question.prompt
            here = lesson.session.id if lesson.session else None
            of = {"session": here, "piece": about.piece, "take": about.take, "version": about.version}
            lesson.errand(lambda journal: journal.answer_too(pupil, prompt, said, **of), label="the tutor's answer")
        if question is not None:
            self.tools.focus(self.view.first_focus(question))

    def speak(self) -> None:
        """Open the microphone, or close it: that was all. What is being heard stops first."""
        if self.question is None or self.question.prompt in PICKED_ONLY:
            return
        if self.voice.state in {"starting", "listening"}:
            self.voice.stop()
            return
        if self.listening:
            self.listen()
        self.voice.start()
        self.tools.focus("voice-stop")

    def not_this_one(self) -> None:
        """It was never said."""
        self.voice.let_go()
        question = self.question
        if question is not None:
            self.tools.focus(self.view.first_focus(question))

    def type(self, words: str) -> None:
        """The text box changed."""
        self.words = words

    def speak_as(self, character: bool) -> None:
        """The pupil says it, or the one in the song does."""
        self.as_character = character
        self.tools.changed()

    def link(self, goal: str | None) -> None:
        """What it was for; just for fun is as good."""
        self.asking.link(goal)

    def listen(self) -> None:
        """Hear what is being talked about."""
        if self.listening:
            self.engine.stop()
            self.listening = False
        else:
            self.listening = self.asking.hear(self.engine)
        self.tools.changed()

    def to_music(self) -> None:
        """What was kept before can be talked about there."""
        self.tools.move(Go("music"))

    def leave_it(self) -> None:
        """Back to the music."""
        self.tools.move(Go(self.then or "play"))

    # -- the keyboard answers -----------------------------------------------------------------------------------------
    def hear(self, event: Played) -> bool:
        """Every key also sounds; only a single one held in the quiet is an answer."""
        heard = self.pad.hear(event, self.tools.clock())
        if heard:
            self.tools.changed()
        return heard

    def update(self, now: float) -> None:
        """A held key fills its picture and then means something; nobody is recorded behind the veil."""
        self._mind_the_voice(now)
        if self.pad.filling(now) is not None:
            self.tools.changed()
        meant = self.pad.meant(now)
        if meant is None or self.writing is not None or not self.asking.by_keys:
            return
        self.lesson.recorder.set_aside(*self.pad.span)
        if self.question is None:
            if self.asking.over and meant == DONE:
                self.leave_it()
        elif self.voice.is_open:
            self._by_voice(meant)
        elif meant == BACK:
            self.asking.go_back()
        elif meant == "A":
            self.skip()
        elif meant == SPEAKS and self.question.kind in SPOKEN and self.question.prompt not in PICKED_ONLY:
            self.speak()
        elif meant == "B":
            self.listen()
        else:
            self._by_key(meant, self.question)

    def _mind_the_voice(self, now: float) -> None:
        voice = self.voice
        voice.update(now)
        if self.tools.veiled():
            voice.cover()
        if voice.state != self._voice_was:
            self._voice_was = voice.state
            if voice.state == "said":
                self.tools.focus("done")
            elif voice.state == "deaf" and self.question is not None:
                chips = self.question.kind == "chips"  # beside the sentence, which stands below them
                self.tools.focus("type-it" if chips else self.view.first_focus(self.question))

    def _by_voice(self, key: str) -> None:
        """While somebody speaks G is the end of it; then B hears it, D says it again, E lets it go, G is done."""
        if self.voice.state != "said":
            if key == DONE:
                self.voice.stop()
            return
        match key:
            case "A":
                self.skip()
            case "B":
                self.voice.hear()
            case "D":
                self.speak()
            case "E" | "back":
                self.not_this_one()
            case "G":
                self.done("keys")

    def _by_key(self, key: str, question: Question) -> None:
        match question.kind:
            case "scale":
                self.asking.rate(STEPS[key], "keys")
            case "keep":
                if STEPS[key] < len(question.choices):
                    self.asking.answer(question.choices[STEPS[key]].id, "keys")
            case "ladder":
                self._climb(key)
            case _:
                self._walk(key, question)

    def _climb(self, key: str) -> None:
        if key == "G":
            self.done("keys")
        elif key in "CD":
            self.level = climbed(self.level, 1 if key == "D" else -1)
            self.tools.changed()

    def _walk(self, key: str, question: Question) -> None:
        """C goes back, D on, E picks, G is done."""
        count = max(1, len(question.choices))
        if key == "G":
            self.done("keys")
        elif key == "E" and question.choices:
            self.choose(question.choices[self.at].id, "keys")
        elif key in "CD":
            self.at = (self.at + (1 if key == "D" else -1)) % count
            self.tools.focus("chips", self.at)

    def undo(self) -> str | None:
        """The latest answer, until the next one."""
        return say("reflect.take that back") if self.asking.can_go_back else None

    def do_undo(self) -> None:
        """The question before again."""
        self.asking.go_back()

    def told(self, event: object) -> None:
        """What was being heard has ended, or what was said is there."""
        self.voice.told(event)
        if isinstance(event, Finished):
            self.listening = False
            self.tools.changed()
