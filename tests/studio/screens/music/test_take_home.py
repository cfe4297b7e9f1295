"""Taking it home: the music by default, with nothing personal in it; the story with the words that were ticked."""

from pathlib import Path
from typing import Any

import pytest

from instruments.errors import Cancelled
from reflections.records import Ribbon
from studio.papers import copies
from tests.studio.fakes import Pilot
from tests.studio.screens.music.test_room import two_takes as two_takes  # noqa: PLC0414 - the fixture


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Nothing is drawn: what the copy was made of."""
    seen: list[Any] = []

    def music(materials: Any, *_: Any) -> dict[str, bytes]:
        seen.append(materials)
        return {"My music.html": b"page", "01 Steps.mp3": b"ID3"}

    def page(materials: Any, password: str, *_: Any) -> str:
        seen.append(materials)
        return f"page {password}"

    monkeypatch.setattr(copies, "music_of", music)
    monkeypatch.setattr(copies, "story_of", page)
    return seen


def ask(pilot: Pilot, where: Path, kind: str = "") -> None:
    pilot.press("Take it home")
    if kind:
        pilot.press(f"Take it home: {kind}")
    pilot.studio.screen.home.type_path(str(where))
    pilot.studio.change()
    pilot.settle()


def shares(pilot: Pilot) -> list[tuple[str, str]]:
    return [(one.what, one.to_whom) for one in pilot.lesson.journal.shares(pilot.lesson.pupil.id)]


def said(pilot: Pilot, words: str) -> None:
    journal, jo = pilot.lesson.journal, pilot.lesson.pupil.id
    journal.reflect(jo, "T6", said_by="typed", body=words, piece=journal.pieces(jo)[0].id)
    journal.seen([one.id for one in journal.unseen().items], "Sam")


def test_the_music_is_what_goes_unless_something_else_is_asked_for(
    two_takes: Pilot, tmp_path: Path, quick: list[Any]
) -> None:
    said(two_takes, "the slide")
    ask(two_takes, tmp_path / "out" / "My music")
    assert "No name and no words are in it." in two_takes.words()
    two_takes.press("Save my music")
    assert sorted(path.name for path in (tmp_path / "out" / "My music").iterdir()) == ["01 Steps.mp3", "My music.html"]
    assert str(tmp_path / "out" / "My music") in two_takes.studio.notice
    assert "the slide" not in repr(quick[0].evidence.pieces)
    assert shares(two_takes) == [("a sound", "pupil")]


def test_it_says_how_it_can_travel_and_that_it_is_not_sent(two_takes: Pilot, tmp_path: Path) -> None:
    ask(two_takes, tmp_path / "music")
    for way in ("stick", "cable", "post", "can not send"):
        assert way in two_takes.words()


def test_a_second_time_it_lies_beside_the_first(two_takes: Pilot, tmp_path: Path) -> None:
    for _ in range(2):
        ask(two_takes, tmp_path / "music")
        two_takes.press("Save my music")
    assert sorted(path.name for path in tmp_path.glob("music*")) == ["music", "music (2)"]


def test_where_it_cannot_lie_nothing_half_is_left(two_takes: Pilot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    ask(two_takes, tmp_path / "file" / "music")
    two_takes.press("Save my music")
    assert "could not be saved" in two_takes.studio.notice
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("file")] == ["file"]


def test_no_words_go_that_were_not_ticked_and_ticks_are_there_the_next_time(
    two_takes: Pilot, tmp_path: Path, quick: list[Any]
) -> None:
    said(two_takes, "the slide")
    said(two_takes, "the low bit")
    ask(two_takes, tmp_path / "one.html", "My story")
    two_takes.press("Choose the words")
    (slide,) = [w.name for w in two_takes.ui.tree() if "the slide" in w.name and w.role != "words"]
    two_takes.press(slide)
    two_takes.press("Make the page")
    bodies = [one.body for piece in quick[0].evidence.pieces for one in piece.reflections]
    assert bodies == ["the slide"]
    assert shares(two_takes) == [("a page", "pupil")]

    ask(two_takes, tmp_path / "two.html", "My story")
    two_takes.press("Choose the words")
    two_takes.press("Make the page")
    assert [one.body for piece in quick[1].evidence.pieces for one in piece.reflections] == ["the slide"]


def test_all_can_be_ticked_at_once_and_taken_off_again(two_takes: Pilot, tmp_path: Path, quick: list[Any]) -> None:
    said(two_takes, "the slide")
    ask(two_takes, tmp_path / "one.html", "My story")
    two_takes.press("Choose the words")
    two_takes.press("All of it")
    two_takes.press("Make the page")
    assert quick[0].with_times
    assert quick[0].evidence.goals
    ask(two_takes, tmp_path / "two.html", "My story")
    two_takes.press("Choose the words")
    two_takes.press("All of it")
    two_takes.press("Make the page")
    assert not quick[1].evidence.goals


def test_a_password_that_could_be_guessed_is_said_and_nothing_is_lost(two_takes: Pilot, tmp_path: Path) -> None:
    ask(two_takes, tmp_path / "one.html", "My story")
    home = two_takes.studio.screen.home
    home.type_password("short")
    two_takes.press("Choose the words")
    assert "at least 8 letters" in two_takes.studio.notice
    home.type_password("seven slow trains")
    two_takes.press("Choose the words")
    two_takes.press("Make the page")
    assert (tmp_path / "one.html").read_text() == "page seven slow trains"


def test_a_password_is_never_spoken_nor_shown(two_takes: Pilot, tmp_path: Path) -> None:
    ask(two_takes, tmp_path / "one.html", "My story")
    two_takes.studio.screen.home.type_password("seven slow trains")
    two_takes.studio.change()
    two_takes.settle()
    assert not [w for w in two_takes.ui.tree() if "seven" in w.name or "seven" in str(w.value)]


def test_only_what_may_name_somebody_in_a_title_is_looked_at_for_the_music(
    two_takes: Pilot, tmp_path: Path, quick: list[Any]
) -> None:
    journal = two_takes.lesson.journal
    said(two_takes, "it is for Mrs Bell")
    ask(two_takes, tmp_path / "one")
    two_takes.press("Save my music")
    assert len(quick) == 1
    journal.rename_piece(journal.pieces(two_takes.lesson.pupil.id)[0].id, "For Mrs Bell", by="tutor")
    ask(two_takes, tmp_path / "two")
    two_takes.press("Save my music")
    assert "Look at these words first" in two_takes.words()
    two_takes.press("Leave it out")
    two_takes.press("An adult has looked")
    assert [one.piece.title for one in quick[1].evidence.pieces] == ["…"]


def test_given_up_while_it_is_made_nothing_is_there(
    two_takes: Pilot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: Any) -> dict[str, bytes]:
        raise Cancelled("stopped")

    monkeypatch.setattr(copies, "music_of", stopped)
    ask(two_takes, tmp_path / "music")
    two_takes.press("Save my music")
    assert list(tmp_path.glob("music*")) == []


def test_my_music_stands_as_the_pupil_arranged_it(two_takes: Pilot) -> None:
    journal, jo = two_takes.lesson.journal, two_takes.lesson.pupil.id
    later = journal.keep_piece(jo, "Later", kind="own")
    journal.keep_version(later.id, b"")
    two_takes.lesson.moved_on()
    two_takes.press("Play")
    two_takes.press("My music")
    screen = two_takes.studio.screen
    before = [one.piece.id for one in screen.pieces]
    journal.arrange(jo, Ribbon(order=tuple(reversed(before))))
    two_takes.press("Play")
    two_takes.press("My music")
    assert [one.piece.id for one in two_takes.studio.screen.pieces] == before[::-1]
    assert len(before) == 2
