import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instruments.events import RATE, Back, Bend, Control, Gone, NoteOff, NoteOn, Pedal, Played
from studio.music.piece import Note
from studio.music.smf import UnreadableError
from studio.music.take import RollNote, Take, as_piece, facts, record
from tests.studio.music.strategies import EVENTS, METRES, few

START = 1_000_000


def played(*events: Played, start: int = START, end: int = START + 4 * RATE, bpm: float = 120) -> Take:
    return record(events, start=start, end=end, bpm=bpm)


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENTS, max_size=20), st.integers(200, 3000), METRES.filter(lambda metre: metre[1] >= 4))
def test_a_take_comes_back_within_a_frame_and_then_never_moves(
    events: list[Played], tenths: int, metre: tuple[int, int]
) -> None:
    take = record(events, start=48_000 * 20, end=48_000 * 300, bpm=tenths / 10, metre=metre, sounds=((2, "bass"),))

    data = take.to_midi()
    back = Take.from_midi(data)

    assert back.to_midi() == data
    assert Take.from_midi(back.to_midi()) == back
    assert (back.metre, back.lead_bars, back.sounds) == (take.metre, take.lead_bars, take.sounds)
    assert back.bpm == pytest.approx(take.bpm, rel=1e-5)
    for keyboard in take.keyboards():
        pairs = zip(take.of_keyboard(keyboard).events, back.of_keyboard(keyboard).events, strict=True)
        for before, after in pairs:
            assert type(before) is type(after)
            assert abs((before.frame - take.start) - after.frame) <= 1
            assert [getattr(before, name) for name in before.__slots__[1:]] == [
                getattr(after, name) for name in after.__slots__[1:]
            ]


@few
@given(st.lists(EVENTS, max_size=30))
def test_whatever_is_played_each_press_has_one_release_inside_the_take(events: list[Played]) -> None:
    take = record(events, start=0, end=48_000 * 200)
    down: set[tuple[int, int]] = set()
    for event in take.events:
        assert take.start <= event.frame <= take.end
        if isinstance(event, NoteOn):
            assert (event.keyboard, event.pitch) not in down
            down.add((event.keyboard, event.pitch))
        elif isinstance(event, NoteOff):
            down.remove((event.keyboard, event.pitch))
    assert not down


def test_a_held_note_ends_with_the_take() -> None:
    assert played(NoteOn(START, 1, 60, 80)).events[-1] == NoteOff(START + 4 * RATE, 1, 60, 64)


def test_notes_of_an_unplugged_keyboard_end_when_it_goes() -> None:
    take = played(NoteOn(START, 1, 60, 80), NoteOn(START, 2, 64, 80), Gone(START + 100, 1), Back(START + 200, 1))

    assert NoteOff(START + 100, 1, 60, 64) in take.events
    assert NoteOff(take.end, 2, 64, 64) in take.events
    assert len(take.events) == 4


def test_notes_of_the_count_in_are_kept_in_a_bar_before_the_first() -> None:
    early = START - RATE // 4
    take = played(NoteOn(early, 1, 60, 80), NoteOff(START, 1, 60, 0))

    assert take.lead_bars == 1
    assert take.start == START - 2 * RATE
    assert Take.from_midi(take.to_midi()).lead_bars == 1


def test_pedal_bend_velocity_and_controls_survive_the_file() -> None:
    events = (
        Pedal(START, 1, 64, 127),
        NoteOn(START + 10, 1, 60, 33),
        Bend(START + 20, 1, -8192),
        Control(START + 30, 1, 1, 77),
        NoteOff(START + 40, 1, 60, 99),
        Pedal(START + 50, 1, 64, 0),
    )

    back = Take.from_midi(played(*events).to_midi())

    assert [type(event) for event in back.events] == [type(event) for event in events]
    assert [event.frame for event in back.events] == [0, 10, 20, 30, 40, 50]
    assert back.events[2] == Bend(20, 1, -8192)


def test_facts_count_notes_bars_and_seconds() -> None:
    take = played(
        NoteOn(START + RATE, 1, 60, 80),
        NoteOff(START + RATE + RATE // 2, 1, 60, 0),
        NoteOn(START + 2 * RATE, 0, 64, 70),
    )

    counted = facts(take)

    assert (counted.seconds, counted.notes) == (4.0, 2)
    assert counted.bar_starts == (0.0, 2.0)
    assert counted.roll == (RollNote(1.0, 0.5, 60, 80), RollNote(2.0, 2.0, 64, 70))


def test_silence_of_hours_before_the_last_note_is_kept() -> None:
    late = START + 3 * 3600 * RATE

    take = record([NoteOn(late, 1, 60, 80)], start=START, end=late + RATE, bpm=60)

    assert Take.from_midi(take.to_midi()).events[0] == NoteOn(late - START, 1, 60, 80)


def test_a_take_as_a_piece_keeps_its_timing_and_players() -> None:
    take = played(
        NoteOn(START + RATE, 1, 60, 80), NoteOff(START + RATE + RATE // 2, 1, 60, 0), NoteOn(START, 0, 64, 70)
    )

    piece = as_piece(take, "First try")

    assert [part.name for part in piece.parts] == ["Keys on the screen", "Keyboard 1"]
    assert piece.parts[1].notes == (Note(960, 480, 60, 80),)
    assert piece.end == 2 * 1920


def test_a_file_that_is_no_take_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnreadableError, match="no take"):
        Take.from_midi(as_piece(played()).to_midi())
