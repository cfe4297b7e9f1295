"""After a take of several: what each one answers, talks about, led and takes home is their own; erasing one leaves the others' parts."""

from __future__ import annotations

import re

from reflections import pages, portfolio
from reflections.pages import words
from studio.lesson.group_handover import take_without
from studio.papers.illustrate import gather
from tests.studio.lesson.group import HIGH, LOW, Group, again, group, pitches

__all__ = ["group"]  # a fixture


def test_what_each_answered_is_theirs_alone_and_a_skip_keeps_only_that_they_were_asked(group: Group) -> None:
    group.take(LOW, HIGH)
    sitting, lesson = group.sitting, group.sitting.lesson
    lesson.keep_answers("T4", {group.jo.id: "listened", group.amira.id: None}, {"listened": "I listened."})
    sitting.settle()
    (said,) = sitting.journal.reflections(group.jo.id)
    assert (said.body, said.prompt, said.said_by, said.take) == ("I listened.", "T4", "keys", lesson.last_together.id)
    assert sitting.journal.reflections(group.amira.id) == ()
    assert [[one.prompt for one in sitting.journal.asked(p.id)] for p in (group.jo, group.amira)] == [["T4"], ["T4"]]


def test_each_can_talk_about_it_on_their_turn_and_whoever_led_of_that(group: Group) -> None:
    lesson = group.sitting.lesson
    lesson.band = lesson.band.led_by(group.amira.id)
    group.take(LOW, HIGH)
    assert (lesson.sayable.take, lesson.sayable.led) == (lesson.last_together.id, False)
    waiting = {seat.pupil.id: seat.kept["sayable"] for seat in lesson.seats if seat.pupil and seat.kept}
    assert waiting[group.amira.id].led
    assert (lesson.sayable.due, waiting[group.amira.id].due) == (True, True)
    lesson.keep_answers("T4", {group.jo.id: None, group.amira.id: None}, {})
    group.sitting.settle()
    assert (lesson.sayable.due, waiting[group.amira.id].due) == (False, False), "each was asked of it once"


def test_that_somebody_led_is_noted_of_the_session_and_counts_as_leadership(group: Group) -> None:
    sitting, lesson = group.sitting, group.sitting.lesson
    lesson.band = lesson.band.led_by(group.amira.id)
    group.take(LOW, HIGH)
    came = {each.pupil: each.role for each in sitting.journal.session(lesson.session.id).attendance}
    assert came == {group.jo.id: "player", group.amira.id: "leader"}
    (leading,) = [one for one in sitting.journal.measures(group.amira.id) if one.measure == "leadership"]
    assert "Led" in str(leading.facts) or "led" in str(leading.facts)
    lesson.band = lesson.band.led_by(group.jo.id)
    group.take(LOW)
    came = {each.pupil: each.role for each in sitting.journal.session(lesson.session.id).attendance}
    assert set(came.values()) == {"leader"}  # who led before still did
    assert lesson.sayable.led


def test_who_was_asked_to_lead_and_did_not_lead_the_take_did_not_lead(group: Group) -> None:
    sitting, lesson = group.sitting, group.sitting.lesson
    lesson.band = lesson.band.led_by(group.jo.id).led_by(group.amira.id)
    group.take(LOW, HIGH)
    came = {each.pupil: each.role for each in sitting.journal.session(lesson.session.id).attendance}
    assert came == {group.jo.id: "player", group.amira.id: "leader"}
    assert not lesson.sayable.led


def test_the_page_of_each_says_what_they_did_and_nothing_of_the_others(group: Group) -> None:
    sitting, lesson = group.sitting, group.sitting.lesson
    lesson.band = lesson.band.led_by(group.jo.id)
    kinds = {each: lesson.band.shared.of(each).kind for each in (group.jo.id, group.amira.id)}
    group.take(LOW, HIGH)
    sitting.settle()
    how = {}
    for pupil in kinds:
        found = gather(sitting.journal, pupil)
        how[pupil] = portfolio.page(found.evidence, {}, found.preferences).pieces[0].shown.how
    assert words.played(kinds[group.jo.id]) in how[group.jo.id]
    assert words.played(kinds[group.amira.id]) in how[group.amira.id]
    assert ("I led that day" in how[group.jo.id], "led" in how[group.amira.id]) == (True, False)


def test_i9_erasing_one_leaves_nothing_of_theirs_and_the_groups_take_still_plays(group: Group) -> None:
    sitting, lesson = group.sitting, group.sitting.lesson
    group.take(LOW, HIGH)
    lesson.keep_answers("T4", {group.jo.id: "new", group.amira.id: "new"}, {"new": "Zzqnewidea"})
    lesson.told_peer(group.jo.id, group.amira.id)
    lesson.start_again(group.jo.id, sitting.engine.frame, sitting.engine.frame)
    sitting.play(LOW + 5)
    sitting.turn()
    lesson.stop_together(sitting.engine.frame)
    sitting.settle()
    take, journal = lesson.last_together.id, sitting.journal
    short = group.jo.id.replace("-", "")
    with journal._opened.looking() as raw:
        theirs = [midi for (midi,) in raw.execute("select midi from take_part where pupil_id = ?", (short,))]
    assert len(theirs) == len(journal.part_history(take, group.jo.id)) == 2
    lesson.goodbye()
    sitting.settle()
    sitting.turn()
    journal.erase_pupil(group.jo.id, "safeguarding lead")
    with journal._opened.looking() as raw:
        tables = [name for (name,) in raw.execute("select name from sqlite_master where type = 'table'")]
        left = {name: raw.execute(f"select * from {name}").fetchall() for name in tables}  # our own tables
    assert not any(midi in row for midi in theirs for row in left["take_part"])
    named = {name for name, found in left.items() if any(short in str(row) or group.jo.id in str(row) for row in found)}
    assert named <= {"audit", "erasure", "operation"}, "only that somebody was erased, without content"
    assert sum("Zzqnewidea" in str(row) for row in left["reflection"]) == 1, "Amira's stays"
    assert [event.pitch for event in take_without(journal, take, ()).events if type(event).__name__ == "NoteOn"] == [
        HIGH
    ]
    assert journal.check().problems == ()


def test_i8_the_page_one_takes_home_has_their_part_and_names_nobody_else(group: Group) -> None:
    sitting, lesson = group.sitting, group.sitting.lesson
    lesson.band = lesson.band.led_by(group.jo.id)
    group.take(LOW, HIGH, HIGH + 2)
    lesson.told_peer(group.jo.id, group.amira.id)
    sitting.settle()
    found = gather(sitting.journal, group.amira.id)
    (take,) = found.evidence.pieces[0].takes
    assert [pitches(midi) for midi in found.takes[take.id]] == [[HIGH, HIGH + 2]]
    page = pages.html(portfolio.page(found.evidence, {}, found.preferences))
    assert re.search(r"\bAmira\b", page)
    assert not re.search(r"\bJo\b", page)


def test_with_a_part_played_anew_all_are_asked_again_what_may_go_home(group: Group) -> None:
    last = group.take(LOW, HIGH)
    group.sitting.lesson.keep_going_along({group.jo.id: "yes", group.amira.id: "yes"})
    assert last.asked_home
    again(group, LOW + 4)
    assert not last.asked_home
