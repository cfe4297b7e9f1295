"""The Song page: parts in a row, who plays in each, launched on the bar while it plays, and an ending."""

from collections.abc import Callable

import pygame
import pytest

from instruments.events import RATE
from studio.music.song import arranging, grooving, kept, layers, lines
from studio.music.song.labels import label
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import position
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


@pytest.fixture
def whole(at_home: Start) -> Pilot:
    """A groove's song of two parts."""
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")
    pilot.press("Song")
    pilot.press("Add a part of the song")
    pilot.press("Add a part of the song")
    return pilot


def names(pilot: Pilot) -> list[str]:
    return [block.name for block in pilot.studio.screen.song.blocks]


def a_bar(pilot: Pilot) -> float:
    song = pilot.studio.screen.song
    return 60 / song.bpm * song.bar_ticks / 480


def test_parts_are_added_named_moved_repeated_and_taken_out_and_each_can_be_undone(whole: Pilot) -> None:
    assert names(whole) == ["A", "B"]
    whole.ui.click("section-name")
    whole.type_key(pygame.K_a, pygame.KMOD_CTRL)
    whole.write("Verse")
    assert names(whole) == ["A", "Verse"]
    whole.press("Move it earlier")
    whole.click("section-more")
    assert names(whole) == ["Verse", "A"]
    assert whole.studio.screen.song.blocks[0].repeats == 2
    whole.press("Take it out")
    assert names(whole) == ["A"]

    for step in ("take out a part of the song", "how often it comes", "move a part of the song"):
        whole.press(f"Undo: {step}")
    assert names(whole) == ["A", "Verse"]


def test_a_layer_rests_in_a_part_by_arrow_keys_and_is_silent_there(whole: Pilot) -> None:
    screen = whole.studio.screen
    name = screen.song.layers[0].name
    whole.tab_to(f"Where {name} plays")
    whole.type_key(pygame.K_LEFT)
    whole.enter()

    assert whole.ui.find(f"Where {name} plays").value == "A: rests"
    assert [block.off for block in screen.song.blocks] == [("0",), ()]
    whole.press("Play the beat")
    first = min(tick for tick, part, data in whole.engine.score.events if part == 0 and data[0] == 0x90)
    assert first >= screen.song.loop_ticks
    assert whole.engine.score == arranging.song_score(screen.song)


def test_a_press_on_a_square_lets_a_layer_rest_there_and_another_lets_it_play(whole: Pilot) -> None:
    screen = whole.studio.screen
    row = whole.ui.find(f"Where {screen.song.layers[1].name} plays").rect
    press = pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(row.left + 180, row.centery), button=1, touch=False)
    whole.turn(press)
    assert [block.off for block in screen.song.blocks] == [("1",), ()]
    whole.turn(press)
    assert [block.off for block in screen.song.blocks] == [(), ()]


def test_it_plays_from_the_part_in_hand_to_an_ending_which_can_be_left_out(whole: Pilot) -> None:
    whole.press("Play from here")
    assert whole.studio.screen.playing.last.tick == whole.studio.screen.song.loop_ticks
    assert whole.studio.screen.song_page.now == whole.studio.screen.song.blocks[1].id
    bars = lines.closing_bar(whole.studio.screen.song)
    assert whole.engine.score.end == bars * whole.studio.screen.song.bar_ticks

    whole.press("With an ending")
    assert whole.engine.score.end == (bars - 1) * whole.studio.screen.song.bar_ticks


def test_in_a_break_the_drums_are_left_wherever_they_stand_among_the_layers(whole: Pilot) -> None:
    screen = whole.studio.screen
    drums = screen.song.layers[0]
    screen.edit(label("order layers"), layers.reorder(screen.song, drums.id, 3))
    whole.press("Add a break")
    rests = next(block for block in screen.song.blocks if block.name == "Break").off
    assert {layer.name for layer in screen.song.layers if layer.id not in rests} == {"Drums"}


def test_a_part_that_is_pressed_while_it_plays_waits_for_the_bar_and_then_goes_round(whole: Pilot) -> None:
    screen = whole.studio.screen
    whole.press("Play from here")
    position(whole, screen.song.loop_ticks + 100.0, "playing")
    whole.tab_to("The parts of the song")
    whole.type_key(pygame.K_LEFT)
    assert screen.song_page.block is screen.song.blocks[0]
    whole.enter()

    assert whole.engine.log[-1] == "next bar"
    assert whole.engine.score.loop == (0, screen.song.loop_ticks)
    assert screen.song_page.performing.waits == screen.song.blocks[0].id
    whole.turn(seconds=a_bar(whole))
    position(whole, screen.song.bar_ticks + 10.0, "playing")
    assert screen.song_page.performing.waits == ""
    assert screen.song_page.now == screen.song.blocks[0].id


