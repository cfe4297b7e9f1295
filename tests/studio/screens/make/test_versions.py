"""How a song grew: its versions are listed, named, heard, and gone back to as a step that can be undone."""

from collections.abc import Callable
from dataclasses import replace

import pygame

from reflections.records import local
from studio.music.song import whole
from studio.music.song.labels import label
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import evidence
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


def its_story(pilot: Pilot) -> None:
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.press("Words")
    pilot.press("Which words: Its story")
    pilot.press("How it grew")


def test_a_version_is_heard_and_gone_back_to_and_undo_brings_back_how_it_was(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")
    pilot.press("Song")
    pilot.press("Add a part of the song")
    first = pilot.studio.screen.song
    pilot.press("I'm done")
    assert pilot.screen == "reflect"
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.press("Song")
    pilot.press("Add a break")
    second = pilot.studio.screen.song

    its_story(pilot)
    assert "Version 1, " in pilot.words()
    pilot.press("Hear it")
    assert pilot.engine.log[-1] == "preview"
    assert pilot.engine.score.end == 9 * second.bar_ticks  # its loop and an ending
    pilot.press("Go back to it")
    assert pilot.studio.screen.song == first
    assert not pilot.engine.sounding

    pilot.press("Undo: go back to before")
    assert pilot.studio.screen.song == second


def test_a_version_is_named_and_named_again_and_nothing_of_it_is_another(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")
    pilot.press("Song")
    pilot.press("Add a part of the song")
    pilot.press("I'm done")
    before = pilot.lesson.journal.version(evidence(pilot).pieces[0].versions[0].id)
    its_story(pilot)

    pilot.press("Give it a name")
    assert pilot.ui.focused == "version-name"
    pilot.write("Night rain")
    lint(pilot)
    pilot.type_key(pygame.K_RETURN)
    assert "Night rain" in pilot.words()
    assert "Version 1, " in pilot.words()
    assert pilot.ui.focused == f"name-{before.id}"
    assert pilot.lesson.journal.version(before.id) == replace(before, name="Night rain")

    lint(pilot)
    pilot.press("Change its name")
    pilot.write(" two")
    pilot.type_key(pygame.K_ESCAPE)
    assert pilot.lesson.journal.version(before.id).name == "Night rain two"
    pilot.type_key(pygame.K_ESCAPE)
    assert pilot.ui.focused == "to-versions"


def test_a_name_that_is_being_typed_is_kept_by_whoever_turns_away(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")
    pilot.press("I'm done")
    its_story(pilot)
    pilot.press("Give it a name")
    pilot.write("Half")
    pilot.studio.move(Go("play"))
    pilot.settle()
    (version,) = evidence(pilot).pieces[0].versions
    assert version.name == "Half"


def test_where_nothing_was_kept_yet_that_is_said_and_escape_leads_back(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")
    its_story(pilot)
    assert "When you press I'm done" in pilot.words()
    pilot.press("Done")
    assert pilot.ui.focused == "to-versions"


def test_a_song_with_nothing_in_it_is_not_kept_and_one_that_did_not_change_is_kept_once(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("empty-loop")
    pilot.click("make-record")
    pilot.press("I'm done")
    assert pilot.screen == "make"
    assert "Nothing is in it yet." in pilot.studio.notice

    room = pilot.studio.screen
    room.edit(label("title"), whole.words(room.song, "", 0, "oh"))
    for _ in range(2):
        pilot.press("I'm done")
        assert pilot.screen == "reflect"
        pilot.studio.move(Go("make"))
        pilot.settle()

    assert [[version.n for version in piece.versions] for piece in evidence(pilot).pieces] == [[1]]
    its_story(pilot)
    (version,) = evidence(pilot).pieces[0].versions
    assert f"{local(version.made_at, version.zone):%H:%M}" in pilot.words()
