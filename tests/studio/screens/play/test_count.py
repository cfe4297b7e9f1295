"""Counting in, and where the bars of a take lie: with a pickup, in six-eight, where tempo and metre change, in a loop."""

from collections.abc import Callable

import pytest

from instruments.events import NoteOn
from studio.lesson import Stand
from studio.music.piece import Metre, Note, Part, Piece, Tempo
from studio.music.take import Take
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import position, put, takes

Start = Callable[..., Pilot]
BEAT = 480
FOUR = (Metre(0, 4, 4),)


def of(metres: tuple[Metre, ...], tempos: tuple[Tempo, ...] = (Tempo(0, 120.0),), end: int = 8 * 1920) -> Piece:
    notes = tuple(Note(tick, BEAT, 60) for tick in range(0, end, BEAT))
    return Piece("Tune", (Part("Melody", "melody", "piano", notes),), tempos, metres, end=end)


PICKUP = of((Metre(0, 1, 4), Metre(BEAT, 4, 4)))
QUAVER = of((Metre(0, 1, 8), Metre(240, 6, 8)))
SIX_EIGHT = of((Metre(0, 6, 8),))
FASTER = of(FOUR, (Tempo(0, 60.0), Tempo(1920, 120.0)))
WALTZ_LATER = of((Metre(0, 4, 4), Metre(1920, 3, 4)))
ODD_END = of((Metre(0, 4, 4), Metre(7 * 1920, 2, 4)))

ROWS = [
    # piece, bars, clicks, those of them that open a bar, seconds from the first click to bar 1, beats a minute, metre
    (of(FOUR), None, 4, (0,), 2.0, 120.0, (4, 4)),
    (PICKUP, None, 7, (0, 4), 4.0, 120.0, (4, 4)),
    (QUAVER, None, 4, (0, 2), 3.0, 120.0, (6, 8)),
    (SIX_EIGHT, (2, 3), 2, (0,), 1.5, 120.0, (6, 8)),
    (FASTER, (2, 2), 4, (0,), 2.0, 120.0, (4, 4)),
    (FASTER, None, 4, (0,), 4.0, 60.0, (4, 4)),
    (WALTZ_LATER, (2, 4), 3, (0,), 1.5, 120.0, (3, 4)),
    (ODD_END, None, 4, (0,), 2.0, 120.0, (4, 4)),
]
NAMES = ["plain", "pickup", "a quaver before", "six-eight", "loop after", "before a change", "waltz", "odd last bar"]


@pytest.fixture
def playing(at_home: Start) -> Pilot:
    return at_home()


def opened(pilot: Pilot, music: Piece, bars: tuple[int, int] | None) -> None:
    put(pilot, Stand(music, "Tune", "song", "own:tune"))
    pilot.press("Plays with me")
    pilot.studio.screen.change(bars=bars)


@pytest.mark.parametrize(("music", "bars", "clicks", "opens", "lead", "bpm", "metre"), ROWS, ids=NAMES)
def test_it_is_counted_in_by_felt_beats_and_bar_one_is_on_its_barline(
    playing: Pilot,
    music: Piece,
    bars: tuple[int, int] | None,
    clicks: int,
    opens: tuple[int, ...],
    lead: float,
    bpm: float,
    metre: tuple[int, int],
) -> None:
    opened(playing, music, bars)
    playing.press("Record")
    began = playing.engine.frame
    first = playing.studio.screen.score.first_tick

    counted = playing.engine.counted
    assert (len(counted), tuple(n for n, (_, accent) in enumerate(counted) if accent)) == (clicks, opens)
    running = playing.lesson.recorder.running
    assert (running.bar_one - running.start_frame) / 48_000 == pytest.approx(lead, abs=1e-4)
    assert began - running.start_frame < 48_000

    playing.turn(seconds=(running.bar_one - playing.engine.frame) / 48_000)
    position(playing, float(first), "playing")
    playing.play(60)
    playing.press("Stop and keep")
    (kept,) = takes(playing)
    take = Take.from_midi(playing.lesson.journal.take_midi(kept.id)[0][1])
    note = next(event.frame for event in take.events if isinstance(event, NoteOn))
    assert take.seconds_at(note) == pytest.approx(0.0, abs=0.06)  # within the turns of the loop since bar 1
    assert (take.bpm, take.metre, take.lead_bars) == (pytest.approx(bpm, abs=0.01), metre, 0)


