"""A take that was played with a piece has the piece's bars: where it waited, where it went at the pupil's pace, where it was begun again."""

import random
from base64 import b64encode
from itertools import accumulate, pairwise

import pytest

from instruments.events import RATE, NoteOff, NoteOn
from studio.music.along import along, of_plain, parts_of
from studio.music.piece import TICKS, Metre, Note, Part, Piece, Tempo
from studio.music.reading import Read, Reading, read
from studio.music.take import Take, record

# Four bars in four-four of our own, in quarters, and the pitches above middle C.
RHYTHM = (1, 0.5, 0.5, 1, 1, 0.5, 0.5, 0.5, 0.5, 2, 1, 1, 1.5, 0.5, 4)
STEPS = (0, 2, 4, 5, 7, 9, 7, 5, 4, 2, 4, 5, 7, 2, 0)
STARTS = tuple(accumulate(RHYTHM[:-1], initial=0.0))
BPM = 100.0
BAR = 4 * 60 / BPM
Keys = list[tuple[float, float, int]]  # seconds, seconds held, pitch


def piece(*, lead: float = 0.0, metres: tuple[Metre, ...] = (Metre(0, 4, 4),)) -> Piece:
    """The tune; `lead` begins it so many quarters into its first bar."""
    notes = tuple(
        Note(round((start + lead) * TICKS), round(length * TICKS), 60 + step)
        for start, length, step in zip(STARTS, RHYTHM, STEPS, strict=True)
    )
    return Piece("Tune", (Part("Tune", "melody", notes=notes),), (Tempo(0, BPM),), metres)


def take_of(keys: Keys) -> Take:
    events = [
        event
        for start, held, pitch in keys
        for event in (NoteOn(round(start * RATE), 1, pitch, 70), NoteOff(round((start + held) * RATE), 1, pitch, 0))
    ]
    events.sort(key=lambda event: event.frame)
    return record(events, start=0, end=events[-1].frame + RATE, bpm=BPM)


def waited(seed: int = 5, first: int = 0, last: int = len(RHYTHM), begin: float = 0.6) -> Keys:
    """Each note when the pupil had found it: after a moment, after a second or two, sometimes after five."""
    rng, at, keys = random.Random(seed), begin, []
    for n in range(first, last):
        keys.append((at, 0.3, 60 + STEPS[n]))
        at += rng.choice((0.35, 0.5, 0.9, 1.6, 5.0))
    return keys


def with_bars(keys: Keys, made: Piece | None = None) -> Read:
    take, made = take_of(keys), made or piece()
    return read(take, clock=False, along=along(take, made, {0}, waited=True))


def places(found: Read) -> list[float]:
    return [note.start / TICKS for note in found.notes]


def test_what_waited_for_each_note_has_the_rhythm_and_the_bars_of_its_piece() -> None:
    found = with_bars(waited())

    assert places(found) == list(STARTS)
    assert (found.paper.metres[-1].beats, found.paper.metres[-1].unit) == (4, 4)
    assert [round(second, 3) for second in found.seconds] == [round(key[0], 3) for key in waited()]
    assert places(read(take_of(waited()), clock=False)) != list(STARTS), "found freely it is something else"


def test_how_long_a_key_was_held_while_it_waited_makes_no_rest() -> None:
    found = with_bars(waited())

    assert [note.length / TICKS for note in found.notes] == list(RHYTHM)


def test_its_beats_lie_where_the_notes_on_them_were_played() -> None:
    found = with_bars(waited())
    on_beats = [second for note, second in zip(found.notes, found.seconds, strict=True) if note.start % TICKS == 0]

    assert all(min(abs(beat - second) for beat in found.beats) < 0.01 for second in on_beats)


def test_a_wrong_key_and_a_chord_found_key_by_key_move_nothing() -> None:
    keys = waited(last=10)
    keys += waited(first=10, begin=keys[-1][0] + 2.0)
    chord = [(keys[9][0] + 0.25 * n, 0.4, pitch) for n, pitch in enumerate((45, 52), 1)]
    made = piece()
    low = tuple(Note(round(STARTS[9] * TICKS), 960, pitch) for pitch in (45, 52))
    both = made.with_part(0, Part("Tune", "melody", notes=(*made.parts[0].notes, *low)))
    wrong = [((keys[4][0] + keys[5][0]) / 2, 0.1, 61)]

    found = with_bars(sorted(keys + chord + wrong), both)

    at = {
        (note.pitch, round(second, 3)): note.start / TICKS
        for note, second in zip(found.notes, found.seconds, strict=True)
    }
    assert [at[pitch, round(start, 3)] for start, _, pitch in keys] == list(STARTS)
    assert {at[pitch, round(start, 3)] for start, _, pitch in chord} == {STARTS[9]}


