"""What adults write: it never leaves, two lines go out only when the pupil saw them, a card names nobody."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from reflections import NotAllowed, NotFound, records
from reflections.noting import NOTE_LINES
from reflections.tables import Operation, ShareEvent

if TYPE_CHECKING:
    from reflections import Journal
    from tests.reflections.conftest import Lesson, Wall


# ---- the tutor's note of a session


def test_the_five_lines_may_be_written_one_at_a_time_and_next_time_stays(journal: Journal, lesson: Lesson) -> None:
    here = lesson.session.id
    assert journal.tutor_note(here) == records.TutorNote(here)
    journal.close_session(here, "bring the loop pedal")
    for line in NOTE_LINES:
        journal.write_note(here, **{line: f"about {line}"})
    note = journal.tutor_note(here)
    assert note.next_time == "bring the loop pedal" == journal.last_next_time(lesson.pupil.id)
    assert [getattr(note, line) for line in NOTE_LINES] == [f"about {line}" for line in NOTE_LINES]


def test_a_line_that_is_none_of_these_is_refused(journal: Journal, lesson: Lesson) -> None:
    with pytest.raises(NotAllowed, match="A line is one of"):
        journal.write_note(lesson.session.id, mood="low")


def test_a_note_may_be_spoken_and_let_go(journal: Journal, lesson: Lesson) -> None:
    note = journal.speak_note(lesson.session.id, b"RIFF")
    assert (note.has_sound, note.spoken) == (True, b"RIFF")
    assert not journal.speak_note(lesson.session.id, b"").has_sound
    with pytest.raises(NotAllowed, match="Twenty seconds"):
        journal.speak_note(lesson.session.id, bytes(9 * 1024 * 1024))


def test_nobody_waits_to_see_what_the_tutor_wrote(journal: Journal, lesson: Lesson) -> None:
    journal.write_note(lesson.session.id, lit_up="the slide")
    assert journal.unseen().items == ()


# ---- two lines to a role


def test_a_note_to_others_goes_only_after_the_pupil_has_seen_it(journal: Journal, lesson: Lesson) -> None:
    draft = journal.draft_note_out(lesson.pupil.id, "form tutor", "He led the band.\nAsk him how.")
    with pytest.raises(NotAllowed, match="has not seen this yet"):
        journal.send_note_out(draft.id)
    with pytest.raises(NotAllowed):
        journal.send_note_out(draft.id, "safeguarding")
    journal.shown_to_pupil(draft.id)
    sent = journal.send_note_out(draft.id)
    assert sent.sent_at is not None
    assert journal.note_outs(lesson.pupil.id) == (sent,)
    with journal._reading() as session:
        (event,) = session.scalars(select(ShareEvent))
        assert (event.to_whom, event.basis, event.pupil_saw_it) == ("form tutor", "pupil yes", True)


def test_what_leaves_is_kept_with_whom_it_was_for_and_nothing_of_what_it_held(journal: Journal, lesson: Lesson) -> None:
    me = lesson.pupil.id
    journal.shared(me, "a page", "pupil")
    journal.shared(me, "a pack", "head of year", "safeguarding", pupil_saw_it=False)
    assert [(one.what, one.to_whom, one.basis, one.pupil_saw_it) for one in journal.shares(me)] == [
        ("a page", "pupil", "pupil yes", True),
        ("a pack", "head of year", "safeguarding", False),
    ]
    with pytest.raises(NotAllowed, match="has not seen this yet"):
        journal.shared(me, "a page", "school", "public task", pupil_saw_it=False)
    with pytest.raises(NotAllowed):
        journal.shared(me, "Ode to Nan, which I wrote when", "school")


def test_a_page_that_left_is_named_once_among_what_erasing_cannot_reach(journal: Journal, lesson: Lesson) -> None:
    me = lesson.pupil.id
    journal.seen([one.id for one in journal.unseen().items], "Sam")
    journal.evidence(me, copy_for="school")
    journal.shared(me, "a page", "school")
    assert [left.what for left in journal.beyond_reach(me) if not left.path] == ["a page, to: school"]


def test_a_draft_put_into_other_words_is_shown_anew(journal: Journal, lesson: Lesson) -> None:
    draft = journal.draft_note_out(lesson.pupil.id, "form tutor", "He led the band.")
    journal.shown_to_pupil(draft.id)
    assert journal.reword_note_out(draft.id, "He led the band.").pupil_saw_at is not None
    assert journal.reword_note_out(draft.id, "He talked a lot.").pupil_saw_at is None
    with pytest.raises(NotAllowed, match="has not seen"):
        journal.send_note_out(draft.id)


def test_what_was_sent_stays_as_it_was(journal: Journal, lesson: Lesson) -> None:
    draft = journal.draft_note_out(lesson.pupil.id, "form tutor", "He led the band.")
    journal.shown_to_pupil(draft.id)
    journal.send_note_out(draft.id)
    for change in (
        lambda: journal.reword_note_out(draft.id, "no"),
        lambda: journal.drop_note_out(draft.id),
        lambda: journal.send_note_out(draft.id),
    ):
        with pytest.raises(NotAllowed, match="gone already"):
            change()


def test_a_draft_can_be_let_go_and_has_two_lines(journal: Journal, lesson: Lesson) -> None:
    draft = journal.draft_note_out(lesson.pupil.id, "form tutor", "He led.")
    journal.drop_note_out(draft.id)
    assert journal.note_outs(lesson.pupil.id) == ()
    with pytest.raises(NotAllowed, match="two lines"):
        journal.draft_note_out(lesson.pupil.id, "form tutor", "one\ntwo\nthree")


# ---- the card for peers


@pytest.mark.parametrize(
    ("alias", "said", "kept"),
    [
        ("Amira", "Amira sang, then AMIRA's brother", "a pupil sang, then a pupil's brother"),
        ("Al", "Al also almost left", "a pupil also almost left"),
        ('O\'Quote "Z"', 'So O\'Quote "Z" began', "So a pupil began"),
        ("\u05d3\u05e0\u05d9", "\u05d3\u05e0\u05d9 sang", "a pupil sang"),
        ("(x)", "then (x) sang", "then a pupil sang"),
    ],
)
def test_a_case_card_names_nobody(journal: Journal, alias: str, said: str, kept: str) -> None:
    pupil = journal.add_pupil(alias, "fox", "10-12")
    other = journal.add_pupil("Ben", "owl", "10-12")
    card = journal.keep_case_card(pupil.id, happened=said, stood_out="Ben laughed")
    assert (card.happened, card.stood_out) == (kept, "a pupil laughed")
    assert journal.case_cards() == (card,)
    assert other.alias not in repr(journal.case_cards())


def test_a_take_is_on_the_card_only_with_its_own_yes(journal: Journal, lesson: Lesson) -> None:
    with pytest.raises(NotAllowed, match="says yes to that"):
        journal.keep_case_card(lesson.pupil.id, happened="he stopped", take=lesson.take.id)
    assert journal.case_cards() == ()
    card = journal.keep_case_card(lesson.pupil.id, happened="he stopped", take=lesson.take.id, take_yes=True)
    assert card.take == lesson.take.id
    with journal._reading() as session:
        assert session.scalars(select(ShareEvent.what)).one() == "a take on a case card"


# ---- the claim sheet


def test_the_claim_sheet_has_a_line_a_session_and_no_word(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    journal.set_claim(lesson.session.id, "YM-3", 45)
    wall.on(days=7)
    later = journal.open_session([lesson.pupil.id], minutes=30)
    journal.open_session([lesson.pupil.id], solo=True)
    first, second = journal.claims(date(2026, 6, 1), date(2026, 6, 10))
    assert (first.funder_code, first.minutes, first.planned_minutes, first.came) == ("YM-3", 45, 60, 1)
    assert (second.session, second.funder_code, second.minutes) == (later.id, "", 30)
    assert "Amira" not in repr((first, second))
    assert lesson.pupil.id not in repr((first, second))
    assert journal.claims(date(2026, 6, 4), date(2026, 6, 9)) == ()


def test_the_claim_sheet_takes_no_sentence_and_never_travels(journal: Journal, lesson: Lesson) -> None:
    with journal._reading() as session:
        before = session.scalars(select(Operation.id)).all()
    with pytest.raises(NotAllowed, match="A code is one word"):
        journal.set_claim(lesson.session.id, "Amira was upset", 45)
    journal.set_claim(lesson.session.id, "YM-3", 45)
    journal.set_claim(lesson.session.id, "YM-4", 40)
    with journal._reading() as session:
        assert session.scalars(select(Operation.id)).all() == before
    assert journal.claims(date(2026, 6, 3), date(2026, 6, 3))[0].funder_code == "YM-4"
    with pytest.raises(NotFound):
        journal.set_claim("01a2018b-2d81-7e78-ab94-5b6db9f0642e", "YM-3", 45)


# ---- alongside, and I8 for all of it


def test_what_the_tutor_answers_too_is_never_the_pupils(journal: Journal, lesson: Lesson) -> None:
    answer = journal.answer_too(lesson.pupil.id, "T6", "I heard you breathe there", take=lesson.take.id)
    assert journal.tutor_answers(lesson.pupil.id) == (answer,)
    assert journal.reflections(lesson.pupil.id) == ()
    assert journal.unseen().items == ()


def test_i8_nothing_adults_wrote_is_in_a_copy_in_evidence_or_in_the_audit(journal: Journal, lesson: Lesson) -> None:
    me = lesson.pupil.id
    journal.write_note(lesson.session.id, **dict.fromkeys(("next_time", *NOTE_LINES), "Quokkatoken"))
    journal.draft_note_out(me, "Quokkatoken", "Quokkatoken")
    journal.keep_case_card(me, happened="Quokkatoken", stood_out="Quokkatoken", will_take="Quokkatoken")
    journal.answer_too(me, "T6", "Quokkatoken", take=lesson.take.id)
    journal.set_claim(lesson.session.id, "Quokkatoken", 45)
    journal.add_adult_view(me, "confidence", "Quokkatoken", "Quokkatoken")
    for copy in ("pupil", "group", "school", "chosen"):
        assert "Quokkatoken" not in repr(journal.evidence(me, copy_for=copy))
    with journal._opened.looking() as raw:
        assert "Quokkatoken" not in repr(raw.execute("select * from audit").fetchall())
