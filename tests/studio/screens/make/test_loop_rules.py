"""The rules of a loop through the whole studio: seams, count-in, late starts and stops; all that can be said of a layer; 200 steps."""

from collections.abc import Callable

import pytest

from instruments.events import RATE
from studio.music.song import notes, sounding, steps
from studio.music.song.model import Layer, Song
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import position

Start = Callable[..., Pilot]
C, E, G = 60, 64, 67
BEAT = 480
ROUND = 4 * 4 * BEAT
A_TICK = 60 / 100 / BEAT  # seconds


@pytest.fixture
def loop(at_home: Start) -> Pilot:
    """An empty loop of four bars at 100 beats a minute."""
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("empty-loop")
    return pilot


class Clock:
    """Lets time pass to a tick of a loop that goes round, whose bar 1 was `begun` then."""

    def __init__(self, pilot: Pilot, begun: int) -> None:
        self.pilot, self.begun = pilot, begun

    def to(self, tick: float) -> None:
        frame = self.begun + round(tick * A_TICK * RATE)
        self.pilot.turn(seconds=(frame - self.pilot.engine.frame) / RATE)
        position(self.pilot, tick % ROUND, "playing", round=int(tick // ROUND))

    def down(self, tick: float, pitch: int) -> None:
        self.to(tick)
        self.pilot.engine.down(pitch)

    def up(self, tick: float, pitch: int) -> None:
        self.to(tick)
        self.pilot.engine.up(pitch)


def recorded(pilot: Pilot) -> Clock:
    """Record is pressed in the quiet; bar 1 is four beats from now."""
    pilot.click("make-record")
    return Clock(pilot, pilot.studio.screen.recording._loop.start)


def played_on(pilot: Pilot) -> Clock:
    """The loop plays already; bar 1 is now."""
    pilot.click("make-play")
    position(pilot, 0.0, "playing")
    return Clock(pilot, pilot.engine.frame)


def passes(pilot: Pilot) -> list[list[tuple[int, int, int]]]:
    """Start, end, pitch of each note of each pass, to the sixteenth of a beat nearest; hidden ones too."""
    return [
        [(round(x.start / 30) * 30, round(x.end / 30) * 30, x.pitch) for x in one.notes] for one in layer(pilot).passes
    ]


def layer(pilot: Pilot) -> Layer:
    found = pilot.studio.screen.chosen_layer
    assert found is not None
    return found


def test_a_note_held_over_the_seam_ends_there_and_one_just_before_it_belongs_to_the_next_round(loop: Pilot) -> None:
    clock = recorded(loop)
    clock.down(ROUND - BEAT, C)
    clock.up(ROUND + BEAT, C)
    clock.down(2 * ROUND - 60, E)
    clock.up(2 * ROUND + BEAT, E)
    clock.to(2 * ROUND + 3 * BEAT)
    loop.click("make-record")
    assert passes(loop) == [[(ROUND - BEAT, ROUND, C)], [(-60, BEAT, E)]]


def test_what_is_played_in_the_count_in_is_kept_a_bar_before_and_not_heard(loop: Pilot) -> None:
    clock = recorded(loop)
    clock.down(-2 * BEAT, C)
    clock.up(-BEAT, C)
    clock.down(BEAT, E)
    clock.up(2 * BEAT, E)
    loop.click("make-record")
    song: Song = loop.studio.screen.song
    assert passes(loop) == [[(-2 * BEAT, -BEAT, C), (BEAT, 2 * BEAT, E)]]
    assert [note.pitch for note in notes.shown(song, layer(loop).id)] == [E]
    assert [note.pitch for note in sounding.counted_in(layer(loop))] == [C]
    loop.press("Edit")
    assert [note.pitch for note in loop.studio.screen.edit_page.notes.sheet().hidden] == [C]


def test_what_is_played_after_the_home_note_was_changed_comes_back_as_it_was_played(loop: Pilot) -> None:
    loop.press("Add a part")
    loop.click("loop")
    loop.press("Home note: D")
    loop.press("Done")
    clock = recorded(loop)
    clock.down(0, C)
    clock.up(BEAT, C)
    clock.to(ROUND + BEAT)
    loop.click("make-record")
    assert [note.pitch for note in notes.shown(loop.studio.screen.song, layer(loop).id)] == [C]


def test_the_home_of_an_empty_loop_is_major_or_minor_and_what_was_played_stays(loop: Pilot) -> None:
    loop.press("Add a part")
    room = loop.studio.screen
    room.edit_page.notes.add(0.0, 480.0, C)
    loop.click("loop")
    loop.press("Home note: A")
    before = notes.shown(room.song, room.chosen)
    loop.press("Major or minor: Minor")
    assert (room.song.key.tonic, room.song.key.mode) == (9, "minor")
    assert {pitch % 12 for pitch in steps.rows(room.song, 60, 7)} == {9, 11, 0, 2, 4, 5, 7}
    assert notes.shown(room.song, room.chosen) == before
    loop.press("Major or minor: Major")
    assert (room.song.key.tonic, room.song.key.mode) == (9, "major")


@pytest.mark.parametrize(("asked", "kept"), [(0.4 * BEAT, [C, E]), (0.6 * BEAT, [E])])
def test_a_start_half_a_beat_late_or_less_has_what_was_played_since_the_bar(
    loop: Pilot, asked: float, kept: list[int]
) -> None:
    clock = played_on(loop)
    clock.down(0.2 * BEAT, C)
    clock.up(0.3 * BEAT, C)
    clock.to(asked)
    loop.click("make-record")
    clock.down(2 * BEAT, E)
    clock.up(3 * BEAT, E)
    loop.click("make-record")
    (made,) = layer(loop).passes
    assert [note.pitch for note in made.notes[made.hidden :]] == kept


@pytest.mark.parametrize(("stopped", "kept"), [(0.4 * BEAT, [C]), (0.9 * BEAT, [C, E])])
def test_a_stop_half_a_beat_late_or_less_leaves_out_what_came_after_the_bar(
    loop: Pilot, stopped: float, kept: list[int]
) -> None:
    clock = recorded(loop)
    clock.down(BEAT, C)
    clock.up(2 * BEAT, C)
    clock.down(ROUND / 2 + 0.2 * BEAT, E)
    clock.up(ROUND / 2 + 0.3 * BEAT, E)
    clock.to(ROUND / 2 + stopped)
    loop.click("make-record")
    assert [note[2] for one in passes(loop) for note in one] == kept


def test_all_that_is_said_of_a_layer_is_one_step_each_with_its_name(loop: Pilot) -> None:
    loop.press("Add a part")
    loop.click("louder-0")
    loop.click("softer-0")
    loop.click("softer-0")
    loop.click("mute-0")
    loop.click("solo-0")
    loop.click("about-0")
    loop.press("Kinds of sound: Basses")
    loop.press("Sounds: Synth bass")
    loop.click("colour-3")
    loop.press("Who plays it: The tutor")
    loop.ui.click("layer-name")
    loop.write("!")
    loop.settle()
    loop.press("Done")
    made = layer(loop)
    assert (made.name, made.sound, made.colour, made.player) == ("My part 1!", "synth-bass", 3, "tutor")
    assert (made.muted, made.solo, made.volume) == (True, True, 0.8)
    for step in (
        "name a layer",
        "who plays it",
        "change the colour",
        "change the sound",
        "play one layer alone",
        "mute a layer",
        "how loud a layer is",
        "add a layer",
    ):
        loop.press(f"Undo: {step}")
    assert loop.studio.screen.song.layers == ()


def test_two_hundred_steps_are_there_when_the_piece_is_opened_again(loop: Pilot) -> None:
    loop.press("Add a part")
    room = loop.studio.screen
    for n in range(230):
        room.edit_page.notes.add(n * 30.0, 30.0, 60 + n % 12)
    loop.studio.move(Go("who"))
    loop.settle()
    loop.lesson.goodbye()
    loop.lesson.choose(loop.lesson.house.pupils[0])
    loop.settle()
    (piece,) = loop.lesson.mine.pieces
    loop.lesson.carry_on(piece, lambda: loop.studio.move(Go("make")))
    loop.settle()
    room = loop.studio.screen
    assert room.undo() == "Undo: add a note"
    for _ in range(200):
        assert room.undo() is not None
        room.do_undo()
    assert room.undo() is None
    assert len(notes.shown(room.song, room.chosen)) == 30
    for _ in range(200):
        loop.studio.screen.redo()
    assert len(notes.shown(room.song, room.chosen)) == 230
