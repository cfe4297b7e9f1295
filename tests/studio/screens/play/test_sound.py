"""The sound of my keys: chosen in Play, heard at once, in the takes, and there again when the piece is opened."""

from collections.abc import Callable

import pytest

from instruments import SOUNDS
from instruments.events import Keyboard, Keyboards, NoteOn, unpack
from studio.lesson import made_of
from studio.music.score import take_score
from studio.music.take import Take
from studio.screen import Go
from studio.screens.play.sound import FAMILIES, tried
from studio.words import options
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, position, put, record, stand, takes
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
PADS = 2


@pytest.fixture
def playing(at_home: Start) -> Pilot:
    pilot = at_home()
    put(pilot, stand())
    return pilot


def choose(pilot: Pilot, family: str, name: str) -> None:
    pilot.click("more")
    pilot.click("my-sound")
    pilot.press(f"Kinds of sound: {family}")
    pilot.press(f"Sounds: {name}")
    pilot.press("Done")


def kept_take(pilot: Pilot) -> Take:
    return Take.from_midi(pilot.lesson.journal.take_midi(takes(pilot)[-1].id)[0][1])


def test_a_sound_is_chosen_by_its_family_and_the_keys_have_it_at_once(playing: Pilot) -> None:
    choose(playing, "Bells", "Marimba")

    assert playing.engine.sounds_like == "marimba"
    playing.click("more")
    assert "My sound: Marimba" in [widget.name for widget in playing.ui.tree()]


def test_what_is_chosen_is_heard_and_the_piece_behind_it_stands_still(playing: Pilot) -> None:
    choose(playing, "Basses", "Sub bass")
    assert playing.engine.log[-1] == "preview"
    assert playing.engine.score == tried("sub-bass")

    position(playing, 960.0, "playing")
    assert playing.studio.screen.head.last.tick == 0
    playing.engine.finish()
    playing.turn()
    assert not playing.studio.screen.listening


def test_nothing_is_tried_out_over_music_that_plays(playing: Pilot) -> None:
    playing.click("play")
    choose(playing, "Bells", "Marimba")

    assert "preview" not in playing.engine.log
    assert playing.engine.sounds_like == "marimba"


def test_the_piece_has_its_sound_again_when_it_is_opened_and_another_has_its_own(playing: Pilot) -> None:
    choose(playing, "Strings", "Harp")
    put(playing, stand("Stairs"))
    assert playing.engine.sounds_like == "piano"

    put(playing, stand("Steps"))

    assert playing.engine.sounds_like == "harp"


def test_at_the_next_visit_it_begins_with_a_piano_and_the_piece_with_its_sound(playing: Pilot) -> None:
    choose(playing, "Strings", "Harp")
    playing.press("Jo")
    playing.press("Bye for now")
    playing.turn()
    assert playing.engine.sounds_like == "piano"

    playing.press("That is me")
    playing.lesson.carry_on(playing.lesson.mine.pieces[0], lambda: playing.studio.move(Go("play")))
    playing.settle()

    assert playing.engine.sounds_like == "harp"


def test_a_take_is_heard_again_as_it_sounded_though_the_keys_sound_otherwise_by_then(playing: Pilot) -> None:
    choose(playing, "Wind", "Flute")
    record(playing, C, D)
    choose(playing, "Keys", "Organ")

    assert take_score(kept_take(playing)).sounds == ("flute",)


def test_pads_keep_the_kit_in_the_take_too(playing: Pilot) -> None:
    known = (Keyboard(1, "Keys", "alsa", True), Keyboard(PADS, "Keys (pads)", "alsa", True, pads=True))
    playing.engine._inbox.append(Keyboards(playing.engine.frame, known))
    choose(playing, "Wind", "Flute")
    playing.press("Record")
    playing.turn(seconds=2.0)
    position(playing, 0.0, "playing")
    playing.play(C)
    playing.engine.key(38, keyboard=PADS)
    playing.turn()
    playing.press("Stop and keep")

    assert take_score(kept_take(playing)).sounds == ("flute", "kit")


def test_an_idea_is_played_on_with_the_sound_it_was_begun_with(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("play"))
    pilot.settle()
    choose(pilot, "Synths", "Pluck")
    pilot.play(C, D, E)
    pilot.turn(seconds=3.0)
    pilot.click("keep")
    put(pilot, stand())
    assert (
        pilot.engine.sounds_like == "pluck"
    )  # what was chosen with nothing open is for all that have none of their own
    pilot.lesson.sound_like("organ")
    (idea,) = (piece for piece in pilot.lesson.mine.pieces if piece.kind == "own")

    pilot.lesson.carry_on(idea, lambda: None)
    pilot.settle()

    assert pilot.engine.sounds_like == "pluck"
    assert take_score(kept_take(pilot)).sounds == ("pluck",)


def test_chosen_before_anybody_said_who_they_are_it_is_theirs_afterwards(unlocked: Start) -> None:
    pilot = unlocked(1)
    put(pilot, stand())
    choose(pilot, "Strings", "Harp")
    pilot.studio.move(Go("who"))
    pilot.settle()
    pilot.press("That is me")
    put(pilot, stand("Stairs"))
    put(pilot, stand("Steps"))

    assert pilot.engine.sounds_like == "harp"


def test_what_is_found_after_a_crash_sounds_as_it_did(playing: Pilot) -> None:
    choose(playing, "Wind", "Flute")
    playing.play(C, D)
    playing.turn(seconds=2.0)
    playing.settle()
    journal = playing.lesson.journal
    (heard,) = playing.lesson.recorder.hearing()
    item = journal.recording(heard.row)
    assert [event.pitch for event in unpack(item.chunks) if isinstance(event, NoteOn)] == [C, D]

    made = made_of(item)
    assert made is not None
    assert take_score(made.take).sounds == ("flute",)


def test_every_sound_has_a_family_that_is_offered_and_can_be_tried_out() -> None:
    assert {one.family for one in SOUNDS} == set(FAMILIES)
    for one in SOUNDS:
        pitches = [message[1] for _, _, message in tried(one.id).events]
        assert all(one.low <= pitch <= one.high for pitch in pitches), one.id


def test_every_family_fits_the_window(playing: Pilot) -> None:
    playing.click("more")
    lint(playing)
    playing.click("my-sound")
    for _, words, _ in options("play.family", FAMILIES):
        playing.press(f"Kinds of sound: {words}")
        lint(playing)
