"""Erasing a pupil leaves no byte of theirs in any file the app keeps; what others play in still plays (I9, I10)."""

from __future__ import annotations

from base64 import b64encode
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from reflections import Journal, NotAllowed, NotFound, records
from reflections.forgetting import COPIES_STAY_DAYS
from reflections.noting import NOTE_LINES
from reflections.store import Store
from reflections.tables import Base, HelpFlag, PeerStem, Shared
from tests.reflections.conftest import part
from tests.reflections.laptops import operations_of
from tests.unlocked import bytes_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reflections.conftest import Prepare, Wall

Two = tuple[records.Pupil, records.Pupil, records.Piece]
TOKEN = "Quokkatoken"
SOLO = b"MThd-Quokkatoken-solo"


@pytest.fixture
def two(journal: Journal, made_two: tuple[Path, Two]) -> Two:
    """Two pupils who played together and alone; whatever the first said, made or is noted of holds the token."""
    journal._changed = True
    return made_two[1]


@pytest.fixture(scope="module")
def made_two(prepare: Prepare) -> tuple[Path, Two]:
    """The journal with them, made once."""
    return prepare(_two)


def _two(journal: Journal) -> Two:
    first = journal.add_pupil(TOKEN, "fox", "10-12", sign_in=("sun", "key", "boat"))
    other = journal.add_pupil("Ben", "owl", "10-12")
    group = journal.open_session([first.id, other.id], mode="group")
    ours = journal.keep_piece(first.id, f"Ours {TOKEN}", kind="own", content=SOLO, session=group.id)
    journal.story(ours.id, TOKEN, TOKEN, TOKEN)
    journal.set_draft(f"piece {ours.id}", TOKEN)
    journal.keep_voice(ours.id, first.id, "v1", TOKEN.encode())
    parts = [part(first.id, TOKEN, SOLO), part(other.id, "bass", b"MThd-bens")]
    together = journal.keep_take(ours.id, parts, session=group.id, seconds=2.0, tempo=90.0)
    journal.mark(together.id, 0.5, words=TOKEN)
    journal.mark(together.id, 1.0, words="mine", pupil=other.id)
    journal.reflect(other.id, "T6", said_by="typed", body="we did it", take=together.id, seen_by="Sam")
    journal.write_note(group.id, next_time=f"{TOKEN} next to Ben")
    journal.close_session(group.id)
    _alone(journal, first, other)
    return first, other, ours


def _alone(journal: Journal, first: records.Pupil, other: records.Pupil) -> None:
    """Everything else that can be kept of one pupil."""
    me = first.id
    session = journal.open_session([me])
    goal = journal.agree(journal.wish(me, TOKEN).id, why=TOKEN, first_step=TOKEN, know_by=TOKEN)
    journal.step(goal.id, TOKEN)
    piece = journal.keep_piece(me, TOKEN, kind="tune", content=SOLO, session=session.id, goal=goal.id)
    task = journal.task(me, TOKEN, piece=piece.id, session=session.id, goal=goal.id)
    take = journal.keep_take(
        piece.id, [part(me, TOKEN, SOLO)], session=session.id, seconds=2.0, tempo=90.0, task=task.id
    )
    version = journal.keep_version(piece.id, SOLO, TOKEN)
    journal.rate(me, "sure", "after", value=1, take=take.id, session=session.id)
    said = journal.reflect(me, "T6", said_by="voice", sound=TOKEN.encode(), body=TOKEN, take=take.id)
    journal.take_back(journal.reflect(me, "T6", said_by="typed", body=TOKEN).id)
    journal.answer_too(me, "T6", TOKEN, take=take.id)
    journal.try_next(me, TOKEN, take.id)
    journal.helped(me, TOKEN)
    journal.add_interest(me, "song", TOKEN, TOKEN, piece.id)
    line = journal.add_brief(me, "school", "target", TOKEN, TOKEN)
    journal.link(take=take.id, brief=line.id)
    journal.link(reflection=said.id, outcome="got help")
    journal.set_plan(me, pupil_line=TOKEN, home_line=TOKEN)
    journal.add_next_step(me, TOKEN, TOKEN)
    note = journal.draft_note_out(me, "form tutor", TOKEN)
    journal.shown_to_pupil(note.id)
    journal.send_note_out(note.id)
    journal.keep_case_card(me, happened="he stopped", take=take.id, take_yes=True)
    review = journal.open_review(me)
    journal.you_said(review.id, TOKEN)
    journal.set_review(review.id, room=[TOKEN], copies=[TOKEN])
    journal.add_adult_view(me, "confidence", TOKEN, TOKEN)
    journal.add_external(me, TOKEN, date(2026, 6, 1), 1, 0, 2, TOKEN)
    journal.pass_on(journal.raise_help(me, session.id).id, "Mrs Bell")
    journal.note_asked(me, "T6", piece=piece.id, session=session.id)
    journal.set_draft(f"piece {piece.id}", TOKEN)
    journal.keep_voice(piece.id, me, "v1", TOKEN.encode())
    journal.keep_voice_layer(version.id, me, TOKEN.encode())
    journal.set_draft(f"words {me}/goals/wish", TOKEN)
    journal.set_draft(f"words {session.id}/closing/next-time", TOKEN)
    journal.set_setting(f"offered/{me}", TOKEN)
    journal.take_chunk(journal.begin_recording(pupil=me, context={"words": TOKEN}), 0, TOKEN.encode(), 1.0)
    journal.write_note(session.id, **dict.fromkeys(("next_time", *NOTE_LINES), TOKEN))
    journal.speak_note(session.id, TOKEN.encode())
    journal.set_claim(session.id, "YM-3", 45)
    journal.end_programme(me, "moved", handed_to=TOKEN, give_to=TOKEN)
    with journal._writing() as raw:
        moment, _ = journal._moment()
        raw.add(PeerStem(from_pupil_id=other.id, to_pupil_id=me, liked=TOKEN, made_at=moment))
    journal.close_session(session.id)


