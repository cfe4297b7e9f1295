from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.music.grooves import groove
from studio.music.song import arranging, grooving, layers, notes, tidying
from studio.music.song.model import Layer, Pass, Song, SongError, SongNote, Tidy
from tests.studio.music.song.made import a_pass, layer, loose, note, song
from tests.studio.music.strategies import few

SWUNG = Tidy(strength=0.6, swing=0.66)


def where(made: Song, layer_id: str = "0") -> list[tuple[float, float, int]]:
    return [(n.start, n.length, n.pitch) for n in notes.shown(made, layer_id)]


def played() -> Song:
    return song(layer(a_pass(note(3, 100, 60), note(490, 200, 64), note(970, 300, 67))))


def test_a_moved_note_lies_where_it_was_put_and_what_was_played_stays() -> None:
    made = notes.move(played(), "0", [1], ticks=480, semitones=2)

    assert where(made) == [(3, 100, 60), (970, 200, 66), (970, 300, 67)]
    assert made.layer("0").passes is played().layer("0").passes or made.layer("0").passes == played().layer("0").passes


def test_notes_move_together_as_far_as_all_can() -> None:
    assert where(notes.move(played(), "0", [0, 1], ticks=-100)) == [(0, 100, 60), (487, 200, 64), (970, 300, 67)]
    assert where(notes.move(played(), "0", [0, 2], semitones=100))[0][2] == 120


def test_the_same_notes_can_be_moved_again_by_their_ids() -> None:
    made = notes.move(notes.move(played(), "0", [2], ticks=-970), "0", [2], semitones=-7)

    assert sorted(where(made)) == [(0, 300, 60), (3, 100, 60), (490, 200, 64)]


@few
@given(st.integers(0, 10**6), st.floats(-400, 400), st.integers(-12, 12))
def test_what_is_moved_lands_where_it_shows_however_bouncy_tidy_or_high_its_layer_is(
    seed: int, ticks: float, up: int
) -> None:
    one = replace(layer(loose(6, seed), by_hand=[note(1000, exact=True)]), tidy=SWUNG, up=up)
    before = {n.id: n for n in notes.shown(song(one), "0")}
    chosen = sorted(before)[2:5]
    room = max(ticks, -min(before[n].start for n in chosen))
    room = min(room, 7679 - max(before[n].start for n in chosen))

    after = {n.id: n for n in notes.shown(notes.move(song(one), "0", chosen, ticks=ticks), "0")}

    for n, was in before.items():
        moved = room if n in chosen else 0.0
        assert after[n].start == pytest.approx(was.start + moved, abs=1e-3)
        assert after[n].pitch == was.pitch


def test_a_change_of_pitch_leaves_a_note_as_tidy_as_it_was() -> None:
    tidy = song(replace(played().layer("0"), tidy=Tidy(strength=1.0)))

    made = notes.move(tidy, "0", [1], semitones=1)

    assert where(made)[1] == (480, 200, 65)
    assert where(tidying.as_played(made))[1] == (490, 200, 65)


def test_stretching_at_the_end_and_at_the_start() -> None:
    longer = notes.stretch(played(), "0", [0], 50)
    earlier = notes.stretch(played(), "0", [1], 10, from_start=True)

    assert where(longer)[0] == (3, 150, 60)
    assert where(earlier)[1] == (480, 210, 64)
    assert where(notes.stretch(played(), "0", [0], -500))[0] == (3, notes.SHORTEST, 60)


def test_a_note_is_cut_in_two_and_joined_again() -> None:
    cut = notes.split(played(), "0", [0, 2], 1100)
    again = notes.join(cut, "0", [n.id for n in notes.shown(cut, "0") if n.pitch == 67])

    assert where(cut)[2:] == [(970, 130, 67), (1100, 170, 67)]
    assert where(again) == where(played())


def test_a_note_taken_out_is_still_in_its_pass() -> None:
    made = notes.delete(played(), "0", [0, 2])

    assert where(made) == [(490, 200, 64)]
    assert len(made.layer("0").passes[0].notes) == 3


