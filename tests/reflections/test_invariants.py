"""The rules that no call may break, by their number in the design; each is tried through the journal's own door.

Tried elsewhere: goals and answers (I1 to I3, test_invariants_of_answers.py), the bytes of others in a copy (I8,
tests/studio/papers/test_illustrate.py), every pupil screen (I11) and skipping (I14, both
tests/studio/screens/test_pupil_promises.py), names in a copy (I6, I8, test_naming.py), and a page without scripts or
network (I13, tests/e2e/web/test_page_browser.py). Words an adult has still to see, wherever they were put (I5, I4,
test_seeing.py); erasing (I9, I10, test_forgetting.py); facts and their proof, groups of pupils (I12, I15,
test_measures.py); statements of a report and "What adults think" on paper (I12, test_reports.py); all of it at random
(test_programme_walk.py).
"""

from __future__ import annotations

import itertools
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from reflections import NotAllowed, NotFound, Unheard, records
from reflections.tables import Audit, Base, Pupil, TutorNote
from tests.reflections.conftest import part
from tests.unlocked import bytes_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import Journal
    from tests.reflections.conftest import Lesson, Wall


# ---- I4: ratings are kept as given; what is taken back vanishes


def test_i4_a_second_answer_follows_the_first_and_both_stay(journal: Journal, lesson: Lesson) -> None:
    for value in (1, 3):
        journal.rate(lesson.pupil.id, "sure", "after", value=value, take=lesson.take.id, session=lesson.session.id)
    assert [(r.value, r.superseded) for r in journal.ratings(lesson.pupil.id)] == [(1, True), (3, False)]
    assert [r.value for r in journal.evidence(lesson.pupil.id).pieces[0].ratings] == [3]


def test_i4_what_is_taken_back_is_in_no_view_and_in_no_byte_of_the_open_file(journal: Journal, lesson: Lesson) -> None:
    said = journal.reflect(
        lesson.pupil.id, "T6", said_by="typed", body="Quokkatoken", take=lesson.take.id, session=lesson.session.id
    )
    rated = journal.rate(lesson.pupil.id, "sure", "after", value=2, take=lesson.take.id)
    journal.link(reflection=said.id, outcome="said what I think")
    journal.seen([said.id], "Sam")
    assert b"Quokkatoken" in bytes_of(journal._opened)
    for item in (said.id, rated.id):
        assert journal.take_back(item) == records.TakenBackNote(item, was_seen=True, kept_for_now=False)
        with pytest.raises(NotFound):
            journal.take_back(item)
    evidence = journal.evidence(lesson.pupil.id)
    assert evidence.taken_back == 2
    assert evidence.pieces[0].reflections == ()
    assert evidence.pieces[0].ratings == ()
    assert journal.reflections(lesson.pupil.id) == ()
    assert journal.ratings(lesson.pupil.id) == ()
    with pytest.raises(NotFound):
        journal.reflection(said.id)
    assert b"Quokkatoken" not in bytes_of(journal._opened)


def test_i4_taken_back_unseen_is_told_to_the_tutor_but_not_what(journal: Journal, lesson: Lesson) -> None:
    said = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="secret", session=lesson.session.id)
    assert journal.take_back(said.id).was_seen is False
    waiting = journal.unseen(lesson.session.id)
    assert (waiting.reflections, waiting.taken_back) == ((), 1)
    with pytest.raises(Unheard):
        journal.end_day()
    journal.told_of_taking_back(lesson.session.id)
    journal.end_day()


# ---- I5: all that a pupil says is seen by an adult


