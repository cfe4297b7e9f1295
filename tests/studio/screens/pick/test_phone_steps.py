"""A song from my phone: steps undone, left and found again; what is tapped and picked; the piece, the board and how it looks."""

from pathlib import Path

import pygame

from studio.music.piece import Piece
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint
from tests.studio.screens.pick.phone import BPM, Start, at_phone, found, go, shaken, song, tap_keys, wait

__all__ = ["at_phone"]  # a fixture


def test_every_step_can_be_undone_and_gone_back_to(at_phone: Pilot) -> None:
    pilot = at_phone
    found(pilot)
    pilot.press("Undo: the chords")
    assert (song(pilot).chords, pilot.studio.screen.step) == ((), "chords")
    pilot.press("Undo: the home note")
    assert (song(pilot).home, pilot.studio.screen.step) == (None, "home")
    pilot.press("Tap along")
    pilot.type_key(pygame.K_ESCAPE)
    assert pilot.studio.screen.step == "name"
    pilot.press("Undo: the tempo")
    pilot.press("Undo: the name")
    assert song(pilot).title == ""
    assert pilot.studio.screen.undo() is None


def test_start_again_is_undone_as_well(at_phone: Pilot) -> None:
    pilot = at_phone
    found(pilot)
    before = song(pilot)
    pilot.press("Start again")
    assert (song(pilot).bpm, pilot.studio.screen.step) == (0.0, "name")
    pilot.press("Undo: start again")
    assert song(pilot) == before


def test_it_is_left_and_found_again_where_it_was_and_after_the_window_was_closed(
    at_phone: Pilot,
    folder: Path,
    pilot_at: Start,
) -> None:
    from tests.studio.screens.conftest import PASSPHRASE

    pilot = at_phone
    found(pilot, chords=())
    go(pilot, "pick")
    assert "Go on with Night Bus" in pilot.words()
    pilot.click("way-phone")
    assert (song(pilot).bpm, pilot.studio.screen.step) == (92.0, "chords")
    go(pilot, "home")
    pilot.close()
    again = pilot_at(folder)
    again.settle()
    again.write(PASSPHRASE)
    again.enter()
    again.press("That is me")
    go(again, "phone")
    assert (song(again).title, song(again).home) == ("Night Bus", 7)
    assert again.lesson.journal.pieces(again.lesson.pupil.id) == (), "words are drafts until they are kept"


def test_once_it_is_a_piece_nothing_of_it_waits_any_more(at_phone: Pilot) -> None:
    pilot = at_phone
    found(pilot)
    pilot.studio.screen.finish("one-finger")
    pilot.settle()
    wait(pilot, 1.3)
    pilot.settle()
    assert pilot.lesson.journal.drafts("words ") == {}
    go(pilot, "phone")
    assert song(pilot).bpm == 0


def test_what_was_tapped_is_never_offered_as_music(at_phone: Pilot) -> None:
    pilot = at_phone
    pilot.press("Go on")
    tap_keys(pilot, 60, shaken(9))
    wait(pilot, 3)
    go(pilot, "play")
    wait(pilot, 1)
    assert not pilot.studio.screen.take.can_keep


# -- what is tapped and picked ------------------------------------------------------------------------------------------
def test_taps_on_each_one_say_whether_a_bar_has_three_or_four_beats(at_phone: Pilot) -> None:
    pilot = at_phone
    pilot.press("Go on")
    tap_keys(pilot, 60, shaken(9))
    pilot.click("ones")
    tap_keys(pilot, 60, shaken(4, every=3 * 60 / BPM))
    assert song(pilot).beats == 3
    pilot.press("Undo: the bar")
    assert (song(pilot).beats, pilot.studio.screen.step) == (4, "tap")


def test_a_tempo_may_be_doubled_halved_and_tapped_anew(at_phone: Pilot) -> None:
    pilot = at_phone
    pilot.press("Go on")
    tap_keys(pilot, 60, shaken(9))
    bpm = song(pilot).bpm
    pilot.press("Twice as fast")
    assert song(pilot).bpm == 2 * bpm
    pilot.click("ones")
    tap_keys(pilot, 60, shaken(4, every=3 * 30 / BPM))
    assert song(pilot).beats == 3
    pilot.click("ones")
    pilot.press("Half as fast")
    pilot.press("Half as fast")
    assert song(pilot).bpm == round(bpm / 2)
    pilot.press("Tap again")
    wait(pilot, 4)
    tap_keys(pilot, 60, shaken(9, every=0.5))
    assert abs(song(pilot).bpm - 120) <= 3


