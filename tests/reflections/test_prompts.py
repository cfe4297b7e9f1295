"""When something is asked, and what."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflections import prompts
from reflections.prompts import Situation
from reflections.records import Asked, Goal, GoalWording, Question, Rating, Scale, Task, Tool

START = datetime(2026, 6, 3, 10, tzinfo=UTC)
TASK = Task("task", "amira", "s9", "morning", None, (1, 4), "Play bars 1 to 4", "goal", START)
KEPT = Situation("s9", 9, 60, "morning", kept=True, moving_on=True)


def rating(construct: str = "sure", moment: str = "before", answer: str = "given", goal: str | None = None) -> Rating:
    return Rating(
        "r", "amira", construct, "scale", 1, 0, 4, "pupil", moment, "s9", None, None, "task" if goal is None else None,
        goal, None, 1 if answer == "given" else None, answer, START, "UTC",
    )  # fmt: skip


def asked(*prompts_put: str, piece: str | None = "morning", session: str = "s9") -> tuple[Asked, ...]:
    return tuple(Asked(p, piece, session, "amira", START + timedelta(minutes=n)) for n, p in enumerate(prompts_put))


def ids(questions: tuple[Question, ...]) -> list[str]:
    return [q.prompt for q in questions]


# ---- when


@pytest.mark.parametrize(
    "situation",
    [replace(KEPT, kept=False), replace(KEPT, moving_on=False), replace(KEPT, just_music=True)],
    ids=["nothing kept", "between two tries", "just music today"],
)
def test_nothing_is_asked(situation: Situation) -> None:
    assert prompts.flow(situation) == ()
    assert ids(prompts.flow(KEPT)) != []


def test_in_sessions_one_and_two_it_is_keep_and_one_of_two_and_nothing_else() -> None:
    for number in (1, 2):
        light = replace(KEPT, session_number=number, task=TASK, before=rating(), went_back=True, piece_kind="song")
        first = ids(prompts.flow(light))
        assert first == ["T8", "T2"]
        assert ids(prompts.flow(replace(light, asked=asked(*first, session="s8")))) == ["T8", "T6"]
        assert prompts.before(TASK, light) is None
        assert prompts.about_goal(GOAL, (), light) is None


def test_later_it_is_keep_sure_one_that_rotates_and_what_next() -> None:
    found = prompts.flow(replace(KEPT, task=TASK, before=rating()))
    assert ids(found) == ["T8", "T1", "T2", "T7"]
    assert (found[1].moment, found[1].about, found[1].task) == ("after", "Play bars 1 to 4", "task")


def test_the_words_that_are_asked_are_those_of_the_journals_own_scale() -> None:
    scale = Scale("s7", "sure", 7, 1, 3, "Sure?", ("no", "half", "yes"))
    situation = replace(KEPT, task=TASK, before=rating(), scales=(scale,))
    for question in (prompts.flow(situation)[1], prompts.before(TASK, replace(KEPT, scales=(scale,)))):
        assert question is not None
        assert [(choice.id, choice.words) for choice in question.choices] == [("1", "no"), ("2", "half"), ("3", "yes")]
        assert question.scale == "s7"


def test_a_version_for_a_goal_is_asked_of_itself_where_no_task_was_named() -> None:
    version = replace(KEPT, version="v1", version_words="Steps, version 1", for_goal=True)
    found = prompts.flow(version)
    assert ids(found) == ["T8", "T1", "T2", "T7"]
    assert (found[1].about, found[1].version, found[1].task) == ("Steps, version 1", "v1", None)
    assert "T1" not in ids(prompts.flow(replace(version, for_goal=False)))
    assert "T1" not in ids(prompts.flow(replace(version, session_number=2)))


def test_whose_bit_of_you_follows_whom_the_song_is_about_where_there_is_room() -> None:
    past = asked("T2", "T6", "T3", session="s8")
    song = replace(KEPT, piece_kind="song", asked=past)
    assert ids(prompts.flow(song)) == ["T8", "T10", "T11", "T7"]
    assert ids(prompts.flow(replace(song, task=TASK, before=rating()))) == ["T8", "T1", "T10", "T7"]
    short = replace(song, minutes=25, asked=past + asked("B1"))
    assert ids(prompts.flow(short)) == ["T8", "T10", "T7"]


@pytest.mark.parametrize("before", [None, rating(answer="rather not"), rating(answer="don't know")])
def test_sure_is_asked_after_only_where_it_was_answered_before(before: Rating | None) -> None:
    assert "T1" not in ids(prompts.flow(replace(KEPT, task=TASK, before=before)))


def test_a_piece_is_asked_about_once_and_a_session_twice() -> None:
    once = replace(KEPT, asked=asked("T8", "T2", "T7"))
    assert prompts.flow(once) == ()
    other = replace(once, piece="evening")
    assert ids(prompts.flow(other))[0] == "T8"
    twice = replace(other, asked=other.asked + asked("T8", "T6", piece="evening"), piece="third")
    assert prompts.flow(twice) == ()
    assert ids(prompts.flow(replace(twice, session="s10")))[0] == "T8"


def test_a_short_lesson_is_asked_once() -> None:
    short = replace(KEPT, minutes=25, asked=asked("T8", "T2", "T7"), piece="evening")
    assert prompts.flow(short) == ()
    assert prompts.flow(replace(short, minutes=40)) != ()


def test_a_25_minute_lesson_with_8_takes_puts_at_most_4_questions() -> None:
    past: tuple[Asked, ...] = ()
    for piece in ("one", "two", "three", "four"):
        situation = replace(KEPT, minutes=25, piece=piece, asked=past, task=TASK)
        if prompts.before(TASK, situation):
            past += asked("B1", piece=piece)
        for moving_on in (False, True):
            after = replace(situation, asked=past, moving_on=moving_on, before=rating())
            past += asked(*ids(prompts.flow(after)), piece=piece)
    assert [a.prompt for a in past] == ["B1", "T8", "T1", "T7"]


def test_a_short_lesson_has_four_questions_whatever_they_are_about() -> None:
    four = replace(KEPT, minutes=25, task=TASK, asked=asked("T8", "T10", "T11", "T7"))
    assert prompts.about_goal(GOAL, (), four) is None
    assert prompts.before(TASK, four) is None
    assert prompts.about_goal(GOAL, (), replace(four, minutes=60)) is not None
    assert prompts.before(TASK, replace(four, minutes=60)) is not None


def test_sure_is_asked_before_a_task_for_a_goal_once_and_for_no_other() -> None:
    question = prompts.before(TASK, KEPT)
    assert question is not None
    assert (question.prompt, question.moment, question.about) == ("B1", "before", "Play bars 1 to 4")
    assert prompts.before(replace(TASK, goal=None), KEPT) is None
    assert prompts.before(TASK, replace(KEPT, before=rating())) is None
    assert prompts.before(TASK, replace(KEPT, before=rating(answer="rather not"))) is None
    assert prompts.before(TASK, replace(KEPT, asked=asked("B1"))) is None
    assert prompts.before(TASK, replace(KEPT, just_music=True)) is None


@given(
    st.lists(st.sampled_from(["song", "tune", "groove", "own", "file"]), min_size=2, max_size=30),
    st.lists(st.booleans(), min_size=30, max_size=30),
)
def test_the_rotating_question_is_never_the_same_twice_running(kinds: list[str], went_back: list[bool]) -> None:
    past: tuple[Asked, ...] = ()
    rotated = []
    for n, kind in enumerate(kinds):
        situation = replace(
            KEPT,
            session=f"s{n}",
            session_number=n + 1,
            piece=f"p{n}",
            piece_kind=kind,
            asked=past,
            went_back=went_back[n],
        )
        found = ids(prompts.flow(situation))
        (one,) = [p for p in found if p in prompts.ROTATING]
        assert one != "T4" or went_back[n]
        assert one != "T10" or kind in {"song", "own"}
        rotated.append(one)
        past += asked(*found, piece=f"p{n}", session=f"s{n}")
    assert all(a != b for a, b in itertools.pairwise(rotated))


def test_going_back_over_something_asks_what_the_pupil_did() -> None:
    assert "T4" in ids(prompts.flow(replace(KEPT, went_back=True)))
    assert "T4" not in ids(prompts.flow(replace(KEPT, went_back=True, asked=asked("T4", session="s8"))))


def test_what_next_offers_three_chips_the_pupils_own_first() -> None:
    own = (Tool("Count out loud", 4), Tool("One hand first", 2))
    question = prompts.flow(replace(KEPT, toolkit=own))[-1]
    assert [c.words for c in question.choices] == ["Count out loud", "One hand first", "Slow it down"]
    assert len(prompts.flow(KEPT)[-1].choices) == 3


GOAL = Goal("goal", "pr", "amira", None, "music", "pupil", False, "", "", "", None, "wish", START,
            (GoalWording(1, "both hands", True, START.date()),), ())  # fmt: skip


def test_a_goal_is_asked_about_from_session_three_one_question_a_session_and_never_twice() -> None:
    past: tuple[Asked, ...] = ()
    put = []
    for number in range(1, 9):
        situation = replace(KEPT, session=f"s{number}", session_number=number, asked=past)
        question = prompts.about_goal(GOAL, (), situation)
        if question is not None:
            put.append((number, question.prompt))
            assert question.about == "both hands"
            past += asked(question.prompt, session=f"s{number}")
            assert prompts.about_goal(GOAL, (), replace(situation, asked=past)) is None
    assert put == [(3, "G2"), (4, "G3"), (5, "G4"), (6, "G5")]


def test_what_is_known_of_a_goal_is_not_asked() -> None:
    known = replace(GOAL, why="for mum", first_step="slowly", know_by="mum claps")
    question = prompts.about_goal(known, (), KEPT)
    assert question is not None
    assert (question.prompt, question.kind, question.goal) == ("G5", "ladder", "goal")
    assert prompts.about_goal(known, (rating("close", "review", goal="goal"),), KEPT) is None
    assert prompts.about_goal(replace(GOAL, state="parked"), (), KEPT) is None


def test_who_can_read_and_hear_is_asked_on_sharing_only() -> None:
    assert not {"T9", "T9b"} & set(ids(prompts.flow(KEPT)))


@given(
    st.builds(
        Situation,
        session=st.just("s9"),
        session_number=st.integers(1, 60),
        minutes=st.integers(10, 180),
        piece=st.sampled_from(["a", "b", "c"]),
        piece_kind=st.sampled_from(["song", "tune"]),
        kept=st.booleans(),
        moving_on=st.booleans(),
        just_music=st.booleans(),
        went_back=st.booleans(),
        asked=st.lists(
            st.builds(
                Asked, prompt=st.sampled_from(["B1", "T8", "T1", "T2", "T4", "T7", "G2"]), piece=st.sampled_from(["a", "b", "c"]),
                session=st.sampled_from(["s8", "s9"]), pupil=st.just("amira"), at=st.just(START),
            ), max_size=12,
        ).map(tuple),
        task=st.sampled_from([None, TASK]),
        before=st.sampled_from([None, rating(), rating(answer="rather not")]),
    )
)  # fmt: skip
def test_whatever_happened_four_questions_are_the_most_and_the_first_is_keep(situation: Situation) -> None:
    found = ids(prompts.flow(situation))
    assert len(found) <= 4
    assert len(set(found)) == len(found)
    assert found[:1] in ([], ["T8"])
    if situation.just_music or not situation.kept or not situation.moving_on:
        assert found == []


@pytest.mark.whole
def test_asking_costs_no_database() -> None:
    import subprocess
    import sys

    look = "import sys, reflections, reflections.prompts, reflections.records, reflections.goals; print([m for m in sys.modules if m.split('.')[0] in {'sqlalchemy', 'sqlcipher3', 'alembic', 'argon2', 'cryptography'}])"
    assert subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout == "[]\n"


# ---- whoever led


def test_whoever_led_is_asked_how_that_was_for_the_question_that_rotates() -> None:
    assert ids(prompts.flow(replace(KEPT, led=True))) == ["T8", "L3", "T7"]
    assert ids(prompts.flow(replace(KEPT, led=True, session_number=2))) == ["T8", "T2"]


def test_after_a_question_to_all_at_once_only_the_leader_is_asked_one_more_and_only_once() -> None:
    together = replace(KEPT, asked=asked("T4"))
    assert prompts.flow(together) == ()
    assert ids(prompts.flow(replace(together, led=True))) == ["L3"]
    for never in (
        replace(together, led=True, asked=asked("T4", "L3")),
        replace(together, led=True, asked=asked("T8", "T4")),
        replace(together, led=True, just_music=True),
        replace(together, led=True, session_number=2),
        replace(together, led=True, asked=(*asked("T4"), *asked("T8", piece="a"), *asked("T8", piece="b"))),
        replace(together, led=True, minutes=25, asked=(*asked("T4"), *asked("T8", piece="a"))),
    ):
        assert prompts.flow(never) == ()


def test_a_step_is_said_in_a_language_and_that_of_an_own_scale_as_it_is() -> None:
    assert prompts.step_in("A bit sure", "sure", "pl") == "Trochę pewnie"
    assert prompts.step_in("A bit sure", "sure", "en") == "A bit sure"
    assert prompts.step_in("Mostly", "sure", "pl") == "Mostly"
    assert prompts.step_in("", "sure", "pl") == ""
    assert prompts.step_in("A bit sure", "no such scale", "pl") == "A bit sure"
