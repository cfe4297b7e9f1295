"""Songs that nobody has finished travel between laptops: the one that was gone on with stands, and where both were, both are there."""

from __future__ import annotations

import random
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reflections import Damaged, Journal
from reflections.moving import bundle, unfinished
from tests.reflections.conftest import Lesson, Wall
from tests.reflections.laptops import SAID, laptop, move

if TYPE_CHECKING:
    from reflections import records

Laptop = Callable[..., Journal]
__all__ = ["laptop"]  # a fixture


def leave(journal: Journal, piece: str, song: bytes) -> None:
    journal._now.on(minutes=1)  # type: ignore[attr-defined]  # the wall clock of these tests
    journal.set_draft(f"piece {piece}", b64encode(song).decode())


def left(journal: Journal, piece: str) -> bytes:
    return b64decode(journal.draft(f"piece {piece}"))


def titles(journal: Journal, pupil: records.Pupil) -> dict[str, bytes]:
    return {one.title: left(journal, one.id) for one in journal.pieces(pupil.id)}


def later(journal: Journal, laptop: Laptop) -> Journal:
    """Another laptop whose clock is an hour ahead of this one's start."""
    wall = Wall()
    wall.on(hours=1)
    return laptop(wall)


def test_a_song_and_the_voice_over_it_come_along_as_they_were_left(
    journal: Journal, lesson: Lesson, laptop: Laptop
) -> None:
    other, piece, pupil = laptop(), lesson.piece.id, lesson.pupil.id
    leave(journal, piece, b"two layers")
    journal.keep_voice(piece, pupil, "v-1", b"RIFF-sung")
    arrival = move(journal, other)
    assert left(other, piece) == b"two layers"
    assert other.voice_sound(piece, pupil, "v-1") == b"RIFF-sung"
    assert arrival.added["piece"] == 1
    assert move(journal, other).nothing


def test_what_was_made_of_it_since_takes_its_place_on_the_laptop_that_only_kept_it(
    journal: Journal, lesson: Lesson, laptop: Laptop
) -> None:
    other, piece = later(journal, laptop), lesson.piece.id
    leave(journal, piece, b"one layer")
    move(journal, other)
    leave(other, piece, b"two layers")
    arrival = move(other, journal)
    assert left(journal, piece) == b"two layers"
    assert arrival.changed["piece"] == 1
    assert arrival.doubled == ()
    assert move(journal, other).doubled == ()
    leave(journal, piece, b"three layers")
    move(journal, other)
    leave(journal, piece, b"four layers")
    move(journal, other)
    assert (left(other, piece), len(titles(other, lesson.pupil))) == (b"four layers", 1)


def test_an_older_file_takes_nothing_back(journal: Journal, lesson: Lesson, laptop: Laptop) -> None:
    other, piece = later(journal, laptop), lesson.piece.id
    leave(journal, piece, b"one layer")
    old = journal.pack(SAID)
    leave(journal, piece, b"two layers")
    move(journal, other)
    leave(other, piece, b"three layers")
    for _ in range(2):
        other.take_in(old, SAID)
    assert b"three layers" in titles(other, lesson.pupil).values()
    move(other, journal)
    journal.take_in(old, SAID)
    assert left(journal, piece) == b"three layers"


def test_where_both_went_on_both_songs_are_there_on_either_side(
    journal: Journal, lesson: Lesson, laptop: Laptop
) -> None:
    other, piece = later(journal, laptop), lesson.piece.id
    leave(journal, piece, b"one layer")
    move(journal, other)
    leave(journal, piece, b"with drums")
    leave(other, piece, b"with a bass")
    arrival = move(other, journal)
    title = lesson.piece.title
    assert arrival.doubled == (f"{title} (2)",)
    both = {title: b"with a bass", f"{title} (2)": b"with drums"}
    assert titles(journal, lesson.pupil) == both
    move(journal, other)
    assert titles(other, lesson.pupil) == both
    assert move(other, journal).nothing


def test_a_song_that_was_finished_meanwhile_is_not_laid_back_and_what_comes_lies_beside_it(
    journal: Journal, lesson: Lesson, laptop: Laptop
) -> None:
    other, piece = laptop(), lesson.piece.id
    leave(journal, piece, b"one layer")
    old = journal.pack(SAID)
    journal.keep_version(piece, b"MThd-finished")
    journal.set_draft(f"piece {piece}", "")
    move(journal, other)
    other.take_in(old, SAID)
    assert other.draft(f"piece {piece}") == ""
    assert b"one layer" in titles(other, lesson.pupil).values()
    assert other.take_in(old, SAID).nothing


@pytest.mark.parametrize("behind", [-30, 0, 60 * 24])
def test_a_clock_that_is_wrong_takes_no_newer_song_away(
    journal: Journal, lesson: Lesson, laptop: Laptop, behind: int
) -> None:
    wall = Wall()
    wall.on(minutes=behind)
    second, third, piece = laptop(wall), laptop(), lesson.piece.id
    leave(journal, piece, b"monday")
    old = journal.pack(SAID)
    second.take_in(old, SAID)
    third.take_in(old, SAID)
    leave(second, piece, b"tuesday")
    move(second, journal)
    for stale in (third.pack(SAID), old):
        assert journal.take_in(stale, SAID).doubled == ()
    assert left(journal, piece) == b"tuesday"
    move(second, third)
    move(journal, third)
    assert left(third, piece) == b"tuesday"


