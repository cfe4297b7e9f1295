"""The Words page: a line under each bar, a poem laid under them, a title, who it is about, and a cover; all of it undone by name."""

from collections.abc import Callable

import pytest

from studio.music.song import arranging, kept
from studio.screen import Go
from tests.studio.fakes import Pilot

Start = Callable[..., Pilot]


@pytest.fixture
def words(at_home: Start) -> Pilot:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")
    pilot.press("Words")
    return pilot


def under(pilot: Pilot) -> list[tuple[int, str]]:
    """What stands under which bar of the song, 1 is the first."""
    song = pilot.studio.screen.song
    return [(lyric.tick // song.bar_ticks + 1, lyric.text) for lyric in arranging.song_piece(song).lyrics]


def test_a_line_is_written_under_a_bar_enter_goes_to_the_next_and_one_undo_takes_a_line(words: Pilot) -> None:
    words.tab_to("Bar 1")
    words.write("Rain on ")
    words.write("the window")
    words.enter()
    words.write("and I am warm")

    assert under(words) == [(1, "Rain on the window"), (2, "and I am warm")]
    words.press("Undo: change the words")
    assert under(words) == [(1, "Rain on the window")]
    words.press("Undo: change the words")
    assert under(words) == []


def test_a_poem_is_laid_a_line_a_bar_over_all_parts_and_stays_a_poem(words: Pilot) -> None:
    screen = words.studio.screen
    words.press("Song")
    words.press("Add a part of the song")
    words.press("Add a part of the song")
    words.press("Words")
    words.press("Which words: Poem")
    words.tab_to("Your poem")
    poem = "\n".join(f"line {n}" for n in range(1, 11))
    screen.pages["words"]._poem_is(poem + "\n\n")
    words.settle()
    words.press("Put it under the bars")

    assert under(words) == [(n, f"line {n}") for n in range(1, 11)]
    assert screen.song.blocks[1].words == ("line 9", "line 10")
    assert words.ui.find("Bar 1").value == "line 1"
    words.press("Undo: change the words")
    assert under(words) == []
    assert screen.song.story.poem.startswith("line 1\nline 2")


def test_its_story_is_in_the_file_that_opens_again_just_as_it_was(words: Pilot) -> None:
    screen = words.studio.screen
    words.press("Which words: Its story")
    words.ui.click("song-title")
    words.write("!")
    words.ui.click("song-about")
    words.write("Nan")
    words.press("Draw it, or pick one")
    words.press("Draw it, or pick one: Pick a picture")
    words.press("Its cover: Moon")
    words.press("Done")

    song = screen.song
    assert (song.story.about, song.story.cover) == ("Nan", "moon")
    assert song.title.endswith("!")
    assert kept.opened(kept.song_bytes(song)).song == song
    words.press("Undo: change the cover")
    assert screen.song.story.cover == ""


def test_a_long_part_shows_its_lines_eight_at_a_time(words: Pilot) -> None:
    screen = words.studio.screen
    words.press("Song")
    words.press("Add a part of the song")
    words.click("section-more")
    words.press("Words")
    assert words.ui.find("Bar 8")
    words.press("Bars after")
    words.tab_to("Bar 9")
    words.write("again")

    assert screen.song.blocks[0].words == (*[""] * 8, "again")
    assert under(words) == [(9, "again")]


def test_the_piece_is_called_as_its_song_is_and_by_its_old_title_after_undo(words: Pilot) -> None:
    def titles() -> tuple[str, list[str]]:
        words.turn(seconds=1.1)
        words.settle()
        pieces = words.lesson.journal.pieces(words.lesson.pupil.id)
        return words.lesson.stand.title, [piece.title for piece in pieces]

    assert titles() == ("Pop ballad", ["Pop ballad"])
    words.press("Which words: Its story")
    words.ui.click("song-title")
    words.write(" for Nan")
    assert titles() == ("Pop ballad for Nan", ["Pop ballad for Nan"])
    assert "Pop ballad for Nan" in words.words()
    words.press("Undo: change the title")
    assert titles() == ("Pop ballad", ["Pop ballad"])
