"""Another laptop: a sealed file is made and taken in by screens alone; said before, done whole, undone by one press."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from reflections import DiskFull, Journal, records
from studio.music import nearby
from studio.screens.tutor import safe_pack, safe_told
from studio.screens.tutor.how_far import Far
from studio.screens.tutor.safe_take import Stage
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import at_the_tutors_door
from tests.studio.screens.conftest import PASSPHRASE
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
SAID = "four green boats"
CODE = re.compile(r"^[0-9A-Z]+(?:-[0-9A-Z]+){3}$", re.MULTILINE)


@pytest.fixture(autouse=True)
def nothing_near(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever lies in the folders of whoever runs this is no part of it."""
    monkeypatch.setattr(nearby, "usual_folders", tuple)


@pytest.fixture
def laptop(unlocked: Start) -> Callable[[], Pilot]:
    """Before the screen, with Jo and Amira known and nobody at the keys."""

    def start() -> Pilot:
        pilot = unlocked(2)
        at_the_tutors_door(pilot, "place")
        pilot.press("Another laptop")
        assert pilot.screen == "safe_laptop"
        return pilot

    return start


@pytest.fixture
def other(one_journal: tuple[Path, str], tmp_path: Path) -> Iterator[Journal]:
    """Another laptop of the same tutor."""
    journal = Journal.open(shutil.copytree(one_journal[0], tmp_path / "other"), PASSPHRASE)
    journal.go_back(journal.backup())  # a node of its own
    yield journal
    journal._changed = False
    journal.close()


def make(pilot: Pilot, folder: Path) -> tuple[Path, str]:
    pilot.studio.screen._front._folder = str(folder)
    pilot.press("Make the file")
    assert "The file is made" in pilot.words(), pilot.words()
    (path,) = folder.glob("*.soundfolio")
    code = CODE.search(pilot.words())
    assert code is not None
    return path, code[0]


def look(pilot: Pilot, path: Path, secret: str) -> None:
    pilot.press("Another laptop: Take a file in")
    pilot.click("take-path")
    pilot.write(str(path))
    pilot.click("take-secret")
    pilot.write(secret)
    pilot.press("See what is in it")


def of(journal: Journal, path: Path) -> Path:
    path.write_bytes(journal.pack(SAID))
    return path


def test_a_file_of_everything_opens_with_the_passphrase_that_is_shown_once(
    laptop: Callable[[], Pilot], other: Journal, tmp_path: Path
) -> None:
    pilot = laptop()
    path, code = make(pilot, tmp_path)
    lint(pilot, in_sight=("I have written it down",))
    pilot.press("I have written it down")
    assert code not in pilot.words()
    other.take_in(path.read_bytes(), code)
    assert {one.shown for one in other.pupils()} == {"Jo", "Amira"}


def test_a_file_for_another_tutor_holds_only_who_is_ticked(
    laptop: Callable[[], Pilot], other: Journal, tmp_path: Path
) -> None:
    pilot = laptop()
    pilot.press("What goes into it?: Some pupils")
    pilot.studio.screen._front._folder = str(tmp_path)
    pilot.press("Make the file")
    assert "Tick whose file it is to be." in pilot.words()
    assert not list(tmp_path.glob("*.soundfolio"))
    pilot.press("Which pupils?: Amira")
    lint(pilot)
    path, code = make(pilot, tmp_path)
    other.take_in(path.read_bytes(), code)
    assert [one.shown for one in other.pupils()] == ["Amira"]


