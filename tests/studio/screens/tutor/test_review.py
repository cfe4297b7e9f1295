"""Reviews: what was asked for is answered first, three sides of a measure stay apart, and evidence is tagged by one tap."""

import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from studio.screen import Push
from tests.studio.screens.at_work import C, D, put, record, stand
from tests.studio.screens.looked_over import lint
from tests.studio.screens.tutor.reviewing import Start, asked_for_a_keyboard, fill, jo_of, measure, only, page

__all__ = ["page"]  # a fixture


def test_two_measures_and_three_things_are_picked_and_not_more(page: Start) -> None:
    pilot = page()
    pilot.press("Open the review")
    for each in ("Participation", "Confidence", "Achievement"):
        measure(pilot, each)
    assert only(pilot).measures == ("confidence", "achievement")  # the first makes room
    measure(pilot, "Confidence")
    assert only(pilot).measures == ("achievement",)
    pilot.press("Which three things do they want to show?: the slide")
    assert len(only(pilot).picked) == 1


def test_the_three_sides_of_a_measure_stand_apart(page: Start) -> None:
    pilot = page()
    pilot.press("Open the review")
    measure(pilot, "Participation")
    words = pilot.words()
    assert "Came to 1 session" in words
    assert "I joined in" in words
    fill(pilot, "view-participation", "Counts the others in")
    fill(pilot, "by-participation", "form tutor")
    pilot.click("add-view-participation")
    assert "Counts the others in (form tutor)" in pilot.words()


def test_what_was_counted_is_said_in_the_laptops_language(page: Start) -> None:
    pilot = page()
    pilot.press("Open the review")
    measure(pilot, "Participation")
    pilot.studio.restyle(replace(pilot.studio.settings, language="pl"))
    pilot.settle()
    assert "Obecność na 1 spotkaniu" in pilot.words()


def test_the_pupil_answers_on_five_lights_or_rather_not(page: Start) -> None:
    pilot = page()
    pilot.press("Open the review")
    measure(pilot, "Participation")
    pilot.ui.click("lights-participation", part=0)
    pilot.settle()
    (rating,) = [r for r in pilot.lesson.journal.ratings(jo_of(pilot)) if r.measure == "participation"]
    assert (rating.value, rating.answer, rating.rater, rating.moment) == (0, "given", "pupil", "review")
    pilot.press("Rather not")
    newest = [r for r in pilot.lesson.journal.ratings(jo_of(pilot)) if r.measure == "participation"][-1]
    assert (newest.value, newest.answer) == (None, "rather not")


def test_any_fact_can_be_kept_out_of_a_copy(page: Start) -> None:
    pilot = page()
    pilot.press("Open the review")
    measure(pilot, "Participation")
    pilot.click("held-came")
    assert only(pilot).held_back == ("came",)
    pilot.click("held-came")
    assert only(pilot).held_back == ()


def test_no_review_opens_before_what_was_asked_for_has_an_answer(page: Start) -> None:
    pilot = page(asked_for_a_keyboard)
    assert "a keyboard at home" in pilot.words()
    pilot.press("Open the review")
    assert len(pilot.lesson.journal.reviews(jo_of(pilot))) == 1
    (asked,) = pilot.lesson.journal.we_dids(jo_of(pilot))
    pilot.press("What came of it?: Not yet, because")
    fill(pilot, f"role-{asked.id}", "carer")
    pilot.click(f"answer-{asked.id}")
    assert pilot.lesson.journal.we_dids(jo_of(pilot))[0].outcome == ""  # because of what?
    fill(pilot, f"because-{asked.id}", "there is no room")
    pilot.click(f"answer-{asked.id}")
    (answered,) = pilot.lesson.journal.we_dids(jo_of(pilot))
    assert (answered.outcome, answered.because, answered.did) == ("not yet", "there is no room", "")
    assert "Not yet, because: there is no room (carer)" in pilot.words()
    pilot.press("Open the review")
    assert len(pilot.lesson.journal.reviews(jo_of(pilot))) == 2


def test_what_they_want_next_is_kept_and_the_review_closed(page: Start) -> None:
    pilot = page()
    pilot.press("Open the review")
    fill(pilot, "review-room", "form tutor, carer")
    pilot.click("keep-room")
    fill(pilot, "p6", "a keyboard at home")
    pilot.click("keep-p6")
    assert "They want: a keyboard at home" in pilot.words()
    pilot.press("The review was held")
    assert only(pilot).held_on is not None
    assert only(pilot).room == ("form tutor", "carer")
    assert [one.said for one in pilot.lesson.journal.we_dids(jo_of(pilot))] == ["a keyboard at home"]


