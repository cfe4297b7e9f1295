"""Endings, planned or not, and the pack: ready and sealed after a close, looked at, given out on any day, given up when asked."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from studio import files
from studio.papers import pack, sealing
from studio.papers.drawing import Stopped
from studio.screen import Go, Push
from studio.screens.tutor.tab import today
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, put, record, stand
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


@pytest.fixture
def page(at_home: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Pilot]:
    """The ending of Jo, who is signed in and has one take; files go into a folder of the test."""
    monkeypatch.setattr(files, "documents", lambda: tmp_path / "out")

    def start() -> Pilot:
        pilot = at_home()
        put(pilot, stand())
        record(pilot, C, D, E)
        all_seen(pilot)
        to_ending(pilot)
        return pilot

    return start


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Packs that take no time: what they would hold, in the order they were made."""
    made: list[str] = []

    def make(contents: pack.Contents, progress: Any, cancelled: Callable[[], bool]) -> bytes:
        progress(0.5, "")
        if cancelled():
            raise Stopped("The page was not made.")
        made.append(contents.mark)
        return b"PK of " + contents.mark.encode()

    monkeypatch.setattr(pack, "make", make)
    return made


def all_seen(pilot: Pilot) -> None:
    pilot.lesson.journal.seen([one.id for one in pilot.lesson.journal.unseen().items], "Sam")


def to_ending(pilot: Pilot) -> None:
    pilot.studio.move(Push("tutor_pupil", {"pupil": jo_of(pilot), "part": "ending"}))
    pilot.settle()


def jo_of(pilot: Pilot) -> str:
    return pilot.lesson.house.pupils[0].id


def fill(pilot: Pilot, key: str, said: str) -> None:
    pilot.studio.screen.tab._type(key, said)


def only(pilot: Pilot) -> Any:
    (ending,) = pilot.lesson.journal.endings(jo_of(pilot))
    return ending


def close_session(pilot: Pilot) -> None:
    pilot.studio.move(Push("closing", {"session": pilot.lesson.session.id}))
    pilot.settle()
    pilot.press("Close the session")


# ---- how it ends


def test_a_planned_ending_says_who_gets_the_music_in_their_words(page: Start) -> None:
    pilot = page()
    assert "Who should we give it to?" in pilot.words()
    fill(pilot, "give-to", "my nan")
    pilot.press("End the programme")
    assert (only(pilot).kind, only(pilot).give_to) == ("planned", "my nan")
    assert "Ended as planned" in pilot.words()
    assert pilot.lesson.journal.unseen().items == ()  # the tutor wrote it down: the pack does not wait for it


