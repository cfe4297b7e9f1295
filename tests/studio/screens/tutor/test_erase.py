"""Erasing a pupil: said in plain words before, stopped until it begins, and then nothing of theirs is left that the app can reach."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from instruments.events import NoteOn
from reflections import DiskFull, backups
from studio.papers import pack
from studio.papers.drawing import Stopped
from studio.screen import Go, Push
from tests.studio.fakes import Pilot
from tests.studio.screens import conftest
from tests.studio.screens.at_work import C, D, E, put, record, stand
from tests.studio.screens.conftest import signs
from tests.studio.screens.looked_over import lint
from tests.unlocked import bytes_of

Start = Callable[..., Pilot]
TOKEN = "Quokkatoken"
SOUND = b"Quokkatoken spoken"


@pytest.fixture
def two(unlocked: Start, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Pilot]:
    """Jo, of whom everything holds the token, and Amira, who played with them; nobody is at the keys, the tutor looks at Jo's page."""

    monkeypatch.setattr(conftest, "PEOPLE", ((TOKEN, "bird", "10-12"), ("Amira", "moon", "13-15")))

    monkeypatch.setattr(pack, "make", lambda *_: TOKEN.encode())

    def start() -> Pilot:
        pilot = unlocked(2, signed=True)
        journal = pilot.lesson.journal
        jo, amira = journal.pupils()
        come(pilot, 0)
        put(pilot, stand(TOKEN))
        record(pilot, C, D, E)
        pilot.lesson.moved_on()
        row = journal.pieces(jo.id)[0]
        journal.reflect(jo.id, "T6", said_by="voice", sound=SOUND, body=TOKEN, piece=row.id, seen_by="Sam")
        journal.set_setting(f"left/{jo.id}", TOKEN)
        begin_wish(pilot)
        together(pilot, jo.id, amira.id)
        pilot.turn(seconds=1.1)
        pilot.settle()
        leave(pilot)
        pilot.lesson.refresh_house()
        pilot.studio.move(Push("tutor_pupil", {"pupil": jo.id, "part": "ending"}))
        pilot.settle()
        pilot.press("Erase or hold")
        assert pilot.screen == "erase"
        return pilot

    return start


def come(pilot: Pilot, n: int) -> None:
    for icon in signs(n):
        pilot.click(f"picture-{icon}")


def leave(pilot: Pilot) -> None:
    pilot.lesson.moved_on()
    pilot.studio.move(Go("leaving"))
    pilot.settle()
    pilot.click("bye")


def begin_wish(pilot: Pilot) -> None:
    pilot.studio.move(Go("goals"))
    pilot.settle()
    pilot.click("wish")
    pilot.write(TOKEN)


def together(pilot: Pilot, jo: str, amira: str) -> None:
    """A take of both of them, in a piece of Jo's."""
    from tests.reflections.conftest import part

    journal = pilot.lesson.journal
    piece = journal.keep_piece(jo, f"Ours {TOKEN}", kind="own", content=b"MThd")
    parts = [part(jo, TOKEN, b"MThd" + SOUND), part(amira, "bass", b"MThd-hers")]
    journal.keep_take(piece.id, parts, seconds=2.0, tempo=90.0)


def jo_of(pilot: Pilot) -> Any:
    return pilot.studio.screen.pupil


def decide(pilot: Pilot, role: str = "the head of the service", alias: str = TOKEN) -> None:
    pilot.click("erase-role")
    pilot.write(role)
    pilot.click("erase-alias")
    pilot.write(alias)


def erase(pilot: Pilot) -> None:
    decide(pilot)
    pilot.press("Erase for good")
    assert "All that the app can reach is erased." in pilot.words()


def in_reach(pilot: Pilot) -> bytes:
    """Every byte of the data folder that is no backup, the journal unlocked, and what stands on the screen and in its boxes."""
    folder, copies = pilot.studio.folder, pilot.studio.folder / backups.FOLDER
    files = [path for path in folder.rglob("*") if path.is_file() and copies not in path.parents]
    read = [path.read_bytes() + path.name.encode() for path in files]
    shown = repr([(one.name, one.value) for one in pilot.ui.tree()]) + repr(vars(pilot.ui.drafts))
    return b"".join([*read, bytes_of(pilot.lesson.journal._opened), shown.encode()])


@contextmanager
def held(pilot: Pilot) -> Iterator[None]:
    """The writer is busy with something else."""
    gate = threading.Event()
    pilot.studio.background.writer.put(lambda: gate.wait(60), lambda _: None, lambda _: None)
    yield
    gate.set()
    pilot.settle()


# ---- before