def test_a_total_from_elsewhere_is_typed_in_and_lies_on_its_scale(page: Start) -> None:
    pilot = page()
    for key, said in (
        ("name", "A wellbeing total"),
        ("total", "21"),
        ("minimum", "7"),
        ("maximum", "x"),
        ("by", "SENCO"),
    ):
        fill(pilot, f"external-{key}", said)
    pilot.click("add-external")
    assert "Please write all three as numbers." in pilot.words()
    fill(pilot, "external-maximum", "35")
    pilot.click("add-external")
    (one,) = pilot.lesson.journal.externals(jo_of(pilot))
    assert (one.total, one.minimum, one.maximum) == (21, 7, 35)


def test_nothing_adds_the_measures_up(page: Start) -> None:
    pilot = page()
    pilot.press("Open the review")
    for each in ("Participation", "Confidence"):
        measure(pilot, each)
    said = pilot.words().casefold()
    assert not any(word in said for word in ("score", "average", "in all", "%", "overall", "progress:"))


# ---- what evidence shows


def test_an_outcome_and_a_purpose_are_one_tap_each_and_one_more_takes_them_back(page: Start) -> None:
    pilot = page(part="kept")
    jo = jo_of(pilot)
    (said,) = pilot.lesson.journal.reflections(jo)
    pilot.click(f"shows-{said.id}")
    pilot.press("They...: handled a feeling")
    pilot.press("It was about...: skills")
    tags = pilot.lesson.journal.tags(jo)
    assert [(t.of, t.outcome, t.purpose, t.by) for t in tags] == [
        (said.id, "handled a feeling", "", "tutor"),
        (said.id, "", "skills", "tutor"),
    ]
    pilot.press("They...: handled a feeling")
    assert [t.purpose for t in pilot.lesson.journal.tags(jo)] == ["skills"]


def test_a_take_shows_a_target_by_one_tap(page: Start) -> None:
    pilot = page(lambda journal, jo: journal.add_brief(jo, "school", "target", "Finish it", "form tutor"), "kept")
    jo = jo_of(pilot)
    take = pilot.lesson.journal.takes(pilot.lesson.journal.pieces(jo)[0].id)[0]
    pilot.click(f"shows-{take.id}")
    pilot.press("It shows a target: Finish it")
    (target,) = pilot.lesson.journal.targets(jo)
    assert target.evidence == (take.id,)
    assert target.words == ("the slide",)


def test_what_was_kept_can_be_heard_there(page: Start) -> None:
    pilot = page(part="kept")
    pilot.press("Hear Steps")
    assert pilot.engine.log[-1] == "preview"
    pilot.press("Brief")
    assert not pilot.engine.sounding


def test_they_are_laid_out_in_every_size(page: Start) -> None:
    pilot = page(asked_for_a_keyboard)
    lint(pilot)
    journal, jo = pilot.lesson.journal, jo_of(pilot)
    journal.we_did(journal.we_dids(jo)[0].id, "did", did="one is there", by_role="carer")
    review = journal.open_review(jo)
    journal.set_review(review.id, measures=("engagement", "participation"))
    pilot.studio.screen.tab.read()
    pilot.settle()
    lint(pilot)
    pilot.press("Evidence")
    pilot.click(f"shows-{journal.reflections(jo)[0].id}")
    lint(pilot)


