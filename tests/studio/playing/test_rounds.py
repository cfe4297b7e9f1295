"""What is heard of a round: gates left out or named, notes that came, each counted once."""

from instruments.events import Position
from studio.music.follow import Place
from studio.music.ladder import Along, Waited
from studio.music.piece import Note, Part, Piece
from studio.playing.rounds import AlongRound, WaitedRound

NOTES = (Note(0, 480, 60), Note(480, 480, 62), Note(1920, 960, 64), Note(1920, 960, 67))
PIECE = Piece("Two bars", (Part("Melody", "melody", "piano", NOTES),))


def at(tick: float, state: str = "playing", left_out: int = 0) -> Position:
    return Position(0, tick, state, left_out=left_out)  # type: ignore[arg-type]  # one of the states


def test_a_round_that_waits_is_through_once_its_last_gate_is_open() -> None:
    one = WaitedRound((0, 480, 1920))
    for where, through in (
        (at(0, "waiting"), False),
        (at(1900), False),
        (at(1920, "waiting"), False),
        (at(1921), True),
    ):
        one.told(where)
        assert one.is_through == through
    assert one.so_far == Waited(3)


def test_what_was_left_out_and_where_it_stood_long_is_counted_by_the_place() -> None:
    one = WaitedRound((0, 480))
    one.told(at(480, left_out=1))
    one.stuck(480)
    one.stuck(480)
    assert one.so_far == Waited(2, left_out=1, stuck=1)


def test_nothing_that_waits_is_never_through() -> None:
    one = WaitedRound(())
    one.told(at(5000))
    assert not one.is_through


def test_a_note_counts_once_and_only_where_it_is_written() -> None:
    one = AlongRound(PIECE, NOTES)
    for place, pitch in (
        (Place(0, 0, belongs=True), 60),
        (Place(0, 0, belongs=True), 60),  # struck again
        (Place(1, 480, belongs=False), 63),
        (None, 30),
        (Place(2, 1920, belongs=True), 67),
    ):
        one.heard(place, pitch)
    assert one.so_far == Along(((2, 1), (2, 1)), pressed=5, belong=3)


def test_it_is_through_once_its_last_note_is_due() -> None:
    one = AlongRound(PIECE, NOTES)
    one.told(at(1900))
    assert not one.is_through
    one.told(at(1920))
    assert one.is_through