def test_what_is_begun_again_is_written_again_and_bars_left_out_leave_no_room() -> None:
    first = waited(last=9)  # two bars and a note
    again = waited(seed=6, first=5, begin=first[-1][0] + 3.0)

    found = with_bars(first + again)

    bars = [place // 4 for place in places(found)]
    assert places(found)[:9] == list(STARTS[:9])
    assert [place % 4 for place in places(found)[9:]] == [start % 4 for start in STARTS[5:]]
    assert bars[9] == bars[8] + 1
    skipped = with_bars([*waited(last=5), *waited(first=11, begin=30.0)])
    assert places(skipped) == [*STARTS[:5], *(start - 4 for start in STARTS[11:])]


def test_it_is_found_on_a_keyboard_that_had_it_an_octave_lower() -> None:
    low = [(start, held, pitch - 12) for start, held, pitch in waited()]

    assert places(with_bars(low)) == list(STARTS)


def test_a_pickup_stays_one() -> None:
    metres = (Metre(0, 1, 4), Metre(TICKS, 4, 4))

    found = with_bars(waited(), piece(metres=metres))

    assert found.paper.pickup == TICKS
    assert places(found) == list(STARTS)


def test_what_breathed_with_the_pupil_has_their_bars_and_what_kept_its_time_the_clocks() -> None:
    keys, at, quarter = [], 0.6, 60 / BPM
    for length, step in zip(RHYTHM, STEPS, strict=True):
        keys.append((at, 0.8 * length * quarter, 60 + step))
        at += length * quarter
        quarter *= 1.04
    take = take_of(keys)
    slower = [keys[STARTS.index(bar)][0] for bar in (0, 4, 8, 12) if bar in STARTS]
    steady = [0.6 + n * BAR for n in range(4)]

    found = along(take, piece(), {0}, bar_starts=slower, waited=False)

    assert found is not None
    assert places(read(take, clock=True, along=found)) == list(STARTS)
    assert places(read(take, clock=True)) != list(STARTS)
    assert along(take, piece(), {0}, bar_starts=steady, waited=False) is None
    assert along(take, piece(), {0}, waited=False) is None


def test_what_is_played_over_a_backing_that_breathed_has_its_bars() -> None:
    starts = [0.5, 3.4, 6.9, 11.0]
    keys = [(before + (after - before) * n / 4, 0.3, 80 - n) for before, after in pairwise(starts) for n in range(4)]
    take = take_of(keys)

    found = read(take, clock=True, along=along(take, piece(), {0}, bar_starts=starts, waited=False))

    assert places(found) == [float(n) for n in range(12)]


def test_another_piece_and_bars_of_several_metres_say_nothing() -> None:
    other = take_of([(n * 0.7, 0.3, 90 - n) for n in range(12)])
    mixed = piece(metres=(Metre(0, 4, 4), Metre(4 * TICKS, 3, 4)))

    assert along(other, piece(), {0}, waited=True) is None
    assert along(take_of(waited()), mixed, {0}, waited=True) is None
    mostly = take_of(waited(last=5) + [(40 + n * 0.7, 0.3, 90 - n) for n in range(12)])
    assert along(mostly, piece(), {0}, waited=True) is None
    assert along(take_of(waited(last=2)), piece(), {0}, waited=True) is None


def test_what_a_person_says_is_said_of_these_bars_and_taps_come_before_them() -> None:
    take = take_of(waited())
    found = along(take, piece(), {0}, waited=True)

    assert places(read(take, Reading(level=2.0), clock=False, along=found)) == [2 * start for start in STARTS]
    threes = read(take, Reading(metre=(3, 4)), clock=False, along=found)
    assert (places(threes), threes.paper.metres[-1].beats) == (list(STARTS), 3)
    tapped = tuple(0.6 + 0.5 * n for n in range(12))
    assert read(take, Reading(taps=tapped), clock=False, along=found) == read(take, Reading(taps=tapped), clock=False)


@pytest.mark.parametrize(("help_", "mine"), [("melody", {0}), ("one key", {0}), ("all", {0, 1})])
def test_plain_values_say_which_parts_were_the_pupils(help_: str, mine: set[int]) -> None:
    made = piece()
    made = Piece(
        "Tune", (*made.parts, Part("Chords", "chords", notes=(Note(0, 480, 48),)), Part("Beat", "drums")), made.tempos
    )
    given = {"piece": b64encode(made.to_midi()).decode(), "mode": "waits", "help": help_, "hands": "", "bar_starts": []}

    assert parts_of(made, help_) == mine
    found = of_plain(given, take_of(waited()))
    assert found is not None
    assert found.metre == (4, 4)
