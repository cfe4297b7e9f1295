from hypothesis import given
from hypothesis import strategies as st

from studio.music import arrange
from studio.music.piece import Key, Note, Part


def part(*notes: tuple[int, int, int]) -> Part:
    return Part("Part", notes=tuple(Note(start, length, pitch) for start, length, pitch in notes))


def pitches(of: Part) -> list[int]:
    return [note.pitch for note in of.notes]


@given(st.integers(0, 127), st.integers(0, 116))
def test_a_note_folds_into_any_octave_and_keeps_its_name(pitch: int, low: int) -> None:
    folded = arrange.fold(pitch, low, low + 11)

    assert folded is not None
    assert low <= folded <= low + 11
    assert (folded - pitch) % 12 == 0


def test_a_keyboard_without_the_note_drops_it() -> None:
    assert arrange.fold(61, 60, 60) is None


def test_a_part_moves_by_whole_octaves_where_that_is_enough() -> None:
    assert pitches(arrange.fit_range(part((0, 1, 36), (1, 1, 43)), 48, 72)) == [48, 55]
    assert pitches(arrange.fit_range(part((0, 1, 36), (1, 1, 90)), 48, 72)) == [48, 66]
    assert pitches(arrange.fit_range(part((0, 1, 50)), 48, 72)) == [50]
    assert pitches(arrange.fit_range(part((0, 1, 100)), 48, 96)) == [88], "the nearest octave is far enough"


def test_drums_stay_where_they_are() -> None:
    kit = Part("Kit", "drums", "kit", (Note(0, 1, 36),))

    assert arrange.fit_range(kit, 48, 72) == kit


def test_the_tune_is_the_top_and_low_notes_under_a_held_one_are_not_of_it() -> None:
    chordal = part((0, 480, 60), (0, 480, 72), (100, 200, 55), (480, 480, 74), (480, 960, 50))

    assert [note.pitch for note in arrange.skyline(chordal.notes)] == [72, 74]


@given(st.lists(st.integers(30, 100), min_size=1, max_size=30), st.integers(-7, 7))
def test_five_fingers_lie_on_five_neighbouring_keys_of_the_scale(tune: list[int], fifths: int) -> None:
    placed = arrange.five_fingers(part(*((n * 100, 100, pitch) for n, pitch in enumerate(tune))), Key(fifths))

    keys = sorted(set(pitches(placed)))
    assert len(placed.notes) == len(tune)
    assert len(keys) <= 5
    assert keys[-1] - keys[0] <= 8


def test_a_tune_within_five_fingers_is_left_alone() -> None:
    tune = part((0, 100, 60), (100, 100, 64), (200, 100, 67), (300, 100, 62))

    assert [note.pitch for note in arrange.five_fingers(tune, Key()).notes] == [60, 64, 67, 62]
