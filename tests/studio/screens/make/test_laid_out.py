"""The Song and Words pages and the dialogs of Make lie well in every window and text size, and all of them are read aloud."""

from collections.abc import Callable

import pytest

from studio.music.song import layers, voice
from studio.music.song.labels import label
from studio.music.song.model import VoicePass
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


@pytest.fixture
def made(at_home: Start) -> Pilot:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")
    return pilot


def test_the_song_before_its_first_part_and_with_many(made: Pilot) -> None:
    made.press("Song")
    lint(made)
    for _ in range(3):
        made.press("Add a part of the song")
    made.press("Add a break")
    made.studio.screen.song_page._rename("The part with a long name that nobody finds")
    made.settle()
    lint(made)
    made.press("Save as a file")
    lint(made)


def test_words_poem_story_and_how_it_grew(made: Pilot) -> None:
    made.press("Words")
    lint(made)
    made.press("Which words: Poem")
    lint(made)
    made.press("Which words: My voice")
    lint(made)
    made.press("Which words: Its story")
    lint(made)
    made.press("Draw it, or pick one")
    lint(made)
    made.press("Draw it, or pick one: Pick a picture")
    lint(made)
    made.press("Done")
    made.press("How it grew")
    lint(made)


def test_voices_over_the_song_and_one_that_is_being_recorded(made: Pilot) -> None:
    made.press("Words")
    made.press("Which words: My voice")
    screen = made.studio.screen
    for n in range(2):
        sung = VoicePass(f"v{n}", made.lesson.pupil.id, 7680.0 * n, 31.0, 84.0)
        screen.edit("voice said", voice.said(screen.song, sung))
    made.settle()
    lint(made)
    screen.voice.ask_back("v1")
    made.settle()
    lint(made)
    made.press("Keep it")
    made.press("Record my voice")
    lint(made)
    made.press("Stop and keep")


def test_how_tidy(made: Pilot) -> None:
    made.click("add-notes")
    made.press("Edit")
    screen = made.studio.screen
    screen.edit_page.notes.add(0, 240, 60)
    made.settle()
    made.press("Tidy")
    screen.tidy._bouncy(67)
    made.settle()
    lint(made, in_sight=("Done", "Play"))


def test_many_layers_of_long_names_leave_the_squares_in_sight(made: Pilot) -> None:
    room = made.studio.screen
    for n in range(8):
        made_one = room.add_layer(drums=False)
        name = f"The layer number {n} with a name that goes on and on and on"
        room.edit(label("name layer"), layers.rename(room.song, made_one, name))
    made.press("Edit")
    lint(made, in_sight=("I'm done",))
    assert made.ui.find("The tune").rect.top < made.studio.surface.get_height() // 2
