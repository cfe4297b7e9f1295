"""A file on the way to another laptop: sealed, refused whole where anything in it was changed, and named where it is newer."""

from __future__ import annotations

import hashlib
import io
import json
import random
import struct
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import JSON

from reflections import Damaged, Journal, NotAllowed, NotOurs, TooNew, WrongSecret, portfolio, records, vault
from reflections.moving import bundle, changes
from reflections.pages import html
from reflections.tables import EvidenceTag, Review
from tests.reflections.conftest import FACTS, part
from tests.reflections.laptops import SAID, Laptop, laptop, shared_rows, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reflections.conftest import Lesson

__all__ = ["laptop"]  # a fixture


@pytest.fixture
def sealed(journal: Journal, lesson: Lesson) -> bytes:
    return journal.pack(SAID)


def test_the_wrong_passphrase_a_strangers_file_and_a_short_passphrase_each_have_a_sentence(
    journal: Journal, sealed: bytes
) -> None:
    with pytest.raises(WrongSecret, match="Ask whoever made it"):
        journal.look_into(sealed, "five red boats")
    with pytest.raises(NotOurs, match="ends in"):
        journal.look_into(b"PK\x03\x04 something else", SAID)
    with pytest.raises(NotAllowed, match="at least"):
        journal.pack("short")


@pytest.mark.parametrize(
    "typed", [str, str.lower, lambda said: said.replace("-", " "), lambda said: f" {said.lower().replace('-', '')} "]
)
def test_a_passphrase_that_was_offered_and_said_over_the_telephone_needs_no_dashes_or_capitals(
    journal: Journal, lesson: Lesson, laptop: Laptop, typed: Callable[[str], str]
) -> None:
    offered = bundle.new_passphrase()
    sealed, other = journal.pack(offered), laptop()
    assert other.look_into(sealed, typed(offered)).added["pupil"] == 1
    with pytest.raises(WrongSecret, match="Ask whoever made it"):
        other.look_into(sealed, typed(bundle.new_passphrase()))


def test_no_byte_of_what_was_said_is_readable_in_the_file(sealed: bytes) -> None:
    for word in (b"Amira", b"Morning", b"MThd", b"pupil", b"changes.jsonl"):
        assert word not in sealed


def test_whatever_is_changed_in_a_file_it_is_refused_and_nothing_comes_in(
    journal: Journal, sealed: bytes, laptop: Laptop
) -> None:
    other = laptop()
    before = shared_rows(other), told(other)
    chance = random.Random(3)
    for _ in range(200):
        mutated = bytearray(sealed)
        match chance.choice(["flip", "cut", "add", "double"]):
            case "flip":
                mutated[chance.randrange(len(mutated))] ^= 1 << chance.randrange(8)
            case "cut":
                del mutated[chance.randrange(len(mutated)) :]
            case "add":
                mutated += chance.randbytes(chance.randrange(1, 50))
            case "double":
                mutated += mutated[-200:]
        with pytest.raises((Damaged, NotOurs, WrongSecret, TooNew)):
            other.look_into(bytes(mutated), SAID)
    assert (shared_rows(other), told(other)) == before


def resealed(raw: bytes, change: Callable[[dict[str, bytes]], None], *, keep_manifest: bool = True) -> bytes:
    """Open a file, change what is inside, and seal it again as somebody with the passphrase could."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    header, sealed_part, bound = bundle._parts(raw)
    cipher = AESGCM(vault.unlock(vault.parse(header), SAID))
    with zipfile.ZipFile(io.BytesIO(cipher.decrypt(bundle._nonce(0, 1), sealed_part, bound))) as there:
        files = {name: there.read(name) for name in there.namelist()}
    change(files)
    if keep_manifest and "manifest.json" in files:
        manifest = json.loads(files["manifest.json"])
        manifest["files"] = {
            name: {"size": len(held), "sha256": hashlib.sha256(held).hexdigest()}
            for name, held in files.items()
            if name != "manifest.json"
        }
        files["manifest.json"] = json.dumps(manifest).encode()
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        for name, held in files.items():
            made.writestr(name, held)
    head = raw[: len(raw) - len(sealed_part)]
    return head + cipher.encrypt(bundle._nonce(0, 1), into.getvalue(), bound)


def line(files: dict[str, bytes], entity: str, **fields: object) -> None:
    """Write other values into the row that a table's first change makes."""
    lines = [json.loads(each) for each in files["changes.jsonl"].splitlines()]
    chosen = next(each for each in lines if each[1] == entity)
    chosen[4] = json.dumps(json.loads(chosen[4]) | fields)
    files["changes.jsonl"] = b"\n".join(json.dumps(each).encode() for each in lines)


