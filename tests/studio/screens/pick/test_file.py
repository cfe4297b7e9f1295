"""A file from outside, picked: heard before it is chosen, refused in a sentence, opened as it was left when it comes again."""

import multiprocessing
import os
import time
from pathlib import Path

import pygame
import pytest

from studio.music import nearby
from studio.music.piece import Note, Part, Piece
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint


def dropped(pilot: Pilot, folder: Path) -> None:
    file = folder / "my song.mid"
    file.write_bytes(Piece("", (Part("Tune", "melody", "piano", (Note(0, 480, 60), Note(480, 480, 62))),)).to_midi())
    pilot.turn(pygame.event.Event(pygame.DROPFILE, file=str(file)))
    pilot.settle()


def test_a_file_dropped_on_the_window_has_a_card_and_is_heard_before_it_is_chosen(
    picking: Pilot, tmp_path: Path
) -> None:
    dropped(picking, tmp_path)
    assert picking.screen == "pick"
    assert "my song" in picking.words()
    assert picking.lesson.journal.pieces(picking.lesson.pupil.id) == ()

    picking.enter()  # the focus is on Hear it

    assert picking.engine.log[-1] == "preview"
    assert picking.engine.score.events[0][2][1] == 60


def test_a_file_that_is_chosen_is_a_piece(picking: Pilot, tmp_path: Path) -> None:
    dropped(picking, tmp_path)
    picking.press("Both of us")
    picking.click("choose-the-file")

    assert picking.screen == "play"
    assert picking.lesson.stand.title == "my song"
    kept = picking.lesson.journal.pieces(picking.lesson.pupil.id)
    assert [(p.kind, p.source[:5], p.chosen_by) for p in kept] == [("file", "file:", "together")]


def test_two_files_are_two_pieces(picking: Pilot, tmp_path: Path) -> None:
    for pitch in (60, 62):
        file = tmp_path / "my song.mid"
        file.write_bytes(Piece("", (Part("Tune", "melody", "piano", (Note(0, 480, pitch),)),)).to_midi())
        bring(picking, file)
        picking.click("choose-the-file")
        picking.press("Pick")

    assert len(picking.lesson.journal.pieces(picking.lesson.pupil.id)) == 2


def test_a_piece_of_mine_is_heard_as_it_was_left_before_it_is_carried_on(picking: Pilot, tmp_path: Path) -> None:
    dropped(picking, tmp_path)
    picking.click("choose-the-file")
    picking.press("Pick")
    picking.press("My pieces")
    (mine,) = picking.lesson.journal.pieces(picking.lesson.pupil.id)
    picking.click(f"hear-{mine.id}")

    assert picking.engine.log[-1] == "preview"
    assert picking.engine.score.events[0][2][1] == 60
    assert picking.ui.find("Stop").key == f"hear-{mine.id}"
    picking.click(f"hear-{mine.id}")
    assert not picking.engine.sounding


