"""Waiting mode waits for all of them, or carries who is lost back in at the next bar; a helper sees the next note."""

from studio.ensemble.waiting import PATIENCE_SECONDS, Waiting, ghosts
from studio.music.piece import Note, Part

BAR = 1920
EACH = {
    "amira": ((0, frozenset({60, 64})), (960, frozenset({62})), (BAR, frozenset({60}))),
    "ben": ((0, frozenset({60})), (BAR, frozenset({48}))),
}


def test_the_music_goes_on_once_everybody_has_played_their_own_keys() -> None:
    here = Waiting(EACH).arrived(0)
    assert here.waited_for == {"amira", "ben"}
    here = here.pressed("amira", 60)
    assert here.missing == {"amira": {64}, "ben": {60}}, "her key does nothing for his, though it is the same one"
    here = here.pressed("ben", 60).pressed("amira", 64)
    assert here.goes_on
    assert here.at is None


def test_a_key_of_somebody_who_is_not_waited_for_changes_nothing() -> None:
    here = Waiting(EACH).arrived(960)
    assert here.waited_for == {"amira"}
    assert here.pressed("ben", 62) == here


def test_all_are_waited_for_however_long_it_takes() -> None:
    here = Waiting(EACH).arrived(0).pressed("amira", 60).pressed("amira", 64)
    assert here.waited(3600.0).waited_for == {"ben"}


def test_who_is_lost_is_carried_after_a_while_and_is_in_again_at_the_next_bar() -> None:
    here = Waiting(EACH, "carry").arrived(0).pressed("amira", 60).pressed("amira", 64)
    assert here.waited(PATIENCE_SECONDS - 0.1) == here
    carried = here.waited(PATIENCE_SECONDS)
    assert (carried.goes_on, carried.carried) == (True, {"ben"})
    assert carried.gates() == EACH["amira"], "the engine waits for the others alone"
    again = carried.barline().arrived(BAR)
    assert again.waited_for == {"amira", "ben"}


def test_nobody_is_carried_where_nobody_plays() -> None:
    here = Waiting(EACH, "carry").arrived(0).waited(PATIENCE_SECONDS)
    assert here.waited_for == {"amira", "ben"}
    assert here.carried == frozenset()


def test_the_engines_gates_are_everybodys_at_once_but_for_who_rests() -> None:
    here = Waiting(EACH)
    assert here.gates() == ((0, {60, 64}), (960, {62}), (BAR, {48, 60}))
    assert here.gates(without={"amira"}) == EACH["ben"]
    assert here.arrived(0, without={"amira"}).waited_for == {"ben"}


def test_a_helper_sees_the_next_notes_that_begin_together_and_none_after_the_last() -> None:
    part = Part("Tune", "melody", "piano", (Note(0, 480, 60), Note(960, 480, 62), Note(960, 480, 65)))
    assert [note.pitch for note in ghosts(part, 0)] == [60]
    assert [note.pitch for note in ghosts(part, 1)] == [62, 65]
    assert ghosts(part, 961) == ()