def test_a_rude_name_stands_nowhere_and_stays_to_be_put_right(at_phone: Pilot) -> None:
    pilot = at_phone
    pilot.write("Sieg Heil")
    pilot.enter()
    assert pilot.studio.screen.step == "name"
    assert pilot.studio.notice == "That name can not stand here. Try another one."
    assert pilot.ui.focused == "title"
    assert [w.value for w in pilot.ui.tree() if w.key == "title"] == ["Sieg Heil"]


def test_another_keyboard_than_the_pupils_taps_nothing(at_phone: Pilot) -> None:
    pilot = at_phone
    pilot.lesson.keys.give(1)
    pilot.press("Go on")
    pilot.engine.down(60, keyboard=2)
    pilot.turn()
    pilot.engine.up(60, keyboard=2)
    pilot.turn()
    assert pilot.studio.screen.find.taps.count == 0


# -- the piece and the board --------------------------------------------------------------------------------------------
def test_the_piece_is_tied_to_the_board_and_takes_another_part_there_later(at_phone: Pilot) -> None:
    pilot = at_phone
    found(pilot)
    pilot.studio.screen.finish("one-key")
    pilot.settle()
    journal, pupil = pilot.lesson.journal, pilot.lesson.pupil
    (entry,) = journal.interests(pupil.id)
    (row,) = journal.pieces(pupil.id)
    assert (entry.what, entry.piece) == ("Night Bus", row.id)

    go(pilot, "likes")
    pilot.press("Another part")
    assert pilot.studio.screen.step == "part"
    pilot.click("play-three-fingers")

    assert pilot.screen == "play"
    assert [piece.id for piece in journal.pieces(pupil.id)] == [row.id]
    notes = Piece.from_midi(journal.piece(row.id).content).parts[0].notes
    assert sum(note.start == 0 for note in notes) == 3
    assert len(journal.interests(pupil.id)) == 1


def test_what_was_made_of_it_is_a_version_before_it_takes_another_part(at_phone: Pilot) -> None:
    pilot = at_phone
    found(pilot)
    pilot.studio.screen.finish("one-key")
    pilot.settle()
    changed = pilot.lesson.stand.music
    pilot.lesson.keep_draft(changed)
    pilot.settle()
    go(pilot, "likes")
    pilot.press("Another part")
    pilot.click("play-one-finger")
    journal = pilot.lesson.journal
    (row,) = journal.pieces(pilot.lesson.pupil.id)
    assert [version.name for version in journal.versions(row.id)] == ["as it was before"]


def test_a_visitor_makes_one_as_well_and_leaves_nothing(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("Just visiting")
    go(pilot, "phone")
    found(pilot)
    pilot.studio.screen.finish("one-key")
    pilot.settle()
    assert pilot.screen == "play"
    assert pilot.lesson.stand.title == "Night Bus"
    assert pilot.studio.screen.subtitle == "My part"
    wait(pilot, 1.3)
    pilot.settle()
    assert pilot.lesson.journal.drafts("words ") == {}


# -- how it looks -------------------------------------------------------------------------------------------------------
def test_every_step_is_looked_over(at_phone: Pilot) -> None:
    pilot = at_phone
    lint(pilot)
    pilot.press("Go on")
    lint(pilot)
    found(pilot, chords=())
    for step in ("tap", "home", "chords"):
        pilot.studio.screen.to(step)
        pilot.settle()
        lint(pilot, in_sight=("Go on",))
    pilot.press("Find one on the keys")
    pilot.play(64)
    lint(pilot)
    found(pilot)
    pilot.press("Go on")
    lint(pilot)
    pilot.click("take-lo-fi")
    lint(pilot)
    pilot.studio.screen.to("home")
    pilot.settle()
    pilot.press("Try other keys")
    lint(pilot)
    pilot.play(64)
    lint(pilot)
