"""A laptop and the service meet: what either had not heard of is on both afterwards, whole, once, and nothing that stays leaves."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reflections import Damaged, Journal, JournalError, records
from reflections.central.journal import ServiceJournal
from reflections.central.syncing import Met, meet
from reflections.errors import ServiceTrouble
from reflections.moving.gathering import NEVER_LEAVES
from reflections.tables import Operation
from tests.reflections.conftest import PASSPHRASE, Wall, part
from tests.reflections.test_moving_converges import STEPS, Laptop, operations, rows
from tests.unlocked import bytes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.postgres import Server

STAYING = {kind.__tablename__ for kind in NEVER_LEAVES}


@pytest.fixture
def laptop(made: tuple[Path, str], tmp_path: Path) -> Iterator[Callable[[], Laptop]]:
    """The tutor's laptops, as many as asked for: each began as a copy of an empty journal, under a node of its own."""
    opened: list[Laptop] = []

    def another() -> Laptop:
        opened.append(a_laptop(made[0], tmp_path / f"laptop-{len(opened)}"))
        return opened[-1]

    yield another
    for each in opened:
        shut(each.journal)


def a_laptop(made: Path, folder: Path) -> Laptop:
    wall = Wall()
    journal = Journal.open(shutil.copytree(made, folder), PASSPHRASE, now=wall)
    journal._clock.node = f"{sum(folder.name.encode()):016x}"
    journal.backup = lambda _why="": Path()  # type: ignore[method-assign]  # copies have tests of their own
    return Laptop(journal, wall)


def shut(journal: Journal) -> None:
    journal._changed = False
    journal.close()


@pytest.fixture
def service(postgres: Server) -> Iterator[ServiceJournal]:
    """A tutor's rows at the service, nobody in them yet."""
    journal = ServiceJournal.at(postgres.address(postgres.tutor()), now=Wall())
    yield journal
    journal.close()


def alike(*journals: Journal) -> None:
    """All hold the same of what may leave: every row, every byte, every change."""
    seen = [{key: row for key, row in rows(each).items() if key[0] not in STAYING} for each in journals]
    told = [{key: one for key, one in operations(each).items() if one[0] not in STAYING} for each in journals]
    assert all(one == seen[0] for one in seen)
    assert all(one == told[0] for one in told)


def all_meet(service: ServiceJournal, *laptops: Laptop) -> None:
    """Meet in turn until nobody learns anything."""
    for _ in range(5):
        met = [meet(each.journal, service) for each in laptops]
        if not any(one.went or one.came for one in met):
            return
    pytest.fail("they never come to an end")


def lived(one: Laptop) -> str:
    """A pupil, a piece and a take."""
    pupil = one.journal.add_pupil("Amira", "fox", "10-12").id
    one.do("piece", 0)
    one.do("take", 0)
    return pupil


def test_a_laptop_that_was_offline_for_three_weeks_loses_nothing(
    laptop: Callable[[], Laptop], service: ServiceJournal
) -> None:
    away, near = laptop(), laptop()
    lived(near)
    all_meet(service, near, away)
    for day in range(21):
        for one in (away, near):
            one.wall.on(days=1)
            one.do("take", 0)
            one.do(("say", "title", "piece", "rename")[day % 4], 0)
        if day % 5 == 0:
            meet(near.journal, service)
    kept = away.takes | near.takes
    assert len(kept) == 43
    met = meet(away.journal, service)
    assert met.went > 60
    assert met.came > 50
    all_meet(service, near, away)
    alike(service, near.journal, away.journal)
    assert set(service.check().takes) == kept


def test_takes_and_voices_come_over_byte_by_byte_with_their_drawings(
    laptop: Callable[[], Laptop], service: ServiceJournal
) -> None:
    one, other = laptop(), laptop()
    pupil = lived(one)
    (piece,) = one.journal.pieces(pupil)
    midi = bytes(range(256)) * 40
    take = one.journal.keep_take(piece.id, [part(pupil, midi=midi)], seconds=2.0, tempo=90.0, mode="waits")
    said = one.journal.reflect(pupil, "T6", said_by="voice", sound=midi[::-1], piece=piece.id)
    all_meet(service, one, other)
    for journal in (service, other.journal):
        assert journal.take(take.id).parts[0].midi == midi
        assert journal.take(take.id).parts[0].facts.roll == part(pupil).facts.roll
        assert journal.reflection(said.id).sound == midi[::-1]


def test_what_never_leaves_does_not_lie_at_the_service(laptop: Callable[[], Laptop], service: ServiceJournal) -> None:
    one, other = laptop(), laptop()
    pupil = lived(one)
    one.journal.set_setting("own", "Quokkatoken")
    one.journal.set_draft("note", "Quokkatoken")
    one.journal.add_brief(pupil, "school", records.BRIEF_KINDS[0], "Quokkatoken")
    one.journal.write_note(one.journal.open_session([pupil]).id, lit_up="Quokkatoken")
    one.journal.raise_help(pupil, None, "pupil")
    all_meet(service, one, other)
    assert b"Quokkatoken" in bytes_of(one.journal._opened)
    assert b"Quokkatoken" not in bytes_of(service._opened)
    assert b"Quokkatoken" not in bytes_of(other.journal._opened)
    alike(service, one.journal, other.journal)


