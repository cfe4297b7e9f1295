"""What is said of music as it is kept: goals' steps, how sure, voice notes, words, what to try, what helps."""

from __future__ import annotations

from datetime import date

import pytest

from reflections import Journal, NotAllowed, records
from tests.reflections.conftest import Lesson, part


def test_steps_are_done_and_not_done_after_all(journal: Journal, lesson: Lesson) -> None:
    goal = journal.wish(lesson.pupil.id, "both hands")
    step = journal.step(goal.id, "left hand alone")
    assert journal.step_done(step.id).done_on == date(2026, 6, 3)
    assert journal.goals(lesson.pupil.id)[0].steps[0].done_on == date(2026, 6, 3)
    assert journal.step_done(step.id, done=False).done_on is None


# ---- saying


def test_sure_before_and_after_say_what_was_not_alike(journal: Journal, lesson: Lesson) -> None:
    task = journal.task(lesson.pupil.id, "bars 1 to 4", piece=lesson.piece.id, bars=(1, 4))
    journal.rate(lesson.pupil.id, "sure", "before", value=0, task=task.id)
    for hands, speed in (("right", 0.5), ("both", 1.0)):
        take = journal.keep_take(
            lesson.piece.id, [part(lesson.pupil.id)], seconds=1.0, tempo=90.0, task=task.id, hands=hands, speed=speed
        )
    journal.rate(lesson.pupil.id, "sure", "after", value=3, take=take.id, task=task.id)
    (pair,) = journal.evidence(lesson.pupil.id).sure
    assert (pair.before.value, pair.after.value, pair.task.words) == (0, 3, "bars 1 to 4")
    assert pair.what_changed == ("hands: right to both", "speed: 0.5 to 1")


def test_a_rating_is_about_one_thing(journal: Journal, lesson: Lesson) -> None:
    goal = journal.wish(lesson.pupil.id, "both hands")
    with pytest.raises(NotAllowed, match="about one"):
        journal.rate(lesson.pupil.id, "sure", "after", value=1)
    with pytest.raises(NotAllowed, match="about one"):
        journal.rate(lesson.pupil.id, "sure", "after", value=1, take=lesson.take.id, goal=goal.id)


def test_a_voice_note_is_kept_as_sound_and_comes_when_asked_for(journal: Journal, lesson: Lesson) -> None:
    said = journal.reflect(lesson.pupil.id, "T6", said_by="voice", sound=b"RIFF....", take=lesson.take.id)
    assert (said.has_sound, said.sound, said.piece) == (True, None, lesson.piece.id)
    assert journal.reflection(said.id).sound == b"RIFF...."
    with pytest.raises(NotAllowed, match="nothing to keep"):
        journal.reflect(lesson.pupil.id, "T6", said_by="typed", body=" \n ")


def test_a_newer_thought_follows_the_first_and_both_stay(journal: Journal, lesson: Lesson) -> None:
    first = journal.reflect(lesson.pupil.id, "T2", said_by="tap", body="calm", take=lesson.take.id)
    second = journal.reflect(lesson.pupil.id, "T2", said_by="tap", body="brave", take=lesson.take.id, newer_of=first.id)
    assert [r.newer_of for r in journal.reflections(lesson.pupil.id)] == [None, first.id]
    assert second.who_reads == second.who_hears == "tutor"


def test_words_of_every_script_come_back_and_tricks_do_not(journal: Journal, lesson: Lesson) -> None:
    words = 'مرحبا 🎹 \u05e9\u05dc\u05d5\u05dd\n<b>"it\'s"</b>'
    said = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body=f"\u202e{words}\0\x1b[2J")
    assert said.body == words + "[2J"


def test_what_to_try_comes_back_once_until_it_was_tried(journal: Journal, lesson: Lesson) -> None:
    assert journal.last_try_next(lesson.pupil.id) is None
    kept = journal.try_next(lesson.pupil.id, "slow it down", lesson.take.id)
    assert journal.last_try_next(lesson.pupil.id) == kept
    assert journal.tried(kept.id, lesson.take.id).tried_in == lesson.take.id
    assert journal.last_try_next(lesson.pupil.id) is None


def test_the_toolkit_counts_the_pupils_own_picks(journal: Journal, lesson: Lesson) -> None:
    for words in ("Slow it down", "one hand first", "slow it down"):
        journal.helped(lesson.pupil.id, words)
    assert journal.toolkit(lesson.pupil.id) == (records.Tool("slow it down", 2), records.Tool("one hand first", 1))
