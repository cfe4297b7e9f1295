"""Reading aloud: recordings first, then the system's voice; in reading order, stopped by any key, never over music or a microphone."""

import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pygame
import pytest
import soundfile

from instruments.events import NoteOn, Position
from reflections import prompts
from reflections.records import REGISTERS, Choice
from studio.ui.tree import Widget
from studio.voices.aloud import KEPT_SOUNDS, REST_SECONDS, Aloud, Piece, of_question, prompt_words
from tests.studio.fakes import FakeEngine
from tests.studio.spoken import Voice

YOUNG = REGISTERS[0]


class Room:
    """A studio with nothing but what reading aloud looks at."""

    def __init__(self) -> None:
        self.engine = FakeEngine()
        self.now = 0.0
        self.folder = Path()
        self.settings = SimpleNamespace(read_aloud=True)
        self.standing = SimpleNamespace(veiled=False)
        self.closing = SimpleNamespace(up=False)
        self.screen = SimpleNamespace(title="Pick", asks=None, unread="picture-", listens=False)
        self.recordings: dict[str, bytes] = {}
        recorder = SimpleNamespace(is_rolling=False)
        self.lesson = SimpleNamespace(register=YOUNG, language="en", pupil=None, recorder=recorder, ask=self._ask)
        self.background = SimpleNamespace(worker=SimpleNamespace(put=self._work))
        self.widgets: list[Any] = []
        self.ui = SimpleNamespace(
            tree=lambda: self.widgets,
            pointer=SimpleNamespace(under=lambda _at: None),
            focus=SimpleNamespace(layer=0),
            focused=None,
        )
        self.notices: list[str] = []
        self.say = self.notices.append
        self.voice = Voice()
        self.aloud = Aloud(self, self.voice)
        self.turn()
        self.voice.said.clear()
        self.aloud.hush()
        self.engine.log.clear()

    def clock(self) -> float:
        return self.now

    def turn(self, seconds: float = 0.1) -> None:
        self.now += seconds
        self.aloud.tick(self.now)

    def turns(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.turn()

    def _ask(self, work: Callable[[Any], Any], then: Callable[[Any], None], _label: str) -> bool:
        journal = SimpleNamespace(prompt_voice=self._recorded)
        then(work(journal))
        return True

    def _recorded(self, prompt: str, register: str, language: str) -> Any:
        assert (register, language) == (self.lesson.register, self.lesson.language)
        return SimpleNamespace(sound=self.recordings[prompt]) if prompt in self.recordings else None

    @staticmethod
    def _work(
        work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None], _l: str
    ) -> None:
        try:
            answer = work()
        except Exception as error:  # noqa: BLE001 - whatever it raises is told to the test
            failed(error)
        else:
            done(answer)

    def ask(self, prompt: str) -> None:
        self.screen.asks = prompts.question(prompt)


@pytest.fixture
def room() -> Room:
    return Room()


def recorded(seconds: float) -> bytes:
    """A voice as the journal keeps it."""
    small = io.BytesIO()
    soundfile.write(small, np.zeros(round(seconds * 24_000), "float32"), 24_000, format="MP3")
    return small.getvalue()


def key(pressed: int, mod: int = 0) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=pressed, mod=mod, unicode="")


def words(text: str, at: tuple[int, int] = (0, 0), role: str = "words") -> Any:
    place = pygame.Rect(at, (100, 20))
    return Widget(role, text, "", place, place)


# -- what is read -----------------------------------------------------------------------------------------------------
def test_a_question_is_read_with_its_answers_in_the_order_they_stand_in(room: Room) -> None:
    room.ask("T8")
    room.turns(1)
    assert room.voice.said == ["Keep this one? Yes. Not sure. Not this one."]
    assert room.engine.log == ["voice of 9.0 s"]


def test_answers_of_the_pupils_own_are_read_after_what_somebody_may_have_recorded() -> None:
    asked = prompts.question("T7")
    own = tuple(Choice(word, word) for word in ("slower", "left hand first"))
    question = type(asked)(asked.prompt, asked.words, asked.kind, own, about="Coasts")
    assert of_question(question, YOUNG, "en") == (
        Piece("What will you try next?", "T7"),
        Piece("Coasts"),
        Piece("slower. left hand first"),
    )


def test_a_recording_comes_before_the_systems_voice_and_a_broken_one_does_not_silence_the_question(room: Room) -> None:
    room.recordings["T8"] = recorded(2)
    room.ask("T8")
    room.turn()
    assert room.voice.said == []
    assert room.engine.log == ["voice of 2.0 s"]

    room.recordings["T6"] = b"no sound"
    room.ask("T6")
    room.turn()
    assert room.voice.said == [prompt_words("T6", YOUNG, "en")]


def test_a_question_is_read_once_and_comes_before_what_gets_the_focus(room: Room) -> None:
    room.ask("T8")
    room.aloud.announce("Yes, choice")
    room.turns(30)
    assert room.voice.said == [prompt_words("T8", YOUNG, "en")]


def test_what_gets_the_focus_is_read_and_where_it_is_when_that_is_new(room: Room) -> None:
    room.aloud.announce("Grooves, choice")
    room.turn()
    room.screen.title = "Play"
    room.aloud.announce("Record")
    room.turns(10)
    assert room.voice.said == ["Grooves, choice", "Play", "Record"]


def test_what_lies_under_a_pointer_at_rest_is_read_once(room: Room) -> None:
    room.widgets = [words("It is saved.", (50, 50))]
    room.aloud.heed(pygame.event.Event(pygame.MOUSEMOTION, pos=(60, 60)))
    room.turn(REST_SECONDS / 2)
    assert room.voice.said == []
    room.turns(REST_SECONDS)
    room.aloud.heed(pygame.event.Event(pygame.MOUSEMOTION, pos=(61, 60)))
    room.turns(2)
    room.turns(5)
    assert room.voice.said == ["It is saved."]
    assert room.engine.log == ["voice of 3.0 s"], "it is not read again for as long as the pointer lies there"