def test_i5_unseen_words_stop_a_copy_and_the_end_of_the_day_but_never_the_next_lesson(
    journal: Journal, lesson: Lesson
) -> None:
    said = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="the end", session=lesson.session.id)
    other = journal.add_pupil("Ben", "owl", "13-15")
    assert journal.open_session([other.id]).pupils == (other.id,)
    journal.close_session(lesson.session.id, "bring the book")
    for copy in ("pupil", "school"):
        with pytest.raises(Unheard, match="nobody has seen"):
            journal.evidence(lesson.pupil.id, copy_for=copy)
    with pytest.raises(Unheard):
        journal.end_day()
    assert journal.evidence(other.id, copy_for="pupil").pupil == other
    journal.seen([said.id], "Sam")
    journal.evidence(lesson.pupil.id, copy_for="pupil")
    journal.end_day()


def test_i5_only_what_an_adult_says_they_were_there_for_is_seen(journal: Journal, lesson: Lesson) -> None:
    here = lesson.session.id
    scribed = journal.reflect(lesson.pupil.id, "T6", said_by="scribed", body="the end", session=here)
    heard = journal.reflect(lesson.pupil.id, "T6", said_by="voice", sound=b"sound", seen_by="Sam", session=here)
    assert (scribed.seen_by, heard.seen_by) == ("", "Sam")
    assert [said.id for said in journal.unseen().reflections] == [scribed.id]  # a pupil alone can press it too

    journal.was_there(here, "Sam")
    assert journal.unseen().reflections == ()


def test_i5_solo_words_come_first(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="in the lesson", session=lesson.session.id)
    wall.on(days=1)
    journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="alone")
    assert [r.body for r in journal.unseen().reflections] == ["alone", "in the lesson"]


def test_i5_a_call_for_help_stays_on_top_until_it_is_passed_on(journal: Journal, lesson: Lesson) -> None:
    flag = journal.raise_help(lesson.pupil.id, lesson.session.id)
    assert flag.help_person == "Mrs Bell"
    journal.close_session(lesson.session.id)
    assert [f.id for f in journal.open_flags()] == [flag.id]
    assert journal.unseen().flags == (flag,)
    with pytest.raises(Unheard, match="asked to talk"):
        journal.end_day()
    with pytest.raises(NotAllowed):
        journal.pass_on(flag.id, " ")
    journal.pass_on(flag.id, "Mrs Bell", "CP-12")
    assert journal.open_flags() == ()
    journal.end_day()


def test_i5_help_is_kept_whoever_asks_and_wherever(journal: Journal) -> None:
    flag = journal.raise_help(None, None, "adult")
    assert (flag.pupil, flag.session, flag.raised_by) == (None, None, "adult")
    assert journal.open_flags() == (flag,)


# ---- I6: nothing that says who a pupil is outside

FORBIDDEN = (
    "surname",
    "last_name",
    "full_name",
    "school_name",
    "photo",
    "address",
    "birth",
    "care_status",
    "premium",
    "postcode",
    "email",
    "phone",
)


def test_i6_no_table_has_a_place_for_it() -> None:
    for table in Base.metadata.tables.values():
        for column in table.columns:
            known = column.name in {"school", "class"} or any(word in column.name for word in FORBIDDEN)
            assert not known, f"{table.name}.{column.name}"
    assert {"alias", "avatar", "age_band"} <= set(Pupil.__table__.columns.keys())
    assert not {"content", "words", "body", "note"} & set(Audit.__table__.columns.keys())


@pytest.mark.parametrize("alias", ["", "   ", "x" * 25, "\u202e\u202d", "\0"])
def test_i6_an_alias_is_short_and_there(journal: Journal, alias: str) -> None:
    with pytest.raises(NotAllowed, match="a name for here"):
        journal.add_pupil(alias, "fox", "10-12")
    assert journal.pupils() == ()


@pytest.mark.parametrize(
    "alias",
    ["x" * 24, 'O\'Quote "Z"', "\U0001f469\u200d\U0001f3a4 Zo\u00eb", "\u05d3\u05e0\u05d9", "'); drop table pupil;--"],
)
def test_i6_an_alias_in_any_script_is_kept_as_given(journal: Journal, alias: str) -> None:
    assert journal.add_pupil(alias, "fox", "10-12").alias == alias
    assert [p.alias for p in journal.pupils()] == [alias]


