"""Gathering played notes into onsets."""

from studio.music.onsets import Struck, gathered, slips


def line(*starts: float, held: float = 0.3) -> list[Struck]:
    return [Struck(start, held, 60 + n % 8, 70) for n, start in enumerate(starts)]


def test_quick_notes_of_a_single_line_are_no_chords() -> None:
    found = gathered(line(0.0, 0.5, 1.0, 1.03, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0))

    assert not found.chords
    assert len(found.onsets) == 10


def test_notes_that_a_player_spreads_are_one_chord_as_far_as_they_usually_spread_them() -> None:
    spread = [Struck(beat + 0.012 * n, 0.4, 60 + 4 * n, 70) for beat in (0.0, 0.5, 1.0) for n in range(3)]

    found = gathered(spread)

    assert found.chords
    assert [onset.notes for onset in found.onsets] == [(0, 1, 2), (3, 4, 5), (6, 7, 8)]
    assert found.onsets[0].top == 68


def test_a_soft_short_note_beside_another_is_a_slip_and_stays_with_it() -> None:
    notes = [*line(0.0, 0.5, 1.0), Struck(1.03, 0.08, 63, 30), Struck(1.5, 0.3, 65, 70)]

    assert slips(notes) == {3: 2}
    assert [onset.notes for onset in gathered(notes).onsets] == [(0,), (1,), (2, 3), (4,)]


def test_a_soft_short_note_far_from_the_others_was_meant() -> None:
    assert slips([*line(0.0, 0.5, 1.0), Struck(1.03, 0.08, 70, 30)]) == {}


def test_nothing_gives_no_onsets() -> None:
    assert gathered(()).onsets == ()
