import random

import pytest

from instruments.events import Pedal, Played
from studio.music.grooves import groove
from studio.music.piece import C_MAJOR
from studio.music.reading import Reading
from studio.music.song import free, grooving, layers, notes
from studio.music.song.model import Song, SongError, Tidy
from studio.music.take import Take, record
from tests.studio.music.song.made import press

QUARTER = 30_000  # frames: 96 quarters a minute
TUNE = (60, 62, 64, 65, 67, 67, 64, 60, 62, 64, 65, 62, 60, 64, 67, 72)
EIGHTHS = (0, 2, 4, 6, 8, 9, 10, 12, 16, 18, 20, 22, 24, 26, 28, 30)


def played(off: float = 500.0) -> Take:
    dice = random.Random(3)
    events: list[Played] = []
    for pitch, at, then in zip(TUNE, EIGHTHS, (*EIGHTHS[1:], 32), strict=True):
        frame = 70_000 + at * QUARTER / 2 + dice.gauss(0, off)
        events += press(frame, (then - at) * QUARTER / 2 * 0.8, pitch)
    return record(events, start=0, end=70_000 + 17 * QUARTER)


def mine(found: free.Heard) -> Song:
    return free.taken(layers.add(Song(), "Mine"), "0", found)


def test_the_tempo_and_the_places_of_free_playing_are_found_and_nothing_is_moved() -> None:
    take = played()

    found = free.heard(take)

    assert found is not None
    assert (
        found.one.bpm == pytest.approx(96, rel=0.02)
        or found.one.bpm == pytest.approx(192, rel=0.02)
        or found.one.bpm == pytest.approx(48, rel=0.02)
    )
    a_tick = 60 / found.one.bpm / 480 * 48_000
    apart = [round((after.start - found.one.notes[0].start) * a_tick) for after in found.one.notes]
    frames = [
        event.frame
        for event in take.events
        if hasattr(event, "velocity") and event.velocity and type(event).__name__ == "NoteOn"
    ]
    assert apart == pytest.approx([frame - frames[0] for frame in frames], abs=1)


def test_tidied_it_lies_on_the_places_that_were_found_and_untidied_where_it_was_played() -> None:
    found = free.heard(played(), Reading(metre=(4, 4)))
    assert found is not None

    tidy = layers.tidy(mine(found), "0", Tidy(strength=1.0))

    starts = [note.start for note in notes.shown(tidy, "0")]
    eighth = starts[1] / 2 if starts[0] == 0 else (starts[1] - starts[0]) / 2
    assert [(start - starts[0]) / eighth for start in starts] == list(EIGHTHS)
    assert [note.start for note in notes.shown(mine(found), "0")] != starts


def test_taps_correct_the_tempo_that_was_found() -> None:
    taps = tuple((70_000 + n * QUARTER) / 48_000 for n in range(17))

    found = free.heard(played(), Reading(taps=taps, metre=(4, 4)))

    assert found is not None
    assert found.one.bpm == pytest.approx(96, rel=0.01)
    assert found.one.bars == 4


def test_an_empty_song_takes_on_tempo_and_metre_and_another_keeps_its_own() -> None:
    found = free.Heard(notes_pass(), (3, 4), C_MAJOR, ())
    made = layers.add(grooving.from_groove(groove("waltz")), "Mine")

    assert (mine(found).bpm, mine(found).metre, mine(found).bars) == (77.0, (3, 4), 2)
    assert free.taken(made, made.layers[-1].id, found).bpm == made.bpm
    with pytest.raises(SongError, match="another way"):
        free.taken(layers.add(grooving.from_groove(groove("house")), "Mine"), "9", found)


def notes_pass() -> free.Pass:
    return free.Pass(0, (free.SongNote(0.0, 10.0, 60),), 2, 77.0)


def test_a_pedal_of_free_playing_is_let_go_at_the_end() -> None:
    take = played()
    pedalled = record([*take.events, Pedal(90_000, 1, 64, 127)], start=0, end=take.end)

    found = free.heard(pedalled, Reading(metre=(4, 4)))

    assert found is not None
    assert [(move.number, move.value) for move in found.one.moves] == [(64, 127), (64, 0)]


def test_where_nothing_was_played_nothing_is_found() -> None:
    assert free.heard(record([], start=0, end=48_000)) is None
