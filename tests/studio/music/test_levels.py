import pytest

from studio.music import chords, levels, tunes
from studio.music.hands import two_hands
from studio.music.harmony import chord
from studio.music.piece import Key, Metre, Note, Part, Piece

TUNE = tuple(
    Note(n * 240, 240, pitch)
    for n, pitch in enumerate((72, 74, 76, 79, 77, 74, 71, 67, 72, 76, 79, 84, 79, 76, 72, 72))
)
CHORDS = tuple(
    Note(bar * 960, 960, pitch)
    for bar, triad in enumerate([(48, 52, 55), (50, 53, 55), (48, 52, 55), (48, 52, 55)])
    for pitch in triad
)
PIANO = Piece(
    "Tune",
    (Part("R", "melody", "piano", TUNE, "right"), Part("L", "chords", "piano", CHORDS, "left")),
    metres=(Metre(0, 2, 4),),
)
BAND = Piece(
    "Band",
    (Part("Lead", notes=TUNE), Part("Bass", "bass", "bass", CHORDS[::3]), Part("Kit", "drums", "kit", CHORDS)),
    metres=(Metre(0, 2, 4),),
)


def mine(piece: Piece) -> list[Part]:
    return [part for part in piece.parts if part.role == "melody"]


@pytest.mark.parametrize("level", levels.LEVELS)
@pytest.mark.parametrize("piece", [PIANO, BAND], ids=["piano", "band"])
def test_every_level_leaves_the_pupil_a_part_and_loses_no_drum(piece: Piece, level: levels.Level) -> None:
    made = levels.arranged(piece, level).piece

    assert any(part.notes for part in mine(made))
    assert made.end == piece.end
    assert [part for part in made.parts if part.role == "drums"] == [
        part for part in piece.parts if part.role == "drums"
    ]


def test_melody_rhythm_and_one_key_are_what_they_say() -> None:
    melody, rhythm, one = (
        mine(levels.arranged(PIANO, level).piece)[0].notes for level in ("melody", "rhythm", "one-key")
    )

    assert melody == TUNE
    assert ([note.start for note in rhythm], {note.pitch for note in rhythm}) == ([note.start for note in TUNE], {60})
    assert [(note.start, note.pitch) for note in one] == [(bar.start, 60) for bar in PIANO.bars()]


def test_what_the_pupil_does_not_play_plays_along_and_never_twice() -> None:
    melody, rhythm = (levels.arranged(PIANO, level).piece for level in ("melody", "rhythm"))

    assert [note for part in melody.parts if part.role != "melody" for note in part.notes] == list(CHORDS)
    assert next(part for part in rhythm.parts if part.role == "words").notes == TUNE


def test_chords_are_played_by_their_roots() -> None:
    found = chords.by_bar(PIANO)

    assert [each.symbol for each in found if each] == ["C", "G7", "C", "C"] or [
        each.root for each in found if each
    ] == [0, 7, 0, 0]
    keys = mine(levels.arranged(PIANO, "chord-keys").piece)[0]
    assert [(note.start, note.pitch % 12) for note in keys.notes] == [(0, 0), (960, 7), (1920, 0), (2880, 0)]


def test_two_hands_made_easy_keep_their_rules() -> None:
    quick = tuple(Note(n * 120, 120, 60 + (n * 7) % 30) for n in range(64))
    full = Piece(
        "Quick",
        (Part("R", "melody", "piano", quick, "right"), Part("L", "chords", "piano", CHORDS, "left")),
        key=Key(5),
    )
    made = levels.arranged(full, "two-hands-easy", easy_key=True)
    right, left = mine(made.piece)

    assert abs(made.piece.key.fifths) <= 2
    assert all(note.length >= 240 and note.start % 240 == 0 for note in right.notes)
    assert all(note.end <= after.start for note, after in zip(right.notes, right.notes[1:], strict=False))
    assert max(note.pitch for note in right.notes) - min(note.pitch for note in right.notes) <= 17
    assert max(note.pitch for note in left.notes) < 60 <= min(note.pitch for note in right.notes)
    assert all(sum(one.start == note.start for one in left.notes) <= 2 for note in left.notes)