@pytest.mark.parametrize("data", [b"", b"not music at all", b"MThd\x00\x00\x00\x06\x00\x01"])
def test_a_file_that_is_no_midi_is_refused_in_a_sentence(picking: Pilot, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "broken.mid"
    file.write_bytes(data)
    picking.turn(pygame.event.Event(pygame.DROPFILE, file=str(file)))
    picking.settle()

    assert picking.screen == "pick"
    assert picking.studio.notice.endswith((".", "?"))
    assert picking.lesson.journal.pieces(picking.lesson.pupil.id) == ()


def test_a_file_can_be_named_by_hand_and_one_that_is_not_there_is_said(picking: Pilot) -> None:
    picking.press("A file")
    assert picking.ui.focused == "path"
    picking.write("/nowhere/at/all.mid")
    picking.enter()

    assert picking.screen == "pick"
    assert picking.studio.notice


@pytest.mark.parametrize("typed", ["", "  ", '""'])
def test_open_with_nothing_typed_asks_on_and_says_nothing_of_a_folder(picking: Pilot, typed: str) -> None:
    picking.press("A file")
    picking.write(typed)
    picking.press("Open")
    assert picking.ui.focused == "path"
    assert not picking.studio.notice


def test_a_folder_without_a_name_is_said_as_it_was_typed(picking: Pilot) -> None:
    picking.press("A file")
    picking.write("/")
    picking.enter()
    assert picking.studio.notice == "/ is a folder. Choose a file inside it."


def test_a_file_that_takes_long_can_be_given_up_and_the_next_thing_is_opened_at_once(
    picking: Pilot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studio.music import intake, library

    monkeypatch.setattr(intake, "_read", for_ever)
    file = tmp_path / "long.mid"
    file.write_bytes(Piece("", (Part("Tune", "melody", "piano", (Note(0, 480, 60),)),)).to_midi())
    picking.turn(pygame.event.Event(pygame.DROPFILE, file=str(file)))
    while not multiprocessing.active_children() or all(widget.key != "job" for widget in picking.ui.tree()):
        picking.turn()
    began = time.monotonic()
    picking.ui.click("job")
    picking.click(f"hear-{library.shelf()[0].hiding}")

    assert picking.engine.log[-1] == "preview"
    assert time.monotonic() - began < intake.MOST_SECONDS / 2
    assert not multiprocessing.active_children()


def for_ever(data: bytes) -> None:
    del data
    time.sleep(60)


# -- the same file twice, and half a file ---------------------------------------------------------------------------------
def bring(picking: Pilot, file: Path) -> None:
    picking.studio.move(Go("pick"))
    picking.settle()
    picking.turn(pygame.event.Event(pygame.DROPFILE, file=str(file)))
    picking.settle()


def test_a_file_that_came_in_before_is_opened_as_it_was_left_and_makes_no_second_piece(
    picking: Pilot, tmp_path: Path
) -> None:
    file, again = tmp_path / "bus.mid", tmp_path / "the same under another name.mid"
    file.write_bytes(Piece("", (Part("Tune", "melody", "piano", (Note(0, 480, 60),)),)).to_midi())
    again.write_bytes(file.read_bytes())
    bring(picking, file)
    assert "From this computer" in picking.words()
    picking.click("choose-the-file")
    assert picking.screen == "play"
    bring(picking, again)
    assert "You have this piece already." in picking.words()
    picking.click("choose-the-file")

    assert picking.screen == "play"
    assert picking.studio.notice == "You have this already, as bus. Here it is."
    (mine,) = picking.lesson.journal.pieces(picking.lesson.pupil.id)
    assert (mine.title, picking.lesson.stand.row) == ("bus", mine.id)


def test_half_a_file_comes_in_and_it_is_said_what_is_missing(picking: Pilot, tmp_path: Path) -> None:
    file = tmp_path / "half.mid"
    whole = Piece("", (Part("Tune", "melody", "piano", tuple(Note(n * 480, 480, 60) for n in range(40))),)).to_midi()
    file.write_bytes(whole[: len(whole) * 2 // 3])
    bring(picking, file)

    assert picking.studio.notice == "This file was cut off: its end is missing. The rest is here."
    lint(picking)
    picking.click("choose-the-file")
    assert picking.screen == "play"


def test_what_was_typed_can_be_put_right_after_a_refusal_and_is_gone_after_not_now(picking: Pilot) -> None:
    picking.press("A file")
    picking.write("/nowhere/at/all.mid")
    picking.enter()
    assert picking.ui.find("Where is it?").value == "/nowhere/at/all.mid"

    picking.press("Not now")
    picking.press("A file")
    assert picking.ui.find("Where is it?").value == ""


# -- what lies near ---------------------------------------------------------------------------------------------------
@pytest.fixture
def near(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A downloads folder with a tune, and one that is no tune."""
    folder = tmp_path / "Downloads"
    folder.mkdir()
    (folder / "no tune.mid").write_bytes(b"not at all")
    (folder / "my song.mid").write_bytes(Piece("", (Part("Tune", "melody", "piano", (Note(0, 480, 60),)),)).to_midi())
    os.utime(folder / "no tune.mid", (1, 1))
    monkeypatch.setattr(nearby, "usual_folders", lambda: (folder,))
    return folder


def test_files_that_lie_near_are_shown_the_latest_first_and_opened_by_one_press(picking: Pilot, near: Path) -> None:
    picking.press("A file")

    assert picking.ui.focused == "near-0"
    picking.enter()
    assert "my song" in picking.words()
    assert picking.ui.focused == "hear-the-file"


def test_a_file_that_is_refused_leaves_the_list_and_what_was_typed(picking: Pilot, near: Path) -> None:
    picking.press("A file")
    picking.press("no tune.mid")

    assert "MIDI" in picking.studio.notice
    assert [w.name for w in picking.ui.tree() if str(w.key).startswith("near-")] == ["my song.mid", "no tune.mid"]
    (box,) = [w for w in picking.ui.tree() if w.key == "path"]
    assert box.value == str(near / "no tune.mid")


def test_with_no_file_near_it_says_where_it_looked(picking: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearby, "usual_folders", tuple)
    picking.press("A file")

    assert "No music file was found" in picking.words()


def test_the_list_is_laid_out_in_every_size(picking: Pilot, near: Path) -> None:
    for n in range(30):
        (near / f"a rather long name of a song that somebody once downloaded number {n}.mid").write_bytes(b"")
    picking.press("A file")

    lint(picking)


def test_what_lies_in_the_watched_folder_comes_up_by_itself_and_is_read_by_one_press(
    picking: Pilot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "Soundfolio"
    folder.mkdir()
    (folder / "new tune.abc").write_text("X:1\nT:New tune\nK:C\nCDEF|GABc|\n")
    (folder / "letter.txt").write_text("Dear Sam")
    monkeypatch.setattr(nearby, "watched_folders", lambda: (folder,))
    picking.press("Play")
    picking.press("Pick")
    picking.settle()
    picking.press("My pieces")

    assert "new tune.abc" in picking.words()
    assert "letter.txt" not in picking.words()
    lint(picking)
    picking.press("new tune.abc")
    picking.settle()
    assert "New tune" in picking.words()


def test_the_watched_folder_is_one_that_somebody_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_music_path", lambda: tmp_path)
    assert nearby.watched_folders() == ()
    (tmp_path / "Soundfolio").mkdir()
    assert nearby.watched_folders() == (tmp_path / "Soundfolio",)
