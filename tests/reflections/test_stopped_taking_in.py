"""Taking a file in tells how far it is and is given up until all of it is kept at once: then nothing of it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflections import Journal
from reflections.errors import Stopped
from reflections.moving import bundle
from tests.reflections.conftest import PASSPHRASE, Wall, part
from tests.reflections.laptops import shared_rows, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.reflections.conftest import Lesson

SAID = "four green boats"


@pytest.fixture
def other(quick_kdf: None, tmp_path: Path) -> Iterator[Journal]:
    """Another laptop with nobody in it yet."""
    journal, _ = Journal.create(
        tmp_path / "other", tutor="Kim", passphrase=PASSPHRASE, help_person="Mr Ode", now=Wall()
    )
    yield journal
    journal._changed = False
    journal.close()


@pytest.fixture
def sealed(journal: Journal, lesson: Lesson) -> bytes:
    pupil, piece = lesson.pupil.id, lesson.piece.id
    journal.keep_take(piece, [part(pupil, midi=b"MThd-two")], session=lesson.session.id, seconds=2.0, tempo=90.0)
    return journal.pack(SAID)


def stopped_from(share: float) -> Callable[[float], None]:
    def progress(done: float) -> None:
        if done >= share:
            raise Stopped

    return progress


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.75, 0.95, 1.0])
def test_wherever_it_is_stopped_nothing_of_it_is_there_and_it_can_be_taken_in_later(
    other: Journal, sealed: bytes, share: float
) -> None:
    rows, history, log = shared_rows(other), told(other), other.audit()
    with pytest.raises(Stopped):
        other.take_in(sealed, SAID, progress=stopped_from(share))
    assert (shared_rows(other), told(other), other.audit()) == (rows, history, log)
    assert other.take_in(sealed, SAID).added["take"] == 2
    assert other.check().problems == ()


def test_looking_can_be_stopped_too(other: Journal, sealed: bytes) -> None:
    for share in (0.0, 0.7):
        with pytest.raises(Stopped):
            other.look_into(sealed, SAID, progress=stopped_from(share))
    assert other.pupils() == ()


def test_how_far_it_is_only_rises_to_the_end(other: Journal, sealed: bytes) -> None:
    seen: list[float] = []
    other.take_in(sealed, SAID, progress=seen.append)
    assert len(seen) > 10
    assert seen == sorted(seen)
    assert (0 < seen[0] < 1, seen[-1]) == (True, 1.0)


def test_the_seal_is_opened_once(other: Journal, sealed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, unseal = [], bundle.unseal

    def counted(*given: object, **more: object) -> bundle.Opened:
        opened.append(given)
        return unseal(*given, **more)  # type: ignore[arg-type]  # whatever it is given

    monkeypatch.setattr(bundle, "unseal", counted)
    other.take_in(sealed, SAID)
    assert len(opened) == 1
