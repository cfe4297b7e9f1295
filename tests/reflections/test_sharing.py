"""What a pupil said yes to: each purpose has its item, each item its way back, and every export goes by it from then on."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from reflections import NotAllowed, NotFound, records, story
from reflections.records.yes import PURPOSES, Yes
from reflections.tables import VoiceLayer
from tests.reflections.conftest import part

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import Journal
    from tests.reflections.conftest import Lesson, Wall

ROLE = "form tutor"


def opened(journal: Journal, lesson: Lesson, *, reads: str = "tutor", hears: str = "tutor") -> records.Reflection:
    """They said something of the piece, an adult has seen it, and it was opened to those."""
    said = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="the slow bit", take=lesson.take.id)
    journal.seen([said.id], "Ms Bell")
    return journal.let_read(said.id, who_reads=reads, who_hears=hears)


def hear(journal: Journal, lesson: Lesson) -> None:
    opened(journal, lesson, hears="group")


def heard(journal: Journal, lesson: Lesson) -> bool:
    return any(one.takes for one in journal.evidence(lesson.pupil.id, copy_for="group").pieces)


def read(journal: Journal, lesson: Lesson) -> None:
    opened(journal, lesson, reads="school")


def was_read(journal: Journal, lesson: Lesson) -> bool:
    copy = journal.evidence(lesson.pupil.id, copy_for="school")
    return any(said.body == "the slow bit" for one in copy.pieces for said in one.reflections)


def sing(journal: Journal, lesson: Lesson) -> None:
    version = journal.keep_version(lesson.piece.id, b"MThd-two", "with words")
    journal.keep_voice_layer(version.id, lesson.pupil.id, b"voice")
    with journal._writing() as session:
        session.query(VoiceLayer).one().who_hears = "school"


def sung(journal: Journal, lesson: Lesson) -> bool:
    del lesson
    with journal._reading() as session:
        return session.query(VoiceLayer).one().who_hears == "school"


def home(journal: Journal, lesson: Lesson) -> None:
    said = opened(journal, lesson)
    journal.arrange(lesson.pupil.id, records.Ribbon(told=(said.id, story.TIMES)))


def goes_home(journal: Journal, lesson: Lesson) -> bool:
    evidence = journal.evidence(lesson.pupil.id, copy_for="pupil")
    told = evidence.preferences.ribbon.told
    return any(one.reflections for one in story.only(evidence, told).pieces)


def report(journal: Journal, lesson: Lesson) -> None:
    now = journal.report(lesson.pupil.id, "note")
    journal.report_seen(lesson.pupil.id, "note", now.mark, yes=True)


def reported(journal: Journal, lesson: Lesson) -> bool:
    return allowed(lambda: journal.report_to_leave(lesson.pupil.id, "note"))


def note(journal: Journal, lesson: Lesson) -> None:
    journal.shown_to_pupil(journal.draft_note_out(lesson.pupil.id, ROLE, "He led the band.").id)


def noted(journal: Journal, lesson: Lesson) -> bool:
    (draft,) = journal.note_outs(lesson.pupil.id)
    return draft.pupil_saw_at is not None and allowed(lambda: journal.send_note_out(draft.id))


def copy(journal: Journal, lesson: Lesson) -> None:
    review = journal.open_review(lesson.pupil.id)
    journal.set_review(review.id, copies=[ROLE, "my aunt"])


def copied(journal: Journal, lesson: Lesson) -> bool:
    """What the page of a review gives a copy by."""
    return ROLE in journal.reviews(lesson.pupil.id)[-1].copies


def card(journal: Journal, lesson: Lesson) -> None:
    journal.keep_case_card(lesson.pupil.id, happened="a solo", take=lesson.take.id, take_yes=True)


def carded(journal: Journal, lesson: Lesson) -> bool:
    del lesson
    return journal.case_cards()[0].take is not None


def along(journal: Journal, lesson: Lesson) -> None:
    """Another plays in it too, and this pupil's part may sound in what that one takes home."""
    another = journal.add_pupil("Ben", "owl", "10-12").id
    journal.retake_part(lesson.take.id, part(another, "bass", b"MThd-two"))
    journal.let_go_along(lesson.pupil.id, lesson.take.id, yes=True)


def goes_along(journal: Journal, lesson: Lesson) -> bool:
    """What the other may take home."""
    (ben,) = (one for one in journal.pupils() if one.shown.startswith("Ben"))
    return lesson.take.id in journal.with_others(ben.id, [lesson.take.id])


def allowed(deed: Callable[[], object]) -> bool:
    try:
        deed()
    except NotAllowed:
        return False
    return True


Given = tuple["Callable[[Journal, Lesson], None]", "Callable[[Journal, Lesson], bool]", str, str]
GIVEN: dict[str, Given] = {
    "hear": (hear, heard, "group", "Morning"),
    "sing": (sing, sung, "school", "Morning"),
    "read": (read, was_read, "school", "Morning"),
    "home": (home, goes_home, "pupil", "Morning"),
    "report": (report, reported, "", ""),
    "note": (note, noted, ROLE, ""),
    "copy": (copy, copied, ROLE, ""),
    "card": (card, carded, "", "Morning"),
    "along": (along, goes_along, "", "Morning"),
}