def test_f4_reads_the_whole_screen_as_it_stands_and_ends_it_whatever_is_chosen(room: Room) -> None:
    room.settings.read_aloud = False
    room.widgets = [words("Pick"), words("", role="icon"), words("Twinkle", role="button"), words("Twinkle")]
    room.aloud.heed(key(pygame.K_F4))
    room.turns(5)
    assert room.voice.said == ["Pick", "Twinkle"]
    room.aloud.heed(key(pygame.K_F4))
    assert room.aloud.reading
    room.aloud.heed(key(pygame.K_F4))
    assert not room.aloud.reading
    room.aloud.heed(key(pygame.K_F4))
    assert room.voice.said == ["Pick", "Twinkle"], "what was said is kept, and is heard again without being made"
    room.aloud.heed(key(pygame.K_F4, pygame.KMOD_ALT))
    assert not room.aloud.reading


def test_nothing_is_read_by_itself_while_it_is_switched_off_but_the_speaker_beside_a_question_still_reads(
    room: Room,
) -> None:
    room.settings.read_aloud = False
    room.ask("T8")
    room.aloud.announce("Yes")
    room.turns(1)
    assert (room.voice.said, room.voice.warmed) == ([], True)
    room.aloud.read(of_question(prompts.question("T8"), YOUNG, "en"))
    room.turn()
    assert room.engine.log == ["voice of 9.0 s"]


# -- when it stops ----------------------------------------------------------------------------------------------------
STOPPERS: dict[str, Callable[[Room], None]] = {
    "a computer key": lambda room: room.aloud.heed(key(pygame.K_TAB)),
    "a click": lambda room: room.aloud.heed(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(1, 1), button=1)),
    "a piano key": lambda room: room.aloud.told(NoteOn(1, 1, 60, 80)),
    "music": lambda room: room.aloud.told(Position(1, 0.0, "counting")),
    "a take": lambda room: setattr(room.lesson.recorder, "is_rolling", True),
    "the veil": lambda room: setattr(room.standing, "veiled", True),
    "a microphone": lambda room: setattr(room.screen, "listens", True),
    "another pupil": lambda room: setattr(room.lesson, "pupil", SimpleNamespace(id="other")),
}


@pytest.mark.parametrize("what", STOPPERS)
def test_it_stops_at_once_and_what_was_to_come_is_not_read(room: Room, what: str) -> None:
    room.aloud.read((Piece("one two three"), Piece("four")))
    room.turn()
    STOPPERS[what](room)
    room.turns(6)
    assert room.engine.log == ["voice of 3.0 s", "hush the voice"]
    assert room.voice.said == ["one two three"]


@pytest.mark.parametrize("what", ["music", "a take", "the veil", "a microphone"])
def test_nothing_starts_there_either_not_even_what_was_asked_of_the_voice_before(room: Room, what: str) -> None:
    room.aloud.read((Piece("one"),))
    STOPPERS[what](room)
    room.turn()
    room.ask("T8")
    room.aloud.announce("Yes")
    room.turns(1)
    room.aloud.read((Piece("two"),))
    room.turns(1)
    assert room.engine.log == []


def test_what_the_voice_was_asked_for_is_given_up_and_a_recording_that_comes_too_late_is_not_heard(room: Room) -> None:
    room.aloud.read((Piece("one"),))
    before = room.voice.given_up
    room.aloud.heed(key(pygame.K_TAB))
    assert room.voice.given_up == before + 1
    late: list[Callable[[], None]] = []
    room.background.worker.put = lambda work, done, _failed, _label: late.append(lambda: done(work()))
    room.recordings["T8"] = recorded(1)
    room.aloud.read((Piece("Keep this one?", "T8"),))
    room.aloud.heed(key(pygame.K_TAB))
    late[0]()
    room.recordings.clear()
    room.lesson.ask = lambda work, then, _label: bool(late.append(lambda: then(None))) or True
    room.aloud.read((Piece("Keep this one?", "T8"),))
    room.aloud.heed(key(pygame.K_TAB))
    late[1]()
    room.turns(1)
    assert (room.engine.log, room.voice.said) == ([], ["one"])


def test_what_was_asked_behind_the_veil_is_not_read_when_it_lifts(room: Room) -> None:
    room.standing.veiled = True
    room.ask("T8")
    room.turn()
    room.standing.veiled = False
    room.turns(1)
    assert room.voice.said == []


# -- what can be missing ----------------------------------------------------------------------------------------------
def test_a_missing_voice_is_said_once_and_is_no_error(room: Room) -> None:
    room.voice.missing = True
    for prompt in ("T8", "T6", "T2"):
        room.ask(prompt)
        room.turns(1)
    assert room.notices == ["This computer has no voice. Your tutor can read it to you."]
    assert room.engine.log == []


def test_a_voice_that_breaks_is_silence_and_the_next_piece_is_read(room: Room) -> None:
    room.voice.broken = True
    room.aloud.read((Piece("one"), Piece("two")))
    room.turns(1)
    assert room.voice.said == ["one", "two"]
    assert room.notices == []
    assert not room.aloud.reading


def test_what_was_made_of_one_pupils_words_goes_with_them_and_never_grows(room: Room) -> None:
    for n in range(KEPT_SOUNDS + 5):
        room.aloud.read((Piece(f"word{n}"),))
        room.turn()
    assert len(room.aloud._sounds) == KEPT_SOUNDS
    room.lesson.pupil = SimpleNamespace(id="other")
    room.turn()
    assert not room.aloud._sounds
