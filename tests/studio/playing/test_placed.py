"""What was played along with sound that is heard late is placed where it was meant; what nobody played along with stays."""

from typing import Any

from instruments.events import RATE, unpack
from studio.lesson import Stand, made_of
from studio.music.piece import Note, Part, Piece, Tempo
from studio.music.take import Take, as_piece
from tests.studio.conftest import Sitting, played, rows

LATE = RATE * 40 // 1_000  # what sixteen taps said of these headphones
UNEVEN = (3, -4, 0, 2, -3, 4, 1, -2)  # nobody plays like a clock: milliseconds
BEAT = RATE // 2
GROOVE = Piece(
    "Groove", (Part("Kick", "drums", "kit", tuple(Note(n * 480, 120, 36) for n in range(8))),), (Tempo(0, 120),)
)


def played_over(sitting: Sitting, *, along: bool) -> Any:
    """Record a note to each beat of a groove, each as late as the groove is heard; not stopped yet."""
    sitting.unlock()
    sitting.sit("Jo")
    sitting.lesson.put_on_stand(Stand(GROOVE, "Groove", "groove", "groove:ours"))
    sitting.settle()
    sitting.lesson.recorder.offset = LATE
    engine = sitting.engine
    start = engine.frame + 1_000
    sitting.lesson.start_take(start, start + 4 * BEAT, along=along)
    sitting.lesson.recorder.offset = 0  # whatever is plugged in meanwhile: they began with these
    for n, late_ms in enumerate(UNEVEN):
        engine.frame = start + (4 + n) * BEAT + LATE + late_ms * RATE // 1_000
        engine.key(60 + n)
    return start


def off_the_grid(take: Take) -> list[float]:
    """How many milliseconds after its beat each note of a take would sound, were it a layer over the groove."""
    layer = as_piece(take)
    starts = sorted(note.start for note in layer.parts[0].notes)
    return [(layer.seconds_at(tick) - (n + 4 * take.lead_bars) * BEAT / RATE) * 1e3 for n, tick in enumerate(starts)]


def test_a_layer_over_a_groove_lines_up_by_the_offset_that_was_tapped(sitting: Sitting) -> None:
    played_over(sitting, along=True)
    last = sitting.lesson.stop_take(sitting.engine.frame)
    assert last is not None
    assert all(abs(late) <= 5 for late in off_the_grid(last.made.take))
    assert len(last.made.take.to_midi()) > 0


def test_what_nobody_played_along_with_stays_where_it_was_played(sitting: Sitting) -> None:
    played_over(sitting, along=False)
    last = sitting.lesson.stop_take(sitting.engine.frame)
    assert last is not None
    assert all(35 <= late <= 45 for late in off_the_grid(last.made.take))


def test_a_take_found_after_a_crash_is_placed_alike_and_what_the_journal_has_is_as_it_was_played(
    sitting: Sitting,
) -> None:
    played_over(sitting, along=True)
    sitting.turn()
    (item,) = [row for row in rows(sitting) if row.context["kind"] == "take"]
    assert unpack(item.chunks) == played(sitting)
    found = made_of(item)
    assert found is not None
    assert all(abs(late) <= 5 for late in off_the_grid(found.take))