HOSTILE: dict[str, Callable[[dict[str, bytes]], None]] = {
    "a name that leaves the folder": lambda files: files.update({"../x": b"1"}),
    "an absolute name": lambda files: files.update({"/etc/x": b"1"}),
    "a name with a line break": lambda files: files.update({"changes.jsonl\n": b""}),
    "a bomb": lambda files: files.update({"drawings/" + "0" * 36: b"\0" * 40_000_000}),
    "no manifest": lambda files: files.__delitem__("manifest.json"),
    "no changes": lambda files: files.__delitem__("changes.jsonl"),
    "a table that is none of ours": lambda files: files.update(
        {"changes.jsonl": files["changes.jsonl"].replace(b'"pupil"', b'"sqlite_master"')}
    ),
    "a table that stays on its computer": lambda files: files.update(
        {"changes.jsonl": files["changes.jsonl"].replace(b'"pupil"', b'"setting"')}
    ),
    "a column that is none": lambda files: line(files, "pupil", surname="Smith"),
    "a number where a name is": lambda files: line(files, "pupil", alias=4),
    "a name with a NUL": lambda files: line(files, "pupil", alias="A\0"),
    "a choice that is none": lambda files: line(files, "pupil", age_band="99"),
    "a key that is none": lambda files: line(files, "piece", pupil_id="' or 1=1"),
    "a moment without a zone": lambda files: line(files, "pupil", added_at="2026-06-03T10:00:00"),
    "not a number": lambda files: line(files, "take", seconds=float("nan")),
    "a list where likings are": lambda files: line(files, "pupil", preferences=[]),
    "likings where a list is": lambda files: line(files, "pupil", sign_in={"sun": 1}),
    "a list in a list": lambda files: line(files, "pupil", sign_in=[["sun"]]),
    "nothing in a list": lambda files: line(files, "take_part", bar_starts=[None]),
    "words where numbers are": lambda files: line(files, "take_part", bar_starts=["now"]),
    "a number where words are": lambda files: line(files, "pupil", sign_in=[1]),
    "no number in a list": lambda files: line(files, "take_part", bar_starts=[float("inf")]),
    "bytes that are not there": lambda files: line(files, "piece", content={"sha256": "0" * 64}),
    "bytes under another's hash": lambda files: files.update(
        {name: b"other" for name in list(files) if name.startswith("bytes/")}
    ),
    "a drawing that ends within a note": lambda files: files.update(
        {name: bytes(24) for name in list(files) if name.startswith("drawings/")}
    ),
    "a row that names nobody": lambda files: line(files, "piece", pupil_id=None, session_id=None, title=None),
    "deep nesting": lambda files: files.update({"changes.jsonl": b"[" * 100_000}),
}


@pytest.mark.parametrize("notes", [0, 1, 3, 4])
def test_a_take_of_any_number_of_notes_travels_with_its_drawing(
    journal: Journal, lesson: Lesson, laptop: Laptop, notes: int
) -> None:
    """Lessons hold odd numbers of notes as often as even ones."""
    roll = tuple((n * 0.5, 0.25, 60 + n, 80) for n in range(notes))
    played = replace(part(lesson.pupil.id), facts=replace(FACTS, notes=notes, roll=roll))
    take = journal.keep_take(lesson.piece.id, [played], seconds=4.0, tempo=90.0)
    other = laptop()
    other.take_in(journal.pack(SAID), SAID)
    there = next(one for one in other.takes(lesson.piece.id) if one.id == take.id)
    assert there.parts[0].facts.roll == roll


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_with_the_right_passphrase_is_refused_whole(sealed: bytes, laptop: Laptop, what: str) -> None:
    other = laptop()
    before = shared_rows(other), told(other)
    with pytest.raises((Damaged, TooNew, NotAllowed)) as refused:
        other.take_in(resealed(sealed, HOSTILE[what]), SAID)
    assert str(refused.value).endswith(".")
    assert (shared_rows(other), told(other)) == before
    assert [path.name for _, path in other.backups()] == []