def test_what_was_erased_on_one_is_gone_from_all_and_never_comes_back(
    laptop: Callable[[], Laptop], service: ServiceJournal
) -> None:
    one, other = laptop(), laptop()
    pupil = lived(one)
    one.journal.reflect(pupil, "T6", said_by="typed", body="Quokkatoken")
    all_meet(service, one, other)
    assert b"Quokkatoken" in bytes_of(service._opened)
    other.do("say", 0)  # without having heard
    one.journal.erase_pupil(pupil, "the lead", copied=True)
    all_meet(service, one, other)
    alike(service, one.journal, other.journal)
    for journal in (service, other.journal):
        assert journal.pupils() == ()
        assert b"Quokkatoken" not in bytes_of(journal._opened)


def test_that_words_were_taken_back_is_known_on_all_and_the_words_on_none(
    laptop: Callable[[], Laptop], service: ServiceJournal
) -> None:
    one, other = laptop(), laptop()
    pupil = lived(one)
    said = one.journal.reflect(pupil, "T6", said_by="typed", body="Quokkatoken")
    all_meet(service, one, other)
    one.journal.take_back(said.id)
    all_meet(service, one, other)
    alike(service, one.journal, other.journal)
    for journal in (one.journal, service, other.journal):
        assert journal.evidence(pupil).taken_back == 1
        assert b"Quokkatoken" not in bytes_of(journal._opened)


def test_where_nothing_is_new_nothing_is_done(laptop: Callable[[], Laptop], service: ServiceJournal) -> None:
    one = laptop()
    lived(one)
    assert meet(one.journal, service).went > 5
    one.journal.backup = lambda _why="": pytest.fail("nothing comes, so no copy is due")  # type: ignore[method-assign]  # a stand-in
    assert meet(one.journal, service) == Met(0, 0, None, None)


def test_only_texts_that_were_changed_without_knowing_of_each_other_are_named(
    laptop: Callable[[], Laptop], service: ServiceJournal
) -> None:
    one, other = laptop(), laptop()
    pupil = lived(one)
    all_meet(service, one, other)
    one.do("title", 0)
    meet(one.journal, service)
    meet(other.journal, service)
    other.wall.on(hours=1)
    other.journal.rename_piece(other.journal.pieces(pupil)[0].id, "Known")
    meet(other.journal, service)
    heard = meet(one.journal, service)
    assert heard.here is not None
    assert heard.here.both == ()
    one.wall.on(days=1)
    one.journal.rename_piece(one.journal.pieces(pupil)[0].id, "Here")
    other.wall.on(days=2)
    other.journal.rename_piece(one.journal.pieces(pupil)[0].id, "There")
    meet(other.journal, service)
    told = meet(one.journal, service)
    assert told.there is not None
    assert [(text.stands, text.beside) for text in told.there.both] == [("There", "Here")]


def test_a_line_that_breaks_half_way_leaves_both_whole_and_the_next_meeting_goes_on(
    laptop: Callable[[], Laptop], service: ServiceJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = laptop(), laptop()
    lived(one)
    meet(one.journal, service)
    lived(other)
    before = len(operations(service))
    with monkeypatch.context() as patch:
        patch.setattr("reflections.moving.joining.dangling.mend", broken)
        with pytest.raises(ServiceTrouble):
            meet(other.journal, service)
    assert len(operations(service)) == before
    with monkeypatch.context() as patch:
        patch.setattr(service, "history_beyond", broken)
        with pytest.raises(ServiceTrouble):
            meet(other.journal, service)
    assert len(operations(service)) > before
    all_meet(service, other, one)
    alike(service, one.journal, other.journal)


def broken(*_given: object) -> None:
    message = "The service can't be reached just now."
    raise ServiceTrouble(message)


def test_a_laptop_that_was_copied_is_told_and_nothing_is_taken_in(
    laptop: Callable[[], Laptop], service: ServiceJournal
) -> None:
    one = laptop()
    lived(one)
    meet(one.journal, service)
    with one.journal._writing() as session:
        told = session.get(Operation, max(operations(one.journal)))
        assert told is not None
        told.value = '{"alias":"Ben"}'
    before = operations(service)
    with pytest.raises(Damaged, match="copied laptops"):
        meet(one.journal, service)
    assert operations(service) == before


TWO = st.lists(
    st.one_of(STEPS, st.tuples(st.just("meet"), st.integers(0, 2), st.integers(0, 5))), min_size=8, max_size=40
)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(TWO)
def test_two_laptops_and_the_service_come_to_the_same_by_files_and_by_the_server(
    made: tuple[Path, str], postgres: Server, steps: list[tuple[str, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as work:
        service = ServiceJournal.at(postgres.address(postgres.tutor()), now=Wall())
        laptops = [a_laptop(made[0], Path(work) / f"laptop-{n}") for n in range(2)]
        try:
            for what, who, n in steps:
                mine, other = laptops[who % 2], laptops[1 - who % 2]
                try:
                    if what == "meet":
                        meet(mine.journal, service)
                    elif what == "sync":
                        mine.hear(other)  # a sealed file, of everything
                    else:
                        mine.do(what, n)
                except JournalError:
                    continue  # three goals are live, a note was sent: the lesson goes on
            all_meet(service, *laptops)
            alike(service, *(each.journal for each in laptops))
        finally:
            for each in laptops:
                shut(each.journal)
            service.close()