def test_an_ended_programme_is_kept_until_a_day_and_on_it_the_tutor_decides(
    page: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = page()
    journal, jo = pilot.lesson.journal, jo_of(pilot)
    pilot.press("End the programme")
    assert "No day is set." in pilot.words()
    pilot.press("One year")
    until = journal.programme(jo).keep_until
    assert until == today() + timedelta(days=365)
    lint(pilot)
    monkeypatch.setattr(journal, "_now", lambda: datetime.now().astimezone() + timedelta(days=366))
    pilot.lesson.tutor_near = True
    pilot.studio.move(Push("tutor"))
    pilot.settle()
    assert "Jo: to be kept until" in pilot.words()
    lint(pilot)
    pilot.click(f"decide-{jo}")
    pilot.press("No day")
    assert journal.kept_long_enough() == ()


def test_who_has_moved_on_is_in_no_group_that_is_shown(page: Start) -> None:
    pilot = page()
    journal, jo = pilot.lesson.journal, jo_of(pilot)
    amira = journal.add_pupil("Amira", "moon", "13-15")
    journal.add_group("Wednesday band", [jo, amira.id])
    pilot.lesson.refresh_house()
    pilot.settle()
    pilot.press("How does it end?: Moved on without goodbye")
    fill(pilot, "handed-to", "social worker")
    pilot.press("End the programme")
    assert [one.pupils for one in pilot.lesson.house.groups] == [(amira.id,)]


def test_moved_overnight_the_pack_goes_to_a_role_and_the_programme_opens_again(page: Start) -> None:
    pilot = page()
    pilot.press("How does it end?: Moved on without goodbye")
    pilot.press("End the programme")
    assert pilot.lesson.journal.endings(jo_of(pilot)) == ()  # to whom?
    fill(pilot, "handed-to", "social worker")
    pilot.press("End the programme")
    assert (only(pilot).kind, only(pilot).handed_to) == ("moved", "social worker")
    assert "The pack is for: social worker." in pilot.words()
    pilot.press("Go on again")
    assert pilot.lesson.journal.programme(jo_of(pilot)).status == "active"
    assert "It went on from" in pilot.words()


def test_whoever_comes_back_to_who_has_moved_on_still_packs_for_the_role(page: Start) -> None:
    """Their own pack holds everything: it is not what a role is handed by the way."""
    pilot = page()
    jo = jo_of(pilot)
    pilot.lesson.journal.end_programme(jo, "moved", handed_to="social worker")
    pilot.studio.move(Go("home"))
    pilot.settle()
    pilot.studio.move(Push("tutor_pupil", {"pupil": jo, "part": "ending"}))
    pilot.settle()
    assert pilot.ui.find("Who is it for?: Someone they picked").value == "chosen"
    pilot.press("Who is it for?: The pupil")
    assert pilot.ui.find("Who is it for?: The pupil").value == "chosen"
    pilot.press("Go on again")
    assert pilot.ui.find("Who is it for?: The pupil").value == "chosen"


def test_to_a_role_goes_only_what_the_pupil_opened(page: Start, quick: list[str]) -> None:
    pilot = page()
    pilot.press("How does it end?: Moved on without goodbye")
    pilot.press("Make the pack")
    assert quick == []
    assert "The pupil has not shared anything with them yet." in pilot.words()


def test_a_pack_that_is_given_out_is_kept_with_the_role_it_went_to(page: Start, quick: list[str]) -> None:
    pilot = page()
    journal, jo = pilot.lesson.journal, jo_of(pilot)
    pilot.press("Make the pack")
    (take,) = journal.takes(journal.pieces(jo)[0].id)
    shared = {"who_reads": "chosen", "who_hears": "chosen"}
    journal.reflect(jo, "T6", said_by="typed", body="the slide", take=take.id, seen_by="Sam", **shared)
    pilot.press("How does it end?: Moved on without goodbye")
    fill(pilot, "handed-to", "social worker")
    pilot.press("End the programme")
    pilot.press("Make the pack")
    pilot.settle()
    assert [(one.what, one.to_whom) for one in journal.shares(jo)] == [("a pack", "pupil"), ("a pack", "social worker")]


def test_nothing_is_packed_while_words_wait_to_be_seen(page: Start, quick: list[str]) -> None:
    pilot = page()
    pilot.lesson.journal.reflect(jo_of(pilot), "T6", said_by="typed", body="the slide")
    pilot.press("Make the pack")
    assert quick == []
    assert "words nobody has seen" in pilot.words()


# ---- the pack


def test_a_pack_has_the_page_the_midi_and_the_sound(page: Start, tmp_path: Path) -> None:
    pilot = page()
    pilot.press("Make the pack")
    (path,) = (tmp_path / "out").iterdir()
    assert path.name == "Jo - music pack.zip"
    with zipfile.ZipFile(path) as packed:
        tutors = "For the next tutor/01 Steps - now"
        assert packed.namelist() == [
            "My music/My music.html", "My music/01 Steps.mp3", "My story.html", f"{tutors}.mid", f"{tutors}.musicxml",
            "For the next tutor/portfolio.json",
        ]  # fmt: skip
        assert packed.read(f"{tutors}.mid").startswith(b"MThd")
        assert b"<score-partwise" in packed.read(f"{tutors}.musicxml")
        assert b'src="data:audio/mpeg' in packed.read("My story.html")
        assert len(packed.read("My music/01 Steps.mp3")) > 1000


def test_words_that_may_name_somebody_are_looked_at_first(page: Start, quick: list[str], tmp_path: Path) -> None:
    pilot = page()
    pilot.lesson.journal.reflect(jo_of(pilot), "T6", said_by="typed", body="it is for Mrs Bell")
    all_seen(pilot)
    pilot.press("Make the pack")
    assert quick == []
    assert "Mrs Bell" in pilot.words()
    pilot.press("I have looked. Make it")
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_it_is_ready_after_a_close_and_given_out_as_it_lies(page: Start, quick: list[str], tmp_path: Path) -> None:
    pilot = page()
    close_session(pilot)
    assert len(quick) == 1
    to_ending(pilot)
    pilot.press("Make the pack")
    assert len(quick) == 1  # nothing was made anew
    (path,) = (tmp_path / "out").iterdir()
    assert path.read_bytes() == b"PK of " + quick[0].encode()


def test_a_close_that_changed_nothing_makes_nothing(page: Start, quick: list[str]) -> None:
    pilot = page()
    close_session(pilot)
    pilot.studio.tools.get_ready((jo_of(pilot),))
    pilot.settle()
    assert len(quick) == 1


def test_what_was_made_ready_before_something_changed_is_not_given_out(page: Start, quick: list[str]) -> None:
    pilot = page()
    close_session(pilot)
    journal, jo = pilot.lesson.journal, jo_of(pilot)
    journal.rename_piece(journal.pieces(jo)[0].id, "Night bus", by="tutor")
    to_ending(pilot)
    pilot.press("Make the pack")
    assert len(set(quick)) == 2


def test_what_lies_ready_can_be_read_by_nobody_without_the_journal(page: Start, quick: list[str]) -> None:
    pilot = page()
    close_session(pilot)
    journal, folder, jo = pilot.lesson.journal, pilot.studio.folder, jo_of(pilot)
    assert b"PK of" not in pack.place(folder, jo).read_bytes()
    assert pack.unseal(folder, jo, bytes(32)) is None
    assert pack.unseal(folder, jo, sealing.key_of(journal, jo)) == b"PK of " + quick[0].encode()


def test_a_pack_that_is_not_whole_is_made_anew(page: Start, quick: list[str], tmp_path: Path) -> None:
    pilot = page()
    close_session(pilot)
    path = pack.place(pilot.studio.folder, jo_of(pilot))
    path.write_bytes(path.read_bytes()[:-3])
    to_ending(pilot)
    pilot.press("Make the pack")
    assert len(quick) == 2
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_no_pack_is_made_ready_while_words_wait_to_be_seen(page: Start, quick: list[str]) -> None:
    pilot = page()
    pilot.lesson.journal.reflect(jo_of(pilot), "T6", said_by="typed", body="the slide")
    close_session(pilot)
    assert quick == []
    all_seen(pilot)
    pilot.lesson.tutor_near = True
    pilot.studio.move(Push("tutor"))
    pilot.settle()
    pilot.press("End the day")
    assert len(quick) == 1


def test_a_pack_that_is_asked_for_can_be_given_up(page: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pilot = page()
    tab, told = pilot.studio.screen.tab, []

    def make(_contents: object, _progress: object, cancelled: Callable[[], bool]) -> bytes:
        tab.leave()  # somebody pressed Stop
        told.append(cancelled())
        raise Stopped("The page was not made.")

    monkeypatch.setattr(pack, "make", make)
    pilot.press("Make the pack")
    assert told == [True]
    assert not (tmp_path / "out").exists()
    assert "The page was not made." not in pilot.words()


def test_of_a_pupil_who_is_erased_no_pack_stays(page: Start, quick: list[str]) -> None:
    pilot = page()
    close_session(pilot)
    folder, jo = pilot.studio.folder, jo_of(pilot)
    (folder / "packs" / "half.pack.part").write_bytes(b"half")
    pack.forget(folder, [jo])
    assert [each.name for each in (folder / "packs").iterdir()] == [f"{jo}.pack"]
    pack.forget(folder, [])
    assert list((folder / "packs").iterdir()) == []


def test_each_piece_has_its_own_place_in_the_pack(page: Start) -> None:
    pilot = page()
    pilot.lesson.journal.rename_piece(pilot.lesson.journal.pieces(jo_of(pilot))[0].id, 'A/B: "C"?', by="tutor")
    contents = pack.gather(pilot.lesson.journal, jo_of(pilot))
    data = pack.make(contents, lambda _done, _words: None, lambda: False)
    assert "For the next tutor/01 AB C - now.mid" in zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_it_is_laid_out_in_every_size(page: Start) -> None:
    pilot = page()
    lint(pilot)
    pilot.lesson.journal.reflect(jo_of(pilot), "T6", said_by="typed", body="it is for Mrs Bell")
    all_seen(pilot)
    pilot.press("Make the pack")
    lint(pilot)
    pilot.press("Not now")
    pilot.press("End the programme")
    lint(pilot)
