"""My music: then and now, words, how sure, goals, and taking it home."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace as Take
from typing import Any

import pytest

from instruments.events import RATE, NoteOff, NoteOn
from reflections import records
from studio.music.take import record as record_take
from studio.screen import Go
from studio.screens.music.then_now import then_and_now
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import A, C, D, E, G, put, record, stand, takes
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


@pytest.fixture
def two_takes(fourth_lesson: Start) -> Pilot:
    """A piece with a take that waited and one that played along, both talked about already."""
    pilot = fourth_lesson()
    put(pilot, stand())
    pilot.press("A bit sure")
    record(pilot, C, D, E)
    pilot.press("Plays with me")
    record(pilot, C, D)
    pilot.lesson.moved_on()
    pilot.press("My music")
    assert pilot.screen == "music"
    return pilot


def test_then_is_the_first_take_of_the_bars_that_were_played_last() -> None:
    whole, some, again = Take(bars=None), Take(bars=(1, 4)), Take(bars=(1, 4))

    assert then_and_now([whole, some, again]) == (some, again)
    assert then_and_now([whole, some]) == (whole, some)
    assert then_and_now([whole]) == (whole, whole)


def test_then_is_heard_before_now_and_it_is_said_what_changed(two_takes: Pilot) -> None:
    first, second = takes(two_takes)
    assert "The app waits, then the app plays along." in two_takes.words()
    two_takes.press("Then, then now")
    assert two_takes.studio.screen.playing == first.id
    two_takes.engine.finish()
    two_takes.settle()
    assert two_takes.studio.screen.playing == second.id
    two_takes.engine.finish()
    two_takes.settle()

    assert two_takes.engine.log[-2:] == ["preview", "preview"]
    assert two_takes.ui.find("Then, then now")


def test_what_sounds_stops_when_leaving(two_takes: Pilot) -> None:
    two_takes.press("Hear Steps")
    assert two_takes.engine.sounding
    two_takes.press("Pick")

    assert not two_takes.engine.sounding


def test_goals_words_and_how_sure_stand_beside_the_music(two_takes: Pilot) -> None:
    journal, pupil = two_takes.lesson.journal, two_takes.lesson.pupil
    task = journal.tasks(pupil.id)[0].id
    journal.rate(pupil.id, "sure", "after", "given", 3, task=task, take=takes(two_takes)[-1].id)
    journal.rate(pupil.id, "close", "review", "given", 0, goal=journal.goals(pupil.id)[0].id)
    journal.reflect(pupil.id, "T6", said_by="typed", body="the slide", take=takes(two_takes)[0].id)
    two_takes.studio.move(Go("music"))
    two_takes.settle()
    names = [widget.name for widget in two_takes.ui.tree()]

    assert "“the slide”" in names
    assert any(name.endswith("A bit sure before, Very sure after") for name in names)
    assert "For: Play it all through" in two_takes.words()
    assert "Set by me" in names
    assert "%" not in two_takes.words()


def test_unseen_words_block_taking_it_home_and_the_pupil_hears_who_looks_first(
    two_takes: Pilot, tmp_path: Path
) -> None:
    two_takes.lesson.journal.reflect(two_takes.lesson.pupil.id, "T6", said_by="typed", body="the slide")
    take_home(two_takes, tmp_path / "page.html")

    assert two_takes.studio.notice == "Your tutor looks at your words first. Then you can take them home."
    assert not (tmp_path / "page.html").exists()


def test_a_page_is_made_where_the_pupil_says(two_takes: Pilot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.papers.copies.story_of", lambda materials, *_: materials.evidence.pupil.shown)
    take_home(two_takes, tmp_path / "page.html")

    assert (tmp_path / "page.html").read_text() == "Jo"
    assert str(tmp_path / "page.html") in two_takes.studio.notice


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_lost(
    two_takes: Pilot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.papers.copies.story_of", lambda *_: "page")
    (tmp_path / "file").write_text("no folder")
    take_home(two_takes, tmp_path / "file" / "page.html")

    assert "could not be saved" in two_takes.studio.notice
    assert len(takes(two_takes)) == 2


def held_up(pilot: Pilot, queue: str) -> threading.Event:
    """Nothing that is put on a queue is begun until this is set."""
    gate = threading.Event()
    getattr(pilot.studio.background, queue).put(lambda: gate.wait(60), lambda _: None, lambda _: None)
    return gate


@pytest.mark.parametrize("queue", ["writer", "worker"])
def test_cancelled_while_it_is_gathered_or_made_nothing_is_written(
    two_takes: Pilot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, queue: str
) -> None:
    monkeypatch.setattr("studio.papers.copies.story_of", lambda *_: "page")
    ask_for(two_takes, tmp_path / "page.html")
    if queue == "worker":
        two_takes.press("Choose the words")
    gate = held_up(two_takes, queue)
    two_takes.ui.click("ticked" if queue == "worker" else "write-page")
    for _ in range(20):
        two_takes.turn()
        time.sleep(0.002)
    two_takes.ui.click("making")
    gate.set()
    two_takes.settle()

    assert not (tmp_path / "page.html").exists()
    assert "page.html" not in two_takes.studio.notice
    assert "Making your page" not in two_takes.words()


def test_a_page_that_was_asked_for_is_not_made_of_whoever_sits_there_by_then(
    two_takes: Pilot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.papers.copies.story_of", lambda materials, *_: materials.evidence.pupil.shown)
    ask_for(two_takes, tmp_path / "page.html")
    gate = held_up(two_takes, "writer")
    two_takes.ui.click("write-page")
    two_takes.turn()
    two_takes.lesson.pupil = two_takes.lesson.journal.add_pupil("Amira", "moon", "13-15")
    gate.set()
    two_takes.settle()

    assert not (tmp_path / "page.html").exists()
    assert "page.html" not in two_takes.studio.notice


def test_not_now_closes_the_question_where(two_takes: Pilot) -> None:
    two_takes.press("Take it home")
    assert "This app can not send it." in two_takes.words()
    two_takes.press("Not now")

    assert "This app can not send it." not in two_takes.words()


def test_with_nothing_kept_it_says_where_to_begin(at_home: Start) -> None:
    pilot = at_home()
    pilot.press("My music")
    pilot.press("Pick something to play")

    assert pilot.screen == "pick"


def ask_for(pilot: Pilot, where: Path) -> None:
    pilot.press("Take it home")
    pilot.press("Take it home: My story")
    pilot.studio.screen.home.type_path(str(where))
    pilot.studio.change()
    pilot.settle()


def take_home(pilot: Pilot, where: Path) -> None:
    ask_for(pilot, where)
    pilot.press("Choose the words")
    if "Which of your words go home?" in pilot.words():
        pilot.press("Make the page")


def test_a_take_of_two_pupils_is_heard_whole_where_they_look_at_it_together(at_home: Start) -> None:
    pilot = at_home()
    journal, jo = pilot.lesson.journal, pilot.lesson.pupil
    amira = journal.add_pupil("Amira", "moon", "13-15")
    piece = journal.keep_piece(jo.id, "Ours", kind="own")
    parts = tuple(one_key(of.id, name, pitch) for of, name, pitch in ((amira, "bass", 41), (jo, "melody", 60)))
    journal.keep_take(piece.id, parts, seconds=1.0, tempo=120.0)
    pilot.press("My music")
    pilot.press("Hear Ours")

    assert sorted(data[1] for _, _, data in pilot.engine.score.events if data[0] == 0x90) == [41, 60]


def one_key(pupil: str, name: str, pitch: int) -> records.TakePartIn:
    events = [NoteOn(0, 1, pitch, 80), NoteOff(RATE // 2, 1, pitch, 0)]
    facts = records.TakeFacts(1.0, 1, (0.0,), ((0.0, 0.5, pitch, 80),))
    return records.TakePartIn(name, "pupil", pupil, "keys", record_take(events, start=0, end=RATE).to_midi(), facts)


def test_how_sure_on_another_scale_is_said_in_the_words_that_were_asked(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    journal, jo = pilot.lesson.journal, pilot.lesson.pupil.id
    journal.new_scale("sure", 1, 7, "Sure?", ("one", "two", "three", "four", "five", "six", "seven"))
    put(pilot, stand())
    pilot.press("two")
    record(pilot, C)
    take = takes(pilot)[0]
    journal.rate(jo, "sure", "after", "given", 7, task=take.task, take=take.id)
    pilot.lesson.moved_on()
    pilot.studio.move(Go("music"))
    pilot.settle()

    assert any("two before, seven after" in widget.name for widget in pilot.ui.tree())


# -- every take -----------------------------------------------------------------------------------------------------------
def test_every_take_is_there_the_latest_first_and_is_heard_as_it_was_played(two_takes: Pilot) -> None:
    assert not [w for w in two_takes.ui.tree() if w.key == "every-take"]  # then and now are all there is
    two_takes.press("Play")
    record(two_takes, G, A)
    two_takes.lesson.moved_on()
    two_takes.press("My music")
    two_takes.press("All 3 takes")
    first, second, third = takes(two_takes)
    keys = [w.key for w in two_takes.ui.tree() if (w.key or "").startswith("hear-take-")]
    assert keys == [f"hear-take-{take.id}" for take in (third, second, first)]

    two_takes.click(f"hear-take-{second.id}")
    score = two_takes.engine.score
    assert score is not None
    assert [message[1] for _, _, message in score.events if message[0] == 0x90] == [C, D]
    two_takes.click(f"hear-take-{second.id}")
    assert not two_takes.engine.sounding


def test_closing_the_list_of_takes_is_silence(two_takes: Pilot) -> None:
    two_takes.studio.screen.every.show()
    two_takes.settle()
    two_takes.press("Hear it")
    assert two_takes.engine.sounding
    two_takes.press("Done")

    assert not two_takes.engine.sounding
    assert two_takes.ui.find("Then, then now")


def test_many_takes_come_a_few_screens_at_a_time_and_fit_the_window(two_takes: Pilot) -> None:
    screen: Any = two_takes.studio.screen
    one = screen.evidence.pieces[0]
    many = replace(one, takes=tuple(replace(one.takes[0], id=f"take-{n}") for n in range(30)))
    screen.evidence = replace(screen.evidence, pieces=(many,))
    lint(two_takes)
    two_takes.press("All 30 takes")
    lint(two_takes)
    assert two_takes.words().count("Hear it") == 24
    two_takes.press("More")
    assert two_takes.words().count("Hear it") == 30


def test_a_beat_that_was_made_can_be_talked_about_later(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, stand())
    pilot.lesson.keep_version("")
    pilot.settle()
    pilot.lesson.moved_on()
    pilot.studio.move(Go("music"))
    pilot.settle()
    pilot.press("Say something")
    pilot.press("Yes")
    pilot.press("Type it")
    pilot.write("the clap")
    pilot.press("Done")

    (piece,) = pilot.lesson.journal.evidence(pilot.lesson.pupil.id).pieces
    assert [(said.body, said.version) for said in piece.reflections] == [("the clap", piece.versions[0].id)]
