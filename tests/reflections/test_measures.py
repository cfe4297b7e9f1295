"""The eight measures: counted facts with their proof, the pupil's answers, adults' views; never one figure."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING

import pytest

from reflections import Journal, NotAllowed, records
from reflections.pages.facts import in_words
from reflections.sentences import Spoken
from tests.reflections.conftest import part

if TYPE_CHECKING:
    from tests.reflections.conftest import Lesson, Wall


def facts(journal: Journal, pupil: str, measure: str, since: date | None = None) -> dict[str, str]:
    """The sentences of one measure by the kind of fact."""
    (found,) = (one for one in journal.measures(pupil, since) if one.measure == measure)
    return {fact.key.partition(":")[0]: in_words(fact, Spoken()) for fact in found.facts}


def take(journal: Journal, lesson: Lesson, **more: object) -> records.Take:
    return journal.keep_take(lesson.piece.id, [part(lesson.pupil.id)], seconds=90.0, tempo=90.0, **more)


def a_programme(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    """Weeks of one pupil with something in every measure."""
    me, piece = lesson.pupil.id, lesson.piece.id
    journal.attend(lesson.session.id, me, role="leader")
    task = journal.task(me, "Morning, bars 1 to 4", piece=piece)
    journal.rate(me, "sure", "before", value=0, task=task.id)
    journal.rate(me, "sure", "after", value=2, task=task.id)
    journal.rate(me, "sure", "looking back", value=0, task=task.id)
    step = journal.try_next(me, "slow it down", lesson.take.id)
    journal.close_session(lesson.session.id)
    wall.on(days=42)
    later = journal.open_session([me])
    again = take(journal, lesson, session=later.id, hands="both", speed=0.5)
    take(journal, lesson, session=later.id, hands="both", speed=1.0)
    journal.tried(step.id, again.id)
    journal.keep_version(piece, b"MThd", "done")
    journal.reflect(me, "T6", said_by="typed", body="the slide", take=again.id)
    journal.goal_state(journal.agree(journal.wish(me, "play it through").id).id, "reached")
    journal.wish(me, "be in a band", area="future")
    journal.add_next_step(me, "ask about the band")
    journal.keep_piece(me, "Mine", kind="own")


def test_every_measure_counts_what_was_done(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    a_programme(journal, lesson, wall)
    found = {one: facts(journal, lesson.pupil.id, one) for one in records.MEASURES}
    assert found["participation"] == {
        "came": "Came to 2 sessions",
        "gap": "Away for 6 weeks",
        "minutes playing": "Kept under a minute of takes",
        "parts recorded": "Played 3 parts, such as melody or bass",
    }
    assert found["engagement"] == {
        "came back": "Came back to Morning on 2 days",
        "retakes": "Tried 1 thing again by choice",
    }
    assert found["confidence"] == {
        "sure": "Morning, bars 1 to 4: Not yet before, Quite sure after",
        "back": "Looking back to the first day: Not yet",
    }
    assert found["communication"] == {
        "said": "Said something about the music once",
        "made": "Made 1 piece of their own",
    }
    assert found["motivation"] == {"chosen": "Chose 2 pieces", "tried": "Tried 1 thing they had planned"}
    assert found["achievement"] == {
        "finished": "Finished 1 piece",
        "reached": "Reached: play it through",
        "then": "Morning: first take, then the latest (both hands the second time; the app waits, then on my own)",
    }
    assert found["leadership"] == {"leader": "Led 1 session"}
    assert found["ambition"] == {"future": "Wants to: be in a band", "step": "Next: ask about the band"}


def test_i12_every_fact_has_rows_that_prove_it(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    a_programme(journal, lesson, wall)
    ids = set(journal.check().takes)
    with journal._opened.looking() as raw:
        for table in (
            "session",
            "take_part",
            "version",
            "reflection",
            "rating",
            "goal",
            "next_step",
            "try_next",
            "piece",
        ):
            for (row,) in raw.execute(f"select id from {table}"):
                ids.add("-".join((row[:8], row[8:12], row[12:16], row[16:20], row[20:])))
    every = [fact for one in journal.measures(lesson.pupil.id) for fact in one.facts]
    assert len(every) > 15
    for fact in every:
        assert fact.evidence, fact.key
        assert set(fact.evidence) <= ids, fact.key


def test_of_nothing_nothing_is_said(journal: Journal) -> None:
    pupil = journal.add_pupil("Amira", "fox", "10-12")
    measures = journal.measures(pupil.id)
    assert [one.measure for one in measures] == list(records.MEASURES)
    assert all((one.facts, one.said, one.adults) == ((), (), ()) for one in measures)


def test_the_three_sides_are_never_merged_and_nothing_is_scored(journal: Journal, lesson: Lesson) -> None:
    journal.rate(lesson.pupil.id, "confidence", "review", value=0, measure="confidence")
    journal.rate(lesson.pupil.id, "confidence", "review", value=4, rater="school", measure="confidence")
    view = journal.add_adult_view(lesson.pupil.id, "confidence", "She asked to go first", "form tutor")
    found = next(one for one in journal.measures(lesson.pupil.id) if one.measure == "confidence")
    assert ([r.value for r in found.said], found.adults) == ([0], (view,))
    for kind in (records.MeasureFacts, records.Fact, records.GroupFigure):
        assert not {"score", "total", "mean", "average", "percent", "value"} & {f.name for f in fields(kind)}


def test_i2_a_measure_rated_nought_is_an_answer_and_a_skip_has_no_value(journal: Journal, lesson: Lesson) -> None:
    journal.rate(lesson.pupil.id, "motivation", "review", "rather not", measure="motivation")
    journal.rate(lesson.pupil.id, "ambition", "review", value=0, measure="ambition")
    found = {one.measure: one for one in journal.measures(lesson.pupil.id)}
    assert [(r.answer, r.value) for r in found["motivation"].said] == [("rather not", None)]
    assert [(r.answer, r.value) for r in found["ambition"].said] == [("given", 0)]
    assert not any("rather not" in repr(fact) for one in found.values() for fact in one.facts)


def test_i4_what_was_taken_back_or_put_aside_is_counted_nowhere(journal: Journal, lesson: Lesson) -> None:
    said = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="the slide", take=lesson.take.id)
    task = journal.task(lesson.pupil.id, "bars 1 to 4", piece=lesson.piece.id)
    pair = [journal.rate(lesson.pupil.id, "sure", m, value=1, task=task.id) for m in ("before", "after")]
    assert "said" in facts(journal, lesson.pupil.id, "communication")
    assert "sure" in facts(journal, lesson.pupil.id, "confidence")
    journal.take_back(said.id)
    journal.take_back(pair[0].id)
    journal.put_aside(lesson.take.id)
    assert facts(journal, lesson.pupil.id, "communication") == {}
    assert facts(journal, lesson.pupil.id, "confidence") == {}
    assert set(facts(journal, lesson.pupil.id, "participation")) == {"came"}


def test_i7_what_the_music_is_said_to_feel_like_counts_for_no_measure(journal: Journal, lesson: Lesson) -> None:
    before = journal.measures(lesson.pupil.id)
    for prompt, words in (("T2", "sad, heavy"), ("T3", "storm"), ("T10", "a boy who is sad")):
        journal.reflect(lesson.pupil.id, prompt, said_by="tap", body=words, take=lesson.take.id)
    after = journal.measures(lesson.pupil.id)
    assert not any(w in repr(after) for w in ("sad", "heavy", "storm"))
    unlike = [one.measure for one, two in zip(before, after, strict=True) if one != two]
    assert unlike == ["communication"]  # that something was said is counted there, not what


def test_who_chose_not_to_come_is_the_tutors_to_know(journal: Journal, lesson: Lesson) -> None:
    journal.attend(lesson.session.id, lesson.pupil.id, state="chose not to")
    assert "came" not in facts(journal, lesson.pupil.id, "participation")
    assert "chose" not in repr(facts(journal, lesson.pupil.id, "participation"))


def test_what_lies_before_a_day_is_not_counted_from_it_on(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    wall.on(days=7)
    later = journal.open_session([lesson.pupil.id])
    take(journal, lesson, session=later.id)
    found = facts(journal, lesson.pupil.id, "participation", since=date(2026, 6, 8))
    assert (found["came"], found["parts recorded"]) == ("Came to 1 session", "Played 1 part, such as melody or bass")


def test_another_players_part_is_not_the_pupils(journal: Journal, lesson: Lesson) -> None:
    other = journal.add_pupil("Ben", "owl", "10-12")
    both = [part(lesson.pupil.id), part(other.id, "bass", b"MThd-two")]
    journal.keep_take(lesson.piece.id, both, seconds=2.0, tempo=90.0)
    assert facts(journal, other.id, "participation")["parts recorded"] == "Played 1 part, such as melody or bass"
    assert "then" not in facts(journal, other.id, "achievement")


def test_only_engagement_is_looked_at_in_areas(journal: Journal, lesson: Lesson) -> None:
    view = journal.add_adult_view(lesson.pupil.id, "engagement", "kept at it", "tutor", area="persistence")
    assert journal.adult_views(lesson.pupil.id) == (view,)
    with pytest.raises(NotAllowed, match="Only engagement"):
        journal.add_adult_view(lesson.pupil.id, "confidence", "kept at it", "tutor", area="persistence")


def test_a_licensed_questionnaire_is_a_total_and_nothing_else(journal: Journal, lesson: Lesson) -> None:
    kept = journal.add_external(lesson.pupil.id, "a questionnaire", date(2026, 6, 1), 31, 0, 40, "the school")
    assert journal.externals(lesson.pupil.id) == (kept,)
    with pytest.raises(NotAllowed, match="between 0 and 40"):
        journal.add_external(lesson.pupil.id, "a questionnaire", date(2026, 6, 1), 41, 0, 40, "the school")


# ---- I15


@pytest.mark.parametrize("many", [0, 1, 4])
def test_i15_a_figure_about_fewer_than_five_is_refused(journal: Journal, many: int) -> None:
    pupils = [journal.add_pupil(f"P{n}", "fox", "10-12").id for n in range(many)]
    with pytest.raises(NotAllowed, match="at least five"):
        journal.group_figures(pupils, "participation")
    with pytest.raises(NotAllowed, match="at least five"):
        journal.group_figures(pupils * 5, "participation")  # one pupil five times is one


def test_i15_a_figure_about_five_counts_them_and_names_nobody(journal: Journal) -> None:
    pupils = [journal.add_pupil(f"Alias{n}", "fox", "10-12").id for n in range(5)]
    for pupil in pupils:
        journal.close_session(journal.open_session([pupil]).id)
    figure = journal.group_figures(pupils, "participation")
    assert (figure.pupils, figure.counts) == (5, (("came", 5),))
    assert not any(each in repr(figure) for each in (*pupils, "Alias"))


@pytest.mark.parametrize(("many", "told"), [(1, False), (4, False), (5, True), (6, False), (9, False), (10, True)])
def test_i15_neither_those_who_have_it_nor_those_who_have_not_may_be_fewer_than_five(
    journal: Journal, many: int, told: bool
) -> None:
    pupils = [journal.add_pupil(f"Alias{n}", "fox", "10-12").id for n in range(10)]
    for pupil in pupils[:many]:
        journal.wish(pupil, "be in a band", area="future")
    assert journal.group_figures(pupils, "ambition").counts == ((("future", many),) if told else ())
