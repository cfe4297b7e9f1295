"""A session is opened in thirty seconds and closed within a minute at the bell, by a person who reads and types as people do."""

from collections.abc import Callable
from typing import Any

import pytest

from instruments.microphone import small_voice
from reflections.records import local
from studio.screen import Go
from studio.words import day
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import weeks_ago
from tests.studio.screens.conftest import PASSPHRASE
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
PRESS_SECONDS = 1.5  # find it, go there, press
LETTER_SECONDS = 0.25  # forty-eight words a minute
WORD_SECONDS = 0.25  # two hundred and forty words a minute
FRAME = (64, 620)  # pixels: below the title, above the bar
OPENED_SECONDS, CLOSED_SECONDS = 30, 60


class Hand:
    """A tutor before the pilot's window: whatever they do takes its time on the pilot's clock."""

    def __init__(self, pilot: Pilot) -> None:
        self.pilot = pilot
        self.began = pilot.now

    def press(self, name: str) -> None:
        self.pilot.turn(seconds=PRESS_SECONDS)
        self.pilot.press(name)

    def write(self, words: str) -> None:
        self.pilot.turn(seconds=LETTER_SECONDS * len(words))
        self.pilot.write(words)

    def enter(self) -> None:
        self.pilot.turn(seconds=LETTER_SECONDS)
        self.pilot.enter()

    def read(self) -> str:
        """All that the screen says, word by word; not the frame, which is the same on every screen."""
        said = [w.name for w in self.pilot.ui.tree() if w.role == "words" and FRAME[0] < w.rect.centery < FRAME[1]]
        self.pilot.turn(seconds=WORD_SECONDS * len(" ".join(said).split()))
        return "\n".join(said)

    @property
    def seconds(self) -> float:
        return self.pilot.now - self.began


@pytest.fixture
def fifth_lesson(folder: Any, pilot_at: Start) -> Pilot:
    """Jo has a brief, a goal, words nobody has seen, and a line that opens the next session; nobody is there yet."""
    with weeks_ago(folder, 1) as journal:
        jo = journal.add_pupil("Jo", "bird", "10-12")
        goal = journal.agree(journal.wish(jo.id, "Play with both hands").id)
        journal.rate(jo.id, "close", "review", "given", 0, goal=goal.id)
        journal.add_brief(jo.id, "school", "helps", "A quiet start", "form tutor")
        journal.add_brief(jo.id, "home", "avoid", "Loud sounds without warning", "carer")
        session = journal.open_session((jo.id,), minutes=30)
        journal.seen([one.id for one in journal.unseen().items], "Sam")
        journal.reflect(jo.id, "T6", said_by="typed", body="the slide", session=session.id)
        journal.try_next(jo.id, "slow it down")
        journal.close_session(session.id, "bring the loop pedal")
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.write(PASSPHRASE)
    pilot.enter()
    return pilot


def curtain(pilot: Pilot) -> None:
    """Somebody was at the keys since it was unlocked: the tutor's door asks again."""
    pilot.turn(seconds=200)


def at_the_session(pilot: Pilot) -> None:
    pilot.press("Tutor's door")
    pilot.press("Open a session with Jo")
    assert pilot.screen == "session"


def sound(seconds: float = 1.0) -> bytes:
    """A voice, small as the journal keeps it."""
    import io
    import wave

    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, 48_000, 0, "NONE", ""))
        out.writeframes(b"\x10\x20" * round(48_000 * seconds))
    return small_voice(file.getvalue())


def test_a_session_is_opened_in_thirty_seconds_with_all_of_it_read(fifth_lesson: Pilot) -> None:
    pilot = fifth_lesson
    curtain(pilot)
    hand = Hand(pilot)
    hand.press("Tutor's door")
    hand.write(PASSPHRASE)
    hand.enter()
    hand.press("Open a session with Jo")
    words = hand.read()
    for known in ("bring the loop pedal", "the slide", "slow it down", "A quiet start", "Play with both hands"):
        assert known in words
    assert "They said 0 of 10" in words
    hand.press("Open the session")
    assert hand.seconds < OPENED_SECONDS
    (session,) = pilot.lesson.journal.open_sessions()
    assert session.planned_minutes == 30
    assert pilot.screen == "who"


def test_a_session_is_closed_within_a_minute_at_the_bell(fifth_lesson: Pilot) -> None:
    pilot = fifth_lesson
    at_the_session(pilot)
    pilot.press("Open the session")
    curtain(pilot)
    hand = Hand(pilot)
    hand.press("Tutor's door")
    hand.write(PASSPHRASE)
    hand.enter()
    hand.press("Close it")
    hand.read()
    hand.write("let Jo pick the tempo, and bring the small keyboard")
    hand.press("Jo: For a part")
    hand.press("Close the session")
    hand.press("Leave the rest")
    assert hand.seconds < CLOSED_SECONDS
    journal = pilot.lesson.journal
    assert journal.open_sessions() == ()
    closed = journal.sessions()[-1]
    assert closed.attendance[0].state == "came for part"
    assert journal.last_next_time(closed.attendance[0].pupil).startswith("let Jo pick the tempo")


