"""A report is a draft until the pupil has seen it and said yes to just that; then it leaves, and that it did is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflections import Journal, JournalError, records, reports
from reflections.errors import NotAllowed, Unheard
from tests.reflections.conftest import part

if TYPE_CHECKING:
    from tests.reflections.conftest import Lesson, Wall


def said(journal: Journal, lesson: Lesson, words: str = "The low bit is mine.", **how: str) -> records.Reflection:
    """Words of the pupil's about the piece, seen by an adult."""
    found = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body=words, piece=lesson.piece.id, **how)
    journal.seen([one.id for one in journal.unseen().items], "Sam")
    return found


def key_of(journal: Journal, lesson: Lesson, kind: str, words: str) -> str:
    return next(one.key for one in journal.report(lesson.pupil.id, kind).choices if words in one.words)


def yes(journal: Journal, lesson: Lesson, kind: str = "note") -> None:
    mark = journal.report(lesson.pupil.id, kind).mark
    journal.report_seen(lesson.pupil.id, kind, mark, yes=True)


@pytest.mark.parametrize("kind", records.REPORTS)
def test_without_the_pupils_yes_no_report_leaves(journal: Journal, lesson: Lesson, kind: str) -> None:
    assert journal.report(lesson.pupil.id, kind).sheets
    with pytest.raises(NotAllowed, match="not said yes"):
        journal.report_leaves(lesson.pupil.id, kind, "school")
    journal.report_seen(lesson.pupil.id, kind, "", yes=False)
    with pytest.raises(NotAllowed, match="not said yes"):
        journal.report_leaves(lesson.pupil.id, kind, "school")
    assert journal.shares(lesson.pupil.id) == ()


def test_with_the_yes_it_leaves_and_every_share_is_kept(journal: Journal, lesson: Lesson) -> None:
    yes(journal, lesson)
    for role in ("class teacher", "school"):
        assert journal.report_leaves(lesson.pupil.id, "note", role) == journal.report(lesson.pupil.id, "note")
    shares = [(one.what, one.to_whom, one.basis, one.pupil_saw_it) for one in journal.shares(lesson.pupil.id)]
    assert shares == [("a report", role, "pupil yes", True) for role in ("class teacher", "school")]
    assert [left.what for left in journal.beyond_reach(lesson.pupil.id)][-1] == "a report, to: school"


