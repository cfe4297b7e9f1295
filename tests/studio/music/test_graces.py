import pytest

from instruments.events import RATE, NoteOff, NoteOn
from studio.music import abcscore, graces, levels, own, xmlscore
from studio.music.arrange import five_fingers, in_other_key
from studio.music.compare import beside_piece
from studio.music.graces import SHORT, Graces
from studio.music.piece import Key, Note, Part, Piece
from studio.music.score import gates
from studio.music.take import record
from studio.music.written import Mark
from tests.studio.music.test_xmlscore import FIRST, note, score

SMALL = "<note>{grace}<pitch><step>{step}</step><octave>5</octave></pitch><type>{kind}</type></note>"


def small(step: str, kind: str = "eighth", *, stroke: bool = False) -> str:
    return SMALL.format(grace='<grace slash="yes"/>' if stroke else "<grace/>", step=step, kind=kind)


def heard(data: bytes) -> list[tuple[int, int, int, str]]:
    notes = xmlscore.read(data).as_played().parts[0].notes
    return [(each.start, each.length, each.pitch, each.grace) for each in notes]


def test_a_small_note_with_a_stroke_sounds_just_before_the_beat() -> None:
    assert heard(score(FIRST + note("C5") + small("D", stroke=True) + note("E5"))) == [
        (0, 480, 72, ""),
        (480 - SHORT, SHORT, 74, "before"),
        (480, 480, 76, ""),
    ]


def test_one_without_a_stroke_is_on_the_beat_and_takes_its_time_from_the_note_it_leads_to() -> None:
    assert heard(score(FIRST + small("D") + note("C5", 4))) == [(0, 240, 74, "on"), (240, 720, 72, "")]


def test_small_notes_on_the_beat_take_half_of_a_short_note_at_most() -> None:
    run = small("D", "quarter") + small("E", "quarter")

    assert heard(score(FIRST + run + note("C5", 2))) == [
        (0, 120, 74, "on"),
        (120, 120, 76, "on"),
        (240, 240, 72, ""),
    ]


def test_before_the_first_note_of_a_piece_there_is_no_room_so_it_is_on_the_beat() -> None:
    assert heard(score(FIRST + small("D", stroke=True) + note("C5", 4))) == [
        (0, SHORT, 74, "on"),
        (SHORT, 960 - SHORT, 72, ""),
    ]


def test_a_small_note_before_a_barline_sounds_at_the_end_of_the_bar_before() -> None:
    found = heard(score(FIRST + note("C5", 4), small("D", stroke=True) + note("E5", 4)))

    assert found[1] == (960 - SHORT, SHORT, 74, "before")


def test_small_notes_after_the_last_note_of_a_bar_sound_before_the_next_one() -> None:
    found = heard(score(FIRST + note("C5", 4) + small("D"), note("E5", 4)))

    assert found == [(0, 960, 72, ""), (960 - SHORT, SHORT, 74, "before"), (960, 960, 76, "")]


def test_a_whole_chord_waits_for_its_small_note() -> None:
    found = heard(score(FIRST + small("D") + note("C5", 4) + note("E5", 4, before="<chord/>")))

    assert [(start, pitch) for start, _, pitch, _ in found] == [(0, 74), (240, 72), (240, 76)]


def test_a_note_that_is_held_from_before_waits_for_nothing() -> None:
    notes = [Mark(0, 480, 60, tied=True)]
    run = Graces(0, 0, "on", ((Mark(0, 240, 62),),))

    assert graces.sounding(notes, [run], room=1920)[0] == notes[0]
    assert graces.sounding(notes, [run], room=0) == notes


@pytest.mark.parametrize(("said", "kind"), [("{/d}", "before"), ("{d}", "on")])
def test_abc_has_both_kinds(said: str, kind: str) -> None:
    notes = abcscore.read(f"X:1\nT:Small\nM:2/4\nL:1/4\nK:C\nc {said}e|").as_played().parts[0].notes

    assert [(each.pitch, each.grace) for each in notes] == [(72, ""), (74, kind), (76, "")]
    assert {each.start % 480 for each in notes if not each.grace} == ({0} if kind == "before" else {0, SHORT})


