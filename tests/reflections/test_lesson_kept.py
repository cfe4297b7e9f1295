"""A lesson as it is kept: sessions, pieces, versions, takes, and what is looked at together."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from reflections import Journal, JournalError, NotAllowed, records
from tests.reflections.conftest import FACTS, Lesson, Wall, part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


# ---- who and where


def test_a_new_pupil_has_a_draft_programme_of_twelve_weeks_from_today(journal: Journal, lesson: Lesson) -> None:
    programme = journal.programme(lesson.pupil.id)
    assert (programme.starts, programme.ends) == (date(2026, 6, 3), date(2026, 8, 19))
    assert (programme.planned_sessions, programme.review_every, programme.status) == (12, 6, "draft")
    assert (programme.held, programme.left) == (1, 11)
    agreed = journal.set_programme(lesson.pupil.id, starts=date(2026, 6, 3), ends=date(2026, 7, 1), planned_sessions=5)
    assert (agreed.status, agreed.left) == ("active", 4)
    with pytest.raises(NotAllowed):
        journal.set_programme(lesson.pupil.id, starts=date(2026, 7, 1), ends=date(2026, 6, 1), planned_sessions=5)


def test_preferences_are_the_pupils_own_and_choose_the_words(journal: Journal, lesson: Lesson) -> None:
    assert journal.preferences(lesson.pupil.id) == records.Preferences()
    chosen = records.Preferences(theme="cream", text_size=150, register="13 up")
    journal.set_preferences(lesson.pupil.id, chosen)
    assert journal.preferences(lesson.pupil.id) == chosen
    assert journal.pupil(lesson.pupil.id).register == "13 up"
    with pytest.raises(NotAllowed):
        journal.set_preferences(lesson.pupil.id, records.Preferences(text_size=300))


@pytest.mark.parametrize(
    ("kind", "signs", "fewest"),
    [("pictures", ("a", "b", "c"), 3), ("pictures", ("a", "b", "c", "d"), 3), ("riff", ("60", "62", "64", "60"), 4)],
)
def test_a_sign_in_is_three_or_four_pictures_or_four_notes(
    journal: Journal, lesson: Lesson, kind: str, signs: tuple[str, ...], fewest: int
) -> None:
    assert journal.set_sign_in(lesson.pupil.id, kind, signs).sign_in == signs
    with pytest.raises(NotAllowed):
        journal.set_sign_in(lesson.pupil.id, kind, signs[: fewest - 1])
    assert journal.pupils()[0].sign_in_kind == kind


def test_sessions_open_at_the_place_the_tutor_is_at(journal: Journal, lesson: Lesson) -> None:
    other = journal.set_place("Thursday", help_person="Mr Oak")
    assert journal.place() == other
    ben = journal.add_pupil("Ben", "owl", "10-12")
    assert journal.open_session([ben.id]).place == other.id
    tuesday = journal.places()[0]
    journal.be_at(tuesday.id)
    assert journal.place() == tuesday
    assert journal.raise_help(None, lesson.session.id).help_person == "Mrs Bell"


# ---- sessions


def test_todays_open_session_is_taken_up_again_and_a_closed_one_or_yesterdays_is_not(
    journal: Journal, lesson: Lesson, wall: Wall
) -> None:
    assert journal.open_session([lesson.pupil.id]).id == lesson.session.id
    journal.close_session(lesson.session.id)
    second = journal.open_session([lesson.pupil.id])
    assert second.id != lesson.session.id
    wall.on(days=1)
    assert journal.open_session([lesson.pupil.id]).id not in {lesson.session.id, second.id}
    assert len(journal.sessions(lesson.pupil.id)) == 3


def test_who_sits_down_again_after_the_close_is_in_the_same_lesson(
    journal: Journal, lesson: Lesson, wall: Wall
) -> None:
    ids = (lesson.pupil.id,)
    journal.close_session(lesson.session.id)
    wall.on(minutes=20)

    again = journal.open_session(ids, resume=True)
    assert (again.id, again.closed_at) == (lesson.session.id, None)

    journal.close_session(again.id)
    wall.on(minutes=40)
    assert journal.open_session(ids, resume=True).id != lesson.session.id


def test_a_lesson_that_began_with_one_of_several_is_that_of_all_of_them(journal: Journal, lesson: Lesson) -> None:
    other = journal.add_pupil("Amira", "cat", "10-12")

    both = journal.open_session((lesson.pupil.id, other.id), mode="group", resume=True)

    assert (both.id, both.mode) == (lesson.session.id, "group")
    assert {one.pupil for one in both.attendance} == {lesson.pupil.id, other.id}
    assert len(journal.sessions(lesson.pupil.id)) == 1


def test_the_next_pupil_has_a_session_of_their_own_and_a_group_takes_in_who_comes_later(
    journal: Journal, lesson: Lesson
) -> None:
    ben = journal.add_pupil("Ben", "owl", "10-12")
    assert journal.open_session([ben.id]).id != lesson.session.id
    group = journal.open_session([lesson.pupil.id], mode="group")
    later = journal.open_session([ben.id], mode="group")
    assert later.id == group.id
    assert later.pupils == (lesson.pupil.id, ben.id)
    with pytest.raises(NotAllowed):
        journal.open_session([lesson.pupil.id, ben.id])


def test_a_session_near_midnight_is_held_on_the_day_where_it_was_lived(journal: Journal, wall: Wall) -> None:
    pupil = journal.add_pupil("Amira", "fox", "10-12")
    wall.on(hours=13, minutes=30)  # 23:30 in London, 22:30 UTC
    late = journal.open_session([pupil.id])
    assert (late.held_on, late.zone) == (date(2026, 6, 3), "Europe/London")
    assert late.opened_at.hour == 22
    assert records.local(late.opened_at, late.zone).hour == 23
    assert records.local(late.opened_at, "-03:30").hour == 19


def test_what_was_meant_for_next_time_opens_the_next_session(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    assert journal.last_next_time(lesson.pupil.id) == ""
    assert journal.close_session(lesson.session.id, "bring the drums").next_time == "bring the drums"
    wall.on(days=7)
    journal.close_session(journal.open_session([lesson.pupil.id]).id)
    assert journal.last_next_time(lesson.pupil.id) == "bring the drums"


def test_a_guest_leaves_nothing(journal: Journal, lesson: Lesson) -> None:
    journal.attend(lesson.session.id, None)
    assert journal.session(lesson.session.id).pupils == (lesson.pupil.id,)
    journal.attend(lesson.session.id, lesson.pupil.id, state="came for part", role="leader")
    assert journal.session(lesson.session.id).attendance == (
        records.Attendance(lesson.pupil.id, "came for part", "leader"),
    )


# ---- music


def test_lists_are_light_and_the_one_item_has_its_bytes(journal: Journal, lesson: Lesson) -> None:
    assert [p.content for p in journal.pieces(lesson.pupil.id)] == [None]
    assert journal.piece(lesson.piece.id).content == b"MThd-piece"
    assert journal.takes(lesson.piece.id)[0].parts[0].midi is None
    assert journal.take(lesson.take.id).parts[0].midi == b"MThd-one"
    assert journal.take_midi(lesson.take.id) == (("melody", b"MThd-one"),)
    assert lesson.take.parts[0].facts == FACTS


def test_a_take_stays_as_played_whatever_becomes_of_its_piece(journal: Journal, lesson: Lesson) -> None:
    before = journal.take(lesson.take.id)
    journal.rework_piece(lesson.piece.id, b"MThd-tidied")
    journal.rename_piece(lesson.piece.id, "Evening")
    assert journal.take(lesson.take.id) == before
    assert journal.piece(lesson.piece.id).content == b"MThd-tidied"


def test_a_take_put_aside_is_in_no_view_and_can_be_put_back(journal: Journal, lesson: Lesson) -> None:
    journal.put_aside(lesson.take.id)
    assert journal.takes(lesson.piece.id) == ()
    assert journal.evidence(lesson.pupil.id).pieces[0].takes == ()
    assert [t.hidden for t in journal.takes(lesson.piece.id, with_hidden=True)] == [True]
    journal.put_back(lesson.take.id)
    assert journal.takes(lesson.piece.id) == (lesson.take,)


def test_a_piece_put_aside_takes_its_takes_along(journal: Journal, lesson: Lesson) -> None:
    journal.put_aside(lesson.piece.id)
    assert journal.pieces(lesson.pupil.id) == ()
    assert journal.evidence(lesson.pupil.id).pieces == ()
    assert [p.hidden for p in journal.pieces(lesson.pupil.id, with_hidden=True)] == [True]


def test_nothing_played_is_nothing_to_keep(journal: Journal, lesson: Lesson) -> None:
    for parts in ([], [part(lesson.pupil.id, midi=b"")]):
        with pytest.raises(NotAllowed, match="nothing played"):
            journal.keep_take(lesson.piece.id, parts, seconds=1.0, tempo=90.0)


@pytest.mark.parametrize(
    "wrong",
    [{"mode": "racing"}, {"help": "lots"}, {"hands": "three"}, {"origin": "bought"}, {"speed": 0.0}, {"bars": (4, 1)}, {"seconds": -1.0}],
)  # fmt: skip
def test_a_take_says_truly_how_it_was_played(journal: Journal, lesson: Lesson, wrong: dict[str, object]) -> None:
    fields = {"seconds": 1.0, "tempo": 90.0} | wrong
    with pytest.raises(NotAllowed):
        journal.keep_take(lesson.piece.id, [part(lesson.pupil.id)], **fields)
    assert len(journal.takes(lesson.piece.id)) == 1


def test_a_pupil_finds_the_pieces_they_play_in(journal: Journal, lesson: Lesson) -> None:
    ben = journal.add_pupil("Ben", "owl", "10-12")
    assert journal.pieces(ben.id) == ()
    journal.keep_take(lesson.piece.id, [part(lesson.pupil.id), part(ben.id, "bass")], seconds=1.0, tempo=90.0)
    assert [p.id for p in journal.pieces(ben.id)] == [lesson.piece.id]


def test_a_piece_without_a_take_is_kept_rated_and_spoken_of_like_one(journal: Journal, lesson: Lesson) -> None:
    piece = journal.keep_piece(lesson.pupil.id, "Grid", kind="own")
    versions = [journal.keep_version(piece.id, b"MThd-v%d" % n, f"v{n}", facts=FACTS) for n in (1, 2)]
    assert [v.n for v in versions] == [1, 2]
    journal.rate(lesson.pupil.id, "sure", "after", value=4, version=versions[1].id)
    said = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="the beat", version=versions[1].id)
    assert said.piece == piece.id
    one = next(p for p in journal.evidence(lesson.pupil.id).pieces if p.piece.id == piece.id)
    assert [v.facts for v in one.versions] == [FACTS, FACTS]
    assert [r.value for r in one.ratings] == [4]
    assert one.reflections == (said,)
    assert journal.version(versions[0].id).content == b"MThd-v1"


def test_markers_come_in_the_order_they_are_met(journal: Journal, lesson: Lesson) -> None:
    for at in (1.5, 0.5):
        journal.mark(lesson.take.id, at)
    assert [m.at_seconds for m in journal.markers(lesson.take.id)] == [0.5, 1.5]
    assert [m.at_seconds for m in journal.evidence(lesson.pupil.id).pieces[0].markers] == [0.5, 1.5]


# ---- goals and what shows them


def test_what_was_started_from_a_goal_is_tied_to_it_without_asking(journal: Journal, lesson: Lesson) -> None:
    goal = journal.agree(journal.wish(lesson.pupil.id, "both hands").id)
    piece = journal.keep_piece(lesson.pupil.id, "Hands", kind="tune", goal=goal.id)
    take = journal.keep_take(piece.id, [part(lesson.pupil.id)], seconds=1.0, tempo=90.0)
    version = journal.keep_version(piece.id, b"MThd", "done")
    task = journal.task(lesson.pupil.id, "left hand", piece=lesson.piece.id, goal=goal.id)
    tried = journal.keep_take(lesson.piece.id, [part(lesson.pupil.id)], seconds=1.0, tempo=90.0, task=task.id)
    assert take.goals == version.goals == tried.goals == (goal.id,)
    (shown,) = journal.evidence(lesson.pupil.id).goals
    assert (shown.takes, shown.versions) == ((take.id, tried.id), (version.id,))
    assert set(shown.pieces) == {piece.id, lesson.piece.id}


def test_a_tie_made_twice_is_one_and_can_be_undone(journal: Journal, lesson: Lesson) -> None:
    goal = journal.wish(lesson.pupil.id, "both hands")
    for _ in range(2):
        journal.link(take=lesson.take.id, goal=goal.id)
    assert journal.take(lesson.take.id).goals == (goal.id,)
    assert journal.check().counts["evidence_tag"] == 1
    journal.unlink(take=lesson.take.id, goal=goal.id)
    assert journal.take(lesson.take.id).goals == ()
    with pytest.raises(NotAllowed):
        journal.link(take=lesson.take.id)


def test_words_not_handed_in_are_found_by_whose_they_are(journal: Journal) -> None:
    for key, words in (("words a/wish", "one"), ("words a_/wish", "two"), ("words a/T6", "three"), ("piece a", "four")):
        journal.set_draft(key, words)
    assert journal.drafts("words a/") == {"words a/T6": "three", "words a/wish": "one"}
    assert set(journal.drafts("words ")) == {"words a/wish", "words a_/wish", "words a/T6"}
    assert set(journal.drafts("words a_")) == {"words a_/wish"}  # no sign stands for any other


def test_just_music_that_was_pressed_by_accident_is_switched_back(journal: Journal, lesson: Lesson) -> None:
    journal.just_music_today(lesson.session.id)
    assert journal.session(lesson.session.id).just_music
    journal.just_music_today(lesson.session.id, on=False)
    assert not journal.session(lesson.session.id).just_music


def test_settings_drafts_and_hidden_titles_are_there_tomorrow(
    opening: Callable[..., Journal], journal: Journal
) -> None:
    journal.set_setting("sound", {"keys": ["piano", 1.5, None]})
    journal.set_draft("note", "half a")
    journal.set_draft("note", "half a thought")
    journal.set_draft("gone", "x")
    journal.set_draft("gone", "")
    journal.hide_title("essen/0001")
    journal.hide_title("essen/0001")
    journal._changed = False
    journal.close()
    again = opening()
    assert again.setting("sound") == {"keys": ["piano", 1.5, None]}
    assert again.setting("never", 3) == 3
    assert (again.draft("note"), again.draft("gone")) == ("half a thought", "")
    assert again.hidden_titles() == {"essen/0001"}


def test_a_closed_journal_says_so(journal: Journal) -> None:
    journal.close()
    journal.close()
    with pytest.raises(JournalError, match="closed"):
        journal.pupils()


def test_the_public_names_are_the_ones_promised(tmp_path: Path) -> None:
    import reflections

    for name in reflections.__all__:
        assert getattr(reflections, name).__name__ == name
    with pytest.raises(AttributeError):
        _ = reflections.Everything


def test_a_version_is_named_anew_and_holds_what_it_held(journal: Journal, lesson: Lesson) -> None:
    version = journal.keep_version(lesson.piece.id, b"MThd-v", facts=FACTS)
    journal.name_version(version.id, "  Night \u202e rain ")
    named = journal.version(version.id)
    assert (named.name, named.content, named.sha256, named.n) == ("Night rain", b"MThd-v", version.sha256, 1)
    waits = [item for item in journal.unseen().items if item.entity == "version"]
    assert [(item.field, item.words, item.pupil) for item in waits] == [("name", "Night rain", lesson.pupil.id)]
    assert journal.name_version(version.id, "").name == ""
    assert [item for item in journal.unseen().items if item.entity == "version"] == []


def test_a_version_kept_under_the_title_of_its_piece_has_no_name_of_its_own(journal: Journal, lesson: Lesson) -> None:
    version = journal.keep_version(lesson.piece.id, b"MThd-v", lesson.piece.title)
    assert version.own_name(lesson.piece.title) == ""
    assert journal.name_version(version.id, "Slow one").own_name(lesson.piece.title) == "Slow one"
