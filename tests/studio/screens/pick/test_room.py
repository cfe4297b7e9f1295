"""Pick: heard before it is chosen, found by words, never what is screened or hidden; who chose is kept."""

import multiprocessing
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest

from studio import words
from studio.music import folk
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.right_to_left import turned
from tests.studio.screens.pick.conftest import Start


def test_every_tune_and_groove_of_the_shelf_can_be_heard_and_chosen(picking: Pilot) -> None:
    from studio.music import library

    names = {widget.key for widget in picking.ui.tree()}
    for tune in library.shelf():
        assert {f"hear-{tune.hiding}", f"choose-{tune.hiding}"} <= names
    picking.press("Grooves")
    names = {widget.key for widget in picking.ui.tree()}
    for groove in library.grooves():
        assert {f"hear-groove:{groove.id}", f"choose-groove:{groove.id}"} <= names


def test_hearing_plays_a_preview_and_stops_when_pressed_again(picking: Pilot) -> None:
    from studio.music import library

    key = f"hear-{library.shelf()[0].hiding}"
    picking.click(key)
    assert picking.engine.log[-1] == "preview"
    assert picking.ui.find("Stop").key == key

    picking.click(key)

    assert not picking.engine.sounding


def test_what_is_on_the_shelf_sounds_before_another_frame_is_drawn(picking: Pilot) -> None:
    from studio.music import library

    picking.ui.click(f"hear-{library.shelf()[1].hiding}")

    assert picking.engine.log[-1] == "preview"


def test_what_opens_slowly_is_shown_with_a_way_to_stop_and_what_opens_at_once_moves_nothing(picking: Pilot) -> None:
    picking.ui.click("find")
    picking.write("bonnie kate")
    picking.settle()
    (key,) = [str(one.key) for one in picking.ui.tree() if str(one.key).startswith("hear-folk:")][:1]
    gate = held_up(picking)
    picking.ui.click(key)
    picking.turn()
    assert "job" not in {widget.key for widget in picking.ui.tree()}
    picking.turn(seconds=0.3)
    picking.turn()
    assert any(widget.name.startswith("Opening") for widget in picking.ui.tree())
    gate.set()
    picking.settle()

    assert picking.engine.log[-1] == "preview"
    assert not any(widget.name.startswith("Opening") for widget in picking.ui.tree())


def test_what_needs_a_reader_of_its_own_keeps_it_for_the_next_and_lets_it_go_at_the_end(picking: Pilot) -> None:
    from studio.music import folk

    tune = next(one for one in folk.index() if folk.at_once(one) is None)
    picking.ui.click("find")
    picking.write(tune.title)
    picking.settle()
    picking.ui.click(f"hear-{tune.key}")
    picking.settle()
    assert picking.engine.log[-1] == "preview"
    assert len(multiprocessing.active_children()) == 1

    picking.close(backup=False)

    assert multiprocessing.active_children() == []