def test_a_hand_alone_is_the_pupils_and_the_other_plays_along() -> None:
    made = levels.arranged(PIANO, "left").piece

    assert [part.hand for part in mine(made)] == ["left"]
    assert [part.role for part in made.parts if part.hand == "right"] == ["other"]


def test_an_easy_key_is_the_nearest_and_none_is_needed_where_it_is_easy() -> None:
    assert levels.nearest_easy(PIANO, 1) == 0
    assert [levels.nearest_easy(Piece("", PIANO.parts, key=Key(n)), 1) for n in (2, -3, 5, 6)] == [-2, 2, 1, -1]


def test_a_tune_alone_is_offered_no_hands() -> None:
    alone = Piece("Tune", (Part("Lead", notes=TUNE),))

    assert "left" not in levels.offered(alone)
    assert "left" in levels.offered(PIANO)
    assert levels.offered(Piece("Kit", BAND.parts[2:])) == ("full",)
    assert levels.tune_of(two_hands(alone)) == TUNE


def test_a_chord_fits_each_bar_of_a_tune_that_stands_alone() -> None:
    notes = [60, 64, 67, 64, 65, 69, 72, 69, 67, 71, 74, 71, 60, 64, 67, 60]
    tune = Piece("Tune", (Part("Lead", notes=tuple(Note(n * 480, 480, pitch) for n, pitch in enumerate(notes))),))

    assert chords.by_bar(tune) == tuple(map(chord, ("C", "F", "G", "C")))
    assert chords.name(chord("Gb"), Key(3)) == "F#"


def test_a_fiddle_tune_with_a_second_note_now_and_then_stays_one_tune() -> None:
    double = (Note(16 * 240, 480, 76), Note(16 * 240, 480, 72))
    low = (Note(18 * 240, 480, 55),)
    fiddle = Piece("Reel", (Part("Fiddle", notes=TUNE + double + low),), metres=(Metre(0, 2, 4),))

    assert [note.pitch for note in levels.tune_of(fiddle)] == [*(note.pitch for note in TUNE), 76, 55]
    assert {"left", "right"}.isdisjoint(levels.offered(fiddle))
    assert "full" in levels.offered(fiddle)


def test_an_easy_left_hand_changes_in_the_middle_of_a_bar_where_the_written_chords_do() -> None:
    tune = Part("Tune", "melody", notes=tuple(Note(n * 480, 480, pitch) for n, pitch in enumerate((78, 76, 74, 73))))
    triads = ((50, 54, 57), (49, 52, 57))  # D, then A, half a bar each
    written = Part("", "chords", notes=tuple(Note(n * 960, 960, p) for n, triad in enumerate(triads) for p in triad))

    made = levels.arranged(Piece("Two", (tune, written), key=Key(2)), "two-hands-easy").piece
    left = next(part for part in made.parts if part.hand == "left")

    assert [one[2].symbol for one in chords.changes(Piece("Two", (tune, written), key=Key(2)))] == ["D", "A"]
    assert {note.pitch % 12 for note in left.notes if note.start < 960 < note.end} == set()
    assert {note.pitch % 12 for note in left.notes if note.start >= 960} == {9, 4}


def easy(name: str) -> tuple[tuple[Note, ...], tuple[Note, ...]]:
    """The tune of the shelf as it is written, and as an easy right hand plays it."""
    piece = tunes.written(name).piece
    made = levels.arranged(piece, "two-hands-easy").piece
    return levels.tune_of(piece), next(part.notes for part in made.parts if part.hand == "right")


def test_a_short_note_before_the_beat_is_an_eighth_and_none_of_happy_birthday_is_left_out() -> None:
    tune, hand = easy("happy-birthday")

    assert [note.pitch for note in hand] == [note.pitch for note in tune]
    assert [note.start for note in hand[:3]] == [0, 240, 480]
    assert all(note.start % 240 == 0 and note.length >= 240 for note in hand)


@pytest.mark.parametrize(("name", "first", "until"), [("mountain-king", 0, 15), ("mo-li-hua", 57, 67)])
def test_a_phrase_that_is_too_low_goes_up_as_a_whole(name: str, first: int, until: int) -> None:
    tune, hand = easy(name)
    moved = {there.pitch - here.pitch for here, there in zip(tune[first:until], hand[first:until], strict=True)}

    assert moved == {12}, "no note of it alone"