def test_everything_is_on_one_screen(fifth_lesson: Pilot) -> None:
    at_the_session(fifth_lesson)
    heads = [
        w for w in fifth_lesson.ui.tree() if w.role == "words" and w.name in {"Their goals", "Play with both hands"}
    ]
    assert len(heads) == 2
    assert all(w.rect.bottom < 610 for w in heads), "it would have to be scrolled"


def test_where_and_how_long_are_as_chosen_last(fifth_lesson: Pilot) -> None:
    journal = fifth_lesson.lesson.journal
    here = journal.place()
    journal.set_place("Thursday", help_person="Mr Ali")
    journal.be_at(here.id)
    at_the_session(fifth_lesson)
    fifth_lesson.press("Where are you?: Thursday")
    fifth_lesson.press("How many minutes?: 45")
    fifth_lesson.press("Open the session")
    (session,) = journal.open_sessions()
    assert journal.place().label == "Thursday"
    assert (session.place, session.planned_minutes) == (journal.place().id, 45)
    assert fifth_lesson.lesson.house.minutes == 45


def test_an_open_session_is_not_said_to_be_about_to_begin(fifth_lesson: Pilot) -> None:
    at_the_session(fifth_lesson)
    assert fifth_lesson.studio.screen.subtitle == "Before it begins"
    fifth_lesson.press("Open the session")
    assert not fifth_lesson.lesson.tutor_near  # the laptop is theirs now: the tutor's door asks again
    fifth_lesson.lesson.tutor_near = True
    at_the_session(fifth_lesson)
    assert "Open since" in fifth_lesson.words()
    assert fifth_lesson.studio.screen.subtitle == ""


def test_the_pupil_who_comes_then_is_in_that_session(fifth_lesson: Pilot) -> None:
    at_the_session(fifth_lesson)
    fifth_lesson.press("Open the session")
    fifth_lesson.press("That is me")
    assert [one.id for one in fifth_lesson.lesson.journal.open_sessions()] == [fifth_lesson.lesson.session.id]


def test_words_are_seen_where_the_session_is_opened(fifth_lesson: Pilot) -> None:
    at_the_session(fifth_lesson)
    fifth_lesson.press("I have seen these")
    assert fifth_lesson.lesson.journal.unseen().items == ()
    assert "You have seen everything they said." in fifth_lesson.words()


def voiced(pilot: Pilot, kept: bytes) -> Any:
    journal = pilot.lesson.journal
    journal.seen([one.id for one in journal.unseen().items], "Sam")
    return journal.reflect(journal.pupils()[0].id, "T6", said_by="voice", sound=kept)


def test_a_voice_is_seen_once_it_was_heard_and_not_before(fifth_lesson: Pilot) -> None:
    pilot = fifth_lesson
    voiced(pilot, sound())
    at_the_session(pilot)
    pilot.press("I have seen these")
    assert len(pilot.lesson.journal.unseen().items) == 1
    pilot.press("Hear it")
    assert "voice of 1.0 s" in pilot.engine.log
    pilot.turn(seconds=2)
    pilot.press("I have seen these")
    assert pilot.lesson.journal.unseen().items == ()


def test_a_voice_that_can_not_be_played_does_not_hold_up_the_day_for_ever(fifth_lesson: Pilot) -> None:
    pilot = fifth_lesson
    voiced(pilot, b"no sound at all")
    at_the_session(pilot)
    pilot.press("Hear it")
    assert "Ask them in person what they said." in pilot.words()
    pilot.press("I asked them")
    pilot.press("I have seen these")
    assert pilot.lesson.journal.unseen().items == ()


def closing(pilot: Pilot) -> Any:
    at_the_session(pilot)
    pilot.press("Open the session")
    pilot.press("Tutor's door")
    pilot.write(PASSPHRASE)
    pilot.enter()
    pilot.press("Close it")
    assert pilot.screen == "closing"
    return pilot.lesson.journal.open_sessions()[0]


def test_nothing_has_to_be_written_to_close(fifth_lesson: Pilot) -> None:
    session = closing(fifth_lesson)
    fifth_lesson.press("Close the session")
    journal = fifth_lesson.lesson.journal
    assert journal.session(session.id).closed_at is not None
    assert journal.last_next_time(session.attendance[0].pupil) == "bring the loop pedal"


