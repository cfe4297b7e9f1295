"""One key: any key plays the pupil's part, waiting and with the backing; what is heard is what lights, is kept and comes back."""

from collections.abc import Callable
from dataclasses import replace

import pygame
import pytest

from instruments.events import NoteOn, Pressed
from studio.lesson import Stand
from studio.music.piece import Note, Part, Piece, Tempo
from studio.music.score import take_score
from studio.music.take import Take, facts
from tests.studio import fakes
from tests.studio.fakes import Pilot
from tests.studio.playing_engine import PlayingEngine
from tests.studio.screens.at_work import put, takes
from tests.studio.screens.looked_over import lint
from tests.studio.screens.play.practising import room, wait

Start = Callable[..., Pilot]
C, D, E, G, LOW_C = 60, 62, 64, 67, 48
ANY, OTHER = 29, 90  # keys of nothing here


def tune(*, alone: bool = False) -> Piece:
    """Two bars of quarters, the last of them two notes, over a chord a bar."""
    notes = tuple(Note(n * 480, 480, pitch) for n, pitch in enumerate((C, C, D, E, C, D, E)))
    parts = (
        Part("Tune", "melody", "piano", (*notes, Note(3360, 480, E), Note(3360, 480, G))),
        Part("Chords", "chords", "piano", tuple(Note(bar * 1920, 1920, LOW_C) for bar in range(2))),
    )
    return Piece("Steps", parts[:1] if alone else parts, (Tempo(0, 120.0),))


@pytest.fixture
def stand(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> Pilot:
    monkeypatch.setattr(fakes, "FakeEngine", PlayingEngine)
    pilot = at_home()
    put(pilot, Stand(tune(), "Steps", "song", "own:steps"))
    pilot.lesson.practice = replace(pilot.lesson.practice, count_in=False)
    pilot.turn()
    return pilot


def tap(pilot: Pilot, pitch: int = ANY, then: float = 0.7) -> list[int]:
    """Tap a key; return what is heard of it."""
    before = pilot.engine.capture.take_since(0)[1]
    pilot.engine.down(pitch)
    pilot.turn(seconds=0.05)
    pilot.engine.up(pitch)
    wait(pilot, then)
    played = pilot.engine.capture.take_since(before)[0]
    return [each.pitch for each in played if isinstance(each, NoteOn)]


def test_it_is_the_first_of_the_helps_where_something_is_played_with_the_pupil_and_not_where_it_just_plays(
    stand: Pilot,
) -> None:
    def offered() -> list[str]:
        return [widget.name for widget in stand.ui.tree() if widget.key == "help" and widget.role == "radio"]

    stand.turn()
    assert offered() == ["Any key", "Any chord note", "Melody", "All notes"]
    lint(stand)
    stand.press("Plays with me")
    assert offered() == ["Any key", "Melody", "All notes"]
    lint(stand)
    stand.press("Just plays")
    assert offered() == ["Melody", "All notes"]


def test_a_piece_that_is_but_a_tune_can_be_played_with_any_key_too(stand: Pilot) -> None:
    put(stand, Stand(tune(alone=True), "Steps", "song", "own:alone"))
    stand.press("Any key")
    stand.click("play")
    wait(stand, 0.1)

    assert "The melody, with any key" in room(stand).subtitle
    assert tap(stand) == [C]


def test_any_key_plays_the_tune_note_by_note_and_says_so(stand: Pilot) -> None:
    stand.press("Any key")
    stand.click("play")
    wait(stand, 0.2)
    assert room(stand).view._roll._now().turn_words == "Your turn: any key"

    heard = [tap(stand, pitch) for pitch in (ANY, OTHER, ANY, 60, ANY, ANY, ANY, OTHER)]
    assert heard == [[C], [C], [D], [E], [C], [D], [E], [E, G]]


def test_what_sounds_is_what_lights_for_as_long_as_the_key_is_down(stand: Pilot) -> None:
    stand.press("Any key")
    stand.click("play")
    stand.engine.down(ANY)
    wait(stand, 1.0)
    assert set(room(stand).down) == {C}
    stand.engine.up(ANY)
    stand.turn()
    assert set(room(stand).down) == set()


def test_somebody_stuck_is_told_that_any_key_will_do_and_no_key_is_named(stand: Pilot) -> None:
    tools = room(stand).tools
    tools.restyle(replace(tools.settings, note_names=False))
    stand.press("Any key")
    stand.click("play")
    wait(stand, 5.5)
    assert room(stand).view._roll._now().turn_words == "Any key plays it. Or skip it."
    assert room(stand).view._labels() == {}


def test_the_computers_keys_and_touch_play_it_as_well(stand: Pilot) -> None:
    stand.press("Any key")
    stand.click("play")
    wait(stand, 0.1)
    stand.turn(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_j, mod=0, unicode="j", scancode=13, repeat=False))
    stand.turn(pygame.event.Event(pygame.KEYUP, key=pygame.K_j, mod=0, unicode="j", scancode=13))
    wait(stand, 0.7)
    stand.engine.press(ANY)  # as a touch of a drawn key does
    stand.engine.release(ANY)
    played = [each for each in stand.engine.capture.take_since(0)[0] if isinstance(each, NoteOn)]
    assert [(each.keyboard, each.pitch) for each in played] == [(0, C), (0, C)]