def test_every_list_and_object_that_travels_is_looked_at_as_what_it_is() -> None:
    for kind in changes.IN_ORDER:
        for column in kind.__table__.columns:
            if isinstance(column.type, JSON):
                says = next(of.__annotations__[column.key] for of in kind.__mro__ if column.key in of.__annotations__)
                assert ("dict[" in says) == (column.key in changes._OBJECTS), f"{kind.__tablename__}.{column.key}"


@pytest.mark.parametrize(
    "said",
    [
        {"text_size": "large", "spacing": 900, "theme": ["night"], "calm": "yes", "language": None},
        {"register": "zzz", "ribbon": {"order": 3, "out": None, "told": {"a": 1}}},
        {"register": ["13 up"], "ribbon": "none"},
    ],
)
def test_likings_that_nobody_can_have_are_left_out_and_everybody_is_still_there(
    sealed: bytes, lesson: Lesson, laptop: Laptop, said: dict[str, object]
) -> None:
    other = laptop()
    other.take_in(resealed(sealed, lambda files: line(files, "pupil", preferences=said)), SAID)
    assert other.pupils() == (other.pupil(lesson.pupil.id),)
    assert other.preferences(lesson.pupil.id) == records.Preferences()
    assert other.pupil(lesson.pupil.id).register in records.REGISTERS


def test_a_zone_that_this_computer_does_not_know_takes_no_page_away(
    sealed: bytes, lesson: Lesson, laptop: Laptop
) -> None:
    """As of a laptop with a newer list of zones; what was played there is shown in UTC."""
    other = laptop()
    for n, zone in enumerate(("Europe/Newtown", "../../etc/passwd", "+99", "Europe")):
        at = datetime(2026, 6, 3, 10 + n, tzinfo=UTC)
        assert records.local(at, zone) == at
    other.take_in(resealed(sealed, lambda files: line(files, "piece", zone="Europe/Newtown")), SAID)
    seen = other.unseen().items
    other.seen([one.id for one in seen], other.tutor)
    assert html(portfolio.page(other.evidence(lesson.pupil.id), {}, other.preferences(lesson.pupil.id)))


def test_a_measure_or_a_part_of_an_award_that_there_is_none_of_takes_no_report_away(
    sealed: bytes, lesson: Lesson, laptop: Laptop
) -> None:
    other, me = laptop(), lesson.pupil.id
    other.take_in(sealed, SAID)
    review = other.open_review(me)
    take = other.takes(other.pieces(me)[0].id)[0]
    with other._writing() as session:
        session.get_one(Review, review.id).measures = ["zzz", records.MEASURES[0]]
        session.add(EvidenceTag(take_id=take.id, award_part="zzz", by="pupil", made_at=take.made_at))
    assert other.reviews(me)[-1].measures == records.MEASURES[:1]
    assert all(other.report(me, kind, "en") for kind in records.REPORTS)


def test_one_stamp_for_two_changes_is_a_copied_laptop_and_is_refused(
    journal: Journal, lesson: Lesson, sealed: bytes, laptop: Laptop
) -> None:
    other = laptop()
    other.take_in(sealed, SAID)
    forged = resealed(sealed, lambda files: line(files, "pupil", alias="Zed"))
    with pytest.raises(Damaged, match="copied laptops"):
        other.take_in(forged, SAID)
    assert other.pupil(lesson.pupil.id).alias == "Amira"


def test_a_file_of_a_newer_release_is_refused_by_name(sealed: bytes, laptop: Laptop) -> None:
    def newer(files: dict[str, bytes]) -> None:
        files["manifest.json"] = json.dumps(json.loads(files["manifest.json"]) | {"schema": "9999"}).encode()

    with pytest.raises(TooNew, match="newer Soundfolio"):
        laptop().look_into(resealed(sealed, newer), SAID)


def test_a_header_that_claims_to_be_huge_takes_no_memory(sealed: bytes, laptop: Laptop) -> None:
    with pytest.raises(Damaged):
        laptop().look_into(bundle.MAGIC + struct.pack(">I", 2**32 - 1) + sealed[12:], SAID)