def test_the_reader_of_folk_tunes_is_got_ready_in_a_quiet_moment_and_only_once(
    picking: Pilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studio.music import corpus, library

    begun: list[str] = []
    monkeypatch.setattr(corpus, "get_ready", lambda: begun.append(threading.current_thread().name))
    picking.settle()
    picking.click(f"hear-{library.shelf()[0].hiding}")
    picking.turn(seconds=5)
    picking.turn(seconds=5)
    picking.settle()
    assert begun == []
    picking.click(f"hear-{library.shelf()[0].hiding}")
    for _ in range(3):
        picking.turn(seconds=1.5)
        picking.settle()

    assert begun == ["worker"]


def test_a_preview_that_ends_is_no_longer_lit(picking: Pilot) -> None:
    from studio.music import library

    picking.click(f"hear-{library.shelf()[0].hiding}")
    picking.engine.finish()
    picking.settle()

    with pytest.raises(Exception, match="Stop"):
        picking.ui.find("Stop")


def test_leaving_stops_what_is_being_heard(picking: Pilot) -> None:
    from studio.music import library

    picking.click(f"hear-{library.shelf()[0].hiding}")
    picking.press("My music")

    assert not picking.engine.sounding


@pytest.mark.parametrize(("who", "kept"), [("Me", "pupil"), ("Both of us", "together"), ("My tutor", "tutor")])
def test_who_chose_is_kept_with_the_piece(picking: Pilot, who: str, kept: str) -> None:
    from studio.music import library

    tune = library.shelf()[0]
    picking.press(who)
    picking.click(f"choose-{tune.hiding}")

    assert picking.screen == "play"
    journal, pupil = picking.lesson.journal, picking.lesson.pupil
    assert [(p.title, p.chosen_by, p.source) for p in journal.pieces(pupil.id)] == [(tune.title, kept, tune.hiding)]


def test_choosing_the_same_tune_again_carries_the_piece_on(picking: Pilot) -> None:
    from studio.music import library

    key = f"choose-{library.shelf()[0].hiding}"
    picking.click(key)
    picking.press("Pick")
    picking.click(key)

    assert len(picking.lesson.journal.pieces(picking.lesson.pupil.id)) == 1


def test_words_find_folk_tunes_that_the_shelf_does_not_show(picking: Pilot) -> None:
    picking.ui.click("find")
    picking.write("reel")
    picking.settle()

    titles = [widget.name for widget in picking.ui.tree() if widget.role == "words"]
    assert any("reel" in title.lower() for title in titles)


def test_where_a_folk_tune_is_from_and_how_long_it_is_stands_in_the_language_of_who_reads(picking: Pilot) -> None:
    for tradition in {tune.tradition for tune in folk.index()}:
        assert words.say(f"pick.from {tradition}") == tradition
    picking.ui.click("find")
    picking.write("reel")
    picking.settle()
    assert re.search(r"^(Ireland|England).*, \d+ bars$", picking.words(), re.MULTILINE)
    with turned(picking, shipped=True):
        said = picking.words()
    assert "bars" not in said
    assert re.search("أيرلندا|إنجلترا", said)


@pytest.mark.parametrize("title", ["Old Zip Coon", "Judenvesper", "Raubmord"])
def test_what_is_screened_never_shows(picking: Pilot, title: str) -> None:
    picking.ui.click("find")
    picking.write(title)
    picking.settle()

    assert title.lower() not in picking.words().lower()


def test_nothing_found_says_what_to_do(picking: Pilot) -> None:
    picking.ui.click("find")
    picking.write("zzzzqq")
    picking.settle()

    assert "Nothing here with that name." in picking.words()


def test_a_title_that_a_tutor_hid_is_gone_from_shelf_and_search(picking: Pilot) -> None:
    from studio.music import library

    tune = library.shelf()[0]
    picking.lesson.ask(lambda journal: journal.hide_title(tune.hiding))
    picking.lesson.refresh_house()
    picking.settle()
    assert f"choose-{tune.hiding}" not in {widget.key for widget in picking.ui.tree()}

    picking.ui.click("find")
    picking.write(tune.title)
    picking.settle()

    assert f"choose-{tune.hiding}" not in {widget.key for widget in picking.ui.tree()}


def test_a_piece_with_no_music_in_it_says_so_and_nothing_stays_lit(picking: Pilot) -> None:
    journal, pupil = picking.lesson.journal, picking.lesson.pupil
    piece = journal.keep_piece(pupil.id, "Empty", kind="own", source="", chosen_by="pupil", content=b"")
    picking.lesson.refresh_mine()
    picking.settle()
    picking.press("My pieces")
    picking.click(f"hear-{piece.id}")

    assert "There is nothing in this piece yet." in picking.studio.notice
    assert picking.ui.find("Hear it").key == f"hear-{piece.id}"


# -- beside the loop ----------------------------------------------------------------------------------------------------
def test_the_frame_that_enters_and_the_letters_that_follow_read_nothing_themselves(
    at_home: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studio.music import finding, library

    threads: dict[str, set[str]] = {"shelf": set(), "search": set()}

    def noted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            threads[name].add(threading.current_thread().name)
            return real(*given, **named)

        return call

    for name, where in (("shelf", library), ("search", finding)):
        monkeypatch.setattr(where, name, noted(name, getattr(where, name)))
    pilot = at_home()
    gate = held_up(pilot)
    pilot.studio.move(Go("pick"))
    pilot.turn()
    assert "Getting the tunes." in pilot.words()
    pilot.ui.click("find")
    pilot.write("re")
    assert "Getting the tunes." in pilot.words()
    gate.set()
    pilot.settle()

    assert any("reel" in line.lower() for line in pilot.words().splitlines())
    assert threads == {"shelf": {"worker"}, "search": {"worker"}}


def test_of_what_is_typed_while_a_search_runs_only_the_last_is_looked_for(
    picking: Pilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studio.music import finding

    asked: list[str] = []
    search = finding.search
    monkeypatch.setattr(finding, "search", lambda words, **named: asked.append(words) or search(words, **named))
    gate = held_up(picking)
    picking.ui.click("find")
    for letter in "zzreel":
        picking.write(letter)
    gate.set()
    picking.settle()

    assert asked == ["z", "zzreel"]
    assert "Nothing here with that name." in picking.words()


def test_no_more_cards_are_laid_out_than_fill_a_few_screens(picking: Pilot) -> None:
    picking.ui.click("find")
    picking.write("the")
    picking.settle()
    assert picking.words().count("Choose") == 24
    picking.press("More")

    assert picking.words().count("Choose") == 48


def held_up(pilot: Pilot) -> threading.Event:
    """The worker begins nothing that is put on it until this is set."""
    gate = threading.Event()
    pilot.studio.background.worker.put(lambda: gate.wait(60), lambda _: None, lambda _: None)
    return gate


@pytest.mark.parametrize("shelf", ["Tunes", "Grooves"])
def test_what_is_said_of_each_is_whole_in_the_largest_text(at_home: Start, shelf: str) -> None:
    pilot = at_home(text=200)
    pilot.studio.move(Go("pick"))
    pilot.settle()
    pilot.press(shelf)
    lines = [line for item in pilot.ui.layout.placed for line in item.lines]
    assert len(lines) > 20
    assert [line for line in lines if line.endswith("\u2026")] == []