@pytest.mark.parametrize("breathes", [True, False])
def test_with_me_the_backing_goes_on_and_the_taps_play_the_tune_on_it(stand: Pilot, breathes: bool) -> None:
    stand.lesson.practice = replace(stand.lesson.practice, mode="with", help="one key", breathes=breathes)
    stand.click("play")
    heard = [note for _ in range(4) for note in tap(stand, then=0.4 if not breathes else 0.5)]

    assert heard == [C, C, D, E]
    assert room(stand).head.state == "playing"
    assert stand.engine.followed == []  # what happens on the note happens in the engine
    assert abs(stand.engine.player.away(4 * 480)) < (240 if breathes else 300)


def test_a_take_is_what_was_heard_and_keeps_which_keys_they_were(stand: Pilot) -> None:
    stand.press("Any key")
    stand.press("Record")
    wait(stand, 0.1)
    heard = [note for pitch in (ANY, OTHER, ANY) for note in tap(stand, pitch)]
    stand.press("Stop and keep")

    (kept,) = takes(stand)
    assert (kept.mode, kept.help, kept.parts[0].facts.notes) == ("waits", "one key", 3)
    take = Take.from_midi(stand.lesson.journal.take_midi(kept.id)[0][1])
    assert [note.pitch for note in facts(take).roll] == heard == [C, C, D]
    keys = [(each.pitch, each.velocity) for each in take.events if isinstance(each, Pressed)]
    assert keys == [(ANY, 80), (ANY, 0), (OTHER, 80), (OTHER, 0), (ANY, 80), (ANY, 0)]
    assert [message[1] for _, _, message in take_score(take).events if message[0] == 0x90] == heard
    assert not any(widget.name == "How was it?" for widget in stand.ui.tree())  # the notes were not the pupil's choice


def test_when_the_music_has_stopped_every_key_is_itself_again(stand: Pilot) -> None:
    stand.press("Any key")
    stand.click("play")
    wait(stand, 0.1)
    stand.engine.down(ANY)
    stand.turn()
    stand.click("play")
    stand.engine.up(ANY)
    stand.turn()

    assert tap(stand, OTHER) == [OTHER]
    assert room(stand).down == {}


def test_a_tune_alone_is_called_the_melody_whatever_was_played_of_the_piece_before(stand: Pilot) -> None:
    stand.press("All notes")
    assert room(stand).subtitle == "All notes"
    put(stand, Stand(tune(alone=True), "Steps", "song", "own:alone"))

    assert room(stand).subtitle == "The melody"