def test_it_says_in_plain_words_what_goes_what_stays_and_what_is_out_of_reach_with_its_dates(
    two: Callable[[], Pilot],
) -> None:
    pilot = two()
    pilot.lesson.journal.backup()
    pilot.press("Back")
    pilot.press("Erase or hold")
    words = pilot.words()
    assert "Their music: pieces, takes, versions, and what was only heard." in words
    assert "What others play in with them, without their part. It still plays." in words
    assert re.search(r"backups? of \d+ \w+ \d{4}\. (It goes|They go) on \d+ \w+ \d{4}\.", words)
    assert "Delete those by hand." in words


@pytest.mark.parametrize(
    ("role", "alias", "told"),
    [("", TOKEN, "Say which role decides this."), ("head", "Quokka", "Type the name just as it stands above.")],
)
def test_nothing_is_erased_without_a_role_and_the_name(
    two: Callable[[], Pilot], role: str, alias: str, told: str
) -> None:
    pilot = two()
    decide(pilot, role, alias)
    pilot.press("Erase for good")
    assert told in pilot.words()
    assert len(pilot.lesson.journal.pupils()) == 2


def test_until_it_begins_it_can_be_stopped_and_nothing_is_erased(two: Callable[[], Pilot]) -> None:
    pilot = two()
    decide(pilot)
    with held(pilot):
        pilot.ui.click("erase-it")
        for _ in range(4):
            pilot.turn()
        assert "Nothing is erased yet." in pilot.words()
        pilot.ui.click("erasing")
        pilot.turn()
    assert "Stopped. Nothing was erased." in pilot.words()
    assert len(pilot.lesson.journal.pupils()) == 2


def test_closing_the_window_before_it_begins_erases_nothing(two: Callable[[], Pilot], pilot_at: Start) -> None:
    pilot = two()
    decide(pilot)
    gate = threading.Event()
    pilot.studio.background.writer.put(lambda: gate.wait(60), lambda _: None, lambda _: None)
    pilot.ui.click("erase-it")
    pilot.turn()
    pilot.studio.begin_closing()
    gate.set()
    pilot.settle()
    pilot.close()
    from reflections import Journal
    from tests.studio.screens.conftest import PASSPHRASE

    again = Journal.open(pilot.studio.folder, PASSPHRASE)
    assert len(again.pupils()) == 2
    again.close()


def test_nobody_is_erased_who_sits_at_the_keys(two: Callable[[], Pilot]) -> None:
    pilot = two()
    jo = jo_of(pilot)
    pilot.lesson.choose(jo)
    pilot.settle()
    decide(pilot)
    pilot.press("Erase for good")
    assert f"{TOKEN} is at the keys. Let them say bye first." in pilot.words()


