"""The tutor's pages over a real journal: what waits is read, marked as seen, ticked off; whatever a pupil writes stays words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from reflections import sentences
from tests.reflections.web.conftest import words
from tests.reflections.web.lived import HOSTILE, live, spoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import Journal
    from tests.reflections.conftest import Wall
    from tests.reflections.web.conftest import Visitor
    from tests.reflections.web.talking import Talk


@pytest.fixture
def jo(journal: Journal, wall: Wall) -> str:
    return live(journal, wall)


def test_the_first_page_says_what_waits_the_most_pressing_first(visitor: Visitor, jo: str) -> None:
    said = visitor.words("/")
    assert said.index("Sami Asked to talk") < said.index("Jo 2 things") < said.index("Amira They asked on")
    assert "\u201cI want headphones so that no one hears.\u201d Nobody has answered yet." in said
    assert "Mr Okafor helps." in said
    assert "You said, next time: \u201cBring the bass line.\u201d" in said


def test_an_empty_journal_says_so(visitor: Visitor) -> None:
    assert "Nobody is here yet." in visitor.words("/")


def test_whoever_nothing_waits_for_stands_below_by_name(visitor: Visitor, journal: Journal) -> None:
    for name in ("Zoe", "Abe"):
        journal.add_pupil(name, "fox", "10-12")
    said = visitor.words("/")
    assert said.index("Nothing waits") < said.index("Abe") < said.index("Zoe")


def test_what_was_taken_back_unseen_is_told_and_not_what(visitor: Visitor, journal: Journal, jo: str) -> None:
    (waiting,) = (one for one in journal.unseen(pupil_id=jo).items if one.entity == "reflection")
    journal.take_back(waiting.of)
    said = visitor.words("/")
    assert "One thing was taken back before anybody saw it." in said
    assert "What was the best bit? 17 Jun" not in visitor.words(f"/pupil/{jo}").partition("Two questions")[0]


def test_five_minutes_hold_what_was_chosen_kept_said_and_changed_and_two_questions(visitor: Visitor, jo: str) -> None:
    said = visitor.words(f"/pupil/{jo}")
    assert "Since the first day." in said
    for each in (
        "Midnight Bus, on 3 Jun.",
        "Midnight Bus, between 3 Jun and 17 Jun.",
        "Midnight Bus: right hand, then both hands; slow, then full speed.",
        "2 of 10 on 3 Jun, 4 on 17 Jun. Asked 3 times.",
        "You said you would try:",
        "Can you play me that bit?",
        "From: what they said about Midnight Bus on 17 Jun",
    ):
        assert each in said, each


def test_they_hold_what_changed_and_how_many_was_taken_back_as_the_laptop_speaks(
    visiting: Callable[..., Visitor], journal: Journal, wall: Wall, jo: str
) -> None:
    for waiting in [one for one in journal.unseen(pupil_id=jo).items if one.entity == "reflection"][:1]:
        journal.take_back(waiting.of)
    for n in range(2):
        journal.take_back(journal.reflect(jo, "T6", said_by="typed", body=f"Words {n}").id)
    visitor = visiting(journal, now=wall, language="pl")
    said = visitor.words(f"/pupil/{jo}")
    assert "Midnight Bus: prawa ręka, potem obie ręce; wolno, potem pełne tempo." in said
    assert "3 rzeczy zostały cofnięte" in visitor.words("/")


def test_words_that_wait_stand_first_and_not_a_second_time(visitor: Visitor, jo: str) -> None:
    said = visitor.words(f"/pupil/{jo}")
    assert said.count("What was the best bit? 17 Jun") == 1
    assert "What was the best bit? about Midnight Bus, 17 Jun" not in said
    assert "What was the best bit? about Midnight Bus, 10 Jun" in said


def test_after_a_review_only_what_came_since_is_there(visitor: Visitor, journal: Journal, jo: str, wall: Wall) -> None:
    journal.close_review(journal.open_review(jo).id)
    wall.on(days=1)
    said = visitor.words(f"/pupil/{jo}")
    assert "Since the last review on 24 Jun." in said
    assert "Nothing new was kept." in said


def test_words_are_marked_as_seen_by_the_tutor_and_leave_the_list(visitor: Visitor, journal: Journal, jo: str) -> None:
    ids = [one.id for one in journal.unseen(pupil_id=jo).items]
    assert visitor.post(f"/pupil/{jo}/seen", item=ids).status_code == 303
    assert journal.unseen(pupil_id=jo).items == ()
    assert {one.seen_by for one in journal.reflections(jo)} == {"Sam"}
    assert "To see and hear first" not in visitor.words(f"/pupil/{jo}")


def test_only_what_was_sent_is_marked(visitor: Visitor, journal: Journal, jo: str) -> None:
    one, other = (each.id for each in journal.unseen(pupil_id=jo).items)
    visitor.post(f"/pupil/{jo}/seen", item=one)
    assert [each.id for each in journal.unseen(pupil_id=jo).items] == [other]


def test_nobody_elses_words_are_marked_by_a_form_of_this_pupil(visitor: Visitor, journal: Journal, jo: str) -> None:
    other = journal.add_pupil("Cas", "fox", "10-12").id
    theirs = journal.reflect(other, "T6", said_by="typed", body="mine")
    visitor.post(f"/pupil/{jo}/seen", item=theirs.id)
    assert [one.of for one in journal.unseen(pupil_id=other).items] == [theirs.id]


def test_a_voice_is_played_from_its_own_pupils_page_and_not_seen_with_the_rest(
    visitor: Visitor, journal: Journal, jo: str
) -> None:
    voice = spoken(journal, jo)
    page = visitor.get(f"/pupil/{jo}").text
    (address,) = set(re.findall(r'<audio[^>]+src="([^"]+)"', page))
    sound = visitor.get(address)
    assert sound.data.startswith(b"RIFF")
    assert sound.mimetype == "audio/wav"
    assert sound.headers["Cache-Control"] == "no-store"
    place = visitor.get(address, Range="bytes=44-47")
    assert (place.status_code, place.data) == (206, b"\x80" * 4)
    many = max(re.findall(r"<form[^>]+/seen.*?</form>", page, re.DOTALL), key=len)
    assert voice.id not in many
    other = journal.add_pupil("Cas", "fox", "10-12").id
    assert visitor.get(address.replace(jo, other)).status_code == 404


def test_a_step_is_ticked_off_once_and_only_on_its_own_pupil(visitor: Visitor, journal: Journal, jo: str) -> None:
    (step,) = journal.next_steps(jo)
    other = journal.add_pupil("Cas", "fox", "10-12").id
    assert visitor.post(f"/pupil/{other}/step", step=step.id).status_code == 404
    for _ in range(2):  # pressed twice it is done once
        assert visitor.post(f"/pupil/{jo}/step", step=step.id).status_code == 303
    (step,) = journal.next_steps(jo)
    assert step.done_on is not None
    assert "Mr Okafor helps." not in visitor.words(f"/pupil/{jo}")


def test_a_pupil_who_is_not_here_any_more_is_a_sentence(visitor: Visitor) -> None:
    answer = visitor.get("/pupil/nobody")
    assert answer.status_code == 404
    assert "not in the journal any more" in words(answer.text)


@pytest.mark.parametrize("said", [HOSTILE, "x" * 10_000, "\u202e" + "שלום " * 200, "'); DROP TABLE--", "{n} {0} %s"])
def test_whatever_a_pupil_writes_and_is_called_stays_words(
    visitor: Visitor, journal: Journal, wall: Wall, said: str
) -> None:
    jo = live(journal, wall, alias=said[:24], words=said[:4000])
    for path in ("/", f"/pupil/{jo}"):
        answer = visitor.get(path)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "\u202e" not in answer.text
        assert answer.text.count("<script>") == 1
        assert not re.search(r"<[a-z][^>]*\son\w+=", answer.text)
    title = answer.text.partition("<title>")[2].partition("</title>")[0]
    assert title == "Five minutes - Soundfolio"


def test_nothing_on_either_page_ranks_counts_mistakes_or_sets_two_pupils_side_by_side(
    visitor: Visitor, jo: str
) -> None:
    for path in ("/", f"/pupil/{jo}"):
        said = visitor.words(path).lower()
        for never in ("%", "score", "rank", "streak", "mistake", "wrong", "average", "best pupil", "behind"):
            assert never not in said, never
    assert "Amira" not in visitor.words(f"/pupil/{jo}")
    assert "<table" not in visitor.get("/").text


def test_a_task_that_comes_again_is_told_with_its_day(visitor: Visitor, talk: Talk) -> None:
    said = visitor.words(f"/pupil/{talk.pupil}")
    assert "\u201cpicked-task\u201d on 3 Jul: before, A bit sure; after, Very sure." in said


def test_a_title_that_was_cut_ends_its_sentence_with_three_dots_and_not_with_four() -> None:
    whole, cut = (
        sentences.said("tutor_web.ask words", words="that bit", title=title) for title in ("Bus", "A long\u2026")
    )
    assert "<bdi>Bus</bdi>. Can you" in whole
    assert "<bdi>A long\u2026</bdi> Can you" in cut