def test_i6_an_age_is_a_band(journal: Journal) -> None:
    for age in ("11", "2014-05-01", ""):
        with pytest.raises(NotAllowed, match="age band"):
            journal.add_pupil("Amira", "fox", age)


def test_i6_a_place_that_looks_like_a_school_is_asked_about(journal: Journal) -> None:
    assert journal.set_place("St Mary's Primary", help_person="B").looks_like_a_school
    assert not journal.set_place("Tuesday", help_person="B").looks_like_a_school


# ---- I7: words about the music stay words about the music


def test_i7_nothing_is_read_out_of_words(journal: Journal, lesson: Lesson) -> None:
    for voice in records.VOICES:
        journal.reflect(lesson.pupil.id, "T2", said_by="tap", body="sad, heavy", voice=voice, take=lesson.take.id)
    assert [r.voice for r in journal.reflections(lesson.pupil.id)] == list(records.VOICES)
    assert journal.ratings(lesson.pupil.id) == ()
    inferred = ("sentiment", "mood", "emotion", "score", "feeling")
    for table in Base.metadata.tables.values():
        assert not any(word in column.name for column in table.columns for word in inferred), table.name


# ---- I8: what leaves holds nobody else


def group(journal: Journal) -> tuple[records.Pupil, records.Pupil, records.Piece]:
    one, two = journal.add_pupil("Amira", "fox", "10-12"), journal.add_pupil("Ben", "owl", "10-12")
    session = journal.open_session([one.id, two.id], mode="group")
    piece = journal.keep_piece(one.id, "Ours", kind="own", session=session.id)
    parts = [part(one.id), part(two.id, "bass", b"MThd-two"), part(None, "drums", b"MThd-app", "app")]
    journal.keep_take(piece.id, parts, session=session.id, seconds=2.0, tempo=90.0)
    journal.close_session(session.id, "Ben next to Amira")
    return one, two, piece


@pytest.mark.parametrize("copy", ["pupil", "group", "school", "chosen"])
def test_i8_a_copy_holds_no_other_pupils_part_or_presence(journal: Journal, copy: str) -> None:
    one, two, piece = group(journal)
    journal.reflect(
        one.id,
        "T6",
        said_by="typed",
        body="the drums",
        piece=piece.id,
        who_reads="school",
        who_hears="school",
        seen_by="Sam",
    )
    found = journal.evidence(one.id, copy_for=copy)
    assert two.id not in repr(found)
    assert "Ben" not in repr(found)
    both = journal.evidence(one.id)
    assert {p.pupil for p in both.pieces[0].takes[0].parts} == {one.id, two.id, None}


def test_i8_a_school_sees_only_what_the_pupil_opened_to_it(journal: Journal, lesson: Lesson) -> None:
    say = lambda body, reads, hears: journal.reflect(  # noqa: E731  # three alike
        lesson.pupil.id,
        "T6",
        said_by="typed",
        body=body,
        take=lesson.take.id,
        who_reads=reads,
        who_hears=hears,
        seen_by="S",
    )
    say("for the tutor", "tutor", "tutor")
    journal.story(lesson.piece.id, about="my gran", poem="Slow bus home")
    journal.seen([item.id for item in journal.unseen().items], "S")
    assert journal.evidence(lesson.pupil.id, copy_for="school").pieces == ()
    say("for school", "school", "tutor")
    (one,) = journal.evidence(lesson.pupil.id, copy_for="school").pieces
    assert [r.body for r in one.reflections] == ["for school"]
    assert one.takes == ()
    say("hear it too", "tutor", "school")
    (one,) = journal.evidence(lesson.pupil.id, copy_for="school").pieces
    assert [t.id for t in one.takes] == [lesson.take.id]
    for never in ("for the tutor", "my gran", "Slow bus home"):
        assert never not in repr(journal.evidence(lesson.pupil.id, copy_for="school"))