def test_a_broken_rhythm_keeps_its_sum_beside_small_notes() -> None:
    notes = abcscore.read("X:1\nT:Snap\nM:2/4\nL:1/8\nK:C\n{d}c>e c2|").as_played().parts[0].notes

    assert [(each.start, each.end) for each in graces.standing(notes)] == [(0, 360), (360, 480), (480, 960)]


def test_what_stands_on_paper_is_without_small_notes_and_on_its_beat() -> None:
    played = (
        Note(0, 60, 74, grace="on"),
        Note(60, 60, 76, grace="on"),
        Note(120, 360, 72, finger=1),
        Note(420, 60, 71, grace="before"),
        Note(480, 480, 72),
    )

    assert graces.standing(played) == (Note(0, 480, 72, finger=1), Note(480, 480, 72))


# ---------------------------------------------------------------- what becomes of them

GRACED = Piece(
    "Small",
    (
        Part(
            "Tune",
            "melody",
            notes=(
                Note(0, 240, 74, grace="on"),
                Note(240, 720, 72),
                Note(900, 60, 71, grace="before"),
                *(Note(960 + n * 480, 480, 72 + n) for n in range(8)),
            ),
        ),
    ),
)


def test_nobody_waits_for_a_small_note_and_its_note_is_waited_for_on_the_beat() -> None:
    assert gates(GRACED, (0,))[:2] == ((0, frozenset({72})), (960, frozenset({72})))


def test_a_take_without_the_small_notes_misses_nothing() -> None:
    events = []
    for n, each in enumerate(graces.standing(GRACED.parts[0].notes)):
        events += [NoteOn(n * RATE, 1, each.pitch, 80), NoteOff(n * RATE + RATE // 2, 1, each.pitch, 0)]
    found = beside_piece(record(tuple(events), start=0, end=20 * RATE), GRACED, (0,))

    assert found.sure
    assert [bar.last.missing for bar in found.bars] == [0, 0, 0]


def test_a_piece_is_found_by_its_first_notes_without_the_small_ones() -> None:
    assert own.opening(GRACED)[:3] == (72, 72, 73)


def test_parts_that_fit_have_no_small_notes_and_all_of_it_keeps_them() -> None:
    tune = levels.arranged(GRACED, "melody").piece

    assert [note.start for note in tune.parts[0].notes[:3]] == [0, 960, 1440]
    assert len(tune.parts) == 1
    assert levels.arranged(GRACED, "full").piece == GRACED


# ---------------------------------------------------------------- fingers


def test_a_score_says_which_finger_plays() -> None:
    technical = "<notations><technical><fingering>{}</fingering></technical></notations>"
    bar = note("C5", more=technical.format(3)) + note("D5", more=technical.format("5-4"))

    played = xmlscore.read(score(FIRST + bar)).as_played()

    assert [each.finger for each in played.parts[0].notes] == [3, 5]
    assert [each.finger for each in type(played).from_midi(played.to_midi()).parts[0].notes] == [3, 5]


def test_abc_says_which_finger_plays_the_next_note() -> None:
    notes = abcscore.read("X:1\nT:F\nM:2/4\nL:1/4\nK:C\n!2!c !trill!d|").as_played().parts[0].notes

    assert [each.finger for each in notes] == [2, 0]


def test_a_still_hand_has_a_finger_for_each_key_and_another_key_needs_other_fingers() -> None:
    tune = tuple(Note(n * 480, 480, pitch, finger=1) for n, pitch in enumerate((60, 64, 67, 62)))
    right, left = (five_fingers(Part("Tune", notes=tune, hand=hand), Key()) for hand in ("right", "left"))

    assert [note.finger for note in right.notes] == [1, 3, 5, 2]
    assert [note.finger for note in left.notes] == [5, 3, 1, 4]
    moved = [in_other_key(Piece("Tune", (Part("Tune", notes=tune),)), by).parts[0].notes[0].finger for by in (2, 12)]
    assert moved == [0, 1]