def test_a_yes_is_to_one_report_and_to_it_as_it_was(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    yes(journal, lesson)
    with pytest.raises(NotAllowed, match="not said yes"):
        journal.report_leaves(lesson.pupil.id, "end", "school")
    wall.on(days=7)
    assert journal.report_leaves(lesson.pupil.id, "note", "school")  # a week later it is the same report
    journal.keep_version(lesson.piece.id, b"MThd-done", "done", session=lesson.session.id)
    with pytest.raises(NotAllowed, match="changed since"):
        journal.report_leaves(lesson.pupil.id, "note", "school")


def test_a_yes_to_what_stands_there_no_more_is_asked_for_again(journal: Journal, lesson: Lesson) -> None:
    mark = journal.report(lesson.pupil.id, "note").mark
    journal.keep_version(lesson.piece.id, b"MThd-done", "done", session=lesson.session.id)
    with pytest.raises(NotAllowed, match="once more"):
        journal.report_seen(lesson.pupil.id, "note", mark, yes=True)


def test_the_yes_can_be_taken_back(journal: Journal, lesson: Lesson) -> None:
    yes(journal, lesson)
    journal.report_seen(lesson.pupil.id, "note", "", yes=False)
    with pytest.raises(NotAllowed, match="not said yes"):
        journal.report_leaves(lesson.pupil.id, "note", "school")


def test_a_piece_the_pupil_does_not_show_is_in_no_report(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    said(journal, lesson)
    for _ in range(2):
        wall.on(days=1)
        journal.keep_take(lesson.piece.id, [part(lesson.pupil.id)], seconds=2.0, tempo=90.0)

    def named(kind: str) -> str:
        found = journal.report(lesson.pupil.id, kind)
        return reports.text(found) + str([(one.words, one.about) for one in found.choices])

    before = {kind: named(kind).count(lesson.piece.title) for kind in records.REPORTS}
    assert sum(before.values()) > 3
    journal.arrange(lesson.pupil.id, records.Ribbon(out=(lesson.piece.id,)))
    assert {kind: named(kind).count(lesson.piece.title) for kind in records.REPORTS} == dict.fromkeys(before, 0)


def test_what_reads_alike_is_looked_at_once(journal: Journal, lesson: Lesson) -> None:
    journal.add_next_step(lesson.pupil.id, "Ask Mrs Bell for a room", "Mrs Bell")
    found = journal.marked_in_report(lesson.pupil.id, journal.report(lesson.pupil.id, "plan"))
    assert [(one.words, one.where.title) for one in found] == [("Mrs Bell", "Next steps")]


def test_pieces_stand_in_the_report_as_the_pupil_arranged_them_the_cover_first(
    journal: Journal, lesson: Lesson, wall: Wall
) -> None:
    mine = [lesson.piece]
    for name in ("Rain", "Snow"):
        wall.on(days=1)
        mine.append(journal.keep_piece(lesson.pupil.id, name, kind="own"))
    for piece in mine:
        journal.keep_take(piece.id, [part(lesson.pupil.id)], seconds=2.0, tempo=90.0)
    first, rain, snow = (piece.id for piece in mine)
    journal.arrange(lesson.pupil.id, records.Ribbon(order=(first, rain, snow), cover=snow))
    (pieces,) = (one for one in journal.report(lesson.pupil.id, "end").sheets[0].parts if one.title == "My pieces")
    assert [one.key for one in pieces.lines] == [f"piece:{each}" for each in (snow, first, rain)]


def test_their_words_stand_in_a_report_only_where_they_let_them_in(journal: Journal, lesson: Lesson) -> None:
    said(journal, lesson)
    before = journal.report(lesson.pupil.id, "plan")
    assert "The low bit is mine." not in reports.text(before) + repr(before.proofs)
    key = key_of(journal, lesson, "plan", "The low bit")
    after = journal.choose_for_report(lesson.pupil.id, "plan", key, True)
    assert "The low bit is mine." in reports.text(after)
    assert "The low bit" not in reports.text(journal.report(lesson.pupil.id, "note")), (
        "each report is asked for by itself"
    )


def test_what_is_put_in_a_part_of_the_folder_stands_there_and_the_yes_before_is_over(
    journal: Journal, lesson: Lesson
) -> None:
    yes(journal, lesson, "award")
    (place,) = journal.report(lesson.pupil.id, "award").places
    assert (place.key, place.part) == (f"piece:{lesson.piece.id}", "made")
    tags = journal.tags(lesson.pupil.id)
    for into in ("moved by", "passed on", "passed on"):
        now = journal.put_in_award(lesson.pupil.id, place.of, into, by="pupil")
        assert [one.part for one in now.places] == [into]
        assert journal.report(lesson.pupil.id, "award") == now
    assert journal.tags(lesson.pupil.id) == tags, "where it stands in a folder is no word on what it shows"
    with pytest.raises(NotAllowed, match="changed since the pupil said yes"):
        journal.report_to_leave(lesson.pupil.id, "award")
    assert journal.report(lesson.pupil.id, "plan").places == ()


def test_only_what_stands_in_the_folder_is_put_somewhere_and_only_in_its_parts(
    journal: Journal, lesson: Lesson
) -> None:
    other = journal.add_pupil("Ben", "fox", "10-12")
    for whose, item, into in (
        (lesson.pupil.id, lesson.piece.id, "made"), (lesson.pupil.id, lesson.take.id, "first"), (other.id, lesson.take.id, "made"),
    ):  # fmt: skip
        with pytest.raises(JournalError):
            journal.put_in_award(whose, item, into)
    journal.put_in_award(lesson.pupil.id, lesson.take.id, "passed on")
    journal.put_aside(lesson.take.id)
    assert journal.report(lesson.pupil.id, "award").places == ()


def test_words_that_were_opened_to_others_are_in_until_they_are_held_back(journal: Journal, lesson: Lesson) -> None:
    opened = said(journal, lesson, who_reads="school")
    assert "The low bit is mine." in reports.text(journal.report(lesson.pupil.id, "plan"))
    held = journal.choose_for_report(lesson.pupil.id, "plan", f"said:{opened.id}", False)
    assert "The low bit" not in reports.text(held) + repr(held.proofs)


def test_what_is_held_back_vanishes_and_the_yes_before_is_over(journal: Journal, lesson: Lesson) -> None:
    yes(journal, lesson, "end")
    key = key_of(journal, lesson, "end", "Morning")
    held = journal.choose_for_report(lesson.pupil.id, "end", key, False)
    assert not any(line.key == key for line in held.lines)
    with pytest.raises(NotAllowed, match="not said yes"):
        journal.report_leaves(lesson.pupil.id, "end", "school")


def test_what_was_held_back_at_a_review_is_in_no_report(journal: Journal, lesson: Lesson) -> None:
    assert "under a minute of takes" in reports.text(journal.report(lesson.pupil.id, "end"))
    journal.hold_back(journal.open_review(lesson.pupil.id).id, "minutes playing")
    held = journal.report(lesson.pupil.id, "end")
    assert "under a minute of takes" not in reports.text(held)
    assert "fact:minutes playing" not in {one.key for one in held.choices}


def test_only_what_is_offered_is_chosen_and_three_pieces_have_room(
    journal: Journal, lesson: Lesson, wall: Wall
) -> None:
    with pytest.raises(NotAllowed, match="not among"):
        journal.choose_for_report(lesson.pupil.id, "end", "fact:mood", True)
    for name in ("Two", "Three", "Four"):
        wall.on(minutes=5)
        piece = journal.keep_piece(lesson.pupil.id, name, kind="own", session=lesson.session.id)
        journal.keep_take(piece.id, [part(lesson.pupil.id)], session=lesson.session.id, seconds=2.0, tempo=90.0)
    key = key_of(journal, lesson, "end", "Morning")
    with pytest.raises(NotAllowed, match="Three pieces"):
        journal.choose_for_report(lesson.pupil.id, "end", key, True)
    journal.choose_for_report(lesson.pupil.id, "end", key_of(journal, lesson, "end", "Four"), False)
    titles = [
        line.words for line in journal.choose_for_report(lesson.pupil.id, "end", key, True).sheets[0].parts[0].lines
    ]
    assert sorted(titles) == ["Morning", "Three", "Two"]


def test_i5_unseen_words_stop_a_report(journal: Journal, lesson: Lesson) -> None:
    journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="Nobody read this.", piece=lesson.piece.id)
    yes(journal, lesson)
    with pytest.raises(Unheard):
        journal.report_leaves(lesson.pupil.id, "note", "school")


def test_i4_what_is_taken_back_is_in_no_report(journal: Journal, lesson: Lesson) -> None:
    words = said(journal, lesson, who_reads="school")
    yes(journal, lesson, "plan")
    journal.take_back(words.id)
    journal.told_of_taking_back()
    assert "The low bit" not in repr(journal.report(lesson.pupil.id, "plan"))
    with pytest.raises(NotAllowed, match="changed since"):
        journal.report_leaves(lesson.pupil.id, "plan", "school")


def test_i8_a_report_holds_nobody_else(journal: Journal, lesson: Lesson) -> None:
    zola = journal.add_pupil("Zola", "moon", "10-12")
    both = journal.open_session([lesson.pupil.id, zola.id], mode="group")
    theirs = journal.keep_piece(zola.id, "Zolas own", kind="own", session=both.id)
    journal.keep_take(theirs.id, [part(zola.id), part(lesson.pupil.id)], session=both.id, seconds=2.0, tempo=90.0)
    for kind in records.REPORTS:
        found = journal.report(lesson.pupil.id, kind)
        assert "Zola" not in reports.text(found), kind


def test_i8_what_is_heard_from_a_report_holds_no_byte_of_what_another_played(journal: Journal, lesson: Lesson) -> None:
    zola = journal.add_pupil("Zola", "moon", "10-12")
    both = [
        part(lesson.pupil.id, midi=b"MThd-mine"),
        part(zola.id, midi=b"MThd-hers"),
        part(None, "beat", b"MThd-app", "app"),
    ]
    take = journal.keep_take(lesson.piece.id, both, session=lesson.session.id, seconds=2.0, tempo=90.0)
    for kind in ("end", "award"):
        music = journal.report_music(lesson.pupil.id, journal.report(lesson.pupil.id, kind))
        assert take.id in {one.id for one in music}
        assert "MThd-hers" not in repr(music)
        assert "MThd-app" in repr(music)


def test_i8_i6_what_looks_like_a_name_or_a_school_is_marked_for_an_adult(journal: Journal, lesson: Lesson) -> None:
    journal.add_pupil("Zola", "moon", "10-12")
    said(journal, lesson, "I played it to zola at Hill Top Primary", who_reads="school")
    found = journal.report(lesson.pupil.id, "plan")
    assert {one.words for one in journal.marked_in_report(lesson.pupil.id, found)} == {"Zola", "Hill Top Primary"}


def test_words_of_ours_are_nobodys_name(journal: Journal, lesson: Lesson) -> None:
    assert journal.marked_in_report(lesson.pupil.id, journal.report(lesson.pupil.id, "end")) == ()
    task = journal.task(lesson.pupil.id, "bars 1 to 4", piece=lesson.piece.id)
    for moment in ("before", "after"):
        journal.rate(lesson.pupil.id, "sure", moment, "given", 2, task=task.id)
    found = journal.report(lesson.pupil.id, "end")
    assert "Quite sure" in reports.text(found) or "Very sure" in reports.text(found)
    assert journal.marked_in_report(lesson.pupil.id, found) == ()


def test_i9_erased_a_pupil_leaves_no_report(journal: Journal, lesson: Lesson) -> None:
    yes(journal, lesson)
    journal.erase_pupil(lesson.pupil.id, "lead")
    with pytest.raises(JournalError):
        journal.report_draft(lesson.pupil.id, "note")
    with journal._opened.looking() as raw:
        assert raw.execute("select count(*) from report").fetchone() == (0,)


def test_i6_nothing_says_what_kind_of_plan_a_pupil_has(journal: Journal, lesson: Lesson) -> None:
    yes(journal, lesson, "plan")
    journal.report_leaves(lesson.pupil.id, "plan", "school")
    with journal._opened.looking() as raw:
        rows = [
            *raw.execute("select * from audit"),
            *raw.execute("select * from share_event"),
            *raw.execute("select * from report"),
        ]
    kept = repr(rows).casefold() + reports.text(journal.report(lesson.pupil.id, "plan")).casefold()
    assert not any(word in kept for word in ("pep", "personal education", "looked after", "premium"))


def test_that_the_summary_left_is_kept(journal: Journal) -> None:
    journal.figures_leave("the trust")
    with journal._opened.looking() as raw:
        assert raw.execute("select purpose from audit where action = 'figures left'").fetchone() == ("the trust",)