@pytest.mark.parametrize("seed", range(3))
def test_three_laptops_with_clocks_of_their_own_lose_no_song_and_come_to_one(
    journal: Journal, lesson: Lesson, laptop: Laptop, seed: int
) -> None:
    chance, piece = random.Random(seed), lesson.piece.id
    all_three = [journal, laptop(Wall(Wall().at + timedelta(hours=7))), laptop(Wall(Wall().at - timedelta(hours=7)))]
    leave(journal, piece, b"begun")
    for other in all_three[1:]:
        move(journal, other)
    newest: dict[int, bytes] = {}
    for n in range(9):
        who = chance.randrange(3)
        if chance.random() < 0.5:
            newest[who] = b"%d by %d" % (n, who)
            leave(all_three[who], piece, newest[who])
        else:
            move(all_three[who], all_three[(who + chance.choice((1, 2))) % 3])
    for _ in range(3):
        for source, target in ((0, 1), (1, 2), (2, 0)):
            move(all_three[source], all_three[target])
    ends = [{one.id: left(each, one.id) for one in each.pieces(lesson.pupil.id)} for each in all_three]
    assert ends[0] == ends[1] == ends[2]
    made = max(newest.values(), default=b"begun")  # the last edit of all went on from nothing that was lost
    assert made in ends[0].values()


def test_a_voice_that_was_taken_back_stays_away_on_every_laptop(
    journal: Journal, lesson: Lesson, laptop: Laptop
) -> None:
    other, piece, pupil = laptop(), lesson.piece.id, lesson.pupil.id
    journal.keep_voice(piece, pupil, "v-1", b"RIFF-sung")
    old = journal.pack(SAID)
    other.take_in(old, SAID)
    journal.take_back_voice(piece, pupil, "v-1", lambda _content: False)
    journal.take_in(old, SAID)
    assert journal.voice_sound(piece, pupil, "v-1") is None
    move(journal, other)
    other.take_in(old, SAID)
    assert other.voice_sound(piece, pupil, "v-1") is None


def test_a_pupil_who_was_erased_has_no_song_that_comes_back(journal: Journal, lesson: Lesson) -> None:
    leave(journal, lesson.piece.id, b"one layer")
    journal.keep_voice(lesson.piece.id, lesson.pupil.id, "v-1", b"RIFF-sung")
    old = journal.pack(SAID)
    journal.erase_pupil(lesson.pupil.id, "the lead")
    journal.take_in(old, SAID)
    assert journal.drafts("piece ") == journal.drafts("voice ") == {}


def test_another_tutor_gets_songs_without_the_steps_that_led_to_them_and_no_voice(
    journal: Journal, lesson: Lesson, laptop: Laptop
) -> None:
    other, piece, pupil = laptop(), lesson.piece.id, lesson.pupil.id
    leave(journal, piece, b"song, and what was taken back")
    journal.keep_voice(piece, pupil, "v-1", b"RIFF-sung")
    other.take_in(journal.pack(SAID, [pupil], alone=lambda song: song[:4]), SAID)
    assert left(other, piece) == b"song"
    assert other.drafts("voice ") == {}


@pytest.mark.parametrize(
    "line",
    [
        b"[]",
        b"{}",
        b'{"gone": 7}',
        b'{"gone": "%"}',
        b'{"song": "x", "at": "2026-01-01T00:00:00+00:00", "past": [], "sha256": "%s"}',
        b'{"song": "%i", "at": "2026-01-01", "past": [], "sha256": "%s"}',
        b'{"song": "%i", "at": "2026-01-01T00:00:00+00:00", "past": ["abc"], "sha256": "%s"}',
        b'{"song": "%i", "at": "2026-01-01T00:00:00+00:00", "past": [], "sha256": "missing"}',
        b'{"voice": "a b", "pupil": "%i", "piece": "%i", "at": "2026-01-01T00:00:00+00:00", "sha256": "%s"}',
        b'{"voice": "a", "pupil": "%i", "at": "2026-01-01T00:00:00+00:00", "sha256": "%s"}',
    ],
)
def test_a_line_that_is_none_of_ours_is_refused(line: bytes) -> None:
    held = {"a" * 64: b"sound"}
    told = line.replace(b"%i", b"0197a3c0-0000-7000-8000-000000000000").replace(b"%s", b"a" * 64)
    with pytest.raises(Damaged):
        unfinished.from_lines(told, held)


def test_what_was_written_is_read_again(journal: Journal, lesson: Lesson) -> None:
    leave(journal, lesson.piece.id, b"one layer")
    journal.keep_voice(lesson.piece.id, lesson.pupil.id, "v-1", b"RIFF-sung")
    journal.keep_voice(lesson.piece.id, lesson.pupil.id, "v-2", b"RIFF-gone")
    journal.take_back_voice(lesson.piece.id, lesson.pupil.id, "v-2", lambda _content: False)
    opened: Any = bundle.unseal(journal.pack(SAID), SAID).history.unfinished
    assert [one.content for one in opened.songs] == [b"one layer"]
    assert [(one.voice, one.sound) for one in opened.voices] == [("v-1", b"RIFF-sung")]
    assert opened.gone == {"v-2"}


def test_a_draft_that_is_no_music_stays_and_stops_nothing(journal: Journal, lesson: Lesson, laptop: Laptop) -> None:
    other = laptop()
    journal.set_draft(f"piece {lesson.piece.id}", "not music")
    move(journal, other)
    assert other.draft(f"piece {lesson.piece.id}") == ""
    assert other.pieces(lesson.pupil.id)
