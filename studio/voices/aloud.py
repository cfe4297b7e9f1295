"""Reading aloud: a question with its answers, and whatever has the focus or lies under the pointer; silent where music is made."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from instruments.events import RATE, NoteOn, Position
from studio.ui.focus import spoken
from studio.ui.nodes import Button
from studio.voices.speech import OsVoice
from studio.words import say

if TYPE_CHECKING:
    from reflections.records import Question
    from studio.app import Studio
    from studio.screen import Tools
    from studio.ui.nodes import Node

REST_SECONDS = 0.5  # so long the pointer lies still on a thing before it is read
KEPT_SOUNDS = 40  # of what the system's voice said: the same buttons come again and again
SAMPLE_BYTES = 2
STOPS = frozenset({pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.FINGERDOWN, pygame.TEXTINPUT})
SCREEN_KEY = pygame.K_F4


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words; with a prompt's id they are heard from a recording where somebody made one."""

    words: str
    prompt: str = ""


Reading = tuple[Piece, ...]  # in reading order


def of_question(question: Question, register: str, language: str) -> Reading:
    """Return a question as it is read: the question with its fixed answers, what it is about, answers of the pupil's own."""
    fixed = prompt_words(question.prompt, register, language)
    choices = ". ".join(choice.words for choice in question.choices)
    whole = _joined(question.words, choices)
    pieces: Reading
    if whole == fixed:
        pieces = (Piece(whole, question.prompt), Piece(question.about))
    else:
        pieces = (Piece(question.words, question.prompt), Piece(question.about), Piece(choices))
    return tuple(piece for piece in pieces if piece.words.strip())


def prompt_words(prompt: str, register: str, language: str) -> str:
    """Return what is read of a prompt, and what an adult who records it says: its words and its fixed answers."""
    from reflections import prompts

    asked = prompts.question(prompt, register, language)
    return _joined(asked.words, ". ".join(choice.words for choice in asked.choices))


def button(tools: Tools, question: Question, key: str = "aloud", *, register: str = "", language: str = "") -> Node:
    """Return the small speaker beside a question: pressed it is read, whatever is chosen in Aa.

    `register` and `language` are the pupil's, where that is not who sits at the keys; a `key` each tells several apart.
    """
    register, language = register or tools.lesson.register, language or tools.lesson.language
    reading = of_question(question, register, language)
    name = say("aloud.read this", register, language)
    hint = question.words if key != "aloud" else ""
    return Button(key, "", lambda: tools.read_aloud(reading), icon="volume-2", kind="quiet", name=name, hint=hint)