def test_i9_no_byte_of_an_erased_pupil_is_left_in_the_journal(
    journal: Journal, two: tuple[records.Pupil, records.Pupil, records.Piece]
) -> None:
    first, other, _ = two
    assert bytes_of(journal._opened).count(TOKEN.encode()) > 40
    journal.erase_pupil(first.id, "the service")
    assert TOKEN.encode() not in bytes_of(journal._opened)
    assert b64encode(TOKEN.encode()) not in bytes_of(journal._opened)
    assert journal.pupils() == (journal.pupil(other.id),)
    assert journal.check().problems == ()
    with pytest.raises(NotFound):
        journal.evidence(first.id)
    with journal._reading() as session:
        for mapper in Base.registry.mappers:
            if issubclass(mapper.class_, Shared):
                for row in session.scalars(select(mapper.class_)):
                    values = [getattr(row, c.key) for c in mapper.column_attrs]
                    assert first.id not in values, row.__tablename__


def test_i9_what_others_play_in_still_plays_without_the_one_who_went(
    journal: Journal, two: tuple[records.Pupil, records.Pupil, records.Piece]
) -> None:
    first, other, ours = two
    journal.erase_pupil(first.id, "the service")
    (piece,) = journal.pieces(other.id)
    assert (piece.id, piece.pupil, piece.title, piece.poem) == (ours.id, None, "A piece", "")
    (take,) = journal.takes(ours.id)
    assert journal.take_midi(take.id) == (("bass", b"MThd-bens"),)
    assert [mark.words for mark in journal.markers(take.id)] == ["mine"]
    assert [said.body for said in journal.reflections(other.id)] == ["we did it"]
    assert journal.evidence(other.id).pieces[0].takes == (take,)


def test_i9_every_row_that_stays_can_still_be_made_from_its_operations(
    journal: Journal, two: tuple[records.Pupil, records.Pupil, records.Piece]
) -> None:
    import json

    journal.erase_pupil(two[0].id, "the service")
    with journal._reading() as session:
        for mapper in Base.registry.mappers:
            if not issubclass(mapper.class_, Shared):
                continue
            for row in session.scalars(select(mapper.class_)):
                fields: dict[str, object] = {}
                for operation in operations_of(session, row.id):
                    if operation.field not in {"!", "-"}:
                        value = json.loads(operation.value)
                        fields |= value if operation.field == "*" else {operation.field: value}
                for attribute in mapper.column_attrs:
                    now = getattr(row, attribute.key)
                    if attribute.key != "id" and (now is None or isinstance(now, str | int)):
                        assert fields[attribute.key] == now, f"{row.__tablename__}.{attribute.key}"


def test_i9_what_was_erased_is_named_by_id_alone_so_that_a_merge_never_brings_it_back(
    journal: Journal, two: tuple[records.Pupil, records.Pupil, records.Piece]
) -> None:
    journal.erase_pupil(two[0].id, "the service")
    with journal._reading() as session:
        assert [(o.field, o.value) for o in operations_of(session, two[0].id)] == [("!", "null")]