def test_what_is_played_of_a_pickup_lies_at_the_end_of_a_bar_before_bar_one(playing: Pilot) -> None:
    opened(playing, PICKUP, None)
    playing.press("Record")
    running = playing.lesson.recorder.running
    playing.turn(seconds=(running.bar_one - playing.engine.frame) / 48_000 - 0.5)
    position(playing, 0.0, "playing")
    playing.engine.key(60)
    playing.turn(seconds=0.3)
    position(playing, float(BEAT), "playing")
    playing.play(62)
    playing.press("Stop and keep")

    (kept,) = takes(playing)
    take = Take.from_midi(playing.lesson.journal.take_midi(kept.id)[0][1])
    starts = [take.seconds_at(event.frame) for event in take.events if isinstance(event, NoteOn)]
    assert take.lead_bars == 1
    assert starts == [pytest.approx(1.5, abs=0.06), pytest.approx(2.0, abs=0.06)]
    assert kept.parts[0].facts.bar_starts == (pytest.approx(1.5, abs=0.06), pytest.approx(2.0, abs=0.06))


def test_of_a_loop_every_bar_is_known_each_time_round_and_none_that_was_not_played(playing: Pilot) -> None:
    opened(playing, of(FOUR), (3, 4))
    playing.press("Record")
    playing.turn(seconds=2.0)
    for tick in (2, 3, 2, 3):
        position(playing, tick * 1920.0, "playing")
        playing.engine.key(60)
        playing.turn(seconds=1.75)
    playing.press("Stop and keep")

    (kept,) = takes(playing)
    assert kept.parts[0].facts.bar_starts == tuple(pytest.approx(2.0 * n, abs=0.1) for n in range(4))


@pytest.mark.parametrize(
    ("music", "beats", "said"),
    [(SIX_EIGHT, (1, 2), ("1 of 2", "2 of 2")), (PICKUP, (4, 5, 7), ("4 of 4", "1 of 4", "3 of 4"))],
    ids=["six-eight", "pickup"],
)
def test_the_number_that_is_seen_is_the_beat_of_its_bar(
    playing: Pilot, music: Piece, beats: tuple[int, ...], said: tuple[str, ...]
) -> None:
    opened(playing, music, None)
    playing.press("Record")
    seen = []
    for beat in beats:
        position(playing, -1.0, "counting", beat=beat)
        seen.append(count(playing))

    assert seen == [f"Count-in, {words}" for words in said]


def count(pilot: Pilot) -> str:
    return next(widget.name for widget in pilot.ui.tree() if widget.name.startswith("Count-in"))


# -- nothing open -------------------------------------------------------------------------------------------------------
@pytest.fixture
def free(at_home: Start) -> Pilot:
    pilot = at_home()
    pilot.studio.move(Go("play"))
    pilot.settle()
    return pilot


def test_with_nothing_open_a_bar_is_counted_in_on_a_plain_click_and_then_it_rolls(free: Pilot) -> None:
    free.press("Record")

    assert len(free.engine.counted) == 4
    assert free.engine.score is not None
    assert free.engine.score.events == ()
    assert count(free) == "Count-in, 1 of 4"
    free.turn(seconds=2.4)  # four beats at 100 a minute
    free.engine.finish()
    free.turn()
    assert free.lesson.recorder.is_rolling
    free.play(60, 62)
    free.press("Stop and keep")
    (kept,) = takes(free)
    take = Take.from_midi(free.lesson.journal.take_midi(kept.id)[0][1])
    note = next(event.frame for event in take.events if isinstance(event, NoteOn))
    assert take.seconds_at(note) == pytest.approx(0.0, abs=0.1)
    assert (kept.mode, take.lead_bars) == ("free", 0)


def test_no_beat_begins_by_itself_while_it_rolls(free: Pilot) -> None:
    free.press("Record")
    free.turn(seconds=2.4)
    free.engine.finish()
    free.turn()
    free.play(60)

    assert not free.engine.sounding


def test_over_a_beat_that_goes_the_beat_itself_counts_in_and_the_take_has_its_bars(free: Pilot) -> None:
    free.press("Start the beat")
    position(free, 0.0, "playing")
    beat = free.studio.screen.jam.beat
    free.press("Record")

    assert free.engine.score is beat.score
    assert len(free.engine.counted) == 4
    running = free.lesson.recorder.running
    assert running.setting.bpm == pytest.approx(60e6 / beat.score.tempos[0][1])
    free.turn(seconds=(running.bar_one - free.engine.frame) / 48_000)
    position(free, 0.0, "playing")
    free.play(60)
    free.press("Stop and keep")
    assert not free.engine.sounding
    assert len(takes(free)) == 1


def test_who_wants_no_count_in_records_at_once(free: Pilot) -> None:
    free.studio.screen.change(count_in=False)
    free.press("Record")

    assert free.lesson.recorder.is_rolling
    assert not free.engine.sounding