def test_what_was_launched_becomes_the_song_only_when_that_is_said(whole: Pilot) -> None:
    screen = whole.studio.screen
    whole.press("Add a break")
    before, bar = screen.song.blocks, a_bar(whole)
    whole.press("Play from here")
    position(whole, 0.0, "playing")
    start = whole.engine.frame
    screen.song_page.performing.launch(before[0].id)  # from bar 2 of the loop
    whole.engine.frame = start + round(3.5 * bar * RATE)
    position(whole, 3.5 * screen.song.bar_ticks, "playing")
    screen.song_page.performing.launch(before[2].id)  # three bars later
    whole.engine.frame = start + round(5.9 * bar * RATE)
    position(whole, 5.9 * screen.song.bar_ticks, "playing")
    whole.press("Stop the beat")

    assert "You put 6 bars in a row." in whole.words()
    assert screen.song.blocks == before
    whole.press("Make it the song")
    made = screen.song.blocks
    assert [(block.first, block.bars, bool(block.off)) for block in made] == [
        (0, 4, False),
        (4, 2, True),
    ]  # a bar of the song, then what was launched
    whole.press("Undo: what you put in a row")
    assert screen.song.blocks == before


def test_record_on_the_song_page_turns_to_the_lane_it_is_recorded_on(whole: Pilot) -> None:
    whole.click("make-record")
    assert whole.studio.screen.page == "layers"
    assert whole.studio.screen.recording.on


def test_where_a_voice_is_recorded_there_is_no_other_record_button(whole: Pilot) -> None:
    whole.press("Words")
    assert "make-record" in {widget.key for widget in whole.ui.tree()}
    whole.press("Which words: My voice")
    assert "make-record" not in {widget.key for widget in whole.ui.tree()}


def test_what_lies_beside_the_sections_in_sight_is_said(whole: Pilot) -> None:
    page, theme = whole.studio.screen.song_page, whole.studio.tools.theme()
    rect = whole.ui.find("The parts of the song").rect
    assert page._grid.out_of_sight(rect, theme) == ("", "")
    for _ in range(12):
        whole.press("Add a part of the song")
    before, after = page._grid.out_of_sight(rect, theme)
    assert before.endswith("before")
    assert after == ""


def test_a_part_has_chords_and_a_beat_of_its_own_heard_at_once_and_undone_one_by_one(whole: Pilot) -> None:
    screen = whole.studio.screen
    before = screen.song
    screen.song_page._take(1)
    whole.settle()
    whole.press("Chords and beat")
    assert "How B sounds" in whole.words()
    lint(whole)
    whole.press("Its chords: Wistful")
    assert whole.engine.sounding  # from this part on
    assert screen.song.blocks[0].chords == before.chords == ()
    (wistful,) = (row.bars for row in grooving.rows(screen.song) if row.name == "wistful")
    assert screen.song.blocks[1].chords == wistful
    whole.press("Its beat: Second beat")
    assert screen.song.blocks[1].beat == "B"
    heard = arranging.song_score(screen.song)
    assert whole.engine.score.events == heard.events
    whole.press("Done")
    assert whole.ui.focused == "section-sound"
    assert kept.opened(kept.song_bytes(screen.song)).song == screen.song

    whole.press("Undo: change its beat")
    whole.press("Undo: change its chords")
    assert screen.song == before


def test_an_empty_loop_has_rows_of_chords_that_are_held(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("empty-loop")
    screen = pilot.studio.screen
    begun = screen.song
    pilot.click("loop")
    pilot.press("Chords: Hopeful")
    assert screen.song.chords == ("F", "C", "G", "Am")
    assert [layer.name for layer in screen.song.layers] == ["Chords"]
    pilot.press("Major or minor: Minor")
    assert screen.song.chords == next(row.bars for row in grooving.rows(screen.song) if row.name == "hopeful")
    assert screen.song.chords != ("F", "C", "G", "Am")
    lint(pilot)
    pilot.press("Chords: No chords")
    assert screen.song.layers == begun.layers