def test_a_full_stick_or_none_is_said_and_nothing_half_made_lies_there(
    laptop: Callable[[], Pilot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = laptop()
    pilot.studio.screen._front._folder = str(tmp_path / "nowhere")
    pilot.press("Make the file")
    assert "That folder is not there." in pilot.words()

    def full(*_: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr(safe_pack, "os", SimpleNamespace(fsync=full))
    pilot.studio.screen._front._folder = str(tmp_path)
    pilot.press("Make the file")
    assert "could not be put there" in pilot.words()
    assert not list(tmp_path.glob("*.soundfolio*"))


def test_a_file_that_is_given_up_is_not_made(laptop: Callable[[], Pilot], tmp_path: Path) -> None:
    pilot = laptop()
    front = pilot.studio.screen._front
    front._folder = str(tmp_path)
    front._make()
    front._given_up()
    pilot.settle()
    assert "Stopped. No file was made." in pilot.words()
    assert not list(tmp_path.glob("*.soundfolio"))


def test_a_file_that_is_stopped_on_a_slow_stick_is_gone_from_there_at_once(
    laptop: Callable[[], Pilot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = laptop()
    front, written = pilot.studio.screen._front, list[int]()
    front._folder = str(tmp_path)

    def slow(number: int) -> None:
        written.append(number)
        if len(written) == 2:
            front._stop()

    monkeypatch.setattr(safe_pack, "AT_ONCE", 100)
    monkeypatch.setattr(safe_pack, "os", SimpleNamespace(fsync=slow))
    before = sorted(tmp_path.iterdir())
    front._make()
    pilot.settle()
    assert len(written) == 2
    assert sorted(tmp_path.iterdir()) == before


def test_what_a_file_would_do_is_said_before_and_one_press_undoes_it(
    laptop: Callable[[], Pilot], other: Journal, tmp_path: Path
) -> None:
    pilot = laptop()
    other.add_pupil("Sami", "ghost", "7-9")
    look(pilot, of(other, tmp_path / "a.soundfolio"), SAID)
    assert "Nothing is changed yet" in pilot.words()
    assert "It adds one pupil." in pilot.words()
    assert "It removes nothing." in pilot.words()
    assert len(pilot.lesson.journal.pupils()) == 2
    lint(pilot, in_sight=("Take it in",))
    pilot.press("Take it in")
    assert "It added one pupil." in pilot.words()
    assert len(pilot.lesson.house.pupils) == 3
    lint(pilot)
    pilot.press("Put all back as it was before")
    assert "All is as it was before" in pilot.words()
    assert len(pilot.lesson.house.pupils) == 2
    lint(pilot)
    pilot.lesson.journal.add_pupil("Mo", "moon", "7-9")  # it goes on


def test_both_texts_are_shown_and_either_is_chosen(laptop: Callable[[], Pilot], other: Journal, tmp_path: Path) -> None:
    pilot = laptop()
    journal = pilot.lesson.journal
    jo = journal.pupils()[0]
    piece = journal.keep_piece(jo.id, "Ours", kind="own", content=b"MThd").id
    other.take_in(journal.pack(SAID), SAID)
    journal.rename_piece(piece, "Evening")
    other.rename_piece(piece, "Night")
    look(pilot, of(other, tmp_path / "a.soundfolio"), SAID)
    assert "One text was changed on both laptops." in pilot.words()
    pilot.press("Take it in")
    stood = journal.piece(piece).title
    assert {"Evening", "Night"} <= set(pilot.words().splitlines())
    lint(pilot)
    pilot.click("two-0")
    assert {stood, journal.piece(piece).title} == {"Evening", "Night"}
    pilot.click("two-0")
    assert journal.piece(piece).title == stood


def test_a_wrong_passphrase_a_stranger_and_a_full_disk_change_nothing(
    laptop: Callable[[], Pilot], other: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = laptop()
    other.add_pupil("Sami", "ghost", "7-9")
    path = of(other, tmp_path / "a.soundfolio")
    look(pilot, path, "something else")
    assert "That is not the passphrase of this file." in pilot.words()
    assert pilot.ui.focused == "take-secret"
    path.write_bytes(b"hello")
    pilot.press("See what is in it")
    assert "This is not a file of Soundfolio's." in pilot.words()
    path.unlink()
    pilot.press("See what is in it")
    assert "That file can not be read." in pilot.words()
    lint(pilot)

    pilot.studio.screen._front._secret = SAID
    of(other, path)
    pilot.press("See what is in it")

    def full(_why: str) -> None:
        raise DiskFull("There is no room for a backup.")

    monkeypatch.setattr(pilot.lesson.journal, "backup", full)
    pilot.press("Take it in")
    assert "There is no room for a backup." in pilot.words()
    assert len(pilot.lesson.journal.pupils()) == 2


@pytest.mark.parametrize("at", [0.0, 0.6, 1.0])
def test_taking_in_shows_how_far_it_is_and_stops_until_all_is_kept(
    laptop: Callable[[], Pilot], other: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: float
) -> None:
    pilot = laptop()
    other.add_pupil("Sami", "ghost", "7-9")
    look(pilot, of(other, tmp_path / "a.soundfolio"), SAID)
    journal, front, shown = pilot.lesson.journal, pilot.studio.screen._front, list[float]()
    before, take_in = journal.audit(), journal.take_in

    def pressed_meanwhile(raw: bytes, secret: str, *, progress: Far) -> records.Arrival:
        def far(done: float) -> None:
            shown.append(progress.share)
            if done >= at and front.how_far.goes_on:
                front._stop()
            progress(done)

        return take_in(raw, secret, progress=far)

    monkeypatch.setattr(journal, "take_in", pressed_meanwhile)
    pilot.press("Take it in")
    assert "Stopped. Nothing was changed." in pilot.words()
    assert shown == sorted(shown)
    assert journal.audit() == before
    assert len(journal.pupils()) == len(pilot.lesson.house.pupils) == 2
    lint(pilot, in_sight=("Take it in", "Stopped. Nothing was changed."))

    monkeypatch.setattr(journal, "take_in", take_in)
    pilot.press("Take it in")
    assert "It added one pupil." in pilot.words()


def test_whoever_stops_it_too_late_reads_that_it_is_in(
    laptop: Callable[[], Pilot], other: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = laptop()
    other.add_pupil("Sami", "ghost", "7-9")
    look(pilot, of(other, tmp_path / "a.soundfolio"), SAID)
    journal, front = pilot.lesson.journal, pilot.studio.screen._front
    take_in = journal.take_in

    def pressed_after(raw: bytes, secret: str, *, progress: Callable[[float], None]) -> records.Arrival:
        arrival = take_in(raw, secret, progress=progress)
        front._stop()
        return arrival

    monkeypatch.setattr(journal, "take_in", pressed_after)
    pilot.press("Take it in")
    assert "It added one pupil." in pilot.words()


def test_a_press_stops_it_and_says_so_until_it_is_known(
    laptop: Callable[[], Pilot], other: Journal, tmp_path: Path
) -> None:
    pilot = laptop()
    other.add_pupil("Sami", "ghost", "7-9")
    look(pilot, of(other, tmp_path / "a.soundfolio"), SAID)
    front = pilot.studio.screen._front
    far = front.how_far.begin()
    front._go(Stage.TAKING, "taking")
    far(0.5)
    pilot.turn()
    lint(pilot)
    pilot.press("Stop")
    assert "Stopping. Wait until it is said what was done." in pilot.words()
    lint(pilot)


def test_sealed_files_that_lie_near_are_there_to_press(
    laptop: Callable[[], Pilot], other: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "STICK"
    (stick / "from school").mkdir(parents=True)
    monkeypatch.setattr(nearby, "usual_folders", lambda: (stick,))
    path = of(other, stick / "from school" / "a week.soundfolio")
    (stick / "song.mid").write_bytes(b"MThd")
    pilot = laptop()
    other.add_pupil("Sami", "ghost", "7-9")
    of(other, path)
    pilot.press("Another laptop: Take a file in")
    pilot.settle()
    assert "a week.soundfolio" in pilot.words()
    assert "song.mid" not in pilot.words()
    lint(pilot)
    pilot.click("near-0")
    assert pilot.ui.focused == "take-secret"
    pilot.write(SAID)
    lint(pilot)
    pilot.press("See what is in it")
    assert "It adds one pupil." in pilot.words()


def test_nothing_is_taken_in_beneath_somebody_at_the_keys(
    laptop: Callable[[], Pilot], other: Journal, tmp_path: Path
) -> None:
    pilot = laptop()
    other.add_pupil("Sami", "ghost", "7-9")
    look(pilot, of(other, tmp_path / "a.soundfolio"), SAID)
    pilot.lesson.choose(pilot.lesson.house.pupils[0], lambda: None)
    pilot.settle()
    pilot.press("Take it in")
    assert "Somebody is at the keys. Let them say bye first." in pilot.words()
    assert len(pilot.lesson.journal.pupils()) == 2


def test_all_that_a_file_does_is_said_in_sentences() -> None:
    arrival = records.Arrival(
        made_at=datetime(2026, 6, 3, tzinfo=UTC),
        added={"take": 3, "take_part": 3},
        changed={"goal": 1},
        removed={},
        erased=1,
        left_out=2,
        both=(),
        parked=("Play with Jo",),
        doubled=("Ours",),
    )
    assert safe_told.sentences(arrival, "would") == [
        "It adds 3 takes.",
        "It changes one goal.",
        "It removes nothing.",
        "A pupil who was erased on the other laptop will be erased here.",
        "2 things of somebody who was erased here stay out.",
        "A fourth goal waits: \u201cPlay with Jo\u201d. Look at it with the pupil.",
        "\u201cOurs\u201d was worked on at both laptops. It is kept as two.",
    ]
    assert safe_told.sentences(arrival, "did")[0] == "It added 3 takes."
