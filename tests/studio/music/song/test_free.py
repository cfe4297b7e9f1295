import random

import pytest

from instruments.events import NoteOn, Pedal, Played
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


def seconds_of(one: free.Pass) -> list[float]:
    a_tick = 60 / one.bpm / 480
    return [(note.start - one.notes[0].start) * a_tick for note in one.notes]


def test_a_pass_is_given_back_as_it_was_played() -> None:
    found = free.heard(played(), Reading(metre=(4, 4)))
    assert found is not None

    take = free.as_take(found.one, found.metre)

    downs = [event.frame for event in take.events if isinstance(event, NoteOn)]
    assert [(frame - downs[0]) / 48_000 for frame in downs] == pytest.approx(seconds_of(found.one), abs=1e-4)


def test_beats_that_were_found_are_corrected_by_taps_and_nothing_that_was_played_is_moved() -> None:
    wrong = free.heard(played(), Reading(metre=(3, 4), level=2.0))
    assert wrong is not None
    made = mine(wrong)
    take = free.as_take(wrong.one, wrong.metre)
    begun = next(event.frame for event in take.events if isinstance(event, NoteOn))
    taps = tuple((begun + n * QUARTER) / 48_000 for n in range(16))
    right = free.heard(take, Reading(metre=(4, 4), taps=taps))
    assert right is not None

    better = free.corrected(made, "0", 0, right)

    assert (better.bpm, better.metre, better.bars) == (pytest.approx(96, rel=0.01), (4, 4), 4)
    (one,) = better.layers[0].passes
    assert seconds_of(one) == pytest.approx(seconds_of(wrong.one), abs=1e-4)
    starts = [note.start for note in notes.shown(layers.tidy(better, "0", Tidy(strength=1.0)), "0")]
    assert starts == [240 * eighth for eighth in EIGHTHS]


def test_what_was_changed_since_goes_with_the_notes() -> None:
    found = free.heard(played(), Reading(metre=(4, 4)))
    assert found is not None
    made = notes.move(mine(found), "0", [2], semitones=12)
    half = free.heard(free.as_take(found.one, found.metre), Reading(metre=(4, 4), level=2.0))
    assert half is not None

    other = free.corrected(made, "0", 0, half)

    raised = notes.shown(other, "0")[2]
    assert raised.pitch == TUNE[2] + 12
    assert raised.start == pytest.approx(half.one.notes[2].start, abs=0.01)


def test_the_beat_nearest_to_one_tap_becomes_the_first_of_a_bar() -> None:
    found = free.heard(played(), Reading(metre=(4, 4)))
    assert found is not None
    beat = 60 / found.one.bpm

    at = free.beats_to(found.one, found.metre, 0.0)
    assert free.beats_to(found.one, found.metre, 0.3 * beat) == at
    assert free.beats_to(found.one, found.metre, 1.1 * beat) == (at + 1) % 4
    later = free.heard(free.as_take(found.one, found.metre), Reading(metre=(4, 4), later=1))
    assert later is not None
    assert free.beats_to(later.one, later.metre, 0.0) == (at - 1) % 4


def test_a_song_in_which_more_was_made_keeps_its_tempo() -> None:
    found = free.heard(played(), Reading(metre=(4, 4)))
    waltz = free.heard(played(), Reading(metre=(3, 4)))
    assert found is not None
    assert waltz is not None
    more = layers.add(mine(found), "More")
    more = layers.passes(more, "1", [notes_pass()], "layer")

    assert free.corrected(more, "0", 0, found).bpm == more.bpm
    with pytest.raises(SongError, match="Put the beats right before"):
        free.corrected(more, "0", 0, waltz)