def of(journal: Journal, lesson: Lesson, purpose: str) -> Yes:
    return next(one for one in journal.yeses(lesson.pupil.id) if one.purpose == purpose)


def test_every_purpose_has_its_item() -> None:
    assert tuple(GIVEN) == PURPOSES


def test_who_said_yes_to_nothing_has_nothing_there(journal: Journal, lesson: Lesson) -> None:
    opened(journal, lesson)
    assert journal.yeses(lesson.pupil.id) == ()


@pytest.mark.parametrize("purpose", PURPOSES)
def test_it_stands_there_for_whom_and_since_when_and_lets_it_out(
    journal: Journal, lesson: Lesson, wall: Wall, purpose: str
) -> None:
    give, is_out, to, where = GIVEN[purpose]
    give(journal, lesson)
    one = of(journal, lesson, purpose)
    assert (one.to_whom, one.where) == (to, where)
    if purpose not in {"home", "sing"}:
        assert one.at is not None
        assert one.at.date() == wall().astimezone(UTC).date()
    assert is_out(journal, lesson)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_taken_back_it_is_gone_from_there_and_nothing_goes_by_it_any_more(
    journal: Journal, lesson: Lesson, purpose: str
) -> None:
    give, is_out, _to, _where = GIVEN[purpose]
    give(journal, lesson)
    one, others = of(journal, lesson, purpose), {each.key for each in journal.yeses(lesson.pupil.id)}
    journal.take_back_yes(lesson.pupil.id, one.key)
    assert {each.key for each in journal.yeses(lesson.pupil.id)} == others - {one.key}
    assert not is_out(journal, lesson)
    last = next(line for line in journal.audit() if line.action == "yes taken back")
    assert (last.actor, last.subject, last.purpose) == ("pupil", lesson.pupil.id, purpose)
    with pytest.raises(NotFound):
        journal.take_back_yes(lesson.pupil.id, one.key)


def test_nobody_takes_back_anothers_yes(journal: Journal, lesson: Lesson) -> None:
    note(journal, lesson)
    key = of(journal, lesson, "note").key
    another = journal.add_pupil("Ben", "owl", "10-12").id
    assert journal.yeses(another) == ()
    with pytest.raises(NotFound):
        journal.take_back_yes(another, key)
    assert noted(journal, lesson)


def test_a_yes_to_one_piece_is_none_to_another_and_stays_when_that_is_taken_back(
    journal: Journal, lesson: Lesson, wall: Wall
) -> None:
    opened(journal, lesson, reads="school", hears="school")
    pupil = lesson.pupil.id
    wall.on(minutes=1)
    piece = journal.keep_piece(pupil, "Evening", kind="tune", content=b"MThd", session=lesson.session.id)
    take = journal.keep_take(piece.id, [part(pupil)], session=lesson.session.id, seconds=2.0, tempo=90.0)
    said = journal.reflect(pupil, "T9", said_by="tap", body="School", piece=piece.id, take=take.id, who_hears="school")
    journal.seen([said.id], "Ms Bell")

    first = [(one.purpose, one.where) for one in journal.yeses(pupil)]
    assert first == [("hear", "Evening"), ("hear", "Morning"), ("read", "Morning")]
    journal.take_back_yes(pupil, f"hear/{lesson.piece.id}", actor="tutor")
    left = [(one.purpose, one.where) for one in journal.yeses(pupil)]
    assert left == [("hear", "Evening"), ("read", "Morning")]
    copy_now = journal.evidence(pupil, copy_for="school").pieces
    assert {one.piece.title: bool(one.takes) for one in copy_now} == {"Evening": True, "Morning": False}


def test_what_the_school_may_not_read_any_more_the_group_still_may(journal: Journal, lesson: Lesson) -> None:
    for whom in ("school", "group"):
        opened(journal, lesson, reads=whom)
    assert {one.to_whom for one in journal.yeses(lesson.pupil.id)} == {"school", "group"}
    journal.take_back_yes(lesson.pupil.id, f"read/{lesson.piece.id}/school")
    assert [(one.purpose, one.to_whom) for one in journal.yeses(lesson.pupil.id)] == [("read", "group")]


def test_what_was_taken_back_or_has_left_is_no_yes_any_more(journal: Journal, lesson: Lesson) -> None:
    said = opened(journal, lesson, reads="school")
    note(journal, lesson)
    journal.take_back(said.id)
    journal.send_note_out(journal.note_outs(lesson.pupil.id)[0].id)
    assert journal.yeses(lesson.pupil.id) == ()
    assert [one.what for one in journal.shares(lesson.pupil.id)] == ["a note"]


def test_a_copy_that_was_given_is_no_yes_to_another(journal: Journal, lesson: Lesson) -> None:
    copy(journal, lesson)
    journal.shared(lesson.pupil.id, "a page", ROLE)
    assert [one.to_whom for one in journal.yeses(lesson.pupil.id)] == ["my aunt"]