def test_what_was_put_in_by_hand_and_taken_out_leaves_nothing() -> None:
    made = notes.add(played(), "0", note(5))

    assert notes.delete(made, "0", [3]).layer("0").edits == ()


def test_a_change_that_is_taken_back_by_hand_leaves_nothing() -> None:
    made = notes.velocity(played(), "0", [0], 100)

    assert notes.velocity(made, "0", [0], 80).layer("0").edits == ()


def test_copied_notes_are_pasted_from_a_tick_on_in_any_layer() -> None:
    two = song(played().layer("0"), layer(layer_id="1"))
    copied = notes.copy(two, "0", [1, 2])

    made = notes.paste(two, "1", copied, 7100)

    assert where(made, "1") == [(7100, 200, 64), (7580, 100, 67)]
    assert where(notes.paste(two, "1", copied, 7300), "1") == [(7300, 200, 64)]


def test_velocity_and_ratchets_stay_within_their_bounds() -> None:
    made = notes.ratchet(notes.louder(played(), "0", [0, 1], 100), "0", [2], 9)

    assert [(n.velocity, n.times) for n in notes.shown(made, "0")] == [(127, 1), (127, 1), (80, 4)]
    assert notes.shown(notes.louder(played(), "0", [0], -300), "0")[0].velocity == 1


def test_the_ids_of_what_was_added_count_on_from_the_layers_next() -> None:
    made = notes.add(played(), "0", note(1000), note(20))

    assert {n.id for n in notes.shown(made, "0")} == {0, 1, 2, 3, 4}
    assert made.layer("0").next == 5


def test_unknown_notes_are_passed_over_and_change_nothing() -> None:
    before = played()

    assert notes.move(before, "0", [77], ticks=5) is before
    assert notes.delete(before, "0", [77]) is before


def test_a_grooves_part_becomes_ones_own_when_a_note_of_it_is_changed() -> None:
    made = grooving.from_groove(groove("lo-fi"))
    first = notes.shown(made, "1")[0]

    changed = notes.delete(made, "1", [first.id])

    assert changed.layer("1").kind == "notes"
    assert len(arranging.loop_piece(changed).parts[1].notes) == len(arranging.loop_piece(made).parts[1].notes) - 1
    assert changed.layer("0").kind == "groove"


def test_a_full_song_takes_no_more_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "MOST_NOTES", 4)

    with pytest.raises(SongError, match="full"):
        notes.add(played(), "0", note(0), note(1))


def test_one_edit_of_many_notes_shares_all_others() -> None:
    many = Layer("0", "", edits=tuple((n, SongNote(n * 7.0, 5.0, 60, 80, 1, True)) for n in range(500)), next=500)

    made = notes.move(Song(layers=(many,)), "0", [250], semitones=1)

    before, after = many.edits, made.layer("0").edits
    assert sum(a is not b for a, b in zip(before, after, strict=True)) == 1


@few
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30)), max_size=12), st.booleans())
def test_what_shows_after_many_edits_is_what_shows_when_worked_out_afresh(
    edits: list[tuple[int, int]], tidy: bool
) -> None:
    made = song(
        replace(
            layer(loose(12, 3), loose(12, 4, first=12), by_hand=[note(n * 100.0) for n in range(8)]),
            tidy=SWUNG if tidy else Tidy(),
        )
    )
    for kind, n in edits:
        notes.shown(made, "0")
        match kind:
            case 0:
                made = notes.delete(made, "0", [n])
            case 1:
                made = notes.add(made, "0", note(n * 50.0))
            case 2:
                made = layers.pass_on(made, "0", 12, on=bool(n % 2))
            case _:
                made = notes.move(made, "0", [n, n + 1], ticks=13.0 * kind, semitones=n % 3)

    def copied(one: Pass) -> Pass:
        return replace(one, notes=tuple(SongNote(*each) for each in one.notes))

    fresh = replace(
        made.layer("0"),
        passes=tuple(map(copied, made.layer("0").passes)),
        edits=tuple((n, x) for n, x in made.layer("0").edits),
    )
    assert notes.shown(made, "0") == notes.shown(song(fresh), "0")