def test_the_five_lines_wait_and_are_written_one_by_one(fifth_lesson: Pilot) -> None:
    session = closing(fifth_lesson)
    fifth_lesson.press("Close the session")
    fifth_lesson.press("Leave the rest")
    assert "Left for later" in fifth_lesson.words()
    fifth_lesson.click(f"later-{session.id}")
    assert "Not for worries about a colleague." in fifth_lesson.words()
    fifth_lesson.click("line-0")
    fifth_lesson.write("the bass line")
    fifth_lesson.press("Keep it")
    assert "write-was_hard" in [w.key for w in fifth_lesson.ui.tree()]  # the next is asked
    fifth_lesson.press("Leave it")
    note = fifth_lesson.lesson.journal.tutor_note(session.id)
    assert (note.lit_up, note.was_hard) == ("the bass line", "")
    fifth_lesson.press("Leave the rest")
    assert session.id not in [one.id for one in fifth_lesson.lesson.journal.left_for_later(session.held_on)]


def test_the_rest_may_be_spoken(fifth_lesson: Pilot) -> None:
    session = closing(fifth_lesson)
    fifth_lesson.press("Close the session")
    fifth_lesson.press("Say it")
    for _ in range(8):
        fifth_lesson.engine.says(0.25)
        fifth_lesson.turn(seconds=0.25)
    fifth_lesson.press("Stop")
    fifth_lesson.press("Save")
    journal = fifth_lesson.lesson.journal
    assert journal.tutor_note(session.id).has_sound
    assert session.id not in [one.id for one in journal.left_for_later(session.held_on)]


def test_an_open_session_never_stops_the_next_pupil(fifth_lesson: Pilot) -> None:
    pilot = fifth_lesson
    pilot.lesson.journal.add_pupil("Amira", "moon", "13-15")
    at_the_session(pilot)
    pilot.press("Open the session")
    pilot.lesson.choose(pilot.lesson.journal.pupils()[1], lambda: pilot.studio.move(Go("home")))
    pilot.settle()
    assert pilot.screen == "home"
    assert len(pilot.lesson.journal.open_sessions()) == 2


def test_a_session_nobody_closed_last_week_does_not_stand_in_the_way_of_todays(folder: Any, pilot_at: Start) -> None:
    with weeks_ago(folder, 1) as journal:
        jo = journal.add_pupil("Jo", "bird", "10-12")
        before = journal.open_session((jo.id,))
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.write(PASSPHRASE)
    pilot.enter()
    pilot.studio.move(Go("session", {"pupil": jo.id}))
    pilot.settle()
    assert "is not closed yet." in pilot.words()
    lint(pilot, in_sight=("Open the session",))
    pilot.press("Open the session")
    journal = pilot.lesson.journal
    assert len(journal.open_sessions()) == 2
    pilot.studio.move(Go("session", {"pupil": jo.id}))
    pilot.settle()
    assert "Open since" in pilot.words()
    pilot.click(f"close-{before.id}")
    pilot.press("Close the session")
    assert [one.id for one in journal.open_sessions()] != [before.id]
    assert len(journal.open_sessions()) == 1


def test_what_waits_is_read_without_reading_every_session(fifth_lesson: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    def all_of_them(*_: object) -> None:
        raise AssertionError("every session of the journal was read")

    monkeypatch.setattr(type(fifth_lesson.lesson.journal), "sessions", all_of_them)
    fifth_lesson.press("Tutor's door")
    assert "To see and hear" in fifth_lesson.words()


def test_both_are_laid_out_in_every_size(fifth_lesson: Pilot) -> None:
    at_the_session(fifth_lesson)
    lint(fifth_lesson)
    fifth_lesson.press("Open the session")
    fifth_lesson.press("Tutor's door")
    fifth_lesson.write(PASSPHRASE)
    fifth_lesson.enter()
    lint(fifth_lesson)
    fifth_lesson.press("Close it")
    lint(fifth_lesson)
    fifth_lesson.press("Close the session")
    lint(fifth_lesson)
    fifth_lesson.click("line-0")
    lint(fifth_lesson)


def test_a_session_left_open_for_weeks_says_its_date_not_a_weekday_alone(folder: Any, pilot_at: Start) -> None:
    """Two that were left open are told apart, also where both began on a Monday."""
    with weeks_ago(folder, 3) as journal:
        jo = journal.add_pupil("Jo", "bird", "10-12")
        left = local((session := journal.open_session((jo.id,), minutes=30)).opened_at, session.zone)
    with weeks_ago(folder, 0) as journal:
        now = local((session := journal.open_session((jo.id,), minutes=30)).opened_at, session.zone)
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.write(PASSPHRASE)
    pilot.enter()
    pilot.press("Tutor's door")
    assert f"Jo, since {day(left, 'moment')}" in pilot.words()
    assert f"Jo, since {day(now, 'since')}" in pilot.words()
    lint(pilot)