def test_on_a_full_disk_it_says_so_and_nothing_is_erased(
    two: Callable[[], Pilot], monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = two()

    def full(*_args: Any, **_more: Any) -> Path:
        raise DiskFull("There is no room for a backup.")

    with monkeypatch.context() as patch:
        patch.setattr(backups, "make", full)
        decide(pilot)
        pilot.press("Erase for good")
    assert "There is no room for a backup." in pilot.words()
    assert len(pilot.lesson.journal.pupils()) == 2


# ---- after


def test_i9_nothing_of_theirs_is_left_in_reach_and_what_is_elsewhere_is_listed(two: Callable[[], Pilot]) -> None:
    pilot = two()
    jo = jo_of(pilot)
    leftover = pilot.studio.folder / "voice" / "crash.wav"
    leftover.parent.mkdir(exist_ok=True)
    leftover.write_bytes(SOUND)
    assert pack.place(pilot.studio.folder, jo.id).is_file()
    assert in_reach(pilot).count(TOKEN.encode()) > 5
    erase(pilot)
    found = in_reach(pilot)
    assert TOKEN.encode() not in found
    assert SOUND not in found
    assert not pack.place(pilot.studio.folder, jo.id).exists()
    assert not any(isinstance(event, NoteOn) for event in pilot.engine.capture.take_since(0)[0])
    (erased,) = pilot.lesson.journal.erasures()
    assert erased.by_role == "the head of the service"
    assert re.search(r"backups? of \d+ \w+ \d{4}", pilot.words())
    pilot.lesson.tutor_near = True
    pilot.studio.move(Push("tutor", {"tab": "place"}))
    pilot.settle()
    assert "Left of those who were erased" in pilot.words()
    lint(pilot)


def test_nothing_of_theirs_comes_back_afterwards(two: Callable[[], Pilot]) -> None:
    pilot = two()
    erase(pilot)
    pilot.press("Back to the pupils")
    assert pilot.screen != "erase"
    pilot.studio.move(Go("who"))
    for _ in range(5):
        pilot.turn(seconds=6)
        pilot.settle()
    assert TOKEN.encode() not in in_reach(pilot)
    assert [one.alias for one in pilot.lesson.house.pupils] == ["Amira"]


def test_i9_what_the_other_played_with_them_still_plays(two: Callable[[], Pilot]) -> None:
    pilot = two()
    amira = pilot.lesson.house.pupils[1].id
    erase(pilot)
    journal = pilot.lesson.journal
    (piece,) = journal.pieces(amira)
    assert [journal.take_midi(take.id) for take in journal.takes(piece.id)] == [(("bass", b"MThd-hers"),)]


def test_a_pack_that_is_being_made_just_then_is_given_up_and_never_lands(
    two: Callable[[], Pilot], monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = two()
    jo = jo_of(pilot)
    begun = threading.Event()

    def make(_contents: object, _progress: object, cancelled: Callable[[], bool]) -> bytes:
        begun.set()
        while not cancelled():
            begun.wait(0.001)
        raise Stopped("It was not made.")

    monkeypatch.setattr(pack, "make", make)
    monkeypatch.setattr(pack, "is_ready", lambda *_: False)
    decide(pilot)
    pilot.studio.packing.left((jo.id,))
    while not begun.wait(0.005):
        pilot.turn(seconds=0.0)  # else ten minutes pass before the worker has begun, and the studio locks itself
    pilot.press("Erase for good")
    assert "All that the app can reach is erased." in pilot.words()
    assert list((pilot.studio.folder / "packs").glob("*")) == []


# ---- a hold


def test_i10_a_hold_is_set_by_a_role_refuses_in_the_pupils_own_words_and_is_lifted(two: Callable[[], Pilot]) -> None:
    pilot = two()
    pilot.press("Set a hold")
    assert not pilot.lesson.journal.pupils()[0].hold, "by whom?"
    pilot.click("hold-role")
    pilot.write("safeguarding lead")
    pilot.press("Set a hold")
    assert pilot.lesson.journal.pupils()[0].hold
    assert "We have to keep a copy for now. Ask us why." in pilot.words()
    assert "erase-it" not in {widget.key for widget in pilot.ui.tree()}
    pilot.click("hold-role")
    pilot.write("safeguarding lead")
    pilot.press("Lift the hold")
    assert not pilot.lesson.journal.pupils()[0].hold
    erase(pilot)


def test_i10_a_hold_that_was_set_meanwhile_stops_it(two: Callable[[], Pilot]) -> None:
    pilot = two()
    copies = len(pilot.lesson.journal.backups())
    pilot.lesson.journal.hold(jo_of(pilot).id, True, "safeguarding lead")
    decide(pilot)
    pilot.press("Erase for good")
    assert "We have to keep a copy for now. Ask us why." in pilot.words()
    assert len(pilot.lesson.journal.pupils()) == 2
    assert len(pilot.lesson.journal.backups()) == copies


# ---- how it stands


def test_on_a_small_laptop_both_buttons_are_in_sight_however_much_is_out_of_reach(two: Callable[[], Pilot]) -> None:
    pilot = two()
    for n in range(9):
        pilot.lesson.journal.shared(jo_of(pilot).id, "a page", f"relative {n}")
    pilot.press("Back")
    pilot.press("Erase or hold")
    for refused in (False, True):
        if refused:
            pilot.press("Erase for good")
            assert "Say which role decides this." in pilot.words()
        for key in ("not-erase", "erase-it"):
            item = pilot.ui.focus.item(key)
            assert item.seen.height == item.rect.height, (key, refused)


def test_it_is_laid_out_in_every_size(two: Callable[[], Pilot]) -> None:
    pilot = two()
    pilot.lesson.journal.backup()
    decide(pilot, alias="wrong")
    pilot.press("Erase for good")
    lint(pilot)
    pilot.studio.screen.pupil = pilot.lesson.journal.pupil(jo_of(pilot).id)
    pilot.lesson.journal.hold(jo_of(pilot).id, True, "lead")
    pilot.studio.screen.pupil = pilot.lesson.journal.pupil(jo_of(pilot).id)
    lint(pilot)
    pilot.lesson.journal.hold(jo_of(pilot).id, False, "lead")
    pilot.studio.screen.pupil = pilot.lesson.journal.pupil(jo_of(pilot).id)
    pilot.studio.screen._set_alias(TOKEN)
    pilot.studio.screen._erase()
    pilot.settle()
    assert "All that the app can reach is erased." in pilot.words()
    lint(pilot)
