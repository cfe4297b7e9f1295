from dataclasses import replace

import pytest

from studio.music.grooves import groove
from studio.music.piece import Key
from studio.music.song import arranging, grooving, kept, notes, steps
from studio.music.song.model import Song, Tidy
from studio.music.song.steps import Cell
from tests.studio.music.song.made import a_pass, layer, note, song

KICK, HAT = 36, 42


def row(made: Song, pitch: int = KICK, bar: int = 0) -> dict[int, tuple[int, int]]:
    (cells,) = steps.cells(made, "0", [pitch], bar)
    return {n: tuple(cell) for n, cell in enumerate(cells) if cell.velocity}


def grid() -> Song:
    return song(replace(layer(), kind="drums"))


def test_a_step_is_set_with_its_strength_and_strokes_and_cleared() -> None:
    made = steps.set_step(grid(), "0", KICK, 1, 4, Cell(100, 3))

    assert row(made, bar=1) == {4: (100, 3)}
    assert row(made) == {}
    assert [(n.start, n.length) for n in notes.shown(made, "0")] == [(2400, 120)]
    assert row(steps.set_step(made, "0", KICK, 1, 4, Cell()), bar=1) == {}


def test_setting_a_step_again_changes_it() -> None:
    made = steps.set_step(steps.set_step(grid(), "0", KICK, 0, 0, Cell(72)), "0", KICK, 0, 0, Cell(110, 2))

    assert row(made) == {0: (110, 2)}
    assert len(notes.shown(made, "0")) == 1


def test_a_step_can_be_set_in_every_bar() -> None:
    made = steps.set_step(grid(), "0", HAT, 2, 8, Cell(90), every_bar=True)

    assert [row(made, HAT, bar) for bar in range(4)] == [{8: (90, 1)}] * 4


def test_a_bouncy_grid_is_set_where_it_sounds() -> None:
    bouncy = song(replace(grid().layer("0"), tidy=Tidy(swing=0.66, unit=16)))

    made = steps.set_step(bouncy, "0", HAT, 0, 1, Cell(90))

    assert row(made, HAT) == {1: (90, 1)}
    assert notes.shown(made, "0")[0].start == pytest.approx(0.66 * 240, abs=0.01)


def test_what_was_played_shows_on_its_nearest_step_and_is_cleared_there() -> None:
    made = song(
        replace(layer(a_pass(note(-20, pitch=KICK), note(130, pitch=KICK), note(7660, 10, pitch=KICK))), kind="drums")
    )

    assert list(row(made)) == [0, 1]
    assert list(row(steps.set_step(made, "0", KICK, 0, 1, Cell()))) == [0]


def test_setting_a_step_of_a_groove_makes_its_beat_ones_own_and_leaves_the_rest_as_it_was() -> None:
    made = grooving.from_groove(groove("trap"))
    before = arranging.loop_piece(made).parts[0].notes

    after = steps.set_step(made, "0", 56, 0, 3, Cell(80))

    assert after.layer("0").kind == "drums"
    assert {n for n in arranging.loop_piece(after).parts[0].notes if n.pitch != 56} == set(before)
    assert steps.cells(after, "0", [56], 0)[0][3] == Cell(80)


def test_the_steps_of_a_bouncy_groove_made_ones_own_lie_on_its_grid() -> None:
    own = grooving.own(grooving.from_groove(groove("garage")), "0").layer("0")  # none of its parts drags

    assert own.tidy.swing > 0.5
    assert all(note.start % 20 == 0 for _, note in own.edits if note)


def test_clearing_empties_the_grid_and_keeps_what_was_played() -> None:
    made = steps.clear(song(layer(a_pass(note(0)), by_hand=[note(480)])), "0")

    assert notes.shown(made, "0") == ()
    assert len(made.layer("0").passes) == 1


def test_a_longer_grid_has_pages_that_are_set_apart() -> None:
    made = steps.lengthen(steps.set_step(song(replace(layer(bars=1), kind="drums")), "0", KICK, 0, 0, Cell(90)), "0", 2)

    assert list(row(steps.set_step(made, "0", KICK, 1, 2, Cell(90)), bar=1)) == [0, 2]
    assert list(row(made)) == [0]


def test_the_rows_of_a_melody_grid_hold_only_what_fits() -> None:
    assert steps.rows(Song(key=Key(0, "major")), around=60) == (72, 71, 69, 67, 65, 64, 62, 60)
    assert steps.rows(Song(key=Key(0, "minor")), around=60, count=4) == (62, 60, 59, 57)
    pentatonic = grooving.from_groove(groove("lo-fi"))
    scale = {(pentatonic.key.tonic + step) % 12 for step in groove("lo-fi").scale}
    assert {pitch % 12 for pitch in steps.rows(pentatonic, count=12)} <= scale


def test_three_steps_a_beat_are_set_read_and_cleared_where_they_sound_also_in_a_bouncy_layer() -> None:
    for begun in (grid(), song(replace(grid().layer("0"), tidy=Tidy(swing=0.66, unit=8)))):
        made = begun
        for step in range(12):
            made = steps.set_step(made, "0", HAT, 1, step, Cell(90), steps=12)
        at = [round(one.start - 1920, 2) for one in notes.shown(made, "0")]
        assert at == pytest.approx([160 * n for n in range(12)], abs=0.01)
        (cells,) = steps.cells(made, "0", [HAT], 1, 12)
        assert [cell.velocity for cell in cells] == [90] * 12
        cleared = steps.set_step(made, "0", HAT, 1, 5, Cell(), steps=12)
        assert len(notes.shown(cleared, "0")) == 11
        assert kept.opened(kept.song_bytes(made)).song == made


def test_triplets_that_were_played_lie_on_thirds_and_not_on_sixteenths() -> None:
    played = [
        note(480 * beat + 160 * third + late, 90) for beat, late in ((0, 6), (1, -9), (2, 12)) for third in range(3)
    ]
    made = song(layer(a_pass(*sorted(played, key=lambda one: one.start))))
    assert steps.in_threes(made, "0")
    (cells,) = steps.cells(made, "0", [60], 0, 12)
    assert [n for n, cell in enumerate(cells) if cell.velocity] == list(range(9))


@pytest.mark.parametrize(
    ("metre", "starts", "threes"),
    [
        ((4, 4), (), False),
        ((4, 4), (0, 480, 960), False),
        ((4, 4), (0, 115, 245, 480), False),
        ((4, 4), (0, 325, 480, 800), True),
        ((12, 8), (), True),
        ((12, 8), (0, 236, 725, 1205), True),
        ((12, 8), (0, 120, 240, 600), False),
        ((6, 8), (0, 480), True),
        ((2, 2), (0, 160, 320), True),
    ],
)
def test_a_layer_goes_in_threes_as_its_notes_do_and_in_dotted_beats_by_itself(
    metre: tuple[int, int], starts: tuple[int, ...], *, threes: bool
) -> None:
    made = replace(song(layer(by_hand=[note(start) for start in starts])), metre=metre)
    assert steps.in_threes(made, "0") is threes


def test_a_groove_with_a_bounce_that_was_written_stays_on_its_sixteenths() -> None:
    made = grooving.from_groove(groove("lo-fi"))
    assert not steps.in_threes(made, made.layers[0].id)