class Aloud:
    """Lives on the main loop. It stops at any key, behind the veil and while music or a microphone goes on, and never starts there."""

    def __init__(self, studio: Studio, voice: OsVoice | None = None) -> None:
        self._studio = studio
        self._voice = voice or OsVoice(studio.folder, studio.clock)
        self._left: list[Piece] = []
        self._turn = 0  # grows whenever what was to be read no longer is
        self._order: int | None = None  # what the system's voice was asked for
        self._now = ""  # what it says
        self._until: float | None = None  # while something sounds
        self._sounds: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._pending = ""  # what has just got the focus
        self._place = ""
        self._question: Reading = ()
        self._pointer: tuple[int, int] | None = None
        self._rested = 0.0
        self._under = ""
        self._music = False
        self._person: object = None
        self._told_missing: set[str] = set()

    # -- what happens -------------------------------------------------------------------------------------------------
    def heed(self, event: pygame.event.Event) -> None:
        """Any key, click or touch ends what is read; F4 reads the whole screen, and ends it too."""
        if event.type == pygame.MOUSEMOTION:
            self._pointer, self._rested = event.pos, self._studio.clock()
        elif event.type in STOPS:
            reading, self._pointer = self.reading, None
            self.hush()
            plain = event.type == pygame.KEYDOWN and not event.mod & (pygame.KMOD_ALT | pygame.KMOD_CTRL)
            if plain and event.key == SCREEN_KEY and not reading:
                self.read(self._screen())

    def told(self, event: object) -> None:
        """A key of the piano ends it as well; while music goes on nothing is read."""
        if isinstance(event, NoteOn):
            self.hush()
        elif isinstance(event, Position):
            self._music = event.state != "stopped"

    def announce(self, words: str) -> None:
        """Something has got the focus."""
        self._pending = words if self._may_be_heard(self._studio.ui.focused) else ""

    def read(self, reading: Reading) -> None:
        """Read this now: somebody asked for it."""
        self.hush()
        if not self._silent:
            self._left = [piece for piece in reading if piece.words.strip()]
            self._next()

    def hush(self) -> None:
        """Silence; nothing that was still to come is read."""
        self._turn += 1
        self._left, self._now, self._pending = [], "", ""
        if self._order is not None:
            self._voice.give_up()
            self._order = None
        if self._until is not None:
            self._until = None
            self._studio.engine.speak(None)

    def close(self) -> None:
        """End the voice's process."""
        self._voice.close()

    @property
    def reading(self) -> bool:
        """Whether something is read or about to be."""
        return bool(self._left) or self._order is not None or self._until is not None

    # -- once a frame -------------------------------------------------------------------------------------------------
    def tick(self, now: float) -> None:
        """After the screen is shown: a new question first, then what got the focus, then what lies under the pointer."""
        self._follow_person()
        if self._silent:
            if self.reading:
                self.hush()
            self._pending, self._question = "", self._asked()
            return
        self._take_answer()
        if self._until is not None and now >= self._until:
            self._until = None
            self._next()
        if self._studio.settings.read_aloud:
            self._voice.warm()
            self._by_itself(now)
        self._pending = ""

    def _by_itself(self, now: float) -> None:
        asked, place, pending = self._asked(), self._where(), self._pending
        came = place if place != self._place else ""
        self._place = place
        if asked != self._question:
            self._question = asked
            if asked:
                self.read(asked)
                return
        if came or pending:
            self.read(tuple(Piece(words) for words in (came, pending) if words))
        elif self._pointer is not None and now - self._rested >= REST_SECONDS:
            under, self._pointer = self._words_at(self._pointer), None
            if under and under != self._under:
                self.read((Piece(under),))
            self._under = under

    @property
    def _silent(self) -> bool:
        """Whether nothing may sound now: a take, music, a microphone, or the veil."""
        studio, screen = self._studio, self._studio.screen
        return (
            self._music
            or studio.lesson.recorder.is_rolling
            or studio.standing.veiled
            or studio.closing.up
            or screen.listens
        )

    def _follow_person(self) -> None:
        """What was made of one pupil's words goes with them."""
        pupil = self._studio.lesson.pupil
        person = pupil.id if pupil is not None else None
        if person != self._person:
            self._person = person
            self._sounds.clear()
            self.hush()

    # -- what there is to read ----------------------------------------------------------------------------------------
    def _asked(self) -> Reading:
        asked = self._studio.screen.asks
        lesson = self._studio.lesson
        return of_question(asked, lesson.register, lesson.language) if asked is not None else ()

    def _where(self) -> str:
        dialog = next((widget.name for widget in self._studio.ui.tree() if widget.role == "dialog"), "")
        return dialog or self._studio.screen.title

    def _screen(self) -> Reading:
        """The whole screen, as people read it: each thing once, and what is set with what it is set to."""
        pieces, before = [], None
        for widget in self._studio.ui.tree():
            behind = widget.layer < self._studio.ui.focus.layer  # a dialog
            if behind or widget.role == "icon" or not widget.name or not self._may_be_heard(widget.key):
                continue
            again = before is not None and widget.name in before.name and before.rect.contains(widget.rect)
            if widget.role != "words":
                before = widget
            if widget.role != "words" or not again:  # the words on a thing are its name, which was just read
                pieces.append(Piece(", ".join(filter(None, (widget.name, widget.value)))))
        return tuple(pieces)

    def _may_be_heard(self, key: str | None) -> bool:
        unread = self._studio.screen.unread
        return not (unread and key and key.startswith(unread))

    def _words_at(self, at: tuple[int, int]) -> str:
        """Return what lies under the pointer: a thing to press, or words."""
        ui = self._studio.ui
        found = ui.pointer.under(at)
        if found is not None and found.target is not None:
            return spoken(found.target) if self._may_be_heard(found.target.key) else ""
        layer = ui.focus.layer
        words = (w.name for w in ui.tree() if w.role == "words" and w.layer == layer and w.seen.collidepoint(at))
        return next(words, "")

    # -- one piece after the other ------------------------------------------------------------------------------------
    def _next(self) -> None:
        if not self._left:
            return
        piece = self._left.pop(0)
        turn, lesson = self._turn, self._studio.lesson
        register, language = lesson.register, lesson.language
        recorded = piece.prompt and lesson.ask(
            lambda journal: journal.prompt_voice(piece.prompt, register, language),
            lambda found: self._by_adult(turn, piece, found.sound if found else None),
            "a prompt's recording",
        )
        if not recorded:
            self._by_system(piece.words)

    def _by_adult(self, turn: int, piece: Piece, sound: bytes | None) -> None:
        if turn != self._turn:
            return
        if not sound:
            self._by_system(piece.words)
            return
        from instruments.microphone import voice_samples

        def heard(samples: bytes) -> None:
            if turn == self._turn:
                self._sound(samples)

        def broken(error: Exception) -> None:
            del error
            if turn == self._turn:
                self._by_system(piece.words)

        self._studio.background.worker.put(lambda: voice_samples(sound), heard, broken, "a prompt's recording")

    def _by_system(self, words: str) -> None:
        language = self._studio.lesson.language
        if (known := self._sounds.get((words, language))) is not None:
            self._sounds.move_to_end((words, language))
            self._sound(known)
        else:
            self._now = words
            self._order = self._voice.say(words, language)

    def _take_answer(self) -> None:
        said = self._voice.answer() if self._order is not None else None
        if said is None or said.order != self._order:
            return
        self._order = None
        language = self._studio.lesson.language
        if said.missing:
            self._left = []
            if language not in self._told_missing:
                self._told_missing.add(language)
                self._studio.say(say("aloud.no voice", self._studio.lesson.register, language))
        elif said.samples:
            self._sounds[self._now, language] = said.samples
            while len(self._sounds) > KEPT_SOUNDS:
                self._sounds.popitem(last=False)
            self._sound(said.samples)
        else:
            self._next()

    def _sound(self, samples: bytes) -> None:
        if self._silent or not samples:
            return
        self._studio.engine.speak(samples)
        self._until = self._studio.clock() + len(samples) / SAMPLE_BYTES / RATE


def _joined(words: str, choices: str) -> str:
    return f"{words} {choices}." if choices else words