def test_the_lights_of_a_measure_and_what_came_of_it_can_be_heard(page: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    def answered(journal: Any, jo: str) -> None:
        asked_for_a_keyboard(journal, jo)
        journal.we_did(journal.we_dids(jo)[0].id, "did", did="there is one", by_role="head of year")

    pilot = page(answered)
    read: list[str] = []
    monkeypatch.setattr(pilot.studio.tools, "read_aloud", lambda reading: read.append(reading[0].words))
    pilot.click("aloud-P7")
    pilot.press("Open the review")
    measure(pilot, "Participation")
    pilot.click("aloud-participation")
    assert read == [
        "Here is what we did with what you said.",
        "I joined in. Not yet. A bit. Quite a lot. A lot. All the way.",
    ]


def test_a_review_that_was_held_says_what_it_was_about(page: Start) -> None:
    def held(journal: Any, jo: str) -> None:
        review = journal.open_review(jo)
        take = journal.takes(journal.pieces(jo)[0].id)[0].id
        said = journal.reflections(jo)[0].id
        journal.set_review(review.id, measures=("confidence",), picked=(take, said), room=("aunt",), copies=("school",))
        journal.close_review(review.id)

    words = page(held).words()
    assert "Talked about: Confidence." in words
    assert "There: aunt." in words
    assert "A copy for: school." in words
    assert re.search(r"Shown: Steps, .*, \u201cthe slide\u201d\.", words)


def test_a_full_review_is_laid_out_in_every_size(page: Start) -> None:
    """Many facts, an adult's lights and a pick that is week one as well."""

    def full(journal: Any, jo: str) -> None:
        asked_for_a_keyboard(journal, jo)
        journal.we_did(journal.we_dids(jo)[0].id, "did", did="there is one", by_role="head of year")
        review, take = journal.open_review(jo), journal.takes(journal.pieces(jo)[0].id)[0]
        for n in range(1, 9):
            task = journal.task(jo, f"Play Steps, the melody, bars {n} to {n + 3}", piece=take.piece)
            journal.rate(jo, "sure", "before", "given", 1, task=task.id)
            journal.rate(jo, "sure", "after", "given", 3, task=task.id, take=take.id)
        journal.set_review(review.id, measures=("confidence", "engagement"), picked=(take.id,), room=("aunt",))
        journal.add_adult_view(jo, "engagement", "Stayed with it", "form tutor", area="persistence")

    pilot = page(full)
    assert "Sticking with it: Stayed with it (form tutor)" in pilot.words()
    pilot.press("Engagement, an adult's own five lights: School")
    lint(pilot)
    pilot.press("2 more")  # facts; each can be kept out of a copy
    assert len([one for one in pilot.ui.tree() if (one.key or "").startswith("held-")]) >= 8


def test_what_was_picked_is_heard_at_the_review(page: Start) -> None:
    pilot = page(lambda journal, jo: journal.open_review(jo))
    assert "Hear it" not in [widget.name for widget in pilot.ui.tree()]
    pilot.press("Which three things do they want to show?: Steps")
    pilot.press("Hear Steps")
    assert "preview" in pilot.engine.log


def test_an_adult_uses_the_same_lights_and_theirs_stay_theirs(page: Start) -> None:
    pilot = page(lambda journal, jo: journal.set_review(journal.open_review(jo).id, measures=("participation",)))
    pilot.press("I joined in: A bit")
    pilot.press("Participation, an adult's own five lights: School")
    pilot.press("Participation, an adult's own five lights: A lot")
    assert "School: A lot" in pilot.words()
    journal, jo = pilot.lesson.journal, jo_of(pilot)
    assert [(one.rater, one.value) for one in journal.ratings(jo)] == [("pupil", 1), ("school", 3)]
    assert pilot.ui.find("I joined in: A bit").value == "chosen"
    assert [one.rater for one in journal.measures(jo)[0].said] == ["pupil"]


def test_what_is_asked_stands_in_the_words_of_the_scale_it_is_kept_on(page: Start) -> None:
    own = ("no", "hardly", "some", "much", "all")

    def reworded(journal: Any, jo: str) -> None:
        journal.rate(jo, "participation", "review", "given", 1, measure="participation")
        journal.new_scale("participation", 1, 5, "I was part of it", own)
        journal.set_review(journal.open_review(jo).id, measures=("participation",))

    pilot = page(reworded)
    pilot.press("I was part of it: hardly")
    latest = pilot.lesson.journal.ratings(jo_of(pilot))[-1]
    assert (latest.scale_version, latest.value, latest.words) == (2, 2, "hardly")
    assert pilot.ui.find("I was part of it: hardly").value == "chosen"


def test_the_day_of_an_answer_is_the_day_it_was_here(page: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """In Auckland a morning's answer is yesterday's by UTC; it is this review's all the same."""

    def morning(journal: Any, jo: str) -> None:
        when = datetime(2026, 3, 2, 8, 0, tzinfo=timezone(timedelta(hours=13)))
        monkeypatch.setattr(journal, "_now", lambda: when)
        journal.set_review(journal.open_review(jo).id, measures=("participation",))

    pilot = page(morning)
    pilot.press("I joined in: A bit")
    assert pilot.ui.find("I joined in: A bit").value == "chosen"
    lint(pilot)


@pytest.mark.parametrize("part", ["kept", "review"])
def test_two_takes_of_a_piece_on_one_day_are_told_apart(at_home: Start, part: str) -> None:
    pilot = at_home()
    put(pilot, stand())
    for pitch in (C, D):
        record(pilot, pitch)
    pilot.studio.move(Push("tutor_pupil", {"pupil": jo_of(pilot), "part": part}))
    pilot.settle()
    if part == "review":
        pilot.press("Open the review")
    named = [w.name for w in pilot.ui.tree() if "Steps, " in w.name and w.role != "button"]
    assert {name[-6:] for name in named} == {"take 1", "take 2"}
    lint(pilot)


def test_an_open_review_leads_to_its_conversation_in_the_browser(page: Start) -> None:
    pilot = page(lambda journal, jo: journal.open_review(jo))
    opened: list[str] = []
    pilot.studio.screen.tab.tools.browse = opened.append
    pilot.press("Talk in the browser")
    assert opened == [f"/pupil/{jo_of(pilot)}/review"]
    lint(pilot)
