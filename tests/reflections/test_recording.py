"""What is played is safe within a second, whatever happens next."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reflections import NotAllowed, NotFound
from tests.reflections.conftest import PASSPHRASE, part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reflections import Journal
    from tests.reflections.conftest import Lesson


def test_a_recording_that_never_ended_is_offered_at_the_next_start_and_not_before(
    opening: Callable[..., Journal],
) -> None:
    journal = opening()
    recording = journal.begin_recording(context={"tempo": 90, "part": "melody"})
    journal.take_chunk(recording, 0, b"one ", 1.0)
    journal.take_chunk(recording, 1, b"two", 1.7)
    assert journal.unfinished() == ()
    journal._changed = False
    journal.close()
    (found,) = opening().unfinished()
    assert (found.id, found.chunks, found.seconds) == (recording, b"one two", 1.7)
    assert found.context == {"tempo": 90, "part": "melody"}


def test_chunks_join_in_their_order_however_they_came(opening: Callable[..., Journal]) -> None:
    journal = opening()
    recording = journal.begin_recording(context={})
    for seq in (2, 0, 1):
        journal.take_chunk(recording, seq, bytes([seq]), float(seq))
    assert journal.recording(recording).chunks == b"\0\1\2"


def test_handing_a_second_in_twice_keeps_it_once(journal: Journal) -> None:
    recording = journal.begin_recording(context={})
    journal.take_chunk(recording, 0, b"one", 1.0)
    journal.take_chunk(recording, 0, b"one", 1.0)
    with pytest.raises(NotAllowed, match="different"):
        journal.take_chunk(recording, 0, b"another", 1.0)
    assert journal.recording(recording).chunks == b"one"


def test_an_ended_recording_waits_until_it_is_a_take(opening: Callable[..., Journal]) -> None:
    journal = opening()
    pupil = journal.add_pupil("Amira", "fox", "10-12")
    piece = journal.keep_piece(pupil.id, "Morning", kind="tune")
    recording = journal.begin_recording(pupil=pupil.id, piece=piece.id, context={})
    journal.take_chunk(recording, 0, b"one", 1.0)
    journal.end_recording(recording, keep=True)
    journal._changed = False
    journal.close()
    again = opening()
    assert [u.id for u in again.unfinished()] == [recording]
    again.keep_take(
        piece.id, [part(pupil.id)], seconds=1.0, tempo=90.0, origin="found after a crash", recording=recording
    )
    assert again.unfinished() == ()
    with pytest.raises(NotFound):
        again.recording(recording)


def test_a_take_that_cannot_be_kept_leaves_its_recording(journal: Journal, lesson: Lesson) -> None:
    recording = journal.begin_recording(context={})
    journal.take_chunk(recording, 0, b"one", 1.0)
    with pytest.raises(NotFound):
        journal.keep_take(
            lesson.piece.id, [part(lesson.pupil.id)], seconds=1.0, tempo=9.0, task="nowhere", recording=recording
        )
    assert journal.recording(recording).chunks == b"one"
    assert len(journal.takes(lesson.piece.id)) == 1


def test_a_recording_let_go_is_gone_and_an_empty_one_is_never_offered(opening: Callable[..., Journal]) -> None:
    journal = opening()
    gone = journal.begin_recording(context={})
    journal.take_chunk(gone, 0, b"one", 1.0)
    journal.end_recording(gone, keep=False)
    journal.begin_recording(context={})
    journal._changed = False
    journal.close()
    again = opening()
    assert again.unfinished() == ()
    assert again.check().counts["recording"] == 0


PLAYER = """
import sys
from reflections import Journal
journal = Journal.open(sys.argv[1], sys.argv[2])
recording = journal.begin_recording(context={"who": "found"})
for seq in range(10_000):
    journal.take_chunk(recording, seq, seq.to_bytes(4, "big"), float(seq))
    print(seq, flush=True)
"""


@pytest.mark.whole
def test_every_second_that_was_acknowledged_outlives_a_kill(folder: Path, opening: Callable[..., Journal]) -> None:
    player = subprocess.Popen(
        [sys.executable, "-c", PLAYER, str(folder), PASSPHRASE], stdout=subprocess.PIPE, text=True
    )
    assert player.stdout is not None
    last = -1
    for line in player.stdout:
        last = int(line)
        if last == 25:
            player.kill()
            break
    last = max([last, *(int(line) for line in player.stdout if line.strip())])
    player.wait()
    player.stdout.close()
    (found,) = opening().unfinished()
    assert found.chunks[: 4 * (last + 1)] == b"".join(n.to_bytes(4, "big") for n in range(last + 1))
    assert found.context == {"who": "found"}
