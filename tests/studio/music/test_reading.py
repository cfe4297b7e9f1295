"""Reading takes as music: to a click, freely, and as a person says."""

import random
from dataclasses import replace
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.events import RATE, NoteOff, NoteOn
from studio.music.piece import TICKS, Key
from studio.music.reading import AS_FOUND, LEVELS, METRES, Read, Reading, read
from studio.music.take import Take, record

# Two phrases of four bars in four-four, in quarters, of our own: quarters, eighths, and a long note at each end.
RHYTHM = (1, 1, 0.5, 0.5, 1, 1, 1, 2, 1, 1, 0.5, 0.5, 1, 1, 1, 2) * 2
STEPS = (0, 2, 4, 5, 7, 7, 4, 0, 0, 2, 4, 5, 7, 5, 2, 0) * 2
WALTZ = (1, 1, 0.5, 0.5, 2, 1, 1, 0.5, 0.5, 1, 2, 1, 2, 1, 3)


def played(
    lengths: tuple[float, ...] = RHYTHM, *, bpm: float = 83.0, jitter: float = 0.02, drift: float = 0.02, seed: int = 3
) -> Take:
    """Play a rhythm with some jitter and a tempo that wanders, as a take that was never counted in: its own bpm says nothing."""
    rng = random.Random(seed)
    now, quarter, events = 0.7, 60 / bpm, []
    for n, length in enumerate(lengths):
        start = now + rng.gauss(0, jitter)
        pitch = 60 + STEPS[n % len(STEPS)]
        events += [
            NoteOn(round(start * RATE), 1, pitch, 70),
            NoteOff(round((start + 0.8 * length * quarter) * RATE), 1, pitch, 0),
        ]
        now += length * quarter
        quarter *= 1 + rng.gauss(0, drift * length**0.5)
    events.sort(key=lambda event: event.frame)
    return record(events, start=0, end=round((now + 1) * RATE), bpm=100.0)


def distances(found: Read) -> list[float]:
    return [(after.start - before.start) / TICKS for before, after in pairwise(found.notes)]


# ---------------------------------------------------------------- found


def test_playing_off_every_click_is_read_by_its_own_beat_and_never_as_triplets() -> None:
    found = read(played(), clock=False)

    assert distances(found) == list(RHYTHM[:-1])
    assert (found.paper.metres[-1].beats, found.paper.metres[-1].unit) == (4, 4)
    assert found.notes[0].start == 0
    assert read(played(), clock=True).notes != found.notes, "the take's own tempo says something else"


@pytest.mark.parametrize("late", [0.0, 0.3, 0.475, 1.13])
def test_one_note_alone_is_a_bar_of_four_that_begins_with_it(late: float) -> None:
    note = (NoteOn(round(late * RATE), 1, 60, 70), NoteOff(round((late + 0.4) * RATE), 1, 60, 0))

    found = read(record(note, start=0, end=RATE * 3, bpm=100.0), clock=False)

    assert [(metre.beats, metre.unit) for metre in found.paper.metres] == [(4, 4)]
    assert found.notes[0].start == 0


@pytest.mark.parametrize("seed", [25, 69, 98, 176, 184])
def test_a_few_notes_of_free_playing_are_in_a_plain_metre_and_begin_with_no_odd_bar(seed: int) -> None:
    rng = random.Random(seed)
    lengths = tuple(rng.choice((0.25, 0.5, 0.5, 1)) for _ in range(rng.randint(4, 9)))

    found = read(played(lengths, bpm=rng.uniform(50, 80), jitter=0.03, seed=seed), clock=False)

    metre = found.paper.metres[-1]
    assert (metre.beats, metre.unit) in {(2, 4), (3, 4), (4, 4), (6, 8), (3, 8)}
    assert not [one for one in found.paper.metres if one.unit == 16 and 2 * one.bar_ticks > metre.bar_ticks]


def test_a_waltz_is_read_in_threes() -> None:
    found = read(played(WALTZ * 2, bpm=92), clock=False)

    assert distances(found) == list((WALTZ * 2)[:-1])
    assert found.paper.metres[-1].beats == 3


def test_playing_to_a_click_keeps_its_tempo_and_bars() -> None:
    take = played(bpm=100, drift=0.0)
    late = replace(take, start=round(0.7 * RATE))

    found = read(late)

    assert [note.start / TICKS for note in found.notes] == [0, *accumulate(RHYTHM[:-1])]
    assert found.paper.tempos[0].bpm == pytest.approx(100)