def test_i8_a_tutors_note_is_in_no_copy_and_in_no_record_of_evidence(journal: Journal, lesson: Lesson) -> None:
    journal.close_session(lesson.session.id, "Quokkatoken")
    with journal._writing() as session:
        row = session.scalars(select(TutorNote)).one()
        for name in TutorNote.__table__.columns.keys():  # noqa: SIM118  # a collection of columns, not a dict
            if name not in {"id", "session_id", "spoken"}:
                setattr(row, name, "Quokkatoken")
    for copy in ("pupil", "group", "school", "chosen"):
        assert "Quokkatoken" not in repr(journal.evidence(lesson.pupil.id, copy_for=copy))


# ---- I10: a hold beats erasing


def test_i10_under_a_hold_what_is_taken_back_is_in_no_view_but_kept_until_it_is_lifted(
    journal: Journal, lesson: Lesson
) -> None:
    journal.hold(lesson.pupil.id, True, "the lead")
    said = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="Quokkatoken", seen_by="Sam")
    rated = journal.rate(lesson.pupil.id, "sure", "after", value=0, take=lesson.take.id)
    assert journal.take_back(said.id).kept_for_now is True
    assert journal.take_back(rated.id).kept_for_now is True
    assert journal.reflections(lesson.pupil.id) == ()
    assert journal.ratings(lesson.pupil.id) == ()
    assert "Quokkatoken" not in repr(journal.evidence(lesson.pupil.id))
    with journal._opened.looking() as raw:
        assert raw.execute("select count(*) from reflection where body = 'Quokkatoken'").fetchone() == (1,)
    journal.hold(lesson.pupil.id, False, "the lead")
    with journal._opened.looking() as raw:
        assert raw.execute("select count(*) from reflection").fetchone() == (0,)
        assert raw.execute("select count(*) from rating").fetchone() == (0,)
        assert raw.execute("select count(*) from operation where value like '%Quokkatoken%'").fetchone() == (0,)
    assert journal.evidence(lesson.pupil.id).taken_back == 2


# ---- I11: no rank, nothing counted against anyone


def test_i11_no_record_a_pupil_sees_has_a_rank_a_streak_a_percentage_or_a_count_of_mistakes() -> None:
    words = ("rank", "streak", "percent", "mistake", "wrong", "points", "level", "grade", "badge", "total_score")
    kinds = [v for v in vars(records).values() if isinstance(v, type) and hasattr(v, "__slots__")]
    assert len(kinds) > 30
    for kind, word in itertools.product(kinds, words):
        assert not any(word in field for field in kind.__slots__), f"{kind.__name__}: {word}"


def test_two_of_one_alias_are_told_apart_and_a_rude_one_is_renamed(journal: Journal) -> None:
    journal.add_pupil("Amira", "fox", "10-12")
    second = journal.add_pupil("amira", "owl", "13-15")
    assert [p.shown for p in journal.pupils()] == ["Amira", "amira (2)"]
    assert journal.change_pupil(second.id, "Mira").shown == "Mira"
    assert second.register == "13 up"


def test_a_lesson_looks_the_same_after_the_journal_was_closed(
    opening: Callable[..., Journal], journal: Journal, lesson: Lesson
) -> None:
    goal = journal.agree(journal.wish(lesson.pupil.id, "both hands").id, review_on=date(2026, 7, 1))
    journal.link(take=lesson.take.id, goal=goal.id)
    journal.mark(lesson.take.id, 0.5, words="that bit")
    journal.try_next(lesson.pupil.id, "slow it down", lesson.take.id)
    journal.helped(lesson.pupil.id, "One hand first")
    before = journal.evidence(lesson.pupil.id)
    journal._changed = False
    journal.close()
    assert opening().evidence(lesson.pupil.id) == before