def test_i9_copies_and_what_left_by_hand_are_listed_with_a_date(
    journal: Journal, two: tuple[records.Pupil, records.Pupil, records.Piece], wall: Wall
) -> None:
    first, _, _ = two
    journal.seen([one.id for one in journal.unseen().items], "Sam")
    journal.told_of_taking_back()
    journal.evidence(first.id, copy_for="school")
    wall.on(hours=1)
    early = journal.backup()
    wall.on(hours=1)
    erased = journal.erase_pupil(first.id, "the service")
    goes_on = date(2026, 6, 3) + timedelta(days=COPIES_STAY_DAYS)
    copies = [left for left in erased.left if left.path]
    assert copies[0].path == early
    assert len(copies) == 2  # and the one made just before erasing
    assert {left.goes_on for left in copies} == {goes_on}
    assert [(left.what, left.on, left.goes_on) for left in erased.left if not left.path] == [
        ("a copy for: school", date(2026, 6, 3), None),
        ("a note, to: form tutor", date(2026, 6, 3), None),
        ("a take on a case card, to: peers of the tutor", date(2026, 6, 3), None),
    ]
    assert journal.erasures() == (erased,)


def test_i9_copies_that_hold_an_erased_pupil_go_when_their_time_is_over_and_never_the_last(
    journal: Journal, two: tuple[records.Pupil, records.Pupil, records.Piece], wall: Wall
) -> None:
    journal.erase_pupil(two[0].id, "the service")
    wall.on(days=COPIES_STAY_DAYS - 1)
    journal.backup()
    assert len(journal.erasures()[0].left) > 1
    wall.on(days=2)
    latest = journal.backup()
    assert [left.path for left in journal.erasures()[0].left if left.path] == []
    assert latest in [path for _, path in journal.backups()]
    copy = Store(latest, journal._opened.key)
    assert SOLO not in bytes_of(copy)
    copy.close()


def test_i10_a_hold_beats_erasing_and_nothing_is_touched(
    journal: Journal, two: tuple[records.Pupil, records.Pupil, records.Piece]
) -> None:
    first, _, _ = two
    journal.hold(first.id, True, "the lead")
    before = bytes_of(journal._opened)
    with pytest.raises(NotAllowed, match=r"We have to keep a copy for now\. Ask us why\."):
        journal.erase_pupil(first.id, "the service")
    assert bytes_of(journal._opened) == before
    journal.hold(first.id, False, "the lead")
    journal.erase_pupil(first.id, "the service")
    assert TOKEN.encode() not in bytes_of(journal._opened)


def test_i10_what_is_held_is_refused_before_anything_is_copied(
    journal: Journal, two: tuple[records.Pupil, records.Pupil, records.Piece]
) -> None:
    first, _, _ = two
    journal.hold(first.id, True, "the lead")
    before = journal.backups()
    with pytest.raises(NotAllowed):
        journal.erase_pupil(first.id, "the service")
    assert journal.backups() == before


def test_what_erasing_would_not_reach_can_be_read_before_it_begins(
    journal: Journal, two: tuple[records.Pupil, records.Pupil, records.Piece], wall: Wall
) -> None:
    first, _, _ = two
    wall.on(hours=1)
    copy = journal.backup()
    beyond = journal.beyond_reach(first.id)
    assert [(left.path, left.goes_on) for left in beyond if left.path] == [
        (copy, date(2026, 6, 3) + timedelta(days=COPIES_STAY_DAYS))
    ]
    assert ("a note, to: form tutor", date(2026, 6, 3)) in [(left.what, left.on) for left in beyond]
    erased = journal.erase_pupil(first.id, "the service", copied=True)
    assert erased.left == beyond
    assert [path for _, path in journal.backups()] == [copy]


def test_a_copy_from_before_they_came_holds_nothing_of_theirs(journal: Journal, wall: Wall) -> None:
    journal.backup()
    wall.on(days=1)
    later = journal.add_pupil("Sami", "ghost", "7-9")
    assert journal.beyond_reach(later.id) == ()


def test_a_call_for_help_stays_as_a_record_that_names_nobody(
    journal: Journal, two: tuple[records.Pupil, records.Pupil, records.Piece]
) -> None:
    journal.erase_pupil(two[0].id, "the service")
    with journal._reading() as session:
        (flag,) = session.scalars(select(HelpFlag))
        assert (flag.pupil_id, flag.passed_to) == (None, "Mrs Bell")


def test_the_claim_sheet_keeps_its_figures(
    journal: Journal, two: tuple[records.Pupil, records.Pupil, records.Piece]
) -> None:
    journal.erase_pupil(two[0].id, "the service")
    lines = journal.claims(date(2026, 6, 3), date(2026, 6, 3))
    assert [(line.funder_code, line.minutes) for line in lines] == [("", 60), ("YM-3", 45)]


def test_two_of_one_alias_are_not_mixed_up(journal: Journal) -> None:
    first, second = (journal.add_pupil("Amira", "fox", "10-12") for _ in range(2))
    journal.keep_piece(second.id, "Hers", kind="tune")
    journal.erase_pupil(first.id, "the service")
    assert [pupil.id for pupil in journal.pupils()] == [second.id]
    assert [piece.title for piece in journal.pieces(second.id)] == ["Hers"]