def test_the_beats_that_were_found_lie_where_the_notes_on_them_were_played() -> None:
    found = read(played(jitter=0.0), clock=False)
    on_beats = [moment for note, moment in zip(found.notes, found.seconds, strict=True) if note.start % TICKS == 0]

    assert all(min(abs(beat - moment) for beat in found.beats) < 0.04 for moment in on_beats)


@pytest.mark.parametrize("clock", [True, False])
def test_hardly_anything_is_read_without_complaint(clock: bool) -> None:
    one = record([NoteOn(0, 1, 60, 80), NoteOff(100, 1, 60, 0)], start=0, end=RATE)

    assert read(record([], start=0, end=RATE), clock=clock).notes == ()
    assert len(read(one, clock=clock).notes) == 1


# ---------------------------------------------------------------- said


def test_each_of_the_three_readings_writes_the_same_rhythm_in_other_notes() -> None:
    take = played(jitter=0.01)
    as_found = distances(read(take, clock=False))

    for level in LEVELS:
        again = distances(read(take, Reading(level=level), clock=False))
        assert again == [distance * level for distance in as_found], level


def test_the_beats_in_a_bar_are_as_they_are_said() -> None:
    take = played()

    for metre in METRES:
        paper = read(take, Reading(metre=metre), clock=False).paper
        assert (paper.metres[-1].beats, paper.metres[-1].unit) == metre


def test_barlines_move_by_beats_and_back() -> None:
    take = played()
    whole = read(take, clock=False)

    later = read(take, Reading(later=1), clock=False)

    assert later.paper.pickup == TICKS
    assert distances(later) == distances(whole)
    assert read(take, Reading(later=4), clock=False).notes == whole.notes


def test_taps_say_where_the_beats_are() -> None:
    take = played(jitter=0.0, drift=0.0, bpm=80)
    slow = tuple(0.7 + n * 1.5 for n in range(18))

    found = read(take, Reading(taps=slow), clock=False)

    assert distances(found) == [distance / 2 for distance in RHYTHM[:-1]]


def test_grid_key_and_hands_are_as_they_are_said() -> None:
    take = played()

    said = read(take, Reading(grid="beat", key=Key(-3, "minor"), hands="62"), clock=False)

    assert all(note.start % TICKS == 0 for note in said.notes)
    assert said.paper.key == Key(-3, "minor")
    assert said.right == tuple(note.pitch >= 62 for note in said.notes)
    assert read(take, Reading(hands="one"), clock=False).right is None


def test_whatever_is_said_the_take_and_every_note_of_it_stay() -> None:
    take = played()
    before = take.to_midi()

    said = read(take, Reading(metre=(6, 8), level=2.0, later=3, grid="triplet", hands="one"), clock=False)

    assert take.to_midi() == before
    assert [note.pitch for note in said.notes] == [note.pitch for note in read(take, clock=False).notes]


@given(
    st.builds(
        Reading,
        st.sampled_from([None, *METRES]),
        st.sampled_from(LEVELS),
        st.integers(-8, 8),
        st.just((0.5, 1.0, 1.5, 2.0)) | st.just(()),
        st.sampled_from([None, "beat", "triplet"]),
        st.sampled_from([None, Key(2, "major"), Key(-3, "minor")]),
        st.sampled_from(["", "one", "60"]),
    )
)
def test_what_was_said_is_kept_as_plain_values(reading: Reading) -> None:
    assert Reading.from_plain(reading.to_plain()) == reading


@pytest.mark.parametrize(
    "odd",
    [
        {"metre": [5, 4]},
        {"level": 3},
        {"later": "two"},
        {"taps": [1.0]},
        {"grid": "swing"},
        {"key": [9, "major"]},
        {"hands": "5"},
        {"hands": "left"},
    ],
)
def test_what_a_newer_soundfolio_said_is_found_instead(odd: dict[str, object]) -> None:
    assert Reading.from_plain(odd) == AS_FOUND


def test_keys_held_until_the_next_goes_down_say_nothing_of_the_rhythm_twice() -> None:
    rng = random.Random(7)
    moments = [0.6 * at + rng.gauss(0, 0.04) for at in (0, *accumulate(RHYTHM))]
    events = [
        event
        for n, (start, end) in enumerate(pairwise(moments))
        for event in (
            NoteOn(round((start + 1) * RATE), 1, 60 + STEPS[n], 70),
            NoteOff(round((end + 1) * RATE), 1, 60 + STEPS[n], 0),
        )
    ]
    events.sort(key=lambda event: (event.frame, isinstance(event, NoteOn)))
    take = record(events, start=RATE, end=30 * RATE, bpm=100)

    assert distances(read(take)) == list(RHYTHM[:-1])
