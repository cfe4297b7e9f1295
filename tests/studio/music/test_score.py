import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.events import NoteOff, NoteOn, Pedal, Pressed
from studio.music.piece import Metre, Note, Part, Piece, Tempo
from studio.music.score import chord_gap, gates, loop_of, take_score, to_score
from studio.music.take import record
from tests.studio.music.strategies import few, pieces

DUET = Piece(
    "Duet",
    (
        Part("Right", "melody", "piano", (Note(0, 480, 72), Note(480, 480, 74)), "right"),
        Part("Left", "chords", "strings", (Note(0, 960, 48), Note(0, 960, 52)), "left"),
    ),
    tempos=(Tempo(0, 60),),
)


def test_a_score_holds_presses_and_releases_in_order_of_tick() -> None:
    score = to_score(DUET)

    assert score.events[:3] == (
        (0, 0, bytes((0x90, 72, 80))),
        (0, 1, bytes((0x90, 48, 80))),
        (0, 1, bytes((0x90, 52, 80))),
    )
    assert score.sounds == ("piano", "strings")
    assert score.tempos == ((0, 1_000_000),)
    assert score.metre == ((0, 4, 4),)
    assert score.end == 1920


def test_a_key_comes_up_before_it_goes_down_again_at_the_same_tick() -> None:
    piece = Piece("Again", (Part("Tune", notes=(Note(0, 480, 60), Note(480, 480, 60))),))

    assert [(tick, message[0]) for tick, _, message in to_score(piece).events] == [
        (0, 0x90),
        (480, 0x80),
        (480, 0x90),
        (960, 0x80),
    ]


@few
@given(pieces())
def test_whatever_is_written_no_key_goes_down_twice_before_it_comes_up(piece: Piece) -> None:
    down: set[tuple[int, int]] = set()
    for _, part, message in to_score(piece).events:
        key = (part, message[1])
        assert (key in down) == (message[0] == 0x80)
        (down.add if message[0] == 0x90 else down.discard)(key)
    assert down == set()


def test_only_the_chosen_parts_sound_and_keep_their_numbers() -> None:
    score = to_score(DUET, parts={1})

    assert {part for _, part, _ in score.events} == {1}
    assert score.sounds == ("piano", "strings")


def test_it_waits_only_for_the_part_and_hand_of_the_pupil() -> None:
    both = to_score(DUET, waits_for=(0, 1))

    assert both.gates == ((0, frozenset({48, 52, 72})), (480, frozenset({74})))
    assert to_score(DUET, waits_for=(0, 1), hand="left").gates == ((0, frozenset({48, 52})),)
    assert to_score(DUET).gates == ()


@pytest.mark.parametrize(("bpm", "milliseconds"), [(240, 40), (120, 40), (60, 62.5), (30, 120)])
def test_a_chord_may_be_spread_by_a_sixteenth_of_a_beat_within_limits(bpm: float, milliseconds: float) -> None:
    piece = Piece("Spread", (), tempos=(Tempo(0, bpm),))

    assert piece.seconds_at(chord_gap(piece, 0)) * 1000 == pytest.approx(milliseconds)


def test_a_rolled_chord_is_one_gate_but_a_run_is_not() -> None:
    def starts(*ticks: int) -> list[int]:
        notes = tuple(Note(tick, 100, 60 + n) for n, tick in enumerate(ticks))
        return [tick for tick, _ in gates(Piece("Roll", (Part("Tune", notes=notes),), tempos=(Tempo(0, 120),)), [0])]

    assert starts(0, 30, 60) == [0]
    assert starts(0, 120, 240) == [0, 120, 240]
    assert starts(0, 30, 60, 90, 120) == [0, 90], "a chord has an end, however closely its notes follow each other"


def test_pitches_beyond_the_keyboard_are_folded_or_left_out() -> None:
    piece = Piece("Wide", (Part("Tune", notes=(Note(0, 480, 36), Note(480, 480, 100), Note(960, 480, 61))),))

    assert [sorted(pitches) for _, pitches in gates(piece, [0], low=60, high=84)] == [[60], [76], [61]]
    assert [sorted(pitches) for _, pitches in gates(piece, [0], low=60, high=60)] == [[60]]


def test_drums_are_never_waited_for() -> None:
    assert gates(Piece("Beat", (Part("Kit", "drums", "kit", (Note(0, 10, 36),)),)), [0]) == ()


def test_a_loop_runs_from_bar_to_bar_and_knows_the_pickup() -> None:
    piece = Piece("Up", (), metres=(Metre(0, 1, 4), Metre(480, 3, 4)), end=480 + 4 * 1440)

    assert loop_of(piece, (1, 2)) == (480, 3360)
    assert loop_of(piece, (2, 1)) == (480, 3360)
    assert to_score(piece, bars=(0, 0)).loop == (0, 480)
    with pytest.raises(ValueError, match="no bars 9 to 9"):
        loop_of(piece, (9, 9))


@few
@given(pieces(), st.integers(0, 60), st.integers(61, 127))
def test_gates_are_in_order_never_empty_and_on_the_keyboard(piece: Piece, low: int, high: int) -> None:
    found = gates(piece, range(len(piece.parts)), low=low, high=high)

    assert [tick for tick, _ in found] == sorted({tick for tick, _ in found})
    assert all(pitches and all(low <= pitch <= high for pitch in pitches) for _, pitches in found)


def test_a_take_plays_back_with_touch_and_pedal_in_its_own_sounds() -> None:
    notes = (NoteOn(1000, 1, 60, 33), NoteOff(2000, 1, 60, 10), NoteOn(1500, 2, 40, 90))
    events = (Pedal(500, 1, 64, 127), *notes, Pressed(1500, 2, 99, 90))
    take = record(events, start=0, end=96_000, sounds=((2, "bass"),))

    score = take_score(take)

    assert all(message for _, _, message in score.events)  # a key that was heard as another note plays nothing itself
    assert score.ticks_per_quarter == 24_000
    assert score.events[:2] == ((500, 0, bytes((0xB0, 64, 127))), (1000, 0, bytes((0x90, 60, 33))))
    assert score.sounds == ("piano", "bass")
    assert score.end == 96_000
    assert {part for _, part, _ in take_score(take, keyboards=[2]).events} == {0}
